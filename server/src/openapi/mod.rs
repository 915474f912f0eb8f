//! The API's own description, and a page to read it.

mod page;

use std::sync::LazyLock;

use axum::Router;
use axum::http::header;
use axum::routing::get;
use utoipa::OpenApi;

/// Every operation. A route missing here fails `every_public_route_is_described`.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "明薪开放接口",
        description = "在建工地维权信息告示牌的公开数据。只含应当公示的内容（《保障农民工工资支付条例》第三十四条），不含劳动者个人信息。失败一律是 RFC 9457 的 application/problem+json。"
    ),
    paths(
        crate::board::routes::show,
        crate::board::routes::code,
        crate::board::routes::report,
        crate::project::routes::list,
        crate::project::routes::near,
        crate::rights::show,
        crate::auth::routes::show,
        crate::auth::routes::create,
        crate::auth::routes::delete,
        crate::auth::routes::delete_all,
        crate::auth::routes::change_password,
        crate::auth::factor::routes::show,
        crate::auth::factor::routes::begin,
        crate::auth::factor::routes::confirm,
        crate::auth::factor::routes::remove,
        crate::auth::factor::routes::remove_of_user,
        crate::auth::routes::list_users,
        crate::auth::routes::create_user,
        crate::auth::routes::update_user,
        crate::auth::routes::reset_user,
        crate::audit::routes::list,
        crate::blacklist::public::list,
        crate::blacklist::public::show,
        crate::blacklist::public::csv,
        crate::blacklist::public::xlsx,
        crate::blacklist::public::changes,
        crate::blacklist::public::matches,
        crate::blacklist::routes::list,
        crate::blacklist::routes::create,
        crate::blacklist::routes::show,
        crate::blacklist::routes::record,
        crate::blacklist::routes::draft,
        crate::deposit::routes::list,
        crate::deposit::routes::csv,
        crate::deposit::routes::xlsx,
        crate::deposit::routes::show,
        crate::deposit::routes::record,
        crate::deposit::routes::what_if,
        crate::deposit::routes::record_firm,
        crate::deposit::routes::draft,
        crate::complaint::public::create,
        crate::complaint::public::follow,
        crate::complaint::public::mine,
        crate::complaint::official::list,
        crate::complaint::official::create,
        crate::complaint::official::show,
        crate::complaint::official::record,
        crate::complaint::official::open,
        crate::dashboard::routes::show,
        crate::project::official::list,
        crate::project::official::csv,
        crate::project::official::xlsx,
        crate::project::official::show,
        crate::project::official::update,
        crate::chain::routes::show,
        crate::payroll::routes::list,
        crate::payroll::routes::csv,
        crate::payroll::routes::xlsx,
        crate::payroll::routes::months,
        crate::payroll::routes::show,
        crate::payroll::routes::workers_csv,
        crate::payroll::routes::workers_xlsx,
        crate::payroll::routes::upload::upload,
        crate::payroll::routes::sign,
        crate::payroll::routes::quantity::list,
        crate::payroll::routes::quantity::create,
        crate::payroll::routes::quantity::answer,
        crate::payroll::routes::person::show,
        crate::payroll::routes::person::open,
        crate::payroll::routes::person::looks,
    ),
    tags(
        (name = "boards", description = "维权信息告示牌"),
        (name = "projects", description = "查找工地"),
        (name = "district", description = "本区渠道"),
        (name = "complaints", description = "举报投诉"),
        (name = "session", description = "工作人员登录"),
        (name = "users", description = "账号（管理员）"),
        (name = "audit", description = "操作记录（审计）"),
        (name = "payroll", description = "工资支付（工作人员）"),
        (name = "public_blacklist", description = "失信联合惩戒名单（公开）"),
        (name = "blacklist", description = "失信联合惩戒名单的列入和移出（工作人员）"),
        (name = "deposits", description = "工资保证金（工作人员）"),
        (name = "official", description = "工作台：总览、项目台账和项目档案"),
    )
)]
pub struct Description;

/// The description as JSON.
static JSON: LazyLock<String> = LazyLock::new(|| Description::openapi().to_pretty_json().unwrap_or_default());

/// `/api/v1/openapi.json` and the browsable page `/api/v1/docs`.
pub fn routes() -> Router {
    let json = get(|| async { ([(header::CONTENT_TYPE, "application/json")], JSON.as_str()) });
    Router::new().route("/api/v1/openapi.json", json).route("/api/v1/docs", get(page::show))
}
