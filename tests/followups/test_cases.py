"""Numbers, limits, states and classes of after-sales cases."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csbook.followups.cases import WRITTEN, CaseRules, judge_cases
from csbook.followups.due import Hours
from csbook.schema.choices import CASE_KIND, COMPLAINT_CLASS
from csbook.schema.workbook import TABLES
from tests.followups.shop import at, frame

KIND_HOURS = {
    "tracing": 48.0, "extend_receipt": 24.0, "damage": 48.0, "missing": 48.0,
    "exchange": 72.0, "return": 72.0, "refund": 24.0,
}  # fmt: skip
RULES = CaseRules(
    case_hours=36,
    hours_of=KIND_HOURS,
    opening=Hours(dt.timedelta(hours=9), dt.timedelta(hours=23)),
    authority=Decimal("20.00"),
    repeat_callbacks=2,
)
OPENED = at("2026-03-04 10:00")


def case(**cells: Any) -> dict[str, Any]:
    return {"case_id": "A1", "kind": "damage", "platform": "jd", "customer": "nick", "opened": OPENED} | cells


def callback(number: int, done: str | None, *, source: str = "case:A1", **cells: Any) -> dict[str, Any]:
    row = {"follow_up_id": f"F{number:06d}", "source": source, "done_at": done and at(done)}
    return row | {"result": "unsolved"} | cells


def judged(
    today: str,
    *cases: dict[str, Any],
    register: tuple[dict[str, Any], ...] = (),
    customers: tuple[dict[str, Any], ...] = (),
    rules: CaseRules = RULES,
) -> pd.DataFrame:
    return judge_cases(
        frame("AfterSales", *cases),
        frame("FollowUps", *register),
        frame("Customers", *customers),
        rules,
        today=at(today),
        language="zh",
    )


@pytest.mark.parametrize(
    ("today", "closed", "left", "state"),
    [
        ("2026-03-04 10:00", None, 48.0, "open"),
        ("2026-03-06 10:00", None, 0.0, "open"),
        ("2026-03-06 10:30", None, -0.5, "overdue"),
        ("2026-03-06 10:30", "2026-03-06 10:31", -0.5, "overdue"),  # closed only later
        ("2026-03-06 10:31", "2026-03-06 10:31", None, "closed"),
    ],
)
def test_a_case_is_handled_within_its_hours(
    today: str, closed: str | None, left: float | None, state: str
) -> None:
    row = judged(today, case(closed=closed and at(closed))).iloc[0]
    assert (row["state"], row["handle_by"]) == (state, at("2026-03-06 10:00"))
    assert row["hours_left"] == left or (left is None and pd.isna(row["hours_left"]))


@pytest.mark.parametrize(
    ("kind", "handle_by"),
    [
        ("tracing", "2026-03-06 10:00"),
        ("extend_receipt", "2026-03-05 10:00"),
        ("damage", "2026-03-06 10:00"),
        ("missing", "2026-03-06 10:00"),
        ("exchange", "2026-03-07 10:00"),
        ("return", "2026-03-07 10:00"),
        ("refund", "2026-03-05 10:00"),
        ("rights", "2026-03-05 22:00"),  # no row: 36 hours of the settings
    ],
)
def test_each_kind_has_its_own_limit_and_one_without_a_row_that_of_the_settings(
    kind: str, handle_by: str
) -> None:
    assert judged("2026-03-05", case(kind=kind))["handle_by"].tolist() == [at(handle_by)]


@pytest.mark.parametrize(
    ("opened", "kind", "handle_by"),
    [
        ("2026-03-04 22:59", "refund", "2026-03-05 22:59"),
        ("2026-03-04 23:00", "refund", "2026-03-05 23:00"),  # closing time still counts
        ("2026-03-04 23:01", "refund", "2026-03-06 09:00"),
        ("2026-03-04 23:59", "refund", "2026-03-06 09:00"),
        ("2026-03-05 00:00", "refund", "2026-03-06 09:00"),
        ("2026-03-05 08:59", "refund", "2026-03-06 09:00"),
        ("2026-02-27 23:59", "damage", "2026-03-02 09:00"),  # over the end of February
        ("2028-02-28 10:00", "refund", "2028-02-29 10:00"),
    ],
)
def test_a_limit_at_night_rolls_to_the_morning(opened: str, kind: str, handle_by: str) -> None:
    found = judged("2028-03-01", case(opened=at(opened), kind=kind))
    assert found["handle_by"].tolist() == [at(handle_by)]


def test_a_case_opened_later_has_not_happened() -> None:
    assert judged("2026-03-04 09:59", case()).empty


def test_rows_without_a_number_get_the_next_and_typed_numbers_stay() -> None:
    found = judged(
        "2026-03-05", case(case_id=None), case(case_id="C000007"), case(case_id="A001"), case(case_id=None)
    )
    assert found["case_id"].tolist() == ["C000008", "C000007", "A001", "C000009"]
    assert judged("2026-03-05", case(case_id=None))["case_id"].tolist() == ["C000001"]


def test_the_number_of_a_deleted_case_is_not_given_again() -> None:
    old = callback(1, "2026-03-01 10:00", source="case:C000003")
    found = judged("2026-03-05", case(case_id=None), register=(old,))
    assert (found["case_id"].item(), found["callbacks"].item()) == ("C000004", 0)


def test_a_case_without_an_owner_has_the_customers_and_a_typed_owner_stays() -> None:
    customer = {"platform": "jd", "account": "nick", "owner": "K02"}
    found = judged("2026-03-05", case(), case(case_id="A2", owner="K01"), customers=(customer,))
    assert found["owner"].tolist() == ["K02", "K01"]


def test_callbacks_in_vain_count_along_the_chain() -> None:
    register = (
        callback(1, "2026-03-05 09:00"),
        callback(2, "2026-03-05 10:00", source="follow_up:F000001"),
        callback(3, "2026-03-05 11:00", source="follow_up:F000002"),
        callback(4, "2026-03-05 11:00", result="solved"),
        callback(5, "2026-03-05 11:00", result="unreachable"),
        callback(6, None),
        callback(7, "2026-03-05 12:01"),  # not yet
        callback(8, "2026-03-05 11:00", source="case:A2"),
        callback(9, "2026-03-05 11:00", source="order:jd:1"),
    )
    found = judged("2026-03-05 12:00", case(), case(case_id="A2"), case(case_id="A3"), register=register)
    assert found["callbacks"].tolist() == [3, 1, 0]


@pytest.mark.parametrize(
    ("failed", "cells", "proposed"),
    [
        (1, {"complaint_class": "general"}, None),
        (2, {"complaint_class": "general"}, "repeated"),
        (2, {"complaint_class": "repeated"}, None),
        (2, {}, None),  # no complaint
        (3, {"complaint_class": "repeated"}, None),
        (4, {"complaint_class": "general"}, "serious"),
        (4, {"complaint_class": "repeated"}, "serious"),
        (4, {"complaint_class": "serious"}, None),
        (4, {"complaint_class": "general", "closed": at("2026-03-05 11:00")}, None),
        (0, {"kind": "rights"}, None),
        (1, {"kind": "rights"}, None),
        (2, {"kind": "rights"}, "serious"),
        (0, {"kind": "rights", "opened": at("2026-03-01 10:00")}, "serious"),  # past its limit
        (0, {"kind": "rights", "opened": at("2026-03-01 10:00"), "complaint_class": "serious"}, None),
        (0, {"kind": "damage", "opened": at("2026-03-01 10:00"), "complaint_class": "general"}, None),
    ],
)
def test_a_complaint_rises_after_callbacks_in_vain(
    failed: int, cells: dict[str, Any], proposed: str | None
) -> None:
    register = tuple(callback(n, f"2026-03-05 09:{n:02d}") for n in range(failed))
    row = judged("2026-03-05 12:00", case(**cells), register=register).iloc[0]
    assert row["proposed_class"] == proposed or (proposed is None and pd.isna(row["proposed_class"]))


def test_the_number_of_callbacks_is_the_shops() -> None:
    register = tuple(callback(n, f"2026-03-05 09:{n:02d}") for n in range(3))
    rules = replace(RULES, repeat_callbacks=3)
    found = judged("2026-03-05 12:00", case(complaint_class="general"), register=register, rules=rules)
    assert found["proposed_class"].tolist() == ["repeated"]


MOMENTS = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2026, 4, 1)).map(
    lambda moment: pd.Timestamp(moment.replace(microsecond=0))
)
CASES = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(list(CASE_KIND)),
            "platform": st.just("jd"),
            "opened": MOMENTS,
            "closed": st.none() | MOMENTS,
            "solution_found": st.none() | MOMENTS,
            "owner": st.sampled_from([None, "K01"]),
            "complaint_class": st.none() | st.sampled_from(list(COMPLAINT_CLASS)),
            "responsible": st.sampled_from([None, "courier", "shop"]),
            "claim": st.none() | st.integers(0, 10_000).map(lambda cents: Decimal(cents) / 100),
            "claim_paid": st.sampled_from([None, True, False]),
            "compensation": st.none() | st.integers(0, 10_000).map(lambda cents: Decimal(cents) / 100),
            "approved": st.sampled_from([None, "pending", "approved", "rejected"]),
        }
    ),
    max_size=6,
)
CALLBACKS = st.lists(
    st.tuples(st.sampled_from(["case:C000001", "case:C000002", "follow_up:F000000"]), MOMENTS), max_size=8
)


@settings(max_examples=25, deadline=None)
@given(CASES, CALLBACKS, MOMENTS)
def test_whatever_is_typed_stays_and_judging_again_changes_nothing(
    cases: list[dict[str, Any]], callbacks: list[tuple[str, pd.Timestamp]], today: pd.Timestamp
) -> None:
    typed = frame("AfterSales", *cases)
    register = frame(
        "FollowUps",
        *(
            {"follow_up_id": f"F{n:06d}", "source": source, "done_at": done, "result": "unsolved"}
            for n, (source, done) in enumerate(callbacks)
        ),
    )
    given_ = {"register": register, "customers": frame("Customers"), "rules": RULES}
    once = judge_cases(typed, **given_, today=today, language="zh")
    again = judge_cases(once, **given_, today=today, language="zh")
    pd.testing.assert_frame_equal(again, once)
    assert once.dtypes.equals(typed.dtypes)
    people = [name for name in TABLES["AfterSales"].names if name not in WRITTEN]
    pd.testing.assert_frame_equal(once[people], typed.loc[once.index, people])
    assert (once["opened"] <= today).all()
    assert once["case_id"].notna().all() and once["case_id"].is_unique
    assert once["handle_by"].dt.hour.between(9, 23).all()
    assert once["hours_left"].isna().eq(once["state"] == "closed").all()
    assert (once.loc[once["state"] == "overdue", "handle_by"] < today).all()
    assert (once.loc[once["state"] == "open", "handle_by"] >= today).all()
    assert once.loc[once["state"] == "closed", "proposed_class"].isna().all()
    rank = {name: number for number, name in enumerate(COMPLAINT_CLASS)}
    risen = once[once["proposed_class"].notna() & once["complaint_class"].notna()]
    assert (risen["proposed_class"].map(rank) > risen["complaint_class"].map(rank)).all()
