use common::api::AUDIT;
use common::auth::{AuditEntry, AuditPage, action_label};
use common::date;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use super::ui::{form_text, loaded, query_text};
use crate::head::Title;
use crate::ui::heading;

/// 操作记录: who did what, newest first. The filter stands in the address.
pub fn audit_page() -> AnyView {
    let query = use_query_map();
    let path = move || {
        let query = query.read();
        let part = |key: &str| query.get(key).unwrap_or_default();
        query_text(AUDIT, &[("actor", &part("actor")), ("action", &part("action")), ("before", &part("before"))])
    };
    let navigate = use_navigate();
    let filter = move |event: SubmitEvent| {
        event.prevent_default();
        let (actor, action) = (form_text(&event, "actor"), form_text(&event, "action"));
        let to = query_text("/official/audit", &[("actor", actor.trim()), ("action", action.trim())]);
        navigate(&to, NavigateOptions::default());
    };
    let now = query.get_untracked();
    let value = move |key: &str| now.get(key).unwrap_or_default();
    view! {
        <Title text="操作记录"/>
        {heading("操作记录")}
        <p class="hint">"每次改动和每次查看完整个人信息都记在这里。各条首尾相扣，改一条，后面的校验值都对不上。"</p>
        <form class="filter" role="search" on:submit=filter>
            <label>"账号"<input name="actor" value=value("actor")/></label>
            <label>"操作"<input name="action" value=value("action") placeholder="例如 user"/></label>
            <button class="plain">"查找"</button>
        </form>
        {loaded(path, |page: &AuditPage| table(page))}
    }
    .into_any()
}

fn table(page: &AuditPage) -> AnyView {
    if page.entries.is_empty() {
        return view! { <p class="note">"没有符合的记录。"</p> }.into_any();
    }
    let rows = page.entries.iter().map(row).collect_view();
    let older = page.next.map(|next| view! { <p><a href=format!("?before={next}")>"更早的记录"</a></p> });
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="操作记录">
            <table>
                <thead>
                    <tr><th class="right">"序号"</th><th>"时间"</th><th>"账号"</th><th>"操作"</th><th>"对象"</th><th>"内容"</th></tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {older}
    }
    .into_any()
}

fn row(entry: &AuditEntry) -> impl IntoView {
    let target: String = entry.target.chars().take(16).collect();
    view! {
        <tr>
            <td class="right">{entry.number}</td>
            <td>{date::minute(entry.at)}</td>
            <td>{entry.actor.clone()}</td>
            <td title=entry.action.clone()>{action_label(&entry.action)}</td>
            <td title=entry.target.clone()>{target}</td>
            <td class="detail">{entry.detail.clone()}</td>
        </tr>
    }
}
