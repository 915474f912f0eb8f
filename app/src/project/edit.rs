use std::collections::BTreeMap;

use common::error::Problem;
use common::project::{DepositForm, Funding, Industry, ProjectState};
use common::project_file::{FileField, ProjectEdit, ProjectFile, project};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api;
use crate::official::Session;
use crate::official::ui::{error_summary, form_text};

/// What stands in the ledger's columns, and the form to change it. Only what was changed is sent.
pub fn edit_form(file: &ProjectFile, changes: RwSignal<u32>) -> AnyView {
    let editing = RwSignal::new(false);
    let facts = file.fields.iter().filter(|field| !field.value.is_empty()).map(|field| {
        view! { <div><dt>{field.title.clone()}</dt><dd>{field.value.clone()}</dd></div> }
    });
    let facts = facts.collect_view();
    let (may_edit, file) = (file.may_edit, StoredValue::new(file.clone()));
    let button = move || {
        (may_edit && !editing.get())
            .then(|| view! { <button class="plain" on:click=move |_| editing.set(true)>"修改"</button> })
    };
    view! {
        <section>
            <h2>"台账内容"</h2>
            <div hidden=move || editing.get()><dl class="facts">{facts}</dl></div>
            {button}
            {move || editing.get().then(|| file.with_value(|file| form(file, editing, changes)))}
        </section>
    }
    .into_any()
}

fn form(file: &ProjectFile, editing: RwSignal<bool>, changes: RwSignal<u32>) -> AnyView {
    let session = Session::here();
    let failure = RwSignal::new(None::<Problem>);
    let (number, changed_at, was) = (file.number, file.changed_at, file.fields.clone());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = was.iter().map(|field| (field, form_text(&event, &field.word)));
        let changed = typed.filter(|(field, text)| *text != field.value);
        let fields: BTreeMap<String, String> = changed.map(|(field, text)| (field.word.clone(), text)).collect();
        if fields.is_empty() {
            return editing.set(false);
        }
        spawn_local(async move {
            let edit = ProjectEdit { changed_at, fields };
            match api::patch::<ProjectFile>(project(number), &edit).await {
                Ok(_) => changes.update(|changes| *changes += 1),
                Err(problem) => {
                    session.note(&problem);
                    failure.set(Some(problem));
                }
            }
        });
    };
    let inputs = file.fields.iter().map(|field| input(field, failure)).collect_view();
    view! {
        <div class="card">
            {error_summary(failure)}
            <form class="grid" on:submit=submit>
                {inputs}
                <button class="go">"保存"</button>
                <button type="button" class="plain" on:click=move |_| editing.set(false)>"不改了"</button>
            </form>
        </div>
    }
    .into_any()
}

fn input(field: &FileField, failure: RwSignal<Option<Problem>>) -> AnyView {
    let (word, value) = (field.word.clone(), field.value.clone());
    let name = word.clone();
    let wrong = move || failure.with(|it| it.as_ref().and_then(|it| it.errors.message(&name).map(str::to_owned)));
    let control = match choices(&field.word) {
        Some(mut choices) => {
            if !choices.contains(&value.as_str()) {
                choices.push(&value);
            }
            let options = choices.iter().map(|choice| {
                view! { <option value=(*choice).to_owned() selected=*choice == value>{(*choice).to_owned()}</option> }
            });
            view! { <select id=word.clone() name=word>{options.collect_view()}</select> }.into_any()
        }
        None => {
            let kind = if field.word.ends_with("_on") { "date" } else { "text" };
            view! { <input id=word.clone() name=word type=kind value=value/> }.into_any()
        }
    };
    view! {
        <div>
            <label for=field.word.clone()>{field.title.clone()}</label>
            {control}
            {move || wrong().map(|message| view! { <p class="wrong">{message}</p> })}
        </div>
    }
    .into_any()
}

/// What a column with a closed list may hold; `None` for free text.
fn choices(word: &str) -> Option<Vec<&'static str>> {
    let blank = |labels: Vec<&'static str>| [""].into_iter().chain(labels).collect::<Vec<_>>();
    match word {
        "real_name" | "contracts_signed" | "paid_by_contractor" | "paid_monthly" | "board_hung" | "in_arrears"
        | "arrears_record" => Some(vec!["", "是", "否"]),
        "industry" => Some(Industry::ALL.iter().map(|it| it.label()).collect()),
        "funding" => Some(blank(Funding::STATED.iter().map(|it| it.label()).collect())),
        "state" => Some(ProjectState::ALL.iter().map(|it| it.label()).collect()),
        "deposit_form" => Some(blank(DepositForm::ALL.iter().map(|it| it.label()).collect())),
        _ => None,
    }
}
