"""Who leads: the last ranking, or the running month's order so far by what csbook proposes."""

from __future__ import annotations

from typing import Any, Final

from xlsxwriter.utility import xl_rowcol_to_cell

from csbook.drawing.formulas import in_language, quoted
from csbook.drawing.looks import BLUE, GREY_TINT, INK, LINE, SOFT_INK, Looks
from csbook.problems import Language
from csbook.template import home_words as words
from csbook.template.home_duty import FIRST_ROW, LAST_ROW, TITLE_ROW
from csbook.template.home_parts import heading, heading_look

RANK_COLUMN, NAME_COLUMN, SCORE_COLUMN = 10, 11, 12

OF_MONTH: Final = "({Scores.month}=csbook_standing_month)"
TO_DATE: Final = '({Scores.standing}={Scores.standing=ranked})*({Scores.performance_proposed}<>"")'
IN_RANK: Final = '({Scores.rank}<>"")*1'
SHOWN: Final = f"{OF_MONTH}*IF(csbook_to_date,{TO_DATE},{IN_RANK})"
MANY: Final = f"IF(csbook_to_date,SUMPRODUCT({OF_MONTH}*{TO_DATE}),SUMPRODUCT({OF_MONTH}*{IN_RANK}))"
"""How many are in the order, shown or not."""
LINES: Final = LAST_ROW - FIRST_ROW + 1
ORDER: Final = "IF(csbook_to_date,100-{Scores.performance_proposed},{Scores.rank})+ROW({Scores.rank})/1000000"


def draw_standing(sheet: Any, looks: Looks, language: Language) -> None:
    """Rank, name and score, the first first: proposed performance while the month has no ranking yet."""
    heading(sheet, TITLE_ROW, RANK_COLUMN, SCORE_COLUMN, "", looks)
    order_of = in_language(title_formula(language), language)
    sheet.write_formula(TITLE_ROW, RANK_COLUMN, order_of, heading_look(looks), "")
    head = looks.get(bold=True, font_color=SOFT_INK, bottom=1, bottom_color=LINE, align="center")
    titles = {RANK_COLUMN: words.RANK, NAME_COLUMN: words.NAME, SCORE_COLUMN: words.SCORE}
    for column, title in titles.items():
        sheet.merge_range(TITLE_ROW + 1, column, TITLE_ROW + 2, column, title(language), head)
    score = f'=IF(csbook_to_date,"{words.PROPOSED(language)}","{words.SCORE(language)}")'
    sheet.write_formula(TITLE_ROW + 1, SCORE_COLUMN, score, head, words.SCORE(language))
    for row in range(FIRST_ROW, LAST_ROW + 1):
        draw_place(sheet, row, looks, language)
    best = looks.mark(BLUE, GREY_TINT, bold=True)
    rank = xl_rowcol_to_cell(FIRST_ROW, RANK_COLUMN, col_abs=True)
    rule = {"type": "formula", "criteria": f"={rank}=1", "format": best}
    sheet.conditional_format(FIRST_ROW, RANK_COLUMN, LAST_ROW, SCORE_COLUMN, rule)


def title_formula(language: Language) -> str:
    """What the order is of; how many there are in all where not all are shown."""
    ranked = (
        f'IF(csbook_ranked_month="","{words.NO_STANDING(language)}",'
        f'"{words.STANDING_TITLE(language)} "&csbook_ranked_month)'
    )
    to_date = f'"{words.TO_DATE_TITLE(language)} "&csbook_standing_month'
    before, after = words.IN_ALL(language).split("{all}")
    of = f"{quoted(before)}&{MANY}&{quoted(after)}"
    return f'=IF(csbook_to_date,{to_date},{ranked})&IF({MANY}>{LINES},{of},"")'


def draw_place(sheet: Any, row: int, looks: Looks, language: Language) -> None:
    cell = {"font_color": INK, "align": "center", "bottom": 1, "bottom_color": LINE}
    k = row - FIRST_ROW + 1
    place = f"MATCH(SMALL(IF({SHOWN},{ORDER}),{k}),{ORDER},0)"
    name = xl_rowcol_to_cell(row, NAME_COLUMN)
    figure = "IF(csbook_to_date,INDEX({Scores.performance_proposed},%s),INDEX({Scores.weighted},%s))"
    columns = (
        (
            RANK_COLUMN,
            f'{{=IF({name}="","",IF(csbook_to_date,{rank_to_date(row)},INDEX({{Scores.rank}},{place})))}}',
            "0",
        ),
        (NAME_COLUMN, f'{{=IFERROR(INDEX({{Scores.name}},{place})&"","")}}', "@"),
        (SCORE_COLUMN, f'{{=IFERROR({figure % (place, place)},"")}}', "0.00"),
    )
    for column, formula, digits in columns:
        look = looks.get(**cell, num_format=digits, shrink=True)
        sheet.write_array_formula(row, column, row, column, in_language(formula, language), look, "")


def rank_to_date(row: int) -> str:
    """The place in the order; who has as much as the line above shares its place."""
    score, above = (xl_rowcol_to_cell(r, SCORE_COLUMN) for r in (row, row - 1))
    place = row - FIRST_ROW + 1
    if place == 1:
        return "1"
    return f"IF({score}={above},{xl_rowcol_to_cell(row - 1, RANK_COLUMN)},{place})"
