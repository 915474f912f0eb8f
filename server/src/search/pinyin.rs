//! How names sound, for people who type pinyin: beiyuan and by both find 北苑.
//!
//! One spelling per character, the usual one in names of places and firms; words of the table below, and some surnames
//! before 家 and 氏, go by their own. Tones are left out and ü is typed v.

use std::collections::BTreeSet;

use pinyin::ToPinyin;

/// No token of the index is longer, so no prefix asked for may be.
const LONGEST: usize = 24;

/// The sound of one character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Syllable {
    /// Which character of the text, from 0.
    pub index: usize,
    /// Small letters a–z.
    pub spelling: &'static str,
}

/// The sounds of all 汉字 in a text; other characters have none, so `index` shows gaps there.
pub fn syllables(text: &str) -> Vec<Syllable> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::with_capacity(chars.len());
    let mut index = 0;
    while let Some(c) = chars.get(index) {
        let rest = &chars[index..];
        if let Some((_, word)) = WORDS.iter().find(|(word, _)| starts_with(rest, word)) {
            found.extend(
                word.split(' ').enumerate().map(|(place, spelling)| Syllable { index: index + place, spelling }),
            );
            index += word.split(' ').count();
            continue;
        }
        let surname =
            rest.get(1).is_some_and(|next| matches!(next, '家' | '氏')).then(|| lookup(SURNAMES, *c)).flatten();
        let spelling = surname.or_else(|| lookup(CHARACTERS, *c)).or_else(|| plain(*c));
        found.extend(spelling.map(|spelling| Syllable { index, spelling }));
        index += 1;
    }
    found
}

/// The first letters of neighbouring syllables.
pub fn initials(run: &[Syllable]) -> String {
    run.iter().filter_map(|syllable| syllable.spelling.chars().next()).collect()
}

/// What the index holds for a text, so that a prefix of a token is a part of the text: from every syllable on, the
/// spelling to the end of its run and the initials. Small letters, parted by blanks.
pub fn pinyin_tokens(text: &str) -> String {
    let all = syllables(text);
    let mut tokens = BTreeSet::new();
    for run in all.chunk_by(|one, next| one.index + 1 == next.index) {
        for start in 0..run.len() {
            let spelled: String = run[start..].iter().map(|syllable| syllable.spelling).collect();
            tokens.insert(prefix(&spelled).to_owned());
            // A single initial begins the spelling too.
            if run.len() - start > 1 {
                tokens.insert(prefix(&initials(&run[start..])).to_owned());
            }
        }
    }
    tokens.into_iter().collect::<Vec<_>>().join(" ")
}

/// The part of typed letters that the index can answer to.
pub fn prefix(letters: &str) -> &str {
    letters.get(..LONGEST).unwrap_or(letters)
}

fn starts_with(text: &[char], word: &str) -> bool {
    let mut chars = text.iter();
    word.chars().all(|c| chars.next() == Some(&c))
}

