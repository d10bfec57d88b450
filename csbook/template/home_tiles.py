"""The tiles of the first sheet: twelve figures of today in three rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from csbook.drawing.figures import Rows
from csbook.drawing.formulas import in_language
from csbook.drawing.looks import (
    AMBER,
    AMBER_TINT,
    BLUE,
    BLUE_TINT,
    PURPLE,
    PURPLE_TINT,
    RED,
    RED_TINT,
    Looks,
)
from csbook.problems import Language, Words
from csbook.schema.choices import TO_DECIDE
from csbook.template.home_duty import gaps_formula, on_duty_formula

FIRST_ROW: Final = 3
ROWS_EACH: Final = 3  # label, figure, space
COLUMNS_EACH: Final = 3
QUIET_INK, QUIET_FILL = "#7B8591", "#F4F6F8"

RED_TILE, AMBER_TILE = (RED, RED_TINT), (AMBER, AMBER_TINT)
BLUE_TILE, PURPLE_TILE = (BLUE, BLUE_TINT), (PURPLE, PURPLE_TINT)


@dataclass(frozen=True)
class Tile:
    """One figure. It takes its colours when above 0; `counted` is the (table, column, code) behind
    it where it is a plain count."""

    label: Words
    formula: str
    colours: tuple[str, str]
    counted: tuple[str, str, str] | None = None

    def value(self, rows: Mapping[str, Rows]) -> int:
        if self.counted is None:
            return 0
        table, column, code = self.counted
        return sum(row.get(column) == code for row in rows.get(table, ()))


def count(label: Words, table: str, column: str, code: str, colours: tuple[str, str]) -> Tile:
    formula = f"COUNTIF({{{table}.{column}}},{{{table}.{column}={code}}})"
    return Tile(label, formula, colours, (table, column, code))


def open_cases(label: Words, code: str, colours: tuple[str, str]) -> Tile:
    """Cases in a state that nobody has closed since the last update."""
    formula = f'COUNTIFS({{AfterSales.state}},{{AfterSales.state={code}}},{{AfterSales.closed}},"=")'
    return Tile(label, formula, colours, ("AfterSales", "state", code))


LAPSING: Final = (
    'COUNTIFS({AfterSales.state},{AfterSales.state=open},{AfterSales.closed},"=",'
    '{AfterSales.hours_left},">0",{AfterSales.hours_left},"<=24")'
)
LAST_DAYS: Final = (
    '{Requests.to_date},">="&MAX(1,csbook_open_since)',
    '{Requests.to_date},"=",{Requests.from_date},">="&MAX(1,csbook_open_since)',
)
"""Where a request's last day is one of a month not closed; without a last day its first one is it."""
PENDING: Final = "+".join(
    f'COUNTIFS({{Requests.agent_id}},"<>",{{Requests.kind}},{{Requests.kind={kind}}},'
    f"{{Requests.state}},{state},{days})"
    for kind in TO_DECIDE
    for state in ('"="', "{Requests.state=pending}")
    for days in LAST_DAYS
)
"""Leave and swaps that somebody still has to decide, of months not closed; agents leave the state empty."""
UNFILLED: Final = (
    "IF(COUNTIF({DailyLog.date},TODAY())>0,COUNTIF({Today.kind},{Today.kind=log}),"
    "SUMPRODUCT((COUNTIFS({DailyLog.agent_id},{Staff.agent_id},{DailyLog.date},TODAY()-1,"
    '{DailyLog.receptions},"=")>0)*1))'
)
"""People. Once the day has begun those whom 今日待办 lists: somebody on duty may have no row to fill."""

TILES: Final[tuple[tuple[Tile, ...], ...]] = (
    (
        Tile(Words("今日在岗", "On duty today"), on_duty_formula(), BLUE_TILE),
        Tile(Words("今日缺人", "Short today"), gaps_formula(), RED_TILE),
        Tile(Words("待批申请", "Requests pending"), PENDING, AMBER_TILE),
        Tile(Words("昨日未填日报人数", "People without yesterday's log"), UNFILLED, AMBER_TILE),
    ),
    (
        count(Words("回访今日应办", "Follow-ups due"), "FollowUps", "state", "due", AMBER_TILE),
        count(Words("回访已超时", "Follow-ups overdue"), "FollowUps", "state", "overdue", RED_TILE),
        count(Words("已报主管", "Escalated"), "FollowUps", "state", "escalated", PURPLE_TILE),
        count(Words("建档超时", "Archives overdue"), "Customers", "archive_state", "overdue", RED_TILE),
    ),
    (
        open_cases(Words("售后处理中", "Cases open"), "open", BLUE_TILE),
        Tile(Words("售后 24 小时内到期", "Cases due in 24 h"), LAPSING, AMBER_TILE),
        open_cases(Words("售后已超时", "Cases overdue"), "overdue", RED_TILE),
        count(Words("填写待改", "Problems to correct"), "Problems", "severity", "error", RED_TILE),
    ),
)


def draw_tiles(sheet: Any, rows: Mapping[str, Rows], looks: Looks, language: Language) -> None:
    label = looks.get(
        font_color=QUIET_INK, bg_color=QUIET_FILL, font_size=9, indent=1, right=5, right_color="#FFFFFF"
    )
    number = looks.get(
        font_color=QUIET_INK,
        bg_color=QUIET_FILL,
        font_size=20,
        bold=True,
        align="left",
        indent=1,
        right=5,
        right_color="#FFFFFF",
    )
    for n, line in enumerate(TILES):
        row = FIRST_ROW + n * ROWS_EACH
        sheet.set_row(row + 1, 34)
        sheet.set_row(row + 2, 8)
        for k, tile in enumerate(line):
            first = 1 + k * COLUMNS_EACH
            last = first + COLUMNS_EACH - 1
            sheet.merge_range(row, first, row, last, tile.label(language), label)
            sheet.merge_range(row + 1, first, row + 1, last, "", number)
            formula = "=" + in_language(tile.formula, language)
            sheet.write_formula(row + 1, first, formula, number, tile.value(rows))
            colour_tile(sheet, looks, tile, (row, first, row + 1, last))


def colour_tile(sheet: Any, looks: Looks, tile: Tile, area: tuple[int, int, int, int]) -> None:
    """The tile's colours while its figure is a number above 0."""
    row, first, _, _ = area
    figure = f"${chr(ord('A') + first)}${row + 2}"
    rule = {
        "type": "formula",
        "criteria": f"=AND(ISNUMBER({figure}),N({figure})>0)",
        "format": looks.mark(*tile.colours),
    }
    sheet.conditional_format(*area, rule)
