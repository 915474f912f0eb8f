//! What surrounds a page: head, inline styles and the loader, and the policy that admits exactly these.

use std::sync::Arc;

/// The assets a page needs to know of, as built by `cargo xtask build`. Default: a page without styles or script.
#[derive(Clone, Debug, Default)]
pub struct Site {
    head: Arc<str>,
    loader: Arc<str>,
    styles: Vec<Arc<str>>,
}

/// Loads the application when the page is idle, or at the first tap on something that needs it.
const LOADER: &str = include_str!("loader.js");

impl Site {
    /// `pkg` is the folder of the script and the wasm module (`/pkg-1a2b…`), or `None` if they were not built;
    /// `css` is the public style sheet.
    pub fn new(pkg: Option<&str>, css: &str) -> Self {
        Self {
            head: format!(
                "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">\
                 <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
                 <style>{css}</style><!--HEAD--></head><body>"
            )
            .into(),
            loader: pkg.map(|pkg| squeeze(LOADER).replace("PKG", pkg)).unwrap_or_default().into(),
            styles: vec![css.into()],
        }
    }

    /// The finished document. `data` is what the page fetched while it was rendered, as JSON: hydration reads it
    /// instead of asking again.
    pub(crate) fn document(&self, body: &str, data: &str) -> String {
        let mut html = String::with_capacity(self.head.len() + body.len() + data.len() + self.loader.len() + 128);
        html.push_str(&self.head);
        html.push_str(body);
        if !self.loader.is_empty() {
            html.push_str("<script type=\"application/json\" id=\"data\">");
            html.push_str(data);
            html.push_str("</script><script type=\"module\">");
            html.push_str(&self.loader);
            html.push_str("</script>");
        }
        html.push_str("</body></html>");
        html
    }

    /// Every script that stands in a page, for the content security policy. Data blocks are no scripts.
    pub fn scripts(&self) -> impl Iterator<Item = &str> {
        Some(&*self.loader).filter(|loader| !loader.is_empty()).into_iter()
    }

    /// Every style sheet that stands in a page, for the content security policy.
    pub fn styles(&self) -> impl Iterator<Item = &str> {
        self.styles.iter().map(|css| &**css)
    }
}

/// Drop indentation and comment lines.
fn squeeze(script: &str) -> String {
    script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")).collect()
}
