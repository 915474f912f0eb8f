//! 工程项目: a construction site under supervision, and everyone who answers for its wages.
//!
//! Law: 《保障农民工工资支付条例》第二十三条、第二十四条、第二十六条、第三十二条.
//! A project is known by its project code, else its permit number, else its name and general contractor together.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::{AccountNumber, PermitNumber, Phone, ProjectCode, Uscc};
use crate::money::Fen;
use crate::term::terms;

terms! {
    /// 行业类别: decides which department supervises the site (Art. 7).
    Industry {
        Housing = "housing", "房建", ["房屋建筑", "房屋市政", "住建", "建筑"];
        Municipal = "municipal", "市政", ["市政工程", "市政公用"];
        Transport = "transport", "交通", ["交通运输", "公路", "铁路"];
        Water = "water", "水利", ["水利工程", "水务"];
        Other = "other", "其他", ["其它"];
    }
}

terms! {
    /// 项目性质: whose money builds it. Government money must be in place before work starts (Art. 23).
    Funding {
        Government = "government", "政府投资", ["政府", "财政投资", "政府投资项目"];
        StateOwned = "state_owned", "国有企业", ["国企", "国有投资", "国企项目"];
        Private = "private", "社会投资", ["社会", "民营", "企业投资", "私营"];
        Ppp = "ppp", "PPP", ["PPP项目"];
        /// The ledger does not say; shown as missing.
        Unstated = "unstated", "未填写", [];
    }
}

impl Funding {
    /// What a ledger may state.
    pub const STATED: &'static [Self] = &[Self::Government, Self::StateOwned, Self::Private, Self::Ppp];
}

terms! {
    /// 项目状态. Coverage figures count `Building` only.
    ProjectState {
        Building = "building", "在建", ["施工", "施工中"];
        Suspended = "suspended", "停工", ["暂停", "缓建"];
        Finished = "finished", "完工", ["竣工", "已完工", "已竣工"];
    }
}

terms! {
    /// Who stands in the chain of one site.
    Role {
        Owner = "owner", "建设单位", ["业主"];
        Contractor = "contractor", "施工总承包单位", ["总包"];
        Subcontractor = "subcontractor", "分包单位", ["分包"];
        Supervisor = "supervisor", "监理单位", ["监理"];
        /// 劳资专管员, assigned by the general contractor (Art. 28).
        Officer = "officer", "劳资专管员", [];
    }
}

terms! {
    /// 保证金存储形式 (Art. 32).
    DepositForm {
        Cash = "cash", "现金", ["现金存储", "银行存款"];
        BankGuarantee = "bank_guarantee", "银行保函", ["保函"];
        Surety = "surety", "担保公司保函", ["担保"];
        Insurance = "insurance", "保证保险", ["保险", "工程保证保险"];
        /// Exempt for a small works or a clean record.
        Exempt = "exempt", "免缴", ["免存", "免除"];
    }
}

/// One party of a project as far as the public needs it: names and work phones are shown by order of Art. 34.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    pub role: Role,
    /// The unit's name. `None` for a person who stands alone, such as the officer.
    pub name: Option<String>,
    pub uscc: Option<Uscc>,
    /// Responsible person; for the contractor, the manager of the project department.
    pub person: Option<String>,
    pub phone: Option<Phone>,
}

/// 工资专用账户 as the ledger states it (Art. 26).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAccount {
    pub bank: String,
    pub number: Option<AccountNumber>,
    pub opened_on: Option<NaiveDate>,
}

/// 工资保证金 as the ledger states it (Art. 32).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDeposit {
    pub form: DepositForm,
    /// `None` when exempt or not stated.
    pub amount: Option<Fen>,
}

/// Where the site is, WGS 84 degrees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Place {
    pub latitude: f64,
    pub longitude: f64,
}

impl Place {
    /// Degrees inside the range of the earth.
    pub fn new(latitude: f64, longitude: f64) -> Option<Self> {
        ((-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude))
            .then_some(Self { latitude, longitude })
    }

    /// Metres along the great circle.
    pub fn distance_m(self, other: Self) -> f64 {
        const EARTH_M: f64 = 6_371_000.0;
        let (a, b) = (self.latitude.to_radians(), other.latitude.to_radians());
        let half = |x: f64| (x / 2.0).sin().powi(2);
        let h = half(b - a) + a.cos() * b.cos() * half((other.longitude - self.longitude).to_radians());
        2.0 * EARTH_M * h.sqrt().min(1.0).asin()
    }
}

/// A checked row of the project ledger (在建工程项目台账), ready to be stored.
#[derive(Clone, Debug, PartialEq)]
pub struct NewProject {
    pub name: String,
    /// What people on the site call it.
    pub nickname: Option<String>,
    pub code: Option<ProjectCode>,
    pub permit: Option<PermitNumber>,
    pub address: Option<String>,
    /// 街道 or 乡镇.
    pub street: Option<String>,
    pub industry: Industry,
    /// 行业主管部门 by name; its phones are a setting.
    pub regulator: Option<String>,
    pub funding: Funding,
    pub state: ProjectState,
    pub contract: Option<Fen>,
    /// 人工费比例 in basis points: 2500 = 25 %.
    pub labour_share_bp: Option<i64>,
    /// 人工费拨付日, day of the month 1–31.
    pub labour_cost_day: Option<u8>,
    /// 工资支付日, day of the month 1–31, for the wages of the month before.
    pub pay_day: Option<u8>,
    pub started_on: Option<NaiveDate>,
    pub planned_end_on: Option<NaiveDate>,
    /// 工程进度, as written.
    pub progress: Option<String>,
    /// 用工人数.
    pub headcount: Option<i64>,
    pub real_name: Option<bool>,
    pub contracts_signed: Option<bool>,
    pub paid_by_contractor: Option<bool>,
    pub paid_monthly: Option<bool>,
    pub board_hung: Option<bool>,
    pub in_arrears: Option<bool>,
    pub arrears_record: Option<bool>,
    pub account: Option<NewAccount>,
    pub deposit: Option<NewDeposit>,
    pub place: Option<Place>,
    pub note: Option<String>,
    /// Owner, contractor, officer, subcontractors in their order, supervisor.
    pub parties: Vec<Party>,
}

impl NewProject {
    /// The first party with this role.
    pub fn party(&self, role: Role) -> Option<&Party> {
        self.parties.iter().find(|party| party.role == role)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_read_by_word_label_and_usual_spelling() {
        assert_eq!(Funding::parse("国企"), Some(Funding::StateOwned));
        assert_eq!(Funding::parse(" 政府投资 "), Some(Funding::Government));
        assert_eq!(Funding::parse("private"), Some(Funding::Private));
        assert_eq!(Funding::parse("慈善"), None);
        for role in Role::ALL {
            assert_eq!(Role::parse(role.as_str()), Some(*role));
            assert_eq!(Role::parse(role.label()), Some(*role));
        }
    }

    #[test]
    fn a_degree_of_latitude_is_111_kilometres() {
        let (a, b) = (Place::new(30.0, 124.0).unwrap(), Place::new(31.0, 124.0).unwrap());
        assert!((a.distance_m(b) - 111_195.0).abs() < 10.0);
        assert!(Place::new(91.0, 0.0).is_none());
    }
}
