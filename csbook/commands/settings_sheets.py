"""显示设置: the sheets that are set once, shown or hidden together."""

from __future__ import annotations

from typing import Protocol

from csbook.books.book import Book
from csbook.commands.run import language_of
from csbook.problems import Words
from csbook.schema.workbook import WORKBOOK


class ShowingBook(Book, Protocol):
    """A book that can show and hide its sheets."""

    def hidden_sheets(self) -> set[str]:
        """The names of the sheets that are hidden."""

    def show_sheets(self, names: list[str], *, visible: bool) -> None:
        """Show or hide these sheets; a closed file is saved by this."""


def show_settings_sheets(book: ShowingBook, *, visible: bool | None = None) -> Words:
    """Show or hide the settings sheets; None turns over what is now."""
    language = language_of(book)
    present = set(book.sheets())
    names = [s.title(language) for s in WORKBOOK if s.hidden and s.title(language) in present]
    if visible is None:
        visible = any(name in book.hidden_sheets() for name in names)
    book.show_sheets(names, visible=visible)
    if visible:
        return Words(
            f"已显示 {len(names)} 个设置和记录工作表。", f"{len(names)} sheets of settings and records shown."
        )
    return Words(
        f"已隐藏 {len(names)} 个设置和记录工作表。", f"{len(names)} sheets of settings and records hidden."
    )
