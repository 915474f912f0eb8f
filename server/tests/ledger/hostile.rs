//! Files that are broken, wrong or meant to harm: each is answered soon, in little memory, with its place and what to
//! do, and nothing of it is stored.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use encoding_rs::GB18030;
use server::ledger::ImportReport;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::helpers::{District, Engine, counts, file, fixture, fresh, on_both};

const HEADER: &str = "项目名称,项目代码,施工总承包单位,施工许可证号,专用账户开户行,专用账户账号,总包统一社会信用代码,项目经理,项目地址\n";

/// A workbook of one sheet with these parts beside it.
fn workbook(sheet: impl FnOnce(&mut dyn Write), strings: Option<&str>) -> PathBuf {
    let path = fresh("a.xlsx");
    let mut zip = ZipWriter::new(File::create(&path).unwrap());
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let book = r#"<workbook xmlns:r="r"><sheets><sheet name="台账" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let links = r#"<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>"#;
    for (name, text) in [
        ("xl/workbook.xml", Some(book)),
        ("xl/_rels/workbook.xml.rels", Some(links)),
        ("xl/sharedStrings.xml", strings),
    ] {
        if let Some(text) = text {
            zip.start_file(name, options).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
    }
    zip.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    zip.write_all(b"<worksheet><sheetData>").unwrap();
    sheet(&mut zip);
    zip.write_all(b"</sheetData></worksheet>").unwrap();
    zip.finish().unwrap();
    path
}

/// A row of texts.
fn row(number: usize, cells: &[&str]) -> String {
    let cell = |text: &&str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    format!("<row r=\"{number}\">{}</row>", cells.iter().map(cell).collect::<String>())
}

fn header(number: usize) -> String {
    row(number, &HEADER.trim().split(',').collect::<Vec<_>>())
}

fn zip_bomb() -> PathBuf {
    workbook(
        |sheet| {
            let row = vec![b' '; 1 << 20];
            (0..400).for_each(|_| sheet.write_all(&row).unwrap());
        },
        None,
    )
}

fn bomb_of_strings() -> PathBuf {
    let strings = format!("<sst>{}</sst>", "<si><t>示例</t></si>".repeat(3_000_000));
    workbook(|sheet| sheet.write_all(header(1).as_bytes()).unwrap(), Some(&strings))
}

fn a_million_empty_cells() -> PathBuf {
    workbook(
        |sheet| {
            for number in 1..=10_000 {
                write!(sheet, "<row r=\"{number}\">").unwrap();
                (0..100).for_each(|_| sheet.write_all(b"<c s=\"1\"/>").unwrap());
                sheet.write_all(b"</row>").unwrap();
            }
        },
        None,
    )
}

/// Ten million letters that do not compress to nothing.
fn long_text() -> String {
    let mut state = 1_u32;
    let letter = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(b'a' + (state >> 24) as u8 % 26)
    };
    (0..10_000_000).map(letter).collect()
}

fn a_long_cell() -> PathBuf {
    let text = long_text();
    workbook(|sheet| write!(sheet, "{}{}", header(1), row(2, &["北苑路安置房", &text, "示例公司"])).unwrap(), None)
}

fn a_long_shared_text() -> PathBuf {
    let strings = format!("<sst><si><t>{}</t></si></sst>", long_text());
    let cells = "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c></row>";
    workbook(|sheet| write!(sheet, "{}{cells}", header(1)).unwrap(), Some(&strings))
}

fn a_long_csv_cell() -> PathBuf {
    file("a.csv", format!("{HEADER}\"{}\",,示例公司\n", long_text()))
}

/// The first part of a good workbook.
fn truncated() -> PathBuf {
    let whole = std::fs::read(fixture("ledger.xlsx")).unwrap();
    file("a.xlsx", &whole[..whole.len() / 2])
}

fn truncated_xls() -> PathBuf {
    let whole = std::fs::read(fixture("ledger.xls")).unwrap();
    file("a.xls", &whole[..whole.len() / 2])
}

