use common::board::{Item, MonthPay, Pay, PublicBoard};
use common::date;
use leptos::prelude::*;

use crate::ui::{fact, missing};

/// Art. 34 (2): the minimum wage and the pay day.
pub fn pay_facts(board: &PublicBoard) -> [AnyView; 2] {
    let minimum = match &board.minimum_wage {
        Some(wage) => view! {
            <p><b>{wage.monthly_fen.label()}</b> "一个月，非全日制每小时" <b>{wage.hourly_fen.label()}</b></p>
            <small>{date::label(wage.effective_on)} "起执行，" {wage.basis.clone()}</small>
        }
        .into_any(),
        None => missing("未公示"),
    };
    let day = match board.pay.pay_day {
        Some(_) => view! { <b>{board.pay.rule()}</b> }.into_any(),
        None => missing("未公示"),
    };
    [fact(Item::MinimumWage.label(), minimum), fact(Item::PayDay.label(), day)]
}

/// How punctually wages came, as a sentence and month by month. `None` without public records.
pub fn pay_history(pay: &Pay) -> Option<AnyView> {
    let (on_time, all) = pay.punctuality()?;
    let months: Vec<AnyView> = pay.months.iter().rev().map(month).collect();
    Some(
        view! {
            <h2>"发薪准时"</h2>
            <p>"有记录的" {all} "个月里，" <b>{on_time} "个月准时足额"</b> "发放。"</p>
            <ol class="months">{months}</ol>
        }
        .into_any(),
    )
}

fn month(month: &MonthPay) -> AnyView {
    let class = if month.on_time() {
        "good"
    } else if month.in_full() {
        "slow"
    } else {
        "late"
    };
    view! { <li class=class><b>{month.month.month()} "月"</b> {month.word()}</li> }.into_any()
}
