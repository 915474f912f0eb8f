use common::api::USERS;
use common::auth::{FreshPassword, Role, User, UserForm};
use common::date;
use common::error::Problem;
use common::project::Industry;
use common::second_factor::user_second_factor;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::json;

use super::session::Session;
use super::ui::{error_summary, field_error, form_text, loaded};
use crate::api;
use crate::head::Title;
use crate::ui::heading;

/// What the page remembers between two answers.
#[derive(Clone, Copy)]
struct State {
    /// Grows with every change, so that the list is fetched again.
    changes: RwSignal<u32>,
    failure: RwSignal<Option<Problem>>,
    fresh: RwSignal<Option<FreshPassword>>,
}

/// 账号管理.
pub fn users_page() -> AnyView {
    let state = State { changes: RwSignal::new(0), failure: RwSignal::new(None), fresh: RwSignal::new(None) };
    let path = move || {
        state.changes.track();
        USERS.to_owned()
    };
    view! {
        <Title text="账号管理"/>
        {heading("账号管理")}
        {error_summary(state.failure)}
        <div aria-live="polite">
            {move || state.fresh.get().map(|fresh| view! {
                <div class="note">
                    <p>"账号 "<b>{fresh.name}</b>" 的新密码，只显示这一次，请当面或电话告诉本人："</p>
                    <p class="secret">{fresh.password}</p>
                </div>
            })}
        </div>
        {loaded(path, move |users: &Vec<User>| table(users, state))}
        <section class="card">
            <h2>"新增账号"</h2>
            {form(state)}
        </section>
    }
    .into_any()
}

fn table(users: &[User], state: State) -> AnyView {
    let rows = users.iter().map(|user| row(user, state)).collect_view();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="账号">
            <table>
                <thead>
                    <tr><th>"账号"</th><th>"姓名"</th><th>"角色"</th><th>"管辖"</th><th>"状态"</th><th>"两步验证"</th><th>"最近使用"</th><th>"操作"</th></tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(user: &User, state: State) -> impl IntoView {
    let path = format!("{USERS}/{}", user.id);
    let (active, reset) = (path.clone(), format!("{path}/password"));
    let is_active = user.active;
    let (name, whose) = (user.name.clone(), user.name.clone());
    let (has_factor, factor) = (user.has_second_factor, user_second_factor(&user.id));
    let seen = user.seen_at.map_or_else(|| "从未".to_owned(), date::minute);
    view! {
        <tr>
            <td>{user.name.clone()}</td>
            <td>{user.person.clone()}</td>
            <td>{user.role.label()}</td>
            <td>{user.reach.clone()}</td>
            <td>{if is_active { view! { <span class="tag good">"在用"</span> } } else { view! { <span class="tag">"停用"</span> } }}</td>
            <td>{if has_factor { "已开启" } else { "未开启" }}</td>
            <td>{seen}</td>
            <td class="acts">
                <button class="plain" on:click=move |_| set_active(active.clone(), !is_active, state)>
                    {if is_active { "停用" } else { "启用" }}
                </button>
                <button class="plain" on:click=move |_| reset_password(&name, reset.clone(), state)>"重设密码"</button>
                {has_factor.then(|| view! {
                    <button class="plain" on:click=move |_| remove_factor(&whose, factor.clone(), state)>"取消两步验证"</button>
                })}
            </td>
        </tr>
    }
}

fn form(state: State) -> AnyView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let text = |name: &str| form_text(&event, name);
        let form = UserForm {
            name: text("name"),
            person: text("person"),
            role: text("role"),
            industry: text("industry"),
            street: text("street"),
            uscc: text("uscc"),
        };
        // The same rule as the server's: what is wrong shows at once.
        if let Err(errors) = form.check() {
            let problem = Problem::new(422, "invalid", "有内容需要改一下").detail("请按每一处的提示修改后再提交。");
            return state.failure.set(Some(problem.errors(errors)));
        }
        spawn_local(async move { done(api::post::<FreshPassword>(USERS, &form, None).await.map(Some), state) });
    };
    let text = |name: &'static str, label: &'static str, hint: &'static str| {
        view! {
            <div>
                <label for=name>{label}</label>
                <input id=name name=name aria-describedby=format!("{name}-hint")/>
                <p class="hint" id=format!("{name}-hint")>{hint}</p>
                {field_error(state.failure, name)}
            </div>
        }
    };
    let roles =
        Role::ALL.iter().map(|role| view! { <option value=role.as_str()>{role.label()}</option> }).collect_view();
    let industries =
        Industry::ALL.iter().map(|one| view! { <option value=one.as_str()>{one.label()}</option> }).collect_view();
    view! {
        <form class="grid" on:submit=submit novalidate>
            {text("name", "账号", "2至32个字母、数字、“-”或“_”")}
            {text("person", "姓名", "本人姓名")}
            <div>
                <label for="role">"角色"</label>
                <select id="role" name="role"><option value="">"请选择"</option>{roles}</select>
                {field_error(state.failure, "role")}
            </div>
            <div>
                <label for="industry">"行业"</label>
                <select id="industry" name="industry"><option value="">"不限"</option>{industries}</select>
                {field_error(state.failure, "industry")}
            </div>
            {text("street", "街道（乡镇）", "街道账号填写，与台账写法一致")}
            {text("uscc", "企业统一社会信用代码", "企业劳资专管员填写")}
            <button class="go">"新增账号"</button>
        </form>
    }
    .into_any()
}

fn set_active(path: String, active: bool, state: State) {
    spawn_local(async move {
        done(api::patch::<()>(path, &json!({ "active": active })).await.map(|()| None), state);
    });
}

fn reset_password(name: &str, path: String, state: State) {
    let asked = format!("重设 {name} 的密码？他现在的登录会退出。");
    if window().confirm_with_message(&asked).unwrap_or(false) {
        spawn_local(async move { done(api::post::<FreshPassword>(path, &json!({}), None).await.map(Some), state) });
    }
}

fn remove_factor(name: &str, path: String, state: State) {
    let asked = format!("取消 {name} 的两步验证？请先当面或电话核实是本人。他现在的登录会退出。");
    if window().confirm_with_message(&asked).unwrap_or(false) {
        spawn_local(async move { done(api::delete(path).await.map(|()| None), state) });
    }
}

fn done(answer: Result<Option<FreshPassword>, Problem>, state: State) {
    match answer {
        Ok(fresh) => {
            state.fresh.set(fresh);
            state.failure.set(None);
            state.changes.update(|changes| *changes += 1);
        }
        Err(problem) => {
            Session::here().note(&problem);
            state.failure.set(Some(problem));
        }
    }
}
