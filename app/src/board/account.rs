use common::board::PublicBoard;
use leptos::prelude::*;

use crate::ui::{fact, missing};

/// What the board says beyond Art. 34: the account wages come from, the deposit behind them, and the works.
pub fn account_facts(board: &PublicBoard) -> Vec<AnyView> {
    let account = match &board.account {
        Some(account) => {
            let number = account.last_four.as_ref().map(|four| view! { "，尾号 " <b>{four.clone()}</b> });
            view! { {account.bank.clone()} {number} }.into_any()
        }
        None => missing("未公示"),
    };
    let deposit = match &board.deposit {
        Some(deposit) => {
            let amount = deposit.amount_fen.map(|amount| view! { "，" <b>{amount.label()}</b> });
            view! { {deposit.form.clone()} {amount} }.into_any()
        }
        None => missing("未公示"),
    };
    let mut facts = vec![fact("农民工工资专用账户", account), fact("工资保证金", deposit)];
    facts.extend(board.headcount.map(|people| fact("用工人数", view! { {people} "人" })));
    facts.push(fact("工程类别", view! { {board.industry.clone()} "，" {board.funding.clone()} }));
    facts.extend(board.code.clone().map(|code| fact("项目代码", code)));
    facts.extend(board.permit.clone().map(|permit| fact("施工许可证号", permit)));
    facts
}
