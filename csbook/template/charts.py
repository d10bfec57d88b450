"""How charts look: small quiet axes, no frame, one colour a series."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from csbook.drawing.layout import FIGURES_ROW, Spot
from csbook.drawing.looks import FONT, INK, LINE, SOFT_INK
from csbook.problems import Language
from csbook.schema.workbook import sheet_title

NewChart = Callable[[Mapping[str, str]], Any]
"""Makes a chart of the workbook that is being written, from XlsxWriter's `type` and `subtype`."""

Area = list[Any]  # sheet title, first row, first column, last row, last column
SMALL: Final = {"name": FONT, "size": 8, "color": SOFT_INK}
GRID: Final = {"visible": True, "line": {"color": LINE}}
QUIET_LINE: Final = {"none": True}


def body_of(spot: Spot, column: str, language: Language) -> Area:
    """The cells of a table's column."""
    place = spot.column(column)
    return [sheet_title(spot.table.name, language), spot.first_row, place, spot.last_row, place]


def name_of(spot: Spot, column: str, language: Language) -> Area:
    """The cell of a column's header."""
    return [sheet_title(spot.table.name, language), spot.header_row, spot.column(column)]


def dress(chart: Any, width: int, height: int, *, title: str | None = None, legend: bool = False) -> None:
    """Axes, title, legend and size in pixels; axes that the caller set before stay as they are."""
    chart.set_chartarea({"border": {"none": True}})
    if title is None:
        chart.set_title({"none": True})
    else:
        font = {"name": FONT, "size": 10, "bold": True, "color": INK}
        chart.set_title({"name": title, "name_font": font, "overlay": False})
    chart.set_legend({"position": "top", "font": SMALL} if legend else {"none": True})
    chart.set_size({"width": width, "height": height})


def bars_of_days(
    new_chart: NewChart,
    spot: Spot,
    column: str,
    language: Language,
    *,
    title: str,
    colour: str,
    size: tuple[int, int],
    every: int,
) -> Any:
    """A column for each day of `Trends`, every so many days labelled, with the target as a dashed line. A
    day without figures holds "", which a column chart draws as nothing, where a line would fall to 0."""
    chart = new_chart({"type": "column"})
    chart.add_series(
        {
            "name": name_of(spot, column, language),
            "categories": body_of(spot, "day", language),
            "values": body_of(spot, column, language),
            "fill": {"color": colour, "transparency": 20},
            "gap": 35,
        }
    )
    chart.combine(target_line(new_chart, spot, f"{column}_target", language))
    chart.set_x_axis({"num_font": SMALL, "line": {"color": LINE}, "interval_unit": every})
    most = {"max": 100} if column == "satisfaction" else {}  # its days lie near 100 %
    chart.set_y_axis({"num_font": SMALL, "line": QUIET_LINE, "major_gridlines": GRID, "min": 0, **most})
    dress(chart, *size, title=title, legend=True)
    return chart


def target_line(new_chart: NewChart, spot: Spot, column: str, language: Language) -> Any:
    """The target across all days, dashed, so that it is told from the columns in black and white too. The
    legend says what stands above the column: the target, or that none is set."""
    line = new_chart({"type": "line"})
    line.add_series(
        {
            "name": [sheet_title(spot.table.name, language), FIGURES_ROW, spot.column(column)],
            "categories": body_of(spot, "day", language),
            "values": body_of(spot, column, language),
            "line": {"color": INK, "width": 1.5, "dash_type": "dash"},
        }
    )
    return line
