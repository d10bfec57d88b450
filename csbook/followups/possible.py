"""Times that cannot be: contacts dated, or moved, before there was a reason for them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from csbook.followups.due import LAST_SECOND, midnights


def is_impossible(register: pd.DataFrame) -> pd.Series:
    """Whether `done_at` lies before the contact could be made (bool; index as given).

    That is the event, or where it lies ahead (services, campaigns) the beginning of the window. Rows
    that people added are not meant: they write down what they have done already.
    """
    return register["source"].notna() & (latest_meant(register["done_at"]) < earliest(register))


def is_moved_too_far(register: pd.DataFrame) -> pd.Series:
    """Whether somebody moved the deadline to before what it is about (bool; index as given)."""
    return register["source"].notna() & (latest_meant(register["new_due"]) < register["event_at"])


def earliest(register: pd.DataFrame) -> pd.Series:
    """From when on each contact could be made (datetime64[us])."""
    event_at, due_from = register["event_at"].to_numpy(), register["due_from"].to_numpy()
    begins = np.where(due_from < midnights(event_at), due_from, event_at)
    return pd.Series(begins, index=register.index, copy=False)


def latest_meant(moments: pd.Series) -> pd.Series:
    """Each moment, and the end of the day where somebody typed a day without a time."""
    values = moments.to_numpy()
    days = midnights(values)
    return pd.Series(np.where(values == days, days + LAST_SECOND, values), index=moments.index, copy=False)
