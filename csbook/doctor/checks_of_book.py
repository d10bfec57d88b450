"""What is wrong inside the workbook: protection, merged cells, lost digits, parts that were left out.

Source: excel-facts part 4, checks 13, 14 and 16.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from csbook.books import markup
from csbook.books.book import Place
from csbook.books.cell_xml import area, overlap
from csbook.books.file_content import FileContent
from csbook.books.sheet_xml import Cell
from csbook.books.vba_project import MacrosDamaged, has_macros
from csbook.books.without_macros import way_back
from csbook.doctor.case import Case
from csbook.doctor.checks_of_python import CONNECT
from csbook.doctor.finding import Verdict, fail, ok, shortened, warn
from csbook.doctor.sources import same_code
from csbook.problems import Words, counted

PASSWORDS: Final = ("password", "hashValue")
DIGITS: Final = 10**10
"""Eleven digits, as a telephone number has: an account, an order, a parcel, never an amount."""
PAID: Final = ("Scores", "Commissions", "Pay")
"""Tables whose formulas csbook writes with their values; a new workbook's views have none yet."""
EXCEL: Final = "Microsoft Excel"
WRITERS: Final = (EXCEL, "Microsoft Macintosh Excel", "WPS")
COMPATIBLE: Final = "Compatible"
"""What openpyxl puts behind Excel's name."""
AS_MADE: Final = (EXCEL, "12.0000")
"""What XlsxWriter writes into every file: the version is that of Excel 2007."""


def protection(case: Case) -> Verdict:
    """13: a password on a sheet or on the workbook's structure, which csbook cannot lift."""
    from csbook.schema.workbook import WORKBOOK

    package = case.book.content.package
    locked, closed = [], []
    ours = {s.title(case.book.language): s for s in WORKBOOK}
    for sheet in package.sheets:
        if sheet.kind != "worksheet" or sheet.name not in ours:
            continue
        found = markup.first(package.utf8(sheet.part), b"sheetProtection")
        if found is None or found.get("sheet") not in ("1", "true"):
            continue
        if any(found.get(name) for name in PASSWORDS):
            locked.append(sheet.name)
        elif not ours[sheet.name].protected:
            closed.append(sheet.name)
    if locked:
        return fail(
            Words(
                f"设有保护密码的工作表：{'、'.join(locked)}。",
                f"Protected with a password: {', '.join(locked)}.",
            ),
            Words("“审阅 > 撤消工作表保护”，输入密码。", "Review > Unprotect Sheet, and type the password."),
        )
    if closed:
        return warn(
            Words(
                f"要填写的工作表被保护：{'、'.join(closed)}，表格不会随输入加行。",
                f"Sheets to be filled are protected: {', '.join(closed)}; their tables do not grow.",
            ),
            Words("“审阅 > 撤消工作表保护”。", "Review > Unprotect Sheet."),
        )
    structure = markup.first(package.utf8(package.workbook), b"workbookProtection")
    if structure is not None and structure.get("lockStructure") in ("1", "true"):
        return warn(
            Words(
                "工作簿结构受保护，“显示设置”用不了。",
                "The workbook's structure is protected: 'Show settings' cannot work.",
            ),
            Words("“审阅 > 保护工作簿”，取消保护。", "Review > Protect Workbook: take it off."),
        )
    return ok("没有碍事的保护。", "No protection in the way.")


def merged_cells(case: Case) -> Verdict:
    """14: merged cells inside csbook's tables, where only the first one holds a value."""
    found = list(merged_in_tables(case.book.content))
    if found:
        shown = shortened(found)
        return fail(
            Words(f"表格里有合并单元格：{shown.zh}。", f"Merged cells in tables: {shown.en}."),
            Words("选中它们，“开始 > 取消单元格合并”。", "Select them: Home > Unmerge Cells."),
        )
    return ok("表格里没有合并单元格。", "No merged cells in tables.")


def merged_in_tables(content: FileContent) -> Iterator[str]:
    for place in content.places.values():
        table = (place.header_row, place.first_column, place.last_row, place.last_column)
        for cells in content.sheet(place.sheet).merged():
            if overlap(area(cells), table):
                yield f"{place.sheet}!{cells}"


def numbers_for_texts(case: Case) -> Verdict:
    """16: accounts, order and telephone numbers that Excel took for numbers: leading zeros and digits beyond
    the fifteenth are gone. What a row is known by, here or on another sheet, is no number and no date."""
    from csbook.schema.columns import Ref, Text
    from csbook.schema.workbook import TABLES

    content, language = case.book.content, case.book.language
    lost = []
    for name, place in content.places.items():
        if name not in TABLES:
            continue
        texts = {c.header(language): c for c in TABLES[name].columns if isinstance(c, (Text, Ref))}
        known_by = {h for h, c in texts.items() if isinstance(c, Ref) or c.name in TABLES[name].key}
        headers = [(at, header.strip()) for at, header in enumerate(place.headers)]
        columns = [(at, is_number if h in known_by else is_long) for at, h in headers if h in texts]
        for row, values in enumerate(content.grid(place), place.first_row):
            lost += [f"{place.sheet} {row} {place.headers[at]}" for at, wrong in columns if wrong(values[at])]
    if lost:
        shown = shortened(lost)
        return warn(
            Words(
                f"{len(lost)} 格应是文本，存成了数字或日期：{shown.zh}。",
                f"{counted(len(lost), 'cell')} with a number or date where a text belongs: {shown.en}.",
            ),
            Words(
                "先把单元格格式设为“文本”，再照原样重新输入：开头的 0 已丢，超过 15 位的末尾变成了 0，"
                "像 1-2 的变成了日期。",
                "Format the cells as Text first, then type them again as they were: zeros in front are gone, "
                "beyond 15 digits they end in zeros, and one like 1-2 became a date.",
            ),
        )
    return ok("编号和号码都是文本。", "Keys, accounts and numbers are text.")


