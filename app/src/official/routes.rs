//! Every page of the area on one screen.

use common::auth::Action;
use leptos::prelude::*;

use super::{account, audit, users};
use crate::complaint::official as complaint;
use crate::{blacklist, dashboard, deposit, payroll, project};

/// An entry of the navigation: address, word, and what one must be able to do to see it.
pub struct Entry(pub &'static str, pub &'static str, pub Action);

/// The navigation, in the order of daily use.
pub const ENTRIES: &[Entry] = &[
    Entry("/official", "总览", Action::ReadProjects),
    Entry("/official/projects", "项目台账", Action::ReadProjects),
    Entry("/official/payroll", "工资支付", Action::ReadProjects),
    Entry("/official/complaints", "投诉", Action::ReadComplaints),
    Entry("/official/deposits", "工资保证金", Action::ReadProjects),
    Entry("/official/blacklist", "失信名单", Action::ReadBlacklist),
    Entry("/official/audit", "操作记录", Action::ReadAudit),
    Entry("/official/users", "账号管理", Action::ManageUsers),
    Entry("/official/account", "我的账号", Action::ReadProjects),
];

/// The page at a path below `/official`.
pub fn page_at(path: &str) -> AnyView {
    let parts: Vec<&str> = path.trim_matches('/').split('/').skip(1).collect();
    match parts.as_slice() {
        ["payroll"] => payroll::payroll_page(),
        ["projects", number, "payroll"] => payroll::site_page(number),
        ["projects", number, "payroll", month] => payroll::month_page(number, month),
        ["projects", number, "payroll", month, "files"] => payroll::upload_page(number, month),
        ["projects", number, "payroll", month, "people", person] => payroll::slip_page(number, month, person),
        [] => dashboard::dashboard_page(),
        ["wall"] => dashboard::wall_page(),
        ["projects"] => project::projects_page(),
        ["projects", number] => project::project_page(number),
        ["deposits"] => deposit::deposits_page(),
        ["projects", number, "deposit"] => deposit::deposit_page(number),
        ["projects", number, "deposit", "letters", kind] => deposit::letter_page(number, kind),
        ["blacklist"] => blacklist::listings_page(),
        ["blacklist", "match"] => blacklist::matches_page(),
        ["blacklist", "new"] => blacklist::draft_page(),
        ["blacklist", number] => blacklist::listing_page(number),
        ["blacklist", number, "documents", kind] => blacklist::document_page(number, kind),
        ["complaints"] => complaint::complaints_page(),
        ["complaints", "new"] => complaint::intake_page(),
        ["complaints", number] => complaint::complaint_page(number),
        ["audit"] => audit::audit_page(),
        ["users"] => users::users_page(),
        ["account" | "sign-in"] => account::account_page(),
        _ => super::ui::not_found(),
    }
}
