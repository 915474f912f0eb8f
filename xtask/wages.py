#!/usr/bin/env python3
"""Write a fictional month of wages with openpyxl, a program that is not ours.

    wages.py month WORKERS SITES FOLDER    roster, attendance, payroll and bank return as .xlsx, with 50 differences
                                           planted; prints them as JSON
    wages.py csv ROWS SITES FILE.csv       a payroll in which every row is good, as UTF-8 text; for measuring
    wages.py xlsx ROWS SITES FILE.xlsx     the same as a workbook

Sites are known by their number. The same arguments always give the same rows.
"""

import csv
import datetime
import json
import sys

SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫", "建国志强文博秀兰桂英海燕"
MONTH = "2026-10"
KINDS = [
    "short", "absent_in_bank", "failed", "paid_more", "attended_not_on_payroll", "payroll_no_attendance",
    "not_on_roster", "card_shared", "card_differs", "name_differs", "below_minimum", "child", "dead_id", "over_age",
    "no_contract",
]
ROSTER = ["序号", "项目编号", "姓名", "身份证号码", "联系电话", "所属单位", "班组", "工种", "进场日期", "退场日期",
          "合同类型(劳动合同/用工书面协议)", "工资卡开户行", "工资卡号", "备注"]
ATTENDANCE = ["序号", "项目编号", "姓名", "身份证号", "班组", "出勤天数"]
PAYROLL = ["序号", "项目编号", "姓名", "身份证号码", "联系电话", "班组", "工种", "出勤天数", "单价/日工资", "应发工资", "加班工资",
           "奖金/补贴", "代扣代缴(个税/社保)", "其他扣款及原因", "已预支", "实发工资", "开户银行", "银行卡号", "本人签字", "备注"]
BANK = ["序号", "项目编号", "户名", "身份证号", "收款账号", "金额（元）", "交易日期", "交易状态", "流水号"]


def id_number(region, born, sequence):
    body = f"{region}{born:%Y%m%d}{sequence:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]))
    return body + "10X98765432"[total % 11]


def card_number(number):
    body = f"621700{number:012d}"
    total = sum((int(d) * 2 - 9 if int(d) > 4 else int(d) * 2) if at % 2 == 0 else int(d)
                for at, d in enumerate(reversed(body)))
    return body + str(-total % 10)


class Worker:
    def __init__(self, n, workers, sites):
        self.n, self.site = n, n * sites // workers + 1
        day, sequence = n % 7000, n // 7000 + 1
        self.id = id_number("330106", datetime.date(1880, 1, 1) + datetime.timedelta(days=day), sequence)
        self.name = SURNAMES[n % 12] + GIVEN[n // 12 % 12] + GIVEN[n // 144 % 12]
        self.phone, self.card, self.paid_card = f"154{n:08d}", card_number(n), card_number(n)
        self.team = f"第{n % 5 + 1}班组"
        self.days, self.rate, self.bonus, self.withheld = 20 + n % 8, 300 + n % 50, n % 3 * 100, n % 4 * 50
        self.bank_name, self.contract, self.outcome, self.dead = self.name, "用工书面协议", "成功", False
        self.files = {"roster", "attendance", "payroll", "bank"}
        self.extra = 0

    gross = property(lambda self: self.days * self.rate + self.bonus)
    net = property(lambda self: self.gross - self.withheld)


def plant(worker, other, kind):
    if kind == "short":
        worker.extra = -500
    elif kind == "paid_more":
        worker.extra = 300
    elif kind == "failed":
        worker.outcome = "失败"
    elif kind == "absent_in_bank":
        worker.files -= {"bank"}
    elif kind == "attended_not_on_payroll":
        worker.files -= {"payroll", "bank"}
    elif kind == "payroll_no_attendance":
        worker.files -= {"attendance"}
    elif kind == "not_on_roster":
        worker.files -= {"roster"}
    elif kind == "card_shared":
        worker.card = worker.paid_card = other.card
    elif kind == "card_differs":
        worker.paid_card = card_number(10**9 + worker.n)
    elif kind == "name_differs":
        worker.bank_name = "示例" + worker.name
    elif kind == "below_minimum":
        worker.rate = 60
    elif kind == "child":
        worker.id = id_number("999999", datetime.date(2012, 5, 1), worker.n % 1000)
    elif kind == "dead_id":
        worker.dead = True
    elif kind == "over_age":
        worker.contract = "劳动合同"
    elif kind == "no_contract":
        worker.contract = ""


def payroll_row(w):
    number = int(w.id[:17] + "0") if w.dead else w.id
    return [w.n + 1, w.site, w.name, number, w.phone, w.team, "木工", w.days, w.rate, w.gross, 0, w.bonus, w.withheld, "",
            "", w.net, "示例银行", w.card, "", ""]


def month(count, sites, folder):
    workers = [Worker(n, count, sites) for n in range(count)]
    step, planted, at = count // 60, [], 0
    while len(planted) < 50:
        kind = KINDS[at % len(KINDS)]
        if kind == "card_shared" and len(planted) == 49:
            kind = "short"
        worker, other = workers[at * step + 7], workers[at * step + 8]
        plant(worker, other, kind)
        planted.append({"site": worker.site, "id": worker.id, "reason": kind})
        if kind == "card_shared":
            planted.append({"site": other.site, "id": other.id, "reason": kind})
        at += 1
    tables = {
        "roster": (ROSTER, lambda w: [w.n + 1, w.site, w.name, w.id, w.phone, "示例劳务有限公司", w.team, "木工",
                                      datetime.date(2026, 3, 1), "", w.contract, "示例银行", w.card, ""]),
        "attendance": (ATTENDANCE, lambda w: [w.n + 1, w.site, w.name, w.id, w.team, w.days]),
        "payroll": (PAYROLL, payroll_row),
        "bank": (BANK, lambda w: [w.n + 1, w.site, w.bank_name, w.id, w.paid_card, w.net + w.extra,
                                  datetime.date(2026, 11, 13), w.outcome, f"S{w.n:010d}"]),
    }
    for name, (headers, row) in tables.items():
        rows = (row(w) for w in workers if name in w.files)
        write(f"{folder}/{name}.xlsx", [f"示例区{MONTH}"], headers, rows)
    print(json.dumps(planted))


def write(path, title, headers, rows):
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("10月")
    sheet.append(title)
    sheet.append(headers)
    for row in rows:
        sheet.append(row)
    sheet.append(["合计"])
    book.save(path)


def good(count, sites):
    # More people than days and sequences: regions tell them apart.
    for n in range(count):
        worker = Worker(n % 6_000_000, count, sites)
        yield payroll_row(worker)


if __name__ == "__main__":
    command, count, sites, path = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    if command == "month":
        month(count, sites, path)
    elif command == "csv":
        with open(path, "w", newline="", encoding="utf-8") as file:
            out = csv.writer(file)
            out.writerow(PAYROLL)
            out.writerows(good(count, sites))
    elif command == "xlsx":
        write(path, ["工资支付表"], PAYROLL, good(count, sites))
    else:
        sys.exit(__doc__)
