//! 工资支付表: what each worker is to be paid for a month, with its parts and deductions.
//!
//! Law: 《保障农民工工资支付条例》第十五条.

use crate::date::Month;
use crate::error::FieldErrors;
use crate::id::{BankCard, Phone, ResidentId};
use crate::money::Fen;
use crate::payroll::tenths;
use crate::roster::{Check, Placed, moment, named, short_text};
use crate::sheet::parse::{self, Advice, advice};
use crate::sheet::{Cells, Column, ColumnKey, Kind, column};

/// A column by name. The order is that of its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayrollKey {
    Serial,
    Project,
    Month,
    Name,
    IdNumber,
    Phone,
    Employer,
    Team,
    Trade,
    Days,
    Hours,
    Pieces,
    Rate,
    Gross,
    Overtime,
    Bonus,
    Withheld,
    Deducted,
    Advanced,
    Net,
    BackPay,
    BackMonth,
    Bank,
    Card,
    PaidOn,
    Voucher,
    Signature,
    Note,
}

use PayrollKey as Key;

#[rustfmt::skip]
const COLUMNS: &[Column<Key>] = &[
    column(Key::Serial, "serial", "序号", Kind::Text, 6, &["编号", "序", "NO", "NO."]),
    column(Key::Project, "project", "项目", Kind::Text, 30, &["项目名称", "工程名称", "项目代码", "项目编号", "所属项目", "投资项目统一代码"]),
    column(Key::Month, "month", "工资所属月份", Kind::Text, 10, &["月份", "所属月份", "工资月份", "年月", "支付周期"]),
    column(Key::Name, "name", "姓名", Kind::Text, 10, &["工人姓名", "农民工姓名", "人员姓名"]),
    column(Key::IdNumber, "id_number", "身份证号码", Kind::Id, 22, &["身份证号", "身份证", "公民身份号码", "证件号码", "证件号", "居民身份证号码"]),
    column(Key::Phone, "phone", "联系电话", Kind::Phone, 16, &["电话", "手机", "手机号", "手机号码", "联系方式", "电话号码"]),
    column(Key::Employer, "employer", "用人单位", Kind::Text, 30, &["所属单位", "分包单位", "劳务公司", "劳务单位", "用人单位名称"]),
    column(Key::Team, "team", "班组", Kind::Text, 14, &["所属班组", "班组名称", "所在班组"]),
    column(Key::Trade, "trade", "工种", Kind::Text, 10, &["岗位"]),
    column(Key::Days, "days", "出勤天数", Kind::Text, 10, &["出勤", "工作天数", "考勤天数", "工日", "出勤工日", "天数"]),
    column(Key::Hours, "hours", "工时", Kind::Text, 10, &["总工时", "工作时间"]),
    column(Key::Pieces, "pieces", "计件工作量", Kind::Text, 10, &["计件数量", "工作量", "完成工作量", "工程量"]),
    column(Key::Rate, "rate", "单价/日工资", Kind::Money, 10, &["单价", "日工资", "日薪", "工资单价", "日工资标准", "工资标准"]),
    column(Key::Gross, "gross", "应发工资", Kind::Money, 12, &["应发", "应发金额", "应发工资合计", "应付工资", "应发合计", "应付工资总额"]),
    column(Key::Overtime, "overtime", "加班工资", Kind::Money, 12, &["加班费", "加班"]),
    column(Key::Bonus, "bonus", "奖金/补贴", Kind::Money, 12, &["奖金", "补贴", "奖金补贴", "津贴", "补助", "其他补贴"]),
    column(Key::Withheld, "withheld", "代扣代缴(个税/社保)", Kind::Money, 12, &["代扣", "代扣款", "代扣代缴款", "代扣代缴合计", "个税社保"]),
    column(Key::Deducted, "deducted", "其他扣款及原因", Kind::Text, 16, &["其他扣款", "扣款", "扣款及原因", "应扣款", "扣款金额", "应扣工资"]),
    column(Key::Advanced, "advanced", "已预支", Kind::Money, 12, &["预支", "借支", "已借支", "预支工资", "已支", "预支款", "已预支工资"]),
    column(Key::Net, "net", "实发工资", Kind::Money, 12, &["实发", "实发金额", "实发工资合计", "实付工资", "实发合计"]),
    column(Key::BackPay, "back_pay", "是否补发", Kind::Text, 8, &["补发"]),
    column(Key::BackMonth, "back_month", "补发月份", Kind::Text, 10, &[]),
    column(Key::Bank, "bank", "开户银行", Kind::Text, 24, &["开户行", "银行名称", "工资卡开户行"]),
    column(Key::Card, "card", "银行卡号", Kind::Id, 24, &["卡号", "工资卡号", "银行账号", "账号", "工资卡账号", "银行卡账号", "收款账号"]),
    column(Key::PaidOn, "paid_on", "支付日期", Kind::Text, 14, &["发放日期", "发放时间"]),
    column(Key::Voucher, "voucher", "凭证号", Kind::Id, 22, &["银行凭证号", "回单号"]),
    column(Key::Signature, "signature", "本人签字", Kind::Text, 10, &["签字", "签名", "本人签名", "工人签字", "领款人签字"]),
    column(Key::Note, "note", "备注", Kind::Text, 20, &["说明"]),
];

