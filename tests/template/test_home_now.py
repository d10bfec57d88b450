"""The line of the first sheet that names the next thing to do, calculated by a real application."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import xlwings

from csbook.books.excel_book import ExcelBook
from csbook.books.frames import read_table
from csbook.books.plan import plan_write
from csbook.commands.run import EVERYBODY
from csbook.problems import Language
from csbook.schema.workbook import TABLES, sheet_title
from csbook.template import build_workbook
from csbook.template.home_words import DUTY_TITLE, NO_DUTY, NO_ROSTER
from tests.libreoffice.helpers import calculated
from tests.template.demo_rows import MONTH as OTHER_MONTH
from tests.workbooks import drop_print_titles

TODAY = dt.date.today()  # the formula asks the application's clock
MONTH = TODAY.replace(day=1)
PERSON = {"agent_id": "001", "name": "甲", "group": "京东"}
LOG = {"date": TODAY, "agent_id": "001", "platform": "jd", "shop": "一"}


def state(code: str, month: dt.date = MONTH) -> dict[str, Any]:
    return {"month": f"{month:%Y-%m}", "state": code, "version": 1}


def today(*states: str) -> list[dict[str, Any]]:
    return [{"agent_id": "001", "state": code} for code in states]


STAFF = {"Staff": [PERSON]}
DRAFT = STAFF | {"RosterStates": [state("draft")]}
AGENT = {"agent_id": "001", "name": "甲", "group": "京东"}
BLANK = STAFF | {"RosterStates": [state("published")], "Roster": [AGENT]}
PUBLISHED = BLANK | {"Roster": [AGENT | {f"d{TODAY.day:02d}": "白"}]}
STARTED = PUBLISHED | {"DailyLog": [LOG]}
CASES: list[tuple[dict[str, Any], str, str]] = [
    ({}, "现在：点“显示设置”", "Now: click Show settings"),
    (STAFF, "现在：本月还没有排班", "Now: the month has no roster yet"),
    (DRAFT, "现在：排班还是草稿", "Now: the roster is a draft"),
    (BLANK, "现在：今天没有排班", "Now: today has no roster"),
    (PUBLISHED, "现在：今天还没开工", "Now: today has not been started"),
    (
        STARTED | {"Problems": [{"severity": "error"}], "Today": today("overdue")},
        "现在：“填写检查”里有 1 处要改",
        "Now: 1 to correct on Problems",
    ),
    (
        STARTED | {"Today": today("overdue", "due", "overdue", "overdue")},
        "现在：“今日待办”里有 3 件已超时",
        "Now: 3 overdue on Today",
    ),
    (STARTED | {"Today": today("due", "escalated")}, "现在：“今日待办”里还有 1 件", "Now: 1 more to do"),
    (
        STARTED | {"Today": today("escalated")},
        "现在：今天的都办完了",
        "Now: all of today is done",
    ),
]


@pytest.mark.libreoffice
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_first_sheet_names_what_comes_next(
    language: Language, open_book: Callable[..., xlwings.Book], tmp_path: Path
) -> None:
    """One workbook that fills from case to case, as a shop's does."""
    path = tmp_path / "book.xlsm"
    build_workbook(path, language=language, month=MONTH, rows={})
    drop_print_titles(path)
    book = open_book(path)
    book.impl.document.calculateAll()
    for rows, zh, en in CASES:
        for table in ("Staff", "RosterStates", "Roster", "DailyLog", "Problems", "Today"):
            write(book, table, rows.get(table, []), language)
        said = book.sheets[sheet_title("Panel", language)]["B3"].value
        assert str(said).startswith(zh if language == "zh" else en)


def write(book: xlwings.Book, table: str, rows: list[dict[str, Any]], language: Language) -> None:
    """Rows beside those that stand in a table, or in the place of those with their keys; a table that csbook
    writes whole has no others."""
    read = read_table(ExcelBook(book), TABLES[table], language)
    frame = pd.DataFrame(rows, columns=None if rows else TABLES[table].names)
    plan = plan_write(read, frame, language, fillers=EVERYBODY)
    if not plan.is_empty:
        ExcelBook(book).apply([plan.write])


