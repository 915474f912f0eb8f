//! The core of a firm's name: what is left without region and legal form, by which people remember it.

use crate::search::fold;

/// Legal forms and their usual companions, longest first.
const FORMS: &[&str] = &[
    "集团股份有限公司",
    "集团有限责任公司",
    "集团有限公司",
    "股份有限公司",
    "有限责任公司",
    "有限公司",
    "集团公司",
    "分公司",
    "公司",
    "集团",
    "合伙企业",
    "个体工商户",
];
/// What a firm does, as it stands before its legal form.
const TRADES: &[&str] = &[
    "建筑劳务分包",
    "建筑安装工程",
    "建设工程",
    "建筑工程",
    "建筑劳务",
    "建筑安装",
    "建筑装饰",
    "市政工程",
    "园林绿化",
    "装饰工程",
    "装饰装修",
    "劳务分包",
    "工程建设",
    "建设",
    "建筑",
    "劳务",
    "工程",
    "实业",
    "装饰",
];
/// Where a region ends.
const REGIONS: &[&str] = &["自治区", "特别行政区", "自治州", "省", "市", "区", "县", "州"];

/// The name without region, trade and legal form, folded as search folds it. What would leave fewer than two
/// characters stays.
pub fn core_name(name: &str) -> String {
    let folded = fold(name);
    let mut rest: &str = &folded;
    let long_enough = |text: &str| text.chars().nth(1).is_some();
    for list in [FORMS, TRADES] {
        while let Some(shorter) =
            list.iter().find_map(|end| rest.strip_suffix(end)).filter(|shorter| long_enough(shorter))
        {
            rest = shorter;
        }
    }
    // A region stands in front and has a name of one to six characters.
    while let Some(shorter) = REGIONS
        .iter()
        .filter_map(|end| {
            rest.char_indices().take(8).find_map(|(at, _)| rest[at..].strip_prefix(end).filter(|_| at > 0))
        })
        .max_by_key(|shorter| shorter.len())
        .filter(|shorter| long_enough(shorter))
    {
        rest = shorter;
    }
    rest.to_owned()
}

#[cfg(test)]
mod tests {
    use super::core_name;

    #[test]
    fn region_trade_and_legal_form_do_not_matter() {
        for name in ["示例市鸿运建设有限公司", "鸿运建设集团有限公司", "示例省示例市鸿运建筑劳务有限公司", "鸿运"]
        {
            assert_eq!(core_name(name), "鸿运", "{name}");
        }
        assert_eq!(core_name("示例区城东建筑工程有限公司"), "城东");
        assert_eq!(core_name("建设有限公司"), "建设");
        assert_eq!(core_name("市"), "市");
        assert_eq!(core_name(""), "");
    }
}
