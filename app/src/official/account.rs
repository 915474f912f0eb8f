use common::api::{PASSWORD, SESSIONS};
use common::auth::{Action, PasswordForm};
use common::error::Problem;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::second_factor::second_factor;
use super::session::Session;
use super::ui::{error_summary, field_error, form_text};
use crate::api;
use crate::head::Title;
use crate::ui::heading;

/// 我的账号: one's own password, and signing out everywhere.
pub fn account_page() -> AnyView {
    let failure = RwSignal::new(None::<Problem>);
    let session = Session::here();
    let change = move |event: SubmitEvent| {
        event.prevent_default();
        let form = PasswordForm { old: form_text(&event, "old"), new: form_text(&event, "new") };
        spawn_local(async move {
            match api::post::<()>(PASSWORD, &form, None).await {
                Ok(()) => session.end(),
                Err(problem) => {
                    session.note(&problem);
                    failure.set(Some(problem));
                }
            }
        });
    };
    let everywhere = move |_| {
        spawn_local(async move {
            match api::delete(SESSIONS).await {
                Ok(()) => session.end(),
                Err(problem) => failure.set(Some(problem)),
            }
        });
    };
    let able = Action::ALL.iter().filter(|action| session.may(**action));
    let able = able.map(|action| view! { <li>{action.label()}</li> }).collect_view();
    let must_enrol = session.must_enrol().then(|| {
        view! {
            <p class="note" role="status">
                "本区要求您的角色用两步验证登录。请先在下面"<a href="#second-factor" rel="external">"开启两步验证"</a>"，开启后就能打开其他页面。"
            </p>
        }
    });
    view! {
        <Title text="我的账号"/>
        {heading("我的账号")}
        {must_enrol}
        {error_summary(failure)}
        <section class="card">
            <h2>"这个账号可以"</h2>
            <ul class="list">{able}</ul>
        </section>
        {second_factor()}
        <section class="card">
            <h2>"修改密码"</h2>
            <p class="hint">"改好后，所有手机和电脑上的登录都会退出，请用新密码重新登录。"</p>
            <form on:submit=change novalidate>
                <label for="old">"现在的密码"</label>
                <input id="old" name="old" type="password" autocomplete="current-password"/>
                {field_error(failure, "old")}
                <label for="new">"新密码"</label>
                <input id="new" name="new" type="password" autocomplete="new-password"/>
                {field_error(failure, "new")}
                <button class="go">"修改密码"</button>
            </form>
        </section>
        <section class="card">
            <h2>"在别处登录过？"</h2>
            <p class="hint">"手机丢了，或者在别人的电脑上忘了退出，可以一次全部退出。"</p>
            <button class="plain" on:click=everywhere>"全部退出登录"</button>
        </section>
    }
    .into_any()
}
