"""Why a contact is owed no more: its event ended, a later step has come, its rule was switched off."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

import numpy as np
import pandas as pd

from csbook.followups.making import HAPPENS_AGAIN
from csbook.followups.rules import FollowUpRule


def ended_rows(
    register: pd.DataFrame, events: pd.DataFrame, rules: Iterable[FollowUpRule], today: pd.Timestamp
) -> pd.Series:
    """Why nothing is owed for each row (a key of `ENDED`), missing while it is.

    A service whose day was changed is another service; a campaign that is gone was withdrawn, or has
    begun; a solution or closing that is gone was taken back, and its row returns with the next one. Rows
    of a rule that is switched off or gone are closed too, and come back when it is switched on again.
    """
    rules = tuple(rules)
    event_of = {rule.rule_id: str(rule.event) for rule in rules}
    active = {rule.rule_id for rule in rules if rule.active}
    rule_ids, sources = register["rule_id"].tolist(), register["source"].tolist()
    kinds = [event_of.get(rule_id) for rule_id in rule_ids]
    keys = list(zip(kinds, sources, strict=True))
    known = dict(zip(zip(events["event"], events["source"], strict=True), events["ended"], strict=True))
    started = (register["event_at"] <= today).tolist()
    rows = zip(rule_ids, kinds, sources, keys, started, overtaken(register, keys, rules, today), strict=True)
    ended: list[str | None] = []
    for rule_id, kind, source, key, has_begun, is_overtaken in rows:
        if isinstance(source, str) and isinstance(rule_id, str) and rule_id not in active:
            ended.append("rule_off")
        elif kind == "campaign" and key not in known:
            ended.append("started" if has_begun else "withdrawn")
        elif kind == "next_service" and key not in known:
            ended.append("moved")
        elif kind in HAPPENS_AGAIN and key not in known:
            ended.append("taken_back")
        else:
            why = known.get(key)
            ended.append(why if isinstance(why, str) else "next_step" if is_overtaken else None)
    return pd.Series(ended, index=register.index, dtype="str")


def overtaken(
    register: pd.DataFrame, keys: Sequence[Hashable], rules: Iterable[FollowUpRule], today: pd.Timestamp
) -> list[bool]:
    """Whether a later step of the row's event and source has opened, made or not: an order unpaid for
    seven days is warned, no longer chased and reminded. `keys`: event and source of each row."""
    steps = [rule.rule_id for rule in rules if rule.active and rule.made_when_due]
    of_step = register["rule_id"].isin(steps) & register["source"].notna()
    opened = np.flatnonzero(of_step & (register["due_from"] <= today)).tolist()
    due_from = dict(zip(opened, register["due_from"].take(opened).tolist(), strict=True))
    latest: dict[Hashable, pd.Timestamp] = {}
    for place in opened:
        latest[keys[place]] = max(due_from[place], latest.get(keys[place], due_from[place]))
    found = [False] * len(register)
    for place in opened:
        found[place] = due_from[place] < latest[keys[place]]
    return found
