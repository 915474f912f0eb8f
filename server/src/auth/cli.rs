//! `mingxin user`: the first administrator, and a way back in when the last one is gone.

use std::io::IsTerminal;

use anyhow::Context;
use clap::{Args, Subcommand};
use common::auth::{Role, SignInRules, UserForm};
use serde_json::json;

use super::{factor, password, store};
use crate::audit::{self, Actor};
use crate::clock::Clock;
use crate::config::DataArgs;
use crate::db::Db;
use crate::say::say;
use crate::settings::SettingsCell;
use crate::settings::cli::open;

#[derive(Subcommand)]
pub enum UserCommand {
    /// Add an account; its password is read from standard input, or made by chance and shown once
    Add {
        #[command(flatten)]
        data: DataArgs,
        /// What one signs in with
        name: String,
        #[command(flatten)]
        form: UserArgs,
    },
    /// Give an account a new password, take its second factor off and end its sessions
    Reset {
        #[command(flatten)]
        data: DataArgs,
        name: String,
    },
}

#[derive(Args)]
pub struct UserArgs {
    /// Name of the person
    #[arg(long)]
    person: String,
    #[arg(long, default_value = "administrator")]
    role: String,
    /// For regulator: housing, municipal, transport, water, other
    #[arg(long, default_value = "")]
    industry: String,
    /// For street
    #[arg(long, default_value = "")]
    street: String,
    /// For wage_officer: 统一社会信用代码 of the firm
    #[arg(long, default_value = "")]
    uscc: String,
}

/// Runs one command.
pub async fn run(command: UserCommand, clock: Clock) -> anyhow::Result<()> {
    let now = clock.now();
    match command {
        UserCommand::Add { data, name, form } => {
            let UserArgs { person, role, industry, street, uscc } = form;
            let form = UserForm { name, person, role, industry, street, uscc };
            let new = form.check().map_err(|errors| {
                let roles: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
                anyhow::anyhow!("{errors}（角色：{}）", roles.join(" "))
            })?;
            let db = open(&data, clock).await?;
            let hash = password::hash(choose(&rules(&db, clock).await?, &new.name)?).await?;
            db.write(move |tx| {
                Box::pin(async move {
                    let id = store::insert(tx, &new, &hash, false, now).await?;
                    let detail = json!({ "name": new.name, "role": new.role });
                    audit::record(tx, &Actor::CommandLine, "user.create", &id, &detail, now).await
                })
            })
            .await?;
            db.close().await;
        }
        UserCommand::Reset { data, name } => {
            let db = open(&data, clock).await?;
            let found = store::credential(&db, &name.to_lowercase()).await?.context("没有这个账号")?;
            let hash = password::hash(choose(&rules(&db, clock).await?, &name)?).await?;
            db.write(move |tx| {
                Box::pin(async move {
                    store::set_password(tx, &found.id, &hash, now).await?;
                    let removed = factor::store::remove(tx, &found.id).await?;
                    let detail = json!({ "second_factor_removed": removed });
                    audit::record(tx, &Actor::CommandLine, "user.reset", &found.id, &detail, now).await
                })
            })
            .await?;
            db.close().await;
        }
    }
    Ok(())
}

/// The rules of signing in that are stored and in force today.
async fn rules(db: &Db, clock: Clock) -> anyhow::Result<SignInRules> {
    let settings = SettingsCell::load(db).await?;
    Ok(settings.get().sign_in(clock.today()).cloned().unwrap_or_default())
}

/// The password on standard input, unless that is a terminal: typing there would show it, so one is made and shown.
fn choose(rules: &SignInRules, name: &str) -> anyhow::Result<String> {
    if std::io::stdin().is_terminal() {
        let fresh = password::fresh(rules, name);
        say!("账号 {name} 的密码（只显示这一次）：{fresh}");
        return Ok(fresh);
    }
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    let password = line.trim_end_matches(['\r', '\n']);
    rules.check_password(name, password).map_err(anyhow::Error::msg)?;
    Ok(password.to_owned())
}
