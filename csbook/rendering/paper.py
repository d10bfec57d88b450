"""What is particular on the pages of a printed copy: its heading, and one text in each line of the report.

The sheet itself cannot say them: whose pages they are stands in 设置, and of when they are is known when they
are printed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from csbook.books import markup
from csbook.books.cell_xml import address, escaped
from csbook.books.file_book import FileBook
from csbook.books.frames import read_table
from csbook.books.plan import OWN, plan_write
from csbook.books.sheet_furniture import SHEET_ORDER, column_of, with_column
from csbook.books.sheet_xml import SheetXml
from csbook.books.table_xml import TablePart
from csbook.problems import Language, Words
from csbook.schema.workbook import TABLES

FINAL_OF: Final = {"proposed": "final", "countermeasure": "final_measure"}
"""The columns of 月报 that csbook drafts, and those in which the supervisor settles them."""
SETTLED: Final = Words("内容", "Text")
"""What the column of drafts is called once it holds what was settled."""
LARGE: Final = "&C&12&B"
"""In the middle, 12 points, bold."""


@dataclass(frozen=True)
class Page:
    """`heading` stands above each page; `table` is the one whose sheet it is."""

    heading: str
    table: str
    language: Language


def lay_out(copy: Path, titles: Collection[str], page: Page) -> None:
    """Set up the copy's sheets as the page says."""
    if page.table == "Report":
        settle(copy, page.language)
    book = FileBook(copy)
    draft = book.content.package.draft()
    for title in titles:
        part = book.content.part_of(title)
        draft.put(part, headed(draft.utf8(part), page.heading))
    copy.write_bytes(draft.built())


def headed(sheet: bytes, heading: str) -> bytes:
    """The sheet's XML with the heading above each page; its footer stays."""
    prefix = markup.root(sheet).prefix
    written = LARGE + heading.replace("&", "&&")
    header = b"<%soddHeader>%s</%soddHeader>" % (prefix, escaped(written).encode(), prefix)
    whole = markup.first(sheet, b"headerFooter")
    if whole is None or whole.is_closed:
        element = b"<%sheaderFooter>%s</%sheaderFooter>" % (prefix, header, prefix)
        if whole is not None:
            return markup.spliced(sheet, [(whole.start, whole.end, element)])
        return markup.placed(sheet, element, SHEET_ORDER, b"headerFooter")
    old = markup.first(sheet, b"headerFooter", b"oddHeader")
    place = (whole.inside, whole.inside) if old is None else (old.start, old.stop)
    return markup.spliced(sheet, [(*place, header)])


def settle(copy: Path, language: Language) -> None:
    """One text in each line of the copy's report: the final one where it is filled, else the draft. The
    columns of final texts lend their width and are not printed."""
    book, table = FileBook(copy), TABLES["Report"]
    read = read_table(book, table, language)
    texts = {draft: read.frame[final].fillna(read.frame[draft]) for draft, final in FINAL_OF.items()}
    frame = read.frame[list(table.key)].assign(**texts)
    book.apply([plan_write(read, frame, language, fillers=OWN).write])
    part = book.content.tables["Report"]
    at = {name: part.first_column + number for number, name in enumerate(read.place.headers)}
    at = {column.name: at[column.header(language)] for column in table.columns}
    draft = book.content.package.draft()
    sheet = retitled(draft.utf8(part.sheet.part), part, at["proposed"], SETTLED(language))
    for draft_column, final in FINAL_OF.items():
        sheet = lent(sheet, at[draft_column], at[final])
    draft.put(part.sheet.part, sheet)
    draft.put(
        part.part, column_called(draft.utf8(part.part), at["proposed"] - part.first_column, SETTLED(language))
    )
    copy.write_bytes(draft.built())


def retitled(content: bytes, table: TablePart, column: int, title: str) -> bytes:
    """The sheet's XML with another text in the table's header cell."""
    sheet = SheetXml(content, table.sheet.name)
    cell = sheet.cells_of(table.header_row).get(column)
    if cell is None:
        return content
    prefix, style = markup.root(content).prefix, cell.style
    look = b' s="%s"' % style if style else b""
    place = address(table.header_row, column).encode()
    text = escaped(title).encode()
    new = b'<%sc r="%s"%s t="inlineStr"><%sis><%st>%s</%st></%sis></%sc>' % (
        prefix, place, look, prefix, prefix, text, prefix, prefix, prefix,
    )  # fmt: skip
    return markup.spliced(content, [(cell.start, cell.stop, new)])


def column_called(table: bytes, number: int, title: str) -> bytes:
    """The table's XML with another name of its column, the first being 0: Excel wants both alike."""
    column = list(markup.every(table, b"tableColumns", b"tableColumn"))[number]
    return markup.spliced(table, [(column.start, column.inside, column.tag(name=title))])


def lent(sheet: bytes, column: int, lender: int) -> bytes:
    """The sheet's XML with the column as wide as both, and the lender hidden."""
    look, other = column_of(sheet, column), column_of(sheet, lender)
    if not look.get("width") or not other.get("width") or other.get("hidden") in ("1", "true"):
        return sheet
    both = float(look["width"]) + float(other["width"])
    wide = with_column(sheet, column, look | {"width": f"{both:g}", "customWidth": "1"})
    return with_column(wide, lender, other | {"hidden": "1"})
