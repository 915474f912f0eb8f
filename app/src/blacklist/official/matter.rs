use common::auth::Action;
use common::blacklist::{Event, ListingFile, TimelineEntry, listing_of};
use common::date;
use leptos::prelude::*;

use super::record::{fresh, record};
use super::stage_tag;
use crate::deposit::due;
use crate::head::Title;
use crate::official::Session;
use crate::official::ui::{loaded, not_found};
use crate::ui::heading;

/// 失信名单 › one matter: where it stands, who moves next and by when, what happened.
///
/// `number` as the address has it.
pub fn listing_page(number: &str) -> AnyView {
    let Ok(number) = number.parse::<i64>() else { return not_found() };
    // Counts up when something was recorded, so that what is stored is read anew.
    let again = RwSignal::new(0);
    let path = move || {
        again.track();
        listing_of(number)
    };
    loaded(path, move |file: &ListingFile| file_view(file, again))
}

fn file_view(file: &ListingFile, again: RwSignal<u32>) -> AnyView {
    let may_record = Session::here().may(Action::RecordBlacklist) && !file.next.is_empty();
    let form = RwSignal::new(fresh(file));
    view! {
        <Title text=file.matter.employer.clone()/>
        <p class="deposit-screen"><a href="/official/blacklist">"失信名单"</a></p>
        {heading(file.matter.employer.clone())}
        {standing(file)}
        <div class="deposit-columns">
            <section aria-labelledby="facts">
                <h2 id="facts">"拟列入或列入的事实"</h2>
                {facts(file)}
            </section>
            {may_record.then(|| record(file, form, again))}
        </div>
        <section aria-labelledby="timeline">
            <h2 id="timeline">"办理记录"</h2>
            <ol class="deposit-timeline">{file.timeline.iter().map(line).collect_view()}</ol>
        </section>
    }
    .into_any()
}

/// Stage, clocks, who decides, the way out, the documents that make sense now.
fn standing(file: &ListingFile) -> AnyView {
    let (today, standing) = (file.today, &file.standing);
    let clocks = file.clocks.iter().map(|clock| {
        view! { <li>{due(&clock.what, clock.by, today)} <small class="deposit-small">{clock.clause.clone()}</small></li> }
    });
    let waits = standing.proposed.as_ref().map(|proposed| {
        let text = format!("{}提请{}，等另一位同事决定。", proposed.person, proposed.what.label());
        view! { <p><b>{text}</b></p> }
    });
    let term = standing.since.zip(standing.until).map(|(since, until)| {
        view! { <p>{format!("列入期限：{}至{}", date::label(since), date::label(until))}</p> }
    });
    let earliest = file.earliest.map(|day| view! { <p>{format!("最早可提前移出：{}", date::label(day))}</p> });
    let lacking = (!file.lacking.is_empty()).then(|| {
        view! {
            <p>"提前移出还缺："</p>
            <ul class="deposit-remarks">
                {file.lacking.iter().map(|what| view! { <li>{what.clone()}</li> }).collect_view()}
            </ul>
        }
    });
    let documents = file.documents.iter().map(|kind| {
        let to = format!("/official/blacklist/{}/documents/{}", file.number, kind.as_str());
        view! { <a href=to>{kind.label()}</a> }
    });
    let documents = documents.collect_view();
    view! {
        <div class="deposit-standing blacklist-standing">
            <p class="deposit-line">
                {stage_tag(standing.stage)}
                {file.is_public.then(|| view! {
                    <a href=format!("/blacklist/{}", file.id) rel="external">"公众看到的条目"</a>
                })}
            </p>
            <ul>{clocks.collect_view()}</ul>
            {waits} {term} {earliest} {lacking}
            {(!file.documents.is_empty()).then(|| view! { <p class="deposit-line">"起草文书：" {documents}</p> })}
        </div>
    }
    .into_any()
}

fn facts(file: &ListingFile) -> AnyView {
    let matter = &file.matter;
    let people: Vec<String> =
        matter.people.iter().map(|person| format!("{}（{}）", person.name, person.role)).collect();
    let former = (!matter.former_names.is_empty()).then(|| matter.former_names.join("、"));
    let rows = [
        ("统一社会信用代码", matter.uscc.as_ref().map(|code| code.as_str().to_owned())),
        ("曾用名", former),
        ("单位地址", matter.address.clone()),
        ("一并列入的责任人员", (!people.is_empty()).then(|| people.join("、"))),
        ("主要事实", Some(matter.facts())),
        ("列入事由", Some(matter.ground.label().to_owned())),
        ("责令支付文书", matter.order.clone()),
        ("责令支付期限", matter.pay_by.map(date::label)),
        ("列入决定书", file.standing.decision.clone()),
        ("付清日期", file.standing.corrected_on.map(date::label)),
    ];
    let rows = rows.into_iter().filter_map(|(label, text)| Some(view! { <dt>{label}</dt> <dd>{text?}</dd> }));
    let project = matter.project_number.map(|number| {
        view! { <p><a href=format!("/official/projects/{number}")>"项目档案"</a></p> }
    });
    view! { <dl class="blacklist-facts">{rows.collect_view()}</dl> {project} }.into_any()
}

fn line(entry: &TimelineEntry) -> AnyView {
    let clock = entry.clock.as_ref().map(|clock| {
        let (class, word) = if entry.late { ("tag late", "超过期限") } else { ("tag good", "按期") };
        view! {
            <span class="deposit-due">
                {format!("期限{} ", date::label(clock.by))}
                <span class=class>{word}</span>
            </span>
        }
    });
    let what = match &entry.event {
        Event::Propose { what } => format!("提请{}", what.label()),
        Event::Verify { stands: true } => "核实：异议成立".to_owned(),
        Event::Verify { stands: false } => "核实：异议不成立".to_owned(),
        event => event.kind().label().to_owned(),
    };
    let document =
        entry.event.document().map(|document| view! { <span class="deposit-why">{document.to_owned()}</span> });
    view! {
        <li>
            <span class="deposit-what">
                <b>{what}</b>
                <time datetime=entry.on.to_string()>{date::label(entry.on)}</time>
            </span>
            {document}
            {entry.note.clone().map(|note| view! { <span class="deposit-why">{format!("说明：{note}")}</span> })}
            {clock}
            <small>{format!("{}登记于{}", entry.person, date::minute(entry.at))}</small>
        </li>
    }
    .into_any()
}
