"""The exported pay sheet as .xlsx and .csv. Both have the same columns in the same, documented order
(docs/pay-sheet.md); the same sheet gives the same bytes."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

import pandas as pd

import csbook
from csbook.books.plan import plain_values
from csbook.commands.cell_words import kind_of
from csbook.commands.locked_months import Lock
from csbook.problems import Language, Words
from csbook.schema.columns import Choice, Column, Number, Whole
from csbook.schema.text_lines import INDENT, PADDING, plain_width, text_width
from csbook.schema.workbook import TABLES
from csbook.sheets.plain import PlainColumn, PlainSheet, Print, Value, plain_workbook, room_left

COLUMNS: Final = (
    "agent_id",
    "name",
    "month",
    "days_due",
    "days_worked",
    "evenings",
    "overtime_hours",
    "lieu_hours",
    "holidays_worked",
    "leave_days",
    "score",
    "grade",
    "commission_due",
    "bonus",
    "deduction",
    "discipline",
    "reasons",
    "total",
    "state",
    "rank",
    "hours",
    "warning",
    "note",
)
"""What HR gets, in this order for good: columns of a later version come after these. The month's wage stays
in the workbook; the commission is the one due, and what HR typed over it is among the reasons."""
SUMMED: Final = ("commission_due", "bonus", "deduction", "discipline", "total")
CHANGED: Final = Words("已锁定，有改动", "locked, changed since")
"""The state of a locked row that is not as it was locked."""
NOT_RENEWED: Final = Words(
    "锁定后有改动，核对后再发；说明没有随之更新：",
    "changed since the lock, verify before paying; reasons not renewed: ",
)
VERSION: Final = Words("第几版", "Version")
FINGERPRINT: Final = Words("指纹", "Fingerprint")
MARK: Final = "\ufeff"
DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A cell that begins so is read as a formula by spreadsheets (OWASP, CSV injection)."""
TOTAL: Final = Words("合计", "Total")
"""In the place of a staff number, in the last row of the .xlsx."""
TITLE: Final = Words("绩效核算表", "Pay")
LONG: Final = {"reasons": 0.45, "warning": 0.38, "note": 0.17}
"""The columns with long texts, which are broken into lines: the share each has of what the others leave of a
page."""
LEAST_LONG: Final = 40.0  # characters of them all
LEAST_WIDE, MOST_WIDE = 6.0, 12.5
SECOND_PAGE: Final = "commission_due"
"""The column that begins the second page in print: attendance and score stand on the first, money on the
second."""
NAMES: Final = 2
"""Columns that each page repeats: staff number and name."""
LONGEST_HEADING: Final = 150
"""Characters: Excel takes 255 with the codes of the font."""
FOOT: Final = Words("&R第 &P 页，共 &N 页", "&RPage &P of &N")


@dataclass(frozen=True)
class ExportedSheet:
    """A month's pay rows in the order to write them, its lock where it has one, and the staff numbers whose
    rows are not as they were locked. `company`, `state`: as the heading of the printed pages says them."""

    month: str
    rows: pd.DataFrame
    lock: Lock | None
    edited: tuple[str, ...]
    language: Language
    company: str
    state: Words

    @property
    def heading(self) -> str:
        """`某某公司 2026-11 绩效核算表（已锁定，第 1 版）`."""
        version = self.lock.version if self.lock else 0
        of = Words(f"，第 {version} 版", f", version {version}") if version else Words("", "")
        said = (self.state + of)(self.language)
        what = Words(f" {self.month} {TITLE.zh}（{said}）", f": {TITLE.en} of {self.month} ({said})")(
            self.language
        )
        return (self.company[: LONGEST_HEADING - len(what)] + what).lstrip(" :")

    @property
    def totals(self) -> list[Value]:
        """What the last row of the .xlsx says below the people's."""
        sums: dict[str, Value] = {name: self.total(name) for name in SUMMED}
        return [TOTAL(self.language), *(sums.get(name) for name in COLUMNS[1:])]

    @property
    def columns(self) -> list[Column]:
        return [TABLES["Pay"][name] for name in COLUMNS]

    @property
    def headers(self) -> list[str]:
        return [column.header(self.language) for column in self.columns]

    @property
    def lines(self) -> list[tuple[Value, ...]]:
        """The rows as plain values: choices in words, amounts exact, None where empty."""
        columns = [[self.shown(c, v) for v in plain_values(self.rows[c.name])] for c in self.columns]
        columns[COLUMNS.index("state")] = self.states
        columns[COLUMNS.index("reasons")] = self.reasons
        return list(zip(*columns, strict=True))

    @property
    def states(self) -> list[Value]:
        """The state of each row; where a locked row is gone, which has no line to say so, every line does."""
        people = self.rows["agent_id"].tolist()
        changed = set(self.edited) if set(self.edited) <= set(people) else set(people)
        shown = [self.shown(TABLES["Pay"]["state"], v) for v in plain_values(self.rows["state"])]
        marked = CHANGED(self.language)
        return [marked if who in changed else state for who, state in zip(people, shown, strict=True)]

    @property
    def reasons(self) -> list[Value]:
        """The reasons of each row; those of a row that has changed do not fit its figures any more."""
        warned, people = NOT_RENEWED(self.language), self.rows["agent_id"].tolist()
        texts = [self.shown(TABLES["Pay"]["reasons"], v) for v in plain_values(self.rows["reasons"])]
        pairs = zip(people, texts, strict=True)
        return [f"{warned}{text or ''}" if who in self.edited else text for who, text in pairs]

    def shown(self, column: Column, value: Any) -> Value:
        kind = kind_of(column)
        if value is None or value == "":
            return None
        shown: Value = kind.render(value, self.language) if isinstance(kind, Choice) else value
        return shown

    def total(self, name: str) -> Decimal:
        return sum(self.rows[name].dropna(), Decimal(0))


