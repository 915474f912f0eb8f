//! The board on paper: a sign for the site gate, and stickers for helmets, lifts and dormitories.
//!
//! These pages are only ever finished by the server (`status::print_sheet`); the browser opens them anew.

mod sheet;
mod stickers;
mod table;

pub use sheet::PrintPage;
pub use stickers::StickersPage;

use common::board::PublicBoard;
use leptos::prelude::*;

/// The code that opens the board. Its quiet zone is part of the picture.
fn qr(board: &PublicBoard) -> impl IntoView {
    view! { <img src=format!("/b/{}/qr.svg", board.token) alt="本工地告示牌的二维码"/> }
}
