"""Why a contact is owed no more: its event ended, a later step has come, its rule was switched off."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from csbook.followups.making import HAPPENS_AGAIN
from csbook.followups.rules import FollowUpRule

SEPARATOR = "\x1f"


def ended_rows(
    register: pd.DataFrame, events: pd.DataFrame, rules: Iterable[FollowUpRule], today: pd.Timestamp
) -> pd.Series:
    """Why nothing is owed for each row (a key of `ENDED`), missing while it is.

    A service whose day was changed is another service; a campaign that is gone was withdrawn, or has
    begun; a solution or closing that is gone was taken back, and its row returns with the next one. Rows
    of a rule that is switched off or gone are closed too, and come back when it is switched on again.
    """
    rules = tuple(rules)
    event = register["rule_id"].map({rule.rule_id: str(rule.event) for rule in rules}).astype("str")
    keys = event + SEPARATOR + register["source"]
    known = pd.Series(events["ended"].array, index=events["event"] + SEPARATOR + events["source"])
    gone = event.isin(["next_service", "campaign"]) & ~keys.isin(known.index)
    campaign = gone & (event == "campaign")
    taken_back = event.isin(HAPPENS_AGAIN) & ~keys.isin(known.index)
    active = [rule.rule_id for rule in rules if rule.active]
    off = register["source"].notna() & register["rule_id"].notna() & ~register["rule_id"].isin(active)
    ended = keys.map(known).astype("str").mask(taken_back, "taken_back")
    ended = ended.mask(gone, "moved").mask(campaign, "withdrawn")
    ended = ended.mask(campaign & (register["event_at"] <= today), "started")
    ended = ended.mask(ended.isna() & overtaken(register, keys, rules, today), "next_step")
    return ended.mask(off, "rule_off")


def overtaken(
    register: pd.DataFrame, keys: pd.Series, rules: Iterable[FollowUpRule], today: pd.Timestamp
) -> pd.Series:
    """Whether a later step of the row's event and source has opened, made or not: an order unpaid for
    seven days is warned, no longer chased and reminded. `keys`: event and source of each row."""
    steps = [rule.rule_id for rule in rules if rule.active and rule.made_when_due]
    opened = register["due_from"].where(register["rule_id"].isin(steps) & (register["due_from"] <= today))
    if opened.isna().all():
        return opened.notna()
    latest = opened.dropna().groupby(keys).max()
    return opened < keys.map(latest)
