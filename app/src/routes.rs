//! Every page on one screen.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{Lazy, path};

use crate::blacklist::{BlacklistEntryPage, BlacklistPage};
use crate::board::{BoardPage, PrintPage, ReportPage, StickersPage, WrongPage};
use crate::complaint::TrackPage;
use crate::home::{HomePage, OfflinePage};
use crate::official::OfficialArea;
use crate::rights::RightsPage;
use crate::status::set_status;
use crate::ui::{find_form, page};

/// The whole application. A board stands under `/b/…` and, as its QR code has it in capitals, under `/B/…`.
#[component]
pub fn App() -> impl IntoView {
    // The browser itself has to jump: the router would leave the focus where it is.
    view! {
        <a class="skip" href="#main" rel="external">"跳到正文"</a>
        <Router>
            <FlatRoutes fallback=NotFoundPage>
                <Route path=path!("/") view=HomePage/>
                <Route path=path!("/b/:token") view=BoardPage/>
                <Route path=path!("/B/:token") view=BoardPage/>
                <Route path=path!("/b/:token/report") view=ReportPage/>
                <Route path=path!("/b/:token/wrong") view=WrongPage/>
                <Route path=path!("/b/:token/print") view=PrintPage/>
                <Route path=path!("/b/:token/stickers") view=StickersPage/>
                <Route path=path!("/track") view=TrackPage/>
                <Route path=path!("/rights") view=RightsPage/>
                <Route path=path!("/blacklist") view=BlacklistPage/>
                <Route path=path!("/blacklist/:id") view=BlacklistEntryPage/>
                <Route path=path!("/offline") view=OfflinePage/>
                <Route path=path!("/official/*page") view={Lazy::<OfficialArea>::new()}/>
            </FlatRoutes>
        </Router>
    }
}

#[component]
fn NotFoundPage() -> impl IntoView {
    set_status(404);
    page(
        "没有这个页面",
        "请从首页查找工地。",
        view! {
            <p>"地址可能抄错了一个字。可以在这里查工地："</p>
            {find_form(String::new())}
        },
    )
}
