"""What is said where no picture can be made."""

from __future__ import annotations

from pathlib import Path

from csbook.commands.file_refusals import FilesUnusable
from csbook.problems import Words, WorkbookUnusable, WrongUse

BY_HAND = Words(
    "也可以在 Excel 里打开这张表，用“文件 → 导出 → 创建 PDF/XPS”。",
    " Or open the sheet in Excel and use File, Export, Create PDF/XPS.",
)


class NothingToRender(FilesUnusable):
    """This computer has no program that turns a sheet into a PDF."""

    def __init__(self) -> None:
        super().__init__(
            Words(
                "这台电脑上找不到 LibreOffice，也找不到 Excel，做不成 PDF 和图片。请安装 LibreOffice"
                "（免费，zh-cn.libreoffice.org）后再试。",
                "There is neither LibreOffice nor Excel on this computer to make a PDF or a picture with. "
                "Install LibreOffice (free, libreoffice.org) and try again.",
            )
            + BY_HAND
        )


class NotRendered(FilesUnusable):
    """The program ended, or was ended, without a PDF."""

    def __init__(self, program: str, why: Words) -> None:
        super().__init__(
            Words(
                f"{program} 没有做出 PDF：{why.zh}。请再试一次。",
                f"{program} made no PDF: {why.en}. Try again.",
            )
            + BY_HAND
        )


class NotPut(FilesUnusable):
    """Finished files that could not take the place of earlier ones."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            Words(
                f"没有写成：{folder} 里同名的文件可能正打开着。请关闭它再试，或换一个文件名。",
                f"Not written: a file of the same name in {folder} may be open. Close it and try again, or "
                "choose another name.",
            )
        )


class EmptySheet(WorkbookUnusable):
    """There is nothing on the sheet yet; `first` says what fills it."""

    def __init__(self, sheet: Words, first: Words) -> None:
        super().__init__(
            Words(
                f"“{sheet.zh}”还是空的，没有可导出的内容。请先{first.zh}。",
                f"Sheet '{sheet.en}' is still empty: there is nothing to export. {first.en} first.",
            )
        )


class NoReportOf(WorkbookUnusable):
    def __init__(self, month: str, there: Words) -> None:
        super().__init__(
            Words(
                f"“月报”里没有 {month} 的报告，有的是 {there.zh}。请先为它点“起草报告”。",
                f"Sheet 'Report' has none of {month}; it has {there.en}. Press 'Draft report' for it first.",
            )
        )


class NotByMonth(WrongUse):
    def __init__(self) -> None:
        super().__init__(
            Words(
                "“今日待办”不分月份：请把操作面板的“月份”清空（--month 不写）。",
                "Sheet 'Today' is of no month: empty 'month' in the panel (--month is left out).",
            )
        )
