"""Telephone numbers in full stand in the table of customers and nowhere else that csbook shows or keeps."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import pandas as pd
import pytest

from csbook.books.file_book import FileBook
from csbook.commands import registry
from csbook.commands.handler import Request, Result
from csbook.commands.outcome import Outcome
from csbook.commands.run import run
from csbook.commands.show import shown_rows, table_rows
from csbook.faults import write_log
from csbook.problems import Problem, Severity, Words, same
from csbook.schema.workbook import TABLES
from tests.workbooks import put, rows, type_rows

NOON = dt.datetime(2026, 11, 22, 12)
PHONE, MASKED = "13811112222", "138****2222"


def run_on(path: Path, name: str) -> Outcome:
    return run(name, FileBook(path), NOON, now=NOON, user="测试")


@pytest.fixture
def customers(shop: Path) -> Path:
    type_rows(shop, "Customers", [{"platform": "jd", "account": f"tb{PHONE}", "phone": PHONE}])
    case = {"case_id": "A1", "kind": "damage", "platform": "jd", "opened": pd.Timestamp("2026-11-20")}
    type_rows(shop, "AfterSales", [case | {"customer": PHONE, "note": f"回电 {PHONE}"}])
    return shop


@pytest.mark.parametrize("rows_of", [table_rows, lambda book, table: shown_rows(book, table, "zh")])
def test_show_masks_every_table_but_the_customers(customers: Path, rows_of: object) -> None:
    [case] = rows_of(FileBook(customers), TABLES["AfterSales"])  # type: ignore[operator]
    assert (case["customer"], case["note"]) == (MASKED, f"回电 {MASKED}")
    [customer] = rows_of(FileBook(customers), TABLES["Customers"])  # type: ignore[operator]
    assert (customer["account"], customer["phone"]) == (f"tb{PHONE}", PHONE)


def test_what_is_wrong_in_a_cell_is_told_and_listed_with_the_number_masked(customers: Path) -> None:
    put(customers, "AfterSales", 0, "kind", f"投诉 {PHONE}")
    outcome = run_on(customers, "check")
    assert [p.found for p in outcome.problems if p.sheet == "售后登记"] == [f"投诉 {MASKED}"]
    assert f"投诉 {MASKED}" in rows(customers, "Problems")["found"].tolist()
    assert PHONE not in outcome.text()


def test_messages_figures_and_the_journal_mask_it(customers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def telling(request: Request) -> Result:
        return Result(
            same(f"找到 {PHONE}"),
            notes=(Words(f"打 {PHONE}", f"call {PHONE}"),),
            problems=(Problem("Customers", 6, "phone", PHONE, Words("", ""), Severity.WARNING),),
            details={"asked": PHONE, "rows": [{"phone": PHONE}], PHONE: 1, "count": 13811112222},
        )

    monkeypatch.setattr(registry.Command, "load", lambda self: telling)
    outcome = run_on(customers, "prepare-day")
    assert outcome.headline == f"找到 {MASKED}"
    assert PHONE not in outcome.text()
    assert outcome.details == {"asked": MASKED, "rows": [{"phone": MASKED}], MASKED: 1, "count": 13811112222}
    assert rows(customers, "Journal")["message"].tolist() == [f"找到 {MASKED}"]


def test_the_log_of_a_fault_masks_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    try:
        raise ValueError(f"客户 {PHONE}")
    except ValueError:
        log = write_log(NOON).read_text(encoding="utf-8")
    assert f"ValueError: 客户 {MASKED}" in log
    assert PHONE not in log.replace(f'PHONE, MASKED = "{PHONE}"', "")
