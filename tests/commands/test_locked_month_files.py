"""A month's life in a real workbook: scored, locked, edited, verified, reopened, locked again, exported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from csbook.books.file_book import FileBook
from csbook.commands.export_standing import OtherFileStands
from csbook.commands.locked_months import MonthLocked, MonthNotLocked
from csbook.commands.outcome import Outcome
from csbook.commands.run import run
from csbook.commands.snapshots import SnapshotStore
from csbook.commands.undo import undo
from csbook.commands.undo_refusals import OnRecord
from csbook.problems import Language
from tests.workbooks import PEOPLE, put, rows, type_rows

LOCKING = dt.datetime(2026, 12, 5, 9, 30, 12, 345678)
LATER = dt.datetime(2026, 12, 20, 9)
MONTH = {"month": dt.date(2026, 11, 1)}


def press(path: Path, name: str, today: dt.datetime = LATER, **parameters: object) -> Outcome:
    return run(
        name, FileBook(path), today, now=today, user="店长", parameters={**MONTH, **parameters},
        store=SnapshotStore.beside(path),
    )  # fmt: skip


def fill(path: Path, language: Language) -> None:
    """Figures of three days, rules of commission, and everybody's scores."""
    every = {"zh": "全部", "en": "all"}[language]
    log = [
        {
            "date": dt.datetime(2026, 11, day), "agent_id": who, "platform": "jd", "shop": "本店",
            "receptions": 50, "answered": 45, "enquiries": 40, "buyers": 8 + 4 * place,
            "response_seconds": 20.5 + place, "sales": Decimal("1234.56") * (place + 1),
        }
        for place, (who, *_) in enumerate(PEOPLE)
        for day in (2, 3, 4)
    ]  # fmt: skip
    type_rows(path, "DailyLog", log, language)
    rule = {"group": every, "from_amount": Decimal("0.00"), "rate": 0.015, "active": True}
    type_rows(path, "CommissionRules", [rule], language)
    press(path, "score", LOCKING)
    given = [
        {
            "month": "2026-11", "agent_id": who, "self_score": 80.5, "ability": 70 + place,
            "cooperation": 75.0, "service": 77.5,
        }
        for place, (who, *_) in enumerate(PEOPLE)
    ]  # fmt: skip
    type_rows(path, "Scores", given, language)
    press(path, "score", LOCKING)


@pytest.fixture(scope="module")
def filled_originals(
    small_shop_originals: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Language], Path]:
    """Language -> a workbook whose month is scored and not locked; filled once, copied by `filled`."""
    folder = tmp_path_factory.mktemp("scored")

    def original(language: Language) -> Path:
        path = folder / f"{language}.xlsm"
        if not path.exists():
            path.write_bytes(small_shop_originals(language).read_bytes())
            fill(path, language)
        return path

    return original


@pytest.fixture
def filled(filled_originals: Callable[[Language], Path], tmp_path: Path) -> Callable[[Language], Path]:
    def copied(language: Language) -> Path:
        path = tmp_path / f"{language}.xlsm"
        path.write_bytes(filled_originals(language).read_bytes())
        return path

    return copied


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_cell_edited_after_the_lock_is_found_in_either_language(
    filled: Callable[[Language], Path], language: Language
) -> None:
    path = filled(language)
    locked = press(path, "lock-month", LOCKING)
    assert (locked.problems, locked.exit_code) == ((), 0), locked.text()
    assert rows(path, "Pay", language)["state"].tolist() == ["locked"] * 3

    verified = press(path, "verify-month")
    assert (verified.exit_code, verified.notes, verified.changed) == (0, (), {})

    bonus = rows(path, "Pay", language)["bonus"].tolist()
    best = next(place for place, amount in enumerate(bonus) if amount)
    put(path, "Pay", best, "bonus", 500, language)
    told = press(path, "verify-month")
    assert told.exit_code == 1
    assert told.details["changed"] == [{"part": "pay", "agent_id": PEOPLE[best][0]}]
    assert "100.00 → 500.00" in told.notes[0]


