//! 钱走到哪了: the way of a month's wages from the owner's payment to each worker's card, and who must move next.
//!
//! Law: 《保障农民工工资支付条例》第十四条、第二十四条、第二十八条至第三十一条.
//! The due day itself is still in time. At most one party blocks: the first link that is late. That the owner has not
//! paid never frees the general contractor, who pays first and recovers later (Art. 30): its links keep their own days.

mod facts;
mod rule;
mod sentence;
#[cfg(test)]
mod tests;

pub use facts::{ChainFacts, ChainNames, ChainRules, MonthPayroll, OwnerPayment, Received, Signing};
pub use rule::chain;
pub use sentence::board_line;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::date::Month;
use crate::law::{self, Law};
use crate::money::Fen;
use crate::term::terms;

terms! {
    /// The links in the order of the money.
    LinkKind {
        Progress = "progress", "建设单位付进度款";
        Labour = "labour", "人工费进专户";
        Payroll = "payroll", "编制工资表";
        Signature = "signature", "工资表签认";
        Transfer = "transfer", "专户代发";
        Cards = "cards", "到工人卡上";
    }
}

terms! {
    /// Where a link stands.
    LinkState {
        Done = "done", "已办";
        /// Not done, but the money is further on already.
        Passed = "passed", "已不影响";
        Late = "late", "已超期";
        Waiting = "waiting", "未到期";
        /// Nobody records it here, so nobody is called late.
        Unrecorded = "unrecorded", "未登记";
    }
}

terms! {
    /// Who must move.
    Mover {
        Owner = "owner", "建设单位", [];
        Contractor = "contractor", "总包", ["施工总承包单位"];
        Officer = "officer", "劳资专管员", [];
        Bank = "bank", "银行", [];
    }
}

/// One link as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Link {
    pub kind: LinkKind,
    pub state: LinkState,
    pub mover: Mover,
    /// As on the board; `None` where nobody is named.
    pub name: Option<String>,
    /// What is to be done, such as 编制工资表.
    pub task: String,
    /// The last day in time; `None` where none was agreed.
    pub due_on: Option<NaiveDate>,
    pub done_on: Option<NaiveDate>,
    pub due_fen: Option<Fen>,
    pub done_fen: Option<Fen>,
    /// What else is known.
    pub note: Option<String>,
    /// The article.
    pub law: String,
    /// This is the link at which the money stands.
    pub blocks: bool,
}

/// The whole way of one month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Chain {
    pub month: Month,
    pub links: Vec<Link>,
    /// Whose move is overdue; `None` while everything is in time, and when everyone is paid.
    pub blocker: Option<Mover>,
    /// 10月工资：建设单位示例置业应在11月5日前拨付人工费，已超期6天。
    pub sentence: String,
    /// What the general contractor owes while somebody else blocks (Art. 30).
    pub duty: Option<String>,
}

/// `GET ?month=` of [`chain_path`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChainView {
    /// Of the project.
    pub number: i64,
    pub month: Month,
    /// Months to choose from, the newest first.
    pub months: Vec<Month>,
    pub today: NaiveDate,
    /// `None` where no wages were due: before the start of works, or after them.
    pub chain: Option<Chain>,
}

/// `GET ?month=`: the chain of one project; without a month, that of the wages due last.
pub fn chain_path(number: i64) -> String {
    format!("/api/v1/official/projects/{number}/chain")
}

impl LinkKind {
    /// The article from which the link follows.
    pub const fn law(self) -> Law {
        match self {
            Self::Progress => law::CONTRACT,
            Self::Labour => law::LABOUR_COST,
            Self::Payroll | Self::Transfer => law::PAYROLL,
            Self::Signature => law::ROSTER,
            Self::Cards => law::RESPONSIBLE,
        }
    }
}

impl Link {
    /// Done, or no longer in the way.
    pub fn is_over(&self) -> bool {
        matches!(self.state, LinkState::Done | LinkState::Passed)
    }

    /// Days past the due day, while it is late.
    pub fn days_late(&self, today: NaiveDate) -> Option<i64> {
        let due = self.due_on.filter(|_| self.state == LinkState::Late)?;
        Some((today - due).num_days())
    }

    /// 建设单位示例置业有限公司.
    pub fn who(&self) -> String {
        match (&self.name, self.mover) {
            (Some(name), Mover::Bank) => name.clone(),
            (Some(name), mover) => format!("{}{name}", mover.label()),
            (None, mover) => mover.label().to_owned(),
        }
    }
}

impl Chain {
    /// The link that blocks.
    pub fn blocking(&self) -> Option<&Link> {
        self.links.iter().find(|link| link.blocks)
    }

    /// Everyone has the wages of this month.
    pub fn is_paid(&self) -> bool {
        self.links.last().is_some_and(|link| link.state == LinkState::Done)
    }
}
