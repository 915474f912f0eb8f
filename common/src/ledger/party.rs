//! People and firms in one cell: 姓名及电话, 名称（人 电话）, lists of them; and the same written back.

use crate::id::{Phone, split_name_phone};
use crate::sheet::parse::{self, Advice};
use crate::text::half_width;

/// A person and a phone, either of which may be missing.
pub type Contact = (Option<String>, Option<Phone>);

/// The longest name of a firm or body.
pub const LONGEST_NAME: usize = 100;
/// The longest name of a person.
const LONGEST_PERSON: usize = 20;
/// Fewer digits in a row are a house number or a year, not a phone.
const SHORTEST_PHONE: usize = 5;

/// 郑强国15400007047, 李国文 / 15400005382, 褚秀桂（15400006214）; one person, one phone.
pub fn contact(text: &str) -> Result<Contact, Advice> {
    let (name, mut phones, rest) = split_name_phone(text);
    if phones.len() > 1 {
        return Err("有多个电话，请只留一个人和一个电话".to_owned());
    }
    if !rest.is_empty() {
        return Err(if rest.bytes().any(|b| b.is_ascii_digit()) {
            format!("“{rest}”不是能拨通的电话，请核对：应为 11 位手机号，或带区号的座机")
        } else {
            format!("“{rest}”看不出是什么，请只写一个人，例如“姓名 电话”")
        });
    }
    let person = name.map(|name| person(&name)).transpose()?;
    let phone = phones.pop();
    if person.is_none() && phone.is_none() {
        return Err("没有看到姓名或电话，请写成“姓名 电话”".to_owned());
    }
    Ok((person, phone))
}

/// A person's name alone.
pub fn person(text: &str) -> Result<String, Advice> {
    let name = parse::text(text, LONGEST_PERSON)?;
    if name.chars().any(|c| c.is_ascii_digit()) || !name.chars().any(char::is_alphabetic) {
        return Err(format!("“{name}”不是姓名，请核对：电话应为 11 位手机号，或带区号的座机"));
    }
    Ok(name)
}

/// A phone alone.
pub fn phone(text: &str) -> Result<Phone, Advice> {
    Phone::parse(text).map_err(|fault| format!("“{}”：{fault}", text.trim()))
}

/// A firm with the person who answers for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Firm {
    pub name: String,
    pub person: Option<String>,
    pub phone: Option<Phone>,
}

/// Firms parted by ； ; 、 or line breaks, each 名称（人 电话） or 名称 人 电话; numbering before them is dropped.
pub fn firms(text: &str) -> Result<Vec<Firm>, Advice> {
    let mut firms: Vec<Firm> = Vec::new();
    for piece in pieces(text) {
        let firm = firm(&piece).map_err(|advice| format!("“{}”：{advice}", shorten(&piece)))?;
        // Two teams of one firm have two persons.
        if firms.contains(&firm) {
            return Err(format!("“{}”写了两次，请只留一处", firm.name));
        }
        firms.push(firm);
    }
    Ok(firms)
}

/// 名称（人 电话）, 名称（电话）, 名称 人 电话 or 名称 alone.
pub fn firm(text: &str) -> Result<Firm, Advice> {
    let text = half_width(text);
    let (name, (person, phone)) = match bracket(&text) {
        Some((name, inner)) => (name.to_owned(), contact(inner)?),
        None => unbracketed(&text)?,
    };
    let name = firm_name(name.trim_end_matches([' ', ':', ',', '/']))?;
    if name.contains(',') {
        return Err("逗号看不出隔开的是什么，请用分号“；”隔开各单位，写成“名称（姓名 电话）”".to_owned());
    }
    if split_phones(&name).0.iter().any(|digits| digits.len() >= 7) {
        return Err("名称里混有电话，请写成“名称（姓名 电话）”".to_owned());
    }
    Ok(Firm { name, person, phone })
}

