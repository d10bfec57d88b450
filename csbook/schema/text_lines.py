"""How wide a text is and how many lines it takes in a column, in the letters that csbook's sheets have.

Widths are in characters, as Excel gives those of columns. They are reckoned, not measured: which font shows
the text in the end is not known here, so a line is broken rather too early.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Final

PADDING: Final = 1.5  # characters between a text and the edges of its cell
INDENT: Final = 1.0
WIDEST: Final = 1.9  # characters that one takes at most where it is not bold
NARROW: Final = 7.0
"""Columns below this width, as a file has it, hold shifts: in the middle of their cells, without indent."""
NARROW_EDGES: Final = 0.75  # characters that both edges of such a cell take
LINE_POINTS: Final = 16.5
HIGHEST: Final = 409.0  # points, the most that a row can have in Excel
_ROUNDING: Final = 0.05
_BROAD, _USUAL = 1.8, 1.1  # Latin letters, in characters
_PIECE: Final = re.compile(r"[\x21-\x7e]+\s*|[^\x21-\x7e]")
"""What a line is never broken inside of: a Latin word with the space after it, or one other character."""


def text_width(text: str) -> float:
    """The width of a bold text in characters: a Chinese character takes two."""
    return sum(2.0 if is_wide(c) else 1.1 for c in text)


def plain_width(text: str) -> float:
    """The width of a text that is not bold."""
    return sum(WIDEST if is_wide(c) else 0.95 for c in text)


def is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def broken_lines(text: str, room: float, width: Callable[[str], float] = text_width) -> int:
    """Lines of a text in so many characters' room."""
    taken, used = 1, 0.0
    for piece in _PIECE.findall(text):
        whole, shown = width(piece), width(piece.rstrip())
        if used and used + shown > room + _ROUNDING:
            taken, used = taken + 1, 0.0
        if shown > room + _ROUNDING:  # a word longer than the line is broken anywhere
            taken += int(shown / room)
            whole %= room
        used += whole
    return taken


def lines_in_cell(text: str, width: float) -> int:
    """Lines of a plain text in a cell of a column of this width."""
    if "\n" not in text and len(text) <= surely_one_line(width):
        return 1
    room = _room(width)
    if width < NARROW:
        return sum(_narrow_lines(line, room) for line in text.split("\n"))
    return sum(broken_lines(line, room, plain_width) for line in text.split("\n"))


def _narrow_lines(text: str, room: float) -> int:
    """Lines in a column that most words are wider than: such a word begins a line and is broken anywhere."""
    taken, used = 1, 0.0
    for piece in _PIECE.findall(text):
        letters = [_letter_width(letter) for letter in piece.rstrip()]
        if used and used + sum(letters) > room + _ROUNDING:
            taken, used = taken + 1, 0.0
        for letter in letters:
            if used and used + letter > room + _ROUNDING:
                taken, used = taken + 1, 0.0
            used += letter
        if piece.endswith(" "):
            used += _letter_width(" ")
    return taken


def _letter_width(letter: str) -> float:
    return WIDEST if is_wide(letter) else _BROAD if letter in "@MWmw%" else _USUAL


def surely_one_line(width: float) -> int:
    """How many characters fit into one line of such a cell, whichever they are."""
    return int(_room(width) / WIDEST)


def _room(width: float) -> float:
    if width < NARROW:
        return max(width - NARROW_EDGES, WIDEST)
    return max(width - PADDING - INDENT, 2.0)


def row_points(cells: Iterable[tuple[str, float]]) -> float:
    """The height of a row that shows these texts whole in columns of these widths, as far as Excel's
    highest row goes."""
    most = max((lines_in_cell(text, width) for text, width in cells), default=1)
    return min(LINE_POINTS * most, HIGHEST)
