//! The cells that every file about workers has: whom a row tells of, on which site, in which month.

use chrono::NaiveDate;

use super::age::{Age, WorkerRules};
use crate::date::Month;
use crate::error::FieldErrors;
use crate::id::ResidentId;
use crate::sheet::parse::{self, Advice, advice, calendar_day};
use crate::sheet::{Cells, ColumnKey};

/// What a check needs to know beside the row.
#[derive(Clone, Copy, Debug)]
pub struct Check<'a> {
    /// Beijing's date.
    pub today: NaiveDate,
    pub rules: &'a WorkerRules,
}

/// A checked row with where the file puts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed<T> {
    pub row: T,
    /// Code or name of the site; `None` if the file does not say.
    pub project: Option<String>,
    /// `None` if the file does not say, or the row belongs to no month.
    pub month: Option<Month>,
    /// Doubts that refuse nothing.
    pub doubts: FieldErrors,
}

/// The name and the ID number of a worker. A child's number is refused.
pub(crate) fn named<K: ColumnKey>(
    cells: &Cells<K>,
    name: K,
    id: K,
    e: &mut FieldErrors,
    doubts: &mut FieldErrors,
    check: Check<'_>,
) -> (Option<String>, Option<ResidentId>) {
    let person = cells.required(e, name, "请填写姓名", person_name);
    let number = cells.required(e, id, "请填写身份证号码", |text| resident(text, check.today));
    let Some(number) = number else { return (person, None) };
    let rules = check.rules;
    match rules.age(&number, check.today) {
        Age::Child => e.push(
            id.column().word,
            format!("未满{}周岁，不得招用，请立即核实并报人社部门（《禁止使用童工规定》第二条）", rules.child_under),
        ),
        Age::Juvenile => doubts
            .push(id.column().word, format!("未满{}周岁，属于未成年工，不得安排繁重、危险作业", rules.juvenile_under)),
        Age::Adult | Age::Retired => {}
    }
    (person, Some(number))
}

/// A sound ID number.
pub(crate) fn resident(text: &str, today: NaiveDate) -> Result<ResidentId, Advice> {
    ResidentId::parse(text, today).map_err(advice)
}

fn person_name(text: &str) -> Result<String, Advice> {
    let name = parse::text(text, 30)?;
    let name: String = name.split_whitespace().collect();
    if name.chars().any(|c| c.is_ascii_digit()) || name.chars().filter(|c| c.is_alphabetic()).count() < 2 {
        return Err("不像姓名，请按身份证填写".to_owned());
    }
    Ok(name)
}

/// Where the row belongs.
pub(crate) fn moment<K: ColumnKey>(
    cells: &Cells<K>,
    project: K,
    month: Option<K>,
    e: &mut FieldErrors,
) -> (Option<String>, Option<Month>) {
    let project = cells.optional(e, project, |text| parse::text(text, 200));
    let month = month.and_then(|key| cells.optional(e, key, |text| Month::parse(text).map_err(advice)));
    (project, month)
}

/// A day not after today.
pub(crate) fn day_in_file(text: &str, today: NaiveDate) -> Result<NaiveDate, Advice> {
    let day = calendar_day(text)?;
    if day > today { Err(format!("{day} 还没有到，请核对日期")) } else { Ok(day) }
}

pub(crate) fn short_text(text: &str) -> Result<String, Advice> {
    parse::text(text, 60)
}
