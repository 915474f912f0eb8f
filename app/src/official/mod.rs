//! 工作人员: the whole official area is one lazy chunk, which the public never loads.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

use crate::head::Title;

/// The official area; what it shows depends on the rest of the path.
pub struct OfficialArea;

#[lazy_route]
impl LazyRoute for OfficialArea {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! {
            <Title text="工作人员"/>
            <main>
                <h1>"工作人员"</h1>
                <p>"这里供工作人员登录使用。"</p>
                <p><a href="/">"回首页"</a></p>
            </main>
        }
        .into_any()
    }
}
