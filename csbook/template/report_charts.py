"""The sheet 月报图: a report's measures against their targets, and each person's score against the team's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from xlsxwriter.utility import xl_rowcol_to_cell

from csbook.drawing import layout
from csbook.drawing.formulas import in_language, quoted
from csbook.drawing.layout import Spot
from csbook.drawing.looks import AMBER, BLUE, BODY_FILL, INK, LINE, SOFT_INK, WHITE, Looks
from csbook.drawing.sheets import Rows
from csbook.problems import Language, Words
from csbook.schema.columns import Filler
from csbook.schema.report_pictures import SCORED, WITH_TARGET, chosen
from csbook.schema.table import Sheet
from csbook.template.charts import GRID, QUIET_LINE, SMALL, NewChart, body_of, dress, name_of
from csbook.template.picture_sheets import draw_fixed_tables, left_widths

CHART_HEIGHT: Final = 285  # pixels
UNSEEN: Final = ";;;"
UNUSED_INK: Final = BODY_FILL[Filler.CSBOOK]  # for programs that leave the number format out
SLANTED, UPRIGHT = -45, -90  # degrees: where there are as many places as people only this leaves room
CHART_ROWS: Final = 14  # rows from the top of one chart to the next
NOTHING: Final = Words("先点“起草报告”", "Click Draft report first")
GOALS: Final = Words("有目标的指标 ", "Measures with a target: ")
PEOPLE_RANKED: Final = Words("参评人数 ", "Ranked: ")
PEOPLE_PROPOSED: Final = Words("有建议分的人数 ", "People with a proposal: ")
SHOWN: Final = Words("，图中前 ", ", shown: the first ")
RANKED: Final = Words("加权总分", "weighted scores")
PROPOSED: Final = Words("绩效建议分（还没排名）", "proposed performance (not ranked yet)")
ATTAINED_TITLE: Final = Words("指标达成率 %（目标 = 100）", "Attained % of the target (target = 100)")
PEOPLE_TITLE: Final = Words("每人得分与团队均分", "Each person's score and the team's mean")


def draw_report_charts(
    sheet: Any,
    declared: Sheet,
    rows: Mapping[str, Rows],
    looks: Looks,
    language: Language,
    new_chart: NewChart,
) -> None:
    """Choice, measures and people side by side; the charts stand below the choice."""
    spots = draw_fixed_tables(sheet, declared, rows, looks, language)
    choice, goals, people = spots
    draw_lines(sheet, spots, looks, language)
    hide_unused(sheet, goals, "measure", looks)
    hide_unused(sheet, people, "name", looks)
    width = sum(layout.pixels(w) for w in left_widths(choice, language)) + layout.GAP_PIXELS - 8
    charts = (
        (attained_chart(new_chart, goals, language), ATTAINED_TITLE),
        (people_chart(new_chart, people, language), PEOPLE_TITLE),
    )
    for n, (chart, title) in enumerate(charts):
        dress(chart, width, CHART_HEIGHT, title=title(language), legend=True)
        told = {"object_position": 2, "description": title(language)}
        sheet.insert_chart(choice.last_row + 2 + n * CHART_ROWS, 0, chart, told)


def draw_lines(sheet: Any, spots: list[Spot], looks: Looks, language: Language) -> None:
    """Above each table which report, how many measures and whose scores its figures are."""
    _, goals, people = spots
    bold = looks.get(bold=True, font_color=AMBER, bg_color=WHITE)
    quiet = looks.get(font_color=SOFT_INK, bg_color=WHITE)
    formulas = (report_line(language), goals_line(goals.rows, language), people_line(people.rows, language))
    for spot, formula, look in zip(spots, formulas, (bold, quiet, quiet), strict=True):
        text = in_language("=" + formula, language)
        sheet.write_formula(layout.FIGURES_ROW, spot.first_column, text, look, "")


def hide_unused(sheet: Any, spot: Spot, named_by: str, looks: Looks) -> None:
    """Rows without a name show nothing: the line goes across all places, so its figures stand in them too."""
    named = xl_rowcol_to_cell(spot.first_row, spot.column(named_by), col_abs=True)
    unseen = looks.mark(UNUSED_INK, num_format=UNSEEN)
    rule = {"type": "formula", "criteria": f'={named}=""', "format": unseen}
    sheet.conditional_format(spot.first_row, spot.first_column, spot.last_row, spot.last_column, rule)


def report_line(language: Language) -> str:
    """Which report it is, or what to do while there is none."""
    span, period = (chosen(name) for name in ("shown_span", "shown_period"))
    return f'IF({period}="",{quoted(NOTHING(language))},{span}&" "&{period})'


def goals_line(places: int, language: Language) -> str:
    return counted(quoted(GOALS(language)), f"SUMPRODUCT({WITH_TARGET})", places, language)


def people_line(places: int, language: Language) -> str:
    """The month, which scores they are, and of how many people: those ranked, or with a proposal."""
    kind, who = (
        f"IF({chosen('ranked')}=1,{quoted(ranked(language))},{quoted(proposed(language))})"
        for ranked, proposed in ((RANKED, PROPOSED), (PEOPLE_RANKED, PEOPLE_PROPOSED))
    )
    people = counted(who, f"SUMPRODUCT({SCORED})", places, language)
    return f'{chosen("month")}&" "&{kind}&{quoted("  ")}&{people}'


def counted(label: str, number: str, places: int, language: Language) -> str:
    """How many there are, and that these are the first of them where there are more. `label` is a formula."""
    return f'{label}&{number}&IF({number}>{places},{quoted(f"{SHOWN(language)}{places}")},"")'


def attained_chart(new_chart: NewChart, spot: Spot, language: Language) -> Any:
    """A column for each measure with the target as a dashed line across all of them."""
    return against_line(new_chart, spot, ("measure", "attainment_percent", "goal"), "0;;0", SLANTED, language)


def people_chart(new_chart: NewChart, spot: Spot, language: Language) -> Any:
    """A column for each person with the team's mean as a dashed line."""
    return against_line(new_chart, spot, ("name", "score", "team"), "0.0;;", UPRIGHT, language)


def against_line(
    new_chart: NewChart,
    spot: Spot,
    columns: tuple[str, str, str],
    digits: str,
    turned: int,
    language: Language,
) -> Any:
    """Columns with their figures above them, told from the dashed line in black and white too. `columns`
    are those of the categories, the columns and the line; the names stand `turned`."""
    categories, values, line = columns
    chart = new_chart({"type": "column"})
    chart.add_series(
        {
            "name": name_of(spot, values, language),
            "categories": body_of(spot, categories, language),
            "values": body_of(spot, values, language),
            "fill": {"color": BLUE, "transparency": 20},
            "gap": 40,
            "data_labels": {"value": True, "num_format": digits, "font": {**SMALL, "color": INK}},
        }
    )
    goal = new_chart({"type": "line"})
    goal.add_series(
        {
            "name": name_of(spot, line, language),
            "categories": body_of(spot, categories, language),
            "values": body_of(spot, line, language),
            "line": {"color": INK, "width": 1.5, "dash_type": "dash"},
        }
    )
    chart.combine(goal)
    font = {**SMALL, "rotation": turned}
    chart.set_x_axis({"num_font": font, "line": {"color": LINE}, "interval_unit": 1})
    chart.set_y_axis({"num_font": SMALL, "line": QUIET_LINE, "major_gridlines": GRID, "min": 0})
    return chart