/// The name of a firm, with the wide brackets that firms are registered with, so that one firm is one name.
pub fn firm_name(text: &str) -> Result<String, Advice> {
    parse::name(&half_width(text).replace('(', "（").replace(')', "）"), LONGEST_NAME)
}

/// Writes a firm so that [`firm`] reads it back.
pub fn write_firm(name: &str, person: Option<&str>, phone: Option<&Phone>) -> String {
    match (person, phone) {
        (Some(person), Some(phone)) => format!("{name}（{person} {phone}）"),
        (None, Some(phone)) => format!("{name}（{phone}）"),
        (Some(person), None) => format!("{name} {person}"),
        (None, None) => name.to_owned(),
    }
}

/// A bracket at the end that holds a phone: the name before it and what is inside.
fn bracket(text: &str) -> Option<(&str, &str)> {
    let body = text.strip_suffix(')')?;
    let start = body.rfind('(')?;
    let inner = &body[start + 1..];
    (!split_phones(inner).0.is_empty()).then_some((&body[..start], inner))
}

/// 名称 人 电话: the phone is the digits, the person a short last word that is no firm.
fn unbracketed(text: &str) -> Result<(String, Contact), Advice> {
    let (phones, rest) = split_phones(text);
    let phones: Vec<String> = phones.into_iter().filter(|digits| digits.len() >= 7).collect();
    let phone = match &phones[..] {
        [] => return Ok(split_person(text)),
        [one] => phone(one)?,
        _ => return Err("有多个电话，请用分号“；”隔开各单位，每个单位只留一个电话".to_owned()),
    };
    let (name, (person, _)) = split_person(rest.trim_end_matches([' ', ',', ':', '/']));
    Ok((name, (person, Some(phone))))
}

fn split_person(text: &str) -> (String, Contact) {
    let text = text.trim();
    if let Some((name, last)) = text.rsplit_once([' ', ':', '/']) {
        let short = (2..=4).contains(&last.chars().count()) && last.chars().all(crate::text::is_han);
        let firm = last.ends_with(['司', '队', '部', '厂', '院', '局', '处', '所', '店', '社', '站', '组', '团', '心']);
        if short && !firm && name.chars().count() >= 4 {
            return (name.to_owned(), (Some(last.to_owned()), None));
        }
    }
    (text.to_owned(), (None, None))
}

/// Runs of digits that could be phones, with blanks and dashes inside, and the text without them.
fn split_phones(text: &str) -> (Vec<String>, String) {
    let mut phones = Vec::new();
    let mut rest = String::new();
    let mut run = String::new();
    for c in text.chars().chain(['\0']) {
        let inside = c.is_ascii_digit() || (c == '+' && run.is_empty()) || (!run.is_empty() && (c == '-' || c == ' '));
        if inside {
            run.push(c);
            continue;
        }
        let digits = run.bytes().filter(u8::is_ascii_digit).count();
        if digits >= SHORTEST_PHONE {
            phones.extend(separate(run.trim()));
            rest.push(' ');
        } else {
            rest.push_str(&run);
        }
        run.clear();
        if c != '\0' {
            rest.push(c);
        }
    }
    (phones, rest)
}

/// Two whole phones with only a blank between them are two; else the blanks belong to one.
fn separate(run: &str) -> Vec<String> {
    let parts: Vec<&str> = run.split_whitespace().collect();
    let whole = |part: &&str| part.bytes().filter(u8::is_ascii_digit).count() >= 7;
    if parts.len() > 1 && parts.iter().all(whole) {
        parts.into_iter().map(str::to_owned).collect()
    } else {
        vec![parts.concat()]
    }
}

/// The cell parted at the marks that stand outside brackets.
fn pieces(text: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let mut pieces = vec![String::new()];
    for c in text.chars() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            '；' | ';' | '、' | '\n' | '\r' if depth == 0 => {
                pieces.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = pieces.last_mut() {
            last.push(c);
        }
    }
    pieces.iter().map(|piece| without_number(piece).to_owned()).filter(|piece| !piece.is_empty()).collect()
}

