//! What surrounds a page: head, inline styles and scripts. The security policy admits exactly these.

use std::sync::Arc;

use common::api::SESSION;
use common::project_file::DASHBOARD;

/// Where the official area begins, and its first page.
const OFFICIAL: &str = "/official";
/// Loads the application when the page is idle, or at the first tap on something that needs it.
const LOADER: &str = include_str!("loader.js");
/// Tells the styles what the browser can do, before the first paint; sends what waits on the phone.
const AIDS: &str = concat!(include_str!("aids.js"), include_str!("send.js"));
/// The complaint step by step, and the receipts this phone keeps.
const REPORT: &str = include_str!("report.js");
/// The styles of the complaint and its receipt.
const REPORT_CSS: &str = include_str!("../../style/complaint.css");
/// The print button of a sheet.
const PRINT: &str = include_str!("print.js");
/// The styles of sheets, on the screen and on paper.
const PRINT_CSS: &str =
    concat!(include_str!("../../style/print/sheet.css"), include_str!("../../style/print/sticker.css"));

/// What stands in the head of every page.
const HEAD: &str = "<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">\
    <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
    <meta name=\"theme-color\" content=\"#0b4a8f\"><meta name=\"format-detection\" content=\"telephone=no\">\
    <link rel=\"icon\" href=\"/icon.svg\"><link rel=\"apple-touch-icon\" href=\"/apple-touch-icon.png\">\
    <link rel=\"manifest\" href=\"/manifest.webmanifest\">";

/// The assets a page needs to know of, as `cargo xtask build` made them. Default: neither styles nor script.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// The document up to where the page's own tags go.
    head: Arc<str>,
    aids: Arc<str>,
    /// Empty if the application was not built.
    loader: Arc<str>,
    print: Arc<str>,
    report: Arc<str>,
    css: Arc<str>,
    /// Links to the styles and the application of the official area; empty if they were not built.
    official: Arc<str>,
}

impl Site {
    /// `pkg` is the folder of the script and the wasm modules (`/pkg-1a2b…`), `None` if they were not built; `css` is
    /// the public style sheet; `modules` are the paths of all wasm modules.
    pub fn new(pkg: Option<&str>, css: &str, modules: &[&str]) -> Self {
        let (aids, print, report) = (squeeze(AIDS), squeeze(PRINT), squeeze(REPORT));
        let head = format!("{HEAD}<style>{css}</style><script>{aids}</script>");
        let official = pkg.map(|pkg| official(pkg, modules)).unwrap_or_default();
        let loader = pkg.map(|pkg| squeeze(LOADER).replace("PKG", pkg)).unwrap_or_default();
        Self {
            head: head.into(),
            aids: aids.into(),
            loader: loader.into(),
            print: print.into(),
            report: report.into(),
            css: css.into(),
            official: official.into(),
        }
    }

    /// What a page at `path` has in its head besides its own tags. Whoever has signed in gets the first figures on
    /// their way together with the application that shows them.
    pub(crate) fn extra(&self, path: &str, signed_in: bool) -> String {
        if !path.starts_with(OFFICIAL) {
            return String::new();
        }
        let mut links = self.official.to_string();
        if signed_in {
            links.push_str(&preload(SESSION));
        }
        if signed_in && path == OFFICIAL {
            links.push_str(&preload(DASHBOARD));
        }
        links
    }

    /// A finished sheet to print: its own styles, and no application.
    pub(crate) fn sheet(&self, tags: &str, body: &str) -> String {
        let print = &self.print;
        format!(
            "{HEAD}<style>{PRINT_CSS}</style>{tags}</head><body>{body}<script type=\"module\">{print}</script></body></html>"
        )
    }

    /// A finished document that the application does not take over.
    pub(crate) fn plain(&self, tags: &str, body: &str) -> String {
        [&*self.head, tags, "</head><body>", body, "</body></html>"].concat()
    }

    /// The same with the styles and the script of the complaint.
    pub(crate) fn form(&self, tags: &str, body: &str) -> String {
        let (head, report) = (&self.head, &self.report);
        format!(
            "{head}<style>{REPORT_CSS}</style>{tags}</head><body>{body}<script type=\"module\">{report}</script></body></html>"
        )
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
        [&self.aids, &self.loader, &self.print, &self.report]
            .into_iter()
            .map(|one| &**one)
            .filter(|one| !one.is_empty())
            .collect()
    }

    /// Every style sheet that stands in a page, for the security policy.
    pub fn styles(&self) -> Vec<&str> {
        vec![&self.css, PRINT_CSS, REPORT_CSS]
    }
}

/// Styles and application of the official area, all asked for at once: nothing stands there without them.
fn official(pkg: &str, modules: &[&str]) -> String {
    let scripts = ["app.js", "chunks.js"].map(|name| format!("<link rel=\"modulepreload\" href=\"{pkg}/{name}\">"));
    let modules: String = modules.iter().map(|module| preload(module)).collect();
    format!("<link rel=\"stylesheet\" href=\"{pkg}/official.css\">{}{modules}", scripts.concat())
}

/// What the application will fetch.
fn preload(path: &str) -> String {
    format!("<link rel=\"preload\" as=\"fetch\" crossorigin href=\"{path}\">")
}

/// Drop indentation and comment lines.
fn squeeze(script: &str) -> String {
    script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")).collect()
}
