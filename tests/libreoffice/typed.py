"""What Excel makes of a text that is written through COM: it reads it as if somebody had typed it.

LibreOffice keeps such a text as it is. The engine asks here, so that a forgotten apostrophe fails a
test instead of waiting for the first real Excel.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class Number:
    value: float


@dataclass(frozen=True)
class Logical:
    value: bool


@dataclass(frozen=True)
class Calculated:
    """A formula with its leading `=`; an error constant is one as well (`=#N/A`)."""

    text: str


@dataclass(frozen=True)
class SomeDay:
    """A date or a time of day. Which one is no matter here: it is no longer the text."""


Entry = Text | Number | Logical | Calculated | SomeDay

_DIGITS = r"(?:\d+|\d{1,3}(?:,\d{3})+)"
_NUMBER = re.compile(rf"[$¥€£]?\s*([+-]?)\s*[$¥€£]?\s*({_DIGITS}?(?:\.\d*)?(?:E[+-]?\d+)?)\s*(%?)", re.I)
_IN_BRACKETS = re.compile(r"\((.+)\)")
_FRACTION = re.compile(r"(\d+) (\d+)/(\d+)")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_TIME = r"(?:上午|下午|早上|晚上)?\s*\d{1,4}(?::\d{1,2}){1,2}(?:\.\d+)?\s*(?:[ap]m?)?|\d{1,2}\s*[ap]m?"
_DAY = (
    r"\d{1,4}[-/]\d{1,2}(?:[-/]\d{1,4})?|\d{2,4}年\d{1,2}月(?:\d{1,2}日)?|\d{1,2}月\d{1,2}日"
    rf"|\d{{1,2}}[- ]?{_MONTH}(?:[- ]?\d{{2,4}})?|{_MONTH}[- ]?\d{{1,4}}(?:,? \d{{4}})?"
)
_MOMENT = re.compile(rf"(?:{_DAY})(?:\s+(?:{_TIME}))?|{_TIME}", re.I)


def entered(text: str) -> Entry:
    """What a cell holds after this text was typed into it (the cell being formatted as General)."""
    if text.startswith("'"):
        return Text(text[1:])
    narrow = unicodedata.normalize("NFKC", text)
    known = _constant(narrow.strip())
    if known is None and len(narrow) > 1 and narrow[0] in "=+-@":
        return Calculated("=" + narrow.lstrip("=@"))
    return known or Text(text)


def _constant(plain: str) -> Entry | None:
    if plain.upper() in ("TRUE", "FALSE"):
        return Logical(plain.upper() == "TRUE")
    if plain.upper() in ERRORS:
        return Calculated("=" + plain.upper())
    number = _number(plain)
    if number is not None:
        return Number(number)
    return SomeDay() if _MOMENT.fullmatch(plain) else None


def _number(text: str) -> float | None:
    if bracketed := _IN_BRACKETS.fullmatch(text):
        inside = _number(bracketed[1])
        return None if inside is None else -inside
    if fraction := _FRACTION.fullmatch(text):
        whole, above, below = map(int, fraction.groups())
        return whole + above / below if below else None
    found = _NUMBER.fullmatch(text)
    if found is None or not any(c.isdigit() for c in found[2].lower().split("e")[0]):
        return None
    sign, digits, percent = found.groups()
    return float(sign + digits.replace(",", "")) / (100 if percent else 1)
