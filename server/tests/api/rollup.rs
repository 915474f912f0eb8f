//! The dashboard's counters: whatever is done, they agree with what is stored.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use common::id::BoardToken;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use server::clock::Clock;
use server::db::Db;
use server::error::Error;
use server::ledger::{Stamp, edit, written};
use server::{board, read, rollup};

use crate::helpers::{TestApp, on_both};

type Counts = (i64, i64, i64, i64, i64, i64, i64, i64, i64);

/// Counted from the projects themselves, in SQL of its own.
const RECOUNT: &str = "with fact as (
    select p.*,
        (select count(*) from account where project_id = p.id) as accounts,
        (select count(*) from deposit where project_id = p.id) as deposits,
        (select count(*) from board where project_id = p.id and revoked_on is null) as boards
    from project p)
    select cast(count(case when state = 'building' then 1 end) as bigint),
        cast(count(case when state = 'building' and accounts > 0 then 1 end) as bigint),
        cast(count(case when state = 'building' and real_name then 1 end) as bigint),
        cast(count(case when state = 'building' and contracts_signed then 1 end) as bigint),
        cast(count(case when state = 'building' and paid_monthly then 1 end) as bigint),
        cast(count(case when state = 'building' and paid_by_contractor then 1 end) as bigint),
        cast(count(case when state = 'building' and deposits > 0 then 1 end) as bigint),
        cast(count(case when state = 'building' and board_hung and boards > 0 then 1 end) as bigint),
        cast(count(case when in_arrears then 1 end) as bigint)
    from fact where ($1 = '' or street = $1) and ($2 = '' or industry = $2)";

const KEPT: &str = "select cast(coalesce(sum(building), 0) as bigint), cast(coalesce(sum(account), 0) as bigint),
        cast(coalesce(sum(real_name), 0) as bigint),
        cast(coalesce(sum(contracts_signed), 0) as bigint), cast(coalesce(sum(paid_monthly), 0) as bigint),
        cast(coalesce(sum(paid_by_contractor), 0) as bigint), cast(coalesce(sum(deposit), 0) as bigint),
        cast(coalesce(sum(board), 0) as bigint), cast(coalesce(sum(arrears), 0) as bigint)
    from rollup where month = 'now' and ($1 = '' or street = $1) and ($2 = '' or industry = $2)";

async fn counts(db: &Db, sql: &'static str, street: &str, industry: &str) -> Counts {
    let counts: Result<Counts, sqlx::Error> = read!(db, query_as(sql).bind(street).bind(industry).fetch_one);
    counts.unwrap()
}

async fn agree(db: &Db) {
    for (street, industry) in [("", ""), ("城东街道", ""), ("河口镇", "water"), ("", "housing")] {
        let [kept, counted] = [counts(db, KEPT, street, industry).await, counts(db, RECOUNT, street, industry).await];
        assert_eq!(kept, counted, "{street} {industry}");
    }
    assert_eq!(rollup::verify(db).await.unwrap(), Vec::<String>::new());
}

on_both! {
    async fn what_is_counted_is_what_is_stored(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 300).await;
        agree(&app.db).await;
        let (building, ..) = counts(&app.db, KEPT, "", "").await;
        assert!(building > 250);
    }
}

/// One random change of one random project, made as officials and commands make it.
async fn change(db: &Db, draw: &mut StdRng, ids: &[String], tokens: &mut [String], day: NaiveDate) {
    let at = draw.random_range(0..ids.len());
    let (id, now) = (ids[at].clone(), Clock::noon(day).now());
    let mut pick = |choices: &[&str]| choices[draw.random_range(0..choices.len())].to_owned();
    let (word, text) = match pick(&["term", "term", "term", "yes", "yes", "yes", "account", "firm", "board"]).as_str() {
        "board" => {
            let token = BoardToken::parse(&tokens[at]).unwrap();
            let revoke = pick(&["revoke", "replace", "replace"]) == "revoke";
            let new = db.write(move |tx| {
                Box::pin(async move {
                    if revoke {
                        board::store::revoke(tx, &token, day, now).await?;
                        return Ok(None);
                    }
                    match board::store::replace(tx, &token, day, now).await {
                        // Withdrawn before: nothing to replace.
                        Err(Error::NotFound(_)) => Ok(None),
                        new => new.map(Some),
                    }
                })
            });
            if let Some(new) = new.await.unwrap() {
                tokens[at] = new.to_string();
            }
            return;
        }
        "yes" => (
            pick(&["real_name", "contracts_signed", "paid_monthly", "paid_by_contractor", "board_hung", "in_arrears"]),
            pick(&["是", "否", ""]),
        ),
        "account" => (pick(&["bank"]), pick(&["示例农商行", "示例银行城东支行"])),
        "firm" => (pick(&["contractor"]), pick(&["示例甲建筑有限公司", "示例乙建筑有限公司", "示例丙建筑有限公司"])),
        _ => match pick(&["state", "street", "industry", "funding", "deposit_form"]) {
            word if word == "state" => (word, pick(&["在建", "在建", "在建", "停工", "完工"])),
            word if word == "street" => (word, pick(&["城东街道", "河口镇", "望江镇", ""])),
            word if word == "industry" => (word, pick(&["房建", "水利", "交通", ""])),
            word if word == "funding" => (word, pick(&["政府投资", "社会投资", ""])),
            word => (word, pick(&["现金", "银行保函", "免缴"])),
        },
    };
    let mut typed = BTreeMap::from([(word.clone(), text)]);
    match word.as_str() {
        "contractor" => drop(typed.insert("contractor_uscc".into(), String::new())),
        "deposit_form" => drop(typed.insert("deposit_amount".into(), String::new())),
        _ => {}
    }
    let stamp = Stamp { source: "test".into(), today: day, now };
    let edited = db.write(move |tx| {
        Box::pin(async move {
            let changed_at = written(tx, &id).await?.map(|written| written.changed_at).unwrap_or_default();
            edit(tx, &id, changed_at, &typed, &stamp).await
        })
    });
    edited.await.unwrap();
}

on_both! {
    async fn after_ten_thousand_random_changes_every_figure_agrees(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 60).await;
        let ids: Result<Vec<String>, sqlx::Error> =
            read!(&app.db, query_scalar("select id from project order by number").fetch_all);
        let (ids, mut tokens) = (ids.unwrap(), server::board::store::first_tokens(&app.db, i64::MAX).await.unwrap());
        let mut draw = StdRng::seed_from_u64(20_261_124);
        let first: NaiveDate = "2026-11-24".parse().unwrap();
        for step in 0..10_000u64 {
            change(&app.db, &mut draw, &ids, &mut tokens, first + Days::new(step / 50)).await;
            if step % 1_000 == 999 {
                agree(&app.db).await;
            }
        }
        let months: Result<i64, sqlx::Error> =
            read!(&app.db, query_scalar("select count(distinct month) from rollup where month > '2026-11'").fetch_one);
        // Seven months, and how things stand.
        assert_eq!(months.unwrap(), 8);
    }
}
