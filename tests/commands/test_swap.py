"""`swap` on a real workbook: pending ones are answered, approved ones carried out once or refused."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest

from csbook.books.file_book import FileBook
from csbook.commands.outcome import Outcome
from csbook.commands.run import run
from csbook.schema.daily import DAYS
from tests.workbooks import SHOWS_THE_PRESS, every_table, put, rows, type_rows

TODAY = dt.datetime(2026, 11, 20, 9)


def command(path: Path, name: str, at: dt.datetime = TODAY) -> Outcome:
    return run(name, FileBook(path), at, now=at, user="测试")


def swapped(path: Path, at: dt.datetime = TODAY) -> Outcome:
    outcome = command(path, "swap", at)
    assert outcome.exit_code == 0, outcome.text()
    return outcome


@pytest.fixture(scope="module")
def typed(november_originals: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A roster of which the days from the 21st are typed, so that what a swap does is known beforehand."""
    path = Path(shutil.copy(november_originals / "built.xlsm", tmp_path_factory.mktemp("typed")))
    people = rows(path, "Roster")["agent_id"].tolist()
    lines = {"K01": "白白白休晚晚晚半白白", "K02": "晚晚半白白白休晚晚半", "K03": "半休晚晚半休白白半晚"}
    for agent, line in lines.items():
        for day, cell in enumerate(line, 21):
            put(path, "Roster", people.index(agent), f"d{day}", cell)
    return path


@pytest.fixture
def built(typed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(typed, tmp_path / "客服台账.xlsm"))


def cell(path: Path, agent: str, day: int) -> str:
    found = rows(path, "Roster").set_index("agent_id").at[agent, f"d{day:02}"]
    return str(found)


def ask(path: Path, one: str, other: str | None, day: int, **more: Any) -> None:
    row = {"agent_id": one, "kind": "swap", "from_date": dt.datetime(2026, 11, day), "with_agent": other}
    type_rows(path, "Requests", [{**row, "state": "pending", **more}])


def decide(path: Path, state: str, offset: int = 0) -> None:
    put(path, "Requests", offset, "state", {"approved": "已批", "rejected": "驳回"}[state])


def answers(path: Path) -> list[str]:
    return rows(path, "Requests")["answer"].fillna("").tolist()


def test_a_pending_swap_that_could_be_is_answered_and_changes_no_cell(built: Path) -> None:
    ask(built, "K01", "K03", 29)  # 白 against 半
    before = rows(built, "Roster")
    outcome = swapped(built)
    assert answers(built)[0].startswith("可以换")
    assert rows(built, "Roster").equals(before)
    assert rows(built, "Requests")["carried_out"].isna().all()
    assert "待批已答复 1 个" in outcome.headline


def test_an_approved_swap_is_carried_out_once(built: Path) -> None:
    ask(built, "K01", "K03", 29)
    decide(built, "approved")
    outcome = swapped(built)
    assert (cell(built, "K01", 29), cell(built, "K03", 29)) == ("半", "白")
    assert answers(built) == ["已换"]
    assert rows(built, "Requests")["carried_out"].tolist() == [TODAY]
    assert "执行 1 个" in outcome.headline
    once = every_table(built, but=SHOWS_THE_PRESS)
    again = swapped(built, TODAY + dt.timedelta(hours=1))
    assert every_table(built, but=SHOWS_THE_PRESS) == once
    assert "没有要处理的换班" in again.headline


def test_both_are_to_be_told_and_the_cells_are_coloured(built: Path) -> None:
    assert command(built, "publish-roster").exit_code == 0
    ask(built, "K01", "K03", 29)
    decide(built, "approved")
    swapped(built)
    told = rows(built, "Notices")
    assert told[["agent_id", "before", "after", "reason"]].to_numpy().tolist() == [
        ["K01", "白", "半", "赵一 与 孙三 换班"],
        ["K03", "半", "白", "赵一 与 孙三 换班"],
    ]
    listed = rows(built, "Changes")
    listed = listed[listed["column"] == "d29"]
    cells = sorted(listed[["row_key", "old", "new"]].to_numpy().tolist())
    assert cells == [["K01", "白", "半"], ["K03", "半", "白"]]
    base = rows(built, "RosterBase").set_index("agent_id")["d29"]
    assert (base["K01"], base["K03"]) == ("半", "白")


def test_two_days_are_exchanged_with_what_stands_in_both(built: Path) -> None:
    ask(built, "K01", "K02", 24, with_date=dt.datetime(2026, 11, 27))  # 休 and 晚 against 白 and 休
    decide(built, "approved")
    outcome = swapped(built)
    assert answers(built) == ["已换"], outcome.text()
    assert [cell(built, "K01", day) for day in (24, 27)] == ["白", "rest"]
    assert [cell(built, "K02", day) for day in (24, 27)] == ["rest", "晚"]


