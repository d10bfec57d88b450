"""After-sales cases and reviews as of a request's moment, for all commands that show or write them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from csbook.commands.desk import moment_of, office_hours
from csbook.commands.handler import Request
from csbook.followups.cases import CaseRules, judge_cases
from csbook.followups.reviews import judge_reviews
from csbook.problems import Problem, Severity, Words
from csbook.schema.settings import SETTING_WORDS, colon


def judged_cases(request: Request) -> pd.DataFrame:
    """The cases opened by the request's moment: all columns and dtypes of AfterSales, index sheet rows.

    csbook's columns (`followups.cases.WRITTEN`, numbers and owners included) say how each stands now, by
    the hours of CaseLimits, the settings, the callbacks in FollowUps and the owners in Customers. Raises
    `KeyError` where the command reads one of them not: other hours than the sheet's would be wrong silently.
    """
    return judge_cases(
        request.tables["AfterSales"],
        request.tables["FollowUps"],
        request.tables["Customers"],
        case_rules(request),
        today=moment_of(request),
        language=request.language,
    )


def judged_reviews(request: Request) -> pd.DataFrame:
    """The reviews written by the request's moment: all columns and dtypes of Reviews, index sheet rows,
    with the handler of the poor ones and the state as of now (`followups.reviews.WRITTEN`)."""
    return judge_reviews(
        request.tables["Reviews"],
        poor_stars=request.settings["poor_stars"],
        handler=review_handler(request),
        today=moment_of(request),
    )


def case_rules(request: Request) -> CaseRules:
    """The hours of each kind from 售后时限, the rest from 设置."""
    settings, limits = request.settings, request.tables["CaseLimits"].dropna(subset=["kind", "hours"])
    return CaseRules(
        case_hours=settings["case_hours"],
        hours_of=dict(zip(limits["kind"], limits["hours"], strict=True)),
        opening=office_hours(request).opening,
        authority=settings["compensation_authority"],
        repeat_callbacks=settings["repeat_callbacks"],
    )


def review_handler(request: Request) -> str | None:
    """Who handles poor reviews today; None (the supervisor) where nobody is named or can do it."""
    return None if review_handler_problems(request) else request.settings["review_handler"]


def review_handler_problems(request: Request) -> list[Problem]:
    """A warning on the settings' row where the named handler is no staff member or has left.

    A warning only: until it is corrected the supervisor has the poor reviews, and the rest goes on.
    """
    named, staff = request.settings["review_handler"], request.tables["Staff"]
    if not named:
        return []
    left = staff.loc[staff["agent_id"] == named, "left"]
    if len(left) and not (left < moment_of(request).normalize()).any():
        return []
    settings = request.tables["Settings"]
    rows: list[Any] = settings.index[settings["name"] == "review_handler"].tolist()
    expected = Words("在职员工的工号，或空着归主管", "the staff number of somebody working here, or empty")
    return [
        Problem(
            "Settings",
            rows[0] if rows else None,
            "value",
            named,
            SETTING_WORDS["review_handler"] + colon() + expected,
            Severity.WARNING,
        )
    ]