LAST_MONTH = MONTH - dt.timedelta(days=1)
NEXT_MONTH = MONTH + dt.timedelta(days=32)


@pytest.mark.libreoffice
@pytest.mark.parametrize(
    ("language", "shown", "states", "is_missing"),
    [("zh", LAST_MONTH, [LAST_MONTH], True), ("en", NEXT_MONTH, [MONTH, NEXT_MONTH], False)],
    ids=["the old month still stands", "the next month stands already"],
)
def test_a_day_without_a_roster_is_told_and_counts_nobody(
    language: Language, shown: dt.date, states: list[dt.date], is_missing: bool, office: xlwings.App,
    tmp_path: Path,
) -> None:  # fmt: skip
    """排班 is of another month. Only where no roster was made for today either is it missing."""
    everybody = {f"d{n:02d}": "白" if language == "zh" else "D" for n in range(1, 29)}
    rows = BLANK | {
        "Roster": [AGENT | everybody, AGENT | everybody | {"agent_id": "002"}],
        "RosterStates": [state("published", month) for month in states],
    }
    path = tmp_path / "book.xlsm"
    build_workbook(path, language=language, month=shown.replace(day=1), rows=rows)
    home = sheet_title("Panel", language)
    with calculated(office.impl.office, path) as read:
        said = read(home, "B3")
        assert (read(home, "B5"), read(home, "E5")) == (NO_ROSTER, NO_ROSTER)
        assert read(home, "B13") == DUTY_TITLE(language) + NO_DUTY(language)
        group, on_duty, least = (read(home, f"{letter}16") for letter in "BCD")
    assert (group, on_duty) == ("京东", NO_ROSTER)
    assert isinstance(least, float)
    assert ("没有排班" in said or "has no roster" in said) == is_missing


@pytest.mark.libreoffice
def test_requests_that_nobody_has_decided_are_pending(office: xlwings.App, tmp_path: Path) -> None:
    """Agents leave the decision empty; a wish needs none."""
    day = dt.datetime(2026, 11, 5)
    asked = [("leave", None), ("swap", None), ("wish_off", None), ("leave", "pending"), ("leave", "approved")]
    rows = [
        {"agent_id": f"00{n}", "kind": kind, "from_date": day, "state": code}
        for n, (kind, code) in enumerate(asked)
    ]
    path = tmp_path / "book.xlsm"
    build_workbook(path, language="zh", month=OTHER_MONTH, rows={"Requests": rows})
    with calculated(office.impl.office, path) as read:
        assert read("首页", "H5") == 3


@pytest.mark.libreoffice
@pytest.mark.parametrize(("closed", "pending"), [([], 4), (["2026-09"], 3), (["2026-09", "2026-10"], 2)])
def test_requests_of_closed_months_are_pending_no_more(
    office: xlwings.App, tmp_path: Path, closed: list[str], pending: int
) -> None:
    """One that goes on into an open month still is; a wish waits for nobody, whatever its state says."""
    days = [
        ("2026-09-05", None),
        ("2026-10-30", "2026-10-31"),
        ("2026-10-30", "2026-11-02"),
        ("2026-12-01", None),
    ]
    rows = [
        {
            "agent_id": "001",
            "kind": kind,
            "state": state,
            "from_date": at(first),
            "to_date": last and at(last),
        }
        for (first, last), (kind, state) in zip(days, 2 * [("leave", "pending"), ("swap", None)], strict=True)
    ]
    rows.append({"agent_id": "002", "kind": "wish_off", "state": "pending", "from_date": at("2026-11-05")})
    states = [{"month": month, "state": "closed", "version": 1} for month in closed]
    states.append({"month": "2026-11", "state": "published", "version": 1})
    path = tmp_path / "book.xlsm"
    build_workbook(path, language="en", month=OTHER_MONTH, rows={"Requests": rows, "RosterStates": states})
    with calculated(office.impl.office, path) as read:
        assert read("Home", "H5") == pending


def at(day: str) -> dt.datetime:
    return dt.datetime.fromisoformat(day)
