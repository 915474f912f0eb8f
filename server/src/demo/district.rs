//! The sites of the demo district, one after another, each with the flaws that real districts have.

use chrono::{Months, NaiveDate, TimeDelta};
use common::calendar::Calendar;
use common::date::Month;
use common::id::{AccountNumber, BoardToken, PermitNumber, ProjectCode};
use common::money::Fen;
use common::project::{DepositForm, Funding, NewAccount, NewDeposit, NewProject, Party, Place, ProjectState, Role};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::names;
use crate::clock::Clock;
use crate::ledger::NewBoard;

/// A site of the demo.
pub struct DemoSite {
    pub project: NewProject,
    pub rest: DemoRest,
}

/// What a ledger does not say of a site.
pub struct DemoRest {
    pub board: NewBoard,
    /// The token of a board that was replaced.
    pub revoked: Option<BoardToken>,
    pub months: Vec<DemoMonth>,
}

/// Wages of one month.
pub struct DemoMonth {
    pub month: Month,
    pub workers_due: i64,
    pub workers_paid: i64,
    pub paid: Fen,
    pub paid_on: Option<NaiveDate>,
}

/// What is wrong with a site, by its place in the row: every kind turns up among the first forty.
struct Flaws {
    no_officer: bool,
    no_sub_phone: bool,
    no_pay_day: bool,
    unpaid: bool,
    partly_paid: bool,
    no_records: bool,
    private_pay: bool,
    stale: bool,
    replaced: bool,
}

impl Flaws {
    /// The first site is the one people are shown: nothing is wrong with it.
    fn of(serial: u64) -> Self {
        let every = |n: u64, at: u64| serial > 1 && serial % n == at;
        Self {
            no_officer: every(9, 3),
            no_sub_phone: every(7, 5),
            no_pay_day: every(17, 11),
            unpaid: every(8, 6),
            partly_paid: every(11, 4),
            no_records: every(13, 8),
            private_pay: every(10, 7),
            stale: every(12, 9),
            replaced: every(19, 10),
        }
    }
}

/// The sites of a district, always the same for the same seed, size and day.
pub fn sites(seed: u64, count: u64, today: NaiveDate, calendar: &Calendar) -> impl Iterator<Item = DemoSite> {
    let mut rng = StdRng::seed_from_u64(seed);
    (1..=count).map(move |serial| site(serial, count, &mut rng, today, calendar))
}

fn site(serial: u64, count: u64, rng: &mut StdRng, today: NaiveDate, calendar: &Calendar) -> DemoSite {
    let flaws = Flaws::of(serial);
    let mut draw = || rng.random::<u64>();
    let (industry, name, address) = names::site(serial - 1, draw(), serial);
    let started_on = today - TimeDelta::days(200 + (draw() % 500) as i64);
    let funding = names::pick(Funding::STATED, serial - 1);
    let contract = Fen((2_000_000 + (draw() % 90_000_000) as i64) * 100);
    let pay_day = (!flaws.no_pay_day).then(|| names::pick(&[15u8, 20, 25, 10], draw()));
    let headcount = 12 + (draw() % 25) as i64;
    let state = match serial % 23 {
        20 => ProjectState::Suspended,
        22 => ProjectState::Finished,
        _ => ProjectState::Building,
    };
    let random = draw();
    let token = BoardToken::from_random(random);
    let months = match (state, flaws.no_records) {
        (ProjectState::Building, false) => months(&flaws, headcount, started_on, pay_day, today, calendar, draw()),
        _ => Vec::new(),
    };
    let in_arrears = flaws.unpaid || flaws.partly_paid;
    let project = NewProject {
        nickname: (serial % 4 == 1).then(|| nickname(&name, serial)),
        code: ProjectCode::parse(&format!("26{:02}-330106-04-01-{:06}", serial % 12 + 1, serial % 1_000_000)).ok(),
        permit: PermitNumber::parse(&format!("330106{}{:02}01", started_on.format("%Y%m%d"), serial % 100)).ok(),
        name,
        address: Some(address),
        street: Some(names::pick(names::STREETS, serial - 1).to_owned()),
        industry,
        regulator: None,
        funding,
        state,
        contract: Some(contract),
        labour_share_bp: Some(names::pick(&[1500i64, 2000, 2250, 2500], draw())),
        labour_cost_day: Some((draw() % 9 + 1) as u8),
        pay_day,
        started_on: Some(started_on),
        planned_end_on: started_on.checked_add_months(Months::new(24)),
        progress: Some(names::pick(&["基础施工", "主体结构施工", "装饰装修", "收尾"], draw()).to_owned()),
        headcount: Some(headcount),
        real_name: Some(serial % 6 != 2),
        contracts_signed: Some(serial % 7 != 4),
        paid_by_contractor: Some(serial % 5 != 3),
        paid_monthly: Some(!in_arrears),
        board_hung: Some(serial % 15 != 12),
        in_arrears: Some(in_arrears),
        arrears_record: Some(serial % 14 == 6),
        account: Some(NewAccount {
            bank: names::bank(draw()).to_owned(),
            number: AccountNumber::parse(&format!("{:016}", draw() % 10_000_000_000_000_000)).ok(),
            opened_on: Some(started_on + TimeDelta::days(12)),
        }),
        deposit: Some(deposit(contract, draw())),
        // A district that lies in the sea cannot be taken for a real one.
        place: place(count, draw()),
        note: None,
        parties: parties(&flaws, serial, count, &mut draw),
    };
    // Reported within the last days, or not for longer than a quarter.
    let quiet = TimeDelta::days(if flaws.stale { 120 } else { (random % 20) as i64 });
    let board = NewBoard {
        token,
        issued_on: started_on + TimeDelta::days(5),
        shows_pay: !flaws.private_pay,
        changed_at: Clock::noon(today).now() - quiet,
    };
    let revoked = flaws.replaced.then(|| BoardToken::from_random(random.rotate_left(17)));
    DemoSite { project, rest: DemoRest { board, revoked, months } }
}

