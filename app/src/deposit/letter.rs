use common::date;
use common::deposit::{Letter, LetterKind, letter_of};
use leptos::prelude::*;

use crate::head::Title;
use crate::official::ui::{loaded, not_found};

/// A drafted letter, to check, print and sign; `number` and `kind` as the address has them.
pub fn letter_page(number: &str, kind: &str) -> AnyView {
    let (Ok(number), Some(kind)) = (number.parse::<i64>(), LetterKind::parse(kind)) else { return not_found() };
    view! {
        <Title text=kind.label()/>
        <p class="deposit-screen">
            <a href=format!("/official/projects/{number}/deposit")>"返回保证金"</a>
        </p>
        {loaded(move || letter_of(number, kind), sheet)}
    }
    .into_any()
}

fn sheet(letter: &Letter) -> AnyView {
    let print = |_| drop(window().print());
    view! {
        <p class="deposit-screen">
            <button type="button" class="go" on:click=print>"打印"</button>
            "打印前请核对；文号和印章由单位补上。"
        </p>
        <article class="deposit-letter">
            <h1>{letter.title.clone()}</h1>
            <p class="to">{format!("{}：", letter.to)}</p>
            {letter.paragraphs.iter().map(|text| view! { <p>{text.clone()}</p> }).collect_view()}
            <p class="sign">{letter.office.clone()}<br/>{date::label(letter.on)}</p>
        </article>
    }
    .into_any()
}
