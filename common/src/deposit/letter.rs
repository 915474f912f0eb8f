use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::holding::Holding;
use crate::date;
use crate::law;
use crate::money::Fen;
use crate::term::terms;

terms! {
    /// The letters that are drafted.
    LetterKind {
        /// To a contractor that has not stored, or not refilled, in time.
        Store = "store", "存储催告函", [];
        /// To a contractor whose guarantee expires before the works are finished.
        Renew = "renew", "保函续期催告函", [];
        /// To the issuer of a guarantee, with the payment notice.
        Claim = "claim", "索赔通知", [];
    }
}

/// What a letter needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterFacts {
    /// 示例区根治欠薪联席会议办公室.
    pub office: String,
    pub office_phone: String,
    pub project: String,
    pub contractor: String,
    pub due: Option<Fen>,
    pub holding: Option<Holding>,
    /// The last day of the running clock or, for a claim, the last day on which the issuer can be asked.
    pub by: Option<NaiveDate>,
    /// What the payment notice orders to be paid, with its number.
    pub order: Option<(Fen, String)>,
    pub today: NaiveDate,
}

/// A letter to check, print and sign. What is not known stands as a blank to fill in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Letter {
    pub title: String,
    pub to: String,
    pub paragraphs: Vec<String>,
    pub office: String,
    pub on: NaiveDate,
}

/// Drafts a letter.
pub fn letter(kind: LetterKind, facts: &LetterFacts) -> Letter {
    let (to, paragraphs) = match kind {
        LetterKind::Store => (facts.contractor.clone(), store(facts)),
        LetterKind::Renew => (facts.contractor.clone(), renew(facts)),
        LetterKind::Claim => (issuer(facts), claim(facts)),
    };
    let title = match kind {
        LetterKind::Store => "关于限期存储农民工工资保证金的催告函",
        LetterKind::Renew => "关于限期办理农民工工资保证金保函续期的催告函",
        LetterKind::Claim => "农民工工资保证金保函索赔通知",
    };
    Letter { title: title.to_owned(), to, paragraphs, office: facts.office.clone(), on: facts.today }
}

/// To be filled in by hand.
const BLANK: &str = "＿＿＿＿";

fn day(day: Option<NaiveDate>) -> String {
    day.map_or_else(|| format!("{BLANK}年＿月＿日"), date::label)
}

fn sum(sum: Option<Fen>) -> String {
    sum.map_or_else(|| format!("{BLANK}元"), Fen::label)
}

fn issuer(facts: &LetterFacts) -> String {
    facts.holding.as_ref().map_or_else(|| BLANK.to_owned(), |holding| holding.issuer.clone())
}

fn ask(facts: &LetterFacts) -> String {
    format!("如有疑问，请联系{}，电话{}。", facts.office, facts.office_phone)
}

fn store(facts: &LetterFacts) -> Vec<String> {
    vec![
        format!(
            "你单位承建的“{}”，按{}应存储农民工工资保证金{}，最后期限为{}。截至{}，我们没有收到存储凭证。",
            facts.project,
            law::DEPOSIT_STORE,
            sum(facts.due),
            day(facts.by),
            date::label(facts.today)
        ),
        "请在收到本函后五个工作日内存储现金，或提交银行保函、担保公司保函、保证保险，并把凭证送交我办。已经存储的，请在同一期限内补交凭证。"
            .to_owned(),
        format!("逾期仍未存储的，将依照{}处理。", law::DEPOSIT_PENALTY),
        ask(facts),
    ]
}

fn renew(facts: &LetterFacts) -> Vec<String> {
    let until = facts.holding.as_ref().and_then(|holding| holding.valid_until);
    if until.is_some_and(|until| until < facts.today) {
        return lapsed(facts, until);
    }
    let held = facts.holding.as_ref().map_or_else(|| BLANK.to_owned(), Holding::label);
    let amount = sum(facts.holding.as_ref().map(|holding| holding.amount));
    vec![
        format!(
            "你单位为“{}”提交的农民工工资保证金保函（{held}，金额{amount}）有效期至{}。工程尚未办结，保函到期后不再有保证金。",
            facts.project,
            day(until)
        ),
        format!(
            "按{}、{}，请在{}以前办妥续期或换开新保函，金额不低于{}，有效期不少于一年且不短于工期，并把原件送交我办。也可以改存现金。",
            law::DEPOSIT_GUARANTEE,
            law::DEPOSIT_REMINDER,
            day(facts.by),
            sum(facts.due)
        ),
        format!("到期前仍未办妥的，我办将在{}以前向出具单位主张权利。", day(facts.by)),
        ask(facts),
    ]
}

