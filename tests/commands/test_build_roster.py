"""`build-roster` on a real workbook: what it fills, keeps, archives and says."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from csbook.books.file_book import FileBook
from csbook.commands.outcome import Outcome
from csbook.commands.rostering import roster_words as words
from csbook.commands.run import run
from csbook.roster.parts import Roster
from csbook.roster.solve import Result, Status
from csbook.roster.violations import Violation
from csbook.schema.daily import DAYS
from tests.roster.shop import shop as documents_shop
from tests.workbooks import SHOWS_THE_PRESS, every_table, put, read, rows, type_rows

NOVEMBER = DAYS[:30]
BEFORE = dt.datetime(2026, 10, 25, 9)
MIDDLE = dt.datetime(2026, 11, 15, 9)
PASSED_STAY = "11月15日以前的班照旧。"
EVENING_HOURS, DAY_HOURS, HALF_HOURS = 6.0, 8.5, 5.5


def build(
    path: Path, month: dt.date | None = None, today: dt.datetime = BEFORE, **parameters: Any
) -> Outcome:
    if month is not None:
        parameters["month"] = month
    return command("build-roster", path, today, **parameters)


def command(name: str, path: Path, today: dt.datetime, **parameters: Any) -> Outcome:
    return run(name, FileBook(path), today, now=BEFORE, user="测试", parameters=parameters)


def cells(path: Path, agent: str = "K01") -> list[str]:
    grid = rows(path, "Roster").set_index("agent_id")
    return grid.loc[agent, list(DAYS)].fillna("").tolist()


def request(agent: str, kind: str, first: int, last: int | None = None, **more: Any) -> dict[str, Any]:
    return {
        "agent_id": agent,
        "kind": kind,
        "from_date": dt.datetime(2026, 11, first),
        "to_date": dt.datetime(2026, 11, last) if last else None,
        **more,
    }


def leaves(path: Path, day: int) -> None:
    """The last day of work of K03, in November."""
    row = {"agent_id": "K03", "name": "孙三", "group": "京东组", "platforms": "jd", "role": "both"}
    type_rows(path, "Staff", [row | {"left": dt.datetime(2026, 11, day)}])


def test_every_day_of_the_month_is_filled_with_four_rest_days(shop: Path) -> None:
    outcome = build(shop)
    assert outcome.exit_code == 0
    for agent in ("K01", "K02", "K03"):
        grid = cells(shop, agent)
        assert set(grid[:30]) <= {"白", "半", "晚", "rest"}
        assert grid[:30].count("rest") == 4
        assert grid[30] == ""
        assert all((a, b) != ("晚", "白") for a, b in itertools.pairwise(grid))


def test_each_day_has_a_day_shift_and_an_evening(shop: Path) -> None:
    outcome = build(shop)
    grid = rows(shop, "Roster")
    for day in NOVEMBER:
        assert {"白", "晚"} <= set(grid[day]), day
    assert outcome.details["status"] == "optimal"
    assert outcome.details["cost"] == outcome.details["bound"]
    assert [u for u in outcome.details["unmet"] if u["present"] < u["minimum"]] == []


def test_the_message_says_cost_bound_gap_and_every_refused_wish(shop: Path) -> None:
    wishes = [request(f"K0{n}", "wish_off", 14, state=None) for n in (1, 2, 3)]
    type_rows(shop, "Requests", wishes)
    outcome = build(shop)
    refused = outcome.details["refused"]
    assert len(refused) == 2  # one day shift and one evening leave room for one of three
    said = "\n".join(outcome.notes)
    names = {"K01": "赵一", "K02": "钱二", "K03": "孙三"}
    for wish in refused:
        assert f"{names[wish['agent_id']]} 想休（11月14日）" in said
    assert outcome.headline.split("；")[-1].startswith("已是最好的排法，用时 ")
    assert (
        f"代价 {outcome.details['cost']}（没做到的各项的扣分合计），"
        f"下界 {outcome.details['bound']}（任何班表都不会更低）。"
    ) in outcome.notes
    assert "2 个意愿未满足" in outcome.headline


def test_leave_that_is_approved_binds_and_does_not_count_as_rest(shop: Path) -> None:
    type_rows(shop, "Requests", [request("K02", "leave", 10, 12, state="approved")])
    outcome = build(shop)
    grid = cells(shop, "K02")
    assert grid[9:12] == ["leave"] * 3
    assert grid[:30].count("rest") == 4
    assert outcome.exit_code == 0


def test_a_pin_binds_and_a_pending_leave_is_pointed_out(shop: Path) -> None:
    type_rows(
        shop,
        "Requests",
        [
            request("K01", "pin", 5, shift="半", state="approved"),
            request("K03", "leave", 20, state="pending"),
        ],
    )
    outcome = build(shop)
    assert cells(shop, "K01")[4] == "半"
    assert [(p.column, p.found) for p in outcome.problems] == [("审批", "待批")]


def test_cover_that_cannot_be_met_is_listed_day_by_day(shop: Path) -> None:
    type_rows(
        shop,
        "Cover",
        [
            {
                "day_type": "date",
                "date": dt.datetime(2026, 11, 11),
                "group": "京东组",
                "shift": "白",
                "minimum": 4,
            }
        ],
    )
    outcome = build(shop)
    short = [u for u in outcome.details["unmet"] if u["present"] < u["minimum"]]
    assert {u["date"] for u in short} == {"2026-11-11"}
    assert any(note.startswith("缺人：京东组") and "11月11日" in note for note in outcome.notes)
    assert outcome.exit_code == 0


def test_a_cell_that_a_person_changed_is_kept_until_told_otherwise(built: Path) -> None:
    grid = cells(built, "K01")
    day = next(n for n in range(1, 29) if grid[n] == "白" and grid[n - 1] != "晚" and grid[n + 1] != "晚")
    put(built, "Roster", rows(built, "Roster")["agent_id"].tolist().index("K01"), DAYS[day], "半")
    build(built)
    assert cells(built, "K01")[day] == "半"
    build(built)
    assert cells(built, "K01")[day] == "半"
    build(built, replace=True)
    assert cells(built, "K01") == grid


def test_the_changed_cells_stand_in_changes_with_their_old_values(built: Path) -> None:
    assert rows(built, "Changes").empty
    before = rows(built, "Roster").set_index("agent_id")
    type_rows(built, "Requests", [request("K02", "leave", 10, 12, state="approved")])
    build(built)
    after = rows(built, "Roster").set_index("agent_id")
    listed = rows(built, "Changes")
    listed = listed[listed["column"].str.startswith("d")]
    place = FileBook(built).places()["Roster"]
    expected = {
        (agent, day)
        for agent in after.index
        for day in NOVEMBER
        if before.at[agent, day] != after.at[agent, day]
    }
    assert {(r.row_key, r.column) for r in listed.itertuples()} == expected
    assert set(listed["sheet"]) == {place.sheet}
    assert listed.loc[listed["row_key"].eq("K02") & listed["column"].eq("d10"), "new"].tolist() == ["假"]


def test_a_new_month_s_grid_is_not_listed_as_changed(built: Path) -> None:
    type_rows(built, "Requests", [request("K02", "leave", 10, 12, state="approved")])
    build(built)
    assert not rows(built, "Changes").empty
    build(built, dt.date(2026, 12, 1))
    assert rows(built, "Changes").empty


def test_twice_the_same_changes_nothing_but_the_journal(built: Path) -> None:
    once = every_table(built, but=SHOWS_THE_PRESS)
    build(built)
    assert every_table(built, but=SHOWS_THE_PRESS) == once


def test_a_new_month_archives_the_old_grid_and_goes_on_from_it(built: Path) -> None:
    november = rows(built, "Roster").set_index("agent_id")
    outcome = build(built, dt.date(2026, 12, 1))
    assert outcome.exit_code == 0
    history = rows(built, "RosterHistory")
    assert len(history) == 3 * 30
    for agent in november.index:
        kept = history[history["agent_id"] == agent].sort_values("date")["shift"].tolist()
        assert kept == november.loc[agent, list(NOVEMBER)].tolist()
        december = cells(built, agent)
        assert (kept[-1], december[0]) != ("晚", "白")
        assert "" not in december
    assert set(rows(built, "RosterBase")["month"]) == {"2026-12"}


def test_a_closed_month_comes_back_as_it_was_unless_told_otherwise(built: Path) -> None:
    offset = rows(built, "Roster")["agent_id"].tolist().index("K01")
    put(built, "Roster", offset, "d05", "假")
    worked = rows(built, "Roster").set_index("agent_id")[list(DAYS)]
    build(built, dt.date(2026, 12, 1))
    history = rows(built, "RosterHistory")
    build(built, dt.date(2026, 11, 1))
    assert rows(built, "Roster").set_index("agent_id")[list(DAYS)].equals(worked)
    build(built, dt.date(2026, 12, 1))
    november = rows(built, "RosterHistory").iloc[: len(history)]
    assert november.equals(history)
    outcome = build(built, dt.date(2026, 11, 1))
    assert "排班历史" in outcome.headline
    type_rows(built, "Requests", [request("K02", "leave", 20, 21, state="approved")])
    build(built)
    assert cells(built, "K01")[4] == "leave"  # typed before the month was closed, and still kept
    assert cells(built, "K02")[19:21] == ["leave", "leave"]  # the other cells are free
    build(built, replace=True)
    assert cells(built, "K01")[4] != "leave"


def test_somebody_who_left_has_an_empty_row_and_nobody_s_row_is_deleted(built: Path) -> None:
    leaves(built, 15)
    build(built, dt.date(2026, 12, 1))
    assert set(cells(built, "K03")) == {""}
    assert rows(built, "Roster")["agent_id"].tolist() == ["K01", "K02", "K03"]


def test_the_totals_are_what_the_cells_say(built: Path) -> None:
    hours = {"白": DAY_HOURS, "半": HALF_HOURS, "晚": EVENING_HOURS}
    for _, row in rows(built, "Roster").iterrows():
        grid = row[list(NOVEMBER)].tolist()
        assert row["hours"] == sum(hours.get(cell, 0) for cell in grid)
        assert row["evenings"] == grid.count("晚")
        assert row["rests"] == grid.count("rest")


def test_the_totals_are_live_formulas_that_agree(
    built: Path, calculated: Callable[[Path], Callable[[str, str], object]]
) -> None:
    found = read(built, "Roster")
    cell = calculated(built)
    from csbook.books.cell_xml import address as address_of

    for name in ("hours", "evenings", "rests"):
        for row in found.frame.index:
            assert cell("排班", address_of(int(row), found.at[name])) == float(found.frame.at[row, name])


def test_nobody_to_roster_is_said_in_words(shop: Path) -> None:
    import pytest

    from csbook.problems import NoRoster

    staff = rows(shop, "Staff")
    for offset in range(len(staff)):
        put(shop, "Staff", offset, "rostered", "否")
    before = shop.read_bytes()
    with pytest.raises(NoRoster):
        build(shop)
    assert shop.read_bytes() == before


def test_clashing_pins_leave_no_roster_and_are_named(shop: Path) -> None:
    import pytest

    from csbook.problems import NoRoster

    pins = [
        request("K01", "pin", 5, shift="晚", state="approved"),
        request("K01", "pin", 6, shift="白", state="approved"),
    ]
    type_rows(shop, "Requests", pins)
    before = shop.read_bytes()
    with pytest.raises(NoRoster) as stopped:
        build(shop)
    assert stopped.value.exit_code == 5
    assert "赵一" in stopped.value.words.zh
    assert shop.read_bytes() == before


def test_a_kept_cell_that_cannot_be_is_told_with_its_row(built: Path) -> None:
    leaves(built, 20)
    found = read(built, "Roster").frame
    row = int(found.index[found["agent_id"] == "K03"][0])
    put(built, "Roster", row - FileBook(built).places()["Roster"].first_row, "d25", "半")
    outcome = build(built)
    assert outcome.exit_code == 1
    assert [(p.sheet, p.row, p.column, p.found) for p in outcome.problems] == [("排班", row, "25", "半")]


def test_a_roster_typed_before_the_first_build_is_kept(shop: Path) -> None:
    frame = pd.DataFrame([{"agent_id": "K01", "d03": "半", "d04": "rest"}])
    type_rows(shop, "Roster", frame.to_dict("records"))
    build(shop)
    assert cells(shop, "K01")[2:4] == ["半", "rest"]


def wished_and_emptied(shop: Path) -> tuple[list[str], list[int]]:
    """K01 wants days off that are worked in the first half of the month; K02's fifth is empty. K01's cells,
    and these days."""
    grid = cells(shop, "K01")
    worked = [number for number in range(2, 14) if grid[number - 1] == "半"][:2]
    type_rows(shop, "Requests", [request("K01", "wish_off", number) for number in worked])
    put(shop, "Roster", rows(shop, "Roster")["agent_id"].tolist().index("K02"), "d05", None)
    return grid, worked


def test_days_that_have_passed_stay_in_a_draft_and_empty_ones_are_filled(built: Path) -> None:
    grid, _ = wished_and_emptied(built)
    others = cells(built, "K02")[:14], cells(built, "K03")[:14]
    outcome = build(built, today=MIDDLE)
    assert PASSED_STAY in outcome.notes
    assert cells(built, "K01")[:14] == grid[:14]
    assert cells(built, "K03")[:14] == others[1]
    filled = cells(built, "K02")[:14]
    assert filled[4] != ""
    assert filled[:4] + filled[5:] == others[0][:4] + others[0][5:]


def test_everything_of_a_month_never_published_is_built_anew_when_told_so(built: Path) -> None:
    _, wished = wished_and_emptied(built)
    outcome = build(built, today=MIDDLE, replace=True)
    assert "rest" in [cells(built, "K01")[number - 1] for number in wished]
    assert PASSED_STAY not in outcome.notes


def test_days_that_have_passed_stay_in_a_published_month_and_it_says_so(built: Path) -> None:
    command("publish-roster", built, BEFORE)
    grid = cells(built, "K01")
    worked = [number for number in range(2, 14) if grid[number - 1] == "半"]
    type_rows(built, "Requests", [request("K01", "wish_off", number) for number in worked[:2]])
    outcome = build(built, today=MIDDLE, replace=True)
    assert PASSED_STAY in outcome.notes
    assert cells(built, "K01")[:14] == grid[:14]


def test_of_passed_days_later_leave_and_the_last_day_of_work_are_known_better(built: Path) -> None:
    leaves(built, 10)
    type_rows(built, "Requests", [request("K02", "leave", 3, 4, state="approved")])
    outcome = build(built, today=MIDDLE)
    assert outcome.exit_code == 0, outcome.text()
    assert [p.found for p in outcome.problems] == []
    assert cells(built, "K02")[2:4] == ["leave", "leave"]
    assert set(cells(built, "K03")[10:]) == {""}
    assert "" not in cells(built, "K03")[:10]


def test_before_the_month_begins_nothing_has_passed(built: Path) -> None:
    assert not any("照旧" in note for note in build(built).notes)


def test_a_search_ended_early_that_has_proven_its_roster_says_nothing_of_it(built: Path) -> None:
    outcome = run(
        "build-roster", FileBook(built), BEFORE, now=BEFORE, user="", parameters={}, cancelled=lambda: True
    )
    early = outcome.details["status"] != "optimal"
    assert (words.ENDED_EARLY.zh in outcome.notes) == early


def test_a_rule_that_a_group_breaks_on_many_days_is_one_line() -> None:
    problem = documents_shop()
    first, second = problem.people[:2]

    def broken(rule: str, day: int, agent_id: str = "", group: str = first.group) -> Violation:
        return Violation(rule, agent_id, (problem.days[day - 1],), 1, hard=False, group=group)

    violations = [
        broken("complaints_present", 3),
        broken("newcomer_not_alone", 8, first.agent_id),
        broken("newcomer_not_alone", 5, second.agent_id),
        broken("complaints_present", 4),
        broken("newcomer_not_alone", 2, first.agent_id),
        broken("no_day_after_evening", 6, first.agent_id, group=""),
        broken("no_day_after_evening", 9, first.agent_id, group=""),
    ]
    found = Result(Roster({}), Status.FEASIBLE, 0, 0, 0.0, 0.0, [], [], violations, "highs")
    said = list(words.broken(problem, found))
    assert [line.zh for line in said] == [
        "客服1：没做到“晚班次日不上全白班”（6月6日）。",
        "客服1：没做到“晚班次日不上全白班”（6月9日）。",
        "jd：没做到“每天有人能处理投诉”（6月3日至4日）。",
        "jd：没做到“新人晚班不落单”（客服1 6月2日、8日；客服2 6月5日）。",
    ]
    assert said[2].en.endswith(" not kept (June 3 to 4).")
    assert said[3].en.endswith(" not kept (客服1 June 2, 8; 客服2 June 5).")


def test_the_headline_says_in_words_how_good_the_roster_is() -> None:
    problem, month = documents_shop(), dt.date(2026, 6, 1)
    breach = Violation("complaints_present", "", (month,), 1, hard=False)
    found = Result(Roster({}), Status.FEASIBLE, 856, 828, 0.0327, 3.0, [], [], [breach] * 12, "highs")
    said = words.headline(month, problem, found)
    assert said.zh.endswith("，规则有 12 处未做到，0 个意愿未满足；离最好的排法至多差 3.3%，用时 3.0 秒。")
    assert said.en.endswith(
        ", rules broken 12 times, 0 wishes refused; at most 3.3% from the best, in 3.0 s."
    )
    best = words.headline(month, problem, replace(found, status=Status.OPTIMAL, broken=[]))
    assert best.zh.endswith("；已是最好的排法，用时 3.0 秒。")
    assert best.en.endswith("; the best there is, in 3.0 s.")
