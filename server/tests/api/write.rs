//! The writer: what it answers is durable, what it refuses leaves nothing.

use server::error::Error;
use server::{db, read, run};

use crate::helpers::{TestApp, on_both};

on_both! {
    async fn a_refused_write_leaves_the_others_of_its_commit_alone(on: Engine) {
        let app = TestApp::on(&on, "2026-11-24").await;
        let writes = (0..50i64).map(|n| {
            app.db.write(move |tx| {
                Box::pin(async move {
                    run!(tx, query("insert into counter (name, next) values ($1, $2)").bind(format!("n{n}")).bind(n))?;
                    if n % 5 == 0 { Err(Error::Conflict("a fifth is refused")) } else { Ok(n) }
                })
            })
        });
        let answers = futures::future::join_all(writes).await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 40);
        let kept: Result<i64, sqlx::Error> = read!(&app.db, query_scalar("select count(*) from counter where name like 'n%'").fetch_one);
        assert_eq!(kept.unwrap(), 40);
    }
}

on_both! {
    async fn a_transaction_without_commit_leaves_nothing(on: Engine) {
        let app = TestApp::on(&on, "2026-11-24").await;
        let mut tx = app.db.begin().await.unwrap();
        run!(&mut tx, query("update counter set next = 99 where name = 'project'")).unwrap();
        let seen: i64 = db!(&mut tx, query_scalar("select next from counter where name = 'project'").fetch_one).unwrap();
        assert_eq!(seen, 99);
        drop(tx);
        let next: Result<i64, sqlx::Error> = read!(&app.db, query_scalar("select next from counter where name = 'project'").fetch_one);
        assert_eq!(next.unwrap(), 1);
    }
}

/// Both engines have the same tables and columns; only the type of bytes and how SQLite lays rows out differ.
#[test]
fn the_two_sets_of_migrations_describe_the_same_tables() {
    let folder = |engine: &str| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(engine);
    let names = |engine: &str| {
        let mut names: Vec<_> =
            std::fs::read_dir(folder(engine)).unwrap().map(|file| file.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names("sqlite"), names("postgres"));
    for name in names("sqlite") {
        // Search tables are the one thing that has no common form.
        let text = |engine: &str| {
            let text = std::fs::read_to_string(folder(engine).join(&name)).unwrap();
            let plain: Vec<String> = text
                .split(';')
                .filter(|statement| !statement.contains("_search"))
                .map(|statement| statement.split_whitespace().collect::<Vec<_>>().join(" "))
                .collect();
            plain.join(";").replace(" blob", " bytea").replace(" without rowid", "")
        };
        assert_eq!(text("sqlite"), text("postgres"), "{name:?}");
    }
}
