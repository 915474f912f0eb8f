use common::deposit::{DepositFile, DepositRules, WhatIfForm, calculate};
use common::settings::Dated;
use leptos::prelude::*;

use super::calculation::brief_calculation;
use super::field::{check_box, text_field};

/// 试算: what would be due if. Calculated in the browser as one types, by the rule that the server uses.
pub fn what_if(file: &DepositFile) -> AnyView {
    let Some(rules) = file.rules.clone() else { return ().into_any() };
    let stored = file.facts.as_ref().map(WhatIfForm::of);
    let form = RwSignal::new(
        stored.clone().unwrap_or_else(|| WhatIfForm { on: file.today.to_string(), ..WhatIfForm::default() }),
    );
    let errors = Memo::new(move |_| form.read().check().err().unwrap_or_default());
    let reset = move |_| form.set(stored.clone().unwrap_or_default());
    view! {
        <section class="card deposit-what-if" aria-labelledby="what-if">
            <h2 id="what-if">"试算"</h2>
            <p class="hint">"改动任何一项，结果马上变化；不会保存。"</p>
            <div class="deposit-fields">
                {text_field(form, errors, "contract", "合同额（元）", |form| &mut form.contract)}
                {text_field(form, errors, "signed_on", "合同签订日期", |form| &mut form.signed_on)}
                {text_field(form, errors, "permit_on", "施工许可日期（没有可不填）", |form| &mut form.permit_on)}
                {text_field(form, errors, "on", "存储日期", |form| &mut form.on)}
                {text_field(form, errors, "arrears_on", "最近一次欠薪（没有可不填）", |form| &mut form.arrears_on)}
                {text_field(form, errors, "since_on", "在本地区最早开工（没有可不填）", |form| &mut form.since_on)}
                {text_field(form, errors, "under_way", "其他在建工程数", |form| &mut form.under_way)}
                {check_box(form, "listed", "在严重失信主体名单内", |form| &mut form.listed)}
                {check_box(form, "systems_in_order", "实名制和专用账户已落实", |form| &mut form.systems_in_order)}
                {check_box(form, "key_works", "重点交通、铁路工程", |form| &mut form.key_works)}
            </div>
            <button type="button" class="plain" on:click=reset>"恢复为登记的情况"</button>
            <div aria-live="polite">{move || answer(&form.read(), &rules)}</div>
        </section>
    }
    .into_any()
}

fn answer(form: &WhatIfForm, rules: &Dated<DepositRules>) -> AnyView {
    let Ok(what_if) = form.check() else {
        return view! { <p class="hint">"填好上面的内容，这里就会显示结果。"</p> }.into_any();
    };
    match calculate(&what_if.works, &what_if.history, rules, what_if.on) {
        Some(calculation) => brief_calculation(&calculation),
        None => view! { <p class="hint">"本地规则没有这个合同额的比例，请管理员补上。"</p> }.into_any(),
    }
}
