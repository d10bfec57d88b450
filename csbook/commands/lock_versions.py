"""Which versions a month's locks had, where 锁定记录 itself may be gone: no version is given twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

import pandas as pd

VERSION: Final = re.compile(r"第 (\d+) 版|version (\d+)")
"""How `lock-month` words a version in the journal, whose message it is."""


def last_version(tables: Mapping[str, pd.DataFrame], month: str) -> int:
    """The highest version of the month that record, locked parts or journal know of; 0 where none does."""
    recorded = (
        tables[name].loc[tables[name]["month"] == month, "version"] for name in ("Locks", "LockParts")
    )
    known = [int(version) for versions in recorded for version in versions.dropna()]
    return max([*known, *journal_versions(tables["Journal"], month)], default=0)


def journal_versions(journal: pd.DataFrame, month: str) -> Iterator[int]:
    locked = (journal["command"] == "lock-month") & (journal["month"] == month)
    for message in journal.loc[locked & (journal["outcome"] == "done"), "message"].dropna():
        if found := VERSION.search(message):
            yield int(found[1] or found[2])
