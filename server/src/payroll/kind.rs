//! What the four kinds of file have in common, and the columns in which they differ.

use common::date::Month;
use common::error::FieldErrors;
use common::payroll::{
    AttendanceCells, AttendanceKey, AttendanceRow, BankCells, BankKey, BankRow, FileKind, PayrollCells, PayrollKey,
    PayrollRow,
};
use common::roster::{self, Check, Placed, RosterCells, RosterRow};
use common::sheet::{Cells, ColumnKey};

use super::person::Person;

/// A value of a column that is stored in clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    Text(Option<String>),
    Number(Option<i64>),
}

/// A row in the shape of its table.
pub struct Parts {
    pub person: Person,
    /// Tells the rows of one person apart.
    pub slot: String,
    /// In the order of [`Kind::FACTS`].
    pub facts: Vec<Fact>,
}

/// One kind of file: how its rows are checked and where they are kept.
pub trait Kind: ColumnKey {
    type Row;
    const KIND: FileKind;
    const TABLE: &'static str;
    const FACTS: &'static [&'static str];
    /// Column of the site.
    const PROJECT: Self;
    /// Column of the month; `None` where rows belong to no month.
    const MONTH: Option<Self>;
    /// Column that names a person who stands there twice.
    const PERSON: Self;

    fn check(cells: &Cells<Self>, check: Check<'_>) -> Result<Placed<Self::Row>, FieldErrors>;
    fn split(row: Self::Row) -> Parts;
}

impl Kind for roster::Key {
    type Row = RosterRow;
    const KIND: FileKind = FileKind::Roster;
    const TABLE: &'static str = "roster_entry";
    const FACTS: &'static [&'static str] = &["employer", "team", "trade", "left_on", "contract"];
    const PROJECT: Self = Self::Project;
    const MONTH: Option<Self> = None;
    const PERSON: Self = Self::IdNumber;

    fn check(cells: &RosterCells, check: Check<'_>) -> Result<Placed<RosterRow>, FieldErrors> {
        cells.check(check)
    }

    fn split(row: RosterRow) -> Parts {
        Parts {
            person: Person { name: row.name, id: Some(row.id), phone: row.phone, card: row.card },
            slot: row.entered_on.to_string(),
            facts: vec![
                Fact::Text(row.employer),
                Fact::Text(row.team),
                Fact::Text(row.trade),
                Fact::Text(row.left_on.map(|day| day.to_string())),
                Fact::Text(row.contract.map(|kind| kind.as_str().to_owned())),
            ],
        }
    }
}

impl Kind for AttendanceKey {
    type Row = AttendanceRow;
    const KIND: FileKind = FileKind::Attendance;
    const TABLE: &'static str = "attendance_row";
    const FACTS: &'static [&'static str] = &["days", "hours"];
    const PROJECT: Self = Self::Project;
    const MONTH: Option<Self> = Some(Self::Month);
    const PERSON: Self = Self::IdNumber;

    fn check(cells: &AttendanceCells, check: Check<'_>) -> Result<Placed<AttendanceRow>, FieldErrors> {
        cells.check(check)
    }

    fn split(row: AttendanceRow) -> Parts {
        Parts {
            person: Person { name: row.name, id: Some(row.id), phone: None, card: None },
            slot: row.team.unwrap_or_default(),
            facts: vec![Fact::Number(Some(row.days)), Fact::Number(row.hours)],
        }
    }
}

impl Kind for PayrollKey {
    type Row = PayrollRow;
    const KIND: FileKind = FileKind::Payroll;
    const TABLE: &'static str = "payroll_row";
    const FACTS: &'static [&'static str] = &[
        "team",
        "days",
        "gross_fen",
        "overtime_fen",
        "bonus_fen",
        "withheld_fen",
        "deducted_fen",
        "advanced_fen",
        "net_fen",
        "back_month",
    ];
    const PROJECT: Self = Self::Project;
    const MONTH: Option<Self> = Some(Self::Month);
    const PERSON: Self = Self::IdNumber;

    fn check(cells: &PayrollCells, check: Check<'_>) -> Result<Placed<PayrollRow>, FieldErrors> {
        cells.check(check)
    }

    fn split(row: PayrollRow) -> Parts {
        let back_month = row.back_month.map(|month| month.to_string());
        let slot = format!("{}|{}", row.team.as_deref().unwrap_or_default(), back_month.as_deref().unwrap_or_default());
        let mut facts = vec![Fact::Text(row.team), Fact::Number(row.days)];
        let sums = [row.gross, row.overtime, row.bonus, row.withheld, row.deducted, row.advanced, row.net];
        facts.extend(sums.map(|sum| Fact::Number(Some(sum.0))));
        facts.push(Fact::Text(back_month));
        Parts { person: Person { name: row.name, id: Some(row.id), phone: row.phone, card: row.card }, slot, facts }
    }
}

impl Kind for BankKey {
    type Row = BankRow;
    const KIND: FileKind = FileKind::BankReturn;
    const TABLE: &'static str = "bank_row";
    const FACTS: &'static [&'static str] = &["amount_fen", "paid_on", "outcome"];
    const PROJECT: Self = Self::Project;
    const MONTH: Option<Self> = Some(Self::Month);
    const PERSON: Self = Self::Card;

    fn check(cells: &BankCells, check: Check<'_>) -> Result<Placed<BankRow>, FieldErrors> {
        cells.check(check)
    }

    fn split(row: BankRow) -> Parts {
        let paid_on = row.paid_on.map(|day| day.to_string());
        let slot = row.voucher.or_else(|| paid_on.clone()).unwrap_or_default();
        Parts {
            person: Person { name: row.name, id: row.id, phone: None, card: Some(row.card) },
            slot,
            facts: vec![
                Fact::Number(Some(row.amount.0)),
                Fact::Text(paid_on),
                Fact::Text(Some(row.outcome.as_str().to_owned())),
            ],
        }
    }
}

/// The month column's name in tables whose rows have one.
pub fn month_text<K: Kind>(month: Option<Month>) -> Option<String> {
    K::MONTH.and(month).map(|month| month.to_string())
}
