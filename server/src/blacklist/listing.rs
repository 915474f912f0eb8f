//! One matter: its events played, one more added, and the public list brought into agreement in the same transaction.

use std::sync::Arc;

use anyhow::Context;
use chrono::{DateTime, NaiveDate, Utc};
use common::blacklist::{
    BlacklistRules, DocumentFacts, DocumentKind, Entry, Event, EventKind, ListingFile, PublicEntry, Recorded, Stage,
    Standing, TimelineEntry, fold,
};
use common::deposit::Refusal;
use common::settings::Settings;
use serde_json::json;

use super::{KEPT, store};
use crate::AppState;
use crate::audit::{self, Actor};
use crate::db::Tx;
use crate::error::{Error, Result};

/// Who records what no official does: the end of a term.
const SYSTEM: &str = "系统";

/// What a matter is judged by: settings and the moment.
#[derive(Clone)]
pub struct Ground {
    pub settings: Arc<Settings>,
    pub today: NaiveDate,
    pub now: DateTime<Utc>,
}

impl Ground {
    pub fn of(app: &AppState) -> Self {
        Self { settings: app.settings.get(), today: app.clock.today(), now: app.clock.now() }
    }

    pub fn rules_on(&self, on: NaiveDate) -> BlacklistRules {
        self.settings.blacklist_rules(on).copied().unwrap_or_default()
    }

    pub fn rules(&self) -> BlacklistRules {
        self.rules_on(self.today)
    }

    /// 示例区.
    pub fn district(&self) -> String {
        self.settings.district(self.today).map(|district| district.name.clone()).unwrap_or_default()
    }

    /// The department that decides.
    pub fn authority(&self) -> String {
        format!("{}人力资源和社会保障局", self.district())
    }

    /// Where to ask.
    pub fn phone(&self) -> String {
        self.settings.labour_inspection(self.today).map(|channel| channel.phone.clone()).unwrap_or_default()
    }

    fn play(&self, records: &[Recorded]) -> Result<Vec<Entry>, Refusal> {
        fold(records, |on| self.rules_on(on), &self.settings.calendar)
    }
}

/// A matter as loaded, before it is shown or added to.
pub struct Loaded {
    pub id: String,
    pub number: i64,
    pub records: Vec<Recorded>,
    pub entries: Vec<Entry>,
}

/// Loads a matter. 404 if there is none with this number.
pub async fn load(tx: &mut Tx, number: i64, ground: &Ground) -> Result<Loaded> {
    let id = store::find(tx, number).await?;
    let records = store::events(tx, &id).await?;
    let entries = ground
        .play(&records)
        .map_err(|refusal| Error::Internal(anyhow::anyhow!("stored blacklist events: {}", refusal.why())))?;
    Ok(Loaded { id, number, records, entries })
}

/// A new matter without events.
pub async fn create(tx: &mut Tx, employer: &str, ground: &Ground) -> Result<Loaded> {
    let (id, number) = store::create(tx, employer, ground.now).await?;
    Ok(Loaded { id, number, records: Vec::new(), entries: Vec::new() })
}

/// Who records an event.
pub struct Who {
    pub actor: Actor,
    /// The name people read.
    pub person: String,
}

impl Who {
    fn system() -> Self {
        Self { actor: Actor::CommandLine, person: SYSTEM.to_owned() }
    }
}

impl Loaded {
    pub fn standing(&self) -> Standing {
        self.entries.last().map(|entry| entry.standing.clone()).unwrap_or_default()
    }

    /// Adds an event with its audit row, and puts on or off the public list what follows. Whether the list changed.
    /// 409 where it cannot come next, with what may.
    pub async fn append(
        &mut self,
        tx: &mut Tx,
        (on, event, note): (NaiveDate, Event, Option<String>),
        who: &Who,
        ground: &Ground,
    ) -> Result<bool> {
        let (by, person) = (who.actor.as_str().to_owned(), who.person.clone());
        let recorded = Recorded { id: store::new_id(), on, event, note, by, person, at: ground.now };
        self.records.push(recorded.clone());
        self.entries = ground.play(&self.records).map_err(|refusal| Error::Refused(refusal.why().to_owned()))?;
        store::insert(tx, &self.id, self.records.len(), &recorded).await?;
        let standing = self.standing();
        store::put_standing(tx, &self.id, &standing).await?;
        let entry = self.public(ground);
        let changed = store::publish(tx, &self.id, self.number, entry.as_ref(), ground.now).await?;
        let detail = json!({
            "kind": recorded.event.kind(), "on": recorded.on, "document": recorded.event.document(),
            "stage": standing.stage, "public": entry.is_some(),
        });
        audit::record(tx, &who.actor, "blacklist.record", &self.id, &detail, ground.now).await?;
        Ok(changed)
    }

