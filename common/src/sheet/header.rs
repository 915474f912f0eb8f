//! Which column a header means, and the unit it names.

use super::{ColumnKey, Kind};
use crate::text::compact;

/// What the numbers of a money column count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Yuan,
    Wan,
    Yi,
}

impl Unit {
    /// The unit that a header or a title line such as 单位：万元 names.
    pub fn find(text: &str) -> Option<Self> {
        if text.contains("亿元") {
            Some(Self::Yi)
        } else if text.contains("万元") {
            Some(Self::Wan)
        } else {
            text.contains('元').then_some(Self::Yuan)
        }
    }

    /// 万元, as written after a number.
    pub fn label(self) -> &'static str {
        match self {
            Self::Yuan => "元",
            Self::Wan => "万元",
            Self::Yi => "亿元",
        }
    }
}

/// A header cell that was understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header<K> {
    pub key: K,
    /// `None` where the header names none, or counts no money.
    pub unit: Option<Unit>,
}

impl<K: ColumnKey> Header<K> {
    /// Reads a header as offices write it: with a unit or choices in brackets, a star, line breaks and blanks.
    /// `None` if no column is called so.
    pub fn read(text: &str) -> Option<Self> {
        let text = compact(text).to_uppercase();
        let bare = without_brackets(&text);
        // A bracket may be part of the name: 建设单位(负责人).
        let joined: String = text.chars().filter(|c| !"()【】[]*".contains(*c)).collect();
        let key = find::<K>(&joined).or_else(|| find(&bare)).or_else(|| find(without_unit(&bare)))?;
        let unit = if key.column().kind == Kind::Money { Unit::find(&text) } else { None };
        Some(Self { key, unit })
    }

    /// Reads a header that is only whole together with the column named before or above it: 联系电话 after 建设单位.
    pub fn read_after(party: K, text: &str) -> Option<Self> {
        Self::read(&format!("{}{text}", party.column().title()))
    }
}

fn find<K: ColumnKey>(name: &str) -> Option<K> {
    K::columns()
        .iter()
        .find(|column| column.title() == name || column.synonyms.contains(&name))
        .map(|column| column.key)
}

/// 合同价款(万元) → 合同价款; marks around the name go too.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let mut bare = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' | '[' | '【' => depth += 1,
            ')' | ']' | '】' => depth = depth.saturating_sub(1),
            '*' | ':' | '、' | '．' | '.' => {}
            _ if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    bare
}

/// 合同价款万元, 合同价款/万元, 人工费比例% → the name alone.
fn without_unit(text: &str) -> &str {
    let text = ["万元", "亿元", "元", "%"].iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(text);
    text.trim_end_matches(['/', '-', ',', '单', '位'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::{COLUMNS, Header, Key};

    fn key(text: &str) -> Option<Key> {
        Header::read(text).map(|header| header.key)
    }

    #[test]
    fn headers_are_read_as_offices_write_them() {
        for column in COLUMNS {
            assert_eq!(key(column.header), Some(column.key), "{}", column.header);
        }
        let cases = [
            ("*项目名称", Key::Name),
            (" 项目\n名称 ", Key::Name),
            ("建设单位（业主）", Key::Owner),
            ("建设单位（负责人）", Key::OwnerPerson),
            ("所属街道（乡镇）", Key::Street),
            ("合同价款（万元）", Key::Contract),
            ("合同金额/万元", Key::Contract),
            ("人工费占比%", Key::LabourShare),
            ("项目经理及联系电话", Key::ManagerContact),
            ("实名制（√/×）", Key::RealName),
        ];
        for (text, expected) in cases {
            assert_eq!(key(text), Some(expected), "{text}");
        }
        assert_eq!(key("天气"), None);
        assert_eq!(key(""), None);
    }

    #[test]
    fn a_header_may_lean_on_the_party_before_it() {
        assert_eq!(key("统一社会信用代码"), None);
        let after = |party, text| Header::read_after(party, text).map(|header| header.key);
        assert_eq!(after(Key::Owner, "统一社会信用代码"), Some(Key::OwnerUscc));
        assert_eq!(after(Key::Contractor, "统一社会信用代码"), Some(Key::ContractorUscc));
        assert_eq!(after(Key::Owner, "联系电话"), Some(Key::OwnerPhone));
        assert_eq!(after(Key::Contractor, "负责人及电话"), Some(Key::ManagerContact));
        assert_eq!(after(Key::OfficerPerson, "联系电话"), Some(Key::OfficerPhone));
    }

    #[test]
    fn the_unit_is_taken_from_the_header() {
        let unit = |text: &str| Header::read(text).and_then(|header| header.unit);
        assert_eq!(unit("合同价款(万元)"), Some(Unit::Wan));
        assert_eq!(unit("合同价款（元）"), Some(Unit::Yuan));
        assert_eq!(unit("合同价（亿元）"), Some(Unit::Yi));
        assert_eq!(unit("合同价款"), None);
        assert_eq!(Unit::find("单位：万元"), Some(Unit::Wan));
        assert_eq!(Unit::find("填报单位：示例区"), None);
    }
}
