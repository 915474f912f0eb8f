use common::board::{Item, PublicBoard, Responsible};
use leptos::prelude::*;

use crate::ui::{call, fact, missing};

/// Art. 34 (1): who answers for the wages here, in the order of the article.
const CHAIN: [Item; 6] =
    [Item::Owner, Item::Contractor, Item::ProjectDepartment, Item::Subcontractors, Item::Regulator, Item::Officer];

/// Everyone in the chain, each with a number to tap; what is not there is said in its place.
pub fn chain_facts(board: &PublicBoard) -> Vec<AnyView> {
    let mut facts: Vec<AnyView> = CHAIN.iter().map(|item| item_fact(*item, &board.chain)).collect();
    facts.extend(board.supervisor.clone().map(|name| fact("监理单位", view! { <b>{name}</b> })));
    facts
}

fn item_fact(item: Item, chain: &[Responsible]) -> AnyView {
    let parties: Vec<AnyView> = chain.iter().filter(|one| one.item == item).map(party).collect();
    let body = match (parties.is_empty(), item) {
        (false, _) => parties.into_any(),
        (true, Item::Subcontractors) => view! { <p>"没有登记分包单位"</p> }.into_any(),
        (true, _) => missing("未公示"),
    };
    fact(item.label(), body)
}

fn party(party: &Responsible) -> AnyView {
    let empty = party.name.is_none() && party.person.is_none() && party.phone.is_none();
    if empty {
        return missing("未公示");
    }
    let stands_alone = matches!(party.item, Item::ProjectDepartment | Item::Officer);
    let needs_person = !matches!(party.item, Item::Contractor | Item::Regulator);
    let needs_phone = party.item != Item::Contractor;
    let name = match &party.name {
        Some(name) => Some(view! { <b>{name.clone()}</b> }.into_any()),
        None => (!stands_alone).then(|| missing("单位名称未公示")),
    };
    let person = (needs_person && party.person.is_none()).then(|| missing("负责人未公示"));
    let phone = match &party.phone {
        Some(phone) => Some(call(party.person.clone(), phone)),
        None => Some(view! { {party.person.clone().map(|person| view! { <p>{person}</p> })} {needs_phone.then(|| missing("电话未公示"))} }.into_any()),
    };
    let listed = party.listed.as_ref().map(|id| {
        view! { <p><a class="none" href=format!("/blacklist/{id}") rel="external">"在拖欠工资失信名单上"</a></p> }
    });
    view! { {name} {listed} {person} {phone} }.into_any()
}
