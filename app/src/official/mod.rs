//! 工作人员: the whole official area is one lazy chunk, which the public never loads.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

use crate::ui::page;

/// The official area; what it shows depends on the rest of the path.
pub struct OfficialArea;

#[lazy_route]
impl LazyRoute for OfficialArea {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        page(
            "工作人员",
            "工作人员入口。",
            view! {
                <p>"工作台还没有开放登录。开放后，联席办、人社、住建、交通、水利和街道的工作人员从这里进入。"</p>
                <p>"项目台账请由管理员用命令行导入，告示牌随即生成。"</p>
            },
        )
    }
}
