use common::auth::Action;
use common::error::Problem;
use common::money::Fen;
use common::payroll::{
    Answer, AnswerForm, MonthView, QuantityForm, QuantitySlip, dispute_notice, quantities_path, thousandths_label,
};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api;
use crate::official::Session;
use crate::official::ui::{error_summary, field_error, form_text, loaded};

/// 计量单 of a month: what each team has done, and whether the team agrees. Never a reason to pay less (Art. 35).
pub fn quantities(month: &MonthView) -> AnyView {
    let path = quantities_path(month.number, month.month);
    let again = RwSignal::new(0_u32);
    let list = path.clone();
    let list = move || {
        again.track();
        list.clone()
    };
    let may = Session::here().may(Action::RecordPayroll);
    let (due, paid, answers) = (month.workers_due, month.workers_paid, path.clone());
    view! {
        <section aria-labelledby="quantities">
            <h2 id="quantities">"计量单"</h2>
            {loaded(list, move |slips: &Vec<QuantitySlip>| show(slips, (due, paid), may.then(|| answers.clone()), again))}
            {may.then(|| record(path, again))}
        </section>
    }
    .into_any()
}

fn show(slips: &[QuantitySlip], (due, paid): (i64, i64), answers: Option<String>, again: RwSignal<u32>) -> AnyView {
    if slips.is_empty() {
        return view! { <p class="note">"这个月没有计量单。按天计酬的班组不需要。"</p> }.into_any();
    }
    let notice = dispute_notice(slips, due, paid).map(|notice| {
        view! {
            <p class="fault">
                <b>{notice}</b>
                "（《保障农民工工资支付条例》第三十五条）。"
            </p>
        }
    });
    view! {
        {notice}
        <div class="scroll" tabindex="0" role="region" aria-label="计量单明细">
            <table>
                <thead>
                    <tr>
                        <th scope="col">"班组"</th>
                        <th scope="col">"做了什么"</th>
                        <th scope="col" class="right">"数量"</th>
                        <th scope="col" class="right">"单价"</th>
                        <th scope="col" class="right">"合计"</th>
                        <th scope="col">"班组答复"</th>
                    </tr>
                </thead>
                <tbody>{slips.iter().map(line).collect_view()}</tbody>
            </table>
        </div>
        {answers.map(|path| respond(slips, path, again))}
    }
    .into_any()
}

fn line(slip: &QuantitySlip) -> AnyView {
    let answer = match &slip.answer {
        None => view! { <span class="tag">"等班组答复"</span> }.into_any(),
        Some(answer) => {
            let class = if answer.answer == Answer::Disputed { "tag late" } else { "tag good" };
            let note = answer.note.as_ref().map(|note| format!("：{note}")).unwrap_or_default();
            view! { <span class=class>{answer.answer.label()}</span>{format!(" {}{note}", answer.who)} }.into_any()
        }
    };
    view! {
        <tr>
            <th scope="row">{slip.team.clone()}</th>
            <td>{slip.work.clone()}</td>
            <td class="right">{format!("{} {}", thousandths_label(slip.quantity), slip.unit)}</td>
            <td class="right">{Fen(slip.price_fen).label()}</td>
            <td class="right">{slip.sum().label()}</td>
            <td>{answer}</td>
        </tr>
    }
    .into_any()
}

/// The form that records what a team says of one slip.
fn respond(slips: &[QuantitySlip], path: String, again: RwSignal<u32>) -> AnyView {
    let failure = RwSignal::new(None::<Problem>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let to = format!("{path}/{}/answers", form_text(&event, "slip"));
        let form = AnswerForm {
            answer: form_text(&event, "answer"),
            who: form_text(&event, "who"),
            note: form_text(&event, "note"),
        };
        send(to, form, failure, again);
    };
    let slips = slips.iter().map(|slip| {
        view! { <option value=slip.id.clone()>{format!("{}：{}", slip.team, slip.work)}</option> }
    });
    let answers = Answer::ALL.iter().map(|answer| view! { <option value=answer.as_str()>{answer.label()}</option> });
    view! {
        <details class="card payroll-screen">
            <summary>"登记班组的答复"</summary>
            {error_summary(failure)}
            <form class="grid" on:submit=submit>
                <label>"计量单"<select name="slip">{slips.collect_view()}</select></label>
                <label>"答复"<select id="answer" name="answer">{answers.collect_view()}</select></label>
                <label>"代表班组的人"<input id="who" name="who" maxlength="60" autocomplete="off"/>{field_error(failure, "who")}</label>
                <label>"争议是什么"<input id="note" name="note" maxlength="300" autocomplete="off"/>{field_error(failure, "note")}</label>
                <button class="go">"登记答复"</button>
            </form>
        </details>
    }
    .into_any()
}

/// The form that records a slip.
fn record(path: String, again: RwSignal<u32>) -> AnyView {
    let failure = RwSignal::new(None::<Problem>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let form = QuantityForm {
            team: form_text(&event, "team"),
            work: form_text(&event, "work"),
            quantity: form_text(&event, "quantity"),
            unit: form_text(&event, "unit"),
            price: form_text(&event, "price"),
        };
        send(path.clone(), form, failure, again);
    };
    let field = |name: &'static str, label: &'static str| {
        view! { <label>{label}<input id=name name=name maxlength="60" autocomplete="off"/>{field_error(failure, name)}</label> }
    };
    view! {
        <details class="card payroll-screen">
            <summary>"登记计量单"</summary>
            {error_summary(failure)}
            <form class="grid" on:submit=submit>
                {field("team", "班组")}
                {field("work", "做了什么")}
                {field("quantity", "数量")}
                {field("unit", "单位")}
                {field("price", "单价（元）")}
                <button class="go">"登记"</button>
            </form>
        </details>
    }
    .into_any()
}

fn send<F: serde::Serialize + 'static>(
    path: String,
    form: F,
    failure: RwSignal<Option<Problem>>,
    again: RwSignal<u32>,
) {
    spawn_local(async move {
        match api::post::<()>(path, &form, None).await {
            Ok(()) => {
                failure.set(None);
                again.update(|count| *count += 1);
            }
            Err(problem) => failure.set(Some(problem)),
        }
    });
}
