use common::date;
use common::money::Fen;
use common::payroll::{FileKind, MonthDetail, WorkerView, month_path, tenths_label};
use leptos::prelude::*;

use super::state_class;
use crate::head::Title;
use crate::official::ui::loaded;
use crate::ui::heading;

/// One site's month: what differs first, each with its reason and what to do; then everyone.
pub fn month_page(number: &str, month: &str) -> AnyView {
    let path = month_path(number, month);
    view! {
        <Title text="工资逐人比对"/>
        {heading("工资逐人比对")}
        {loaded(move || path.clone(), show)}
    }
    .into_any()
}

fn show(detail: &MonthDetail) -> AnyView {
    let month = &detail.month;
    let missing: Vec<&str> = month.missing.iter().copied().map(FileKind::label).collect();
    let path = month_path(month.number, month.month);
    let different = detail.workers.iter().filter(|worker| !worker.findings.is_empty());
    view! {
        <p>
            <b>{month.project.clone()}</b>
            {format!("，{}工资 ", date::month_label(month.month))}
            <span class=state_class(month.state)>{month.state.label()}</span>
        </p>
        <p>
            {format!(
                "应发 {} 人，发清 {} 人；应到 {}，实到 {}。",
                month.workers_due,
                month.workers_paid,
                Fen(month.net_fen).label(),
                Fen(month.paid_fen).label(),
            )}
            {month.due_on.map(|day| format!("应在{}前发放。", date::label(day)))}
            {month.signed_by.as_ref().map(|name| format!("{name}已签认。"))}
        </p>
        {(!missing.is_empty()).then(|| view! { <p class="note">{format!("还没有：{}。", missing.join("、"))}</p> })}
        <p><a href=format!("{path}/workers.csv") rel="external" download="workers.csv">"导出 CSV"</a></p>
        <h2>{format!("有差异的 {} 人", month.different)}</h2>
        <ul>{different.map(finding).collect_view()}</ul>
        <h2>{format!("全部 {} 人", detail.workers.len())}</h2>
        <div class="scroll" tabindex="0" role="region" aria-label="全部工人">
            <table>
                <thead>
                    <tr>
                        <th scope="col">"姓名"</th>
                        <th scope="col">"身份证号码"</th>
                        <th scope="col">"班组"</th>
                        <th scope="col" class="right">"出勤天数"</th>
                        <th scope="col" class="right">"应到"</th>
                        <th scope="col" class="right">"实到"</th>
                        <th scope="col">"银行卡"</th>
                    </tr>
                </thead>
                <tbody>{detail.workers.iter().map(line).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn finding(worker: &WorkerView) -> AnyView {
    let found = worker.findings.iter().map(|one| {
        view! {
            <p>
                <span class="tag late">{one.reason.label()}</span>
                {format!(" {}。{}。", one.detail, one.advice)}
            </p>
        }
    });
    view! {
        <li>
            <b>{worker.name.clone()}</b>
            {found.collect_view()}
        </li>
    }
    .into_any()
}

fn line(worker: &WorkerView) -> AnyView {
    let sum = |fen: Option<i64>| fen.map(|fen| Fen(fen).label());
    view! {
        <tr>
            <td>{worker.name.clone()}</td>
            <td>{worker.id.as_ref().map(ToString::to_string)}</td>
            <td>{worker.team.clone()}</td>
            <td class="right">{worker.days.map(tenths_label)}</td>
            <td class="right">{sum(worker.net_fen)}</td>
            <td class="right">{sum(worker.paid_fen)}</td>
            <td>{worker.card.as_ref().map(ToString::to_string)}</td>
        </tr>
    }
    .into_any()
}
