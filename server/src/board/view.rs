//! From stored rows, settings and the day to what the public sees.

use anyhow::Context;
use chrono::{DateTime, NaiveDate, Utc};
use common::board::{
    BoardAccount, BoardChannel, BoardDeposit, BoardMinimumWage, DueMonth, Item, MonthPay, Pay, PublicBoard, Responsible,
};
use common::date::Month;
use common::id::BoardToken;
use common::project::{DepositForm, Funding, Industry, Place, ProjectState, Role};
use common::settings::{Channel, Regulator, Settings};

use super::store::{MonthRow, PartyRow, ProjectRow, Stored};
use crate::error::Result;

/// What the public sees of a board on a day.
pub fn public(token: &BoardToken, stored: Stored, settings: &Settings, today: NaiveDate) -> Result<PublicBoard> {
    let Stored { project, parties, months } = stored;
    let industry = Industry::parse(&project.industry).context("project.industry")?;
    let regulator = settings.regulator(today, project.regulator.as_deref(), industry);
    let changed_at = DateTime::<Utc>::from_timestamp_millis(project.changed_at).context("project.changed_at")?;
    let fresh_days = settings.board_fresh_days(today).copied().unwrap_or(i64::MAX);
    let mut board = PublicBoard {
        token: token.clone(),
        district: settings.district(today).map(|district| district.name.clone()).unwrap_or_default(),
        serial: format!("{:06}", project.number),
        issued_on: project.issued_on.parse().context("board.issued_on")?,
        state: ProjectState::parse(&project.state).context("project.state")?,
        industry: industry.label().to_owned(),
        funding: Funding::parse(&project.funding).context("project.funding")?.label().to_owned(),
        pay: pay(&project, months, settings, today)?,
        supervisor: parties
            .iter()
            .find(|party| party.role == Role::Supervisor.as_str())
            .and_then(|it| it.company.clone()),
        chain: chain(&project, parties, regulator),
        minimum_wage: minimum_wage(settings, today),
        channels: channels(settings, regulator, today),
        national_platform: settings.national_platform(today).cloned(),
        office: office(settings, today),
        account: account(&project)?,
        deposit: deposit(&project)?,
        place: project
            .latitude
            .zip(project.longitude)
            .and_then(|(latitude, longitude)| Place::new(latitude, longitude)),
        missing: Vec::new(),
        changed_at,
        stale: (today - common::date::beijing_day(changed_at)).num_days() > fresh_days,
        today,
        name: project.name,
        nickname: project.nickname,
        address: project.address,
        street: project.street,
        code: project.code,
        permit: project.permit,
        headcount: project.headcount,
    };
    board.missing = board.find_missing();
    Ok(board)
}

/// The minimum wage in force, as the board shows it.
pub fn minimum_wage(settings: &Settings, today: NaiveDate) -> Option<BoardMinimumWage> {
    settings.minimum_wage(today).map(|wage| BoardMinimumWage {
        monthly_fen: wage.value.monthly,
        hourly_fen: wage.value.hourly,
        effective_on: wage.effective_on,
        basis: wage.basis,
    })
}

/// The five channels of Art. 34 (3), in its order; the first belongs to the site's regulator.
pub fn channels(settings: &Settings, regulator: Option<&Regulator>, today: NaiveDate) -> Vec<BoardChannel> {
    let complaint = regulator.map(|body| plain(&body.name, &body.complaint_phone));
    [
        (Item::RegulatorComplaint, complaint),
        (Item::LabourInspection, settings.labour_inspection(today).cloned()),
        (Item::Arbitration, settings.arbitration(today).cloned()),
        (Item::LegalAid, settings.legal_aid(today).cloned()),
        (Item::LegalHotline, settings.legal_hotline(today).cloned()),
    ]
    .into_iter()
    .map(|(item, channel)| BoardChannel { item, channel })
    .collect()
}

/// The office of the joint conference.
pub fn office(settings: &Settings, today: NaiveDate) -> Option<Channel> {
    settings.district(today).map(|district| plain(&district.office, &district.office_phone))
}

/// A channel that is only a name and a number.
pub fn plain(name: &str, phone: &str) -> Channel {
    Channel { name: name.to_owned(), phone: phone.to_owned(), address: None, hours: None, link: None }
}

