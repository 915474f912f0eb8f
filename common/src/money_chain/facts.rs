use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::date::Month;
use crate::money::Fen;

/// How long before the pay day the papers must be ready, working days. The law leaves it to the contract and the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChainRules {
    /// The payroll is with the general contractor, signed by the workers.
    pub payroll_wd: u32,
    /// The 劳资专管员 has signed it, and the bank has it.
    pub signature_wd: u32,
}

impl Default for ChainRules {
    fn default() -> Self {
        Self { payroll_wd: 5, signature_wd: 3 }
    }
}

/// Those who may have to move, as the board names them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChainNames {
    pub owner: Option<String>,
    pub contractor: Option<String>,
    pub officer: Option<String>,
    pub bank: Option<String>,
}

/// What the owner owes for the work of the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnerPayment {
    pub due_on: NaiveDate,
    pub amount: Fen,
    /// Labour cost inside `amount`, due into the account on the same day.
    pub labour: Fen,
    pub paid: Fen,
    /// Day of the last payment.
    pub paid_on: Option<NaiveDate>,
}

/// Labour cost that came into the account for the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Received {
    pub amount: Fen,
    pub last_on: Option<NaiveDate>,
    /// Day of the newest entry of any kind: what came later is not known.
    pub known_until: Option<NaiveDate>,
    /// What the account holds now.
    pub balance: Fen,
}

/// Whether the 劳资专管员 signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signing {
    /// Only sums were reported, no payroll.
    Unrecorded,
    Missing,
    On(NaiveDate),
}

/// The month's payroll and what the bank made of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthPayroll {
    /// The attendance was sent too.
    pub attendance: bool,
    pub made_on: Option<NaiveDate>,
    pub signing: Signing,
    /// 0: no payroll yet.
    pub workers_due: i64,
    /// Paid in full.
    pub workers_paid: i64,
    /// Transfers that the bank was asked for, whatever became of them.
    pub sent: i64,
    /// Transfers that came back.
    pub failed: i64,
    /// Transfers that are under way.
    pub pending: i64,
    /// `None` where only heads were reported.
    pub net: Option<Fen>,
    pub paid: Fen,
    pub paid_on: Option<NaiveDate>,
}

/// What is known of the wages of one month on one site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainFacts {
    pub month: Month,
    pub names: ChainNames,
    /// Day of the month after.
    pub pay_day: Option<u8>,
    /// Day of the month after, by the contract.
    pub labour_cost_day: Option<u8>,
    /// The special account stands in the ledger.
    pub has_account: bool,
    /// `None`: not recorded.
    pub progress: Option<OwnerPayment>,
    /// `None`: the account's entries are not recorded.
    pub received: Option<Received>,
    /// `None`: nothing was sent or reported.
    pub payroll: Option<MonthPayroll>,
}

impl MonthPayroll {
    /// What is still to be paid; `None` where only heads were reported.
    pub fn left(self) -> Option<Fen> {
        self.net?.checked_sub(self.paid)
    }
}
