use common::board::{Item, PublicBoard};
use leptos::prelude::*;

use crate::ui::channel_fact;

/// Art. 34 (3): where to complain, in the order of the article.
const CHANNELS: [Item; 5] =
    [Item::RegulatorComplaint, Item::LabourInspection, Item::Arbitration, Item::LegalAid, Item::LegalHotline];

/// The channels of the article, then the national platform and the district's office.
pub fn channel_facts(board: &PublicBoard) -> Vec<AnyView> {
    let mut facts: Vec<AnyView> =
        CHANNELS.iter().map(|item| channel_fact(item.label(), board.channel(*item).cloned())).collect();
    facts
        .extend(board.national_platform.clone().map(|channel| channel_fact("全国根治欠薪线索反映平台", Some(channel))));
    facts.extend(board.office.clone().map(|channel| channel_fact("区根治欠薪办公室", Some(channel))));
    facts
}
