//! Whose move it is: the chain of a month for officials, and its line on the public board.

use common::auth::Role;
use common::board::PublicBoard;
use common::money_chain::{ChainView, LinkKind, LinkState, Mover, chain_path};
use common::project_file::{ProjectFile, project};
use server::{read, run};

use crate::helpers::{Client, TestApp, on_both};

/// What is known is that of the sixth site of the demo: its October wages were due on 13 or 20 November and not paid.
const SITE: i64 = 6;

async fn view(client: &Client<'_>, number: i64, month: &str) -> ChainView {
    let path = format!("{}?month={month}", chain_path(number));
    serde_json::from_slice(&client.get(&path).await.is(200).body).unwrap()
}

fn state(view: &ChainView, kind: LinkKind) -> LinkState {
    view.chain.as_ref().unwrap().links.iter().find(|link| link.kind == kind).unwrap().state
}

async fn board(app: &TestApp, number: usize) -> PublicBoard {
    let token = app.token(number).await;
    app.state.bytes.forget(&token);
    serde_json::from_slice(&app.get(&format!("/api/v1/boards/{token}")).await.is(200).body).unwrap()
}

async fn id(app: &TestApp) -> String {
    let id: Result<String, sqlx::Error> =
        read!(&app.db, query_scalar("select id from project where number = $1").bind(SITE).fetch_one);
    id.unwrap()
}

/// Runs a statement whose $1 is the id of the site.
async fn store(app: &TestApp, sql: &'static str) {
    let id = id(app).await;
    app.db
        .write(move |tx| {
            Box::pin(async move {
                run!(tx, query(sql).bind(&id))?;
                Ok(())
            })
        })
        .await
        .unwrap();
}

/// What the bank says of one worker.
async fn transfer(app: &TestApp, person: u8, outcome: &'static str) {
    const FILE: &str = "insert into wage_file (id, kind, name, actor, imported_at)
        values ('f1', 'bank_return', 'test.csv', 'test', 1) on conflict (id) do nothing";
    const ROW: &str = "insert into bank_row
        (month, project_id, person, slot, version, mark, sealed, amount_fen, outcome, file_id, file_row)
        values ('2026-10', $1, $2, '', 0, $2, $2, 2400000, $3, 'f1', 1)";
    let id = id(app).await;
    app.db
        .write(move |tx| {
            Box::pin(async move {
                run!(tx, query(FILE))?;
                run!(tx, query(ROW).bind(&id).bind(vec![person]).bind(outcome))?;
                Ok(())
            })
        })
        .await
        .unwrap();
}

const OWED: &str = "insert into progress_payment
    (id, project_id, month, due_on, amount_fen, labour_fen, recorded_by, changed_at)
    values ('o1', $1, '2026-10', '2026-11-05', 20000000, 5000000, 'test', 1)";
const PAID: &str = "update progress_payment set paid_fen = amount_fen, paid_on = '2026-11-05' where id = 'o1'";
const ENTRY: &str = "insert into account_entry
    (id, project_id, day, kind, amount_fen, source, mark, recorded_by, recorded_at)
    values ('e1', $1, '2026-11-05', 'labour', 5000000, 'hand', 'm1', 'test', 1)";
const HELD: &str = "insert into account_state (project_id, stage, balance_fen, entries, last_on)
    values ($1, 'open', 5000000, 1, '2026-11-05')
    on conflict (project_id) do update set balance_fen = 5000000, entries = 1, last_on = '2026-11-05'";
const FORGET: &str = "delete from pay_month where project_id = $1 and month = '2026-10'";
const RUN: &str = "insert into payroll_run
    (month, project_id, on_roster, attended, workers_due, workers_paid, net_fen, paid_fen, different, files, changed_at)
    values ('2026-10', $1, 2, 2, 2, 0, 4800000, 0, 0, 'roster attendance payroll', 1)";
const SIGNED: &str = "update payroll_run set signed_by = 'test', signed_at = 1762819200000
    where project_id = $1 and month = '2026-10'";
const ARRIVED: &str = "update payroll_run set workers_paid = 2, paid_fen = 4800000, paid_on = '2026-11-23'
    where project_id = $1 and month = '2026-10'";

on_both! {
    async fn a_paid_month_blocks_nobody_and_says_what_is_not_recorded(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 6).await;
        let officer = app.signed_in(Role::Labour, &[]).await;
        let first = view(&officer, 1, "").await;
        let chain = first.chain.as_ref().unwrap();
        assert_eq!((first.month.to_string().as_str(), chain.blocker), ("2026-10", None));
        assert!(chain.sentence.starts_with("10月工资已全部到卡"), "{}", chain.sentence);
        let kinds: Vec<LinkKind> = chain.links.iter().map(|link| link.kind).collect();
        assert_eq!(kinds, LinkKind::ALL);
        assert_eq!(board(&app, 1).await.pay.whose_move, None);
        let file: ProjectFile = serde_json::from_slice(&officer.get(&project(1)).await.is(200).body).unwrap();
        assert_eq!(file.chain, first);
    }
}

