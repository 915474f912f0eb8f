use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::rules::{Change, CleanRecord, DepositRules, SmallWorks, SmallWorksFrom, Tier, years_before};
use crate::date;
use crate::error::FieldErrors;
use crate::law::{self, Law};
use crate::money::Fen;
use crate::settings::Dated;

/// The works that the deposit is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Works {
    /// 施工合同额, or the amount of the year for a contract of several years.
    #[serde(rename = "contract_fen")]
    pub contract: Fen,
    pub signed_on: NaiveDate,
    /// Permit, or approval of the start report. `None` where neither is needed.
    pub permit_on: Option<NaiveDate>,
    /// 重点交通、铁路 works, where the province sets a cap of its own for them.
    pub key_works: bool,
}

/// What is known of the general contractor in the area.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct History {
    pub arrears: Vec<Arrears>,
    /// On the 严重失信主体名单 for arrears, on the day of calculation.
    pub listed: bool,
    /// Its other works in the area, finished ones too.
    pub works: Vec<WorksElsewhere>,
    /// 实名制 and 专用账户 in order on its works.
    pub systems_in_order: bool,
}

/// Wages found unpaid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Arrears {
    pub on: NaiveDate,
    /// Where, and who found it; empty in a what-if.
    pub note: String,
}

/// Another works of the firm in the area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorksElsewhere {
    pub name: String,
    pub started_on: NaiveDate,
    /// `None` while under way.
    pub finished_on: Option<NaiveDate>,
}

/// How much is due, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Calculation {
    #[serde(rename = "due_fen")]
    pub due: Fen,
    /// The day of calculation, the day of storing in the rule's words.
    pub on: NaiveDate,
    #[serde(rename = "contract_fen")]
    pub contract: Fen,
    /// In the order in which they are looked at; those that do not apply say why.
    pub steps: Vec<Step>,
    /// The document of the provincial parameters.
    pub basis: String,
    /// The parameters are shipped ones, not confirmed by the district.
    pub is_example: bool,
}

/// One step of a calculation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Step {
    /// 基本比例, 小额工程, 列入名单 …
    pub what: String,
    /// What was found, with its numbers and days.
    pub why: String,
    pub clause: String,
    /// The rate after this step in millionths: 20,000 = 2 %.
    pub rate_ppm: i64,
    /// The amount after this step.
    #[serde(rename = "amount_fen")]
    pub amount: Fen,
    /// It changed the rate or the amount.
    pub applied: bool,
}

/// A calculation to try: other works, another history, another day. Stores nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WhatIf {
    pub works: Works,
    pub history: History,
    pub on: NaiveDate,
}

/// A what-if as typed. Empty days: no such event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct WhatIfForm {
    pub contract: String,
    pub signed_on: String,
    /// May be empty.
    pub permit_on: String,
    /// The day of calculation.
    pub on: String,
    /// The newest arrears; may be empty.
    pub arrears_on: String,
    /// When the firm's first works in the area began; may be empty.
    pub since_on: String,
    /// Other works under way, a whole number.
    pub under_way: String,
    pub listed: bool,
    pub systems_in_order: bool,
    pub key_works: bool,
}

