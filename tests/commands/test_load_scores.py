"""Files loaded into scores, pay and their rules: every formula that follows has its right value at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl.utils import get_column_letter

from csbook.books.file_book import FileBook
from csbook.books.frames import read_table
from csbook.commands.live_figures import LIVE
from csbook.commands.load import load, table_named
from csbook.commands.outcome import Outcome
from csbook.commands.snapshots import SnapshotStore
from csbook.commands.undo import undo
from csbook.problems import Language
from csbook.schema.columns import Formula
from csbook.schema.defaults import default_rows
from csbook.schema.pay import PAYING
from csbook.schema.scores import SCORING
from csbook.schema.terms import KEPT_TERMS
from csbook.schema.workbook import TABLES
from csbook.template import build_workbook
from tests.workbooks import MONTH, every_table, put, rows

NOW = dt.datetime(2026, 11, 3, 9)
OCTOBER = "2026-10"
PEOPLE = ("K01", "K02", "K03", "K04", "K05")
STANDING = dict.fromkeys(PEOPLE, "ranked") | {"K05": "probation"}
# self score, performance proposed, service proposed, ability, cooperation
MARKS = {
    "K01": (90, 80.0, 70.0, 80, 80),
    "K02": (80, 71.25, 66.65, 70, 70),
    "K03": (60, 50.0, 50.0, 50, 50),
    "K04": (60, 50.0, 50.0, 50, 50),
    "K05": (70, 60.0, None, 60, 60),
}
SALES = {"K01": "50000.00", "K02": "20000.00", "K03": "1000.00", "K04": "31234.56", "K05": "-500.00"}
STEPS = ((0, 0.01), (20000, 0.015), (40000, 0.02))


def first_rows(language: Language) -> dict[str, list[dict[str, Any]]]:
    """A month that `score` opened; its formulas hold no value yet."""
    group = "京东组"
    staff = [
        {"agent_id": who, "name": who, "group": group, "platforms": "jd", "role": "both"} for who in PEOPLE
    ]
    opened = [{"month": OCTOBER, "agent_id": who, "name": who} for who in PEOPLE]
    names = ("self_score", "performance_proposed", "service_proposed", "ability", "cooperation")
    scores = [
        row
        | dict(zip(names, MARKS[row["agent_id"]], strict=True))
        | {"standing": STANDING[row["agent_id"]], "tie_order": number}
        for number, row in enumerate(opened, 1)
    ]
    commissions = [
        row
        | {"rule_group": group, "sales": Decimal(SALES[row["agent_id"]]), "refunds_back": Decimal("99.95")}
        for row in opened
    ]
    fine = {"date": dt.date(2026, 10, 9), "agent_id": "K04", "kind": "discipline", "what": "迟到",
            "amount": Decimal(10)}  # fmt: skip
    return {
        **default_rows(language, MONTH),
        "Staff": staff,
        "Scores": scores,
        "Commissions": commissions,
        "Pay": [{**row, "state": "provisional"} for row in opened],
        "Conduct": [fine, {**fine, "date": dt.date(2026, 11, 1)}],
        "CommissionRules": [
            {"group": group, "from_amount": start, "rate": rate, "active": True} for start, rate in STEPS
        ],
    }


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("opened") / "原.xlsm"
    build_workbook(path, language="zh", month=MONTH, rows=first_rows("zh"))
    return path


@pytest.fixture
def month(opened: Path, tmp_path: Path) -> Path:
    """A workbook that the test may write to."""
    path = tmp_path / "店.xlsm"
    path.write_bytes(opened.read_bytes())
    return path


def loaded(book: Path, table: str, *lines: str, store: SnapshotStore | None = None) -> Outcome:
    file = book.with_name("file.csv")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load(FileBook(book), table_named(table), file, now=NOW, user="测试", store=store)


def column(book: Path, table: str, name: str) -> list[Any]:
    values = rows(book, table).sort_values("agent_id")[name].astype("object")
    return values.where(values.notna(), None).tolist()


def in_full(book: Path) -> None:
    """The last marks, typed by way of files."""
    loaded(book, "Scores", "month,agent_id,service", "2026-10,K05,60")


def test_a_loaded_mark_moves_scores_ranks_and_pay(month: Path) -> None:
    """K03 and K04 share the last place, and the 100 yuan between them."""
    in_full(month)
    assert column(month, "Scores", "weighted") == [81.95, 73.18, 53.0, 53.0, 63.0]
    assert column(month, "Scores", "rank") == [1, 2, 3, 3, None]
    assert column(month, "Scores", "bonus") == [Decimal(100), None, None, None, None]
    assert column(month, "Scores", "deduction") == [None, None, Decimal(50), Decimal(50), None]
    assert column(month, "Pay", "score") == [81.95, 73.18, 53.0, 53.0, 63.0]
    assert column(month, "Pay", "grade") == ["银牌", "铜牌", "普通", "普通", "普通"]
    # 200 + 300 + 9900.05 x 2 % for the first; what is taken from K03 is the whole commission of 9.00.
    due = ["698.00", "199.00", "9.00", "367.02", "0.00"]
    assert column(month, "Pay", "commission_due") == [Decimal(amount) for amount in due]
    assert column(month, "Pay", "deduction") == [None, None, Decimal("9.00"), Decimal("50.00"), None]
    total = ["798.00", "199.00", "0.00", "317.02", "0.00"]
    assert column(month, "Pay", "total") == [Decimal(amount) for amount in total]
    loaded(month, "Scores", "month,agent_id,self_score", "2026-10,K04,61")
    assert column(month, "Scores", "rank") == [1, 2, 4, 3, None]
    assert column(month, "Pay", "deduction") == [None, None, Decimal("9.00"), None, None]


def test_a_mark_taken_away_ends_the_ranking(month: Path) -> None:
    in_full(month)
    loaded(month, "Scores", "month,agent_id,self_score", "2026-10,K01,")
    assert column(month, "Scores", "rank") == [None] * 5
    assert column(month, "Pay", "rank") == [None] * 5
    assert column(month, "Pay", "bonus") == [None] * 5


def test_a_commission_that_hr_types_counts_instead(month: Path) -> None:
    in_full(month)
    loaded(month, "Pay", "month,agent_id,commission,commission_reason", "2026-10,K03,80,补算")
    assert column(month, "Pay", "commission_due")[2] == Decimal(80)
    assert column(month, "Pay", "deduction")[2] == Decimal(50)
    assert column(month, "Pay", "total")[2] == Decimal(30)


def test_loaded_rules_and_settings_wait_until_the_month_is_scored_again(month: Path) -> None:
    """The month has kept those that held when its terms were written; another one gets those of now."""
    in_full(month)
    before = column(month, "Pay", "total")
    loaded(month, "CommissionRules", "group,from_amount,rate,active", "京东组,0,0.02,是")
    names = {setting: TABLES["Settings"]["name"].render(setting, "zh") for setting in
             ("commission_cap", "discipline", "first_bonus")}  # fmt: skip
    loaded(month, "Settings", header("Settings", "name", "value"),
           f"{names['commission_cap']},300", f"{names['discipline']},是",
           f"{names['first_bonus']},0.03")  # fmt: skip
    loaded(month, "Pay", "month,agent_id,lieu_hours", "2026-10,K01,1")
    assert column(month, "Pay", "total") == before
    assert [float(extra) for extra in rows(month, "TermSteps")["extra"]] == [0.01, 0.005, 0.005]
    put(month, "Terms", 0, "month", "2026-09")  # so that the month has none
    loaded(month, "Pay", "month,agent_id,lieu_hours", "2026-10,K01,2")
    assert rows(month, "Terms")["month"].tolist() == ["2026-09", OCTOBER]
    assert [float(extra) for extra in rows(month, "TermSteps")["extra"]] == [0.02, -0.005, 0.005]
    assert column(month, "Pay", "commission_due")[:2] == [Decimal(300), Decimal(300)]
    assert column(month, "Pay", "discipline") == [Decimal(0)] * 3 + [Decimal(10), Decimal(0)]
    assert column(month, "Pay", "bonus")[0] == Decimal("0.03")


def header(table: str, *names: str) -> str:
    return ",".join(TABLES[table].header(name, "zh") for name in names)


def test_undo_takes_the_followed_figures_back(month: Path) -> None:
    before, store = every_table(month), SnapshotStore.beside(month)
    loaded(month, "Scores", "month,agent_id,service", "2026-10,K05,60", store=store)
    assert every_table(month) != before
    undo(FileBook(month), store, now=NOW, user="")
    assert every_table(month) == before


def test_every_formula_of_scores_and_pay_is_known() -> None:
    """But names beside staff numbers, which are no figures."""
    with_figures = [
        table.name
        for table in (*SCORING, *PAYING, *KEPT_TERMS)
        if any(isinstance(c, Formula) and c.name != "name" for c in table.columns)
    ]
    assert sorted(with_figures) == sorted(LIVE)


def test_a_spreadsheet_works_out_the_same(
    month: Path, calculated: Callable[[Path], Callable[[str, str], Any]]
) -> None:
    in_full(month)
    value = calculated(month)
    book = FileBook(month)
    for name in LIVE:
        read = read_table(book, TABLES[name], "zh")
        for formula in (c for c in TABLES[name].columns if isinstance(c, Formula)):
            letter = get_column_letter(read.at[formula.name])
            for row, expected in read.frame[formula.name].items():
                shown = value(read.place.sheet, f"{letter}{row}")
                where = name, formula.name, row
                if pd.isna(expected):
                    assert shown in ("", None), where
                elif isinstance(expected, str):
                    assert shown == expected, where
                else:
                    assert shown == pytest.approx(float(expected), abs=1e-9), where
