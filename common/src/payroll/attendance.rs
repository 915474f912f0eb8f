//! 考勤表: on how many days each worker was on site.

use crate::error::FieldErrors;
use crate::id::ResidentId;
use crate::payroll::tenths;
use crate::roster::{Check, Placed, moment, named, short_text};
use crate::sheet::{Cells, Column, ColumnKey, Kind, column};

/// A column by name. The order is that of its table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttendanceKey {
    Serial,
    Project,
    Month,
    Name,
    IdNumber,
    Team,
    Trade,
    Days,
    Hours,
    Signature,
    Note,
}

use AttendanceKey as Key;

#[rustfmt::skip]
const COLUMNS: &[Column<Key>] = &[
    column(Key::Serial, "serial", "序号", Kind::Text, 6, &["编号", "序", "NO", "NO."]),
    column(Key::Project, "project", "项目", Kind::Text, 30, &["项目名称", "工程名称", "项目代码", "项目编号", "所属项目", "投资项目统一代码"]),
    column(Key::Month, "month", "考勤月份", Kind::Text, 10, &["月份", "所属月份", "年月"]),
    column(Key::Name, "name", "姓名", Kind::Text, 10, &["工人姓名", "农民工姓名", "人员姓名"]),
    column(Key::IdNumber, "id_number", "身份证号码", Kind::Id, 22, &["身份证号", "身份证", "公民身份号码", "证件号码", "证件号", "居民身份证号码"]),
    column(Key::Team, "team", "班组", Kind::Text, 14, &["所属班组", "班组名称", "所在班组"]),
    column(Key::Trade, "trade", "工种", Kind::Text, 10, &["岗位"]),
    column(Key::Days, "days", "出勤天数", Kind::Text, 10, &["出勤", "考勤天数", "工作天数", "合计天数", "出勤合计", "出勤工日", "工日", "出勤总天数", "天数", "实际出勤天数", "实际出勤"]),
    column(Key::Hours, "hours", "工时", Kind::Text, 10, &["总工时", "出勤工时", "工作时间", "出勤小时"]),
    column(Key::Signature, "signature", "本人签字", Kind::Text, 10, &["签字", "签名", "本人签名"]),
    column(Key::Note, "note", "备注", Kind::Text, 20, &["说明"]),
];

impl ColumnKey for Key {
    const FILE: &'static str = "考勤表";
    const SERIAL: Self = Self::Serial;
    const ANCHOR: Self = Self::Name;
    const NEEDED: &'static [Self] = &[Self::IdNumber, Self::Days];

    fn columns() -> &'static [Column<Self>] {
        COLUMNS
    }

    fn index(self) -> usize {
        self as usize
    }
}

/// One row as typed.
pub type AttendanceCells = Cells<Key>;

/// The attendance of one worker in one month, in one team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttendanceRow {
    pub id: ResidentId,
    pub name: String,
    pub team: Option<String>,
    /// Tenths of a day.
    pub days: i64,
    /// Tenths of an hour.
    pub hours: Option<i64>,
}

impl AttendanceCells {
    /// The attendance this row tells of, or every wrong cell with what to do.
    pub fn check(&self, check: Check<'_>) -> Result<Placed<AttendanceRow>, FieldErrors> {
        let (mut errors, mut doubts) = (FieldErrors::default(), FieldErrors::default());
        let e = &mut errors;
        let (name, id) = named(self, Key::Name, Key::IdNumber, e, &mut doubts, check);
        let (project, month) = moment(self, Key::Project, Some(Key::Month), e);
        let team = self.optional(e, Key::Team, short_text);
        let days = self.required(e, Key::Days, "请填写出勤天数，没有出勤填 0", |text| tenths(text, 31));
        let hours = self.optional(e, Key::Hours, |text| tenths(text, 744));
        let (Some(id), Some(name), Some(days)) = (id, name, days) else { return Err(errors) };
        errors.into_result(Placed { row: AttendanceRow { id, name, team, days, hours }, project, month, doubts })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roster::WorkerRules;

    #[test]
    fn each_key_finds_its_column_and_no_header_means_two() {
        crate::sheet::check_columns::<Key>();
    }

    #[test]
    fn days_are_asked_for() {
        let rules = WorkerRules::default();
        let check = Check { today: "2026-11-24".parse().unwrap(), rules: &rules };
        let mut row = AttendanceCells::default();
        row.set(Key::Name, "甲某");
        row.set(Key::IdNumber, "330106189001010019");
        assert_eq!(row.check(check).unwrap_err().iter().next().unwrap().field, "days");
        row.set(Key::Days, "22.5");
        assert_eq!(row.check(check).unwrap().row.days, 225);
    }
}
