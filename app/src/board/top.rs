use common::board::{PayTone, PublicBoard};
use common::project::ProjectState;
use leptos::prelude::*;

use super::spoken_name;
use crate::ui::{dial, heading, large_text_switch, listen_button};

/// What is read in the first second: which site, when wages are due and whether they came, who must pay, whom to call.
pub fn top(board: &PublicBoard) -> AnyView {
    let official = board.nickname.is_some().then(|| view! { <p>{board.name.clone()}</p> }.into_any());
    view! {
        <div id="top">
            {heading(spoken_name(board))}
            {official}
            <p class="soft">{state(board.state)} " " {board.address.clone().unwrap_or_else(|| "地址未公示".to_owned())}</p>
            {pay(board)}
            {who_pays(board)}
            {actions(board)}
            <div class="tools">{listen_button("top")} {large_text_switch("tool")}</div>
        </div>
    }
    .into_any()
}

fn state(state: ProjectState) -> impl IntoView {
    view! { <b class="tag">{state.label()}</b> }
}

fn pay(board: &PublicBoard) -> AnyView {
    let (tone, status) = board.pay.status();
    let class = match tone {
        PayTone::Good => "pay good",
        PayTone::Late => "pay late",
        PayTone::Unknown => "pay",
    };
    let line = board.pay.whose_move.clone().map(|line| view! { <p>{line}</p> }.into_any());
    view! {
        <div class=class>
            <p>{board.pay.rule()}</p>
            <p><b class="tag">{board.pay.word()}</b> " " {status}</p>
            {line}
        </div>
    }
    .into_any()
}

/// Art. 30 in plain words: the general contractor pays first, whoever hired.
fn who_pays(board: &PublicBoard) -> AnyView {
    match board.contractor().and_then(|contractor| contractor.name.clone()) {
        Some(name) => view! { <p>"工资由总包" <b>{name}</b> "负责：没拿到，总包先垫付。"</p> }.into_any(),
        None => {
            view! { <p>"工资由总包负责：没拿到，总包先垫付。" <span class="none">"总包未公示"</span></p> }.into_any()
        }
    }
}

fn actions(board: &PublicBoard) -> AnyView {
    let (who, phone) = match board.first_call() {
        Some(channel) => (channel.name.clone(), channel.phone.as_str()),
        None => ("政务服务热线".to_owned(), "12345"),
    };
    let (target, number) = dial(phone);
    view! {
        <div class="pair">
            <a class="btn act" href=format!("/b/{}/report", board.token)>"我没拿到工资"</a>
            <a class="btn" href=target>"打电话" <small>{who}</small> <small class="num">{number}</small></a>
        </div>
    }
    .into_any()
}
