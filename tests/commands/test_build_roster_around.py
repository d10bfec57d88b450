"""What `build-roster` says of things around the month: the months next to it, the settings, the holidays."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from csbook.books.file_book import FileBook
from csbook.commands.outcome import Outcome
from csbook.commands.run import run
from tests.workbooks import put, rows, type_rows

BEFORE = dt.datetime(2026, 10, 25, 9)
NOVEMBER, DECEMBER, JANUARY = dt.date(2026, 11, 1), dt.date(2026, 12, 1), dt.date(2027, 1, 1)


def build(path: Path, month: dt.date | None, today: dt.datetime = BEFORE, **parameters: Any) -> Outcome:
    asked = parameters if month is None else {"month": month, **parameters}
    outcome = run("build-roster", FileBook(path), today, now=BEFORE, user="测试", parameters=asked)
    assert outcome.exit_code == 0, outcome.text()
    return outcome


def test_who_ends_the_month_too_tired_for_the_next_one_is_told(shop: Path) -> None:
    """Six days running at most: who works the last six days of November leaves (6 - 6) + 4 x 6 days of work
    for December's 31 - 4."""
    put(shop, "Staff", 0, "longest_stretch", 6)
    pin = {"agent_id": "K01", "kind": "pin", "shift": "半", "state": "approved"}
    days = {"from_date": dt.datetime(2026, 11, 25), "to_date": dt.datetime(2026, 11, 30)}
    type_rows(shop, "Requests", [{**pin, **days}])
    outcome = build(shop, NOVEMBER)
    assert [note for note in outcome.notes if note.startswith("赵一：11月末连上")] == [
        "赵一：11月末连上 6 天（上限 6 天），12月按 4 天休息排不出；请在月末给他安排休息，或提高上限。"
    ]


def test_a_month_built_before_one_that_stands_says_which_rule_its_beginning_breaks(shop: Path) -> None:
    """K01 works the evening of 30 November and a full day on 1 December."""
    pin = {"agent_id": "K01", "kind": "pin", "state": "approved"}
    evening = {**pin, "from_date": dt.datetime(2026, 11, 30), "shift": "晚"}
    day = {**pin, "from_date": dt.datetime(2026, 12, 1), "shift": "白"}
    type_rows(shop, "Requests", [day])
    build(shop, DECEMBER)
    type_rows(shop, "Requests", [day, evening])
    outcome = build(shop, NOVEMBER)
    (said,) = [note for note in outcome.notes if "晚班次日不上全白班" in note]
    assert said.startswith("2026-12 已经排好，接在这份班表后面会违反“晚班次日不上全白班”：")
    assert "赵一（11月30日至12月1日）" in said


def test_nothing_is_said_of_a_next_month_that_goes_on_well_or_is_not_built(shop: Path) -> None:
    assert not [note for note in build(shop, NOVEMBER).notes if "已经排好" in note]
    build(shop, DECEMBER)
    build(shop, NOVEMBER)  # comes back as it was
    again = build(shop, NOVEMBER)
    assert not [note for note in again.notes if "已经排好" in note]


def test_a_month_that_is_not_the_settings_one_says_what_to_change(shop: Path) -> None:
    assert not [note for note in build(shop, NOVEMBER).notes if "“设置”" in note]
    said = [note for note in build(shop, DECEMBER).notes if "“设置”" in note]
    assert len(said) == 1
    assert said[0].startswith("“设置”里的月份还是 2026-11")
    assert "改为 2026-12" in said[0]
    offset = rows(shop, "Settings")["name"].tolist().index("month")
    put(shop, "Settings", offset, "value", "2026-12")
    back = build(shop, NOVEMBER)
    assert [note for note in back.notes if "“设置”里的月份还是 2026-12" in note]


def test_a_month_that_is_over_is_built_as_asked_and_said_to_be_over(shop: Path) -> None:
    """A month left standing in 操作面板 is easily forgotten."""
    last_day, over = dt.datetime(2026, 11, 30, 9), dt.datetime(2026, 12, 1, 9)
    assert not [note for note in build(shop, NOVEMBER, last_day).notes if "已经过去" in note]
    outcome = build(shop, NOVEMBER, over)
    assert outcome.notes[0] == (
        "2026-11 已经过去，这份班表只能当补录。要排的是别的月份：点“撤销”，改操作面板的“月份”，再排。"
    )
    by_settings = build(shop, None, over)
    assert "改“设置”的“月份”" in by_settings.notes[0]


def test_a_year_without_holidays_is_pointed_out_once(shop: Path) -> None:
    assert not [note for note in build(shop, NOVEMBER).notes if "节假日" in note]
    said = [note for note in build(shop, JANUARY).notes if "节假日" in note]
    assert said == ["“节假日”里没有 2027 年的放假安排，只按周六、周日算周末；请补上后再排。"]
    type_rows(shop, "Holidays", [{"date": dt.datetime(2027, 1, 1), "kind": "holiday"}])
    assert not [note for note in build(shop, JANUARY).notes if "节假日" in note]
