"""`upgrade` of a workbook of version 3: sheets of pay and reports come in, plain figures become formulas
that give the same figures, and what people typed stays."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from csbook.books.book import TableWrite, Written
from csbook.books.column_formulas import changed_formulas
from csbook.books.file_book import FileBook
from csbook.books.frames import read_table
from csbook.commands.run import run
from csbook.problems import Language, OlderVersion
from csbook.renewing import MEASURES_SINCE_VERSION_3
from csbook.renewing_scores import MONTH_OF_REPORT
from csbook.schema.columns import Formula
from csbook.schema.workbook import SCHEMA_VERSION, TABLES, sheet_title
from csbook.upgrading import fresh_content
from tests.commands.earlier_versions import (
    PANEL_OF_VERSION_3,
    SETTINGS_SINCE_VERSION_3,
    SHEETS_SINCE_VERSION_3,
    SINCE_VERSION_3,
    TABLES_SINCE_VERSION_3,
    new_measures,
    panel_since,
    rows_of_version_3,
    version_3,
)
from tests.commands.older_workbooks import NOW, committed_template, header, upgraded
from tests.commands.upgrades import (
    New,
    Old,
    assert_a_second_upgrade_changes_nothing,
    assert_every_cell_is_right,
    assert_valid,
)
from tests.workbooks import MONTH, put, rows

both_languages = pytest.mark.parametrize("language", ["zh", "en"])
LIVE = ("Scores", "Pay")

MARKS = {  # self score, performance proposed, typed, ability, cooperation, service
    "K01": (90, 80.0, None, 80, 80, 80),
    "K02": (80, 70.0, 75, 70, 70, 70),
    "K03": (70, 60.0, None, 60, 60, 60),
}
# 0.3 x self + 0.7 x (0.6 x performance + 0.4 x 80, 70, 60), worked out by hand.
WEIGHTED = {"K01": 83.0, "K02": 75.1, "K03": 63.0}
MANAGER = {"K01": 80.0, "K02": 73.0, "K03": 60.0}
RANKED: dict[str, tuple[int, int | None, int | None]] = {
    "K01": (1, 100, None), "K02": (2, None, None), "K03": (3, None, 100),
}  # fmt: skip
COMMISSION = {"K01": 500, "K02": None, "K03": 80}
TOTAL = {"K01": 600, "K02": 0, "K03": 0}


def scored_rows(month: str, *, ranked: bool = True) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows of 考核评分 and 绩效核算表 as version 3 wrote them."""
    scores, pay = [], []
    for who, (own, proposed, performance, ability, cooperation, service) in MARKS.items():
        rank, bonus, deduction = RANKED[who] if ranked else (None, None, None)
        key = {"month": month, "agent_id": who, "name": who}
        result = {"rank": rank, "bonus": bonus, "deduction": deduction}
        scores.append(
            key
            | result
            | {
                "performance_proposed": proposed, "self_score": own, "performance": performance,
                "ability": ability, "cooperation": cooperation, "service": service,
                "manager_score": MANAGER[who], "weighted": WEIGHTED[who],
            }
        )  # fmt: skip
        total = TOTAL[who] if ranked else COMMISSION[who] or 0
        pay.append(
            key
            | result
            | {"score": WEIGHTED[who], "commission": COMMISSION[who], "total": total, "state": "provisional"}
        )
    return scores, pay


def two_months() -> dict[str, list[dict[str, Any]]]:
    """One month ranked; one not, for a reason that the workbook does not tell."""
    first, second = scored_rows("2026-09"), scored_rows("2026-10", ranked=False)
    return {"Scores": first[0] + second[0], "Pay": first[1] + second[1]}


def as_people_left_it(path: Path, language: Language) -> None:
    """A workbook of version 3 with two months scored, a weight of the shop's own and a line of a report."""
    version_3(path, language, two_months())
    put(path, "Measures", 0, "weight", 33, language)
    part = TABLES["Report"]["part"].render("goals", language)
    line = {"period": "2026-10", "part": part, "line": 1, "final": "自己写的"}
    for column, value in line.items():
        put_in_report(path, column, value, language)


def put_in_report(path: Path, column: str, value: Written, language: Language) -> None:
    book = FileBook(path)
    place = book.places()["Report"]
    former = MONTH_OF_REPORT(language) if column == "period" else header("Report", column, language)
    at = place.first_column + place.headers.index(former)
    book.apply([TableWrite(place, {place.first_row: {at: value}}, place.last_row)])


make_old = as_people_left_it  # of which the fixtures are made


def figures(path: Path, table: str, language: Language = "zh") -> dict[tuple[str, str], dict[str, Any]]:
    """Plain values by month and staff number; None for empty cells."""
    frame = rows(path, table, language).set_index(["month", "agent_id"]).astype("object")
    return frame.where(frame.notna(), None).to_dict("index")


