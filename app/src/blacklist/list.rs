use common::blacklist::{BLACKLIST, BLACKLIST_CSV, BLACKLIST_XLSX, PublicHit, PublicList};
use common::date;
use common::error::Problem;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::{encode, get};
use crate::head::{Meta, Title};
use crate::home::{marked, reason};
use crate::status::{plain_page, set_status};
use crate::ui::{bar, failed, foot, heading};

/// 失信联合惩戒名单: the whole list, or what of it answers a question.
#[component]
pub fn BlacklistPage() -> impl IntoView {
    plain_page();
    let query = use_query_map();
    let part = |key: &str| query.read_untracked().get(key).unwrap_or_default().trim().to_owned();
    let (q, after) = (part("q"), part("after"));
    let path = format!("{BLACKLIST}?q={}&after={}", encode(&q), encode(&after));
    let list = Resource::new(|| (), move |()| get::<PublicList>(path.clone()));
    let asked = q.clone();
    view! {
        <Title text="拖欠农民工工资失信联合惩戒对象名单"/>
        <Meta name="description" content="查单位是否在拖欠农民工工资失信联合惩戒对象名单上：事由、金额、期限、怎样提前移出。"/>
        // A copy that others keep could not be taken back after a removal.
        <Meta name="robots" content="noindex,noarchive"/>
        {bar()}
        <main id="main">
            {heading("拖欠农民工工资失信联合惩戒对象名单")}
            <p>"被责令支付仍不支付、情节严重的单位和责任人员，依法公布三年。"</p>
            {find(asked)}
            <Suspense fallback=|| ()>
                {move || {
                    let q = q.clone();
                    Suspend::new(async move { list.await.map_or_else(unavailable, |list| answer(&q, list)) })
                }}
            </Suspense>
            {help()}
        </main>
        {foot()}
    }
}

/// The look-up box of the list: a plain form.
pub fn find(asked: String) -> AnyView {
    view! {
        <form class="find" action="/blacklist" role="search">
            <input
                type="search"
                name="q"
                value=asked
                aria-label="单位名称、曾用名、责任人员姓名或统一社会信用代码"
                placeholder="单位名称或信用代码"
                autocomplete="off"
                enterkeyhint="search"
            />
            <button class="btn act">"查"</button>
        </form>
    }
    .into_any()
}

fn unavailable(problem: Problem) -> AnyView {
    if problem.status == 422 {
        return view! { <p class="note">{problem.errors.message("q").map(str::to_owned)}</p> }.into_any();
    }
    set_status(if problem.status == 0 { 503 } else { problem.status });
    failed(problem)
}

fn answer(q: &str, list: PublicList) -> AnyView {
    let more = list.next.as_ref().map(|next| format!("/blacklist?q={}&after={}", encode(q), encode(next)));
    let as_of = format!("截至{}，{}的名单上共有{}条。", date::label(list.today), list.district, list.count);
    let (asked, none) = (!q.is_empty(), list.hits.is_empty());
    let title = if asked { "查到的条目" } else { "名单" };
    view! {
        {(asked && none).then(|| nothing(q, &list))}
        {(!none).then(|| view! { <h2>{title}</h2> })}
        {(!none).then(|| view! { <p class="soft">{as_of}</p> })}
        <ul>{list.hits.into_iter().map(hit).collect_view()}</ul>
        {more.map(|more| view! { <p><a class="btn" href=more>"再看后面的"</a></p> })}
        {asked.then(|| view! { <p><a href="/blacklist">"看全部名单"</a></p> })}
        <h2>"谁公布，怎样问"</h2>
        <p>{list.authority} "公布。名单有误，可以打 " <a href=format!("tel:{}", list.phone)>{list.phone.clone()}</a> "。"</p>
    }
    .into_any()
}

/// What was not found is no good mark: the sentence tells day and reach.
fn nothing(q: &str, list: &PublicList) -> AnyView {
    let reach = format!("截至{}，{}的名单上没有与“{q}”相符的条目。", date::label(list.today), list.district);
    view! {
        <div class="note">
            <p><b>"没有找到“" {q.to_owned()} "”"</b></p>
            <p>{reach} "这只说明本区名单今天的情况：不包括其他地区的名单，也不说明这个单位没有欠薪。"</p>
            <p>"可以少打几个字、改用曾用名或统一社会信用代码再查。"</p>
        </div>
    }
    .into_any()
}

fn hit(hit: PublicHit) -> AnyView {
    let PublicHit { entry, reasons } = hit;
    let span = reasons.iter().find(|one| one.text == entry.employer).and_then(|one| one.span);
    let amount = entry.amount.map(|amount| format!("拖欠{}，", amount.label()));
    let facts = format!("{}{}", amount.unwrap_or_default(), entry.paid_word());
    let term = format!("期限{}", entry.term());
    view! {
        <li class="hit">
            <a href=format!("/blacklist/{}", entry.id)>{marked(&entry.employer, span)}</a>
            <p>{facts}</p>
            <p class="soft">{term}</p>
            {reasons.into_iter().map(reason).collect_view()}
            <i aria-hidden="true">"查看"</i>
        </li>
    }
    .into_any()
}

fn help() -> AnyView {
    let file = |href: &'static str, label: &'static str| view! { <a href=href rel="external">{label}</a> " " };
    view! {
        <h2>"怎样查"</h2>
        <ul class="list">
            <li>"两个字、全拼、拼音首字母、同音字都能查；地区和“有限公司”这些字可以不打。"</li>
            <li>"统一社会信用代码抄错一位，也会给出最接近的。"</li>
        </ul>
        <h2>"数据"</h2>
        <p>
            {file(BLACKLIST_XLSX, "Excel")} {file(BLACKLIST_CSV, "CSV")} {file("/blacklist.atom", "订阅")}
            {file("/api/v1/docs", "数据接口")}
        </p>
        <p class="soft">"移出名单的条目从这里和数据接口里一并去掉；保存过名单的，请按变更记录删除。"</p>
    }
    .into_any()
}
