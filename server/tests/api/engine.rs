//! The two databases that the tests run on; shared by the test programs.

use sqlx::{Connection, PgConnection};
use uuid::Uuid;

/// Defines a test that runs on either engine. Without `MINGXIN_TEST_PG` the PostgreSQL half says so and passes.
macro_rules! on_both {
    ($(#[$meta:meta])* async fn $name:ident($on:ident: Engine) $body:block) => {
        mod $name {
            #[allow(unused_imports, reason = "what a test needs differs")]
            use super::*;

            async fn run($on: crate::engine::Engine) $body

            #[tokio::test]
            async fn on_sqlite() {
                run(crate::engine::Engine::Sqlite).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                match std::env::var("MINGXIN_TEST_PG") {
                    Ok(url) => run(crate::engine::Engine::Postgres(url)).await,
                    Err(_) => eprintln!("MINGXIN_TEST_PG is not set: not run on PostgreSQL"),
                }
            }
        }
    };
}
pub(crate) use on_both;

/// Which database a test runs on.
#[derive(Clone)]
pub enum Engine {
    Sqlite,
    /// Address of a server on which databases may be made.
    Postgres(String),
}

impl Engine {
    /// The address of a new, empty database.
    pub async fn fresh(&self) -> String {
        let name = format!("mingxin_{}", Uuid::now_v7().simple());
        match self {
            Self::Sqlite => format!("sqlite:{}", std::env::temp_dir().join(format!("{name}.db")).display()),
            Self::Postgres(url) => {
                let mut admin = PgConnection::connect(url).await.unwrap();
                let create = format!("create database {name} template template0 encoding 'UTF8' locale 'C.UTF-8'");
                sqlx::query(sqlx::AssertSqlSafe(create)).execute(&mut admin).await.unwrap();
                let (server, _) = url.rsplit_once('/').unwrap();
                format!("{server}/{name}")
            }
        }
    }
}