/// How much must be stored on a day, with every step.
///
/// The first row that a firm meets decides: listed, small works, arrears, clean record, several works. So a bad record
/// overrides a good one, and reliefs are not added up. `None` if the setting has no rate for the contract.
pub fn calculate(works: &Works, history: &History, rules: &Dated<DepositRules>, on: NaiveDate) -> Option<Calculation> {
    let tier = rules.value.tier(works.contract)?;
    let mut sheet = Sheet::new(works.contract, tier, &rules.basis);
    let rules_value = &rules.value;
    sheet.row("列入严重失信主体名单", law::DEPOSIT_RECORD, rules_value.listed, listed(history));
    if let Some(small) = rules_value.small_works {
        sheet.row("小额工程", law::DEPOSIT_RATE, Change::Exempt, small_works(small, works, history));
    }
    sheet.row("近期欠薪", law::DEPOSIT_RECORD, rules_value.arrears, recent(history, rules_value.arrears_years, on));
    for record in &rules_value.clean {
        let what = format!("连续{}年无欠薪", record.years);
        sheet.row(&what, law::DEPOSIT_RECORD, record.change, clean(*record, history, on));
    }
    if let Some(change) = rules_value.several {
        let applied = sheet.row("多个在建工程", law::DEPOSIT_RATE, change, several(history, on));
        if applied {
            sheet.floor(rules_value.floor_bp);
        }
    }
    let cap = if works.key_works { rules_value.key_works_cap.or(tier.cap) } else { tier.cap };
    if let Some(cap) = cap {
        sheet.cap(cap);
    }
    Some(Calculation {
        due: sheet.amount(),
        on,
        contract: works.contract,
        steps: sheet.steps,
        basis: rules.basis.clone(),
        is_example: rules.is_example,
    })
}

/// What was found, and whether it is what the row asks for.
struct Finding {
    met: bool,
    why: String,
}

fn found(met: bool, why: impl Into<String>) -> Finding {
    Finding { met, why: why.into() }
}

fn listed(history: &History) -> Finding {
    let why = if history.listed { "因拖欠农民工工资在名单内" } else { "不在名单内" };
    found(history.listed, why)
}

fn small_works(small: SmallWorks, works: &Works, history: &History) -> Finding {
    let (below, contract) = (small.below.wan_label(), works.contract.label());
    if works.contract >= small.below {
        return found(false, format!("合同额{contract}，不低于{below}"));
    }
    let (event, day) = match small.counted_from {
        SmallWorksFrom::Signing => ("签订合同", works.signed_on),
        SmallWorksFrom::Permit => ("施工许可", works.permit_on.unwrap_or(works.signed_on)),
    };
    let years = small.clean_years;
    match newest_within(history, years, day) {
        None => {
            found(true, format!("合同额{contract}，低于{below}；{event}（{}）前{years}年内无欠薪", date::label(day)))
        }
        Some(arrears) => {
            found(false, format!("{event}（{}）前{years}年内，{}有欠薪", date::label(day), date::label(arrears.on)))
        }
    }
}

fn recent(history: &History, years: u32, on: NaiveDate) -> Finding {
    match newest_within(history, years, on) {
        Some(arrears) => {
            let colon = if arrears.note.is_empty() { "" } else { "：" };
            found(true, format!("{}有欠薪，在存储前{years}年内{colon}{}", date::label(arrears.on), arrears.note))
        }
        None => found(false, format!("自{}起没有欠薪记录", date::label(years_before(on, years)))),
    }
}

fn clean(record: CleanRecord, history: &History, on: NaiveDate) -> Finding {
    let years = record.years;
    let from = years_before(on, years);
    let since = history.works.iter().map(|works| works.started_on).min();
    if let Some(arrears) = newest_within(history, years, on) {
        return found(false, format!("{}有欠薪，不满{years}年", date::label(arrears.on)));
    }
    match since {
        None => found(false, "在本地区没有其他工程，没有可以计算的记录"),
        Some(since) if since > from => found(false, format!("{}起在本地区施工，不满{years}年", date::label(since))),
        Some(_) if record.needs_systems && !history.systems_in_order => {
            found(false, "实名制管理或工资专用账户没有全部落实")
        }
        Some(since) => {
            let systems = if record.needs_systems { "，实名制管理和工资专用账户已落实" } else { "" };
            let (since, from) = (date::label(since), date::label(from));
            found(true, format!("{since}起在本地区施工，{from}以来无欠薪{systems}"))
        }
    }
}

fn several(history: &History, on: NaiveDate) -> Finding {
    let under_way =
        |works: &&WorksElsewhere| works.started_on <= on && works.finished_on.is_none_or(|finished| finished > on);
    match history.works.iter().filter(under_way).count() {
        0 => found(false, "没有其他在建工程"),
        count => found(true, format!("另有{count}个在建工程")),
    }
}

