use common::auth::Action;
use common::date;
use common::money::Fen;
use common::payroll::{FileKind, FindingView, MonthDetail, MonthView, WorkerView, month_path, tenths_label};
use leptos::prelude::*;

use super::quantity::quantities;
use super::sign::signature;
use super::{figure, month_address, state_tag, sum};
use crate::head::Title;
use crate::official::Session;
use crate::official::ui::loaded;
use crate::ui::heading;

/// One site's month: its figures, its files, then every worker, those with differences first.
pub fn month_page(number: &str, month: &str) -> AnyView {
    let path = month_path(number, month);
    // Counts up when the month was signed.
    let again = RwSignal::new(0);
    let path = move || {
        again.track();
        path.clone()
    };
    view! {
        <Title text="工资逐人比对"/>
        {loaded(path, move |detail: &MonthDetail| show(detail, again))}
    }
    .into_any()
}

fn show(detail: &MonthDetail, again: RwSignal<u32>) -> AnyView {
    let month = &detail.month;
    let workers = if detail.workers.is_empty() { nothing(month) } else { comparison(detail) };
    view! {
        <p class="payroll-screen">
            <a href=format!("/official/projects/{}", month.number)>{month.project.clone()}</a>
            " › "
            <a href=format!("/official/projects/{}/payroll", month.number)>"工资发放"</a>
        </p>
        {heading(format!("{}工资", date::month_label(month.month)))}
        <p>
            {state_tag(month.state)}
            {format!(" {}", month.project)}
            {month.due_on.map(|day| format!("，应在{}前发放", date::label(day)))}
            {month.paid_on.map(|day| format!("，{}发放", date::label(day)))}
            "。"
        </p>
        <ul class="payroll-figures" aria-label="合计">
            {figure(month.on_roster, "在册")}
            {figure(month.attended, "有考勤")}
            {figure(month.workers_due, "应发")}
            {figure(month.workers_paid, "发清")}
            {figure(month.different, "有差异")}
            {figure(Fen(month.net_fen).label(), "应到")}
            {figure(Fen(month.paid_fen).label(), "实到")}
        </ul>
        {files(month)}
        {workers}
        {quantities(month)}
        {signature(month, again)}
    }
    .into_any()
}

/// Which of the four files are there, and the way to send more.
fn files(month: &MonthView) -> AnyView {
    let rows = FileKind::ALL.iter().map(|kind| {
        let (class, word) =
            if month.missing.contains(kind) { ("tag late", "还没有") } else { ("tag good", "已有") };
        view! { <li>{kind.label()}" "<span class=class>{word}</span></li> }
    });
    let rows = rows.collect_view();
    let send = Session::here().may(Action::RecordPayroll).then(|| {
        view! {
            <a class="plain" href=format!("{}/files", month_address(month.number, month.month))>"上传文件"</a>
        }
    });
    view! {
        <div class="found">
            <ul class="payroll-files" aria-label="四份文件">{rows}</ul>
            <span class="acts">{send}</span>
        </div>
    }
    .into_any()
}

/// A month without files says what to do next.
fn nothing(month: &MonthView) -> AnyView {
    let what = if month.workers_due > 0 {
        "这个月只有发放结果，没有逐人的文件，所以不能逐人比对。"
    } else {
        "这个月还没有文件，所以没有可比对的内容。"
    };
    let next = if Session::here().may(Action::RecordPayroll) {
        view! {
            "请先上传花名册和考勤表，再上传工资支付表；发放以后上传银行回单。"
            <a href=format!("{}/files", month_address(month.number, month.month))>"上传文件"</a>
        }
        .into_any()
    } else {
        "请通知项目的劳资专管员上传花名册、考勤表、工资支付表和银行回单。".into_any()
    };
    view! { <p class="note">{what}{next}</p> }.into_any()
}

fn comparison(detail: &MonthDetail) -> AnyView {
    let month = &detail.month;
    let path = month_path(month.number, month.month);
    let address = month_address(month.number, month.month);
    view! {
        <div class="found">
            <h2>{format!("逐人比对（{}人，有差异的在前）", detail.workers.len())}</h2>
            <span class="acts">
                <a class="plain" href=format!("{path}/workers.xlsx") rel="external" download="">"导出 Excel"</a>
                <a class="plain" href=format!("{path}/workers.csv") rel="external" download="">"导出 CSV"</a>
            </span>
        </div>
        <div class="scroll" tabindex="0" role="region" aria-label="逐人比对">
            <table class="payroll-workers">
                <thead>
                    <tr>
                        <th scope="col">"工人"</th>
                        <th scope="col" class="right">"出勤(天)"</th>
                        <th scope="col" class="right">"应到"</th>
                        <th scope="col" class="right">"实到"</th>
                        <th scope="col">"差异和原因"</th>
                    </tr>
                </thead>
                <tbody>{detail.workers.iter().map(|worker| line(worker, &address)).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn line(worker: &WorkerView, month: &str) -> AnyView {
    let name = match &worker.person {
        Some(person) => view! { <a href=format!("{month}/people/{person}")>{worker.name.clone()}</a> }.into_any(),
        None => worker.name.clone().into_any(),
    };
    let about: Vec<String> = worker.team.iter().cloned().chain(worker.id.as_ref().map(ToString::to_string)).collect();
    let is_idle = worker.days.is_none() && worker.net_fen.is_none() && worker.paid_fen.is_none();
    let findings = match (worker.findings.is_empty(), is_idle) {
        (true, true) => view! { <span class="tag">"在册，本月没有考勤和工资"</span> }.into_any(),
        (true, false) => view! { <span class="tag good">"一致"</span> }.into_any(),
        (false, _) => worker.findings.iter().map(finding).collect_view().into_any(),
    };
    view! {
        <tr class:differs=!worker.findings.is_empty()>
            <th scope="row">{name}<small>{about.join(" · ")}</small></th>
            <td class="right" data-word="出勤(天)">{worker.days.map_or_else(|| "–".to_owned(), tenths_label)}</td>
            <td class="right" data-word="应到">{sum(worker.net_fen)}</td>
            <td class="right" data-word="实到">{sum(worker.paid_fen)}</td>
            <td>{findings}</td>
        </tr>
    }
    .into_any()
}

/// What was found about a worker, and what to do.
pub fn finding(found: &FindingView) -> AnyView {
    let class = if found.reason.is_doubt() { "tag" } else { "tag late" };
    view! {
        <p class="payroll-finding">
            <span class=class>{found.reason.label()}</span>
            {format!(" {}。", found.detail)}
            <small>{format!("{}。", found.advice)}</small>
        </p>
    }
    .into_any()
}
