//! Why a worker's month does not add up, and what to do about it.

use serde::{Deserialize, Serialize};

use crate::term::terms;

terms! {
    /// What the comparison of a month's files found about one worker.
    Reason {
        Short = "short", "少发";
        AbsentInBank = "absent_in_bank", "回单里没有这个人";
        Failed = "failed", "银行退回";
        PaidMore = "paid_more", "多发";
        PaidNotOnPayroll = "paid_not_on_payroll", "发了钱但不在工资表上";
        AttendedNotOnPayroll = "attended_not_on_payroll", "有考勤但不在工资表上";
        PayrollNoAttendance = "payroll_no_attendance", "在工资表上但没有考勤";
        NotOnRoster = "not_on_roster", "不在花名册上";
        CardShared = "card_shared", "一张卡发给多人";
        CardDiffers = "card_differs", "发到了另一张卡";
        NameDiffers = "name_differs", "姓名和身份证号对不上";
        BelowMinimum = "below_minimum", "低于最低工资标准";
        Child = "child", "未满法定年龄";
        OverAge = "over_age", "超过退休年龄，没有用工书面协议";
        NoContract = "no_contract", "没有签合同";
        Juvenile = "juvenile", "未成年工";
    }
}

impl Reason {
    /// Only to be known: the month counts as matched all the same.
    pub const fn is_doubt(self) -> bool {
        matches!(self, Self::Juvenile)
    }

    /// What to do, in a sentence.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Short => "请总包单位从专用账户补足差额，并上传补发回单",
            Self::AbsentInBank => "请查这笔工资是否漏发；已用别的办法发的，要有本人签字的凭证",
            Self::Failed => "请核对本人姓名和卡号，重新发放后上传新的回单",
            Self::PaidMore => "请核对工资表；确属补发的，在工资表里写明补发月份",
            Self::PaidNotOnPayroll => "请补报工资表，或说明这笔钱为什么发；专用账户只能发给本项目的工人",
            Self::AttendedNotOnPayroll => "请分包单位补报这个人的工资，由本人签字确认",
            Self::PayrollNoAttendance => "请补考勤；没有出勤的，要说明工资怎么来的",
            Self::NotOnRoster => "请先补实名登记和书面合同，再更新花名册",
            Self::CardShared => "工资要发到本人的卡上，请逐人换成自己的卡",
            Self::CardDiffers => "请向本人核实是否收到，并把卡号改成一致",
            Self::NameDiffers => "请对照身份证核对姓名和号码，改正写错的那份表",
            Self::BelowMinimum => "请核对出勤天数和工资标准，不足部分要补发",
            Self::Child => "立即停止用工，送其回家，并报人社部门查处",
            Self::OverAge => "请签订用工书面协议，不安排危险作业",
            Self::NoContract => "请补签书面合同；没有签的不得进场施工",
            Self::Juvenile => "不得安排繁重、危险作业，并办理未成年工登记",
        }
    }
}

/// One thing found, with the figures that show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub reason: Reason,
    /// 应发 6,520元，实到 6,020元，少 500元.
    pub detail: String,
}

impl Finding {
    pub fn new(reason: Reason, detail: impl Into<String>) -> Self {
        Self { reason, detail: detail.into() }
    }
}
