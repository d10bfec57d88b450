"""Formula cells of scores and pay whose values cannot be trusted: typed over, or not in the file at all."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import pandas as pd

from csbook.commands.cell_words import cell_words, header, title
from csbook.commands.handler import Request
from csbook.commands.live_figures import LIVE, live_figures
from csbook.commands.locked_months import is_locked
from csbook.problems import Language, Problem, Severity, Words, WorkbookUnusable
from csbook.schema.columns import Formula
from csbook.schema.workbook import TABLES
from csbook.scorecard.fingerprint import value_text

Frames = Mapping[str, pd.DataFrame]
Cells = Mapping[str, Mapping[str, set[str]]]
"""The people (staff numbers) of each column's cells, by table and column; a month's own cells have an empty
number."""
HAIR: Final = 1e-6
REMEDY: Final = Words("请用 Excel 或 WPS 打开并保存一次", "open the file once in Excel or WPS and save it")


class FormulasWithoutValues(WorkbookUnusable):
    """The month's formulas stand in the file without the values that a spreadsheet keeps beside them."""

    def __init__(self, month: str, *, locked: bool) -> None:
        score = Words("，或重新“月度评分”", ", or score the month again")
        super().__init__(
            Words(
                f"{month} 的公式没有存下数值（文件被别的程序保存过）：",
                f"The formulas of {month} hold no values, since another program has saved the file: ",
            )
            + REMEDY
            + (Words("", "") if locked else score)
            + Words("。", ".")
        )


@dataclass(frozen=True)
class Overwritten:
    """A formula cell of one person's row (of a month's, then `agent_id` is empty) that does not show what its
    formula gives."""

    table: str
    row: int
    column: str
    agent_id: str
    stands: Any
    gives: Any

    @property
    def words(self) -> Words:
        """`绩效核算表 奖励：现为 500.00，公式给出的是 空`."""
        sheet, name = title(self.table), header(self.table, self.column)
        stands, gives = (cell_words(self.table, self.column, v) for v in (self.stands, self.gives))
        return Words(
            f"“{sheet.zh}”的{name.zh}现为 {stands.zh}，公式给出的是 {gives.zh}",
            f"{name.en} of sheet '{sheet.en}' is {stands.en}, its formula gives {gives.en}",
        )

    def problem(self, language: Language, severity: Severity = Severity.ERROR) -> Problem:
        gives = cell_words(self.table, self.column, self.gives)
        stands = cell_words(self.table, self.column, self.stands)
        return Problem(
            self.table,
            self.row,
            self.column,
            stands(language) if value_text(self.stands) else "",
            Words(
                f"{gives.zh}（按公式）；“月度评分”会恢复公式，从别的行复制也行",
                f"{gives.en}, by its formula: 'Score month' puts it back; so does a copy of another row's",
            ),
            severity,
        )


def overwritten(request: Request) -> list[Overwritten]:
    """The formula cells of the month that do not show what their formula gives, only the first of a chain:
    a total does not stand beside the bonus that somebody typed into it.

    Raises `FormulasWithoutValues`.
    """
    label, tables = f"{request.month:%Y-%m}", request.tables
    right = live_figures(tables)
    ensure_kept(tables, right, label)
    wrong = {
        table: wrong_cells(table, tables[table][tables[table]["month"] == label], right[table])
        for table in LIVE
    }
    people = {table: people_by_column(cells) for table, cells in wrong.items()}
    return [cell for cells in wrong.values() for cell in cells if not follows(cell, people)]


def wrong_cells(table: str, standing: pd.DataFrame, right: pd.DataFrame) -> list[Overwritten]:
    """The cells that do not show what their formula gives, by row and column."""
    found = [
        Overwritten(table, row, name, person_of(standing, row), value, right.at[row, name])
        for name in formulas_of(table)
        for row, value in zip(standing.index.tolist(), standing[name].tolist(), strict=True)
        if not same_figure(value, right.at[row, name])
    ]
    return sorted(found, key=lambda cell: (cell.row, cell.column))


