//! 维权信息告示牌: what a worker reads on site and behind its QR code.
//!
//! Law: 《保障农民工工资支付条例》第三十四条. The items stand in the order of the article; what is missing is shown as
//! missing and makes the board incomplete. Names and work phones of owner, contractor, subcontractors and officer are
//! public by that article; nothing else about a person ever is.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::date::{self, Month};
use crate::id::BoardToken;
use crate::money::Fen;
use crate::project::{Place, ProjectState};
use crate::settings::Channel;
use crate::term::terms;

terms! {
    /// What a passer-by says is wrong with a board.
    FlawKind {
        Gone = "gone", "牌子不见了", [];
        Damaged = "damaged", "牌子坏了、看不清", [];
        NumberDead = "number_dead", "电话打不通", [];
        WrongParty = "wrong_party", "单位或人不对", [];
    }
}

terms! {
    /// The items of Art. 34, in its order.
    Item {
        Owner = "owner", "建设单位", [];
        Contractor = "contractor", "施工总承包单位", [];
        ProjectDepartment = "project_department", "所在项目部", [];
        Subcontractors = "subcontractors", "分包单位", [];
        Regulator = "regulator", "行业主管部门", [];
        Officer = "officer", "劳资专管员", [];
        MinimumWage = "minimum_wage", "当地最低工资标准", [];
        PayDay = "pay_day", "工资支付日期", [];
        RegulatorComplaint = "regulator_complaint", "行业主管部门投诉举报电话", [];
        LabourInspection = "labour_inspection", "劳动保障监察投诉举报电话", [];
        Arbitration = "arbitration", "劳动争议调解仲裁", [];
        LegalAid = "legal_aid", "法律援助", [];
        LegalHotline = "legal_hotline", "公共法律服务热线", [];
    }
}

/// One responsible party as shown: unit, person, phone; `None` is shown as missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Responsible {
    pub item: Item,
    pub name: Option<String>,
    pub person: Option<String>,
    pub phone: Option<String>,
    /// The firm's entry on the public list of wage defaulters, while it stands there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listed: Option<String>,
}

/// A complaint channel as shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BoardChannel {
    pub item: Item,
    /// `None` when the district has not named one: shown as missing.
    pub channel: Option<Channel>,
}

/// The minimum wage in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BoardMinimumWage {
    /// Fen per month, full-time.
    pub monthly_fen: Fen,
    /// Fen per hour, part-time.
    pub hourly_fen: Fen,
    pub effective_on: NaiveDate,
    pub basis: String,
}

/// How one month's wages were paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MonthPay {
    /// The month worked.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "2026-10"))]
    pub month: Month,
    pub workers_due: i64,
    /// Workers paid in full.
    pub workers_paid: i64,
    /// Day of the last transfer; `None` while nothing was paid.
    pub paid_on: Option<NaiveDate>,
    /// The last lawful day: the pay day, moved before rest days (Art. 14).
    pub due_on: Option<NaiveDate>,
}

impl MonthPay {
    /// Everyone paid in full, on or before the due day. A month without a due day cannot be late.
    pub fn on_time(&self) -> bool {
        self.in_full() && self.paid_on.is_some_and(|paid| self.due_on.is_none_or(|due| paid <= due))
    }

    /// The month in two or three characters: 准时, 晚发, 未发齐, 未发.
    pub fn word(&self) -> &'static str {
        match self.paid_on {
            Some(_) if self.on_time() => "准时",
            Some(_) if self.in_full() => "晚发",
            Some(_) => "未发齐",
            None => "未发",
        }
    }

    /// Whether it can be said how the month went: everyone is paid, or its last lawful day has passed. A payroll that was
    /// sent early is no debt yet.
    pub fn is_over(&self, today: NaiveDate) -> bool {
        self.in_full() || self.due_on.is_none_or(|due| due < today)
    }

    /// Everyone paid in full.
    pub fn in_full(&self) -> bool {
        self.workers_due > 0 && self.workers_paid >= self.workers_due
    }
}

