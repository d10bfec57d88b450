"""`publish-roster` on a real workbook: versions, who is to be told, what it says and what it refuses."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from csbook.books.file_book import FileBook
from csbook.commands.outcome import Outcome
from csbook.commands.rostering.roster_state import (
    AnotherMonth,
    EmptyRoster,
    MonthClosed,
    MonthPublished,
)
from csbook.commands.rostering.roster_totals import TOTALS
from csbook.commands.run import run
from csbook.problems import Language
from csbook.schema.daily import DAYS
from tests.workbooks import SHOWS_THE_PRESS, every_table, put, rows, type_rows

BUILT = dt.datetime(2026, 10, 25, 9)
TOLD = dt.datetime(2026, 10, 28, 9)
DECEMBER = dt.date(2026, 12, 1)


def command(path: Path, name: str, at: dt.datetime = TOLD, **parameters: Any) -> Outcome:
    outcome = run(name, FileBook(path), at, now=at, user="测试", parameters=parameters)
    assert outcome.exit_code == 0, outcome.text()
    return outcome


def publish(path: Path, at: dt.datetime = TOLD, **parameters: Any) -> Outcome:
    return command(path, "publish-roster", at, **parameters)


def type_cell(path: Path, agent: str, day: int, cell: str, language: Language = "zh") -> None:
    offset = rows(path, "Roster", language)["agent_id"].tolist().index(agent)
    put(path, "Roster", offset, DAYS[day - 1], cell, language)


def state(path: Path) -> dict[str, tuple[str, int]]:
    frame = rows(path, "RosterStates")
    return {r.month: (r.state, int(r.version)) for r in frame.itertuples()}


def notices(path: Path) -> list[tuple[str, int, str, str]]:
    frame = rows(path, "Notices")
    return [(r.agent_id, r.date.day, r.before, r.after) for r in frame.itertuples()]


def grid(path: Path, table: str = "Roster") -> pd.DataFrame:
    frame: pd.DataFrame = rows(path, table).set_index("agent_id")[list(DAYS)]
    return frame


def test_a_built_month_is_a_draft_and_becomes_version_one(built: Path) -> None:
    assert state(built) == {"2026-11": ("draft", 0)}
    outcome = publish(built)
    assert outcome.headline == "2026-11 已发布（第 1 版）：3 人。"
    assert state(built) == {"2026-11": ("published", 1)}
    assert grid(built, "Published").equals(grid(built))
    assert notices(built) == []


def totals(path: Path, agent: str) -> list[float]:
    """Hours, evening shifts and rest days as the sheet shows them."""
    shown: list[float] = rows(path, "Roster").set_index("agent_id").loc[agent, list(TOTALS)].tolist()
    return shown


def test_totals_follow_the_cells_that_were_typed(built: Path) -> None:
    """An evening has 6 hours, a half day 5.5; a closed file still shows the totals of the month as built."""
    hours, evenings, rests = totals(built, "K01")
    evening, rest = (grid(built).loc["K01"].tolist().index(cell) + 1 for cell in ("晚", "rest"))
    type_cell(built, "K01", evening, "半")
    assert totals(built, "K01") == [hours, evenings, rests]
    command(built, "check-roster")
    assert totals(built, "K01") == [hours, evenings, rests]  # a check only reads the grid
    publish(built)
    assert totals(built, "K01") == [hours - 0.5, evenings - 1, rests]
    assert grid(built).loc["K01", DAYS[evening - 1]] == "半"
    type_cell(built, "K01", rest, "晚")
    publish(built)
    assert totals(built, "K01") == [hours + 5.5, evenings, rests - 1]


def test_totals_that_the_cells_do_not_add_up_to_are_put_right_when_no_cell_differs(built: Path) -> None:
    publish(built)
    right = totals(built, "K01")
    put(built, "Roster", rows(built, "Roster")["agent_id"].tolist().index("K01"), "hours", 1.0)
    assert publish(built).headline == "2026-11 发布之后没有改动，仍是第 1 版。"
    assert totals(built, "K01") == right


def test_pressed_again_without_a_change_it_says_so_and_writes_nothing(built: Path) -> None:
    publish(built)
    once = every_table(built, but=SHOWS_THE_PRESS)
    outcome = publish(built, TOLD + dt.timedelta(days=1))
    assert outcome.headline == "2026-11 发布之后没有改动，仍是第 1 版。"
    assert outcome.changed == {}
    assert every_table(built, but=SHOWS_THE_PRESS) == once


def test_what_changed_since_is_told_person_by_person(built: Path) -> None:
    publish(built)
    was = {agent: grid(built).at[agent, "d20"] for agent in ("K01", "K02")}
    shown = {agent: "休" if cell == "rest" else cell for agent, cell in was.items()}
    type_cell(built, "K01", 20, "假")
    type_cell(built, "K02", 20, "半" if was["K02"] != "半" else "白")
    new = rows(built, "Roster").set_index("agent_id").at["K02", "d20"]
    outcome = publish(built)
    assert "第 2 版" in outcome.headline
    assert "改了 2 格，要通知 2 人" in outcome.headline
    assert f"赵一：11月20日 {shown['K01']}→假。" in outcome.notes
    assert notices(built) == [("K01", 20, shown["K01"], "假"), ("K02", 20, shown["K02"], new)]
    reasons = rows(built, "Notices").set_index("agent_id")["reason"]
    assert reasons["K01"] == "第 1 版之后请假"
    assert reasons["K02"] == "第 1 版之后主管手改"
    assert state(built)["2026-11"] == ("published", 2)
    assert outcome.details["changes"][0] == {
        "agent_id": "K01",
        "date": "2026-11-20",
        "before": was["K01"],
        "after": "leave",
    }


def test_a_change_taken_back_before_anybody_was_told_needs_no_notice(built: Path) -> None:
    publish(built)
    was = str(grid(built).at["K01", "d20"])
    type_cell(built, "K01", 20, "假")
    publish(built)
    assert len(notices(built)) == 1
    type_cell(built, "K01", 20, "休" if was == "rest" else was)
    publish(built)
    assert notices(built) == []
    assert state(built)["2026-11"] == ("published", 3)


def test_people_left_to_tell_from_earlier_versions_are_counted_apart(built: Path) -> None:
    publish(built)
    for agent in ("K01", "K02"):
        type_cell(built, agent, 20, "半" if grid(built).at[agent, "d20"] != "半" else "白")
    assert "改了 2 格，要通知 2 人" in publish(built).headline
    type_cell(built, "K03", 21, "半" if grid(built).at["K03", "d21"] != "半" else "白")
    assert "改了 1 格；还要通知 3 人，其中 2 人是以前版本的改动" in publish(built).headline


def test_own_leave_and_a_departure_need_no_notice_when_published(built: Path) -> None:
    publish(built)
    leave = {"agent_id": "K01", "kind": "leave", "from_date": dt.datetime(2026, 11, 20), "state": "approved"}
    type_rows(built, "Requests", [leave])
    put(
        built,
        "Staff",
        rows(built, "Staff")["agent_id"].tolist().index("K03"),
        "left",
        dt.datetime(2026, 11, 28),
    )
    type_cell(built, "K01", 20, "假")
    for day in (29, 30):
        put(built, "Roster", rows(built, "Roster")["agent_id"].tolist().index("K03"), DAYS[day - 1], "")
    outcome = publish(built)
    assert "第 2 版" in outcome.headline
    assert "没有要通知的人" in outcome.headline
    assert notices(built) == []


def test_a_correction_of_a_day_that_has_passed_is_published_without_a_notice(built: Path) -> None:
    publish(built)
    type_cell(built, "K01", 5, "半" if grid(built).at["K01", "d05"] != "半" else "白")
    outcome = publish(built, dt.datetime(2026, 11, 10, 9))
    assert "改了 1 格，没有要通知的人" in outcome.headline
    assert "其中 1 格已过（11月5日），算更正，不用通知。" in outcome.notes
    assert notices(built) == []
    assert grid(built, "Published").equals(grid(built))


def test_rules_broken_by_hand_are_told_and_published_all_the_same(built: Path) -> None:
    for day in range(1, 11):
        type_cell(built, "K01", day, "白")
    outcome = publish(built)
    assert any("照样发布" in note for note in outcome.notes)
    assert any(note.startswith("赵一：最多连续上班天数") for note in outcome.notes)
    assert state(built) == {"2026-11": ("published", 1)}
    assert "最多连续上班天数" in set(rows(built, "RosterCheck")["subject"])


def test_closeness_to_last_month_is_measured_weekday_by_weekday(built: Path) -> None:
    assert not any("上月" in note for note in publish(built).notes)  # nothing is known of October
    command(built, "build-roster", BUILT, month=DECEMBER)
    outcome = publish(built, month=DECEMBER)
    said = [note for note in outcome.notes if note.startswith("与上月同星期的班相比")]
    history = rows(built, "RosterHistory")
    cells = {(r.agent_id, r.date.date()): r.shift for r in history.itertuples()}
    december = grid(built)
    compared, same = 0, 0
    for agent in december.index:
        for number in range(31):
            day = DECEMBER + dt.timedelta(days=number)
            models = [day - dt.timedelta(weeks=weeks) for weeks in (4, 5)]
            model = next((m for m in models if m.month == 11), None)
            if model is not None:
                compared += 1
                same += cells[agent, model] == december.at[agent, DAYS[number]]
    assert compared == 3 * 31
    assert said == [f"与上月同星期的班相比，{same}/{compared} 格相同（{same / compared:.0%}）。"]


def test_a_month_that_is_not_on_the_sheet_is_refused(built: Path) -> None:
    before = built.read_bytes()
    with pytest.raises(AnotherMonth) as stopped:
        publish(built, month=DECEMBER)
    assert "2026-11" in stopped.value.words.zh
    assert stopped.value.exit_code == 3
    assert built.read_bytes() == before


def test_an_empty_grid_is_refused(shop: Path) -> None:
    with pytest.raises(EmptyRoster):
        publish(shop)


def test_a_half_filled_roster_typed_by_hand_is_published_with_its_blanks_named(shop: Path) -> None:
    type_rows(shop, "Roster", [{"agent_id": "K01", "d01": "白", "d02": "休"}])
    outcome = publish(shop)
    assert state(shop) == {"2026-11": ("published", 1)}
    assert any("空格" in note and "赵一" in note for note in outcome.notes)


def test_a_typed_roster_once_published_stays_of_its_month(shop: Path) -> None:
    type_rows(shop, "Roster", [{"agent_id": "K01", "d01": "白", "d02": "休"}])
    publish(shop)
    settings = rows(shop, "Settings")["name"].tolist()
    put(shop, "Settings", settings.index("month"), "value", "2026-12")
    command(shop, "build-roster", BUILT)
    history = rows(shop, "RosterHistory")
    assert [(r.date.date(), r.shift, r.typed) for r in history.itertuples()] == [
        (dt.date(2026, 11, 1), "白", True),
        (dt.date(2026, 11, 2), "rest", True),
    ]
    assert set(rows(shop, "RosterBase")["month"]) == {"2026-12"}


def test_a_published_month_is_built_anew_only_when_told_to_and_is_a_draft_then(built: Path) -> None:
    publish(built)
    type_cell(built, "K01", 20, "假")
    before = built.read_bytes()
    with pytest.raises(MonthPublished) as stopped:
        command(built, "build-roster", TOLD)
    assert "临时调班" in stopped.value.words.zh
    assert "--replace" in stopped.value.words.en
    assert built.read_bytes() == before
    type_rows(built, "Requests", [
        {"agent_id": "K02", "kind": "leave", "from_date": dt.datetime(2026, 11, 9), "state": "approved"}
    ])  # fmt: skip
    outcome = command(built, "build-roster", TOLD, replace=True)
    assert any("又成为草稿" in note for note in outcome.notes)
    assert state(built) == {"2026-11": ("draft", 1)}
    assert not grid(built, "Published").equals(grid(built))
    again = publish(built)
    assert "第 2 版" in again.headline
    told = {(agent, day) for agent, day, _, _ in notices(built)}
    assert told
    assert ("K02", 9) not in told  # their own leave


def test_a_gap_opened_by_hand_is_told_when_it_is_published_and_checked(built: Path) -> None:
    publish(built)
    evening = next(
        (agent, day)
        for day in range(2, 28)
        for agent in ("K01", "K02", "K03")
        if grid(built).loc[agent, DAYS[day - 1]] == "晚"
    )
    type_cell(built, *evening, "半")
    for name in ("check-roster", "publish-roster"):
        note = next(
            note for note in run(name, FileBook(built), TOLD, now=TOLD, user="测试").notes if "缺人" in note
        )
        assert note.startswith("缺人：")
        assert f"11月{evening[1]}日" in note


def test_days_that_have_passed_stay_when_a_published_month_is_built_anew(built: Path) -> None:
    worked = next(day for day in range(2, 15) if grid(built).loc["K01", DAYS[day - 1]] == "白")
    type_cell(built, "K01", worked, "半")
    publish(built)
    before = grid(built)
    for agent, day in (("K01", 22), ("K02", 24), ("K03", 27)):
        wish = {"agent_id": agent, "kind": "wish_off", "from_date": dt.date(2026, 11, day)}
        type_rows(built, "Requests", [wish])
    command(built, "build-roster", dt.datetime(2026, 11, 20, 9), replace=True)
    passed = [f"d{day:02d}" for day in range(1, 20)]
    assert grid(built)[passed].equals(before[passed])
    assert not grid(built).equals(before)


def test_a_month_built_anew_as_it_was_keeps_its_version(built: Path) -> None:
    publish(built)
    command(built, "build-roster", BUILT, replace=True)
    assert state(built) == {"2026-11": ("draft", 1)}
    assert publish(built).headline == "2026-11 已发布（第 1 版）：3 人。"
    assert state(built) == {"2026-11": ("published", 1)}


def test_each_month_keeps_what_was_published_of_it(built: Path) -> None:
    publish(built)
    command(built, "build-roster", BUILT, month=DECEMBER)
    publish(built, month=DECEMBER)
    assert set(rows(built, "Published")["month"]) == {"2026-11", "2026-12"}
    command(built, "build-roster", BUILT, month=dt.date(2026, 11, 1))  # comes back from the history
    type_cell(built, "K01", 20, "假")
    assert "改了 1 格" in publish(built, month=dt.date(2026, 11, 1)).headline
    assert state(built) == {"2026-11": ("published", 2), "2026-12": ("published", 1)}


def test_a_published_month_that_comes_back_from_the_history_says_so(built: Path) -> None:
    publish(built)
    command(built, "build-roster", BUILT, month=DECEMBER)
    outcome = command(built, "build-roster", BUILT, month=dt.date(2026, 11, 1))
    assert "已发布第 1 版" in outcome.headline.replace("（", "").replace("）", "")
    with pytest.raises(MonthPublished):
        command(built, "build-roster", BUILT, month=dt.date(2026, 11, 1))


def test_a_closed_month_is_neither_published_nor_built(built: Path) -> None:
    command(built, "close-month", dt.datetime(2026, 12, 1, 9), month=dt.date(2026, 11, 1))
    for name, given in (("publish-roster", {}), ("build-roster", {}), ("build-roster", {"replace": True})):
        with pytest.raises(MonthClosed):
            command(built, name, TOLD, **given)


def test_the_late_watch_of_somebody_whose_evening_was_changed_passes_on(built: Path) -> None:
    publish(built)
    watch = rows(built, "LateWatch").set_index("date")["agent_id"]
    day = pd.Timestamp(2026, 11, 20)
    other = next(a for a in ("K01", "K02", "K03") if a != watch[day])
    type_cell(built, watch[day], 20, "休")
    type_cell(built, other, 20, "晚")
    publish(built)
    assert rows(built, "LateWatch").set_index("date").at[day, "agent_id"] == other


def test_english_says_the_same(english_shop: Path) -> None:
    command(english_shop, "build-roster", BUILT)
    assert publish(english_shop).headline == "2026-11 is published (version 1): 3 people."
    was = rows(english_shop, "Roster", "en").set_index("agent_id").at["K01", "d20"]
    type_cell(english_shop, "K01", 20, "L", "en")
    outcome = publish(english_shop)
    assert "1 cell differs from the version before, 1 person to be told" in outcome.headline
    assert f"赵一: November 20 {'R' if was == 'rest' else was}→L." in outcome.notes


def test_english_ranges_are_written_in_words(english_shop: Path) -> None:
    command(english_shop, "build-roster", BUILT)
    for day in range(9, 12):
        for agent in ("K01", "K02", "K03"):
            type_cell(english_shop, agent, day, "R", "en")
    notes = publish(english_shop).notes
    assert any(note.startswith("Short: ") and "November 9 to 11" in note for note in notes)
    assert not any("～" in note or "、" in note for note in notes)


def test_a_roster_that_breaks_a_rule_is_not_said_to_be_unchanged(published: Path) -> None:
    """Nothing on the sheet differs, but somebody's last day was entered since."""
    put(published, "Staff", 0, "left", dt.datetime(2026, 11, 20))
    outcome = publish(published)
    assert outcome.headline.startswith("2026-11 有 ")
    assert "违反硬性规则或没有填好；班表和已发布的第 1 版一样，没有再发布。" in outcome.headline
    assert "赵一：入职前或离职后（11月21日至30日）。" in outcome.notes
    assert outcome.next_step == "点“检查排班”，照“怎样改”改好，再点“发布排班”。"
    assert "赵一" in set(rows(published, "RosterCheck")["name"])
    assert state(published) == {"2026-11": ("published", 1)}


def test_a_month_brought_back_names_whoever_left_and_what_to_press(published: Path) -> None:
    put(published, "Staff", 0, "left", dt.datetime(2026, 11, 20))
    command(published, "build-roster", month=DECEMBER)
    back = command(published, "build-roster", month=dt.date(2026, 11, 1))
    (said,) = [note for note in back.notes if note.startswith("赵一（K01）")]
    assert said.startswith("赵一（K01）最后上班 2026-11-20，11月21日至30日还有班：")
    assert "“人员”填 K01、“离职日期”填 2026-11-20（--date 2026-11-20），点“离职交接”" in said
    assert back.next_step == "先照上面说的补好班，再点“发布排班”。"
    left = command(published, "leave-shop", agent="K01", date=dt.datetime(2026, 11, 20).date())
    assert "排班改动" in left.headline
    assert "离职后" not in publish(published).text()
