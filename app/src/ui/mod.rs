//! Parts that know no page, one component per file. The frame around a page (`frame`) alone knows where its links lead.

mod aids;
mod call;
mod chunk_failed;
mod fact;
mod failed;
mod find_form;
mod frame;
mod heading;
#[cfg(not(feature = "ssr"))]
mod open_anew;

pub use aids::{large_text_switch, listen_button, share_button};
pub use call::{call, channel_call, channel_fact, dial};
pub use chunk_failed::ChunkFailed;
pub use fact::{fact, missing};
pub use failed::{failed, opening};
pub use find_form::find_form;
pub use frame::{bar, foot, page};
pub use heading::heading;
#[cfg(not(feature = "ssr"))]
pub use open_anew::OpenAnew;