/// The newest arrears from the same day so many years before up to and on `day`: that day itself still counts.
fn newest_within(history: &History, years: u32, day: NaiveDate) -> Option<&Arrears> {
    let from = years_before(day, years);
    history.arrears.iter().filter(|arrears| (from..=day).contains(&arrears.on)).max_by_key(|arrears| arrears.on)
}

/// The steps so far.
struct Sheet<'a> {
    contract: Fen,
    /// Before any change.
    basic_ppm: i64,
    rate_ppm: i64,
    cap: Option<Fen>,
    basis: &'a str,
    decided: Option<String>,
    steps: Vec<Step>,
}

impl<'a> Sheet<'a> {
    fn new(contract: Fen, tier: &Tier, basis: &'a str) -> Self {
        let rate_ppm = tier.rate_bp * PPM_PER_BP;
        let mut sheet =
            Self { contract, basic_ppm: rate_ppm, rate_ppm, cap: None, basis, decided: None, steps: Vec::new() };
        let from = if tier.from > Fen::ZERO { format!("（{}起）", tier.from.wan_label()) } else { String::new() };
        let why = format!("合同额{} × {}{from}", contract.label(), percent(rate_ppm));
        sheet.step("基本比例", why, law::DEPOSIT_RATE, true);
        sheet
    }

    /// Looks at one row of the table. Whether it decided the rate.
    fn row(&mut self, what: &str, clause: Law, change: Change, finding: Finding) -> bool {
        let Finding { met, mut why } = finding;
        let applied = met && self.decided.is_none();
        if applied {
            self.decided = Some(what.to_owned());
            let (rate, how) = match change {
                Change::FactorPercent(factor) => (
                    self.basic_ppm * factor / 100,
                    format!("比例 × {factor}% = {}", percent(self.basic_ppm * factor / 100)),
                ),
                Change::RateBp(rate) => (rate * PPM_PER_BP, format!("比例改为{}", percent(rate * PPM_PER_BP))),
                Change::Exempt => (0, "免予存储".to_owned()),
            };
            self.rate_ppm = rate;
            why = format!("{why}；{how}");
        } else if let (true, Some(decided)) = (met, &self.decided) {
            why = format!("{why}；已按“{decided}”处理，不再叠加");
        }
        self.step(what, why, clause, applied);
        applied
    }

    fn floor(&mut self, floor_bp: i64) {
        let floor = floor_bp * PPM_PER_BP;
        let applied = self.rate_ppm < floor;
        let why = if applied {
            format!("下浮后{}，低于{}，按{}计", percent(self.rate_ppm), percent(floor), percent(floor))
        } else {
            format!("下浮后{}，不低于{}", percent(self.rate_ppm), percent(floor))
        };
        self.rate_ppm = self.rate_ppm.max(floor);
        self.step("最低比例", why, law::DEPOSIT_RATE, applied);
    }

    fn cap(&mut self, cap: Fen) {
        let amount = self.amount();
        let applied = amount > cap;
        let why = if applied {
            format!("{}超过上限{}，按上限计", amount.label(), cap.wan_label())
        } else {
            format!("未超过上限{}", cap.wan_label())
        };
        self.cap = Some(cap);
        self.step("存储上限", why, law::DEPOSIT_RATE, applied);
    }

    /// Contract × rate, rounded to the fen, half a fen up; then held to the cap.
    fn amount(&self) -> Fen {
        const MILLION: i128 = 1_000_000;
        let exact = i128::from(self.contract.0.max(0)) * i128::from(self.rate_ppm.max(0));
        let fen = i64::try_from((exact + MILLION / 2) / MILLION).map_or(Fen(i64::MAX), Fen);
        self.cap.map_or(fen, |cap| fen.min(cap))
    }

