use crate::head::{Meta, Title};
use common::board::PublicBoard;
use common::date::{self, beijing_day};
use common::law;
use leptos::prelude::*;

use super::account::account_facts;
use super::chain::chain_facts;
use super::channels::channel_facts;
use super::pay::{pay_facts, pay_history};
use super::top::top;
use super::{spoken_name, with_board};
use crate::browser::{self, Visit};
use crate::ui::{foot, share_button};

/// 告示牌 of one site.
#[component]
pub fn BoardPage() -> impl IntoView {
    with_board(board_view)
}

fn board_view(board: PublicBoard) -> AnyView {
    let name = spoken_name(&board);
    let visit = Visit { token: board.token.clone(), name: name.clone() };
    Effect::new(move |_| browser::remember_visit(visit.clone()));
    let about = format!("{name}：谁负责发工资、哪天发、没拿到打哪个电话。{}维权信息告示牌。", board.district);
    view! {
        <Title text=name.clone()/>
        <Meta name="description" content=about/>
        <header class="bar">
            <p>{board.district.clone()} "维权信息告示牌 " {board.serial.clone()} "号"</p>
            <p>"本牌属于本工地"</p>
        </header>
        <main id="main" class="board">
            {top(&board)}
            <div>
                <h2>"谁负责"</h2>
                <dl>{chain_facts(&board)}</dl>
                <h2>"工资标准和发放日"</h2>
                <dl>{pay_facts(&board)}</dl>
                <h2>"投诉、仲裁和法律援助"</h2>
                <dl>{channel_facts(&board)}</dl>
                <h2>"工地信息"</h2>
                <dl>{account_facts(&board)}</dl>
                {pay_history(&board.pay)}
                <h2>"关于这块牌子"</h2>
                {missing_note(&board)}
                {about_board(&board, name)}
            </div>
        </main>
        {foot()}
    }
    .into_any()
}

/// What the law wants on the board and is not there.
fn missing_note(board: &PublicBoard) -> Option<AnyView> {
    let items: Vec<_> = board.missing.iter().map(|item| item.label()).collect();
    (!items.is_empty()).then(|| {
        view! {
            <div class="note">
                <p><b>"还有"{items.len()}"项没有公示："</b> {items.join("、")} "。"</p>
                <small>{law::BOARD.label()} "要求公示。"</small>
            </div>
        }
        .into_any()
    })
}

/// How old what stands here is, and what to do when it is not true.
fn about_board(board: &PublicBoard, name: String) -> AnyView {
    let path = format!("/b/{}", board.token);
    view! {
        <div class="note">
            <p>"信息更新于" {date::label(beijing_day(board.changed_at))} "。"</p>
            {board.stale.then(|| view! { <p class="none">"很久没有更新了，请打电话核实。"</p> })}
            <p>"牌子编号 " {board.token.grouped()} "，" {date::label(board.issued_on)} "发牌。"</p>
            <p><a href=format!("{path}/wrong")>"这块牌子不对？一点就告诉我们"</a></p>
        </div>
        <div class="tools">
            {share_button(name)}
            <a class="tool" href=format!("{path}/print?size=a3") rel="external">"打印这块牌子"</a>
        </div>
        <p><small>"打开过的牌子会存在手机里，没有网络也能看。"</small></p>
    }
    .into_any()
}
