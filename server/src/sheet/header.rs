//! Finding the header of a table under its title rows, over one row or two, and which rows below are none of it.

use common::sheet::{ColumnKey, Header, Unit};
use common::text::compact;

use super::guard::Refused;
use super::read::{Row, Value, letters};

/// Columns that must be recognised before a row counts as the header.
const ENOUGH: usize = 3;

/// A column of the file that was understood.
#[derive(Clone, Debug)]
pub struct Place<K> {
    pub column: u16,
    pub key: K,
    /// As the file writes it.
    pub title: String,
    pub unit: Option<Unit>,
}

/// Where each column of a sheet stands.
#[derive(Clone, Debug)]
pub struct Layout<K> {
    pub places: Vec<Place<K>>,
    /// Headers that mean nothing to us, with their column letters.
    pub unknown: Vec<(String, String)>,
}

impl<K: ColumnKey> Layout<K> {
    /// Reads a row, with the row below it if the header takes two. `None` if this is no header of such a file.
    pub fn read(top: &Row, below: Option<&Row>, unit: Option<Unit>) -> Option<Result<Self, Refused>> {
        let mut layout = Self { places: Vec::new(), unknown: Vec::new() };
        let mut party: Option<K> = None;
        for (column, above, own) in titles(top, below) {
            let title = format!("{above}{own}");
            let found =
                Header::read(&title).or_else(|| if above.is_empty() { None } else { Header::read(own) }).or_else(
                    || party.and_then(|party| Header::read_after(party, if own.is_empty() { above } else { own })),
                );
            let Some(header) = found else {
                layout.unknown.push((letters(column), title));
                continue;
            };
            if header.key.leads() {
                party = Some(header.key);
            }
            let unit = header.unit.or(unit);
            layout.places.push(Place { column, key: header.key, title, unit });
        }
        if layout.place(K::ANCHOR).is_none() || layout.places.iter().filter(|it| it.key != K::SERIAL).count() < ENOUGH {
            return None;
        }
        Some(layout.checked(top.number))
    }

    /// Whether `below` is the second row of the header whose first is `top`.
    pub fn takes_two_rows(top: &Row, below: &Row) -> bool {
        let Some(Ok(single)) = Self::read(top, None, None) else { return false };
        let under_name = single.place(K::ANCHOR).and_then(|place| below.get(place.column));
        let all_text = below.cells.iter().all(|(_, value)| matches!(value, Value::Text(_)));
        if under_name.is_some() || !all_text {
            return false;
        }
        match Self::read(top, Some(below), None) {
            Some(Ok(double)) => {
                below.cells.iter().filter(|(column, _)| double.places.iter().any(|it| it.column == *column)).count()
                    >= 2
            }
            _ => false,
        }
    }

    pub fn place(&self, key: K) -> Option<&Place<K>> {
        self.places.iter().find(|place| place.key == key)
    }

    /// The place that an error under `word` speaks of.
    pub fn place_of_word(&self, word: &str) -> Option<&Place<K>> {
        self.places.iter().find(|place| place.key.column().word == word)
    }

    /// Whether the file has this column, alone or in the column that joins it with another.
    pub fn has(&self, key: K) -> bool {
        self.places.iter().any(|place| place.key == key || place.key.parts().is_some_and(|parts| parts.contains(&key)))
    }

    fn checked(self, row: u32) -> Result<Self, Refused> {
        for (index, place) in self.places.iter().enumerate() {
            if let Some(other) = self.places[..index].iter().find(|other| other.key == place.key) {
                let (first, second) = (letters(other.column), letters(place.column));
                let message = format!(
                    "{first} 列“{}”和 {second} 列“{}”都像是“{}”，请改名或删去一列",
                    other.title,
                    place.title,
                    place.key.column().title()
                );
                return Err(Refused::new(message).at(row, Some(place.column)));
            }
        }
        if let Some(missing) = K::NEEDED.iter().find(|key| !self.has(**key)) {
            let message = format!("找到了{}的表头，但没有“{}”一列，请补上这一列", K::FILE, missing.column().title());
            return Err(Refused::new(message).at(row, None));
        }
        Ok(self)
    }
}

