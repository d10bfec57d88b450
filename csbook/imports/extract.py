"""The rows of a recognised sheet as values by what they mean.

Blank rows and rows that sum up others are passed over. A row with a cell that cannot be read is left out
whole and listed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from csbook.imports.faults import NoPeriod, Unread, shown
from csbook.imports.profiles import Field
from csbook.imports.reading import Cell
from csbook.imports.recognise import Match
from csbook.imports.targets import BELOW_ZERO, NEEDED
from csbook.imports.values import EXPECTED, RANGE, BadValue, Unit, days, is_summary, read_column
from csbook.problems import Words

EMPTY: Final = Words("这一格不能空", "this cell must not be empty")
NO_WEIGHT: Final = Words("平均数要有对应的数量才能换算成合计", "a mean needs the number that it is of")
NEGATIVE: Final = Words("不能是负数", "it cannot be negative")
TWICE: Final = Words("编号在文件里出现过", "this number stands in the file before")
Period = tuple[dt.date, dt.date]


@dataclass(frozen=True)
class Column:
    """One field's values, with the weights of a mean; as long as the table has rows."""

    field: Field
    values: list[Any]
    weights: list[Any] | None = None


@dataclass(frozen=True)
class Extract:
    """The rows of one sheet that could be read. `rows` are their numbers in the file, `without_weight` the
    headers of means that could not be read for want of a weight's column."""

    match: Match
    rows: list[int]
    columns: list[Column]
    unread: list[Unread]
    without_weight: list[str]

    def values(self, target: str) -> list[Any]:
        """A text or date: of several columns the first filled one; all None where there is no column."""
        found = [column.values for column in self.columns if column.field.target == target]
        if not found:
            return [None] * len(self.rows)
        return [next((v for v in row if v is not None), None) for row in zip(*found, strict=True)]

    def has(self, target: str) -> bool:
        return any(column.field.target == target for column in self.columns)


def extract(match: Match) -> Extract:
    """The rows below the header of a match. Raises `HeaderTwice`."""
    numbers, rows = data_rows(match)
    reasons: dict[int, Unread] = {}
    columns, without_weight = [], []
    for field in match.profile.fields:
        at = match.place(field.headers)
        if at is None:
            continue
        values = read(match, field, field.unit, at, numbers, rows, reasons)
        weights = None
        if field.weights:
            of = match.place(field.weights)
            if of is None:
                without_weight.append(match.header.texts[at])
                continue
            weights = read(match, field, Unit.PLAIN, of, numbers, rows, reasons)
            note_missing_weights(match, at, numbers, values, weights, reasons)
        columns.append(Column(field, values, weights))
    made = Extract(match, numbers, columns, [], without_weight)
    note_missing_keys(made, reasons)
    return kept(made, reasons)


def data_rows(match: Match) -> tuple[list[int], list[Sequence[Cell]]]:
    """The rows that hold data, with their numbers."""
    first = max(match.header.row + 1, match.profile.data_from or 0)
    keys = [match.place(f.headers) for f in match.profile.fields if f.target in ("account", "days")]
    telling = [at for at in keys if at is not None]
    numbers, rows = [], []
    for number, row in enumerate(match.sheet.rows[first - 1 :], first):
        begins = next((cell for cell in row if cell is not None), None)
        if begins is None or is_summary(begins) or any(is_summary(at_of(row, at)) for at in telling):
            continue
        numbers.append(number)
        rows.append(row)
    return numbers, rows


def at_of(row: Sequence[Cell], at: int) -> Cell:
    return row[at] if at < len(row) else None


def read(
    match: Match,
    field: Field,
    unit: Unit,
    at: int,
    numbers: list[int],
    rows: list[Sequence[Cell]],
    reasons: dict[int, Unread],
) -> list[Any]:
    cells = [row[at] if at < len(row) else None for row in rows]
    values, bad = read_column(unit, cells)
    for place in bad:
        note(match, at, numbers, place, cells[place], EXPECTED[unit], reasons)
    if field.target in NEEDED[match.profile.kind]:
        for place, value in enumerate(values):
            if value is None:
                note(match, at, numbers, place, None, EMPTY, reasons)
    if unit is Unit.PLAIN and field.target not in BELOW_ZERO:
        for place, value in enumerate(values):
            if value is not None and value < 0:
                note(match, at, numbers, place, cells[place], NEGATIVE, reasons)
    return values


