"""The cells and rows that the last command changed, named in `Changes` until the next one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from csbook.books.file_book import FileBook
from csbook.commands import marks, registry
from csbook.commands.handler import Request, Result
from csbook.commands.outcome import Outcome
from csbook.commands.run import run
from csbook.commands.snapshots import SnapshotStore
from csbook.problems import Words
from csbook.schema.marked import MARKED_TABLES
from csbook.schema.workbook import TABLES, WORKBOOK
from tests.workbooks import rows, type_rows

NOON = dt.datetime(2026, 11, 22, 12)
PHONE = "13800138000"
Handled = Callable[[Callable[[Request], Result]], None]


@pytest.fixture
def handled(monkeypatch: pytest.MonkeyPatch) -> Handled:
    return lambda handler: monkeypatch.setattr(registry.Command, "load", lambda self: handler)


def run_on(path: Path, name: str = "prepare-day") -> Outcome:
    return run(name, FileBook(path), NOON, now=NOON, user="", store=SnapshotStore.beside(path))


def writing(**tables: Sequence[dict[str, Any]]) -> Callable[[Request], Result]:
    frames = {name: pd.DataFrame(list(given)) for name, given in tables.items()}
    return lambda request: Result(Words("写好", "written"), frames)


def named(path: Path) -> list[tuple[str, str]]:
    found = rows(path, "Changes")
    return list(zip(found["sheet"], found["cell"], strict=True))


def log_row(agent: str) -> dict[str, Any]:
    return {"date": pd.Timestamp("2026-11-22"), "agent_id": agent, "platform": "jd", "shift": "白"}


def test_changed_cells_and_added_rows_are_named_with_their_table(shop: Path, handled: Handled) -> None:
    handled(writing(DailyLog=[log_row("K01")]))
    run_on(shop)
    place = FileBook(shop).places()["DailyLog"]
    row = place.first_row
    assert [sheet for sheet, _ in named(shop)] == ["客服日报"]
    assert named(shop)[0][1].startswith(f"A{row}:")
    handled(writing(DailyLog=[{**log_row("K01"), "shift": "晚"}, log_row("K02")]))
    run_on(shop)
    column = place.headers.index(TABLES["DailyLog"].header("shift", "zh"))
    letter = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[column]
    (_, changed), (_, added) = named(shop)
    assert changed == f"{letter}{row}"
    assert added.startswith(f"A{row + 1}:")
    told = rows(shop, "Changes").iloc[0]
    assert told[["table", "column", "old", "new"]].tolist() == ["DailyLog", "shift", "白", "晚"]
    assert told["row_key"] == "2026-11-22 / K01 / 京东"


def test_the_next_command_that_writes_clears_them(shop: Path, handled: Handled) -> None:
    handled(writing(DailyLog=[log_row("K01")]))
    run_on(shop)
    handled(writing(Today=[{"agent_id": "K01", "customer": "甲"}]))
    run_on(shop)
    assert named(shop) == [], "a list that csbook writes whole is not coloured, and the marks before are gone"


def test_a_command_that_changes_nothing_clears_them_and_leaves_nothing_to_undo(
    shop: Path, handled: Handled
) -> None:
    handled(writing(DailyLog=[log_row("K01")]))
    run_on(shop)
    kept = SnapshotStore.beside(shop).files()
    assert named(shop)
    assert run_on(shop).changed == {}
    assert named(shop) == []
    assert SnapshotStore.beside(shop).files() == kept


def test_beyond_the_bound_none_is_coloured_and_the_counts_are_told(
    shop: Path, handled: Handled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marks, "MOST_MARKED", 2)
    handled(writing(DailyLog=[log_row("K01")]))
    run_on(shop)
    changed = {**log_row("K01"), "shift": "晚"}
    handled(writing(DailyLog=[changed, log_row("K02"), log_row("K03")]))
    outcome = run_on(shop)
    assert "改动了 1 格、新增 2 行，超过 2 处，没有标色。" in outcome.notes
    assert named(shop) == []


def test_telephone_numbers_do_not_stand_in_the_record(shop: Path, handled: Handled) -> None:
    customer = {"platform": "jd", "account": PHONE, "name": "张先生", "phone": PHONE}
    type_rows(shop, "Customers", [customer])
    frame = pd.DataFrame([{**customer, "phone": "13900139000"}])
    handled(lambda request: Result(Words("好", "fine"), {"Customers": frame}, typed=frozenset({"Customers"})))
    run_on(shop)
    assert len(named(shop)) == 1
    text = rows(shop, "Changes").to_csv()
    assert PHONE not in text
    assert "13900139000" not in text


def test_whatever_commands_write_is_coloured_or_a_list_or_a_hidden_record() -> None:
    for command in registry.COMMANDS:
        for name in command.writes:
            table, sheet = TABLES[name], WORKBOOK.sheet_of[name]
            record = (sheet.hidden and sheet.protected) or name == "Panel"  # a purge empties its confirmation
            assert (name in MARKED_TABLES) != (table.rewritten or table.appended or record), name
    assert set(MARKED_TABLES) <= set(TABLES)


def test_a_new_draft_is_not_coloured_beside_others_and_what_a_redraft_changes_is(
    shop: Path, handled: Handled
) -> None:
    """It is printed for others, who need not see which lines are new."""

    def drafted(*lines: tuple[int, str], day: str = "2026-11-22") -> Callable[[Request], Result]:
        same_part = {"span": "day", "period": day, "part": "goals"}
        return writing(Report=[{**same_part, "line": line, "proposed": text} for line, text in lines])

    handled(drafted((1, "接待 80 人"), (2, "回访 12 条")))
    run_on(shop)
    assert named(shop) == []
    handled(drafted((1, "接待 70 人"), day="2026-11-23"))
    run_on(shop)
    assert named(shop) == []
    handled(drafted((1, "接待 80 人"), (2, "回访 13 条")))
    run_on(shop)
    assert [sheet for sheet, _ in named(shop)] == [WORKBOOK.sheet_of["Report"].title.zh]
