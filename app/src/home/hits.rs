use common::api::{ProjectHit, ProjectHits};
use common::id::BoardToken;
use leptos::prelude::*;

use super::marked::{marked, reason};
use crate::api::encode;

/// What was found for some words. A number of a board leads straight to it.
pub fn found(q: String, token: Option<BoardToken>, hits: ProjectHits) -> AnyView {
    if let Some(token) = token {
        let label = token.grouped();
        return view! { <p><a class="btn" href=format!("/b/{token}")>"打开牌子 " {label}</a></p> }.into_any();
    }
    if hits.hits.is_empty() {
        return nothing(&q);
    }
    let more = hits.next.map(|next| format!("/?q={}&after={}", encode(&q), encode(&next)));
    view! {
        <h2>"查到的工地"</h2>
        <ul>{list(hits.hits)}</ul>
        {more.map(|more| view! { <p><a class="btn" href=more>"再看后面的"</a></p> })}
    }
    .into_any()
}

/// Sites near the asked place, nearest first.
pub fn found_near(hits: ProjectHits) -> AnyView {
    if hits.hits.is_empty() {
        return view! { <p class="note">"附近没有登记的工地。请输入工地或公司的名称查找。"</p> }.into_any();
    }
    view! { <h2>"附近的工地"</h2> <ul>{list(hits.hits)}</ul> }.into_any()
}

fn nothing(q: &str) -> AnyView {
    view! {
        <div class="note">
            <p><b>"没有查到“" {q.to_owned()} "”"</b></p>
            <p>"少打几个字，或换成总包、分包公司的名字、路名、拼音首字母再试。"</p>
            <p>"还是没有？打 " <a href="tel:12345">"12345"</a> "，说清工地在哪里就行。"</p>
        </div>
    }
    .into_any()
}

fn list(hits: Vec<ProjectHit>) -> Vec<AnyView> {
    hits.into_iter().map(hit).collect()
}

fn hit(hit: ProjectHit) -> AnyView {
    let span_in = |text: &str| hit.reasons.iter().find(|one| one.text == text).and_then(|one| one.span);
    let shown = [hit.nickname.as_deref(), Some(&hit.name), hit.address.as_deref(), hit.contractor.as_deref()];
    let seen = |text: &str| shown.contains(&Some(text)) && span_in(text).is_some();
    let line = |text: &Option<String>| text.as_ref().map(|text| marked(text, span_in(text)));
    let title = line(&hit.nickname).unwrap_or_else(|| marked(&hit.name, span_in(&hit.name)));
    let name = hit.nickname.is_some().then(|| view! { <p>{marked(&hit.name, span_in(&hit.name))}</p> });
    let address = line(&hit.address).map(|address| view! { <p class="soft">{address}</p> });
    let contractor = line(&hit.contractor).map(|name| view! { <p class="soft">"总包：" {name}</p> });
    let distance = hit.distance_m.map(|metres| view! { <b>{distance(metres)}</b> " " });
    let reasons: Vec<AnyView> = hit.reasons.iter().filter(|one| !seen(&one.text)).cloned().map(reason).collect();
    view! {
        <li class="hit">
            <a href=format!("/b/{}", hit.token)>{title}</a>
            " " {distance} <b class="tag">{hit.state.clone()}</b>
            {name} {address} {contractor} {reasons}
            <i aria-hidden="true">"查看"</i>
        </li>
    }
    .into_any()
}

/// 350米, 1.2公里.
fn distance(metres: i64) -> String {
    if metres < 1000 { format!("{metres}米") } else { format!("{}.{}公里", metres / 1000, metres % 1000 / 100) }
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn a_distance_is_told_in_the_unit_one_walks() {
        assert_eq!([999, 1000, 1250].map(distance), ["999米", "1.0公里", "1.2公里"]);
    }
}