def note(
    match: Match,
    at: int,
    numbers: list[int],
    place: int,
    cell: Cell,
    reason: Words,
    reasons: dict[int, Unread],
) -> None:
    """One reason for a row is enough."""
    sheet, header = match.sheet, match.header.texts[at]
    reasons.setdefault(place, Unread(sheet.file, sheet.name, numbers[place], header, shown(cell), reason))


def note_missing_weights(
    match: Match,
    at: int,
    numbers: list[int],
    values: list[Any],
    weights: list[Any],
    reasons: dict[int, Unread],
) -> None:
    for place, (value, weight) in enumerate(zip(values, weights, strict=True)):
        if value and weight is None:
            note(match, at, numbers, place, str(value), NO_WEIGHT, reasons)


def note_missing_keys(table: Extract, reasons: dict[int, Unread]) -> None:
    """A log's rows that stand twice, by the number that each has of its own."""
    at = next((table.match.place(c.field.headers) for c in table.columns if c.field.target == "record"), None)
    if at is None:
        return
    seen: set[Any] = set()
    for place, value in enumerate(table.values("record")):
        if value is not None and value in seen:
            note(table.match, at, table.rows, place, value, TWICE, reasons)
        seen.add(value)


def kept(table: Extract, reasons: dict[int, Unread]) -> Extract:
    """The table without the rows that have a reason."""
    if not reasons:
        return table
    places = [place for place in range(len(table.rows)) if place not in reasons]
    columns = [
        Column(
            column.field,
            [column.values[place] for place in places],
            None if column.weights is None else [column.weights[place] for place in places],
        )
        for column in table.columns
    ]
    unread = [*table.unread, *(reasons[place] for place in sorted(reasons))]
    return Extract(table.match, [table.rows[p] for p in places], columns, unread, table.without_weight)


def periods(table: Extract, said: Period | None) -> list[Period]:
    """The first and last day of each row: from its own columns, else from a line above the headers, else
    as `said`. The file's name says when it was downloaded, not what it is of. Raises `NoPeriod`."""
    if table.has("days"):
        found = table.values("days")
    elif table.has("first_day") and table.has("last_day"):
        pairs = zip(table.values("first_day"), table.values("last_day"), strict=True)
        found = [None if first is None or last is None else (first[0], last[1]) for first, last in pairs]
    else:
        found = [None] * len(table.rows)
    if all(found):
        return found
    usual = period_above(table.match) or said
    if usual is None:
        raise NoPeriod(table.match.sheet.file)
    return [period or usual for period in found]


def without_days_to_come(table: Extract, said: Period | None, today: dt.date) -> Extract:
    """The table without the rows of days that have not come; they are listed. Raises `NoPeriod`."""
    sheet = table.match.sheet
    reasons = {
        place: Unread(sheet.file, sheet.name, table.rows[place], "", "", to_come(first, today))
        for place, (first, _) in enumerate(periods(table, said))
        if first > today
    }
    return kept(table, reasons)


def to_come(day: dt.date, today: dt.date) -> Words:
    return Words(f"{day} 还没有到（今天是 {today}）", f"{day} has not come (today is {today})")


def period_above(match: Match) -> Period | None:
    """The period that a line above the headers names, such as `统计时间：2026-11-01 ~ 2026-11-30`."""
    for row in match.sheet.rows[: match.header.row - 1]:
        for cell in row:
            if isinstance(cell, str) and (found := RANGE.search(cell)):
                return days(found[0])
            try:
                if cell is not None and not isinstance(cell, (int, float)):
                    return days(after_colon(cell))
            except BadValue:
                continue
    return None


def after_colon(cell: Cell) -> Cell:
    return cell.replace("\uff1a", ":").split(":", 1)[-1].strip() if isinstance(cell, str) else cell
