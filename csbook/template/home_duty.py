"""Who is on duty today by group and shift against the least that 人数要求 asks for."""

from __future__ import annotations

from typing import Any, Final

from xlsxwriter.utility import xl_rowcol_to_cell

from csbook.drawing.formulas import in_language, quoted
from csbook.drawing.looks import INK, LINE, RED, RED_TINT, SOFT_INK, Looks
from csbook.problems import Language
from csbook.template import home_words as words
from csbook.template.home_parts import heading, heading_look

TITLE_ROW: Final = 12
SHIFTS: Final = 4
GROUPS: Final = 6
FIRST_ROW: Final = TITLE_ROW + 3
LAST_ROW: Final = FIRST_ROW + GROUPS - 1
GROUP_COLUMN: Final = 1

THIS_MONTH: Final = (
    "AND(N(csbook_month)>0,YEAR(TODAY())=YEAR(N(csbook_month)),MONTH(TODAY())=MONTH(N(csbook_month)))"
)
"""Whether the month of 排班 is today's."""
TODAYS_CELLS: Final = "INDEX(Roster[[1]:[31]],0,DAY(TODAY()))"
TODAY_KNOWN: Final = f'IF({THIS_MONTH},COUNTIF({TODAYS_CELLS},"?*")>0,FALSE)'
"""Whether 排班 says anything of today."""


def on_duty_column(shift: int) -> int:
    return GROUP_COLUMN + 1 + 2 * shift


def area(column: int) -> str:
    first = xl_rowcol_to_cell(FIRST_ROW, column, row_abs=True, col_abs=True)
    last = xl_rowcol_to_cell(LAST_ROW, column, row_abs=True, col_abs=True)
    return f"{first}:{last}"


def on_duty_formula() -> str:
    """People on duty today on the shifts shown; a dash on a day without a roster."""
    total = "+".join(f"SUM({area(on_duty_column(n))})" for n in range(SHIFTS))
    return f'IF({TODAY_KNOWN},{total},"{words.NO_ROSTER}")'


def gaps_formula() -> str:
    """People missing today against the least of each group and shift."""
    missing = "+".join(
        f"SUMPRODUCT(({area(column + 1)}>{area(column)})*({area(column + 1)}-{area(column)}))"
        for column in map(on_duty_column, range(SHIFTS))
    )
    return f'IF({TODAY_KNOWN},{missing},"{words.NO_ROSTER}")'


def draw_duty(sheet: Any, looks: Looks, language: Language) -> None:
    heading(sheet, TITLE_ROW, GROUP_COLUMN, on_duty_column(SHIFTS) - 1, "", looks)
    nothing = f"IF({TODAY_KNOWN},{quoted('')},{quoted(words.NO_DUTY(language))})"
    title = f"={quoted(words.DUTY_TITLE(language))}&{nothing}"
    look = heading_look(looks)
    sheet.write_formula(TITLE_ROW, GROUP_COLUMN, in_language(title, language), look, "")
    head = looks.get(bold=True, font_color=SOFT_INK, bottom=1, bottom_color=LINE, align="center")
    sheet.merge_range(TITLE_ROW + 1, GROUP_COLUMN, TITLE_ROW + 2, GROUP_COLUMN, words.GROUP(language), head)
    for n in range(SHIFTS):
        column = on_duty_column(n)
        shift = in_language(
            f'=IFERROR(TRIM(INDEX({{Shifts.code}},{n + 1})&" "&INDEX({{Shifts.name}},{n + 1})),"")', language
        )
        sheet.merge_range(TITLE_ROW + 1, column, TITLE_ROW + 1, column + 1, "", head)
        sheet.write_formula(TITLE_ROW + 1, column, shift, head, "")
        sheet.write_string(TITLE_ROW + 2, column, words.ON_DUTY(language), head)
        sheet.write_string(TITLE_ROW + 2, column + 1, words.LEAST(language), head)
    for row in range(FIRST_ROW, LAST_ROW + 1):
        draw_group(sheet, row, looks, language)
    mark_group_rows(sheet, looks)