/// What the board says about pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pay {
    /// Day of the month; `None` is a missing item of Art. 34.
    pub pay_day: Option<u8>,
    /// The newest month whose pay day has come, and the day it was due on. `None` without a pay day, before the first
    /// wages are due, or while the project keeps its pay status private.
    pub due: Option<DueMonth>,
    /// Newest first, at most twelve; empty while pay status is private.
    pub months: Vec<MonthPay>,
    /// Whether this project shows pay status at all.
    pub public: bool,
    /// Whose move it is while the wages due last are not all paid; `None` where nobody is late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whose_move: Option<String>,
}

/// The month whose wages should have arrived by now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DueMonth {
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "2026-10"))]
    pub month: Month,
    pub due_on: NaiveDate,
}

/// How the pay sentence should be read: a state always comes with its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayTone {
    Good,
    Late,
    Unknown,
}

impl Pay {
    /// 发薪日: the standing sentence. "每月15日发工资，遇休息日提前。"
    pub fn rule(&self) -> String {
        match self.pay_day {
            Some(day) => format!("每月{day}日发工资，遇休息日提前。"),
            None => "发工资的日子没有公示。".to_owned(),
        }
    }

    /// What happened to the wages due last. "10月工资已发（11月13日）。"
    pub fn status(&self) -> (PayTone, String) {
        if !self.public {
            return (PayTone::Unknown, "本工地未公开每月发放情况。".to_owned());
        }
        match (self.told_month(), self.due) {
            (Some(month), _) => told(month),
            (None, None) => (PayTone::Unknown, "未见发放记录。".to_owned()),
            (None, Some(due)) => (
                PayTone::Late,
                format!("{}月工资未见发放记录，应于{}前发放。", due.month.month(), date::short_label(due.due_on)),
            ),
        }
    }

    /// The state of [`Pay::status`] in one word, for a tag.
    pub fn word(&self) -> &'static str {
        match self.status().0 {
            PayTone::Good => "已发",
            PayTone::Unknown if self.public => "无记录",
            PayTone::Unknown => "未公开",
            PayTone::Late => self.told_month().map_or("未发", MonthPay::word),
        }
    }

    /// The recorded month that the board speaks of: the one due last, or the newest where nothing is known to be due.
    fn told_month(&self) -> Option<&MonthPay> {
        match self.due {
            Some(due) => self.months.iter().find(|one| one.month == due.month),
            None => self.months.first(),
        }
    }

    /// 发薪准时: months paid on time out of those recorded; `None` without records.
    pub fn punctuality(&self) -> Option<(usize, usize)> {
        let on_time = self.months.iter().filter(|month| month.on_time()).count();
        (!self.months.is_empty()).then_some((on_time, self.months.len()))
    }
}

fn told(pay: &MonthPay) -> (PayTone, String) {
    let month = pay.month.month();
    match pay.paid_on {
        Some(paid) if pay.in_full() && !pay.on_time() => {
            (PayTone::Good, format!("{month}月工资已发（{}，晚于应发日）。", date::short_label(paid)))
        }
        Some(paid) if pay.in_full() => (PayTone::Good, format!("{month}月工资已发（{}）。", date::short_label(paid))),
        Some(_) => {
            (PayTone::Late, format!("{month}月工资没有发齐：{}人中{}人已足额到卡。", pay.workers_due, pay.workers_paid))
        }
        None => (PayTone::Late, format!("{month}月工资还没有发。")),
    }
}

