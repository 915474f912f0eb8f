use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::rules::Clocks;
use super::state::Refusal;
use crate::calendar::Calendar;
use crate::date;
use crate::money::Fen;
use crate::project::DepositForm;

/// What is in hand: cash in the account, or a guarantee, surety or policy whose original the authority keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Holding {
    pub form: DepositForm,
    #[serde(rename = "amount_fen")]
    pub amount: Fen,
    /// The bank of the account, or who guarantees: bank, surety company, insurer.
    pub issuer: String,
    /// Of the guarantee or policy; for cash, of the account.
    pub number: String,
    /// The last day of a guarantee. `None` for cash.
    pub valid_until: Option<NaiveDate>,
}

impl Holding {
    /// The last day on which the issuer can be asked to pay: its counter must be open, so a last day of rest moves to
    /// the working day before. `None` for cash.
    pub fn claim_by(&self, calendar: &Calendar) -> Option<NaiveDate> {
        let until = self.valid_until?;
        std::iter::successors(Some(until), NaiveDate::pred_opt).find(|day| calendar.is_working(*day))
    }

    /// From this day on the firm is to be reminded if the works are not finished. `None` for cash.
    ///
    /// Law: 《工程建设领域农民工工资保证金规定》第十七条.
    pub fn remind_on(&self, clocks: &Clocks) -> Option<NaiveDate> {
        self.valid_until?.checked_sub_months(Months::new(clocks.reminder_months))
    }

    /// Whether it may be taken on a day: large enough, and a guarantee long enough.
    ///
    /// Law: 《工程建设领域农民工工资保证金规定》第十五条.
    pub fn check(&self, on: NaiveDate, due: Fen, works_end: Option<NaiveDate>, clocks: &Clocks) -> Result<(), Refusal> {
        if self.amount < due {
            return Err(Refusal::new(format!("金额{}少于应存的{}，请补足后再登记", self.amount.label(), due.label())));
        }
        let Some(until) = self.valid_until else { return Ok(()) };
        // A year that begins on the day itself ends on the day before its return.
        let year = on.checked_add_months(Months::new(clocks.guarantee_years * 12)).and_then(|day| day.pred_opt());
        if year.is_some_and(|year| until < year) {
            return Err(Refusal::new(format!(
                "保函有效期至{}，不满{}年，请换开有效期更长的保函",
                date::label(until),
                clocks.guarantee_years
            )));
        }
        if works_end.is_some_and(|end| until < end) {
            return Err(Refusal::new(format!(
                "保函有效期至{}，短于合同工期（至{}），请换开不短于工期的保函",
                date::label(until),
                works_end.map(date::label).unwrap_or_default()
            )));
        }
        Ok(())
    }

    /// `示例银行 银行保函 BH001`.
    pub fn label(&self) -> String {
        format!("{} {} {}", self.issuer, self.form.label(), self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn guarantee(until: NaiveDate) -> Holding {
        Holding {
            form: DepositForm::BankGuarantee,
            amount: Fen(1_000_000),
            issuer: "示例银行".into(),
            number: "BH001".into(),
            valid_until: Some(until),
        }
    }

    #[test]
    fn the_last_day_to_claim_is_a_working_day() {
        let calendar = Calendar::example();
        let cases = [
            (ymd(2026, 11, 27), ymd(2026, 11, 27)),
            (ymd(2026, 11, 28), ymd(2026, 11, 27)),
            (ymd(2026, 11, 29), ymd(2026, 11, 27)),
            (ymd(2026, 11, 30), ymd(2026, 11, 30)),
            // Spring Festival rests from 15 to 23 February 2026; Saturday the 14th is worked in exchange.
            (ymd(2026, 2, 14), ymd(2026, 2, 14)),
            (ymd(2026, 2, 15), ymd(2026, 2, 14)),
            (ymd(2026, 2, 23), ymd(2026, 2, 14)),
            (ymd(2026, 2, 24), ymd(2026, 2, 24)),
        ];
        for (until, claim_by) in cases {
            assert_eq!(guarantee(until).claim_by(&calendar), Some(claim_by), "{until}");
        }
    }

    #[test]
    fn the_reminder_comes_a_month_before() {
        let remind = |until| guarantee(until).remind_on(&Clocks::default());
        assert_eq!(remind(ymd(2026, 12, 31)), Some(ymd(2026, 11, 30)));
        assert_eq!(remind(ymd(2027, 3, 31)), Some(ymd(2027, 2, 28)));
        assert_eq!(remind(ymd(2027, 3, 15)), Some(ymd(2027, 2, 15)));
    }

    #[test]
    fn a_guarantee_lasts_a_year_and_not_less_than_the_works() {
        let clocks = Clocks::default();
        let on = ymd(2026, 3, 2);
        let good = |until, works_end| guarantee(until).check(on, Fen(1_000_000), works_end, &clocks).is_ok();
        assert!(!good(ymd(2027, 2, 28), None));
        assert!(good(ymd(2027, 3, 1), None));
        assert!(good(ymd(2027, 3, 2), None));
        assert!(!good(ymd(2028, 6, 29), Some(ymd(2028, 6, 30))));
        assert!(good(ymd(2028, 6, 30), Some(ymd(2028, 6, 30))));
        assert!(good(ymd(2028, 7, 1), Some(ymd(2028, 6, 30))));
    }

    #[test]
    fn less_than_what_is_due_is_refused() {
        let check = |due| guarantee(ymd(2028, 1, 1)).check(ymd(2026, 3, 2), Fen(due), None, &Clocks::default()).is_ok();
        assert!(check(999_999));
        assert!(check(1_000_000));
        assert!(!check(1_000_001));
    }
}
