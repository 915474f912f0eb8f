//! 工资保证金: money or a guarantee set aside by the general contractor, so that wages can be paid if it does not pay.
//!
//! Law: 《保障农民工工资支付条例》第三十二条; 《工程建设领域农民工工资保证金规定》.
//! Only wages owed on the contractor's own works may be paid from it. What happened is a row of events that is only
//! added to; where a deposit stands, and which clock runs, follows from the events alone.
//!
//! | file | holds |
//! |---|---|
//! | `rules` | what the province decides: rates, caps, reliefs, surcharges, clocks |
//! | `calculation` | how much is due from this firm for these works, step by step |
//! | `holding` | cash or a guarantee in hand, its last day to claim |
//! | `event` | what may happen to a deposit, typed and checked |
//! | `state` | where it stands, and which event may come next |
//! | `letter` | letters drafted for an official to check and send |
//! | `view` | requests and answers of the API |

mod calculation;
mod event;
#[cfg(test)]
mod histories;
mod holding;
mod letter;
mod rules;
mod state;
mod view;

pub use calculation::{Arrears, Calculation, History, Step, WhatIf, WhatIfForm, Works, WorksElsewhere, calculate};
pub use event::{Event, EventForm, EventKind};
pub use holding::Holding;
pub use letter::{Letter, LetterFacts, LetterKind, letter};
pub use rules::{Change, CleanRecord, Clocks, DepositRules, SmallWorks, SmallWorksFrom, Tier};
pub use state::{Clock, Entry, Recorded, Refusal, Stage, State, fold};
pub use view::{
    DEPOSITS, DEPOSITS_CSV, DEPOSITS_XLSX, DepositFile, DepositPage, DepositRow, Firm, RecordForm, RecordKind,
    TimelineEntry, deposit_of, letter_of, records_of, what_if_of,
};
