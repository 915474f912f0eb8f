use chrono::NaiveDate;
use common::complaint::{Due, MINE, Move, Standing, Tracked, TrackedEvent};
use common::date;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::get;
use crate::head::{Meta, Title};
use crate::status::form_page;
use crate::ui::{bar, failed, foot, heading};

/// 查进度: the page of a receipt, which stands in a cookie and never in the address. Plain forms throughout.
#[component]
pub fn TrackPage() -> impl IntoView {
    form_page();
    let mine = Resource::new(|| (), |()| get::<Option<Tracked>>(MINE));
    view! {
        <Title text="查进度"/>
        <Meta name="robots" content="noindex"/>
        {bar()}
        <main id="main">
            <Suspense>
                {move || Suspend::new(async move {
                    match mine.await {
                        Ok(Some(tracked)) => one(&tracked),
                        Ok(None) => ask(),
                        Err(problem) => view! { {heading("查进度")} {failed(problem)} }.into_any(),
                    }
                })}
            </Suspense>
        </main>
        {foot()}
    }
}

/// Whether the server sent the visitor here with this word.
fn told(word: &str) -> bool {
    use_query_map().read_untracked().get(word).is_some()
}

fn ask() -> AnyView {
    view! {
        {heading("查进度")}
        {told("unknown").then(|| view! {
            <div class="note" role="alert">
                <p><b>"没有找到这个回执"</b></p>
                <p>"请核对12个字符。找不到回执可以打劳动监察的电话，说登记号。"</p>
            </div>
        })}
        <form method="post" action="/track" class="complaint">
            <label for="receipt">"回执编号"</label>
            <input id="receipt" name="receipt" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="20" aria-describedby="receipt-hint"/>
            <small id="receipt-hint">"12个字符，例如 ABCD-EFGH-JKMN，大小写都行"</small>
            <button class="btn act">"查"</button>
        </form>
        {held()}
    }
    .into_any()
}

/// The receipts that this phone keeps; filled by the script.
pub fn held() -> AnyView {
    view! {
        <section data-held hidden>
            <h2>"这部手机上的回执"</h2>
            <ul></ul>
            <template>
                <li class="row">
                    <form method="post" action="/track">
                        <input type="hidden" name="receipt"/>
                        <p><span data-site></span> " " <b data-code></b></p>
                        <div class="pair">
                            <button class="btn">"查进度"</button>
                            <button type="button" class="btn" data-forget>"从手机删除"</button>
                        </div>
                    </form>
                </li>
            </template>
        </section>
    }
    .into_any()
}

fn one(tracked: &Tracked) -> AnyView {
    let fresh = told("new");
    let amount = tracked.amount.map(|sum| format!("，大约{}", sum.label())).unwrap_or_default();
    let months = tracked.months().unwrap_or_else(|| "没有写月份".to_owned());
    let site = match &tracked.token {
        Some(token) => view! { <a href=format!("/b/{token}")>{tracked.site.clone()}</a> }.into_any(),
        None => view! { {tracked.site.clone()} }.into_any(),
    };
    view! {
        {heading(if fresh { "收到了，已经登记" } else { "查进度" })}
        {fresh.then(|| view! { <p>"这是回执，请拍下来或抄下来。凭它查进度、留言、撤回："</p> })}
        <p class="receipt" data-receipt>{tracked.receipt.clone()}</p>
        <button type="button" class="btn can-js" data-copy>"复制回执"</button>
        {told("refused").then(|| view! {
            <p class="note" role="alert">"刚才那一步没有做成：进度可能已经变了，请看下面。"</p>
        })}
        <p class=format!("pay {}", class(tracked.stage))>
            <b class="tag">{tracked.stage.label()}</b> " " {tracked.sentence()}
        </p>
        {answers(tracked)}
        {tracked.clocks.iter().map(|due| clock(due, tracked.today)).collect_view()}
        <p>"工地：" {site} "。" {months} {amount} {format!("，{}人。登记号 {}。", tracked.people, tracked.number)}</p>
        <h2>"经过"</h2>
        <ol class="steps">{tracked.events.iter().map(event).collect_view()}</ol>
        {tracked.next.contains(&Move::Say).then(say)}
        {withdraw(tracked)}
        <form method="post" action="/track">
            <button class="btn" name="deed" value="leave">"看完了，从这部手机退出"</button>
        </form>
    }
    .into_any()
}

fn class(stage: Standing) -> &'static str {
    match stage {
        Standing::Funded | Standing::Closed => "good",
        Standing::Refused => "late",
        _ => "",
    }
}

/// 到你卡上了吗, and a way back whenever it is over. Two forms, so that the return key in one never means the other.
fn answers(tracked: &Tracked) -> Option<AnyView> {
    let (paid, again) = (tracked.next.contains(&Move::Confirm), tracked.next.contains(&Move::Reopen));
    let got = || {
        view! {
            <form method="post" action="/track">
                <button class="btn act" name="deed" value="got">"到了"</button>
            </form>
        }
    };
    again.then(|| {
        view! {
            {paid.then(got)}
            <form method="post" action="/track" class="complaint">
                <label for="why">"还差什么"</label>
                <input id="why" name="text" maxlength="200" autocomplete="off" aria-describedby="why-hint"/>
                <small id="why-hint">"例如：少了3000元。可以空着"</small>
                <button class="btn" name="deed" value="unsolved">
                    {if paid { "少了，或没到" } else { "没有解决" }}
                </button>
            </form>
        }
        .into_any()
    })
}

fn clock(due: &Due, today: NaiveDate) -> AnyView {
    let left = due.by.signed_duration_since(today).num_days();
    let word = match left {
        ..0 => format!("已过{}天", -left),
        0 => "今天截止".to_owned(),
        _ => format!("还有{left}天"),
    };
    let class = if left < 0 { "tag late" } else { "tag" };
    view! {
        <p>
            {format!("{}最晚{}{} ", due.who, date::label(due.by), due.what)} <span class=class>{word}</span>
            <br/>
            <small>{due.law.clone()}</small>
        </p>
    }
    .into_any()
}

fn event(event: &TrackedEvent) -> AnyView {
    let who = if event.own { "你" } else { "劳动监察" };
    let what = match event.step {
        Move::Say => format!("{who}说"),
        step => step.label().to_owned(),
    };
    view! {
        <li class="row">
            <h3>{date::label(event.on)}</h3>
            <p>
                <b>{what}</b>
                {event.until.map(|day| format!("，最晚{}付清", date::label(day)))}
            </p>
            {event.text.clone().map(|text| view! { <p>{text}</p> })}
        </li>
    }
    .into_any()
}

fn say() -> AnyView {
    view! {
        <form method="post" action="/track" class="complaint">
            <input type="hidden" name="deed" value="say"/>
            <label for="text">"给办案人员留言"</label>
            <textarea id="text" name="text" rows="3" maxlength="2000" required></textarea>
            <button class="btn">"留言"</button>
        </form>
    }
    .into_any()
}

fn withdraw(tracked: &Tracked) -> Option<AnyView> {
    tracked.next.contains(&Move::Withdraw).then(|| {
        view! {
            <details>
                <summary>"不想反映了"</summary>
                <form method="post" action="/track">
                    <p>"撤回后不再往下查。以后还可以凭回执重新打开。"</p>
                    <button class="btn" name="deed" value="withdraw">"撤回"</button>
                </form>
            </details>
        }
        .into_any()
    })
}
