//! 维权信息告示牌: the public pages of one site, all behind the token in its QR code.
//!
//! Law: 《保障农民工工资支付条例》第三十四条. The items stand in the order of the article.

mod account;
mod chain;
mod channels;
mod lost;
mod page;
mod pay;
#[cfg(feature = "ssr")]
mod print;
#[cfg(feature = "ssr")]
mod report;
#[cfg(all(test, feature = "ssr"))]
mod tests;
mod top;
mod wrong;

use std::sync::{Mutex, PoisonError};

use common::api;
use common::board::PublicBoard;
use common::error::Problem;
use common::id::BoardToken;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

pub use page::BoardPage;
#[cfg(feature = "ssr")]
pub use print::{PrintPage, StickersPage};
#[cfg(feature = "ssr")]
pub use report::ReportPage;
pub use wrong::WrongPage;

// Sheets and the form are only ever finished by the server, so that what browsers download does without them.
#[cfg(not(feature = "ssr"))]
pub use crate::ui::{OpenAnew as PrintPage, OpenAnew as ReportPage, OpenAnew as StickersPage};

use self::lost::lost;
use crate::api::get;
use crate::head::Meta;
use crate::ui::opening;

/// The board shown last in this window, for its other pages and for when the network goes. Never set on the server.
static SHOWN: Mutex<Option<PublicBoard>> = Mutex::new(None);

/// Fetches the board that the path names and shows it, or helps on when there is none.
fn with_board(show: fn(PublicBoard) -> AnyView) -> AnyView {
    let params = use_params_map();
    let board = Resource::new(move || params.read().get("token").unwrap_or_default(), fetch);
    view! {
        // Listed, but neither copied nor shown in part: work phones stand on every page of a board.
        <Meta name="robots" content="noarchive,nosnippet"/>
        <Suspense fallback=opening>
            {move || Suspend::new(async move {
                match board.await {
                    Ok(board) => {
                        keep(board.clone());
                        show(board)
                    }
                    Err(problem) => lost(problem),
                }
            })}
        </Suspense>
    }
    .into_any()
}

/// A text that cannot be a token is not asked for: it says itself which character is wrong. Without a network, what
/// this window showed last still stands.
async fn fetch(token: String) -> Result<PublicBoard, Problem> {
    let token = BoardToken::parse(&token)
        .map_err(|fault| Problem::new(404, "not_found", "没有这块告示牌").detail(fault.advice()))?;
    let answer = get(api::board(&token)).await;
    let offline = answer.as_ref().is_err_and(|problem: &Problem| problem.status == 0);
    match kept(&token) {
        Some(board) if offline => Ok(board),
        _ => answer,
    }
}

/// Effects run in the browser only.
fn keep(board: PublicBoard) {
    Effect::new(move |_| *SHOWN.lock().unwrap_or_else(PoisonError::into_inner) = Some(board.clone()));
}

fn kept(token: &BoardToken) -> Option<PublicBoard> {
    let shown = SHOWN.lock().unwrap_or_else(PoisonError::into_inner);
    shown.clone().filter(|board| board.token == *token)
}

/// The name people use on the site, else the official one.
fn spoken_name(board: &PublicBoard) -> String {
    board.nickname.clone().unwrap_or_else(|| board.name.clone())
}
