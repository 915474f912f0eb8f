//! The API contract: paths, requests and responses of `/api/v1`.

use serde::{Deserialize, Serialize};

use crate::board::{BoardChannel, BoardMinimumWage, FlawKind};
use crate::error::FieldErrors;
use crate::id::BoardToken;
use crate::project::Place;
use crate::settings::Channel;

/// `GET`: the public board.
pub fn board(token: &BoardToken) -> String {
    format!("/api/v1/boards/{token}")
}

/// `POST` with an `Idempotency-Key`: report that a board is wrong.
pub fn flaws(token: &BoardToken) -> String {
    format!("/api/v1/boards/{token}/flaws")
}

/// `GET ?q=&after=`: look a site up.
pub const PROJECTS: &str = "/api/v1/projects";
/// `POST`: sites near a place. A body, so that the place stands in no log.
pub const NEAR: &str = "/api/v1/projects/near";
/// `GET`: the district and its channels, for pages that belong to no site.
pub const RIGHTS: &str = "/api/v1/rights";
/// Everything that asks for a session stands below this.
pub const OFFICIAL: &str = "/api/v1/official";
/// `POST`: sign in. `GET`: who is signed in. `DELETE`: sign out.
pub const SESSION: &str = "/api/v1/official/session";
/// `DELETE`: sign out everywhere.
pub const SESSIONS: &str = "/api/v1/official/sessions";
/// `POST`: change one's own password.
pub const PASSWORD: &str = "/api/v1/official/password";
/// `GET`: all accounts. `POST`: a new one.
pub const USERS: &str = "/api/v1/official/users";
/// `GET ?before=&actor=&action=`: the audit trail, newest first.
pub const AUDIT: &str = "/api/v1/official/audit";
/// The header that makes a repeated post count once.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// Why a site was found: the field and what matched in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reason {
    /// 工地名称, 俗称, 地址, 街道, 建设单位, 分包单位, 信用代码, 施工许可证号 …
    pub field: String,
    /// The field's text.
    pub text: String,
    /// Character range of the match inside `text`; `None` when it matched by sound.
    pub span: Option<(usize, usize)>,
    /// How: 文字, 全拼, 首字母, 号码.
    pub how: String,
}

/// One site found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProjectHit {
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "7K3M9QX2TB"))]
    pub token: BoardToken,
    pub name: String,
    pub nickname: Option<String>,
    pub address: Option<String>,
    pub street: Option<String>,
    pub state: String,
    /// 施工总承包单位: who must pay first.
    pub contractor: Option<String>,
    pub owner: Option<String>,
    /// Why it was found; empty for sites near a place.
    pub reasons: Vec<Reason>,
    /// Metres from the asked place; `None` for a look-up by words.
    pub distance_m: Option<i64>,
}

/// A page of sites.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProjectHits {
    pub hits: Vec<ProjectHit>,
    /// Ask again with `after` set to this; `None` on the last page.
    pub next: Option<String>,
}

/// Where someone stands.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NearQuery {
    pub place: Place,
}

/// "This board is wrong", as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct FlawForm {
    /// gone, damaged, number_dead or wrong_party.
    pub kind: String,
    /// Optional; at most 200 characters.
    pub note: String,
}

/// A checked report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFlaw {
    pub kind: FlawKind,
    pub note: Option<String>,
}

impl FlawForm {
    /// All mistakes at once, in form order.
    pub fn check(&self) -> Result<NewFlaw, FieldErrors> {
        const NOTE_CHARS: usize = 200;
        let mut errors = FieldErrors::default();
        let kind = errors.take("kind", FlawKind::parse(&self.kind).ok_or("请选择哪里不对"));
        let note = self.note.trim();
        if note.chars().count() > NOTE_CHARS {
            errors.push("note", format!("说明请不超过{NOTE_CHARS}字"));
        }
        match kind {
            Some(kind) => errors.into_result(NewFlaw { kind, note: (!note.is_empty()).then(|| note.to_owned()) }),
            None => Err(errors),
        }
    }
}

/// The answer to a report: stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FlawReceipt {
    pub kind: FlawKind,
}

/// The district's own channels, the same on every site.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rights {
    pub district: String,
    pub office: Option<Channel>,
    pub channels: Vec<BoardChannel>,
    /// The departments that supervise sites, each with its complaint number.
    pub regulators: Vec<Channel>,
    pub national_platform: Option<Channel>,
    pub minimum_wage: Option<BoardMinimumWage>,
}
