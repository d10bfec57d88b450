"""One cell as XML: values, texts, dates and formulas in the form that Excel writes them.

Sources: ECMA-376 part 1, 18.3.1.4 (c), 18.18.11 (cell types), 22.9.2.19 (ST_Xstring: `_x000B_`).
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from numbers import Integral, Real

from csbook.books.book import CellError, Formula, Written
from csbook.problems import Words, WorkbookUnusable

MAX_TEXT = 32_767
MAX_FORMULA = 8_192
# A cell keeps 15 digits; longer numbers are ids and belong into text.
_MAX_WHOLE = 10**15

_DATES = (dt.date, dt.time, dt.timedelta)

# First row, first column, last row, last column.
Area = tuple[int, int, int, int]

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_ENTITY = re.compile("&(#x[0-9A-Fa-f]+|#[0-9]+|amp|lt|gt|quot|apos);")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_SECONDS = 86_400
# Excel counts 1900-02-29, which never was: only from 1900-03-01 on are day numbers what they seem.
_FIRST_DAY_1900 = dt.datetime(1900, 3, 1)
_EPOCH_1900 = dt.datetime(1899, 12, 30)
_EPOCH_1904 = dt.datetime(1904, 1, 1)


class TextTooLong(WorkbookUnusable):
    def __init__(self, sheet: str, address: str, length: int) -> None:
        super().__init__(
            Words(
                f"工作表“{sheet}”{address}：文字有 {length} 个字符，Excel 单元格最多 {MAX_TEXT} 个。请缩短。",
                f"Sheet '{sheet}', {address}: the text has {length} characters; an Excel cell holds "
                f"{MAX_TEXT} at most. Shorten it.",
            )
        )


@cache
def column_letters(column: int) -> str:
    """1 -> A, 27 -> AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@cache
