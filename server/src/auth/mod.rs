//! 账号与会话: signing in, and what a signed-in person may reach.
//!
//! Everything under `/api/v1/official` is merged below one layer that asks for a session ([`session::require`]), so a
//! new route is protected by where it stands. Roles decide what may be done ([`common::auth::may`]); the scope decides
//! to which rows, and it is part of the SQL ([`SCOPE`]).

pub mod cli;
pub mod cookie;
pub mod factor;
pub mod password;
pub mod routes;
mod session;
pub mod store;
pub mod throttle;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use common::auth::{Action, Role, Scope, SignInRules, may};

use crate::AppState;
use crate::audit::Actor;
use crate::error::{Error, Result};

pub use session::{enrolled, require};

/// The rows an officer reaches, for a query with `project p` in it whose $1, $2 and $3 are [`Officer::scope`]'s
/// industry, street and company.
pub const SCOPE: &str = "(cast($1 as text) is null or p.industry = $1)
    and (cast($2 as text) is null or p.street = $2)
    and (cast($3 as text) is null or exists (
        select 1 from party s where s.project_id = p.id and s.company_id = $3 and s.until_on is null))";

/// The rules of signing in that are in force today.
pub fn rules(app: &AppState) -> SignInRules {
    app.settings.get().sign_in(app.clock.today()).cloned().unwrap_or_default()
}

/// Whoever is signed in. As an argument of a handler it refuses a visitor with 401.
#[derive(Clone, Debug)]
pub struct Officer {
    pub user_id: String,
    /// What one signs in with.
    pub name: String,
    pub person: String,
    pub role: Role,
    pub scope: Scope,
    /// Name of the firm, where the scope is one.
    pub company: Option<String>,
    /// The district demands a second factor of the role, and the account has none.
    pub must_enrol: bool,
    /// Of this session; ends it.
    token_hash: String,
}

impl Officer {
    /// 403 unless the role may do this.
    pub fn may(&self, action: Action) -> Result<()> {
        if may(self.role, action) { Ok(()) } else { Err(Error::Forbidden) }
    }

    /// Who did it, for the audit trail.
    pub fn actor(&self) -> Actor {
        Actor::Account(self.name.clone())
    }

    /// $1, $2 and $3 of [`SCOPE`].
    pub fn bounds(&self) -> [Option<&str>; 3] {
        let Scope { industry, street, company_id } = &self.scope;
        [industry.map(common::project::Industry::as_str), street.as_deref(), company_id.as_deref()]
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Officer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self> {
        parts.extensions.get::<Self>().cloned().ok_or(Error::Unauthenticated)
    }
}
