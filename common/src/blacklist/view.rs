use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::document::DocumentKind;
use super::event::{Event, EventKind, Proposal};
use super::matter::{Matter, Person};
use super::rules::BlacklistRules;
use super::state::{Entry, Stage, Standing};
use crate::api::Reason;
use crate::date;
use crate::deposit::Clock;
use crate::law;
use crate::money::Fen;

/// `GET ?q=`: the public list, or what of it answers a question.
pub const BLACKLIST: &str = "/api/v1/blacklist";
/// The whole list as CSV.
pub const BLACKLIST_CSV: &str = "/api/v1/blacklist.csv";
/// The same as a workbook.
pub const BLACKLIST_XLSX: &str = "/api/v1/blacklist.xlsx";
/// `GET ?since=`: what changed after a version, without gaps.
pub const BLACKLIST_CHANGES: &str = "/api/v1/blacklist/changes";
/// `POST` a [`MatchForm`]: a column of firms against the list.
pub const BLACKLIST_MATCHES: &str = "/api/v1/blacklist/matches";
/// `GET ?stage=&q=&after=`: every matter, what is due first. `POST` a draft.
pub const OFFICIAL_BLACKLIST: &str = "/api/v1/official/blacklist";

/// `GET`: one entry of the public list.
pub fn public_entry_of(id: &str) -> String {
    format!("{BLACKLIST}/{id}")
}

/// `GET`: one matter with its events.
pub fn listing_of(number: i64) -> String {
    format!("{OFFICIAL_BLACKLIST}/{number}")
}

/// `POST` an [`super::EventForm`]: record what happened.
pub fn events_of(number: i64) -> String {
    format!("{OFFICIAL_BLACKLIST}/{number}/events")
}

/// `GET`: a drafted document.
pub fn document_of(number: i64, kind: DocumentKind) -> String {
    format!("{OFFICIAL_BLACKLIST}/{number}/documents/{}", kind.as_str())
}

/// What happened to a listing, as far as the public reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicStep {
    pub on: NaiveDate,
    pub what: String,
}

/// An entry of the public list: nothing of it is about a person but name and part.
///
/// Law: 《重大劳动保障违法行为社会公布办法》第六条.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicEntry {
    pub id: String,
    pub employer: String,
    /// 统一社会信用代码.
    pub uscc: Option<String>,
    pub former_names: Vec<String>,
    pub address: Option<String>,
    pub people: Vec<Person>,
    pub project: Option<String>,
    pub period: Option<String>,
    pub workers: Option<i64>,
    #[serde(rename = "amount_fen")]
    pub amount: Option<Fen>,
    /// The main facts in one sentence.
    pub facts: String,
    pub ground: String,
    /// The article that the ground stands in.
    pub basis: String,
    /// 责令支付文书号.
    pub order: Option<String>,
    /// 列入决定书文号.
    pub decision: String,
    pub authority: String,
    pub decided_on: NaiveDate,
    /// The term: from …
    pub since: NaiveDate,
    /// … to, that day included.
    pub until: NaiveDate,
    pub published_on: NaiveDate,
    /// The day on which the last wages were paid; `None` while they are owed.
    pub corrected_on: Option<NaiveDate>,
    /// From this day on early removal may be granted; `None` while wages are owed or where it is barred.
    pub earliest_exit: Option<NaiveDate>,
    /// Why there is no early removal: its article.
    pub barred: Option<String>,
    pub remark: Option<String>,
    pub history: Vec<PublicStep>,
}

impl PublicEntry {
    /// What the public reads of a listing on a day. `None` while it may read nothing.
    pub fn of(id: &str, entries: &[Entry], rules: &BlacklistRules, authority: &str, today: NaiveDate) -> Option<Self> {
        let standing = entries.last().map(|entry| &entry.standing).filter(|standing| standing.is_public(today))?;
        let matter = standing.matter.as_ref()?;
        let history = entries.iter().filter_map(|entry| {
            let what = public_word(&entry.recorded.event)?;
            let on = match &entry.recorded.event {
                Event::Correct { paid_on, .. } => *paid_on,
                _ => entry.recorded.on,
            };
            Some(PublicStep { on, what: what.to_owned() })
        });
        let mut history: Vec<PublicStep> = history.collect();
        history.sort_by_key(|step| step.on);
        Some(Self {
            id: id.to_owned(),
            employer: matter.employer.clone(),
            uscc: matter.uscc.as_ref().map(|code| code.as_str().to_owned()),
            former_names: matter.former_names.clone(),
            address: matter.address.clone(),
            people: matter.people.clone(),
            project: matter.project.clone(),
            period: matter.period.clone(),
            workers: matter.workers,
            amount: matter.amount,
            facts: matter.facts(),
            ground: matter.ground.label().to_owned(),
            basis: matter.ground.clause().to_owned(),
            order: matter.order.clone(),
            decision: standing.decision.clone()?,
            authority: matter.authority.clone().unwrap_or_else(|| authority.to_owned()),
            decided_on: standing.decided_on?,
            since: standing.since?,
            until: standing.until?,
            published_on: standing.published_on?,
            corrected_on: standing.corrected_on,
            earliest_exit: standing.earliest(rules).filter(|_| standing.barred.is_none()),
            barred: standing.barred.as_ref().map(|_| law::BLACKLIST_BAR.label()),
            remark: matter.remark.clone(),
            history,
        })
    }

