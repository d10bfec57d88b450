"""What a newly built workbook holds, put in the terms of another one: its styles, texts and table ids.

The new workbook is one that csbook's template builder made: its sheets carry no prefixes, every cell
its address, every text a number of the shared strings.
"""

from __future__ import annotations

import re
from functools import cached_property

from lxml import etree

from csbook.books import markup
from csbook.books.file_content import FileContent
from csbook.books.merged_styles import MAIN, MergedStyles
from csbook.books.package import Package
from csbook.books.shared_strings import text_inside
from csbook.problems import Words, WorkbookUnusable

_CELL = re.compile(rb"<c(\s[^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_STYLED = re.compile(rb"(<(?:c|row)\s[^>]*?\ss=\")(\d+)|(<col\s[^>]*?\sstyle=\")(\d+)")
_MARK = re.compile(rb"(\s(?:\w*D|d)xfId=\")(\d+)")
_ITEM = re.compile(rb"<si>(.*?)</si>", re.DOTALL)
_PLAIN_ITEM = re.compile(rb"<t(?: xml:space=\"preserve\")?>[^<]*</t>")
_NUMBER = re.compile(rb"<v>(\d+)</v>")


class StrictWorkbook(WorkbookUnusable):
    """The workbook is saved in the strict form of Open XML, whose names for everything differ."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Words(
                f"{name} 是“Strict Open XML”格式。请在 Excel 中另存为 .xlsm 后再试。",
                f"{name} has the format “Strict Open XML”. Save it as .xlsm in Excel, then try again.",
            )
        )


class Translation:
    """From the new workbook `fresh` into a draft of the workbook `content`."""

    def __init__(self, content: FileContent, fresh: FileContent) -> None:
        """Raise `StrictWorkbook`."""
        if etree.QName(content.package.xml(content.package.workbook)).namespace != MAIN:
            raise StrictWorkbook(content.package.archive.name)
        self.draft, self.fresh = content.package.draft(), fresh
        self.styles = MergedStyles(self.draft, fresh.package)
        self.strings = content.strings()
        self._last_table_id = _highest_table_id(content.package)

    def built(self) -> bytes:
        """The new file, with the styles and texts that were taken in."""
        self.styles.store()
        if self.strings is not None and self.draft.shared_strings is not None:
            self.draft.put(self.draft.shared_strings, self.strings.content())
        self.draft.recalculate_on_load()
        return self.draft.built()

    def fitted(self, kind: str, content: bytes) -> bytes:
        """A part of the new workbook as it stands in the other; `kind` is its relationship's."""
        if kind == "worksheet":
            return self.sheet(content)
        if kind == "table":
            return self.table(content)
        return content

    def sheet(self, content: bytes) -> bytes:
        """A sheet: not the selected one, without a VBA module of its own."""
        content = with_code_name(content, None)
        views = [v for v in markup.every(content, b"sheetViews", b"sheetView") if v.get("tabSelected")]
        content = markup.spliced(content, [(v.start, v.inside, v.tag(tabSelected=None)) for v in views])
        content = _STYLED.sub(self._styled, content)
        return self.marked(_CELL.sub(self._texted, content))

    def table(self, content: bytes) -> bytes:
        """A table under an id that none of the workbook's tables has."""
        self._last_table_id += 1
        outer = markup.root(content)
        tag = outer.tag(id=str(self._last_table_id))
        return self.marked(markup.spliced(content, [(outer.start, outer.inside, tag)]))

    def texts(self, cells: bytes) -> bytes:
        """Cells of the new workbook with the numbers that their texts have in the other."""
        return _CELL.sub(self._texted, cells)

    def style(self, number: bytes | None) -> bytes:
        """A cell format of the new workbook as its number in the other."""
        return b"%d" % self.styles.cell(int(number or 0))

    def marked(self, content: bytes) -> bytes:
        """Conditional formats and tables with the numbers of what they change."""
        return _MARK.sub(lambda found: found[1] + b"%d" % self.styles.mark(int(found[2])), content)

    def _styled(self, found: re.Match[bytes]) -> bytes:
        return (found[1] or found[3]) + self.style(found[2] or found[4])

    def _texted(self, cell: re.Match[bytes]) -> bytes:
        """A cell with its text under the other's number; texts with fonts inside stand in the cell."""
        number = _NUMBER.search(cell[2] or b"")
        if b' t="s"' not in cell[1] or number is None:
            return cell[0]
        item = self._items[int(number[1])]
        if self.strings is None or not _PLAIN_ITEM.fullmatch(item):
            return b"<c%s><is>%s</is></c>" % (cell[1].replace(b' t="s"', b' t="inlineStr"'), item)
        return b"<c%s><v>%d</v></c>" % (cell[1], self.strings.number(text_inside(item)))

    @cached_property
    def _items(self) -> list[bytes]:
        """The texts of the new workbook by their numbers."""
        part = self.fresh.package.shared_strings
        return _ITEM.findall(self.fresh.package.part(part)) if part else []


def with_code_name(content: bytes, name: str | None) -> bytes:
    """A sheet tied to this VBA module; None ties it to none."""
    found = markup.first(content, b"sheetPr")
    if found is None:
        return content
    return markup.spliced(content, [(found.start, found.inside, found.tag(codeName=name))])


def code_name(content: bytes) -> str | None:
    """The VBA module that a sheet is tied to."""
    found = markup.first(content, b"sheetPr")
    return None if found is None else found.get("codeName")


def _highest_table_id(package: Package) -> int:
    parts = [part for sheet in package.sheets for part in package.related(sheet.part, "table")]
    return max((int(package.xml(part).get("id", "0")) for part in parts), default=0)
