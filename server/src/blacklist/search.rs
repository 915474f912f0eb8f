//! Finding an entry of the public list: by two characters, sound, initials, the core of its name, a former name or its
//! credit code. Each hit says why.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use common::api::Reason;
use common::blacklist::{PublicEntry, PublicHit, core_name};
use common::id::Uscc;
use common::search::{fold, phrase};

use super::store;
use crate::db;
use crate::db::Tx;
use crate::error::Result;
use crate::search::pinyin;
use crate::search::reason::{Field, Query};

/// Candidates taken from each index; ranking happens among them.
const CANDIDATES: i64 = 200;

/// A question in every way that it may be meant.
struct Asked {
    words: Query,
    /// By the core of the name, where that is shorter than what was typed.
    core: Option<(String, Query)>,
    /// What was typed, by its sound.
    sound: Option<Query>,
    /// Credit codes of which what was typed may be a slip.
    codes: Vec<Uscc>,
}

impl Asked {
    fn new(text: &str) -> Self {
        let (folded, core) = (fold(text), core_name(text));
        let shorter = core.chars().count() >= 2 && core != folded;
        let syllables = pinyin::syllables(&folded);
        let is_han = syllables.len() >= 2 && syllables.len() == folded.chars().count();
        let sound = is_han.then(|| syllables.iter().map(|syllable| syllable.spelling).collect::<String>());
        Self {
            words: Query::new(text),
            core: shorter.then(|| (core.clone(), Query::new(&core))),
            sound: sound.map(|sound| Query::new(&sound)),
            codes: Uscc::repair(text),
        }
    }

    /// The index queries for it, in the language of the open engine: grams, then pinyin.
    fn texts(&self, text: &str) -> (Vec<String>, Vec<String>) {
        let core = self.core.as_ref().map(|(core, _)| core.as_str());
        let codes = self.codes.iter().map(Uscc::as_str);
        let grams = std::iter::once(text).chain(core).chain(codes).filter_map(phrase).collect();
        let letters = [Some(&self.words), self.sound.as_ref()].into_iter().flatten().filter_map(Query::letters);
        (grams, letters.map(|letters| pinyin::prefix(letters).to_owned()).collect())
    }

    /// Why an entry answers, the weightiest reason first, at most three.
    fn explain(&self, entry: &PublicEntry) -> Vec<(u32, Reason)> {
        let mut fields = vec![
            Field::words("用人单位", Some(&entry.employer), 100),
            Field::number("统一社会信用代码", entry.uscc.as_deref(), 95),
        ];
        fields.extend(entry.former_names.iter().map(|name| Field::words("曾用名", Some(name), 90)));
        fields.extend(entry.people.iter().map(|person| Field::words("责任人员", Some(&person.name), 60)));
        let by = |query: &Query| fields.iter().filter_map(|field| field.explain(query)).collect::<Vec<_>>();
        let mut reasons = by(&self.words);
        let weaker = |found: Vec<(u32, Reason)>, less: u32, how: &str| {
            let how = how.to_owned();
            found.into_iter().map(move |(score, one)| (score.saturating_sub(less), Reason { how: how.clone(), ..one }))
        };
        if reasons.is_empty() {
            if let Some((_, core)) = &self.core {
                reasons.extend(weaker(by(core), 30, "字号相同"));
            }
            if let Some(sound) = &self.sound {
                reasons.extend(weaker(by(sound), 40, "同音字"));
            }
            let meant = self.codes.iter().position(|code| entry.uscc.as_deref() == Some(code.as_str()));
            if let (Some(place), Some(uscc)) = (meant, &entry.uscc) {
                let score = 60_u32.saturating_sub(u32::try_from(place).unwrap_or(u32::MAX));
                let (field, how) = ("统一社会信用代码".to_owned(), "输入的号码有误，这个最接近".to_owned());
                reasons.push((score, Reason { field, text: uscc.clone(), span: None, how }));
            }
        }
        reasons.sort_by_key(|(score, _)| Reverse(*score));
        reasons.truncate(3);
        reasons
    }
}

/// Entries that answer a question, the best first. Fewer than two characters find nothing.
pub async fn look_up(tx: &mut Tx, text: &str) -> Result<Vec<PublicHit>> {
    let asked = Asked::new(text);
    let numbers = candidates(tx, &asked, text).await?;
    let mut ranked: Vec<(u32, PublicHit)> = store::public_at(tx, &numbers)
        .await?
        .into_iter()
        .filter_map(|entry| {
            let reasons = asked.explain(&entry);
            let score = reasons.first()?.0;
            Some((score, PublicHit { entry, reasons: reasons.into_iter().map(|(_, reason)| reason).collect() }))
        })
        .collect();
    ranked.sort_by(|(a, left), (b, right)| b.cmp(a).then_with(|| left.entry.employer.cmp(&right.entry.employer)));
    Ok(ranked.into_iter().map(|(_, hit)| hit).collect())
}

async fn candidates(tx: &mut Tx, asked: &Asked, text: &str) -> Result<Vec<i64>> {
    let (grams, letters) = asked.texts(text);
    let by_grams = tx.pick(
        "select rowid from blacklist_search where blacklist_search match $1 limit $2",
        "select number from blacklist_search where grams @@ phraseto_tsquery('simple', $1) limit $2",
    );
    let by_sound = tx.pick(
        "select rowid from blacklist_search where blacklist_search match $1 limit $2",
        "select number from blacklist_search where pinyin @@ to_tsquery('simple', $1) limit $2",
    );
    let mut numbers = BTreeSet::new();
    for phrase in grams {
        let query = tx.pick(format!("grams : \"{phrase}\""), phrase);
        let found: Vec<i64> = db!(tx, query_scalar(by_grams).bind(query).bind(CANDIDATES).fetch_all)?;
        numbers.extend(found);
    }
    for start in letters {
        let query = tx.pick(format!("pinyin : {start}*"), format!("{start}:*"));
        let found: Vec<i64> = db!(tx, query_scalar(by_sound).bind(query).bind(CANDIDATES).fetch_all)?;
        numbers.extend(found);
    }
    Ok(numbers.into_iter().collect())
}
