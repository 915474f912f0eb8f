//! 工作人员: the whole official area is one lazy chunk, which the public never loads.

use leptos::{LazyViewError, lazy, prelude::*};
use leptos_router::LazyRoute;

use crate::ui::{ChunkFailed, page};

/// The official area; what it shows depends on the rest of the path.
pub struct OfficialArea;

impl LazyRoute for OfficialArea {
    fn data() -> Self {
        Self
    }

    async fn view(_this: Self) -> AnyView {
        area().await.unwrap_or_else(|_| view! { <ChunkFailed/> }.into_any())
    }
}

/// Fetch the chunk before the page is taken over if the page stands in it: taking over does not wait. Fails if it
/// could not be fetched; then the finished page is best left as it is.
#[cfg(feature = "hydrate")]
pub async fn fetch_if_needed() -> Result<(), wasm_bindgen::JsError> {
    if location().pathname().is_ok_and(|path| path.starts_with("/official")) {
        // Made by `lazy`, as what `lazy_preload!` calls without waiting.
        __preload_area().await?;
    }
    Ok(())
}

/// Where the chunk begins: whatever only this calls is in it.
#[lazy(fallible)]
fn area() -> Result<AnyView, LazyViewError> {
    Ok(page(
        "工作人员",
        "工作人员入口。",
        view! {
            <p>"工作台还没有开放登录。开放后，联席办、人社、住建、交通、水利和街道的工作人员从这里进入。"</p>
            <p>"项目台账请由管理员用命令行导入，告示牌随即生成。"</p>
        },
    ))
}
