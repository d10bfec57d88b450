"""The after-sales cases 售后登记: their numbers, by when each must be handled, how it stands, which
class of complaint it has become, and what somebody has to do about it.

Everything follows from what people typed, the register's callbacks and the moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np
import pandas as pd

from csbook.followups.case_attention import attention
from csbook.followups.due import Hours
from csbook.followups.event_frame import typed_as
from csbook.followups.events import customer_owners, is_done, root_sources
from csbook.problems import Language

NUMBER: Final = r"C(\d+)"
CLASSES: Final = ("general", "repeated", "serious")
"""The classes of complaint in rising order (domain B2)."""
NO_CLASS: Final = -1
WRITTEN: Final = (
    "case_id", "owner", "handle_by", "hours_left", "state", "callbacks", "proposed_class", "attention",
)  # fmt: skip
"""The columns of AfterSales that csbook fills."""


@dataclass(frozen=True)
class CaseRules:
    """By what cases are judged. `hours_of`: hours by kind; kinds without a row have `case_hours`.
    Above `authority` (yuan) the supervisor decides on a compensation. `repeat_callbacks`: callbacks in
    vain that make a complaint a repeated one."""

    case_hours: float
    hours_of: Mapping[str, float]
    opening: Hours
    authority: Decimal
    repeat_callbacks: int


def judge_cases(
    cases: pd.DataFrame,
    register: pd.DataFrame,
    customers: pd.DataFrame,
    rules: CaseRules,
    *,
    today: pd.Timestamp,
    language: Language,
) -> pd.DataFrame:
    """The cases opened by `today` with the columns `WRITTEN` as of the moment; other columns, dtypes
    and index as given (those of AfterSales).

    A row without a number gets the next one, a case without an owner the customer's; what is typed
    stays. Frames have the columns of AfterSales, FollowUps and Customers.
    """
    opened = numbered(cases[cases["opened"] <= today], register)
    owners = customer_owners(opened["platform"], opened["customer"], customers)
    failed = failed_callbacks(register, today)
    names = ("case:" + opened["case_id"]).tolist()
    judged = opened.assign(
        owner=opened["owner"].fillna(owners),
        callbacks=pd.array([len(failed.get(name, ())) for name in names], dtype="Int64"),
        **limits_and_states(opened, rules, today),
    )
    judged = judged.assign(proposed_class=proposed_classes(judged, rules.repeat_callbacks))
    judged = judged.assign(
        attention=attention(
            judged,
            authority=rules.authority,
            last_failed=[max(failed.get(name, ()), default=None) for name in names],
            today=today,
            language=language,
        )
    )
    return typed_as(judged, cases)


def numbered(cases: pd.DataFrame, register: pd.DataFrame) -> pd.DataFrame:
    """The cases, those without a number with the next one (C000001, ...) in the order of the sheet.

    Numbers typed by hand stay. A number that the register still speaks of is not given again: the new
    case would inherit the callbacks of one that was deleted.
    """
    blank = cases["case_id"].isna()
    if not blank.any():
        return cases
    mentioned = register["source"].str.extract(f"^case:{NUMBER}$", expand=False)
    taken = pd.concat([cases["case_id"].str.extract(f"^{NUMBER}$", expand=False), mentioned]).dropna()
    first = max(map(int, taken), default=0) + 1
    given = [f"C{number:06d}" for number in range(first, first + int(blank.sum()))]
    return cases.assign(case_id=cases["case_id"].mask(blank, pd.Series(given, cases.index[blank], "str")))


def limits_and_states(cases: pd.DataFrame, rules: CaseRules, today: pd.Timestamp) -> dict[str, pd.Series]:
    """`handle_by`: the hours of the kind after the opening, rolled into opening hours; `hours_left`:
    one decimal, negative when late, missing once closed; `state`: open, overdue, closed."""
    hours_of = {kind: hours for kind, hours in rules.hours_of.items() if not pd.isna(hours)}
    hours = [hours_of.get(kind, rules.case_hours) for kind in cases["kind"].tolist()]
    seconds = np.round(np.array(hours, dtype="float64") * 3600).astype("timedelta64[s]")
    handle_by = rules.opening.roll(cases["opened"] + seconds)
    closed = (cases["closed"] <= today).to_numpy()
    left = np.round((handle_by - today).dt.total_seconds().to_numpy() / 3600, 1)
    state = np.select([closed, (handle_by < today).to_numpy()], ["closed", "overdue"], "open")
    return {
        "handle_by": handle_by,
        "hours_left": pd.Series(np.where(closed, np.nan, left), index=cases.index),
        "state": pd.Series(state, index=cases.index, dtype="str"),
    }


def failed_callbacks(register: pd.DataFrame, today: pd.Timestamp) -> dict[str, list[pd.Timestamp]]:
    """When contacts were made by `today` after which the customer's matter was not solved, by case (the
    source at the beginning of their chain, such as `case:A001`)."""
    failed = register[(register["result"] == "unsolved") & is_done(register, today)]
    found: dict[str, list[pd.Timestamp]] = {}
    for case, done_at in zip(root_sources(failed["source"], register), failed["done_at"], strict=True):
        found.setdefault(case, []).append(done_at)
    return found


def proposed_classes(cases: pd.DataFrame, repeat_callbacks: int) -> pd.Series:
    """The class that an open complaint has come to, where it is higher than the one typed (domain B2).

    Repeated: `repeat_callbacks` callbacks in vain. Serious, for which the documents say no more than
    "serious" (ours): twice as many, or a rights claim that is repeated or past its limit. A rights
    claim is a complaint whether or not a class is typed.
    """
    rights = (cases["kind"] == "rights").to_numpy()
    callbacks, state = cases["callbacks"].to_numpy(dtype="int64"), cases["state"].to_numpy()
    repeated = callbacks >= repeat_callbacks
    serious = (callbacks >= 2 * repeat_callbacks) | (rights & (repeated | (state == "overdue")))
    rank = {name: number for number, name in enumerate(CLASSES)}
    proposed = np.select([serious, repeated], [rank["serious"], rank["repeated"]], NO_CLASS)
    typed = np.array([rank.get(name, NO_CLASS) for name in cases["complaint_class"].tolist()], dtype="int64")
    complaint = cases["complaint_class"].notna().to_numpy() | rights
    higher = (proposed > typed) & complaint & (state != "closed")
    names = [CLASSES[n] if is_higher else None for n, is_higher in zip(proposed, higher, strict=True)]
    return pd.Series(names, index=cases.index, dtype="str")