impl ColumnKey for Key {
    const FILE: &'static str = "工资支付表";
    const SERIAL: Self = Self::Serial;
    const ANCHOR: Self = Self::Name;
    const NEEDED: &'static [Self] = &[Self::IdNumber, Self::Gross, Self::Net];

    fn columns() -> &'static [Column<Self>] {
        COLUMNS
    }

    fn index(self) -> usize {
        self as usize
    }
}

/// One row as typed.
pub type PayrollCells = Cells<Key>;

/// What one worker is to be paid for one month, in one team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayrollRow {
    pub id: ResidentId,
    pub name: String,
    pub phone: Option<Phone>,
    pub card: Option<BankCard>,
    pub team: Option<String>,
    /// Tenths of a day.
    pub days: Option<i64>,
    pub gross: Fen,
    /// Inside `gross`.
    pub overtime: Fen,
    /// Inside `gross`.
    pub bonus: Fen,
    pub withheld: Fen,
    pub deducted: Fen,
    pub advanced: Fen,
    pub net: Fen,
    /// The month for which this is paid later.
    pub back_month: Option<Month>,
}

/// Largest wage of one worker for one month that is no slip of the unit.
const MOST: Fen = Fen(100_000_000);
/// What a table may round to.
const ROUNDING: i64 = 100;

/// A sum in yuan unless it names its unit.
pub(super) fn wage(text: &str) -> Result<Fen, Advice> {
    let sum = Fen::parse(text).map_err(advice)?;
    if sum < Fen::ZERO {
        Err("金额不能是负数，请改正".to_owned())
    } else if sum > MOST {
        Err(format!("{} 太大，一个人一个月不会超过 {}，请核对单位", sum.label(), MOST.label()))
    } else {
        Ok(sum)
    }
}

/// The sum at the start of 200（工具赔偿）.
fn leading_sum(text: &str) -> Result<Fen, Advice> {
    let text = parse::text(text, 100)?;
    let end = text.find(|c: char| !c.is_ascii_digit() && !".,，".contains(c)).unwrap_or(text.len());
    if end == 0 {
        Err("请先写金额，再写原因，例如 200（工具赔偿）".to_owned())
    } else {
        wage(&text[..end])
    }
}

impl PayrollCells {
    /// What this row pays, or every wrong cell with what to do. The sums must add up:
    /// 应发 = 单价 × 数量 + 加班 + 奖金, 实发 = 应发 − 扣款.
    pub fn check(&self, check: Check<'_>) -> Result<Placed<PayrollRow>, FieldErrors> {
        let (mut errors, mut doubts) = (FieldErrors::default(), FieldErrors::default());
        let e = &mut errors;
        let (name, id) = named(self, Key::Name, Key::IdNumber, e, &mut doubts, check);
        let (project, month) = moment(self, Key::Project, Some(Key::Month), e);
        let phone = self.optional(e, Key::Phone, |text| Phone::parse(text).map_err(advice));
        let card = self.optional(e, Key::Card, |text| BankCard::parse(text).map_err(advice));
        let team = self.optional(e, Key::Team, short_text);
        let days = self.optional(e, Key::Days, |text| tenths(text, 31));
        let gross = self.required(e, Key::Gross, "请填写应发工资", wage);
        let net = self.required(e, Key::Net, "请填写实发工资", wage);
        let mut sum = |key| self.optional(e, key, wage).unwrap_or(Fen::ZERO);
        let [overtime, bonus, withheld, advanced] =
            [Key::Overtime, Key::Bonus, Key::Withheld, Key::Advanced].map(&mut sum);
        let deducted = self.optional(e, Key::Deducted, leading_sum).unwrap_or(Fen::ZERO);
        let back_month = self.optional(e, Key::BackMonth, |text| Month::parse(text).map_err(advice));
        if let Some(gross) = gross.filter(|_| e.is_empty()) {
            self.check_parts(gross, overtime, bonus, e);
        }
        if let (Some(gross), Some(net), true) = (gross, net, errors.is_empty()) {
            let expected = gross.0 - withheld.0 - deducted.0 - advanced.0;
            if net.0 != expected {
                let message = format!(
                    "实发工资应等于应发减扣款：{} − {} = {}，现在写的是 {}，请核对",
                    gross.label(),
                    Fen(gross.0 - expected).label(),
                    Fen(expected).label(),
                    net.label()
                );
                errors.push(Key::Net.column().word, message);
            }
        }
        if let Some(doubt) = card.as_ref().and_then(BankCard::warning) {
            doubts.push(Key::Card.column().word, doubt);
        }
        let (Some(id), Some(name), Some(gross), Some(net)) = (id, name, gross, net) else { return Err(errors) };
        let row = PayrollRow {
            id,
            name,
            phone,
            card,
            team,
            days,
            gross,
            overtime,
            bonus,
            withheld,
            deducted,
            advanced,
            net,
            back_month,
        };
        errors.into_result(Placed { row, project, month, doubts })
    }

