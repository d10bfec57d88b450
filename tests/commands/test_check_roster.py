"""`check-roster` on rosters built and typed by hand: every rule and the law, and nothing stops it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csbook.books.file_book import FileBook
from csbook.commands.handler import Request
from csbook.commands.outcome import Outcome
from csbook.commands.rostering.check_roster import check_roster
from csbook.commands.rostering.roster_commands import ROSTER_TABLES
from csbook.commands.rostering.roster_state import EmptyRoster
from csbook.commands.run import run
from csbook.problems import Language
from csbook.schema.daily import DAYS
from csbook.schema.settings import read_settings
from tests.followups.shop import frame
from tests.workbooks import SHOWS_THE_PRESS, every_table, put, read, rows, type_rows

NOW = dt.datetime(2026, 10, 25, 9)
NOVEMBER = 30
DAY_HEAVY = ["白", "白", "白", "白", "白", "白", "休"]
ROTATION = ["白", "白", "半", "半", "晚", "晚", "休"]


def command(path: Path, name: str = "check-roster", **parameters: Any) -> Outcome:
    return run(name, FileBook(path), NOW, now=NOW, user="测试", parameters=parameters)


def found(path: Path, agent: str | None = None, language: Language = "zh") -> dict[str, dict[str, Any]]:
    """The lines of an agent (None: of a group or everybody) by their rule."""
    frame = rows(path, "RosterCheck", language)
    mine = frame[frame["agent_id"].isna() if agent is None else frame["agent_id"] == agent]
    return {row["subject"]: row for row in mine.fillna("").to_dict("records")}


def type_month(path: Path, language: Language = "zh", **weeks: list[str]) -> None:
    """A month typed by hand: each agent's week from Monday on, again and again; 1 November is a Sunday."""
    typed = [
        {"agent_id": agent, **{DAYS[n]: week[(n + 6) % 7] for n in range(NOVEMBER)}}
        for agent, week in weeks.items()
    ]
    type_rows(path, "Roster", typed, language)


def type_cell(path: Path, agent: str, day: int, cell: str | None) -> int:
    """Gives the sheet's row."""
    offset = rows(path, "Roster")["agent_id"].tolist().index(agent)
    return put(path, "Roster", offset, DAYS[day - 1], cell)[0]


def all_three(path: Path) -> None:
    """A roster that breaks no hard rule but may miss cover: the same rotation, shifted."""
    type_month(path, K01=ROTATION, K02=[*ROTATION[2:], *ROTATION[:2]], K03=[*ROTATION[4:], *ROTATION[:4]])


def test_a_built_roster_has_nothing_to_correct(built: Path) -> None:
    outcome = command(built)
    assert outcome.exit_code == 0, outcome.text()
    assert outcome.details["errors"] == 0
    assert "须改 0 条" in outcome.headline
    assert set(rows(built, "RosterCheck")["severity"]) == {"warning"}


def test_day_heavy_weeks_exceed_the_law_and_it_says_by_how_much_and_what_mends_it(shop: Path) -> None:
    type_month(shop, K01=DAY_HEAVY)
    outcome = command(shop)
    lines = found(shop, "K01")
    week = lines["每周最多工时"]
    assert week["severity"] == "warning"
    assert week["article"] == "《劳动法》第三十六条"
    assert week["found"] == "4 周超出，最长的一周 51 小时"  # 6 x 8.5
    assert week["limit"] == "平均每周最多 44 小时"
    assert week["dates"] == "11月2日、9日、16日、23日起的各周"
    assert week["mend"].startswith("每周把 3 个白班换成半白班；或")
    month = lines["每月加班"]
    assert month["article"] == "《劳动法》第四十一条"
    # 24 days and the first of a fifth week: 4 x 11 + 0.5; Sunday the 1st is a rest day.
    assert month["found"] == "加班 44.5 小时（全月 212.5，工作日合计 168）"
    assert "每日工时" in lines
    said = [note for note in outcome.notes if note.startswith("赵一：")]
    assert len(said) == 1  # one line for each person
    assert "每周最多工时 4 周超出，最长的一周 51 小时（平均每周最多 44 小时）" in said[0]
    assert any("综合计算工时" in note for note in outcome.notes)


