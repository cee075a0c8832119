"""Invented figures for the specimen: one village, one township."""

from __future__ import annotations

from datetime import date
from typing import Any

from sitegen.render.charts import CategoryPoints, PeriodMoney, YearEnd

NOTICES: dict[str, list[dict[str, Any]]] = {
    "party": [
        {
            "title": "关于接收张*国同志为预备党员的公示",
            "href": "notice.html",
            "date": date(2022, 7, 4),
            "category": "发展党员",
            "state": "running",
            "until": date(2022, 7, 12),
            "withdraw_on": date(2022, 7, 13),
        },
        {
            "title": "七月份主题党日安排",
            "href": "notice.html",
            "date": date(2022, 7, 1),
            "category": "组织生活",
        },
        {"title": "上半年党费收缴情况", "href": "notice.html", "date": date(2022, 6, 30), "category": "党费"},
        {
            "title": "村党支部委员会分工调整的说明",
            "href": "notice.html",
            "date": date(2022, 6, 16),
            "category": "组织",
        },
        {"title": "民主评议党员结果", "href": "notice.html", "date": date(2022, 5, 28), "category": "评议"},
    ],
    "affairs": [
        {
            "title": "关于二号鱼塘承包合同续签的公示",
            "href": "notice.html",
            "date": date(2022, 7, 6),
            "category": "合同",
            "state": "running",
            "until": date(2022, 7, 15),
        },
        {
            "title": "三组饮水管道改造完工验收结果",
            "href": "notice.html",
            "date": date(2022, 7, 2),
            "category": "工程",
        },
        {
            "title": "第二季度积分排名与兑换安排",
            "href": "notice.html",
            "date": date(2022, 7, 1),
            "category": "积分",
        },
        {
            "title": "村民代表会议关于修缮文化广场的决议",
            "href": "notice.html",
            "date": date(2022, 6, 21),
            "category": "决议",
        },
        {
            "title": "汛期地质灾害隐患点值守安排",
            "href": "notice.html",
            "date": date(2022, 6, 8),
            "category": "安全",
        },
    ],
    "finance": [
        {
            "title": "2022年6月财务收支",
            "href": "statement.html",
            "date": date(2022, 7, 8),
            "category": "月报",
        },
        {
            "title": "上半年一事一议筹资使用情况",
            "href": "notice.html",
            "date": date(2022, 7, 5),
            "category": "专项",
        },
        {
            "title": "2022年5月财务收支",
            "href": "statement.html",
            "date": date(2022, 6, 9),
            "category": "月报",
        },
        {
            "title": "关于4月办公费科目的更正",
            "href": "notice.html",
            "date": date(2022, 5, 20),
            "category": "更正",
        },
        {
            "title": "2022年4月财务收支",
            "href": "statement.html",
            "date": date(2022, 5, 10),
            "category": "月报",
        },
    ],
}

POSTED = [
    {**NOTICES["affairs"][0], "disclosure": "affairs"},
    {**NOTICES["party"][0], "disclosure": "party"},
]

BLOCKS = [
    {"label": "上月余额", "sign": "", "fen": 12035000, "href": "statement.html#opening"},
    {"label": "本月收入", "sign": "+", "fen": 7913500, "href": "statement.html#income"},
    {"label": "本月支出", "sign": "-", "fen": 4318260, "href": "statement.html#expense"},
    {"label": "本月余额", "sign": "=", "fen": 15630240, "href": "statement.html"},
    {
        "label": "今年以来",
        "sign": "",
        "pairs": [("收入", 38620000, "statement.html"), ("支出", 29114760, "statement.html")],
    },
]

MONTHS = [
    PeriodMoney(label, income, expense, balance)
    for label, income, expense, balance in (
        ("2021年7月", 3210000, 2877500, 6480000),
        ("2021年8月", 1450000, 2210300, 5719700),
        ("2021年9月", 9820000, 3120000, 12419700),
        ("2021年10月", 2240000, 4410000, 10249700),
        ("2021年11月", 1875000, 2100000, 10024700),
        ("2021年12月", 4230000, 8130000, 6124700),
        ("2022年1月", 11200000, 9000000, 8324700),
        ("2022年2月", 0, 2650000, 5674700),
        ("2022年3月", 6800000, 4311500, 8163200),
        ("2022年4月", 5106500, 3914700, 9355000),
        ("2022年5月", 7600000, 4920000, 12035000),
        ("2022年6月", 7913500, 4318260, 15630240),
    )
]

