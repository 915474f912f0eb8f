use std::time::Duration;

use crate::head::{Meta, Title};
use common::api::{NEAR, NearQuery, PROJECTS, ProjectHits};
use common::error::Problem;
use common::id::BoardToken;
use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use super::finders::{finders, hand_scan};
use super::hits::{found, found_near};
use super::visited::visited;
use crate::api::{encode, get, post};
use crate::browser;
use crate::status::set_status;
use crate::ui::{bar, failed, find_form, foot, heading};

/// How long the box rests before it asks.
const REST: Duration = Duration::from_millis(250);

/// 首页. The address says what was asked, so a look-up can be shared, and works without script.
#[component]
pub fn HomePage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        let query = query.read();
        (query.get("q").unwrap_or_default().trim().to_owned(), query.get("after").unwrap_or_default())
    });
    let hits = Resource::new(move || asked.get(), |(q, after)| look_up(q, after));
    let near = RwSignal::new(None);
    view! {
        <Title text="查工地"/>
        <Meta name="description" content="扫牌子、查工地：看谁负责发工资、哪天发、没拿到打哪个电话。"/>
        {bar()}
        <main id="main">
            <div class="hero" on:input=typed(near)>
                {heading("找到你的工地")}
                <p>"看谁负责发工资、哪天发、没拿到找谁。"</p>
                {find_form(asked.get_untracked().0)}
            </div>
            {finders(move || find_near(near))}
            <section aria-live="polite">
                {move || near.get().map(|answer| match answer {
                    Ok(hits) => found_near(hits),
                    Err(problem) => failed(problem),
                })}
                <Transition fallback=|| view! { <p class="note">"正在查找…"</p> }>
                    {move || Suspend::new(async move {
                        let answer = hits.await;
                        near.with(Option::is_none).then(|| answer_view(asked.get_untracked().0, answer))
                    })}
                </Transition>
            </section>
            {hand_scan()}
            {visited()}
        </main>
        {foot()}
    }
}

/// `None` before anything was asked.
async fn look_up(q: String, after: String) -> Result<Option<ProjectHits>, Problem> {
    if q.is_empty() {
        return Ok(None);
    }
    let after = if after.is_empty() { String::new() } else { format!("&after={}", encode(&after)) };
    get(format!("{PROJECTS}?q={}{after}", encode(&q))).await.map(Some)
}

fn answer_view(q: String, answer: Result<Option<ProjectHits>, Problem>) -> AnyView {
    let token = BoardToken::parse(&q).ok();
    match answer {
        Ok(None) => ().into_any(),
        Ok(Some(hits)) => found(q, token, hits),
        // Too short or too long: the visitor reads what to do, and the page is none the worse.
        Err(problem) if problem.status == 422 => view! { <p class="note">{problem.detail}</p> }.into_any(),
        Err(problem) => {
            set_status(if problem.status == 0 { 503 } else { problem.status });
            failed(problem)
        }
    }
}

/// Asks as one types, once the box rests. The address follows at once and without a new entry in the history, so that
/// whoever follows a hit before the box rests comes back to what he typed.
fn typed(near: RwSignal<Option<Result<ProjectHits, Problem>>>) -> impl FnMut(leptos::ev::Event) + 'static {
    let navigate = use_navigate();
    let mut ask = debounce(REST, move |path: String| {
        near.set(None);
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&path, options);
    });
    move |event| {
        let path = format!("/?q={}", encode(event_target_value(&event).trim()));
        browser::show_address(&path);
        ask(path);
    }
}

async fn ask_near() -> Result<ProjectHits, Problem> {
    let place = browser::locate().await?;
    post(NEAR, &NearQuery { place }, None).await
}

fn find_near(near: RwSignal<Option<Result<ProjectHits, Problem>>>) {
    leptos::task::spawn_local(async move { near.set(Some(ask_near().await)) });
}
