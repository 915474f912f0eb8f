//! A row of a roster, checked.

use chrono::NaiveDate;

use super::column::Key;
use super::person::{Check, Placed, day_in_file, moment, named, short_text};
use super::{Age, RosterCells};
use crate::error::FieldErrors;
use crate::id::{BankCard, Phone, ResidentId};
use crate::sheet::ColumnKey;
use crate::sheet::parse::{advice, term};
use crate::term::terms;

terms! {
    /// What a worker and the employer have signed.
    ContractKind {
        Labour = "labour", "劳动合同", ["合同", "是", "√", "已签", "已签订", "签订", "固定期限劳动合同", "以完成一定工作任务为期限的劳动合同"];
        Agreement = "agreement", "用工书面协议", ["书面协议", "用工协议", "协议", "书面用工协议", "劳务协议"];
    }
}

/// One stay of one worker on one site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterRow {
    pub id: ResidentId,
    pub name: String,
    pub phone: Option<Phone>,
    pub card: Option<BankCard>,
    pub employer: Option<String>,
    pub team: Option<String>,
    pub trade: Option<String>,
    pub entered_on: NaiveDate,
    /// `None` while on site.
    pub left_on: Option<NaiveDate>,
    /// `None`: nothing in writing, which the reconciliation tells.
    pub contract: Option<ContractKind>,
}

impl RosterCells {
    /// The stay this row tells of, or every wrong cell with what to do.
    pub fn check(&self, check: Check<'_>) -> Result<Placed<RosterRow>, FieldErrors> {
        let (mut errors, mut doubts) = (FieldErrors::default(), FieldErrors::default());
        let e = &mut errors;
        let (name, id) = named(self, Key::Name, Key::IdNumber, e, &mut doubts, check);
        let (project, _) = moment(self, Key::Project, None, e);
        let phone = self.optional(e, Key::Phone, |text| Phone::parse(text).map_err(advice));
        let card = self.optional(e, Key::Card, |text| BankCard::parse(text).map_err(advice));
        let entered_on =
            self.required(e, Key::EnteredOn, "请填写进场日期", |text| day_in_file(text, check.today));
        let left_on = self.optional(e, Key::LeftOn, |text| day_in_file(text, check.today));
        let none = matches!(self.get(Key::Contract).trim(), "否" | "未签" | "未签订" | "×");
        let contract = if none {
            None
        } else {
            self.optional(e, Key::Contract, |text| {
                term(text, ContractKind::parse, ContractKind::ALL, ContractKind::label)
            })
        };
        let employer = self.optional(e, Key::Employer, short_text);
        let team = self.optional(e, Key::Team, short_text);
        let trade = self.optional(e, Key::Trade, short_text);
        if let (Some(from), Some(to)) = (entered_on, left_on)
            && to < from
        {
            e.push(Key::LeftOn.column().word, format!("退场日期 {to} 早于进场日期 {from}，请核对这两个日期"));
        }
        if let Some(doubt) = card.as_ref().and_then(BankCard::warning) {
            doubts.push(Key::Card.column().word, doubt);
        }
        if let Some(id) = &id
            && check.rules.age(id, check.today) == Age::Retired
            && contract == Some(ContractKind::Labour)
        {
            doubts.push(Key::Contract.column().word, "已过法定退休年龄，应当签订用工书面协议，请核对合同类型");
        }
        let (Some(id), Some(name), Some(entered_on)) = (id, name, entered_on) else { return Err(errors) };
        let row = RosterRow { id, name, phone, card, employer, team, trade, entered_on, left_on, contract };
        errors.into_result(Placed { row, project, month: None, doubts })
    }
}

#[cfg(test)]
mod tests {
    use super::super::WorkerRules;
    use super::*;

    fn check(cells: &[(Key, &str)], today: &str) -> Result<Placed<RosterRow>, FieldErrors> {
        let mut row = RosterCells::default();
        row.set(Key::Name, "甲 某");
        row.set(Key::IdNumber, "330106189001010019");
        row.set(Key::EnteredOn, "2026-03-01");
        for (key, text) in cells {
            row.set(*key, *text);
        }
        row.check(Check { today: today.parse().unwrap(), rules: &WorkerRules::default() })
    }

    #[test]
    fn a_worker_needs_a_name_a_number_and_a_day_of_entry() {
        let placed = check(&[(Key::Contract, "用工书面协议"), (Key::Project, "北苑路安置房")], "2026-11-24").unwrap();
        assert_eq!((placed.row.name.as_str(), placed.row.contract), ("甲某", Some(ContractKind::Agreement)));
        assert_eq!(placed.project.as_deref(), Some("北苑路安置房"));
        assert!(placed.doubts.is_empty());
        let wrong = [(Key::Name, "1"), (Key::IdNumber, "330106189001010018"), (Key::EnteredOn, "2026-11-25")];
        let errors = check(&wrong, "2026-11-24").unwrap_err();
        assert_eq!(errors.iter().map(|e| e.field.as_str()).collect::<Vec<_>>(), ["name", "id_number", "entered_on"]);
    }

    #[test]
    fn doubts_refuse_nothing() {
        let placed = check(&[(Key::Contract, "是"), (Key::Card, "6222020000000000001")], "2026-11-24").unwrap();
        let fields: Vec<_> = placed.doubts.iter().map(|doubt| doubt.field.as_str()).collect();
        assert_eq!(fields, ["card", "contract"]);
        assert_eq!(check(&[(Key::Contract, "未签")], "2026-11-24").unwrap().row.contract, None);
    }

    #[test]
    fn leaving_before_entering_is_refused() {
        let left = |day| check(&[(Key::LeftOn, day)], "2026-11-24").is_ok();
        assert!(!left("2026-02-28"));
        assert!(left("2026-03-01"));
        assert!(left("2026-03-02"));
    }
}
