"""What a report rests on: the team's measures, and counts of receptions, contacts, cases and reviews."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import pandas as pd

from csbook.commands.case_desk import judged_cases, judged_reviews
from csbook.commands.handler import Request
from csbook.commands.measure_figures import measured, promises_in
from csbook.commands.report_readings import planned_targets, readings_of
from csbook.commands.report_spans import Compared
from csbook.followups.reviews import is_poor
from csbook.masking import masked
from csbook.problems import Words
from csbook.reports.drafting import Facts, Tally
from csbook.reports.spans import Days
from csbook.schema.choices import RESPONSIBLE
from csbook.scorecard.period import Span

PRODUCTS_SHOWN: Final = 5


def facts_of(request: Request, days: Days, spans: Compared, coming: Sequence[dt.date] = ()) -> Facts:
    """Everything the report of these days says, from the request's tables. `coming`: the months that goals
    are for."""
    people = measured(request.tables, spans.now)
    return Facts(
        readings_of(request, days, spans),
        tallies_of(request, spans),
        parties_of(request, spans.now),
        products_of(request, spans.now),
        [planned_targets(request.tables["Plan"], month, people) for month in coming],
    )


def tallies_of(request: Request, spans: Compared) -> dict[str, Tally]:
    """The counts now and before. Without a log of the days before, a count of nothing then says nothing."""
    now = counts(request, spans.now)
    if spans.before is None:
        return {name: Tally(count) for name, count in now.items()}
    before, log = counts(request, spans.before), request.tables["DailyLog"]
    logged = bool(spans.before.holds(log["date"]).any())
    return {name: Tally(n, before[name] if logged or before[name] else None) for name, n in now.items()}


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
        "unassigned_contacts": int(promised.loc[promised["agent_id"].isna(), "owed"].sum()),
        "cases": len(cases),
        "overdue_cases": int((cases["state"] == "overdue").sum()),
        "poor_reviews": int(is_poor(reviews, request.settings["poor_stars"]).sum()),
    }


def parties_of(request: Request, span: Span) -> dict[str, tuple[Words, int]]:
    """Complaints of the span by who is responsible, where that is known."""
    named = complaints_in(request, span)["responsible"].dropna().value_counts()
    return {str(party): (RESPONSIBLE[str(party)], int(n)) for party, n in named.items()}


def products_of(request: Request, span: Span) -> list[tuple[str, int]]:
    """The products with most complaints, first; equal ones by name."""
    many = complaints_in(request, span)["product"].str.strip().dropna().value_counts()
    in_order = sorted(many.items(), key=lambda pair: (-int(pair[1]), str(pair[0])))
    return [(masked(str(product)), int(n)) for product, n in in_order[:PRODUCTS_SHOWN]]


def complaints_in(request: Request, span: Span) -> pd.DataFrame:
    """The cases opened in the span that are complaints: those with a class."""
    cases = request.tables["AfterSales"]
    return cases[span.holds(cases["opened"]) & cases["complaint_class"].notna()]