/// A guarantee that is over: nothing secures the wages any more.
fn lapsed(facts: &LetterFacts, until: Option<NaiveDate>) -> Vec<String> {
    vec![
        format!(
            "你单位为“{}”提交的农民工工资保证金保函已于{}到期，至今没有续期，工程现在没有保证金。",
            facts.project,
            day(until)
        ),
        format!(
            "按{}，请在收到本函后五个工作日内换开新保函或存储现金，金额不低于{}，并把原件或凭证送交我办。",
            law::DEPOSIT_GUARANTEE,
            sum(facts.due)
        ),
        format!("逾期仍未办理的，将依照{}处理。", law::DEPOSIT_PENALTY),
        ask(facts),
    ]
}

fn claim(facts: &LetterFacts) -> Vec<String> {
    let number = facts.holding.as_ref().map_or_else(|| BLANK.to_owned(), |holding| holding.number.clone());
    let amount = sum(facts.holding.as_ref().map(|holding| holding.amount));
    let until = day(facts.holding.as_ref().and_then(|holding| holding.valid_until));
    let (claimed, document) = match &facts.order {
        Some((amount, document)) => (amount.label(), document.clone()),
        None => (format!("{BLANK}元"), BLANK.to_owned()),
    };
    vec![
        format!(
            "你单位为{}承建的“{}”出具了编号{number}的农民工工资保证金保函，金额{amount}，有效期至{until}，不可撤销、见索即付。",
            facts.contractor, facts.project
        ),
        format!(
            "该工程拖欠农民工工资，施工总承包单位没有按期清偿。按{}和《农民工工资保证金支付通知书》（{document}），请在收到本通知后五个工作日内，把{claimed}直接支付到所附名单上农民工本人的银行账户。",
            law::DEPOSIT_USE
        ),
        format!("本保函最后可以索赔的日期为{}，本通知在有效期内送达。", day(facts.by)),
        ask(facts),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::DepositForm;

    fn facts() -> LetterFacts {
        let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        LetterFacts {
            office: "示例区联席办".into(),
            office_phone: "15400000001".into(),
            project: "示例工程".into(),
            contractor: "示例建筑有限公司".into(),
            due: Some(Fen(100_000_000)),
            holding: Some(Holding {
                form: DepositForm::BankGuarantee,
                amount: Fen(100_000_000),
                issuer: "示例银行".into(),
                number: "BH001".into(),
                valid_until: Some(day(12, 13)),
            }),
            by: Some(day(12, 11)),
            order: Some((Fen(30_000_000), "示人社保支〔2026〕1号".into())),
            today: day(11, 24),
        }
    }

    #[test]
    fn a_letter_names_the_works_the_sum_and_the_last_day() {
        for kind in LetterKind::ALL {
            let letter = letter(*kind, &facts());
            let text = letter.paragraphs.concat();
            assert!(text.contains("示例工程") && text.contains("2026年12月11日"), "{text}");
            assert!(!text.contains(BLANK), "{text}");
        }
        assert_eq!(letter(LetterKind::Claim, &facts()).to, "示例银行");
        assert_eq!(letter(LetterKind::Renew, &facts()).to, "示例建筑有限公司");
    }

    #[test]
    fn a_guarantee_that_is_over_is_to_be_replaced_at_once() {
        let today = NaiveDate::from_ymd_opt(2026, 12, 13);
        for (today, over) in [(today, false), (today.and_then(|day| day.succ_opt()), true)] {
            let text = letter(LetterKind::Renew, &LetterFacts { today: today.unwrap(), ..facts() }).paragraphs.concat();
            assert_eq!(text.contains("已于2026年12月13日到期"), over);
        }
    }

    #[test]
    fn what_is_not_known_is_left_to_fill_in() {
        let facts = LetterFacts { due: None, holding: None, by: None, order: None, ..facts() };
        for kind in LetterKind::ALL {
            assert!(letter(*kind, &facts).paragraphs.concat().contains(BLANK));
        }
    }
}
