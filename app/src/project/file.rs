use chrono::NaiveDate;
use common::date;
use common::id::BoardToken;
use common::project_file::{FileBoard, FileChange, FileParty, ProjectFile, project};
use common::step::{StepState, StepView};
use leptos::prelude::*;

use super::chain::money_chain;
use super::edit::edit_form;
use super::parts::{missing_tags, state_tag};
use crate::head::Title;
use crate::official::ui::{loaded, not_found};
use crate::ui::{dial, heading};

/// 项目档案.
pub fn project_page(number: &str) -> AnyView {
    let Ok(number) = number.parse::<i64>() else { return not_found() };
    let changes = RwSignal::new(0_u32);
    let path = move || {
        changes.track();
        project(number)
    };
    view! { {loaded(path, move |file: &ProjectFile| show(file, changes))} }.into_any()
}

fn show(file: &ProjectFile, changes: RwSignal<u32>) -> AnyView {
    let base = format!("/official/projects/{}", file.number);
    let lacks = (!file.missing.is_empty()).then(|| view! { " 缺 "{missing_tags(&file.missing)} });
    view! {
        <Title text=file.name.clone()/>
        {heading(file.name.clone())}
        <p>
            {format!("第{:06}号 · {} · {} ", file.number, file.industry.label(), file.funding.label())}
            {state_tag(file.state, file.in_arrears)}
            {lacks}
        </p>
        <nav class="tabs" aria-label="项目">
            <a href=base.clone() aria-current="true">"档案"</a>
            <a href=format!("{base}/deposit")>"工资保证金"</a>
            <a href=format!("{base}/payroll")>"工资发放"</a>
        </nav>
        {money_chain(&file.chain)}
        {steps(file)}
        {parties(&file.parties)}
        {months(file)}
        {boards(&file.boards)}
        {edit_form(file, changes)}
        {history(&file.history)}
    }
    .into_any()
}

fn steps(file: &ProjectFile) -> AnyView {
    let rows = file.steps.iter().map(|step| step_row(step, file.today)).collect_view();
    view! {
        <section>
            <h2>"从审批到结清"</h2>
            <div class="scroll" tabindex="0" role="region" aria-label="从审批到结清">
                <table class="steps">
                    <thead>
                        <tr><th>"环节"</th><th>"情况"</th><th>"最后一天"</th><th>"办理日期"</th><th>"依据和材料"</th><th>"该谁办"</th></tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn step_row(step: &StepView, today: NaiveDate) -> impl IntoView + use<> {
    let tone = match step.state {
        StepState::Done => "tag good",
        StepState::Late => "tag late",
        StepState::Waiting => "tag",
    };
    let late = step.days_late(today).map(|days| view! { " "<span class="lacks">{format!("晚{days}天")}</span> });
    let law = step.law.clone();
    view! {
        <tr>
            <th scope="row">{step.step.label()}</th>
            <td><span class=tone>{step.state.label()}</span>{late}</td>
            <td>{day(step.due_on)}</td>
            <td>{day(step.done_on)}</td>
            <td>{step.evidence.clone()}<small title=law>{step.rule.clone()}</small></td>
            <td>{step.responsible.label()}</td>
        </tr>
    }
}

fn parties(parties: &[FileParty]) -> AnyView {
    let rows = parties.iter().map(|party| {
        let phone = party.phone.as_deref().map(|phone| {
            let (target, label) = dial(phone);
            view! { <a href=target>{label}</a> }
        });
        let until = party.until_on.map(|day| format!("至{}", date::label(day)));
        let gone = party.until_on.map(|_| "gone");
        view! {
            <tr class=gone>
                <th scope="row">{party.role.label()}</th>
                <td>
                    {party.name.clone()}
                    {party.listed.map(|number| view! {
                        " " <a class="tag late" href=format!("/official/blacklist/{number}")>"失信名单"</a>
                    })}
                </td>
                <td>{party.person.clone()}</td>
                <td>{phone}</td>
                <td>{date::label(party.since_on)}"起"{until}</td>
            </tr>
        }
    });
    view! {
        <section>
            <h2>"责任单位"</h2>
            <div class="scroll" tabindex="0" role="region" aria-label="责任单位">
                <table>
                    <thead><tr><th>"角色"</th><th>"单位"</th><th>"负责人"</th><th>"电话"</th><th>"时间"</th></tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn months(file: &ProjectFile) -> AnyView {
    if file.months.is_empty() {
        return view! { <section><h2>"每月工资"</h2><p class="note">"还没有发放记录。"</p></section> }.into_any();
    }
    let rows = file.months.iter().map(|pay| {
        let (tone, word) = match (pay.is_over(file.today), pay.on_time()) {
            (false, _) => ("tag", "待发放"),
            (true, true) => ("tag good", pay.word()),
            (true, false) => ("tag late", pay.word()),
        };
        view! {
            <tr>
                <th scope="row">{date::month_label(pay.month)}</th>
                <td><span class=tone>{word}</span></td>
                <td class="right">{format!("{} / {}人", pay.workers_paid, pay.workers_due)}</td>
                <td>{day(pay.due_on)}</td>
                <td>{day(pay.paid_on)}</td>
            </tr>
        }
    });
    view! {
        <section>
            <h2>"每月工资"</h2>
            <div class="scroll" tabindex="0" role="region" aria-label="每月工资">
                <table>
                    <thead><tr><th>"月份"</th><th>"情况"</th><th class="right">"足额到卡"</th><th>"应发日"</th><th>"发放日"</th></tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn boards(boards: &[FileBoard]) -> AnyView {
    let rows = boards.iter().map(|board| {
        let state = match board.revoked_on {
            None => "有效".to_owned(),
            Some(day) => format!("{}停用", date::label(day)),
        };
        let pay = if board.shows_pay { "公开发薪情况" } else { "不公开发薪情况" };
        let name = BoardToken::grouped(&board.token);
        view! {
            <li>
                <a href=format!("/b/{}", board.token) rel="external">{name}</a>
                {format!(" {}制作，{state}，{pay} ", date::label(board.issued_on))}
                {board.revoked_on.is_none().then(|| view! {
                    <a href=format!("/b/{}/print", board.token) rel="external">"打印"</a>
                })}
            </li>
        }
    });
    view! { <section><h2>"维权告示牌"</h2><ul>{rows.collect_view()}</ul></section> }.into_any()
}

fn history(history: &[FileChange]) -> AnyView {
    if history.is_empty() {
        return view! { <section><h2>"改动记录"</h2><p class="note">"还没有改动过。"</p></section> }.into_any();
    }
    let rows = history.iter().map(|change| {
        let blank = |text: &Option<String>| text.clone().unwrap_or_else(|| "（空）".to_owned());
        view! {
            <tr>
                <td>{date::minute(change.changed_at)}</td>
                <th scope="row">{change.title.clone()}</th>
                <td>{blank(&change.was)}</td>
                <td>{blank(&change.became)}</td>
                <td>{change.source.clone()}</td>
            </tr>
        }
    });
    view! {
        <section>
            <h2>"改动记录"</h2>
            <div class="scroll" tabindex="0" role="region" aria-label="改动记录">
                <table>
                    <thead><tr><th>"时间"</th><th>"项目"</th><th>"改前"</th><th>"改后"</th><th>"来源"</th></tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn day(day: Option<NaiveDate>) -> String {
    day.map(date::label).unwrap_or_default()
}
