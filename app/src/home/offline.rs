use leptos::prelude::*;

use super::visited::visited;
use crate::ui::page;

/// 没有网络: where the service worker leads when it has nothing else; boards opened before are still there.
#[component]
pub fn OfflinePage() -> impl IntoView {
    let again = RwSignal::new("/".to_owned());
    Effect::new(move |_| {
        if let Some(page) = asked() {
            again.set(page);
        }
    });
    page(
        "现在没有网络",
        "没有网络时可以看的告示牌。",
        view! {
            <p>"打开过的告示牌存在手机里，还可以看、可以打电话。"</p>
            {visited()}
            <p><a href=again rel="external">"再试一次"</a></p>
        },
    )
}

/// The page of ours that was asked for: it stands behind the `#` of the address. `None` if nothing does.
fn asked() -> Option<String> {
    let location = window().location();
    let hash = location.hash().ok()?;
    let page = hash.strip_prefix('#').filter(|page| page.starts_with('/'))?;
    Some(format!("{}{page}", location.origin().ok()?))
}
