"""Values as Excel hands them out and takes them in.

Excel reads a text that a program writes as if somebody had typed it, and hands out dates, money and
errors in kinds of its own.
"""

from __future__ import annotations

import datetime as dt
import math
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from csbook.books.book import CellError, Value
from csbook.books.cell_xml import serial

EPOCH = dt.datetime(1899, 12, 30)
# A serial number before this day is a time of day or a duration: a year of working hours fits in.
FIRST_DATE = dt.datetime(1910, 1, 1)
MAX_WHOLE = 10**15
ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"}
# The numbers of the errors that xlwings does not word (Excel's XlCVError); COM adds the offset.
NEWER_ERRORS = {
    2043: "#GETTING_DATA",
    2045: "#SPILL!",
    2046: "#CONNECT!",
    2047: "#BLOCKED!",
    2048: "#UNKNOWN!",
    2049: "#FIELD!",
    2050: "#CALC!",
}
COM_ERROR_OFFSET = -2_146_828_288
SAME_MOMENT = 1e-9  # of a day: a tenth of a millisecond

Typed = None | bool | float | str | dt.datetime


def from_excel(raw: object) -> Value:
    """A value read through xlwings with errors as text.

    Money comes as Decimal with four decimals, a time of day as a moment on 1899-12-30, a duration of
    a day or more as a later moment.
    """
    match raw:
        case None | bool() | float():
            return raw
        case str():
            return CellError(raw) if raw in ERRORS else raw
        case Decimal():
            return float(raw)
        case int():
            error = NEWER_ERRORS.get(raw - COM_ERROR_OFFSET)
            return CellError(error) if error else raw
        case dt.datetime():
            return _day_or_duration(_to_milliseconds(raw))
    raise TypeError(f"Excel handed out a {type(raw).__name__}")


def rows_from_excel(rows: Sequence[Sequence[object]]) -> list[list[Value]]:
    """`from_excel` of each cell, without a call for those that stay as they are: nearly all of them."""
    return [
        [
            raw
            if raw is None or type(raw) is float or (type(raw) is str and raw not in ERRORS)
            else from_excel(raw)
            for raw in row
        ]
        for row in rows
    ]


def _to_milliseconds(moment: dt.datetime) -> dt.datetime:
    """A serial number carries a moment to about a microsecond; whole seconds come back whole."""
    if not moment.microsecond:
        return moment
    rounded = moment + dt.timedelta(microseconds=500)
    return rounded.replace(microsecond=rounded.microsecond // 1000 * 1000)


def _day_or_duration(moment: dt.datetime) -> Value:
    if moment >= FIRST_DATE:
        return moment
    return moment.time() if moment.date() == EPOCH.date() else moment - EPOCH


def to_excel(value: Value, is_text_cell: bool) -> Typed:
    """What to write through xlwings so that the cell holds `value`.

    Raises `ValueError` for what no cell can hold: NaN, a whole number of more than 15 digits, a date
    before 1900-03-01, a moment with a time zone.
    """
    match value:
        case None | bool():
            typed: Typed = value
        case str():
            typed = _text(value, is_text_cell)
        case CellError(code):
            typed = code
        case dt.time() | dt.timedelta():
            typed = serial(value, since_1904=False)
        case dt.date():  # moments are dates as well
            serial(value, since_1904=False)
            typed = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
        case _:
            typed = _number(value)
    return typed


def _text(text: str, is_text_cell: bool) -> str | None:
    """A text that Excel would read as something else gets a leading apostrophe, which Excel takes away;
    not so where the cell is formatted as text, because nothing is read there."""
    if not text:
        return None
    return "'" + text if needs_apostrophe(text) and not is_text_cell else text


def _number(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError("a cell cannot hold NaN or infinity")
    if isinstance(value, int) and abs(value) > MAX_WHOLE:
        raise ValueError(f"{value} has more than 15 digits: write it as text")
    return float(value)


def needs_apostrophe(text: str) -> bool:
    """Whether Excel might read the text as a formula, number, date, logical or error value.

    Numbers and dates look different in every language of Excel, but none is without a digit; so every
    text with one counts. Full-width forms are read as their narrow ones.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    return (
        plain[:1] in tuple("'=+-@#")
        or plain.upper() in {"TRUE", "FALSE"}
        or any(letter.isnumeric() for letter in plain)
    )


def is_formula(text: str, value: Value) -> bool:
    """Whether a cell with this `formula` and this value calculates.

    A text that begins with `=` is its own formula text.
    """
    return text.startswith("=") and text != value


def says_the_same(text: str, value: Value) -> bool:
    """Whether a cell with this `formula` and this value stays what it is when the value is written again.

    Not so for formulas, and for what Excel hands out rounded: money, parts of a millisecond.
    """
    match value:
        case None:
            return not text
        case str():
            return text == value and not value.startswith("'")
        case bool() | CellError():
            return False
    try:
        typed = float(text)
    except ValueError:
        return False
    if isinstance(value, (int, float)):
        return typed == value
    return abs(typed - serial(value, since_1904=False)) < SAME_MOMENT
