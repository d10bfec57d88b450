"""How `explain-roster` tells what cannot hold together, and what it advises."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from csbook.books.file_book import FileBook
from csbook.commands.outcome import Outcome
from csbook.commands.run import run
from csbook.problems import NoRoster
from csbook.schema.daily import DAYS
from tests.workbooks import rows, type_rows

BEFORE = dt.datetime(2026, 10, 25, 9)


def command(path: Path, name: str, at: dt.datetime = BEFORE, **parameters: Any) -> Outcome:
    outcome = run(name, FileBook(path), at, now=at, user="测试", parameters=parameters)
    assert outcome.exit_code == 0, outcome.text()
    return outcome


def pin_rests(path: Path, last: int) -> None:
    pin = {"agent_id": "K01", "kind": "pin", "shift": "休", "state": "approved"}
    days = {"from_date": dt.datetime(2026, 11, 1), "to_date": dt.datetime(2026, 11, last)}
    type_rows(path, "Requests", [{**pin, **days}])


def sales_until(path: Path, last: int) -> None:
    type_rows(
        path,
        "Holidays",
        [{"date": dt.datetime(2026, 11, day), "kind": "sales"} for day in range(1, last + 1)],
    )


def test_more_pinned_rests_than_the_rule_has_are_told_as_build_roster_tells_them(shop: Path) -> None:
    pin_rests(shop, 6)
    with pytest.raises(NoRoster) as stopped:
        command(shop, "build-roster")
    assert "赵一 11月1日至6日（每月休息天数）" in stopped.value.words.zh
    outcome = command(shop, "explain-roster", seconds=40)
    assert outcome.notes == (
        "第 1 组：每月休息天数 4（赵一，11月1日至30日）；赵一 11月1日至6日 固定 休（这 6 天要去掉 2 天）。",
    )
    assert "时间" not in outcome.text()
    found = rows(shop, "RosterAnswers").query("kind == 'clash'")
    assert found["instead"].tolist() == [
        "去掉或放宽这一条，其余几条就能同时成立",
        "这 6 天里去掉 2 天，其余几条就能同时成立",
    ]


def test_one_set_needs_one_way_out_and_several_one_each_and_others_may_follow(shop: Path) -> None:
    pin_rests(shop, 6)
    one = command(shop, "explain-roster").headline
    assert "找到 1 组不能同时成立的规则和固定班次，要去掉或放宽一条" in one
    assert one.endswith("改好再点一次：去掉一条之后，可能还有别的组。")
    sales_until(shop, 8)
    assert "每组都要去掉或放宽一条" in command(shop, "explain-roster").headline


def test_sales_days_are_named_as_what_to_change_with_their_dates_together(shop: Path) -> None:
    sales_until(shop, 28)
    outcome = command(shop, "explain-roster", seconds=30)
    assert len(outcome.details["sets"]) % 3 == 0
    assert all(note.count("大促日不排休") == 1 and "赵一、钱二、孙三" in note for note in outcome.notes)
    found = rows(shop, "RosterAnswers")
    windows = found[found["kind"] == "window"]
    assert len(windows)
    assert windows["subject"].str.contains("是大促日").all()
    assert windows["instead"].str.contains("减少“大促不休”的日子").all()
    assert not windows["instead"].str.contains("加人").any()
    sales = found[found["subject"] == "大促日不排休"]
    assert len(sales) == len(outcome.details["sets"])
    assert sales["place"].str.contains(r"“节假日”第 \d+～\d+ 行").all()


def test_where_too_few_people_are_to_blame_the_sales_days_are_not(shop: Path) -> None:
    cover = {"day_type": "date", "date": dt.datetime(2026, 11, 11), "group": "京东组", "shift": "白"}
    type_rows(shop, "Cover", [{**cover, "minimum": 4, "preferred": 4}])
    sales_until(shop, 1)
    command(shop, "explain-roster", seconds=2)
    windows = rows(shop, "RosterAnswers").query("kind == 'window'")
    assert windows["instead"].str.contains("加人").all()


def test_a_published_month_is_not_advised_to_be_built_again(built: Path) -> None:
    grid = rows(built, "Roster").set_index("agent_id")
    worked = [int(day[1:]) for day in DAYS[:30] if grid.at["K01", day] == "半"]
    command(built, "publish-roster")
    wish = {"agent_id": "K01", "kind": "wish_off"}
    type_rows(built, "Requests", [{**wish, "from_date": dt.datetime(2026, 11, day)} for day in worked[:3]])
    outcome = command(built, "explain-roster", seconds=3)
    assert min(answer["cost"] for answer in outcome.details["answers"] if answer["cost"] is not None) < 0
    assert not [note for note in outcome.notes if "生成排班" in note]


def test_building_says_that_fewer_sales_days_would_do(shop: Path) -> None:
    sales_until(shop, 28)
    with pytest.raises(NoRoster) as stopped:
        command(shop, "build-roster", seconds=10)
    assert "也可以在“节假日”里减少“大促不休”的日子。" in stopped.value.words.zh
    assert stopped.value.words.zh.count("大促日不排休（") == 1
