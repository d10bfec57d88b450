"""Customers who asked, from an export with a row per chat."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from csbook.imports.extract import Extract
from csbook.imports.figures import account_name
from csbook.imports.orders import unmasked

COLUMNS = {
    "platform": "str",
    "customer": "str",
    "asked_at": "datetime64[us]",
    "agent_id": "str",
    "item": "str",
    "note": "str",
    "file": "str",
    "sheet": "str",
    "row": "int64",
}
STORED = ("platform", "customer", "asked_at", "agent_id", "item", "note")
KEY = ("platform", "customer", "asked_at")


def enquiries_of(
    table: Extract, platform: str, agent_of: Callable[[str | None, object], str | None]
) -> pd.DataFrame:
    """The enquiries of one sheet (columns of `COLUMNS`), each key once. Who is masked cannot be contacted and
    is left out. `agent_of` gives the staff number of an account on a day."""
    sheet = table.match.sheet
    asked = table.values("asked_at")
    accounts = [account_name(value) for value in table.values("account")]
    frame = pd.DataFrame(
        {
            "platform": [platform] * len(asked),
            "customer": [unmasked(value) for value in table.values("customer")],
            "asked_at": asked,
            "agent_id": [agent_of(account, at) for account, at in zip(accounts, asked, strict=True)],
            "item": table.values("item"),
            "note": table.values("note"),
            "file": [sheet.file] * len(asked),
            "sheet": [sheet.name] * len(asked),
            "row": table.rows,
        }
    ).astype(COLUMNS)
    return frame[frame["customer"].notna()].drop_duplicates(list(KEY), ignore_index=True)
