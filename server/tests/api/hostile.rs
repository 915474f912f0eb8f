//! Text that means harm stays text, wherever a site's own words are shown.

use common::project::{NewProject, Party};
use server::ledger::{NewBoard, Writer};

use crate::helpers::{TestApp, on_both};

/// Each would run, close a tag or leave an attribute if it were ever taken for markup.
const PAYLOADS: &[&str] = &[
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'><svg onload=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "javascript:alert(1)//<a href=x>",
    "&lt;script&gt;alert(1)&lt;/script&gt;<b>",
    "<math><mi xlink:href='data:x,<script>alert(1)</script>'>",
    "{{7*7}}<x>${7*7}</x>",
];

/// A good site whose every free text is this.
fn site(good: &NewProject, text: &str) -> NewProject {
    let parties = good.parties.iter().map(|party| Party {
        name: party.name.as_ref().map(|name| format!("{name}{text}")),
        uscc: None,
        person: Some(text.to_owned()),
        ..party.clone()
    });
    let mut account = good.account.clone();
    if let Some(account) = &mut account {
        account.bank = text.to_owned();
    }
    NewProject {
        name: format!("害人{text}"),
        nickname: Some(format!("害群{text}")),
        code: None,
        permit: None,
        address: Some(text.to_owned()),
        street: Some(text.to_owned()),
        regulator: Some(text.to_owned()),
        progress: Some(text.to_owned()),
        note: Some(text.to_owned()),
        account,
        parties: parties.collect(),
        ..good.clone()
    }
}

on_both! {
    async fn harmful_text_is_shown_and_never_runs(on: Engine) {
        let app = TestApp::on(&on, "2026-11-24").await;
        let good = server::demo::first_site(&app.state.settings.get(), "2026-11-24".parse().unwrap()).unwrap();
        let sites: Vec<NewProject> = PAYLOADS.iter().map(|text| site(&good, text)).collect();
        let (today, now) = (app.state.clock.today(), app.state.clock.now());
        let boards: Vec<NewBoard> = sites.iter().map(|_| NewBoard::issue(today, now)).collect();
        let mut writer = Writer::open(&app.db, true, "test".into(), today, now).await.unwrap();
        writer.add(&sites, boards.clone()).await.unwrap();
        writer.commit().await.unwrap();
        for (payload, board) in PAYLOADS.iter().zip(&boards) {
            let token = &board.token;
            let pages = ["", "/report", "/wrong", "/print?size=a3", "/print?size=a1", "/stickers"];
            let mut paths: Vec<String> = pages.iter().map(|page| format!("/b/{token}{page}")).collect();
            paths.push("/?q=%e5%ae%b3%e4%ba%ba".to_owned());
            for path in paths {
                let page = app.get(&path).await.is(200).text();
                assert!(page.contains("害人") || page.contains("害群") || path.contains("wrong"), "{path} does not show the site");
                assert!(!page.contains(payload), "{path} holds {payload} as it is");
            }
        }
    }
}
