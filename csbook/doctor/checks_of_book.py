"""What is wrong inside the workbook: protection, merged cells, lost digits, parts that were left out.

Source: excel-facts part 4, checks 13, 14 and 16.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from csbook.books import markup
from csbook.books.broken_formulas import broken_cells
from csbook.books.cell_xml import address, area, overlap
from csbook.books.file_content import FileContent
from csbook.books.vba_project import MacrosDamaged, has_macros
from csbook.books.without_macros import FROM_BACKUP, way_back
from csbook.doctor.case import Case
from csbook.doctor.checks_of_python import CONNECT
from csbook.doctor.finding import Verdict, fail, ok, warn
from csbook.doctor.sources import same_code
from csbook.problems import Language, Words, counted

PASSWORDS: Final = ("password", "hashValue")
DIGITS: Final = 10**10
"""Eleven digits, as a telephone number has: an account, an order, a parcel, never an amount."""
SHOWN: Final = 3
PAID: Final = ("Scores", "Commissions", "Pay")
"""Tables whose formulas csbook writes with their values; a new workbook's views have none yet."""
EXCEL: Final = "Microsoft Excel"
WRITERS: Final = (EXCEL, "Microsoft Macintosh Excel", "WPS")


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
    the fifteenth are gone."""
    from csbook.schema.columns import Ref, Text
    from csbook.schema.workbook import TABLES

    content, language = case.book.content, case.book.language
    lost = []
    for name, place in content.places.items():
        if name not in TABLES:
            continue
        texts = {c.header(language) for c in TABLES[name].columns if isinstance(c, (Text, Ref))}
        columns = [number for number, header in enumerate(place.headers) if header in texts]
        for row, values in enumerate(content.grid(place), place.first_row):
            long = [c for c in columns if is_long(values[c])]
            lost += [f"{place.sheet} {row} {place.headers[c]}" for c in long]
    if lost:
        shown = "；".join(lost[:SHOWN])
        return warn(
            Words(
                f"{len(lost)} 个号码存成了数字：{shown}",
                f"Stored as numbers, {len(lost)} cells, such as: {shown}",
            ),
            Words(
                "先把单元格格式设为“文本”，再重新输入或粘贴号码；超过 15 位的末尾已变成 0。",
                "Format the cells as Text first, then type or paste the numbers again; beyond 15 digits they "
                "ended in zeros.",
            ),
        )
    return ok("号码都是文本。", "Accounts and numbers are text.")


def is_long(value: object) -> bool:
    return not isinstance(value, bool) and isinstance(value, (int, float)) and abs(value) >= DIGITS


def version(case: Case) -> Verdict:
    """27: the workbook is of this program's version, it has all its sheets, tables and columns, and no
    formula lost what it referred to."""
    from csbook.schema.workbook import SCHEMA_VERSION, WORKBOOK

    content, language = case.book.content, case.book.language
    made = int(content.package.custom_properties().get("csbook.schema", "0"))
    if made > SCHEMA_VERSION:
        return fail(
            Words(
                f"工作簿由更新的 csbook 制作（版本 {made}，本机 {SCHEMA_VERSION}）。",
                f"Made by a newer csbook: version {made}, this one knows {SCHEMA_VERSION}.",
            ),
            Words(
                "升级 csbook：python -m pip install --upgrade csbook。",
                "Update csbook: python -m pip install --upgrade csbook.",
            ),
        )
    upgrade = Words("运行 csbook upgrade 工作簿。", "Run csbook upgrade BOOK.")
    if made < SCHEMA_VERSION:
        return fail(
            Words(f"工作簿是旧版本 {made}。", f"The workbook is of the earlier version {made}."), upgrade
        )
    places = content.places
    missing = [
        sheet.title(language)
        for sheet in WORKBOOK
        if any(t.name not in places or places[t.name].sheet != sheet.title(language) for t in sheet.tables)
    ]
    if missing:
        return fail(
            Words(
                f"工作表缺失、改名或少了表格：{'、'.join(missing)}。",
                f"Sheets missing, renamed or without their table: {', '.join(missing)}.",
            ),
            Words(
                "把名字改回来；删掉的用 csbook upgrade 补上。",
                "Give them their names back; what was deleted comes back with csbook upgrade BOOK.",
            ),
        )
    if columns := missing_columns(content, language):
        listed = shortened(columns)
        return fail(
            Words(f"缺少表头：{listed.zh}。", f"Headers missing: {listed.en}."),
            Words(
                "改过的表头改回来；删掉的列用 csbook upgrade 补上（是空列，数据从备份恢复）。",
                "Give changed headers their names back; a deleted column comes back empty with csbook "
                "upgrade BOOK, its data from a backup.",
            ),
        )
    if broken := broken_cells(content):
        named = [f"{title}!{address(*where)}" for title, found in broken.items() for where in found]
        listed = shortened(named)
        return fail(
            Words(
                f"{len(named)} 个公式失效（#REF!），用到的列被删过：{listed.zh}。",
                f"Broken (#REF!), since what they use was deleted: {counted(len(named), 'formula')}, "
                f"{listed.en}.",
            ),
            Words(
                "运行 csbook upgrade 工作簿，写回 csbook 的公式；自己写的公式请自己改。",
                "Run csbook upgrade BOOK, which writes csbook's formulas again; mend your own yourself.",
            ),
        )
    return ok(f"版本 {made}，工作表齐全。", f"Version {made}, every sheet there.")


def missing_columns(content: FileContent, language: Language) -> list[str]:
    """Headers of the schema that its tables lack, as `走势 接待人数`."""
    from csbook.schema.workbook import WORKBOOK

    return [
        f"{sheet.title(language)} {column.header(language)}"
        for sheet in WORKBOOK
        for table in sheet.tables
        for column in table.columns
        if column.header(language) not in {header.strip() for header in content.places[table.name].headers}
    ]


def shortened(names: list[str]) -> Words:
    more = len(names) > SHOWN
    return Words(
        "、".join(names[:SHOWN]) + ("……" if more else ""),
        ", ".join(names[:SHOWN]) + (" ..." if more else ""),
    )


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
        return fail(Words("宏已损坏，按钮不能用。", "The macros are damaged: no button works."), FROM_BACKUP)
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
    program = application(case.book.content)
    if program and not program.startswith(WRITERS):
        return warn(
            Words(f"最后由 {program} 保存。", f"Last saved by {program}."),
            Words(
                "它可能去掉表格样式和计算列：发现异常就从 .csbook 里的备份恢复，以后用 Excel 或 WPS 保存。",
                "It may drop table styles and calculated columns: if something is odd, restore the backup in "
                ".csbook, and save with Excel or WPS.",
            ),
        )
    return ok(f"由 {program or 'csbook'} 保存。", f"Saved by {program or 'csbook'}.")


def application(content: FileContent) -> str:
    for part in content.package.related("", "extended-properties"):
        return content.package.xml(part).findtext("{*}Application") or ""
    return ""


def formulas_without_values(case: Case) -> str:
    """The first sheet of scores or pay where a formula column holds no value; "" for none."""
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
        for row, cell in content.sheet(place.sheet).cells_with(b"<f"):
            if row in rows and cell.column in at and b"<v" not in cell.inside:
                return place.sheet
    return ""
