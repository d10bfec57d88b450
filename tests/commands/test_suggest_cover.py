"""`suggest-cover`: which rows of Cover it writes, what it leaves alone and what it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csbook.books.file_book import FileBook
from csbook.books.frames import read_table
from csbook.books.plan import plan_write
from csbook.commands.handler import Request
from csbook.commands.outcome import Outcome
from csbook.commands.rostering.cover_rows import suggested_cover
from csbook.commands.rostering.stints import stints_of
from csbook.commands.rostering.suggest_cover import NothingToSuggest, assumptions, suggest_cover
from csbook.commands.run import run
from csbook.problems import Language
from csbook.roster.demand import Suggestion
from csbook.roster.erlang import ErlangAssumptions
from csbook.schema.settings import read_settings
from csbook.schema.workbook import TABLES
from tests.commands.daily_shop import texts
from tests.followups.shop import frame
from tests.workbooks import SHOWS_THE_PRESS, every_table, rows, type_rows

TODAY = dt.datetime(2026, 11, 22, 12)
OCTOBER = [dt.date(2026, 10, number) for number in range(1, 32)]
FREE = {10}  # a Saturday worked instead (调休上班) counts as a weekday
HOURS = {
    "白": (9.0, 17.5, "day"),
    "半": (10.0, 15.5, "half"),
    "晚": (17.0, 23.5, "evening"),
}


def is_free(day: dt.date) -> bool:
    """Whether October 2026's day counts as weekend: 1 to 7 are holidays, the 10th is worked."""
    return day.day <= 7 or (day.weekday() >= 5 and day.day not in FREE)


def october(*, free_day: float, every_day: float = 40.0) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """RosterHistory and DailyLog of a group of two: K01 on the day shift, K02 on the evening (30 a day)."""
    history, log = [], []
    for day in OCTOBER:
        for who, cell, taken in (
            ("K01", "白", free_day if is_free(day) else every_day),
            ("K02", "晚", 30.0),
        ):
            at = pd.Timestamp(day)
            history.append({"date": at, "agent_id": who, "group": "京东组", "shift": cell})
            log.append(
                {"date": at, "agent_id": who, "platform": "jd", "shop": "一店", "receptions": int(taken)}
            )
    return history, log


def put_rows(path: Path, table: str, typed: list[dict[str, Any]], language: Language = "zh") -> None:
    """Rows as csbook writes them."""
    book = FileBook(path)
    read = read_table(book, TABLES[table], language)
    book.apply([plan_write(read, frame(table, *typed).set_axis(range(-len(typed), 0)), language).write])


def suggest_on(path: Path, **parameters: Any) -> Outcome:
    return run("suggest-cover", FileBook(path), TODAY, now=TODAY, user="测试", parameters=parameters)


def cover(path: Path, language: Language = "zh") -> dict[tuple[str, str, str], tuple[int, int]]:
    """Minimum and preferred by kind of day, group and shift."""
    return {
        (row["day_type"], row["group"], row["shift"]): (row["minimum"], row["preferred"])
        for row in rows(path, "Cover", language).to_dict("records")
    }


@pytest.fixture
def october_shop(shop: Path) -> Path:
    history, log = october(free_day=80)
    put_rows(shop, "RosterHistory", history)
    put_rows(shop, "DailyLog", log)
    return shop


def test_free_days_that_take_twice_as_much_are_suggested_two_people(october_shop: Path) -> None:
    before = cover(october_shop)
    outcome = suggest_on(october_shop)
    assert outcome.exit_code == 0
    after = cover(october_shop)
    changed = {key: value for key, value in after.items() if before.get(key) != value}
    assert changed == {("weekend", "全部", "白"): (1, 2)}  # one group: the row for all speaks for it alone
    assert outcome.details["changed"] == 1
    assert "改了 1 项期望人数" in outcome.headline
    assert "京东组 周末节假日（13 天日报完整）：白 忙日 80 人次、每人 40，要 2 人（1→2）" in "".join(
        outcome.notes
    )
    assert "京东组 工作日（18 天日报完整）" in "".join(outcome.notes)


