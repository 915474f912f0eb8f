use common::auth::Action;
use common::date::{self, Month};
use common::error::Problem;
use common::payroll::{FileKind, RowView, UploadReport, month_path};
use js_sys::Reflect;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::{FormData, HtmlFormElement};
use wasm_bindgen::{JsCast, JsValue};

use super::{crumbs, month_address};
use crate::api::{self, encode};
use crate::head::Title;
use crate::official::Session;
use crate::official::ui::not_found;
use crate::ui::heading;

/// How far the chosen files are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Choosing,
    /// Being read by the server.
    Busy,
    /// All rows are good; what would change is shown.
    Checked,
    Stored,
}

/// What the server said of one file.
#[derive(Clone)]
struct Told {
    kind: FileKind,
    name: String,
    answer: Result<UploadReport, Problem>,
}

/// Files of one month: chosen, checked without storing, shown, stored.
pub fn upload_page(number: &str, month: &str) -> AnyView {
    let (Ok(number), Ok(month)) = (number.parse::<i64>(), Month::parse(month)) else { return not_found() };
    if !Session::here().may(Action::RecordPayroll) {
        return view! {
            <Title text="上传文件"/>
            {heading("上传文件")}
            <p class="note">"您的账号不能上传文件。"<a href=month_address(number, month)>"看这个月的工资"</a></p>
        }
        .into_any();
    }
    let (step, told) = (RwSignal::new(Step::Choosing), RwSignal::new(Vec::<Told>::new()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let dry_run = step.get_untracked() != Step::Checked;
        let files = chosen(&event);
        step.set(Step::Busy);
        spawn_local(async move {
            let mut all = Vec::with_capacity(files.len());
            for (kind, name, file) in files {
                let path = path(number, month, kind, &name, dry_run);
                let answer = api::upload::<UploadReport>(&path, file).await;
                all.push(Told { kind, name, answer });
            }
            step.set(next(&all, dry_run));
            told.set(all);
        });
    };
    let fields = FileKind::ALL.iter().map(|kind| {
        view! {
            <label>
                {kind.label()}
                <input type="file" name=kind.as_str() accept=".xlsx,.xls,.csv" on:change=move |_| {
                    step.set(Step::Choosing);
                    told.set(Vec::new());
                }/>
            </label>
        }
    });
    let word = move || match step.get() {
        Step::Choosing => "检查文件",
        Step::Busy => "正在读文件…",
        Step::Checked => "确认写入",
        Step::Stored => "已写入",
    };
    view! {
        <Title text="上传文件"/>
        {crumbs(number, month, "上传文件")}
        {heading(format!("上传{}的文件", date::month_label(month)))}
        <p class="hint">"有哪份就选哪份，可以一次选几份。先检查，不写入；看过结果再确认。同一份文件传两次不会重复。"</p>
        <form class="card payroll-upload" on:submit=submit>
            {fields.collect_view()}
            <button class="go" disabled=move || matches!(step.get(), Step::Busy | Step::Stored)>{word}</button>
        </form>
        <div aria-live="polite">
            {move || outcome(step.get(), number, month)}
            {move || told.get().iter().map(report).collect_view()}
        </div>
    }
    .into_any()
}

/// The files in the form: kind, name, and the file as the browser has it.
fn chosen(event: &SubmitEvent) -> Vec<(FileKind, String, JsValue)> {
    let form = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok());
    let Some(data) = form.and_then(|form| FormData::new_with_form(&form).ok()) else { return Vec::new() };
    let file = |kind: &FileKind| {
        let file = data.get(kind.as_str());
        let name = Reflect::get(&file, &"name".into()).ok()?.as_string().filter(|name| !name.is_empty())?;
        Some((*kind, name, file))
    };
    FileKind::ALL.iter().filter_map(file).collect()
}

fn path(number: i64, month: Month, kind: FileKind, name: &str, dry_run: bool) -> String {
    let dry_run = if dry_run { "1" } else { "" };
    format!("{}/files/{}?name={}&dry_run={dry_run}", month_path(number, month), kind.as_str(), encode(name))
}