on_both! {
    async fn the_move_goes_from_the_owner_to_the_card(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 6).await;
        let officer = app.signed_in(Role::Labour, &[]).await;
        for sql in ["delete from account_entry where project_id = $1", "delete from account_state where project_id = $1",
            "delete from progress_payment where project_id = $1", "delete from payroll_run where project_id = $1",
            "update project set pay_day = 15, labour_cost_day = 5 where id = $1"] {
            store(&app, sql).await;
        }
        // Only the sums are known: nobody calls the owner late.
        let told = view(&officer, SITE, "").await;
        assert_eq!(state(&told, LinkKind::Labour), LinkState::Unrecorded);
        assert_eq!(told.chain.unwrap().blocker, Some(Mover::Contractor));
        store(&app, FORGET).await;
        store(&app, OWED).await;
        let owner = view(&officer, SITE, "2026-10").await.chain.unwrap();
        assert_eq!(owner.blocker, Some(Mover::Owner));
        assert!(owner.sentence.contains("应在11月5日前拨付人工费，已超期19天"), "{}", owner.sentence);
        assert!(owner.duty.is_some_and(|duty| duty.contains("先行垫付工资，已超期11天")));
        let line = board(&app, 6).await.pay.whose_move.unwrap();
        assert!(line.starts_with("卡在建设单位示例") && !line.contains('元'), "{line}");

        for sql in [PAID, ENTRY, HELD] {
            store(&app, sql).await;
        }
        let funded = view(&officer, SITE, "2026-10").await;
        assert_eq!(state(&funded, LinkKind::Labour), LinkState::Done);
        assert_eq!(funded.chain.unwrap().blocking().unwrap().kind, LinkKind::Payroll);
        assert!(board(&app, 6).await.pay.whose_move.unwrap().starts_with("卡在总包：应在11月6日前编制工资表"));

        store(&app, RUN).await;
        assert_eq!(view(&officer, SITE, "2026-10").await.chain.unwrap().blocker, Some(Mover::Officer));
        store(&app, SIGNED).await;
        assert_eq!(view(&officer, SITE, "2026-10").await.chain.unwrap().blocker, Some(Mover::Bank));
        transfer(&app, 1, "paid").await;
        transfer(&app, 2, "failed").await;
        let sent = view(&officer, SITE, "2026-10").await;
        assert_eq!(state(&sent, LinkKind::Transfer), LinkState::Done);
        let cards = sent.chain.unwrap();
        assert_eq!((cards.blocker, cards.blocking().unwrap().kind), (Some(Mover::Contractor), LinkKind::Cards));
        assert!(cards.links[5].note.as_ref().unwrap().contains("1笔退回"));
        store(&app, ARRIVED).await;
        let paid = view(&officer, SITE, "2026-10").await.chain.unwrap();
        assert_eq!((paid.blocker, paid.sentence.as_str()), (None, "10月工资已全部到卡，比应发日晚10天"));
    }
}

on_both! {
    async fn a_month_without_wages_has_no_chain(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 6).await;
        let officer = app.signed_in(Role::Auditor, &[]).await;
        for month in ["2026-12", "1999-01"] {
            assert_eq!(view(&officer, SITE, month).await.chain, None, "{month}");
        }
        let now = view(&officer, SITE, "2026-11").await;
        assert_eq!(now.chain.as_ref().unwrap().blocker, None);
        assert!(now.chain.unwrap().sentence.starts_with("11月工资：等"));
        assert_eq!(now.months.first().unwrap().to_string(), "2026-11");
        officer.get(&format!("{}?month=x", chain_path(SITE))).await.is(422).names(&["month"]);
        officer.get(&chain_path(9_999)).await.is(404);
        let other = app.signed_in(Role::Street, &[("street", "没有的街道")]).await;
        other.get(&chain_path(SITE)).await.is(404);
    }
}

on_both! {
    async fn a_board_that_keeps_pay_private_says_nothing_of_the_chain(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 6).await;
        assert!(board(&app, 6).await.pay.whose_move.is_some());
        store(&app, "update board set shows_pay = false where project_id = $1").await;
        let answer = app.get(&format!("/api/v1/boards/{}", app.token(6).await)).await.is(200);
        assert!(answer.text().contains("卡在"), "kept until the project changes");
        assert_eq!(board(&app, 6).await.pay.whose_move, None);
    }
}

on_both! {
    async fn a_signature_makes_the_board_let_go(on: Engine) {
        let app = TestApp::with_sites(&on, "2026-11-24", 6).await;
        store(&app, "delete from payroll_run where project_id = $1").await;
        store(&app, RUN).await;
        store(&app, "update project set changed_at = 1 where id = $1").await;
        let uscc = "select c.uscc from party t join company c on c.id = t.company_id join project p on p.id = t.project_id
            where p.number = $1 and t.role = 'contractor'";
        let uscc: Result<String, sqlx::Error> = read!(&app.db, query_scalar(uscc).bind(SITE).fetch_one);
        let firm = app.signed_in(Role::WageOfficer, &[("uscc", &uscc.unwrap())]).await;
        let path = format!("{}/signature", common::payroll::month_path(SITE, "2026-10"));
        firm.post(&path, &serde_json::json!({"changed_at": 1})).await.is(204);
        let at: Result<i64, sqlx::Error> =
            read!(&app.db, query_scalar("select changed_at from project where number = $1").bind(SITE).fetch_one);
        assert!(at.unwrap() > 1);
    }
}
