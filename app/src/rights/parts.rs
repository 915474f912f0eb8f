use common::settings::Channel;
use leptos::prelude::*;

use crate::ui::{call, channel_call};

/// The hotlines of the country, open to everyone.
const HOTLINES: [(&str, &str); 3] =
    [("政务服务热线", "12345"), ("人社服务热线", "12333"), ("公共法律服务热线", "12348")];

/// What helps to prove work and wages.
const EVIDENCE: [&str; 6] = [
    "考勤、打卡或记工本",
    "工资条、欠条、结算单、转账记录",
    "工牌、合同、进场登记",
    "和班组长、老板的聊天记录",
    "两三位工友的姓名和电话",
    "在工地干活的照片、视频",
];

pub fn hotlines() -> Vec<AnyView> {
    HOTLINES.iter().map(|(who, phone)| call(Some((*who).to_owned()), phone)).collect()
}

/// 全国根治欠薪线索反映平台 with its three entries, and the number to call where the district names one.
pub fn national_platform(channel: Option<Channel>) -> AnyView {
    view! {
        <p>"全国根治欠薪线索反映平台，三个入口任选："</p>
        <ul class="list">
            <li>"微信小程序“国务院客户端”→ 欠薪线索投诉"</li>
            <li>"微信公众号“人力资源和社会保障部”→ 人社服务 → 根治欠薪"</li>
            <li>"扫平台的二维码"</li>
        </ul>
        {channel.map(channel_call)}
    }
    .into_any()
}

/// 要带的东西: any of it helps, none of it is demanded.
pub fn evidence() -> AnyView {
    let things: Vec<AnyView> = EVIDENCE.iter().map(|one| view! { <li>{*one}</li> }.into_any()).collect();
    view! {
        <h2>"带上这些，有什么带什么"</h2>
        <ul class="list">{things}</ul>
        <p><small>"没有也可以举报：合同、考勤和工资表，由用工单位拿出来。"</small></p>
    }
    .into_any()
}
