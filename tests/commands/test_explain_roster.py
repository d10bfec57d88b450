"""`explain-roster` on a real workbook: clashes with their cells, windows, and what granting costs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from csbook.books.file_book import FileBook
from csbook.commands.outcome import Outcome
from csbook.commands.rostering.explain_words import instead
from csbook.commands.run import run
from csbook.roster.parts import REST
from csbook.roster.parts import Request as Wish
from csbook.roster.prices import Grant, Price
from csbook.schema.daily import DAYS
from tests.roster.shop import shop as documents_shop
from tests.workbooks import every_table, put, read, rows, type_rows

TODAY = dt.datetime(2026, 10, 25, 9)
DATED_COVER = {
    "day_type": "date",
    "date": dt.datetime(2026, 11, 11),
    "group": "京东组",
    "shift": "白",
    "minimum": 4,
}
"""More than there are people."""


def command(name: str, path: Path, today: dt.datetime = TODAY, **parameters: Any) -> Outcome:
    return run(name, FileBook(path), today, now=TODAY, user="测试", parameters=parameters)


def explained(path: Path, today: dt.datetime = TODAY, **parameters: Any) -> pd.DataFrame:
    assert command("explain-roster", path, today, **parameters).exit_code == 0
    return rows(path, "RosterAnswers")


def request(agent: str, kind: str, first: int, last: int | None = None, **more: Any) -> dict[str, Any]:
    to_date = dt.datetime(2026, 11, last) if last else None
    return {
        "agent_id": agent,
        "kind": kind,
        "from_date": dt.datetime(2026, 11, first),
        "to_date": to_date,
        **more,
    }


def pin(agent: str, first: int, last: int | None, shift: str) -> dict[str, Any]:
    return request(agent, "pin", first, last, shift=shift, state="approved")


def row_of(path: Path, table: str, column: str, value: str) -> int:
    frame = read(path, table).frame
    return int(frame.index[frame[column] == value][0])


def test_pins_against_the_longest_stretch_are_named_with_their_rows(shop: Path) -> None:
    type_rows(shop, "Requests", [pin("K01", 3, 10, "半")])
    found = explained(shop)
    rule, pins = found[found["kind"] == "clash"].to_dict("records")
    assert (rule["subject"], rule["name"], rule["dates"]) == ("最多连续上班天数 7", "赵一", "11月3日至10日")
    assert rule["place"] == f"“排班规则”第 {row_of(shop, 'RosterRules', 'rule', 'longest_stretch')} 行"
    assert (pins["subject"], pins["agent_id"], pins["dates"]) == ("固定 半", "K01", "11月3日至10日")
    assert pins["place"] == f"“请假与调班”第 {row_of(shop, 'Requests', 'agent_id', 'K01')} 行"
    assert set(found["set_no"]) == {1}


def test_a_typed_cell_is_named_by_its_place_in_the_grid(shop: Path) -> None:
    type_rows(shop, "Roster", [{"agent_id": "K02", "d03": "晚", "d04": "白"}])
    found = explained(shop)
    at = row_of(shop, "Roster", "agent_id", "K02")
    assert found["place"].tolist()[1:] == [f"“排班”第 {at} 行 3 列", f"“排班”第 {at} 行 4 列"]
    assert found["subject"].tolist() == ["晚班次日不上全白班", "固定 晚", "固定 白"]


def test_every_independent_clash_is_told_and_mending_them_gives_a_roster(shop: Path) -> None:
    pins = [pin("K01", 5, None, "晚"), pin("K01", 6, None, "白"), pin("K02", 12, 19, "半")]
    type_rows(shop, "Requests", pins)
    outcome = command("explain-roster", shop)
    assert [note.split("：")[0] for note in outcome.notes] == ["第 1 组", "第 2 组"]
    assert [s["known"] for s in outcome.details["sets"]] == ["smallest", "smallest"]
    mended = [{**pins[0], "state": "rejected"}, {**pins[2], "state": "rejected"}]
    type_rows(shop, "Requests", mended)
    assert "排得出" in command("explain-roster", shop, seconds=1).headline


def test_a_person_s_own_limit_points_to_their_row_of_the_staff(shop: Path) -> None:
    staff = rows(shop, "Staff").set_index("agent_id")
    type_rows(shop, "Staff", [{"agent_id": "K03", "name": staff.at["K03", "name"], "longest_stretch": 6}])
    type_rows(shop, "Requests", [pin("K03", 3, 9, "半")])
    found = explained(shop)
    assert found["subject"].tolist() == ["最多连续上班天数 6", "固定 半"]
    assert f"“员工”第 {row_of(shop, 'Staff', 'agent_id', 'K03')} 行" in found["place"].tolist()[0]


def test_hard_cover_against_the_headcount_is_told_as_a_window_and_as_a_clash(shop: Path) -> None:
    put(
        shop,
        "RosterRules",
        rows(shop, "RosterRules")["rule"].tolist().index("cover_minimum"),
        "strength",
        "必须",
    )
    type_rows(shop, "Cover", [DATED_COVER])
    found = explained(shop)
    window = found[found["kind"] == "window"].to_dict("records")[0]
    assert (window["dates"], window["group"]) == ("11月11日", "京东组")
    clash = found[found["kind"] == "clash"].to_dict("records")
    assert [(row["subject"], row["dates"]) for row in clash] == [("最少在岗人数 白 4、晚 1", "11月11日")]
    assert "单独就做不到" in clash[0]["instead"]
    dated = read(shop, "Cover").frame
    row = int(dated.index[dated["day_type"] == "date"][0])
    assert clash[0]["place"].endswith(f"“班次与人数”第 8、{row} 行")


def test_refused_wishes_and_gaps_have_a_price_or_are_said_to_be_open(shop: Path) -> None:
    wishes = [request(agent, "wish_off", 14) for agent in ("K01", "K02", "K03")]
    type_rows(shop, "Requests", wishes)
    built = command("build-roster", shop)
    outcome = command("explain-roster", shop)
    found = rows(shop, "RosterAnswers")
    refused = found[found["kind"] == "refused"]
    assert len(refused) == len(built.details["refused"]) == 2
    assert refused["cost"].tolist() == [0, 0]  # another is refused instead
    for row in refused.to_dict("records"):
        assert row["subject"] == "想休"
        assert "改为不满足：" in row["instead"]
        assert row["place"] == f"“请假与调班”第 {row_of(shop, 'Requests', 'agent_id', row['agent_id'])} 行"
    below = len(built.details["unmet"])
    assert all(gap["present"] >= gap["minimum"] for gap in built.details["unmet"])
    assert ((found["kind"] == "preferred").sum(), (found["kind"] == "gap").sum()) == (below, 0)
    assert f"：每班都够最少人数；2 个意愿未满足、{below} 处未达期望，" in outcome.headline
    assert len(outcome.details["answers"]) == 2 + len(built.details["unmet"])
    open_ones = found[found["instead"].str.startswith("时间不够")]
    assert open_ones["cost"].isna().all()


def test_only_what_is_below_the_minimum_is_called_a_gap(shop: Path) -> None:
    type_rows(shop, "Cover", [DATED_COVER])
    command("build-roster", shop)
    outcome = command("explain-roster", shop, seconds=2)
    found = rows(shop, "RosterAnswers")
    gaps = found[found["kind"] == "gap"]
    assert gaps["dates"].tolist() == ["11月11日"]
    below = (found["kind"] == "preferred").sum()
    assert "：1 处缺人" in outcome.headline
    assert (f"、{below} 处未达期望" in outcome.headline) == bool(below)


def test_a_roster_that_can_be_cheaper_is_to_be_built_again(built: Path) -> None:
    advice = "再点一次“生成排班”。"
    grid = rows(built, "Roster").set_index("agent_id")
    worked = [int(day[1:]) for day in DAYS[:30] if grid.at["K01", day] == "半"]
    type_rows(built, "Requests", [request("K01", "wish_off", day) for day in worked[:3]])
    before = command("explain-roster", built, seconds=3)
    assert min(answer["cost"] for answer in before.details["answers"] if answer["cost"] is not None) < 0
    assert before.next_step == advice
    command("build-roster", built)
    again = command("explain-roster", built, seconds=3)
    assert again.next_step == "照“排班说明”改人数、休息或意愿，再点“生成排班”。"


def test_days_that_have_passed_are_not_asked_about(shop: Path) -> None:
    type_rows(shop, "Requests", [request(agent, "wish_off", 14) for agent in ("K01", "K02", "K03")])
    command("build-roster", shop)
    later = command("explain-roster", shop, dt.datetime(2026, 11, 20, 9), seconds=5)
    assert all(answer["date"] >= "2026-11-20" for answer in later.details["answers"])
    assert later.notes == ("11月20日以前的日子已经过去，不再计算。",)


def test_nothing_but_the_answers_and_the_journal_changes(built: Path) -> None:
    unasked = ("RosterAnswers", "Journal")
    before = every_table(built, but=unasked)
    command("explain-roster", built, seconds=1)
    assert every_table(built, but=unasked) == before


def test_an_english_workbook_is_answered_in_english(english_shop: Path) -> None:
    typed = [{**pin("K01", 5, None, "D"), "shift": "E"}, pin("K01", 6, None, "D")]
    type_rows(english_shop, "Requests", typed, "en")
    outcome = command("explain-roster", english_shop)
    subjects = rows(english_shop, "RosterAnswers", "en")["subject"].tolist()
    assert subjects == ["no full day shift after an evening", "fixed to E", "fixed to D"]
    assert "1 set of" in outcome.headline


def test_a_wrong_cell_stops_the_command(shop: Path) -> None:
    type_rows(shop, "Requests", [{**pin("K01", 5, None, "白"), "shift": None}])
    outcome = command("explain-roster", shop)
    assert outcome.exit_code == 1
    assert rows(shop, "RosterAnswers").empty


@pytest.mark.parametrize("month", [dt.date(2026, 12, 1)])
def test_another_month_than_the_grid_s_is_solved_for_its_answer(built: Path, month: dt.date) -> None:
    grid = rows(built, "Roster").to_csv()
    outcome = command("explain-roster", built, month=month, seconds=4)
    assert outcome.headline.startswith("2026-12 排得出")
    assert rows(built, "Roster").to_csv() == grid


def test_a_bound_that_says_nothing_is_left_out() -> None:
    """The bound of a search that got nowhere is minus the whole cost of the roster."""
    problem = documents_shop(dt.date(2026, 11, 1))
    wish = Wish("A1", dt.date(2026, 11, 3), REST)

    def said(cost: int, at_least: int) -> tuple[str, str]:
        found = instead(problem, Price(wish, Grant.POSSIBLE, cost, at_least))
        return found.zh, found.en

    assert said(0, -570) == ("总代价不变；未证明最省，可能更少", "costs as much in all; may cost less")
    assert said(8, 3)[0].endswith("可能更少（不低于 3）")
    assert said(8, 3)[1].endswith("may cost less (at least 3)")
    assert said(0, 0) == ("总代价不变", "costs as much in all")