/// Each column with its title: the upper row's, carried on over the columns it spans, and the lower row's.
fn titles<'a>(top: &'a Row, below: Option<&'a Row>) -> Vec<(u16, &'a str, &'a str)> {
    let last = |row: &Row| row.cells.last().map_or(0, |(column, _)| *column + 1);
    let mut above = "";
    let mut titles = Vec::new();
    for column in 0..last(top).max(below.map_or(0, last)) {
        let (upper, lower) = (top.text(column), below.map_or("", |row| row.text(column)));
        if !upper.is_empty() {
            above = upper;
        }
        match (upper.is_empty(), lower.is_empty()) {
            (true, true) => {}
            (false, true) => titles.push((column, upper, "")),
            (_, false) => titles.push((column, above, lower)),
        }
    }
    titles
}

/// The unit that a title row names: 单位：万元.
pub fn unit_of_title(row: &Row) -> Option<Unit> {
    row.cells.iter().find_map(|(column, _)| {
        let text = compact(row.text(*column));
        let (_, after) = text.split_once("单位:")?;
        let after = after.strip_prefix("人民币").unwrap_or(after);
        // 单位：万元, but not 填报单位：元和公司.
        let alone =
            |unit: &&&str| after.strip_prefix(**unit).is_some_and(|rest| !rest.starts_with(char::is_alphabetic));
        let unit = ["万元", "亿元", "元"].iter().find(alone)?;
        Unit::find(unit)
    })
}

/// Whether a row under the header is none of the table: a total, the numbers of the columns, the header again, a signature.
pub fn is_beside<K: ColumnKey>(row: &Row, layout: &Layout<K>) -> bool {
    let at = |key| layout.place(key).map_or("", |place| row.text(place.column));
    let Some(needed) = K::NEEDED.first().copied() else { return row.cells.is_empty() };
    let filled = layout.place(needed).is_some_and(|place| row.get(place.column).is_some());
    let serial = layout.place(K::SERIAL).map(|place| place.column);
    let mut others = row.cells.iter().filter(|(column, _)| Some(*column) != serial);
    let Some((first, _)) = row.cells.first() else { return true };
    if others.next().is_none() {
        return true;
    }
    let name = compact(at(K::ANCHOR));
    let first = compact(row.text(*first));
    let total = |text: &str| ["合计", "小计", "总计", "累计", "共计"].iter().any(|word| text.starts_with(word));
    let foot = |text: &str| {
        const FEET: [&str; 17] = [
            "填表",
            "填报",
            "制表",
            "审核",
            "注:",
            "备注:",
            "说明:",
            "联系人",
            "负责人:",
            "单位负责人",
            "报送",
            "审批",
            "班组长",
            "项目经理",
            "劳资专管员",
            "分包单位",
            "监理",
        ];
        FEET.iter().any(|word| text.starts_with(word))
    };
    let again =
        [K::ANCHOR, needed].into_iter().all(|key| Header::<K>::read(at(key)).is_some_and(|header| header.key == key));
    again || is_numbering(row) || (!filled && [&name, &first].into_iter().any(|text| total(text) || foot(text)))
}

/// 1, 2, 3, … from column to column.
fn is_numbering(row: &Row) -> bool {
    let number = |value: &Value| match value {
        Value::Number { value, .. } => Some(*value),
        Value::Text(text) => text.trim().trim_matches(['(', ')', '（', '）']).parse().ok(),
        _ => None,
    };
    row.cells.len() >= ENOUGH
        && row.cells.iter().zip(1_i16..).all(|((_, value), expected)| number(value) == Some(f64::from(expected)))
}

#[cfg(test)]
mod tests {
    use common::ledger::Key;

    use super::*;

    type Layout = super::Layout<Key>;

    fn row(number: u32, texts: &[&str]) -> Row {
        let cell = |(column, text): (usize, &&str)| (column as u16, Value::Text((*text).to_owned()));
        Row { number, cells: texts.iter().enumerate().filter(|(_, text)| !text.is_empty()).map(cell).collect() }
    }