def test_a_rotation_with_evenings_and_an_unpaid_break_keeps_the_law(shop: Path) -> None:
    type_month(shop, K01=ROTATION)
    command(shop)
    lines = found(shop, "K01")
    assert not {"每周标准工时", "每周最多工时", "每月加班"} & lines.keys()  # 2 x (8.5 + 5.5 + 6) = 40
    assert lines["每日工时"]["mend"] == "白班不计薪休息加 30 分钟"  # 8.5 hours without a break
    codes = rows(shop, "Shifts")["code"].tolist()
    put(shop, "Shifts", codes.index("白"), "unpaid_break", 60)
    command(shop)
    assert "每日工时" not in found(shop, "K01")


def test_a_broken_hard_rule_is_an_error_with_its_cell_source_and_mend(shop: Path) -> None:
    all_three(shop)
    row = type_cell(shop, "K01", 9, "晚")
    type_cell(shop, "K01", 10, "白")
    outcome = command(shop)
    assert outcome.exit_code == 1
    line = found(shop, "K01")["晚班次日不上全白班"]
    assert (line["severity"], line["dates"]) == ("error", "11月9日至10日")
    assert line["article"] == "制度：值晚班客服第二天不适合上全白班"
    assert line["mend"] == "次日改为 半、晚、休"
    told = [p for p in outcome.problems if "晚班次日" in p.expected]
    assert [(p.sheet, p.row, p.column, p.found) for p in told] == [("排班", row, "9", "晚")]


def test_blank_cells_are_named_and_the_rest_is_checked(shop: Path) -> None:
    all_three(shop)
    type_cell(shop, "K01", 24, None)
    type_cell(shop, "K01", 25, None)
    type_cell(shop, "K02", 3, "晚")
    type_cell(shop, "K02", 4, "白")
    outcome = command(shop)
    assert outcome.exit_code == 1
    blank = found(shop, "K01")["空格"]
    assert (blank["found"], blank["dates"]) == ("2 格没有填", "11月24日至25日")
    assert "晚班次日不上全白班" in found(shop, "K02")


def test_rest_days_that_blank_cells_can_still_hold_are_no_breach(shop: Path) -> None:
    type_month(shop, K01=["半"] * 7)
    for day in (2, 9, 16):
        type_cell(shop, "K01", day, "休")
    outcome = command(shop)
    line = found(shop, "K01")["每月休息天数"]
    assert (line["found"], line["limit"], line["mend"]) == ("休 3 天", "每月休 4 天", "再休 1 天")
    (told,) = [p for p in outcome.problems if p.found == "休 3 天"]
    assert told.line("zh") == f"排班 第 {told.row} 行：现为“休 3 天”，应为：每月休 4 天：再休 1 天（赵一）"
    assert rows(shop, "Roster").loc[told.row, "agent_id"] == "K01"
    type_cell(shop, "K01", 23, None)
    command(shop)
    assert "每月休息天数" not in found(shop, "K01")


def test_cells_that_are_no_shift_are_named_and_the_rest_is_checked(shop: Path) -> None:
    all_three(shop)
    row = type_cell(shop, "K01", 12, "夜")
    type_cell(shop, "K02", 3, "晚")
    type_cell(shop, "K02", 4, "白")
    outcome = command(shop)
    assert outcome.exit_code == 1
    assert found(shop, "K01")["此人不能上的班"]["found"] == "夜"
    assert "晚班次日不上全白班" in found(shop, "K02")
    assert [p.found for p in outcome.problems if (p.row, p.column) == (row, "12")] == ["夜"]


def test_a_shift_in_a_group_that_is_not_theirs_counts_as_worked(shop: Path) -> None:
    type_month(shop, K01=["半"] * 7)
    for day in (13, 20, 27, 30):
        type_cell(shop, "K01", day, "休")
    row = type_cell(shop, "K01", 6, "白@拼多多")
    outcome = command(shop)
    mine = found(shop, "K01")
    assert (mine["最多连续上班天数"]["found"], mine["最多连续上班天数"]["dates"]) == (
        "12 天",
        "11月1日至12日",
    )
    assert mine["此人不能上的班"]["found"] == "白@拼多多"
    assert "6" in [p.column for p in outcome.problems if p.row == row]
    type_cell(shop, "K01", 6, "夜")  # not a shift: nobody knows whether it is worked
    command(shop)
    assert "最多连续上班天数" not in found(shop, "K01")


