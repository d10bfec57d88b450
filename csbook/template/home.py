"""The first sheet 首页: what today asks for, the month's standing, urgent cases, first steps, links, panel.

Its figures are live formulas that Excel 2016 and LibreOffice both calculate.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from csbook.drawing import layout
from csbook.drawing.formulas import in_language
from csbook.drawing.looks import BLUE, INK, LINE, SHIFT_COLOURS, SOFT_INK, Looks
from csbook.drawing.sheets import Rows, draw_table, prepare, title_look
from csbook.problems import Language
from csbook.schema.daily import DAYS
from csbook.schema.settings import SETTING_WORDS
from csbook.schema.table import Sheet
from csbook.schema.workbook import WORKBOOK, sheet_title
from csbook.template import home_words as words
from csbook.template.home_cases import LINES as CASE_LINES
from csbook.template.home_cases import TITLE_ROW as CASES_ROW
from csbook.template.home_cases import draw_cases
from csbook.template.home_duty import draw_duty, draw_standing
from csbook.template.home_parts import heading
from csbook.template.home_tiles import draw_tiles

COLUMNS: Final = 12  # the grid: columns B to M
COLUMN_WIDTH: Final = 12
LINKS_ROW: Final = CASES_ROW
STEPS_ROW: Final = CASES_ROW + CASE_LINES + 3  # below the cases
CHART_ROW, PANEL_TITLE_ROW = 43, layout.PANEL_ROW - 1
LINK_ROWS: Final = 13
STEP_COLUMNS: Final = (1, 6)
LINK_COLUMNS: Final = ((7, 8), (9, 10), (11, 12))


def draw_home(
    sheet: Any,
    declared: Sheet,
    rows: Mapping[str, Rows],
    looks: Looks,
    language: Language,
    chart: Any,
) -> None:
    """`chart` is a new column chart of the workbook."""
    prepare(sheet, declared, language)
    sheet.set_column(0, 0, 2)
    sheet.set_column(1, COLUMNS, COLUMN_WIDTH)
    (panel,) = declared.tables
    parameters = layout.column_width(panel["parameter"], panel, language)
    sheet.set_column(layout.PANEL_COLUMN, layout.PANEL_COLUMN, max(COLUMN_WIDTH, parameters))
    sheet.set_portrait()
    sheet.fit_to_pages(1, 1)
    draw_top(sheet, looks, language)
    draw_tiles(sheet, rows, looks, language)
    draw_duty(sheet, looks, language)
    draw_standing(sheet, looks, language)
    draw_cases(sheet, looks, language)
    draw_steps(sheet, looks, language)
    draw_links(sheet, looks, language)
    draw_chart(sheet, chart, looks, language)
    heading(sheet, PANEL_TITLE_ROW, 1, COLUMNS, words.PANEL(language), looks)
    spot = layout.spot(panel, len(rows["Panel"]))
    draw_table(sheet, spot, rows["Panel"], looks, language)
    sheet.set_row(spot.header_row, 24)
    sheet.activate()
    sheet.set_first_sheet()


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
    sheet.write_string(1, 3, words.TODAY(language), plain)
    date = looks.get(font_color=INK, bold=True, num_format="yyyy-mm-dd", align="left")
    sheet.write_formula(1, 4, "=TODAY()", date, "")
    sheet.write_formula(1, 5, weekday_formula(language), looks.get(font_color=INK, bold=True), "")
    sheet.write_formula(1, 6, "=csbook_day_type", plain, "")


def setting_formula(name: str, language: Language) -> str:
    key = SETTING_WORDS[name](language)
    return in_language(f'INDEX({{Settings.value}},MATCH("{key}",{{Settings.name}},0))', language)


def weekday_formula(language: Language) -> str:
    letters = words.WEEKDAY_LETTERS(language)
    size = len(letters) // 7
    return f'="{words.WEEKDAY(language)}"&MID("{letters}",WEEKDAY(TODAY())*{size}-{size - 1},{size})'


def draw_steps(sheet: Any, looks: Looks, language: Language) -> None:
    """What to do first in an empty workbook."""
    first, last = STEP_COLUMNS
    heading(sheet, STEPS_ROW, first, last - 1, words.STEPS_TITLE(language), looks)
    for n, step in enumerate(words.STEPS, 1):
        text = f"{n}  {step(language)}"
        sheet.write_string(STEPS_ROW + n, first, text, looks.get(font_color=INK))


def draw_links(sheet: Any, looks: Looks, language: Language) -> None:
    """A link to every sheet; those that are set once are shown by 显示设置 first."""
    heading(sheet, LINKS_ROW, LINK_COLUMNS[0][0], COLUMNS, words.LINKS_TITLE(language), looks)
    targets = [declared for declared in WORKBOOK if declared.name != "home"]
    for n, declared in enumerate(targets):
        column, row = LINK_COLUMNS[n // LINK_ROWS][0], LINKS_ROW + 1 + n % LINK_ROWS
        title = declared.title(language)
        ink = SOFT_INK if declared.hidden else BLUE
        look = looks.get(font_color=ink, underline=0 if declared.hidden else 1)
        sheet.write_url(row, column, f"internal:'{title}'!A1", look, string=title)


def draw_chart(sheet: Any, chart: Any, looks: Looks, language: Language) -> None:
    """People on duty on each day of the month, a column of shifts for each day."""
    heading(sheet, CHART_ROW, 1, COLUMNS, words.CHART_TITLE(language), looks)
    roster = layout.spot(next(t for t in WORKBOOK.tables.values() if t.name == "Roster"))
    name = sheet_title("Roster", language)
    first, last = roster.column(DAYS[0]), roster.column(DAYS[-1])
    kinds = ("day", "half", "evening", "other")
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
    small = {"name": "Microsoft YaHei", "size": 8, "color": SOFT_INK}
    unnamed_at_first = [len(kinds) - 1]  # the shop's three shifts leave the last series empty
    chart.set_legend({"position": "top", "font": small, "delete_series": unnamed_at_first})
    chart.set_x_axis({"num_font": small, "line": {"color": LINE}})
    chart.set_y_axis(
        {
            "num_font": small,
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": LINE}},
        }
    )
    chart.set_chartarea({"border": {"none": True}})
    chart.set_size({"width": COLUMNS * 89, "height": 260})
    sheet.insert_chart(
        CHART_ROW + 1, 1, chart, {"object_position": 2, "description": words.CHART_TITLE(language)}
    )
