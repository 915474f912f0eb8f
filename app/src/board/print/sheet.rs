use crate::head::Title;
use common::board::PublicBoard;
use common::date;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::qr;
use super::table::table;
use crate::board::{spoken_name, with_board};
use crate::status::print_sheet;

/// `/b/{token}/print?size=a3|a1`: the sign, A3 unless A1 is asked for.
#[component]
pub fn PrintPage() -> impl IntoView {
    print_sheet();
    with_board(|board| {
        let large = use_query_map().read_untracked().get("size").is_some_and(|size| size.eq_ignore_ascii_case("a1"));
        sheet(board, large)
    })
}

fn sheet(board: PublicBoard, large: bool) -> AnyView {
    let path = format!("/b/{}", board.token);
    let (class, size) = if large { ("sheet a1", "A1") } else { ("sheet a3", "A3") };
    let nickname = board.nickname.clone().map(|nickname| view! { <span>"（"{nickname}"）"</span> });
    view! {
        <Title text=format!("{}告示牌", spoken_name(&board))/>
        <nav class="screen">
            <button data-print>"打印"</button>
            <span>"纸张选 "{size}"，横向，不留边距，不缩放。"</span>
            <a href=format!("{path}/print?size=a3")>"A3"</a>
            <a href=format!("{path}/print?size=a1")>"A1"</a>
            <a href=format!("{path}/stickers")>"贴纸"</a>
            <a href=path.clone()>"回到牌子"</a>
        </nav>
        <main class=class>
            <header>
                <p>{board.district.clone()}</p>
                <h1>"农民工工资维权信息告示牌"</h1>
                <p>{board.serial.clone()} "号"</p>
            </header>
            <section>
                <h2>{board.name.clone()} {nickname}</h2>
                {table(&board)}
            </section>
            <aside>
                <p class="lead">"微信扫一扫"<br/>"看工资发没发"</p>
                {qr(&board)}
                <p class="token">{board.token.grouped()}</p>
                <p>"没拿到工资，扫码点“我没拿到工资”。不用登记，不用下载。"</p>
            </aside>
            <footer>
                <p>"分包没发工资，总包先垫付。工资发到本人银行卡，任何人不得扣卡。谁都可以举报。"</p>
                <p>{date::label(board.issued_on)} "发牌"</p>
            </footer>
        </main>
    }
    .into_any()
}
