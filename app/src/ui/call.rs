use common::id::Phone;
use common::settings::Channel;
use leptos::prelude::*;

use super::fact::{fact, missing};

/// A number to tap, with who answers it. Text that holds no number is shown as it is.
pub fn call(who: Option<String>, phone: &str) -> AnyView {
    let (target, label) = dial(phone);
    view! {
        <a class="tel" href=target>
            <span>{who.map(|who| format!("{who}　"))} <b>{label}</b></span>
            <i>"拨打"</i>
        </a>
    }
    .into_any()
}

/// What a tap dials, and the number as read aloud.
pub fn dial(phone: &str) -> (Option<String>, String) {
    match Phone::parse(phone) {
        Ok(phone) => (Some(format!("tel:{}", phone.tel())), phone.label()),
        Err(_) => (None, phone.to_owned()),
    }
}

/// A channel under its name in the law, or that it is missing.
pub fn channel_fact(label: &'static str, channel: Option<Channel>) -> AnyView {
    match channel {
        Some(channel) => fact(label, channel_call(channel)),
        None => fact(label, missing("未公示")),
    }
}

/// A channel: its number, where it is and when it answers.
pub fn channel_call(channel: Channel) -> AnyView {
    let place: Vec<String> = [channel.address, channel.hours].into_iter().flatten().collect();
    view! {
        {call(Some(channel.name), &channel.phone)}
        {(!place.is_empty()).then(|| view! { <small>{place.join("，")}</small> })}
        {channel.link.map(|link| view! { <p><a href=link rel="external">"网上办理"</a></p> })}
    }
    .into_any()
}
