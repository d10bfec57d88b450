"""A locked month after every setting, step, grade and measure was changed: in LibreOffice no cell of it
moves, the record says unchanged, the export is the same; reopened, scored and locked again it is as it was,
and takes the new ones where somebody asks for them."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import xlwings

from csbook.books.file_book import FileBook
from csbook.commands.files import FileWork
from csbook.commands.outcome import Outcome
from csbook.commands.routine_run import run_routine
from csbook.commands.routines import ROUTINE_BY_NAME
from csbook.commands.run import run
from csbook.commands.snapshots import SnapshotStore
from csbook.commands.undo import undo
from csbook.schema.columns import Choice, Duration, Flag, Formula
from csbook.schema.defaults import default_rows
from csbook.schema.settings import BY_NAME
from csbook.schema.terms import TERM_SETTINGS
from csbook.schema.workbook import TABLES, sheet_title
from csbook.template import build_workbook
from tests.workbooks import MONTH, drop_print_titles, put, put_all, rows, small_shop_rows

LOCKING, LATER = dt.datetime(2026, 12, 5, 9), dt.datetime(2026, 12, 9, 9)
NOVEMBER = {"month": MONTH}
MARKS = {"K01": (90, 80, 75, 80, 85), "K02": (80, 70, 70, 70, 70), "K03": (70, 60, 65, 60, 60)}
LOOKED_AT = ("Scores", "Commissions", "Pay")
OTHERS = {
    "self_share": 0.5, "manager_share": 0.5, "performance_share": 0.1, "ability_share": 0.6,
    "cooperation_share": 0.2, "service_share": 0.1, "least_ranked": 5, "newcomer_days": 12, "away_share": 0.4,
    "first_bonus": 7.25, "last_deduction": 8, "commission_floor": 450, "commission_cap": 451,
    "first_fine": 11, "second_fine": 31,
}  # fmt: skip


def first_rows() -> dict[str, list[dict[str, Any]]]:
    people = [str(row["agent_id"]) for row in small_shop_rows("zh")["Staff"]]
    names = ("self_score", "performance", "ability", "cooperation", "service")
    typed = [
        {"month": "2026-11", "agent_id": who, "override_reason": "面谈"}
        | dict(zip(names, marks, strict=True))
        for who, marks in zip(people, MARKS.values(), strict=True)
    ]
    sales = [
        {"date": dt.date(2026, 11, day), "agent_id": who, "platform": "tmall", "shop": "本店"}
        | {"receptions": 50, "enquiries": 40, "buyers": 10 + day, "sales": 12_000 + 1000 * day}
        for day, who in enumerate(people, 1)
    ]
    fine = {"date": dt.date(2026, 11, 9), "agent_id": people[1], "kind": "discipline", "what": "迟到"}
    steps = ((0, 0.01), (10_000, 0.02))
    return {
        **default_rows("zh", MONTH),
        **small_shop_rows("zh"),
        "Scores": typed,
        "DailyLog": sales,
        "Conduct": [{**fine, "step": 1, "amount": 10}],
        "CommissionRules": [
            {"group": "全部", "from_amount": start, "rate": rate, "active": True} for start, rate in steps
        ],
    }


def command(name: str, path: Path, today: dt.datetime = LATER, **parameters: Any) -> Outcome:
    return run(name, FileBook(path), today, now=today, user="店长", parameters={**NOVEMBER, **parameters})


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("locked") / "客服台账.xlsm"
    build_workbook(path, language="zh", month=MONTH, rows=first_rows())
    drop_print_titles(path)
    for name in ("score", "lock-month"):
        assert command(name, path, LOCKING).problems == ()
    return path


@pytest.fixture
def locked(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(original, tmp_path))


def another(name: str) -> Any:
    """Another value of the setting, as somebody types it."""
    setting = BY_NAME[name]
    kind, value = setting.kind, setting.default
    if name in OTHERS:
        return OTHERS[name]
    if isinstance(kind, Flag):
        return "否" if value else "是"
    if isinstance(kind, Choice):
        return next(words.zh for code, words in kind.choices.items() if code != value)
    assert isinstance(kind, Duration), name
    return "9:30"


def change_everything(path: Path) -> None:
    """Every setting that months keep, every step, grade and measure."""
    names = rows(path, "Settings")["name"].tolist()
    steps, grades, measures = range(2), range(len(rows(path, "Grades"))), range(len(rows(path, "Measures")))
    put_all(
        path,
        {
            "Settings": {(names.index(name), "value"): another(name) for name in TERM_SETTINGS},
            "CommissionRules": {(n, "rate"): 0.3 for n in steps} | {(n, "from_amount"): 7 + n for n in steps},
            "Grades": {(n, "least"): 99 - n for n in grades} | {(n, "grade"): f"新{n}" for n in grades},
            "Measures": {(n, "weight"): 3 for n in measures},
        },
    )


def in_libreoffice(office: xlwings.App, path: Path) -> dict[tuple[str, int, str], Any]:
    """The cells of the month's formulas after everything is calculated anew."""
    document, found = office.impl.office.open(path), {}
    try:
        document.calculateAll()
        for name in LOOKED_AT:
            place = FileBook(path).places()[name]
            sheet = document.Sheets.getByName(sheet_title(name, "zh"))
            for column in (c for c in TABLES[name].columns if isinstance(c, Formula)):
                at = place.first_column - 1 + place.headers.index(column.header("zh"))
                for row in rows(path, name).index:
                    cell = sheet.getCellByPosition(at, row - 1)
                    assert not cell.getError(), (name, row, column.name)
                    found[name, row, column.name] = cell.String or None
    finally:
        document.close(True)
    return found


