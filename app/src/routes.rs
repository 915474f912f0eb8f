//! Every page on one screen.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{Lazy, path};

use crate::board::BoardPage;
use crate::head::Title;
use crate::home::HomePage;
use crate::official::OfficialArea;
use crate::status::set_status;
use crate::ui::ChunkFailed;

/// The whole application. A board stands under `/b/…` and, as its QR code has it in capitals, under `/B/…`.
#[component]
pub fn App() -> impl IntoView {
    view! {
        <Router>
            <ErrorBoundary fallback=|_| view! { <ChunkFailed/> }>
                <FlatRoutes fallback=NotFoundPage>
                    <Route path=path!("/") view=HomePage/>
                    <Route path=path!("/b/:token") view=BoardPage/>
                    <Route path=path!("/B/:token") view=BoardPage/>
                    <Route path=path!("/official/*page") view={Lazy::<OfficialArea>::new()}/>
                </FlatRoutes>
            </ErrorBoundary>
        </Router>
    }
}

#[component]
fn NotFoundPage() -> impl IntoView {
    set_status(404);
    view! {
        <Title text="没有这个页面"/>
        <main>
            <h1>"没有这个页面"</h1>
            <p><a href="/">"回首页查找工地"</a></p>
        </main>
    }
}
