//! Matters of the blacklist in every state worth looking at. Firms, people and numbers are made up.

use chrono::{DateTime, Days, NaiveDate, Utc};
use common::blacklist::{Event, Ground as Reason, Matter, Person, Proposal};
use common::date::{self, Month};
use common::money::Fen;
use common::settings::Settings;
use std::sync::Arc;

use super::names;
use crate::audit::Actor;
use crate::blacklist::listing::{self, Ground, Who};
use crate::db::Db;

/// One step: so many days ago, by the first or the second official.
struct Step(u64, bool, Event, Option<&'static str>);

/// Stores the matters. Whoever is listed first is the general contractor of some sites, the second a subcontractor.
pub async fn fill(db: &Db, settings: &Arc<Settings>, now: DateTime<Utc>, today: NaiveDate) -> anyhow::Result<()> {
    let ground = Ground { settings: Arc::clone(settings), today, now };
    for (serial, (firm, steps)) in (1..).zip(stories()) {
        let before = move |days: u64| today.checked_sub_days(Days::new(days)).unwrap_or(today);
        let first = steps.first().map_or(0, |step| step.0);
        let matter = matter(serial, firm, before(first + 1));
        let ground = ground.clone();
        db.write(move |tx| {
            Box::pin(async move {
                let mut loaded = listing::create(tx, &matter.employer, &ground).await?;
                let draft = Step(first, false, Event::Draft { matter: Box::new(matter) }, None);
                for Step(ago, second, event, note) in std::iter::once(draft).chain(steps) {
                    let event = match event {
                        Event::Correct { promise, .. } => Event::Correct { paid_on: before(ago), promise },
                        event => event,
                    };
                    let (name, person) =
                        if second { ("demo-office", "示例联席办") } else { ("demo-labour", "示例监察员") };
                    let who = Who { actor: Actor::Account(name.to_owned()), person: person.to_owned() };
                    loaded.append(tx, (before(ago), event, note.map(str::to_owned)), &who, &ground).await?;
                }
                Ok(())
            })
        })
        .await?;
    }
    Ok(())
}

fn matter(serial: u64, (employer, uscc): (String, Option<common::id::Uscc>), pay_by: NaiveDate) -> Matter {
    let person =
        |draw: u64, role: &str| Person { name: format!("示例{}", names::person(draw)), role: role.to_owned() };
    let workers = 9 + serial * 3;
    Matter {
        former_names: if serial == 1 { vec!["示例旧名建设有限公司".to_owned()] } else { Vec::new() },
        employer,
        uscc,
        address: Some(format!("示例区示例路{}号", serial * 8)),
        people: vec![person(serial * 771, "法定代表人"), person(serial * 1_313 + 256, "直接负责的主管人员")],
        project: Some(format!("示例{serial}号工程")),
        project_number: None,
        period: Some(period(pay_by)),
        workers: i64::try_from(workers + 1).ok(),
        amount: i64::try_from(workers * 1_250_000).ok().map(Fen),
        most_owed: None,
        most_months: None,
        facts: None,
        ground: Reason::Amount,
        order: Some(format!("示人社监令〔2026〕{serial}号")),
        pay_by: Some(pay_by),
        authority: None,
        remark: None,
    }
}

/// Three months that ended the month before last.
fn period(pay_by: NaiveDate) -> String {
    let last = Month::of(pay_by).prev().prev();
    format!("{}至{}", date::month_label(last.prev().prev()), date::month_label(last))
}

type Story = ((String, Option<common::id::Uscc>), Vec<Step>);

fn stories() -> Vec<Story> {
    let document = |number: u32| format!("示人社列〔2026〕{number}号");
    let one = |ago, event| Step(ago, false, event, None);
    let two = |ago, event| Step(ago, true, event, None);
    let notice = |ago, number| one(ago, Event::Notice { document: document(number) });
    let listed = |ago: u64, number: u32| {
        vec![
            notice(ago + 25, number),
            one(ago + 2, Event::Propose { what: Proposal::List }),
            two(ago + 1, Event::Decide { document: document(number + 100) }),
            one(ago, Event::Publish),
        ]
    };
    let with = |mut steps: Vec<Step>, mut more: Vec<Step>| {
        steps.append(&mut more);
        steps
    };
    let paid = |ago| one(ago, Event::Correct { paid_on: NaiveDate::MIN, promise: true });
    let fresh = |n: u64| names::subcontractor(900 + n);
    vec![
        (names::contractor(9), listed(43, 1)),
        (names::subcontractor(3), with(listed(260, 2), vec![paid(240), one(3, Event::Apply { promise: true })])),
        (fresh(1), vec![notice(2, 3)]),
        (fresh(2), vec![notice(4, 4), one(2, Event::Object)]),
        (fresh(3), vec![notice(22, 5), one(1, Event::Propose { what: Proposal::List })]),
        (
            fresh(4),
            with(
                listed(400, 6),
                vec![
                    paid(380),
                    one(30, Event::Apply { promise: true }),
                    one(6, Event::Propose { what: Proposal::Remove }),
                    two(5, Event::Remove { document: document(206) }),
                ],
            ),
        ),
        (fresh(5), vec![notice(10, 7), paid(6), Step(5, false, Event::Waive, Some("已付清并作出书面信用承诺"))]),
        (fresh(6), with(listed(120, 8), vec![Step(60, false, Event::Bar, Some("列入期间又发生拖欠违法行为"))])),
    ]
}
