use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::calculation::{Calculation, WhatIf};
use super::event::{Event, EventKind};
use super::letter::{Letter, LetterKind};
use super::rules::DepositRules;
use super::state::{Clock, Entry, Stage, State};
use crate::calendar::Calendar;
use crate::date;
use crate::error::FieldErrors;
use crate::money::Fen;
use crate::project::{DepositForm, Industry};
use crate::settings::Dated;
use crate::term::terms;

/// `GET`: deposits in scope, what is late or expires first. `?stage=&expires_by=&sweep=&street=&industry=&q=&after=`
pub const DEPOSITS: &str = "/api/v1/official/deposits";
/// The same as CSV.
pub const DEPOSITS_CSV: &str = "/api/v1/official/deposits.csv";
/// The same as a workbook.
pub const DEPOSITS_XLSX: &str = "/api/v1/official/deposits.xlsx";
/// `GET`: a project's deposit. `POST` an [`super::EventForm`]: record what happened.
pub fn deposit_of(number: i64) -> String {
    format!("/api/v1/official/projects/{number}/deposit")
}

/// `POST` a [`super::WhatIfForm`]: a calculation that stores nothing.
pub fn what_if_of(number: i64) -> String {
    format!("{}/what-if", deposit_of(number))
}

/// `POST` a [`RecordForm`]: arrears or a listing of the firm.
pub fn records_of(number: i64) -> String {
    format!("{}/records", deposit_of(number))
}

/// `GET`: a drafted letter.
pub fn letter_of(number: i64, kind: LetterKind) -> String {
    format!("{}/letters/{}", deposit_of(number), kind.as_str())
}

/// One deposit in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DepositRow {
    /// The project's serial.
    pub number: i64,
    pub project: String,
    pub contractor: Option<String>,
    pub street: Option<String>,
    pub industry: Industry,
    pub stage: Stage,
    /// In hand or, while nothing is recorded, as the ledger states it.
    pub form: Option<DepositForm>,
    #[serde(rename = "amount_fen")]
    pub amount: Option<Fen>,
    /// Who guarantees, or the bank of the account.
    pub issuer: Option<String>,
    /// The clock that runs.
    pub clock: Option<Clock>,
    /// The last day of a guarantee.
    pub valid_until: Option<NaiveDate>,
    /// The last day on which its issuer can be asked to pay.
    pub claim_by: Option<NaiveDate>,
    /// From this day on the firm is to be reminded.
    pub remind_on: Option<NaiveDate>,
    /// The works are finished.
    pub finished: bool,
}

/// A page of deposits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DepositPage {
    pub rows: Vec<DepositRow>,
    /// How many in scope fit the filters, all pages together.
    pub count: i64,
    /// Beijing's day when this was made.
    pub today: NaiveDate,
    /// Ask again with `after` set to this; `None` on the last page.
    pub next: Option<String>,
}

/// The general contractor, and what its record is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Firm {
    pub name: Option<String>,
    pub uscc: Option<String>,
    /// What to look at by hand, such as a record in the ledger without a day.
    pub remarks: Vec<String>,
}

/// One event as shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TimelineEntry {
    pub id: String,
    pub on: NaiveDate,
    pub event: Event,
    pub note: Option<String>,
    pub by: String,
    pub at: chrono::DateTime<chrono::Utc>,
    pub clock: Option<Clock>,
    pub late: bool,
    /// It took the place of an earlier row.
    pub corrected: bool,
}

