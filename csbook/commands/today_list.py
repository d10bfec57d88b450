"""The rows of 今日待办: contacts, cases, reviews, decisions, logs, plans and scores for somebody to see to,
by agent.

Shown to a whole team, so telephone numbers are masked wherever they stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import pandas as pd

from csbook.commands.desk import moment_of, names_of
from csbook.commands.framed import framed
from csbook.commands.handler import Request
from csbook.commands.log_gaps import LogGap
from csbook.commands.month_dues import dues_of
from csbook.commands.today_rows import (
    Supervisor,
    approval_rows,
    case_rows,
    closed_case_rows,
    contact_rows,
    due_rows,
    gap_rows,
    review_rows,
)
from csbook.followups.owner import team_of
from csbook.masking import without_phones
from csbook.problems import Language

KINDS: Final = ("follow_up", "case", "review", "approval", "log", "plan", "score")
TOLD: Final = ("customer", "action", "note")
"""The columns in which people write what they like."""


def list_of_today(
    request: Request,
    register: pd.DataFrame,
    cases: pd.DataFrame,
    reviews: pd.DataFrame,
    gaps: Iterable[LogGap],
) -> pd.DataFrame:
    """A frame of Today as of the request's moment, with what closed cases still ask for, poor reviews, what
    the supervisor decides, plans owed and what last month still waits for.

    `register`, `cases`, `reviews`: FollowUps, AfterSales and Reviews as of the moment.
    """
    settings, language, moment = request.settings, request.language, moment_of(request)
    names = names_of(request.tables["Staff"])
    supervisor = supervisor_of(settings["supervisor"], names)
    authority = settings["compensation_authority"]
    here = team_of(request.tables["Staff"], {}, moment.date()).staff
    return today_list(
        register,
        cases,
        gaps,
        names=names,
        supervisor=supervisor.name,
        language=language,
        more=(
            closed_case_rows(cases, authority, here, supervisor, language),
            review_rows(reviews, settings["poor_stars"], supervisor, moment, language),
            approval_rows(cases, authority, supervisor, language),
            due_rows(dues_of(request), names, here, supervisor, moment, language),
        ),
    )


def today_list(
    register: pd.DataFrame,
    cases: pd.DataFrame,
    gaps: Iterable[LogGap],
    *,
    names: Mapping[str, str],
    supervisor: str | None,
    language: Language,
    more: Sequence[pd.DataFrame] = (),
) -> pd.DataFrame:
    """A frame of Today (its columns and dtypes), by agent (those of nobody last): what is late
    first, the latest of it at the top.

    `register`: FollowUps as of the moment; `cases`: AfterSales likewise; `names` of staff by number;
    `more`: rows of other kinds, and of closed cases.
    """
    parts = [
        contact_rows(register, supervisor, language),
        case_rows(cases, language),
        *more,
        gap_rows(gaps, language),
    ]
    listed = framed("Today", *parts)
    known = listed["agent_id"].map(dict(names)).astype("str")
    told = {name: without_phones(listed[name]) for name in TOLD}
    return in_order(listed.assign(name=known.fillna(listed["name"]), **told))


def supervisor_of(named: str | None, names: Mapping[str, str]) -> Supervisor:
    """The supervisor, whom the settings name by name or by staff number."""
    if named is not None and named in names:
        return Supervisor(names[named], named)
    return Supervisor(named, next((number for number, name in names.items() if name == named), None))


def in_order(listed: pd.DataFrame) -> pd.DataFrame:
    order = listed.assign(
        in_time=listed["state"] == "due",
        late=-listed["days_late"].fillna(0),  # a log is late without a count of days
        rank=listed["kind"].map({k: n for n, k in enumerate(KINDS)}),
    ).sort_values(
        ["agent_id", "in_time", "late", "due_by", "rank", "reference"], kind="stable", na_position="last"
    )
    return listed.loc[order.index].reset_index(drop=True)
