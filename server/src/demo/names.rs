//! Plainly fictional names: 示例 companies, people put together from lists, numbers that no one can hold.

use common::id::{Phone, Uscc};
use common::project::Industry;

pub const STREETS: &[&str] = &["城东街道", "城西街道", "城南街道", "北苑街道", "河口镇", "望江镇"];
const ROADS: &[&str] = &[
    "锦绣路",
    "向阳路",
    "滨河路",
    "望江路",
    "龙泉路",
    "北苑路",
    "文昌路",
    "和平街",
    "建设路",
    "青年路",
    "桂花路",
    "长虹路",
];
const WORKS: &[(Industry, &[&str])] = &[
    (Industry::Housing, &["安置房", "人才公寓", "中学", "幼儿园", "医院综合楼", "商业广场", "养老院", "保障房"]),
    (Industry::Municipal, &["道路改造", "地下管廊", "污水处理厂", "公园", "雨污分流"]),
    (Industry::Transport, &["大桥", "快速路", "公交枢纽", "隧道"]),
    (Industry::Water, &["河道整治", "泵站", "水库加固", "引水工程"]),
    (Industry::Other, &["变电站", "充电场站", "仓储中心"]),
];
const SURNAMES: &[&str] =
    &["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "马", "朱", "胡", "郭"];
const GIVEN: &[&str] = &[
    "志强", "桂英", "国华", "秀兰", "建军", "海燕", "文斌", "玉梅", "大勇", "春生", "小芳", "永福", "金凤", "东升",
    "立新",
];
const WORDS: &[&str] = &[
    "宏远", "博瑞", "长丰", "金桥", "鸿图", "天元", "瑞安", "恒基", "广厦", "安泰", "永兴", "华盛", "正大", "诚信",
    "万通", "联合",
];
const OWNERS: &[&str] = &[
    "示例区住房和城乡建设局",
    "示例区交通运输局",
    "示例区水利局",
    "示例区教育局",
    "示例区卫生健康局",
    "示例城市投资集团有限公司",
    "示例交通投资集团有限公司",
    "示例置业有限公司",
    "示例产业园开发有限公司",
    "示例文旅发展有限公司",
];
const TRADES: &[&str] = &["劳务", "钢结构", "防水", "幕墙", "机电", "消防", "园林", "桩基"];
const CONTRACTOR_KINDS: &[&str] = &["建设工程", "建筑", "市政工程", "路桥工程", "水利水电工程"];
const BANKS: &[&str] = &["示例农商行", "示例银行城东支行", "示例银行河口支行", "示例城市银行"];

/// Which of a list, by any number.
pub fn pick<T: Copy>(list: &[T], n: u64) -> T {
    list[usize::try_from(n % list.len() as u64).unwrap_or_default()]
}

/// Industry, official name and address of a site.
pub fn site(industry: u64, draw: u64, serial: u64) -> (Industry, String, String) {
    let (industry, works) = pick(WORKS, industry);
    let road = pick(ROADS, draw >> 8);
    let section = serial / 7 % 9 + 1;
    let name = format!("{road}{}（{section}标段）", pick(works, draw));
    (industry, name, format!("示例区{road}{}号", draw >> 16 & 0x1ff | 1))
}

pub fn person(draw: u64) -> String {
    format!("{}{}", pick(SURNAMES, draw), pick(GIVEN, draw >> 8))
}

/// 154 is assigned to no carrier.
pub fn phone(draw: u64) -> Option<Phone> {
    Phone::parse(&format!("154{:08}", draw % 90_000_000 + 10_000_000)).ok()
}

pub fn bank(draw: u64) -> &'static str {
    pick(BANKS, draw)
}

/// An owner, its number within the list.
pub fn owner(n: u64) -> (String, Option<Uscc>) {
    let n = n % OWNERS.len() as u64;
    let kind = if n < 5 { "11" } else { "91" };
    (pick(OWNERS, n).to_owned(), uscc(&format!("{kind}330106{n:09}")))
}

/// The n-th general contractor; the first thousands have names of their own.
pub fn contractor(n: u64) -> (String, Option<Uscc>) {
    (format!("示例{}{}有限公司", words(n / 5), pick(CONTRACTOR_KINDS, n)), uscc(&format!("91330106MA1{n:06}")))
}

/// The n-th subcontractor.
pub fn subcontractor(n: u64) -> (String, Option<Uscc>) {
    (format!("示例{}{}有限公司", words(n / 8), pick(TRADES, n)), uscc(&format!("91330106MA2{n:06}")))
}

/// One word for the first few, then two, then three: short names stay few and different.
fn words(mut n: u64) -> String {
    let base = WORDS.len() as u64;
    let mut name = pick(WORDS, n).to_owned();
    while n >= base {
        n = n / base - 1;
        name.push_str(pick(WORDS, n));
    }
    name
}

/// A code with this body and the check character that fits it.
fn uscc(body: &str) -> Option<Uscc> {
    "0123456789ABCDEFGHJKLMNPQRTUWXY".chars().find_map(|check| Uscc::parse(&format!("{body}{check}")).ok())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn firms_have_names_and_codes_of_their_own() {
        let firms: Vec<_> = (0..5000).map(contractor).chain((0..5000).map(subcontractor)).collect();
        assert_eq!(firms.iter().map(|(name, _)| name).collect::<BTreeSet<_>>().len(), 10_000);
        assert_eq!(firms.iter().filter_map(|(_, code)| code.as_ref()).collect::<BTreeSet<_>>().len(), 10_000);
        assert!(firms.iter().all(|(name, _)| name.starts_with("示例")));
    }

    #[test]
    fn phones_begin_with_an_unassigned_prefix() {
        assert!((0..100).all(|draw| phone(draw * 7_919).unwrap().as_str().starts_with("154")));
    }
}
