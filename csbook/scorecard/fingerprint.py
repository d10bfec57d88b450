"""A fingerprint of figures: the same for the same figures, whatever order or number type they come in.

The text that is hashed depends on the values alone: exact decimals, ISO dates, rows in the order of their
text, empty values left out. So neither the order of rows nor how pandas keeps a column changes it, and a
column that a later version adds empty does not either.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

import pandas as pd

from csbook.money import exact

FORM: Final = "csbook lock 1"
"""What the text begins with: another way of writing it would be another form."""


def fingerprint(rows: Iterable[Mapping[str, Any]]) -> str:
    """SHA-256 (64 hexadecimal digits) of rows by name; empty where no row has any value."""
    lines = sorted(line for row in rows if (line := row_text(row)))
    return digest(lines) if lines else ""


def combined(parts: Mapping[tuple[str, str], str]) -> str:
    """The fingerprint over the fingerprints of parts, by part and person."""
    return digest(sorted(json.dumps([*key, mark]) for key, mark in parts.items()))


def digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join([FORM, *lines]).encode()).hexdigest()


def row_text(row: Mapping[str, Any]) -> str:
    """The values by name, in the names' order, without the empty ones; empty where all are."""
    written = [(name, text) for name, value in sorted(row.items()) if (text := value_text(value))]
    return json.dumps(written, separators=(",", ":")) if written else ""


def value_text(value: Any) -> str:
    """One value with the mark of its kind; empty for none.

    5, 5.0 and 5.00 are one number, a day and its midnight are one moment (which tables keep to the second).
    """
    if isinstance(value, str):
        return "t" + value.strip() if value.strip() else ""
    if pd.isna(value):
        return ""
    return kind_text(value.item() if hasattr(value, "item") else value)


def kind_text(value: Any) -> str:
    """A value that is neither text nor numpy's."""
    if isinstance(value, bool):
        return "b1" if value else "b0"
    if isinstance(value, dt.timedelta):
        return f"s{round(value.total_seconds())}"
    if isinstance(value, dt.datetime):
        return "d" + value.replace(microsecond=0, tzinfo=None).isoformat().removesuffix("T00:00:00")
    if isinstance(value, dt.date):
        return f"d{value.isoformat()}"
    return "n" + number_text(exact(value))


def number_text(number: Decimal) -> str:
    """All digits and no more: 1200, 0.5, -3.25."""
    if not number.is_finite():
        raise ValueError(f"{number} is no figure.")
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text
