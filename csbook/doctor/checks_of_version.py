"""Whether the workbook is of this program's version, and whole: sheets, tables, columns, formulas."""

from __future__ import annotations

from csbook.books.broken_formulas import broken_cells
from csbook.books.cell_xml import address
from csbook.books.file_content import FileContent
from csbook.doctor.case import Case
from csbook.doctor.finding import Verdict, fail, ok, shortened
from csbook.problems import Language, Words, counted


def version(case: Case) -> Verdict:
    """27: the workbook is of this program's version, it has all its sheets, tables and columns, and no
    formula lost what it referred to."""
    content, language = case.book.content, case.book.language
    made = int(content.package.custom_properties().get("csbook.schema", "0"))
    return (
        of_another_version(made)
        or without_sheets(content, language)
        or without_columns(content, language)
        or with_broken_formulas(content)
        or ok(f"版本 {made}，工作表齐全。", f"Version {made}, every sheet there.")
    )


def of_another_version(made: int) -> Verdict | None:
    from csbook.schema.workbook import SCHEMA_VERSION

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
    if made < SCHEMA_VERSION:
        return fail(
            Words(f"工作簿是旧版本 {made}。", f"The workbook is of the earlier version {made}."),
            Words("运行 csbook upgrade 工作簿。", "Run csbook upgrade BOOK."),
        )
    return None


def without_sheets(content: FileContent, language: Language) -> Verdict | None:
    from csbook.schema.workbook import WORKBOOK

    places = content.places
    missing = [
        sheet.title(language)
        for sheet in WORKBOOK
        if any(t.name not in places or places[t.name].sheet != sheet.title(language) for t in sheet.tables)
    ]
    if not missing:
        return None
    return fail(
        Words(
            f"工作表缺失、改名或少了表格：{'、'.join(missing)}。",
            f"Sheets missing, renamed or without their table: {', '.join(missing)}.",
        ),
        Words(
            "改了名的：改回原名。删掉的：用 csbook upgrade 工作簿 补上空表，它会说明哪个备份还有原来的行。",
            "Renamed: give them their names back. Deleted: csbook upgrade BOOK adds them empty and names "
            "the backup that still has their rows.",
        ),
    )


def without_columns(content: FileContent, language: Language) -> Verdict | None:
    columns = missing_columns(content, language)
    if not columns:
        return None
    listed = shortened(columns)
    return fail(
        Words(f"缺少表头：{listed.zh}。", f"Headers missing: {listed.en}."),
        Words(
            "改过的表头：改回来。删掉的列：用 csbook upgrade 工作簿 补上空列，它会说明哪个备份还有数据。",
            "Changed headers: give them their names back. Deleted columns: csbook upgrade BOOK adds them "
            "empty and names the backup that still has their data.",
        ),
    )


def with_broken_formulas(content: FileContent) -> Verdict | None:
    broken = broken_cells(content)
    if not broken:
        return None
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
