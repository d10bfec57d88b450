"""Figures of single days into the daily log."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd

from csbook.commands.handler import File
from csbook.commands.import_files import import_files
from csbook.problems import Problem, Words
from tests.commands.daily_shop import request
from tests.followups.shop import at
from tests.imports.exports import DAY, TODAY, csv_file, importing, next_request, said

HEADERS = ["日期", "旺旺昵称", "净销售额", "询单人数", "下单人数", "下单金额", "订单量"]
SERVICE = ["日期", "旺旺账号名称", "人工接待会话量", "平均响应时长"]
STAFF = [
    {"agent_id": "K01", "name": "赵一", "platforms": "tmall", "accounts": "红"},
    {"agent_id": "K02", "name": "钱二", "platforms": "tmall", "accounts": "绿、橙"},
]


def sales(account: str = "红", amount: Any = 100, name: str = "a.csv", day: str = DAY) -> File:
    return csv_file([HEADERS, [day, account, amount, 20, 5, "150.555", 6]], name=name)


def log(**cells: Any) -> dict[str, Any]:
    return {"date": at(DAY), "agent_id": "K01", "platform": "tmall", "shop": "一店"} | cells


def written(result: Any) -> list[dict[str, Any]]:
    frame = result.tables.get("DailyLog", pd.DataFrame())
    return [
        {name: value for name, value in row.items() if not pd.isna(value)} for row in frame.to_dict("records")
    ]


def after(*files: File, bound: Any = STAFF, **tables: Any) -> Any:
    """The request once the files were imported one after the other."""
    standing = request(TODAY, Staff=bound, **tables)
    for file in files:
        standing = next_request(import_files(replace(standing, files=(file,))), standing)
    return standing


def imported(standing: Any, file: File, **told: Any) -> Any:
    return import_files(replace(standing, files=(file,), parameters=told))


def test_a_new_row_has_the_days_figures_and_the_agents_name() -> None:
    (row,) = written(importing(sales(), Staff=STAFF))
    assert row == log(
        name="赵一",
        sales=Decimal("100.00"),
        enquiries=20,
        buyers=5,
        order_amount=Decimal("150.56"),
        orders=6,
    )


def test_blank_cells_of_a_row_are_filled_and_the_others_kept() -> None:
    result = importing(sales(), Staff=STAFF, DailyLog=[log(name="赵一", enquiries=20, complaints=1)])
    (row,) = written(result)
    assert row["sales"] == Decimal("100.00")
    assert row["enquiries"] == 20
    assert row["complaints"] == 1
    assert result.problems == ()


def test_a_cell_that_a_person_typed_otherwise_stays_and_is_told_with_both() -> None:
    result = importing(sales(), Staff=STAFF, DailyLog=[log(name="赵一", sales=Decimal("99.00"))])
    assert written(result)[0]["sales"] == Decimal("99.00")
    (problem,) = result.problems
    assert (problem.table, problem.row, problem.column, problem.found) == ("DailyLog", 5, "sales", "99")
    assert "平台数据是 100；没有改" in problem.expected.zh
    assert "the platform says 100" in problem.expected.en


def test_replacing_figures_never_replaces_what_a_person_typed() -> None:
    standing = after(sales(), DailyLog=[log(sales=Decimal("99.00"))])
    result = imported(standing, sales(amount=120, name="b.csv"), replace=True)
    assert "DailyLog" not in result.tables
    assert [p.found for p in result.problems] == ["99"]


def test_a_cell_that_an_earlier_import_filled_follows_its_figure() -> None:
    result = imported(after(sales()), sales(amount=120, name="b.csv"), replace=True)
    assert written(result)[0]["sales"] == Decimal("120.00")
    assert result.problems == ()


def test_accounts_of_one_agent_in_separate_files_add_up() -> None:
    standing = after(sales("绿", 100))
    result = imported(standing, sales("橙", 30, name="b.csv"))
    (row,) = written(result)
    assert (row["agent_id"], row["sales"], row["buyers"]) == ("K02", Decimal("130.00"), 10)


def test_an_account_bound_later_is_added_to_what_was_imported_before() -> None:
    only_green = [STAFF[0], STAFF[1] | {"accounts": "绿"}]
    standing = after(sales("绿", 100), sales("橙", 30, name="b.csv"), bound=only_green)
    assert standing.tables["DailyLog"]["sales"].tolist() == [Decimal("100.00")]
    both = after(bound=STAFF).tables["Staff"]
    bound = replace(standing, tables={**standing.tables, "Staff": both})
    (row,) = written(imported(bound, sales("红", 1, day="2026-03-09", name="c.csv")))[:1]
    assert row["sales"] == Decimal("130.00")


def test_the_mean_response_of_a_day_survives_in_the_log() -> None:
    (row,) = written(importing(csv_file([SERVICE, [DAY, "红", 118, "35.5秒"]]), Staff=STAFF))
    assert row["response_seconds"] / row["answered"] == 35.5
    assert row["receptions"] == 118


def test_older_differences_are_counted_and_not_told_one_by_one() -> None:
    standing = after(sales(), DailyLog=[log(sales=Decimal("99.00"))])
    result = imported(standing, sales(day="2026-03-09"))
    assert result.problems == ()
    assert "另有 1 个以前的日报数字与平台数据不同" in said(result)


def test_a_row_begun_without_a_shop_is_filled_and_not_doubled() -> None:
    (row,) = written(importing(sales(), Staff=STAFF, DailyLog=[log(shop=None)]))
    assert row["sales"] == Decimal("100.00")
    assert "shop" not in row


def test_figures_of_two_shops_get_a_row_each() -> None:
    headers = ["店铺", *HEADERS]
    rows = [headers, ["一店", DAY, "红", 1, 1, 1, 1, 1], ["二店", DAY, "红", 2, 2, 2, 2, 2]]
    result = importing(csv_file(rows), Staff=STAFF, DailyLog=[log(shop=None)])
    assert [(row["shop"], row["buyers"]) for row in written(result)] == [("一店", 1), ("二店", 2)]


def test_a_row_with_a_cell_that_is_no_value_is_left_as_it_is() -> None:
    """To write beside it would empty it."""
    standing = request(TODAY, Staff=STAFF, DailyLog=[log()])
    unread = Problem("DailyLog", 5, "buyers", "五", Words("整数", "a whole number"))
    result = import_files(replace(standing, files=(sales(),), found=(unread,)))
    assert "DailyLog" not in result.tables
    assert len(result.tables["PlatformFigures"]) == 5


def test_an_account_passes_from_one_agent_to_the_next() -> None:
    staff = [
        STAFF[0] | {"left": at("2026-03-05")},
        STAFF[1] | {"accounts": "红", "hired": at("2026-03-06")},
    ]
    rows = [HEADERS, [DAY, "红", 1, 1, 1, 1, 1], ["2026-03-08", "红", 2, 2, 2, 2, 2]]
    result = importing(csv_file(rows), Staff=staff)
    assert [(row["agent_id"], row["buyers"]) for row in written(result)] == [("K01", 1), ("K02", 2)]
    assert result.problems == ()


def test_an_account_of_two_people_at_once_is_nobodys_and_told() -> None:
    staff = [STAFF[0], STAFF[1] | {"accounts": "红"}]
    result = importing(sales(), Staff=staff)
    assert written(result) == []
    (problem,) = result.problems
    assert (problem.table, problem.row, problem.column, problem.found) == ("Staff", 6, "accounts", "红")


def test_figures_that_cannot_stand_side_by_side_stay_out_of_the_log_and_are_told() -> None:
    """More buyers than enquirers would be an error of the log that nobody typed."""
    export = csv_file([HEADERS, [DAY, "红", 100, 5, 8, 150, 6], [DAY, "绿", 100, 8, 5, 150, 6]])
    before = after(bound=STAFF, DailyLog=[log()])
    result = imported(before, export)
    one, other = written(result)
    assert (one["agent_id"], one["orders"], other["agent_id"], other["buyers"]) == ("K01", 6, "K02", 5)
    assert "buyers" not in one
    assert "enquiries" not in one
    assert (
        "2026-03-02 K01 天猫：“下单人数”是 8，应不大于询单人数（5）；"
        "平台的这几个数只存进平台数据，没有进客服日报，请核对。"
    ) in said(result)
    assert "K01 Tmall: Buyers is 8, expected at most Enquirers (5)" in said(result, "en")
    assert result.left_out
    again = imported(next_request(result, before), export)
    assert again.tables == {}
    other_day = imported(next_request(result, before), sales("绿", day="2026-03-03"))
    assert "K01" not in said(other_day), "told on the days of the files only"


def test_an_imported_whole_is_compared_with_the_part_that_somebody_typed() -> None:
    result = imported(after(bound=STAFF, DailyLog=[log(paid_orders=9, enquiries=20)]), sales())
    (row,) = written(result)
    assert "orders" not in row
    assert row["buyers"] == 5
    assert "付款订单数”是 9，应不大于订单数（6）" in said(result)


def test_a_new_row_of_figures_that_cannot_be_is_not_opened() -> None:
    headers = ["日期", "旺旺账号名称", "旺旺评价量", "满意评价量"]
    result = importing(csv_file([headers, [DAY, "红", 3, 4]]), Staff=STAFF)
    assert written(result) == []
    assert "满意评价数”是 4，应不大于评价数（3）" in said(result)


def test_a_negative_count_that_an_earlier_version_imported_does_not_come_back() -> None:
    standing = {"platform": "tmall", "account": "红", "period_from": at(DAY), "period_to": at(DAY)}
    counts = [
        standing | {"measure": name, "total": total} for name, total in (("enquiries", -5), ("sales", -9))
    ]
    before = request(TODAY, Staff=STAFF, PlatformFigures=counts, DailyLog=[log()])
    (one, _) = written(imported(before, sales("绿")))
    assert one == log(sales=Decimal("-9.00"))
