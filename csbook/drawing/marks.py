"""Conditional formats: the colours of states, of shifts, and of what the last command changed.

A format that looks at another sheet does so through a defined name, the way every Excel reads.
"""

from __future__ import annotations

from typing import Any, Final

from xlsxwriter.utility import xl_rowcol_to_cell

from csbook.drawing.formulas import in_language, quoted
from csbook.drawing.layout import LAST_ROW, ROSTER_WEEKDAY_ROW, Spot
from csbook.drawing.looks import (
    AMBER,
    BLUE_TINT,
    GREEN,
    GREEN_TINT,
    GREY_TINT,
    RED,
    RED_TINT,
    SEVERITY_COLOURS,
    SHIFT_COLOURS,
    STATE_COLOURS,
    Looks,
)
from csbook.problems import Language
from csbook.schema.columns import DAY_CELLS, LEAVE, REST, Choice
from csbook.schema.daily import DAYS
from csbook.schema.marked import MARKED_TABLES
from csbook.schema.workbook import sheet_title

MARKED_STATES: Final = ("state", "approved", "archive_state", "severity", "standing", "item")
CHANGED_FILL: Final = "#FFF3A3"
NEARLY: Final = 0.9  # an attainment below it is red, from it on amber, from 1 on green; ours


def mark_states(sheet: Any, looks: Looks, spot: Spot, language: Language) -> None:
    """Each state of a state column in its colour, down the whole column."""
    for name in MARKED_STATES:
        column = spot.table.by_name.get(name)
        if not isinstance(column, Choice):
            continue
        colours = SEVERITY_COLOURS if name == "severity" else STATE_COLOURS
        place = spot.column(name)
        for code, text in column.choices.items():
            if code in colours:
                ink, fill = colours[code]
                rule = {"type": "cell", "criteria": "==", "value": quoted(text(language))}
                rule["format"] = looks.mark(ink, fill, bold=code in ("overdue", "error"))
                sheet.conditional_format(spot.first_row, place, LAST_ROW, place, rule)


def mark_attainment(sheet: Any, looks: Looks, area: tuple[int, int, int, int]) -> None:
    """A bar up to 100 %, and the figure green, amber or red."""
    bar = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 1}
    sheet.conditional_format(*area, {"type": "data_bar", "bar_color": BLUE_TINT, **bar})
    cell = xl_rowcol_to_cell(*area[:2])
    for bounds, ink in (
        (f"N({cell})>=1", GREEN),
        (f"N({cell})>={NEARLY},N({cell})<1", AMBER),
        (f"N({cell})<{NEARLY}", RED),
    ):
        rule = {"type": "formula", "criteria": f"=AND(ISNUMBER({cell}),{bounds})"}
        sheet.conditional_format(*area, {**rule, "format": looks.mark(ink, bold=True)})


def mark_figures(sheet: Any, looks: Looks, spot: Spot, language: Language) -> None:
    """A figure beside its target: green where it is reached, red where not, by the measure's direction."""
    table = spot.table
    direction = table.by_name.get("direction")
    if not isinstance(direction, Choice) or "value" not in table.by_name:
        return
    place = spot.column("value")
    value, target, way = (
        xl_rowcol_to_cell(spot.first_row, spot.column(name), col_abs=True)
        for name in ("value", "target", "direction")
    )
    lower = f"{way}={quoted(direction.choices['lower'](language))}"
    reached = f"IF({lower},{value}<={target},{value}>={target})"
    for criteria, (ink, fill) in ((reached, (GREEN, GREEN_TINT)), (f"NOT({reached})", (RED, RED_TINT))):
        formula = f"=AND(ISNUMBER({value}),ISNUMBER({target}),{criteria})"
        rule = {"type": "formula", "criteria": formula, "format": looks.mark(ink, fill)}
        sheet.conditional_format(spot.first_row, place, LAST_ROW, place, rule)


