"""The month's days on the first sheet: conversion, response and satisfaction side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from csbook.drawing import layout
from csbook.drawing.formulas import in_language
from csbook.drawing.looks import AMBER, BLUE, GREEN, ROW_HEIGHT_PIXELS, Looks
from csbook.problems import Language, Words
from csbook.schema.workbook import TABLES
from csbook.template import home_words as words
from csbook.template.charts import NewChart, bars_of_days
from csbook.template.home_parts import heading, heading_look

TITLE_ROW: Final = 31
ROWS: Final = 10
GRID_COLUMNS: Final = 12
EVERY: Final = 5  # days between two labels, at this size

SHOWN: Final[tuple[tuple[str, Words, str], ...]] = (
    ("conversion", Words("咨询转化率 %", "Conversion %"), BLUE),
    ("response_seconds", Words("平均响应（秒）", "Average response (s)"), AMBER),
    ("satisfaction", Words("满意率 %", "Satisfaction %"), GREEN),
)
"""Column of `Trends`, title and colour."""


def draw_trends(
    sheet: Any, new_chart: NewChart, widths: Sequence[int], looks: Looks, language: Language
) -> None:
    """`widths`: those of the grid's twelve columns in pixels."""
    heading(sheet, TITLE_ROW, 1, GRID_COLUMNS, "", looks)
    sheet.write_formula(TITLE_ROW, 1, in_language(title_formula(language), language), heading_look(looks), "")
    table = TABLES["Trends"]
    spot = layout.spot(table, words.DAYS_SHOWN)
    each = GRID_COLUMNS // len(SHOWN)
    for n, (column, title, colour) in enumerate(SHOWN):
        chart = bars_of_days(
            new_chart,
            spot,
            column,
            language,
            title=title(language),
            colour=colour,
            size=(sum(widths[n * each : (n + 1) * each]) - 6, ROWS * ROW_HEIGHT_PIXELS - 6),
            every=EVERY,
        )
        told = {"object_position": 2, "y_offset": 4, "description": title(language)}
        sheet.insert_chart(TITLE_ROW + 1, 1 + n * each, chart, told)


def title_formula(language: Language) -> str:
    """The month, and what to do while none of its days has figures."""
    empty = "COUNT({Trends.conversion},{Trends.response_seconds},{Trends.satisfaction})=0"
    return (
        f'="{words.TRENDS_TITLE(language)} "&csbook_running_month_text'
        f'&IF({empty},"{words.NO_TRENDS(language)}","")'
    )
