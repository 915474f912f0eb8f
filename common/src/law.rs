//! 法律依据: the articles that rules, pages and documents cite, written the same way everywhere.
//!
//! The title and number are as published. A rule names its article as a constant of this module, so that the way
//! from the law to the code is one search.

use std::fmt;

use serde::{Serialize, Serializer};

/// One article of a law, regulation or rule. Serialises as its [`Law::label`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Law {
    /// The published title, without brackets.
    pub document: &'static str,
    /// From 1.
    pub article: u16,
}

const REGULATION: &str = "保障农民工工资支付条例";

/// Anyone may report arrears; the authorities' numbers must be public; the result is told.
pub const COMPLAINT: Law = Law::regulation(10);
/// A complaint to labour inspection is accepted within five working days and filed the same day.
pub const COMPLAINT_ACCEPTED: Law =
    Law { document: "关于实施〈劳动保障监察条例〉若干规定", article: 18 };
/// Labour inspection ends its investigation within 60 working days, 30 more in a complex case.
pub const INVESTIGATION: Law = Law { document: "劳动保障监察条例", article: 17 };
/// Wages by the month are paid every month.
pub const PAY_MONTHLY: Law = Law::regulation(13);
/// A pay day that falls on a rest day or holiday is moved before it.
pub const PAY_DAY: Law = Law::regulation(14);
/// No start of works without the money for them; no pre-financing of government projects.
pub const FUNDS: Law = Law::regulation(23);
/// The contract states how works are measured, and that labour costs are paid at least monthly.
pub const CONTRACT: Law = Law::regulation(24);
/// After completion without arrears and a notice of 30 days, the account may be closed.
pub const ACCOUNT_CLOSING: Law = Law::regulation(27);
/// The account is opened within 30 days of signing.
pub const ACCOUNT_OPENING: Law =
    Law { document: "工程建设领域农民工工资专用账户管理暂行办法", article: 5 };
/// The special wage account of a project.
pub const ACCOUNT: Law = Law::regulation(26);
/// Contract and real-name registration before entering the site; the labour-wage officer.
pub const ROSTER: Law = Law::regulation(28);
/// The owner pays labour costs in time and in full.
pub const LABOUR_COST: Law = Law::regulation(29);
/// The subcontractor answers for the wages of its workers; the general contractor pays first, then recovers.
pub const RESPONSIBLE: Law = Law::regulation(30);
/// The general contractor pays the wages of subcontractors' workers to their own cards.
pub const PAYROLL: Law = Law::regulation(31);
/// The wage deposit.
pub const DEPOSIT: Law = Law::regulation(32);
/// The notice board and what stands on it.
pub const BOARD: Law = Law::regulation(34);
/// A dispute on quantity, quality or price is no reason to withhold wages.
pub const DISPUTE: Law = Law::regulation(35);
/// What labour inspection checks.
pub const INSPECTION: Law = Law::regulation(39);
/// A board missing or incomplete, after failure to correct: a fine.
pub const BOARD_PENALTY: Law = Law::regulation(56);
/// The general contractor shows the deposit's state on the board.
pub const DEPOSIT_ON_BOARD: Law = Law::deposit(18);
/// The deposit is stored within 20 working days of the permit.
pub const DEPOSIT_STORE: Law = Law::deposit(8);
/// Rate, cap, several works, small works.
pub const DEPOSIT_RATE: Law = Law::deposit(11);
/// Relief for a good record, surcharge for a bad one.
pub const DEPOSIT_RECORD: Law = Law::deposit(12);
/// A guarantee instead of cash: how much, how long.
pub const DEPOSIT_GUARANTEE: Law = Law::deposit(15);
/// A reminder before a guarantee expires.
pub const DEPOSIT_REMINDER: Law = Law::deposit(17);
/// The bank pays within five working days of the payment notice.
pub const DEPOSIT_USE: Law = Law::deposit(19);
/// What was used is stored again within ten working days.
pub const DEPOSIT_REFILL: Law = Law::deposit(20);
/// Notice, application, review and return after completion; the half-yearly sweep.
pub const DEPOSIT_RETURN: Law = Law::deposit(22);
/// What happens to a contractor that stores no deposit.
pub const DEPOSIT_PENALTY: Law = Law::regulation(55);
/// Whom to list for unpaid wages, and on which grounds.
pub const BLACKLIST_GROUND: Law = Law::blacklist(5);
/// Notice before the decision, objection and its verification.
pub const BLACKLIST_NOTICE: Law = Law::blacklist(6);
/// Who corrected and promised before the decision may be left out.
pub const BLACKLIST_WAIVER: Law = Law::blacklist(7);
/// The decision, its days and its contents.
pub const BLACKLIST_DECISION: Law = Law::blacklist(8);
/// Publication on the portal.
pub const BLACKLIST_PUBLICATION: Law = Law::blacklist(9);
/// Joint punishment by the departments.
pub const BLACKLIST_EFFECT: Law = Law::blacklist(10);
/// Three years from the decision.
pub const BLACKLIST_TERM: Law = Law::blacklist(11);
/// Early removal after six months.
pub const BLACKLIST_EARLY: Law = Law::blacklist(12);
/// Who is not removed early.
pub const BLACKLIST_BAR: Law = Law::blacklist(13);
/// Application for early removal, and the decision on it.
pub const BLACKLIST_REMOVAL: Law = Law::blacklist(14);
/// A removal got by fraud is revoked, and the term starts anew.
pub const BLACKLIST_FRAUD: Law = Law::blacklist(15);
/// A listing whose order to pay was revoked is revoked.
pub const BLACKLIST_REVOCATION: Law = Law::blacklist(16);
/// What is done within ten working days of the end of a listing.
pub const BLACKLIST_EXECUTION: Law = Law::blacklist(17);
/// Review and lawsuit.
pub const BLACKLIST_REMEDY: Law = Law::blacklist(18);
/// Joint punishment of listed employers.
pub const JOINT_PUNISHMENT: Law = Law::regulation(48);
/// Minimum wage: monthly for full time, hourly for part time.
pub const MINIMUM_WAGE: Law = Law { document: "最低工资规定", article: 5 };
/// The days on which everyone rests.
pub const HOLIDAYS: Law = Law { document: "全国年节及纪念日放假办法", article: 2 };
/// A holiday on a Saturday or Sunday is made up on a working day.
pub const HOLIDAY_MADE_UP: Law = Law { document: "全国年节及纪念日放假办法", article: 6 };

