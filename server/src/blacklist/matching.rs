//! A column of bidders against the public list: exact, without index look-ups, so that ten thousand names take a moment.

use std::collections::HashMap;

use common::blacklist::{Match, MatchLine, PublicEntry, core_name};
use common::id::Uscc;
use common::search::fold;

use crate::search::pinyin;

/// The list, ready to be asked by every key that means a firm.
#[derive(Default)]
pub struct Matcher<'a> {
    by_code: HashMap<String, Vec<&'a PublicEntry>>,
    by_name: HashMap<String, Vec<&'a PublicEntry>>,
    by_former: HashMap<String, Vec<&'a PublicEntry>>,
    by_core: HashMap<String, Vec<&'a PublicEntry>>,
    by_sound: HashMap<String, Vec<&'a PublicEntry>>,
}

impl<'a> Matcher<'a> {
    pub fn new(entries: &'a [PublicEntry]) -> Self {
        let mut matcher = Self::default();
        for entry in entries {
            let core = core_name(&entry.employer);
            put(&mut matcher.by_sound, sound(&core), entry);
            put(&mut matcher.by_core, core, entry);
            put(&mut matcher.by_name, fold(&entry.employer), entry);
            for former in &entry.former_names {
                put(&mut matcher.by_former, fold(former), entry);
            }
            if let Some(code) = &entry.uscc {
                put(&mut matcher.by_code, code.clone(), entry);
            }
        }
        matcher
    }

    /// One line: a name, a code, or both parted by a tab or comma. The best match first, each entry once.
    pub fn line(&self, number: usize, text: &str) -> MatchLine {
        let mut matches: Vec<Match> = Vec::new();
        for part in text.split(['\t', ',', '，']).map(str::trim).filter(|part| !part.is_empty()) {
            self.part(part, &mut matches);
        }
        matches.sort_by_key(|one| std::cmp::Reverse(one.score));
        MatchLine { line: number, text: text.to_owned(), matches }
    }

    fn part(&self, part: &str, matches: &mut Vec<Match>) {
        let mut add = |found: Option<&Vec<&PublicEntry>>, score: u32, why: &str| {
            for entry in found.into_iter().flatten() {
                if matches.iter().all(|one| one.id != entry.id) {
                    matches.push(Match {
                        id: entry.id.clone(),
                        employer: entry.employer.clone(),
                        uscc: entry.uscc.clone(),
                        until: entry.until,
                        score,
                        why: why.to_owned(),
                    });
                }
            }
        };
        if let Ok(code) = Uscc::parse(part) {
            return add(self.by_code.get(code.as_str()), 100, "统一社会信用代码相同");
        }
        for code in Uscc::repair(part) {
            add(self.by_code.get(code.as_str()), 60, "信用代码有一处不同，可能抄错，请核对");
        }
        let (name, core) = (fold(part), core_name(part));
        add(self.by_name.get(&name), 95, "名称相同");
        add(self.by_former.get(&name), 90, "与曾用名相同");
        if core.chars().nth(1).is_some() {
            add(self.by_core.get(&core), 60, "字号相同，地区或组织形式不同，请用信用代码核对");
            add(self.by_sound.get(&sound(&core)), 40, "字号同音，请用信用代码核对");
        }
    }
}

fn put<'a>(map: &mut HashMap<String, Vec<&'a PublicEntry>>, key: String, entry: &'a PublicEntry) {
    if !key.is_empty() {
        map.entry(key).or_default().push(entry);
    }
}

/// Empty unless every character has a sound.
fn sound(core: &str) -> String {
    let syllables = pinyin::syllables(core);
    if syllables.len() != core.chars().count() {
        return String::new();
    }
    syllables.iter().map(|syllable| syllable.spelling).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: &str, employer: &str, former: &str, uscc: Option<&str>) -> PublicEntry {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        PublicEntry {
            id: id.into(),
            employer: employer.into(),
            uscc: uscc.map(str::to_owned),
            former_names: vec![former.to_owned()],
            address: None,
            people: Vec::new(),
            project: None,
            period: None,
            workers: None,
            amount: None,
            facts: String::new(),
            ground: String::new(),
            basis: String::new(),
            order: None,
            decision: String::new(),
            authority: String::new(),
            decided_on: day,
            since: day,
            until: day,
            published_on: day,
            corrected_on: None,
            earliest_exit: None,
            barred: None,
            remark: None,
            history: Vec::new(),
        }
    }

    #[test]
    fn a_bidder_is_matched_by_what_means_the_firm_and_told_why() {
        let entries = [entry("1", "示例市鸿运建设有限公司", "示例老字号公司", Some("91330106MA0000015K"))];
        let matcher = Matcher::new(&entries);
        let best = |text: &str| matcher.line(1, text).matches.first().map(|one| (one.score, one.why.chars().count()));
        let score = |text: &str| best(text).map(|(score, _)| score);
        assert_eq!(score("随便什么公司,91330106ma0000015k"), Some(100));
        assert_eq!(score("示例市鸿运建设有限公司"), Some(95));
        assert_eq!(score("示例老字号公司"), Some(90));
        assert_eq!(score("鸿运建筑劳务公司"), Some(60));
        assert_eq!(score("91330106MA0000016K"), Some(60));
        assert_eq!(score("红云建设有限公司"), Some(40));
        assert_eq!(score("南山建设有限公司"), None);
        assert_eq!(matcher.line(1, "示例市鸿运建设有限公司,91330106MA0000015K").matches.len(), 1);
    }
}