def as_csv(sheet: ExportedSheet) -> bytes:
    """UTF-8 with its mark, a header, a line for each person, no totals. A text that a spreadsheet would take
    for a formula begins with `'`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(sheet.headers)
    kinds = [kind_of(column) for column in sheet.columns]
    for line in sheet.lines:
        writer.writerow([csv_text(kind, value) for kind, value in zip(kinds, line, strict=True)])
    return (MARK + out.getvalue()).encode()


def csv_text(kind: Column, value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(DANGEROUS) else value
    return f"{value:.0f}" if isinstance(kind, Whole) else f"{value:.2f}"


def as_xlsx(sheet: ExportedSheet) -> bytes:
    """The rows and their totals on the first sheet; on the second totals, state, version and fingerprint."""
    titles = TITLE, Words("合计和指纹", "Totals and fingerprint")
    rows, about = (title(sheet.language) for title in titles)
    cells = zip(*sheet.lines, sheet.totals, strict=True)
    columns = with_long_ones([plain_column(sheet, *of) for of in zip(sheet.columns, cells, strict=True)])
    printed = Print(sheet.heading, FOOT(sheet.language), NAMES, (COLUMNS.index(SECOND_PAGE),))
    said = [PlainColumn(words(sheet.language), "#,##0.00", width) for words, width in ABOUT]
    pages = [
        PlainSheet(rows, columns, sheet.lines, sheet.totals, printed),
        PlainSheet(about, said, about_lines(sheet)),
    ]
    return plain_workbook(pages, made=sheet.lock.locked_at) if sheet.lock else plain_workbook(pages)


ABOUT: Final = ((Words("项目", "Item"), 24), (Words("内容", "Value"), 72))


def plain_column(sheet: ExportedSheet, column: Column, values: Sequence[Value]) -> PlainColumn:
    """As wide as its words and figures need; a header may take two lines."""
    kind, header = kind_of(column), column.header(sheet.language)
    is_number = isinstance(kind, Number)
    shown = [str(v) if isinstance(v, str) else f"{v:,.2f}" for v in values if v is not None]
    words = [text_width(word) for word in header.split() if word.isascii()]
    needed = max([*map(plain_width, shown), *words, text_width(header) / 2 + 0.5])
    edges = PADDING if is_number else PADDING + INDENT
    usual = max(LEAST_WIDE, min(MOST_WIDE, needed + edges))
    return PlainColumn(header, kind.number_format, 0.0 if column.name in LONG else usual, is_number)


def with_long_ones(columns: Sequence[PlainColumn]) -> list[PlainColumn]:
    """The columns with long texts as wide as the printed page has room for."""
    second = COLUMNS.index(SECOND_PAGE)
    room = max(LEAST_LONG, room_left([*columns[:NAMES], *columns[second:]]))
    return [
        replace(column, width=round(room * LONG[name], 1)) if name in LONG else column
        for name, column in zip(COLUMNS, columns, strict=True)
    ]


def about_lines(sheet: ExportedSheet) -> list[tuple[Value, ...]]:
    """Two cells a line: what it is, and what it comes to."""
    lock = sheet.lock
    state = Words("已锁定", "locked") if lock else Words("暂定，还没有锁定", "provisional, not locked yet")
    lines: list[tuple[Words, Value]] = [
        (Words("月份", "Month"), sheet.month),
        (Words("状态", "State"), state(sheet.language)),
    ]
    if lock:
        lines += [
            (VERSION, str(lock.version)),
            (Words("锁定时间", "Locked at"), moment_text(lock.locked_at)),
            (Words("锁定人", "Locked by"), lock.locked_by),
            (FINGERPRINT, lock.fingerprint),
            (Words("锁定后有改动的行", "Rows changed since"), changed_text(sheet)),
        ]
    lines.append((Words("人数", "People"), str(len(sheet.rows))))
    pay = TABLES["Pay"]
    totals = [(Words(f"总计：{pay[c].zh}", f"Sum: {pay[c].en}"), sheet.total(c)) for c in SUMMED]
    program = (Words("csbook 版本", "csbook version"), lock.program if lock else csbook.__version__)
    return [(words(sheet.language), value) for words, value in [*lines, *totals, program]]


def moment_text(moment: dt.datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def changed_text(sheet: ExportedSheet) -> str:
    if not sheet.edited:
        return Words("没有", "none")(sheet.language)
    return Words("、", ", ")(sheet.language).join(sheet.edited)
