"""The first sheet 首页: what today asks for, who leads, targets, the month's days, links, first steps, panel.

Its figures are live formulas that Excel 2016 and LibreOffice both calculate.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import Any, Final

from csbook.drawing import layout
from csbook.drawing.formulas import in_language
from csbook.drawing.layout import Spot
from csbook.drawing.looks import (
    BLUE,
    BODY_FILL,
    INK,
    LINE,
    ROW_HEIGHT_PIXELS,
    SHIFT_COLOURS,
    SOFT_INK,
    Looks,
)
from csbook.drawing.sheets import Rows, draw_table, prepare, title_look
from csbook.problems import Language
from csbook.schema.daily import DAYS
from csbook.schema.settings import SETTING_WORDS
from csbook.schema.table import Sheet
from csbook.schema.workbook import TABLES, WORKBOOK, sheet_title
from csbook.template import home_words as words
from csbook.template.charts import GRID, QUIET_LINE, SMALL, NewChart, dress
from csbook.template.home_cases import draw_cases
from csbook.template.home_duty import draw_duty
from csbook.template.home_now import draw_now
from csbook.template.home_parts import heading
from csbook.template.home_standing import draw_standing
from csbook.template.home_targets import draw_targets
from csbook.template.home_tiles import draw_tiles
from csbook.template.home_trends import ROWS as TREND_ROWS
from csbook.template.home_trends import TITLE_ROW as TRENDS_ROW
from csbook.template.home_trends import draw_trends

COLUMNS: Final = 12  # the grid: columns B to M
COLUMN_WIDTH: Final = 10
CHART_ROW: Final = TRENDS_ROW + TREND_ROWS + 2
CHART_ROWS: Final = 12
WHOLE_PEOPLE: Final = '[=0]0;[<1]"";0'  # an empty chart's axis goes up to 1
LAST_PRINTED_ROW: Final = CHART_ROW + CHART_ROWS
LINKS_ROW: Final = LAST_PRINTED_ROW + 2
LINK_COLUMNS: Final = (1, 3, 5, 7, 9, 11)
LINK_ROWS: Final = ceil((len(WORKBOOK.sheets) - 1) / len(LINK_COLUMNS))
STEPS_ROW: Final = LINKS_ROW + LINK_ROWS + 2
STEP_COLUMNS: Final = (1, 7)
STEP_ROWS: Final = ceil(len(words.STEPS) / len(STEP_COLUMNS))
PANEL_TITLE_ROW: Final = layout.PANEL_ROW - 1
JUMPS: Final = dict(zip((10, 11, 12), (LINKS_ROW, STEPS_ROW, PANEL_TITLE_ROW), strict=True))
"""Rows further down by the column of the link to them."""


def draw_home(
    sheet: Any,
    declared: Sheet,
    rows: Mapping[str, Rows],
    looks: Looks,
    language: Language,
    new_chart: NewChart,
) -> None:
    """The whole sheet. What is printed, on one page, are the figures and pictures; links, first steps
    and panel stand below them."""
    prepare(sheet, declared, language)
    (panel,) = declared.tables
    parameters = layout.column_width(panel["parameter"], panel, language)
    widths = [max(COLUMN_WIDTH, parameters), *[COLUMN_WIDTH] * (COLUMNS - 1)]
    sheet.set_column(0, 0, 2)
    for column, width in enumerate(widths, 1):
        sheet.set_column(column, column, width)
    sheet.set_portrait()
    sheet.fit_to_pages(1, 1)
    sheet.print_area(0, 0, LAST_PRINTED_ROW, COLUMNS)
    pixels = [layout.pixels(width) for width in widths]
    draw_top(sheet, looks, language)
    draw_now(sheet, looks, language)
    draw_tiles(sheet, rows, looks, language)
    draw_duty(sheet, looks, language)
    draw_standing(sheet, looks, language)
    draw_cases(sheet, looks, language)
    draw_targets(sheet, looks, language)
    draw_trends(sheet, new_chart, pixels, looks, language)
    draw_chart(sheet, new_chart, sum(pixels), looks, language)
    draw_links(sheet, looks, language)
    draw_steps(sheet, looks, language)
    heading(sheet, PANEL_TITLE_ROW, 1, COLUMNS, words.PANEL(language), looks)
    spot = layout.spot(panel, len(rows["Panel"]))
    draw_table(sheet, spot, rows["Panel"], looks, language)
    sheet.set_row(spot.header_row, 24)
    draw_rest_of_panel(sheet, spot, looks)
    sheet.activate()
    sheet.set_first_sheet()


def draw_rest_of_panel(sheet: Any, spot: Spot, looks: Looks) -> None:
    """What a parameter means runs over the columns right of its own, which look like it."""
    last = spot.table.columns[-1]
    look = looks.get(bg_color=BODY_FILL[last.by], top=1, bottom=1, top_color=LINE, bottom_color=LINE)
    for row in range(spot.first_row, spot.last_row + 1):
        for column in range(spot.last_column + 1, COLUMNS + 1):
            sheet.write_blank(row, column, None, look)


def draw_top(sheet: Any, looks: Looks, language: Language) -> None:
    """The shop's name or ours, the month and today."""
    shop = setting_formula("shop", language)
    title = (
        f'=IFERROR(IF({shop}="","{words.TITLE(language)}",{shop}&"{words.TITLE_AFTER_SHOP(language)}"),"")'
    )
    sheet.set_row(0, 36)
    sheet.write_formula(0, 1, title, title_look(looks), words.TITLE(language))
    plain = looks.get(font_color=SOFT_INK)
    month = f'="{words.MONTH(language)} "&csbook_month_text&" "&csbook_roster_state'
    sheet.write_formula(1, 1, month, plain, words.MONTH(language))
    sheet.write_string(1, 3, words.TODAY(language), looks.get(font_color=SOFT_INK, align="right", indent=1))
    date = looks.get(font_color=INK, bold=True, num_format="yyyy-mm-dd", align="left")
    sheet.write_formula(1, 4, "=TODAY()", date, "")
    sheet.write_formula(1, 5, weekday_formula(language), looks.get(font_color=INK, bold=True), "")
    sheet.write_formula(1, 6, "=csbook_day_type", plain, "")
    draw_jumps(sheet, looks, language)


