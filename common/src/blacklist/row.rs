//! A row of a published list, checked.

use chrono::NaiveDate;

use super::column::Key;
use super::matter::{Ground, Matter, Person, parse_people, personal_number};
use super::rules::BlacklistRules;
use crate::date;
use crate::error::FieldErrors;
use crate::id::Uscc;
use crate::sheet::parse::{Advice, name, text};
use crate::sheet::{Cells, ColumnKey};
use crate::text::half_width;

/// What a row tells of one listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedRow {
    pub matter: Matter,
    pub decision: String,
    pub decided_on: NaiveDate,
    pub until: NaiveDate,
    /// To look at by hand; refuses nothing.
    pub doubts: FieldErrors,
}

/// A name with what offices write in brackets after it: 名称（法定代表人：…，统一社会信用代码：…）.
struct Prose {
    name: String,
    principal: Option<String>,
    uscc: Option<String>,
    /// Something in it was a number of a person.
    personal: bool,
}

impl Cells<Key> {
    /// The listing this row tells of, or every wrong cell with what to do. `today` is the Beijing date.
    pub fn check(&self, rules: &BlacklistRules, today: NaiveDate) -> Result<ListedRow, FieldErrors> {
        let (mut errors, mut doubts) = (FieldErrors::default(), FieldErrors::default());
        let e = &mut errors;
        let prose = self.required(e, Key::Employer, "请填写用人单位名称", |text| Ok(read_prose(text)));
        if prose.as_ref().is_some_and(|prose| prose.personal) {
            doubts.push(Key::Employer.column().word, "名称后面的证件号没有导入：名单不公布证件号");
        }
        let employer = prose.as_ref().and_then(|prose| e.take(Key::Employer.column().word, name(&prose.name, 100)));
        let code = |text: &str| Uscc::parse(text).map_err(|fault| fault.advice());
        let written = prose.as_ref().and_then(|prose| prose.uscc.clone());
        let uscc = match self.optional(e, Key::Uscc, code) {
            Some(uscc) => Some(uscc),
            None => written.and_then(|text| e.take(Key::Uscc.column().word, code(&text))),
        };
        let address = self.optional(e, Key::Address, public_text);
        let principal = self.optional(e, Key::Principal, public_text);
        let principal = principal.or_else(|| prose.as_ref().and_then(|prose| prose.principal.clone()));
        let others = self.optional(e, Key::Others, public_text);
        let facts = self.optional(e, Key::Facts, public_text);
        let order = self.optional(e, Key::Order, public_text);
        let decision = self.optional(e, Key::Decision, public_text);
        let ground = self.optional(e, Key::Basis, |text| Ok(read_ground(text))).unwrap_or(Ground::Amount);
        let decided_on = self.required(e, Key::DecidedOn, "请填写列入日期", |text| day(text, today));
        let until = self.optional(e, Key::Term, read_term).flatten();
        let authority = self.optional(e, Key::Authority, public_text);
        let remark = self.optional(e, Key::Remark, public_text);
        let until = until.or_else(|| decided_on.map(|on| rules.until(on)));
        if let (Some(on), Some(until)) = (decided_on, until)
            && (until < on || until > rules.until(on))
        {
            let column = Key::Term.column().word;
            e.push(column, format!("期限应在列入日期以后{}年以内，请核对", rules.term_years));
        }
        let (Some(employer), Some(decided_on), Some(until)) = (employer, decided_on, until) else {
            return Err(errors);
        };
        let mut people: Vec<Person> = principal.map(|text| parse_people(&text, "法定代表人")).unwrap_or_default();
        people.extend(others.map(|text| parse_people(&text, "其他责任人员")).unwrap_or_default());
        let matter = Matter {
            employer,
            uscc,
            former_names: Vec::new(),
            address,
            people,
            project: None,
            project_number: None,
            period: None,
            workers: None,
            amount: None,
            most_owed: None,
            most_months: None,
            facts: Some(facts.unwrap_or_else(|| ground.label().to_owned())),
            ground,
            order,
            pay_by: None,
            authority,
            remark,
        };
        errors.into_result(ListedRow {
            matter,
            decision: decision.unwrap_or_else(|| "文号未载明".to_owned()),
            decided_on,
            until,
            doubts,
        })
    }
}

