use common::api::{RIGHTS, Rights};
use common::date;
use common::error::Problem;
use common::law::{self, Law};
use leptos::prelude::*;

use super::parts::{evidence, hotlines, national_platform};
use crate::api::get;
use crate::status::set_status;
use crate::ui::{channel_fact, fact, failed, missing, page};

/// Five things every worker should know, each with its article.
const RIGHTS_OF_ALL: [(&str, Law); 5] = [
    ("工资要打到你本人的银行卡，别人不许扣你的卡。", law::PAYROLL),
    ("分包没发，总包先垫付。", law::RESPONSIBLE),
    ("工程量、质量、价款有争议，不是欠工资的理由。", law::DISPUTE),
    ("发薪日碰上休息日，要提前发。", law::PAY_DAY),
    ("谁都可以举报欠薪，办得怎么样要告诉你。", law::COMPLAINT),
];

/// 工人权利.
#[component]
pub fn RightsPage() -> impl IntoView {
    let rights = Resource::new(|| (), |()| get::<Rights>(RIGHTS));
    let five: Vec<AnyView> = RIGHTS_OF_ALL
        .iter()
        .map(|(right, law)| view! { <li>{*right} " " <small>{law.label()}</small></li> }.into_any())
        .collect();
    page(
        "工人权利",
        "农民工工资五条权利，投诉举报电话，最低工资标准，要带的证据。",
        view! {
            <h2>"五件要知道的事"</h2>
            <ol class="list">{five}</ol>
            <Suspense fallback=|| view! { <p class="note">"正在打开…"</p> }>
                {move || Suspend::new(async move { rights.await.map_or_else(unavailable, district) })}
            </Suspense>
            <h2>"全国热线"</h2>
            {hotlines()}
            <h2>"在网上反映"</h2>
            {national_platform(None)}
            {evidence()}
        },
    )
}

fn unavailable(problem: Problem) -> AnyView {
    set_status(if problem.status == 0 { 503 } else { problem.status });
    failed(problem)
}

fn district(rights: Rights) -> AnyView {
    let minimum = match rights.minimum_wage {
        Some(wage) => view! {
            <p><b>{wage.monthly_fen.label()}</b> "一个月，非全日制每小时" <b>{wage.hourly_fen.label()}</b></p>
            <small>{date::label(wage.effective_on)} "起执行，" {wage.basis}</small>
        }
        .into_any(),
        None => missing("未公示"),
    };
    let channels: Vec<AnyView> =
        rights.channels.into_iter().map(|one| channel_fact(one.item.label(), one.channel)).collect();
    view! {
        <h2>{rights.district} "的电话"</h2>
        <dl>
            {channels}
            {rights.office.map(|office| channel_fact("根治欠薪办公室", Some(office)))}
            {rights.national_platform.map(|channel| channel_fact("全国根治欠薪线索反映平台", Some(channel)))}
            {fact("当地最低工资标准", minimum)}
        </dl>
    }
    .into_any()
}
