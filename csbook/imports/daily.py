"""Figures of single days into the daily log of whoever has the accounts.

A blank cell is filled; a cell that an earlier import filled follows its figures; a cell that a person filled
otherwise stays and is told.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from typing import Any, Final

import pandas as pd

from csbook.imports.accounts import Accounts
from csbook.imports.targets import BELOW_ZERO
from csbook.problems import Problem

LOG_MEASURES: Final[tuple[str, ...]] = (
    "receptions",
    "enquiries",
    "buyers",
    "orders",
    "order_amount",
    "sales",
    "ratings",
    "satisfied",
    "rating_points",
    "complaints",
)
"""Measures that are columns of the log under the same name."""
RESPONSES: Final = ("response_seconds", "response_seconds_new", "response_seconds_working")
"""The first one that a platform gives is the log's; its weight are those answered, so that the mean stays."""
LOG_COLUMNS: Final = (*LOG_MEASURES, "answered", "response_seconds")
MONEY: Final = ("order_amount", "sales")
WITH_FRACTIONS: Final = ("response_seconds",)
MOST_ACCOUNTS: Final = 6
"""Of one person on one day; more are compared as a whole only."""
Key = tuple[Any, str, str, str | None]


@dataclass(frozen=True)
class Clash:
    """A cell where a person typed another figure than the platforms give."""

    row: int
    column: str
    typed: Any
    platform: Any


@dataclass
class DailyFigures:
    """What goes into the log. `cells`: values by sheet row and column; `new`: those of rows that there are
    not yet, by date, staff number, platform and shop; `clashes`: of the days in the files; `older_clashes`:
    how many there are besides; `impossible`: figures left out of a row, by its key, for they cannot be so."""

    cells: dict[tuple[int, str], Any] = field(default_factory=dict)
    new: dict[Key, dict[str, Any]] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)
    older_clashes: int = 0
    impossible: list[tuple[tuple[Any, ...], Problem]] = field(default_factory=list)


def daily_figures(
    figures: pd.DataFrame,
    before: pd.DataFrame,
    log: pd.DataFrame,
    accounts: Accounts,
    touched: set[tuple[Any, str | None]],
    unreadable: set[int],
) -> DailyFigures:
    """What the figures (columns of `figures.KEY` with `total`, `weight`) put into the log.

    `before`: the figures that stood until now. `touched`: days and accounts of the files. `unreadable`:
    rows of the log with a cell that is no value; they stay as they are.
    """
    wanted, were = by_agent(figures, accounts), by_agent(before, accounts)
    shops = Counter(key[:3] for key in wanted)
    places = LogPlaces.of(log)
    made = DailyFigures()
    for key, per_account in wanted.items():
        row = places.row(key, shops[key[:3]])
        values = sums(per_account)
        if row is None:
            made.new[key] = values
            continue
        for column, value in () if row in unreadable else values.items():
            typed = places.value(row, column)
            if same(typed, value):
                continue
            if typed is None or is_ours(typed, column, were.get(key, {})):
                made.cells[row, column] = value
            elif touched & {(key[0], account) for account in per_account}:
                made.clashes.append(Clash(row, column, typed, value))
            else:
                made.older_clashes += 1
    return made


PerAccount = dict[str, dict[str, float]]


def by_agent(figures: pd.DataFrame, accounts: Accounts) -> dict[Key, PerAccount]:
    """The log's columns by date, staff number, platform and shop, for each of the person's accounts."""
    of_a_day = figures["period_from"] == figures["period_to"]
    wanted = figures["measure"].isin([*LOG_MEASURES, *RESPONSES, "answered"])
    rows = figures[of_a_day & wanted & figures["account"].notna()]
    found: dict[Key, dict[str, dict[str, tuple[float, float]]]] = {}
    names = ("period_from", "platform", "shop", "account", "measure", "total", "weight")
    columns = [rows[name].astype("object").where(rows[name].notna(), None).tolist() for name in names]
    agents: dict[tuple[str, Any], str | None] = {}
    for day, platform, shop, account, measure, total, weight in zip(*columns, strict=True):
        if (account, day) not in agents:
            agents[account, day] = accounts.agent(account, day)
        agent = agents[account, day]
        if agent is not None:
            given = found.setdefault((day, agent, platform, shop), {}).setdefault(account, {})
            given[measure] = total, weight
    return {
        key: {account: log_columns(given) for account, given in per_account.items()}
        for key, per_account in found.items()
    }


