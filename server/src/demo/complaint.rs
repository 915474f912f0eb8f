//! Complaints of the demo: one in every state, with fictional people whose phones begin with 154.

use anyhow::Context;
use chrono::{DateTime, Days, NaiveDate, Utc};
use common::complaint::{ComplaintForm, Fact, FollowForm, Move, Via};
use common::date::Month;
use common::settings::Settings;
use sqlx::FromRow;

use crate::audit::Actor;
use crate::complaint::{Note, Taken, add, follow, take};
use crate::db::Db;
use crate::read;
use crate::seal::Seal;

/// A site with what it takes to complain of it.
#[derive(FromRow)]
struct Site {
    id: String,
}

/// What happened so many days ago, with a reason and words where there are some.
type Story = (u64, Move, Option<&'static str>, Option<&'static str>);

/// Stores the complaints. `now` and `today` are the day of the demo.
pub async fn fill(
    db: &Db,
    settings: &Settings,
    seal: &Seal,
    now: DateTime<Utc>,
    today: NaiveDate,
) -> anyhow::Result<()> {
    const SITES: &str = "select id from project where state = 'building' order by number limit 8";
    let sites: Vec<Site> = read!(db, query_as(SITES).fetch_all).context("sites to complain of")?;
    for (index, (ago, via, story)) in stories().into_iter().enumerate() {
        let Some(site) = sites.get(index % sites.len().max(1)) else { return Ok(()) };
        let (on, at) = (before(today, ago), now - Days::new(ago));
        let month = Month::of(on).prev();
        let form = ComplaintForm {
            from: month.prev().to_string(),
            to: month.to_string(),
            amount: (6800 + index * 3150).to_string(),
            people: (index * 3 % 11 + 1).to_string(),
            contact: if index % 3 == 2 { String::new() } else { format!("1540000{:04}", 7000 + index) },
            name: String::new(),
            boss: "示例木工班".to_owned(),
            story: "说好月底发，催了几次没有发。".to_owned(),
        };
        let new = form.check(on).map_err(|errors| anyhow::anyhow!("demo complaint: {errors}"))?;
        let officer = || Some((Actor::CommandLine, "示例监察员".to_owned()));
        let taken = Taken {
            project_id: site.id.clone(),
            via,
            new,
            key: uuid::Uuid::new_v4().to_string(),
            officer: if via == Via::Board { None } else { officer() },
            on,
            at,
        };
        let (seal, calendar) = (seal.clone(), settings.calendar.clone());
        db.write(move |tx| {
            Box::pin(async move {
                let receipt = take(tx, &seal, &calendar, taken).await?;
                let code = FollowForm { receipt: receipt.receipt, ..FollowForm::default() };
                for (ago, step, reason, text) in story {
                    let (on, at) = (before(today, ago), now - Days::new(ago));
                    let until = (step == Move::Order).then(|| before(today, 0) + Days::new(6));
                    let fact = Fact { step, on, reason: reason.map(str::to_owned), until };
                    let note = Note {
                        officer: if step.is_official() { officer() } else { None },
                        text: text.map(str::to_owned),
                        fact,
                        at,
                    };
                    let found = follow(tx, &seal, &code).await?;
                    add(tx, &seal, &calendar, &found, note).await?;
                }
                Ok(())
            })
        })
        .await?;
    }
    Ok(())
}

fn stories() -> Vec<(u64, Via, Vec<Story>)> {
    let accept = |ago| (ago, Move::Accept, None, Some("已经立案，我们会到工地核实。"));
    vec![
        (0, Via::Board, vec![]),
        (2, Via::Hotline, vec![]),
        // Not looked at in time.
        (9, Via::Board, vec![]),
        (15, Via::Board, vec![accept(12), (10, Move::Say, None, Some("请问是哪个班组，有考勤或记工本吗？"))]),
        (40, Via::Phone, vec![accept(37), (4, Move::Order, None, Some("已经向总包发出责令支付通知。"))]),
        (50, Via::Board, vec![accept(46), (20, Move::Order, None, None), (1, Move::Fund, None, None)]),
        (
            60,
            Via::Counter,
            vec![accept(57), (30, Move::Order, None, None), (2, Move::Pay, None, Some("单位回复已经转账，请看卡上。"))],
        ),
        (70, Via::Board, vec![accept(66), (20, Move::Pay, None, None), (18, Move::Confirm, None, None)]),
        (30, Via::Platform, vec![(27, Move::Refuse, Some("elsewhere"), None)]),
        (20, Via::Board, vec![(19, Move::Withdraw, None, None)]),
        (80, Via::Board, vec![accept(76), (40, Move::Pay, None, None), (38, Move::Reopen, None, Some("少了一部分"))]),
    ]
}

fn before(today: NaiveDate, days: u64) -> NaiveDate {
    today.checked_sub_days(Days::new(days)).unwrap_or(today)
}
