"""The open work of somebody who has left, handed to those who stay (frames in, frames out).

It goes, row by row and earliest deadline first, to whoever serves the platform and has least of the kind.
Contacts stay with whoever stands in for them already, then they and cases follow the customer's new owner,
so that a customer has to do with one person. What was the leaver's own to keep, a case or a contact overdue
by then, says so in `first_owner` and counts for them in scores.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from csbook.followups.events import is_done
from csbook.followups.owner import Team, fits, spread
from csbook.followups.state import FINISHED, with_typed_dates

WORK: Final = ("Customers", "FollowUps", "AfterSales")
NAMED_BY: Final = {"FollowUps": "follow_up_id", "AfterSales": "case_id", "Customers": "account"}
"""The column by which a message names a row."""

Frames = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class HandedOver:
    """What a departure does to the registers.

    `tables`: the changed rows with their keys and owners (FollowUps and AfterSales with `first_owner`,
    FollowUps with `stand_in` and `assigned` too). `to`: how many rows of each table each agent takes over.
    `left`: rows of each table that nobody can take, by number or account. `unassigned`: contacts that the
    supervisor had assigned to who leaves.
    """

    tables: dict[str, pd.DataFrame]
    to: dict[str, dict[str, int]]
    left: dict[str, list[str]]
    unassigned: list[str]


def remaining(staff: pd.DataFrame, leaver: str, day: dt.date) -> Team:
    """Who can take work over on `day`: hired by then, without a leaving day, no supervisor, not temporary."""
    here = staff[
        staff["agent_id"].notna()
        & (staff["agent_id"] != leaver)
        & staff["left"].isna()
        & ~(staff["hired"] > pd.Timestamp(day))
        & (staff["role"] != "supervisor")
        & ~staff["temporary"].fillna(False).astype("bool")
    ]
    serving = {
        agent: frozenset(str(platforms).split(","))
        for agent, platforms in zip(here["agent_id"], here["platforms"], strict=True)
    }
    return Team(serving, frozenset(serving), frozenset(serving))


def open_rows(tables: Frames, today: pd.Timestamp) -> dict[str, pd.DataFrame]:
    """The rows of each register that somebody still has to look after; a customer always is one."""
    register, cases = tables["FollowUps"], tables["AfterSales"]
    return {
        "Customers": tables["Customers"],
        "FollowUps": register[~register["state"].isin(FINISHED) & ~is_done(register, today)],
        "AfterSales": cases[~(cases["closed"] <= today) & ~(cases["opened"] > today)],
    }


def waiting(tables: Frames, leaver: str, today: pd.Timestamp) -> dict[str, int]:
    """How many rows of each register are the leaver's to look after."""
    return {
        name: int(((rows["owner"] == leaver) | (assigned_to(rows, leaver))).sum())
        for name, rows in open_rows(tables, today).items()
    }


def handed_over(tables: Frames, leaver: str, team: Team, today: pd.Timestamp) -> HandedOver:
    """Customers, open contacts and open cases of the leaver with the team instead."""
    work = open_rows(tables, today)
    customers = work["Customers"]
    owners = {"Customers": shared_out(customers, leaver, team, "next_service", "account")}
    customers = customers.assign(owner=with_new(customers["owner"], owners["Customers"]))
    for name, deadline in (("FollowUps", "due_by"), ("AfterSales", "handle_by")):
        rows = work[name]
        kept = [customer_owner(rows, customers)]
        if name == "FollowUps":
            kept.insert(0, rows["stand_in"])
        owners[name] = shared_out(rows, leaver, team, deadline, NAMED_BY[name], *kept)
    mine = {name: work[name][work[name]["owner"] == leaver] for name in WORK}
    given = {name: new.dropna() for name, new in owners.items()}
    rows = work["FollowUps"]
    return HandedOver(
        tables=changed_rows(tables, work, given, leaver, today),
        to={name: counts(new) for name, new in given.items() if len(new)},
        left={
            name: names_of(mine[name].drop(given[name].index), NAMED_BY[name])
            for name in WORK
            if len(mine[name]) > len(given[name])
        },
        unassigned=names_of(rows[assigned_to(rows, leaver)], "follow_up_id"),
    )