    /// 已付清 or 尚未付清.
    pub fn paid_word(&self) -> &'static str {
        if self.corrected_on.is_some() { "已付清" } else { "没有付清的记录" }
    }

    /// 2026年1月15日至2029年1月15日.
    pub fn term(&self) -> String {
        format!("{}至{}", date::label(self.since), date::label(self.until))
    }
}

/// The word for an event that the public reads. `None` for what is internal or lost with a refusal.
const fn public_word(event: &Event) -> Option<&'static str> {
    Some(match event {
        Event::Decide { .. } | Event::Adopt { .. } => "作出列入决定",
        Event::Publish => "公布",
        Event::Correct { .. } => "付清工资",
        Event::Apply { .. } => "申请提前移出",
        Event::Refuse { .. } => "决定不予提前移出",
        Event::Remove { .. } => "决定提前移出",
        Event::Restore { .. } => "撤销移出决定，恢复列入，期限重新计算",
        _ => return None,
    })
}

/// An entry that answers a question, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicHit {
    pub entry: PublicEntry,
    /// Empty where nothing was asked.
    pub reasons: Vec<Reason>,
}

/// The public list, or what of it answers a question, at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicList {
    pub hits: Vec<PublicHit>,
    /// Entries on the whole list.
    pub count: i64,
    /// Of the list; grows by one with each change.
    pub version: i64,
    /// The district whose list this is.
    pub district: String,
    /// Who publishes it, and its number.
    pub authority: String,
    pub phone: String,
    /// The day of this answer, Beijing.
    pub today: NaiveDate,
    /// Ask again with `after` set to this; `None` on the last page.
    pub next: Option<String>,
}

/// One step of the list from a version to the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Change {
    /// From 1, without gaps.
    pub version: i64,
    /// Of the entry.
    pub id: String,
    /// Epoch milliseconds, UTC.
    pub at: i64,
    /// The entry as it stands from this version on. `None`: it is not on the list; whatever was told of it before is to
    /// be deleted.
    pub entry: Option<PublicEntry>,
}

/// Changes in order, and the version that the whole list has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Changes {
    pub changes: Vec<Change>,
    /// Whoever has followed up to this version is current.
    pub version: i64,
    /// Of the list at this version: SHA-256 over a line `id version` for each entry in order of id, hexadecimal; the
    /// version is that of the last change that told the entry.
    pub digest: String,
}

/// A column of firms as pasted: one a line, a name, a credit code, or both parted by a tab or comma.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct MatchForm {
    pub text: String,
}

/// An entry that a line may mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Match {
    /// Of the entry.
    pub id: String,
    pub employer: String,
    pub uscc: Option<String>,
    /// The last day of the term.
    pub until: NaiveDate,
    /// 100: the same credit code. 90 and more: the same name. Less: to be checked by hand.
    pub score: u32,
    pub why: String,
}

/// A line and what it may mean on the list; nothing for most.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MatchLine {
    /// From 1.
    pub line: usize,
    pub text: String,
    pub matches: Vec<Match>,
}

/// Every line with a match, against the list of one moment. A line that is not there says only that this list did not
/// have the firm then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Matches {
    pub lines: Vec<MatchLine>,
    /// Lines that were asked.
    pub asked: usize,
    pub version: i64,
    pub district: String,
    pub today: NaiveDate,
}

/// One matter in the officials' list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListingRow {
    pub number: i64,
    pub employer: String,
    pub uscc: Option<String>,
    pub project: Option<String>,
    #[serde(rename = "amount_fen")]
    pub amount: Option<Fen>,
    pub stage: Stage,
    pub proposed: Option<Proposal>,
    /// The nearest clock.
    pub clock: Option<Clock>,
    pub until: Option<NaiveDate>,
}

/// A page of matters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListingPage {
    pub rows: Vec<ListingRow>,
    pub count: i64,
    pub today: NaiveDate,
    pub next: Option<String>,
}

/// An event of a matter as officials read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TimelineEntry {
    pub on: NaiveDate,
    pub event: Event,
    pub note: Option<String>,
    pub person: String,
    /// Epoch milliseconds, UTC.
    pub at: i64,
    pub clock: Option<Clock>,
    pub late: bool,
    pub stage: Stage,
}

impl TimelineEntry {
    pub fn of(entry: Entry) -> Self {
        Self {
            late: entry.is_late(),
            on: entry.recorded.on,
            event: entry.recorded.event,
            note: entry.recorded.note,
            person: entry.recorded.person,
            at: entry.recorded.at.timestamp_millis(),
            clock: entry.clock,
            stage: entry.standing.stage,
        }
    }
}

/// A matter with all that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListingFile {
    pub number: i64,
    pub id: String,
    pub matter: Matter,
    pub standing: Standing,
    pub clocks: Vec<Clock>,
    /// What this account may record next; the decision on one's own proposal is not among it.
    pub next: Vec<EventKind>,
    pub proposals: Vec<Proposal>,
    /// What stands between the listing and its early removal.
    pub lacking: Vec<String>,
    pub earliest: Option<NaiveDate>,
    pub documents: Vec<DocumentKind>,
    pub timeline: Vec<TimelineEntry>,
    pub is_public: bool,
    pub rules: BlacklistRules,
    pub today: NaiveDate,
}
