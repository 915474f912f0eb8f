use common::api::SESSION;
use common::auth::{Me, SignInForm};
use common::error::Problem;
use leptos::ev::{KeyboardEvent, SubmitEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::session::Session;
use super::ui::{error_summary, field_error, form_text};
use crate::api;
use crate::browser::{asks_for_code, remember_code};
use crate::head::Title;
use crate::ui::heading;

/// 登录. After it the page that was asked for comes up.
pub fn sign_in_page() -> AnyView {
    let failure = RwSignal::new(None::<Problem>);
    let busy = RwSignal::new(false);
    let shown = RwSignal::new(false);
    let capital = RwSignal::new(false);
    // An account that asks for a code is told from one that does not by nobody but its owner.
    let with_code = RwSignal::new(asks_for_code());
    let session = Session::here();
    let name = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(name) = name.get() {
            drop(name.focus());
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let text = |name: &str| form_text(&event, name);
        let form = SignInForm { name: text("name"), password: text("password"), code: text("code") };
        busy.set(true);
        spawn_local(async move {
            match api::post::<Me>(SESSION, &form, None).await {
                Ok(me) => {
                    remember_code(!form.code.is_empty());
                    session.begin(me);
                }
                Err(problem) => {
                    with_code.update(|it| *it |= problem.status == 401);
                    failure.set(Some(problem));
                    busy.set(false);
                }
            }
        });
    };
    let caps = move |event: KeyboardEvent| capital.set(event.get_modifier_state("CapsLock"));
    view! {
        <Title text="登录"/>
        <main id="main" class="door">
            <p class="whose">"明薪 · 农民工工资支付保障"</p>
            {heading("工作人员登录")}
            {error_summary(failure)}
            <form on:submit=submit novalidate>
                <label for="name">"账号"</label>
                <input id="name" name="name" autocomplete="username" autocapitalize="none" spellcheck="false" node_ref=name/>
                {field_error(failure, "name")}
                <label for="password">"密码"</label>
                <div class="with">
                    <input
                        id="password"
                        name="password"
                        type=move || if shown.get() { "text" } else { "password" }
                        autocomplete="current-password"
                        on:keyup=caps
                    />
                    <button type="button" aria-pressed=move || shown.get().to_string() on:click=move |_| shown.update(|it| *it = !*it)>
                        {move || if shown.get() { "隐藏" } else { "显示" }}
                    </button>
                </div>
                {field_error(failure, "password")}
                <p class="hint" aria-live="polite">{move || capital.get().then_some("大写锁定已打开")}</p>
                {move || if with_code.get() { code(failure) } else { view! {
                    <button type="button" class="link" on:click=move |_| with_code.set(true)>"开启了两步验证？填写验证码"</button>
                }.into_any() }}
                <button class="go" disabled=move || busy.get()>{move || if busy.get() { "正在登录…" } else { "登录" }}</button>
            </form>
            <p class="hint">"没有账号或忘记密码，请找本单位管理员。公众查工地不用登录："<a href="/" rel="external">"回首页"</a></p>
        </main>
    }
    .into_any()
}

fn code(failure: RwSignal<Option<Problem>>) -> AnyView {
    view! {
        <label for="code">"验证码"</label>
        <input id="code" name="code" autocomplete="one-time-code" spellcheck="false" aria-describedby="code-hint"/>
        <p class="hint" id="code-hint">"手机上的6位数字；手机不在身边，填一个备用码。没有开启两步验证的，不用填。"</p>
        {field_error(failure, "code")}
    }
    .into_any()
}
