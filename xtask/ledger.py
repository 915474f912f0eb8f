#!/usr/bin/env python3
"""Write fictional project ledgers with openpyxl, a program that is not ours.

    ledger.py good ROWS FILE.xlsx      every row good, all columns filled; for measuring
    ledger.py mistakes FILE.xlsx       300 rows under merged titles, 12 of them wrong; prints the 12 as JSON
    ledger.py csv ROWS FILE.csv        the good rows as UTF-8 text, for other programs to convert

The same arguments always give the same rows.
"""

import csv
import datetime
import json
import random
import sys

HEADERS = [
    "序号", "项目名称", "项目代码", "项目地址", "所属街道(乡镇)", "行业类别(房建/市政/交通/水利/其他)", "行业主管部门",
    "项目性质(政府投资/国有企业/社会投资/PPP)", "建设单位", "建设单位统一社会信用代码", "建设单位负责人及电话", "施工总承包单位",
    "总包统一社会信用代码", "项目经理及电话", "劳资专管员及电话", "分包单位", "监理单位", "施工许可证号", "合同价款(万元)",
    "人工费比例(%)", "人工费拨付日", "开工日期", "计划竣工日期", "工程进度", "用工人数", "专用账户开户行", "专用账户账号",
    "开户日期", "保证金存储形式", "保证金金额(万元)", "实名制(是/否)", "总包代发(是/否)", "按月足额支付(是/否)",
    "维权告示牌(是/否)", "工资支付日", "是否欠薪", "有无欠薪记录", "备注",
]
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
PLACES = ["北苑路", "学府路", "龙泉路", "滨河路", "银杏路", "锦绣路", "望江路", "向阳路", "长安路", "建设路"]
KINDS = ["安置房", "污水处理厂", "道路改造", "住宅小区", "幼儿园", "管网更新", "产业园", "综合楼"]
WORDS = ["博远", "长丰", "瑞安", "华盛", "远航", "天元", "恒基", "金桥", "鸿图", "中正"]
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫", "建国志强文博秀兰桂英海燕"


def credit_code(front):
    body = (front + "0" * 17)[:17]
    total = sum(ALPHABET.index(c) * pow(3, place, 31) for place, c in enumerate(body))
    return body + ALPHABET[(31 - total % 31) % 31]


def person(rng):
    return rng.choice(SURNAMES) + rng.choice(GIVEN) + rng.choice(GIVEN)


def phone(rng):
    return f"154{rng.randrange(10**8):08d}"


def firm_code(kind, number):
    digits = ""
    for _ in range(5):
        number, digit = divmod(number, 31)
        digits = ALPHABET[digit] + digits
    return credit_code(f"{kind}330106MA00{digits}")


def row(number, rng):
    start = datetime.date(2024, 1, 1) + datetime.timedelta(days=rng.randrange(700))
    owner, contractor = rng.randrange(60), rng.randrange(400)
    subs = rng.sample(range(3000), rng.choice([0, 1, 1, 2, 2, 3]))
    street = rng.choice(["城东街道", "城西街道", "河口镇", "望江镇"])
    return [
        number, f"{rng.choice(PLACES)}{rng.choice(KINDS)}（{number}标段）",
        f"{rng.choice(['2412', '2511', '2604'])}-330106-04-01-{number:06d}",
        f"示例区{rng.choice(PLACES)}{rng.randrange(1, 900)}号", street,
        rng.choice(["房建", "市政", "交通", "水利", "其他", "房屋建筑"]), rng.choice(["区住建局", "区交通运输局", "区水利局"]),
        rng.choice(["政府投资", "国有企业", "社会投资", "PPP"]), f"示例区第{owner}建设管理中心", firm_code("11", owner),
        f"{person(rng)}{phone(rng)}", f"示例{WORDS[contractor % 10]}第{contractor}建设工程有限公司", firm_code("91", contractor),
        f"{person(rng)} / {phone(rng)}", f"{person(rng)}（{phone(rng)}）",
        "；".join(f"示例第{sub}劳务有限公司（{person(rng)} {phone(rng)}）" for sub in subs),
        f"示例第{rng.randrange(50)}监理有限公司", f"330106{start:%Y%m%d}{number % 99 + 1:02d}01", rng.randrange(10_000, 9_000_000) / 100,
        rng.choice([15, 20, 22.5, 25]), f"每月{rng.randrange(1, 28)}日", start,
        rng.choice([f"{start.year + 2}/{start.month}/1", f"{start.year + 2}年{start.month}月1日"]), f"主体施工 {rng.randrange(100)}%", rng.randrange(5, 400),
        rng.choice(["示例银行城东支行", "示例农商行"]), f"{rng.randrange(10**18, 10**19)}", f"{start}",
        rng.choice(["现金", "银行保函", "保证保险", "免存"]), rng.randrange(100, 30_000) / 100,
        *(rng.choice(["是", "否", "√", "×"]) for _ in range(4)), rng.choice(["15日", "每月20日", 25]),
        rng.choice(["无", "否"]), rng.choice(["有", "无"]), "",
    ]


def rows(count):
    rng = random.Random(1)
    return (row(number, rng) for number in range(1, count + 1))


def good(count, path):
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    sheet.append(HEADERS)
    for cells in rows(count):
        sheet.append(cells)
    book.save(path)


# One mistake each: which of the 300 rows, header, what stands there instead.
MISTAKES = [
    (7, "项目名称", ""),
    (20, "项目代码", "2604-330106-04-01-12345"),
    (33, "总包统一社会信用代码", "91330106MA0000015J"),
    (51, "施工许可证号", 330106202504063001),
    (88, "专用账户账号", 5935274872687929202),
    (104, "合同价款(万元)", "约五千"),
    (139, "人工费比例(%)", 125),
    (160, "工资支付日", "32日"),
    (181, "开工日期", "2025-02-30"),
    (222, "劳资专管员及电话", "甲某1540000704"),
    (250, "项目代码", None),
    (288, "实名制(是/否)", "可能"),
]


def mistakes(path):
    from openpyxl import Workbook
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = "台账"
    last = get_column_letter(len(HEADERS))
    sheet["A1"], sheet["A2"] = "示例区在建工程项目台账", "填报单位：示例区联席办"
    sheet["F2"] = "单位：万元"
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet.merge_cells(f"A1:{last}1")
    sheet.merge_cells("A2:E2")
    titles = [header.replace("(万元)", "") for header in HEADERS]
    sheet.append(titles)
    data = list(rows(300))
    wrong = []
    for number, header, value in MISTAKES:
        at = HEADERS.index(header)
        # The one without a value repeats another row's code.
        data[number - 1][at] = data[9][at] if value is None else value
        wrong.append({"row": number + 3, "column": get_column_letter(at + 1), "header": titles[at]})
    for cells in data:
        sheet.append(cells)
    total = [""] * len(HEADERS)
    total[1], total[HEADERS.index("合同价款(万元)")] = "合 计", 123456.78
    sheet.append(total)
    notes = book.create_sheet("填表说明")
    notes["A1"] = "请各单位于每季度首月10日前报送。"
    book.save(path)
    print(json.dumps(wrong, ensure_ascii=False))


def text(count, path):
    with open(path, "w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(HEADERS)
        writer.writerows(rows(count))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["good", count, path]:
            good(int(count), path)
        case ["mistakes", path]:
            mistakes(path)
        case ["csv", count, path]:
            text(int(count), path)
        case _:
            sys.exit(__doc__)
