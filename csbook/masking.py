"""Telephone numbers as they may be shown to a whole team, and what stands for a removed customer.

Numbers stand in full only in the table of customers and in the owner's own hand-out; everywhere else they are
masked by the functions here (docs/privacy.md).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from csbook.problems import Words

if TYPE_CHECKING:
    import pandas as pd

    from csbook.problems import Language

STARS: Final = "****"
# Digits of either width (`\d` has both), in one stretch or as people group them. The country code stays
# outside, so that `8613812345678` is seen too; a longer row of digits is an order number.
_MOBILE: Final = (
    r"(?<!\d)(?P<code>\+?86[- ]?|0)?(?P<mobile>[1１][3-9３-９]\d)[- ]?\d{4}[- ]?(?P<last>\d{4})(?!\d)"
)
# Area codes: 010, 02x, and four digits from 03xx on.
_AREA: Final = r"[0０](?:[1１][0０]|[2２]\d|[3-9３-９]\d{2})"
_LANDLINE: Final = rf"(?<!\d)(?P<area>{_AREA})[-) ）]?\d{{3,4}}[- ]?(?P<end>\d{{4}})(?!\d)"
# Of virtual numbers and of offices; without it nobody can be called.
_EXTENSION: Final = r"(?:(?P<mark> ?(?:-|#|转|分机|ext\.?) ?)\d{1,6}(?!\d))?"
_NUMBER: Final = re.compile(f"(?:{_MOBILE}|{_LANDLINE}){_EXTENSION}", re.IGNORECASE)
REMOVED: Final = Words("已清除", "removed")
_PSEUDONYM: Final = rf"^(?:{REMOVED.zh}|{REMOVED.en})-(\d+)$"


def masked(text: str) -> str:
    """The text with the middle of its telephone numbers hidden.

    Mobile 13812345678 becomes 138****5678, landline 0571-87654321 becomes 0571****4321, a virtual number
    17012345678-1234 becomes 170****5678-****. Rows of 15 digits and more, as order numbers are, stay.
    """
    return _NUMBER.sub(_hidden, text)


def without_phones(texts: pd.Series) -> pd.Series:
    """The texts, each `masked`; missing ones stay missing. dtype `str`, the same index."""
    return texts.astype("object").map(masked, na_action="ignore").astype("str")


def _hidden(number: re.Match[str]) -> str:
    first, last = (number["mobile"], number["last"]) if number["mobile"] else (number["area"], number["end"])
    extension = f"{number['mark']}{STARS}" if number["mark"] else ""
    return f"{number['code'] or ''}{first}{STARS}{last}{extension}"


def pseudonym(number: int, language: Language) -> str:
    """What stands in place of a removed customer's account: `已清除-00012`, `removed-00012`."""
    return f"{REMOVED(language)}-{number:05d}"


def pseudonym_numbers(accounts: pd.Series) -> pd.Series:
    """The number of each pseudonym among the accounts, missing elsewhere (Float64, the same index)."""
    return accounts.astype("str").str.extract(_PSEUDONYM)[0].astype("Float64")