INCOME = [
    ("06-03", "一号山场承包费（2022年上半年）", "发包及上交收入", "记-0612", 3600000),
    ("06-08", "光伏电站上月发电收益", "经营收入", "记-0615", 1842300),
    ("06-15", "县农业农村局拨付高标准农田管护补助", "补助收入", "记-0621", 2000000),
    ("06-22", "临街门面二间第二季度租金", "经营收入", "记-0628", 420000),
    ("06-30", "存款利息", "其他收入", "记-0633", 51200),
]
EXPENSE = [
    ("06-02", "村干部误工补贴（5月）", "管理费用", "记-0611", 1260000),
    ("06-10", "三组饮水管道材料款，付示例镇水暖经营部", "公益支出", "记-0617", 1685300),
    ("06-16", "保洁员6月报酬（4人）", "公益支出", "记-0622", 880000),
    ("06-20", "村委会电费、网费", "管理费用", "记-0625", 164960),
    ("06-27", "防汛沙袋与雨衣", "公益支出", "记-0630", 328000),
]
SHARES = [("公益支出", 2893300), ("管理费用", 1424960), ("经营支出", 312000), ("其他支出", 96800)]

RANKING = [
    {"rank": rank, "name": name, "href": "#", "group": group, "points": points, "change": change}
    for rank, name, group, points, change in (
        (1, "欧阳*忠", "二组", 18650, 2),
        (2, "李*芳", "一组", 17900, 0),
        (2, "王*国", "四组", 17900, 5),
        (4, "陈*", "三组", 17250, -2),
        (5, "杨*·娜", "三组", 16800, None),
        (6, "赵*平", "一组", 16550, -3),
        (7, "周*英", "二组", 16100, 1),
        (8, "吴*", "四组", 15975, 0),
    )
]
POINTS = [
    CategoryPoints("爱党爱国", 82000, 0),
    CategoryPoints("遵纪守法", 31500, 12000),
    CategoryPoints("乡村建设", 64000, 4500),
    CategoryPoints("人居环境", 118500, 36000),
    CategoryPoints("移风易俗", 27250, 8000),
    CategoryPoints("公益事业", 56000, 0),
]

CONTRACTS = [
    (
        "HT-2019-03",
        "一号山场林地承包",
        "张*国",
        "120.5",
        "2019-04-01",
        "2034-03-31",
        7200000,
        3600000,
        "履行中",
        "plain",
    ),
    (
        "HT-2017-01",
        "二号鱼塘承包",
        "李*芳",
        "18",
        "2017-07-16",
        "2022-07-15",
        900000,
        600000,
        "即将到期",
        "warning",
    ),
    (
        "HT-2015-02",
        "村口机砖厂旧址场地租赁",
        "示例县路通建材有限公司",
        "26.4",
        "2015-01-01",
        "2021-12-31",
        12000000,
        8500000,
        "到期续用",
        "expired",
    ),
    (
        "HT-2020-05",
        "临街门面二间",
        "欧阳*",
        None,
        "2020-10-01",
        "2025-09-30",
        1680000,
        1680000,
        "履行中",
        "plain",
    ),
    (
        "HT-2021-01",
        "光伏电站屋顶场地使用",
        "示例县供电公司",
        None,
        "2021-05-01",
        "2041-04-30",
        3000000,
        3000000,
        "履行中",
        "plain",
    ),
    (
        "HT-2018-07",
        "柑橘园",
        "杉树坪种植专业合作社",
        "64.2",
        "2018-01-01",
        "2027-12-31",
        25680000,
        20544000,
        "有欠收",
        "overdue",
    ),
]
EXPIRIES = [
    YearEnd(2014, 1, 250000),
    YearEnd(2021, 2, 3500000),
    YearEnd(2022, 4, 300000),
    YearEnd(2023, 3, 0),
    YearEnd(2025, 6, 0),
    YearEnd(2027, 9, 5136000),
    YearEnd(2030, 4, 0),
    YearEnd(2034, 8, 3600000),
    YearEnd(2041, 3, 0),
]

VILLAGES = [
    ("杉树坪村", 38620000, 29114760, 40, 8736000, 4312, "100.00%"),
    ("大湾村", 21477000, 19960000, 22, 1200000, 3890, "91.67%"),
    ("石门口村", 52030050, 47760000, 57, 15550000, None, "75.00%"),
    ("黄泥坡村", None, None, 9, 0, 2110, "0.00%"),
    ("新店村", 9850000, 9011000, 14, 332000, 2764, "83.33%"),
]
DUTIES = [
    ("杉树坪村", ["done"] * 6),
    ("大湾村", ["done", "done", "late", "done", "done", "due"]),
    ("石门口村", ["late", "done", "done", "overdue", "overdue", "due"]),
    ("黄泥坡村", ["none", "none", "none", "overdue", "overdue", "due"]),
    ("新店村", ["done", "late", "done", "done", "done", "due"]),
]
