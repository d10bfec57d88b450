"""A small workbook with everything around its tables that a write must leave alone.

Sheet 台账:
    B3:J6    table Log: 事项 编号 数量 日期 时刻 时长 勾选 合计 备注 (备注 is a column that people fill)
    L3:M5    table Side beside it
    B12      a line below Log that nobody may overwrite
    a comment on B4, a chart, a formula below the second table
Sheet 锁定: A1:B3 table Locked, protected without a password, filtering allowed.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import xlsxwriter

HEADERS = ("事项", "编号", "数量", "日期", "时刻", "时长", "勾选", "合计", "备注")
TEXT, ID, NUMBER, DAY, MOMENT, DURATION, TICK, TOTAL, NOTE = range(2, 11)
TOTAL_FORMULA = "Log[[#This Row],[数量]]*2"
ROWS = (
    ("开店", "00123", 3, dt.date(2026, 3, 1), dt.datetime(2026, 3, 1, 9, 30), 1.5 / 24, True, "人工一"),
    (
        "退款",
        "13800000000",
        2.5,
        dt.date(2026, 3, 2),
        dt.datetime(2026, 3, 2, 18, 5, 7),
        30 / 24,
        False,
        None,
    ),
    ("=1+1", "-5", -4, None, None, None, None, "第三行\n换行 😀"),
)
LINE_BELOW = (12, 2, "勿动")


def build(path: Path, hidden_rows: tuple[int, ...] = ()) -> Path:
    """Write the workbook; `hidden_rows` of 台账, counted from 1, are hidden as a filter hides them."""
    book = xlsxwriter.Workbook(path)
    book.set_custom_property("csbook.schema", "1")
    book.set_custom_property("csbook.language", "zh")
    book.define_name("csbook_schema", "=1")
    book.define_name("csbook_language", '="zh"')
    _fill_log(book, book.add_worksheet("台账"), hidden_rows)
    locked = book.add_worksheet("锁定")
    locked.add_table("A1:B3", {"name": "Locked", "columns": [{"header": "键"}, {"header": "值"}]})
    locked.write_column("A2", ["甲", "乙"])
    locked.write_column("B2", [1, 2])
    locked.protect("", {"autofilter": True})
    book.close()
    return path


def _fill_log(
    book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, hidden_rows: tuple[int, ...]
) -> None:
    formats = {
        ID: book.add_format({"num_format": "@"}),
        DAY: book.add_format({"num_format": "yyyy-mm-dd"}),
        MOMENT: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        DURATION: book.add_format({"num_format": "[h]:mm"}),
    }
    for column, cell_format in formats.items():
        sheet.set_column(column - 1, column - 1, 14, cell_format)
    sheet.write("B1", "客服台账")
    columns = [{"header": header} for header in HEADERS]
    sheet.add_table("B3:J6", {"name": "Log", "columns": columns})
    for row, (*values, note) in enumerate(ROWS, 4):
        for column, value in enumerate(values, TEXT):
            _write(sheet, row, column, value, formats.get(column))
        quantity = ROWS[row - 4][NUMBER - TEXT]
        sheet.write_formula(row - 1, TOTAL - 1, f"={TOTAL_FORMULA}", None, float(quantity) * 2)
        _write(sheet, row, NOTE, note, None)
    sheet.add_table("L3:M5", {"name": "Side", "columns": [{"header": "名"}, {"header": "数"}]})
    sheet.write_column("L4", ["东", "西"])
    sheet.write_column("M4", [10, 20])
    sheet.write_formula("M8", "=SUM(Side[数])", None, 30)
    sheet.write(LINE_BELOW[0] - 1, LINE_BELOW[1] - 1, LINE_BELOW[2])
    sheet.write_comment("B4", "店长:请核对")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=台账!$D$4:$D$6"})
    sheet.insert_chart("P3", chart)
    for row in hidden_rows:
        sheet.set_row(row - 1, options={"hidden": True})


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    value: object,
    cell_format: xlsxwriter.format.Format | None,
) -> None:
    at = (row - 1, column - 1)
    if value is None:
        sheet.write_blank(*at, None, cell_format)
    elif isinstance(value, bool):
        sheet.write_boolean(*at, value)
    elif isinstance(value, str):
        sheet.write_string(*at, value, cell_format)
    elif isinstance(value, dt.date):
        sheet.write_datetime(*at, value, cell_format)
    else:
        sheet.write_number(*at, value, cell_format)
