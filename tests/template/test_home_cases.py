"""The most urgent cases on the first sheet, calculated by a real spreadsheet application.

The formulas look at the clock, so the deadlines here lie years away on either side of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from csbook.problems import Language
from csbook.schema.choices import CASE_KIND
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
    return plain | {"owner": "007"} | more


CASES = [
    case(1, 2091),
    case(2, 2001, "refund", owner="008"),
    case(3, 2003, owner="gone"),
    case(4, 2000, closed=dt.datetime(2000, 1, 2, 9), state="closed"),
    case(5, 2003, "rights"),  # the same deadline as C3
    case(6, 2090),
    case(7, 2092),
    case(8, 2093) | {"handle_by": None},  # typed since the last update
]


def lines_of(path: Path, calculated: Calculated, language: Language) -> list[list[Any]]:
    """Case, kind, owner and hours left of each line."""
    read, home = calculated(path), sheet_title("Panel", language)
    return [
        [read(home, f"{letter}{row}") for letter in "BDEF"]
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
    hours = [line[3] for line in lines]
    assert [left < 0 for left in hours] == [True, True, True, False, False]
    two_years = (dt.datetime(2003, 1, 1) - dt.datetime(2001, 1, 1)).days * 24
    assert hours[1] - hours[0] == pytest.approx(two_years, abs=0.2), "hours, to one decimal"
    assert hours[1] == pytest.approx(hours[2], abs=0.2)


def test_without_an_open_case_the_first_line_says_so(tmp_path: Path, calculated: Calculated) -> None:
    path = tmp_path / "closed.xlsm"
    build_workbook(path, language="zh", month=MONTH, rows=demo_rows("zh") | {"AfterSales": [CASES[3]]})
    nothing = ["", "", "", ""]
    assert lines_of(path, calculated, "zh") == [[NO_CASES("zh"), "", "", ""], *[nothing] * (LINES - 1)]
