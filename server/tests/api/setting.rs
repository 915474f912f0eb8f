use chrono::NaiveDate;
use common::money::Fen;
use common::settings::{Dated, MinimumWage, Setting};
use server::settings::store;

use crate::helpers::{TestApp, on_both};

fn wage(from: &str, monthly: i64) -> Dated<Setting> {
    Dated {
        value: Setting::MinimumWage(MinimumWage { monthly: Fen(monthly), hourly: Fen(2_600) }),
        effective_on: from.parse().unwrap(),
        basis: "示例文件".into(),
        is_example: false,
    }
}

on_both! {
    async fn a_wage_holds_from_its_day_of_effect_on(on: Engine) {
        let app = TestApp::on(&on, "2026-11-24").await;
        let now = app.state.clock.now();
        app.db
            .write(move |tx| Box::pin(async move { store::put(tx, &wage("2026-12-01", 266_000), now).await }))
            .await
            .unwrap();
        app.state.settings.reload(&app.db).await.unwrap();
        let settings = app.state.settings.get();
        let monthly = |day: &str| settings.minimum_wage(day.parse::<NaiveDate>().unwrap()).unwrap().value.monthly;
        assert_eq!((monthly("2026-11-30"), monthly("2026-12-01"), monthly("2026-12-02")), (Fen(249_000), Fen(266_000), Fen(266_000)));
    }
}

on_both! {
    async fn the_example_calendar_is_installed_once_and_editable(on: Engine) {
        let app = TestApp::on(&on, "2026-11-24").await;
        let day: NaiveDate = "2026-10-01".parse().unwrap();
        assert!(!app.state.settings.get().calendar.is_working(day));
        let changed = common::calendar::CalendarDay { day, is_working: true, name: "改为上班".into(), is_example: false };
        app.db.write(move |tx| Box::pin(async move { store::put_day(tx, &changed).await })).await.unwrap();
        let now = app.state.clock.now();
        app.db.write(move |tx| Box::pin(async move { server::settings::examples::install(tx, now).await })).await.unwrap();
        app.state.settings.reload(&app.db).await.unwrap();
        assert!(app.state.settings.get().calendar.is_working(day));
    }
}
