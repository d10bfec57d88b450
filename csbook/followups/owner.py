"""Who follows up: the customer's agent, and a proposal when that agent is not there (domain B1.9).

csbook only proposes (`stand_in`); the supervisor decides (`assigned`), and that wins.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from csbook.problems import Language, Words

PROPOSED_IN: Final = ("due", "overdue")
NO_OWNER: Final = Words("没有责任客服", "no owner")
LEFT: Final = Words("责任客服已离职", "the owner has left")
AWAY: Final = Words("责任客服今天不当班", "the owner is off today")


@dataclass(frozen=True)
class Team:
    """Who is there on a day.

    `serving`: platforms of each agent on duty. `present`: who looks after their own customers
    today: those on duty, and those who are not rostered and have not left. `staff`: who has not left.
    """

    serving: Mapping[str, frozenset[str]]
    present: frozenset[str]
    staff: frozenset[str]

    def candidates(self, platform: str) -> list[str]:
        """Agents on duty who serve the platform; everyone on duty where none is given."""
        return sorted(a for a, served in self.serving.items() if not platform or platform in served)


def team_of(staff: pd.DataFrame, duty: Mapping[str, str], day: dt.date) -> Team:
    """From a frame of Staff and who is on duty (shift by agent). The leaving day is still worked."""
    here = staff[staff["agent_id"].notna() & ~(staff["left"] < pd.Timestamp(day))]
    served = {
        agent: frozenset(str(platforms).split(","))
        for agent, platforms in zip(here["agent_id"], here["platforms"], strict=True)
        if agent in duty
    }
    unrostered = here.loc[~here["rostered"].fillna(True).astype("bool"), "agent_id"]
    return Team(served, frozenset(served) | frozenset(unrostered), frozenset(here["agent_id"]))


@dataclass(frozen=True)
class Proposals:
    """Per row `stand_in`, and `why` one is proposed; `unplaced` rows need one and found nobody."""

    stand_in: pd.Series
    why: pd.Series
    unplaced: int


def propose(register: pd.DataFrame, team: Team, language: Language) -> Proposals:
    """A stand-in for each due or overdue row whose owner is missing, away or gone.

    The stand-in is on duty, serves the platform and has the fewest open rows, ties by number; an
    earlier proposal stands as long as that person is on duty. Planned rows lose theirs; escalated
    and finished rows keep it, as the record of who had them.
    """
    owner, state = register["owner"], register["state"]
    open_now = state.isin(PROPOSED_IN)
    needed = open_now & register["assigned"].isna() & ~owner.isin(team.present)
    why = pd.Series(AWAY(language), index=register.index, dtype="str")
    why = why.mask(~owner.isin(team.staff), LEFT(language)).mask(owner.isna(), NO_OWNER(language))
    still_there = needed & fits(register["stand_in"], register["platform"], team)
    stand_in = register["stand_in"].mask((open_now & ~still_there) | (state == "planned"))
    responsible = register["assigned"].fillna(stand_in).fillna(owner)
    loads = {str(agent): int(n) for agent, n in responsible[open_now].value_counts().items()}
    chosen = spread(register[needed & ~still_there], team, loads)
    stand_in = stand_in.fillna(chosen).astype("str")
    unplaced = int((needed & stand_in.isna()).sum())
    return Proposals(stand_in, why.where(needed & stand_in.notna()).astype("str"), unplaced)


def fits(agents: pd.Series, platforms: pd.Series, team: Team) -> pd.Series:
    """Whether each agent is on duty and serves the platform beside it."""
    serving = {f"{agent} {platform}" for agent, served in team.serving.items() for platform in ("", *served)}
    return (agents + " " + platforms.fillna("")).isin(serving)


def spread(rows: pd.DataFrame, team: Team, loads: Mapping[str, int]) -> pd.Series:
    """An agent for each row, earliest deadline first, always the one with the fewest rows."""
    counts = {agent: loads.get(agent, 0) for agent in team.serving}
    chosen: dict[object, str] = {}
    in_order = rows.sort_values(["due_by", "follow_up_id"], kind="stable")
    for platform, group in in_order.groupby(in_order["platform"].fillna("")):
        heap = [(counts[agent], agent) for agent in team.candidates(str(platform))]
        heapq.heapify(heap)
        for row in group.index if heap else ():
            load, agent = heap[0]
            chosen[row] = agent
            heapq.heapreplace(heap, (load + 1, agent))
        counts |= {agent: load for load, agent in heap}
    return pd.Series(chosen, dtype="str").reindex(rows.index)
