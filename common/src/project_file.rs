//! 项目档案: the list of projects that officials work from, and all that is kept of one.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::board::MonthPay;
use crate::dashboard::Measure;
use crate::id::BoardToken;
use crate::money::Fen;
use crate::money_chain::ChainView;
use crate::project::{Funding, Industry, ProjectState, Role};
use crate::step::StepView;

/// `GET ?by=&quarter=`: the figures.
pub const DASHBOARD: &str = "/api/v1/official/dashboard";
/// `GET`, with the parts of `ProjectQuery`: the list.
pub const PROJECTS: &str = "/api/v1/official/projects";
/// The same as a ledger, CSV.
pub const PROJECTS_CSV: &str = "/api/v1/official/projects.csv";
/// The same as a ledger, XLSX.
pub const PROJECTS_XLSX: &str = "/api/v1/official/projects.xlsx";

/// `GET`, `PATCH`: one project.
pub fn project(number: i64) -> String {
    format!("{PROJECTS}/{number}")
}

/// One project of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProjectRow {
    pub number: i64,
    pub name: String,
    pub street: Option<String>,
    pub industry: Industry,
    pub funding: Funding,
    pub state: ProjectState,
    pub contractor: Option<String>,
    pub contract_fen: Option<Fen>,
    pub headcount: Option<i64>,
    /// Of a project in progress: what it lacks.
    pub missing: Vec<Measure>,
    pub in_arrears: bool,
}

/// A page of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProjectPage {
    pub rows: Vec<ProjectRow>,
    /// All that the filter finds.
    pub total: i64,
    /// Ask again with `cursor` set to this; `None` on the last page.
    pub next: Option<String>,
    /// What streets there are to choose from.
    pub streets: Vec<String>,
    /// The name of the firm that the filter names.
    pub contractor: Option<String>,
}

/// A column of the ledger with what stands in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FileField {
    pub word: String,
    pub title: String,
    pub value: String,
}

/// One that answers or answered for the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FileParty {
    pub role: Role,
    pub name: Option<String>,
    pub person: Option<String>,
    pub phone: Option<String>,
    pub since_on: NaiveDate,
    /// `None` while in the chain.
    pub until_on: Option<NaiveDate>,
    /// The serial of its matter, while it stands on the public list of wage defaulters.
    pub listed: Option<i64>,
}

/// A board of the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FileBoard {
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "7K3M9QX2TB"))]
    pub token: BoardToken,
    pub issued_on: NaiveDate,
    pub revoked_on: Option<NaiveDate>,
    pub shows_pay: bool,
}

/// One change of one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FileChange {
    pub title: String,
    pub was: Option<String>,
    pub became: Option<String>,
    /// The file of an import, or the account.
    pub source: String,
    /// Epoch milliseconds, UTC.
    pub changed_at: i64,
}

/// All that is kept of a project.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProjectFile {
    pub number: i64,
    pub name: String,
    pub state: ProjectState,
    pub industry: Industry,
    pub funding: Funding,
    pub in_arrears: bool,
    pub missing: Vec<Measure>,
    /// Tells this state of the project from any other; goes back with an edit.
    pub changed_at: i64,
    pub today: NaiveDate,
    /// As the ledger has them, in its order, with the recorded days at the end.
    pub fields: Vec<FileField>,
    /// Those in the chain first.
    pub parties: Vec<FileParty>,
    /// The newest first.
    pub boards: Vec<FileBoard>,
    /// The newest first, at most twelve.
    pub months: Vec<MonthPay>,
    pub steps: Vec<StepView>,
    /// Of the wages due last.
    pub chain: ChainView,
    /// The newest first, at most a hundred.
    pub history: Vec<FileChange>,
    pub may_edit: bool,
}

impl ProjectFile {
    /// What stands in the field with this word; empty if there is none.
    pub fn field(&self, word: &str) -> &str {
        self.fields.iter().find(|field| field.word == word).map_or("", |field| field.value.as_str())
    }
}

/// Fields as typed, by their words; those that are not named stay.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProjectEdit {
    /// Of the project as it was shown.
    pub changed_at: i64,
    pub fields: BTreeMap<String, String>,
}
