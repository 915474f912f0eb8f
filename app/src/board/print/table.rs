//! The items of Art. 34 as a table that is read from three metres away, without a phone.

use common::board::{Item, PublicBoard, Responsible};
use common::date;
use leptos::prelude::*;

use crate::ui::dial;

/// More rows than this need a smaller letter.
const ROOMY_ROWS: usize = 16;

pub fn table(board: &PublicBoard) -> AnyView {
    let mut rows: Vec<AnyView> = Item::ALL.iter().flat_map(|item| rows_of(*item, board)).collect();
    rows.push(wide("工资专用账户", account(board), ""));
    rows.push(wide("工资保证金", deposit(board), ""));
    let class = if rows.len() > ROOMY_ROWS { "dense" } else { "" };
    view! {
        <table class=class>
            <thead><tr><th>"项目"</th><th>"单位或内容"</th><th>"负责人"</th><th>"电话"</th></tr></thead>
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
            vec![row(item, place, None, channel.map(|channel| channel.phone.as_str()))]
        }
        _ => {
            let parties: Vec<AnyView> = board.chain.iter().filter(|one| one.item == item).map(party).collect();
            match (parties.is_empty(), item) {
                (false, _) => parties,
                (true, Item::Subcontractors) => vec![wide(item.label(), Some("没有登记分包单位".to_owned()), "")],
                (true, _) => vec![row(item, None, None, None)],
            }
        }
    }
}

fn party(party: &Responsible) -> AnyView {
    row(party.item, party.name.clone(), party.person.clone(), party.phone.as_deref())
}

/// Four cells; what the law wants in a cell and is not there is said there.
fn row(item: Item, name: Option<String>, person: Option<String>, phone: Option<&str>) -> AnyView {
    let stands_alone = matches!(item, Item::ProjectDepartment | Item::Officer);
    let by_phone = !matches!(item, Item::Contractor);
    let by_person = matches!(item, Item::Owner | Item::ProjectDepartment | Item::Subcontractors | Item::Officer);
    let phone = phone.map(|phone| dial(phone).1);
    view! {
        <tr>
            <th scope="row">{item.label()}</th>
            <td>{cell(name, !stands_alone)}</td>
            <td>{cell(person, by_person)}</td>
            <td class="num">{cell(phone, by_phone)}</td>
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
