use chrono::NaiveDate;

use super::{Chain, Link, LinkKind, LinkState, Mover};
use crate::date;

/// What happened to the month's money, in one sentence without its full stop.
pub(super) fn sentence(chain: &Chain, today: NaiveDate) -> String {
    let month = chain.month.month();
    if let Some(link) = chain.blocking() {
        return format!("{month}月工资：{}{}", link.who(), overdue(link, today));
    }
    if chain.is_paid() {
        return match chain.links.last().and_then(days_behind) {
            Some(days) => format!("{month}月工资已全部到卡，比应发日晚{days}天"),
            None => format!("{month}月工资已全部到卡"),
        };
    }
    let waiting = || chain.links.iter().filter(|link| link.state == LinkState::Waiting);
    match waiting().find(|link| link.due_on.is_some()).or_else(|| waiting().next()) {
        Some(link) => format!("{month}月工资：等{}{}，{}", link.who(), link.task, in_time(link.due_on, today)),
        None => format!("{month}月工资还没有登记"),
    }
}

/// What the general contractor owes while another blocks: it pays first, then recovers (Art. 30).
pub(super) fn duty(chain: &Chain, today: NaiveDate) -> Option<String> {
    let blocker = chain.blocker.filter(|mover| *mover != Mover::Contractor)?;
    let of = |kind: LinkKind| chain.links.iter().find(|link| link.kind == kind);
    let pays = of(LinkKind::Transfer).filter(|link| !link.is_over())?;
    let contractor = of(LinkKind::Payroll)?.who();
    let by = pays.due_on.map_or("应按时".to_owned(), |due| format!("应在{}前", date::short_label(due)));
    let late = pays.days_late(today).map(|days| format!("，已超期{days}天")).unwrap_or_default();
    let (pay, why) = match blocker {
        Mover::Owner => ("先行垫付工资", "，不能等建设单位拨款"),
        _ => ("把工资发到工人卡上", ""),
    };
    Some(format!("{contractor}{by}{pay}{late}{why}"))
}

/// What the public board says where the wages due last are not all paid; `None` where nobody is late. The contractor
/// is not named: the next line of the board does that, and that it pays first.
pub fn board_line(chain: &Chain, today: NaiveDate) -> Option<String> {
    let link = chain.blocking()?;
    let who = match link.mover {
        Mover::Contractor | Mover::Officer => link.mover.label().to_owned(),
        Mover::Owner | Mover::Bank => link.who(),
    };
    Some(format!("卡在{who}：{}。", overdue(link, today)))
}

/// 应在11月5日前拨付人工费，已超期6天.
fn overdue(link: &Link, today: NaiveDate) -> String {
    let by = link.due_on.map(date::short_label).unwrap_or_default();
    format!("应在{by}前{}，已超期{}天", link.task, link.days_late(today).unwrap_or_default())
}

fn in_time(due_on: Option<NaiveDate>, today: NaiveDate) -> String {
    match due_on {
        Some(due) if due == today => "今天是最后一天".to_owned(),
        Some(due) => format!("{}前", date::short_label(due)),
        None => "没有约定日期".to_owned(),
    }
}

/// How many days after its due day a link was done.
fn days_behind(link: &Link) -> Option<i64> {
    let days = (link.done_on? - link.due_on?).num_days();
    (days > 0).then_some(days)
}