/// About ten sites a square kilometre at most, so that a larger district is a wider one.
fn place(count: u64, draw: u64) -> Option<Place> {
    let degrees = 0.2 * (count as f64 / 400.0).sqrt().max(1.0);
    let part = |bits: u64| (bits & 0xffff) as f64 / f64::from(u16::MAX) * degrees;
    Place::new(30.2 - part(draw), 124.0 + part(draw >> 16))
}

/// What people on the road say: 北苑路那个安置房工地.
fn nickname(name: &str, serial: u64) -> String {
    let plain = name.split('（').next().unwrap_or(name);
    let road: String = plain.chars().take(2).collect();
    let works: String = plain.chars().skip(3).collect();
    if serial % 8 == 1 { format!("{road}{works}") } else { format!("{works}工地") }
}

fn parties(flaws: &Flaws, serial: u64, count: u64, draw: &mut impl FnMut() -> u64) -> Vec<Party> {
    let mut unit = |role: Role, (name, uscc): (String, _)| Party {
        role,
        name: Some(name),
        uscc,
        person: Some(names::person(draw())),
        phone: names::phone(draw()),
    };
    let mut parties = vec![
        unit(Role::Owner, names::owner(serial - 1)),
        // About twelve sites a contractor.
        unit(Role::Contractor, names::contractor(serial * 7 % (count / 12 + 8))),
    ];
    for n in 0..=serial % 3 {
        let mut sub = unit(Role::Subcontractor, names::subcontractor((serial * 5 + n * 3) % (count / 8 + 16)));
        if flaws.no_sub_phone && n == 0 {
            sub.phone = None;
        }
        parties.push(sub);
    }
    if !flaws.no_officer {
        parties.push(Party {
            role: Role::Officer,
            name: None,
            uscc: None,
            person: Some(names::person(draw())),
            phone: names::phone(draw()),
        });
    }
    parties
}

fn deposit(contract: Fen, draw: u64) -> NewDeposit {
    let forms = [
        DepositForm::BankGuarantee,
        DepositForm::Cash,
        DepositForm::Insurance,
        DepositForm::BankGuarantee,
        DepositForm::Surety,
        DepositForm::Exempt,
    ];
    let form = names::pick(&forms, draw);
    // 1.5 % of the contract in this example district.
    NewDeposit { form, amount: (form != DepositForm::Exempt).then_some(Fen(contract.0 * 15 / 1000)) }
}

/// Up to twelve months that have become due, oldest first.
fn months(
    flaws: &Flaws,
    headcount: i64,
    started_on: NaiveDate,
    pay_day: Option<u8>,
    today: NaiveDate,
    calendar: &Calendar,
    draw: u64,
) -> Vec<DemoMonth> {
    let due_on = |month: Month| calendar.pay_day_on(month.next(), pay_day.unwrap_or(20));
    let mut newest = Month::of(today);
    while due_on(newest) >= today {
        newest = newest.prev();
    }
    let mut months = Vec::new();
    let mut month = newest;
    for age in 0..12u32 {
        if month < Month::of(started_on) {
            break;
        }
        let workers_due = headcount - i64::from(draw.rotate_right(age) as u8 % 7);
        let (workers_paid, paid_on) = match age {
            0 if flaws.unpaid => (0, None),
            0 if flaws.partly_paid => (workers_due * 3 / 5, Some(due_on(month))),
            // Now and then a month was late.
            1.. if draw.rotate_right(age * 3) % 9 == 8 => (workers_due, Some(due_on(month) + TimeDelta::days(4))),
            _ => (workers_due, Some(due_on(month) - TimeDelta::days((draw.rotate_right(age) % 3) as i64))),
        };
        let paid_on = paid_on.map(|day| day.min(today));
        months.push(DemoMonth { month, workers_due, workers_paid, paid: Fen(workers_paid * 652_000), paid_on });
        month = month.prev();
    }
    months.reverse();
    months
}
