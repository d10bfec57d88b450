"""Parts that the sections of the first sheet share."""

from __future__ import annotations

from typing import Any

from csbook.drawing.looks import BLUE, INK, Looks


def heading_look(looks: Looks) -> Any:
    return looks.get(bold=True, font_size=12, font_color=INK, bottom=2, bottom_color=BLUE)


def heading(sheet: Any, row: int, first: int, last: int, text: str, looks: Looks) -> None:
    """A section's title over its columns, with a line below."""
    look = heading_look(looks)
    for column in range(first, last + 1):
        sheet.write_blank(row, column, None, look)
    sheet.write_string(row, first, text, look)
