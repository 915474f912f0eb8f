//! What the phone keeps: JSON under a key, and nothing where storage is switched off.

use common::id::BoardToken;
use leptos::web_sys::{Storage, window};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

const VISITS: &str = "boards";
const CODE: &str = "asks-for-code";
const MOST_VISITS: usize = 20;

/// A board that was opened on this phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    pub token: BoardToken,
    pub name: String,
}

/// Boards opened on this phone, newest first.
pub fn visits() -> Vec<Visit> {
    read(VISITS).unwrap_or_default()
}

/// Put a board first among the visited ones.
pub fn remember_visit(visit: Visit) {
    let mut all = visits();
    all.retain(|one| one.token != visit.token);
    all.insert(0, visit);
    all.truncate(MOST_VISITS);
    write(VISITS, &all);
}

/// Whether somebody signed in with a code on this computer before.
pub fn asks_for_code() -> bool {
    read(CODE).unwrap_or_default()
}

/// Next time the field for the code is there from the start, or no longer is.
pub fn remember_code(asks: bool) {
    write(CODE, &asks);
}

/// `None` if nothing readable is stored there.
pub(super) fn read<T: DeserializeOwned>(key: &str) -> Option<T> {
    serde_json::from_str(&storage()?.get_item(key).ok()??).ok()
}

/// False if the phone would not keep it.
pub(super) fn write(key: &str, value: &impl Serialize) -> bool {
    let (Some(storage), Ok(json)) = (storage(), serde_json::to_string(value)) else { return false };
    storage.set_item(key, &json).is_ok()
}

fn storage() -> Option<Storage> {
    window()?.local_storage().ok()?
}