/// `1.`, `2．`, `③` before a name; a piece that is only a number was `1、`.
fn without_number(piece: &str) -> &str {
    let piece = piece.trim();
    let piece = piece.trim_start_matches(|c| ('①'..='⑳').contains(&c)).trim_start();
    let digits = piece.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > 2 {
        return piece;
    }
    let rest = &piece[digits..];
    if rest.is_empty() { rest } else { rest.strip_prefix(['.', '．', ')', '）']).map_or(piece, str::trim_start) }
}

fn shorten(text: &str) -> String {
    let mut short: String = text.trim().chars().take(20).collect();
    if text.trim().chars().count() > 20 {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<String>, Option<String>) {
        let (person, phone) = contact(text).unwrap_or_else(|advice| panic!("{text}: {advice}"));
        (person, phone.map(|phone| phone.to_string()))
    }

    #[test]
    fn a_person_and_a_phone_share_a_cell_in_many_ways() {
        let whole = (Some("郑强国".to_owned()), Some("15400007047".to_owned()));
        for text in [
            "郑强国15400007047",
            "郑强国 / 15400007047",
            "郑强国（15400007047）",
            "郑强国：15400007047",
            "15400007047郑强国",
            "郑强国，电话 15400007047",
            "联系人：郑强国\n手机：154 0000 7047",
            "郑 强 国 15400007047",
            "郑强国１５４００００７０４７",
        ] {
            assert_eq!(read(text), whole, "{text}");
        }
        assert_eq!(read("郑强国"), (Some("郑强国".to_owned()), None));
        assert_eq!(read("15400007047"), (None, Some("15400007047".to_owned())));
        assert!(read("郑强国 0571-88000000").1.is_some());
    }

    #[test]
    fn a_cell_that_cannot_be_told_apart_is_refused() {
        for text in [
            "郑强国1540000704",
            "郑强国 15400007047 15400007048",
            "郑强国、李国文 15400007047",
            "郑强国 15400007047/15400005382",
            "郑强国 154",
            "()",
            "郑强国99999999999",
        ] {
            assert!(contact(text).is_err(), "{text}");
        }
    }

    #[test]
    fn firms_are_listed_in_one_cell() {
        let text = "示例北劳工程有限公司（褚海强 15400009863）；示例南防工程有限公司 王博强 15400005390、示例（城东）劳务队\n4.示例西水工程有限公司";
        let firms = firms(text).unwrap();
        let flat: Vec<_> = firms.iter().map(|f| (f.name.as_str(), f.person.as_deref(), f.phone.is_some())).collect();
        assert_eq!(
            flat,
            [
                ("示例北劳工程有限公司", Some("褚海强"), true),
                ("示例南防工程有限公司", Some("王博强"), true),
                ("示例（城东）劳务队", None, false),
                ("示例西水工程有限公司", None, false),
            ]
        );
        assert_eq!(super::firms("1、示例甲公司；2、示例乙公司").unwrap()[1].name, "示例乙公司");
    }

    #[test]
    fn a_firm_that_cannot_be_told_apart_is_refused() {
        for text in [
            "示例甲公司，示例乙公司",
            "示例甲公司（张三 1540000）",
            "示例甲公司；示例甲公司",
            "1540000",
            "=cmd|示例公司",
        ] {
            assert!(firms(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_firm_is_read_back_as_written() {
        let phone = Phone::parse("15400009863").ok();
        for person in [None, Some("褚海强")] {
            for phone in [None, phone.as_ref()] {
                for name in ["示例北劳工程有限公司", "示例（城东）劳务队", "示例2号 项目部"] {
                    let firm = firm(&write_firm(name, person, phone)).unwrap();
                    assert_eq!(
                        (firm.name.as_str(), firm.person.as_deref(), firm.phone.as_ref()),
                        (name, person, phone)
                    );
                }
            }
        }
    }
}