/// Files are stored only after all of them were found good.
fn next(told: &[Told], dry_run: bool) -> Step {
    let good = told.iter().all(|one| one.answer.as_ref().is_ok_and(UploadReport::is_clean));
    let brings = told.iter().any(|one| one.answer.as_ref().is_ok_and(UploadReport::brings_something));
    match (good, dry_run) {
        (true, false) => Step::Stored,
        (true, true) if brings => Step::Checked,
        _ => Step::Choosing,
    }
}

/// What to do now, above the reports.
fn outcome(step: Step, number: i64, month: Month) -> AnyView {
    match step {
        Step::Choosing | Step::Busy => ().into_any(),
        Step::Checked => {
            view! { <p class="note"><b>"检查完了，还没有写入。"</b>"看过下面的结果，点“确认写入”。"</p> }.into_any()
        }
        Step::Stored => view! {
            <p class="note">
                <b>"已经写入。"</b>
                <a href=month_address(number, month)>"看逐人比对"</a>
            </p>
        }
        .into_any(),
    }
}

fn report(told: &Told) -> AnyView {
    let body = match &told.answer {
        Err(problem) => {
            let detail = problem.detail.clone();
            view! { <p class="wrong">{problem.title.clone()}</p><p>{detail}</p> }.into_any()
        }
        Ok(report) => counts(report),
    };
    view! {
        <section class="card">
            <h2>{format!("{}：{}", told.kind.label(), told.name)}</h2>
            {body}
        </section>
    }
    .into_any()
}

fn counts(report: &UploadReport) -> AnyView {
    if let Some(fault) = &report.file_fault {
        return view! { <p class="wrong">{format!("整份文件没有写入：{fault}")}</p> }.into_any();
    }
    let refused = (report.refused > 0).then(|| {
        view! {
            <p class="wrong">"有被拒绝的行，整份文件没有写入。请按下面的说明改好，再选一次。"</p>
            {rows("被拒绝的行", &report.refusals, report.refused)}
        }
    });
    let unchanged = (!report.brings_something() && report.refused == 0)
        .then(|| view! { <p>"和已有的完全一样，没有要写入的。"</p> });
    let doubts = (report.doubted > 0).then(|| rows("请核对的行（不影响写入）", &report.doubts, report.doubted));
    let notes = report.notes.iter().map(|note| view! { <p class="hint">{note.clone()}</p> });
    view! {
        <ul class="payroll-figures">
            {super::figure(report.added, "新增")}
            {super::figure(report.changed, "改动")}
            {super::figure(report.unchanged, "不变")}
            {super::figure(report.refused, "拒绝")}
        </ul>
        {unchanged}
        {refused}
        {doubts}
        {notes.collect_view()}
    }
    .into_any()
}

/// Rows with their cells: where, and what to do.
fn rows(title: &'static str, rows: &[RowView], all: usize) -> AnyView {
    let lines = rows.iter().flat_map(|row| {
        row.cells.iter().map(move |cell| {
            let column = cell.column.clone().unwrap_or_else(|| "没有这一列".to_owned());
            view! {
                <tr>
                    <td>{row.sheet.clone()}</td>
                    <td class="right">{row.row}</td>
                    <td>{format!("{column} {}", cell.header)}</td>
                    <td>{cell.message.clone()}</td>
                </tr>
            }
        })
    });
    let lines = lines.collect_view();
    let more =
        (all > rows.len()).then(|| view! { <p class="hint">{format!("另有{}行，没有列出。", all - rows.len())}</p> });
    view! {
        <h3>{format!("{title}：{all}")}</h3>
        <div class="scroll" tabindex="0" role="region" aria-label=title>
            <table>
                <thead>
                    <tr>
                        <th scope="col">"工作表"</th>
                        <th scope="col" class="right">"行"</th>
                        <th scope="col">"列"</th>
                        <th scope="col">"问题和办法"</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
        {more}
    }
    .into_any()
}