def exported(path: Path, today: dt.datetime = LATER) -> list[list[str]]:
    """The figures of the pay sheet that HR gets."""
    folder = path.parent / "out"
    folder.mkdir(exist_ok=True)
    outcome = run(
        "export", FileBook(path), today, now=today, user="", folder=folder,
        parameters={**NOVEMBER, "folder": "pay.csv"},
    )  # fmt: skip
    assert outcome.exit_code == 0, outcome
    return [line.split(",") for line in (folder / "pay.csv").read_text(encoding="utf-8-sig").splitlines()]


def test_nothing_that_changes_later_moves_a_locked_month(locked: Path, office: xlwings.App) -> None:
    shown, told = in_libreoffice(office, locked), exported(locked)
    assert sum(value is not None for value in shown.values()) > 30
    change_everything(locked)
    assert in_libreoffice(office, locked) == shown
    assert exported(locked) == told
    assert command("verify-month", locked).details["unchanged"]
    assert not [p for p in command("check", locked).problems if p.sheet in ("锁定记录", "月度口径")]


def test_reopened_and_locked_again_it_keeps_what_it_was_locked_by(locked: Path, office: xlwings.App) -> None:
    shown = in_libreoffice(office, locked)
    change_everything(locked)
    command("reopen-month", locked, reason="漏登一单")
    assert in_libreoffice(office, locked) == shown
    (reminder,) = [p for p in command("check", locked).problems if p.sheet == "月度口径"]
    assert reminder.expected.startswith("锁定过，仍按当时的口径；后来改了：自评占比、主管占比、")
    assert "提成封顶" in reminder.expected
    for name in ("score", "lock-month"):
        outcome = command(name, locked)
        assert outcome.exit_code == 0, outcome
        assert [note for note in outcome.notes if note.startswith("2026-11 锁定过，仍按当时的口径算")]
        assert in_libreoffice(office, locked) == shown
    assert command("verify-month", locked).details["unchanged"]


def test_the_routine_of_the_month_keeps_them_too(locked: Path) -> None:
    told = rows(locked, "Pay")
    change_everything(locked)
    command("reopen-month", locked, reason="漏登一单")
    routine = ROUTINE_BY_NAME["settle-month"]
    without_roster = replace(routine, steps=routine.steps[1:])
    done = run_routine(
        without_roster, FileBook(locked), LATER, now=LATER, user="店长",
        files=lambda *_: FileWork(), parameters=NOVEMBER,
    )  # fmt: skip
    assert done.exit_code == 0, done
    paid = rows(locked, "Pay")
    assert not paid["total"].isna().all()
    assert paid["total"].tolist() == told["total"].tolist()
    assert paid["state"].tolist() == told["state"].tolist()


