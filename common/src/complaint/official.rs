use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::form::{ComplaintForm, NewComplaint, months_label};
use super::state::{CloseReason, Due, Fact, Move, RefuseReason, Standing, Via};
use crate::date::{self, Month};
use crate::error::FieldErrors;
use crate::masked::Masked;
use crate::money::Fen;

/// `GET`: complaints in reach, the most urgent first. `POST`: take one in on behalf of somebody.
pub const COMPLAINTS: &str = "/api/v1/official/complaints";

/// One complaint; below it `/steps` and `/open`.
pub fn complaint_of(number: i64) -> String {
    format!("{COMPLAINTS}/{number}")
}

/// A complaint in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ComplaintRow {
    /// 登记号.
    pub number: i64,
    pub project_number: i64,
    pub project: String,
    pub street: Option<String>,
    pub contractor: Option<String>,
    pub source: Via,
    pub from: Option<Month>,
    pub to: Option<Month>,
    pub amount: Option<Fen>,
    pub people: i64,
    /// Whether the person left a way to be reached.
    pub reachable: bool,
    pub stage: Standing,
    pub reason: Option<String>,
    pub received_on: NaiveDate,
    /// The next day by which somebody must act.
    pub clock_by: Option<NaiveDate>,
}

impl ComplaintRow {
    /// 2026年8月至10月. `None`: no month is named.
    pub fn months(&self) -> Option<String> {
        months_label(self.from, self.to)
    }
}

/// A page of complaints.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ComplaintPage {
    pub rows: Vec<ComplaintRow>,
    /// How many fit the filters, on all pages.
    pub count: i64,
    pub today: NaiveDate,
    /// Ask again with `after` set to this; `None` on the last page.
    pub next: Option<String>,
}

/// One complaint with all that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ComplaintFile {
    pub row: ComplaintRow,
    /// Masked; `None`: anonymous, or not for this role.
    pub contact: Option<Masked>,
    pub clocks: Vec<Due>,
    pub today: NaiveDate,
    /// Oldest first. Words only for those who handle complaints.
    pub events: Vec<ComplaintEvent>,
    /// What may be recorded next.
    pub next: Vec<Move>,
}

/// One event of a complaint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ComplaintEvent {
    pub step: Move,
    pub on: NaiveDate,
    /// Person of the office; `None`: the complainant.
    pub by: Option<String>,
    /// Epoch milliseconds.
    pub at: i64,
    pub reason: Option<String>,
    pub until: Option<NaiveDate>,
    pub text: Option<String>,
}

/// What the office records, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct MoveForm {
    pub step: String,
    /// For refuse and close.
    pub reason: String,
    /// For order: the last day on which to pay.
    pub until: String,
    /// For say it must be there. The complainant reads it.
    pub text: String,
}

impl MoveForm {
    /// All mistakes at once, in form order. `today` is the Beijing date: a step is recorded on the day it is taken.
    pub fn check(&self, today: NaiveDate) -> Result<(Fact, Option<String>), FieldErrors> {
        const LONGEST: usize = 2000;
        let mut errors = FieldErrors::default();
        let step = Move::parse(&self.step).filter(|step| step.is_official());
        let step = errors.take("step", step.ok_or("请选择要登记什么"));
        let reason = match step {
            Some(Move::Refuse) => {
                let reason = RefuseReason::parse(&self.reason).ok_or("请选择不予受理的原因");
                errors.take("reason", reason).map(|reason| reason.as_str().to_owned())
            }
            Some(Move::Close) => {
                let reason = CloseReason::parse(&self.reason).ok_or("请选择办结的原因");
                errors.take("reason", reason).map(|reason| reason.as_str().to_owned())
            }
            _ => None,
        };
        let until = match step {
            Some(Move::Order) => errors.take("until", date::parse_day(&self.until)),
            _ => None,
        };
        if until.is_some_and(|until| until < today) {
            errors.push("until", "付清的最后一天不能早于今天");
        }
        let text = self.text.trim();
        if text.chars().count() > LONGEST {
            errors.push("text", format!("请不超过{LONGEST}字"));
        }
        if step == Some(Move::Say) && text.is_empty() {
            errors.push("text", "请写下要告诉反映人的话");
        }
        match step {
            Some(step) => errors
                .into_result((Fact { step, on: today, reason, until }, (!text.is_empty()).then(|| text.to_owned()))),
            None => Err(errors),
        }
    }
}

/// A complaint taken in on behalf of somebody, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct IntakeForm {
    /// Serial of the site.
    pub project: String,
    /// phone, counter, hotline, platform, petition or patrol.
    pub source: String,
    #[serde(flatten)]
    pub complaint: ComplaintForm,
}

impl IntakeForm {
    /// Serial, channel and complaint. All mistakes at once, in form order.
    pub fn check(&self, today: NaiveDate) -> Result<(i64, Via, NewComplaint), FieldErrors> {
        let mut errors = FieldErrors::default();
        let project =
            errors.take("project", self.project.trim().parse::<i64>().map_err(|_| "请填写工地编号，在项目台账里查"));
        let source = Via::parse(&self.source).filter(|source| *source != Via::Board);
        let source = errors.take("source", source.ok_or("请选择从哪里来"));
        let complaint = match self.complaint.check(today) {
            Ok(complaint) => Some(complaint),
            Err(inner) => {
                inner.iter().for_each(|error| errors.push(&error.field, &error.message));
                None
            }
        };
        match (project, source, complaint) {
            (Some(project), Some(source), Some(complaint)) => errors.into_result((project, source, complaint)),
            _ => Err(errors),
        }
    }
}

/// Why the sealed part is opened, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct PurposeForm {
    /// 2 to 100 characters.
    pub purpose: String,
}

impl PurposeForm {
    pub fn check(&self) -> Result<String, FieldErrors> {
        let mut errors = FieldErrors::default();
        let purpose = self.purpose.trim();
        if !(2..=100).contains(&purpose.chars().count()) {
            errors.push("purpose", "请写明用途，2至100字，例如：联系反映人核实");
        }
        errors.into_result(purpose.to_owned())
    }
}

/// The sealed part, opened.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenedComplaint {
    pub contact: String,
    pub name: String,
    pub boss: String,
    pub story: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(form: &MoveForm) -> Vec<String> {
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        form.check(today).err().unwrap_or_default().iter().map(|error| error.field.clone()).collect()
    }

    #[test]
    fn each_step_asks_for_what_it_needs() {
        let step = |step: &str| MoveForm { step: step.into(), ..MoveForm::default() };
        assert_eq!(named(&step("accept")), [""; 0]);
        assert_eq!(named(&step("refuse")), ["reason"]);
        assert_eq!(named(&step("close")), ["reason"]);
        assert_eq!(named(&step("order")), ["until"]);
        assert_eq!(named(&step("say")), ["text"]);
        for own in ["register", "withdraw", "confirm", "reopen", ""] {
            assert_eq!(named(&step(own)), ["step"], "{own}");
        }
    }

    #[test]
    fn an_order_ends_today_or_later() {
        let until = |day: &str| MoveForm { step: "order".into(), until: day.into(), ..MoveForm::default() };
        assert_eq!(named(&until("2026-11-23")), ["until"]);
        assert_eq!(named(&until("2026-11-24")), [""; 0]);
    }
}
