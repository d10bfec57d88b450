"""Profiles that a shop adds in 导入映射."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from csbook.imports.faults import NothingImported
from csbook.imports.own_profiles import own_profiles
from csbook.problems import Language, Severity
from csbook.schema.import_choices import TARGET
from tests.conftest import ROOT
from tests.followups.shop import at, frame
from tests.imports.exports import DAY, csv_file, importing, said, totals


def rows(name: str, *cells: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"profile": name, "platform": "kuaishou"} | row for row in cells]


KUAISHOU = rows(
    "快手客服",
    {"header": "客服名称", "target": "account"},
    {"header": "统计日期", "target": "days"},
    {"header": "人工会话量", "target": "receptions"},
    {
        "header": "人工平均回复时长",
        "target": "response_seconds",
        "unit": "seconds",
        "weight_header": "人工会话量",
    },
    {
        "header": "三分钟回复率（会话）",
        "target": "three_minutes",
        "unit": "percent",
        "weight_header": "人工会话量",
    },
)
FILE = [
    ["客服名称", "统计日期", "人工会话量", "人工平均回复时长", "三分钟回复率(会话)"],
    ["小快", DAY, 50, "20秒", "96%"],
]


def test_a_shop_adds_an_export_without_programming() -> None:
    result = importing(csv_file(FILE), ImportMaps=KUAISHOU)
    assert totals(result) == {
        ("小快", "receptions"): 50,
        ("小快", "response_seconds"): 1000,
        ("小快", "three_minutes"): 48,
    }
    assert set(result.tables["PlatformFigures"]["platform"]) == {"kuaishou"}
    assert "快手客服" in said(result)


def test_all_headers_must_be_there_unless_some_are_marked() -> None:
    shorter = [row[:4] for row in FILE]
    with pytest.raises(NothingImported) as refused:
        importing(csv_file(shorter), ImportMaps=KUAISHOU)
    assert "最接近“快手客服”，但缺少表头：三分钟回复率（会话）" in refused.value.words.zh
    marked = [row | {"recognises": row["target"] in ("account", "receptions")} for row in KUAISHOU]
    assert ("小快", "response_seconds") in totals(importing(csv_file(shorter), ImportMaps=marked))


def test_a_mean_without_its_weights_column_is_told() -> None:
    marked = [row | {"recognises": row["target"] == "account"} for row in KUAISHOU]
    file = [["客服名称", "统计日期", "人工平均回复时长"], ["小快", DAY, 20]]
    result = importing(csv_file(file), ImportMaps=marked)
    assert totals(result) == {}
    assert "平均数没有导入：人工平均回复时长" in said(result)


SATISFACTION = [["旺旺账号名称", "旺旺评价量", "满意评价量"], ["红", 10, 9]]
SAID = {"first": dt.date(2026, 3, 2)}


def own_satisfaction(*headers: tuple[str, str]) -> list[dict[str, Any]]:
    return rows("自己的满意度", *({"header": header, "target": target} for header, target in headers))


def test_an_own_profile_comes_before_a_built_in_one_that_knows_no_more_headers() -> None:
    own = own_satisfaction(
        ("旺旺账号名称", "account"), ("旺旺评价量", "order_ratings"), ("满意评价量", "satisfied")
    )
    found = totals(importing(csv_file(SATISFACTION), told=SAID, ImportMaps=own))
    assert found == {("红", "order_ratings"): 10, ("红", "satisfied"): 9}


def test_a_built_in_profile_that_knows_more_headers_comes_first() -> None:
    own = own_satisfaction(("旺旺账号名称", "account"), ("旺旺评价量", "order_ratings"))
    found = totals(importing(csv_file(SATISFACTION), told=SAID, ImportMaps=own))
    assert found == {("红", "ratings"): 10, ("红", "satisfied"): 9}


def test_two_own_profiles_alike_are_a_clear_refusal() -> None:
    cells = [{"header": "甲", "target": "account"}, {"header": "乙", "target": "ratings"}]
    maps = [*rows("一", *cells), *({**row, "platform": "other"} for row in rows("二", *cells))]
    file = csv_file([["甲", "乙"], ["红", 5]])
    with pytest.raises(NothingImported) as refused:
        importing(file, told=SAID, ImportMaps=maps)
    assert "同样像“一”和“二”" in refused.value.words.zh
    result = importing(file, told=SAID | {"platform": "other"}, ImportMaps=maps)
    assert set(result.tables["PlatformFigures"]["platform"]) == {"other"}


def test_an_own_log_is_counted_over_its_rows() -> None:
    cells = [
        {"header": "坐席", "target": "account"},
        {"header": "日子", "target": "days"},
        {"header": "结果", "target": "receptions", "counted": "filled"},
        {"header": "接通", "target": "answered", "counted": "yes"},
        {"header": "几星", "target": "satisfied", "counted": "good"},
        {"header": "等了", "target": "response_seconds", "unit": "seconds", "counted": "sum"},
    ]
    file = [
        [c["header"] for c in cells],
        ["甲", DAY, "好", "是", 5, "10秒"],
        ["甲", DAY, "差", "否", "-", "-"],
        ["甲", DAY, "好", "是", 3, "20秒"],
    ]
    result = importing(csv_file(file), ImportMaps=rows("热线", *cells))
    assert totals(result) == {
        ("甲", "receptions"): 3,
        ("甲", "answered"): 2,
        ("甲", "satisfied"): 1,
        ("甲", "response_seconds"): 30,
    }


def test_an_own_order_export_makes_orders_and_customers() -> None:
    cells = [
        {"header": "订单号", "target": "order_id"},
        {"header": "下单帐号", "target": "customer"},
        {"header": "下单时间", "target": "created"},
        {"header": "客户姓名", "target": "customer_name"},
        {"header": "订单金额", "target": "total"},
    ]
    file = [[c["header"] for c in cells], ["J1", "jd_小明", "2026-03-02 10:00", "张明", "99.5"]]
    result = importing(csv_file(file), ImportMaps=[r | {"platform": "jd"} for r in rows("京东订单", *cells)])
    assert result.tables["Orders"][["platform", "order_id", "customer"]].to_numpy().tolist() == [
        ["jd", "J1", "jd_小明"]
    ]
    assert result.tables["Customers"]["name"].tolist() == ["张明"]


@pytest.mark.parametrize(
    ("page", "name", "language"),
    [("imports.zh-CN.md", "拼多多订单", "zh"), ("imports.md", "Pinduoduo orders", "en")],
)
def test_the_orders_that_the_guide_adds_by_hand_are_imported(
    page: str, name: str, language: Language
) -> None:
    lines = (ROOT / "docs" / page).read_text("utf-8").splitlines()
    told = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if f"| {name} |" in line]
    targets = {words(language): code for code, words in TARGET.items()}
    maps = [
        {
            "profile": name,
            "platform": "pdd",
            "header": header,
            "target": targets[means],
            "recognises": True if marked else None,
        }
        for _, _, header, means, _, _, marked in told
    ]
    values = ["261202-1\t", "2026-03-02 10:00:00", "2026-03-02 10:01:00\t", "待发货", "29.90", "25.90"]
    file = csv_file([[row["header"] for row in maps], values])
    result = importing(file, ImportMaps=maps)
    (order,) = result.tables["Orders"].to_dict("records")
    assert (order["platform"], order["order_id"]) == ("pdd", "261202-1")
    assert (order["created"], order["paid"]) == (at("2026-03-02 10:00"), at("2026-03-02 10:01"))
    assert [str(order[name]) for name in ("total", "paid_amount")] == ["29.90", "25.90"]
    assert not result.left_out


ACCOUNT = {"header": "甲", "target": "account"}


@pytest.mark.parametrize(
    ("cells", "row", "column"),
    [
        ([ACCOUNT], 5, "target"),  # no measure
        ([ACCOUNT, {"header": "乙", "target": "three_minutes", "unit": "percent"}], 6, "weight_header"),
        ([{"header": "乙", "target": "ratings"}, ACCOUNT | {"weight_header": "丙"}], 6, "weight_header"),
        ([ACCOUNT, {"header": "乙", "target": "ratings", "platform": "jd"}], 6, "platform"),
        (
            [
                ACCOUNT,
                {"header": "乙", "target": "ratings"},
                {"header": "丙", "target": "answered", "counted": "yes"},
            ],
            7,
            "counted",
        ),
        ([{"header": "甲", "target": "order_id"}], 5, "target"),  # an order without its moment
        ([{"header": "甲", "target": "asked_at"}], 5, "target"),
        (
            [
                {"header": "甲", "target": "order_id"},
                {"header": "乙", "target": "created"},
                {"header": "丙", "target": "ratings"},
            ],
            7,
            "target",
        ),
    ],
)
def test_what_is_wrong_in_the_maps_is_a_problem_with_its_cell(
    cells: list[dict[str, Any]], row: int, column: str
) -> None:
    made, problems = own_profiles(frame("ImportMaps", *rows("新表", *cells)))
    assert made == ()
    assert [(p.table, p.row, p.column) for p in problems] == [("ImportMaps", row, column)]
    assert problems[0].severity is Severity.ERROR
    result = importing(csv_file(SATISFACTION), told=SAID, ImportMaps=rows("新表", *cells))
    assert result.tables == {}
    assert result.problems == tuple(problems)


def test_one_bad_profile_leaves_the_others_whole() -> None:
    made, problems = own_profiles(frame("ImportMaps", *KUAISHOU, *rows("坏表", ACCOUNT)))
    assert [profile.title.zh for profile in made] == ["快手客服"]
    assert len(problems) == 1
