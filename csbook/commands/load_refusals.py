"""Why a file is not loaded at all: each in one sentence that says what to do."""

from __future__ import annotations

from csbook.problems import Words, WrongUse
from csbook.schema.table import Sheet
from csbook.schema.workbook import TABLES


class UnknownTable(WrongUse):
    def __init__(self, name: str) -> None:
        zh, en = "、".join(t.title.zh for t in TABLES.values()), ", ".join(TABLES)
        super().__init__(
            Words(f"没有表格 {name}。可用的有：{zh}。", f"There is no table {name}. Known: {en}.")
        )


class SheetOfSeveral(WrongUse):
    """A sheet was named that holds several tables."""

    def __init__(self, sheet: Sheet) -> None:
        titles = [table.title for table in sheet.tables]
        zh, en = "、".join(title.zh for title in titles), ", ".join(title.en for title in titles)
        super().__init__(
            Words(
                f"“{sheet.title.zh}”上有 {len(titles)} 个表格：{zh}。请写其中一个。",
                f"Sheet '{sheet.title.en}' holds {len(titles)} tables: {en}. Name one.",
            )
        )


class UnreadableCsv(WrongUse):
    def __init__(self, name: str) -> None:
        super().__init__(
            Words(
                f"{name} 读不出来。请存为 UTF-8 或 GB18030 编码的 CSV，第一行是表头。",
                f"{name} cannot be read. Save it as CSV in UTF-8 or GB18030 with headers in its first row.",
            )
        )


class RowTooLong(WrongUse):
    def __init__(self, name: str, line: int, beyond: str) -> None:
        super().__init__(
            Words(
                f"{name} 第 {line} 行的“{beyond}”上方没有表头。请补上表头，或给含分隔符的内容加引号。",
                f"{name}, line {line}: '{beyond}' has no header above it. Add the header, "
                "or put quotes around text that holds the separator.",
            )
        )


class NothingToFill(WrongUse):
    def __init__(self, title: Words) -> None:
        super().__init__(
            Words(
                f"“{title.zh}”由系统填写，不能载入。", f"'{title.en}' is filled by csbook; nothing to load."
            )
        )


class UnknownHeader(WrongUse):
    def __init__(self, header: str, known: list[str]) -> None:
        super().__init__(
            Words(
                f"表里没有可填的列“{header}”。请改表头或删掉这一列。可填：{'、'.join(known)}。",
                f"The table has no column '{header}' to fill. Rename or delete it. Known: "
                f"{', '.join(known)}.",
            )
        )


class DoubleHeader(WrongUse):
    def __init__(self, header: str) -> None:
        super().__init__(
            Words(
                f"文件里有两列都是“{header}”。请删掉一列。",
                f"Two columns of the file are '{header}'. Delete one.",
            )
        )


class HeadersMissing(WrongUse):
    """The file lacks a column of the key."""

    def __init__(self, headers: list[str]) -> None:
        super().__init__(
            Words(
                f"文件缺少必填的列：{'、'.join(headers)}。请补上。",
                f"The file lacks required columns: {', '.join(headers)}. Add them.",
            )
        )


class HeadersMissingForNewRows(WrongUse):
    """The file lacks a required column though one of its rows is not in the sheet yet."""

    def __init__(self, line: int, key: str, headers: list[str]) -> None:
        super().__init__(
            Words(
                f"第 {line} 行（{key}）是表里没有的新行，新行还要有这些列：{'、'.join(headers)}。"
                "请补上，或改正编号。",
                f"Line {line} ({key}) is not in the sheet yet, and new rows need these columns too: "
                f"{', '.join(headers)}. Add them, or correct the key.",
            )
        )
