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
        let hydrating = Owner::current_shared_context().is_some_and(|context| context.during_hydration());
        match area().await {
            Ok(view) => view,
            // The page as the server finished it stands there and works; let it stand.
            Err(_) if hydrating => std::future::pending().await,
            Err(_) => view! { <ChunkFailed/> }.into_any(),
        }
    }
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
