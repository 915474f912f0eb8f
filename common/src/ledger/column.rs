//! The columns of the ledger: official header, the headers other offices use, and what kind of value stands below.

use crate::sheet::{self, ColumnKey, Kind, column};

/// A column by name. The order is that of [`COLUMNS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    Serial,
    Name,
    Code,
    Address,
    Street,
    Industry,
    Regulator,
    Funding,
    Owner,
    OwnerUscc,
    OwnerContact,
    Contractor,
    ContractorUscc,
    ManagerContact,
    OfficerContact,
    Subcontractors,
    Supervisor,
    Permit,
    Contract,
    LabourShare,
    LabourCostDay,
    StartedOn,
    PlannedEndOn,
    Progress,
    Headcount,
    Bank,
    Account,
    OpenedOn,
    DepositForm,
    DepositAmount,
    RealName,
    ContractsSigned,
    PaidByContractor,
    PaidMonthly,
    BoardHung,
    PayDay,
    InArrears,
    ArrearsRecord,
    Note,
    Nickname,
    Longitude,
    Latitude,
    State,
    OwnerPerson,
    OwnerPhone,
    ManagerPerson,
    ManagerPhone,
    OfficerPerson,
    OfficerPhone,
}

impl Key {
    pub fn column(self) -> &'static Column {
        &COLUMNS[self as usize]
    }

    /// The two columns that a joined 姓名及电话 column stands for.
    pub fn parts(self) -> Option<[Self; 2]> {
        match self {
            Self::OwnerContact => Some([Self::OwnerPerson, Self::OwnerPhone]),
            Self::ManagerContact => Some([Self::ManagerPerson, Self::ManagerPhone]),
            Self::OfficerContact => Some([Self::OfficerPerson, Self::OfficerPhone]),
            _ => None,
        }
    }

    /// Part of a joined column, and so not a column of the template.
    pub fn is_part(self) -> bool {
        self >= Self::OwnerPerson
    }
}

impl ColumnKey for Key {
    const FILE: &'static str = "台账";
    const HINT: &'static str = "。空白模板可用 mingxin export template 导出";
    const SERIAL: Self = Self::Serial;
    const ANCHOR: Self = Self::Name;
    const NEEDED: &'static [Self] = &[Self::Contractor];

    fn columns() -> &'static [Column] {
        COLUMNS
    }

    fn index(self) -> usize {
        self as usize
    }

    fn parts(self) -> Option<[Self; 2]> {
        Self::parts(self)
    }

    fn leads(self) -> bool {
        use Key::{Contractor, ManagerPerson, OfficerPerson, Owner, Subcontractors, Supervisor};
        matches!(self, Owner | Contractor | ManagerPerson | OfficerPerson | Subcontractors | Supervisor)
    }
}

/// One column of the ledger.
pub type Column = sheet::Column<Key>;

