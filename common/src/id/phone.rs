//! 电话号码: mobiles, landlines and hotlines, each kept so that it can be dialled with one tap.

use super::{IdFault, IdKind, checked_text, shown_in_full, stranger};
use crate::text::{compact, half_width, is_han};

checked_text! {
    /// A number that can be dialled from a mobile anywhere in the country: 15400007047, 0571-88001234,
    /// 0571-88001234-801, 12333.
    Phone, Phone::parse
}
shown_in_full!(Phone);

/// What kind of number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneKind {
    Mobile,
    Landline,
    /// Short numbers (12333, 110) and those beginning with 400 or 800.
    Hotline,
}

impl Phone {
    /// Blanks, dashes and brackets between the digits, +86 before them and 转 or 分机 before an extension are read.
    pub fn parse(text: &str) -> Result<Self, IdFault> {
        let kind = IdKind::Phone;
        let typed = compact(text).replace("分机", "-").replace('转', "-");
        let typed = typed.replace(['(', ')', '.'], "-").replace("--", "-");
        let typed = typed.trim_matches('-');
        let typed = typed.strip_prefix("+86").or_else(|| typed.strip_prefix("0086")).unwrap_or(typed);
        let typed = typed.trim_start_matches('-');
        if typed.is_empty() {
            return Err(IdFault::Missing(kind));
        }
        if let Some(found) = stranger(typed, |c| c.is_ascii_digit() || c == '-') {
            return Err(IdFault::Character { kind, found });
        }
        let digits = typed.replace('-', "");
        if is_mobile(&digits) || is_hotline(&digits) {
            return Ok(Self(digits));
        }
        if digits.starts_with('0') {
            return landline(typed, &digits).map(Self).ok_or(IdFault::Form(kind));
        }
        Err(if matches!(digits.len(), 7 | 8) { IdFault::AreaCode } else { IdFault::Form(kind) })
    }

    pub fn kind(&self) -> PhoneKind {
        if self.0.starts_with('0') {
            PhoneKind::Landline
        } else if is_mobile(&self.0) {
            PhoneKind::Mobile
        } else {
            PhoneKind::Hotline
        }
    }

    /// For a `tel:` link: digits, and a comma (a pause) before an extension.
    pub fn tel(&self) -> String {
        let mut parts = self.0.split('-');
        let number: String = parts.by_ref().take(2).collect();
        match parts.next() {
            Some(extension) => format!("{number},{extension}"),
            None => number,
        }
    }

    /// In groups that can be read aloud: 154 0000 7047, 0571 8800 1234 转 801, 12333.
    pub fn label(&self) -> String {
        match self.kind() {
            PhoneKind::Mobile => format!("{} {} {}", &self.0[..3], &self.0[3..7], &self.0[7..]),
            PhoneKind::Hotline if self.0.len() == 10 => format!("{} {} {}", &self.0[..3], &self.0[3..6], &self.0[6..]),
            PhoneKind::Hotline => self.0.clone(),
            PhoneKind::Landline => {
                let mut parts = self.0.split('-');
                let (area, number) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
                let (front, back) = number.split_at(number.len() - 4);
                let extension = parts.next().map(|extension| format!(" 转 {extension}")).unwrap_or_default();
                format!("{area} {front} {back}{extension}")
            }
        }
    }
}

/// A cell that holds a person and how to call them: `郑强国15400007047`, `李国文 / 15400005382`,
/// `褚秀桂（15400006214）`. Gives the name, every number, and what is neither (a title, a second name, a number that
/// cannot be dialled): the caller must not lose it.
pub fn split_name_phone(text: &str) -> (Option<String>, Vec<Phone>, String) {
    let text = half_width(text);
    let mut phones = Vec::new();
    let mut words = String::new();
    let mut rest = text.as_str();
    while let Some(c) = rest.chars().next() {
        let run = if starts_number(c) { number_run(rest) } else { "" };
        match numbers(run) {
            Some(found) if !run.is_empty() => {
                phones.extend(found);
                words.push('/');
                rest = &rest[run.len()..];
            }
            _ => {
                let step = if run.is_empty() { c.len_utf8() } else { run.len() };
                words.push_str(&rest[..step]);
                rest = &rest[step..];
            }
        }
    }
    let (name, leftover) = name_and_rest(&words);
    (name, phones, leftover)
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == 11 && digits.starts_with('1') && ('3'..='9').any(|second| digits[1..].starts_with(second))
}

fn is_hotline(digits: &str) -> bool {
    let begins = |fronts: &[&str]| fronts.iter().any(|front| digits.starts_with(front));
    match digits.len() {
        3 => begins(&["11", "12"]),
        5 => begins(&["12", "95", "96"]),
        10 => begins(&["400", "800"]),
        _ => false,
    }
}

