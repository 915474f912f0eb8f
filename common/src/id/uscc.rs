//! 统一社会信用代码: the number of a unit.
//!
//! Law: GB 32100-2015. 18 characters without I, O, S, V and Z; the last is a check modulo 31.

use super::{IdFault, IdKind, checked_text, shown_in_full, stranger};
use crate::text::compact;

const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Powers of 3 modulo 31.
const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/// Of the organisation code inside, GB 11714.
const INNER_WEIGHTS: [usize; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

checked_text! {
    /// A checked unified social credit code, upper case.
    Uscc, Uscc::parse
}
shown_in_full!(Uscc);

impl Uscc {
    /// Full-width and small letters are read; the check character must fit.
    pub fn parse(text: &str) -> Result<Self, IdFault> {
        let code = compact(text).to_uppercase();
        let kind = IdKind::Uscc;
        if code.is_empty() {
            return Err(IdFault::Missing(kind));
        }
        if let Some(found) = stranger(&code, |c| value(c).is_some()) {
            return Err(IdFault::Character { kind, found });
        }
        if code.len() != 18 {
            return Err(IdFault::Length { kind, found: code.len() });
        }
        if check(&code[..17]) == code.chars().next_back() { Ok(Self(code)) } else { Err(IdFault::Check(kind)) }
    }

    /// Doubt about the organisation code inside (positions 9–17), which has a check of its own. Some codes in use
    /// fail it, so it is never a reason to refuse.
    pub fn warning(&self) -> Option<IdFault> {
        (!has_good_organisation(&self.0)).then_some(IdFault::Form(IdKind::Uscc))
    }

    /// What a refused text may have meant, likeliest first: look-alike letters read as what they resemble (O as 0), two
    /// neighbours exchanged, or one character mistyped. Only for a person to choose from. Empty for a text that is
    /// right, or further off.
    pub fn repair(text: &str) -> Vec<Self> {
        let typed = compact(text).to_uppercase();
        if typed.chars().count() != 18 || Self::parse(&typed).is_ok() {
            return Vec::new();
        }
        let read: Vec<char> = typed.chars().map(resembled).collect();
        let mut found = Vec::new();
        let mut offer = |chars: &[char]| {
            if let Ok(code) = Self::parse(&chars.iter().collect::<String>())
                && !found.contains(&code)
            {
                found.push(code);
            }
        };
        offer(&read);
        let mut changed = read.clone();
        for at in 0..17 {
            changed.swap(at, at + 1);
            offer(&changed);
            changed.swap(at, at + 1);
        }
        for at in 0..18 {
            for other in ALPHABET {
                changed[at] = char::from(*other);
                offer(&changed);
            }
            changed[at] = read[at];
        }
        found.sort_by_key(|code| (code.0 != read.iter().collect::<String>(), implausible(&code.0)));
        found
    }
}

fn value(c: char) -> Option<usize> {
    ALPHABET.iter().position(|letter| char::from(*letter) == c)
}

/// The check character of the first 17. `None` if a character is not of the alphabet.
fn check(body: &str) -> Option<char> {
    let sum = body.chars().zip(WEIGHTS).try_fold(0, |sum, (c, weight)| Some(sum + value(c)? * weight))?;
    Some(char::from(ALPHABET[(31 - sum % 31) % 31]))
}

fn resembled(c: char) -> char {
    match c {
        'O' => '0',
        'I' => '1',
        'S' => '5',
        'Z' => '2',
        'V' => 'U',
        _ => c,
    }
}

fn has_good_organisation(code: &str) -> bool {
    // Letters count from A = 10, the common ones of GB 11714, unlike in the code around it.
    let digit = |c: char| c.to_digit(36).and_then(|value| usize::try_from(value).ok());
    let body = &code[8..16];
    let sum = body.chars().zip(INNER_WEIGHTS).try_fold(0, |sum, (c, weight)| Some(sum + digit(c)? * weight));
    let expected = sum.map(|sum| match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from(b"0123456789"[digit]),
    });
    expected == code[16..17].chars().next()
}