/// What everybody will read: no number of a person.
fn public_text(value: &str) -> Result<String, Advice> {
    let line = text(value, 500)?;
    match personal_number(&line) {
        Some(_) => Err("像是证件号、手机号或银行卡号，名单不公布这些，请删去".to_owned()),
        None => Ok(line),
    }
}

fn day(text: &str, today: NaiveDate) -> Result<NaiveDate, Advice> {
    let day = date::parse_day(text).map_err(|fault| fault.advice().to_owned())?;
    if day > today { Err("这一天还没有到，请核对".to_owned()) } else { Ok(day) }
}

/// The last day of 2026-01-15至2029-01-15; `None` where only a number of years stands.
fn read_term(text: &str) -> Result<Option<NaiveDate>, Advice> {
    let text = half_width(text);
    let Some((_, until)) = text.rsplit_once(['至', '~', '到']).or_else(|| text.split_once("--")) else {
        return Ok(None);
    };
    date::parse_day(until).map(Some).map_err(|fault| fault.advice().to_owned())
}

fn read_ground(text: &str) -> Ground {
    let event = ["第二项", "第(二)项", "第（二）项", "群体", "极端"].iter().any(|word| text.contains(word));
    if event { Ground::Event } else { Ground::Amount }
}

fn read_prose(written: &str) -> Prose {
    let text = half_width(written);
    let inside = text.strip_suffix(')').and_then(|text| {
        let start = ["(法定代表人", "(负责人", "(主要负责人", "(统一社会信用代码", "(信用代码", "(法人"]
            .iter()
            .find_map(|start| text.find(start))?;
        Some((text[..start].to_owned(), text[start + 1..].to_owned()))
    });
    let Some((name, inside)) = inside else {
        return Prose { name: written.to_owned(), principal: None, uscc: None, personal: false };
    };
    let mut prose = Prose { name, principal: None, uscc: None, personal: false };
    for part in inside.replace(['，', '；', '、', ';'], ",").split(',') {
        let (key, value) = part.split_once(':').unwrap_or((part, ""));
        match key.trim() {
            key if key.contains("信用代码") => prose.uscc = Some(value.trim().to_owned()),
            _ if personal_number(value).is_some() => prose.personal = true,
            key if key.contains("法") || key.contains("负责人") => prose.principal = Some(value.trim().to_owned()),
            _ => {}
        }
    }
    prose
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cells: &[(Key, &str)]) -> Result<ListedRow, FieldErrors> {
        let mut row = Cells::default();
        row.set(Key::Employer, "示例建设有限公司");
        row.set(Key::DecidedOn, "2026-01-15");
        for (key, text) in cells {
            row.set(*key, *text);
        }
        row.check(&BlacklistRules::default(), "2026-11-24".parse().unwrap())
    }

    #[test]
    fn prose_after_a_name_is_read() {
        let employer = "示例建设有限公司（法定代表人：示例甲，身份证号：330106189001010019，统一社会信用代码：91330106MA0000015K）";
        let row = check(&[(Key::Employer, employer), (Key::Others, "示例乙（项目经理）")]).unwrap();
        assert_eq!(row.matter.employer, "示例建设有限公司");
        assert_eq!(row.matter.uscc.unwrap().as_str(), "91330106MA0000015K");
        let people: Vec<_> = row.matter.people.iter().map(|one| (one.name.as_str(), one.role.as_str())).collect();
        assert_eq!(people, [("示例甲", "法定代表人"), ("示例乙", "项目经理")]);
        assert!(row.doubts.message("employer").is_some());
        assert_eq!(row.until.to_string(), "2029-01-15");
        let plain = check(&[(Key::Employer, "示例（城东）劳务有限公司")]).unwrap();
        assert_eq!(plain.matter.employer, "示例（城东）劳务有限公司");
    }

    #[test]
    fn terms_grounds_and_numbers_of_people_are_checked() {
        let row = check(&[(Key::Term, "2026年1月15日至2028年1月14日"), (Key::Basis, "第五条第二项")]).unwrap();
        assert_eq!((row.until.to_string(), row.matter.ground), ("2028-01-14".into(), Ground::Event));
        assert_eq!(check(&[(Key::Term, "三年")]).unwrap().until.to_string(), "2029-01-15");
        for wrong in
            [(Key::Term, "2026-01-15至2029-01-16"), (Key::DecidedOn, "2026-11-25"), (Key::Facts, "电话15400005678")]
        {
            assert!(check(&[wrong]).is_err(), "{wrong:?}");
        }
    }
}
