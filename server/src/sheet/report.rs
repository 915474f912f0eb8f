//! What an import found and did, for people and for programs.

use std::fmt;

use serde::Serialize;

/// Refused rows and changed projects that are listed; more are only counted.
pub const LISTED: usize = 10_000;

/// One wrong cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CellFault {
    /// Column letters; `None` where the file has no such column.
    pub column: Option<String>,
    /// The header as the file writes it.
    pub header: String,
    /// The column's word for programs.
    pub field: String,
    /// What is wrong and what to do.
    pub message: String,
}

/// A refused row with every wrong cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowFault {
    pub sheet: String,
    pub row: u32,
    pub cells: Vec<CellFault>,
}

/// One field of a project that the file changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    pub field: &'static str,
    pub header: &'static str,
    pub was: String,
    pub became: String,
}

/// A project that the file changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProjectChange {
    pub sheet: String,
    pub row: u32,
    pub name: String,
    pub fields: Vec<FieldChange>,
}

/// The outcome of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ImportReport {
    pub file: String,
    pub dry_run: bool,
    /// Whether anything is in the database because of this import.
    pub stored: bool,
    pub added: usize,
    pub changed: usize,
    pub unchanged: usize,
    pub refused: usize,
    /// Why the file as a whole was refused; then no row counts.
    pub file_fault: Option<String>,
    /// Good rows with something to look at.
    pub doubted: usize,
    /// At most [`LISTED`].
    pub refusals: Vec<RowFault>,
    /// At most [`LISTED`].
    pub doubts: Vec<RowFault>,
    /// At most [`LISTED`].
    pub changes: Vec<ProjectChange>,
    /// Sheets and columns that were left out.
    pub notes: Vec<String>,
}

impl ImportReport {
    /// Whether everything in the file was good.
    pub fn is_clean(&self) -> bool {
        self.refused == 0 && self.file_fault.is_none()
    }

    /// 0 if every row was taken, else 1.
    pub fn exit_code(&self) -> u8 {
        u8::from(!self.is_clean())
    }

    pub fn refuse(&mut self, fault: RowFault) {
        self.refused += 1;
        if self.refusals.len() < LISTED {
            self.refusals.push(fault);
        }
    }

    pub fn doubt(&mut self, doubt: RowFault) {
        self.doubted += 1;
        if self.doubts.len() < LISTED {
            self.doubts.push(doubt);
        }
    }

    pub fn change(&mut self, change: ProjectChange) {
        self.changed += 1;
        if self.changes.len() < LISTED {
            self.changes.push(change);
        }
    }

    fn outcome(&self) -> &'static str {
        match (self.dry_run, self.stored) {
            (true, _) if self.is_clean() => "这是试运行，没有写入；去掉 --dry-run 就会写入。",
            (true, _) => "这是试运行，没有写入；请先改正上面的行。",
            (_, true) => "已写入。",
            _ if self.refused > 0 => "有被拒绝的行，整个文件没有写入；改正后重新导入，或加 --partial 只写入合格的行。",
            _ => "没有需要写入的变化。",
        }
    }
}

impl fmt::Display for RowFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "工作表“{}”第 {} 行：", self.sheet, self.row)?;
        for (index, cell) in self.cells.iter().enumerate() {
            let mark = if index == 0 { "" } else { "；" };
            match &cell.column {
                Some(column) => write!(f, "{mark}{column} 列“{}”{}", cell.header, cell.message)?,
                None => write!(f, "{mark}“{}”（表里没有这一列）{}", cell.header, cell.message)?,
            }
        }
        Ok(())
    }
}

/// The lines that people read, one for each refused row and each changed field.
impl fmt::Display for ImportReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for note in &self.notes {
            writeln!(f, "提示  {note}")?;
        }
        if let Some(fault) = &self.file_fault {
            return writeln!(f, "拒绝  {}：{fault}\n没有写入任何内容。", self.file);
        }
        for refusal in &self.refusals {
            writeln!(f, "拒绝  {refusal}")?;
        }
        if self.refused > self.refusals.len() {
            writeln!(f, "拒绝  另有 {} 行，没有逐行列出", self.refused - self.refusals.len())?;
        }
        for doubt in &self.doubts {
            writeln!(f, "请核  {doubt}")?;
        }
        if self.doubted > self.doubts.len() {
            writeln!(f, "请核  另有 {} 行，没有逐行列出", self.doubted - self.doubts.len())?;
        }
        for change in &self.changes {
            writeln!(f, "变更  工作表“{}”第 {} 行 {}", change.sheet, change.row, change.name)?;
            for field in &change.fields {
                let blank = |text: &str| if text.is_empty() { "（空）".to_owned() } else { text.to_owned() };
                writeln!(f, "      {}：{} → {}", field.header, blank(&field.was), blank(&field.became))?;
            }
        }
        let (added, changed, unchanged, refused) = (self.added, self.changed, self.unchanged, self.refused);
        writeln!(f, "新增 {added}，变更 {changed}，未变 {unchanged}，拒绝 {refused}。{}", self.outcome())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_row_is_one_line_with_its_cells() {
        let cell = |column: Option<&str>, header: &str, message: &str| CellFault {
            column: column.map(str::to_owned),
            header: header.to_owned(),
            field: String::new(),
            message: message.to_owned(),
        };
        let cells = vec![cell(Some("M"), "总包统一社会信用代码", "不对"), cell(None, "专用账户开户行", "请补上")];
        let fault = RowFault { sheet: "台账".to_owned(), row: 7, cells };
        let line = "工作表“台账”第 7 行：M 列“总包统一社会信用代码”不对；“专用账户开户行”（表里没有这一列）请补上";
        assert_eq!(fault.to_string(), line);
        let mut report = ImportReport { file: "a.xlsx".to_owned(), ..ImportReport::default() };
        report.refuse(fault);
        assert_eq!(report.exit_code(), 1);
        assert!(report.to_string().ends_with("整个文件没有写入；改正后重新导入，或加 --partial 只写入合格的行。\n"));
    }
}
