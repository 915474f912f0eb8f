use chrono::NaiveDate;
use common::date;
use common::money_chain::{Chain, ChainView, Link, LinkKind, LinkState, Mover, chain_path};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use crate::official::ui::{loaded, query_text};

/// 钱走到哪了: the month's money link by link, and whose move it is. The month stands in the address.
pub fn money_chain(due: &ChainView) -> AnyView {
    let query = use_query_map();
    let month = Memo::new(move |_| query.read().get("month").unwrap_or_default());
    let due = StoredValue::new(due.clone());
    let body = move || {
        let month = month.get();
        if month.is_empty() || due.with_value(|due| due.month.to_string() == month) {
            due.with_value(show)
        } else {
            let path = query_text(&chain_path(due.with_value(|due| due.number)), &[("month", &month)]);
            loaded(move || path.clone(), show)
        }
    };
    view! {
        <section class="money" id="money">
            <h2>"钱走到哪了"</h2>
            {due.with_value(|due| months(due, month))}
            {body}
        </section>
    }
    .into_any()
}

fn months(due: &ChainView, month: Memo<String>) -> AnyView {
    let navigate = use_navigate();
    let (base, default) = (format!("/official/projects/{}", due.number), due.month.to_string());
    let choose = move |event: leptos::ev::Event| {
        let to = query_text(&base, &[("month", &event_target_value(&event))]);
        navigate(&to, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    };
    let chosen = move || Some(month.get()).filter(|month| !month.is_empty()).unwrap_or_else(|| default.clone());
    let options = due.months.iter().map(|month| {
        let (value, now, chosen) = (month.to_string(), month.to_string(), chosen.clone());
        view! { <option value=value selected=move || chosen() == now>{date::month_label(*month)}</option> }
    });
    let options = options.collect_view();
    view! {
        <label class="month">
            "月份"
            <select on:change=choose>{options}</select>
        </label>
    }
    .into_any()
}

fn show(view: &ChainView) -> AnyView {
    match &view.chain {
        Some(chain) => way(view, chain),
        None => view! {
            <p class="note">
                {format!("{}没有要发的工资：还没有开工，或者已经停工、完工。可以换一个月份看。", date::month_label(view.month))}
            </p>
        }
        .into_any(),
    }
}

fn way(view: &ChainView, chain: &Chain) -> AnyView {
    let (tone, word) = match chain.blocker {
        Some(mover) => ("move late", format!("卡在{}", mover.label())),
        None if chain.is_paid() => ("move good", "已全部到卡".to_owned()),
        None => ("move", "都在期限内".to_owned()),
    };
    let duty = chain.duty.as_ref().map(|duty| view! { <p><b>"总包的责任："</b>{format!("{duty}。")}</p> });
    let links = chain.links.iter().map(|link| item(view.number, chain, link, view.today)).collect_view();
    view! {
        <div class=tone>
            <p><b class="tag">{word}</b>" "{format!("{}。", chain.sentence)}</p>
            {duty}
        </div>
        <ol class="chain">{links}</ol>
        <p class="rule">"建设单位没有拨款，总包也要先行清偿工资，再依法追偿（条例第二十九条、第三十条）。"</p>
    }
    .into_any()
}

fn item(number: i64, chain: &Chain, link: &Link, today: NaiveDate) -> AnyView {
    let (class, tag) = match link.state {
        LinkState::Done => ("done", "tag good"),
        LinkState::Passed => ("done", "tag"),
        LinkState::Late => ("overdue", "tag late"),
        LinkState::Waiting | LinkState::Unrecorded => ("open", "tag"),
    };
    let class = if link.blocks { "overdue here" } else { class };
    let late = link.days_late(today).map(|days| view! { <small>{format!("{days}天")}</small> });
    let here = link.blocks.then(|| view! { <b class="stop">"卡在这里"</b> });
    let (law, article) = (link.law.clone(), link.law.rsplit_once('》').map_or("", |(_, article)| article).to_owned());
    let money = match (link.done_fen, link.due_fen) {
        (Some(done), Some(due)) => Some(format!("{}，应为{}", done.label(), due.label())),
        (Some(sum), None) | (None, Some(sum)) => Some(sum.label()),
        (None, None) => None,
    };
    view! {
        <li class=class aria-current=link.blocks.then_some("step")>
            <p class="name"><a href=rows(number, chain, link.kind)>{link.kind.label()}</a></p>
            <p><span class=tag>{link.state.label()}</span>" "{late}{here}</p>
            <dl>
                {fact("该谁办", Some(party(link)))}
                {fact("最后一天", link.due_on.map(date::short_label))}
                {fact("办理", link.done_on.map(date::short_label))}
                {fact("金额", money)}
            </dl>
            {link.note.clone().map(|note| view! { <p class="extra">{note}</p> })}
            <p class="extra" title=law>"条例"{article}</p>
        </li>
    }
    .into_any()
}

/// 建设单位 示例置业有限公司.
fn party(link: &Link) -> String {
    match &link.name {
        Some(name) => format!("{} {name}", link.mover.label()),
        None if link.mover == Mover::Officer => "劳资专管员（没有登记）".to_owned(),
        None => link.mover.label().to_owned(),
    }
}

fn fact(title: &'static str, value: Option<String>) -> Option<impl IntoView + use<>> {
    value.map(|value| view! { <div><dt>{title}</dt><dd>{value}</dd></div> })
}

/// Where the rows of a link stand.
fn rows(number: i64, chain: &Chain, kind: LinkKind) -> String {
    match kind {
        LinkKind::Progress | LinkKind::Labour => format!("/official/projects/{number}/account"),
        LinkKind::Payroll | LinkKind::Signature | LinkKind::Transfer | LinkKind::Cards => {
            format!("/official/projects/{number}/payroll/{}", chain.month)
        }
    }
}
