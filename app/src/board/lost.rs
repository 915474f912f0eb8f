use crate::head::Title;
use common::api::RIGHTS;
use common::api::Rights;
use common::error::Problem;
use leptos::prelude::*;

use crate::api::get;
use crate::status::set_status;
use crate::ui::{bar, channel_call, failed, find_form, foot, heading};

/// No board to show: an unknown or withdrawn token, or no answer. Offers the look-up and the district's number.
pub fn lost(problem: Problem) -> AnyView {
    let gone = matches!(problem.status, 404 | 410);
    // Offline there is no status of HTTP; the page itself is then never rendered on the server.
    set_status(if problem.status == 0 { 503 } else { problem.status });
    let title = match problem.status {
        404 => "没有这块告示牌",
        410 => "这块告示牌已停用",
        _ => "这一页没有打开",
    };
    view! {
        <Title text=title/>
        {bar()}
        <main id="main">
            {heading(title)}
            {if gone { advice(problem) } else { failed(problem) }}
            <h2>"查工地"</h2>
            {find_form(String::new())}
            {gone.then(district_call)}
        </main>
        {foot()}
    }
    .into_any()
}

fn advice(problem: Problem) -> AnyView {
    let next = match problem.status {
        410 => "请扫工地上现在挂的牌子，或用工地、公司的名称查找。",
        _ => "请对照工地上的牌子，看看10位编号有没有抄错，或重新扫一次二维码；也可以用工地、公司的名称查找。",
    };
    view! { <p>{problem.detail}</p> <p>{next}</p> }.into_any()
}

fn district_call() -> impl IntoView {
    let rights = Resource::new(|| (), |()| get::<Rights>(RIGHTS));
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                let office = rights.await.ok().and_then(|rights| rights.office);
                office.map(|office| view! { <h2>"问一问"</h2> {channel_call(office)} })
            })}
        </Suspense>
    }
}
