//! 投资项目统一代码: the number of a project in the investment approval platform.
//!
//! Law: 发改投资〔2020〕1439号, GB/T 40058-2021. Only the form can be checked: the check rule is not published.

use super::{IdFault, IdKind, checked_text, shown_in_full, stranger};
use crate::text::compact;

checked_text! {
    /// A project code in its form of 4-6-2-2-6 digits.
    ProjectCode, ProjectCode::parse
}
shown_in_full!(ProjectCode);

/// Which rule a code was given under; what its blocks mean depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeEra {
    /// Before 2020-11-01: it opens with the year.
    Old,
    /// Since then: it opens with year and month, YYMM.
    New,
}

impl ProjectCode {
    /// Dashes of any length are read; nothing else is changed.
    pub fn parse(text: &str) -> Result<Self, IdFault> {
        let code = compact(text);
        let kind = IdKind::ProjectCode;
        if code.is_empty() {
            return Err(IdFault::Missing(kind));
        }
        if let Some(found) = stranger(&code, |c| c.is_ascii_digit() || c == '-') {
            return Err(IdFault::Character { kind, found });
        }
        let lengths: Vec<usize> = code.split('-').map(str::len).collect();
        if lengths == [4, 6, 2, 2, 6] { Ok(Self(code)) } else { Err(IdFault::Form(kind)) }
    }

    /// By the first block: its last two digits are a month in the new rule, 13–20 of a year in the old one. `None` if
    /// neither.
    pub fn era(&self) -> Option<CodeEra> {
        match self.0[2..4].parse::<u8>() {
            Ok(1..=12) => Some(CodeEra::New),
            Ok(13..=20) => Some(CodeEra::Old),
            _ => None,
        }
    }

    /// GB/T 2260 code of the region, six digits.
    pub fn region(&self) -> &str {
        &self.0[5..11]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn old_and_new_codes_are_told_apart() {
        let old = ProjectCode::parse("2020-330106-48-01-123456").unwrap();
        let new = ProjectCode::parse("2604-330106-04-01-123456").unwrap();
        assert_eq!(old.era(), Some(CodeEra::Old));
        assert_eq!(new.era(), Some(CodeEra::New));
        assert_eq!(new.region(), "330106");
        let era = |block: &str| ProjectCode::parse(&format!("{block}-330106-04-01-123456")).unwrap().era();
        assert_eq!(era("2600"), None);
        assert_eq!(era("2601"), Some(CodeEra::New));
        assert_eq!(era("2612"), Some(CodeEra::New));
        assert_eq!(era("2013"), Some(CodeEra::Old));
        assert_eq!(era("2021"), None);
    }

    #[test]
    fn dashes_and_width_do_not_matter() {
        let code = ProjectCode::parse(" ２６０４－330106—04–01-123456 ").unwrap();
        assert_eq!(code.as_str(), "2604-330106-04-01-123456");
    }

    #[test]
    fn another_form_is_refused() {
        let kind = IdKind::ProjectCode;
        assert_eq!(ProjectCode::parse(" "), Err(IdFault::Missing(kind)));
        assert_eq!(ProjectCode::parse("26043301060401123456"), Err(IdFault::Form(kind)));
        assert_eq!(ProjectCode::parse("2604-330106-04-01-12345"), Err(IdFault::Form(kind)));
        assert_eq!(ProjectCode::parse("2604-330106-04-01-1234567"), Err(IdFault::Form(kind)));
        assert_eq!(ProjectCode::parse("2604-330106-04-01-12345A"), Err(IdFault::Character { kind, found: 'A' }));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".*", near in "[0-9-]{0,26}") {
            for code in [ProjectCode::parse(&text), ProjectCode::parse(&near)].into_iter().flatten() {
                let _ = (code.era(), code.region().len());
            }
        }
    }
}