    fn step(&mut self, what: &str, why: String, clause: Law, applied: bool) {
        let clause = format!("{clause}；{}", self.basis);
        self.steps.push(Step {
            what: what.to_owned(),
            why,
            clause,
            rate_ppm: self.rate_ppm,
            amount: self.amount(),
            applied,
        });
    }
}

const PPM_PER_BP: i64 = 100;

/// 1.5 %, 0.75 %: no more decimals than needed.
fn percent(ppm: i64) -> String {
    let decimals = format!("{:04}", ppm % 10_000);
    let decimals = decimals.trim_end_matches('0');
    let point = if decimals.is_empty() { "" } else { "." };
    format!("{}{point}{decimals}%", ppm / 10_000)
}

impl Step {
    /// The rate after this step: 1.5%.
    pub fn rate_label(&self) -> String {
        percent(self.rate_ppm)
    }
}

impl WhatIfForm {
    /// The form that stands for stored facts.
    pub fn of(what_if: &WhatIf) -> Self {
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let WhatIf { works, history, on } = what_if;
        let under_way =
            history.works.iter().filter(|one| one.finished_on.is_none_or(|finished| finished > *on)).count();
        Self {
            contract: works.contract.label().trim_end_matches('元').to_owned(),
            signed_on: works.signed_on.to_string(),
            permit_on: day(works.permit_on),
            on: on.to_string(),
            arrears_on: day(history.arrears.iter().map(|arrears| arrears.on).max()),
            since_on: day(history.works.iter().map(|works| works.started_on).min()),
            under_way: under_way.to_string(),
            listed: history.listed,
            systems_in_order: history.systems_in_order,
            key_works: works.key_works,
        }
    }

    /// All mistakes at once, in form order.
    pub fn check(&self) -> Result<WhatIf, FieldErrors> {
        const MOST_WORKS: u32 = 1_000;
        let mut errors = FieldErrors::default();
        let optional = |errors: &mut FieldErrors, field: &str, text: &str| {
            (!text.trim().is_empty()).then(|| errors.take(field, date::parse_day(text))).flatten()
        };
        let contract = errors.take("contract", Fen::parse_positive(&self.contract));
        let signed_on = errors.take("signed_on", date::parse_day(&self.signed_on));
        let permit_on = optional(&mut errors, "permit_on", &self.permit_on);
        let on = errors.take("on", date::parse_day(&self.on));
        let arrears_on = optional(&mut errors, "arrears_on", &self.arrears_on);
        let since_on = optional(&mut errors, "since_on", &self.since_on);
        let under_way = match self.under_way.trim() {
            "" => Some(0),
            text => {
                let count = text.parse::<u32>().ok().filter(|count| *count <= MOST_WORKS);
                errors.take("under_way", count.ok_or("其他在建工程数应为0到1000的整数，请改正"))
            }
        };
        match (contract, signed_on, on, under_way) {
            (Some(contract), Some(signed_on), Some(on), Some(under_way)) => errors.into_result(WhatIf {
                works: Works { contract, signed_on, permit_on, key_works: self.key_works },
                history: History {
                    arrears: arrears_on.map(|on| Arrears { on, note: String::new() }).into_iter().collect(),
                    listed: self.listed,
                    works: works_elsewhere(since_on, under_way, on),
                    systems_in_order: self.systems_in_order,
                },
                on,
            }),
            _ => Err(errors),
        }
    }
}

/// Works that give the same answer as a first day and a count. Finished works stand for a first day without any.
fn works_elsewhere(since_on: Option<NaiveDate>, under_way: u32, on: NaiveDate) -> Vec<WorksElsewhere> {
    let one = |started_on, finished_on| WorksElsewhere { name: "试算".to_owned(), started_on, finished_on };
    let first = since_on.map(|since| one(since, Some(on)));
    first.into_iter().chain((0..under_way).map(|_| one(since_on.unwrap_or(on), None))).collect()
}
