"""Who follows up: the customer's agent, and a proposal when that agent is not there (domain B1.9).

csbook only proposes (`stand_in`); the supervisor decides (`assigned`), and that wins.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from csbook.problems import Language, Words

WHO: Final = ("platform", "owner", "assigned", "stand_in")
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
    state = register["state"]
    is_open = state.isin(PROPOSED_IN)
    open_rows = register.loc[is_open, [*WHO, "due_by", "follow_up_id"]]
    proposed, reasons = dict[Any, str](), dict[Any, str]()
    loads, seeking = Counter[str](), []
    rows = zip(open_rows.index.tolist(), *(open_rows[name].tolist() for name in WHO), strict=True)
    for row, platform, owner, assigned, earlier in rows:
        has = assigned if isinstance(assigned, str) else owner
        if not isinstance(assigned, str) and owner not in team.present:
            reasons[row] = reason_for(owner, team)(language)
            if fits(earlier, platform, team):
                has = proposed[row] = earlier
            else:
                seeking.append(row)
        if isinstance(has, str):
            loads[has] += 1
    proposed |= spread(open_rows.loc[seeking], team, loads)
    kept = register["stand_in"].mask(is_open | (state == "planned"))
    why = {row: reasons[row] for row in proposed}
    return Proposals(
        kept.fillna(pd.Series(proposed, dtype="str")).astype("str"),
        pd.Series(why, dtype="str").reindex(register.index),
        unplaced=len(reasons) - len(proposed),
    )


def reason_for(owner: object, team: Team) -> Words:
    """Why somebody else is proposed."""
    if not isinstance(owner, str):
        return NO_OWNER
    return AWAY if owner in team.staff else LEFT


def fits(agent: object, platform: object, team: Team) -> bool:
    """Whether the agent is on duty and serves the platform, if there is one."""
    served = team.serving.get(agent) if isinstance(agent, str) else None
    return served is not None and (not isinstance(platform, str) or platform in served)


def spread(rows: pd.DataFrame, team: Team, loads: Mapping[str, int]) -> dict[Any, str]:
    """An agent for each row, earliest deadline first, always the one with the fewest rows."""
    counts = {agent: loads.get(agent, 0) for agent in team.serving}
    chosen: dict[Any, str] = {}
    of_platform: dict[str, list[Any]] = {}
    in_order = rows.sort_values(["due_by", "follow_up_id"], kind="stable")
    for row, platform in in_order["platform"].fillna("").items():
        of_platform.setdefault(platform, []).append(row)
    for platform, waiting in sorted(of_platform.items()):
        heap = [(counts[agent], agent) for agent in team.candidates(platform)]
        heapq.heapify(heap)
        for row in waiting if heap else ():
            load, agent = heap[0]
            chosen[row] = agent
            heapq.heapreplace(heap, (load + 1, agent))
        counts |= {agent: load for load, agent in heap}
    return chosen
