"""What today asks for, one kind of row after the other: contacts, cases, poor reviews, decisions, logs,
improvement plans and what last month still waits for.

Each function gives rows with columns of the table Today; columns that a kind lacks are left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import pandas as pd

from csbook.commands.log_gaps import LogGap
from csbook.commands.month_dues import Due, owner_named
from csbook.followups.case_attention import asks_when_closed, awaits_approval
from csbook.followups.due import LAST_SECOND, end_of_day
from csbook.followups.reviews import is_poor
from csbook.followups.state import days_shown
from csbook.problems import Language, Words
from csbook.schema.choices import CASE_KIND
from csbook.schema.workbook import TABLES

LISTED: Final = ("escalated", "overdue", "due")
OPEN_CASES: Final = ("open", "overdue")
NEAR_HOURS: Final = 24  # a case this near its limit is listed: our default
SECONDS_A_DAY: Final = 86400
FILL: Final = Words("补填日报", "Fill in the daily log")
FILL_BEFORE_LEAVING: Final = Words("下班前填日报", "Fill in the daily log before leaving")


@dataclass(frozen=True)
class Supervisor:
    """Whom the settings name; `number` is missing where nobody in Staff is called so."""

    name: str | None
    number: str | None


def contact_rows(register: pd.DataFrame, supervisor: str | None, language: Language) -> pd.DataFrame:
    """Contacts due, overdue or escalated, under whoever has them today.

    `register`: FollowUps as of the moment.
    """
    listed = of_contacts(register[register["state"].isin(LISTED)], supervisor, language)
    return listed.assign(agent_id=responsible(listed))


def of_contacts(register: pd.DataFrame, supervisor: str | None, language: Language) -> pd.DataFrame:
    """What is the same in every row about a contact: its number, and all there is to know about it."""
    to_whom = Words(f"已报{supervisor or '主管'}", f"with {supervisor or 'the supervisor'}")(language)
    told = pd.Series(to_whom, index=register.index, dtype="str").where(register["state"] == "escalated")
    return register.assign(
        kind="follow_up",
        reference=register["follow_up_id"],
        note=together(language, told, register["reason"], register["note"]),
    )


def responsible(register: pd.DataFrame) -> pd.Series:
    """Who has the contact: assigned by the supervisor, else the stand-in proposed, else the owner."""
    return register["assigned"].fillna(register["stand_in"]).fillna(register["owner"])


def together(language: Language, *texts: pd.Series) -> pd.Series:
    """The texts of each row with semicolons between; those that are missing are left out."""
    semicolon = Words("；", "; ")(language)
    rows = zip(*(text.tolist() for text in texts), strict=True)
    said = [semicolon.join(text for text in row if isinstance(text, str)) or None for row in rows]
    return pd.Series(said, index=texts[0].index, dtype="str")


def case_rows(cases: pd.DataFrame, language: Language) -> pd.DataFrame:
    """Open cases past their limit or within `NEAR_HOURS` of it, under their owner.

    `cases`: AfterSales as of the moment.
    """
    near = cases[cases["state"].isin(OPEN_CASES) & (cases["hours_left"] <= NEAR_HOURS)]
    return of_cases(near, language).assign(agent_id=near["owner"], kind="case")


def closed_case_rows(
    cases: pd.DataFrame,
    authority: Decimal,
    staff: Collection[str],
    supervisor: Supervisor,
    language: Language,
) -> pd.DataFrame:
    """Closed cases that still ask for something, under their owner, else the supervisor; without a
    deadline, for their limit was that of the solution.

    `cases`: AfterSales as of the moment; `authority` in yuan: decisions above it have rows of their own
    (`approval_rows`); `staff`: numbers of those who have not left.
    """
    asking = cases[asks_when_closed(cases, authority, language)]
    if asking.empty:
        return asking
    has_owner = asking["owner"].isin(staff)
    return (
        of_cases(asking, language)
        .drop(columns="due_by")
        .assign(
            agent_id=asking["owner"].where(has_owner, supervisor.number),
            name=pd.Series(supervisor.name, index=asking.index, dtype="str").mask(has_owner),
            kind="case",
        )
    )


def of_cases(cases: pd.DataFrame, language: Language) -> pd.DataFrame:
    """What is the same in every row about a case: number, state, deadline, what it is about."""
    overdue = cases["state"] == "overdue"
    return cases.assign(
        reference=cases["case_id"],
        state=cases["state"].where(overdue, "due"),
        days_late=days_shown(-cases["hours_left"] / 24).where(overdue),
        due_by=cases["handle_by"],
        action=case_matter(cases, language),
        note=together(language, cases["attention"], cases["note"]),
    )


def case_matter(cases: pd.DataFrame, language: Language) -> pd.Series:
    """Kind and product of each case: `货物破损 茶杯`."""
    words = {code: words(language) for code, words in CASE_KIND.items()}
    rows = zip(cases["kind"].tolist(), cases["product"].tolist(), strict=True)
    said = [spaced(words.get(kind), product) for kind, product in rows]
    return pd.Series(said, index=cases.index, dtype="str")


def spaced(first: str | None, second: object) -> str | None:
    """Both with a blank between, the first alone where the second is missing."""
    return f"{first} {second}" if first and isinstance(second, str) else first


def approval_rows(
    cases: pd.DataFrame, authority: Decimal, supervisor: Supervisor, language: Language
) -> pd.DataFrame:
    """Cases whose compensation is above the agents' `authority` (yuan) and not decided, under the
    supervisor; the case's attention says why."""
    waiting = cases[awaits_approval(cases, authority)]
    if waiting.empty:
        return waiting
    rows = of_cases(waiting, language)
    decide = Words("审批补偿：", "Decide on the compensation: ")(language)
    return rows.assign(
        agent_id=supervisor.number, name=supervisor.name, kind="approval", action=decide + rows["action"]
    )