/// How many marks speak against a code: an unknown department, a region that is not digits, a bad inner check.
fn implausible(code: &str) -> usize {
    let department = code.starts_with(['1', '5', '9', 'Y']);
    let region = code[2..8].bytes().all(|b| b.is_ascii_digit());
    [department, region, has_good_organisation(code)].into_iter().filter(|good| !good).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const VALID: [&str; 8] = [
        "11150000011512968L",
        "91350100M000100Y43",
        "9144030071526726XG",
        "91110000600037341L",
        "91330106MA0000015K",
        "91330106MA0000023E",
        "92330106MA0000A19M",
        "113301060000000195",
    ];

    #[test]
    fn known_codes_are_valid_however_typed() {
        for code in VALID {
            assert_eq!(Uscc::parse(code).unwrap().as_str(), code);
            assert_eq!(Uscc::parse(&format!(" {} ", code.to_lowercase())).unwrap().as_str(), code);
        }
        assert_eq!(Uscc::parse("９１１１００００６０００３７３４１Ｌ").unwrap().as_str(), "91110000600037341L");
        assert_eq!(Uscc::parse("91110000 60003734 1L").unwrap().as_str(), "91110000600037341L");
    }

    #[test]
    fn a_bad_code_is_told_by_its_fault() {
        let kind = IdKind::Uscc;
        let cases = [
            ("", IdFault::Missing(kind)),
            ("91330106MA0000015J", IdFault::Check(kind)),
            ("91330106MI0000015K", IdFault::Character { kind, found: 'I' }),
            ("91330106MA0000015", IdFault::Length { kind, found: 17 }),
            ("91330106MA0000015KK", IdFault::Length { kind, found: 19 }),
            ("91330106MA000001-K", IdFault::Character { kind, found: '-' }),
            ("示例建设有限公司", IdFault::Character { kind, found: '示' }),
        ];
        for (text, fault) in cases {
            assert_eq!(Uscc::parse(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn an_inner_check_that_fails_is_only_a_doubt() {
        assert_eq!(Uscc::parse("9144030071526726XG").unwrap().warning(), None);
        assert_eq!(Uscc::parse("11150000011512968L").unwrap().warning(), None);
        assert_eq!(Uscc::parse("91350100M000100Y43").unwrap().warning(), None);
    }

    #[test]
    fn look_alikes_come_first_among_the_repairs() {
        let repairs = Uscc::repair("9I350I00M000IO0Y43");
        assert_eq!(repairs.first().map(Uscc::as_str), Some("91350100M000100Y43"));
        assert!(Uscc::repair("91350100M000100Y43").is_empty());
        assert!(Uscc::repair("91350100").is_empty());
        assert!(Uscc::repair("示").is_empty());
    }

    #[test]
    fn it_reads_and_writes_as_a_string() {
        let code = Uscc::parse("91330106MA0000015K").unwrap();
        let json = serde_json::to_string(&code).unwrap();
        assert_eq!(json, "\"91330106MA0000015K\"");
        assert_eq!(serde_json::from_str::<Uscc>(&json).unwrap(), code);
        assert!(serde_json::from_str::<Uscc>("\"91330106MA0000015J\"").is_err());
    }

    proptest! {
        #[test]
        fn one_mistyped_character_is_found_and_offered_back(which in 0_usize..8, at in 0_usize..18, other in 0_usize..31) {
            let right = VALID[which];
            let mut wrong: Vec<char> = right.chars().collect();
            wrong[at] = char::from(ALPHABET[other]);
            let wrong: String = wrong.into_iter().collect();
            prop_assume!(wrong != right);
            prop_assert!(Uscc::parse(&wrong).is_err());
            prop_assert!(Uscc::repair(&wrong).iter().any(|code| code.as_str() == right));
        }

        #[test]
        fn neighbours_exchanged_are_offered_back(which in 0_usize..8, at in 0_usize..17) {
            let mut wrong: Vec<char> = VALID[which].chars().collect();
            wrong.swap(at, at + 1);
            let wrong: String = wrong.into_iter().collect();
            prop_assume!(wrong != VALID[which]);
            prop_assert!(Uscc::repair(&wrong).iter().any(|code| code.as_str() == VALID[which]));
        }

        #[test]
        fn no_text_makes_it_panic(text in ".*", near in "[0-9A-Zａ-ｚ ßı示]{0,20}") {
            let _ = (Uscc::parse(&text), Uscc::repair(&text), Uscc::parse(&near), Uscc::repair(&near));
        }
    }
}
