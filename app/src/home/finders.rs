use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::browser;
use crate::ui::failed;

/// Ways to find a site without typing; each is shown only where the browser can.
pub fn finders(near: impl Fn() + 'static) -> AnyView {
    let scanning = RwSignal::new(false);
    let trouble = RwSignal::new(None);
    let video = NodeRef::<html::Video>::new();
    let navigate = use_navigate();
    Effect::new(move |_| {
        let Some(video) = video.get() else { return };
        let navigate = navigate.clone();
        spawn_local(async move {
            match browser::scan(video).await {
                Ok(Some(token)) => navigate(&format!("/b/{token}"), NavigateOptions::default()),
                Ok(None) => {}
                Err(problem) => trouble.set(Some(problem)),
            }
            scanning.try_set(false);
        });
    });
    view! {
        <div class="pair">
            <button class="btn can-geo" data-app on:click=move |_| near()>"我附近的工地"</button>
            <button class="btn can-scan" data-app aria-pressed=move || scanning.get().to_string() on:click=move |_| {
                trouble.set(None);
                scanning.update(|on| *on = !*on);
            }>{move || if scanning.get() { "停止扫描" } else { "扫一扫牌子" }}</button>
        </div>
        {move || scanning.get().then(|| view! {
            <video class="scan" node_ref=video muted playsinline aria-label="相机画面：把牌子上的二维码放进画面"></video>
        })}
        {move || trouble.get().map(failed)}
    }
    .into_any()
}

/// What always works.
pub fn hand_scan() -> impl IntoView {
    view! {
        <h2>"还可以这样找"</h2>
        <ul class="list">
            <li>"用微信“扫一扫”扫牌子上的二维码。"</li>
            <li>"在上面输入牌子二维码下面的10位编号。"</li>
            <li>"工地名、公司名记不全也行：两个字、全拼或拼音首字母都能查。"</li>
        </ul>
        <h2>"没拿到工资？"</h2>
        <p>"查到工地后点“我没拿到工资”。查不到也可以打 " <a href="tel:12345">"12345"</a> "，说清工地在哪里就行。"</p>
        <p><a href="/rights">"工人的五条权利、区里的电话、要带的证据"</a></p>
    }
}
