"""Cases and reviews as every command sees them, by the sheets 售后时限 and 设置."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import csbook.commands
from csbook.commands.case_desk import judged_cases, judged_reviews, review_handler_problems
from csbook.commands.handler import Request
from csbook.followups.cases import WRITTEN
from csbook.problems import Severity
from csbook.schema.workbook import TABLES
from tests.commands.daily_shop import request, run_on
from tests.followups.shop import at
from tests.workbooks import SHOWS_THE_PRESS, every_table, put, rows, type_rows

TODAY = "2026-03-05 08:00"


def case(**cells: Any) -> dict[str, Any]:
    return {"case_id": "A1", "kind": "refund", "platform": "jd", "opened": at("2026-03-03 10:00")} | cells


REVIEW = {"platform": "jd", "order_id": "1", "reviewed_at": at("2026-03-04 10:00"), "stars": 2}


def handled_by(named: str | None, today: str = TODAY, **staff: Any) -> tuple[Request, str]:
    given: dict[str, Any] = {"Reviews": [REVIEW]}
    if staff:
        given["Staff"] = [{"agent_id": "K01", "name": "赵一"} | staff]
    asked = request(today, settings={"review_handler": named} if named else None, **given)
    return asked, judged_reviews(asked)["handler"].fillna("").item()


def test_the_hours_are_those_of_the_limits_sheet_then_of_the_settings() -> None:
    limits = [{"kind": "refund", "hours": 5.0}, {"kind": "return", "hours": None}]
    kinds = [case(), case(case_id="A2", kind="return"), case(case_id="A3", kind="damage")]
    asked = request(TODAY, settings={"case_hours": 30}, AfterSales=kinds, CaseLimits=limits)
    assert judged_cases(asked)["handle_by"].tolist() == [
        at("2026-03-03 15:00"), at("2026-03-04 16:00"), at("2026-03-04 16:00"),
    ]  # fmt: skip


def test_the_settings_decide_authority_and_callbacks() -> None:
    case_ = case(complaint_class="general", owner="K01", compensation=Decimal(40))
    failed = {"follow_up_id": "F1", "source": "case:A1", "result": "unsolved", "done_at": at("2026-03-04")}
    asked = request(
        TODAY,
        settings={"compensation_authority": 50, "repeat_callbacks": 1, "case_hours": 100},
        AfterSales=[case_],
        FollowUps=[failed],
    )
    row = judged_cases(asked).iloc[0]
    assert (row["callbacks"], row["proposed_class"]) == (1, "repeated")
    assert row["attention"] == "建议升为重复投诉：回访 1 次未解决"


def test_cases_have_all_their_columns() -> None:
    found = judged_cases(request(TODAY, AfterSales=[case()]))
    assert list(found.columns) == TABLES["AfterSales"].names
    assert found["state"].tolist() == ["open"]


@pytest.mark.parametrize("unread", ["CaseLimits", "FollowUps", "Customers"])
def test_a_command_that_does_not_read_a_table_of_the_cases_fails_instead_of_taking_it_for_empty(
    unread: str,
) -> None:
    """The report counted other cases late than 售后登记: it read no 售后时限."""
    asked = request(TODAY, AfterSales=[case()])
    tables = {name: rows for name, rows in asked.tables.items() if name != unread}
    with pytest.raises(KeyError, match=unread):
        judged_cases(replace(asked, tables=tables))


MAY_LACK = {"measure_figures.py": "LOOKED_UP, whether a month of a lock has any figures at all"}
TOLERANT = re.compile(r"(?:\"\w+\"|\bname) (?:not )?in (?:request\.)?tables\b|\btables\.get\(")


def test_no_command_takes_a_table_that_it_does_not_read_for_an_empty_one() -> None:
    """Whatever a command looks up fails where it is not among its `reads`, on the first run of any test."""
    folder = Path(csbook.commands.__path__[0])
    found = {
        path.name
        for path in sorted(folder.rglob("*.py"))
        for line in path.read_text("utf-8").splitlines()
        if TOLERANT.search(line) and "roster.tables" not in line and "self.tables" not in line
    }
    assert found == set(MAY_LACK)


def test_in_a_workbook_every_command_has_a_case_late_at_the_same_moment(shop: Path) -> None:
    """Twelve hours for a tracing by 售后时限: late, although not by the 48 of the default."""
    late = {"kind": "tracing", "platform": "jd", "customer": "nick", "opened": at("2026-11-21 16:00")}
    type_rows(shop, "AfterSales", [{"case_id": "A1"} | late])
    tracing = rows(shop, "CaseLimits")["kind"].tolist().index("tracing")
    put(shop, "CaseLimits", tracing, "hours", 12)
    run_on(shop, "update-followups")
    assert rows(shop, "AfterSales")["state"].tolist() == ["overdue"]
    run_on(shop, "customer-history", {"customer": "nick"})
    [told] = rows(shop, "CustomerHistory")["state"].dropna()
    assert told == "已超时"
    run_on(shop, "report")
    assert "超过处理期限的售后 1 件。" in rows(shop, "Report")["proposed"].tolist()


@pytest.mark.parametrize(
    ("named", "staff", "handler", "problems"),
    [
        (None, {}, "", 0),
        ("K01", {}, "K01", 0),
        ("K09", {}, "", 1),
        ("K01", {"left": at("2026-03-04")}, "", 1),
        ("K01", {"left": at("2026-03-05")}, "K01", 0),  # the last day
    ],
)
def test_a_handler_who_is_unknown_or_has_left_is_pointed_out_and_the_supervisor_steps_in(
    named: str | None, staff: dict[str, Any], handler: str, problems: int
) -> None:
    asked, found = handled_by(named, **staff)
    assert found == handler
    told = review_handler_problems(asked)
    assert len(told) == problems
    for problem in told:
        row = asked.tables["Settings"].index[asked.tables["Settings"]["name"] == "review_handler"].item()
        assert (problem.table, problem.row, problem.column) == ("Settings", row, "value")
        assert (problem.found, problem.severity) == (named, Severity.WARNING)


def test_in_a_workbook_a_case_without_a_number_is_numbered_in_place(shop: Path) -> None:
    kept = {"case_id": "A001", "kind": "exchange", "platform": "jd", "opened": at("2026-11-20 10:00")}
    type_rows(shop, "AfterSales", [kept])
    type_rows(shop, "Customers", [{"platform": "jd", "account": "nick", "owner": "K02"}])
    for column, value in (
        ("kind", "申请退款"),
        ("platform", "京东"),
        ("customer", "nick"),
        ("opened", dt.datetime(2026, 11, 20, 23, 59)),
    ):
        put(shop, "AfterSales", 1, column, value)
    run_on(shop, "update-followups")
    cases = rows(shop, "AfterSales")
    assert cases["case_id"].tolist() == ["A001", "C000001"]
    assert cases["handle_by"].tolist() == [at("2026-11-23 10:00"), at("2026-11-22 09:00")]
    assert cases["state"].tolist() == ["open", "overdue"]
    assert cases["hours_left"].tolist() == [22.0, -3.0]
    assert cases["owner"].fillna("").tolist() == ["", "K02"]
    assert cases["attention"].fillna("").tolist() == ["没有责任客服：请指定", ""]
    before = every_table(shop, but=SHOWS_THE_PRESS)
    assert not run_on(shop, "update-followups").changed
    assert every_table(shop, but=SHOWS_THE_PRESS) == before


def test_in_a_workbook_callbacks_in_vain_propose_a_higher_class(shop: Path) -> None:
    complaint = {
        "case_id": "A1",
        "kind": "exchange",
        "platform": "jd",
        "customer": "nick",
        "opened": at("2026-11-21 10:00"),
        "complaint_class": "general",
        "owner": "K01",
    }
    type_rows(shop, "AfterSales", [complaint])
    run_on(shop, "update-followups")
    register = rows(shop, "FollowUps")
    offset = register["source"].tolist().index("case:A1")
    put(shop, "FollowUps", offset, "result", "未解决")
    put(shop, "FollowUps", offset, "done_at", dt.datetime(2026, 11, 22, 10))
    settings_ = rows(shop, "Settings")
    put(shop, "Settings", settings_["name"].tolist().index("repeat_callbacks"), "value", 1)
    run_on(shop, "update-followups")
    found = rows(shop, "AfterSales").iloc[0]
    assert (found["complaint_class"], found["callbacks"], found["proposed_class"]) == (
        "general", 1, "repeated",
    )  # fmt: skip
    assert found["attention"] == "建议升为重复投诉：回访 1 次未解决"


def test_in_a_workbook_an_edited_limit_moves_the_deadline(shop: Path) -> None:
    type_rows(
        shop,
        "AfterSales",
        [{"case_id": "A1", "kind": "tracing", "platform": "jd", "opened": at("2026-11-21 10:00")}],
    )
    limits = rows(shop, "CaseLimits")
    tracing = limits["kind"].tolist().index("tracing")
    put(shop, "CaseLimits", tracing, "hours", 12)
    run_on(shop, "update-followups")
    assert rows(shop, "AfterSales")["handle_by"].tolist() == [at("2026-11-21 22:00")]


def test_in_a_workbook_poor_reviews_have_their_handler(shop: Path) -> None:
    settings_ = rows(shop, "Settings")
    put(shop, "Settings", settings_["name"].tolist().index("review_handler"), "value", "K03")
    poor = {"platform": "jd", "order_id": "1", "reviewed_at": at("2026-11-21 10:00"), "stars": 1}
    type_rows(shop, "Reviews", [poor, poor | {"order_id": "2", "stars": 5, "explanation": "感谢"}])
    run_on(shop, "update-followups")
    reviews = rows(shop, "Reviews")
    assert reviews["handler"].fillna("").tolist() == ["K03", ""]
    assert reviews["state"].tolist() == ["open", "explained"]


def test_a_case_closed_before_it_was_opened_stops_the_update_with_its_cell(shop: Path) -> None:
    wrong = {"case_id": "A1", "kind": "tracing", "platform": "jd", "opened": at("2026-11-21 10:00")}
    type_rows(shop, "AfterSales", [wrong | {"closed": at("2026-11-20 10:00")}])
    outcome = run_on(shop, "update-followups")
    assert outcome.exit_code == 1
    assert [problem.column for problem in outcome.problems] == ["结案时间"]


def test_every_column_that_csbook_fills_is_written() -> None:
    """But the first owner, which a departure writes."""
    declared = {c.name for c in TABLES["AfterSales"].columns if not c.by.is_person}
    assert set(WRITTEN) == declared - {"first_owner"}
    assert isinstance(judged_cases(request(TODAY)), pd.DataFrame)
