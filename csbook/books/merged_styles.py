"""Cell formats of another workbook found among this one's, or put behind them.

Formats are numbers into lists of the styles part (ECMA-376 part 1, 18.8); the numbers that cells
use already stay what they are.
"""

from __future__ import annotations

import copy

from lxml import etree

from csbook.books import markup
from csbook.books.package import Package

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
# Children of styleSheet in their order.
_ORDER = (
    b"numFmts",
    b"fonts",
    b"fills",
    b"borders",
    b"cellStyleXfs",
    b"cellXfs",
    b"cellStyles",
    b"dxfs",
    b"tableStyles",
    b"colors",
    b"extLst",
)
# Lower numbers are formats that every program knows (18.8.30).
_FIRST_OWN_FORMAT = 164
_PARTS_OF_A_FORMAT = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}


class MergedStyles:
    """The styles of a draft, which takes in those of another workbook as they are asked for."""

    def __init__(self, draft: Package, other: Package) -> None:
        self._draft, self._part = draft, _styles_of(draft)
        self._own, self._other = draft.xml(self._part), other.xml(_styles_of(other))
        self._items: dict[str, list[bytes]] = {}
        self._new: dict[str, list[bytes]] = {}
        self._cells: dict[int, int] = {}
        self._format_codes = {_code(e): int(e.get("numFmtId", "0")) for e in self._list(self._own, "numFmts")}
        self._highest = max([*self._format_codes.values(), _FIRST_OWN_FORMAT - 1])

    def cell(self, number: int) -> int:
        """The number here of the other's cell format."""
        if number not in self._cells:
            format_ = copy.deepcopy(self._list(self._other, "cellXfs")[number])
            for name, part in _PARTS_OF_A_FORMAT.items():
                wanted = self._list(self._other, part)[int(format_.get(name, "0"))]
                format_.set(name, str(self._number(part, wanted)))
            format_.set("numFmtId", str(self._number_format(int(format_.get("numFmtId", "0")))))
            format_.set("xfId", "0")
            self._cells[number] = self._number("cellXfs", format_)
        return self._cells[number]

    def broken(self, number: int) -> int:
        """The number of this workbook's own cell format with its texts broken into lines; those that somebody
        lets shrink go on to."""
        format_ = copy.deepcopy(self._list(self._own, "cellXfs")[number])
        alignment = format_.find("{*}alignment")
        if alignment is not None and alignment.get("shrinkToFit") in ("1", "true"):
            return number
        if alignment is None:
            alignment = etree.Element(f"{{{MAIN}}}alignment")
            format_.insert(0, alignment)
        alignment.set("wrapText", "1")
        format_.set("applyAlignment", "1")
        return self._number("cellXfs", format_)

    def mark(self, number: int) -> int:
        """The number here of what the other's conditional format or table changes (dxf)."""
        return self._number("dxfs", self._list(self._other, "dxfs")[number])

    def store(self) -> None:
        """Put what was taken in into the draft."""
        content = self._draft.utf8(self._part)
        for name, items in self._new.items():
            found = markup.first(content, name.encode())
            if found is None:
                prefix = markup.root(content).prefix
                opened = b'<%s%s count="%d">' % (prefix, name.encode(), len(items))
                closed = b"</%s%s>" % (prefix, name.encode())
                content = markup.placed(content, opened + b"".join(items) + closed, _ORDER, name.encode())
            else:
                content = markup.appended(content, found, b"".join(items), len(items))
        self._draft.put(self._part, content)

    def _number(self, name: str, wanted: etree._Element) -> int:
        """Where the item stands in one of the lists, at whose end it is put where it is new."""
        items = self._items.setdefault(name, [_plain(e) for e in self._list(self._own, name)])
        plain = _plain(wanted)
        if plain not in items:
            items.append(plain)
            self._new.setdefault(name, []).append(self._written(plain))
        return items.index(plain)

    def _number_format(self, number: int) -> int:
        if number < _FIRST_OWN_FORMAT:
            return number
        wanted = next(e for e in self._list(self._other, "numFmts") if int(e.get("numFmtId", "0")) == number)
        if _code(wanted) not in self._format_codes:
            self._highest += 1
            self._format_codes[_code(wanted)] = self._highest
            own = copy.deepcopy(wanted)
            own.set("numFmtId", str(self._highest))
            self._new.setdefault("numFmts", []).append(self._written(_plain(own)))
        return self._format_codes[_code(wanted)]

    def _written(self, plain: bytes) -> bytes:
        """The item as it stands in this part, without a declaration that the part has already."""
        is_default = self._own.nsmap.get(None) == MAIN
        return plain.replace(b' xmlns="%s"' % MAIN.encode(), b"", 1) if is_default else plain

    @staticmethod
    def _list(styles: etree._Element, name: str) -> list[etree._Element]:
        found = styles.find(f"{{*}}{name}")
        return [] if found is None else [e for e in found if isinstance(e.tag, str)]


def _styles_of(package: Package) -> str:
    found = package.related(package.workbook, "styles")
    if not found:
        raise package.damaged(package.workbook)
    return found[0]


def _plain(element: etree._Element) -> bytes:
    """An element in one form: equal ones give equal bytes."""
    alone = copy.deepcopy(element)
    alone.tail = None
    return etree.tostring(alone, method="c14n", exclusive=True)


def _code(number_format: etree._Element) -> str:
    return number_format.get("formatCode", "")
