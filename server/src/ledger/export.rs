//! The ledger as a workbook: every project, or an empty template. What is written is read back unchanged.

use std::path::Path;

use common::ledger::{COLUMNS, Column, Key, Kind, LedgerRow};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::load;
use crate::db::{Db, Tx};
use crate::error::Result;
use crate::export::Csv;

/// Projects that are read at a time.
const PAGE: i64 = 500;
const PAGE_IDS: usize = 500;
/// Rows above the first project: title, unit, header.
const HEADER_ROW: u32 = 2;

/// Writes every project to a workbook. The number of projects.
pub async fn export_projects(db: &Db, file: &Path) -> anyhow::Result<usize> {
    let mut tx = db.snapshot().await?;
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let formats = Formats::new();
    write_head(sheet, &formats)?;
    let (mut after, mut count) = (0, 0_u32);
    loop {
        let ids = load::ids_after(&mut tx, after, PAGE).await?;
        let page = read(&mut tx, &ids).await?;
        for stored in &page {
            count += 1;
            write_row(sheet, &formats, HEADER_ROW + count, count, &LedgerRow::of(&stored.project))?;
        }
        match page.last() {
            Some(last) => after = last.number,
            None => break,
        }
    }
    workbook.save(file)?;
    Ok(count as usize)
}

/// These projects as a workbook; `ids` in the order of their numbers.
pub async fn workbook(tx: &mut Tx, ids: &[String]) -> Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let formats = Formats::new();
    write_head(sheet, &formats).map_err(anyhow::Error::from)?;
    let mut count = 0_u32;
    for ids in ids.chunks(PAGE_IDS) {
        for stored in read(tx, ids).await? {
            count += 1;
            write_row(sheet, &formats, HEADER_ROW + count, count, &LedgerRow::of(&stored.project))
                .map_err(anyhow::Error::from)?;
        }
    }
    Ok(workbook.save_to_buffer().map_err(anyhow::Error::from)?)
}

/// These projects comma-separated, in UTF-8 with the mark that spreadsheet programs look for.
pub async fn csv(tx: &mut Tx, ids: &[String]) -> Result<Vec<u8>> {
    let mut csv = Csv::new(written().map(|(_, column)| column.header));
    let mut serial = 0_u32;
    for ids in ids.chunks(PAGE_IDS) {
        for stored in read(tx, ids).await? {
            serial += 1;
            let row = LedgerRow::of(&stored.project);
            csv.line(written().map(|(_, column)| match column.key {
                Key::Serial => serial.to_string(),
                key => row.joined(key),
            }));
        }
    }
    Ok(csv.into_bytes())
}

async fn read(tx: &mut Tx, ids: &[String]) -> Result<Vec<load::Stored>> {
    let mut page = load::load(tx, ids).await?;
    page.sort_by_key(|stored| stored.number);
    Ok(page)
}

/// Writes an empty ledger with its header, for an office to fill in.
pub fn write_template(file: &Path) -> anyhow::Result<()> {
    let mut workbook = Workbook::new();
    let formats = Formats::new();
    write_head(workbook.add_worksheet(), &formats)?;
    let notes = workbook.add_worksheet();
    notes.set_name("填表说明")?.set_column_width(0, 90)?;
    for (row, line) in (0..).zip(NOTES) {
        notes.write_string(row, 0, *line)?;
    }
    workbook.save(file)?;
    Ok(())
}

const NOTES: &[&str] = &[
    "一、每个项目填一行。项目名称和施工总承包单位必填，其余不清楚的可以空着，空着的会在告示牌上显示为“未填写”。",
    "二、代码、许可证号、账号都要按文本填写（模板已设好）。用数字格式填写会丢失后几位，导入时会被拒绝。",
    "三、合同价款和保证金金额以万元为单位；以元为单位的，请把表头改成“合同价款(元)”。",
    "四、姓名和电话写在一格，例如“甲某 15400000000”。分包单位有多个的，用分号隔开，例如“示例公司（甲某 15400000000）；示例劳务队”。",
    "五、日期写成 2025-04-06 或 2025年4月6日；拨付日、支付日填 1 到 31 的数字；是否类的填“是”或“否”。",
    "六、同一个项目按项目代码认，没有代码的按施工许可证号认，再没有的按项目名称加总包单位认。再次导入会更新，改动前的内容会留底。",
];

struct Formats {
    title: Format,
    note: Format,
    header: Format,
    text: Format,
    number: Format,
}

impl Formats {
    fn new() -> Self {
        let cell = Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter).set_text_wrap();
        Self {
            title: Format::new().set_bold().set_font_size(16),
            note: Format::new().set_font_color(Color::Gray),
            header: cell
                .clone()
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_background_color(Color::RGB(0x00E8_EEF4)),
            number: cell.clone().set_align(FormatAlign::Right),
            text: cell.set_num_format("@"),
        }
    }
}

/// The columns that are written: all but the halves of joined ones.
fn written() -> impl Iterator<Item = (u16, &'static Column)> {
    (0..).zip(COLUMNS.iter().filter(|column| !column.key.is_part()))
}

fn write_head(sheet: &mut Worksheet, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_name("在建工程项目台账")?;
    sheet.write_string_with_format(0, 0, "在建工程项目台账", &formats.title)?;
    sheet.write_string_with_format(1, 0, "单位：万元", &formats.note)?;
    sheet.set_row_height(HEADER_ROW, 48)?;
    for (at, column) in written() {
        sheet.write_string_with_format(HEADER_ROW, at, column.header, &formats.header)?;
        sheet.set_column_width(at, column.width)?;
        if is_text(column) {
            sheet.set_column_format(at, &formats.text)?;
        }
    }
    sheet.set_freeze_panes(HEADER_ROW + 1, 2)?;
    sheet.set_landscape();
    Ok(())
}

fn write_row(sheet: &mut Worksheet, formats: &Formats, at: u32, serial: u32, row: &LedgerRow) -> Result<(), XlsxError> {
    for (column_at, column) in written() {
        let text = row.joined(column.key);
        if column.key == Key::Serial {
            sheet.write_number_with_format(at, column_at, serial, &formats.number)?;
        } else if let Some(number) = number(column, &text) {
            sheet.write_number_with_format(at, column_at, number, &formats.number)?;
        } else {
            // A string is never run as a formula, whatever it begins with.
            sheet.write_string_with_format(at, column_at, text, &formats.text)?;
        }
    }
    Ok(())
}

fn is_text(column: &Column) -> bool {
    !matches!(column.kind, Kind::Money | Kind::Percent | Kind::Day | Kind::Whole | Kind::Degrees)
}

/// The number that stands for a text, where a workbook can hold it exactly.
fn number(column: &Column, text: &str) -> Option<f64> {
    const EXACT_DIGITS: usize = 15;
    if is_text(column) || text.is_empty() {
        return None;
    }
    // Under one per cent a bare number would read as a fraction, so the sign stays.
    let bare = text.trim_end_matches("万元").replace(',', "");
    let bare = if column.kind == Kind::Percent { bare.trim_end_matches('%').to_owned() } else { bare };
    let value: f64 = bare.parse().ok()?;
    let small_share = column.kind == Kind::Percent && value > 0.0 && value < 1.0;
    (bare.bytes().filter(u8::is_ascii_digit).count() <= EXACT_DIGITS && !small_share).then_some(value)
}
