"""The rows of 考核评分, 整改 and 月计划 for one scored month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from typing import Any

import pandas as pd

from csbook.commands.month_terms import with_terms
from csbook.commands.plans_fallen_away import plan_states
from csbook.money import rounded
from csbook.problems import Language, Words
from csbook.schema.settings import Settings
from csbook.schema.workbook import TABLES
from csbook.scorecard.card import Outcome, Scored
from csbook.scorecard.measures import MEASURES
from csbook.scorecard.period import Period
from csbook.scorecard.rank import Standing, place_number
from csbook.scorecard.rewards import plan_notice, plan_state
from csbook.scorecard.tasks import Attained
from csbook.scorecard.team import day

Frames = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class MonthScore:
    """A month's card and what its ranking brings; by staff number receptions and what to know of a score."""

    period: Period
    card: Sequence[Scored]
    outcome: Outcome
    receptions: Mapping[str, int]
    remarks: Mapping[str, Words] = field(default_factory=dict)

    @cached_property
    def tie_order(self) -> dict[str, int]:
        """Each one's place in the text order of staff numbers, from 1: who gets the odd cents of a tie."""
        return {who: place for place, who in enumerate(sorted(s.agent_id for s in self.card), 1)}

    @property
    def waiting(self) -> list[Scored]:
        """The month's agents for whom somebody still has to fill a score."""
        return [s for s in self.card if s.member.standing is not Standing.OUTSIDE and s.judgement.missing]

    @property
    def waiting_for_agent(self) -> list[Scored]:
        return [s for s in self.waiting if s.judgement.own is None]

    @property
    def waiting_for_manager(self) -> list[Scored]:
        return [s for s in self.waiting if set(s.judgement.missing) - {"self_score"}]


def frame_of(table: str, rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Rows (dictionaries with the same names) as a frame with the table's dtypes."""
    if not rows:
        return TABLES[table].empty()
    names = list(rows[0])
    return frame_of_tuples(table, names, list(map(itemgetter(*names), rows)))


def frame_of_tuples(table: str, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> pd.DataFrame:
    """Rows (tuples in the order of `names`) as a frame with the table's dtypes."""
    if not rows:
        return TABLES[table].empty()
    index, columns = pd.RangeIndex(len(rows)), zip(*rows, strict=True)
    return pd.DataFrame(
        {
            name: TABLES[table][name].series(list(cells), index)
            for name, cells in zip(names, columns, strict=True)
        }
    )


def row_key(month: str | None, who: str | None) -> str:
    """The text by which the pay sheet's formulas find a row (`score_formulas.KEY`)."""
    return f"{month or ''}/{who or ''}"


def term_frames(month: MonthScore, tables: Mapping[str, pd.DataFrame], settings: Settings) -> Frames:
    """The month's row of 月度口径 with the values of its formulas, and the other tables of `TERM_TABLES`
    whole; nothing for a month without anybody."""
    label = month.period.label
    if not month.card:
        return {}
    found = with_terms(tables, settings, [label])
    competing = {s.agent_id: s.scores.sort_key for s in month.card if s.is_ranked}
    row = found["Terms"][found["Terms"]["month"] == label].assign(**month.outcome.counts(competing))
    return {**found, "Terms": row}


def scores_frame(month: MonthScore, language: Language) -> pd.DataFrame:
    """csbook's columns of 考核评分, with the values of its formulas."""
    return frame_of("Scores", [score_row(month, one, language) for one in month.card])


def score_row(month: MonthScore, one: Scored, language: Language) -> dict[str, Any]:
    who, member, judgement, outcome = one.agent_id, one.member, one.judgement, month.outcome
    values = one.measures
    return {
        "month": month.period.label,
        "agent_id": who,
        "name": member.name,
        "role": member.role,
        "platform": member.platform,
        "standing": member.standing.value,
        "tie_order": month.tie_order[who],
        "receptions": month.receptions.get(who),
        **{name: values.get(name) for name in MEASURES},
        "performance_proposed": judgement.proposed,
        "service_proposed": judgement.service_proposed,
        "self_proposed": one.self_proposed,
        **vars(one.scores),
        **outcome.of(who),
        "last_streak": outcome.streaks.get(who),
        "remark": month.remarks[who](language) or None,
        "key": row_key(month.period.label, who),
        "place": place_number(month.period.label, one.scores.sort_key if one.is_ranked else None),
    }


def plan_frame(plan: pd.DataFrame, attained: Mapping[int, Attained]) -> pd.DataFrame:
    """The keys of the month's rows of 月计划, with actual figure and attainment where there are."""
    found = [attained.get(row) for row in plan.index]
    columns = {
        "actual": [one and one.actual for one in found],
        "attainment": [one and rounded(one.share * 100) / 100 for one in found],
    }
    table = TABLES["Plan"]
    figures = {name: table[name].series(values, plan.index) for name, values in columns.items()}
    return plan[list(table.key)].assign(**figures).reset_index(drop=True)


def plans_frame(month: MonthScore, plans: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """The month's plans owed, and every other plan with its state as of today.

    A plan that is not owed any more (the ranking changed) keeps its row and what was written in it;
    its due day is emptied, and its state says so once the month is ranked.
    """
    of_month = plans["month"] == month.period.label
    existing = {row["agent_id"]: row for row in plans[of_month].to_dict("records")}
    concerned = [s for s in month.card if s.agent_id in month.outcome.owing or s.agent_id in existing]
    rows = [plan_row(month, one, existing.get(one.agent_id, {}), settings) for one in concerned]
    parts = [renewed_plans(plans[~of_month], month.period.today), frame_of("Plans", rows)]
    return pd.concat([part for part in parts if len(part)] or parts[1:], ignore_index=True)


def plan_row(
    month: MonthScore, one: Scored, existing: Mapping[Any, Any], settings: Settings
) -> dict[str, Any]:
    period = month.period
    typed, due = day(existing.get("notice")), day(existing.get("due"))
    owed = one.agent_id in month.outcome.owing
    notice = plan_notice(typed, day(settings["notice_date"]), period.last, period.today)
    if typed is not None or due is None:
        due = notice + dt.timedelta(days=int(settings["plan_days"]))
    due = due if owed else None
    return {
        "month": period.label,
        "agent_id": one.agent_id,
        "name": one.member.name,
        "rank": month.outcome.ranks.get(one.agent_id),
        "notice": None if existing and typed is None else stamp(notice),
        "due": stamp(due),
        "state": plan_state(
            due, day(existing.get("handed_in")), period.today, fell_away=bool(month.outcome.ranks)
        ),
    }


def renewed_plans(plans: pd.DataFrame, today: dt.datetime) -> pd.DataFrame:
    """Every plan as it stands (its key, rank, notice and due day), with its state as of today."""
    kept = plans[["month", "agent_id", "name", "rank", "notice", "due"]]
    state = TABLES["Plans"]["state"].series(plan_states(plans, today), plans.index)
    return kept.assign(state=state).reset_index(drop=True)


def stamp(value: dt.date | None) -> pd.Timestamp | None:
    return None if value is None else pd.Timestamp(value)
