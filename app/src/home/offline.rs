use leptos::prelude::*;

use super::visited::visited;
use crate::ui::page;

/// 没有网络: shown by the service worker; boards opened before are still there.
#[component]
pub fn OfflinePage() -> impl IntoView {
    page(
        "现在没有网络",
        "没有网络时可以看的告示牌。",
        view! {
            <p>"打开过的告示牌存在手机里，还可以看、可以打电话。"</p>
            {visited()}
            <p><a href="" rel="external">"再试一次"</a></p>
        },
    )
}