def is_number(value: object) -> bool:
    """Whether Excel took a cell for a number, a day or a time."""
    return not isinstance(value, bool) and isinstance(value, (int, float, dt.date, dt.time, dt.timedelta))


def is_long(value: object) -> bool:
    return not isinstance(value, bool) and isinstance(value, (int, float)) and abs(value) >= DIGITS


def buttons(case: Case) -> Verdict:
    """28: the ribbon and its macro are still in the file."""
    from csbook.template.ribbon import CALLBACK
    from csbook.template.vba import CALLBACK_MODULE, macro_source

    package = case.book.content.package
    ribbon = [
        part for part in package.related("", "extensibility") if CALLBACK.encode() in package.part(part)
    ]
    if not has_macros(case.book.content) or not ribbon:
        return fail(
            Words(
                "文件里没有按钮或宏：存成了 .xlsx，或被别的程序去掉了。",
                "Buttons or macros are gone: saved as .xlsx, or by a program that drops them.",
            ),
            way_back(case.book.path),
        )
    try:
        callback = case.book.modules.get(CALLBACK_MODULE, "")
    except MacrosDamaged:
        damaged = Words("宏已损坏，按钮不能用。", "The macros are damaged: no button works.")
        return fail(damaged, way_back(case.book.path))
    if not same_code(callback, macro_source("csbook.bas")):
        return fail(Words("按钮的宏与这个版本不同。", "The buttons' macro is not this version's."), CONNECT)
    return ok("按钮和宏都在。", "Buttons and macros are there.")


def last_writer(case: Case) -> Verdict:
    """29: who saved the workbook last, and whether its formulas kept their values."""
    empty = formulas_without_values(case)
    if empty:
        return warn(
            Words(
                f"“{empty}”的公式没有存下数值。",
                f"Formulas on sheet '{empty}' were saved without their values.",
            ),
            Words("用 Excel 或 WPS 打开并保存一次。", "Open the file once in Excel or WPS and save it."),
        )
    program, version = application(case.book.content)
    if program and not (program.startswith(WRITERS) and COMPATIBLE not in program):
        return warn(
            Words(f"最后由 {program} 保存。", f"Last saved by {program}."),
            Words(
                "它可能去掉表格样式和计算列：发现异常就从 .csbook 里的备份恢复，以后用 Excel 或 WPS 保存。",
                "It may drop table styles and calculated columns: if something is odd, restore the backup in "
                ".csbook, and save with Excel or WPS.",
            ),
        )
    if not program or (program, version) == AS_MADE:
        return ok(
            "由 csbook 写成，还没有用 Excel 或 WPS 保存过。",
            "Written by csbook; not saved by Excel or WPS yet.",
        )
    return ok(f"由 {program} 保存。", f"Saved by {program}.")


def application(content: FileContent) -> tuple[str, str]:
    """The program that saved the whole file, and its version, by what it wrote itself."""
    for part in content.package.related("", "extended-properties"):
        said = content.package.xml(part)
        return said.findtext("{*}Application") or "", said.findtext("{*}AppVersion") or ""
    return "", ""


def formulas_without_values(case: Case) -> str:
    """The first sheet of scores or pay with a row whose formulas all lack their values, though some formulas
    of a row may give an empty text; "" for none."""
    from csbook.schema.columns import Formula
    from csbook.schema.workbook import TABLES

    content = case.book.content
    for name in PAID:
        place = content.places.get(name)
        if place is None:
            continue
        headers = {c.header(case.book.language) for c in TABLES[name].columns if isinstance(c, Formula)}
        at = {place.first_column + n for n, header in enumerate(place.headers) if header in headers}
        rows = range(place.first_row, place.last_row + 1)
        filled = filled_rows(content, place, TABLES[name].header("agent_id", case.book.language))
        valued: dict[int, bool] = {}
        for row, cell in content.sheet(place.sheet).cells_with(b"<f"):
            if row in rows and cell.column in at:
                valued[row] = valued.get(row, False) or has_value(cell, of_somebody=row in filled)
        if not all(valued.values()):
            return place.sheet
    return ""


def filled_rows(content: FileContent, place: Place, header: str) -> set[int]:
    """The sheet rows of the table that have something in this column."""
    if header not in place.headers:
        return set()
    at = place.headers.index(header)
    return {number for number, row in enumerate(content.grid(place), place.first_row) if row[at] is not None}


def has_value(formula: Cell, *, of_somebody: bool) -> bool:
    """Whether the formula's cell holds a value, if only an empty text. What openpyxl saves is no text, nor is
    what stands in a new table, whose first row is nobody's yet."""
    is_text = formula.kind == b"str" or not of_somebody
    return bool(formula.value) or (is_text and b"<v" in formula.inside)
