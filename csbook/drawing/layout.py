"""Where everything stands on the sheets. Rows and columns count from 0, as XlsxWriter does.

Only the template uses these places: afterwards a table is found by its name, a column by its header.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import ceil
from typing import Final

from csbook.problems import Language
from csbook.schema.columns import (
    Choice,
    Choices,
    Column,
    Formula,
    Moment,
    Money,
    Month,
    Number,
    Ref,
    ShiftCell,
    Text,
    Whole,
)
from csbook.schema.table import Sheet, Table
from csbook.schema.text_lines import INDENT, LINE_POINTS, PADDING, broken_lines, lines_in_cell, text_width
from csbook.schema.workbook import WORKBOOK

TITLE_ROW: Final = 0
LEGEND_ROW: Final = 1
FIGURES_ROW: Final = 2
EMPTY_ROW: Final = 3
HEADER_ROW: Final = 4
LAST_ROW: Final = 1_048_575  # the last row a sheet can have

ROSTER_SHIFT_ROWS: Final = (2, 3, 4, 5)
ROSTER_WEEKDAY_ROW: Final = 6
ROSTER_HEADER_ROW: Final = 7

PANEL_ROW: Final = 77
PANEL_COLUMN: Final = 1

GAP_PIXELS: Final = 64  # a column without a width of its own, as between two tables
FILTER_BUTTON: Final = 2.5  # characters that the arrow of a filter takes
FILTER_HEIGHT: Final = 14  # points of a filter's arrow
LEAST_HEADER: Final = 34
COMPACT_TABLES: Final = ("Scores", "Pay")
"""Wide tables with narrow columns: headers on two lines above the filter's arrow, short figures."""
COMPACT_CONTENTS: Final[dict[type[Column], float]] = {
    Whole: 6.0,
    Number: 8.0,
    Money: 10.5,
    Month: 9.0,
    Ref: 7.0,
    Text: 9.5,
    Moment: 16.0,
}
ENGLISH_NAME: Final = 14.0
OWN_WIDTHS: Final = {
    **{("Roster", f"d{day:02d}"): 3.9 for day in range(1, 32)},  # two Chinese letters in a line
    ("Roster", "agent_id"): 8.0,
    ("Roster", "name"): 13.0,
    ("Roster", "group"): 12.0,
    **{("Roster", name): 9.0 for name in ("hours", "evenings", "rests")},
    **{("Card", f"value_{place}"): 8.0 for place in (1, 2, 3)},
    **{("Card", f"points_{place}"): 8.0 for place in (1, 2, 3)},
    ("Today", "agent_id"): 8.5,
    ("Today", "customer"): 17.0,
    ("Today", "note"): 24.0,
    ("CardMonths", "back"): 8.0,
    ("CardMonths", "month"): 9.0,
    ("CardMonths", "weighted"): 9.0,
    ("CardMonths", "rank"): 7.0,
    ("CardMonths", "ranked"): 8.0,
    ("Card", "measure"): 21.5,
    ("ReportChoice", "span"): 8.0,
    ("ReportChoice", "period"): 10.0,
    ("ReportChoice", "shown_span"): 9.0,
    ("ReportChoice", "shown_period"): 10.0,
    ("ReportChoice", "month"): 10.0,
    ("ReportChoice", "ranked"): 8.0,
    ("ReportGoals", "place"): 5.5,
    ("ReportGoals", "measure"): 20.0,
    ("ReportGoals", "direction"): 18.0,
    **{("ReportGoals", name): 8.0 for name in ("value", "target", "goal")},
    ("ReportGoals", "attainment_percent"): 9.0,
    ("ReportPeople", "place"): 5.5,
    ("ReportPeople", "name"): 16.0,
    **{("ReportPeople", name): 8.5 for name in ("score", "team")},
    ("Pay", "grade"): 9.5,
    ("Pay", "hours"): 7.5,
    ("Pay", "score"): 7.5,
    ("Pay", "commission_reason"): 16.0,
    ("Pay", "bonus"): 8.5,
    ("Pay", "deduction"): 9.5,
    ("Pay", "discipline"): 8.5,
    ("Pay", "reasons"): 32.0,
    ("Pay", "warning"): 32.0,
    ("Pay", "note"): 16.0,
    ("Scores", "override_reason"): 18.0,
    ("Scores", "remark"): 40.0,
    ("Report", "span"): 9.0,
    ("Report", "part"): 12.0,
    ("Report", "line"): 8.0,
    ("Report", "proposed"): 40.0,
    ("Report", "countermeasure"): 32.0,
    ("Report", "final"): 36.0,
    ("Report", "final_measure"): 28.0,
    ("PayExplained", "why"): 90.0,
}
"""Columns that are as wide as it takes to print their sheet, in characters."""
ON_ONE_PAGE: Final = ("CardChoice", "Trends", "ReportChoice")
"""First tables of sheets that are printed on one page's width with their charts."""
HELPER_COLUMNS: Final = {
    "Scores": ("key", "place", "order"),
    "Commissions": ("key",),
    "LockParts": ("typed",),
}
"""Columns at the right end of their tables that only formulas look into, or commands."""
WRAPPED_FROM: Final = 24  # columns of texts at least this wide break them into lines
FROZEN_AFTER: Final = {
    "Roster": "group",
    "DailyLog": "name",
    "HandOver": "to_name",
    "Customers": "account",
    "CustomerHistory": "customer",
    "Enquiries": "customer",
    "FollowUps": "action",
    "AfterSales": "kind",
    "Reviews": "order_id",
    "FollowUpSummary": "name",
    "PlatformFigures": "account",
    "Scores": "name",
    "ScoreDetail": "measure",
    "Commissions": "name",
    "Pay": "name",
    "PayExplained": "name",
    "Staff": "name",
    "FollowUpRules": "rule_id",
    "Measures": "measure",
    "Orders": "order_id",
    "Plans": "name",
    "Plan": "item",
}
"""The last column that stays in sight when a wide sheet is scrolled to the right."""
WITHOUT_FILTER: Final = (
    "Panel",
    "Roster",
    "RosterBase",
    "Settings",
    "Trends",
    "CardChoice",
    "CardMonths",
    "Card",
    "ReportChoice",
    "ReportGoals",
    "ReportPeople",
)


