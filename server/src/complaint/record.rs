use chrono::{DateTime, Utc};
use common::calendar::Calendar;
use common::complaint::{Fact, FollowForm, Move, fold};
use serde_json::json;

use super::intake::mark_of;
use super::store::{self, Found};
use crate::audit::{self, Actor};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::seal::Seal;

/// One more event of a complaint.
pub struct Note {
    pub fact: Fact,
    /// What is said with it.
    pub text: Option<String>,
    /// Account and person of the office; `None`: the complainant.
    pub officer: Option<(Actor, String)>,
    pub at: DateTime<Utc>,
}

/// The complaint with this receipt. One answer for every receipt that nobody holds, however it is wrong.
pub async fn follow(tx: &mut Tx, seal: &Seal, form: &FollowForm) -> Result<Found> {
    let unknown = || Error::NotFound("回执");
    let receipt = form.code().map_err(|_| unknown())?;
    store::follow(tx, mark_of(seal, &receipt)).await?.ok_or_else(unknown)
}

/// Add an event and write where the complaint stands now. 409 where it cannot come next.
pub async fn add(tx: &mut Tx, seal: &Seal, calendar: &Calendar, found: &Found, note: Note) -> Result<()> {
    let Note { fact, text, officer, at } = note;
    let events = store::events(tx, &found.id).await?;
    let (actor, person) = officer.map_or((Actor::Public, None), |(actor, person)| (actor, Some(person)));
    // Sent twice by a tap too many, a message is one message.
    if fact.step == Move::Say
        && let Some(last) = events.last()
        && last.fact.step == Move::Say
        && last.actor == person
        && last.text(seal, &found.id)? == text
    {
        return Ok(());
    }
    let mut facts: Vec<Fact> = events.iter().map(|event| event.fact.clone()).collect();
    facts.push(fact.clone());
    let state = fold(&facts).map_err(Error::Refused)?;
    let sealed = match &text {
        Some(text) => Some(seal.seal(text, store::about(&found.id).as_bytes())?),
        None => None,
    };
    let detail =
        json!({ "step": fact.step, "on": fact.on, "reason": fact.reason, "until": fact.until, "stage": state.stage });
    audit::record(tx, &actor, "complaint.record", &found.id, &detail, at).await?;
    store::insert_event(tx, &found.id, facts.len(), &fact, sealed, person.as_deref(), at).await?;
    store::put_state(tx, &found.id, &state, state.clocks(calendar).first().map(|due| due.by)).await
}
