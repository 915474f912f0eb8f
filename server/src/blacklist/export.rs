//! The public list as the table that offices publish (拖欠农民工工资失信联合惩戒对象名单公示表).

use common::blacklist::PublicEntry;
use rust_xlsxwriter::{Format, Workbook};

use crate::error::Result;
use crate::export::Csv;

const HEADERS: [&str; 14] = [
    "序号",
    "用人单位名称",
    "统一社会信用代码",
    "单位地址",
    "法定代表人(主要负责人)",
    "其他责任人员及职务",
    "主要违法事实(项目、拖欠人数、金额)",
    "责令支付文书号",
    "列入决定书文号",
    "列入依据",
    "列入日期",
    "期限(起止)",
    "作出列入决定部门",
    "备注",
];

/// Comma-separated, in UTF-8 with the mark that spreadsheet programs look for.
pub fn csv(entries: &[PublicEntry]) -> Vec<u8> {
    let mut csv = Csv::new(HEADERS);
    for (serial, entry) in (1..).zip(entries) {
        csv.line(cells(serial, entry));
    }
    csv.into_bytes()
}

/// A workbook with one sheet, all text.
pub fn xlsx(entries: &[PublicEntry]) -> Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let mut write = || -> Result<(), rust_xlsxwriter::XlsxError> {
        let (bold, wrap) = (Format::new().set_bold(), Format::new().set_text_wrap());
        sheet.set_name("失信联合惩戒对象名单")?.set_freeze_panes(1, 2)?;
        for (at, header) in (0..).zip(HEADERS) {
            sheet.write_string_with_format(0, at, header, &bold)?.set_column_width(at, 20)?;
        }
        for (at, entry) in (1..).zip(entries) {
            for (column, cell) in (0..).zip(cells(at, entry)) {
                sheet.write_string_with_format(at, column, cell, &wrap)?;
            }
        }
        Ok(())
    };
    write().map_err(anyhow::Error::from)?;
    Ok(workbook.save_to_buffer().map_err(anyhow::Error::from)?)
}

fn cells(serial: u32, entry: &PublicEntry) -> [String; 14] {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let (first, others) = match entry.people.split_first() {
        Some((first, others)) => (first.name.clone(), others),
        None => (String::new(), &[][..]),
    };
    let others: Vec<String> = others.iter().map(|person| format!("{}（{}）", person.name, person.role)).collect();
    [
        serial.to_string(),
        entry.employer.clone(),
        text(&entry.uscc),
        text(&entry.address),
        first,
        others.join("；"),
        entry.facts.clone(),
        text(&entry.order),
        entry.decision.clone(),
        entry.basis.clone(),
        entry.decided_on.to_string(),
        format!("{}至{}", entry.since, entry.until),
        entry.authority.clone(),
        text(&entry.remark),
    ]
}
