//! One account for each role, to look around with. Only `mingxin demo` makes them.

use chrono::{DateTime, Utc};
use common::auth::{NewUser, Role};
use common::project::Industry;
use serde_json::json;

use super::names;
use crate::audit::{self, Actor};
use crate::auth::{password, store};
use crate::db::Db;

/// The password of every demo account; `serve` prints it.
pub const PASSWORD: &str = "Shi-Li-Qu-2026";

/// Stores the accounts. The firm of the 劳资专管员 is the general contractor of the first site.
pub async fn fill(db: &Db, now: DateTime<Utc>) -> anyhow::Result<()> {
    let hash = password::hash(PASSWORD.to_owned()).await?;
    let people = [
        ("demo-office", "示例联席办", Role::JointOffice),
        ("demo-labour", "示例监察员", Role::Labour),
        ("demo-housing", "示例住建科", Role::Regulator),
        ("demo-street", "示例街道办", Role::Street),
        ("demo-firm", "示例劳资员", Role::WageOfficer),
        ("demo-audit", "示例审计员", Role::Auditor),
        ("demo-admin", "示例管理员", Role::Administrator),
    ];
    // Whatever the size of the district, see `district::parties`.
    let (_, uscc) = names::contractor(7);
    for (name, person, role) in people {
        let new = NewUser {
            name: name.to_owned(),
            person: person.to_owned(),
            role,
            industry: (role == Role::Regulator).then_some(Industry::Housing),
            street: (role == Role::Street).then(|| names::STREETS[0].to_owned()),
            uscc: uscc.as_ref().filter(|_| role == Role::WageOfficer).map(|code| code.as_str().to_owned()),
        };
        let hash = hash.clone();
        db.write(move |tx| {
            Box::pin(async move {
                let id = store::insert(tx, &new, &hash, true, now).await?;
                let detail = json!({ "name": new.name, "role": new.role });
                audit::record(tx, &Actor::CommandLine, "user.create", &id, &detail, now).await
            })
        })
        .await?;
    }
    Ok(())
}
