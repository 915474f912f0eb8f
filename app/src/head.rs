//! What a page says of itself above its body: title and meta tags.

use leptos::prelude::*;

/// Follows the title of every page.
const SITE: &str = "明薪";

/// The page's title; in the browser it also names the tab after a move to this page.
#[component]
pub fn Title(#[prop(into)] text: String) -> impl IntoView {
    let title = format!("{text} - {SITE}");
    #[cfg(feature = "ssr")]
    if let Some(tags) = use_context::<Tags>() {
        tags.set_title(title);
        return;
    }
    #[cfg(feature = "hydrate")]
    document().set_title(&title);
    #[cfg(not(feature = "hydrate"))]
    drop(title);
}

/// A meta tag. Only the finished page has it: nobody reads it after a move inside the browser.
#[component]
pub fn Meta(name: &'static str, #[prop(into)] content: String) -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(tags) = use_context::<Tags>() {
        tags.set_meta(name, content);
        return;
    }
    let _ = (name, content);
}

#[cfg(feature = "ssr")]
pub use collected::Tags;

#[cfg(feature = "ssr")]
mod collected {
    use std::collections::BTreeMap;
    use std::fmt::Write;
    use std::sync::{Arc, Mutex, PoisonError};

    use common::text::escape_html;

    use super::SITE;

    /// The tags of a page being rendered; what is said last holds.
    #[derive(Clone, Default)]
    pub struct Tags(Arc<Mutex<Said>>);

    #[derive(Default)]
    struct Said {
        title: Option<String>,
        meta: BTreeMap<&'static str, String>,
    }

    impl Tags {
        pub(super) fn set_title(&self, title: String) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).title = Some(title);
        }

        pub(super) fn set_meta(&self, name: &'static str, content: String) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).meta.insert(name, content);
        }

        /// The tags, escaped.
        pub fn html(&self) -> String {
            let tags = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let mut html = format!("<title>{}</title>", escape_html(tags.title.as_deref().unwrap_or(SITE)));
            for (name, content) in &tags.meta {
                // Writing to a string does not fail.
                let _ = write!(html, "<meta name=\"{name}\" content=\"{}\">", escape_html(content));
            }
            html
        }
    }

    #[cfg(test)]
    mod tests {
        use super::Tags;

        #[test]
        fn what_people_typed_stays_text() {
            let tags = Tags::default();
            assert_eq!(tags.html(), "<title>明薪</title>");
            tags.set_title("</title><script>".to_owned());
            tags.set_meta("description", "\"><script>&".to_owned());
            assert_eq!(
                tags.html(),
                "<title>&lt;/title&gt;&lt;script&gt;</title>\
                 <meta name=\"description\" content=\"&quot;&gt;&lt;script&gt;&amp;\">"
            );
        }
    }
}
