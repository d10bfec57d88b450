"""The most urgent open after-sales cases with the hours left, which count down as the clock goes on."""

from __future__ import annotations

from typing import Any, Final

from xlsxwriter.utility import xl_rowcol_to_cell

from csbook.drawing.formulas import in_language, quoted
from csbook.drawing.looks import INK, LINE, RED, RED_TINT, SOFT_INK, Looks
from csbook.problems import Language
from csbook.template import home_words as words
from csbook.template.home_parts import heading

TITLE_ROW: Final = 22
FIRST_ROW: Final = TITLE_ROW + 2
LINES: Final = 5
CASE_COLUMN, KIND_COLUMN, OWNER_COLUMN, HOURS_COLUMN = 1, 3, 4, 5
PLACE_COLUMN: Final = 6
"""The unused column before the targets; it holds, unseen, each line's place in 售后登记."""
UNSEEN: Final = ";;;"
TO_TELL_APART: Final = 1_000_000_000  # equal deadlines follow the order of the sheet: a millisecond and less


def draw_cases(sheet: Any, looks: Looks, language: Language) -> None:
    heading(sheet, TITLE_ROW, CASE_COLUMN, HOURS_COLUMN, words.CASES_TITLE(language), looks)
    head = looks.get(bold=True, font_color=SOFT_INK, bottom=1, bottom_color=LINE, align="center")
    sheet.merge_range(TITLE_ROW + 1, CASE_COLUMN, TITLE_ROW + 1, KIND_COLUMN - 1, words.CASE(language), head)
    titles = {KIND_COLUMN: words.KIND, OWNER_COLUMN: words.OWNER, HOURS_COLUMN: words.HOURS_LEFT}
    for column, title in titles.items():
        sheet.write_string(TITLE_ROW + 1, column, title(language), head)
    for n in range(LINES):
        draw_case(sheet, n, looks, language)
    mark_late(sheet, looks)


def draw_case(sheet: Any, n: int, looks: Looks, language: Language) -> None:
    """The case with the n-th deadline from now, counted from 0; without one the first line says so."""
    row = FIRST_ROW + n
    cell = {"font_color": INK, "align": "center", "bottom": 1, "bottom_color": LINE, "shrink": True}
    plain, hours = looks.get(**cell), looks.get(**cell, num_format="0.0")
    unseen = looks.get(num_format=UNSEEN)
    place = xl_rowcol_to_cell(row, PLACE_COLUMN, col_abs=True)
    otherwise = '""' if n else quoted(words.NO_CASES(language))
    case = f'=IF({place}=0,{otherwise},INDEX({{AfterSales.case_id}},{place})&"")'
    kind = f'=IF({place}=0,"",INDEX({{AfterSales.kind}},{place})&"")'
    sheet.write_array_formula(
        row, PLACE_COLUMN, row, PLACE_COLUMN, in_language(place_formula(n), language), unseen, 0
    )
    sheet.merge_range(row, CASE_COLUMN, row, KIND_COLUMN - 1, "", plain)
    sheet.write_formula(row, CASE_COLUMN, in_language(case, language), plain, "")
    sheet.write_formula(row, KIND_COLUMN, in_language(kind, language), plain, "")
    sheet.write_formula(row, OWNER_COLUMN, in_language(owner_formula(place), language), plain, "")
    sheet.write_formula(row, HOURS_COLUMN, in_language(hours_formula(place), language), hours, "")


def place_formula(n: int) -> str:
    """Which row of 售后登记 has the n-th deadline of the open cases; 0 where there are not so many."""
    order = f"{{AfterSales.handle_by}}+ROW({{AfterSales.handle_by}})/{TO_TELL_APART}"
    still_open = '({AfterSales.closed}="")*ISNUMBER({AfterSales.handle_by})'
    return f"{{=IFERROR(MATCH(SMALL(IF({still_open},{order}),{n + 1}),{order},0),0)}}"


def owner_formula(place: str) -> str:
    """The owner's name, or what stands in its place where 员工 does not know it."""
    number = f"INDEX({{AfterSales.owner}},{place})"
    name = f"INDEX({{Staff.name}},MATCH({number},{{Staff.agent_id}},0))"
    return f'=IF({place}=0,"",IFERROR({name}&"",{number}&""))'


def hours_formula(place: str) -> str:
    return f'=IF({place}=0,"",ROUND((INDEX({{AfterSales.handle_by}},{place})-NOW())*24,1))'


def mark_late(sheet: Any, looks: Looks) -> None:
    """The hours of what is past its limit are red."""
    first = xl_rowcol_to_cell(FIRST_ROW, HOURS_COLUMN)
    rule = {
        "type": "formula",
        "criteria": f"=AND(ISNUMBER({first}),N({first})<0)",
        "format": looks.mark(RED, RED_TINT, bold=True),
    }
    sheet.conditional_format(FIRST_ROW, HOURS_COLUMN, FIRST_ROW + LINES - 1, HOURS_COLUMN, rule)
