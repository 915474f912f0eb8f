//! The items of Art. 34 as a table that is read from three metres away, without a phone.

use common::board::{Item, PublicBoard, Responsible};
use common::date;
use leptos::prelude::*;

use crate::ui::dial;

/// Up to so many rows, the letter of that class.
const LETTERS: [(usize, &str); 3] = [(17, ""), (22, "dense"), (30, "crowded")];

pub fn table(board: &PublicBoard) -> AnyView {
    let mut rows: Vec<AnyView> = Item::ALL.iter().flat_map(|item| rows_of(*item, board)).collect();
    rows.push(wide("工资专用账户", account(board), ""));
    rows.push(wide("工资保证金", deposit(board), ""));
    let class = LETTERS.iter().find(|(most, _)| rows.len() <= *most).map_or("packed", |(_, class)| class);
    view! {
        <table class=class>
            <thead><tr><th>"项目"</th><th>"单位或内容"</th><th class="person">"负责人"</th><th>"电话"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn rows_of(item: Item, board: &PublicBoard) -> Vec<AnyView> {
    match item {
        Item::MinimumWage => vec![wide(item.label(), minimum_wage(board), "")],
        Item::PayDay => vec![wide(item.label(), board.pay.pay_day.map(|_| board.pay.rule()), "day")],
        Item::RegulatorComplaint | Item::LabourInspection | Item::Arbitration | Item::LegalAid | Item::LegalHotline => {
            let channel = board.channel(item);
            let place = channel.map(|channel| match &channel.address {
                Some(address) => format!("{}（{address}）", channel.name),
                None => channel.name.clone(),
            });
            vec![unit(item.label(), place, channel.map(|channel| channel.phone.as_str()))]
        }
        Item::Contractor => vec![contractor(board)],
        // Stands in the row of its contractor.
        Item::ProjectDepartment => Vec::new(),
        _ => {
            let parties: Vec<AnyView> = board.chain.iter().filter(|one| one.item == item).map(party).collect();
            match (parties.is_empty(), item) {
                (false, _) => parties,
                (true, Item::Subcontractors) => vec![wide(item.label(), Some("没有登记分包单位".to_owned()), "")],
                (true, Item::Regulator) => vec![unit(item.label(), None, None)],
                (true, Item::Officer) => vec![row(item.label(), None, false, None, None)],
                (true, _) => vec![row(item.label(), None, true, None, None)],
            }
        }
    }
}

fn party(party: &Responsible) -> AnyView {
    match party.item {
        Item::Regulator => unit(party.item.label(), party.name.clone(), party.phone.as_deref()),
        Item::Officer => row(party.item.label(), None, false, party.person.clone(), party.phone.as_deref()),
        _ => row(party.item.label(), party.name.clone(), true, party.person.clone(), party.phone.as_deref()),
    }
}

/// The general contractor, answered for on the site by its project department.
fn contractor(board: &PublicBoard) -> AnyView {
    let department = board.chain.iter().find(|one| one.item == Item::ProjectDepartment);
    let name = board.contractor().and_then(|contractor| contractor.name.clone());
    let person = department.and_then(|one| one.person.clone());
    row("施工总承包单位及项目部", name, true, person, department.and_then(|one| one.phone.as_deref()))
}

/// Four cells; what the law wants in a cell and is not there is said there. `named`: a unit must stand in the second.
fn row(label: &'static str, name: Option<String>, named: bool, person: Option<String>, phone: Option<&str>) -> AnyView {
    view! {
        <tr>
            <th scope="row">{label}</th>
            <td>{cell(name, named)}</td>
            <td class="person">{cell(person, true)}</td>
            <td class="num">{cell(phone.map(|phone| dial(phone).1), true)}</td>
        </tr>
    }
    .into_any()
}

/// A body and its number, nobody in person.
fn unit(label: &'static str, name: Option<String>, phone: Option<&str>) -> AnyView {
    view! {
        <tr>
            <th scope="row">{label}</th>
            <td colspan="2">{cell(name, true)}</td>
            <td class="num">{cell(phone.map(|phone| dial(phone).1), true)}</td>
        </tr>
    }
    .into_any()
}

fn cell(text: Option<String>, wanted: bool) -> AnyView {
    match text {
        Some(text) => text.into_any(),
        None if wanted => view! { <em>"未公示"</em> }.into_any(),
        None => ().into_any(),
    }
}

fn wide(label: &'static str, text: Option<String>, class: &'static str) -> AnyView {
    view! { <tr class=class><th scope="row">{label}</th><td colspan="3">{cell(text, true)}</td></tr> }.into_any()
}

fn minimum_wage(board: &PublicBoard) -> Option<String> {
    let wage = board.minimum_wage.as_ref()?;
    let (month, hour) = (wage.monthly_fen.label(), wage.hourly_fen.label());
    Some(format!("每月{month}，非全日制每小时{hour}（{}起）", date::label(wage.effective_on)))
}

fn account(board: &PublicBoard) -> Option<String> {
    let account = board.account.as_ref()?;
    Some(match &account.last_four {
        Some(four) => format!("{}，尾号{four}", account.bank),
        None => account.bank.clone(),
    })
}

fn deposit(board: &PublicBoard) -> Option<String> {
    let deposit = board.deposit.as_ref()?;
    Some(match deposit.amount_fen {
        Some(amount) => format!("{}，{}", deposit.form, amount.label()),
        None => deposit.form.clone(),
    })
}
