//! 检索: finding a name by any two characters of it, the same on SQLite and PostgreSQL.
//!
//! A document is found by a query when its [`fold`] contains the query's. Neither engine can look inside a Chinese
//! word, so the index holds overlapping [`grams`], and the [`phrase`] of a query is the same grams in a row:
//! consecutive grams of one text overlap, so the phrase stands in the index exactly where the query stands in the text.
//!
//! - Pairs of characters, of every kind, since a name runs on from letters and digits into Chinese: `a座2号楼`.
//! - Groups of four within words of letters and digits, for queries of only these: of pairs of digits there are a
//!   hundred, and every permit number has most of them. A letter stands before each, since PostgreSQL would read
//!   `0e0a` as a number and a word.
//! - A single character after each, which no phrase holds, so that nothing is found across two fields.
//!
//! Grams are made of `a`–`z`, `0`–`9` and 汉字 only, so nothing typed can act as an operator or quote: SQLite gets
//! `"` + phrase + `"` for FTS5 with `unicode61`, PostgreSQL `phraseto_tsquery('simple', phrase)`. PostgreSQL keeps 16,383
//! positions, so index fields, not books.

use crate::text::{half_width, is_han};

/// Ends a run of grams. Of one character, so it never equals a gram.
const END: &str = "0";
/// The length of the grams of letters and digits, without their mark.
const WORD_GRAM: usize = 4;

/// What is compared: half-width, small letters, only letters, digits and 汉字. 3#楼 is 3号楼, Ⅱ is ii, ① is 1.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in half_width(text).chars() {
        match c {
            'a'..='z' | '0'..='9' => folded.push(c),
            'A'..='Z' => folded.push(c.to_ascii_lowercase()),
            '#' => folded.push('号'),
            'Ⅰ'..='Ⅻ' => folded.push_str(roman(u32::from(c) - u32::from('Ⅰ'))),
            'ⅰ'..='ⅻ' => folded.push_str(roman(u32::from(c) - u32::from('ⅰ'))),
            '①'..='⑳' => folded.push_str(&(u32::from(c) - u32::from('①') + 1).to_string()),
            _ if is_han(c) => folded.push(c),
            _ => {}
        }
    }
    folded
}

/// The index text of one field; join fields with blanks. Empty for a field without letters, digits or 汉字.
pub fn grams(text: &str) -> String {
    let folded = fold(text);
    let mut all = windows(&folded, 2);
    if all.is_empty() {
        return String::new();
    }
    all.push(END.to_owned());
    for word in folded.split(|c: char| !c.is_ascii()).filter(|word| word.len() >= WORD_GRAM) {
        all.extend(word_grams(word));
        all.push(END.to_owned());
    }
    all.join(" ")
}

/// The grams of a query, to be asked for in a row. `None` when fewer than two characters are left of it.
pub fn phrase(query: &str) -> Option<String> {
    let folded = fold(query);
    let is_word = folded.len() >= WORD_GRAM && folded.is_ascii();
    let all = if is_word { word_grams(&folded) } else { windows(&folded, 2) };
    (!all.is_empty()).then(|| all.join(" "))
}

/// Every run of `size` characters.
fn windows(text: &str, size: usize) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    chars.windows(size).map(|window| window.iter().collect()).collect()
}

/// The grams of a word of letters and digits, marked by a letter before them.
fn word_grams(word: &str) -> Vec<String> {
    windows(word, WORD_GRAM).into_iter().map(|gram| format!("w{gram}")).collect()
}

/// Counting from zero, up to xii.
fn roman(index: u32) -> &'static str {
    const NUMERALS: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
    usize::try_from(index).ok().and_then(|index| NUMERALS.get(index)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What both engines do with a phrase: its tokens in a row.
    fn found(index: &str, phrase: &str) -> bool {
        let index: Vec<&str> = index.split(' ').collect();
        let phrase: Vec<&str> = phrase.split(' ').collect();
        index.windows(phrase.len()).any(|window| window == phrase)
    }

    #[test]
    fn width_case_and_punctuation_do_not_matter() {
        assert_eq!(fold("示例·花园（二期）Ａ座 3#楼"), "示例花园二期a座3号楼");
        assert_eq!(fold("Ⅱ标段①②⑳ ⅻ"), "ii标段1220xii");
        assert_eq!(fold("\"示例\" OR -社保*"), "示例or社保");
        assert_eq!(fold("；、。！"), "");
    }

    #[test]
    fn grams_overlap_and_end() {
        assert_eq!(grams("示例花园"), "示例 例花 花园 0");
        assert_eq!(grams("A座2"), "a座 座2 0");
        assert_eq!(grams("330106"), "33 30 01 10 06 0 w3301 w3010 w0106 0");
        assert_eq!(grams("园"), "");
        assert_eq!(grams(""), "");
    }

    #[test]
    fn a_phrase_needs_two_characters() {
        assert_eq!(phrase("社保").as_deref(), Some("社保"));
        assert_eq!(phrase("社会保障").as_deref(), Some("社会 会保 保障"));
        assert_eq!(phrase("010").as_deref(), Some("01 10"));
        assert_eq!(phrase("0106").as_deref(), Some("w0106"));
        assert_eq!(phrase("社"), None);
        assert_eq!(phrase(" * \" "), None);
    }

    #[test]
    fn part_of_a_number_is_found() {
        let index = [grams("2604-330106-04-01-123456"), grams("15400007047")].join(" ");
        for query in ["123456", "0604", "47", "7047", "2604-3301", "15400007047"] {
            assert!(found(&index, &phrase(query).unwrap()), "{query}");
        }
        for query in ["154001", "4561", "56154"] {
            assert!(!found(&index, &phrase(query).unwrap()), "{query}");
        }
    }

    #[test]
    fn nothing_is_found_across_two_fields() {
        let index = [grams("示例"), grams("例路")].join(" ");
        assert!(!found(&index, &phrase("示例路").unwrap()));
        assert!(found(&index, &phrase("例路").unwrap()));
    }

    proptest! {
        #[test]
        fn a_document_is_found_by_every_part_of_two_characters(
            text in "[示例花园二期路A-Ca-c0-3# ·Ⅱ]{0,24}", from in 0_usize..24, length in 1_usize..24,
        ) {
            let part: String = text.chars().skip(from).take(length).collect();
            if let Some(phrase) = phrase(&part) {
                prop_assert!(found(&grams(&text), &phrase));
            }
        }

        #[test]
        fn it_is_found_by_nothing_else(text in "[示例花ab01]{0,12}", query in "[示例花ab01]{2,5}") {
            let expected = fold(&text).contains(&fold(&query));
            prop_assert_eq!(found(&grams(&text), &phrase(&query).unwrap()), expected);
        }

        #[test]
        fn any_text_gives_only_safe_grams(text in ".*") {
            let safe = |c: char| matches!(c, 'a'..='z' | '0'..='9' | ' ') || is_han(c);
            prop_assert!(grams(&text).chars().all(safe));
            prop_assert!(phrase(&text).unwrap_or_default().chars().all(safe));
            if let Some(phrase) = phrase(&text) {
                prop_assert!(found(&grams(&text), &phrase));
            }
        }
    }
}
