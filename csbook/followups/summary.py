"""How a month's contacts were kept, by week, agent and rule; which products are complained about."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import pandas as pd

from csbook.followups.events import is_done
from csbook.followups.reviews import is_poor
from csbook.followups.state import with_typed_dates

BY: Final = ["week", "agent_id", "rule_id"]
PROMISES: Final = ["promised", "in_time", "late", "open", "not_yet_due", "ratings", "satisfied"]
COMPLAINTS: Final = ["complaints", "cases", "poor_reviews", "compensation"]
SATISFIED: Final = 4  # stars of five: 4 and 5 are satisfied customers
NOTHING: Final = Decimal("0.00")


def promises_kept(
    register: pd.DataFrame, fell_away_at: pd.Series, month: pd.Timestamp, today: pd.Timestamp
) -> pd.DataFrame:
    """One row for each week (its Monday), agent and rule with a deadline in the month.

    Columns `week`, `agent_id`, `rule_id` (both may be missing); `promised`, of which `in_time` (done at
    or before the deadline), `late` (done after it) and `open`, of which `not_yet_due`; `ratings`, of
    which `satisfied` (4 and 5); `in_time_share` of what was promised less what is not yet due and
    `satisfied_share` of the ratings, from 0 to 1, missing where there is nothing to share out.
    In order of week, agent and rule.

    `register` has the columns of FollowUps; `month` is its first day; `fell_away_at` is that of
    `falling_away`. What falls into the month is the deadline with the dates people typed. A week over
    the month's edge has its days of this month only, so that the months add up. A contact closed
    undone was not owed where its reason fell away by the deadline; where the deadline had passed
    before, it stays owed and not done. It counts for the first owner of a contact handed over too late,
    else for the agent assigned, else the owner.
    """
    due = of_month(with_typed_dates(register), "due_by", month)
    missed = (due["due_by"] < today) & (due["due_by"] < fell_away_at[due.index])
    rows = due[is_done(due, today) | due["state"].ne("closed") | missed]
    done = is_done(rows, today)
    in_time = done & (rows["done_at"] <= rows["due_by"])
    rated = done & rows["satisfaction"].notna()
    day = rows["due_by"].dt.normalize()
    counted = pd.DataFrame(
        {
            "week": day - pd.to_timedelta(day.dt.day_of_week, unit="D"),
            "agent_id": rows["first_owner"].fillna(rows["assigned"]).fillna(rows["owner"]),
            "rule_id": rows["rule_id"],
            "promised": 1,
            "in_time": in_time,
            "late": done & ~in_time,
            "open": ~done,
            "not_yet_due": ~done & (rows["due_by"] >= today),
            "ratings": rated,
            "satisfied": rated & (rows["satisfaction"] >= SATISFIED).fillna(False),
        }
    )
    sums = (
        counted.groupby(BY, dropna=False, as_index=False)[PROMISES]
        .sum()
        .astype(dict.fromkeys(PROMISES, "int64"))
    )
    return with_shares(sums).sort_values(BY, kind="stable", na_position="last", ignore_index=True)


def with_shares(sums: pd.DataFrame) -> pd.DataFrame:
    """The sums with `in_time_share` and `satisfied_share`."""
    decided = sums["promised"] - sums["not_yet_due"]
    return sums.assign(
        in_time_share=sums["in_time"] / decided.where(decided > 0),
        satisfied_share=sums["satisfied"] / sums["ratings"].where(sums["ratings"] > 0),
    )


def without_deadline(register: pd.DataFrame) -> int:
    """How many contacts no week can count, because they have no deadline."""
    written = register["follow_up_id"].notna() | register["customer"].notna()
    owed = written & register["state"].ne("closed")
    return int((owed & with_typed_dates(register)["due_by"].isna()).sum())


def product_complaints(
    cases: pd.DataFrame, reviews: pd.DataFrame, *, month: pd.Timestamp, poor_stars: int, today: pd.Timestamp
) -> pd.DataFrame:
    """One row for each product of the month's cases and poor reviews, most complaints first.

    Columns `product` (may be missing), `complaints` (cases with a complaint class), `cases` (opened in
    the month), `poor_reviews` (at most `poor_stars` stars), `compensation` (Decimal, yuan; what the
    supervisor rejected was not paid). What is later than `today` has not happened. Frames have the
    columns of AfterSales and Reviews.
    """
    opened = of_month(cases[cases["opened"] <= today], "opened", month)
    written = of_month(reviews[reviews["reviewed_at"] <= today], "reviewed_at", month)
    poor = written[is_poor(written, poor_stars)]
    paid = opened["compensation"].notna() & opened["approved"].ne("rejected")
    counted = pd.concat(
        [
            pd.DataFrame(
                {
                    "product": opened["product"].str.strip(),
                    "complaints": opened["complaint_class"].notna().astype("int64"),
                    "cases": 1,
                    "poor_reviews": 0,
                    "compensation": opened["compensation"].where(paid, NOTHING),
                }
            ),
            pd.DataFrame(
                {
                    "product": poor["product"].str.strip(),
                    "complaints": 0,
                    "cases": 0,
                    "poor_reviews": 1,
                    "compensation": pd.Series(NOTHING, index=poor.index, dtype="object"),
                }
            ),
        ],
        ignore_index=True,
    )
    sums = counted.groupby("product", dropna=False, as_index=False)[COMPLAINTS].sum()
    worst_first = ["complaints", "poor_reviews", "cases", "product"]
    return sums.sort_values(
        worst_first, ascending=[False, False, False, True], na_position="last", ignore_index=True
    )


def of_month(rows: pd.DataFrame, moment: str, month: pd.Timestamp) -> pd.DataFrame:
    """The rows whose moment lies in the month that begins with the day `month`."""
    return rows[(rows[moment] >= month) & (rows[moment] < month + pd.offsets.MonthBegin())]
