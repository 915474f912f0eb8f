//! The columns of the table that offices publish (拖欠农民工工资失信联合惩戒对象名单公示表).

use crate::sheet::{self, ColumnKey, Kind, column};

/// A column by name. The order is that of [`COLUMNS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    Serial,
    Employer,
    Uscc,
    Address,
    Principal,
    Others,
    Facts,
    Order,
    Decision,
    Basis,
    DecidedOn,
    Term,
    Authority,
    Remark,
}

/// Every column that is recognised. 证件号码 is none of them: it is never taken in.
#[rustfmt::skip]
pub const COLUMNS: &[sheet::Column<Key>] = &[
    column(Key::Serial, "serial", "序号", Kind::Text, 6, &["编号", "序", "NO", "NO."]),
    column(Key::Employer, "employer", "用人单位名称", Kind::Text, 30, &["单位名称", "用人单位", "企业名称", "失信主体名称", "当事人", "公司名称", "名称"]),
    column(Key::Uscc, "uscc", "统一社会信用代码", Kind::Id, 24, &["信用代码", "社会信用代码", "统一信用代码"]),
    column(Key::Address, "address", "单位地址", Kind::Text, 30, &["地址", "注册地址", "住所"]),
    column(Key::Principal, "principal", "法定代表人(主要负责人)", Kind::Text, 16, &["法人代表", "负责人", "主要负责人", "法定代表人或主要负责人"]),
    column(Key::Others, "others", "其他责任人员及职务", Kind::Text, 30, &["其他责任人员", "责任人员", "其他责任人"]),
    column(Key::Facts, "facts", "主要违法事实(项目、拖欠人数、金额)", Kind::Text, 50, &["违法事实", "列入事由", "主要事实", "失信事实"]),
    column(Key::Order, "order", "责令支付文书号", Kind::Text, 24, &["责令改正文书号", "责令文书号", "限期整改指令书文号"]),
    column(Key::Decision, "decision", "列入决定书文号", Kind::Text, 24, &["列入决定文号", "决定书文号", "列入文号"]),
    column(Key::Basis, "basis", "列入依据", Kind::Text, 40, &["依据"]),
    column(Key::DecidedOn, "decided_on", "列入日期", Kind::Date, 14, &["列入时间", "列入决定日期", "决定日期"]),
    column(Key::Term, "term", "期限(起止)", Kind::Text, 26, &["列入期限", "联合惩戒期限", "公布期限"]),
    column(Key::Authority, "authority", "作出列入决定部门", Kind::Text, 30, &["列入部门", "作出决定部门", "认定部门", "列入决定机关"]),
    column(Key::Remark, "remark", "备注", Kind::Text, 20, &["说明"]),
];

impl ColumnKey for Key {
    const FILE: &'static str = "失信名单";
    const SERIAL: Self = Self::Serial;
    const ANCHOR: Self = Self::Employer;
    const NEEDED: &'static [Self] = &[Self::DecidedOn];

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
