use std::time::Duration;

use common::dashboard::{Dashboard, FundingGroup, Measure};
use common::date;
use common::project_file::DASHBOARD;
use leptos::leptos_dom::helpers::set_interval;
use leptos::prelude::*;

use super::figure::gauge;
use crate::head::Title;
use crate::official::ui::loaded;

/// How often the wall looks again.
const REFRESH: Duration = Duration::from_secs(30);

/// 大屏: the same figures, legible from five metres; looks again by itself.
pub fn wall_page() -> AnyView {
    let turn = RwSignal::new(0_u32);
    Effect::new(move |_| {
        let again = move || {
            turn.try_update(|turn| *turn += 1);
        };
        if let Ok(handle) = set_interval(again, REFRESH) {
            on_cleanup(move || handle.clear());
        }
    });
    let path = move || {
        turn.track();
        DASHBOARD.to_owned()
    };
    view! {
        <Title text="大屏"/>
        <div class="wall">{loaded(path, wall)}</div>
    }
    .into_any()
}

fn wall(data: &Dashboard) -> AnyView {
    let totals = data.totals;
    let shares = Measure::COVERAGE.iter().map(|measure| {
        let figure = totals.all.figure(*measure);
        let lacks = match figure.missing() {
            0 => "全覆盖".to_owned(),
            missing => format!("缺{missing}个"),
        };
        view! {
            <li>
                <h2>{measure.label()}</h2>
                <p class="big">{figure.percent_label()}</p>
                {gauge(figure)}
                <p>{lacks}</p>
            </li>
        }
    });
    let government = totals.of(Some(FundingGroup::Government));
    let (promise, tone) = match government.arrears {
        0 => ("政府工程零欠薪".to_owned(), "big good"),
        count => (format!("政府工程欠薪{count}个"), "big late"),
    };
    view! {
        <header>
            <h1>{format!("{}农民工工资支付保障", data.district)}</h1>
            <p>{date::beijing_label(data.as_of)}</p>
            <a href="/official">"退出大屏"</a>
        </header>
        <ul class="counts">
            <li><h2>"在建项目"</h2><p class="big">{totals.all.building}</p></li>
            <li><h2>"欠薪项目"</h2><p class="big">{totals.all.arrears}</p></li>
            <li class="promise"><p class=tone>{promise}</p></li>
        </ul>
        <ul class="shares">{shares.collect_view()}</ul>
    }
    .into_any()
}
