"""`upgrade` of a workbook of version 4: months that are there get terms, so that no later setting moves them,
and every figure stays as it was."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl.utils import get_column_letter

from csbook.books.column_formulas import changed_formulas
from csbook.books.file_book import FileBook
from csbook.books.frames import read_table
from csbook.commands.run import run
from csbook.problems import Language, OlderVersion
from csbook.schema.columns import Formula
from csbook.schema.workbook import SCHEMA_VERSION, TABLES, sheet_title
from csbook.upgrading import fresh_content
from tests.commands.earlier_versions import SHEETS_SINCE_VERSION_4, SINCE_VERSION_4, version_4
from tests.commands.older_workbooks import NOW, committed_template, header, upgraded
from tests.commands.upgrades import (
    New,
    assert_a_second_upgrade_changes_nothing,
    assert_every_cell_is_right,
    assert_valid,
)
from tests.workbooks import MONTH, put, rows

both_languages = pytest.mark.parametrize("language", ["zh", "en"])
OCTOBER = {"month": dt.date(2026, 10, 1)}
LIVE = ("Terms", "Scores", "Commissions", "Pay")
MARKS = {"K01": (90, 80, 80, 80, 80), "K02": (80, 75, 70, 70, 70), "K03": (70, 60, 60, 60, 60)}
WEIGHTED = {"K01": 83.0, "K02": 75.1, "K03": 63.0}
# 1 % of 10,000 and 2 % of the rest; K03's commission is less than the last one's 100.
SALES = {"K01": "30000.00", "K02": "10000.00", "K03": "4000.00"}
DUE = {"K01": Decimal(500), "K02": Decimal(100), "K03": Decimal(40)}
TOTAL = {"K01": Decimal(600), "K02": Decimal(100), "K03": Decimal(0)}
STEPS = ((0, 0.01), (10_000, 0.02))


def october() -> dict[str, list[dict[str, Any]]]:
    """A scored month as version 4 wrote it, with the values of its formulas."""
    scores, commissions, pay = [], [], []
    for place, (who, marks) in enumerate(MARKS.items(), 1):
        key = {"month": "2026-10", "agent_id": who, "name": who}
        names = ("self_score", "performance", "ability", "cooperation", "service")
        scores.append(
            key | dict(zip(names, marks, strict=True)) | {"standing": "ranked", "tie_order": place}
            | {"performance_used": marks[1], "service_used": marks[4], "weighted": WEIGHTED[who]}
            | {"rank": place, "bonus": {1: 100}.get(place), "deduction": {3: 100}.get(place)}
        )  # fmt: skip
        commissions.append(
            key | {"group": "天猫", "rule_group": "全部", "sales": SALES[who], "base": SALES[who]}
            | {"computed": DUE[who]}
        )  # fmt: skip
        pay.append(
            key | {"score": WEIGHTED[who], "rank": place, "bonus": {1: 100}.get(place)}
            | {"deduction": {3: 40}.get(place), "commission_due": DUE[who], "total": TOTAL[who]}
            | {"state": "provisional"}
        )  # fmt: skip
    return {"Scores": scores, "Commissions": commissions, "Pay": pay}


def as_people_left_it(path: Path, language: Language) -> None:
    """Commission rules and one setting of the shop's own, and a scored October."""
    steps = [{"group": "全部", "from_amount": start, "rate": rate, "active": True} for start, rate in STEPS]
    version_4(path, language, {**numbers(october()), "CommissionRules": steps})