    fn keys(layout: &Layout) -> Vec<Key> {
        layout.places.iter().map(|place| place.key).collect()
    }

    #[test]
    fn a_header_in_one_row_leans_on_the_party_before() {
        let top = row(
            3,
            &["序号", "项目名称", "建设单位", "联系电话", "总包单位", "统一社会信用代码", "天气", "合同价（元）"],
        );
        let layout = Layout::read(&top, None, Some(Unit::Wan)).unwrap().unwrap();
        let expected =
            [Key::Serial, Key::Name, Key::Owner, Key::OwnerPhone, Key::Contractor, Key::ContractorUscc, Key::Contract];
        assert_eq!(keys(&layout), expected);
        assert_eq!(layout.place(Key::Contract).unwrap().unit, Some(Unit::Yuan));
        assert_eq!(layout.unknown, [("G".to_owned(), "天气".to_owned())]);
    }

    #[test]
    fn a_header_may_take_two_rows() {
        let top = row(2, &["序号", "项目名称", "建设单位", "", "", "施工总承包单位", "", "保证金", ""]);
        let below = row(3, &["", "", "名称", "负责人", "联系电话", "名称", "项目经理", "形式", "金额（万元）"]);
        assert!(Layout::takes_two_rows(&top, &below));
        let layout = Layout::read(&top, Some(&below), None).unwrap().unwrap();
        let expected = [
            Key::Serial,
            Key::Name,
            Key::Owner,
            Key::OwnerPerson,
            Key::OwnerPhone,
            Key::Contractor,
            Key::ManagerPerson,
            Key::DepositForm,
            Key::DepositAmount,
        ];
        assert_eq!(keys(&layout), expected);
        assert!(!Layout::takes_two_rows(&top, &row(3, &["1", "北苑路安置房", "示例局", "", "", "示例公司"])));
    }

    #[test]
    fn what_is_no_ledger_is_left_and_what_is_half_one_is_refused() {
        assert!(Layout::read(&row(1, &["示例区在建工程项目台账"]), None, None).is_none());
        assert!(Layout::read(&row(1, &["项目名称", "说明"]), None, None).is_none());
        let half = Layout::read(&row(1, &["项目名称", "项目地址", "项目代码", "建设单位"]), None, None);
        assert!(half.unwrap().unwrap_err().message.contains("施工总承包单位"));
        let twice = Layout::read(&row(1, &["项目名称", "工程名称", "总包单位", "地址"]), None, None);
        assert!(twice.unwrap().unwrap_err().message.contains("B 列"));
    }

    #[test]
    fn totals_numbers_and_signatures_are_no_sites() {
        let header = row(1, &["序号", "项目名称", "项目地址", "总包单位"]);
        let layout = Layout::read(&header, None, None).unwrap().unwrap();
        for texts in [
            ["合 计", "", "", ""].as_slice(),
            &["合计", "12", "", ""],
            &["", "小计", "3 个", ""],
            &["7"],
            &["1", "2", "3", "4"],
            &["序号", "项目名称", "项目地址", "总包单位"],
            &["填表人：甲某", "", "审核人：乙某", ""],
        ] {
            assert!(is_beside(&row(9, texts), &layout), "{texts:?}");
        }
        for texts in
            [["7", "北苑路安置房", "", ""].as_slice(), &["", "", "", "示例公司"], &["1", "合计楼", "", "示例公司"]]
        {
            assert!(!is_beside(&row(9, texts), &layout), "{texts:?}");
        }
    }

    #[test]
    fn the_title_row_names_the_unit() {
        assert_eq!(unit_of_title(&row(2, &["填报单位：示例区联席办", "", "单位：万元"])), Some(Unit::Wan));
        assert_eq!(unit_of_title(&row(2, &["金额单位：人民币元"])), Some(Unit::Yuan));
        assert_eq!(unit_of_title(&row(2, &["填报单位：元和示例公司"])), None);
    }
}