def test_a_locked_month_is_left_alone_until_it_is_reopened_and_then_locked_as_version_2(
    filled: Callable[[Language], Path],
) -> None:
    path = filled("zh")
    press(path, "lock-month", LOCKING)
    put(path, "Pay", 0, "bonus", 500)
    with pytest.raises(MonthLocked):
        press(path, "lock-month")
    press(path, "score")
    assert rows(path, "Pay")["bonus"].iloc[0] == Decimal(500)

    press(path, "reopen-month", reason="奖金写错")
    with pytest.raises(MonthNotLocked):
        press(path, "verify-month")
    press(path, "score")
    assert press(path, "lock-month").details["version"] == 2
    locks = rows(path, "Locks")
    assert locks["state"].tolist() == ["reopened", "locked"]
    assert locks["reason"].tolist()[0] == "奖金写错"
    assert press(path, "verify-month").exit_code == 0
    assert rows(path, "Pay")["bonus"].iloc[0] != Decimal(500)


def test_neither_a_lock_nor_its_reopening_is_undone_but_what_was_done_after_it_is(
    filled: Callable[[Language], Path],
) -> None:
    path = filled("zh")
    press(path, "lock-month", LOCKING)
    record = rows(path, "Locks")
    with pytest.raises(OnRecord) as refused:
        take_back(path)
    assert (refused.value.exit_code, refused.value.words.zh) == (
        2,
        "“锁定月份”（2026-12-05 09:30 运行）要留作记录，它和它之前的操作都不能撤销。"
        "要改动请用“解锁月份”并写明理由。",
    )
    assert rows(path, "Locks").equals(record)

    press(path, "explain-pay")
    take_back(path)
    assert rows(path, "PayExplained").empty
    with pytest.raises(OnRecord):
        take_back(path)

    press(path, "reopen-month", reason="奖金写错")
    with pytest.raises(OnRecord, match="'Reopen month', run 2026-12-20 09:00, stays on record"):
        take_back(path)
    assert rows(path, "Locks")["reason"].tolist() == ["奖金写错"]


def take_back(path: Path) -> None:
    undo(FileBook(path), SnapshotStore.beside(path), now=LATER, user="店长")


def test_the_exported_file_is_beside_the_workbook_and_the_book_only_gets_its_journal_row(
    filled: Callable[[Language], Path],
) -> None:
    path = filled("zh")
    press(path, "lock-month", LOCKING)
    folder = path.parent / "导出"
    outcome = run("export", FileBook(path), LATER, now=LATER, user="人事", parameters=MONTH, folder=folder)
    assert outcome.exit_code == 0
    assert outcome.changed == {}
    sheets = openpyxl.load_workbook(folder / "绩效核算表-2026-11.xlsx").worksheets
    assert [cell.value for cell in sheets[0]["A"]] == ["工号", *(who for who, *_ in PEOPLE), "合计"]
    assert rows(path, "Journal")["command"].tolist()[-1] == "export"


def test_an_export_that_would_replace_somebody_s_file_leaves_file_and_workbook_as_they_were(
    filled: Callable[[Language], Path], tmp_path: Path
) -> None:
    path, place = filled("zh"), tmp_path / "own.csv"

    def exported() -> Outcome:
        asked = MONTH | {"folder": place.name}
        return run("export", FileBook(path), LATER, now=LATER, user="人事", parameters=asked, folder=tmp_path)

    place.write_text("姓名,工资\n赵一,1\n", encoding="utf-8")
    before = path.read_bytes(), place.read_bytes()
    with pytest.raises(OtherFileStands):
        exported()
    assert (path.read_bytes(), place.read_bytes()) == before
    place.unlink()
    assert [note for note in exported().notes if "替换" in note] == []
    put(path, "Pay", 0, "note", "核对过")
    assert [note for note in exported().notes if "替换" in note] == ["替换了原有的 own.csv。"]


def test_an_explanation_stands_on_its_sheet(filled: Callable[[Language], Path]) -> None:
    path = filled("zh")
    press(path, "explain-pay")
    assert set(rows(path, "PayExplained")["agent_id"]) == {who for who, *_ in PEOPLE}
    outcome = press(path, "explain-pay", agent=PEOPLE[1][1])
    explained = rows(path, "PayExplained")
    assert set(explained["agent_id"]) == {PEOPLE[1][0]}
    assert list(outcome.notes) == explained["why"].tolist()