def test_commands_refuse_it_before(old: Path) -> None:
    with pytest.raises(OlderVersion, match=r"\b3\b.*csbook upgrade"):
        run("check", FileBook(old), NOW, now=NOW, user="")


@both_languages
def test_all_that_version_4_added_is_there_afterwards(new: New, language: Language) -> None:
    path, outcome = new(language)
    assert outcome.details == {
        "sheets": [sheet_title(table, language) for table in SHEETS_SINCE_VERSION_3],
        "tables": list(TABLES_SINCE_VERSION_3),
        "columns": {
            table: [header(table, column, language) for column in columns]
            for table, columns in SINCE_VERSION_3.items()
        },
        "rows": {
            "Panel": panel_since(PANEL_OF_VERSION_3),
            "Settings": len(SETTINGS_SINCE_VERSION_3),
            "Measures": new_measures(),
        },
    }
    book = FileBook(path)
    assert book.properties["csbook.schema"] == str(SCHEMA_VERSION)
    assert_every_cell_is_right(path, language)
    assert rows(path, "Grades", language)["least"].tolist() == [90, 80, 70, 0]
    assert rows(path, "Card", language)["measure"].notna().all()
    (pattern,) = rows(path, "CommissionRules", language).to_dict("records")
    assert not pattern["active"]


@both_languages
def test_plain_figures_become_formulas_that_give_the_same(new: New, language: Language) -> None:
    path, outcome = new(language)
    scores, pay = figures(path, "Scores", language), figures(path, "Pay", language)
    for who in MARKS:
        ranked, other = scores["2026-09", who], scores["2026-10", who]
        assert (ranked["rank"], ranked["bonus"], ranked["deduction"]) == RANKED[who]
        assert (ranked["standing"], other["standing"]) == ("ranked", None)
        assert (other["rank"], other["bonus"], other["deduction"]) == (None, None, None)
        for line in (ranked, other):
            assert (line["manager_score"], line["weighted"]) == (MANAGER[who], WEIGHTED[who])
        assert ranked["tie_order"] == other["tie_order"] == list(MARKS).index(who) + 1
        paid = pay["2026-09", who]
        assert (paid["score"], paid["rank"], paid["total"]) == (WEIGHTED[who], RANKED[who][0], TOTAL[who])
        assert paid["commission"] == paid["commission_due"] == COMMISSION[who]
    # What is taken from the last one's commission is what there is.
    assert pay["2026-09", "K03"]["deduction"] == Decimal(80)
    assert (
        len(outcome.notes) == 3
    )  # columns at the right, measures that are off, sheets redrawn; no figure moved


@both_languages
def test_every_cell_of_a_formula_column_holds_this_versions_formula(
    new: New, language: Language, tmp_path: Path
) -> None:
    path, _ = new(language)
    book = FileBook(path)
    fresh = fresh_content(tmp_path / "new.xlsm", language, MONTH)
    assert changed_formulas(book.content, fresh) == {}
    for name in LIVE:
        read = read_table(book, TABLES[name], language)
        formulas = book.formulas(read.place)
        for column in (c for c in TABLES[name].columns if isinstance(c, Formula)):
            texts = {formulas.get((row, read.at[column.name])) for row in read.frame.index}
            assert None not in texts, column.name
            assert len(texts) == 1, column.name
            assert "1+1" not in texts, column.name


def test_spreadsheets_work_out_the_same(
    new: New, tmp_path: Path, calculated: Callable[[Path], Callable[[str, str], Any]]
) -> None:
    path = Path(shutil.copy(new("zh")[0], tmp_path))
    value = calculated(path)
    book = FileBook(path)
    for name in LIVE:
        read = read_table(book, TABLES[name], "zh")
        for column in (c for c in TABLES[name].columns if isinstance(c, Formula)):
            letter = openpyxl.utils.get_column_letter(read.at[column.name])
            for row, expected in read.frame[column.name].items():
                shown = value(read.place.sheet, f"{letter}{row}")
                if pd.isna(expected):
                    assert shown in ("", None), (column.name, row)
                elif isinstance(expected, str):
                    assert shown == expected
                else:
                    assert shown == float(expected), (column.name, row)


def test_a_rank_that_the_scores_no_longer_give_is_told(old: Path) -> None:
    """Somebody changed a mark after the ranking: the formula goes by the mark, and the note says so."""
    offset = list(MARKS).index("K03")
    for column in ("self_score", "ability", "performance"):
        put(old, "Scores", offset, column, 100)
    (note,) = [note for note in upgraded(old).notes if "请核对" in note]
    assert "2026-09 K03 名次 3 → 1" in note
    assert figures(old, "Scores")["2026-09", "K03"]["rank"] == 1