def test_the_second_run_changes_nothing(october_shop: Path) -> None:
    suggest_on(october_shop)
    once = every_table(october_shop, but=SHOWS_THE_PRESS)
    again = suggest_on(october_shop)
    assert every_table(october_shop, but=SHOWS_THE_PRESS) == once
    assert again.changed == {}
    assert "期望人数都不用改" in again.headline


def test_a_minimum_is_never_changed_and_never_undercut(october_shop: Path) -> None:
    typed = [{"day_type": "weekday", "group": "全部", "shift": "白", "minimum": 3, "preferred": 4}]
    type_rows(october_shop, "Cover", typed)
    outcome = suggest_on(october_shop)
    assert cover(october_shop)["weekday", "全部", "白"] == (3, 3)
    assert "要 1 人，按最少人数 3（4→3）" in "".join(outcome.notes)


def test_a_shift_that_the_log_says_nothing_of_keeps_what_it_has(october_shop: Path) -> None:
    before = cover(october_shop)
    suggest_on(october_shop)
    for kind in ("weekday", "weekend"):
        assert cover(october_shop)[kind, "全部", "半"] == before[kind, "全部", "半"]


def test_too_little_data_is_said_and_nothing_written(shop: Path) -> None:
    before = cover(shop)
    outcome = suggest_on(shop)
    assert cover(shop) == before
    assert outcome.details["suggestions"] == []
    assert "2 处数据不足" in outcome.headline
    assert "京东组 工作日：日报完整的只有 0 天，至少要 6 天" in "".join(outcome.notes)


def test_the_queueing_formula_is_an_option_with_its_assumptions_said(october_shop: Path) -> None:
    outcome = suggest_on(october_shop, method="erlang")
    assert outcome.exit_code == 0
    # About 5 and 9 an hour: one person with four chats at once answers them in time.
    assert {one["people"] for one in outcome.details["suggestions"] if one["shift"] != "半"} == {1}
    assert "90% 的会话 30 秒内应答，每个会话 600 秒，每人同时 4 个" in outcome.notes[-1]


def test_english_workbooks_get_english_words(english_shop: Path) -> None:
    history, log = october(free_day=80)
    for row in history:
        row["shift"] = {"白": "D", "晚": "E"}[row["shift"]]
    put_rows(english_shop, "RosterHistory", history, "en")
    put_rows(english_shop, "DailyLog", log, "en")
    outcome = suggest_on(english_shop)
    assert "preferred people changed in 1." in outcome.headline
    assert "D on a busy day 80 receptions, 40 a person, 2 needed (1 to 2)" in "".join(outcome.notes)


def request(today: dt.datetime = TODAY, **tables: list[dict[str, Any]]) -> Request:
    """Two groups of two with the documents' shifts; tables not given are empty."""
    given: dict[str, list[dict[str, Any]]] = {
        "Staff": [
            {"agent_id": "K01", "name": "赵一", "group": "京东组", "role": "both"},
            {"agent_id": "K02", "name": "钱二", "group": "京东组", "helps": "天猫组", "role": "both"},
            {"agent_id": "K03", "name": "孙三", "group": "天猫组", "role": "both"},
            {"agent_id": "K04", "name": "李四", "group": "办公室", "role": "supervisor"},
        ],
        "Shifts": [
            {
                "code": code,
                "kind": kind,
                "start": pd.Timedelta(hours=start),
                "end": pd.Timedelta(hours=end),
            }
            for code, (start, end, kind) in HOURS.items()
        ],
    }
    frames = {name: frame(name, *{**given, **tables}.get(name, [])) for name in TABLES}
    return Request(frames, read_settings(frames["Settings"])[0], today, dt.date(2026, 11, 1), "zh")


