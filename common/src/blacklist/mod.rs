//! 拖欠农民工工资失信联合惩戒对象名单: employers that owe wages in spite of an order to pay, with those who answer for
//! it, made public for three years.
//!
//! Law: 《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》; 《保障农民工工资支付条例》第四十八条.
//! What happened is a row of events that is only added to; where a listing stands, what may come next and whether the
//! public may see it follow from the events alone. Listing and removal take two officials: one proposes, another decides.
//!
//! | file | holds |
//! |---|---|
//! | `rules` | how long each step may take, and from which amount on one is listed |
//! | `matter` | what an employer is listed for, and who is listed with it |
//! | `column` | the columns of the table that offices publish |
//! | `event` | what may happen, typed and checked |
//! | `state` | where a listing stands, and which event may come next |
//! | `row` | a row of that table, checked |
//! | `document` | notice and decision, drafted |
//! | `name` | the core of a firm's name |
//! | `view` | requests and answers of the API |

mod column;
mod document;
mod event;
mod matter;
mod name;
mod row;
mod rules;
mod state;
mod view;

pub use column::{COLUMNS, Key};
pub use document::{DocumentFacts, DocumentKind, document};
pub use event::{Event, EventForm, EventKind, Proposal};
pub use matter::{Ground, Matter, Person, parse_people, personal_number};
pub use name::core_name;
pub use row::ListedRow;
pub use rules::BlacklistRules;
pub use state::{Entry, Proposed, Recorded, Stage, Standing, fold};
pub use view::{
    BLACKLIST, BLACKLIST_CHANGES, BLACKLIST_CSV, BLACKLIST_MATCHES, BLACKLIST_XLSX, Change, Changes, ListingFile,
    ListingPage, ListingRow, Match, MatchForm, MatchLine, Matches, OFFICIAL_BLACKLIST, PublicEntry, PublicHit,
    PublicList, PublicStep, TimelineEntry, document_of, events_of, listing_of, public_entry_of,
};
