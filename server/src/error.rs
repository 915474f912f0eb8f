//! What can fail, and what a visitor is told. Causes are logged here, once, and never shown.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use common::error::{FieldErrors, Problem};

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Every failure of a request.
#[derive(Debug)]
pub enum Error {
    /// 422: each wrong field with what to do.
    Invalid(FieldErrors),
    /// 404: what was not found.
    NotFound(&'static str),
    /// 410: it was here once and is not valid any more.
    Gone(&'static str),
    /// 409: why not now.
    Conflict(&'static str),
    /// 409: why not now, in the words of the rule that refuses.
    Refused(String),
    /// 401: nobody is signed in, or the session is over.
    Unauthenticated,
    /// 401: name or password is wrong; which one is not told.
    WrongPassword,
    /// 403: the role may not do this.
    Forbidden,
    /// 403: the district demands a second factor of the role, and the account has none yet.
    SecondFactor,
    /// 403: a post that another site sent in the visitor's name.
    CrossSite,
    /// 413: the body is longer than any route takes.
    TooLarge,
    /// 415: the body is not of the media type the route reads.
    MediaType,
    /// 429: seconds to wait.
    TooMany(u64),
    /// 503: the database is busy; nothing was stored.
    Busy,
    /// 507: the disk is full; nothing was stored.
    Full,
    /// 500: ours to mend.
    Internal(anyhow::Error),
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Invalid(errors) => write!(f, "invalid: {errors:?}"),
            Self::NotFound(what) => write!(f, "not found: {what}"),
            Self::Gone(what) => write!(f, "gone: {what}"),
            Self::Conflict(why) => write!(f, "conflict: {why}"),
            Self::Refused(why) => write!(f, "refused: {why}"),
            Self::Unauthenticated => f.write_str("not signed in"),
            Self::WrongPassword => f.write_str("wrong name or password"),
            Self::Forbidden => f.write_str("not allowed"),
            Self::SecondFactor => f.write_str("no second factor yet"),
            Self::CrossSite => f.write_str("cross-site post"),
            Self::TooLarge => f.write_str("body too large"),
            Self::MediaType => f.write_str("media type"),
            Self::TooMany(seconds) => write!(f, "too many, wait {seconds} s"),
            Self::Busy => write!(f, "busy"),
            Self::Full => write!(f, "full"),
            Self::Internal(cause) => write!(f, "{cause:#}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<anyhow::Error> for Error {
    fn from(cause: anyhow::Error) -> Self {
        Self::Internal(cause)
    }
}

impl From<sqlx::Error> for Error {
    fn from(cause: sqlx::Error) -> Self {
        // SQLite: 5 busy, 6 locked, 13 full. PostgreSQL: 53100 disk full, 53300 too many connections.
        let code = cause.as_database_error().and_then(|error| error.code()).map(|code| code.into_owned());
        match (&cause, code.as_deref()) {
            (sqlx::Error::PoolTimedOut, _) | (_, Some("5" | "6" | "261" | "517" | "53300")) => Self::Busy,
            (_, Some("13" | "53100")) => Self::Full,
            _ => Self::Internal(cause.into()),
        }
    }
}

impl Error {
    /// 422 for one field.
    pub fn field(field: &str, message: &str) -> Self {
        let mut errors = FieldErrors::default();
        errors.push(field, message);
        Self::Invalid(errors)
    }

    /// The answer's body, and the seconds after which it is worth trying again.
    fn problem(self) -> (Problem, Option<u64>) {
        match self {
            Self::Invalid(errors) => {
                let problem = Problem::new(422, "invalid", "有内容需要改一下").detail("请按每一处的提示修改后再提交。");
                (problem.errors(errors), None)
            }
            Self::NotFound(what) => {
                let problem = Problem::new(404, "not_found", &format!("没有找到这个{what}"));
                (problem.detail("请核对后再试，也可以在首页按工地名称查找。"), None)
            }
            Self::Gone(what) => {
                let problem = Problem::new(410, "gone", &format!("这个{what}已经停用"));
                (problem.detail("工地可能已换新牌，请在首页按工地名称查找。"), None)
            }
            Self::Conflict(why) => (Problem::new(409, "conflict", "现在不能这样做").detail(why), None),
            Self::Refused(why) => (Problem::new(409, "conflict", "现在不能这样做").detail(why), None),
            Self::Unauthenticated => {
                let problem = Problem::new(401, "unauthenticated", "请先登录");
                (problem.detail("登录已经过期，或者还没有登录。"), None)
            }
            Self::WrongPassword => {
                let problem = Problem::new(401, "wrong_password", "账号或密码不对，或者还差验证码");
                let advice = "请核对账号、大小写和输入法。开启了两步验证的，请同时填写手机上的验证码，用过的不能再用。忘记密码请找管理员重设。";
                (problem.detail(advice), None)
            }
            Self::Forbidden => {
                let problem = Problem::new(403, "forbidden", "您的角色不能做这件事");
                (problem.detail("需要时请找管理员调整角色。"), None)
            }
            Self::SecondFactor => {
                let problem = Problem::new(403, "second_factor", "请先开启两步验证");
                (problem.detail("本区要求您的角色用两步验证登录，请到“我的账号”开启。"), None)
            }
            Self::CrossSite => {
                let problem = Problem::new(403, "cross_site", "不能从别的网站提交");
                (problem.detail("请在本站页面上提交。"), None)
            }
            Self::TooLarge => {
                let problem = Problem::new(413, "too_large", "内容太大");
                (problem.detail("请减少内容后再试。"), None)
            }
            Self::MediaType => {
                let problem = Problem::new(415, "media_type", "不是要求的格式");
                (problem.detail("请以 application/json 提交。"), None)
            }
            Self::TooMany(seconds) => {
                let problem = Problem::new(429, "too_many", "请求太快了");
                (problem.detail(format!("请{seconds}秒后再试。")), Some(seconds))
            }
            Self::Busy => {
                let problem = Problem::new(503, "busy", "系统正忙");
                (problem.detail("刚才的内容没有存下，请稍后再试一次。"), Some(2))
            }
            Self::Full => {
                let problem = Problem::new(507, "full", "暂时存不下");
                (problem.detail("刚才的内容没有存下，请稍后再试或拨打电话。"), Some(60))
            }
            Self::Internal(cause) => {
                tracing::error!(cause = format!("{cause:#}"), "request failed");
                (Problem::new(500, "internal", "系统出了问题").detail("我们已经记录，请稍后再试。"), None)
            }
        }
    }
}

/// The content type of every failure.
pub fn problem_type() -> HeaderValue {
    HeaderValue::from_static(Problem::MEDIA_TYPE)
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let (problem, retry_after) = self.problem();
        let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, problem_type());
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
