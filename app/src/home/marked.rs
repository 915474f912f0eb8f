use common::api::Reason;
use leptos::prelude::*;

/// A text with the characters that matched marked in it.
pub fn marked(text: &str, span: Option<(usize, usize)>) -> AnyView {
    let Some((start, end)) = span else { return text.to_owned().into_any() };
    let part = |from: usize, to: usize| text.chars().skip(from).take(to.saturating_sub(from)).collect::<String>();
    // An empty text would be finished as a blank.
    let around = |from: usize, to: usize| Some(part(from, to)).filter(|part| !part.is_empty());
    view! { {around(0, start)} <mark>{part(start, end)}</mark> {around(end, usize::MAX)} }.into_any()
}

/// Why a hit was found: the field, how it matched, and what matched.
pub fn reason(reason: Reason) -> AnyView {
    view! {
        <p class="soft">
            {reason.field} "（" {reason.how} "）：" {marked(&reason.text, reason.span)}
        </p>
    }
    .into_any()
}