/// Every column that is read, in the order of the template; the parts of joined columns come last.
#[rustfmt::skip]
pub const COLUMNS: &[Column] = &[
    column(Key::Serial, "serial", "序号", Kind::Text, 6, &["编号", "序", "NO", "NO."]),
    column(Key::Name, "name", "项目名称", Kind::Text, 36, &["工程名称", "工程项目名称", "项目", "工程项目", "在建项目名称", "在建工程名称", "建设项目名称", "标段名称"]),
    column(Key::Code, "code", "项目代码", Kind::Id, 26, &["投资项目统一代码", "投资项目代码", "项目统一代码", "立项代码", "项目编码", "工程代码", "赋码"]),
    column(Key::Address, "address", "项目地址", Kind::Text, 30, &["工程地址", "建设地点", "项目地点", "工程地点", "地址", "施工地址", "项目所在地", "建设地址"]),
    column(Key::Street, "street", "所属街道(乡镇)", Kind::Text, 14, &["街道", "乡镇", "镇街", "街镇", "乡镇街道", "街道乡镇", "所属乡镇", "所属镇街", "所在街道", "所属乡镇街道", "属地"]),
    column(Key::Industry, "industry", "行业类别(房建/市政/交通/水利/其他)", Kind::Text, 10, &["行业", "所属行业", "工程类别", "行业分类", "工程类型", "项目类别", "行业领域"]),
    column(Key::Regulator, "regulator", "行业主管部门", Kind::Text, 16, &["主管部门", "行业监管部门", "监管部门", "行业主管单位", "主管单位", "行业部门"]),
    column(Key::Funding, "funding", "项目性质(政府投资/国有企业/社会投资/PPP)", Kind::Text, 12, &["投资性质", "资金性质", "资金来源", "投资类型", "工程性质", "项目类型", "投资主体"]),
    column(Key::Owner, "owner", "建设单位", Kind::Text, 30, &["业主", "业主单位", "建设单位名称", "建设方", "甲方", "建设单位全称"]),
    column(Key::OwnerUscc, "owner_uscc", "建设单位统一社会信用代码", Kind::Id, 22, &["建设单位信用代码", "建设单位社会信用代码", "业主单位统一社会信用代码", "业主统一社会信用代码", "建设单位代码"]),
    column(Key::OwnerContact, "owner_contact", "建设单位负责人及电话", Kind::Contact, 20, &["建设单位联系人及电话", "建设单位联系人及联系方式", "建设单位负责人及联系方式", "建设单位负责人及联系电话", "建设单位联系人及联系电话", "业主负责人及电话", "业主联系人及电话", "建设单位负责人电话", "建设单位联系方式"]),
    column(Key::Contractor, "contractor", "施工总承包单位", Kind::Text, 30, &["总承包单位", "总包单位", "施工总包单位", "施工单位", "总包", "施工总承包", "施工总承包单位名称", "总包单位名称", "施工单位名称", "总承包企业", "施工总承包企业", "承建单位"]),
    column(Key::ContractorUscc, "contractor_uscc", "总包统一社会信用代码", Kind::Id, 22, &["总包单位统一社会信用代码", "施工总承包单位统一社会信用代码", "施工单位统一社会信用代码", "总包信用代码", "总包单位信用代码", "施工单位信用代码", "总承包单位统一社会信用代码", "施工总承包单位信用代码"]),
    column(Key::ManagerContact, "manager_contact", "项目经理及电话", Kind::Contact, 20, &["项目经理及联系方式", "项目经理及联系电话", "项目负责人及电话", "项目负责人及联系方式", "项目负责人及联系电话", "项目经理电话及姓名", "项目部负责人及电话", "总包负责人及电话", "总包项目经理及电话", "施工单位负责人及电话", "施工总承包单位负责人及电话", "施工总承包单位联系人及电话", "施工总承包单位负责人及联系方式", "施工总承包单位联系方式"]),
    column(Key::OfficerContact, "officer_contact", "劳资专管员及电话", Kind::Contact, 20, &["劳资专管员及联系方式", "劳资专管员及联系电话", "劳资员及电话", "劳资员及联系方式", "劳资员及联系电话", "专管员及电话", "劳资专员及电话", "劳务员及电话"]),
    column(Key::Subcontractors, "subcontractors", "分包单位", Kind::Contact, 40, &["分包企业", "专业分包单位", "劳务分包单位", "分包", "分包队伍", "劳务公司", "劳务单位", "分包单位名称", "分包单位及电话", "分包单位负责人及电话"]),
    column(Key::Supervisor, "supervisor", "监理单位", Kind::Contact, 28, &["监理", "监理公司", "监理企业", "监理单位名称"]),
    column(Key::Permit, "permit", "施工许可证号", Kind::Id, 22, &["施工许可证", "施工许可证编号", "施工许可编号", "施工许可号", "许可证号", "许可证编号", "建筑工程施工许可证编号"]),
    column(Key::Contract, "contract", "合同价款(万元)", Kind::Money, 14, &["合同价", "合同金额", "合同造价", "工程造价", "合同总价", "合同额", "总造价", "工程合同价", "造价", "中标价"]),
    column(Key::LabourShare, "labour_share", "人工费比例(%)", Kind::Percent, 12, &["人工费占比", "人工费用比例", "人工费用占比", "人工费拨付比例", "人工费用拨付比例", "约定人工费比例"]),
    column(Key::LabourCostDay, "labour_cost_day", "人工费拨付日", Kind::Day, 12, &["人工费用拨付日", "人工费拨付日期", "人工费用拨付日期", "人工费拨付时间", "人工费拨付周期"]),
    column(Key::StartedOn, "started_on", "开工日期", Kind::Date, 14, &["开工时间", "实际开工日期", "开工日", "合同开工日期", "计划开工日期", "实际开工时间"]),
    column(Key::PlannedEndOn, "planned_end_on", "计划竣工日期", Kind::Date, 14, &["计划竣工时间", "预计竣工日期", "预计竣工时间", "竣工日期", "竣工时间", "合同竣工日期", "计划完工日期", "预计完工时间", "预计完工日期", "计划完工时间"]),
    column(Key::Progress, "progress", "工程进度", Kind::Text, 16, &["形象进度", "施工进度", "项目进度", "目前进度", "工程形象进度", "当前进度", "工程进展"]),
    column(Key::Headcount, "headcount", "用工人数", Kind::Whole, 10, &["农民工人数", "在场人数", "工人数", "现有人数", "现场人数", "在册人数", "农民工数", "用工数", "务工人数"]),
    column(Key::Bank, "bank", "专用账户开户行", Kind::Text, 26, &["开户行", "开户银行", "专户开户行", "专户银行", "专用账户银行", "专户开户银行", "专用账户开户银行", "工资专户开户行", "工资专用账户开户行", "农民工工资专用账户开户行"]),
    column(Key::Account, "account", "专用账户账号", Kind::Id, 26, &["专户账号", "账号", "专用账户", "工资专户账号", "专户号", "工资专用账户账号", "农民工工资专用账户账号", "农民工工资专用账户", "工资专用账户", "专用账户号", "银行账号", "专户帐号", "专用账户帐号"]),
    column(Key::OpenedOn, "opened_on", "开户日期", Kind::Date, 14, &["开户时间", "专户开户日期", "专用账户开户日期", "专户开设日期", "开立日期", "专户开户时间"]),
    column(Key::DepositForm, "deposit_form", "保证金存储形式", Kind::Text, 14, &["保证金形式", "保证金缴存形式", "保证金缴纳形式", "工资保证金形式", "工资保证金存储形式", "工资保证金缴存形式", "保证金方式", "保证金缴存方式", "保证金缴纳方式", "保证金存储方式"]),
    column(Key::DepositAmount, "deposit_amount", "保证金金额(万元)", Kind::Money, 14, &["保证金", "工资保证金", "保证金额", "工资保证金金额", "保证金缴存金额", "保证金缴纳金额", "保证金数额", "农民工工资保证金"]),
    column(Key::RealName, "real_name", "实名制(是/否)", Kind::YesNo, 10, &["实名制管理", "是否实名制", "是否实名制管理", "实名制落实", "是否落实实名制", "实行实名制", "是否实行实名制"]),
    column(Key::ContractsSigned, "contracts_signed", "劳动合同签订(是/否)", Kind::YesNo, 12, &["是否签订劳动合同", "劳动合同签订情况", "劳动合同", "是否全员签订劳动合同", "签订劳动合同", "用工合同签订", "合同签订"]),
    column(Key::PaidByContractor, "paid_by_contractor", "总包代发(是/否)", Kind::YesNo, 10, &["是否总包代发", "总包代发工资", "是否实行总包代发", "总包代发制", "总包代发制度", "是否代发"]),
    column(Key::PaidMonthly, "paid_monthly", "按月足额支付(是/否)", Kind::YesNo, 12, &["是否按月足额支付", "按月支付", "按月足额发放", "是否按月足额发放", "是否按月支付", "月结月清", "按月足额支付工资"]),
    column(Key::BoardHung, "board_hung", "维权告示牌(是/否)", Kind::YesNo, 10, &["维权信息告示牌", "维权公示牌", "告示牌", "是否设立维权告示牌", "是否设置维权告示牌", "是否设置维权信息告示牌", "维权信息公示牌", "公示牌"]),
    column(Key::PayDay, "pay_day", "工资支付日", Kind::Day, 10, &["工资发放日", "工资发放日期", "工资支付日期", "发薪日", "发放日", "每月发薪日", "工资发放时间", "约定工资支付日"]),
    column(Key::InArrears, "in_arrears", "是否欠薪", Kind::YesNo, 10, &["有无欠薪", "欠薪", "是否存在欠薪", "存在欠薪", "目前是否欠薪", "当前是否欠薪"]),
    column(Key::ArrearsRecord, "arrears_record", "有无欠薪记录", Kind::YesNo, 12, &["欠薪记录", "是否有欠薪记录", "有无拖欠记录", "历史欠薪记录", "是否有过欠薪"]),
    column(Key::Note, "note", "备注", Kind::Text, 30, &["说明", "备注说明", "其他说明"]),
    column(Key::Nickname, "nickname", "项目别名", Kind::Text, 18, &["别名", "俗称", "工地俗称", "项目俗称", "项目简称", "简称", "工地名称"]),
    column(Key::Longitude, "longitude", "经度", Kind::Degrees, 12, &["东经", "项目经度"]),
    column(Key::Latitude, "latitude", "纬度", Kind::Degrees, 12, &["北纬", "项目纬度"]),
    column(Key::State, "state", "项目状态(在建/停工/完工)", Kind::Text, 12, &["工程状态", "施工状态", "建设状态", "状态"]),
    column(Key::OwnerPerson, "owner_person", "建设单位负责人", Kind::Text, 12, &["建设单位联系人", "业主负责人", "业主联系人", "建设单位负责人姓名", "建设单位姓名"]),
    column(Key::OwnerPhone, "owner_phone", "建设单位联系电话", Kind::Phone, 16, &["建设单位电话", "建设单位负责人联系电话", "建设单位联系人电话", "业主电话", "业主联系电话"]),
    column(Key::ManagerPerson, "manager_person", "项目经理", Kind::Text, 12, &["项目经理姓名", "项目负责人", "项目负责人姓名", "总包项目经理", "总包负责人", "施工总承包单位负责人", "施工总承包单位联系人", "施工总承包单位项目经理"]),
    column(Key::ManagerPhone, "manager_phone", "项目经理电话", Kind::Phone, 16, &["项目经理联系电话", "项目经理联系方式", "项目负责人电话", "项目负责人联系电话", "项目经理手机", "总包负责人电话", "施工总承包单位联系电话", "施工总承包单位电话", "施工总承包单位负责人电话"]),
    column(Key::OfficerPerson, "officer_person", "劳资专管员", Kind::Text, 12, &["劳资专管员姓名", "劳资员", "劳资员姓名", "专管员", "劳资专员"]),
    column(Key::OfficerPhone, "officer_phone", "劳资专管员电话", Kind::Phone, 16, &["劳资专管员联系电话", "劳资专管员联系方式", "劳资员电话", "劳资员联系电话", "专管员电话", "劳资专管员手机"]),
];

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn each_key_finds_its_column() {
        for (index, column) in COLUMNS.iter().enumerate() {
            assert_eq!(column.key as usize, index, "{}", column.header);
            assert_eq!(column.key.column().word, column.word);
        }
        assert_eq!(Key::OfficerPhone as usize + 1, COLUMNS.len());
        assert_eq!(Key::Contract.column().title(), "合同价款");
    }

    #[test]
    fn no_header_means_two_columns() {
        let mut seen = HashMap::new();
        for column in COLUMNS {
            for name in column.synonyms.iter().copied().chain([column.title()]) {
                assert_eq!(seen.insert(name, column.key), None, "{name}");
            }
        }
    }
}
