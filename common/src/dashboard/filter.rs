//! Which projects a list shows: the query as it stands in the address, and what it means.

use serde::{Deserialize, Serialize};

use super::measure::Measure;
use crate::error::FieldErrors;
use crate::project::{Funding, Industry, ProjectState};
use crate::term::terms;

/// Stands for a street that the ledger does not name.
pub const NONE: &str = "-";
/// The longest question, in characters.
const LONGEST: usize = 100;

terms! {
    /// The two halves of the district's report.
    FundingGroup {
        Government = "government", "政府投资", [];
        Other = "other", "其他项目", [];
    }
}

impl FundingGroup {
    pub fn of(funding: Funding) -> Self {
        if funding == Funding::Government { Self::Government } else { Self::Other }
    }
}

/// A filter as the address has it; every part may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(default)]
pub struct ProjectQuery {
    /// Words of its name, nickname, address, street, parties, or a number
    pub q: String,
    /// Name of the street; `-` for projects without one
    pub street: String,
    /// housing, municipal, transport, water or other
    pub industry: String,
    /// government, other (all but government), or one of state_owned, private, ppp, unstated
    pub funding: String,
    /// building, suspended or finished
    pub state: String,
    /// Only projects counted in this measure: account, real_name, contracts_signed, paid_monthly,
    /// paid_by_contractor, deposit, board, arrears
    pub has: String,
    /// Only projects not counted in it
    pub missing: String,
    /// Id of the general contractor's firm
    pub contractor: String,
    /// `next` of the page before
    pub cursor: String,
}

/// A filter that was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProjectFilter {
    pub q: Option<String>,
    /// Empty for projects without a street.
    pub street: Option<String>,
    pub industry: Option<Industry>,
    pub group: Option<FundingGroup>,
    pub funding: Option<Funding>,
    pub state: Option<ProjectState>,
    pub has: Option<Measure>,
    pub missing: Option<Measure>,
    pub contractor: Option<String>,
    /// Number of the last project of the page before.
    pub after: i64,
}

impl ProjectQuery {
    /// Every part that is not understood at once.
    pub fn check(&self) -> Result<ProjectFilter, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut filter = ProjectFilter::default();
        if self.q.chars().count() > LONGEST {
            errors.push("q", format!("请不超过{LONGEST}个字"));
        }
        filter.q = given(&self.q);
        filter.street = given(&self.street).map(|street| if street == NONE { String::new() } else { street });
        filter.industry = choice(&mut errors, "industry", &self.industry, Industry::parse);
        filter.group = FundingGroup::parse(&self.funding);
        if filter.group.is_none() {
            filter.funding = choice(&mut errors, "funding", &self.funding, Funding::parse);
        }
        filter.state = choice(&mut errors, "state", &self.state, ProjectState::parse);
        filter.has = choice(&mut errors, "has", &self.has, Measure::parse);
        filter.missing = choice(&mut errors, "missing", &self.missing, Measure::parse);
        filter.contractor = given(&self.contractor);
        if !self.cursor.is_empty() {
            let after = self.cursor.parse().map_err(|_| "请原样带上前一页的 next");
            filter.after = errors.take("cursor", after).unwrap_or_default();
        }
        errors.into_result(filter)
    }

    /// The parts that are set, in a fixed order.
    pub fn parts(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("q", &self.q),
            ("street", &self.street),
            ("industry", &self.industry),
            ("funding", &self.funding),
            ("state", &self.state),
            ("has", &self.has),
            ("missing", &self.missing),
            ("contractor", &self.contractor),
            ("cursor", &self.cursor),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name, value.as_str())).collect()
    }

    /// `path` with the parts that are set, such as `/official/projects?state=building`.
    pub fn address(&self, path: &str) -> String {
        let parts: Vec<String> =
            self.parts().into_iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        if parts.is_empty() { path.to_owned() } else { format!("{path}?{}", parts.join("&")) }
    }

    pub(super) fn of_group(funding: Option<FundingGroup>) -> Self {
        Self { funding: funding.map_or("", FundingGroup::as_str).to_owned(), ..Self::default() }
    }

    pub(super) fn building(self) -> Self {
        Self { state: ProjectState::Building.as_str().into(), ..self }
    }
}

fn given(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn choice<T>(errors: &mut FieldErrors, field: &str, text: &str, parse: fn(&str) -> Option<T>) -> Option<T> {
    if text.trim().is_empty() {
        return None;
    }
    errors.take(field, parse(text).ok_or("没有这个选项，请重新选择"))
}

/// Percent-encoding of everything but letters and digits of ASCII and `-_.~`.
fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_query_asks_for_everything() {
        assert_eq!(ProjectQuery::default().check(), Ok(ProjectFilter::default()));
        assert_eq!(ProjectQuery::default().address("/official/projects"), "/official/projects");
    }

    #[test]
    fn a_query_stands_in_the_address_and_is_read_back() {
        let query = ProjectQuery {
            street: "城东街道".into(),
            missing: "account".into(),
            state: "building".into(),
            ..Default::default()
        };
        assert_eq!(
            query.address("/p"),
            "/p?street=%E5%9F%8E%E4%B8%9C%E8%A1%97%E9%81%93&state=building&missing=account"
        );
        let filter = query.check().unwrap();
        assert_eq!((filter.street.as_deref(), filter.missing), (Some("城东街道"), Some(Measure::Account)));
        let nowhere = ProjectQuery { street: NONE.into(), funding: "other".into(), ..Default::default() };
        let filter = nowhere.check().unwrap();
        assert_eq!(
            (filter.street.as_deref(), filter.group, filter.funding),
            (Some(""), Some(FundingGroup::Other), None)
        );
    }

    #[test]
    fn every_part_that_is_not_understood_is_named() {
        let query = ProjectQuery {
            q: "长".repeat(LONGEST + 1),
            industry: "x".into(),
            funding: "x".into(),
            state: "x".into(),
            has: "x".into(),
            missing: "x".into(),
            cursor: "x".into(),
            ..Default::default()
        };
        let fields: Vec<String> = query.check().unwrap_err().iter().map(|error| error.field.clone()).collect();
        assert_eq!(fields, ["q", "industry", "funding", "state", "has", "missing", "cursor"]);
    }
}
