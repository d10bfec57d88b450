"""`show` for people: the words and the month of the sheet; for programs: codes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from typer.testing import CliRunner

from csbook.books.file_book import FileBook
from csbook.cli import app
from csbook.commands.show import shown_rows, title_of
from csbook.schema.workbook import TABLES
from tests.workbooks import put, type_rows

GRID = [{"agent_id": "K01", "d01": "白", "d02": "rest", "d03": "leave", "d04": "白@天猫"}]


def show(*arguments: object) -> str:
    return CliRunner().invoke(app, ["show", *map(str, arguments)]).stdout


def test_rest_and_leave_are_words_for_people_and_codes_for_programs(shop: Path, english_shop: Path) -> None:
    for book, language, words in ((shop, "zh", ("休", "假")), (english_shop, "en", ("R", "L"))):
        type_rows(book, "Roster", GRID, language)  # type: ignore[arg-type]
        (row,) = shown_rows(FileBook(book), TABLES["Roster"], language)  # type: ignore[arg-type]
        assert [row[day] for day in ("d01", "d02", "d03", "d04", "d05")] == ["白", *words, "白@天猫", None]
        table, raw = show(book, "Roster"), show(book, "Roster", "--format", "csv")
        assert all(word in table for word in words)
        assert "rest" not in table
        assert "leave" not in table
        assert "白,rest,leave,白@天猫" in raw


def test_choices_flags_days_and_hours_read_as_on_the_sheet(shop: Path) -> None:
    put(shop, "Staff", 0, "rostered", "否")
    (first, *_) = shown_rows(FileBook(shop), TABLES["Staff"], "zh")
    assert (first["role"], first["platforms"], first["rostered"]) == ("售前售后", "京东、唯品会", "否")
    (day, *_) = shown_rows(FileBook(shop), TABLES["Shifts"], "zh")
    assert (day["kind"], day["start"], day["paid_hours"]) == ("全白班", "9:00", "8.5")
    (early, *_) = shown_rows(FileBook(shop), TABLES["Holidays"], "zh")
    assert early["kind"] == "放假"
    assert early["date"] == dt.date(2026, 1, 1).isoformat()


def test_large_numbers_are_written_out(shop: Path) -> None:
    put(shop, "RosterRules", 0, "weight", 1_000_000)
    put(shop, "RosterRules", 0, "parameter", 4.0)
    (rule, *_) = shown_rows(FileBook(shop), TABLES["RosterRules"], "zh")
    assert (str(rule["weight"]), rule["parameter"]) == ("1000000", "4")


@pytest.mark.parametrize(("table", "title"), [("Roster", "排班 2026-11"), ("Staff", None)])
def test_the_roster_s_month_stands_above_it(shop: Path, table: str, title: str | None) -> None:
    put(shop, "RosterBase", 0, "agent_id", "K01")
    put(shop, "RosterBase", 0, "month", "2026-11")
    assert title_of(FileBook(shop), TABLES[table], "zh") == title
    assert (show(shop, table).splitlines()[0].strip() == title) is bool(title)
