use axum::http::header;
use common::board::{Item, PublicBoard};
use common::id::BoardToken;
use server::board::store;

use crate::helpers::{TestApp, on_both};

fn board(answer: &crate::helpers::Answer) -> PublicBoard {
    serde_json::from_slice(&answer.body).unwrap()
}

on_both! {
    async fn a_board_shows_every_item_in_the_order_of_the_article(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 12).await;
        let board = board(&app.get(&format!("/api/v1/boards/{}", app.token(1).await)).await.is(200));
        let items: Vec<Item> = board.chain.iter().map(|one| one.item).collect();
        assert!(items.is_sorted());
        assert_eq!((board.district.as_str(), board.serial.as_str()), ("示例区", "000001"));
        assert_eq!(board.missing, []);
        let channels: Vec<Item> = board.channels.iter().map(|one| one.item).collect();
        assert_eq!(channels, &Item::ALL[8..]);
        assert_eq!(board.minimum_wage.unwrap().monthly_fen.label(), "2,490元");
        assert!(board.account.unwrap().last_four.is_some_and(|digits| digits.len() == 4));
        assert_eq!(board.pay.due.unwrap().month.to_string(), "2026-10");
        assert_eq!(board.pay.months.len(), board.pay.months.len().min(12));
    }
}

on_both! {
    async fn what_is_missing_is_named(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 12).await;
        let board = board(&app.get(&format!("/api/v1/boards/{}", app.token(3).await)).await.is(200));
        assert_eq!(board.missing, [Item::Officer]);
        assert!(board.chain.iter().any(|one| one.item == Item::Officer && one.person.is_none()));
    }
}

on_both! {
    async fn a_token_is_read_as_people_type_it(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 1).await;
        let token = BoardToken::parse(&app.token(1).await).unwrap();
        for typed in [token.as_str().to_lowercase(), token.grouped()] {
            app.get(&format!("/api/v1/boards/{typed}")).await.is(200);
        }
    }
}

on_both! {
    async fn an_unknown_board_is_404_and_a_revoked_one_410(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 2).await;
        assert_eq!(app.get("/api/v1/boards/0000000000").await.is(404).json()["code"], "not_found");
        app.get("/api/v1/boards/nonsense").await.is(404);
        let path = format!("/api/v1/boards/{}", app.token(1).await);
        app.get(&path).await.is(200);
        let (token, now) = (BoardToken::parse(&app.token(1).await).unwrap(), app.state.clock.now());
        let revoked = token.clone();
        app.db
            .write(move |tx| Box::pin(async move { store::revoke(tx, &revoked, now.date_naive(), now).await }))
            .await
            .unwrap();
        app.state.bytes.forget(token.as_str());
        assert_eq!(app.get(&path).await.is(410).json()["code"], "gone");
    }
}

on_both! {
    async fn a_replaced_board_gives_way_to_one_of_the_same_site(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 2).await;
        let old = BoardToken::parse(&app.token(1).await).unwrap();
        let before = board(&app.get(&format!("/api/v1/boards/{old}")).await.is(200));
        let (token, now) = (old.clone(), app.state.clock.now());
        let replace = |token: BoardToken| {
            app.db.write(move |tx| Box::pin(async move { store::replace(tx, &token, now.date_naive(), now).await }))
        };
        let new = replace(token).await.unwrap();
        app.state.bytes.forget(old.as_str());
        app.get(&format!("/api/v1/boards/{old}")).await.is(410);
        let after = board(&app.get(&format!("/api/v1/boards/{new}")).await.is(200));
        assert_eq!((after.serial, after.pay.public), (before.serial, before.pay.public));
        assert!(replace(old).await.is_err(), "a withdrawn board cannot be replaced again");
    }
}

on_both! {
    async fn pay_is_shown_only_where_the_project_allows_it(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 8).await;
        let path = format!("/api/v1/boards/{}", app.token(7).await);
        let hidden = board(&app.get(&path).await.is(200));
        assert!(!hidden.pay.public && hidden.pay.months.is_empty() && hidden.pay.due.is_none());
        let (token, now) = (hidden.token.clone(), app.state.clock.now());
        app.db.write(move |tx| Box::pin(async move { store::show_pay(tx, &token, true, now).await })).await.unwrap();
        app.state.bytes.forget(hidden.token.as_str());
        assert!(board(&app.get(&path).await.is(200)).pay.public);
    }
}

on_both! {
    async fn an_unchanged_board_is_304_in_the_same_encoding(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 1).await;
        let path = format!("/api/v1/boards/{}", app.token(1).await);
        let plain = app.get(&path).await.is(200);
        let tag = plain.header("etag").to_owned();
        app.get_with(&path, &[(header::IF_NONE_MATCH, &tag)]).await.is(304);
        let packed = app.get_with(&path, &[(header::ACCEPT_ENCODING, "br")]).await.is(200);
        assert_eq!(packed.header("content-encoding"), "br");
        assert_ne!(packed.header("etag"), tag);
        assert!(packed.body.len() < plain.body.len());
    }
}

on_both! {
    async fn the_account_number_never_leaves(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 5).await;
        let token = app.token(1).await;
        let number = store::find(&app.db, &BoardToken::parse(&token).unwrap()).await.unwrap().unwrap();
        let number = number.project.account_number.unwrap();
        for path in [format!("/api/v1/boards/{token}"), format!("/b/{token}"), format!("/b/{token}/print")] {
            assert!(!app.get(&path).await.is(200).text().contains(&number), "{path}");
        }
    }
}

on_both! {
    async fn the_code_is_a_picture_of_version_three(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 1).await;
        let svg = app.get(&format!("/b/{}/qr.svg", app.token(1).await)).await.is(200);
        assert_eq!(svg.header("content-type"), "image/svg+xml");
        // 29 modules and a quiet zone of four on each side.
        assert!(svg.text().contains("viewBox=\"0 0 37 37\""), "{}", &svg.text()[..200]);
    }
}