/// One project's deposit: where it stands, its events, and the calculation from the firm's stored history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DepositFile {
    pub number: i64,
    pub project: String,
    pub firm: Firm,
    /// As the ledger states it.
    pub ledger_form: Option<DepositForm>,
    #[serde(rename = "ledger_amount_fen")]
    pub ledger_amount: Option<Fen>,
    pub state: State,
    pub clock: Option<Clock>,
    pub claim_by: Option<NaiveDate>,
    pub remind_on: Option<NaiveDate>,
    pub timeline: Vec<TimelineEntry>,
    /// The calculation that the assessment rested on; `None` while unassessed.
    pub assessed: Option<Calculation>,
    /// What the calculation is made from; `None` while the contract amount or a day is missing.
    pub facts: Option<WhatIf>,
    /// From what is stored today.
    pub calculation: Option<Calculation>,
    /// What is missing or was assumed for the calculation.
    pub remarks: Vec<String>,
    /// The rules, so that the page can calculate as one types. `None` until the district has entered them.
    pub rules: Option<Dated<DepositRules>>,
    /// The works' planned end.
    pub works_end: Option<NaiveDate>,
    /// The letters that make sense now.
    pub letters: Vec<LetterKind>,
    /// The events that may come next.
    pub next: Vec<EventKind>,
    /// Beijing's day when this was made.
    pub today: NaiveDate,
}

terms! {
    /// What officials note of a firm.
    RecordKind {
        Arrears = "arrears", "查实欠薪", [];
        Listed = "listed", "列入严重失信主体名单", [];
        Delisted = "delisted", "移出名单", [];
    }
}

/// A note on a firm as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct RecordForm {
    pub kind: String,
    pub on: String,
    /// The document it rests on.
    pub basis: String,
}

impl RecordForm {
    /// All mistakes at once, in form order.
    pub fn check(&self, today: NaiveDate) -> Result<(RecordKind, NaiveDate, String), FieldErrors> {
        const LONGEST: usize = 200;
        let mut errors = FieldErrors::default();
        let kind = errors.take("kind", RecordKind::parse(&self.kind).ok_or("请选择查实欠薪、列入名单或移出名单"));
        let on = errors.take("on", date::parse_day(&self.on));
        if on.is_some_and(|on| on > today) {
            errors.push("on", "这一天还没有到，请填写今天或以前的日期");
        }
        let basis = self.basis.trim();
        match basis.chars().count() {
            0 => errors.push("basis", "请填写依据的文书，例如责令改正文书文号"),
            1..=LONGEST => {}
            _ => errors.push("basis", format!("依据请不超过{LONGEST}字")),
        }
        match (kind, on) {
            (Some(kind), Some(on)) => errors.into_result((kind, on, basis.to_owned())),
            _ => Err(errors),
        }
    }
}

impl Letter {
    /// The letter as plain text, one paragraph a line.
    pub fn text(&self) -> String {
        let paragraphs = self.paragraphs.join("\n");
        format!("{}\n{}：\n{paragraphs}\n{}\n{}", self.title, self.to, self.office, date::label(self.on))
    }
}

impl TimelineEntry {
    /// As shown, from an event that was played.
    pub fn of(entry: Entry) -> Self {
        let late = entry.is_late();
        let Entry { recorded, clock, .. } = entry;
        Self {
            id: recorded.id,
            on: recorded.on,
            event: recorded.event,
            note: recorded.note,
            by: recorded.by,
            at: recorded.at,
            clock,
            late,
            corrected: recorded.corrects.is_some(),
        }
    }
}

impl State {
    /// The letters that make sense now.
    pub fn letters(&self, calendar: &Calendar, today: NaiveDate, remind_on: Option<NaiveDate>) -> Vec<LetterKind> {
        let mut kinds = Vec::new();
        if self.clock().is_some_and(|clock| clock.by < today)
            && matches!(self, Self::Due { .. } | Self::RefillDue { .. })
        {
            kinds.push(LetterKind::Store);
        }
        let Some(holding) = self.holding() else { return kinds };
        if remind_on.is_some_and(|day| day <= today) {
            kinds.push(LetterKind::Renew);
        }
        if holding.claim_by(calendar).is_some_and(|day| day >= today) {
            kinds.push(LetterKind::Claim);
        }
        kinds
    }
}
