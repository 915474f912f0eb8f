//! The columns of a roster.

use crate::sheet::{self, ColumnKey, Kind, column};

/// A column by name. The order is that of [`COLUMNS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    Serial,
    Project,
    Name,
    Sex,
    Nation,
    Born,
    IdNumber,
    Home,
    Address,
    Phone,
    Employer,
    Team,
    Leader,
    Trade,
    Skill,
    Education,
    EnteredOn,
    LeftOn,
    Contract,
    Term,
    PayBasis,
    PayRate,
    Bank,
    Card,
    TrainedOn,
    Emergency,
    Signature,
    Note,
}

/// Every column that is recognised; what is not needed to see wages paid is not stored (《个人信息保护法》第六条).
#[rustfmt::skip]
pub const COLUMNS: &[sheet::Column<Key>] = &[
    column(Key::Serial, "serial", "序号", Kind::Text, 6, &["编号", "序", "NO", "NO."]),
    column(Key::Project, "project", "项目", Kind::Text, 30, &["项目名称", "工程名称", "项目代码", "项目编号", "所属项目", "工程项目名称", "投资项目统一代码"]),
    column(Key::Name, "name", "姓名", Kind::Text, 10, &["工人姓名", "农民工姓名", "人员姓名", "职工姓名", "员工姓名"]),
    column(Key::Sex, "sex", "性别", Kind::Text, 6, &[]),
    column(Key::Nation, "nation", "民族", Kind::Text, 6, &[]),
    column(Key::Born, "born", "出生日期", Kind::Text, 12, &["出生年月", "出生年月日"]),
    column(Key::IdNumber, "id_number", "身份证号码", Kind::Id, 22, &["身份证号", "身份证", "公民身份号码", "证件号码", "证件号", "身份证件号码", "居民身份证号码", "居民身份证号"]),
    column(Key::Home, "home", "户籍地址", Kind::Text, 30, &["籍贯", "户籍所在地", "身份证地址", "家庭住址", "家庭地址"]),
    column(Key::Address, "address", "现住址", Kind::Text, 30, &["现住地址", "居住地址", "住址"]),
    column(Key::Phone, "phone", "联系电话", Kind::Phone, 16, &["电话", "手机", "手机号", "手机号码", "联系方式", "电话号码", "本人电话"]),
    column(Key::Employer, "employer", "所属单位", Kind::Text, 30, &["用人单位", "分包单位", "劳务公司", "所属企业", "用工单位", "参建单位", "劳务单位"]),
    column(Key::Team, "team", "班组", Kind::Text, 14, &["所属班组", "班组名称", "所在班组", "施工班组"]),
    column(Key::Leader, "leader", "班组长", Kind::Text, 10, &["是否班组长", "班组长姓名"]),
    column(Key::Trade, "trade", "工种", Kind::Text, 10, &["工种岗位", "岗位", "从事工种", "岗位工种"]),
    column(Key::Skill, "skill", "技能等级", Kind::Text, 10, &["技能", "职业技能等级", "技术等级"]),
    column(Key::Education, "education", "文化程度", Kind::Text, 10, &["学历"]),
    column(Key::EnteredOn, "entered_on", "进场日期", Kind::Date, 14, &["进场时间", "入场日期", "入场时间", "进入工地日期", "入职日期"]),
    column(Key::LeftOn, "left_on", "退场日期", Kind::Date, 14, &["退场时间", "离场日期", "离场时间", "离职日期"]),
    column(Key::Contract, "contract", "合同类型(劳动合同/用工书面协议)", Kind::Text, 14, &["合同种类", "劳动合同", "是否签订劳动合同", "合同签订情况", "劳动合同签订情况", "签订合同", "合同"]),
    column(Key::Term, "term", "合同起止日期", Kind::Text, 22, &["合同期限", "合同起止时间", "劳动合同期限"]),
    column(Key::PayBasis, "pay_basis", "计酬方式(计时/计件)", Kind::Text, 10, &["计薪方式", "工资形式", "计酬形式"]),
    column(Key::PayRate, "pay_rate", "工资标准", Kind::Text, 10, &["工资单价", "日工资", "约定工资"]),
    column(Key::Bank, "bank", "工资卡开户行", Kind::Text, 24, &["开户行", "开户银行", "工资卡银行", "银行名称", "工资卡开户银行"]),
    column(Key::Card, "card", "工资卡号", Kind::Id, 24, &["银行卡号", "卡号", "工资卡账号", "银行账号", "银行卡账号", "账号", "工资账号"]),
    column(Key::TrainedOn, "trained_on", "安全教育日期", Kind::Text, 14, &["安全教育时间", "三级教育日期", "安全培训日期"]),
    column(Key::Emergency, "emergency", "紧急联系人及电话", Kind::Text, 20, &["紧急联系人", "紧急联系电话", "紧急联系方式"]),
    column(Key::Signature, "signature", "本人签字", Kind::Text, 10, &["签字", "签名", "本人签名", "工人签字"]),
    column(Key::Note, "note", "备注", Kind::Text, 20, &["说明"]),
];

impl ColumnKey for Key {
    const FILE: &'static str = "花名册";
    const SERIAL: Self = Self::Serial;
    const ANCHOR: Self = Self::Name;
    const NEEDED: &'static [Self] = &[Self::IdNumber, Self::EnteredOn];

    fn columns() -> &'static [sheet::Column<Self>] {
        COLUMNS
    }

    fn index(self) -> usize {
        self as usize
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn each_key_finds_its_column_and_no_header_means_two() {
        crate::sheet::check_columns::<super::Key>();
    }
}
