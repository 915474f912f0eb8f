//! 举报投诉: a worker says that wages are unpaid, and what became of it.
//!
//! Law: 《保障农民工工资支付条例》第十条 (anyone may report; the result is told);《劳动保障监察条例》第九条 (who reports is kept
//! secret), 第十七条;《关于实施〈劳动保障监察条例〉若干规定》第十八条. Events are only ever added; where a complaint stands and which
//! clock runs follow from them ([`fold`]).

mod form;
mod official;
mod state;
mod track;

pub use form::{ComplaintForm, Deed, FollowForm, NewComplaint, Sealed};
pub use official::{
    COMPLAINTS, ComplaintEvent, ComplaintFile, ComplaintPage, ComplaintRow, IntakeForm, MoveForm, OpenedComplaint,
    PurposeForm, complaint_of,
};
pub use state::{CloseReason, Due, Fact, Move, RefuseReason, Standing, State, Via, fold};
pub use track::{FOLLOW, MINE, Receipt, Tracked, TrackedEvent, complaints_of};