@dataclass(frozen=True)
class Spot:
    """Where a table stands: its header row, first column, and number of body rows at the start."""

    table: Table
    header_row: int
    first_column: int
    rows: int = 1

    @property
    def first_row(self) -> int:
        return self.header_row + 1

    @property
    def last_row(self) -> int:
        return self.header_row + max(self.rows, 1)

    def column(self, name: str) -> int:
        return self.first_column + self.table.names.index(name)

    @property
    def last_column(self) -> int:
        return self.first_column + len(self.table.columns) - 1


def header_row(sheet: Sheet) -> int:
    return {"home": PANEL_ROW, "roster": ROSTER_HEADER_ROW}.get(sheet.name, HEADER_ROW)


@cache
def first_columns(sheet_name: str) -> dict[str, int]:
    """The first column of each table of a sheet; one blank column stands between two tables."""
    sheet = next(s for s in WORKBOOK if s.name == sheet_name)
    columns, column = {}, PANEL_COLUMN if sheet.name == "home" else 0
    for table in sheet.tables:
        columns[table.name] = column
        column += len(table.columns) + 1
    return columns


def spot(table: Table, rows: int = 1) -> Spot:
    sheet = WORKBOOK.sheet_of[table.name]
    return Spot(table, header_row(sheet), first_columns(sheet.name)[table.name], rows)


def has_filter(table: Table) -> bool:
    """Narrow day columns, short tables and those of charts carry no filter arrows."""
    return table.name not in WITHOUT_FILTER


def header_width(text: str) -> float:
    """The width that shows a header whole, an English one on up to two lines broken at a space."""
    words = text.split(" ") if text.isascii() else [text]
    splits = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words) + 1)]
    return min(max(text_width(first), text_width(second)) for first, second in splits)


def column_width(column: Column, table: Table, language: Language) -> float:
    """The width of a column in characters: its contents' or its header's, whichever is more."""
    own = OWN_WIDTHS.get((table.name, column.name))
    if own is not None:
        return own
    if table.name in COMPACT_TABLES:
        return compact_width(column, language)
    contents = contents_width(column, language)
    button = FILTER_BUTTON if has_filter(table) else 0.0
    return round(max(contents, header_width(column.header(language)) + button + PADDING), 1)


def contents_width(column: Column, language: Language) -> float:
    kind = column.result if isinstance(column, Formula) else column
    contents = float(kind.wide if isinstance(kind, Text) else kind.width)
    if isinstance(kind, Choice) and not isinstance(kind, Choices):
        contents = max(contents, *choice_widths(kind, language))
    return contents


def choice_widths(kind: Choice, language: Language) -> list[float]:
    return [text_width(word(language)) + PADDING for word in kind.choices.values()]


def compact_width(column: Column, language: Language) -> float:
    """The width in a compact table: that of the figures, or of half the header."""
    kind = column.result if isinstance(column, Formula) else column
    if isinstance(kind, Choice):
        contents = max(choice_widths(kind, language))
    else:
        contents = COMPACT_CONTENTS[type(kind)]
    if column.name == "name" and language == "en":
        contents = ENGLISH_NAME
    return round(max(contents, half_header_width(column.header(language)) + PADDING + INDENT), 1)


def half_header_width(text: str) -> float:
    """The width that shows a header on two lines, a Chinese one broken after any character."""
    return header_width(text) if text.isascii() else text_width("国" * ceil(text_width(text) / 4))


def pixels(width: float) -> int:
    """A column's width on screen, in Excel's own rounding."""
    return int(width * 7 + 0.5) + 5


def width_in_file(width: float) -> float:
    """A column's width as a file has it, the edges of its cells included."""
    return pixels(width) / 7


def is_hidden(column: Column, table: Table) -> bool:
    """Whether the column only serves formulas or commands: neither seen nor printed."""
    return column.name in HELPER_COLUMNS.get(table.name, ())


def is_wrapped(column: Column) -> bool:
    """Whether long texts of the column break into lines; rows are as high as these need."""
    if isinstance(column, ShiftCell):
        return column.wraps
    return isinstance(column, Text) and column.wide >= WRAPPED_FROM


def lines(column: Column, text: str, width: float) -> int:
    """The lines that a text takes in its column."""
    return lines_in_cell(text, width) if is_wrapped(column) else 1


def header_height(table: Table, language: Language) -> float:
    """Points that show every header of the table whole: in compact tables above the filter's arrow, in
    others beside it."""
    compact = table.name in COMPACT_TABLES
    button = FILTER_BUTTON if has_filter(table) and not compact else 0.0
    most = max(
        broken_lines(column.header(language), column_width(column, table, language) - button - PADDING)
        for column in table.columns
    )
    below = FILTER_HEIGHT if compact else 0
    return max(LEAST_HEADER, LINE_POINTS * most + below + 1)
