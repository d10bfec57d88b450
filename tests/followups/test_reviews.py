"""Reviews: each explained, the poor ones by the named person."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings

from csbook.followups.reviews import WRITTEN, is_poor, judge_reviews
from csbook.schema.workbook import TABLES
from tests.followups.shop import at, frame
from tests.strategies import frames


def review(**cells: Any) -> dict[str, Any]:
    return {"platform": "jd", "order_id": "1", "reviewed_at": at("2026-03-04 10:00"), "stars": 2} | cells


def judged(*reviews: dict[str, Any], handler: str | None = "K01", today: str = "2026-03-05") -> pd.DataFrame:
    return judge_reviews(frame("Reviews", *reviews), poor_stars=3, handler=handler, today=at(today))


@pytest.mark.parametrize(
    ("cells", "state"),
    [
        ({}, "open"),
        ({"explanation": "已致歉"}, "explained"),
        ({"explanation": "已致歉", "explained_at": at("2026-03-05 00:00")}, "explained"),
        ({"explanation": "已致歉", "explained_at": at("2026-03-05 00:01")}, "open"),  # not yet
        ({"explained_at": at("2026-03-04 12:00")}, "open"),  # a time is no explanation
        ({"stars": 5}, "open"),  # good ones are explained too
        ({"stars": 5, "explanation": "感谢"}, "explained"),
    ],
)
def test_a_review_is_open_until_it_is_explained(cells: dict[str, Any], state: str) -> None:
    assert judged(review(**cells))["state"].tolist() == [state]


def test_poor_reviews_go_to_the_named_person_and_others_to_nobody() -> None:
    found = judged(*(review(order_id=str(stars), stars=stars) for stars in (1, 3, 4, 5)))
    assert found["handler"].fillna("").tolist() == ["K01", "K01", "", ""]


def test_without_a_named_person_they_are_the_supervisors() -> None:
    assert judged(review(), handler=None)["handler"].isna().all()


def test_another_person_takes_over_what_is_open_and_not_what_was_explained() -> None:
    done, still = review(handler="K01", explanation="已致歉"), review(order_id="2", handler="K01")
    assert judged(done, still, handler="K02")["handler"].tolist() == ["K01", "K02"]
    assert judged(done, still, handler=None)["handler"].fillna("").tolist() == ["K01", ""]


def test_a_review_written_later_has_not_happened() -> None:
    assert judged(review(), today="2026-03-04 09:59").empty


@settings(max_examples=30, deadline=None)
@given(frames(TABLES["Reviews"]))
def test_judging_again_changes_nothing_and_people_keep_what_they_typed(typed: pd.DataFrame) -> None:
    today = at("2031-01-01")
    once = judge_reviews(typed, poor_stars=3, handler="K01", today=today)
    pd.testing.assert_frame_equal(judge_reviews(once, poor_stars=3, handler="K01", today=today), once)
    people = [name for name in typed.columns if name not in WRITTEN]
    pd.testing.assert_frame_equal(once[people], typed.loc[typed["reviewed_at"] <= today, people])
    assert once.loc[is_poor(once, 3), "handler"].notna().all()
    assert once.loc[once["explanation"].isna(), "state"].eq("open").all()
