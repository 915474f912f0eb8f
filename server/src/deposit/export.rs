//! The list of deposits as the ledger offices keep (工资保证金管理台账), as CSV and as a workbook.
//!
//! Law: 《工程建设领域农民工工资保证金规定》第二十六条. Nothing in a cell is ever run as a formula.

use chrono::NaiveDate;
use common::deposit::DepositRow;
use rust_xlsxwriter::{Format, Workbook};

use crate::error::Result;
use crate::export::Csv;

const HEADERS: [&str; 13] = [
    "编号",
    "项目名称",
    "施工总承包单位",
    "街道",
    "行业",
    "状态",
    "存储形式",
    "金额(元)",
    "经办银行或出具单位",
    "保函到期日",
    "最后可索赔日",
    "当前期限",
    "期限截止日",
];

/// Comma-separated, in UTF-8 with the mark that spreadsheet programs look for.
pub fn csv(rows: &[DepositRow]) -> Vec<u8> {
    let mut csv = Csv::new(HEADERS);
    for row in rows {
        csv.line(cells(row));
    }
    csv.into_bytes()
}

/// A workbook with one sheet; amounts are numbers, everything else is text.
pub fn xlsx(rows: &[DepositRow]) -> Result<Vec<u8>> {
    const AMOUNT: u16 = 7;
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let write = || -> Result<(), rust_xlsxwriter::XlsxError> {
        let (bold, money) = (Format::new().set_bold(), Format::new().set_num_format("#,##0.00"));
        sheet.set_name("工资保证金台账")?.set_freeze_panes(1, 2)?;
        for (at, header) in (0..).zip(HEADERS) {
            sheet.write_string_with_format(0, at, header, &bold)?.set_column_width(at, 16)?;
        }
        for (at, row) in (1..).zip(rows) {
            for (column, cell) in (0..).zip(cells(row)) {
                match row.amount {
                    #[expect(clippy::cast_precision_loss, reason = "a sum below 90 trillion yuan is exact")]
                    Some(amount) if column == AMOUNT => {
                        sheet.write_number_with_format(at, column, amount.0 as f64 / 100.0, &money)?;
                    }
                    _ => {
                        sheet.write_string(at, column, cell)?;
                    }
                }
            }
        }
        Ok(())
    };
    let mut write = write;
    write().map_err(anyhow::Error::from)?;
    Ok(workbook.save_to_buffer().map_err(anyhow::Error::from)?)
}

fn cells(row: &DepositRow) -> [String; 13] {
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    [
        row.number.to_string(),
        row.project.clone(),
        row.contractor.clone().unwrap_or_default(),
        row.street.clone().unwrap_or_default(),
        row.industry.label().to_owned(),
        row.stage.label().to_owned(),
        row.form.map(|form| form.label().to_owned()).unwrap_or_default(),
        row.amount.map(|sum| format!("{}.{:02}", sum.0 / 100, sum.0.rem_euclid(100))).unwrap_or_default(),
        row.issuer.clone().unwrap_or_default(),
        day(row.valid_until),
        day(row.claim_by),
        row.clock.as_ref().map(|clock| clock.what.clone()).unwrap_or_default(),
        day(row.clock.as_ref().map(|clock| clock.by)),
    ]
}

#[cfg(test)]
mod tests {
    use common::deposit::Stage;
    use common::money::Fen;
    use common::project::Industry;

    use super::*;

    fn row(project: &str) -> DepositRow {
        DepositRow {
            number: 1,
            project: project.into(),
            contractor: None,
            street: None,
            industry: Industry::Housing,
            stage: Stage::Stored,
            form: None,
            amount: Some(Fen(123_405)),
            issuer: None,
            clock: None,
            valid_until: None,
            claim_by: None,
            remind_on: None,
            finished: false,
        }
    }

    #[test]
    fn no_cell_is_run_as_a_formula() {
        for name in ["=1+1", "+1", "-1", "@sum", "\t=1", "\r=1"] {
            let text = String::from_utf8(csv(&[row(name)])).unwrap();
            assert!(text.contains(&format!("\"'{name}\"")), "{text}");
        }
        let text = String::from_utf8(csv(&[row("甲\"乙,丙")])).unwrap();
        assert!(text.contains("\"甲\"\"乙,丙\",") && text.contains("\"1234.05\""), "{text}");
    }

    #[test]
    fn a_workbook_is_written() {
        assert!(xlsx(&[row("=1+1")]).unwrap().starts_with(b"PK"));
    }
}
