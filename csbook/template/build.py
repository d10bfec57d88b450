"""The workbook from the schema: XlsxWriter makes the sheets, pyOpenVBA the VBA project, and the rest of
the package (macro content type, ribbon, fixed dates) is put in afterwards.

Two builds with the same arguments and the same versions give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from csbook.conf_keys import ANSWERS, CONF_SHEET, INTERPRETERS, own_interpreter_key
from csbook.drawing.layout import GAP_PIXELS
from csbook.drawing.lists import write_lists
from csbook.drawing.looks import FONT, FONT_SIZE, ROW_HEIGHT_PIXELS, Looks
from csbook.drawing.sheets import draw_sheet
from csbook.problems import Language, Words
from csbook.schema.defaults import default_rows
from csbook.schema.workbook import SCHEMA_VERSION, WORKBOOK
from csbook.template.home import draw_home
from csbook.template.package_parts import (
    RIBBON_PART,
    as_macro_workbook,
    repacked,
    with_ribbon_relation,
    without_standing_values,
)
from csbook.template.picture_sheets import draw_card_sheet, draw_trends_sheet
from csbook.template.report_charts import draw_report_charts
from csbook.template.ribbon import custom_ui
from csbook.template.roster_sheet import draw_roster
from csbook.template.vba import add_vba_project

Rows = Mapping[str, Sequence[Mapping[str, Any]]]

CREATED: Final = dt.datetime(2026, 1, 1)
TITLE: Final = Words("客服台账", "Customer service workbook")
WITH_CHARTS: Final[dict[str, Callable[..., None]]] = {
    "home": draw_home,
    "card": draw_card_sheet,
    "trends": draw_trends_sheet,
    "report_charts": draw_report_charts,
}


def build_template(path: Path) -> None:
    """The workbook_template.xlsm that is checked in: Chinese, no month, not connected to a Python."""
    build_workbook(path, language="zh", month=None)


def build_workbook(
    path: Path,
    *,
    language: Language,
    month: dt.date | None,
    rows: Rows | None = None,
    real_xlwings: bool = False,
    interpreter: str | None = None,
) -> None:
    """Write a new macro workbook to `path`; a file there is overwritten.

    `month` is the first day of the month that 设置 names. `rows` are first rows by table (inside
    names and frame values; a formula's column may carry its value), beside or instead of
    `default_rows`. `real_xlwings` puts in the installed xlwings' VBA module, and `interpreter` is the
    absolute path of the Python that its buttons start.
    """
    body = {**default_rows(language, month), **(rows or {})}
    with tempfile.TemporaryDirectory() as folder:
        sheets, macros, project = (Path(folder) / name for name in ("sheets.xlsx", "macros.xlsm", "vba.xlsm"))
        write_sheets(sheets, language, month, body, interpreter)
        repacked(
            sheets, macros, lambda name, data: without_standing_values(name, as_macro_workbook(name, data))
        )
        add_vba_project(macros, project, real_xlwings=real_xlwings)
        repacked(project, path, with_ribbon_relation, {RIBBON_PART: custom_ui(language)})


def write_sheets(
    path: Path, language: Language, month: dt.date | None, rows: Rows, interpreter: str | None
) -> None:
    """All sheets, names and document properties, without macros."""
    book = xlsxwriter.Workbook(
        str(path),
        {
            "default_format_properties": {"font_name": FONT, "font_size": FONT_SIZE},
            "default_row_height": ROW_HEIGHT_PIXELS,
            "default_column_width": GAP_PIXELS,
        },
    )
    looks = Looks(book)
    for declared in WORKBOOK:
        sheet = book.add_worksheet(declared.title(language))
        if declared.name == "roster":
            draw_roster(sheet, declared, rows, looks, language, month)
        elif declared.name in WITH_CHARTS:
            WITH_CHARTS[declared.name](sheet, declared, rows, looks, language, book.add_chart)
        else:
            draw_sheet(sheet, declared, rows, looks, language)
    write_lists(book, language, month, [str(row["code"]) for row in rows["Shifts"]])
    write_conf(book, interpreter)
    book.set_properties({"title": TITLE(language), "created": CREATED})
    book.set_custom_property("csbook.schema", str(SCHEMA_VERSION))
    book.set_custom_property("csbook.language", language)
    book.close()


def write_conf(book: Any, interpreter: str | None) -> None:
    """The hidden sheet that xlwings' VBA module reads: this system's Python, and every other setting."""
    sheet = book.add_worksheet(CONF_SHEET)
    sheet.hide()
    own = {own_interpreter_key(on_mac=sys.platform == "darwin"): interpreter or ""}
    for row, (key, value) in enumerate({**dict.fromkeys(INTERPRETERS, ""), **own, **ANSWERS}.items()):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)
