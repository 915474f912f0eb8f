use common::api::SESSION;
use common::auth::Me;
use common::date;
use common::error::Problem;
use common::second_factor::{
    CodeForm, Enrolment, FactorForm, FactorState, RecoveryCodes, RemovalForm, SECOND_FACTOR, SECOND_FACTOR_CONFIRM,
    SECOND_FACTOR_REMOVAL,
};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::session::Session;
use super::ui::{error_summary, field_error, form_text, loaded};
use crate::api;

/// How far turning it on has come.
#[derive(Clone)]
enum Step {
    Rest,
    Scan(Enrolment),
    Recovery(RecoveryCodes),
}

/// What the section remembers between two answers.
#[derive(Clone, Copy)]
struct State {
    step: RwSignal<Step>,
    failure: RwSignal<Option<Problem>>,
    /// Grows with every change, so that the state is fetched again.
    changes: RwSignal<u32>,
}

impl State {
    /// Takes what came back; a failure is shown.
    fn take<T>(self, answer: Result<T, Problem>, next: impl FnOnce(T) -> Step) {
        match answer {
            Ok(value) => {
                self.failure.set(None);
                self.step.set(next(value));
                self.changes.update(|changes| *changes += 1);
            }
            Err(problem) => {
                Session::here().note(&problem);
                self.failure.set(Some(problem));
            }
        }
    }
}

/// 两步验证, a section of 我的账号.
pub fn second_factor() -> AnyView {
    let state = State { step: RwSignal::new(Step::Rest), failure: RwSignal::new(None), changes: RwSignal::new(0) };
    let path = move || {
        state.changes.track();
        SECOND_FACTOR.to_owned()
    };
    view! {
        <section class="card" id="second-factor">
            <h2>"两步验证"</h2>
            {error_summary(state.failure)}
            {move || match state.step.get() {
                Step::Rest => loaded(path, move |factor: &FactorState| rest(factor, state)),
                Step::Scan(enrolment) => scan(enrolment, state),
                Step::Recovery(codes) => recovery(codes, state),
            }}
        </section>
    }
    .into_any()
}

fn rest(factor: &FactorState, state: State) -> AnyView {
    let demanded = factor.is_demanded.then_some("本区要求您的角色用两步验证登录。");
    let Some(since) = factor.on_since else { return begin(demanded, state) };
    let remove = move |event: SubmitEvent| {
        event.prevent_default();
        let form = RemovalForm { password: form_text(&event, "password"), code: form_text(&event, "code") };
        spawn_local(async move {
            let answer = api::post::<()>(SECOND_FACTOR_REMOVAL, &form, None).await;
            let is_off = answer.is_ok();
            state.take(answer, |()| Step::Rest);
            if is_off {
                renew();
            }
        });
    };
    let few = (factor.recovery_left < 3)
        .then(|| view! { <p class="wrong">"备用码快用完了。可以关闭后重新开启，换一组新的。"</p> });
    view! {
        <p>
            <span class="tag good">"已开启"</span>
            {format!(" 从{}起，登录时除了密码，还要填手机上的验证码。备用码还剩{}个。", date::minute(since), factor.recovery_left)}
        </p>
        {few}
        <details>
            <summary>"换手机，或者关闭"</summary>
            <p class="hint">"换手机时，先在这里关闭，再用新手机重新开启。手机已经丢了，可以填一个备用码，或者请管理员取消。" {demanded}</p>
            <form on:submit=remove novalidate>
                <label for="password">"登录密码"</label>
                <input id="password" name="password" type="password" autocomplete="current-password"/>
                {field_error(state.failure, "password")}
                <label for="code">"验证码或备用码"</label>
                <input id="code" name="code" autocomplete="one-time-code" spellcheck="false"/>
                {field_error(state.failure, "code")}
                <button class="go">"关闭两步验证"</button>
            </form>
        </details>
    }
    .into_any()
}

fn begin(demanded: Option<&'static str>, state: State) -> AnyView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let form = FactorForm { password: form_text(&event, "password") };
        spawn_local(async move { state.take(api::post(SECOND_FACTOR, &form, None).await, Step::Scan) });
    };
    view! {
        <p>
            <span class="tag">"未开启"</span>
            " 开启后，登录时除了密码，还要填手机上每30秒一换的6位数字。密码被人看到，也进不来。"
            {demanded.map(|text| view! { <b>{text}</b> })}
        </p>
        <p class="hint">"手机上要有能扫“动态口令”的应用，验证码在手机上算出，不用联网，也不发短信。"</p>
        <form on:submit=submit novalidate>
            <label for="password">"登录密码"</label>
            <input id="password" name="password" type="password" autocomplete="current-password"/>
            {field_error(state.failure, "password")}
            <button class="go">"开启两步验证"</button>
        </form>
    }
    .into_any()
}

fn scan(enrolment: Enrolment, state: State) -> AnyView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let form = CodeForm { code: form_text(&event, "code") };
        spawn_local(async move { state.take(api::post(SECOND_FACTOR_CONFIRM, &form, None).await, Step::Recovery) });
    };
    view! {
        <ol class="steps">
            <li>
                "用手机上的动态口令应用扫这个码："
                <div class="qr" role="img" aria-label="两步验证的二维码；扫不了时，用下面的密钥" inner_html=enrolment.svg></div>
                "扫不了，就选“输入密钥”，填：" <p class="secret">{enrolment.secret}</p>
            </li>
            <li>
                "把手机上显示的6位数字填在这里，核对无误就开启："
                <form on:submit=submit novalidate>
                    <label for="code">"验证码"</label>
                    <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="8"/>
                    {field_error(state.failure, "code")}
                    <button class="go">"核对并开启"</button>
                </form>
            </li>
        </ol>
        <p><button class="plain" on:click=move |_| state.take(Ok(()), |()| Step::Rest)>"先不开启"</button></p>
    }
    .into_any()
}

fn recovery(codes: RecoveryCodes, state: State) -> AnyView {
    let codes = codes.codes.into_iter().map(|code| view! { <li>{code}</li> }).collect_view();
    let done = move |_| {
        state.take(Ok(()), |()| Step::Rest);
        renew();
    };
    view! {
        <div class="note" role="status">
            <p><b>"两步验证已开启。请保存这10个备用码，只显示这一次。"</b></p>
            <p>"手机丢了或换了，用一个备用码代替验证码登录。每个只能用一次。请打印或抄下来，和手机分开放。"</p>
        </div>
        <ol class="codes">{codes}</ol>
        <p>
            <button class="plain" on:click=move |_| drop(window().print())>"打印"</button>
            " "
            <button class="go" on:click=done>"已经保存好了"</button>
        </p>
    }
    .into_any()
}

/// Asks again who is signed in: what the account may reach has changed.
fn renew() {
    let session = Session::here();
    spawn_local(async move {
        if let Ok(Some(me)) = api::get::<Option<Me>>(SESSION).await {
            session.begin(me);
        }
    });
}