def column_number(letters: bytes) -> int:
    """A -> 1, AA -> 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def address(row: int, column: int) -> str:
    """(4, 2) -> B4."""
    return f"{column_letters(column)}{row}"


def area(reference: str) -> Area:
    """`B4:C9` -> (4, 2, 9, 3), `B4` -> (4, 2, 4, 2). Raises `ValueError` for anything else."""
    cells = [re.fullmatch(r"\$?([A-Z]+)\$?(\d+)", part) for part in reference.split(":")]
    if len(cells) > 2 or None in cells:
        raise ValueError(f"{reference} is no area of cells")
    corners = [(int(cell[2]), column_number(cell[1].encode())) for cell in cells if cell]
    return (*corners[0], *corners[-1])


def reference(cells: Area) -> str:
    """(4, 2, 9, 3) -> B4:C9."""
    return f"{address(*cells[:2])}:{address(*cells[2:])}"


def escaped(text: str) -> str:
    """Text as XML character data, with what XML cannot hold as `_xHHHH_`."""
    text = _LOOKS_ESCAPED.sub("_x005F_", text)
    text = _NOT_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def character_data(content: bytes) -> str:
    """XML character data as text: entities resolved, line ends as XML gives them."""
    text = content.decode().replace("\r\n", "\n").replace("\r", "\n")
    return _ENTITY.sub(lambda found: _entity(found[1]), text)


def unescaped(text: str) -> str:
    """`_xHHHH_` back to the character."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def overlap(one: Area, other: Area) -> bool:
    """Whether two areas have a cell in common."""
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def text_length(text: str) -> int:
    """The length that Excel counts, in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def serial(value: dt.date | dt.time | dt.timedelta, since_1904: bool) -> float:
    """A date, moment, time of day or duration as Excel's number of days.

    Raises `ValueError` for what Excel has no number for: a moment with a time zone, NaT, a date
    before 1900-03-01 (1904-01-01 where dates count from 1904).
    """
    if isinstance(value, dt.timedelta):
        return _days(value)
    if isinstance(value, dt.time):
        value = dt.datetime.combine(_EPOCH_1904, value)
        return _days(value - _EPOCH_1904)
    moment = value if isinstance(value, dt.datetime) else dt.datetime(value.year, value.month, value.day)
    if moment < (_EPOCH_1904 if since_1904 else _FIRST_DAY_1900):
        raise ValueError(f"{value} is before the first date of a workbook")
    return _days(moment - (_EPOCH_1904 if since_1904 else _EPOCH_1900))


class CellWriter:
    """Writes cells of one sheet: knows the prefix of its elements and where texts go.

    `shared` gives a text's number among the shared strings; None where the workbook has none:
    then texts stand in the cell.
    """

    def __init__(
        self, sheet: str, prefix: bytes, since_1904: bool, shared: Callable[[str], int] | None
    ) -> None:
        self._sheet = sheet
        self._since_1904 = since_1904
        self._shared = shared
        self._open = b'<%sc r="%%s%%d"' % prefix
        self._typed = b'%%s t="%%s">%%s</%sc>' % prefix
        self._untyped = b"%%s>%%s</%sc>" % prefix
        self._value = b"<%sv>%%s</%sv>" % (prefix, prefix)
        self._formula_text = b"<%sf>%%s</%sf>" % (prefix, prefix)
        self._inline = b'<%sis><%st xml:space="preserve">%%s</%st></%sis>' % ((prefix,) * 4)

    def cell(self, row: int, column: int, value: Written, style: bytes | None) -> bytes:
        """The `c` element; empty bytes for an empty cell without a style. Empty text is nothing."""
        opened = self._open % (column_letters(column).encode(), row)
        if style:
            opened += b' s="%s"' % style
        if value is None or value == "":
            return opened + b"/>" if style else b""
        if isinstance(value, str):
            kind, content = self._text(row, column, value)
        elif isinstance(value, Formula):
            kind, content = self._formula(row, column, value)
        else:
            kind, plain = self._plain(value)
            content = self._value % plain
        return self._typed % (opened, kind, content) if kind else self._untyped % (opened, content)

    def _text(self, row: int, column: int, text: str) -> tuple[bytes, bytes]:
        """A cell's type (empty for numbers) and what stands inside."""
        self._check(row, column, text)
        if self._shared is None:
            return b"inlineStr", self._inline % escaped(text).encode()
        return b"s", self._value % (b"%d" % self._shared(text))

    def _formula(self, row: int, column: int, formula: Formula) -> tuple[bytes, bytes]:
        if not formula.text or formula.text.startswith("=") or len(formula.text) > MAX_FORMULA:
            raise ValueError(f"{address(row, column)}: not a formula: {formula.text[:50]!r}")
        element = self._formula_text % escaped(formula.text).encode()
        if formula.value is None:
            return b"", element
        if isinstance(formula.value, str):
            self._check(row, column, formula.value)
            return b"str", element + self._value % escaped(formula.value).encode()
        kind, cached = self._plain(formula.value)
        return kind, element + self._value % cached

    def _plain(self, value: object) -> tuple[bytes, bytes]:
        """Type and content of a value other than text."""
        if isinstance(value, _DATES):
            return b"", _number(serial(value, self._since_1904))
        if isinstance(value, bool):
            return b"b", b"%d" % value
        if isinstance(value, Integral):
            if abs(int(value)) > _MAX_WHOLE:
                raise ValueError(f"{value} has more than 15 digits: write it as text")
            return b"", b"%d" % int(value)
        if isinstance(value, (Real, Decimal)):
            return b"", _number(float(value))
        if isinstance(value, CellError):
            return b"e", value.code.encode()
        raise TypeError(f"a cell cannot hold {value!r}")

    def _check(self, row: int, column: int, text: str) -> None:
        # Half as many characters fit in any case, each being one or two UTF-16 units.
        if len(text) > MAX_TEXT // 2 and text_length(text) > MAX_TEXT:
            raise TextTooLong(self._sheet, address(row, column), text_length(text))


def _number(value: float) -> bytes:
    if not math.isfinite(value):
        raise ValueError("a cell cannot hold NaN or infinity")
    return (b"%d" % int(value)) if value == int(value) and abs(value) < _MAX_WHOLE else repr(value).encode()


def _days(length: dt.timedelta) -> float:
    return length.days + (length.seconds + length.microseconds / 1e6) / _SECONDS


def _entity(name: str) -> str:
    if name in _NAMED:
        return _NAMED[name]
    return chr(int(name[2:], 16) if name.startswith("#x") else int(name[1:]))
