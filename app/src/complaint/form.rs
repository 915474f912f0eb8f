use common::board::PublicBoard;
use common::complaint::complaints_of;
use common::date::{self, Month};
use leptos::prelude::*;

use super::track::held;

/// How many months back the lists reach.
const MONTHS: usize = 12;

/// Four questions. Without script one form, with it (`report.js`) one question a screen, saved as typed, sent when
/// there is a network.
pub fn complaint_form(board: &PublicBoard, site: String) -> AnyView {
    view! {
        <p class="note" data-waiting hidden>"手机里有" <b></b> "份还没送出，有网络时会自动送出。"</p>
        {outcomes()}
        <form
            method="post"
            action=format!("/b/{}/report", board.token)
            data-report=complaints_of(&board.token)
            data-site=site
            class="complaint"
        >
            {owed(board)}
            {people()}
            {reach()}
            {over()}
        </form>
        {held()}
    }
    .into_any()
}

fn question(number: u8, words: &'static str) -> AnyView {
    view! {
        <legend tabindex="-1">
            <small>{format!("第{number}步，共4步")}</small>
            {words}
        </legend>
    }
    .into_any()
}

fn onward() -> AnyView {
    view! { <button type="button" class="btn act can-js" data-step="1">"下一步"</button> }.into_any()
}

fn back() -> AnyView {
    view! { <button type="button" class="btn can-js" data-step="-1">"上一步"</button> }.into_any()
}

fn owed(board: &PublicBoard) -> AnyView {
    let months: Vec<Month> =
        std::iter::successors(Some(Month::of(board.today)), |month| Some(month.prev())).take(MONTHS).collect();
    // The month before this one is what most have not got.
    let options = move |earlier: bool| {
        let listed = months.clone().into_iter().enumerate().map(|(place, month)| {
            view! { <option value=month.to_string() selected=place == 1>{date::month_label(month)}</option> }
        });
        let listed: Vec<_> = listed.collect();
        view! { {listed} {earlier.then(|| view! { <option value="earlier">"更早"</option> })} }
    };
    view! {
        <fieldset>
            {question(1, "哪几个月的工资没拿到？")}
            <div class="pair">
                <p><label for="from">"从"</label> <select id="from" name="from">{options.clone()(true)}</select></p>
                <p><label for="to">"到"</label> <select id="to" name="to">{options(false)}</select></p>
            </div>
            <label for="amount">"一共大约多少元？"</label>
            <input id="amount" name="amount" inputmode="decimal" maxlength="60" autocomplete="off" aria-describedby="amount-hint"/>
            <small id="amount-hint">"说不准可以空着"</small>
            {onward()}
        </fieldset>
    }
    .into_any()
}

fn people() -> AnyView {
    view! {
        <fieldset>
            {question(2, "有几个人没拿到？")}
            <label for="people">"连你在内，大约几个人"</label>
            <input id="people" name="people" inputmode="numeric" maxlength="60" value="1" autocomplete="off"/>
            <label for="boss">"跟谁干活？"</label>
            <input id="boss" name="boss" maxlength="60" autocomplete="off" aria-describedby="boss-hint"/>
            <small id="boss-hint">"公司、班组或带班的人，不知道可以空着"</small>
            {onward()}
            {back()}
        </fieldset>
    }
    .into_any()
}

fn reach() -> AnyView {
    view! {
        <fieldset>
            {question(3, "怎么联系你？")}
            <label for="contact">"电话"</label>
            <input id="contact" name="contact" type="tel" maxlength="60" autocomplete="tel" aria-describedby="contact-hint"/>
            <small id="contact-hint">"空着就是匿名，照样会查；留下电话，能问得更清楚、查得更快"</small>
            <label for="name">"姓名"</label>
            <input id="name" name="name" maxlength="60" autocomplete="name" aria-describedby="name-hint"/>
            <small id="name-hint">"可以空着"</small>
            {seen_by()}
            {onward()}
            {back()}
        </fieldset>
    }
    .into_any()
}

/// Who sees what, before anything personal is typed.
fn seen_by() -> AnyView {
    view! {
        <div class="note">
            <p><b>"谁能看到"</b></p>
            <ul class="list">
                <li>"电话、姓名和你写的经过：只有办案人员能看，每看一次都有记录"</li>
                <li>"工地、月份、金额、人数：区里的主管部门能看"</li>
                <li>"老板、包工头、用工单位：看不到是谁反映的"</li>
            </ul>
        </div>
    }
    .into_any()
}

fn over() -> AnyView {
    let line = |name: &'static str, key: &'static str| {
        view! { <div class="can-js"><dt>{name}</dt> <dd data-told=key></dd></div> }
    };
    view! {
        <fieldset>
            {question(4, "看一遍，送出")}
            <dl class="told">
                {line("月份", "months")}
                {line("金额", "amount")}
                {line("人数", "people")}
                {line("联系", "contact")}
            </dl>
            <label for="story">"还想说的"</label>
            <textarea id="story" name="story" rows="4" maxlength="2000" aria-describedby="story-hint"></textarea>
            <small id="story-hint">"可以空着。请如实反映。"</small>
            <button class="btn act">"送出"</button>
            {back()}
        </fieldset>
    }
    .into_any()
}

/// What became of it; shown by the script.
fn outcomes() -> AnyView {
    view! {
        <div aria-live="polite">
            <div class="note" data-outcome="sending" hidden>
                <h2 tabindex="-1">"正在送出…"</h2>
                <p>"已经记在手机里，不会丢。"</p>
            </div>
            <div class="note" data-outcome="waits" hidden>
                <h2 tabindex="-1">"已记在手机里"</h2>
                <p>"现在没有网络，有网络时会自动送出，送到后这里给你回执。可以关掉页面。"</p>
            </div>
            <div class="note" data-outcome="refused" hidden>
                <h2 tabindex="-1">"没有送出，请改一下"</h2>
                <p data-why></p>
            </div>
            <div class="note" data-outcome="sent" hidden>
                <h2 tabindex="-1">"收到了，已经登记"</h2>
                <p>"登记号 " <b data-number></b> "。这是回执，请拍下来或抄下来："</p>
                <p class="receipt" data-receipt></p>
                <button type="button" class="btn" data-copy>"复制回执"</button>
                <form method="post" action="/track">
                    <input type="hidden" name="receipt"/>
                    <button class="btn act">"查进度"</button>
                </form>
                <p><small>"凭回执就能查进度、留言、撤回，不用登录。不要把回执给别人。"</small></p>
            </div>
        </div>
    }
    .into_any()
}
