"""Whether a row of the log was filled in time, by what csbook sees when it looks."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from csbook.commands.log_timeliness import newly_seen, on_time
from csbook.schema.daily import TICKS
from tests.commands.daily_shop import request
from tests.followups.shop import at

FILLED = {"receptions": 30} | dict.fromkeys(TICKS, True)


def row(day: str = "2026-03-10", **more: Any) -> dict[str, Any]:
    return {"date": at(day), "agent_id": "K01", "platform": "tmall", "shop": "一店"} | more


def seen(moment: str, *rows: dict[str, Any], **given: Any) -> list[bool | None]:
    asked = request(moment, DailyLog=list(rows), settings=given)
    log = asked.tables["DailyLog"]
    found = on_time(log, asked)
    assert newly_seen(log, found).tolist() == log.index[found.notna() & log["on_time"].isna()].tolist()
    return [None if pd.isna(each) else bool(each) for each in found]


@pytest.mark.parametrize(
    ("moment", "complete", "incomplete"),
    [
        ("2026-03-10 20:00", True, None),
        ("2026-03-11 11:59", True, None),
        ("2026-03-11 12:00", None, False),  # the deadline: nobody knows when it was completed
        ("2026-03-14 09:00", None, False),
    ],
)
def test_by_the_deadline_a_complete_row_is_in_time_and_after_it_an_incomplete_one_is_not(
    moment: str, complete: bool | None, incomplete: bool | None
) -> None:
    half = FILLED | {"reviews": None}
    assert seen(moment, row(**FILLED), row(platform="jd", **half)) == [complete, incomplete]


def test_answering_no_completes_a_row() -> None:
    assert seen("2026-03-10 20:00", row(**FILLED | {"reviews": False})) == [True]


@pytest.mark.parametrize("known", [True, False])
def test_what_was_seen_once_stays(known: bool) -> None:
    rows = [row(on_time=known, **FILLED), row(platform="jd", on_time=known)]
    for moment in ("2026-03-11 08:00", "2026-03-12 20:00"):
        assert seen(moment, *rows) == [known, known]


def test_the_time_of_day_is_a_setting() -> None:
    assert seen("2026-03-11 09:00", row(), log_by=dt.timedelta(hours=9)) == [False]
    assert seen("2026-03-11 09:00", row(**FILLED), log_by=dt.timedelta(hours=9, minutes=1)) == [True]


def test_rows_of_days_to_come_and_of_nobody_say_nothing() -> None:
    assert seen("2026-03-09 20:00", row(**FILLED)) == [None]
    assert seen("2026-03-12 20:00", row(agent_id=None)) == [None]


def test_rows_older_than_a_week_say_nothing_any_more() -> None:
    assert seen("2026-03-17 13:00", row()) == [False]
    assert seen("2026-03-18 13:00", row()) == [None]


def test_rows_of_last_month_stay_as_they_are_once_it_can_be_locked() -> None:
    rows = [row("2026-02-27"), row("2026-03-01")]
    assert seen("2026-03-03 13:00", *rows) == [False, False]
    assert seen("2026-03-04 13:00", *rows) == [None, False]
    assert seen("2026-03-04 13:00", *rows, lock_on=5) == [False, False]


def test_of_two_rows_with_one_key_the_first_is_judged() -> None:
    """What is written goes to the first; the other is listed by `check`."""
    assert seen("2026-03-11 13:00", row(on_time=True), row()) == [True, None]
    assert seen("2026-03-11 13:00", row(), row()) == [False, None]


def test_an_empty_log_is_no_trouble() -> None:
    assert seen("2026-03-10 20:00") == []
