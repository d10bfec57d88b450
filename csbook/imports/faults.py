"""Why a file is not imported, and what is told of single rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from csbook.problems import CsbookError, Words, WrongUse, joined


class NotImported(WrongUse):
    """A file that cannot be imported; the words name it."""


class UnreadableFile(NotImported):
    def __init__(self, file: str) -> None:
        super().__init__(
            Words(
                f"{file} 读不出来。请从平台重新下载，或用 Excel 另存为 .xlsx 或 CSV（UTF-8、GBK）。",
                f"{file} cannot be read. Download it again, or save it in Excel as .xlsx or as CSV in UTF-8 "
                "or GBK.",
            )
        )


class EmptyFile(NotImported):
    def __init__(self, file: str) -> None:
        super().__init__(Words(f"{file} 里没有内容。", f"{file} is empty."))


class OnlyHeaders(NotImported):
    """An export without a row of data."""

    def __init__(self, file: str) -> None:
        super().__init__(
            Words(
                f"{file} 里只有表头，没有数据。请重新导出；那几天确实没有数据的，把文件移走。",
                f"{file} holds headers and no data. Export it again; where there truly is none, move the "
                "file away.",
            )
        )


class UnknownExport(NotImported):
    """No profile knows the file; `missing` are the headers that the nearest one lacks. `of_orders`: it has
    the numbers of orders, of which csbook knows two platforms' exports only."""

    def __init__(self, file: str, nearest: Words | None, missing: Sequence[str], *, of_orders: bool) -> None:
        said = Words(f"认不出 {file} 是哪种导出表。", f"{file} is no export that csbook knows.")
        if nearest is not None:
            said += Words(
                f"最接近“{nearest.zh}”，但缺少表头：{'、'.join(missing)}。",
                f" Nearest is '{nearest.en}', but these headers are missing: {', '.join(missing)}.",
            )
        else:
            said += Words("前 10 行里没有认识的表头。", " There is no known header in its first 10 rows.")
        super().__init__(said + (OTHER_ORDERS if of_orders else LOOK_OR_ADD))


LOOK_OR_ADD: Final = Words(
    "请检查导出的内容，或在“导入映射”里添加这种表。",
    " Check what was exported, or add the kind in 'Import maps'.",
)
OTHER_ORDERS: Final = Words(
    "自带的订单表只有天猫、淘宝的；别的平台的订单，请在“导入映射”里添加这种表，每个表头一行。",
    " Of orders csbook knows the exports of Tmall and Taobao only; add those of other platforms in 'Import "
    "maps', one row per header.",
)


class SeveralExports(NotImported):
    """Two profiles know as many headers of the file."""

    def __init__(self, file: str, titles: Sequence[Words]) -> None:
        names = joined(titles, zh="”和“", en="' and '")
        super().__init__(
            Words(
                f"{file} 同样像“{names.zh}”。请在操作面板“平台”（--platform）写明，"
                "或改“导入映射”使它们的表头不同。",
                f"{file} could be '{names.en}' alike. Say which it is from at 'platform' in the panel "
                "(--platform), or make their headers differ in 'Import maps'.",
            )
        )


class HeaderTwice(NotImported):
    def __init__(self, file: str, header: str) -> None:
        super().__init__(
            Words(
                f"{file} 里有两列都是“{header}”，不知道该用哪一列。请删掉一列。",
                f"{file} has two columns '{header}'. Delete one.",
            )
        )


class NoPeriod(NotImported):
    """A file that says nowhere which days its figures are of."""

    def __init__(self, file: str) -> None:
        super().__init__(
            Words(
                f"{file} 没有写是哪几天的数据（没有日期列，标题行也没有）。"
                "请在操作面板“开始日期”“结束日期”（--first、--last）写明。",
                f"{file} does not say which days its figures are of, in a column or above the headers. Name "
                "them at 'first day' and 'last day' in the panel (--first, --last).",
            )
        )


class NoPlatform(NotImported):
    def __init__(self, file: str) -> None:
        super().__init__(
            Words(
                f"{file} 没有写是哪个平台。请在操作面板“平台”（--platform）写明。",
                f"{file} does not say which platform it is from. Name it at 'platform' in the panel "
                "(--platform).",
            )
        )


class NothingImported(CsbookError):
    """None of the files could be imported."""

    exit_code = 3

    def __init__(self, faults: Iterable[NotImported]) -> None:
        super().__init__(joined([fault.words for fault in faults], zh="\n", en="\n"))


@dataclass(frozen=True)
class Unread:
    """A row of a file that is left out: where it stands and why. `sheet` is empty for CSV; `header` names
    the cell where there is one."""

    file: str
    sheet: str
    row: int
    header: str
    found: str
    reason: Words

    @property
    def words(self) -> Words:
        place = Words(f"{self.file} 第 {self.row} 行", f"{self.file}, row {self.row}")
        if self.sheet:
            place = Words(
                f"{self.file}（{self.sheet}）第 {self.row} 行", f"{self.file} ({self.sheet}), row {self.row}"
            )
        if self.header:
            found = Words(f"“{self.found}”", f"'{self.found}'") if self.found else Words("空", "empty")
            place += Words(f"“{self.header}”为", f": '{self.header}' is ") + found
        return place + Words("，没有导入：", ", left out: ") + self.reason


def shown(cell: object) -> str:
    """What a cell says, short enough for a message."""
    text = "" if cell is None else str(cell).strip()
    return text if len(text) <= 40 else text[:37] + "..."
