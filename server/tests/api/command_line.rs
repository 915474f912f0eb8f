//! `mingxin user` as it is typed: what it asks of a password is what is stored.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use crate::helpers::on_both;

/// Runs it on a database with this on standard input.
fn mingxin(arguments: &[&str], url: &str, input: &str) -> Output {
    let mut process = Command::new(env!("CARGO_BIN_EXE_mingxin"))
        .args(arguments)
        .args(["--database", url])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    process.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    process.wait_with_output().unwrap()
}

on_both! {
    async fn passwords_are_checked_against_the_stored_setting(on: Engine) {
        let url = on.fresh().await;
        let add = |name: &str, password: &str| {
            mingxin(&["user", "add", name, "--person", "示例"], &url, password)
        };
        assert!(!add("sun", "short\n").status.success());
        assert!(add("sun", "Shi-Li-Qu-2026\n").status.success());
        let rules = r#"{"password_chars":20,"password_kinds":4,"idle_minutes":15,"session_hours":8,"failures":5,"failure_minutes":30}"#;
        let set = ["setting", "set", "sign_in", rules, "--from", "2020-06-01", "--basis", "示例：本单位制度"];
        assert!(mingxin(&set, &url, "").status.success());
        let refused = add("wang", "Shi-Li-Qu-2026\n");
        assert!(!refused.status.success());
        assert!(String::from_utf8_lossy(&refused.stderr).contains("至少要20个字符"));
        assert!(add("wang", "Shi-Li-Qu-2026-Shi-Li-Qu\n").status.success());
        let reset = |password: &str| mingxin(&["user", "reset", "sun"], &url, password);
        assert!(!reset("Shi-Li-Qu-2027\n").status.success());
        assert!(reset("Shi-Li-Qu-2027-Shi-Li-Qu\n").status.success());
    }
}

on_both! {
    async fn a_reset_takes_the_second_factor_off(on: Engine) {
        let url = on.fresh().await;
        let user = ["user", "add", "sun", "--person", "示例"];
        assert!(mingxin(&user, &url, "Shi-Li-Qu-2026\n").status.success());
        let db = server::db::Db::open(&url).await.unwrap();
        let factor = "insert into second_factor (user_id, sealed, confirmed_at, last_step, created_at)
            select id, $1, 1, 1, 1 from user_account where name = 'sun'";
        db.write(move |tx| Box::pin(async move { Ok(server::run!(tx, query(factor).bind(vec![1_u8]))?) })).await.unwrap();
        assert!(mingxin(&["user", "reset", "sun"], &url, "Shi-Li-Qu-2027\n").status.success());
        let left: i64 = server::read!(&db, query_scalar("select count(*) from second_factor").fetch_one).unwrap();
        let detail: String =
            server::read!(&db, query_scalar("select detail from audit_entry where action = 'user.reset'").fetch_one).unwrap();
        assert_eq!((left, detail.as_str()), (0, r#"{"second_factor_removed":true}"#));
    }
}
