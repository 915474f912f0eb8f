//! What the browser and the server agree on: types, rules and the contract of the API.
//!
//! Nothing here knows a clock, a network, a file or SQL: whatever a rule needs, the Beijing date above all, comes in
//! as an argument. So both sides, wasm and native, reach the same answer.
//!
//! | module | holds |
//! |---|---|
//! | [`api`] | paths, requests and responses of `/api/v1` |
//! | [`auth`] | 账号与权限: roles, actions, scopes, accounts and the audit trail |
//! | [`blacklist`] | 拖欠农民工工资失信联合惩戒对象名单: from the notice to the end of a listing, and what the public reads |
//! | [`board`] | 维权信息告示牌: what anyone may read of a site |
//! | [`calendar`] | working days, and the pay day moved before rest days |
//! | [`complaint`] | 举报投诉: unpaid wages as a worker tells it, its clocks and what became of it |
//! | [`dashboard`] | what the district counts of its projects, and the filter that opens the rows |
//! | [`date`] | days and months as Beijing counts them, read as offices write them |
//! | [`deposit`] | 工资保证金: how much is due and why, and its way from storing to return |
//! | [`error`] | [`error::FieldErrors`], every wrong field at once; [`error::Problem`], the body of every failure |
//! | [`id`] | checked numbers of units, people, projects, permits, phones, accounts, boards |
//! | [`law`] | articles of law, cited the same way everywhere |
//! | [`ledger`] | the project ledger: its columns, a row checked into a project and written back |
//! | [`masked`] | personal numbers as lists show them |
//! | [`money`] | [`money::Fen`], sums read and shown exactly |
//! | [`money_chain`] | 钱走到哪了: a month's wages from the owner to each card, and who must move |
//! | [`payroll`] | 考勤、工资支付表、银行回单: rows, checks, and their comparison worker by worker |
//! | [`project`] | 工程项目: industry, funding and state |
//! | [`project_file`] | what officials read and change of a project |
//! | [`quarter`] | the quarter of a year |
//! | [`roster`] | 实名制花名册: who works on a site, age and contract |
//! | [`search`] | finding a name by any two characters of it |
//! | [`second_factor`] | 两步验证: a code of the phone besides the password |
//! | [`sheet`] | tables as offices keep them: headers, kinds of cells, a row as typed |
//! | [`settings`] | what the district decides, with its day of effect |
//! | [`step`] | the steps of a site from approval to settlement, with their due days |
//! | [`text`] | how people type: full-width letters, blanks, dashes |

pub mod api;
pub mod auth;
pub mod blacklist;
pub mod board;
pub mod calendar;
pub mod complaint;
pub mod dashboard;
pub mod date;
pub mod deposit;
pub mod error;
pub mod id;
pub mod law;
pub mod ledger;
pub mod masked;
pub mod money;
pub mod money_chain;
pub mod payroll;
pub mod project;
pub mod project_file;
pub mod quarter;
pub mod roster;
pub mod search;
pub mod second_factor;
pub mod settings;
pub mod sheet;
pub mod step;
mod term;
pub mod text;
