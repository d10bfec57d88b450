"""The month's figures: what log, platforms, follow-ups and cases say, brought together by agent.

The rules of follow-ups and accounts are those of the packages that know them; here they meet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import Final

import pandas as pd

from csbook.followups.cases import failed_callbacks
from csbook.followups.falling_away import fell_away_at
from csbook.followups.state import with_typed_dates
from csbook.followups.summary import PROMISES, promises_kept
from csbook.imports.accounts import Accounts
from csbook.schema.workbook import TABLES
from csbook.scorecard.measures import (
    Figure,
    Totals,
    by_agent,
    case_totals,
    figures,
    figures_of_all,
    follow_up_totals,
    log_totals,
    together,
)
from csbook.scorecard.period import Span
from csbook.scorecard.platform_figures import by_period, imported_responses, platform_totals

Tables = Mapping[str, pd.DataFrame]
LOOKED_UP: Final = ("Orders", "Customers")
"""They say when the reason of a contact fell away; where they are not read, its closing does."""


def measured(tables: Tables, span: Span) -> dict[str, dict[str, Figure]]:
    """The measures of the span as of its moment: staff number -> measure -> figure.

    Measures without a figure are left out. `tables`: DailyLog, PlatformFigures, Staff, FollowUps and
    AfterSales, with Orders and Customers where they are read.
    """
    return figures(totals_of(tables, span))


def team_figures(tables: Tables, span: Span, agents: Collection[str] | None = None) -> dict[str, Figure]:
    """The measures of these agents together, else of everybody who has any: totals first, rates last."""
    return figures_of_all(totals_of(tables, span), agents)


def totals_of(tables: Tables, span: Span) -> Totals:
    """The totals of log, platforms, follow-ups and cases."""
    log = tables["DailyLog"]
    log = log[span.holds(log["date"])]
    rows = with_agents(by_period(tables["PlatformFigures"], span), Accounts.of(tables["Staff"]))
    logged = log_totals(log, span, imports_of(log, rows))
    return together(
        by_agent(logged),
        platform_totals(rows, logged),
        follow_up_totals(promises_in(tables, span)),
        cases_in(tables, span),
    )


def with_agents(rows: pd.DataFrame, accounts: Accounts) -> pd.DataFrame:
    """The rows of accounts that one person had over the whole period, with `agent_id`."""
    only = {account: the_only(accounts, account) for account in rows["account"].unique()}
    agents = rows["account"].map(only).astype("str")
    passed_on = rows[agents.isna()]
    periods = zip(passed_on["account"], passed_on["period_from"], passed_on["period_to"], strict=True)
    had = [whose(accounts, *period) for period in periods]
    agents = agents.fillna(pd.Series(had, index=passed_on.index, dtype="str"))
    return rows.assign(agent_id=agents)[agents.notna()]


def the_only(accounts: Accounts, account: str) -> str | None:
    """Whoever has the account, where nobody else ever had it."""
    agents = {owner.agent_id for owner in accounts.owners(account)}
    return agents.pop() if len(agents) == 1 else None


def whose(accounts: Accounts, account: str, first: pd.Timestamp, last: pd.Timestamp) -> str | None:
    agent = accounts.agent(account, first)
    return agent if accounts.agent(account, last) == agent else None


def imports_of(log: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """What the platforms gave for the response time of each row of the log (`imported_responses`; index as
    the log's)."""
    if rows.empty:
        return pd.DataFrame(index=log.index, columns=["seconds", "weight", "answers_told"], dtype="float64")
    keys = pd.MultiIndex.from_frame(log[["date", "agent_id", "platform"]])
    return imported_responses(rows).reindex(keys).set_axis(log.index)


def promises_in(tables: Tables, span: Span) -> pd.DataFrame:
    """The contacts that were owed by now, as 回访汇总 counts them: `agent_id`, `owed`, `in_time`."""
    register = tables["FollowUps"]
    if register.empty:
        return NO_PROMISES.copy()
    due = with_typed_dates(register)["due_by"]
    after = pd.Timestamp(span.last) + pd.Timedelta(days=1)
    own = register[(due >= pd.Timestamp(span.first)) & (due < after)]
    fell_away = fell_away_at(register, {**empty_ones(tables), **tables})
    kept = [promises_kept(own, fell_away, month, pd.Timestamp(span.today)) for month in months(span)]
    promised = pd.concat(kept, ignore_index=True)
    return promised.assign(owed=promised["promised"] - promised["not_yet_due"])


NO_PROMISES: Final = pd.DataFrame(columns=["agent_id", *PROMISES, "owed"]).astype(
    {"agent_id": "str"} | dict.fromkeys([*PROMISES, "owed"], "int64")
)


def empty_ones(tables: Tables) -> dict[str, pd.DataFrame]:
    return {name: TABLES[name].empty() for name in LOOKED_UP if name not in tables}


def months(span: Span) -> Iterator[pd.Timestamp]:
    """The first day of each month that the span touches."""
    month: dt.date = span.first.replace(day=1)
    while month <= span.last:
        yield pd.Timestamp(month)
        month = (month + dt.timedelta(days=31)).replace(day=1)


def cases_in(tables: Tables, span: Span) -> Totals:
    """The cases opened in the span; a callback that says unsolved, at closing or later, opens one again."""
    cases = tables["AfterSales"]
    if cases.empty:
        return {}
    failed = failed_callbacks(tables["FollowUps"], pd.Timestamp(span.today))
    last = {case: max(done) for case, done in failed.items()}
    return case_totals(cases, pd.to_datetime(("case:" + cases["case_id"]).map(last)), span)
