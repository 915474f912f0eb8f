use crate::head::Title;
use common::board::PublicBoard;
use leptos::prelude::*;

use super::qr;
use crate::board::{spoken_name, with_board};
use crate::status::print_sheet;

const STICKERS: usize = 8;

/// `/b/{token}/stickers`: an A4 sheet to cut up.
#[component]
pub fn StickersPage() -> impl IntoView {
    print_sheet();
    with_board(stickers)
}

fn stickers(board: PublicBoard) -> AnyView {
    let path = format!("/b/{}", board.token);
    let all: Vec<AnyView> = (0..STICKERS).map(|_| sticker(&board)).collect();
    view! {
        <Title text=format!("{}贴纸", spoken_name(&board))/>
        <nav class="screen">
            <h1>"贴纸"</h1>
            <button data-print>"打印"</button>
            <span>"纸张选 A4，竖向，不留边距，不缩放；沿虚线裁开。"</span>
            <a href=path>"回到牌子"</a>
        </nav>
        <main class="sheet a4">{all}</main>
    }
    .into_any()
}

fn sticker(board: &PublicBoard) -> AnyView {
    view! {
        <article>
            {qr(board)}
            <div>
                <p class="lead">"工资没发？"<br/>"扫我"</p>
                <h2>{spoken_name(board)}</h2>
                {board.pay.pay_day.map(|day| view! { <p>"每月"{day}"日发工资"</p> })}
                <p>"看总包、查发薪、打电话"</p>
                <p class="token">{board.token.grouped()}</p>
            </div>
        </article>
    }
    .into_any()
}