def log_columns(given: dict[str, tuple[float, float]]) -> dict[str, float]:
    """The log's columns of one account's measures (total, weight)."""
    columns = {name: given[name][0] for name in LOG_MEASURES if name in given}
    response = next((given[name] for name in RESPONSES if name in given), None)
    if response is not None:
        columns["response_seconds"] = response[0]
        if response[1]:
            columns["answered"] = response[1]
    if "answered" in given:
        columns["answered"] = given["answered"][0]
    return columns


def sums(per_account: PerAccount) -> dict[str, Any]:
    """The columns over all accounts, as the log holds them; what no cell takes is left out."""
    found = {}
    for column in LOG_COLUMNS:
        parts = [given[column] for given in per_account.values() if column in given]
        value = as_logged(column, sum(parts)) if parts else None
        if value is not None:
            found[column] = value
    return found


def as_logged(column: str, value: float) -> Any:
    """A total as its cell takes it; None for one that no cell takes: figures below zero, which earlier
    versions imported, and counts with a fraction."""
    if value < 0 and column not in BELOW_ZERO:
        return None
    if column in MONEY:
        return Decimal(repr(round(value, 6))).quantize(Decimal("0.01"), ROUND_HALF_UP)
    if column in WITH_FRACTIONS:
        return round(value, 2)
    return round(value) if math.isclose(value, round(value), abs_tol=1e-6) else None


def is_ours(typed: Any, column: str, per_account: PerAccount) -> bool:
    """Whether an earlier import filled the cell: with what some or all of the accounts stood for, as
    accounts may have been bound one after the other."""
    parts = [given[column] for given in per_account.values() if column in given]
    sizes = range(1, len(parts) + 1) if len(parts) <= MOST_ACCOUNTS else [len(parts)]
    return any(
        same(typed, as_logged(column, sum(chosen))) for size in sizes for chosen in combinations(parts, size)
    )


def same(one: Any, other: Any) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(float(one), float(other), abs_tol=0.005)


@dataclass(frozen=True)
class LogPlaces:
    """The rows of the log by date, staff number and platform, then by shop."""

    log: pd.DataFrame
    rows: dict[tuple[Any, str, str], dict[str | None, int]]

    @classmethod
    def of(cls, log: pd.DataFrame) -> LogPlaces:
        rows: dict[tuple[Any, str, str], dict[str | None, int]] = {}
        for row, day, agent, platform, shop in key_cells(log):
            rows.setdefault((day, agent, platform), {}).setdefault(shop, row)
        return cls(log, rows)

    def row(self, key: Key, shops: int) -> int | None:
        """The person's row of the day: of that shop; where only one shop is in question, the one without a
        shop, or the only one for figures without."""
        known = self.rows.get(key[:3], {})
        shop = key[3]
        if shop in known or not known or shops > 1:
            return known.get(shop)
        if shop is None:
            return next(iter(known.values())) if len(known) == 1 else None
        return known.get(None)

    def value(self, row: int, column: str) -> Any:
        value: Any = self.log.at[row, column]
        return None if pd.isna(value) else value


def key_cells(log: pd.DataFrame) -> Iterator[tuple[int, Any, str, str, str | None]]:
    names = ("date", "agent_id", "platform", "shop")
    columns = (log[name].astype("object").where(log[name].notna(), None).tolist() for name in names)
    yield from zip(log.index.tolist(), *columns, strict=True)
