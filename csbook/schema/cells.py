"""A cell's value as text, number or moment, as people type them."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from decimal import Decimal
from typing import Any, Final

from csbook.problems import Words


class BadCell(ValueError):
    """A cell's value does not fit its column. `expected`: what should stand there, where this value makes it
    plainer than the column's own words."""

    def __init__(self, expected: Words | None = None) -> None:
        super().__init__()
        self.expected = expected


EXCEL_EPOCH: Final = dt.datetime(1899, 12, 30)
LAST_SERIAL: Final = 2_958_466  # the day after 9999-12-31
COMPACT_DAY: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
MOMENT: Final = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?"
)


def as_text(value: Any) -> str:
    """A cell's value as the text a person sees: 13800138000.0 is 13800138000."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d" if value.time() == dt.time(0) else "%Y-%m-%d %H:%M")
    return str(value)


def as_number(value: Any) -> float:
    if isinstance(value, bool):
        raise BadCell
    if isinstance(value, (int, float, Decimal)):
        number = float(value)
    elif isinstance(value, str):
        text = unicodedata.normalize("NFKC", value).strip().replace(",", "")  # full-width signs of a keyboard
        if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", text):
            raise BadCell
        number = float(text)
    else:
        raise BadCell
    if not math.isfinite(number):
        raise BadCell
    return number


def as_moment(value: Any) -> dt.datetime:
    """A day, with a time or at 0:00, as Excel counts it or as people type it: 2024-5-6, 2024/5/6,
    2024.5.6, 2024年5月6日, 20240506 (also as a number). Raises `BadCell`."""
    if isinstance(value, dt.datetime):
        return value if value.tzinfo is None else value.replace(tzinfo=None)
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if LAST_SERIAL <= value <= 9999_12_31 and value == int(value):
            return as_moment(str(int(value)))
        if not 1 <= value < LAST_SERIAL:
            raise BadCell
        return EXCEL_EPOCH + dt.timedelta(seconds=round(value * 86400))
    if isinstance(value, str):
        text = value.strip()
        if compact := COMPACT_DAY.match(text):
            text = "-".join(compact.groups()) + text[compact.end() :]
        if match := MOMENT.fullmatch(text):
            try:
                return dt.datetime(*(int(g) for g in match.groups(default="0")))  # type: ignore[arg-type]
            except ValueError:
                raise BadCell from None
    raise BadCell