    /// Where a price and an amount of work stand, the gross wage must follow from them.
    fn check_parts(&self, gross: Fen, overtime: Fen, bonus: Fen, e: &mut FieldErrors) {
        let extra = overtime.0 + bonus.0;
        if extra > gross.0 {
            e.push(Key::Gross.column().word, "应发工资少于加班工资加奖金补贴，请核对；应发工资要包含这些项目");
            return;
        }
        let Some(rate) = self.optional(e, Key::Rate, wage) else { return };
        let amounts: Vec<i64> = [Key::Days, Key::Hours, Key::Pieces]
            .into_iter()
            .filter(|key| self.has(*key))
            .filter_map(|key| tenths(self.get(key), 1_000_000).ok())
            .collect();
        let fits = |amount: &i64| (rate.0 * amount / 10 + extra - gross.0).abs() < ROUNDING;
        if let Some(first) = amounts.first().filter(|_| !amounts.iter().any(fits)) {
            let expected = Fen(rate.0 * first / 10 + extra);
            e.push(
                Key::Gross.column().word,
                format!(
                    "按单价和数量，加上加班、奖金，应发是 {}，现在写的是 {}，请核对",
                    expected.label(),
                    gross.label()
                ),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::WorkerRules;

    fn check(cells: &[(Key, &str)]) -> Result<PayrollRow, Vec<String>> {
        let rules = WorkerRules::default();
        let mut row = PayrollCells::default();
        row.set(Key::Name, "甲某");
        row.set(Key::IdNumber, "330106189001010019");
        for (key, text) in cells {
            row.set(*key, *text);
        }
        row.check(Check { today: "2026-11-24".parse().unwrap(), rules: &rules })
            .map(|placed| placed.row)
            .map_err(|errors| errors.iter().map(|error| error.field.clone()).collect())
    }

    #[test]
    fn each_key_finds_its_column_and_no_header_means_two() {
        crate::sheet::check_columns::<Key>();
    }

    #[test]
    fn net_is_gross_less_deductions() {
        let row = check(&[
            (Key::Gross, "7000"),
            (Key::Withheld, "300"),
            (Key::Deducted, "200（工具赔偿）"),
            (Key::Advanced, "500"),
            (Key::Net, "6000"),
        ]);
        assert_eq!(row.unwrap().deducted, Fen(20_000));
        assert_eq!(check(&[(Key::Gross, "7000"), (Key::Net, "6999.99")]), Err(vec!["net".to_owned()]));
    }

    #[test]
    fn gross_follows_from_price_and_amount() {
        let gross = |gross: &'static str| {
            check(&[
                (Key::Days, "22.5"),
                (Key::Rate, "300"),
                (Key::Overtime, "200"),
                (Key::Bonus, "50"),
                (Key::Gross, gross),
                (Key::Net, gross),
            ])
        };
        assert!(gross("7000").is_ok());
        assert!(gross("7000.99").is_ok());
        assert!(gross("7001").is_err());
        let pieces =
            [(Key::Days, "20"), (Key::Pieces, "155"), (Key::Rate, "40"), (Key::Gross, "6200"), (Key::Net, "6200")];
        assert!(check(&pieces).is_ok());
        assert!(check(&[(Key::Overtime, "500"), (Key::Gross, "400"), (Key::Net, "400")]).is_err());
    }

    #[test]
    fn every_wrong_cell_is_named_at_once() {
        let wrong = [
            (Key::Name, "9"),
            (Key::IdNumber, "3.30106E+17"),
            (Key::Card, "123"),
            (Key::Days, "40"),
            (Key::Gross, "-1"),
            (Key::Net, "1e9"),
            (Key::BackMonth, "去年"),
        ];
        assert_eq!(check(&wrong).unwrap_err().len(), 7);
    }
}