def shared_out(
    rows: pd.DataFrame, leaver: str, team: Team, deadline: str, name: str, *kept: pd.Series
) -> pd.Series:
    """The new owner of each of the leaver's rows (missing where nobody serves the platform): the first of
    `kept` who can have it, else whoever has least."""
    mine = rows[rows["owner"] == leaver]
    chosen = pd.Series(None, index=mine.index, dtype="str")
    for agents in kept:
        able = agents.loc[mine.index]
        fitting = [fits(*each, team) for each in zip(able, mine["platform"], strict=True)]
        chosen = chosen.fillna(able.where(pd.Series(fitting, index=able.index, dtype="bool"))).astype("str")
    owned = pd.concat([rows["owner"], chosen]).value_counts()
    loads = {agent: int(owned.get(agent, 0)) for agent in team.serving}
    rest = mine[chosen.isna()]
    shared = spread(rest.assign(due_by=rest[deadline], follow_up_id=rest[name]), team, loads)
    return chosen.fillna(shared).astype("str")


def with_new(owner: pd.Series, new: pd.Series) -> pd.Series:
    """The owners with the new ones in their rows."""
    return new.reindex(owner.index).fillna(owner).astype("str")


def customer_owner(rows: pd.DataFrame, customers: pd.DataFrame) -> pd.Series:
    """The owner of each row's customer in the archive."""
    known = customers.dropna(subset=["owner"]).assign(key=customers["platform"] + ":" + customers["account"])
    owners = known.dropna(subset=["key"]).drop_duplicates("key").set_index("key")["owner"]
    return (rows["platform"] + ":" + rows["customer"]).map(owners).astype("str")


def assigned_to(rows: pd.DataFrame, leaver: str) -> pd.Series:
    """Which rows the supervisor assigned to the leaver."""
    if "assigned" not in rows:
        return pd.Series(False, index=rows.index)
    return rows["assigned"] == leaver


def overdue_of(rows: pd.DataFrame, leaver: str, today: pd.Timestamp) -> pd.Series:
    """Which contacts the leaver should have made by now: assigned to them, else theirs."""
    theirs = rows["assigned"].fillna(rows["owner"]) == leaver
    return theirs & (with_typed_dates(rows)["due_by"] < today)


def changed_rows(
    tables: Frames, work: Frames, given: Mapping[str, pd.Series], leaver: str, today: pd.Timestamp
) -> dict[str, pd.DataFrame]:
    """The rows whose owner changes, or that lose the leaver as stand-in or as the one assigned."""
    customers, cases = (tables[name].loc[given[name].index] for name in ("Customers", "AfterSales"))
    found = {
        "Customers": customers[["platform", "account"]].assign(owner=given["Customers"]),
        "AfterSales": cases[["case_id"]].assign(
            owner=given["AfterSales"], first_owner=cases["first_owner"].fillna(leaver)
        ),
    }
    rows, new = work["FollowUps"], given["FollowUps"]
    moved = rows.index.isin(new.index)
    register = rows[["follow_up_id"]].assign(
        owner=with_new(rows["owner"], new),
        stand_in=rows["stand_in"].mask(moved | (rows["stand_in"] == leaver)),
        assigned=rows["assigned"].mask(assigned_to(rows, leaver)),
        first_owner=rows["first_owner"].mask(
            rows["first_owner"].isna() & overdue_of(rows, leaver, today), leaver
        ),
    )
    found["FollowUps"] = register[moved | assigned_to(rows, leaver) | (rows["stand_in"] == leaver)]
    return {name: frame for name, frame in found.items() if len(frame)}


def counts(owners: pd.Series) -> dict[str, int]:
    return {str(agent): int(number) for agent, number in owners.value_counts().sort_index().items()}


def names_of(rows: pd.DataFrame, column: str) -> list[str]:
    """What the rows are called; a row without a number by its place on the sheet."""
    return [
        name if isinstance(name, str) else f"#{row}"
        for row, name in zip(rows.index, rows[column], strict=True)
    ]
