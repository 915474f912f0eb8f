//! The description as a page: every operation with its parameters, body and answers, and every schema.
//!
//! Made from the same JSON that programs read, so the two cannot disagree. It needs no script.

use std::fmt::Write;
use std::sync::LazyLock;

use axum::http::header;
use axum::response::{Html, IntoResponse};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use common::text::escape_html;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use utoipa::OpenApi;

use super::Description;

const STYLE: &str = "\
    :root{color-scheme:light dark}\
    body{background:Canvas;color:CanvasText;font:16px/1.65 system-ui,\"PingFang SC\",\"Noto Sans SC\",\"Microsoft YaHei\",sans-serif;max-width:56rem;margin:0 auto;padding:1rem 1rem 4rem;overflow-wrap:anywhere}\
    h1{font-size:1.8rem}h2{font-size:1.3rem;margin:2.5rem 0 .5rem}h3{font-size:1rem;margin:1.2rem 0 .3rem}\
    code,pre{font-family:ui-monospace,Consolas,monospace;font-size:.9rem}\
    pre{overflow:auto;padding:.75rem 1rem;border:1px solid #8888;border-radius:4px}\
    table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .75rem .4rem 0;border-bottom:1px solid #8886}\
    .method{display:inline-block;min-width:3.5rem;font-weight:700}";

static PAGE: LazyLock<String> =
    LazyLock::new(|| html(&serde_json::to_value(Description::openapi()).unwrap_or_default()));
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = BASE64_STANDARD.encode(Sha256::digest(STYLE));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
});

/// The page.
pub async fn show() -> impl IntoResponse {
    ([(header::CONTENT_SECURITY_POLICY, POLICY.as_str())], Html(PAGE.as_str()))
}

fn html(api: &Value) -> String {
    let mut page = String::new();
    let title = text(&api["info"]["title"]);
    let head = format!(
        "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <title>{title} - 明薪</title><style>{STYLE}</style></head><body><main><h1>{title}</h1><p>{}</p>\
         <p><a href=\"/api/v1/openapi.json\">openapi.json</a> · <a href=\"/\">回首页</a></p>",
        text(&api["info"]["description"])
    );
    page.push_str(&head);
    for (path, methods) in entries(&api["paths"]) {
        for (method, operation) in entries(methods) {
            page.push_str(&operation_section(path, method, operation));
        }
    }
    for (name, schema) in entries(&api["components"]["schemas"]) {
        let json = serde_json::to_string_pretty(schema).unwrap_or_default();
        // Writing to a string does not fail.
        let _ =
            write!(page, "<h2 id=\"{name}\">{name}</h2><pre tabindex=\"0\"><code>{}</code></pre>", escape_html(&json));
    }
    page.push_str("</main></body></html>");
    page
}

fn operation_section(path: &str, method: &str, operation: &Value) -> String {
    let summary = operation.get("summary").or_else(|| operation.get("description")).map(text).unwrap_or_default();
    let mut section = format!(
        "<h2><span class=\"method\">{}</span> <code>{}</code></h2><p>{summary}</p>",
        method.to_uppercase(),
        escape_html(path)
    );
    let parameters = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
    if !parameters.is_empty() {
        section.push_str("<h3>参数</h3><table><tbody>");
        for parameter in parameters {
            let need = if parameter["required"] == Value::Bool(true) { "必填" } else { "选填" };
            let (name, place) = (text(&parameter["name"]), text(&parameter["in"]));
            let _ = write!(
                section,
                "<tr><td><code>{name}</code></td><td>{place}</td><td>{need}</td><td>{}</td></tr>",
                text(&parameter["description"])
            );
        }
        section.push_str("</tbody></table>");
    }
    if let Some(schema) = operation["requestBody"]["content"].as_object().and_then(schema_of) {
        let _ = write!(section, "<h3>请求内容</h3><p>{schema}</p>");
    }
    section.push_str("<h3>回答</h3><table><tbody>");
    for (status, answer) in entries(&operation["responses"]) {
        let schema = answer["content"].as_object().and_then(schema_of).unwrap_or_default();
        let _ = write!(
            section,
            "<tr><td><code>{}</code></td><td>{}</td><td>{schema}</td></tr>",
            escape_html(status),
            text(&answer["description"])
        );
    }
    section.push_str("</tbody></table>");
    section
}

/// The media type, and a link to the schema of its content.
fn schema_of(content: &Map<String, Value>) -> Option<String> {
    let (media, body) = content.iter().next()?;
    let name = body["schema"]["$ref"].as_str().and_then(|link| link.rsplit('/').next());
    Some(match name {
        Some(name) => format!("{} <a href=\"#{name}\">{name}</a>", escape_html(media)),
        None => escape_html(media),
    })
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// A text of the description, safe inside an element or attribute.
fn text(value: &Value) -> String {
    escape_html(value.as_str().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_and_schema_stands_on_the_page() {
        let api = serde_json::to_value(Description::openapi()).unwrap();
        let page = html(&api);
        for (path, _) in entries(&api["paths"]) {
            assert!(page.contains(&format!("<code>{path}</code>")), "{path}");
        }
        for (name, _) in entries(&api["components"]["schemas"]) {
            assert!(page.contains(&format!("<h2 id=\"{name}\">")), "{name}");
        }
        assert!(page.contains("href=\"#PublicBoard\"") && page.contains("href=\"#Problem\""));
    }
}