/// `area-number` or `area-number-extension`. `typed` may have dashes, `digits` has none.
fn landline(typed: &str, digits: &str) -> Option<String> {
    // Beijing (010) and the cities of 02x have short area codes.
    let area_length = if digits.starts_with("01") || digits.starts_with("02") { 3 } else { 4 };
    let (area, number) = digits.split_at_checked(area_length)?;
    let parts: Vec<&str> = typed.split('-').collect();
    let (number, extension) = match parts[..] {
        [first, second, extension] if first == area && is_local(second) => (second, extension),
        [first, extension] if first.strip_prefix(area).is_some_and(is_local) => (&first[area_length..], extension),
        // The number itself may be in halves: 0571-8800-1234.
        _ => (number, ""),
    };
    let good = is_local(number) && !number.starts_with(['0', '1']) && extension.len() <= 6;
    let extension = if extension.is_empty() { String::new() } else { format!("-{extension}") };
    good.then(|| format!("{area}-{number}{extension}"))
}

/// As long as a number inside one area.
fn is_local(number: &str) -> bool {
    matches!(number.len(), 7 | 8)
}

fn starts_number(c: char) -> bool {
    c.is_ascii_digit() || c == '+' || c == '('
}

/// The longest front of `text` that looks like one or more numbers; ends in a digit, or is empty.
fn number_run(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_ascii_digit() || "+-() 转分机".contains(c))).unwrap_or(text.len());
    let end = text[..end].rfind(|c: char| c.is_ascii_digit()).map_or(0, |last| last + 1);
    &text[..end]
}

/// One number, or several parted by blanks. `None` if any part of the run is not a number.
fn numbers(run: &str) -> Option<Vec<Phone>> {
    let run = run.strip_prefix('(').filter(|inner| !inner.contains(')')).unwrap_or(run);
    match Phone::parse(run) {
        Ok(phone) => Some(vec![phone]),
        Err(_) if run.contains(' ') => run.split_whitespace().map(|part| Phone::parse(part).ok()).collect(),
        Err(_) => None,
    }
}

/// The first piece that can be a name, and the others.
fn name_and_rest(words: &str) -> (Option<String>, String) {
    const CAPTIONS: [&str; 8] = ["联系电话", "电话", "手机号", "手机", "联系方式", "联系人", "姓名", "Tel"];
    let mut name = None;
    let mut others = Vec::new();
    for piece in words.split(|c: char| "/,，、;；:：|()（）。-".contains(c)) {
        for part in names_apart(piece) {
            if part.is_empty() || CAPTIONS.contains(&part.as_str()) {
                continue;
            }
            let named = part.chars().all(|c| is_han(c) || c.is_alphabetic() || "·•. ".contains(c));
            if name.is_none() && named {
                name = Some(part);
            } else {
                others.push(part);
            }
        }
    }
    (name, others.join(" "))
}

