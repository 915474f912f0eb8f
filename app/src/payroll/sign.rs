use common::auth::Action;
use common::date;
use common::error::Problem;
use common::money::Fen;
use common::payroll::{FileKind, MonthView, SignForm, month_path};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api;
use crate::official::Session;
use crate::official::ui::error_summary;

/// The signature of the 劳资专管员 (Art. 28): who signed, or what is to be signed.
pub fn signature(month: &MonthView, again: RwSignal<u32>) -> AnyView {
    let content = match (&month.signed_by, month.signed_at, month.changed_at) {
        (Some(who), at, _) => {
            let at = at.map(date::minute).unwrap_or_default();
            view! {
                <p><span class="tag good">"已签认"</span>{format!(" {who}，{at}")}</p>
                <p class="hint">"之后再有文件改动这个月的数，签认会自动取消，要重新核对、签认。"</p>
            }
            .into_any()
        }
        (None, _, Some(seen)) if month.workers_due > 0 && Session::here().may(Action::SignPayroll) => {
            to_sign(month, seen, again)
        }
        _ if month.workers_due > 0 && month.changed_at.is_some() => {
            view! { <p>"还没有签认。由本项目的劳资专管员核对后签认。"</p> }.into_any()
        }
        _ => view! { <p>"有了工资支付表才能签认。"</p> }.into_any(),
    };
    view! { <section class="card" aria-labelledby="sign"><h2 id="sign">"劳资专管员签认"</h2>{content}</section> }
        .into_any()
}

fn to_sign(month: &MonthView, seen: i64, again: RwSignal<u32>) -> AnyView {
    let failure = RwSignal::new(None::<Problem>);
    let busy = RwSignal::new(false);
    let path = format!("{}/signature", month_path(month.number, month.month));
    let sign = move |_| {
        let path = path.clone();
        busy.set(true);
        spawn_local(async move {
            match api::post::<()>(path, &SignForm { changed_at: seen }, None).await {
                Ok(()) => again.update(|count| *count += 1),
                Err(problem) => failure.set(Some(problem)),
            }
            busy.set(false);
        });
    };
    let missing: Vec<&str> = month.missing.iter().copied().map(FileKind::label).collect();
    let missing = (!missing.is_empty()).then(|| {
        view! { <li><b>{format!("还没有{}", missing.join("、"))}</b>"，没有比对到"</li> }
    });
    let different = (month.different > 0).then(|| {
        view! { <li><b>{format!("{}人有差异", month.different)}</b>"，见上表；签认表示已知道这些差异"</li> }
    });
    view! {
        {error_summary(failure)}
        <p>"我签认的是："</p>
        <ul>
            <li>{format!("{}，{}", month.project, date::month_label(month.month))}</li>
            <li>{format!("应发{}人，应到{}", month.workers_due, Fen(month.net_fen).label())}</li>
            <li>{format!("发清{}人，实到{}", month.workers_paid, Fen(month.paid_fen).label())}</li>
            {different}
            {missing}
        </ul>
        <button type="button" class="go" disabled=move || busy.get() on:click=sign>"核对无误，签认"</button>
    }
    .into_any()
}
