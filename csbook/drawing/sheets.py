"""Tables onto sheets: titles, headers, formats and drop-downs of columns, first rows, print set-up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from csbook.drawing import figures, layout, paging
from csbook.drawing.formulas import cell_value
from csbook.drawing.layout import LAST_ROW, Spot
from csbook.drawing.looks import (
    HEADER_FILL,
    HINT_INK,
    INK,
    SOFT_INK,
    WHITE,
    Looks,
    body_properties,
)
from csbook.drawing.marks import mark_attainment, mark_changes, mark_figures, mark_shift_cells, mark_states
from csbook.drawing.validation import FILLED_BY, validation
from csbook.problems import Language, Words
from csbook.schema.columns import FILLER_WORDS, Column, Filler, Formula, Text
from csbook.schema.columns import Any as AnyColumn
from csbook.schema.formulas import formula_text
from csbook.schema.panel import PANEL_KINDS
from csbook.schema.settings import BY_NAME as SETTINGS
from csbook.schema.table import Sheet, Table
from csbook.schema.text_lines import LINE_POINTS, PADDING, row_points, text_width

Rows = Sequence[Mapping[str, Any]]

A4: Final = 9
PAGE_FOOTER: Final = Words("&L&A&R第 &P 页，共 &N 页", "&L&A&RPage &P of &N")
ALLOWED_WHEN_PROTECTED: Final = {
    "autofilter": True,
    "sort": True,
    "format_columns": True,
    "format_rows": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}
WIDEST: Final = 40.0
LINE_HEIGHT: Final = 15  # points
TOP_MARGIN, BOTTOM_MARGIN = 0.5, 0.6  # inches
TAB_COLOURS: Final = {"person": "#2B5C8F", "csbook": "#68727F", "setup": "#C9A14A"}


def draw_sheet(
    sheet: Any, declared: Sheet, rows: Mapping[str, Rows], looks: Looks, language: Language
) -> None:
    """A whole sheet with its tables, for all sheets but the first and the roster."""
    spots = [layout.spot(table, len(rows.get(table.name, ()))) for table in declared.tables]
    prepare(sheet, declared, language)
    for spot in spots:
        draw_columns(sheet, spot, rows.get(spot.table.name, ()), looks, language)
    spread_pages(sheet, spots, language, rows)
    clear_above(sheet, spots, looks)
    draw_heading(sheet, declared, spots, looks, language)
    draw_empty_state(sheet, spots[0].table, looks, language, (layout.EMPTY_ROW, 0))
    for spot in spots:
        draw_figures(sheet, spot, rows.get(spot.table.name, ()), looks, language)
        draw_table(sheet, spot, rows.get(spot.table.name, ()), looks, language)
    freeze(sheet, spots[0])
    protect(sheet, declared)


def prepare(sheet: Any, declared: Sheet, language: Language) -> None:
    """Print set-up, tab colour, state of hiding."""
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(paging.SIDE_MARGIN, paging.SIDE_MARGIN, TOP_MARGIN, BOTTOM_MARGIN)
    sheet.set_footer(PAGE_FOOTER(language))
    header = layout.header_row(declared)
    if declared.name != "home":
        sheet.repeat_rows(header)
    kind = "setup" if declared.hidden and not declared.protected else "person"
    sheet.set_tab_color(TAB_COLOURS["csbook" if declared.protected else kind])
    if declared.hidden:
        sheet.hide()


def protect(sheet: Any, declared: Sheet) -> None:
    if declared.protected:
        sheet.protect("", ALLOWED_WHEN_PROTECTED)


def draw_columns(sheet: Any, spot: Spot, rows: Rows, looks: Looks, language: Language) -> None:
    """Width and format of each whole column, so that they hold for rows to come."""
    for n, column in enumerate(spot.table.columns, spot.first_column):
        width = width_for(column, spot.table, rows, language)
        options = {"hidden": True} if layout.is_hidden(column, spot.table) else {}
        sheet.set_column(n, n, width, looks.body(column), options)


def width_for(column: Column, table: Table, rows: Rows, language: Language) -> float:
    """The declared width, or more where the first rows hold longer texts that do not wrap."""
    width = layout.column_width(column, table, language)
    if not isinstance(column, Text) or layout.is_wrapped(column) or table.name in layout.COMPACT_TABLES:
        return width
    longest = max((text_width(str(row.get(column.name) or "")) for row in rows), default=0.0)
    return max(width, min(longest + PADDING, WIDEST))


def spread_pages(
    sheet: Any, spots: Sequence[Spot], language: Language, rows: Mapping[str, Rows] | None = None
) -> None:
    """As few pages wide as stay readable, the first columns on each; tables beside each other are printed
    one after another, each from a page of its own. `rows` are the first rows by table."""
    if spots[0].table.name in layout.ON_ONE_PAGE:
        sheet.fit_to_pages(1, 0)
        return
    widths = [drawn_pixels(spot.table, (rows or {}).get(spot.table.name, ()), language) for spot in spots]
    if len(spots) > 1:
        scale = min(paging.spread(each).scale for each in widths)
        sheet.set_print_scale(int(scale * 100))
        sheet.set_v_pagebreaks([spot.first_column for spot in spots[1:]])
        return
    repeated = repeated_columns(spots[0])
    pages = paging.spread(widths[0], repeated).pages
    sheet.fit_to_pages(pages, 0)
    if pages > 1 and repeated:
        sheet.repeat_columns(0, repeated - 1)


def drawn_pixels(table: Table, rows: Rows, language: Language) -> list[int]:
    """The width of each of the table's columns that are seen and printed."""
    return [
        layout.pixels(width_for(column, table, rows, language))
        for column in table.columns
        if not layout.is_hidden(column, table)
    ]