impl Law {
    const fn regulation(article: u16) -> Self {
        Self { document: REGULATION, article }
    }

    const fn deposit(article: u16) -> Self {
        Self { document: "工程建设领域农民工工资保证金规定", article }
    }

    const fn blacklist(article: u16) -> Self {
        Self { document: "拖欠农民工工资失信联合惩戒对象名单管理暂行办法", article }
    }

    /// As a document cites it: 《保障农民工工资支付条例》第三十四条.
    pub fn label(self) -> String {
        format!("《{}》第{}条", self.document, numeral(self.article))
    }
}

impl fmt::Display for Law {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.label())
    }
}

impl Serialize for Law {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The Chinese numeral of an article number: 十四, 三十四, 一百零八. Zero gives an empty text.
fn numeral(number: u16) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    const UNITS: [(u16, &str); 4] = [(1000, "千"), (100, "百"), (10, "十"), (1, "")];
    let mut text = String::new();
    let mut skipped_zero = false;
    for (unit, name) in UNITS {
        let digit = number / unit % 10;
        if digit == 0 {
            skipped_zero = !text.is_empty();
            continue;
        }
        if skipped_zero {
            text.push('零');
            skipped_zero = false;
        }
        if !(text.is_empty() && digit == 1 && unit == 10) {
            text.push_str(DIGITS[usize::from(digit)]);
        }
        text.push_str(name);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_cited_as_documents_do() {
        assert_eq!(BOARD.label(), "《保障农民工工资支付条例》第三十四条");
        assert_eq!(DEPOSIT_ON_BOARD.to_string(), "《工程建设领域农民工工资保证金规定》第十八条");
        assert_eq!(serde_json::to_value(PAY_DAY).ok(), Some("《保障农民工工资支付条例》第十四条".into()));
    }

    #[test]
    fn numerals_read_as_spoken() {
        let cases = [
            (1, "一"),
            (9, "九"),
            (10, "十"),
            (11, "十一"),
            (20, "二十"),
            (56, "五十六"),
            (100, "一百"),
            (101, "一百零一"),
            (110, "一百一十"),
            (276, "二百七十六"),
            (1000, "一千"),
            (1008, "一千零八"),
            (1260, "一千二百六十"),
        ];
        for (number, text) in cases {
            assert_eq!(numeral(number), text);
        }
    }
}
