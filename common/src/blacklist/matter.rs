use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::rules::BlacklistRules;
use crate::id::Uscc;
use crate::money::Fen;
use crate::term::terms;
use crate::text::half_width;

terms! {
    /// Why an employer that did not obey the order to pay is listed (Art. 5).
    Ground {
        Amount = "amount", "克扣、无故拖欠农民工工资达到认定拒不支付劳动报酬罪数额标准", ["数额标准"];
        Event = "event", "因拖欠农民工工资违法行为引发群体性事件、极端事件造成严重不良社会影响", ["群体性事件", "极端事件"];
    }
}

impl Ground {
    /// In a word, for tables.
    pub const fn short(self) -> &'static str {
        match self {
            Self::Amount => "达到数额标准",
            Self::Event => "引发群体性、极端事件",
        }
    }

    /// As the decision cites it.
    pub const fn clause(self) -> &'static str {
        match self {
            Self::Amount => "《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》第五条第一项",
            Self::Event => "《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》第五条第二项",
        }
    }
}

/// Somebody who is listed with the employer: name and part, never a number of any kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Person {
    pub name: String,
    /// 法定代表人, 主要负责人, 直接负责的主管人员 …
    pub role: String,
}

/// What an employer is listed for, and who is listed with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Matter {
    pub employer: String,
    /// `None` only in a list taken over from elsewhere.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub uscc: Option<Uscc>,
    pub former_names: Vec<String>,
    pub address: Option<String>,
    pub people: Vec<Person>,
    /// Name of the works.
    pub project: Option<String>,
    /// Serial of the works in the district.
    pub project_number: Option<i64>,
    /// 2026年3月至8月.
    pub period: Option<String>,
    pub workers: Option<i64>,
    #[serde(rename = "amount_fen")]
    pub amount: Option<Fen>,
    /// What the worker who is owed most is owed.
    #[serde(rename = "most_owed_fen")]
    pub most_owed: Option<Fen>,
    /// For how many months that worker is owed.
    pub most_months: Option<i64>,
    /// As a list taken over from elsewhere words it.
    pub facts: Option<String>,
    pub ground: Ground,
    /// 责令支付文书号.
    pub order: Option<String>,
    /// The last day that the order to pay gave. `None` only in a list taken over from elsewhere.
    pub pay_by: Option<NaiveDate>,
    /// 作出列入决定部门; `None`: the district's own.
    pub authority: Option<String>,
    pub remark: Option<String>,
}

impl Matter {
    /// Whether the amount reaches what the crime of refusing to pay begins with.
    ///
    /// Law: 《最高人民法院关于审理拒不支付劳动报酬刑事案件适用法律若干问题的解释》第三条.
    pub fn reaches(&self, rules: &BlacklistRules) -> bool {
        let one = self.most_months.is_some_and(|months| months >= 3)
            && self.most_owed.is_some_and(|owed| owed >= rules.one_worker);
        let many = self.workers.is_some_and(|workers| workers >= 10)
            && self.amount.is_some_and(|amount| amount >= rules.ten_workers);
        one || many
    }

    /// The main facts in one sentence, as notice, decision and list give them.
    pub fn facts(&self) -> String {
        if let Some(facts) = &self.facts {
            return facts.clone();
        }
        let project = self.project.as_ref().map(|name| format!("在“{name}”"));
        let workers = self.workers.map_or_else(String::new, |workers| format!("{workers}名"));
        let amount = self.amount.map_or_else(String::new, Fen::label);
        let owed = format!("拖欠{workers}农民工工资{amount}");
        [project, self.period.clone(), Some(owed)].into_iter().flatten().collect::<Vec<_>>().join("，")
    }
}

/// Reads 示例甲（法定代表人）；示例乙（项目经理）, 法定代表人：示例甲、项目经理：示例乙, or lines of either. A name without a
/// part takes `role`.
pub fn parse_people(text: &str, role: &str) -> Vec<Person> {
    let text = half_width(&text.replace('\n', "；"));
    let text = text.replace('、', ";").replace([',', '，', '；'], ";");
    let mut people: Vec<Person> = Vec::new();
    for part in text.split(';') {
        let part = part.trim().trim_end_matches('。');
        let (name, role) = match (part.split_once('('), part.split_once(':')) {
            (Some((name, rest)), _) if !name.is_empty() => (name, rest.trim_end_matches(')')),
            (_, Some((role, name))) => (name, role),
            _ => (part, role),
        };
        let (name, role) = (name.trim(), role.trim());
        if !name.is_empty() && people.iter().all(|person| person.name != name) {
            people.push(Person { name: name.to_owned(), role: role.to_owned() });
        }
    }
    people
}

/// The first run of eleven or more digits that is no credit code: an ID, phone or card number, which no list may show.
pub fn personal_number(text: &str) -> Option<String> {
    let text = half_width(text);
    text.split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|run| run.bytes().filter(u8::is_ascii_digit).count() >= 11)
        .find(|run| Uscc::parse(run).is_err())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(text: &str) -> Vec<(String, String)> {
        parse_people(text, "法定代表人").into_iter().map(|person| (person.name, person.role)).collect()
    }

    #[test]
    fn people_are_read_as_offices_write_them() {
        let pair = |name: &str, role: &str| (name.to_owned(), role.to_owned());
        let both = [pair("示例甲", "法定代表人"), pair("示例乙", "项目经理")];
        for text in [
            "示例甲（法定代表人）；示例乙（项目经理）",
            "法定代表人：示例甲、项目经理：示例乙。",
            "示例甲\n示例乙(项目经理)",
        ] {
            assert_eq!(people(text), both, "{text}");
        }
        assert_eq!(people(" ；"), []);
    }

    #[test]
    fn numbers_of_people_are_told_from_codes() {
        assert_eq!(personal_number("身份证号330106189001010019。").as_deref(), Some("330106189001010019"));
        assert_eq!(personal_number("电话 154-0000 15400005678").as_deref(), Some("15400005678"));
        assert_eq!(personal_number("信用代码91330106MA0000015K，示人社监〔2026〕12号，拖欠1234567.89元"), None);
    }
}
