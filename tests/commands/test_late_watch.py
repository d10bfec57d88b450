"""The rows of 值班表: what csbook writes, and whose choice it keeps."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd

from csbook.books.file_book import FileBook
from csbook.books.plan import plan_write
from csbook.commands.rostering.late_watch import watch_rows
from csbook.roster.parts import Person, Roster
from csbook.roster.problem import RosterProblem
from csbook.roster.rulebook import Rule, Rules
from tests.commands.daily_shop import texts
from tests.followups.shop import frame
from tests.roster.shop import shop as roster_problem
from tests.workbooks import put, read, rows, type_rows

NOVEMBER = dt.date(2026, 11, 1)
NAMES = {"K01": "赵一", "K02": "钱二", "K03": "孙三"}


def problem(newcomer: str = "", **changed: Any) -> RosterProblem:
    people = tuple(
        Person(who, name, "京东组", ("天猫组",), newcomer=who == newcomer) for who, name in NAMES.items()
    )
    return roster_problem(NOVEMBER, groups=("京东组", "天猫组"), people=people, **changed)


def roster(*evenings: str, cell: str = "evening") -> Roster:
    """Who works the evening from the first of November on: `"12"` is K01 and K02."""
    return Roster(
        {
            (f"K0{digit}", NOVEMBER + dt.timedelta(days=number)): cell
            for number, digits in enumerate(evenings)
            for digit in digits
        }
    )


def tables(*watches: dict[str, Any], names: dict[str, str] | None = None) -> dict[str, pd.DataFrame]:
    staff = [{"agent_id": who, "name": name, "group": "京东组"} for who, name in (names or NAMES).items()]
    return {"Staff": frame("Staff", *staff), "LateWatch": frame("LateWatch", *watches)}


def watch(number: int, who: str | None, name: str | None = None, **more: Any) -> dict[str, Any]:
    """A row of 值班表; number 0 is the last of October."""
    day = pd.Timestamp(NOVEMBER) + pd.Timedelta(days=number - 1)
    return {"date": day, "agent_id": who, "name": name} | more


def named(found: pd.DataFrame) -> dict[int, str]:
    """Who has the watch, by day of the month; an empty text where the row was emptied."""
    return {
        date.day: "" if pd.isna(who) else who
        for date, who in zip(found["date"], found["agent_id"], strict=True)
    }


def test_every_evening_gets_a_row_with_name_and_the_group_served() -> None:
    evenings = roster("1", "2", cell="evening@天猫组")
    found, said = watch_rows(problem(), evenings, tables(), NOVEMBER)
    assert found["date"].tolist() == [pd.Timestamp(2026, 11, 1), pd.Timestamp(2026, 11, 2)]
    assert found[["agent_id", "name", "group"]].to_numpy().tolist() == [
        ["K01", "赵一", "天猫组"],
        ["K02", "钱二", "天猫组"],
    ]
    assert found["by_hand"].isna().all()
    assert texts(said) == [
        "值班：2 晚已定人，每人 1 次。",
        "值班：11月3日至30日没有人上晚班，没有定人。",
    ]


def test_nothing_is_written_where_the_rule_is_off() -> None:
    off = problem(rules=Rules(late_watch=Rule(on=False)))
    found, said = watch_rows(off, roster("1"), tables(watch(1, "K02", "钱二")), NOVEMBER)
    assert found.empty
    assert said == []


def test_a_number_with_another_persons_name_was_typed_and_stays() -> None:
    typed = tables(watch(1, "K02", "赵一"), watch(2, "K02", "钱二"))
    found, _ = watch_rows(problem(), roster("12", "12"), typed, NOVEMBER)
    assert named(found) == {1: "K02", 2: "K01"}
    assert found["by_hand"].fillna(False).tolist() == [True, False]
    assert found["name"].tolist() == ["钱二", "赵一"]


def test_a_choice_once_marked_stays_until_its_number_is_emptied() -> None:
    marked = tables(watch(1, "K02", "钱二", by_hand=True), watch(2, "K02", "钱二", by_hand=True))
    found, _ = watch_rows(problem(), roster("12", "12"), marked, NOVEMBER)
    assert named(found) == {1: "K02", 2: "K02"}
    emptied = tables(watch(1, "K02", "钱二", by_hand=True), watch(2, None, "钱二", by_hand=True))
    found, _ = watch_rows(problem(), roster("12", "12"), emptied, NOVEMBER)
    assert named(found) == {1: "K02", 2: "K01"}
    assert found["by_hand"].fillna(False).tolist() == [True, False]


def test_a_row_without_a_name_was_typed_by_a_person() -> None:
    found, _ = watch_rows(problem(), roster("12", "12"), tables(watch(1, "K01"), watch(2, "K01")), NOVEMBER)
    assert named(found) == {1: "K01", 2: "K01"}


def test_a_person_who_was_renamed_was_not_chosen_by_hand() -> None:
    renamed = tables(watch(1, "K01", "赵大"))
    found, _ = watch_rows(problem(), roster("1"), renamed, NOVEMBER)
    assert found["by_hand"].isna().all()
    assert found["name"].tolist() == ["赵一"]


def test_namesakes_are_told_apart_by_their_numbers() -> None:
    same = {"K01": "赵一", "K02": "赵一", "K03": "孙三"}
    found, _ = watch_rows(problem(), roster("1", "2"), tables(names=same), NOVEMBER)
    assert found["name"].tolist() == ["赵一 K01", "赵一 K02"]
    typed = tables(watch(1, "K02", "赵一 K01"), names=same)
    found, _ = watch_rows(problem(), roster("12"), typed, NOVEMBER)
    assert named(found) == {1: "K02"}


def test_other_months_stay_and_decide_who_has_one_more() -> None:
    october = [watch(-n, "K01", "赵一") for n in range(3, 6)]
    old = [watch(-200 - n, "K02", "钱二") for n in range(9)]  # too long ago to count
    found, _ = watch_rows(problem(), roster("12", "12", "12"), tables(*october, *old), NOVEMBER)
    assert named(found) == {1: "K02", 2: "K01", 3: "K02"}


def test_an_evening_that_is_no_more_leaves_an_empty_row() -> None:
    found, _ = watch_rows(
        problem(), roster("1", ""), tables(watch(2, "K02", "钱二", group="京东组")), NOVEMBER
    )
    assert named(found) == {1: "K01", 2: ""}
    assert found.iloc[1][["name", "group", "by_hand"]].isna().all()


def test_once_published_only_evenings_that_lost_their_person_change() -> None:
    before = tables(watch(1, "K01", "赵一"), watch(2, "K01", "赵一"), watch(3, "K03", "孙三"))
    evenings = roster("123", "123", "12")
    found, _ = watch_rows(problem(), evenings, before, NOVEMBER, standing=True)
    assert named(found) == {1: "K01", 2: "K01", 3: "K02"}
    free, _ = watch_rows(problem(), evenings, before, NOVEMBER)
    assert named(free) != named(found)


def test_what_is_not_as_it_should_be_is_said() -> None:
    typed = tables(watch(3, "K02", "赵一"))
    _, said = watch_rows(problem(newcomer="K03"), roster("1", "1", "3", "3"), typed, NOVEMBER)
    lines = texts(said)
    assert "值班：有 1 次同一人连值两晚，受当晚晚班人选所限。" in lines
    assert "值班：11月4日只有新人上晚班。" in lines
    assert "值班：11月3日手填的 钱二 当晚不上晚班，请核对。" in lines
    assert "Late watch: only newcomers work the evening on November 4." in texts(said, "en")


def test_a_typed_watch_survives_the_workbook_and_a_second_run_changes_nothing(shop: Path) -> None:
    def write() -> bool:
        book = FileBook(shop)
        given = {name: read(shop, name).frame for name in ("Staff", "LateWatch")}
        found, _ = watch_rows(problem(), roster("12", "12", "12"), given, NOVEMBER)
        plan = plan_write(read(shop, "LateWatch"), found, "zh")
        book.apply([plan.write])
        return plan.is_empty

    write()
    first = rows(shop, "LateWatch")
    assert "".join(named(first).values()) in ("K01K02K01", "K02K01K02")
    other = {"K01": "K02", "K02": "K01"}[first["agent_id"].iloc[0]]
    put(shop, "LateWatch", 0, "agent_id", other)
    assert write() is False
    second = rows(shop, "LateWatch")
    assert second["agent_id"].iloc[0] == other
    assert second["by_hand"].fillna(False).tolist() == [True, False, False]
    assert second["name"].iloc[0] == NAMES[other]
    assert write() is True
    type_rows(shop, "LateWatch", [{"date": dt.datetime(2026, 11, 4), "agent_id": "K03"}])
    write()
    assert rows(shop, "LateWatch")["name"].tolist()[-1] == "孙三"
