"""The customers' reviews 评价登记: every one is explained, the poor ones by one named person (domain
A6)."""

from __future__ import annotations

import pandas as pd

from csbook.followups.event_frame import typed_as

WRITTEN = ("handler", "state")
"""The columns of Reviews that csbook fills."""


def is_poor(reviews: pd.DataFrame, poor_stars: int) -> pd.Series:
    """Whether each review has `poor_stars` stars or fewer (bool; index as given)."""
    return (reviews["stars"] <= poor_stars).fillna(False).astype("bool")


def judge_reviews(
    reviews: pd.DataFrame, *, poor_stars: int, handler: str | None, today: pd.Timestamp
) -> pd.DataFrame:
    """The reviews written by `today` with `handler` and `state` as of the moment; other columns, dtypes
    and index as given (those of Reviews).

    Explained: there is an explanation and, if a time is given, it has come. Poor reviews go to `handler`
    (a staff number; None: the supervisor, left blank); explained ones keep the handler they have.
    """
    written = reviews[reviews["reviewed_at"] <= today]
    explained = written["explanation"].notna() & ~(written["explained_at"] > today)
    poor = is_poor(written, poor_stars)
    now = pd.Series(handler, index=written.index, dtype="str").where(poor)
    judged = written.assign(
        handler=written["handler"].where(explained & written["handler"].notna(), now),
        state=explained.map({True: "explained", False: "open"}),
    )
    return typed_as(judged, reviews)
