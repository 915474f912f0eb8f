//! How people type: full-width letters, blanks of every kind, dashes of every length.

/// Half-width ASCII for full-width forms (Ａ → A, ：→ :), a plain blank for every kind of blank, `-` for every dash;
/// invisible characters are dropped and the ends trimmed. All else stays.
pub fn half_width(text: &str) -> String {
    let narrow: String = text.chars().filter_map(narrow).collect();
    narrow.trim().to_owned()
}

/// `half_width` without any blank.
pub fn compact(text: &str) -> String {
    text.chars().filter_map(narrow).filter(|c| *c != ' ').collect()
}

/// `None` for an invisible character.
fn narrow(c: char) -> Option<char> {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).map(dash),
        '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}' | '\u{202A}'..='\u{202E}' => None,
        _ if c.is_whitespace() => Some(' '),
        _ if c.is_control() => None,
        _ => Some(dash(c)),
    }
}

fn dash(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE63}' => '-',
        _ => c,
    }
}

/// For text and quoted attributes of HTML.
pub fn escape_html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// 汉字, extensions and 〇 included.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3007}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_wide_is_read_narrow() {
        assert_eq!(half_width("　Ａ１－２　ｂ\u{200B}\t—３\u{FEFF} "), "A1-2 b -3");
        assert_eq!(half_width("￥１２，３４５．６０元"), "￥12,345.60元");
        assert_eq!(compact(" 9111 0000\n6000 "), "911100006000");
    }

    #[test]
    fn han_characters_are_told_from_others() {
        assert!("〇一龥㐀𠀀".chars().all(is_han));
        assert!("aＡ1、。カ".chars().all(|c| !is_han(c)));
    }
}
