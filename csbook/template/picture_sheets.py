"""The sheets of charts: 走势 with the month's days, 三月对比 with one agent's three months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from xlsxwriter.utility import xl_rowcol_to_cell

from csbook.drawing import layout
from csbook.drawing.formulas import in_language, quoted
from csbook.drawing.layout import Spot
from csbook.drawing.looks import (
    AMBER,
    AMBER_TINT,
    BLUE,
    GREEN,
    INK,
    LINE,
    ROW_HEIGHT_PIXELS,
    SOFT_INK,
    WHITE,
    Looks,
)
from csbook.drawing.sheets import Rows, draw_sheet
from csbook.problems import Language, Words
from csbook.schema.pictures import BEHIND_BY, WEAK_BELOW
from csbook.schema.table import Sheet
from csbook.template.charts import GRID, QUIET_LINE, SMALL, NewChart, bars_of_days, body_of, dress, name_of
from csbook.template.home_trends import SHOWN

TREND_SIZE: Final = (560, 235)
TARGET: Final = Words("目标", "Target")
NOT_SET: Final = Words("目标：未设", "Target: not set")
TREND_ROWS: Final = 11  # rows from the top of one chart to the next
CHOOSE: Final = Words("在下面“工号”里选一位客服", "Choose an agent below, in the column Staff no.")
NO_DETAIL: Final = Words(
    "这三个月没有这位客服的评分明细：先点“月度评分”",
    "No score detail of this agent in these months: click Score month first",
)
WEAK_POINTS: Final = Words("需要看的指标：", "Measures to look at: ")
BOUNDS: Final = Words(
    f"弱项：得分低于 {WEAK_BELOW}；低于团队：比团队均分低 {BEHIND_BY} 分以上（本软件默认）",
    f"weak: below {WEAK_BELOW} points; below team: more than {BEHIND_BY} below its mean (our defaults)",
)
WEIGHTED_TITLE: Final = Words("加权总分", "Score")
POINTS_TITLE: Final = Words("各项得分", "Points by measure")
MONTH_COLOURS: Final = ("#B9CDE2", "#7FA6CC", BLUE)


def draw_trends_sheet(
    sheet: Any,
    declared: Sheet,
    rows: Mapping[str, Rows],
    looks: Looks,
    language: Language,
    new_chart: NewChart,
) -> None:
    """The table with its three charts on the right of it, one below the other."""
    (spot,) = draw_fixed_tables(sheet, declared, rows, looks, language)
    for column, _, _ in SHOWN:
        name_target(sheet, spot, f"{column}_target", looks, language)
    for n, (column, title, colour) in enumerate(SHOWN):
        chart = bars_of_days(
            new_chart,
            spot,
            column,
            language,
            title=title(language),
            colour=colour,
            size=TREND_SIZE,
            every=1,
        )
        place = spot.header_row + n * TREND_ROWS, spot.last_column + 2
        sheet.insert_chart(*place, chart, {"object_position": 2, "description": title(language)})


def name_target(sheet: Any, spot: Spot, column: str, looks: Looks, language: Language) -> None:
    """What the legends say of a target, above its column."""
    target = f"INDEX({{Trends.{column}}},1)"
    given = f"{quoted(TARGET(language) + ' ')}&ROUND({target},2)"
    formula = f'=IF({target}="",{quoted(NOT_SET(language))},{given})'
    look = looks.get(font_color=SOFT_INK, bg_color=WHITE, align="center")
    sheet.write_formula(
        layout.FIGURES_ROW, spot.column(column), in_language(formula, language), look, NOT_SET(language)
    )


def draw_card_sheet(
    sheet: Any,
    declared: Sheet,
    rows: Mapping[str, Rows],
    looks: Looks,
    language: Language,
    new_chart: NewChart,
) -> None:
    """Choice, months and measures side by side; the charts stand below the two short tables."""
    choice, months, card = draw_fixed_tables(sheet, declared, rows, looks, language)
    advice = looks.get(bold=True, font_color=AMBER, bg_color=WHITE)
    sheet.write_formula(layout.FIGURES_ROW, 0, in_language(advice_formula(language), language), advice, "")
    quiet = looks.get(font_color=SOFT_INK, bg_color=WHITE)
    sheet.write_string(layout.FIGURES_ROW + 1, 0, BOUNDS(language), quiet)
    mark_weak_rows(sheet, card, looks)
    top = months.last_row + 2
    bottom = card.last_row + 10
    width = sum(layout.pixels(w) for w in left_widths(choice, language)) + layout.GAP_PIXELS - 8
    score = scores_chart(new_chart, months, language)
    dress(score, width, (bottom - top) * ROW_HEIGHT_PIXELS // 2, title=WEIGHTED_TITLE(language))
    sheet.insert_chart(top, 0, score, {"object_position": 2, "description": WEIGHTED_TITLE(language)})
    points = points_chart(new_chart, card, language)
    width = sum(layout.pixels(w) for w in left_widths(months, language)) + layout.GAP_PIXELS - 8
    dress(points, width, (bottom - top) * ROW_HEIGHT_PIXELS, title=POINTS_TITLE(language), legend=True)
    told = {"object_position": 2, "description": POINTS_TITLE(language)}
    sheet.insert_chart(top, months.first_column, points, told)


def draw_fixed_tables(
    sheet: Any, declared: Sheet, rows: Mapping[str, Rows], looks: Looks, language: Language
) -> list[Spot]:
    """The sheet with its tables, whose rows never grow in number; gives where they stand."""
    draw_sheet(sheet, declared, rows, looks, language)
    spots = [layout.spot(t, len(rows.get(t.name, ()))) for t in declared.tables]
    leave_plain_below(sheet, spots, language)
    return spots


def leave_plain_below(sheet: Any, spots: Sequence[Spot], language: Language) -> None:
    """No format below tables whose rows never grow in number: charts stand there."""
    for spot in spots:
        for column in spot.table.columns:
            place = spot.column(column.name)
            sheet.set_column(place, place, layout.column_width(column, spot.table, language))


def left_widths(spot: Spot, language: Language) -> list[float]:
    return [layout.column_width(column, spot.table, language) for column in spot.table.columns]


def advice_formula(language: Language) -> str:
    """What to do while the card is empty, else how many measures to look at."""
    nobody = 'INDEX({CardChoice.agent_id},1)=""'
    empty = "COUNT({Card.points_1},{Card.points_2},{Card.points_3})=0"
    marked = 'SUMPRODUCT(({Card.mark}<>"")*1)'
    return (
        f"=IF({nobody},{quoted(CHOOSE(language))},IF({empty},{quoted(NO_DETAIL(language))},"
        f"{quoted(WEAK_POINTS(language))}&{marked}))"
    )


def mark_weak_rows(sheet: Any, spot: Spot, looks: Looks) -> None:
    """Measure, last points and the word of a weak row in amber."""
    mark = xl_rowcol_to_cell(spot.first_row, spot.column("mark"), col_abs=True)
    rule = {
        "type": "formula",
        "criteria": f'={mark}<>""',
        "format": looks.mark(AMBER, AMBER_TINT, bold=True),
    }
    for name in ("measure", "points_3", "mark"):
        column = spot.column(name)
        sheet.conditional_format(spot.first_row, column, layout.LAST_ROW, column, rule)


def scores_chart(new_chart: NewChart, spot: Spot, language: Language) -> Any:
    """The weighted scores of the three months."""
    chart = new_chart({"type": "column"})
    chart.add_series(
        {
            "name": name_of(spot, "weighted", language),
            "categories": body_of(spot, "month", language),
            "values": body_of(spot, "weighted", language),
            "fill": {"color": GREEN, "transparency": 20},
            "gap": 80,
            "data_labels": {"value": True, "num_format": "0.00;;", "font": {**SMALL, "color": INK}},
        }
    )
    chart.set_x_axis({"num_font": SMALL, "line": {"color": LINE}})
    chart.set_y_axis({"num_font": SMALL, "line": QUIET_LINE, "major_gridlines": GRID, "min": 0, "max": 100})
    return chart


def points_chart(new_chart: NewChart, spot: Spot, language: Language) -> Any:
    """Points from 0 to 100 of every measure, in the table's order from top to bottom."""
    chart = new_chart({"type": "bar"})
    for column, colour in zip(("points_1", "points_2", "points_3"), MONTH_COLOURS, strict=True):
        chart.add_series(
            {
                "name": name_of(spot, column, language),
                "categories": body_of(spot, "measure", language),
                "values": body_of(spot, column, language),
                "fill": {"color": colour},
                "gap": 40,
            }
        )
    chart.set_y_axis({"reverse": True, "num_font": SMALL, "line": {"color": LINE}})
    chart.set_x_axis({"num_font": SMALL, "line": QUIET_LINE, "major_gridlines": GRID, "min": 0, "max": 100})
    return chart
