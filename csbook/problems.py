"""What can be wrong, and how it is said.

Three families, kept apart:

* a `Problem` is something a person can correct in a cell; it is collected, never raised;
* a `CsbookError` stops a command; each class words itself in both languages and has an exit code;
* any other exception is our fault.

Both languages of a text stand side by side in the code (`Words`), so that neither can be forgotten
when the other changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True)
class Words:
    """One text in both languages. `words("zh")` gives the Chinese."""

    zh: str
    en: str

    def __call__(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en

    def __add__(self, other: Words) -> Words:
        return Words(self.zh + other.zh, self.en + other.en)


def same(text: object) -> Words:
    """A text that is the same in both languages: a name, an id, a figure."""
    return Words(str(text), str(text))


def joined(parts: Iterable[Words], zh: str = "、", en: str = ", ") -> Words:
    """Several texts as one enumeration."""
    items = list(parts)
    return Words(zh.join(p.zh for p in items), en.join(p.en for p in items))


def counted(number: int, one: str, several: str = "") -> str:
    """A number with its English noun: `1 cell`, `2 cells`; `several` where it is no `one` with an s."""
    return f"{number} {one if number == 1 else several or one + 's'}"


def figure(number: float) -> str:
    """A number as people write it, to six decimals: 8.5, 1000000, never 1e+06."""
    return f"{number:.6f}".rstrip("0").rstrip(".")


class Severity(StrEnum):
    """`error` stands in the way of a command; `warning` is told and does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Problem:
    """Something a person should correct in a cell.

    `table` and `column` are inside names (`Staff`, `agent_id`); the way in translates them to the
    sheet and header of the workbook's language. `row` is the sheet's row number as Excel shows it.
    """

    table: str
    row: int | None
    column: str | None
    found: str
    expected: Words
    severity: Severity = Severity.ERROR


class CsbookError(Exception):
    """Something that stops a command. Subclasses word themselves."""

    exit_code = 70
    spot: Problem | None = None
    """The cell that it is about, where it is about one."""
    before_again: Words | None = None
    """What a person does before they press the same button again, as the beginning of a sentence."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


class WrongUse(CsbookError):
    """The command was called with something it does not know."""

    exit_code = 2


class WorkbookUnusable(CsbookError):
    """The workbook cannot be worked on as it is."""

    exit_code = 3


class WorkbookBusy(CsbookError):
    """The workbook is open elsewhere or changed meanwhile."""

    exit_code = 4


class NoRoster(CsbookError):
    """The hard rules leave no roster."""

    exit_code = 5


class FileMissing(WrongUse):
    def __init__(self, path: object) -> None:
        super().__init__(
            Words(f"找不到文件 {path}。请检查路径。", f"There is no file {path}. Check the path.")
        )


class FileExists(WrongUse):
    def __init__(self, path: object) -> None:
        super().__init__(
            Words(f"{path} 已存在。请换一个文件名。", f"{path} exists already. Choose another name.")
        )


class NotAWorkbook(WorkbookUnusable):
    """`why`: one sentence with what is wrong, then what to do."""

    def __init__(self, name: object, why: Words) -> None:
        super().__init__(
            Words(f"{name} 不是可用的工作簿：{why.zh}", f"{name} is not a workbook csbook can use: {why.en}")
        )
        self.why = why


class DamagedWorkbook(NotAWorkbook):
    """A workbook of which something is missing or cannot be read."""


class SheetMissing(WorkbookUnusable):
    def __init__(self, sheet: str) -> None:
        super().__init__(
            Words(
                f"找不到工作表“{sheet}”。改了名的：改回原名。删掉的：关闭工作簿，运行 csbook upgrade 工作簿，"
                "它补上这张表，并说明哪个备份还有原来的行。",
                f"Sheet '{sheet}' is missing. Renamed: give it its name back. Deleted: close the workbook "
                "and run csbook upgrade BOOK, which adds the sheet and names the backup that still has its "
                "rows.",
            )
        )


class TableMissing(WorkbookUnusable):
    def __init__(self, sheet: str, table: str) -> None:
        super().__init__(
            Words(
                f"工作表“{sheet}”里找不到表格 {table}。关闭工作簿，运行 csbook upgrade 工作簿，"
                "它补上这个表格，并说明哪个备份还有原来的行。",
                f"Table {table} is missing on sheet '{sheet}'. Close the workbook and run csbook upgrade "
                "BOOK, which adds the table and names the backup that still has its rows.",
            )
        )


class HeaderMissing(WorkbookUnusable):
    def __init__(self, sheet: str, header: str, row: int) -> None:
        super().__init__(
            Words(
                f"工作表“{sheet}”第 {row} 行缺少表头“{header}”。请改回原来的表头；"
                "列被删掉的，请从备份恢复（csbook upgrade 补上的是空列）。",
                f"Sheet '{sheet}', row {row}: header '{header}' is missing. Give it its name back; a column "
                "that was deleted is in a backup (csbook upgrade adds an empty one).",
            )
        )


class NewerVersion(WorkbookUnusable):
    def __init__(self, name: object, found: int, known: int) -> None:
        super().__init__(
            Words(
                f"{name} 由更新的 csbook 制作（版本 {found}，本机 {known}）。请先升级 csbook。",
                f"{name} was made by a newer csbook (version {found}, this one knows {known}). "
                "Update csbook first.",
            )
        )


class OlderVersion(WorkbookUnusable):
    """Something is missing that came in after the workbook was made."""

    def __init__(self, found: int) -> None:
        super().__init__(upgrade_first(found))


def upgrade_first(found: int) -> Words:
    """What to do with a workbook of an earlier version."""
    return Words(
        f"工作簿是旧版本 {found}，请关闭工作簿，运行 csbook upgrade 工作簿。",
        f"The workbook is of the earlier version {found}; close it and run csbook upgrade BOOK.",
    )


class ReadOnlyFile(WorkbookUnusable):
    def __init__(self, name: object) -> None:
        super().__init__(
            Words(
                f"{name} 是只读的。请取消只读，或另存一份再试。",
                f"{name} is read-only. Clear the read-only mark or save a copy, then try again.",
            )
        )


class OpenElsewhere(WorkbookBusy):
    def __init__(self, name: object) -> None:
        super().__init__(
            Words(
                f"{name} 正在别处打开。请先关闭它再试。", f"{name} is open elsewhere. Close it and try again."
            )
        )


class ChangedMeanwhile(WorkbookBusy):
    def __init__(self, name: object) -> None:
        super().__init__(
            Words(
                f"{name} 在读取之后被别人改动过，没有写入。请重新运行。",
                f"{name} was changed by somebody after it was read; nothing was written. Run again.",
            )
        )


class CellsBelow(WorkbookUnusable):
    """A table would grow over cells that are not its own."""

    def __init__(self, sheet: str, table: str, cells: str) -> None:
        super().__init__(
            Words(
                f"工作表“{sheet}”的表格 {table} 需要增加行，但下方 {cells} 有内容。请先移走这些内容。",
                f"Sheet '{sheet}': table {table} needs more rows, but {cells} below it "
                "are not empty. Move them away first.",
            )
        )
