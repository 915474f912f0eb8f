//! The figures: each is the number of rows that it opens, in every scope and at every close of a quarter.

use std::collections::BTreeMap;

use common::auth::Role;
use common::dashboard::{By, Dashboard, Figure, FundingGroup, Measure, ProjectQuery};
use common::project_file::{DASHBOARD, PROJECTS, ProjectPage};
use server::ledger::{Stamp, edit, written};
use server::read;

use crate::helpers::{Client, TestApp, on_both};

async fn dashboard(client: &Client<'_>, query: &str) -> Dashboard {
    serde_json::from_slice(&client.get(&format!("{DASHBOARD}{query}")).await.is(200).body).unwrap()
}

async fn page(client: &Client<'_>, query: &ProjectQuery) -> ProjectPage {
    serde_json::from_slice(&client.get(&query.address(PROJECTS)).await.is(200).body).unwrap()
}

/// Follows the pages to the end and counts.
async fn rows(client: &Client<'_>, query: ProjectQuery) -> i64 {
    let first = page(client, &query).await;
    let (mut count, mut next) = (first.rows.len(), first.next);
    while let Some(cursor) = next {
        let more = page(client, &ProjectQuery { cursor, ..query.clone() }).await;
        count += more.rows.len();
        next = more.next;
    }
    assert_eq!(count as i64, first.total, "{query:?}");
    first.total
}

async fn every_figure_opens_its_rows(client: &Client<'_>, by: &str) {
    let dashboard = dashboard(client, by).await;
    for group in [None, Some(FundingGroup::Government), Some(FundingGroup::Other)] {
        for measure in Measure::ALL {
            let figure = dashboard.totals.of(group).figure(*measure);
            assert_eq!(rows(client, figure.rows(group)).await, figure.count, "{measure:?} {group:?}");
            if measure.is_coverage() {
                assert_eq!(rows(client, figure.missing_rows(group)).await, figure.missing(), "{measure:?} {group:?}");
            }
        }
    }
    for group in dashboard.groups.iter().take(6) {
        for measure in [Measure::Building, Measure::Arrears, Measure::Board] {
            let figure: Figure = group.tally.figure(measure);
            let query = group.within(dashboard.by, figure.rows(None));
            assert_eq!(rows(client, query).await, figure.count, "{} {measure:?}", group.label);
        }
    }
}

on_both! {
    async fn every_figure_opens_exactly_as_many_rows_as_it_says(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 120).await;
        let labour = app.signed_in(Role::Labour, &[]).await;
        for by in ["", "?by=industry", "?by=contractor"] {
            every_figure_opens_its_rows(&labour, by).await;
        }
        let street = app.signed_in(Role::Street, &[("street", "城东街道")]).await;
        every_figure_opens_its_rows(&street, "").await;
        let water = app.signed_in(Role::Regulator, &[("industry", "water")]).await;
        every_figure_opens_its_rows(&water, "?by=contractor").await;
    }
}

on_both! {
    async fn an_officer_counts_only_what_he_answers_for(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 120).await;
        let whole = dashboard(&app.signed_in(Role::Auditor, &[]).await, "").await;
        let street = dashboard(&app.signed_in(Role::Street, &[("street", "河口镇")]).await, "").await;
        let [group] = street.groups.as_slice() else { panic!("one street") };
        assert_eq!((group.label.as_str(), group.tally), ("河口镇", street.totals.all));
        let same = whole.groups.iter().find(|group| group.label == "河口镇").unwrap();
        assert_eq!(same.tally, group.tally);
        assert_eq!(street.trend.last().unwrap().split, street.totals);
        assert_eq!(whole.groups.iter().map(|group| group.tally.building).sum::<i64>(), whole.totals.all.building);
    }
}

on_both! {
    async fn a_firm_counts_its_own_projects(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 120).await;
        let firm: Result<(String, String), sqlx::Error> = read!(&app.db, query_as(
            "select c.uscc, c.id from company c join party t on t.company_id = c.id where t.role = 'contractor'
             and c.uscc is not null order by c.number limit 1").fetch_one);
        let (uscc, id) = firm.unwrap();
        let officer = app.signed_in(Role::WageOfficer, &[("uscc", &uscc)]).await;
        every_figure_opens_its_rows(&officer, "").await;
        let own = dashboard(&officer, "").await;
        assert!(own.totals.all.building > 0 && own.trend.is_empty());
        let all = app.signed_in(Role::Labour, &[]).await;
        let listed = rows(&all, ProjectQuery { contractor: id, state: "building".into(), ..Default::default() }).await;
        assert_eq!(listed, own.totals.all.building);
    }
}

on_both! {
    async fn a_closed_quarter_stays_as_it_closed(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 60).await;
        let officer = app.signed_in(Role::JointOffice, &[]).await;
        let before = dashboard(&officer, "?quarter=2026-Q3").await;
        assert!(!before.is_running && before.totals.all.building > 0);
        assert!(before.totals.all.building <= dashboard(&officer, "").await.totals.all.building);
        let id: Result<String, sqlx::Error> = read!(&app.db, query_scalar(
            "select id from project where state = 'building' and real_name order by number limit 1").fetch_one);
        let (id, stamp) = (id.unwrap(), Stamp {
            source: "test".into(),
            today: app.state.clock.today(),
            now: app.state.clock.now(),
        });
        let edited = app.db.write(move |tx| Box::pin(async move {
            let known = written(tx, &id).await?.unwrap().changed_at;
            edit(tx, &id, known, &BTreeMap::from([("state".into(), "完工".into())]), &stamp).await
        }));
        assert_eq!(edited.await.unwrap().len(), 1);
        let after = dashboard(&officer, "?quarter=2026-Q3").await;
        assert_eq!((after.totals, &after.groups), (before.totals, &before.groups));
        let now = dashboard(&officer, "").await;
        assert_eq!(now.trend.len(), 8);
        assert_eq!(now.trend[6].split, before.totals);
        assert_eq!(now.trend[7].split, now.totals);
        assert_eq!(now.totals.all.building, before.trend[7].split.all.building - 1);
    }
}

on_both! {
    async fn what_is_not_understood_is_named(on: Engine) {
        let app = TestApp::on(&on, "2026-11-24").await;
        let officer = app.signed_in(Role::Labour, &[]).await;
        officer.get(&format!("{DASHBOARD}?quarter=x&by=x")).await.is(422).names(&["quarter", "by"]);
        officer.get(&format!("{DASHBOARD}?quarter=2027-Q1")).await.is(422).names(&["quarter"]);
        let empty = dashboard(&officer, "").await;
        assert_eq!((empty.totals.all.building, empty.groups.len(), empty.by), (0, 0, By::Street));
    }
}
