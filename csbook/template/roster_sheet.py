"""The sheet 排班: the month in its title, weekdays above the days, people per shift above the table."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from xlsxwriter.utility import xl_rowcol_to_cell

from csbook.drawing import layout
from csbook.drawing.formulas import in_language
from csbook.drawing.layout import ROSTER_SHIFT_ROWS, ROSTER_WEEKDAY_ROW, Spot
from csbook.drawing.looks import INK, LINE, SOFT_INK, WHITE, Looks
from csbook.drawing.marks import mark_days_off, mark_shift_cells, mark_unused_days
from csbook.drawing.sheets import (
    Rows,
    clear_above,
    draw_columns,
    draw_empty_state,
    draw_legend,
    draw_table,
    freeze,
    prepare,
    purpose_look,
    title_look,
)
from csbook.problems import Language, Words
from csbook.schema.daily import DAYS
from csbook.schema.table import Sheet

WEEKDAYS: Final = Words("日一二三四五六", "SuMoTuWeThFrSa")
STATE_GAP: Final = Words("　", " - ")
PEOPLE: Final = Words("每天人数", "Per day")
PURPOSE_COLUMN: Final = 14


def draw_roster(
    sheet: Any,
    declared: Sheet,
    rows: Mapping[str, Rows],
    looks: Looks,
    language: Language,
    month: dt.date | None,
) -> None:
    (table,) = declared.tables
    body = rows.get(table.name, ())
    spot = layout.spot(table, len(body))
    prepare(sheet, declared, language)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(ROSTER_WEEKDAY_ROW, spot.header_row)
    draw_columns(sheet, spot, body, looks, language)
    clear_above(sheet, [spot], looks)
    draw_title(sheet, declared, looks, language, month)
    draw_legend(sheet, declared, looks, language)
    draw_empty_state(sheet, table, looks, language, (layout.LEGEND_ROW, PURPOSE_COLUMN))
    draw_shift_rows(sheet, spot, body, rows.get("Shifts", ()), looks, language, month)
    draw_weekdays(sheet, spot, looks, language, month)
    mark_unused_days(sheet, looks, spot)
    mark_days_off(sheet, looks, spot, language)
    draw_table(sheet, spot, body, looks, language)
    mark_shift_cells(sheet, looks, spot, DAYS[0], DAYS[-1], language)
    freeze(sheet, spot)


def draw_title(sheet: Any, declared: Sheet, looks: Looks, language: Language, month: dt.date | None) -> None:
    """The sheet's name, the month, and how far its roster is: draft, published, closed."""
    name = declared.title(language)
    if language == "zh":
        formula = f'="{name}"&IF(csbook_month="","","　"&YEAR(csbook_month)&"年"&MONTH(csbook_month)&"月")'
        shown = name if month is None else f"{name}　{month.year}年{month.month}月"
    else:
        formula = (
            f'="{name}"&IF(csbook_month="",""," "&YEAR(csbook_month)&"-"&TEXT(MONTH(csbook_month),"00"))'
        )
        shown = name if month is None else f"{name} {month:%Y-%m}"
    formula += f'&IF(csbook_roster_state="","","{STATE_GAP(language)}"&csbook_roster_state)'
    sheet.set_row(layout.TITLE_ROW, 32)
    sheet.write_formula(layout.TITLE_ROW, 0, formula, title_look(looks), shown)
    sheet.write_string(layout.TITLE_ROW, PURPOSE_COLUMN, declared.purpose(language), purpose_look(looks))


def draw_weekdays(sheet: Any, spot: Spot, looks: Looks, language: Language, month: dt.date | None) -> None:
    """One row of weekdays from the settings' month; blank for days that it does not have."""
    look = looks.get(align="center", font_color=SOFT_INK, font_size=9, bg_color=WHITE)
    letters = WEEKDAYS(language)
    size = len(letters) // 7
    for number, day in enumerate(DAYS, 1):
        start = f"WEEKDAY(csbook_month+{number - 1})*{size}-{size - 1}"
        last = "DAY(EOMONTH(csbook_month,0))"
        formula = f'=IF(csbook_month="","",IF({number}>{last},"",MID("{letters}",{start},{size})))'
        shown = weekday_shown(letters, size, number, month)
        sheet.write_formula(ROSTER_WEEKDAY_ROW, spot.column(day), formula, look, shown)


def weekday_shown(letters: str, size: int, number: int, month: dt.date | None) -> str:
    if month is None or number > calendar.monthrange(month.year, month.month)[1]:
        return ""
    sunday_first = month.replace(day=number).isoweekday() % 7
    return letters[sunday_first * size : (sunday_first + 1) * size]


def draw_shift_rows(
    sheet: Any,
    spot: Spot,
    body: Rows,
    shifts: Rows,
    looks: Looks,
    language: Language,
    month: dt.date | None,
) -> None:
    """People per day on each of the first shifts of 班次, helpers in other groups included."""
    label = looks.get(font_color=SOFT_INK, bg_color=WHITE, font_size=9)
    count = looks.get(
        align="center", font_color=INK, bg_color=WHITE, font_size=9, bottom=1, bottom_color=LINE
    )
    sheet.write_string(ROSTER_SHIFT_ROWS[0], 0, PEOPLE(language), label)
    for n, row in enumerate(ROSTER_SHIFT_ROWS):
        shift = shifts[n] if n < len(shifts) else None
        code = f"INDEX({{Shifts.code}},{n + 1})"
        name = in_language(f'=IFERROR(TRIM({code}&" "&INDEX({{Shifts.name}},{n + 1})),"")', language)
        known = xl_rowcol_to_cell(row, spot.column("name"), col_abs=True)
        shown = "" if shift is None else f"{shift['code']} {shift.get('name') or ''}"
        sheet.write_formula(row, spot.column("name"), name, label, shown)
        for day in DAYS:
            header = f"Roster[{spot.table.header(day, language)}]"
            weekday = xl_rowcol_to_cell(ROSTER_WEEKDAY_ROW, spot.column(day))
            people = f'COUNTIF({header},{code})+COUNTIF({header},{code}&"@*")'
            formula = in_language(f'=IF(OR({weekday}="",{known}=""),"",{people})', language)
            value = "" if shift is None else people_shown(body, day, str(shift["code"]), month)
            sheet.write_formula(row, spot.column(day), formula, count, value)


def people_shown(body: Rows, day: str, code: str, month: dt.date | None) -> int | str:
    if month is None or int(day[1:]) > calendar.monthrange(month.year, month.month)[1]:
        return ""
    cells = [str(row.get(day) or "") for row in body]
    return sum(cell == code or cell.startswith(f"{code}@") for cell in cells)
