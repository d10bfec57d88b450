"""One month's scorecard: each agent's measures, scores, rank and what it brings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from csbook.money import exact
from csbook.scorecard.measures import Figure
from csbook.scorecard.parts import Dropped, Part, parts, proposal, weighed
from csbook.scorecard.points import Yardstick, chosen
from csbook.scorecard.rank import Standing
from csbook.scorecard.rewards import Awards, AwardTerms, awards, last_streaks, owing_plans
from csbook.scorecard.scores import Judgement, ScoreFigures, Shares
from csbook.scorecard.team import Member

TYPED = ("self_score", "performance", "ability", "cooperation", "service")


@dataclass(frozen=True)
class Scored:
    """One agent's figures by measure, the yardsticks chosen for them (those that are off included), the
    parts of the proposed performance (of those that are on), and the scores."""

    member: Member
    figures: Mapping[str, Figure]
    yardsticks: Mapping[str, Yardstick]
    parts: Mapping[str, Part]
    judgement: Judgement
    self_proposed: Decimal | None
    scores: ScoreFigures

    @property
    def manager_score(self) -> Decimal | None:
        return self.scores.manager_score

    @property
    def weighted(self) -> Decimal | None:
        return self.scores.weighted

    @property
    def agent_id(self) -> str:
        return self.member.agent_id

    @property
    def is_ranked(self) -> bool:
        return self.member.standing is Standing.RANKED

    @property
    def measures(self) -> dict[str, Decimal]:
        """The values worth showing: not those that rest on too small a sample."""
        small = {name for name, part in self.parts.items() if part.dropped is Dropped.SMALL_SAMPLE}
        return {name: figure.value for name, figure in self.figures.items() if name not in small}


@dataclass(frozen=True)
class Outcome(Awards):
    """What the ranking brings besides money: months running at the end, and who owes a plan."""

    streaks: Mapping[str, int]
    owing: frozenset[str]


NO_RANKING = Outcome({}, {}, {}, {}, frozenset())


@dataclass(frozen=True)
class Proposals:
    """What csbook proposes besides performance, by staff number: self score and service."""

    own: Mapping[str, Decimal]
    service: Mapping[str, Decimal]


def scored(
    members: Sequence[Member],
    figures: Mapping[str, Mapping[str, Figure]],
    yardsticks: Sequence[Yardstick],
    typed: pd.DataFrame,
    proposals: Proposals,
    shares: Shares,
) -> list[Scored]:
    """Measures and scores of the members.

    `typed`: the month's rows of 考核评分 with `agent_id`, `self_score`, `performance`, `ability`,
    `cooperation`, `service`. Who is not of this month has neither figures nor proposals.
    """
    given = typed_scores(typed)
    rulers = {key: chosen(yardsticks, *key) for key in {(m.role or "", m.platform) for m in members}}
    on = {key: weighed(chosen_ones) for key, chosen_ones in rulers.items()}
    found = []
    for member in members:
        who, outside = member.agent_id, member.standing is Standing.OUTSIDE
        own_figures = {} if outside else figures.get(who, {})
        kind = member.role or "", member.platform
        measured = {} if outside else parts(own_figures, on[kind])
        own, performance, ability, cooperation, service = given.get(who, [None] * len(TYPED))
        judgement = Judgement(
            own,
            proposal(measured.values()),
            performance,
            ability,
            cooperation,
            service,
            None if outside else proposals.service.get(who),
        )
        found.append(
            Scored(
                member,
                own_figures,
                rulers[kind],
                measured,
                judgement,
                None if outside else proposals.own.get(who),
                judgement.figures(shares),
            )
        )
    return found


def typed_scores(typed: pd.DataFrame) -> dict[str, list[Decimal | None]]:
    """What people typed, in the order of `TYPED`, by staff number."""
    columns = [[None if pd.isna(v) else exact(v) for v in typed[name].tolist()] for name in TYPED]
    return {who: list(row) for who, *row in zip(typed["agent_id"].tolist(), *columns, strict=True)}


def ranked(card: Sequence[Scored], terms: AwardTerms, month: str, earlier: pd.DataFrame) -> Outcome:
    """The ranking and what it brings (`rewards.awards`). `earlier`: rows of 考核评分 of earlier months."""
    found = awards({s.agent_id: s.scores.sort_key for s in card if s.is_ranked}, terms)
    return Outcome(
        found.ranks,
        found.bonuses,
        found.deductions,
        last_streaks(found.ranks, month, earlier),
        frozenset(owing_plans(found.ranks)),
    )