def numbers(rows_of: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Amounts as cells hold them."""
    amounts = ("sales", "base")
    return {
        name: [row | {n: float(row[n]) for n in amounts if n in row} for row in lines]
        for name, lines in rows_of.items()
    }


make_old = as_people_left_it  # of which the fixtures are made


def figures(path: Path, name: str, language: Language = "zh") -> dict[str, dict[str, Any]]:
    frame = rows(path, name, language).set_index("agent_id").astype("object")
    return frame.where(frame.notna(), None).to_dict("index")


def test_commands_refuse_it_before(old: Path) -> None:
    with pytest.raises(OlderVersion, match=r"\b4\b.*csbook upgrade"):
        run("score", FileBook(old), NOW, now=NOW, user="", parameters=OCTOBER)


@both_languages
def test_all_that_version_5_added_is_there_afterwards(new: New, language: Language) -> None:
    path, outcome = new(language)
    assert outcome.details["sheets"] == [sheet_title(table, language) for table in SHEETS_SINCE_VERSION_4]
    assert outcome.details["columns"] == {
        table: [header(table, column, language) for column in columns]
        for table, columns in SINCE_VERSION_4.items()
    }
    assert FileBook(path).properties["csbook.schema"] == str(SCHEMA_VERSION)
    assert_every_cell_is_right(path, language)


@both_languages
def test_a_month_gets_terms_and_its_figures_stay(new: New, language: Language) -> None:
    path, outcome = new(language)
    (kept,) = rows(path, "Terms", language).to_dict("records")
    assert (kept["month"], kept["self_share"], kept["least_ranked"]) == ("2026-10", 0.3, 3)
    assert (kept["competing"], kept["scored"], kept["last"], kept["firsts"], kept["lasts"]) == (3, 3, 3, 1, 1)
    steps = rows(path, "TermSteps", language)
    assert steps[["from_amount", "rate", "extra"]].astype(float).to_numpy().tolist() == [
        [0, 0.01, 0.01], [10_000, 0.02, 0.01],
    ]  # fmt: skip
    assert set(rows(path, "TermMeasures", language)["month"]) == {"2026-10"}
    scores, pay = figures(path, "Scores", language), figures(path, "Pay", language)
    assert {who: row["weighted"] for who, row in scores.items()} == WEIGHTED
    assert {who: row["total"] for who, row in pay.items()} == TOTAL
    assert {who: row["commission_due"] for who, row in pay.items()} == DUE
    assert len(outcome.notes) == 2, outcome.notes  # columns at the right, sheets redrawn; no figure moved


def test_every_cell_of_a_formula_column_holds_this_versions_formula(new: New, tmp_path: Path) -> None:
    book = FileBook(new("zh")[0])
    fresh = fresh_content(tmp_path / "new.xlsm", "zh", MONTH)
    assert changed_formulas(book.content, fresh) == {}
    for name in LIVE:
        read = read_table(book, TABLES[name], "zh")
        formulas = book.formulas(read.place)
        for column in (c for c in TABLES[name].columns if isinstance(c, Formula)):
            texts = {formulas.get((row, read.at[column.name])) for row in read.frame.index}
            assert len(texts) == 1, column.name
            assert not texts & {None, "1+1"}, column.name


def test_spreadsheets_work_out_the_same(
    new: New, tmp_path: Path, calculated: Callable[[Path], Callable[[str, str], Any]]
) -> None:
    path = Path(shutil.copy(new("zh")[0], tmp_path))
    value, book = calculated(path), FileBook(path)
    for name in LIVE:
        read = read_table(book, TABLES[name], "zh")
        for column in (c for c in TABLES[name].columns if isinstance(c, Formula)):
            letter = get_column_letter(read.at[column.name])
            for row, expected in read.frame[column.name].items():
                shown = value(read.place.sheet, f"{letter}{row}")
                if pd.isna(expected):
                    assert shown in ("", None), (column.name, row)
                elif isinstance(expected, str):
                    assert shown == expected
                else:
                    assert shown == float(expected), (column.name, row)


def test_a_figure_that_the_settings_of_now_do_not_give_is_told(old: Path) -> None:
    names = rows(old, "Settings")["name"].tolist()
    put(old, "Settings", names.index("first_bonus"), "value", 250)
    (note,) = [note for note in upgraded(old).notes if "请核对" in note]
    assert "2026-10 K01 奖励 100 → 250" in note
    assert rows(old, "Terms")["first_bonus"].tolist() == [Decimal("250.00")]


def test_the_old_column_of_rates_is_left_to_people(tmp_path: Path) -> None:
    path = committed_template(tmp_path / "template.xlsm", 4)
    outcome = upgraded(path)
    assert "比上一档多" in FileBook(path).places()["CommissionRules"].headers
    assert outcome.details["sheets"] == [sheet_title(table, "zh") for table in SHEETS_SINCE_VERSION_4]
    assert_every_cell_is_right(path)
    assert_valid(path)
    assert run("check", FileBook(path), NOW, now=NOW, user="").details["errors"] == 0


def test_a_second_upgrade_changes_nothing(new: New, tmp_path: Path) -> None:
    assert_a_second_upgrade_changes_nothing(new("zh")[0], tmp_path)


@both_languages
def test_the_result_is_valid_and_works(new: New, language: Language, tmp_path: Path) -> None:
    path = Path(shutil.copy(new(language)[0], tmp_path))
    assert_valid(path)
    assert run("check", FileBook(path), NOW, now=NOW, user="").details["errors"] == 0
    assert run("score", FileBook(path), NOW, now=NOW, user="", parameters=OCTOBER).exit_code == 0
