//! 工资条: the month of one worker with every item, for the worker to keep.
//!
//! Law: 《保障农民工工资支付条例》第十五条 (what a ledger row holds, and that each worker gets the own one at each payment).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{MonthRows, MonthView, Outcome, PayrollRow, WorkerView};
use crate::date;
use crate::id::ResidentId;

/// One item with its sum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SlipLine {
    pub label: String,
    pub fen: i64,
}

/// One transfer of the bank.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Transfer {
    pub fen: i64,
    pub paid_on: Option<NaiveDate>,
    pub outcome: Outcome,
    pub voucher: Option<String>,
}

/// The parts of a month's wages of one worker.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Slip {
    /// As the roster says.
    pub employer: Option<String>,
    pub trade: Option<String>,
    /// Tenths of an hour; `None` if the attendance counts days only.
    pub hours: Option<i64>,
    /// What is due, item by item; together the gross wage.
    pub due: Vec<SlipLine>,
    /// What is taken off, item by item.
    pub deductions: Vec<SlipLine>,
    pub transfers: Vec<Transfer>,
}

/// A slip with the month and the worker it belongs to, numbers masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WageSlip {
    pub month: MonthView,
    pub worker: WorkerView,
    pub slip: Slip,
}

/// The parts of this worker's month. Empty for somebody whom the files do not name.
pub fn slip(rows: &MonthRows, id: &ResidentId) -> Slip {
    let roster = || rows.roster.iter().filter(|row| row.id == *id);
    let payroll: Vec<&PayrollRow> = rows.payroll.iter().filter(|row| row.id == *id).collect();
    let cards: Vec<_> = payroll
        .iter()
        .filter_map(|row| row.card.as_ref())
        .chain(roster().filter_map(|row| row.card.as_ref()))
        .collect();
    let own = |row: &&super::BankRow| row.id.as_ref().map_or_else(|| cards.contains(&&row.card), |of| of == id);
    let mut slip = Slip {
        employer: roster().find_map(|row| row.employer.clone()),
        trade: roster().find_map(|row| row.trade.clone()),
        hours: rows.attendance.iter().filter(|row| row.id == *id).filter_map(|row| row.hours).reduce(|a, b| a + b),
        ..Slip::default()
    };
    for row in payroll {
        let whose = match (&row.back_month, &row.team) {
            (Some(month), _) => format!("（补发{}）", date::month_label(*month)),
            (None, Some(team)) => format!("（{team}）"),
            (None, None) => String::new(),
        };
        let basic = row.gross.0 - row.overtime.0 - row.bonus.0;
        slip.due.push(SlipLine { label: format!("计时、计件工资{whose}"), fen: basic });
        let mut add = |lines: fn(&mut Slip) -> &mut Vec<SlipLine>, label: &str, fen: i64| {
            if fen != 0 {
                lines(&mut slip).push(SlipLine { label: label.to_owned(), fen });
            }
        };
        add(|slip| &mut slip.due, "加班工资", row.overtime.0);
        add(|slip| &mut slip.due, "奖金、补贴", row.bonus.0);
        add(|slip| &mut slip.deductions, "代扣代缴（个税、社保）", row.withheld.0);
        add(|slip| &mut slip.deductions, "其他扣款", row.deducted.0);
        add(|slip| &mut slip.deductions, "已预支", row.advanced.0);
    }
    slip.transfers = rows
        .bank
        .iter()
        .filter(own)
        .map(|row| Transfer {
            fen: row.amount.0,
            paid_on: row.paid_on,
            outcome: row.outcome,
            voucher: row.voucher.clone(),
        })
        .collect();
    slip
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::BankCard;
    use crate::money::Fen;
    use crate::payroll::BankRow;

    fn id(text: &str) -> ResidentId {
        ResidentId::parse(text, "2026-11-24".parse().unwrap()).unwrap()
    }

    fn payroll(id: &ResidentId, card: &BankCard) -> PayrollRow {
        PayrollRow {
            id: id.clone(),
            name: "甲某".into(),
            phone: None,
            card: Some(card.clone()),
            team: Some("一班".into()),
            days: Some(220),
            gross: Fen(700_000),
            overtime: Fen(50_000),
            bonus: Fen::ZERO,
            withheld: Fen(6_000),
            deducted: Fen::ZERO,
            advanced: Fen(50_000),
            net: Fen(644_000),
            back_month: None,
        }
    }

    #[test]
    fn the_items_add_up_to_what_is_due_and_what_is_to_arrive() {
        let (own, other) = (id("330106189001010019"), id("330106189506150025"));
        let card = BankCard::parse("6222020000000000000").unwrap();
        let bank = |id: Option<ResidentId>, card: &BankCard| BankRow {
            id,
            name: "甲某".into(),
            card: card.clone(),
            amount: Fen(644_000),
            paid_on: None,
            outcome: Outcome::Paid,
            voucher: None,
        };
        let stranger = BankCard::parse("6222020000000000018").unwrap();
        let rows = MonthRows {
            payroll: vec![payroll(&own, &card), payroll(&other, &stranger)],
            // To the own card without a number, to another's number, to nobody's card.
            bank: vec![bank(None, &card), bank(Some(other), &card), bank(None, &stranger)],
            ..MonthRows::default()
        };
        let slip = slip(&rows, &own);
        let sum = |lines: &[SlipLine]| lines.iter().map(|line| line.fen).sum::<i64>();
        assert_eq!((sum(&slip.due), sum(&slip.due) - sum(&slip.deductions)), (700_000, 644_000));
        assert_eq!((slip.due.len(), slip.deductions.len(), slip.transfers.len()), (2, 2, 1));
    }
}
