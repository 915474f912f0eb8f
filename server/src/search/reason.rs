//! Why a field answers a question: the characters that match, or the sound of them.

use common::api::Reason;
use common::search::fold;

use super::pinyin::{self, Syllable};

/// A question as typed, prepared once for all fields.
pub struct Query {
    folded: Vec<char>,
    /// Lower-case Latin letters without blanks: a question that may be pinyin. `None` for anything else.
    letters: Option<String>,
}

impl Query {
    pub fn new(text: &str) -> Self {
        let folded: Vec<char> = fold(text).chars().filter(|c| !c.is_whitespace()).collect();
        let is_pinyin = !folded.is_empty() && folded.iter().all(char::is_ascii_lowercase);
        Self { letters: is_pinyin.then(|| folded.iter().collect()), folded }
    }

    /// The question as pinyin letters, if it may be that.
    pub fn letters(&self) -> Option<&str> {
        self.letters.as_deref()
    }
}

/// A field of a site that may answer.
pub struct Field<'a> {
    name: &'static str,
    text: Option<&'a str>,
    weight: u32,
    is_number: bool,
}

impl<'a> Field<'a> {
    /// A field of words, which also answers by sound.
    pub fn words(name: &'static str, text: Option<&'a str>, weight: u32) -> Self {
        Self { name, text, weight, is_number: false }
    }

    /// A code or number.
    pub fn number(name: &'static str, text: Option<&'a str>, weight: u32) -> Self {
        Self { name, text, weight, is_number: true }
    }

    /// Score and reason, if this field answers. A match at the beginning or of the whole counts more, by sound less.
    pub fn explain(&self, query: &Query) -> Option<(u32, Reason)> {
        let text = self.text?;
        let reason =
            |span, how: &str| Reason { field: self.name.to_owned(), text: text.to_owned(), span, how: how.to_owned() };
        if let Some((start, end)) = find(text, &query.folded) {
            let whole = start == 0 && end == text.chars().count();
            let bonus = if whole {
                30
            } else if start == 0 {
                15
            } else {
                0
            };
            let how = if self.is_number { "号码" } else { "文字" };
            return Some((self.weight + bonus, reason(Some((start, end)), how)));
        }
        let letters = query.letters().filter(|_| !self.is_number)?;
        let (span, how) = sounds(&pinyin::syllables(text), letters)?;
        let bonus = if span.0 == 0 { 10 } else { 0 };
        Some(((self.weight + bonus).saturating_sub(20), reason(Some(span), how)))
    }
}

/// Character range of `wanted` in `text`, both folded; blanks and punctuation inside `text` do not matter.
fn find(text: &str, wanted: &[char]) -> Option<(usize, usize)> {
    if wanted.is_empty() {
        return None;
    }
    // Each folded character with the index of the character it came from.
    let folded: Vec<(char, usize)> = text
        .chars()
        .enumerate()
        .flat_map(|(index, c)| fold(c.encode_utf8(&mut [0; 4])).chars().map(move |c| (c, index)).collect::<Vec<_>>())
        .filter(|(c, _)| !c.is_whitespace())
        .collect();
    let hit = folded.windows(wanted.len()).find(|window| window.iter().map(|(c, _)| c).eq(wanted))?;
    Some((hit.first()?.1, hit.last()?.1 + 1))
}

/// Character range whose sound begins with `letters`, spelled out or by initials.
fn sounds(syllables: &[Syllable], letters: &str) -> Option<((usize, usize), &'static str)> {
    for start in 0..syllables.len() {
        let run = unbroken(&syllables[start..]);
        if let Some(count) = spelled(run, letters) {
            return Some(((run[0].index, run[count - 1].index + 1), "全拼"));
        }
        let initials = run.iter().filter_map(|syllable| syllable.spelling.chars().next());
        if letters.len() <= run.len() && letters.chars().eq(initials.take(letters.len())) {
            return Some(((run[0].index, run[letters.len() - 1].index + 1), "首字母"));
        }
    }
    None
}

/// The syllables that stand next to one another from the first on.
fn unbroken(syllables: &[Syllable]) -> &[Syllable] {
    let broken = syllables.windows(2).position(|pair| pair[1].index != pair[0].index + 1);
    &syllables[..broken.map_or(syllables.len(), |last| last + 1)]
}

/// How many syllables it takes to spell all of `letters`; the last may be cut short.
fn spelled(run: &[Syllable], mut letters: &str) -> Option<usize> {
    for (count, syllable) in run.iter().enumerate() {
        if syllable.spelling.starts_with(letters) {
            return Some(count + 1);
        }
        letters = letters.strip_prefix(syllable.spelling)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, query: &str) -> Option<(&'static str, Option<(usize, usize)>)> {
        let (_, reason) = Field::words("工地名称", Some(text), 90).explain(&Query::new(query))?;
        let how = ["文字", "全拼", "首字母"].into_iter().find(|how| *how == reason.how)?;
        Some((how, reason.span))
    }

    #[test]
    fn characters_are_found_past_punctuation_and_width() {
        assert_eq!(found("北苑路安置房（1标段）", "安置"), Some(("文字", Some((3, 5)))));
        assert_eq!(found("北苑路安置房（1标段）", "１标"), Some(("文字", Some((7, 9)))));
        assert_eq!(found("北苑路安置房", "学校"), None);
    }

    #[test]
    fn sound_is_found_in_full_and_by_initials() {
        assert_eq!(found("北苑路安置房", "beiyuan"), Some(("全拼", Some((0, 2)))));
        assert_eq!(found("北苑路安置房", "anzhif"), Some(("全拼", Some((3, 6)))));
        assert_eq!(found("北苑路安置房", "azf"), Some(("首字母", Some((3, 6)))));
        assert_eq!(found("北苑路安置房", "xyz"), None);
    }

    #[test]
    fn a_better_match_weighs_more() {
        let score =
            |text: &str, query: &str| Field::words("x", Some(text), 90).explain(&Query::new(query)).map(|it| it.0);
        assert!(score("安置房", "安置房") > score("安置房二期", "安置房"));
        assert!(score("安置房二期", "安置房") > score("北苑安置房", "安置房"));
        assert!(score("北苑安置房", "安置房") > score("北苑安置房", "anzhifang"));
    }
}
