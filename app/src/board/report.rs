use crate::head::Title;
use common::board::{Item, PublicBoard};
use leptos::prelude::*;

use super::{spoken_name, with_board};
use crate::complaint::complaint_form;
use crate::rights::{evidence, hotlines, national_platform};
use crate::status::form_page;
use crate::ui::{bar, call, channel_call, foot, heading};

/// 我没拿到工资: say so here, in four steps; below, the other ways of this site in the order in which to try them.
#[component]
pub fn ReportPage() -> impl IntoView {
    form_page();
    with_board(report_view)
}

fn report_view(board: PublicBoard) -> AnyView {
    let officer = board.chain.iter().find(|one| one.item == Item::Officer && one.phone.is_some());
    let officer = officer.and_then(|one| Some(call(one.person.clone(), one.phone.as_deref()?)));
    let ways = [
        ("打给劳动监察", board.channel(Item::LabourInspection).cloned().map(channel_call)),
        ("找工地劳资专管员", officer),
        ("打给区根治欠薪办公室", board.office.clone().map(channel_call)),
    ];
    let ways: Vec<AnyView> = ways
        .into_iter()
        .filter_map(|(title, way)| Some(view! { <li class="row"><h3>{title}</h3> {way?}</li> }.into_any()))
        .collect();
    let contractor = board.contractor().and_then(|one| one.name.clone());
    view! {
        <Title text="我没拿到工资"/>
        {bar()}
        <main id="main">
            {heading("我没拿到工资")}
            <p>"工地：" <a href=format!("/b/{}", board.token)>{spoken_name(&board)}</a></p>
            {contractor.map(|name| view! { <p>"总包：" <b>{name}</b> "，没拿到由它先垫付。"</p> })}
            {complaint_form(&board, spoken_name(&board))}
            <p class="note">"说不出老板和公司名也不要紧，" <b>"只知道是哪个工地就可以举报"</b> "。举报人的信息依法保密。"</p>
            <p>"已经反映过？" <a href="/track">"凭回执查进度"</a></p>
            <h2>"也可以这样，按顺序试"</h2>
            <ol class="steps">
                {ways}
                <li class="row"><h3>"在网上反映"</h3> {national_platform(board.national_platform.clone())}</li>
                <li class="row"><h3>"打热线"</h3> {hotlines()}</li>
            </ol>
            {evidence()}
        </main>
        {foot()}
    }
    .into_any()
}
