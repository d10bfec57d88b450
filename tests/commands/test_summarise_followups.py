"""The month's summaries as the command writes and words them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

from csbook.books.file_book import FileBook
from csbook.commands.handler import Result
from csbook.commands.run import run
from csbook.commands.summarise_followups import summarise_followups
from csbook.schema.workbook import TABLES
from tests.commands.daily_shop import NOON, request, texts
from tests.followups.shop import at
from tests.workbooks import every_table, rows, type_rows

NOW = "2026-03-20 12:00"
CONTACT = {
    "follow_up_id": "F1",
    "rule_id": "U12",
    "customer": "nick",
    "owner": "K01",
    "due_by": at("2026-03-10 12:00"),
    "state": "due",
}
KEPT = CONTACT | {"done_at": at("2026-03-10 11:00"), "satisfaction": 5}
LATE = CONTACT | {"done_at": at("2026-03-10 13:00"), "satisfaction": 2}
CASE = {
    "case_id": "C1",
    "kind": "damage",
    "platform": "tmall",
    "product": "茶杯",
    "opened": at("2026-03-02 09:00"),
    "complaint_class": "general",
    "compensation": Decimal("8.50"),
}
REVIEW = {
    "platform": "tmall",
    "order_id": "1",
    "product": "茶壶",
    "reviewed_at": at("2026-03-02 09:00"),
    "stars": 2,
}


def summarised(**tables: Any) -> Result:
    return summarise_followups(request(NOW, **tables))


def test_the_headline_has_promises_satisfaction_and_the_worst_product() -> None:
    result = summarised(FollowUps=[KEPT, LATE, CONTACT], AfterSales=[CASE], Reviews=[REVIEW])
    assert result.headline.zh == (
        "2026-03 全月应办回访 3 次：按时 1（33.3%），迟办 1，未办 1；满意 1/2；投诉最多的是茶杯（1 次）。"
    )
    assert result.headline.en == (
        "2026-03: 3 contacts due in the whole month, 1 in time (33.3%), 1 late, 1 not done; satisfied 1/2; "
        "most complaints: 茶杯 (1)."
    )
    assert result.notes == ()


def test_what_is_not_yet_due_is_told_beside_what_is_open() -> None:
    result = summarised(FollowUps=[CONTACT, CONTACT | {"due_by": at("2026-03-21 12:00")}])
    assert result.headline.zh == "2026-03 全月应办回访 2 次：按时 0（0.0%），迟办 0，未办 2（1 次还没到期）。"
    assert result.headline.en == (
        "2026-03: 2 contacts due in the whole month, 0 in time (0.0%), 0 late, 2 not done (1 not yet due)."
    )


def test_a_month_without_anything_is_said_to_be_empty() -> None:
    result = summarised()
    assert result.headline.zh == "2026-03 没有应办的回访。"
    assert result.tables["FollowUpSummary"].empty
    assert result.tables["ProductComplaints"].empty


def test_rows_have_names_and_what_the_rule_asks_for() -> None:
    result = summarised(
        FollowUps=[KEPT, CONTACT | {"rule_id": None, "owner": None}, CONTACT | {"rule_id": "OLD"}]
    )
    listed = result.tables["FollowUpSummary"]
    shown = listed[["week", "agent_id", "name", "rule_id", "action", "promised", "in_time_share"]].astype(
        "object"
    )
    assert shown.where(shown.notna(), None).to_numpy().tolist() == [
        [at("2026-03-09"), "K01", "赵一", "OLD", None, 1, 0.0],  # a rule that is gone
        [at("2026-03-09"), "K01", "赵一", "U12", "催付", 1, 1.0],
        [at("2026-03-09"), None, None, None, "手工登记", 1, 0.0],
    ]
    for name, table in result.tables.items():
        assert table.dtypes.astype(str).to_dict() == {c.name: c.dtype for c in TABLES[name].columns}


def test_products_stand_under_their_month_a_nameless_one_in_words() -> None:
    nameless = CASE | {"case_id": "C2", "product": None, "complaint_class": None, "compensation": None}
    listed = summarised(AfterSales=[CASE, nameless], Reviews=[REVIEW]).tables["ProductComplaints"]
    assert listed.to_numpy().tolist() == [
        ["2026-03", "茶杯", 1, 1, 0, Decimal("8.50")],
        ["2026-03", "茶壶", 0, 0, 1, Decimal("0.00")],
        ["2026-03", "（未填商品）", 0, 1, 0, Decimal("0.00")],
    ]


def test_how_many_stars_are_poor_is_a_setting() -> None:
    asked = request(NOW, settings={"poor_stars": 1}, Reviews=[REVIEW])
    assert summarise_followups(asked).tables["ProductComplaints"].empty


def test_contacts_without_a_deadline_are_told() -> None:
    result = summarised(FollowUps=[CONTACT | {"due_by": None}])
    assert texts(result.notes) == ["1 条回访没有最迟时间，没有计入；请先点“更新回访”。"]
    assert texts(result.notes, "en") == [
        "1 follow-up without a deadline left out: click Update follow-ups first."
    ]


def test_in_a_workbook_another_month_takes_the_place_of_the_first(shop: Path) -> None:
    opened = [at("2026-10-02"), at("2026-11-03"), at("2026-11-04")]
    cases = [CASE | {"case_id": f"C{n}", "platform": "jd", "opened": day} for n, day in enumerate(opened)]
    type_rows(shop, "AfterSales", cases)

    def months(month: int) -> list[list[Any]]:
        chosen = {"month": dt.date(2026, month, 1)}
        run("summarise-followups", FileBook(shop), NOON, now=NOON, user="测试", parameters=chosen)
        return rows(shop, "ProductComplaints")[["month", "complaints"]].to_numpy().tolist()

    assert months(10) == [["2026-10", 1]]
    assert months(11) == [["2026-11", 2]]
    before = every_table(shop)
    months(11)
    assert every_table(shop) == before
