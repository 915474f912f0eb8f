use common::auth::Action;
use common::date::{self, Month};
use common::money::Fen;
use common::payroll::{SlipLine, Transfer, WageSlip, month_path, tenths_label};
use leptos::prelude::*;

use super::crumbs;
use super::month::finding;
use super::open::opening;
use crate::head::Title;
use crate::official::Session;
use crate::official::ui::{loaded, not_found};

/// One worker's month: the wage slip to print, what was found, full numbers for a purpose, and who opened them.
pub fn slip_page(number: &str, month: &str, person: &str) -> AnyView {
    let (Ok(number), Ok(month)) = (number.parse::<i64>(), Month::parse(month)) else { return not_found() };
    let path = format!("{}/people/{person}", month_path(number, month));
    let slip = format!("{path}/slip");
    let opening = move || opening(&path, Session::here().may(Action::OpenPersonalData));
    view! {
        <Title text="工资条"/>
        {crumbs(number, month, "工资条")}
        {loaded(move || slip.clone(), show)}
        {opening()}
    }
    .into_any()
}

fn show(slip: &WageSlip) -> AnyView {
    let print = |_| drop(window().print());
    let findings = (!slip.worker.findings.is_empty()).then(|| {
        view! {
            <section class="payroll-screen" aria-labelledby="found">
                <h2 id="found">"这个月对不上的地方"</h2>
                {slip.worker.findings.iter().map(finding).collect_view()}
            </section>
        }
    });
    view! {
        {findings}
        <p class="payroll-screen"><button type="button" class="plain" on:click=print>"打印工资条"</button></p>
        {sheet(slip)}
    }
    .into_any()
}

/// The slip as it is printed: the items of a ledger row (Art. 15).
fn sheet(slip: &WageSlip) -> AnyView {
    let WageSlip { month, worker, slip } = slip;
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
    let masked =
        |text: &Option<common::masked::Masked>| text.as_ref().map_or_else(|| "–".to_owned(), ToString::to_string);
    let time = match (worker.days, slip.hours) {
        (Some(days), Some(hours)) => format!("{}天，{}小时", tenths_label(days), tenths_label(hours)),
        (Some(days), None) => format!("{}天", tenths_label(days)),
        (None, Some(hours)) => format!("{}小时", tenths_label(hours)),
        (None, None) => "–".to_owned(),
    };
    let facts = [
        ("项目", month.project.clone()),
        ("施工总承包单位", text(&month.contractor)),
        ("用人单位", text(&slip.employer)),
        ("姓名", worker.name.clone()),
        ("身份证号码", masked(&worker.id)),
        ("联系电话", masked(&worker.phone)),
        ("班组、工种", [&worker.team, &slip.trade].into_iter().flatten().cloned().collect::<Vec<_>>().join("，")),
        ("工作时间", time),
    ];
    let facts = facts.into_iter().map(|(word, value)| view! { <div><dt>{word}</dt><dd>{value}</dd></div> });
    let total = |lines: &[SlipLine]| Fen(lines.iter().map(|line| line.fen).sum());
    view! {
        <article class="payroll-slip">
            <h1>{format!("{}工资条", date::month_label(month.month))}</h1>
            <dl>{facts.collect_view()}</dl>
            <table>
                <thead><tr><th scope="col">"项目"</th><th scope="col" class="right">"金额"</th></tr></thead>
                <tbody>
                    {slip.due.iter().map(item).collect_view()}
                    <tr class="sum"><th scope="row">"应发工资"</th><td class="right">{total(&slip.due).label()}</td></tr>
                    {slip.deductions.iter().map(item).collect_view()}
                    <tr class="sum"><th scope="row">"代扣、代缴、扣除合计"</th><td class="right">{total(&slip.deductions).label()}</td></tr>
                    <tr class="sum"><th scope="row">"实发工资"</th><td class="right">{super::sum(worker.net_fen)}</td></tr>
                </tbody>
            </table>
            {transfers(&slip.transfers, &masked(&worker.card))}
            <p class="line">"本人签字："<span></span>"日期："<span></span></p>
            <small>"依据《保障农民工工资支付条例》第十五条。数额不对，请先问本项目的劳资专管员，也可以拨打工地告示牌上的电话。"</small>
        </article>
    }
    .into_any()
}

fn item(line: &SlipLine) -> AnyView {
    view! { <tr><th scope="row">{line.label.clone()}</th><td class="right">{Fen(line.fen).label()}</td></tr> }
        .into_any()
}

/// The bank's voucher for each transfer.
fn transfers(all: &[Transfer], card: &str) -> AnyView {
    if all.is_empty() {
        return view! { <p>"银行代发：还没有回单。"</p> }.into_any();
    }
    let lines = all.iter().map(|one| {
        let paid_on = one.paid_on.map(date::label).unwrap_or_default();
        let voucher = one.voucher.as_ref().map(|voucher| format!("，凭证 {voucher}")).unwrap_or_default();
        view! {
            <p>
                {format!("银行代发：{paid_on} {} {}{voucher}", Fen(one.fen).label(), one.outcome.label())}
            </p>
        }
    });
    view! { {lines.collect_view()}<p>{format!("工资卡 {card}")}</p> }.into_any()
}
