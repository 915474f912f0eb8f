use common::auth::Action;
use common::date;
use common::payroll::{FileKind, MonthView, SiteMonths, site_months_path};
use leptos::prelude::*;

use super::{month_address, paid_of, state_tag};
use crate::head::Title;
use crate::official::Session;
use crate::official::ui::{loaded, not_found};
use crate::ui::heading;

/// 项目 › 工资发放: the months of one site; `number` as the address has it.
pub fn site_page(number: &str) -> AnyView {
    let Ok(number) = number.parse::<i64>() else { return not_found() };
    view! {
        <Title text="工资发放"/>
        {loaded(move || site_months_path(number), move |site: &SiteMonths| show(site, number))}
    }
    .into_any()
}

fn show(site: &SiteMonths, number: i64) -> AnyView {
    let base = format!("/official/projects/{number}");
    let may = Session::here().may(Action::RecordPayroll);
    view! {
        {heading(site.project.clone())}
        <nav class="tabs" aria-label="项目">
            <a href=base.clone()>"档案"</a>
            <a href=format!("{base}/deposit")>"工资保证金"</a>
            <a href=format!("{base}/payroll") aria-current="true">"工资发放"</a>
        </nav>
        <div class="scroll" tabindex="0" role="region" aria-label="每月工资">
            <table class="payroll-list">
                <thead>
                    <tr>
                        <th scope="col">"月份"</th>
                        <th scope="col">"状态"</th>
                        <th scope="col" class="right">"发清/应发(人)"</th>
                        <th scope="col" class="right">"有差异(人)"</th>
                        <th scope="col">"应发日"</th>
                        <th scope="col">"发放日"</th>
                        <th scope="col">"还缺的文件"</th>
                        <th scope="col">"签认"</th>
                    </tr>
                </thead>
                <tbody>{site.months.iter().map(|row| line(row, may)).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn line(row: &MonthView, may: bool) -> AnyView {
    let address = month_address(row.number, row.month);
    let missing: Vec<&str> = row.missing.iter().copied().map(FileKind::label).collect();
    let send = (may && !missing.is_empty()).then(|| view! { " "<a href=format!("{address}/files")>"上传"</a> });
    let different = (row.different > 0).then(|| view! { <b class="lacks">{row.different}</b> });
    view! {
        <tr>
            <th scope="row"><a href=address>{date::month_label(row.month)}</a></th>
            <td>{state_tag(row.state)}</td>
            <td class="right">{paid_of(row)}</td>
            <td class="right">{different}</td>
            <td>{row.due_on.map_or_else(|| "没有约定".to_owned(), date::short_label)}</td>
            <td>{row.paid_on.map(date::short_label)}</td>
            <td>{missing.join("、")}{send}</td>
            <td>{row.signed_by.clone()}</td>
        </tr>
    }
    .into_any()
}