def test_an_approved_swap_that_a_rule_forbids_is_refused_with_the_rule(built: Path) -> None:
    # K01 would have an evening before the day shift of the 23rd, K02 a day shift after that of the 21st.
    ask(built, "K01", "K02", 22)
    decide(built, "approved")
    before = rows(built, "Roster")
    outcome = swapped(built)
    assert answers(built) == [
        "不可以：赵一 晚班次日不上全白班（11月22日至23日）；钱二 晚班次日不上全白班（11月21日至22日）"
    ]
    assert rows(built, "Roster").equals(before)
    assert [(p.sheet, p.column, p.found) for p in outcome.problems] == [("请假与调班", "审批", "已批")]
    assert "已批但不能换 1 个" in outcome.headline
    once = every_table(built, but=SHOWS_THE_PRESS)
    swapped(built)
    assert every_table(built, but=SHOWS_THE_PRESS) == once


def test_one_rest_day_too_few_is_the_rule_that_forbids_it(built: Path) -> None:
    ask(built, "K01", "K02", 24)
    swapped(built)
    [answer] = answers(built)
    assert answer.startswith("不可以：")
    assert "赵一 每月休息天数" in answer


def test_leave_days_gone_by_and_nobody_named_are_said(built: Path) -> None:
    leave = {"agent_id": "K02", "kind": "leave", "from_date": dt.datetime(2026, 11, 30), "state": "approved"}
    type_rows(built, "Requests", [leave])
    ask(built, "K01", "K02", 30)
    ask(built, "K01", "K02", 5)
    ask(built, "K01", None, 28)
    swapped(built)
    assert answers(built)[1:] == [
        "不可以：钱二 11月30日请假",
        "不可以：11月5日已过",
        "不可以：请填换班对象",
    ]


def test_a_swap_of_a_shift_of_today_that_has_begun_is_refused_and_of_a_later_one_is_not(built: Path) -> None:
    ask(built, "K01", "K02", 21)  # 白 09:00 against 晚 17:00
    decide(built, "approved")
    assert swapped(built, dt.datetime(2026, 11, 21, 23, 30)).problems
    assert answers(built) == ["不可以：赵一 11月21日的班已经开始；钱二 11月21日的班已经开始"]
    assert (cell(built, "K01", 21), cell(built, "K02", 21)) == ("白", "晚")
    swapped(built, dt.datetime(2026, 11, 21, 12))
    assert answers(built) == ["不可以：赵一 11月21日的班已经开始"]
    swapped(built, dt.datetime(2026, 11, 21, 8))
    assert "已经开始" not in answers(built)[0]


def test_a_rejected_swap_is_left_alone(built: Path) -> None:
    ask(built, "K01", "K03", 29)
    decide(built, "rejected")
    before = every_table(built)
    swapped(built)
    assert every_table(built) == before


def test_the_second_of_two_swaps_is_judged_on_what_the_first_leaves(built: Path) -> None:
    ask(built, "K01", "K03", 29)
    ask(built, "K03", "K02", 29)  # after the first K03 has the day shift of the 29th, and K02 the evening
    for offset in (0, 1):
        decide(built, "approved", offset)
    swapped(built)
    assert answers(built)[0] == "已换"
    assert cell(built, "K01", 29) == "半"
    assert (cell(built, "K02", 29), cell(built, "K03", 29)) in (("白", "晚"), ("晚", "白"))


def test_a_swap_typed_in_the_grid_already_only_gets_its_mark(shop: Path, november_originals: Path) -> None:
    shutil.copy(november_originals / "built.xlsm", shop)
    people = rows(shop, "Roster")["agent_id"].tolist()
    day = next(n for n in range(21, 31) if cell(shop, "K01", n) != cell(shop, "K02", n))
    one, other = cell(shop, "K01", day), cell(shop, "K02", day)
    put(shop, "Roster", people.index("K01"), f"d{day}", "休" if other == "rest" else other)
    put(shop, "Roster", people.index("K02"), f"d{day}", "休" if one == "rest" else one)
    ask(shop, "K01", "K02", day)
    decide(shop, "approved")
    swapped(shop)
    assert (cell(shop, "K01", day), cell(shop, "K02", day)) == (other, one)
    assert answers(shop) == ["已换"]


def test_the_totals_follow_a_swap(built: Path) -> None:
    ask(built, "K01", "K03", 29)
    decide(built, "approved")
    swapped(built)
    hours = {"白": 8.5, "半": 5.5, "晚": 6.0}
    for row in rows(built, "Roster").to_dict("records"):
        if row["agent_id"] != "K02":
            assert row["hours"] == sum(hours.get(row[day], 0) for day in DAYS[:30])


def test_a_rest_day_under_approved_leave_is_not_exchanged(built: Path) -> None:
    leave = {"agent_id": "K01", "kind": "leave", "from_date": dt.datetime(2026, 11, 24), "state": "approved"}
    type_rows(built, "Requests", [leave])
    ask(built, "K01", "K02", 24)
    swapped(built)
    assert answers(built)[1] == "不可以：赵一 11月24日请假"


def test_a_refused_swap_is_told_by_check_as_one_to_reject_and_by_no_repair(built: Path) -> None:
    ask(built, "K01", "K02", 22)
    decide(built, "approved")
    swapped(built)
    told = [p for p in command(built, "check").problems if p.sheet == "请假与调班"]
    assert [(p.column, p.found) for p in told] == [("审批", "已批")]
    assert told[0].expected.startswith("驳回；或先解决“答复”里说的原因")
    assert [p for p in command(built, "repair-roster").problems if p.sheet == "请假与调班"] == []
