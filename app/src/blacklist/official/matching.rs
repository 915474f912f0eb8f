use common::blacklist::{BLACKLIST_MATCHES, MatchForm, MatchLine, Matches};
use common::date;
use common::error::Problem;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api;
use crate::head::Title;
use crate::official::ui::{error_summary, form_text};
use crate::ui::heading;

/// 批量核对: a column of bidders against the list, each match with its score and reason.
pub fn matches_page() -> AnyView {
    let problem = RwSignal::new(None::<Problem>);
    let found = RwSignal::new(None::<Matches>);
    let busy = RwSignal::new(false);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let form = MatchForm { text: form_text(&event, "text") };
        busy.set(true);
        spawn_local(async move {
            match api::post::<Matches>(BLACKLIST_MATCHES, &form, None).await {
                Ok(answer) => {
                    problem.set(None);
                    found.set(Some(answer));
                }
                Err(refused) => problem.set(Some(refused)),
            }
            busy.set(false);
        });
    };
    view! {
        <Title text="批量核对"/>
        <p class="deposit-screen"><a href="/official/blacklist">"失信名单"</a></p>
        {heading("批量核对单位")}
        <p class="hint">"从 Excel 里复制一列单位名称或统一社会信用代码粘贴进来，一行一个；两列一起粘贴也可以。"</p>
        <section class="card deposit-screen">
            <form on:submit=send novalidate>
                {error_summary(problem)}
                <label for="text">"单位"</label>
                <textarea id="text" name="text" rows="8" autocomplete="off"></textarea>
                <button class="go" disabled=move || busy.get()>
                    {move || if busy.get() { "正在核对…" } else { "核对" }}
                </button>
            </form>
        </section>
        <div aria-live="polite">{move || found.get().map(answer)}</div>
    }
    .into_any()
}

fn answer(found: Matches) -> AnyView {
    let as_of = format!(
        "截至{}，{}的名单（第{}版）：核对{}行，{}行有相符或相近的条目。没有列出的，只说明本区名单今天没有这个单位。",
        date::label(found.today),
        found.district,
        found.version,
        found.asked,
        found.lines.len()
    );
    let rows = found.lines.iter().flat_map(rows).collect_view();
    view! {
        <p role="status">{as_of}</p>
        {(!found.lines.is_empty()).then(|| view! {
            <div class="scroll" tabindex="0" role="region" aria-label="核对结果">
                <table>
                    <thead>
                        <tr>
                            <th scope="col" class="right">"行"</th>
                            <th scope="col">"粘贴的内容"</th>
                            <th scope="col">"名单上的单位"</th>
                            <th scope="col">"相符程度"</th>
                            <th scope="col">"期限至"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        })}
    }
    .into_any()
}

fn rows(line: &MatchLine) -> Vec<AnyView> {
    let row = |one: &common::blacklist::Match| {
        let (class, word) = if one.score >= 90 { ("tag late", "相符") } else { ("tag", "要核对") };
        view! {
            <tr>
                <td class="right">{line.line}</td>
                <td>{line.text.clone()}</td>
                <td>
                    <a href=format!("/blacklist/{}", one.id) rel="external">{one.employer.clone()}</a>
                    <small class="deposit-small">{one.uscc.clone()}</small>
                </td>
                <td>
                    <span class=class>{word}</span>
                    <small class="deposit-small">{one.why.clone()}</small>
                </td>
                <td>{date::label(one.until)}</td>
            </tr>
        }
        .into_any()
    };
    line.matches.iter().map(row).collect()
}