def test_limits_that_a_rule_does_not_give_force_are_told(shop: Path) -> None:
    staff = rows(shop, "Staff")["agent_id"].tolist()
    put(shop, "Staff", staff.index("K01"), "most_weekends", 3)
    for name in ("build-roster", "check-roster", "check"):
        (told,) = [p for p in command(shop, name).problems if p.column == "月最多上班周末"]
        assert (told.found, told.severity) == ("3", "warning")
        assert told.expected == "在“排班规则”启用“每月最多上班周末”，否则不起作用"


def test_cells_outside_the_employment_and_of_people_not_rostered_are_named(shop: Path) -> None:
    all_three(shop)
    staff = rows(shop, "Staff")["agent_id"].tolist()
    put(shop, "Staff", staff.index("K03"), "left", dt.datetime(2026, 11, 20))
    put(shop, "Staff", staff.index("K02"), "rostered", "否")
    command(shop)
    frame = rows(shop, "RosterCheck")
    outside = frame[frame["subject"] == "入职前或离职后"]
    assert set(outside["agent_id"]) == {"K03"}
    assert len(outside) == 10
    assert found(shop, "K02").keys() == {"不参加排班"}


def test_approved_leave_that_is_not_in_the_grid_and_leave_nobody_approved(shop: Path) -> None:
    all_three(shop)
    leave = {"agent_id": "K01", "kind": "leave", "from_date": dt.datetime(2026, 11, 10), "state": "approved"}
    type_rows(shop, "Requests", [leave])
    type_cell(shop, "K02", 12, "假")
    outcome = command(shop)
    assert found(shop, "K01")["已批的没有照办"]["mend"] == "改为假"
    assert found(shop, "K02")["假未经批准"]["severity"] == "warning"
    assert outcome.exit_code == 1
    type_cell(shop, "K01", 10, "假")
    command(shop)
    assert "已批的没有照办" not in found(shop, "K01")


def test_leave_approved_for_a_rest_day_lets_it_be_one(shop: Path) -> None:
    all_three(shop)
    leave = {"agent_id": "K01", "kind": "leave", "from_date": dt.datetime(2026, 11, 8), "state": "approved"}
    type_rows(shop, "Requests", [leave])  # a Sunday, K01's rest day
    command(shop)
    assert "已批的没有照办" not in found(shop, "K01")


def test_missing_people_and_refused_wishes_are_listed(shop: Path) -> None:
    all_three(shop)
    wish = {"agent_id": "K01", "kind": "wish_off", "from_date": dt.datetime(2026, 11, 10)}
    type_rows(shop, "Requests", [wish])
    for agent in ("K01", "K02", "K03"):
        type_cell(shop, agent, 17, "半")
    command(shop)
    cover = found(shop)["最少在岗人数：晚班"]
    assert "17日" in cover["dates"]
    assert cover["name"] == "京东组"
    assert found(shop, "K01")["员工意愿"]["dates"] == "11月10日"


def test_evenings_without_a_named_person_are_listed(shop: Path) -> None:
    all_three(shop)
    command(shop)
    assert found(shop)["每晚指定一人值班"]["found"] == "有晚班，没有定值班的人"
    command(shop, "publish-roster")
    command(shop)
    assert "每晚指定一人值班" not in found(shop)


def test_a_week_goes_on_from_last_month(shop: Path) -> None:
    """26 to 31 October, Monday to Saturday, are in the history; 1 November is the Sunday."""
    history = [
        {
            "date": dt.datetime(2026, 10, day),
            "agent_id": "K01",
            "name": "赵一",
            "group": "京东组",
            "shift": "半",
        }
        for day in range(26, 32)
    ]
    archive(shop, history)
    type_month(shop, K01=ROTATION)
    command(shop)
    assert "每周休息一日" not in found(shop, "K01")
    type_cell(shop, "K01", 1, "半")
    outcome = command(shop)
    line = found(shop, "K01")["每周休息一日"]
    assert (line["dates"], line["article"]) == ("10月26日起的一周", "《劳动法》第三十八条")
    assert any("11月30日起的一周跨到下月" in note for note in outcome.notes)
    assert not any("没有排班历史" in note for note in outcome.notes)


