//! The demo's files say the same as its boards.

use server::clock::Clock;
use server::config::DataArgs;
use server::db::Db;
use server::demo::{DemoArgs, fill};

use crate::helpers::{District, folder, on_both};

/// Site, month, due, paid, day of the last transfer.
type Pay = (i64, String, i64, i64, Option<String>);

async fn pay(db: &Db) -> Vec<Pay> {
    const PAY: &str = "select p.number, m.month, m.workers_due, m.workers_paid, m.paid_on
        from pay_month m join project p on p.id = m.project_id order by p.number, m.month";
    server::read!(db, query_as(PAY).fetch_all).unwrap()
}

on_both! {
    async fn what_was_paid_is_what_the_boards_show(on: Engine) {
        let plain = District::with_sites(&on, 12).await;
        let data = DataArgs { data: folder(), database: Some(on.fresh().await), keys: None };
        let args = DemoArgs { data: data.clone(), projects: 12, seed: 1 };
        fill(args, Clock::noon("2026-11-24".parse().unwrap())).await.unwrap();
        let db = Db::open(&data.url().unwrap()).await.unwrap();
        let (boards, imported) = (pay(&plain.db).await, pay(&db).await);
        assert!(boards.iter().any(|(_, _, due, paid, _)| paid < due));
        assert_eq!(boards, imported);
        const LISTED: &str = "select count(*) from payroll_run r join pay_month m
            on m.project_id = r.project_id and m.month = r.month
            where r.workers_due = m.workers_due and r.workers_paid = m.workers_paid";
        let listed: i64 = server::read!(&db, query_scalar(LISTED).fetch_one).unwrap();
        assert!(listed >= 27, "{listed} months have files");
        const DIFFERENT: &str = "select cast(sum(different) as bigint) from payroll_run";
        let different: i64 = server::read!(&db, query_scalar(DIFFERENT).fetch_one).unwrap();
        assert!(different > 10);
        assert_eq!(server::rollup::verify(&db).await.unwrap(), Vec::<String>::new());
    }
}