def review_rows(
    reviews: pd.DataFrame, poor_stars: int, supervisor: Supervisor, today: pd.Timestamp, language: Language
) -> pd.DataFrame:
    """Poor reviews not explained yet, under the one who handles them, else the supervisor.

    A review is explained by the end of the day after it (domain A6: yesterday's reviews, each
    explained). `reviews`: Reviews as of the moment.
    """
    poor = reviews[is_poor(reviews, poor_stars) & (reviews["state"] == "open")]
    if poor.empty:
        return poor
    handled = poor["handler"].notna()
    due_by = end_of_day(poor["reviewed_at"]) + pd.Timedelta(days=1)
    overdue = due_by < today
    late = days_shown((today - due_by).dt.total_seconds() / SECONDS_A_DAY)
    explain = Words("解释 ", "Explain the ")(language) + poor["stars"].astype("str")
    explain += Words(" 星评价", "-star review")(language)
    return poor.assign(
        agent_id=poor["handler"].where(handled, supervisor.number),
        name=pd.Series(supervisor.name, index=poor.index, dtype="str").mask(handled),
        kind="review",
        reference=poor["order_id"],
        state=pd.Series("due", index=poor.index, dtype="str").mask(overdue, "overdue"),
        days_late=late.where(overdue),
        due_by=due_by,
        action=(explain + " " + poor["product"]).fillna(explain),
        note=poor["content"],
    )


def gap_rows(gaps: Iterable[LogGap], language: Language) -> pd.DataFrame:
    """One row for each agent whose log lacks something; overdue once their shift is over."""
    rows = [
        {
            "agent_id": gap.agent_id,
            "kind": "log",
            "reference": f"{gap.day:%Y-%m-%d}",
            "state": "due" if gap.on_shift else "overdue",
            "action": (FILL_BEFORE_LEAVING if gap.on_shift else FILL)(language),
            "note": gap.missing(language),
        }
        for gap in gaps
    ]
    return pd.DataFrame(rows, columns=["agent_id", "kind", "reference", "state", "action", "note"])


def due_rows(
    dues: Iterable[Due],
    names: Mapping[str, str],
    staff: Collection[str],
    supervisor: Supervisor,
    today: pd.Timestamp,
    language: Language,
) -> pd.DataFrame:
    """One row for each, under who owes it; under the supervisor what is theirs and what is owed by somebody
    who has left (`staff`: numbers of the others)."""
    rows = []
    for due in dues:
        is_here = due.who is not None and due.who in staff
        what = due.what if is_here or due.who is None else owner_named(due, names)
        due_by = pd.Timestamp(due.by) + LAST_SECOND
        late = round((today - due_by).total_seconds() / SECONDS_A_DAY, 2)
        rows.append(
            {
                "agent_id": due.who if is_here else supervisor.number,
                "name": None if is_here else supervisor.name,
                "kind": due.kind,
                "reference": due.month,
                "state": "overdue" if late > 0 else "due",
                "days_late": late if late > 0 else None,
                "due_by": due_by,
                "action": what(language),
                "note": TABLES[due.table].title(language),
            }
        )
    return pd.DataFrame(rows)
