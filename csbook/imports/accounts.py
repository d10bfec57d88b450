"""Whose an account is: by 平台账号 of the staff, else by their number or name.

The same account may pass on: it belongs to whoever was employed on the day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from csbook.imports.headers import normalised
from csbook.problems import Problem, Severity, Words

BETWEEN: Final = re.compile(r"[、,\uff0c;\uff1b\n]")


@dataclass(frozen=True)
class Owner:
    """Somebody who has the account while employed. Missing days: since or until always."""

    agent_id: str
    row: int
    hired: dt.date | None
    left: dt.date | None

    def employed(self, day: dt.date) -> bool:
        return (self.hired is None or self.hired <= day) and (self.left is None or day <= self.left)


@dataclass(frozen=True)
class Accounts:
    """The staff by account. `bound` are the accounts that 员工 names, `called` their numbers and names."""

    bound: dict[str, tuple[Owner, ...]]
    called: dict[str, tuple[Owner, ...]]

    @classmethod
    def of(cls, staff: pd.DataFrame) -> Accounts:
        """From the columns `agent_id`, `name`, `hired`, `left`, `accounts` of Staff."""
        bound: dict[str, tuple[Owner, ...]] = {}
        called: dict[str, tuple[Owner, ...]] = {}
        columns = ("agent_id", "name", "hired", "left", "accounts")
        cells = (staff[name].astype("object").where(staff[name].notna(), None).tolist() for name in columns)
        for row, number, name, hired, left, accounts in zip(staff.index, *cells, strict=True):
            if number is None:
                continue
            owner = Owner(number, int(row), day_of(hired), day_of(left))
            for account in BETWEEN.split(accounts or ""):
                add(bound, account, owner)
            add(called, number, owner)
            add(called, name or "", owner)
        return cls(bound, called)

    def agent(self, account: str | None, day: object) -> str | None:
        """The staff number of whoever had the account on the day, where exactly one had."""
        owners = self.owners(account)
        if len(owners) > 1:
            when = day_of(day)
            owners = tuple(owner for owner in owners if when is None or owner.employed(when))
        numbers = {owner.agent_id for owner in owners}
        return numbers.pop() if len(numbers) == 1 else None

    def owners(self, account: str | None) -> tuple[Owner, ...]:
        if account is None:
            return ()
        key = normalised(account)
        return self.bound.get(key) or self.called.get(key, ())

    def unknown(self, accounts: Iterable[str]) -> list[str]:
        """The accounts that nobody has, each once, in their order."""
        return [account for account in dict.fromkeys(accounts) if not self.owners(account)]

    def shared(self) -> list[Problem]:
        """Accounts that several people have at the same time: their figures can be nobody's."""
        found = []
        for account, owners in self.bound.items():
            for number, owner in enumerate(owners):
                earlier = [each for each in owners[:number] if overlap(each, owner)]
                if earlier:
                    expected = Words(
                        f"不与第 {earlier[0].row} 行同时使用一个账号",
                        f"no account that row {earlier[0].row} has at the same time",
                    )
                    found.append(Problem("Staff", owner.row, "accounts", account, expected, Severity.WARNING))
        return found


def add(into: dict[str, tuple[Owner, ...]], account: str, owner: Owner) -> None:
    key = normalised(account)
    if key and owner not in into.get(key, ()):
        into[key] = (*into.get(key, ()), owner)


def day_of(value: Any) -> dt.date | None:
    if value is None or pd.isna(value):
        return None
    return value.date() if isinstance(value, dt.datetime) else value


def overlap(one: Owner, other: Owner) -> bool:
    if one.agent_id == other.agent_id:
        return False
    starts = max(one.hired or dt.date.min, other.hired or dt.date.min)
    return starts <= min(one.left or dt.date.max, other.left or dt.date.max)
