"""What `swap` answers in an English workbook: sentences that can be read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from csbook.books.file_book import FileBook
from csbook.commands.outcome import Outcome
from csbook.commands.run import run
from tests.workbooks import rows, type_rows

BEFORE = dt.datetime(2026, 10, 25, 9)
NOW = dt.datetime(2026, 11, 20, 9)


def command(path: Path, name: str, at: dt.datetime = NOW, **parameters: Any) -> Outcome:
    return run(name, FileBook(path), at, now=at, user="t", parameters=parameters)


def ask(path: Path, day: int, state: str, **more: Any) -> None:
    row = {"agent_id": "K01", "kind": "swap", "from_date": dt.datetime(2026, 11, day), "state": state}
    type_rows(path, "Requests", [{**row, "with_agent": "K02", **more}], "en")


def day_after_evening(path: Path) -> int:
    """A day on which K02's full day shift would follow an evening of K01."""
    grid = rows(path, "Roster", "en").set_index("agent_id")
    evening, day = "E", "D"
    return next(
        n
        for n in range(22, 31)
        if grid.at["K01", f"d{n - 1:02}"] == evening and grid.at["K02", f"d{n:02}"] == day
    )


def test_an_approved_swap_that_cannot_be_says_what_to_do_and_why(english_shop: Path) -> None:
    command(english_shop, "build-roster", BEFORE)
    ask(english_shop, 10, "approved")
    (told,) = command(english_shop, "swap").problems
    assert told.found == "approved"
    assert told.expected == "rejected; or remove the cause first. Not possible: November 10 has passed"


def test_a_broken_rule_is_named_with_the_person_and_one_colon(english_shop: Path) -> None:
    command(english_shop, "build-roster", BEFORE)
    ask(english_shop, day_after_evening(english_shop), "pending")
    command(english_shop, "swap")
    (answer,) = rows(english_shop, "Requests", "en")["answer"]
    assert answer.startswith("Not possible: ")
    assert ", no full day shift after an evening (November " in answer
    assert answer.count(":") == 1