def archive(path: Path, days: list[dict[str, Any]]) -> None:
    from csbook.books.plan import plan_write

    before = read(path, "RosterHistory")
    FileBook(path).apply([plan_write(before, pd.DataFrame(days), "zh").write])


def test_without_history_it_says_which_days_are_not_known(shop: Path) -> None:
    type_month(shop, K01=ROTATION)
    assert any("10月26日至31日没有排班历史" in note for note in command(shop).notes)


def test_the_rest_between_shifts_is_told_with_the_rule_s_hours(shop: Path) -> None:
    codes = rows(shop, "RosterRules")["rule"].tolist()
    put(shop, "RosterRules", codes.index("minimum_rest"), "parameter", 12)
    all_three(shop)
    type_cell(shop, "K01", 9, "晚")
    type_cell(shop, "K01", 10, "半")  # 23:00 to 10:00
    outcome = command(shop)
    line = found(shop, "K01")["两班之间休息"]
    assert (line["found"], line["limit"]) == ("两班之间 11 小时", "至少 12 小时")
    assert "法律没有规定小时数" in line["article"]
    assert (line["severity"], outcome.exit_code) == ("error", 1)
    assert "两班之间最少休息" not in found(shop, "K01")  # told once


def test_twice_the_same_changes_nothing(shop: Path) -> None:
    all_three(shop)
    type_cell(shop, "K01", 24, None)
    command(shop)
    once = every_table(shop, but=SHOWS_THE_PRESS)
    command(shop)
    assert every_table(shop, but=SHOWS_THE_PRESS) == once


CELLS = st.sampled_from(["白", "半", "晚", "rest", "leave", None, "夜", "白@天猫组", "白@", "@"])


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.lists(CELLS, min_size=31, max_size=31), min_size=0, max_size=4))
def test_no_grid_stops_the_check(small_shop: Request, grid: list[list[str | None]]) -> None:
    """Any cells, for people of the shop and for somebody whom nobody knows."""
    people = ["K01", "K02", "K03", "K99"]
    typed = [{"agent_id": a, **dict(zip(DAYS, c, strict=True))} for a, c in zip(people, grid, strict=False)]
    roster = frame("Roster", *typed)
    request = replace(small_shop, tables={**small_shop.tables, "Roster": roster})
    if not any(cell for row in grid for cell in row[:NOVEMBER]):
        return
    result = check_roster(request)
    lines = result.tables["RosterCheck"]
    for agent, row in zip(people[:3], grid, strict=False):
        blank = sum(cell is None for cell in row[:NOVEMBER])
        told = lines[(lines["agent_id"] == agent) & (lines["subject"] == "空格")]["found"].tolist()
        assert told == ([f"{blank} 格没有填"] if blank else [])
    known = sum(cell in ("夜", "白@天猫组", "@") for row in grid[:3] for cell in row[:NOVEMBER])
    assert (lines["subject"] == "此人不能上的班").sum() == known


@pytest.fixture
def small_shop(shop: Path) -> Request:
    """The shop's tables as the command is given them."""
    tables = {name: rows(shop, name) for name in (*ROSTER_TABLES, "RosterCheck")}
    chosen = read_settings(tables["Settings"])[0]
    return Request(tables, chosen, NOW, dt.date(2026, 11, 1), "zh")


def test_what_was_mended_is_gone_from_the_next_check(built: Path) -> None:
    was = rows(built, "Roster").set_index("agent_id").at["K01", "d10"]
    type_cell(built, "K01", 10, None)
    assert command(built).exit_code == 1
    type_cell(built, "K01", 10, "休" if was == "rest" else was)
    assert command(built).exit_code == 0
    assert "空格" not in set(rows(built, "RosterCheck")["subject"])


def test_a_month_of_the_history_is_checked_too(built: Path) -> None:
    here = of_the_month(command(built))
    command(built, "build-roster", month=dt.date(2026, 12, 1))
    assert of_the_month(command(built, month=dt.date(2026, 11, 1))) == here


