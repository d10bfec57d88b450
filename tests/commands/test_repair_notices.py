"""Who is to be told of which cell: what the person knows against what holds, whatever happened in between."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from csbook.books.file_book import FileBook
from csbook.commands.handler import Request
from csbook.commands.outcome import Outcome
from csbook.commands.rostering.notices import known_of, reconciled, untold
from csbook.commands.run import run
from csbook.problems import Words
from csbook.roster.parts import Roster
from csbook.schema.daily import DAYS
from csbook.schema.settings import Settings
from csbook.schema.workbook import TABLES
from tests.workbooks import put, rows, type_rows

TODAY = dt.datetime(2026, 11, 10, 9)
MONTH = dt.date(2026, 11, 1)
CELLS = ("白", "晚", "休", "半")


def frame(table: str, values: list[dict[str, Any]]) -> pd.DataFrame:
    index = pd.RangeIndex(len(values))
    return pd.DataFrame(
        {c.name: c.series([row.get(c.name) for row in values], index) for c in TABLES[table].columns}
    )


def request(
    published: Mapping[int, str],
    notices: list[dict[str, Any]],
    today: dt.datetime = TODAY,
    asked: Sequence[dict[str, Any]] = (),
) -> Request:
    """K01 alone; `published` by the day of November, empty for a month that never was."""
    grid = {f"d{day:02d}": cell for day, cell in published.items()}
    return Request(
        tables={
            "Staff": frame("Staff", [{"agent_id": "K01", "name": "赵一"}]),
            "Published": frame(
                "Published", [{"agent_id": "K01", "month": "2026-11", **grid}] if grid else []
            ),
            "Notices": frame("Notices", notices),
            "Requests": frame("Requests", list(asked)),
        },
        settings=Settings({}),
        today=today,
        month=MONTH,
        language="zh",
    )


def notice(day: int, before: str, after: str, told: bool | None = None, month: int = 11) -> dict[str, Any]:
    date = pd.Timestamp(2026, month, day)
    return {
        "agent_id": "K01",
        "name": "赵一",
        "date": date,
        "before": before,
        "after": after,
        "reason": "因",
        "told": told,
    }


def told_of(
    asked: Request, now: Mapping[int, str], changed: Mapping[int, str] | None = None
) -> list[tuple[int, str, str, bool]]:
    """The notices once the grid is `now`; the command answers for the days of `changed`, else for all."""
    after = Roster({("K01", dt.date(2026, 11, day)): cell for day, cell in now.items()})
    keys = [("K01", dt.date(2026, 11, day)) for day in (now if changed is None else changed)]
    found = reconciled(asked, known_of(asked), after, keys, lambda _: Words("因", "why"))
    return [(r.date.day, r.before, r.after, r.told is True) for r in found.itertuples()]


def test_a_day_changed_twice_says_what_the_person_knows_and_what_holds_now() -> None:
    assert told_of(request({20: "白"}, [notice(20, "白", "休")]), {20: "晚"}) == [(20, "白", "晚", False)]
    told = request({20: "白"}, [notice(20, "白", "休", True)])
    assert told_of(told, {20: "晚"}) == [(20, "休", "晚", False)]


def test_a_day_changed_by_hand_after_its_notice_is_brought_up_to_date_by_any_command() -> None:
    asked = request({20: "白"}, [notice(20, "白", "休")])
    assert told_of(asked, {20: "晚", 21: "半"}, changed={}) == [(20, "白", "晚", False)]


def test_a_cell_that_returns_to_what_the_person_knows_needs_no_notice() -> None:
    assert told_of(request({20: "白"}, [notice(20, "白", "休")]), {20: "白"}) == []


def test_somebody_told_of_a_change_that_is_taken_back_is_told_again() -> None:
    told = request({20: "白"}, [notice(20, "白", "休", True)])
    assert told_of(told, {20: "白"}) == [(20, "休", "白", False)]


def test_what_somebody_was_told_is_not_forgotten_when_a_cell_returns_to_it() -> None:
    # Published 白, told 休, changed to 晚 and back to 休 before anybody told them.
    back = told_of(request({20: "白"}, [notice(20, "休", "晚")]), {20: "休"})
    assert back == [(20, "白", "休", True)]
    again = request({20: "白"}, [notice(*back[0])])
    assert told_of(again, {20: "白"}) == [(20, "休", "白", False)]


def test_what_was_told_keeps_its_mark_and_days_gone_by_are_dropped() -> None:
    old = [notice(5, "白", "休"), notice(12, "白", "休", True)]
    published = {5: "白", 11: "半", 12: "白"}
    assert told_of(request(published, old), {5: "休", 11: "晚", 12: "休"}) == [
        (11, "半", "晚", False),
        (12, "白", "休", True),
    ]


def test_of_a_month_that_was_never_published_nobody_is_told() -> None:
    assert told_of(request({}, [notice(20, "白", "休")]), {20: "休", 21: "晚"}) == []


def test_own_leave_needs_no_notice_and_what_the_person_knows_is_kept_in_mind() -> None:
    leave = {"agent_id": "K01", "kind": "leave", "from_date": pd.Timestamp(2026, 11, 20), "state": "approved"}
    ill = {20: "leave"}
    assert told_of(request({20: "白"}, [], asked=[leave]), ill) == []
    assert told_of(request({20: "白"}, []), ill) == [(20, "白", "假", False)]
    assert told_of(request({20: "白"}, [notice(20, "白", "休")], asked=[leave]), ill) == []
    kept = told_of(request({20: "白"}, [notice(20, "白", "休", True)], asked=[leave]), ill)
    assert kept == [(20, "白", "休", True)]
    # The leave is withdrawn and the day is as published: what they were told last was 休.
    assert told_of(request({20: "白"}, [notice(*kept[0])]), {20: "白"}) == [(20, "休", "白", False)]


def test_a_published_change_nobody_was_told_of_stays_to_be_told_over_a_leave() -> None:
    """Published 半, and they still know 白."""
    untold_one = [notice(20, "白", "半")]
    leave = {"agent_id": "K01", "kind": "leave", "from_date": pd.Timestamp(2026, 11, 20), "state": "approved"}
    ill = told_of(request({20: "半"}, untold_one, asked=[leave]), {20: "leave"})
    assert ill == [(20, "白", "假", False)]
    # The leave is withdrawn: they have still to be told of 半.
    assert told_of(request({20: "半"}, [notice(*ill[0])]), {20: "半"}) == [(20, "白", "半", False)]


def test_a_row_that_is_ticked_because_the_cell_came_back_says_so() -> None:
    after = Roster({("K01", dt.date(2026, 11, 20)): "白"})
    asked = request({20: "半"}, [notice(20, "白", "半")])
    found = reconciled(asked, known_of(asked), after, after.cells, lambda _: Words("因", "why"))
    assert found[["before", "after", "told", "reason"]].to_numpy().tolist() == [
        ["半", "白", True, "改回本人知道的班，不用再通知"]
    ]


def test_whoever_leaves_untold_is_not_said_to_have_been_told() -> None:
    asked = request({20: "半"}, [notice(20, "白", "半")])
    asked.tables["Staff"]["left"] = pd.Timestamp(2026, 11, 15)
    gone = told_of(asked, {}, changed={20: ""})
    assert gone == [(20, "白", "", False)]
    again = request({20: "半"}, [notice(*gone[0])])
    again.tables["Staff"]["left"] = pd.Timestamp(2026, 11, 15)
    assert told_of(again, {}) == gone
    # The leaving day was wrong, and the day is theirs again as it was published.
    assert told_of(request({20: "半"}, [notice(*gone[0])]), {20: "半"}) == [(20, "白", "半", False)]


def test_notices_of_another_month_stay() -> None:
    asked = request({20: "白"}, [notice(3, "白", "休", month=12)])
    assert told_of(asked, {20: "白"}) == [(3, "白", "休", False)]


def test_an_emptied_cell_is_told_as_such() -> None:
    asked = request({20: "白"}, [])
    after = Roster({})
    found = reconciled(
        asked, known_of(asked), after, [("K01", dt.date(2026, 11, 20))], lambda _: Words("因", "why")
    )
    assert found[["before", "after"]].to_numpy().tolist() == [["白", ""]]


def test_people_with_an_open_notice_are_counted_once() -> None:
    notices = frame("Notices", [notice(20, "白", "休"), notice(21, "白", "休"), notice(22, "白", "休", True)])
    assert untold(notices, MONTH) == 1
    assert untold(notices, dt.date(2026, 12, 1)) == 0


@settings(deadline=None, max_examples=80)
@given(st.lists(st.tuples(st.sampled_from(CELLS), st.sampled_from(["hand", "command", "told"]))))
def test_whatever_happens_the_last_notice_leads_from_what_the_person_knows_to_the_grid(
    steps: list[tuple[str, str]],
) -> None:
    """A model beside it: what one person knows of one day, published as 白."""
    knows, now = "白", "白"
    notices: list[dict[str, Any]] = []
    for cell, kind in steps:
        if kind == "told":
            if notices:
                knows = notices[0]["after"]
                notices = [{**notices[0], "told": True}]
            continue
        now = cell
        changed = {20: cell} if kind == "command" or notices else {}
        found = told_of(request({20: "白"}, notices), {20: now}, changed)
        notices = [notice(*row) for row in found]
        if kind == "command":
            assert len(notices) <= 1
            open_rows = [row for row in notices if not row["told"]]
            assert [(row["before"], row["after"]) for row in open_rows] == (
                [] if knows == now else [(knows, now)]
            )


def command(path: Path, name: str, at: dt.datetime = TODAY, **parameters: Any) -> Outcome:
    outcome = run(name, FileBook(path), at, now=at, user="测试", parameters=parameters)
    assert outcome.exit_code == 0, outcome.text()
    return outcome


def type_cell(path: Path, agent: str, day: int, cell: str) -> None:
    offset = rows(path, "Roster")["agent_id"].tolist().index(agent)
    put(path, "Roster", offset, DAYS[day - 1], "休" if cell == "rest" else cell)


def cell_of(path: Path, agent: str, day: int) -> str:
    return str(rows(path, "Roster").set_index("agent_id").at[agent, DAYS[day - 1]])


def open_notices(path: Path) -> list[tuple[str, int, str, str, bool]]:
    return [
        (r.agent_id, r.date.day, r.before, r.after, r.told is True)
        for r in rows(path, "Notices").itertuples()
    ]


def pin(path: Path, agent: str, day: int, cell: str) -> None:
    row = {"agent_id": agent, "kind": "pin", "from_date": dt.datetime(2026, 11, day), "shift": cell}
    type_rows(path, "Requests", [{**row, "state": "approved"}])


def another(path: Path, agent: str, day: int) -> str:
    return "半" if cell_of(path, agent, day) != "半" else "白"


def test_a_told_change_typed_back_by_hand_is_not_lost_when_published(published: Path) -> None:
    was, wanted = cell_of(published, "K01", 25), another(published, "K01", 25)
    pin(published, "K01", 25, wanted)
    command(published, "repair-roster")
    mine = [row for row in open_notices(published) if row[:2] == ("K01", 25)]
    assert [(before, after) for *_, before, after, _ in mine] == [("休" if was == "rest" else was, wanted)]
    for offset in range(len(open_notices(published))):
        put(published, "Notices", offset, "told", "是")
    requests = rows(published, "Requests")
    put(published, "Requests", len(requests) - 1, "state", "驳回")
    type_cell(published, "K01", 25, was)
    command(published, "publish-roster")
    shown = "休" if was == "rest" else was
    assert ("K01", 25, wanted, shown, False) in open_notices(published)


def test_an_untold_change_typed_back_by_hand_disappears_though_nothing_new_is_published(
    published: Path,
) -> None:
    before = rows(published, "Roster").set_index("agent_id")[list(DAYS)]
    pin(published, "K01", 25, another(published, "K01", 25))
    command(published, "repair-roster")
    assert open_notices(published)
    put(published, "Requests", 0, "state", "驳回")
    for agent in before.index:
        for day, column in enumerate(DAYS[:30], 1):
            if cell_of(published, agent, day) != before.at[agent, column]:
                type_cell(published, agent, day, before.at[agent, column])
    outcome = command(published, "publish-roster")
    assert "没有改动" in outcome.headline
    assert open_notices(published) == []