def test_a_number_typed_over_a_formula_stays_and_is_reported(old: Path) -> None:
    put(old, "Scores", 0, "weighted", 99)
    upgraded(old)
    problems = run("check", FileBook(old), NOW, now=NOW, user="").problems
    assert [(p.sheet, p.found) for p in problems if p.severity == "error"] == [("考核评分", "99")]


@both_languages
def test_new_measures_are_off_and_csbooks_texts_are_renewed(new: New, language: Language) -> None:
    path, outcome = new(language)
    found = rows(path, "Measures", language)
    new = found["measure"].isin(MEASURES_SINCE_VERSION_3)
    assert set(found.loc[new, "measure"]) == MEASURES_SINCE_VERSION_3
    assert not found.loc[new, "active"].any()
    assert found.loc[~new, "active"].any()
    assert found["weight"].tolist()[0] == 33
    assert (found["source"] != "3").all()
    assert found[["definition", "unit"]].notna().all(axis=None)
    assert any("没有启用" in note or "switched off" in note for note in outcome.notes)


def test_measures_of_ones_own_get_texts_and_no_double(old: Path) -> None:
    offset = len(rows_of_version_3("zh", MONTH)["Measures"])
    own = {"measure": "邀评率", "role": "售前", "platform": "京东", "active": "是", "weight": 5}
    for column, value in own.items():
        put(old, "Measures", offset, column, value)
    assert upgraded(old).details["rows"].get("Measures", 0) < new_measures()
    (line,) = rows(old, "Measures").query("measure == 'invitations'").to_dict("records")
    assert (line["role"], line["weight"], bool(line["active"])) == ("presale", 5, True)
    assert line["definition"]
    assert pd.isna(line["source"])


@both_languages
def test_the_report_is_shown_and_a_months_lines_stay_with_their_month(
    originals: Old, new: New, language: Language
) -> None:
    title = sheet_title("Report", language)
    assert openpyxl.load_workbook(originals(language))[title].sheet_state == "hidden"
    path, _ = new(language)
    (line,) = rows(path, "Report", language).to_dict("records")
    assert (line["span"], line["period"], line["part"], line["line"]) == ("month", "2026-10", "goals", 1)
    assert line["final"] == "自己写的"
    sheet = openpyxl.load_workbook(path)[title]
    assert sheet.sheet_state == "visible"
    assert TABLES["Report"].purpose(language) in [cell.value for cell in sheet[1]]


def test_a_month_that_somebody_marked_as_locked_stays_locked(old: Path) -> None:
    for offset in range(len(MARKS)):
        put(old, "Pay", offset, "state", "已锁定")
    (note,) = [note for note in upgraded(old).notes if "指纹" in note]
    assert note.startswith("2026-09 ")
    (lock,) = rows(old, "Locks").to_dict("records")
    assert (lock["month"], lock["version"], lock["state"]) == ("2026-09", 1, "locked")
    september = {"month": dt.date(2026, 9, 1)}
    before = figures(old, "Pay")
    scored = run("score", FileBook(old), NOW, now=NOW, user="", parameters=september)
    assert (scored.exit_code, scored.headline) == (0, "2026-09 已锁定，没有重新评分。")
    assert figures(old, "Pay") == before
    verified = run("verify-month", FileBook(old), NOW, now=NOW, user="", parameters=september)
    assert (verified.exit_code, verified.notes) == (0, ())
    assert verified.headline == "2026-09 是旧版本锁定的，没有留下指纹，无法核对。"
    found = run("check", FileBook(old), NOW, now=NOW, user="").problems
    assert [problem for problem in found if problem.sheet == "锁定记录"] == []


def test_a_second_upgrade_changes_nothing(new: New, tmp_path: Path) -> None:
    assert_a_second_upgrade_changes_nothing(new("zh")[0], tmp_path)


@both_languages
def test_the_result_is_valid_and_works(new: New, language: Language, tmp_path: Path) -> None:
    path = Path(shutil.copy(new(language)[0], tmp_path))
    assert_valid(path)
    found = run("check", FileBook(path), NOW, now=NOW, user="").problems
    assert [problem for problem in found if problem.severity != "warning"] == []
    october = {"month": dt.date(2026, 10, 1)}
    assert run("score", FileBook(path), NOW, now=NOW, user="", parameters=october).exit_code == 0


def test_the_template_of_version_3_is_upgraded(tmp_path: Path) -> None:
    path = committed_template(tmp_path / "template.xlsm", 3)
    outcome = upgraded(path)
    assert outcome.details["rows"] == {
        "Panel": panel_since(PANEL_OF_VERSION_3),
        "Settings": len(SETTINGS_SINCE_VERSION_3),
        "Measures": new_measures(),
    }
    assert outcome.details["sheets"] == [sheet_title(table, "zh") for table in SHEETS_SINCE_VERSION_3]
    assert_every_cell_is_right(path)
    assert_valid(path)
