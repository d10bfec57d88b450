"""The rows of 今日待办: contacts, cases and logs that somebody must see to today, by agent.

Shown to a whole team, so telephone numbers are masked wherever they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

import pandas as pd

from csbook.commands.log_gaps import LogGap
from csbook.problems import Language, Words
from csbook.schema.choices import CASE_KIND
from csbook.schema.workbook import TABLES

LISTED: Final = ("escalated", "overdue", "due")
NEAR_HOURS: Final = 24  # a case this near its limit is listed: our default
MOBILE: Final = re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)")
LANDLINE: Final = re.compile(r"(?<!\d)(0\d{2,3})-?\d{3,4}(\d{4})(?!\d)")
KINDS: Final = ("follow_up", "case", "log")


def today_list(
    register: pd.DataFrame,
    cases: pd.DataFrame,
    gaps: Iterable[LogGap],
    *,
    names: Mapping[str, str],
    supervisor: str | None,
    language: Language,
) -> pd.DataFrame:
    """A frame of Today (its columns and dtypes), by agent (those of nobody last): what is late
    first, the latest of it at the top.

    `register`: FollowUps as of the moment; `cases`: AfterSales with `handle_by`, `hours_left`,
    `state`; `names` of staff by number.
    """
    rows = [
        contact_rows(register, supervisor, language),
        case_rows(cases, language),
        gap_rows(gaps, language),
    ]
    table = TABLES["Today"]
    index = pd.RangeIndex(sum(map(len, rows)))
    found = {name: [v for part in rows for v in column_of(part, name)] for name in table.names}
    found["name"] = [names.get(str(agent)) for agent in found["agent_id"]]
    listed = pd.DataFrame({c.name: c.series(found[c.name], index) for c in table.columns})
    for column in ("customer", "action", "note"):
        listed[column] = without_phones(listed[column])
    return in_order(listed)


def column_of(rows: pd.DataFrame, name: str) -> list[object]:
    """The column's values, None where missing."""
    if name not in rows:
        return [None] * len(rows)
    return rows[name].astype("object").where(rows[name].notna(), None).tolist()


def in_order(listed: pd.DataFrame) -> pd.DataFrame:
    order = listed.assign(
        in_time=listed["state"] == "due",
        late=-listed["days_late"].fillna(0),  # a log is late without a count of days
        rank=listed["kind"].map({k: n for n, k in enumerate(KINDS)}),
    ).sort_values(
        ["agent_id", "in_time", "late", "due_by", "rank", "reference"], kind="stable", na_position="last"
    )
    return listed.loc[order.index].reset_index(drop=True)


def contact_rows(register: pd.DataFrame, supervisor: str | None, language: Language) -> pd.DataFrame:
    """Contacts due, overdue or escalated, under whoever has them today."""
    listed = register[register["state"].isin(LISTED)]
    to_whom = Words(f"已报{supervisor or '主管'}", f"with {supervisor or 'the supervisor'}")(language)
    told = pd.Series(to_whom, index=listed.index, dtype="str").where(listed["state"] == "escalated")
    return listed.assign(
        agent_id=responsible(listed),
        kind="follow_up",
        reference=listed["follow_up_id"],
        note=together(together(told, listed["reason"], language), listed["note"], language),
    )


def responsible(register: pd.DataFrame) -> pd.Series:
    """Who has the contact: assigned by the supervisor, else the stand-in proposed, else the owner."""
    return register["assigned"].fillna(register["stand_in"]).fillna(register["owner"])


def together(first: pd.Series, second: pd.Series, language: Language) -> pd.Series:
    """Both texts with a semicolon between, or the one there is."""
    return (first + Words("；", "; ")(language) + second).fillna(first).fillna(second)


def case_rows(cases: pd.DataFrame, language: Language) -> pd.DataFrame:
    """Open cases past their limit or within `NEAR_HOURS` of it, under their owner."""
    near = cases[cases["state"].isin(["open", "overdue"]) & (cases["hours_left"] <= NEAR_HOURS)]
    kinds = near["kind"].map({code: words(language) for code, words in CASE_KIND.items()})
    overdue = near["state"] == "overdue"
    return near.assign(
        agent_id=near["owner"],
        kind="case",
        reference=near["case_id"],
        state=near["state"].where(overdue, "due"),
        days_late=(-near["hours_left"] / 24).round(2).where(overdue),
        due_by=near["handle_by"],
        action=(kinds + " " + near["product"]).fillna(kinds),
    )


def gap_rows(gaps: Iterable[LogGap], language: Language) -> pd.DataFrame:
    """One row for each agent whose log lacks something."""
    rows = [
        {
            "agent_id": gap.agent_id,
            "kind": "log",
            "reference": f"{gap.day:%Y-%m-%d}",
            "state": "overdue",
            "action": Words("补填日报", "Fill in the daily log")(language),
            "note": gap.missing(language),
        }
        for gap in gaps
    ]
    return pd.DataFrame(rows, columns=["agent_id", "kind", "reference", "state", "action", "note"])


def without_phones(texts: pd.Series) -> pd.Series:
    """The texts with the middle of telephone numbers hidden: `138****5678`."""
    masked = texts.str.replace(MOBILE, r"\1****\2", regex=True)
    return masked.str.replace(LANDLINE, r"\1****\2", regex=True).astype("str")
