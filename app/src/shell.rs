//! What surrounds a page: head, inline styles and scripts. The security policy admits exactly these.

use std::sync::Arc;

/// Loads the application when the page is idle, or at the first tap on something that needs it.
const LOADER: &str = include_str!("loader.js");

/// The assets a page needs to know of, as `cargo xtask build` made them. Default: neither styles nor script.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// The document up to where the page's own tags go.
    head: Arc<str>,
    /// Empty if the application was not built.
    loader: Arc<str>,
    css: Arc<str>,
}

impl Site {
    /// `pkg` is the folder of the script and the wasm module (`/pkg-1a2b…`), `None` if they were not built; `css` is
    /// the public style sheet.
    pub fn new(pkg: Option<&str>, css: &str) -> Self {
        let head = format!(
            "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><style>{css}</style>"
        );
        let loader = pkg.map(|pkg| squeeze(LOADER).replace("PKG", pkg)).unwrap_or_default();
        Self { head: head.into(), loader: loader.into(), css: css.into() }
    }

    /// The finished document. `tags` are the page's own; `data` is what it fetched while it was rendered, as JSON:
    /// hydration reads it instead of asking again.
    pub(crate) fn document(&self, tags: &str, body: &str, data: &str) -> String {
        let script: &[&str] = match &*self.loader {
            "" => &[],
            loader => &[
                "<script type=\"application/json\" id=\"data\">",
                data,
                "</script><script type=\"module\">",
                loader,
                "</script>",
            ],
        };
        [&[&*self.head, tags, "</head><body>", body], script, &["</body></html>"]].concat().concat()
    }

    /// Every script that stands in a page, for the security policy. Data blocks are no scripts.
    pub fn scripts(&self) -> Vec<&str> {
        if self.loader.is_empty() { Vec::new() } else { vec![&self.loader] }
    }

    /// Every style sheet that stands in a page, for the security policy.
    pub fn styles(&self) -> Vec<&str> {
        vec![&self.css]
    }
}

/// Drop indentation and comment lines.
fn squeeze(script: &str) -> String {
    script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")).collect()
}
