"""What `check-roster` advises can be done: with the number of rest days, with somebody who leaves, with the
hours of a shift."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from csbook.books.file_book import FileBook
from csbook.commands.outcome import Outcome
from csbook.commands.run import run
from tests.workbooks import put, rows

BEFORE = dt.datetime(2026, 10, 25, 9)
MIDDLE = dt.datetime(2026, 11, 14, 8)


def command(path: Path, name: str, at: dt.datetime = BEFORE, **parameters: Any) -> Outcome:
    return run(name, FileBook(path), at, now=at, user="测试", parameters=parameters)


def lines(path: Path, at: dt.datetime = BEFORE) -> pd.DataFrame:
    command(path, "check-roster", at)
    return rows(path, "RosterCheck").fillna("")


def rule(path: Path, code: str, column: str, value: Any) -> None:
    offset = rows(path, "RosterRules")["rule"].tolist().index(code)
    put(path, "RosterRules", offset, column, value)


def test_no_shift_is_to_become_a_rest_day_where_their_number_is_exact(built: Path) -> None:
    found = lines(built)
    hours = found[found["subject"] == "每周标准工时"]
    assert len(hours)
    assert hours["mend"].str.contains("换成").all()
    assert not hours["mend"].str.contains("改为休息").any()
    rule(built, "rest_days", "strength", "尽量")
    assert lines(built).query("subject == '每周标准工时'")["mend"].str.contains("改为休息").all()


def test_where_only_rest_days_would_do_their_number_has_to_be_raised_first(shop: Path) -> None:
    for offset in range(3):  # every shift is as long as the longest
        put(shop, "Shifts", offset, "start", 9 / 24)
        put(shop, "Shifts", offset, "end", 19 / 24)
    rule(shop, "minimum_rest", "active", "否")
    command(shop, "build-roster")
    hours = lines(shop).query("subject == '每周标准工时'")
    assert len(hours)
    assert hours["mend"].str.endswith("改为休息（要先提高“每月休息天数”）").any()


@pytest.mark.parametrize("first", range(16, 27, 2))
def test_the_rest_days_of_somebody_who_leaves_within_the_month_are_no_error(
    published: Path, first: int
) -> None:
    repaired = command(
        published,
        "repair-roster",
        MIDDLE,
        agent="K03",
        first=dt.date(2026, 11, first),
        leaves=True,
        seconds=10,
    )
    assert repaired.exit_code == 0
    found = lines(published, MIDDLE).query("agent_id == 'K03'")
    assert "error" not in set(found["severity"])
    rests = found[found["subject"] == "每月休息天数"]
    assert rests["mend"].str.endswith("；已过的和别的规则要的不用改").all()
    assert rests["limit"].str.startswith("按在职天数休").all()
    assert "照样发布" not in command(published, "publish-roster", MIDDLE).text()
    assert "排得出" in command(published, "explain-roster", MIDDLE, seconds=1).headline


def test_a_shift_of_more_than_twelve_paid_hours_is_pointed_out_with_the_article(shop: Path) -> None:
    put(shop, "Shifts", 1, "start", 12 / 24)
    put(shop, "Shifts", 1, "end", 9 / 24)
    (told,) = [p for p in command(shop, "check").problems if p.sheet == "班次与人数"]
    assert (told.severity, told.column, told.found) == ("warning", "下班", "9:00")
    assert "21 小时；《劳动法》第三十六条" in told.expected
    put(shop, "Shifts", 1, "unpaid_break", 9 * 60)
    assert not [p for p in command(shop, "check").problems if p.sheet == "班次与人数"]
