"""`--live` of `csbook run`, `undo` and `show-settings`: the closed file or the workbook open in WPS."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from csbook.cli_help import Help
from csbook.problems import Words, WrongUse, same

LIVE: Final = ("wps",)
BOOK: Final = Words("工作簿", "BOOK")
LiveOption = Annotated[
    str | None,
    typer.Option(),
    Help(
        Words(
            "在 WPS 里打开着的工作簿上做：写明工作簿就按名字找，不写就是最前面的那个。WPS 不会自己保存。"
            "还没有在真的 WPS 上试过。",
            "Work on the workbook open in WPS: BOOK by its name, or the one in front. WPS does not save it. "
            "Not tried on a real WPS yet.",
        ),
        same("wps"),
    ),
]
BookIfClosed = Annotated[
    Path | None,
    typer.Argument(),
    Help(
        Words(
            "工作簿（.xlsm），要关闭着；加 --live 时在 WPS 里打开着。",
            "The workbook (.xlsm), closed; or open in WPS with --live.",
        ),
        BOOK,
    ),
]


class NoBook(WrongUse):
    def __init__(self) -> None:
        super().__init__(Words("请写明工作簿。", "Name the workbook (BOOK)."))


class NotLive(WrongUse):
    def __init__(self, live: str) -> None:
        super().__init__(Words(f"--live 只能是 wps，不是 {live}。", f"--live takes wps, not {live}."))


class NoPdfOfLive(WrongUse):
    def __init__(self) -> None:
        super().__init__(
            Words(
                "--live 不能导出 PDF：请在 WPS 里“输出为 PDF”，或关闭工作簿后导出。",
                "--live exports no PDF: use WPS' own export, or close the workbook first.",
            )
        )


def chosen(book: Path | None, live: str | None, *, writable: bool = True) -> tuple[Any, Path]:
    """The book to work on and its path; what is kept beside a workbook without a folder is kept in the
    person's own. Raises `NoBook`, `NotLive`, and what opening raises."""
    from csbook.cli_call import LANGUAGES, call, opened

    if live is None:
        if book is None:
            raise NoBook
        return opened(book, writable=writable), book
    if live not in LIVE:
        raise NotLive(live)
    # Excel's way in loads a second of libraries, and nothing of it without --live.
    from csbook.books.excel_book import ExcelBook, spare_other_excels
    from csbook.excel import folder_of
    from csbook.live_wps import live_book

    spare_other_excels()
    workbook = ExcelBook(live_book(str(book) if book else None))
    call.book_language = LANGUAGES.get(workbook.properties.get("csbook.language", ""))
    if writable:
        workbook.ensure_writable()
    return workbook, folder_of(workbook.full_name) / workbook.name


def ensure_closed(live: str | None) -> None:
    """Raise `NoPdfOfLive` where the workbook is not the closed one."""
    if live is not None:
        raise NoPdfOfLive