/// The page behind the QR code: everything on it is public.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicBoard {
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "7K3M9QX2TB"))]
    pub token: BoardToken,
    /// 示例区.
    pub district: String,
    /// Number of the project in the district, six digits: 000042.
    pub serial: String,
    pub issued_on: NaiveDate,
    pub name: String,
    pub nickname: Option<String>,
    pub address: Option<String>,
    pub street: Option<String>,
    pub industry: String,
    pub funding: String,
    pub state: ProjectState,
    pub code: Option<String>,
    pub permit: Option<String>,
    pub pay: Pay,
    /// Owner, contractor, project department, subcontractors, regulator, officer: Art. 34 (1), always in that order.
    pub chain: Vec<Responsible>,
    /// 监理单位: not required by Art. 34, shown after it.
    pub supervisor: Option<String>,
    pub minimum_wage: Option<BoardMinimumWage>,
    /// Art. 34 (3), always in its order.
    pub channels: Vec<BoardChannel>,
    pub national_platform: Option<Channel>,
    /// 联席会议 office: name and phone.
    pub office: Option<Channel>,
    pub account: Option<BoardAccount>,
    pub deposit: Option<BoardDeposit>,
    pub headcount: Option<i64>,
    pub place: Option<Place>,
    /// Items of Art. 34 that are missing or incomplete.
    pub missing: Vec<Item>,
    /// When what the board shows last changed.
    pub changed_at: DateTime<Utc>,
    /// Unchanged for longer than the district allows.
    pub stale: bool,
    /// The day on which all this is told.
    pub today: NaiveDate,
}

/// 工资专用账户: the public part. Only the last four digits are ever shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BoardAccount {
    pub bank: String,
    /// Last four digits; `None` when the number is not recorded.
    pub last_four: Option<String>,
    pub opened_on: Option<NaiveDate>,
}

/// 工资保证金: the public part (65号 asks for it on the board).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BoardDeposit {
    /// 现金, 银行保函 …
    pub form: String,
    pub amount_fen: Option<Fen>,
}

impl PublicBoard {
    /// The item that stands for the general contractor: it pays first (Art. 30).
    pub fn contractor(&self) -> Option<&Responsible> {
        self.chain.iter().find(|one| one.item == Item::Contractor)
    }

    /// The channel for one item of Art. 34 (3).
    pub fn channel(&self, item: Item) -> Option<&Channel> {
        self.channels.iter().find(|one| one.item == item).and_then(|one| one.channel.as_ref())
    }

    /// The number the big button dials: labour inspection, else the regulator, else the legal hotline.
    pub fn first_call(&self) -> Option<&Channel> {
        [Item::LabourInspection, Item::RegulatorComplaint, Item::LegalHotline]
            .into_iter()
            .find_map(|item| self.channel(item))
    }

    /// The items of Art. 34 that are not fully there, in its order. A unit needs name, person and phone; the officer a
    /// person and phone; a department name and phone.
    pub fn find_missing(&self) -> Vec<Item> {
        let chain_lacks = |item: Item| {
            let mut rows = self.chain.iter().filter(|one| one.item == item).peekable();
            rows.peek().is_none() || rows.any(|one| !one.is_complete())
        };
        Item::ALL
            .iter()
            .copied()
            .filter(|item| match item {
                // A site may lawfully have no subcontractor: only the listed ones must be complete.
                Item::Subcontractors => {
                    self.chain.iter().any(|one| one.item == Item::Subcontractors && !one.is_complete())
                }
                Item::MinimumWage => self.minimum_wage.is_none(),
                Item::PayDay => self.pay.pay_day.is_none(),
                Item::RegulatorComplaint
                | Item::LabourInspection
                | Item::Arbitration
                | Item::LegalAid
                | Item::LegalHotline => self.channel(*item).is_none(),
                _ => chain_lacks(*item),
            })
            .collect()
    }
}

impl Responsible {
    /// Everything Art. 34 wants of this item is there.
    pub fn is_complete(&self) -> bool {
        let named = self.name.is_some();
        let reachable = self.person.is_some() && self.phone.is_some();
        match self.item {
            Item::Contractor => named,
            Item::ProjectDepartment | Item::Officer => reachable,
            Item::Regulator => named && self.phone.is_some(),
            _ => named && reachable,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_sent_early_is_told_from_the_day_after_its_pay_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let month = |workers_paid| MonthPay {
            month: Month::new(2026, 10).unwrap(),
            workers_due: 10,
            workers_paid,
            paid_on: None,
            due_on: Some(day("2026-11-25")),
        };
        let told = |today| month(9).is_over(day(today));
        assert_eq!(["2026-11-24", "2026-11-25", "2026-11-26"].map(told), [false, false, true]);
        assert!(month(10).is_over(day("2026-11-24")));
        assert!(MonthPay { due_on: None, ..month(0) }.is_over(day("2026-11-24")));
    }
}