def test_reopened_and_scored_by_the_terms_of_now_it_takes_the_new_ones(
    locked: Path, office: xlwings.App
) -> None:
    change_everything(locked)
    command("reopen-month", locked, reason="按新口径")
    scored = command("score", locked, new_terms=True)
    assert scored.exit_code == 0
    (told,) = [note for note in scored.notes if note.startswith("2026-11 上次评分以后口径改了")]
    assert "自评占比、主管占比" in told
    assert not [note for note in command("score", locked).notes if "口径" in note]
    assert not [p for p in command("check", locked).problems if p.sheet == "月度口径"]
    now = in_libreoffice(office, locked)
    pay = [(key, value) for key, value in now.items() if key[0] == "Pay"]
    assert {value for key, value in pay if key[2] == "rank"} == {None}  # fewer than five
    assert {value for key, value in pay if key[2] == "commission_due"} == {"450.00"}  # the floor: no orders
    assert {value for key, value in pay if key[2] == "discipline"} == {"0.00", "10.00"}
    written = rows(locked, "Pay")
    for (name, row, column), value in pay:
        stands = written.at[row, column]
        assert (value is None) == pd.isna(stands), (name, row, column)


def test_dates_of_people_are_kept_in_the_file_until_those_of_now_are_asked_for(locked: Path) -> None:
    def standing() -> str:
        return str(rows(locked, "Scores")["standing"].iloc[0])

    def kept() -> list[str]:
        parts = rows(locked, "LockParts")
        return [str(text) for text in parts.loc[parts["part"] == "rules", "typed"]]

    then, before, parts = standing(), kept(), len(rows(locked, "LockParts"))
    put(locked, "Staff", 0, "probation_until", "2026-12-31")
    assert command("verify-month", locked).details["unchanged"]
    command("reopen-month", locked, reason="转正日期写错")
    assert command("score", locked).exit_code == 0
    assert (standing(), kept()) == (then, before)
    store = SnapshotStore.beside(locked)
    asked = run(
        "score", FileBook(locked), LATER, now=LATER, user="店长", store=store,
        parameters={**NOVEMBER, "new_terms": True},
    )  # fmt: skip
    assert asked.exit_code == 0
    assert standing() == "probation"
    assert "2026-12-31" in kept()[0]
    assert len(rows(locked, "LockParts")) == parts
    undone = undo(FileBook(locked), store, now=LATER, user="店长")
    assert undone.exit_code == 0, undone
    assert (standing(), kept()) == (then, before)
    put(locked, "Scores", 0, "standing", None)
    assert command("score", locked).exit_code == 0
    put(locked, "Staff", 0, "probation_until", None)
    assert command("lock-month", locked).exit_code == 0
    assert standing() == "probation"
    assert kept()[1] == kept()[0] != before[0]


def test_a_formula_typed_over_by_the_figure_it_showed_is_told_by_explain_pay_too(locked: Path) -> None:
    assert command("explain-pay", locked).exit_code == 0
    total = float(rows(locked, "Pay")["total"].iloc[0])
    put(locked, "Pay", 0, "total", total)
    outcome = command("explain-pay", locked)
    assert outcome.exit_code == 1
    assert [(p.sheet, p.column) for p in outcome.problems] == [("绩效核算表", "绩效合计")]
    said = rows(locked, "PayExplained")["why"].tolist()
    (told,) = [why for why in said if "不再是原来的公式" in why]
    assert told.startswith("“绩效核算表”的绩效合计不再是原来的公式，现为 ")
    assert float(told.rpartition(" ")[2]) == total


def test_a_month_without_terms_shows_empty_cells_and_is_told(locked: Path, office: xlwings.App) -> None:
    put(locked, "Terms", 0, "month", "2026-10")
    empty = ("manager_score", "weighted", "rank", "bonus", "deduction", "computed", "score", "grade")
    for (_, _, column), value in in_libreoffice(office, locked).items():
        assert value is None or column not in empty
    (told,) = [p for p in command("check", locked).problems if "月度口径" in p.expected]
    assert (told.sheet, told.found) == ("考核评分", "2026-11")
    assert "锁定后被删" in told.expected