def repeated_columns(spot: Spot) -> int:
    """How many columns from the left stay in sight, and stand on every page."""
    name = layout.FROZEN_AFTER.get(spot.table.name)
    return 0 if name is None else spot.column(name) + 1


def clear_above(sheet: Any, spots: Sequence[Spot], looks: Looks) -> None:
    """White cells above the header, where the format of the columns has no place."""
    white = looks.get(bg_color=WHITE)
    for row in range(spots[0].header_row):
        for column in range(spots[0].first_column, spots[-1].last_column + 1):
            sheet.write_blank(row, column, None, white)


def draw_heading(
    sheet: Any, declared: Sheet, spots: Sequence[Spot], looks: Looks, language: Language
) -> None:
    """The title with the sheet's purpose at its right, and below who fills which colour. A further table that
    is printed from a page of its own has its title above it."""
    sheet.set_row(layout.TITLE_ROW, 32)
    title = declared.title(language)
    sheet.write_string(layout.TITLE_ROW, 0, title, title_look(looks))
    column = first_column_after(text_width(title) * 1.9 + 2, spots[0].table, language)
    sheet.write_string(layout.TITLE_ROW, column, declared.purpose(language), purpose_look(looks))
    if spots[0].table.name not in layout.ON_ONE_PAGE:
        for spot in spots[1:]:
            look = looks.get(font_size=12, bold=True, font_color=INK, bg_color=WHITE)
            sheet.write_string(layout.LEGEND_ROW, spot.first_column, spot.table.title(language), look)
    draw_legend(sheet, declared, looks, language)


def title_look(looks: Looks) -> Any:
    return looks.get(font_size=18, bold=True, font_color=INK, bg_color=WHITE)


def purpose_look(looks: Looks) -> Any:
    return looks.get(font_color=SOFT_INK, bg_color=WHITE)


def first_column_after(width: float, table: Table, language: Language) -> int:
    """The first column that begins at least `width` characters from the left."""
    reached = 0.0
    for n, column in enumerate(table.columns):
        if reached >= width:
            return n
        reached += layout.column_width(column, table, language)
    return len(table.columns)


def draw_legend(sheet: Any, declared: Sheet, looks: Looks, language: Language) -> None:
    """A coloured square for each who fills columns here, in one cell that runs over its neighbours."""
    fillers = {column.by for table in declared.tables for column in table.columns}
    said = FILLED_BY(language)
    parts: list[Any] = [looks.get(font_color=SOFT_INK), said] if said else []
    for filler in Filler:
        if filler in fillers:
            parts += [looks.get(font_color=HEADER_FILL[filler], font_size=12), "■ "]
            parts += [looks.get(font_color=SOFT_INK), FILLER_WORDS[filler](language) + "    "]
    sheet.write_rich_string(layout.LEGEND_ROW, 0, *parts, looks.get(bg_color=WHITE))


def draw_figures(sheet: Any, spot: Spot, rows: Rows, looks: Looks, language: Language) -> None:
    found = figures.line(spot.table, rows, language)
    if found is not None:
        formula, shown = found
        look = looks.get(bold=True, font_color=INK, bg_color=WHITE)
        sheet.write_formula(layout.FIGURES_ROW, spot.first_column, formula, look, shown)


def draw_empty_state(sheet: Any, table: Table, looks: Looks, language: Language, at: tuple[int, int]) -> None:
    """What to fill or press first, for as long as the table has no row."""
    formula = figures.empty_formula(table, language)
    if formula is not None:
        sheet.write_formula(*at, formula, looks.get(italic=True, font_color=HINT_INK, bg_color=WHITE), "")


def draw_table(sheet: Any, spot: Spot, rows: Rows, looks: Looks, language: Language) -> None:
    """The Excel table with its header, first rows, drop-downs and colours."""
    table = spot.table
    columns = []
    compact = table.name in layout.COMPACT_TABLES
    place = {"valign": "top"} if compact else {}  # the filter's arrow stands below the header's text
    for column in table.columns:
        entry = {"header": column.header(language), "header_format": looks.header(column, **place)}
        if isinstance(column, Formula):
            entry["formula"] = formula_text(table, column, language)
        columns.append(entry)
    sheet.set_row(spot.header_row, layout.header_height(table, language))
    sheet.add_table(
        spot.header_row,
        spot.first_column,
        spot.last_row,
        spot.last_column,
        {
            "name": table.name,
            "style": None,
            "columns": columns,
            "autofilter": layout.has_filter(table),
        },
    )
    write_rows(sheet, spot, rows or ({},), looks, language)
    draw_validations(sheet, spot, rows, language)
    draw_marks(sheet, spot, looks, language)


