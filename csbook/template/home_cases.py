"""The most urgent open after-sales cases with state and deadline.

The state is that of the last `update-followups`, as in the tiles above and on the sheets that list cases;
a deadline stays true while the clock goes on.
"""

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
CASE_COLUMN, KIND_COLUMN, OWNER_COLUMN, STATE_COLUMN, LIMIT_COLUMN = 1, 2, 3, 4, 5
PLACE_COLUMN: Final = 6
"""The unused column before the targets; it holds, unseen, each line's place in 售后登记."""
UNSEEN: Final = ";;;"
TO_TELL_APART: Final = 1_000_000_000  # equal deadlines follow the order of the sheet: a millisecond and less
OPEN_STATES: Final = "+".join(f"({{AfterSales.state}}={{AfterSales.state={s}}})" for s in ("open", "overdue"))


def draw_cases(sheet: Any, looks: Looks, language: Language) -> None:
    heading(sheet, TITLE_ROW, CASE_COLUMN, LIMIT_COLUMN, words.CASES_TITLE(language), looks)
    head = looks.get(bold=True, font_color=SOFT_INK, bottom=1, bottom_color=LINE, align="center")
    titles = {
        CASE_COLUMN: words.CASE,
        KIND_COLUMN: words.KIND,
        OWNER_COLUMN: words.OWNER,
        STATE_COLUMN: words.STATE,
        LIMIT_COLUMN: words.HANDLE_BY,
    }
    for column, title in titles.items():
        sheet.write_string(TITLE_ROW + 1, column, title(language), head)
    for n in range(LINES):
        draw_case(sheet, n, looks, language)
    mark_late(sheet, looks, language)


def draw_case(sheet: Any, n: int, looks: Looks, language: Language) -> None:
    """The open case with the n-th deadline, counted from 0; without one the first line says so."""
    row = FIRST_ROW + n
    cell = {"font_color": INK, "align": "center", "bottom": 1, "bottom_color": LINE, "shrink": True}
    plain, moment = looks.get(**cell), looks.get(**cell, num_format="mm-dd hh:mm")
    unseen = looks.get(num_format=UNSEEN)
    place = xl_rowcol_to_cell(row, PLACE_COLUMN, col_abs=True)
    sheet.write_array_formula(
        row, PLACE_COLUMN, row, PLACE_COLUMN, in_language(place_formula(n), language), unseen, 0
    )
    otherwise = '""' if n else quoted(words.NO_CASES(language))
    shown = {
        CASE_COLUMN: (f'=IF({place}=0,{otherwise},INDEX({{AfterSales.case_id}},{place})&"")', plain),
        KIND_COLUMN: (f'=IF({place}=0,"",INDEX({{AfterSales.kind}},{place})&"")', plain),
        OWNER_COLUMN: (owner_formula(place), plain),
        STATE_COLUMN: (f'=IF({place}=0,"",INDEX({{AfterSales.state}},{place})&"")', plain),
        LIMIT_COLUMN: (f'=IF({place}=0,"",INDEX({{AfterSales.handle_by}},{place}))', moment),
    }
    for column, (formula, look) in shown.items():
        sheet.write_formula(row, column, in_language(formula, language), look, "")


def place_formula(n: int) -> str:
    """Which row of 售后登记 has the n-th deadline of the open cases; 0 where there are not so many."""
    order = f"{{AfterSales.handle_by}}+ROW({{AfterSales.handle_by}})/{TO_TELL_APART}"
    still_open = f'({OPEN_STATES})*({{AfterSales.closed}}="")*ISNUMBER({{AfterSales.handle_by}})'
    return f"{{=IFERROR(MATCH(SMALL(IF({still_open},{order}),{n + 1}),{order},0),0)}}"


def owner_formula(place: str) -> str:
    """The owner's name, or what stands in its place where 员工 does not know it."""
    number = f"INDEX({{AfterSales.owner}},{place})"
    name = f"INDEX({{Staff.name}},MATCH({number},{{Staff.agent_id}},0))"
    return f'=IF({place}=0,"",IFERROR({name}&"",{number}&""))'


def mark_late(sheet: Any, looks: Looks, language: Language) -> None:
    """What is past its limit is red: the state as the last update left it, the deadline by the clock."""
    state, limit = (
        xl_rowcol_to_cell(FIRST_ROW, column, col_abs=True) for column in (STATE_COLUMN, LIMIT_COLUMN)
    )
    late = {
        STATE_COLUMN: f"={state}={{AfterSales.state=overdue}}",
        LIMIT_COLUMN: f"=AND(ISNUMBER({limit}),N({limit})<NOW())",
    }
    for column, criteria in late.items():
        rule = {
            "type": "formula",
            "criteria": in_language(criteria, language),
            "format": looks.mark(RED, RED_TINT, bold=True),
        }
        sheet.conditional_format(FIRST_ROW, column, FIRST_ROW + LINES - 1, column, rule)