def draw_group(sheet: Any, row: int, looks: Looks, language: Language) -> None:
    """One group of the roster, each once, in the roster's order."""
    cell = looks.get(font_color=INK, align="center", bottom=1, bottom_color=LINE)
    start = xl_rowcol_to_cell(FIRST_ROW - 1, GROUP_COLUMN, row_abs=True)
    above = f"{start}:{xl_rowcol_to_cell(row - 1, GROUP_COLUMN)}"
    groups = in_language("{Roster.group}", language)
    distinct = f'{{=IFERROR(INDEX({groups},MATCH(0,COUNTIF({above},{groups})+({groups}=""),0))&"","")}}'
    sheet.write_array_formula(row, GROUP_COLUMN, row, GROUP_COLUMN, distinct, cell, "")
    group = xl_rowcol_to_cell(row, GROUP_COLUMN, col_abs=True)
    for n in range(SHIFTS):
        column = on_duty_column(n)
        sheet.write_formula(row, column, duty_formula(group, n, language), cell, 0)
        sheet.write_formula(row, column + 1, least_formula(group, n, language), cell, 0)


def shift_code(n: int) -> str:
    return f"INDEX({{Shifts.code}},{n + 1})"


def duty_formula(group: str, n: int, language: Language) -> str:
    own = f"COUNTIFS({{Roster.group}},{group},{TODAYS_CELLS},{shift_code(n)})"
    helpers = f'COUNTIF({TODAYS_CELLS},{shift_code(n)}&"@"&{group})'
    known = f'IF({TODAY_KNOWN},IFERROR({own}+{helpers},0),"{words.NO_ROSTER}")'
    return in_language(f'=IF({group}="",0,{known})', language)


def least_formula(group: str, n: int, language: Language) -> str:
    """The least of today: a row for the date before one for the day type, the group's before 全部."""
    every = f'"{words.ALL_GROUPS(language)}"'
    shift = f"{{Cover.shift}},{shift_code(n)}"
    by_date = "{Cover.day_type},{Cover.day_type=date},{Cover.date},TODAY()"
    by_type = "{Cover.day_type},csbook_day_type"
    formula = "0"
    for day, of in ((by_type, every), (by_type, group), (by_date, every), (by_date, group)):
        matched = f"{day},{{Cover.group}},{of},{shift}"
        formula = f"IF(COUNTIFS({matched})>0,SUMIFS({{Cover.minimum}},{matched}),{formula})"
    return in_language(f'=IF({group}="",0,IFERROR({formula},0))', language)


def mark_group_rows(sheet: Any, looks: Looks) -> None:
    """Rows without a group and shifts that 班次 lacks stay empty to the eye; below the least is red."""
    last = on_duty_column(SHIFTS) - 1
    first_group = xl_rowcol_to_cell(FIRST_ROW, GROUP_COLUMN, col_abs=True)
    hidden = {
        "type": "formula",
        "criteria": f'={first_group}=""',
        "format": looks.mark("#FFFFFF"),
        "stop_if_true": True,
    }
    sheet.conditional_format(FIRST_ROW, GROUP_COLUMN, LAST_ROW, last, hidden)
    for n in range(SHIFTS):
        column = on_duty_column(n)
        shift = xl_rowcol_to_cell(TITLE_ROW + 1, column, row_abs=True, col_abs=True)
        unused = {**hidden, "criteria": f'={shift}=""'}
        sheet.conditional_format(TITLE_ROW + 2, column, LAST_ROW, column + 1, unused)
        duty, least = xl_rowcol_to_cell(FIRST_ROW, column), xl_rowcol_to_cell(FIRST_ROW, column + 1)
        rule = {
            "type": "formula",
            "criteria": f"=AND(ISNUMBER({duty}),N({duty})<{least})",
            "format": looks.mark(RED, RED_TINT, bold=True),
        }
        sheet.conditional_format(FIRST_ROW, column, LAST_ROW, column, rule)
