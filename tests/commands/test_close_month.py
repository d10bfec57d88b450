"""`close-month` on a real workbook: what goes into the history, what is told, what is refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from csbook.books.file_book import FileBook
from csbook.commands.outcome import Outcome
from csbook.commands.rostering.close_month import LeftUnrostered, MonthNotOver, NothingToClose
from csbook.commands.rostering.roster_state import AnotherMonth, EmptyRoster
from csbook.commands.run import run
from csbook.problems import Words
from csbook.schema.daily import DAYS
from tests.workbooks import SHOWS_THE_PRESS, every_table, put, rows, type_rows

BUILT = dt.datetime(2026, 10, 25, 9)
LAST_DAY = dt.datetime(2026, 11, 30, 18)
NOVEMBER, DECEMBER = dt.date(2026, 11, 1), dt.date(2026, 12, 1)


def command(path: Path, name: str, at: dt.datetime, **parameters: Any) -> Outcome:
    outcome = run(name, FileBook(path), at, now=at, user="测试", parameters={"month": NOVEMBER, **parameters})
    assert outcome.exit_code == 0, outcome.text()
    return outcome


def close(path: Path, at: dt.datetime = LAST_DAY, **parameters: Any) -> Outcome:
    return command(path, "close-month", at, **parameters)


def type_cell(path: Path, agent: str, day: int, cell: str | None) -> None:
    offset = rows(path, "Roster")["agent_id"].tolist().index(agent)
    put(path, "Roster", offset, DAYS[day - 1], cell)


def state(path: Path) -> dict[str, str]:
    return dict(rows(path, "RosterStates")[["month", "state"]].to_numpy().tolist())


def test_the_grid_goes_into_the_history_with_typed_cells_marked(built: Path) -> None:
    command(built, "publish-roster", BUILT)
    type_cell(built, "K01", 5, "假")
    outcome = close(built)
    assert outcome.headline == "2026-11 已关账：3 人的排班存入“排班历史”。"
    history = rows(built, "RosterHistory")
    grid = rows(built, "Roster").set_index("agent_id")
    assert len(history) == 3 * 30
    assert all(r.shift == grid.at[r.agent_id, f"d{r.date.day:02d}"] for r in history.itertuples())
    typed = history[history["typed"].fillna(False).astype("bool")]
    assert [(r.agent_id, r.date.day) for r in typed.itertuples()] == [("K01", 5)]
    assert state(built) == {"2026-11": "closed"}
    assert rows(built, "Published").empty


def test_pressed_again_it_writes_nothing(built: Path) -> None:
    close(built)
    once = every_table(built, but=SHOWS_THE_PRESS)
    assert close(built, dt.datetime(2026, 12, 3, 9)).headline == "2026-11 已经关账，没有改动。"
    assert every_table(built, but=SHOWS_THE_PRESS) == once


def test_the_totals_of_everybody_are_told_from_the_cells(built: Path) -> None:
    outcome = close(built)
    hours = {"白": 8.5, "半": 5.5, "晚": 6.0}
    for _, row in rows(built, "Roster").iterrows():
        cells = row[list(DAYS[:30])].tolist()
        worked = sum(hours.get(cell, 0) for cell in cells)
        line = f"{row['name']}：{worked:g} 小时，晚班 {cells.count('晚')}，休息 4。"
        assert line in outcome.notes
        assert outcome.details["totals"][row["agent_id"]]["hours"] == worked


def test_rest_days_other_than_the_quota_are_pointed_out_and_stale_totals_put_right(built: Path) -> None:
    before = rows(built, "Roster").set_index("agent_id").loc["K01", ["hours", "rests"]].tolist()
    offset = rows(built, "Roster")["agent_id"].tolist().index("K01")
    rest = next(day for day in DAYS if rows(built, "Roster").set_index("agent_id").at["K01", day] == "rest")
    put(built, "Roster", offset, rest, "半")
    said = close(built).notes
    assert any(note.startswith("赵一：") and "休息 3（应为 4）" in note for note in said)
    row = rows(built, "Roster").set_index("agent_id").loc["K01"]
    assert row[["hours", "rests"]].tolist() == [before[0] + 5.5, before[1] - 1]
    assert row[rest] == "半"


def test_what_is_still_open_is_told(built: Path) -> None:
    command(built, "publish-roster", BUILT)
    type_rows(built, "Requests", [
        {"agent_id": "K02", "kind": "leave", "from_date": dt.datetime(2026, 11, 20), "state": "pending"},
        {"agent_id": "K03", "kind": "leave", "from_date": dt.datetime(2026, 11, 21), "state": "rejected"},
        {"agent_id": "K03", "kind": "leave", "from_date": dt.datetime(2026, 12, 2), "state": "pending"},
    ])  # fmt: skip
    type_cell(built, "K01", 5, None)
    said = "\n".join(close(built).notes)
    assert "待批的请假或换班：钱二 11月20日。" in said
    assert "孙三 11月21日" not in said
    assert "孙三 12月2日" not in said
    assert "1 格空着或填错，没有计入：赵一 11月5日。" in said
    assert "第 1 版）之后改动的 1 格没有再发布" in said


def test_cells_amiss_are_named_and_shifts_elsewhere_count_as_the_sheet_counts_them(built: Path) -> None:
    type_cell(built, "K01", 5, None)
    type_cell(built, "K01", 6, None)
    type_cell(built, "K02", 7, "白@拼多多")
    said = close(built).notes
    assert "2 格空着或填错，没有计入：赵一 11月5日至6日。" in said
    assert "1 格是此人不能上的班，按上班计入：钱二 11月7日。" in said
    hours = rows(built, "Roster").set_index("agent_id")["hours"]
    for agent, name in (("K01", "赵一"), ("K02", "钱二")):
        assert any(note.startswith(f"{name}：{hours[agent]:g} 小时") for note in said)


def test_a_month_never_published_says_so(built: Path) -> None:
    assert "这个月的班表没有发布过。" in close(built).notes


def test_notices_that_nobody_passed_on_are_counted(built: Path) -> None:
    command(built, "publish-roster", BUILT)
    type_cell(built, "K01", 28, "假")
    command(built, "publish-roster", BUILT)
    assert "“调班通知”里还有 1 条没有通知。" in close(built).notes


def test_a_month_that_is_not_over_is_refused_with_the_days_to_come(built: Path) -> None:
    before = built.read_bytes()
    with pytest.raises(MonthNotOver) as stopped:
        close(built, dt.datetime(2026, 11, 28, 9))
    assert "11月29日至30日" in stopped.value.words.zh
    assert "2 days" in stopped.value.words.en
    assert built.read_bytes() == before


def test_a_month_without_a_roster_is_refused(shop: Path) -> None:
    with pytest.raises(EmptyRoster):
        close(shop)


def test_a_month_that_the_grid_does_not_show_says_which_it_shows_and_how_to_open_the_other(
    built: Path,
) -> None:
    before = built.read_bytes()
    with pytest.raises(AnotherMonth) as stopped:
        close(built, month=dt.date(2026, 12, 1))
    words = stopped.value.words
    assert "现在是 2026-11，不是 2026-12" in words.zh
    assert "“生成排班”（--month 2026-12）" in words.zh
    assert "shows 2026-11, not 2026-12" in words.en
    assert "'Build roster' with that month (--month 2026-12)" in words.en
    assert built.read_bytes() == before


def test_a_month_before_the_first_roster_has_nothing_to_close(built: Path) -> None:
    before = built.read_bytes()
    with pytest.raises(NothingToClose) as stopped:
        close(built, month=dt.date(2026, 10, 1))
    assert "现在是 2026-11，不是 2026-10。工作簿里没有更早的排班" in stopped.value.words.zh
    assert stopped.value.before_again == Words("等 2026-11 过完", "wait until 2026-11 is over")
    assert built.read_bytes() == before


def test_once_the_first_month_is_over_an_earlier_one_is_told_to_take_that(built: Path) -> None:
    with pytest.raises(NothingToClose) as stopped:
        close(built, dt.datetime(2026, 12, 4, 9), month=dt.date(2026, 10, 1))
    assert stopped.value.before_again is not None
    assert stopped.value.before_again.zh == "在操作面板“月份”写 2026-11（--month 2026-11）"


def test_a_past_month_that_nobody_rostered_is_not_told_to_come_back_from_the_history(built: Path) -> None:
    close(built)
    with pytest.raises(LeftUnrostered) as stopped:
        close(built, dt.datetime(2027, 1, 4, 9), month=dt.date(2026, 12, 1))
    assert stopped.value.words.zh == (
        "工作簿里没有 2026-12 的排班（“排班”里现在是 2026-11）。要算出勤和工时，先为它补排或补录"
        "（“生成排班”，月份 2026-12）；不算的，直接点“月度评分”和“锁定月份”。"
    )
    assert stopped.value.before_again == Words("补上 2026-12 的排班", "make up the roster of 2026-12")


def test_a_correction_after_closing_is_taken_over(built: Path) -> None:
    close(built)
    type_cell(built, "K01", 5, "假")
    type_cell(built, "K02", 6, None)
    outcome = close(built)
    assert "更正了 2 天" in outcome.headline
    history = rows(built, "RosterHistory").set_index(["agent_id", "date"])
    day = dt.datetime(2026, 11, 5)
    assert history.at[("K01", day), "shift"] == "leave"
    assert bool(history.at[("K01", day), "typed"])
    assert history.index[history["shift"].isna()].tolist() == [("K02", dt.datetime(2026, 11, 6))]
    once = every_table(built)
    close(built)
    assert every_table(built) == once


def test_the_grid_stays_until_the_next_month_is_built_which_goes_on_from_it(built: Path) -> None:
    close(built)
    november = rows(built, "Roster").set_index("agent_id")[list(DAYS[:30])]
    history = rows(built, "RosterHistory")
    command(built, "build-roster", LAST_DAY, month=DECEMBER)
    assert rows(built, "RosterHistory").equals(history)
    december = rows(built, "Roster").set_index("agent_id")
    assert all((november.at[a, "d30"], december.at[a, "d01"]) != ("晚", "白") for a in december.index)
    assert state(built) == {"2026-11": "closed", "2026-12": "draft"}


def test_a_month_that_went_into_the_history_by_itself_is_closed_from_there(built: Path) -> None:
    command(built, "build-roster", BUILT, month=DECEMBER)
    december = rows(built, "Roster")
    outcome = close(built, dt.datetime(2026, 12, 1, 9))
    assert outcome.changed.keys() == {"RosterStates"}
    assert state(built)["2026-11"] == "closed"
    assert rows(built, "Roster").equals(december)


def test_a_closed_month_comes_back_to_look_at_and_correct(built: Path) -> None:
    close(built)
    command(built, "build-roster", LAST_DAY, month=DECEMBER)
    outcome = command(built, "build-roster", LAST_DAY)
    assert "已关账" in outcome.headline
    type_cell(built, "K01", 5, "假")
    assert "更正了 1 天" in close(built).headline


def test_english_says_the_same(english_shop: Path) -> None:
    command(english_shop, "build-roster", BUILT)
    outcome = close(english_shop)
    assert outcome.headline == "2026-11 is closed: the roster of 3 people is in sheet 'Roster history'."
    assert "The month's roster was never published." in outcome.notes
