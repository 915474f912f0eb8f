//! What went wrong, in words a visitor can act on: every wrong field at once, and the body of every failure.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One field that must be corrected before the form can be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// The field's name in the request: `pay_day`, `subcontractors.2.phone`.
    pub field: String,
    /// A plain Chinese sentence that says what to do.
    pub message: String,
}

/// Every wrong field of a form, in form order. Empty while nothing is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct FieldErrors(Vec<FieldError>);

impl FieldErrors {
    /// The value of a good field; the fault of a bad one is kept under its name and `None` comes back.
    pub fn take<T, E: fmt::Display>(&mut self, field: &str, result: Result<T, E>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(fault) => {
                self.push(field, fault);
                None
            }
        }
    }

    /// Add one fault, for rules that look at more than one field.
    pub fn push(&mut self, field: &str, message: impl fmt::Display) {
        self.0.push(FieldError { field: field.to_owned(), message: message.to_string() });
    }

    /// Add the faults of a nested form, each under `prefix.field`.
    pub fn nest(&mut self, prefix: &str, inner: Self) {
        for error in inner.0 {
            self.push(&format!("{prefix}.{}", error.field), error.message);
        }
    }

    /// The first message for a field, as the form shows it beside the input.
    pub fn message(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|error| error.field == field).map(|error| error.message.as_str())
    }

    pub fn iter(&self) -> std::slice::Iter<'_, FieldError> {
        self.0.iter()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `value` if nothing is wrong, else the errors.
    pub fn into_result<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }
}

impl<'a> IntoIterator for &'a FieldErrors {
    type Item = &'a FieldError;
    type IntoIter = std::slice::Iter<'a, FieldError>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for FieldErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.iter().enumerate() {
            let comma = if index == 0 { "" } else { "；" };
            write!(f, "{comma}{}：{}", error.field, error.message)?;
        }
        Ok(())
    }
}

impl std::error::Error for FieldErrors {}

/// The body of every failure: problem details as in RFC 9457, sent as `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A URI reference for the kind of problem; `about:blank` where the status says it all.
    #[serde(rename = "type", default = "about_blank")]
    pub kind: String,
    /// The same words for every problem of this kind.
    pub title: String,
    /// The HTTP status, repeated.
    pub status: u16,
    /// What the visitor can do now, for this occurrence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// A stable name for programs: `invalid`, `not_found`, `conflict`.
    pub code: String,
    /// Every wrong field; empty unless the request's content was wrong.
    #[serde(default, skip_serializing_if = "FieldErrors::is_empty")]
    pub errors: FieldErrors,
}

impl Problem {
    /// The media type of RFC 9457.
    pub const MEDIA_TYPE: &str = "application/problem+json";

    pub fn new(status: u16, code: &str, title: &str) -> Self {
        Self {
            kind: about_blank(),
            title: title.to_owned(),
            status,
            detail: None,
            code: code.to_owned(),
            errors: FieldErrors::default(),
        }
    }

    /// Say what the visitor can do now.
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Name the wrong fields.
    pub fn errors(mut self, errors: FieldErrors) -> Self {
        self.errors = errors;
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.detail {
            Some(detail) => write!(f, "{}：{detail}", self.title),
            None => f.write_str(&self.title),
        }
    }
}

impl std::error::Error for Problem {}

fn about_blank() -> String {
    "about:blank".to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn every_wrong_field_is_kept_in_order() {
        let mut errors = FieldErrors::default();
        assert_eq!(errors.take("pay_day", Ok::<_, &str>(15)), Some(15));
        assert_eq!(errors.take("amount", Err::<i64, _>("请填写金额")), None);
        assert_eq!(errors.take("phone", Err::<i64, _>("请填写电话")), None);
        assert_eq!(errors.message("amount"), Some("请填写金额"));
        assert_eq!(errors.message("pay_day"), None);
        assert_eq!(errors.to_string(), "amount：请填写金额；phone：请填写电话");
        assert!(errors.into_result(()).is_err());
        assert_eq!(FieldErrors::default().into_result(7), Ok(7));
    }

    #[test]
    fn a_nested_form_keeps_its_place() {
        let mut inner = FieldErrors::default();
        inner.push("phone", "请填写电话");
        let mut outer = FieldErrors::default();
        outer.nest("subcontractors.2", inner);
        assert_eq!(outer.message("subcontractors.2.phone"), Some("请填写电话"));
    }

    #[test]
    fn a_problem_is_problem_json() {
        let mut errors = FieldErrors::default();
        errors.push("q", "请至少输入两个字");
        let problem = Problem::new(422, "invalid", "填写有误").detail("请改正后再提交").errors(errors);
        let json = json!({
            "type": "about:blank", "title": "填写有误", "status": 422, "detail": "请改正后再提交", "code": "invalid",
            "errors": [{"field": "q", "message": "请至少输入两个字"}],
        });
        assert_eq!(serde_json::to_value(&problem).unwrap_or(Value::Null), json);
        assert_eq!(serde_json::from_value::<Problem>(json).ok(), Some(problem));
    }

    #[test]
    fn a_problem_without_fields_says_so_by_silence() {
        let json = serde_json::to_string(&Problem::new(404, "not_found", "没有找到")).unwrap_or_default();
        assert_eq!(json, r#"{"type":"about:blank","title":"没有找到","status":404,"code":"not_found"}"#);
    }
}