def of_the_month(outcome: Outcome) -> list[dict[str, Any]]:
    """The lines told, but for those about who has to rest when the next month begins: it has a roster now."""
    return [line for line in outcome.details["lines"] if not line["rule"].endswith("(month's end)")]


def test_a_month_without_a_roster_is_refused(shop: Path) -> None:
    with pytest.raises(EmptyRoster):
        command(shop)


def test_english_says_the_same(english_shop: Path) -> None:
    week = ["D", "D", "D", "D", "D", "D", "R"]
    type_month(english_shop, "en", K01=week)
    outcome = command(english_shop)
    line = found(english_shop, "K01", "en")["most hours a week"]
    assert line["article"] == "Labour Law, art. 36"
    assert line["found"] == "4 weeks over, the longest 51 hours"
    assert line["mend"].startswith("3 D shifts into H each week; or ")
    assert "reminders of the law (1 person)" in outcome.headline


def fair(path: Path, rule: str) -> dict[str, Any]:
    """The line of a rule about everybody together."""
    return found(path)[rule]


def test_temporary_people_and_those_away_all_month_are_left_out_of_fair_shares(shop: Path) -> None:
    type_month(shop, K01=["半"] * 7, K02=DAY_HEAVY, K03=["晚"] * 7)
    command(shop)
    assert fair(shop, "工时均衡")["found"].startswith("工时 165 到 212.5 小时，代价 ")  # 30 x 5.5, 25 x 8.5
    assert fair(shop, "晚班均衡")["found"].startswith("晚班 0 到 30 个，代价 ")
    assert fair(shop, "周末班均衡")["found"].startswith("周末上班 4 到 9 天，代价 ")
    assert fair(shop, "周末班均衡")["limit"] == "相差不超过 1 天"
    assert fair(shop, "晚班均衡")["limit"] == "各 9 到 11 个"  # 30 evenings, 26 of 78 shifts each: 10
    staff = rows(shop, "Staff")["agent_id"].tolist()
    put(shop, "Staff", staff.index("K03"), "temporary", "是")
    type_month(shop, K01=["假"] * 7)
    command(shop)
    assert fair(shop, "工时均衡")["found"].startswith("工时 212.5 小时，代价 ")
    assert "晚班均衡" not in found(shop) or "晚班 0 个" in fair(shop, "晚班均衡")["found"]
    assert "周末班均衡" not in found(shop)  # one person is nobody's like


def test_rest_on_a_sales_day_says_who_may(shop: Path) -> None:
    all_three(shop)
    type_rows(shop, "Holidays", [{"date": dt.datetime(2026, 11, 11), "kind": "sales", "name": "大促"}])
    for agent in ("K01", "K02"):
        type_cell(shop, agent, 11, "休")
    staff = rows(shop, "Staff")["agent_id"].tolist()
    put(shop, "Staff", staff.index("K02"), "temporary", "是")
    command(shop)
    line = found(shop, "K01")["大促日不排休"]
    assert (line["found"], line["limit"]) == ("排休 1 天", "请假以外，只有临时人员可休")
    assert "大促日不排休" not in found(shop, "K02")


def ask_for(path: Path, people: int) -> None:
    """So many people on every weekday's evening."""
    cover = rows(path, "Cover")
    wanted = (cover["day_type"] == "weekday") & (cover["shift"] == "晚")
    offset = cover.index.tolist().index(cover.index[wanted][0])
    for column in ("minimum", "preferred"):
        put(path, "Cover", offset, column, people)


def test_cover_beyond_the_headcount_is_told_before_its_consequences(shop: Path) -> None:
    all_three(shop)
    command(shop)
    assert "人手不够" not in found(shop)
    ask_for(shop, 4)
    outcome = command(shop)
    first, second, *_ = outcome.notes
    assert first.startswith("人手不够：京东组（11月2日至6日、9日至13日、")
    assert "白、晚班共要 5 人，能上的只有 3 人" in first  # a day shift and four evenings
    assert second.startswith("缺人：京东组 ")
    subjects = rows(shop, "RosterCheck")["subject"].tolist()
    assert subjects.index("人手不够") < subjects.index("最少在岗人数：晚班")


