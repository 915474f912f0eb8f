//! The time. Everything else takes it as an argument, so that tests can stand on any day.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use common::date;

/// Where the time comes from.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    System,
    /// Stands still; for tests and for printing a board as of a day.
    Fixed(DateTime<Utc>),
}

impl Clock {
    /// Noon of a Beijing day.
    pub fn noon(day: NaiveDate) -> Self {
        Self::Fixed(day.and_time(chrono::NaiveTime::MIN).and_utc() + TimeDelta::hours(4))
    }

    /// The instant, UTC.
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the system")]
    pub fn now(self) -> DateTime<Utc> {
        match self {
            Self::System => Utc::now(),
            Self::Fixed(at) => at,
        }
    }

    /// The day in Beijing, UTC+8.
    pub fn today(self) -> NaiveDate {
        date::beijing_day(self.now())
    }
}
