use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::form::months_label;
use super::state::{Due, Move, Standing};
use crate::date::Month;
use crate::id::BoardToken;
use crate::money::Fen;

/// `POST`: look at a complaint by its receipt, or do something with it.
pub const FOLLOW: &str = "/api/v1/complaints/follow";
/// `GET`: the complaint whose receipt this browser holds in a cookie, for the page `/track`.
pub const MINE: &str = "/api/v1/complaints/mine";

/// `POST` with an `Idempotency-Key`: say that wages of this site are unpaid.
pub fn complaints_of(token: &BoardToken) -> String {
    format!("/api/v1/boards/{token}/complaints")
}

/// The answer to a complaint: stored, registered, and how to follow it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Receipt {
    /// Twelve characters in groups of four. A secret of its holder.
    pub receipt: String,
    /// 登记号.
    pub number: i64,
    pub received_on: NaiveDate,
    /// By when it is accepted or refused.
    pub accept_by: Option<NaiveDate>,
}

/// A complaint as the holder of its receipt sees it: nothing of the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tracked {
    /// In groups of four.
    pub receipt: String,
    pub number: i64,
    /// The site as people call it.
    pub site: String,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub token: Option<BoardToken>,
    pub from: Option<Month>,
    pub to: Option<Month>,
    pub amount: Option<Fen>,
    pub people: i64,
    pub stage: Standing,
    /// Why it was refused or closed.
    pub reason: Option<String>,
    pub clocks: Vec<Due>,
    pub today: NaiveDate,
    /// Oldest first.
    pub events: Vec<TrackedEvent>,
    /// What its holder may do now.
    pub next: Vec<Move>,
}

/// One event of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrackedEvent {
    pub step: Move,
    pub on: NaiveDate,
    /// Done or said by the holder.
    pub own: bool,
    /// What was said.
    pub text: Option<String>,
    /// For an order: the last day on which to pay.
    pub until: Option<NaiveDate>,
}

impl Tracked {
    /// 2026年8月至10月. `None`: no month is named.
    pub fn months(&self) -> Option<String> {
        months_label(self.from, self.to)
    }

    /// Where it stands, in a sentence.
    pub fn sentence(&self) -> String {
        match (self.stage, &self.reason) {
            (Standing::Received, _) => "收到了，已经登记。劳动监察正在看要不要立案。".to_owned(),
            (Standing::Investigating, _) => "已经立案，正在查。".to_owned(),
            (Standing::Ordered, _) => "已经责令单位付钱。".to_owned(),
            (Standing::Funded, _) => "钱已经到工地的工资专户，正在往工友卡上发。".to_owned(),
            (Standing::Paid, _) => "单位说工资已经发了。到你卡上了吗？".to_owned(),
            (Standing::Closed, Some(reason)) => format!("已办结：{reason}。没有解决可以重新打开。"),
            (Standing::Refused, Some(reason)) => format!("没有受理：{reason}。觉得不对可以重新打开。"),
            (Standing::Withdrawn, _) => "你已经撤回。想继续可以重新打开。".to_owned(),
            (stage, None) => stage.label().to_owned(),
        }
    }
}
