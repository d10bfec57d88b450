"""What a report rests on: the team's measures now, before and against their targets, and counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import pandas as pd

from csbook.commands.case_desk import judged_cases, judged_reviews
from csbook.commands.desk import names_of
from csbook.commands.handler import Request
from csbook.commands.measure_figures import measured, promises_in, team_figures
from csbook.followups.reviews import is_poor
from csbook.masking import masked
from csbook.money import exact, rounded
from csbook.problems import Words
from csbook.reports.advice import PART_OF
from csbook.reports.drafting import GOAL_POINTS, Facts, Reading, Tally
from csbook.reports.spans import Days, days_before
from csbook.schema.choices import MEASURE, RESPONSIBLE
from csbook.schema.default_measures import ABOUT
from csbook.scorecard.measures import Figure
from csbook.scorecard.period import Span
from csbook.scorecard.points import Yardstick, read_yardsticks

MEASURED_BY: Final = {
    "overall": ("presale", "aftersale", "both"),
    "presale": ("presale", "both"),
    "aftersale": ("aftersale", "both"),
}
"""Whose figures are compared in each part, by role."""
PRODUCTS_SHOWN: Final = 5
LEAST_COMPARED: Final = 2  # people: whoever is alone is neither the best nor the last


@dataclass(frozen=True)
class Compared:
    """The spans compared, as of the request's moment. Of days that are not over, as many of the days before
    are compared."""

    now: Span
    before: Span

    @classmethod
    def of(cls, days: Days, today: dt.datetime) -> Compared:
        earlier = days_before(days)
        over = min(days.last, max(days.first, today.date()))
        last = min(earlier.last, earlier.first + (over - days.first)) if over < days.last else earlier.last
        return cls(Span(days.first, days.last, today), Span(earlier.first, last, today))


def facts_of(request: Request, days: Days) -> Facts:
    """Everything the report of these days says, from the request's tables."""
    spans = Compared.of(days, request.today)
    return Facts(
        readings_of(request, spans),
        tallies_of(request, spans),
        parties_of(request, spans.now),
        products_of(request, spans.now),
    )


def readings_of(request: Request, spans: Compared) -> dict[str, Reading]:
    """The team's measures that are on, in the order of 考核指标, with who stands out."""
    tables = request.tables
    now, before = team_figures(tables, spans.now), team_figures(tables, spans.before)
    people, names = measured(tables, spans.now), names_of(tables["Staff"])
    roles = dict(zip(tables["Staff"]["agent_id"], tables["Staff"]["role"], strict=True))
    yardsticks, targets = rulers(tables["Measures"]), targets_of(request)
    found = {}
    for measure in [m for m in yardsticks if m in now and m in PART_OF]:
        ruler = yardsticks[measure]
        asked = {who: has for who, has in people.items() if roles.get(who) in MEASURED_BY[PART_OF[measure]]}
        best, least = standing_out(measure, asked, names, ruler)
        earlier = before.get(measure)
        found[measure] = Reading(
            MEASURE[measure],
            ABOUT[measure].unit,
            now[measure].value,
            None if earlier is None else earlier.value,
            targets.get(measure),
            points_of(now[measure], ruler),
            well_scored(ruler),
            ruler.falls,
            best,
            least,
        )
    return found


def rulers(measures: pd.DataFrame) -> dict[str, Yardstick]:
    """One yardstick for each measure that is on: that for all roles and platforms before others."""
    on = [y for y in read_yardsticks(measures)[0] if y.weight]
    general = sorted(on, key=lambda y: (y.role != "any") + (y.platform != "any"))
    return {y.measure: y for y in reversed(general)}


def points_of(figure: Figure, ruler: Yardstick) -> Decimal | None:
    """The points of the team's figure; None where it rests on too little."""
    return rounded(ruler.points(figure.value)) if figure.sample >= ruler.least_sample else None


def well_scored(ruler: Yardstick) -> Decimal | None:
    """What scores `GOAL_POINTS` on the line; None with bands."""
    if ruler.worst is None or ruler.best is None:
        return None
    return rounded(ruler.worst + (ruler.best - ruler.worst) * GOAL_POINTS / 100)


def targets_of(request: Request) -> dict[str, Decimal]:
    """The team's targets: those of the month's plan before those of 考核指标."""
    measures, plan = request.tables["Measures"], request.tables["Plan"]
    standing = measures.dropna(subset=["target"]).drop_duplicates("measure")
    own = plan[
        (plan["month"] == f"{request.month:%Y-%m}") & (plan["part"] == "target") & plan["agent_id"].isna()
    ]
    own = own.dropna(subset=["measure", "target"]).drop_duplicates("measure")
    rows = pd.concat([standing[["measure", "target"]], own[["measure", "target"]]])
    return {m: exact(t) for m, t in zip(rows["measure"], rows["target"], strict=True)}


def standing_out(
    measure: str, people: Mapping[str, Mapping[str, Figure]], names: Mapping[str, str], ruler: Yardstick
) -> tuple[tuple[str, Decimal] | None, tuple[str, Decimal] | None]:
    """The best and the last of the agents whose figure rests on enough; nobody where all are equal."""
    values = [
        (names.get(who, who), figures[measure].value)
        for who, figures in people.items()
        if measure in figures and figures[measure].sample >= ruler.least_sample
    ]
    if len(values) < LEAST_COMPARED or len({value for _, value in values}) == 1:
        return None, None
    values.sort(key=lambda pair: pair[1], reverse=not ruler.falls)
    return values[0], values[-1]


def tallies_of(request: Request, spans: Compared) -> dict[str, Tally]:
    now, before = counts(request, spans.now), counts(request, spans.before)
    return {name: Tally(count, before[name] or None) for name, count in now.items()}


def counts(request: Request, span: Span) -> dict[str, int]:
    """The counts of `Facts.tallies` in the span."""
    log, promised = request.tables["DailyLog"], promises_in(request.tables, span)
    cases, reviews = judged_cases(request), judged_reviews(request)
    cases, reviews = cases[span.holds(cases["opened"])], reviews[span.holds(reviews["reviewed_at"])]
    return {
        "receptions": int(log.loc[span.holds(log["date"]), "receptions"].sum()),
        "promised": int(promised["promised"].sum()),
        "late_contacts": int(promised["late"].sum()),
        "open_contacts": int((promised["open"] - promised["not_yet_due"]).sum()),
        "cases": len(cases),
        "overdue_cases": int((cases["state"] == "overdue").sum()),
        "poor_reviews": int(is_poor(reviews, request.settings["poor_stars"]).sum()),
    }


def parties_of(request: Request, span: Span) -> dict[str, tuple[Words, int]]:
    """Cases of the span by who is responsible, where that is known."""
    cases = request.tables["AfterSales"]
    named = cases.loc[span.holds(cases["opened"]), "responsible"].dropna().value_counts()
    return {str(party): (RESPONSIBLE[str(party)], int(n)) for party, n in named.items()}


def products_of(request: Request, span: Span) -> list[tuple[str, int]]:
    """The products with most complaints, first; equal ones by name."""
    cases = request.tables["AfterSales"]
    complained = cases[span.holds(cases["opened"]) & cases["complaint_class"].notna()]
    many = complained["product"].str.strip().dropna().value_counts()
    in_order = sorted(many.items(), key=lambda pair: (-int(pair[1]), str(pair[0])))
    return [(masked(str(product)), int(n)) for product, n in in_order[:PRODUCTS_SHOWN]]