def mark_changes(sheet: Any, looks: Looks, spot: Spot, language: Language) -> None:
    """The cells and rows that the hidden table Changes names, `E12` or `B12:K12` beside the sheet's title."""
    if spot.table.name not in MARKED_TABLES:
        return
    title = quoted(sheet_title(spot.table.name, language))
    first = xl_rowcol_to_cell(spot.first_row, spot.first_column, col_abs=True)
    counts = (
        f"COUNTIFS(csbook_changes_sheet,{title},csbook_changes_cell,{cell})"
        for cell in ("ADDRESS(ROW(),COLUMN(),4)", f'ADDRESS(ROW(),COLUMN({first}),4)&":*"')
    )
    named = f"{'+'.join(counts)}>0"
    sheet.conditional_format(
        spot.first_row,
        spot.first_column,
        LAST_ROW,
        spot.last_column,
        {
            "type": "formula",
            "criteria": f"={named}",
            "format": looks.mark("#7A5B00", CHANGED_FILL, bold=True),
        },
    )


def mark_shift_cells(sheet: Any, looks: Looks, spot: Spot, first: str, last: str, language: Language) -> None:
    """Rest, leave and each kind of shift in its colour; the kind of a code is looked up in 班次."""
    area = (spot.first_row, spot.column(first), LAST_ROW, spot.column(last))
    cell = xl_rowcol_to_cell(spot.first_row, spot.column(first))
    for code in (REST, LEAVE):
        text = quoted(DAY_CELLS[code](language))
        rule = {"type": "cell", "criteria": "==", "value": text, "format": looks.mark(*SHIFT_COLOURS[code])}
        sheet.conditional_format(*area, rule)
    shift = f'IFERROR(LEFT({cell},FIND("@",{cell})-1),{cell})'
    for kind in ("day", "half", "evening", "other"):
        text = in_language(f"{{Shifts.kind={kind}}}", language)
        formula = f"=COUNTIFS(csbook_shift_codes,{shift},csbook_shift_kinds,{text})>0"
        sheet.conditional_format(
            *area, {"type": "formula", "criteria": formula, "format": looks.mark(*SHIFT_COLOURS[kind])}
        )


def mark_unused_days(sheet: Any, looks: Looks, spot: Spot) -> None:
    """Days that the month does not have, grey and silent."""
    weekday = xl_rowcol_to_cell(ROSTER_WEEKDAY_ROW, spot.column(DAYS[0]), row_abs=True)
    rule = {
        "type": "formula",
        "criteria": f'=AND(csbook_month<>"",{weekday}="")',
        "format": looks.mark("#C3C9D1", GREY_TINT),
        "stop_if_true": True,
    }
    sheet.conditional_format(ROSTER_WEEKDAY_ROW, spot.column(DAYS[0]), LAST_ROW, spot.column(DAYS[-1]), rule)


def mark_days_off(sheet: Any, looks: Looks, spot: Spot, language: Language) -> None:
    """Weekday and number of each weekend day and holiday in red; an adjusted working day is none."""
    first = spot.column(DAYS[0])
    weekday = xl_rowcol_to_cell(ROSTER_WEEKDAY_ROW, first, row_abs=True)
    day = f"csbook_month+COLUMN()-{first + 1}"

    def known(kind: str) -> str:
        text = in_language(f"{{Holidays.kind={kind}}}", language)
        return f"COUNTIFS(csbook_holiday_dates,{day},csbook_holiday_kinds,{text})"

    weekend = f"AND(WEEKDAY({day},2)>5,{known('workday')}=0)"
    formula = f'=IF({weekday}="",FALSE,OR({known("holiday")}>0,{weekend}))'
    rule = {"type": "formula", "criteria": formula, "format": looks.mark(RED, RED_TINT, bold=True)}
    sheet.conditional_format(ROSTER_WEEKDAY_ROW, first, spot.header_row, spot.column(DAYS[-1]), rule)