def draw_marks(sheet: Any, spot: Spot, looks: Looks, language: Language) -> None:
    """The colours of the table's changes, states, figures and shifts."""
    table = spot.table
    mark_changes(sheet, looks, spot, language)
    mark_states(sheet, looks, spot, language)
    mark_figures(sheet, looks, spot, language)
    if "attainment" in table.by_name:
        column = spot.column("attainment")
        mark_attainment(sheet, looks, (spot.first_row, column, LAST_ROW, column))
    if "shift" in table.by_name and table.name in ("Requests", "RosterHistory"):
        mark_shift_cells(sheet, looks, spot, "shift", "shift", language)


def write_rows(sheet: Any, spot: Spot, rows: Rows, looks: Looks, language: Language) -> None:
    """The body's cells. A formula's cell shows the row's own value for it until Excel calculates."""
    for number, row in enumerate(rows, spot.first_row):
        fit_row(sheet, spot.table, number, row, language)
        for column in spot.table.columns:
            kind = value_kind(spot.table, column, row)
            own = {"text_wrap": False} if spot.table.name == "Panel" else {}  # it runs over to the right
            look = looks.get(**{**body_properties(column), **kind_properties(column, kind), **own})
            place = number, spot.column(column.name)
            value = cell_value(kind, row.get(column.name), language)
            if isinstance(column, Formula):
                text = formula_text(spot.table, column, language)
                sheet.write_formula(*place, "=" + text, look, "" if value is None else value)
            elif value is None:
                sheet.write_blank(*place, None, look)
            elif isinstance(value, str):
                sheet.write_string(*place, value, look)
            else:
                sheet.write_number(*place, value, look)


def fit_row(sheet: Any, table: Table, number: int, row: Mapping[str, Any], language: Language) -> None:
    """A row as high as its wrapped texts need."""
    if table.name == "Panel":
        return
    points = row_points(
        (str(row.get(column.name) or ""), width_to_fit(column, table, language))
        for column in table.columns
        if layout.is_wrapped(column)
    )
    if points > LINE_POINTS:
        sheet.set_row(number, points)


def width_to_fit(column: Column, table: Table, language: Language) -> float:
    """The width that texts of the column are broken at; a narrow one is taken as exactly as it is."""
    width = layout.column_width(column, table, language)
    return width if isinstance(column, Text) else layout.width_in_file(width)


def value_kind(table: Table, column: Column, row: Mapping[str, Any]) -> Column:
    """The kind of a cell: the column's, or for a value of 设置 and 操作面板 that of its own row."""
    if not isinstance(column, AnyColumn):
        return column
    if table.name == "Settings" and row.get("name") in SETTINGS:
        return SETTINGS[row["name"]].kind
    return PANEL_KINDS.get(str(row.get("parameter")), column)


def row_help(table: Table, kind: Column, row: Mapping[str, Any]) -> Words | None:
    """What a value of 设置 is for; that of 操作面板 stands beside it."""
    known = table.name == "Settings" and row.get("name") in SETTINGS
    return SETTINGS[row["name"]].help if known else kind.help


def kind_properties(column: Column, kind: Column) -> dict[str, Any]:
    if kind is column:
        return {}
    return {"num_format": body_properties(kind)["num_format"], "align": "left"}


def draw_validations(sheet: Any, spot: Spot, rows: Rows, language: Language) -> None:
    """One rule for each whole column; for values whose rows differ in kind, one for each row."""
    runs: list[tuple[int, int, dict[str, Any]]] = []
    for column in spot.table.columns:
        place = spot.column(column.name)
        if isinstance(column, AnyColumn):
            for number, row in enumerate(rows, spot.first_row):
                kind = value_kind(spot.table, column, row)
                rule = row_validation(column, kind, row_help(spot.table, kind, row), language)
                sheet.data_validation(number, place, number, place, rule)
            continue
        rule = validation(column, language)
        if runs and runs[-1][1] == place - 1 and mergeable(runs[-1][2], rule):
            runs[-1] = (runs[-1][0], place, runs[-1][2])
        else:
            runs.append((place, place, rule))
    for first, last, rule in runs:
        sheet.data_validation(spot.first_row, first, LAST_ROW, last, rule)


def mergeable(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Neighbours with the same rule under another title, such as the days of the roster."""
    return {**one, "input_title": ""} == {**other, "input_title": ""} and one["validate"] == "list"


def row_validation(column: Column, kind: Column, told: Words | None, language: Language) -> dict[str, Any]:
    """The rule of a value's own kind under the value column's header and filler; `told` is what it is for."""
    named = replace(kind, name=column.name, zh=column.zh, en=column.en, by=column.by, help=told)
    return validation(named, language)


def freeze(sheet: Any, spot: Spot) -> None:
    """Headers stay in sight, on wide sheets with the first columns."""
    sheet.freeze_panes(spot.first_row, repeated_columns(spot))
