"""Fonts, colours and number formats: one visual language for all sheets."""

from __future__ import annotations

from typing import Any, Final

from csbook.drawing.layout import is_wrapped
from csbook.schema.columns import Column, Filler, Formula, Number, ShiftCell, Text, Whole

FONT: Final = "Microsoft YaHei"
FONT_SIZE: Final = 10
ROW_HEIGHT_PIXELS: Final = 22

INK, SOFT_INK, LINE, WHITE = "#1F2937", "#6B7280", "#DFE3E8", "#FFFFFF"
HINT_INK: Final = "#9A6A00"
RED, RED_TINT = "#B42318", "#FBD5D2"
AMBER, AMBER_TINT = "#93590B", "#FCE7B8"
GREEN, GREEN_TINT = "#1E6B3A", "#D3EEDB"
PURPLE, PURPLE_TINT = "#5B3A8C", "#E4D9F5"
GREY, GREY_TINT = "#5F6875", "#E6E9ED"
BLUE, BLUE_TINT = "#1F5C99", "#D5E6F7"

HEADER_FILL: Final = {
    Filler.SUPERVISOR: "#2B5C8F",
    Filler.AGENT: "#35794B",
    Filler.HR: "#7A4E96",
    Filler.CSBOOK: "#68727F",
    Filler.SHARED: "#A9711C",
}
BODY_FILL: Final = {
    Filler.SUPERVISOR: WHITE,
    Filler.AGENT: WHITE,
    Filler.HR: WHITE,
    Filler.CSBOOK: "#F2F4F6",
    Filler.SHARED: WHITE,
}

Properties = dict[str, Any]

SEVERITY_COLOURS: Final = {"error": (RED, RED_TINT), "warning": (AMBER, AMBER_TINT)}
STATE_COLOURS: Final = {
    "planned": (GREY, GREY_TINT),
    "due": (AMBER, AMBER_TINT),
    "overdue": (RED, RED_TINT),
    "done": (GREEN, GREEN_TINT),
    "escalated": (PURPLE, PURPLE_TINT),
    "closed": (GREY, GREY_TINT),
    "open": (BLUE, BLUE_TINT),
    "ordered": (GREEN, GREEN_TINT),
    "explained": (GREEN, GREEN_TINT),
    "pending": (AMBER, AMBER_TINT),
    "approved": (GREEN, GREEN_TINT),
    "rejected": (GREY, GREY_TINT),
    "owed": (AMBER, AMBER_TINT),
    "handed_in": (GREEN, GREEN_TINT),
    "handed_in_late": (AMBER, AMBER_TINT),
    "not_owed": (GREY, GREY_TINT),
    "provisional": (AMBER, AMBER_TINT),
    "locked": (GREEN, GREEN_TINT),
    "reopened": (AMBER, AMBER_TINT),
    "ranked": (GREEN, GREEN_TINT),
    "probation": (GREY, GREY_TINT),
    "newcomer": (GREY, GREY_TINT),
    "away": (GREY, GREY_TINT),
    "left": (GREY, GREY_TINT),
    "outside": (GREY, GREY_TINT),
    "warning": (AMBER, AMBER_TINT),
}
"""Ink and fill of a state, whichever table it stands in."""

SHIFT_COLOURS: Final = {
    "day": (BLUE, "#DCEBFA"),
    "half": (GREEN, "#DDF2E3"),
    "evening": (PURPLE, "#E6DCF6"),
    "other": (AMBER, "#FDEFD0"),
    "rest": ("#98A1AD", "#F4F5F7"),
    "leave": (RED, "#FBE3E1"),
}


class Looks:
    """The formats of one workbook; the same properties give the same format."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def get(self, **properties: Any) -> Any:
        """A cell format over the common ground: our font, in the middle of the row."""
        return self._kept(
            {
                "font_name": FONT,
                "font_size": FONT_SIZE,
                "font_color": INK,
                "valign": "vcenter",
                **properties,
            }
        )

    def mark(self, ink: str, fill: str | None = None, **properties: Any) -> Any:
        """The change that a conditional format makes."""
        filled = {} if fill is None else {"bg_color": fill}
        return self._kept({"font_color": ink, **filled, **properties})

    def _kept(self, properties: Properties) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(dict(key))
        return self._formats[key]

    def header(self, column: Column, **more: Any) -> Any:
        kind = column.result if isinstance(column, Formula) else column
        place = alignment(kind) if isinstance(kind, Text) else {"align": "center"}
        return self.get(
            **{**place, "text_wrap": not isinstance(kind, ShiftCell), **more},
            bold=True,
            font_color=WHITE,
            bg_color=HEADER_FILL[column.by],
            border=1,
            border_color=WHITE,
        )

    def body(self, column: Column, **more: Any) -> Any:
        """The format of a whole column below its header."""
        return self.get(**{**body_properties(column), **more})


def body_properties(column: Column) -> Properties:
    kind = column.result if isinstance(column, Formula) else column
    properties: Properties = {
        "num_format": number_format(kind),
        "bg_color": BODY_FILL[column.by],
        "border": 1,
        "border_color": LINE,
    }
    properties |= alignment(kind)
    if column.by is Filler.CSBOOK:
        properties["font_color"] = "#374151"
    return properties


def alignment(kind: Column) -> Properties:
    """Texts to the left, numbers to the right, what has one length (dates, choices) in the middle."""
    if isinstance(kind, Text):
        shrunk = {"shrink": True} if kind.shrinks else {}
        return {"align": "left", "indent": 1, "text_wrap": is_wrapped(kind), **shrunk}
    if isinstance(kind, Number):
        return {"align": "right", "indent": 1}
    return {"align": "center", **({"text_wrap": True} if is_wrapped(kind) else {})}


def number_format(column: Column) -> str:
    """Excel's number format of a column's values."""
    if type(column) is Number:
        return "0" if column.digits == 0 else "0." + "0" * column.digits
    if isinstance(column, Whole):
        return "#,##0"
    return column.number_format