/// Art. 34 (1) in its order: an absent owner, contractor or officer keeps its place, empty.
fn chain(project: &ProjectRow, parties: Vec<PartyRow>, regulator: Option<&Regulator>) -> Vec<Responsible> {
    let of = |role: Role| parties.iter().filter(move |party| party.role == role.as_str());
    let show = |item: Item, party: Option<&PartyRow>| Responsible {
        item,
        name: party.and_then(|party| party.company.clone()),
        person: party.and_then(|party| party.person.clone()),
        phone: party.and_then(|party| party.phone.clone()),
        listed: party.and_then(|party| party.listed.clone()),
    };
    let contractor = of(Role::Contractor).next();
    let mut chain = vec![
        show(Item::Owner, of(Role::Owner).next()),
        Responsible { person: None, phone: None, ..show(Item::Contractor, contractor) },
        Responsible { name: None, listed: None, ..show(Item::ProjectDepartment, contractor) },
    ];
    chain.extend(of(Role::Subcontractor).map(|party| show(Item::Subcontractors, Some(party))));
    chain.push(Responsible {
        item: Item::Regulator,
        name: regulator.map(|body| body.name.clone()).or_else(|| project.regulator.clone()),
        person: None,
        phone: regulator.map(|body| body.phone.clone()),
        listed: None,
    });
    chain.push(show(Item::Officer, of(Role::Officer).next()));
    chain
}

fn pay(project: &ProjectRow, months: Vec<MonthRow>, settings: &Settings, today: NaiveDate) -> Result<Pay> {
    let pay_day = project.pay_day.map(u8::try_from).transpose().context("project.pay_day")?;
    let started_on: Option<NaiveDate> =
        project.started_on.as_ref().map(|day| day.parse()).transpose().context("project.started_on")?;
    // The wages of a month are due in the month after, on the pay day moved before rest days (Art. 14).
    let due_on = |month: Month| pay_day.map(|day| settings.calendar.pay_day_on(month.next(), day));
    let due = due_month(today, due_on).filter(|due| started_on.is_none_or(|start| due.month >= Month::of(start)));
    if !project.shows_pay {
        return Ok(Pay { pay_day, due: None, months: Vec::new(), public: false, whose_move: None });
    }
    let months = months
        .into_iter()
        .map(|row| MonthPay {
            month: row.month,
            workers_due: row.workers_due,
            workers_paid: row.workers_paid,
            paid_on: row.paid_on,
            due_on: due_on(row.month),
        })
        .filter(|month| month.is_over(today))
        .collect();
    Ok(Pay { pay_day, due, months, public: true, whose_move: None })
}

/// The newest month whose pay day has passed: on the day itself the wages may still arrive.
pub fn due_month(today: NaiveDate, due_on: impl Fn(Month) -> Option<NaiveDate>) -> Option<DueMonth> {
    let mut month = Month::of(today);
    for _ in 0..3 {
        let day = due_on(month)?;
        if day < today {
            return Some(DueMonth { month, due_on: day });
        }
        month = month.prev();
    }
    None
}

fn account(project: &ProjectRow) -> Result<Option<BoardAccount>> {
    let Some(bank) = project.bank.clone() else { return Ok(None) };
    let last_four = project.account_number.as_ref().map(|number| {
        let digits: Vec<char> = number.chars().collect();
        digits[digits.len().saturating_sub(4)..].iter().collect()
    });
    let opened_on = project.opened_on.as_ref().map(|day| day.parse()).transpose().context("account.opened_on")?;
    Ok(Some(BoardAccount { bank, last_four, opened_on }))
}

fn deposit(project: &ProjectRow) -> Result<Option<BoardDeposit>> {
    let Some(form) = &project.deposit_form else { return Ok(None) };
    let form = DepositForm::parse(form).context("deposit.form")?.label().to_owned();
    Ok(Some(BoardDeposit { form, amount_fen: project.deposit_fen.map(common::money::Fen) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn wages_are_due_after_the_day_has_passed() {
        let fifteenth = |month: Month| Some(month.next().day(15));
        let due = |today: &str| due_month(day(today), fifteenth).unwrap().month.to_string();
        assert_eq!(due("2026-11-14"), "2026-09");
        assert_eq!(due("2026-11-15"), "2026-09");
        assert_eq!(due("2026-11-16"), "2026-10");
    }
}