def person_of(rows: pd.DataFrame, row: int) -> str:
    return str(rows.at[row, "agent_id"]) if "agent_id" in rows else ""


def people_by_column(cells: Iterable[Overwritten]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for cell in cells:
        found.setdefault(cell.column, set()).add(cell.agent_id)
    return found


def formulas_of(table: str) -> list[str]:
    return [c.name for c in TABLES[table].columns if isinstance(c, Formula)]


def same_figure(one: Any, other: Any) -> bool:
    """Whether two cells show the same: a spreadsheet's binary fractions do not count."""
    if is_number(one) and is_number(other):
        return abs(float(one) - float(other)) < HAIR
    return value_text(one) == value_text(other)


def is_number(value: Any) -> bool:
    return isinstance(value, (int, float, Decimal)) and not math.isnan(value)


def follows(cell: Overwritten, wrong: Cells) -> bool:
    """Whether a cell that its formula looks into is wrong itself.

    In its own row and in other tables of people a formula looks at the same person only; a ranking looks at
    its whole column, and so do the counts of a month, which everybody's ranking looks at.
    """
    column = TABLES[cell.table][cell.column]
    assert isinstance(column, Formula)
    for place in re.findall(r"\{([A-Za-z][\w.]*)\}", column.formula):
        other, _, source = place.replace("term.", "Terms.").rpartition(".")
        people = wrong.get(other or cell.table, {}).get(source, set())
        everybody = other == cell.table or "Terms" in (other, cell.table)
        if people if everybody else cell.agent_id in people:
            return True
    return False


def replaced_formulas(request: Request) -> list[tuple[str, Problem]]:
    """The formula cells of the month that hold a figure or another formula (`Request.found`), whatever they
    show, each with the staff number of its row."""
    month = f"{request.month:%Y-%m}"
    return [
        (person_of(request.tables[p.table], p.row), p)
        for p in request.found
        if p.table in LIVE and p.row is not None and p.column in formulas_of(p.table)
        if request.tables[p.table].at[p.row, "month"] == month
    ]


# Values that are not in the file


def ensure_values(request: Request) -> None:
    """Raises `FormulasWithoutValues` where the month's pay rows show nothing that their formulas give."""
    right = live_figures(request.tables)
    ensure_kept(request.tables, right, f"{request.month:%Y-%m}")


def ensure_kept(tables: Frames, right: Frames, month: str) -> None:
    if without_values(tables["Pay"], right["Pay"], [month]):
        raise FormulasWithoutValues(month, locked=is_locked(tables, month))


def problems_of_values(tables: Frames) -> list[Problem]:
    """One for each month whose pay rows stand without the values of their formulas, at its first total."""
    pay = tables["Pay"]
    months = sorted(pay["month"].dropna().unique().tolist())
    if not months:
        return []
    expected = Words(
        "公式的数值（文件被别的程序保存过）：", "its value, since another program has saved the file: "
    )
    return [
        Problem("Pay", int(pay.index[pay["month"] == month][0]), "total", "", expected + REMEDY)
        for month in without_their_values(tables, months)
    ]


def without_their_values(tables: Frames, months: Iterable[str]) -> list[str]:
    """The months whose pay rows stand without the values of their formulas. `tables` holds `SOURCES`."""
    return without_values(tables["Pay"], live_figures(tables)["Pay"], months)


def without_values(pay: pd.DataFrame, right: pd.DataFrame, months: Iterable[str]) -> list[str]:
    """The months in whose rows of 绩效核算表 more than half of what the formulas give is missing: nobody
    clears that many by hand."""
    names = formulas_of("Pay")
    found = []
    for month in months:
        rows = pay["month"] == month
        given = right.loc[rows, names].notna().to_numpy()
        missing = given & pay.loc[rows, names].isna().to_numpy()
        if 2 * missing.sum() > given.sum():
            found.append(month)
    return found
