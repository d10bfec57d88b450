"""Calls that nobody answered, and numbers that cannot be called any more.

An agent types the result `unreachable` and when they tried (`done_at`). csbook counts the try once,
remembers which one it counted (`last_attempt`) and plans the next (`retry_from`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from csbook.followups.due import OfficeHours
from csbook.followups.possible import is_impossible
from csbook.problems import Words

UNREACHABLE: Final = "unreachable"
COUNTED_TO: Final = 99  # what the column can hold
DEAD_NUMBER: Final = Words("虚拟号已失效，改用在线消息", "virtual number expired: use chat")


@dataclass(frozen=True)
class Retry:
    """How many hours after a call in vain the next one is due, and when customers may be called."""

    after_hours: float
    hours: OfficeHours

    def following(self, tried: pd.Series, channel: pd.Series) -> pd.Series:
        """When each contact may be tried again (datetime64[us]): calls, and rows without a channel, in
        calling hours, others in opening hours."""
        moments = tried + pd.Timedelta(hours=self.after_hours)
        called = channel.isna() | (channel == "phone")
        rolled = self.hours.opening.roll(moments).mask(called, self.hours.calling.roll(moments))
        return rolled.astype("datetime64[us]")


def count_attempts(register: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """The register with `attempts` and `last_attempt` as of the moment.

    A try counts when it is later than the one counted last; an earlier time corrects that one. A
    number without a time was typed by an agent, before csbook counted, and includes the try. Before the
    event there was nothing to try.
    """
    tried = (register["result"] == UNREACHABLE) & (register["done_at"] <= today)
    if not tried.any():
        return register
    tried &= ~is_impossible(register)
    before, attempts = register["last_attempt"], register["attempts"]
    new = tried & ((register["done_at"] > before) | (before.isna() & attempts.isna()))
    if new.any():
        attempts = attempts.mask(new, (attempts.fillna(0) + 1).clip(upper=COUNTED_TO))
    return register.assign(attempts=attempts, last_attempt=before.mask(tried, register["done_at"]))


def retries(register: pd.DataFrame, retry: Retry) -> pd.Series:
    """When each contact whose last try was in vain may be tried again (datetime64[us])."""
    tried = register["last_attempt"].where(register["result"] == UNREACHABLE)
    if tried.isna().all():
        return tried
    return retry.following(tried, register["channel"])


def dead_numbers(register: pd.DataFrame, virtual_until: pd.Series, today: pd.Timestamp) -> pd.Series:
    """Whether each row is a call to a number that was valid until a day before today.

    `virtual_until`: that day by `platform:account` (datetime64), for virtual numbers.
    """
    calls = register["channel"] == "phone"
    expired = virtual_until.index[(virtual_until < today.normalize()).to_numpy()]
    if expired.empty:
        return calls & False
    return calls & (register["platform"] + ":" + register["customer"]).isin(expired)
