"""The month's targets of 月计划 against what is reached so far."""

from __future__ import annotations

import re
from typing import Any, Final

from xlsxwriter.utility import xl_rowcol_to_cell

from csbook.drawing.formulas import in_language, quoted
from csbook.drawing.looks import INK, LINE, SOFT_INK, Looks
from csbook.drawing.marks import mark_attainment
from csbook.problems import Language
from csbook.template import home_words as words
from csbook.template.home_cases import TITLE_ROW
from csbook.template.home_parts import heading, heading_look

FIRST_ROW: Final = TITLE_ROW + 2
LINES: Final = 6
LAST_ROW: Final = FIRST_ROW + LINES - 1
ITEM_COLUMN, TARGET_COLUMN, ACTUAL_COLUMN, ATTAINMENT_COLUMN = 7, 10, 11, 12
PLACE_COLUMN: Final = 13
"""Right of the grid and of what is printed; it holds, unseen, each line's place in 月计划."""
UNSEEN: Final = ";;;"
LONGEST: Final = 2000  # characters of an item

OF_MONTH: Final = (
    '({Plan.month}=csbook_running_month_text)*({Plan.part}={Plan.part=target})*({Plan.target}<>"")'
)


def draw_targets(sheet: Any, looks: Looks, language: Language) -> None:
    heading(sheet, TITLE_ROW, ITEM_COLUMN, ATTAINMENT_COLUMN, "", looks)
    sheet.write_formula(
        TITLE_ROW, ITEM_COLUMN, in_language(title_formula(language), language), heading_look(looks), ""
    )
    head = looks.get(bold=True, font_color=SOFT_INK, bottom=1, bottom_color=LINE, align="center")
    left = looks.get(bold=True, font_color=SOFT_INK, bottom=1, bottom_color=LINE, align="left")
    row = TITLE_ROW + 1
    sheet.merge_range(row, ITEM_COLUMN, row, TARGET_COLUMN - 1, words.ITEM(language), left)
    titles = {
        TARGET_COLUMN: words.TARGET,
        ACTUAL_COLUMN: words.ACTUAL,
        ATTAINMENT_COLUMN: words.ATTAINMENT,
    }
    for column, title in titles.items():
        sheet.write_string(row, column, title(language), head)
    for n in range(LINES):
        draw_target(sheet, n, looks, language)
    mark_attainment(sheet, looks, (FIRST_ROW, ATTAINMENT_COLUMN, LAST_ROW, ATTAINMENT_COLUMN))


def title_formula(language: Language) -> str:
    """The month, and of how many targets these are the first where there are more."""
    before, between, after = re.split(r"\{\w+\}", words.FIRST_OF(language))
    of = f"{quoted(f'{before}{LINES}{between}')}&SUMPRODUCT({OF_MONTH})&{quoted(after)}"
    more = f'IF(SUMPRODUCT({OF_MONTH})>{LINES},{of},"")'
    return f'="{words.TARGETS_TITLE(language)} "&csbook_running_month_text&{more}'


def draw_target(sheet: Any, n: int, looks: Looks, language: Language) -> None:
    """The n-th target of the month, counted from 0; without any the first line says what to do."""
    row = FIRST_ROW + n
    cell = {"font_color": INK, "bottom": 1, "bottom_color": LINE}
    text, number = looks.get(**cell, align="left"), looks.get(**cell, align="center")
    percent = looks.get(**cell, align="center", num_format="0%")
    place = xl_rowcol_to_cell(row, PLACE_COLUMN, col_abs=True)
    found = (
        f"{{=IFERROR(MATCH(SMALL(IF({OF_MONTH},ROW({{Plan.target}})),{n + 1}),ROW({{Plan.target}}),0),0)}}"
    )
    unseen = looks.get(num_format=UNSEEN)
    sheet.write_array_formula(row, PLACE_COLUMN, row, PLACE_COLUMN, in_language(found, language), unseen, 0)
    nothing = '""' if n else quoted(words.NO_TARGETS(language))
    shown = {
        ITEM_COLUMN: (f"=IF({place}=0,{nothing},{item_of(place, language)})", text),
        TARGET_COLUMN: (f"={figure_of('target', place)}", number),
        ACTUAL_COLUMN: (f"={figure_of('actual', place)}", number),
        ATTAINMENT_COLUMN: (f"={figure_of('attainment', place)}", percent),
    }
    sheet.merge_range(row, ITEM_COLUMN, row, TARGET_COLUMN - 1, "", text)
    for column, (formula, look) in shown.items():
        sheet.write_formula(row, column, in_language(formula, language), look, "")


def item_of(place: str, language: Language) -> str:
    """What the target says, a capital first in English, with the name where it is one person's."""
    item = f"INDEX({{Plan.item}},{place})"
    if language == "en":
        item = f"UPPER(LEFT({item},1))&MID({item},2,{LONGEST})"
    number = f"INDEX({{Plan.agent_id}},{place})"
    name = f'IFERROR(" "&INDEX({{Staff.name}},MATCH({number},{{Staff.agent_id}},0)),"")'
    return f'{item}&IF({number}="","",{name})'


def figure_of(column: str, place: str) -> str:
    value = f"INDEX({{Plan.{column}}},{place})"
    return f'IF({place}=0,"",IF({value}="","",ROUND({value},3)))'
