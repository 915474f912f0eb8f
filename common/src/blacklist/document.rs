use chrono::NaiveDate;

use super::matter::Matter;
use super::rules::BlacklistRules;
use crate::date;
use crate::deposit::Letter;
use crate::law;
use crate::term::terms;

terms! {
    /// The documents that are drafted.
    DocumentKind {
        /// Before the decision.
        Notice = "notice", "列入告知书", [];
        /// The decision to list.
        Decision = "decision", "列入决定书", [];
        /// The decision on early removal.
        Removal = "removal", "移出决定书", [];
    }
}

/// What a document needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentFacts {
    pub matter: Matter,
    /// The department that decides, such as 示例区人力资源和社会保障局.
    pub authority: String,
    pub phone: String,
    pub rules: BlacklistRules,
    /// Number and day of the decision to list, once there is one.
    pub decision: Option<(String, NaiveDate)>,
    pub corrected_on: Option<NaiveDate>,
    pub today: NaiveDate,
}

/// Drafts a document, to check, number and seal. What is not known stands as a blank.
pub fn document(kind: DocumentKind, facts: &DocumentFacts) -> Letter {
    let (title, paragraphs) = match kind {
        DocumentKind::Notice => ("列入拖欠农民工工资失信联合惩戒对象名单告知书", notice(facts)),
        DocumentKind::Decision => ("列入拖欠农民工工资失信联合惩戒对象名单决定书", decision(facts)),
        DocumentKind::Removal => ("移出拖欠农民工工资失信联合惩戒对象名单决定书", removal(facts)),
    };
    Letter {
        title: title.to_owned(),
        to: facts.matter.employer.clone(),
        paragraphs,
        office: facts.authority.clone(),
        on: facts.today,
    }
}

/// To be filled in by hand.
const BLANK: &str = "＿＿＿＿";

fn who(matter: &Matter) -> String {
    let code = matter.uscc.as_ref().map_or(BLANK, |code| code.as_str());
    let address = matter.address.as_deref().unwrap_or(BLANK);
    let people: Vec<String> =
        matter.people.iter().map(|person| format!("{}（{}）", person.name, person.role)).collect();
    format!(
        "当事人：{}，统一社会信用代码{code}，地址{address}。一并列入的责任人员：{}。",
        matter.employer,
        people.join("、")
    )
}

fn reason(matter: &Matter) -> String {
    let order = matter.order.as_deref().unwrap_or(BLANK);
    let pay_by = matter.pay_by.map_or_else(|| BLANK.to_owned(), date::label);
    format!(
        "列入事由：你单位{}。本机关以{order}责令你单位在{pay_by}以前支付，期满仍未支付，属于{}的情形。",
        matter.facts(),
        matter.ground.label()
    )
}

fn removal_way(rules: &BlacklistRules) -> String {
    format!(
        "提前移出条件和程序：改正拖欠行为，自改正之日起被列入名单满{}个月，并作出遵守保障农民工工资支付规定的书面信用承诺的，可以向本机关书面申请提前移出，提交改正证明和书面信用承诺（{}、{}）。本机关自收到申请之日起{}个工作日内核实并作出书面决定。列入期间发生新的拖欠违法行为，或者因拒不支付劳动报酬正在或者已经被追究刑事责任的，不得提前移出（{}）。",
        rules.early_months,
        law::BLACKLIST_EARLY,
        law::BLACKLIST_REMOVAL,
        rules.removal_decide_wd,
        law::BLACKLIST_BAR
    )
}

fn notice(facts: &DocumentFacts) -> Vec<String> {
    let (matter, rules) = (&facts.matter, &facts.rules);
    vec![
        who(matter),
        reason(matter),
        format!(
            "依据{}，本机关拟将你单位及上述责任人员列入拖欠农民工工资失信联合惩戒对象名单。",
            matter.ground.clause()
        ),
        format!(
            "你单位及上述责任人员有权提出异议。请自收到本告知书之日起{}个工作日内书面提出，本机关自收到异议之日起{}个工作日内核实并告知结果（{}）。",
            rules.objection_wd,
            rules.verify_wd,
            law::BLACKLIST_NOTICE
        ),
        format!("在列入决定作出以前改正拖欠行为，并作出书面信用承诺的，可以不予列入（{}）。", law::BLACKLIST_WAIVER),
        format!("联系电话：{}。", facts.phone),
    ]
}

/// The five contents of Art. 8: reason, basis, joint punishment, removal, remedies.
fn decision(facts: &DocumentFacts) -> Vec<String> {
    let (matter, rules) = (&facts.matter, &facts.rules);
    vec![
        who(matter),
        reason(matter),
        format!(
            "列入依据：{}。经告知并听取意见，本机关决定将你单位及上述责任人员列入拖欠农民工工资失信联合惩戒对象名单，期限{}年，自本决定作出之日起计算（{}）。",
            matter.ground.clause(),
            rules.term_years,
            law::BLACKLIST_TERM
        ),
        format!(
            "失信联合惩戒措施提示：列入期间，由有关部门在政府资金支持、政府采购、招投标、融资贷款、市场准入、税收优惠、评优评先、交通出行等方面依法依规予以限制（{}、{}）。",
            law::JOINT_PUNISHMENT,
            law::BLACKLIST_EFFECT
        ),
        removal_way(rules),
        format!(
            "救济措施：对本决定不服的，可以自收到之日起六十日内依法申请行政复议，或者自收到之日起六个月内依法提起行政诉讼（{}）。",
            law::BLACKLIST_REMEDY
        ),
    ]
}

fn removal(facts: &DocumentFacts) -> Vec<String> {
    let (number, on) = match &facts.decision {
        Some((number, on)) => (number.clone(), date::label(*on)),
        None => (BLANK.to_owned(), BLANK.to_owned()),
    };
    let paid = facts.corrected_on.map_or_else(|| BLANK.to_owned(), date::label);
    vec![
        who(&facts.matter),
        format!(
            "本机关{on}以{number}将你单位及上述责任人员列入拖欠农民工工资失信联合惩戒对象名单。你单位已于{paid}改正拖欠行为，作出书面信用承诺，并申请提前移出。"
        ),
        format!(
            "经核实，符合{}规定的条件，没有{}规定的情形。依据{}，决定将你单位及上述责任人员一并移出名单。",
            law::BLACKLIST_EARLY,
            law::BLACKLIST_BAR,
            law::BLACKLIST_REMOVAL
        ),
        format!(
            "本机关自本决定作出之日起{}个工作日内停止公示，告知其他公布的网站，并把移出信息推送信用信息共享平台（{}）。",
            facts.rules.removal_execute_wd,
            law::BLACKLIST_EXECUTION
        ),
    ]
}
