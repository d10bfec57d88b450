"""The after-sales cases 售后登记: by when each must be handled, and how it stands."""

from __future__ import annotations

import pandas as pd

from csbook.followups.due import Hours, case_limits


def case_states(cases: pd.DataFrame, case_hours: float, opening: Hours, today: pd.Timestamp) -> pd.DataFrame:
    """Columns `case_id`, `handle_by`, `hours_left` (one decimal, negative when late, missing once
    closed), `state` (open, overdue, closed), for the cases opened by `today`; index as given."""
    opened = cases[cases["case_id"].notna() & (cases["opened"] <= today)]
    handle_by = case_limits(opened["opened"], case_hours, opening)
    closed = opened["closed"] <= today
    state = pd.Series("open", index=opened.index, dtype="str")
    hours_left = ((handle_by - today).dt.total_seconds() / 3600).round(1)
    return pd.DataFrame(
        {
            "case_id": opened["case_id"],
            "handle_by": handle_by,
            "hours_left": hours_left.mask(closed),
            "state": state.mask(handle_by < today, "overdue").mask(closed, "closed"),
        }
    )