def setting_formula(name: str, language: Language) -> str:
    key = SETTING_WORDS[name](language)
    return in_language(f'INDEX({{Settings.value}},MATCH("{key}",{{Settings.name}},0))', language)


def weekday_formula(language: Language) -> str:
    letters = words.WEEKDAY_LETTERS(language)
    size = len(letters) // 7
    return f'="{words.WEEKDAY(language)}"&MID("{letters}",WEEKDAY(TODAY())*{size}-{size - 1},{size})'


def draw_jumps(sheet: Any, looks: Looks, language: Language) -> None:
    """Links to what stands further down on this sheet."""
    look = looks.get(font_color=BLUE, underline=1, align="right")
    title = WORKBOOK.sheets[0].title(language)
    for (column, row), text in zip(JUMPS.items(), words.JUMPS, strict=True):
        sheet.write_url(1, column, f"internal:'{title}'!B{row + 1}", look, string=text(language))


def draw_steps(sheet: Any, looks: Looks, language: Language) -> None:
    """What to do first in an empty workbook."""
    heading(sheet, STEPS_ROW, 1, COLUMNS, words.STEPS_TITLE(language), looks)
    for n, step in enumerate(words.STEPS):
        column, row = STEP_COLUMNS[n // STEP_ROWS], STEPS_ROW + 1 + n % STEP_ROWS
        sheet.write_string(row, column, f"{n + 1}  {step(language)}", looks.get(font_color=INK))


def draw_links(sheet: Any, looks: Looks, language: Language) -> None:
    """A link to every sheet; those that are set once are shown by 显示设置 first."""
    heading(sheet, LINKS_ROW, 1, COLUMNS, words.LINKS_TITLE(language), looks)
    targets = [declared for declared in WORKBOOK if declared.name != "home"]
    for n, declared in enumerate(targets):
        column, row = LINK_COLUMNS[n // LINK_ROWS], LINKS_ROW + 1 + n % LINK_ROWS
        title = declared.title(language)
        ink = SOFT_INK if declared.hidden else BLUE
        look = looks.get(font_color=ink, underline=0 if declared.hidden else 1)
        sheet.write_url(row, column, f"internal:'{title}'!A1", look, string=title)


def draw_chart(sheet: Any, new_chart: NewChart, width: int, looks: Looks, language: Language) -> None:
    """People on duty on each day of the month, a column of shifts for each day."""
    heading(sheet, CHART_ROW, 1, COLUMNS, words.CHART_TITLE(language), looks)
    roster = layout.spot(TABLES["Roster"])
    name = sheet_title("Roster", language)
    first, last = roster.column(DAYS[0]), roster.column(DAYS[-1])
    kinds = ("day", "half", "evening", "other")
    chart = new_chart({"type": "column", "subtype": "stacked"})
    for row, kind in zip(layout.ROSTER_SHIFT_ROWS, kinds, strict=True):
        chart.add_series(
            {
                "name": [name, row, roster.column("name")],
                "categories": [name, roster.header_row, first, roster.header_row, last],
                "values": [name, row, first, row, last],
                "fill": {"color": SHIFT_COLOURS[kind][0], "transparency": 25},
                "gap": 40,
            }
        )
    dress(chart, width, CHART_ROWS * ROW_HEIGHT_PIXELS - 6)
    unnamed_at_first = [len(kinds) - 1]  # the shop's three shifts leave the last series empty
    chart.set_legend({"position": "top", "font": SMALL, "delete_series": unnamed_at_first})
    chart.set_x_axis({"num_font": SMALL, "line": {"color": LINE}})
    people = {"num_format": WHOLE_PEOPLE, "min": 0}
    chart.set_y_axis({"num_font": SMALL, "line": QUIET_LINE, "major_gridlines": GRID, **people})
    told = {"object_position": 2, "y_offset": 4, "description": words.CHART_TITLE(language)}
    sheet.insert_chart(CHART_ROW + 1, 1, chart, told)