def end_of_november(path: Path, days: int) -> None:
    """K01 works the last days of the month, this many, and may work six running."""
    all_three(path)
    staff = rows(path, "Staff")["agent_id"].tolist()
    put(path, "Staff", staff.index("K01"), "longest_stretch", 6)
    for day in range(31 - days, 31):
        type_cell(path, "K01", day, "半")
    type_cell(path, "K01", 30 - days, "休")
    for agent in ("K02", "K03"):
        type_cell(path, agent, 30, "休")


def pin(path: Path, first: int, last: int, kind: str = "pin") -> None:
    """An approved pin (or leave) of K01 on days of December."""
    wanted = {"agent_id": "K01", "kind": kind, "state": "approved", "shift": "半" if kind == "pin" else None}
    days = {"from_date": dt.datetime(2026, 12, first), "to_date": dt.datetime(2026, 12, last)}
    type_rows(path, "Requests", [{**wanted, **days}])


AT_THE_END = "最多连续上班天数（月末）"


def test_who_ends_the_month_at_their_limit_must_rest_on_the_first(shop: Path) -> None:
    end_of_november(shop, 6)
    command(shop)
    line = found(shop, "K01")[AT_THE_END]
    assert (line["severity"], line["found"], line["limit"]) == ("warning", "月末已连上 6 天", "上限 6 天")
    assert (line["mend"], line["dates"]) == ("最迟 12月1日须休息", "11月25日至30日")
    assert AT_THE_END not in found(shop, "K02")
    pin(shop, 1, 1)
    command(shop)
    assert found(shop, "K01")[AT_THE_END]["mend"] == (
        "最迟 12月1日须休息，但 12月1日已定上班：请改掉，或在月末先休息一天"
    )


def test_who_cannot_be_rostered_in_the_next_month_is_told(shop: Path) -> None:
    end_of_november(shop, 6)
    staff = rows(shop, "Staff")["agent_id"].tolist()
    command(shop)
    line = found(shop, "K01")["最多连续上班天数（下月）"]
    assert line["found"] == "11月末连上 6 天（上限 6 天），12月按 4 天休息排不出"
    assert (line["mend"], line["severity"]) == ("请在月末给他安排休息，或提高上限", "warning")
    put(shop, "Staff", staff.index("K01"), "longest_stretch", 7)
    command(shop)
    assert "最多连续上班天数（下月）" not in found(shop, "K01")


def test_leave_on_the_first_is_rest_enough(shop: Path) -> None:
    end_of_november(shop, 6)
    pin(shop, 1, 1, "leave")
    command(shop)
    assert AT_THE_END not in found(shop, "K01")


def test_a_shorter_run_is_told_only_where_the_next_month_is_fixed_past_the_limit(shop: Path) -> None:
    end_of_november(shop, 4)
    pin(shop, 1, 2)
    command(shop)
    assert AT_THE_END not in found(shop, "K01")  # 4 + 2 days; the third is open
    pin(shop, 3, 3)
    command(shop)
    assert found(shop, "K01")[AT_THE_END]["mend"].startswith("最迟 12月3日须休息，但 12月1日至3日已定上班")


def test_the_next_month_s_own_grid_is_looked_at(built: Path) -> None:
    end_of_november(built, 6)
    staff = rows(built, "Staff")["agent_id"].tolist().index("K01")
    put(built, "Staff", staff, "longest_stretch", None)
    command(built, "build-roster", month=dt.date(2026, 12, 1))
    put(built, "Staff", staff, "longest_stretch", 6)
    type_cell(built, "K01", 1, "休")
    command(built, month=dt.date(2026, 11, 1))
    assert AT_THE_END not in found(built, "K01")
    type_cell(built, "K01", 1, "半")
    command(built, month=dt.date(2026, 11, 1))
    assert "已定上班" in found(built, "K01")[AT_THE_END]["mend"]


def test_nothing_is_said_of_the_month_s_end_without_the_rule(shop: Path) -> None:
    end_of_november(shop, 6)
    codes = rows(shop, "RosterRules")["rule"].tolist()
    put(shop, "RosterRules", codes.index("longest_stretch"), "active", "否")
    command(shop)
    assert AT_THE_END not in found(shop, "K01")