def stints(**tables: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    found = stints_of(request(**tables).tables, dt.date(2026, 11, 1), dt.date(2026, 10, 1), TODAY.date())
    return [
        tuple(None if pd.isna(value) else value for value in row)
        for row in found.drop(columns="date").itertuples(index=False, name=None)
    ]


def history(who: str, cell: str, number: int = 5) -> dict[str, Any]:
    return {"date": pd.Timestamp(2026, 10, number), "agent_id": who, "shift": cell}


def entry(who: str, receptions: int | None, platform: str = "jd", shift: str | None = None) -> dict[str, Any]:
    day = pd.Timestamp(2026, 10, 5)
    return {"date": day, "agent_id": who, "platform": platform, "receptions": receptions, "shift": shift}


def test_a_stint_sums_the_platforms_and_help_counts_where_it_was_given() -> None:
    found = stints(
        RosterHistory=[history("K01", "白"), history("K02", "晚@天猫组")],
        DailyLog=[entry("K01", 10), entry("K01", 5, "vip"), entry("K02", 7, "tmall")],
    )
    assert found == [("K01", "京东组", "白", 15.0), ("K02", "天猫组", "晚", 7.0)]


def test_one_platform_not_filled_leaves_the_days_receptions_unknown() -> None:
    found = stints(
        RosterHistory=[history("K01", "白")], DailyLog=[entry("K01", 10), entry("K01", None, "vip")]
    )
    assert found == [("K01", "京东组", "白", None)]


def test_on_duty_without_any_log_is_a_stint_that_is_not_filled() -> None:
    assert stints(RosterHistory=[history("K01", "白")]) == [("K01", "京东组", "白", None)]


def test_a_blank_row_of_somebody_on_leave_is_no_stint_but_receptions_on_a_day_off_are() -> None:
    found = stints(
        RosterHistory=[history("K01", "leave"), history("K02", "rest")],
        DailyLog=[entry("K01", None, shift="白"), entry("K02", 8, shift="白")],
    )
    assert found == [("K02", "京东组", "白", 8.0)]


def test_where_no_roster_is_known_the_log_says_the_shift() -> None:
    assert stints(DailyLog=[entry("K01", 9, shift="半")]) == [("K01", "京东组", "半", 9.0)]


def test_the_grid_counts_before_the_history() -> None:
    found = stints(
        RosterBase=[{"agent_id": "K01", "month": "2026-10"}],
        Roster=[{"agent_id": "K01", "d05": "晚"}],
        RosterHistory=[history("K01", "白")],
        DailyLog=[entry("K01", 9)],
    )
    assert found == [("K01", "京东组", "晚", 9.0)]


def test_nobody_to_roster_stops_with_what_to_do() -> None:
    with pytest.raises(NothingToSuggest):
        suggest_cover(request(Staff=[]))


def test_only_rostered_groups_are_spoken_of() -> None:
    said = "".join(texts(suggest_cover(request()).notes))
    assert "京东组" in said
    assert "天猫组" in said
    assert "办公室" not in said


def test_sales_days_and_today_are_left_out() -> None:
    seven = range(13, 20)  # 13 to 16, 19 October: weekdays; 17 and 18: a weekend
    log = [entry("K03", 9, "tmall", "白") | {"date": pd.Timestamp(2026, 10, n)} for n in seven]
    days = {"DailyLog": log, "Holidays": [{"date": pd.Timestamp(2026, 10, 15), "kind": "sales"}]}
    result = suggest_cover(request(dt.datetime(2026, 10, 19, 9), **days))
    lacking = {(one["group"], one["day_type"]): one["days"] for one in result.details["too_little"]}
    assert lacking["天猫组", "weekday"] == 3  # 13, 14, 16
    assert lacking["天猫组", "weekend"] == 2


def test_assumptions_come_from_settings_and_parameters_of_their_names() -> None:
    asked = request()
    given = Request(**{**vars(asked), "parameters": {"chats_at_once": 2.0, "answer_share": 0.8}})
    assert assumptions(given) == ErlangAssumptions(answer_share=0.8, chats_at_once=2)
    assert assumptions(asked) == ErlangAssumptions()


def suggestion(group: str, people: int, day_type: str = "weekday", shift: str = "白") -> Suggestion:
    return Suggestion(day_type, group, shift, people, 50.0, 25.0, 20)


def cover_row(group: str, minimum: int, preferred: int | None, **more: Any) -> dict[str, Any]:
    return {
        "day_type": "weekday",
        "group": group,
        "shift": "白",
        "minimum": minimum,
        "preferred": preferred,
    } | more


def written(
    table: list[dict[str, Any]], wanted: Mapping[str, int], groups: str = "甲乙"
) -> list[tuple[str, int, int]]:
    """Group, minimum and preferred of the rows to write."""
    found, _ = suggested_cover(
        frame("Cover", *table), [suggestion(g, n) for g, n in wanted.items()], list(groups)
    )
    return list(zip(found["group"], found["minimum"], found["preferred"], strict=True)) if len(found) else []


@pytest.mark.parametrize(
    ("table", "wanted", "expected"),
    [
        # all groups agree: the row for all takes it
        ([cover_row("全部", 1, 1)], {"甲": 2, "乙": 2}, [("全部", 1, 2)]),
        # they differ: whoever needs another number gets a row with the minimum in force
        ([cover_row("全部", 1, 1)], {"甲": 3, "乙": 1}, [("甲", 1, 3)]),
        # one is not known: the row for all stays as it is
        ([cover_row("全部", 1, 1)], {"甲": 2}, [("甲", 1, 2)]),
        # a row of its own beats the row for all, which then speaks for the other alone
        (
            [cover_row("全部", 1, 1), cover_row("甲", 2, 2)],
            {"甲": 4, "乙": 2},
            [("甲", 2, 4), ("全部", 1, 2)],
        ),
        # never below the minimum; an empty preferred number is the minimum
        ([cover_row("甲", 2, None)], {"甲": 1}, []),
        ([cover_row("甲", 2, 5)], {"甲": 1}, [("甲", 2, 2)]),
        # no row at all: a new one that demands nothing, and none to ask for nobody
        ([], {"甲": 2, "乙": 0}, [("甲", 0, 2)]),
        # a row for a date is nobody else's business
        (
            [cover_row("甲", 1, 9, day_type="date", date=pd.Timestamp(2026, 11, 11))],
            {"甲": 2},
            [("甲", 0, 2)],
        ),
    ],
)
def test_suggestions_find_their_rows(
    table: list[dict[str, Any]], wanted: dict[str, int], expected: list[tuple[str, int, int]]
) -> None:
    assert sorted(written(table, wanted)) == sorted(expected)


def test_a_new_row_keeps_the_weights_in_force() -> None:
    table = frame("Cover", cover_row("全部", 1, 1, weight=3, over=5))
    found, _ = suggested_cover(table, [suggestion("甲", 2)], ["甲", "乙"])
    assert found[["weight", "over"]].iloc[0].tolist() == [3, 5]


GROUPS = ("甲", "乙", "丙")
own_rows = st.dictionaries(
    st.sampled_from(("全部", *GROUPS)), st.tuples(st.integers(0, 3), st.integers(0, 3))
)
wanted_people = st.dictionaries(st.sampled_from(GROUPS), st.integers(0, 6))


@settings(deadline=None)
@given(own_rows, wanted_people)
def test_in_force_are_the_typed_minimum_and_the_suggestion_and_a_second_run_writes_nothing(
    numbers: dict[str, tuple[int, int]], wanted: dict[str, int]
) -> None:
    table = {group: (least, least + more) for group, (least, more) in numbers.items()}

    def in_force(rows: Mapping[str, tuple[int, int]], group: str) -> tuple[int, int]:
        return rows.get(group, rows.get("全部", (0, 0)))

    def as_rows(rows: Mapping[str, tuple[int, int]]) -> list[dict[str, Any]]:
        return [cover_row(group, *pair) for group, pair in rows.items()]

    new = {
        group: (least, preferred)
        for group, least, preferred in written(as_rows(table), wanted, "".join(GROUPS))
    }
    after = table | new
    assert all(after[group][0] == table[group][0] for group in table)
    for group in GROUPS:
        least, preferred = in_force(table, group)
        expected = max(least, wanted[group]) if group in wanted else preferred
        assert in_force(after, group) == (least, expected), group
    assert written(as_rows(after), wanted, "".join(GROUPS)) == []
