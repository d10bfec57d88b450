"""The most urgent cases on the first sheet and the tiles above, calculated by a real application."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from csbook.problems import Language
from csbook.schema.cells import EXCEL_EPOCH
from csbook.schema.choices import CASE_KIND, CASE_STATE
from csbook.schema.workbook import sheet_title
from csbook.template import build_workbook
from csbook.template.home_cases import FIRST_ROW, LINES
from csbook.template.home_words import NO_CASES
from tests.libreoffice.helpers import Reader
from tests.template.demo_rows import MONTH, demo_rows

Calculated = Callable[[Path], Reader]
both_languages = pytest.mark.parametrize("language", ["zh", "en"])


def case(number: int, year: int, kind: str = "damage", **more: Any) -> dict[str, Any]:
    opened = dt.datetime(2000, 1, 1, 9)
    limit = dt.datetime(year, 1, 1, 9)
    plain = {"case_id": f"C{number}", "platform": "jd", "kind": kind, "opened": opened, "handle_by": limit}
    return plain | {"owner": "007", "state": "open", "hours_left": 30.0} | more


LATE = {"state": "overdue", "hours_left": -3.0}
CASES = [
    case(1, 2091),
    case(2, 2001, "refund", owner="008", **LATE),
    case(3, 2003, owner="gone", **LATE),
    case(4, 2000, closed=dt.datetime(2000, 1, 2, 9), state="closed"),
    case(5, 2003, "rights", hours_left=2.0),  # the same deadline as C3, passed since the last update
    case(6, 2090),
    case(7, 2092),
    case(8, 2093) | {"handle_by": None, "state": None},  # typed since the last update
    case(9, 1999, **LATE, closed=dt.datetime(2000, 1, 2, 9)),  # closed since
    case(10, 1999, closed=dt.datetime(2000, 1, 2, 9)),
]


def lines_of(path: Path, calculated: Calculated, language: Language) -> list[list[Any]]:
    """Case, kind, owner, state and deadline of each line."""
    read, home = calculated(path), sheet_title("Panel", language)
    return [
        [read(home, f"{letter}{row}") for letter in "BCDEF"]
        for row in range(FIRST_ROW + 1, FIRST_ROW + LINES + 1)
    ]


@both_languages
def test_the_five_most_urgent_open_cases_stand_on_the_first_sheet(
    language: Language, tmp_path: Path, calculated: Calculated
) -> None:
    rows = demo_rows(language) | {"AfterSales": CASES}
    names = {row["agent_id"]: row["name"] for row in rows["Staff"]}
    path = tmp_path / "cases.xlsm"
    build_workbook(path, language=language, month=MONTH, rows=rows)
    lines = lines_of(path, calculated, language)
    damage, refund, rights = (CASE_KIND[kind](language) for kind in ("damage", "refund", "rights"))
    assert [line[:3] for line in lines] == [
        ["C2", refund, names["008"]],
        ["C3", damage, "gone"],
        ["C5", rights, names["007"]],
        ["C6", damage, names["007"]],
        ["C1", damage, names["007"]],
    ]
    late, still_open = (CASE_STATE[code](language) for code in ("overdue", "open"))
    assert [line[3] for line in lines] == [late, late, still_open, still_open, still_open]
    limits = [
        (dt.datetime(year, 1, 1, 9) - EXCEL_EPOCH).total_seconds() / 86400 for year in (2001, 2003, 2090)
    ]
    assert [line[4] for line in lines[:4]] == pytest.approx([limits[0], limits[1], limits[1], limits[2]])


@both_languages
def test_the_tiles_count_as_late_what_the_list_calls_late(
    language: Language, tmp_path: Path, calculated: Calculated
) -> None:
    """C5 is past its deadline since the last update: it is open in both until the next one. C9 and C10 were
    closed since, and are gone from both."""
    path = tmp_path / "cases.xlsm"
    build_workbook(path, language=language, month=MONTH, rows=demo_rows(language) | {"AfterSales": CASES})
    read, home = calculated(path), sheet_title("Panel", language)
    cases_open, due_in_a_day, overdue = (read(home, f"{letter}11") for letter in "BEH")
    assert (cases_open, due_in_a_day, overdue) == (4, 1, 2)
    states = [read(home, f"E{row}") for row in range(FIRST_ROW + 1, FIRST_ROW + LINES + 1)]
    assert states.count(CASE_STATE["overdue"](language)) == overdue


def test_without_an_open_case_the_first_line_says_so(tmp_path: Path, calculated: Calculated) -> None:
    path = tmp_path / "closed.xlsm"
    build_workbook(path, language="zh", month=MONTH, rows=demo_rows("zh") | {"AfterSales": [CASES[3]]})
    nothing = [""] * 5
    assert lines_of(path, calculated, "zh") == [[NO_CASES("zh"), *[""] * 4], *[nothing] * (LINES - 1)]


@both_languages
def test_people_without_yesterdays_log_are_counted_and_not_their_rows(
    language: Language, tmp_path: Path, calculated: Calculated
) -> None:
    """Before the day has begun; two platforms are two rows of one person."""
    yesterday = dt.datetime.combine(dt.date.today() - dt.timedelta(days=1), dt.time())
    empty = [("007", "jd", 1), ("007", "tmall", 1), ("008", "jd", 1), ("008", "tmall", 2)]
    log = [
        {"date": yesterday - dt.timedelta(days=back - 1), "agent_id": agent_id, "platform": platform}
        for agent_id, platform, back in empty
    ]
    filled = {"date": yesterday, "agent_id": "009", "platform": "jd", "receptions": 12}
    path = tmp_path / "log.xlsm"
    build_workbook(
        path, language=language, month=MONTH, rows=demo_rows(language) | {"DailyLog": [*log, filled]}
    )
    assert calculated(path)(sheet_title("Panel", language), "K5") == 2


@both_languages
def test_a_deadline_that_has_passed_is_red_whatever_the_last_update_left(
    language: Language, tmp_path: Path
) -> None:
    path = tmp_path / "cases.xlsm"
    build_workbook(path, language=language, month=MONTH, rows=demo_rows(language))
    sheet = openpyxl.load_workbook(path)[sheet_title("Panel", language)]
    first, last = FIRST_ROW + 1, FIRST_ROW + LINES
    [deadlines] = [area for area in sheet.conditional_formatting if str(area.sqref) == f"F{first}:F{last}"]
    assert [rule.formula for rule in deadlines.rules] == [[f"AND(ISNUMBER($F{first}),N($F{first})<NOW())"]]