/// Splits at blanks, unless they only space out the characters of one name: 王　伟.
fn names_apart(piece: &str) -> Vec<String> {
    let parts: Vec<&str> = piece.split_whitespace().collect();
    let spaced = parts.iter().all(|part| part.chars().count() == 1 && part.chars().all(is_han));
    let latin = parts.iter().all(|part| part.chars().all(|c| c.is_ascii_alphabetic() || c == '.'));
    match (spaced, latin) {
        (true, _) => vec![parts.concat()],
        (_, true) => vec![parts.join(" ")],
        _ => parts.into_iter().map(str::to_owned).collect(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::id::all_digits;

    fn stored(text: &str) -> String {
        Phone::parse(text).unwrap().as_str().to_owned()
    }

    #[test]
    fn mobiles_are_read_however_typed() {
        for text in [
            "15400007047",
            "154 0000 7047",
            "154-0000-7047",
            "+86 15400007047",
            "008615400007047",
            "１５４００００７０４７",
        ] {
            assert_eq!(stored(text), "15400007047", "{text}");
        }
        let phone = Phone::parse("15400007047").unwrap();
        assert_eq!(
            (phone.kind(), phone.tel().as_str(), phone.label().as_str()),
            (PhoneKind::Mobile, "15400007047", "154 0000 7047")
        );
        assert!(Phone::parse("13000000000").is_ok());
        assert!(Phone::parse("19900000000").is_ok());
        assert_eq!(Phone::parse("12900000000"), Err(IdFault::Form(IdKind::Phone)));
    }

    #[test]
    fn landlines_are_read_however_typed() {
        for text in [
            "0571-88001234",
            "057188001234",
            "(0571)88001234",
            "（0571） 8800 1234",
            "0571 8800-1234",
            "0571-8800-1234",
        ] {
            assert_eq!(stored(text), "0571-88001234", "{text}");
        }
        for text in ["0571-88001234-801", "0571-88001234转801", "057188001234-801", "0571-88001234 分机 801"] {
            assert_eq!(stored(text), "0571-88001234-801", "{text}");
        }
        assert_eq!(stored("01088001234"), "010-88001234");
        assert_eq!(stored("0578-2001234"), "0578-2001234");
        let phone = Phone::parse("0571-88001234-801").unwrap();
        assert_eq!(phone.kind(), PhoneKind::Landline);
        assert_eq!(phone.tel(), "057188001234,801");
        assert_eq!(phone.label(), "0571 8800 1234 转 801");
        assert_eq!(Phone::parse("010-88001234").unwrap().label(), "010 8800 1234");
        assert_eq!(Phone::parse("0578-2001234").unwrap().tel(), "05782001234");
    }

    #[test]
    fn hotlines_are_kept_as_they_are() {
        for text in ["12333", "12345", "12348", "12351", "110", "120", "95533", "4001234567"] {
            let phone = Phone::parse(text).unwrap();
            assert_eq!((phone.kind(), phone.tel().as_str()), (PhoneKind::Hotline, text));
        }
        assert_eq!(Phone::parse("400-123-4567").unwrap().label(), "400 123 4567");
        assert_eq!(Phone::parse("12348").unwrap().label(), "12348");
    }

    #[test]
    fn what_cannot_be_dialled_is_refused_with_its_reason() {
        let kind = IdKind::Phone;
        let cases = [
            ("", IdFault::Missing(kind)),
            ("-", IdFault::Missing(kind)),
            ("88001234", IdFault::AreaCode),
            ("2001234", IdFault::AreaCode),
            ("1540000704", IdFault::Form(kind)),
            ("154000070477", IdFault::Form(kind)),
            ("0571-880012", IdFault::Form(kind)),
            ("0571-880012345", IdFault::Form(kind)),
            ("0571-08001234", IdFault::Form(kind)),
            ("0571-88001234-1234567", IdFault::Form(kind)),
            ("154****7047", IdFault::Character { kind, found: '*' }),
            ("无", IdFault::Character { kind, found: '无' }),
        ];
        for (text, fault) in cases {
            assert_eq!(Phone::parse(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn a_cell_is_split_into_name_and_numbers() {
        let cases: &[(&str, Option<&str>, &[&str], &str)] = &[
            ("郑强国15400007047", Some("郑强国"), &["15400007047"], ""),
            ("李国文 / 15400005382", Some("李国文"), &["15400005382"], ""),
            ("褚秀桂（15400006214）", Some("褚秀桂"), &["15400006214"], ""),
            ("褚秀桂(0571-88001234)", Some("褚秀桂"), &["0571-88001234"], ""),
            ("15400006214 褚秀桂", Some("褚秀桂"), &["15400006214"], ""),
            ("王　伟，154 0000 7047", Some("王伟"), &["15400007047"], ""),
            ("联系人：王伟 电话：15400007047", Some("王伟"), &["15400007047"], ""),
            ("王伟 15400007047、15400007048", Some("王伟"), &["15400007047", "15400007048"], ""),
            ("王伟 15400007047 15400007048", Some("王伟"), &["15400007047", "15400007048"], ""),
            ("王伟 (0571)88001234", Some("王伟"), &["0571-88001234"], ""),
            ("王伟 0571-88001234转801", Some("王伟"), &["0571-88001234-801"], ""),
            ("王伟（项目经理）15400007047", Some("王伟"), &["15400007047"], "项目经理"),
            ("王伟15400007047；李国文15400007048", Some("王伟"), &["15400007047", "15400007048"], "李国文"),
            ("阿依古丽·买买提 15400007047", Some("阿依古丽·买买提"), &["15400007047"], ""),
            ("John Smith 15400007047", Some("John Smith"), &["15400007047"], ""),
            ("王伟", Some("王伟"), &[], ""),
            ("12333", None, &["12333"], ""),
            ("", None, &[], ""),
            ("王伟1540000704", None, &[], "王伟1540000704"),
            ("王伟 1540000704", Some("王伟"), &[], "1540000704"),
            ("王伟 88001234", Some("王伟"), &[], "88001234"),
        ];
        for (text, name, phones, leftover) in cases {
            let found = split_name_phone(text);
            let numbers: Vec<&str> = found.1.iter().map(Phone::as_str).collect();
            assert_eq!((found.0.as_deref(), &numbers[..], found.2.as_str()), (*name, *phones, *leftover), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_stored_is_read_back(text in "[0-9 ()转+-]{3,18}") {
            if let Ok(phone) = Phone::parse(&text) {
                prop_assert_eq!(Phone::parse(phone.as_str()), Ok(phone.clone()));
                prop_assert_eq!(Phone::parse(&phone.label()), Ok(phone.clone()));
                prop_assert!(all_digits(&phone.tel().replace(',', "")));
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in ".*", near in "[0-9 ()转+王伟/-]{0,30}") {
            let _ = (Phone::parse(&text), Phone::parse(&near), split_name_phone(&text), split_name_phone(&near));
        }
    }
}