    /// What the public reads of it now.
    pub fn public(&self, ground: &Ground) -> Option<PublicEntry> {
        PublicEntry::of(&self.id, &self.entries, &ground.rules(), &ground.authority(), ground.today)
    }

    /// What an official reads; `account` may not decide what it proposed.
    pub fn show(self, account: &str, ground: &Ground) -> Result<ListingFile> {
        let (standing, rules, today) = (self.standing(), ground.rules(), ground.today);
        let mut next = standing.next(&rules, today);
        if let Some(own) = standing.proposed.as_ref().filter(|proposed| proposed.by == account) {
            next.retain(|kind| *kind != own.what.asks());
        }
        let listed = matches!(standing.stage, Stage::Decided | Stage::Published | Stage::Applied);
        Ok(ListingFile {
            number: self.number,
            id: self.id,
            matter: standing.matter.clone().context("a matter without its draft")?,
            clocks: standing.clocks(today),
            proposals: if next.contains(&EventKind::Propose) { standing.proposals(&rules, today) } else { Vec::new() },
            next,
            lacking: if listed { standing.lacking(&rules, today) } else { Vec::new() },
            earliest: standing.earliest(&rules),
            documents: documents(&standing),
            timeline: self.entries.into_iter().rev().map(TimelineEntry::of).collect(),
            is_public: standing.is_public(today),
            standing,
            rules,
            today,
        })
    }

    /// What a document needs to know. 409 where it makes no sense now.
    pub fn document_facts(&self, kind: DocumentKind, ground: &Ground) -> Result<DocumentFacts> {
        let standing = self.standing();
        if !documents(&standing).contains(&kind) {
            return Err(Error::Conflict("现在还不需要这份文书"));
        }
        Ok(DocumentFacts {
            matter: standing.matter.clone().context("a matter without its draft")?,
            authority: ground.authority(),
            phone: ground.phone(),
            rules: ground.rules(),
            decision: standing.decision.clone().zip(standing.decided_on),
            corrected_on: standing.corrected_on,
            today: ground.today,
        })
    }
}

/// The documents that make sense now.
fn documents(standing: &Standing) -> Vec<DocumentKind> {
    let wanted = match standing.stage {
        Stage::Drafted => &[DocumentKind::Notice][..],
        Stage::Noticed | Stage::Objected | Stage::Verified => &[DocumentKind::Notice, DocumentKind::Decision],
        Stage::Decided | Stage::Published => &[DocumentKind::Decision],
        Stage::Applied | Stage::Removed => &[DocumentKind::Decision, DocumentKind::Removal],
        Stage::Empty | Stage::Waived | Stage::Expired | Stage::Revoked => &[],
    };
    wanted.to_vec()
}

/// Lets go of every kept answer that shows the list, an entry, or a board on which its employer stands.
pub async fn forget(app: &AppState, id: &str) -> Result<()> {
    app.bytes.forget(KEPT);
    for token in store::boards(&app.db, id).await? {
        app.bytes.forget(&token);
    }
    Ok(())
}

/// Ends the listings whose term is over, before anybody reads the list of a new day.
pub async fn end_lapsed(app: &AppState) -> Result<()> {
    let ground = Ground::of(app);
    for number in store::lapsed(&app.db, ground.today).await? {
        let ground = ground.clone();
        let id = app
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let mut loaded = load(tx, number, &ground).await?;
                    // Somebody else may have been quicker.
                    if loaded.standing().has_lapsed(ground.today) {
                        loaded.append(tx, (ground.today, Event::Expire, None), &Who::system(), &ground).await?;
                    }
                    Ok(loaded.id)
                })
            })
            .await?;
        forget(app, &id).await?;
    }
    Ok(())
}
