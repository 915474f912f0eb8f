use common::blacklist::{DocumentKind, document_of};
use common::date;
use common::deposit::Letter;
use leptos::prelude::*;

use crate::head::Title;
use crate::official::ui::{loaded, not_found};

/// A drafted document, to check, number, print and seal; `number` and `kind` as the address has them.
pub fn document_page(number: &str, kind: &str) -> AnyView {
    let (Ok(number), Some(kind)) = (number.parse::<i64>(), DocumentKind::parse(kind)) else { return not_found() };
    view! {
        <Title text=kind.label()/>
        <p class="deposit-screen">
            <a href=format!("/official/blacklist/{number}")>"返回"</a>
        </p>
        {loaded(move || document_of(number, kind), sheet)}
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