fn lookup(table: &[(char, &'static str)], c: char) -> Option<&'static str> {
    table.iter().find(|(character, _)| *character == c).map(|(_, spelling)| *spelling)
}

/// The usual spelling. `None` if the character has no sound of its own.
fn plain(c: char) -> Option<&'static str> {
    match c.to_pinyin()?.plain() {
        "lü" => Some("lv"),
        "nü" => Some("nv"),
        "lüe" => Some("lve"),
        "nüe" => Some("nve"),
        other => other.bytes().all(|b| b.is_ascii_lowercase()).then_some(other),
    }
}

/// Characters that sound otherwise in names than in most other words.
const CHARACTERS: &[(char, &str)] = &[
    ('调', "tiao"),
    ('都', "du"),
    ('堡', "bao"),
    ('牟', "mu"),
    ('缪', "miao"),
    ('涌', "yong"),
    ('曾', "zeng"),
    ('长', "chang"),
    ('覃', "qin"),
    ('翟', "zhai"),
    ('仇', "qiu"),
    ('地', "di"),
    ('还', "huan"),
    ('埔', "pu"),
];

/// Surnames that sound unlike the same character elsewhere: 单家村, but 单元.
const SURNAMES: &[(char, &str)] = &[
    ('单', "shan"),
    ('盖', "ge"),
    ('解', "xie"),
    ('朴', "piao"),
    ('查', "zha"),
    ('种', "chong"),
    ('宿', "su"),
    ('尉', "wei"),
];

/// Words with a sound of their own; where two begin alike, the longer stands first.
const WORDS: &[(&str, &str)] = &[
    // Compound surnames
    ("单于", "chan yu"),
    ("万俟", "mo qi"),
    ("尉迟", "yu chi"),
    ("长孙", "zhang sun"),
    // Provinces, cities, counties
    ("重庆", "chong qing"),
    ("西藏", "xi zang"),
    ("厦门", "xia men"),
    ("六安", "lu an"),
    ("蚌埠", "beng bu"),
    ("番禺", "pan yu"),
    ("乐清", "yue qing"),
    ("乐亭", "lao ting"),
    ("长子县", "zhang zi xian"),
    ("长垣", "chang yuan"),
    ("东阿", "dong e"),
    ("铅山", "yan shan"),
    ("浚县", "xun xian"),
    ("单县", "shan xian"),
    ("蔚县", "yu xian"),
    ("莘庄", "xin zhuang"),
    ("泌阳", "bi yang"),
    ("涡阳", "guo yang"),
    ("枞阳", "zong yang"),
    ("珲春", "hun chun"),
    ("繁峙", "fan shi"),
    ("洪洞", "hong tong"),
    ("黄陂", "huang pi"),
    ("宕昌", "tan chang"),
    ("筠连", "jun lian"),
    ("会稽", "kuai ji"),
    ("莎车", "suo che"),
    ("什邡", "shi fang"),
    ("喀什", "ka shi"),
    ("吐鲁番", "tu lu fan"),
    ("百色", "bai se"),
    ("东涌", "dong chong"),
    ("浒墅关", "xu shu guan"),
    // Words of works and firms
    ("银行", "yin hang"),
    ("商行政", "shang xing zheng"),
    ("商行", "shang hang"),
    ("支行", "zhi hang"),
    ("音乐", "yin yue"),
    ("给排水", "ji pai shui"),
    ("给水", "ji shui"),
    ("供给", "gong ji"),
    ("调度", "diao du"),
    ("调水", "diao shui"),
    ("会计", "kuai ji"),
    ("重建", "chong jian"),
    ("重修", "chong xiu"),
    ("重阳", "chong yang"),
    ("成长", "cheng zhang"),
    ("校长", "xiao zhang"),
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn spelled(text: &str) -> String {
        syllables(text).iter().map(|syllable| syllable.spelling).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn names_sound_as_people_say_them() {
        let cases = [
            ("北苑路安置房", "bei yuan lu an zhi fang"),
            ("重庆路", "chong qing lu"),
            ("长江大厦", "chang jiang da sha"),
            ("厦门", "xia men"),
            ("成都", "cheng du"),
            ("建设银行", "jian she yin hang"),
            ("行政中心", "xing zheng zhong xin"),
            ("工商行政管理局", "gong shang xing zheng guan li ju"),
            ("给水管网", "ji shui guan wang"),
            ("还建房地块", "huan jian fang di kuai"),
            ("绿城", "lv cheng"),
            ("乐清", "yue qing"),
            ("快乐家园", "kuai le jia yuan"),
        ];
        for (text, spelling) in cases {
            assert_eq!(spelled(text), spelling, "{text}");
        }
    }

    #[test]
    fn surnames_have_their_own_sound() {
        assert_eq!(spelled("单家村"), "shan jia cun");
        assert_eq!(spelled("单元楼"), "dan yuan lou");
        assert_eq!(spelled("解家庄"), "xie jia zhuang");
        assert_eq!(spelled("解放路"), "jie fang lu");
        assert_eq!(spelled("翟家湾"), "zhai jia wan");
        assert_eq!(spelled("曾氏建筑"), "zeng shi jian zhu");
        assert_eq!(spelled("尉迟"), "yu chi");
        assert_eq!(spelled("长孙"), "zhang sun");
    }

    #[test]
    fn what_has_no_sound_leaves_a_gap() {
        let places: Vec<usize> = syllables("A区·3号楼").iter().map(|syllable| syllable.index).collect();
        assert_eq!(places, [1, 4, 5]);
        assert_eq!(pinyin_tokens("A-3 #"), "");
    }

    #[test]
    fn tokens_begin_at_every_syllable_and_stop_at_gaps() {
        assert_eq!(pinyin_tokens("安置房"), "anzhifang azf fang zf zhifang");
        assert_eq!(pinyin_tokens("一区2号"), "hao qu yiqu yq");
    }

    #[test]
    fn tokens_are_not_endless() {
        let tokens = pinyin_tokens("示例区北苑街道双创产业园装修工程第二标段");
        assert!(tokens.split(' ').all(|token| token.len() <= LONGEST));
        assert!(tokens.split(' ').any(|token| token == prefix("shiliqubeiyuanjiedaoshuangchuangchanyeyuan")));
    }

    #[test]
    fn every_word_has_a_sound_for_each_character() {
        for (word, sounds) in WORDS {
            assert_eq!(word.chars().count(), sounds.split(' ').count(), "{word}");
            let longer = WORDS.iter().skip_while(|(other, _)| other != word).skip(1);
            assert!(longer.clone().all(|(other, _)| !other.starts_with(word)), "{word} hides a longer word");
        }
    }

    proptest! {
        #[test]
        fn any_part_of_a_name_begins_a_token(text in "[示例花园重庆长江绿]{1,12}", from in 0_usize..12, length in 1_usize..6) {
            let all = syllables(&text);
            let part = all.iter().skip(from).take(length);
            let spelling: String = part.clone().map(|syllable| syllable.spelling).collect();
            let first: String = part.map(|syllable| &syllable.spelling[..1]).collect();
            let tokens = pinyin_tokens(&text);
            for asked in [prefix(&spelling), prefix(&first)] {
                prop_assert!(asked.is_empty() || tokens.split(' ').any(|token| token.starts_with(asked)));
            }
        }

        #[test]
        fn any_text_gives_only_small_letters(text in ".*") {
            prop_assert!(pinyin_tokens(&text).bytes().all(|b| b.is_ascii_lowercase() || b == b' '));
        }
    }
}
