//! 银行回单: what the bank transferred to whom, and what came back.

use chrono::NaiveDate;

use crate::error::FieldErrors;
use crate::id::{BankCard, ResidentId};
use crate::money::Fen;
use crate::payroll::table::wage;
use crate::roster::{Check, Placed, day_in_file, moment, resident, short_text};
use crate::sheet::parse::{advice, term};
use crate::sheet::{Cells, Column, ColumnKey, Kind, column};
use crate::term::terms;

terms! {
    /// What became of a transfer.
    Outcome {
        Paid = "paid", "成功", ["交易成功", "已支付", "已发放", "发放成功", "代发成功", "处理成功", "支付成功", "已到账", "已入账"];
        Failed = "failed", "失败", ["交易失败", "退回", "退票", "发放失败", "代发失败", "处理失败", "支付失败", "已退回"];
        Pending = "pending", "处理中", ["待处理", "未支付", "待发放"];
    }
}

/// A column by name. The order is that of its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BankKey {
    Serial,
    Project,
    Month,
    Name,
    IdNumber,
    Card,
    Bank,
    Amount,
    PaidOn,
    Outcome,
    Voucher,
    Note,
}

use BankKey as Key;

#[rustfmt::skip]
const COLUMNS: &[Column<Key>] = &[
    column(Key::Serial, "serial", "序号", Kind::Text, 6, &["编号", "序", "NO", "NO."]),
    column(Key::Project, "project", "项目", Kind::Text, 30, &["项目名称", "工程名称", "项目代码", "项目编号", "所属项目", "投资项目统一代码"]),
    column(Key::Month, "month", "工资所属月份", Kind::Text, 10, &["月份", "所属月份", "工资月份", "年月"]),
    column(Key::Name, "name", "户名", Kind::Text, 10, &["姓名", "收款人", "收款人姓名", "收款人名称", "收款户名", "账户名称", "工人姓名", "收款方户名", "对方户名"]),
    column(Key::IdNumber, "id_number", "身份证号码", Kind::Id, 22, &["身份证号", "身份证", "公民身份号码", "证件号码", "证件号", "居民身份证号码"]),
    column(Key::Card, "card", "收款账号", Kind::Id, 24, &["账号", "卡号", "银行卡号", "收款人账号", "收款卡号", "工资卡号", "银行账号", "收款方账号", "对方账号", "收款账户"]),
    column(Key::Bank, "bank", "开户行", Kind::Text, 24, &["开户银行", "收款银行", "收款人开户行", "收款行", "银行名称"]),
    column(Key::Amount, "amount", "金额(元)", Kind::Money, 14, &["交易金额", "代发金额", "实发金额", "支付金额", "发放金额", "转账金额", "到账金额", "实发工资"]),
    column(Key::PaidOn, "paid_on", "交易日期", Kind::Date, 14, &["支付日期", "发放日期", "入账日期", "转账日期", "交易时间", "到账日期", "日期", "处理日期"]),
    column(Key::Outcome, "outcome", "交易状态", Kind::Text, 10, &["状态", "处理结果", "交易结果", "发放状态", "处理状态", "结果", "支付状态"]),
    column(Key::Voucher, "voucher", "流水号", Kind::Id, 22, &["交易流水号", "凭证号", "回单编号", "回单号", "流水", "银行流水号"]),
    column(Key::Note, "note", "摘要", Kind::Text, 20, &["备注", "失败原因", "附言", "用途", "说明"]),
];

impl ColumnKey for Key {
    const FILE: &'static str = "银行回单";
    const SERIAL: Self = Self::Serial;
    const ANCHOR: Self = Self::Name;
    const NEEDED: &'static [Self] = &[Self::Card, Self::Amount];

    fn columns() -> &'static [Column<Self>] {
        COLUMNS
    }

    fn index(self) -> usize {
        self as usize
    }
}

/// One row as typed.
pub type BankCells = Cells<Key>;

/// One transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankRow {
    /// `None` where the bank tells no ID number; the card then says whose it is.
    pub id: Option<ResidentId>,
    pub name: String,
    pub card: BankCard,
    pub amount: Fen,
    pub paid_on: Option<NaiveDate>,
    pub outcome: Outcome,
    /// Tells two transfers to one worker apart.
    pub voucher: Option<String>,
}

impl BankCells {
    /// The transfer this row tells of, or every wrong cell with what to do.
    pub fn check(&self, check: Check<'_>) -> Result<Placed<BankRow>, FieldErrors> {
        let (mut errors, mut doubts) = (FieldErrors::default(), FieldErrors::default());
        let e = &mut errors;
        let name = self.required(e, Key::Name, "请填写户名", short_text);
        let id = self.optional(e, Key::IdNumber, |text| resident(text, check.today));
        let card = self.required(e, Key::Card, "请填写收款账号", |text| BankCard::parse(text).map_err(advice));
        let (project, month) = moment(self, Key::Project, Some(Key::Month), e);
        let amount = self.required(e, Key::Amount, "请填写金额", wage);
        let paid_on = self.optional(e, Key::PaidOn, |text| day_in_file(text, check.today));
        let outcome = self
            .optional(e, Key::Outcome, |text| term(text, Outcome::parse, Outcome::ALL, Outcome::label))
            .unwrap_or(Outcome::Paid);
        let voucher = self.optional(e, Key::Voucher, short_text);
        if let Some(doubt) = card.as_ref().and_then(BankCard::warning) {
            doubts.push(Key::Card.column().word, doubt);
        }
        let (Some(name), Some(card), Some(amount)) = (name, card, amount) else { return Err(errors) };
        let row = BankRow { id, name, card, amount, paid_on, outcome, voucher };
        errors.into_result(Placed { row, project, month, doubts })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::WorkerRules;

    #[test]
    fn each_key_finds_its_column_and_no_header_means_two() {
        crate::sheet::check_columns::<Key>();
    }

    #[test]
    fn a_bank_may_leave_out_the_number_and_the_state() {
        let rules = WorkerRules::default();
        let check = Check { today: "2026-11-24".parse().unwrap(), rules: &rules };
        let mut row = BankCells::default();
        row.set(Key::Name, "甲某");
        row.set(Key::Card, "6222020000000000000");
        row.set(Key::Amount, "6,520.00元");
        let placed = row.check(check).unwrap();
        assert_eq!((placed.row.amount, placed.row.outcome), (Fen(652_000), Outcome::Paid));
        row.set(Key::Outcome, "也许");
        row.set(Key::PaidOn, "2026-11-25");
        assert_eq!(row.check(check).unwrap_err().iter().count(), 2);
    }
}