/// The container of a workbook with a password, as far as it can be read without one.
fn encrypted() -> PathBuf {
    const SECTOR: usize = 512;
    let mut bytes = vec![0_u8; SECTOR * 3];
    let put = |bytes: &mut [u8], at: usize, what: &[u8]| bytes[at..at + what.len()].copy_from_slice(what);
    put(&mut bytes, 0, &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
    put(&mut bytes, 30, &9_u16.to_le_bytes());
    put(&mut bytes, 44, &1_u32.to_le_bytes());
    put(&mut bytes, 48, &1_u32.to_le_bytes());
    put(&mut bytes, 68, &0xFFFF_FFFE_u32.to_le_bytes());
    (0..109).for_each(|index| put(&mut bytes, 76 + index * 4, &u32::MAX.to_le_bytes()));
    put(&mut bytes, 76, &0_u32.to_le_bytes());
    (0..SECTOR / 4).for_each(|index| put(&mut bytes, SECTOR + index * 4, &u32::MAX.to_le_bytes()));
    put(&mut bytes, SECTOR, &0xFFFF_FFFD_u32.to_le_bytes());
    put(&mut bytes, SECTOR + 4, &0xFFFF_FFFE_u32.to_le_bytes());
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    put(&mut bytes, SECTOR * 2, &name);
    put(&mut bytes, SECTOR * 2 + 64, &34_u16.to_le_bytes());
    bytes[SECTOR * 2 + 66] = 2;
    file("a.xlsx", bytes)
}

fn renamed(from: &str, to: &str) -> PathBuf {
    file(to, std::fs::read(fixture(from)).unwrap())
}

fn binary_as_csv() -> PathBuf {
    file("a.csv", (0..200_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect::<Vec<u8>>())
}

/// Where and what the answer must say.
fn cases() -> Vec<(&'static str, PathBuf, &'static [&'static str])> {
    vec![
        ("zip bomb", zip_bomb(), &["恶意"]),
        ("bomb of shared texts", bomb_of_strings(), &["恶意"]),
        ("a million empty cells", a_million_empty_cells(), &["没有找到台账的表头"]),
        ("10 MB in a cell", a_long_cell(), &["台账", "第 2 行", "B 列", "32767"]),
        ("10 MB in a shared text", a_long_shared_text(), &["台账", "第 2 行", "A 列", "32767"]),
        ("10 MB in a CSV cell", a_long_csv_cell(), &["A2", "32767"]),
        ("truncated xlsx", truncated(), &["损坏", "另存为"]),
        ("truncated xls", truncated_xls(), &["损坏", "另存为"]),
        ("encrypted", encrypted(), &["密码"]),
        ("xls named xlsx", renamed("ledger.xls", "a.xlsx"), &[".xls", "另存为"]),
        ("xlsx named xls", renamed("ledger.xlsx", "a.xls"), &[".xlsx", "另存为"]),
        ("xlsx named csv", renamed("ledger.xlsx", "a.csv"), &[".xlsx", "另存为"]),
        ("csv named xlsx", renamed("ledger.csv", "a.xlsx"), &[".csv", "另存为"]),
        ("binary as csv", binary_as_csv(), &["不是文本表格"]),
        ("PDF", file("a.csv", "%PDF-1.7 x"), &["PDF"]),
        ("empty", file("a.xlsx", ""), &["空"]),
        ("other kind", file("a.docx", "PK\u{3}\u{4}"), &[".xlsx"]),
        ("a quote that never ends", file("a.csv", format!("{HEADER}\"北苑")), &["引号", "A2"]),
        ("no ledger", file("a.csv", "姓名,天气\n甲,晴\n"), &["没有找到台账的表头"]),
        (
            "formula",
            file("a.csv", format!("{HEADER}=cmd|' /C calc'!A0,,示例公司,,,,,,@SUM(1)\n")),
            &["第 2 行", "A 列", "I 列", "公式"],
        ),
        (
            "numbers where codes belong",
            workbook(
                |sheet| {
                    let names = row(2, &["北苑路安置房", "", "示例公司"]).replace("</row>", "");
                    let number = |at: &str| format!("<c r=\"{at}2\"><v>330106202504063000</v></c>");
                    let numbers: String = ["D", "F", "G"].map(number).concat();
                    write!(sheet, "{}{names}{numbers}</row>", header(1)).unwrap();
                },
                None,
            ),
            &["第 2 行", "D 列", "F 列", "G 列", "文本", "不会替您补"],
        ),
    ]
}

#[tokio::test]
async fn every_hostile_file_is_answered_and_nothing_is_stored() {
    let district = District::on(&Engine::Sqlite).await;
    for (name, path, words) in cases() {
        for partial in [false, true] {
            let began = Instant::now();
            let report = district.import_as(&path, false, partial).await;
            let took = began.elapsed();
            let answer = report.to_string();
            assert!(words.iter().all(|word| answer.contains(word)), "{name}: {answer}");
            assert_eq!((report.stored, report.exit_code()), (false, 1), "{name}: {answer}");
            // Without optimisation everything takes several times as long.
            let most = Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 2 });
            assert!(took < most, "{name}: {took:?}");
        }
    }
    for table in ["select count(*) from project", "select count(*) from company", "select count(*) from board"] {
        assert_eq!(district.count(table).await, 0);
    }
}

/// Runs the program itself on a file: its memory at most, kB, as Python's wait tells it.
fn memory_kb(path: &Path) -> Option<u64> {
    const RUN: &str = "import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)";
    let data = fresh("data");
    let mut python = Command::new("python3");
    python.args(["-c", RUN, env!("CARGO_BIN_EXE_mingxin"), "import", "projects"]).arg(path).arg("--data").arg(data);
    let output = python.output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

#[test]
fn no_hostile_file_takes_much_memory() {
    const MOST_KB: u64 = 32 << 10;
    let Some(usual) = memory_kb(&file("a.csv", format!("{HEADER}北苑路安置房,,示例公司\n"))) else {
        eprintln!("no python3: not run");
        return;
    };
    for (name, path, _) in cases() {
        let growth = memory_kb(&path).unwrap().saturating_sub(usual);
        println!("{name}: {growth} kB more than a small ledger");
        assert!(growth <= MOST_KB, "{name}: {growth} kB");
    }
}

on_both! {
    async fn a_ledger_in_any_usual_encoding_is_good(on: Engine) {
        let text = format!("{HEADER}北苑路安置房,,示例公司,,,,,张某,示例区北苑路1号\n");
        let utf16 = |bytes: fn(u16) -> [u8; 2]| {
            format!("\u{FEFF}{}", text.replace(',', "\t")).encode_utf16().flat_map(bytes).collect::<Vec<u8>>()
        };
        let files = [
            text.clone().into_bytes(),
            format!("\u{FEFF}{text}").into_bytes(),
            GB18030.encode(&text).0.into_owned(),
            utf16(u16::to_le_bytes),
            utf16(u16::to_be_bytes),
            utf16(u16::to_le_bytes)[2..].to_vec(),
        ];
        let district = District::on(&on).await;
        let report: ImportReport = district.import(&file("a.csv", &files[0])).await;
        assert_eq!(counts(&report), [1, 0, 0, 0], "{report}");
        for bytes in &files[1..] {
            let report = district.import(&file("a.csv", bytes)).await;
            assert_eq!(counts(&report), [0, 0, 1, 0], "{report}");
        }
    }
}
