"""The one path: problems stop a command, what it wrote is noted, and it can be taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from csbook.books.file_book import FileBook
from csbook.commands import registry
from csbook.commands.handler import Request, Result
from csbook.commands.outcome import Changed, Outcome
from csbook.commands.run import changed_words, run
from csbook.commands.snapshots import DEPTH, SnapshotStore
from csbook.commands.undo import EditedSince, NothingToUndo, undo
from csbook.problems import NewerVersion, NotAWorkbook, Words
from csbook.schema.workbook import SCHEMA_VERSION
from tests.workbooks import edit_parts, every_table, put, rows, type_rows

NOON = dt.datetime(2026, 11, 22, 12)


def run_on(path: Path, name: str = "prepare-day", **more: object) -> Outcome:
    return run(
        name, FileBook(path), NOON, now=NOON, user="测试", store=SnapshotStore.beside(path), **more  # type: ignore[arg-type]
    )  # fmt: skip


def undo_on(path: Path) -> Outcome:
    return undo(FileBook(path), SnapshotStore.beside(path), now=NOON, user="测试")


@pytest.fixture
def handled(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Request], Result]], None]:
    """Let `prepare-day` be handled by a function of the test."""

    def use(handler: Callable[[Request], Result]) -> None:
        monkeypatch.setattr(registry.Command, "load", lambda self: handler)

    return use


def adding_a_log_row(request: Request) -> Result:
    row = {
        "date": pd.Timestamp("2026-11-22"),
        "agent_id": "K01",
        "name": "赵一",
        "platform": "jd",
        "shift": "白",
    }
    return Result(Words("加了一行", "one row"), {"DailyLog": pd.DataFrame([row])})


def test_a_command_writes_its_rows_and_a_journal_row(shop: Path, handled: Callable[..., None]) -> None:
    handled(adding_a_log_row)
    outcome = run_on(shop)
    assert outcome.exit_code == 0
    assert outcome.changed["DailyLog"].added == 1
    assert rows(shop, "DailyLog")[["agent_id", "platform", "shift"]].to_numpy().tolist() == [
        ["K01", "jd", "白"]
    ]
    journal = rows(shop, "Journal").iloc[0]
    assert (journal["command"], journal["user"], journal["outcome"]) == ("prepare-day", "测试", "done")
    assert journal["changed"] == "客服日报：新增 1 行"


def test_running_twice_changes_nothing_but_the_journal_and_takes_the_colours_away(
    shop: Path, handled: Callable[..., None]
) -> None:
    handled(adding_a_log_row)
    run_on(shop)
    once = every_table(shop, but=("Journal", "Changes"))
    run_on(shop)
    assert every_table(shop, but=("Journal", "Changes")) == once
    assert rows(shop, "Changes").empty
    assert len(rows(shop, "Journal")) == 2


def test_a_problem_in_a_table_read_stops_the_command_and_leaves_the_file_alone(shop: Path) -> None:
    row, _ = put(shop, "Staff", 1, "hired", "去年")
    before = shop.read_bytes()
    outcome = run_on(shop)
    assert outcome.exit_code == 1
    assert [(p.sheet, p.row, p.column, p.found) for p in outcome.problems] == [
        ("员工", row, "入职日期", "去年")
    ]
    assert shop.read_bytes() == before


def test_a_problem_that_a_handler_finds_stops_it_too(shop: Path, handled: Callable[..., None]) -> None:
    from csbook.problems import Problem

    def finding(request: Request) -> Result:
        problem = Problem("Staff", 6, "group", "京东组", Words("另一个组", "another group"))
        return Result(Words("", ""), {"Today": pd.DataFrame({"agent_id": ["K01"]})}, problems=(problem,))

    handled(finding)
    before = shop.read_bytes()
    assert run_on(shop).exit_code == 1
    assert shop.read_bytes() == before


def test_csbook_never_writes_a_column_that_people_fill(shop: Path, handled: Callable[..., None]) -> None:
    type_rows(
        shop,
        "DailyLog",
        [{"date": dt.datetime(2026, 11, 22), "agent_id": "K01", "platform": "jd", "receptions": 7}],
    )

    def overwriting(request: Request) -> Result:
        frame = request.tables["DailyLog"].assign(receptions=99, shift="晚")
        return Result(Words("", ""), {"DailyLog": frame})

    handled(overwriting)
    run_on(shop)
    row = rows(shop, "DailyLog").iloc[0]
    assert (row["receptions"], row["shift"]) == (7, "晚")


def test_the_journal_says_how_many_rows_of_which_sheet() -> None:
    assert changed_words("Roster", Changed(added=9, changed=0)) == Words(
        "排班：新增 9 行", "Roster: 9 rows added"
    )
    assert changed_words("Plans", Changed(added=1, changed=2)) == Words(
        "整改：新增 1 行、改 2 行", "Improvement plans: 1 row added, 2 rows changed"
    )


def test_undo_puts_back_what_a_command_changed(shop: Path, handled: Callable[..., None]) -> None:
    handled(adding_a_log_row)
    before = every_table(shop)
    run_on(shop)
    assert every_table(shop) != before
    outcome = undo_on(shop)
    assert "“准备当天”" in outcome.headline
    assert every_table(shop) == before
    assert rows(shop, "Journal")["outcome"].tolist() == ["done", "undone"]


def test_undo_is_refused_where_somebody_edited_the_cells_since(
    shop: Path, handled: Callable[..., None]
) -> None:
    handled(adding_a_log_row)
    run_on(shop)
    put(shop, "DailyLog", 0, "shift", "晚")
    before = shop.read_bytes()
    with pytest.raises(EditedSince, match="客服日报!"):
        undo_on(shop)
    assert shop.read_bytes() == before


def test_an_edit_beside_the_cells_does_not_stop_undo(shop: Path, handled: Callable[..., None]) -> None:
    handled(adding_a_log_row)
    run_on(shop)
    put(shop, "Requests", 0, "reason", "家里有事")
    undo_on(shop)
    assert rows(shop, "DailyLog").empty


def test_undo_never_takes_what_people_typed_into_rows_the_command_added(
    shop: Path, handled: Callable[..., None]
) -> None:
    handled(adding_a_log_row)
    run_on(shop)
    row, _ = put(shop, "DailyLog", 0, "receptions", 77)
    before = shop.read_bytes()
    with pytest.raises(EditedSince, match=f"客服日报!G{row}"):
        undo_on(shop)
    assert shop.read_bytes() == before
    put(shop, "DailyLog", 0, "receptions", None)
    undo_on(shop)
    assert rows(shop, "DailyLog").empty


def test_undo_goes_back_command_by_command_and_then_says_there_is_nothing_left(
    shop: Path, handled: Callable[..., None]
) -> None:
    def counting(request: Request) -> Result:
        number = len(request.tables["DailyLog"]) + 1
        row = {"date": pd.Timestamp(2026, 11, number), "agent_id": "K01", "platform": "jd"}
        return Result(Words("", ""), {"DailyLog": pd.DataFrame([row])})

    handled(counting)
    for _ in range(DEPTH + 2):
        run_on(shop)
    for _ in range(DEPTH):
        undo_on(shop)
    assert len(rows(shop, "DailyLog")) == 2
    with pytest.raises(NothingToUndo):
        undo_on(shop)


def test_a_save_that_fails_keeps_no_snapshot(shop: Path, handled: Callable[..., None]) -> None:
    handled(adding_a_log_row)
    book = FileBook(shop)
    put(shop, "Requests", 0, "reason", "改动")  # the file changes after it was read
    store = SnapshotStore.beside(shop)
    with pytest.raises(Exception, match="changed"):
        run("prepare-day", book, NOON, now=NOON, user="测试", store=store)
    assert store.files() == []
    assert list(store.folder.iterdir()) == []


def test_the_month_asked_for_beats_the_settings_and_those_beat_today(
    shop: Path, handled: Callable[..., None]
) -> None:
    seen: list[dt.date] = []

    def noting(request: Request) -> Result:
        seen.append(request.month)
        return Result(Words("", ""))

    handled(noting)
    run_on(shop, parameters={"month": dt.date(2026, 3, 1)})
    run_on(shop)
    settings = rows(shop, "Settings")
    offset = settings["name"].tolist().index("month")
    put(shop, "Settings", offset, "value", "2026-07")
    run_on(shop)
    put(shop, "Settings", offset, "value", None)
    run_on(shop)
    assert [f"{m:%Y-%m}" for m in seen] == ["2026-03", "2026-11", "2026-07", "2026-11"]


def test_a_workbook_of_a_newer_csbook_is_refused(shop: Path) -> None:
    now, newer = (f"<vt:lpwstr>{version}</vt:lpwstr>" for version in (SCHEMA_VERSION, 99))
    edit_parts(shop, {"docProps/custom.xml": (now, newer)})
    with pytest.raises(NewerVersion, match="99"):
        run_on(shop)


def test_a_workbook_that_csbook_did_not_make_is_refused(shop: Path) -> None:
    edit_parts(shop, {"docProps/custom.xml": ("csbook.schema", "other.schema")})
    with pytest.raises(NotAWorkbook):
        run_on(shop)


def test_an_english_workbook_speaks_english(english_shop: Path) -> None:
    book = FileBook(english_shop)
    outcome = run("check", book, NOON, now=NOON, user="tester")
    assert outcome.language == "en"
    assert outcome.headline == "All checked: nothing to correct."


def test_the_journal_calls_commands_by_their_labels_and_reads_names_of_before(shop: Path) -> None:
    run_on(shop)
    book = FileBook(shop)
    place = book.places()["Journal"]
    at = place.headers.index("命令")
    assert [row[at] for row in book.grid(place)][:1] == ["准备当天"]
    put(shop, "Journal", 0, "command", "prepare-day")
    assert rows(shop, "Journal")["command"].tolist() == ["prepare-day"]
