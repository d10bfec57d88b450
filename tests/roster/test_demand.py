"""People per shift from past receptions: worked by hand, as properties, and from a real call centre."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csbook.roster.covering import cheapest_shifts, spans_of
from csbook.roster.demand import Demand, TooLittle, full_days, pace, people_for, suggest
from csbook.roster.erlang import ErlangAssumptions, answered_in_time
from csbook.roster.parts import Kind, Shift
from tests.roster.shop import DAY, SHIFTS

MONDAY = dt.date(2026, 11, 2)
TEN_DAYS = tuple(MONDAY + dt.timedelta(days=number) for number in range(10))
WEEKDAYS = dict.fromkeys(TEN_DAYS, "weekday")
NIGHT = Shift("night", 22 * 60, 30 * 60, Kind.OTHER)


def stints(*rows: tuple[dt.date, str, str, float | None], group: str = "jd") -> pd.DataFrame:
    """(day, person, shift, receptions) as a frame."""
    frame = pd.DataFrame(rows, columns=["date", "agent_id", "shift", "receptions"])
    frame = frame.assign(date=pd.to_datetime(frame["date"]), group=group)
    return frame.astype({"receptions": "float64", "shift": "str"})


def every_day(
    figures: Callable[[int], Iterable[tuple[str, str, float | None]]], *, group: str = "jd"
) -> pd.DataFrame:
    """The ten days' stints; `figures` gives (person, shift, receptions) of the day's number."""
    rows = [(day, *row) for number, day in enumerate(TEN_DAYS) for row in figures(number)]
    return stints(*rows, group=group)


def people(demand: Demand) -> dict[str, int]:
    return {one.shift: one.people for one in demand.suggestions}


def test_a_busy_days_receptions_are_shared_at_the_usual_pace() -> None:
    # Day: 10, 20, ..., 100 a day. Median 55, four days in five within 82. 82 / 55 = 1.49: one person.
    demand = suggest(every_day(lambda n: [("A", "day", 10.0 * (n + 1))]), ["jd"], SHIFTS, WEEKDAYS)
    (day,) = demand.suggestions
    assert (day.receptions, day.people, day.days) == (pytest.approx(82), 1, 10)
    assert day.per_person == pytest.approx(55)
    assert demand.too_little == ()


def test_two_people_are_wanted_where_busy_days_take_half_as_much_again() -> None:
    loads = [40, 40, 40, 40, 40, 40, 40, 62, 62, 62]
    demand = suggest(every_day(lambda n: [("A", "day", float(loads[n]))]), ["jd"], SHIFTS, WEEKDAYS)
    assert people(demand) == {"day": 2}  # 62 / 40 = 1.55


def test_kinds_of_day_are_told_apart_at_one_pace() -> None:
    kinds = {day: "weekend" if number % 2 else "weekday" for number, day in enumerate(TEN_DAYS)}
    kinds |= {day + dt.timedelta(days=14): kind for day, kind in kinds.items()}
    frame = every_day(
        lambda n: [("A", "day", 90.0 if n % 2 else 30.0), *([("B", "day", 30.0)] if n % 2 == 0 else [])]
    )
    later = frame.assign(date=frame["date"] + pd.Timedelta(days=14))
    demand = suggest(pd.concat([frame, later]), ["jd"], SHIFTS, kinds)
    found = {one.day_type: (one.people, one.per_person) for one in demand.suggestions}
    assert found == {"weekday": (2, 30.0), "weekend": (3, 30.0)}  # 60 / 30 and 90 / 30


def test_a_shift_that_nobody_worked_gets_no_suggestion_and_a_rare_one_gets_nobody() -> None:
    def figures(n: int) -> list[tuple[str, str, float | None]]:
        return [("A", "day", 50.0), *([("B", "evening", 20.0)] if n == 0 else [])]

    assert people(suggest(every_day(figures), ["jd"], SHIFTS, WEEKDAYS)) == {"day": 1, "evening": 0}


def test_five_full_days_suggest_nothing_and_say_so() -> None:
    frame = every_day(lambda n: [("A", "day", 50.0 if n < 5 else None)])
    demand = suggest(frame, ["jd", "pdd"], SHIFTS, WEEKDAYS)
    assert demand.suggestions == ()
    assert demand.too_little == (TooLittle("weekday", "jd", 5), TooLittle("weekday", "pdd", 0))


def test_a_day_counts_only_when_everybody_of_the_group_filled_the_log() -> None:
    frame = every_day(lambda n: [("A", "day", 50.0), ("B", "evening", None if n < 3 else 40.0)])
    other = every_day(lambda n: [("C", "day", 10.0)], group="pdd")
    full = full_days(pd.concat([frame, other]), SHIFTS)
    assert full.groupby("group")["date"].nunique().to_dict() == {"jd": 7, "pdd": 10}


def test_a_day_with_a_shift_that_is_no_more_is_not_full() -> None:
    frame = every_day(lambda n: [("A", "day", 50.0), ("B", "old" if n == 0 else "day", 40.0)])
    assert full_days(frame, SHIFTS)["date"].nunique() == 9


def test_days_of_no_kind_are_left_out() -> None:
    seven = dict.fromkeys(TEN_DAYS[:7], "weekday")
    demand = suggest(every_day(lambda n: [("A", "day", 50.0)]), ["jd"], SHIFTS, seven)
    assert [one.days for one in demand.suggestions] == [7]


def test_pace_is_per_paid_hour_and_leaves_out_who_took_nothing() -> None:
    unpaid = replace(DAY, unpaid=30)  # 8 paid hours
    frame = stints((MONDAY, "A", "day", 40), (MONDAY, "B", "day", 80), (MONDAY, "C", "day", 0))
    assert pace(frame, [unpaid]) == 7.5  # the median of 5 and 10


@pytest.mark.parametrize(
    ("receptions", "expected"),
    [(0, 0), (1, 1), (149, 1), (150, 2), (249, 2), (250, 3)],
)
def test_parts_of_a_person_are_rounded_half_up_from_one(receptions: float, expected: int) -> None:
    assert people_for(receptions, per_person=100) == expected


def test_spans_cover_the_day_once_and_know_a_shift_past_midnight() -> None:
    spans = spans_of([*SHIFTS, NIGHT])
    assert [spans[0].start, spans[-1].end] == [0, 24 * 60]
    assert all(before.end == after.start for before, after in pairwise(spans))
    on = {span.start: set(span.on) for span in spans}
    assert on[0] == {"night"} == on[5 * 60]
    assert on[6 * 60] == set()
    assert on[17 * 60] == {"day", "evening"}
    assert on[17 * 60 + 30] == {"evening"}
    assert on[22 * 60] == {"evening", "night"}


def test_the_cheapest_shifts_cover_what_is_needed() -> None:
    spans = spans_of(SHIFTS)
    needed = [0] * len(spans)
    for number, span in enumerate(spans):
        if 11 * 60 <= span.start < 15 * 60:
            needed[number] = 3  # a peak that the half day is for
        elif 9 * 60 <= span.start < 23 * 60:
            needed[number] = 1
    assert cheapest_shifts(SHIFTS, spans, needed) == {"day": 1, "half": 2, "evening": 1}


@settings(deadline=None)
@given(st.lists(st.integers(0, 3), min_size=24, max_size=24))
def test_no_cheaper_shifts_cover_the_need(by_hour: list[int]) -> None:
    spans = spans_of(SHIFTS)
    needed = [by_hour[span.hour] for span in spans]

    def covers(counts: dict[str, int]) -> bool:
        return all(
            sum(counts[code] for code in span.on) >= least
            for span, least in zip(spans, needed, strict=True)
            if span.on
        )

    def cost(counts: dict[str, int]) -> int:
        return sum(counts[shift.code] * shift.paid for shift in SHIFTS)

    every = (
        dict(zip(("day", "half", "evening"), counts, strict=True)) for counts in product(range(4), repeat=3)
    )
    found = dict(cheapest_shifts(SHIFTS, spans, needed))
    assert covers(found)
    assert cost(found) == min(cost(counts) for counts in every if covers(counts))


def test_by_erlang_every_hour_is_answered_in_time() -> None:
    assumed = ErlangAssumptions(30, 0.9, 600, 3)
    frame = every_day(lambda n: [("A", "day", 170.0), ("B", "evening", 130.0)])
    demand = suggest(frame, ["jd"], SHIFTS, WEEKDAYS, erlang=assumed)
    found = people(demand)
    # 20 an hour on each: 3.33 erlangs. From 17:00 to 17:30 both are on, with 40 an hour.
    assert answered_in_time(2, 20, assumed) < 0.9 <= answered_in_time(3, 20, assumed)
    assert answered_in_time(found["day"] + found["evening"], 40, assumed) >= 0.9
    assert found == {"day": 3, "half": 0, "evening": 3}
    assert [one.receptions for one in demand.suggestions] == pytest.approx([40, 20, 40])  # day, half, evening


def test_hours_that_are_known_move_people_to_where_customers_come() -> None:
    frame = every_day(lambda n: [("A", "day", 85.0), ("B", "evening", 65.0)])  # 10 an hour each
    hours = [(day, hour, 40.0 if hour in (12, 13) else 6.0) for day in TEN_DAYS for hour in range(9, 23)]
    by_hour = pd.DataFrame(hours, columns=["date", "hour", "receptions"]).assign(group="jd")
    by_hour["date"] = pd.to_datetime(by_hour["date"])
    demand = suggest(frame, ["jd"], SHIFTS, WEEKDAYS, by_hour=by_hour)
    assert people(demand) == {"day": 1, "half": 3, "evening": 1}
    assert demand.outside == {}


def test_receptions_when_no_shift_is_on_are_told_not_lost() -> None:
    frame = every_day(lambda n: [("A", "day", 85.0)])
    hours = [(day, hour, 10.0) for day in TEN_DAYS for hour in (3, 9, 10, 11)]
    by_hour = pd.DataFrame(hours, columns=["date", "hour", "receptions"]).assign(group="jd")
    by_hour["date"] = pd.to_datetime(by_hour["date"])
    assert suggest(frame, ["jd"], SHIFTS, WEEKDAYS, by_hour=by_hour).outside == {"jd": 0.25}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 200), min_size=10, max_size=10), st.integers(2, 5))
def test_more_customers_at_the_same_pace_never_need_fewer_people(loads: list[int], times: int) -> None:
    # The same pace: so many times the customers were served by so many times the people.
    def shared_by(team: int) -> int:
        frame = every_day(lambda n: [(f"A{who}", "day", float(loads[n])) for who in range(team)])
        return people(suggest(frame, ["jd"], SHIFTS, WEEKDAYS))["day"]

    assert shared_by(times) >= shared_by(1)


def test_a_real_call_centres_people_are_found_from_its_calls_by_the_hour(shared: Path) -> None:
    calls = pd.read_excel(shared / "data" / "call_centre_2021-01_02.xlsx", engine="calamine")
    calls["date"] = pd.to_datetime(calls["Date"])
    calls["hour"] = pd.to_timedelta(calls["Time"].astype("str")).dt.components["hours"]
    calls["group"], calls["receptions"] = "phone", 1.0
    office = Shift("office", 9 * 60, 18 * 60, Kind.DAY)
    worked = calls.groupby(["date", "Agent"], as_index=False)["receptions"].sum()
    worked = worked.rename(columns={"Agent": "agent_id"}).assign(group="phone", shift="office")
    by_hour = calls.groupby(["date", "group", "hour"], as_index=False)["receptions"].sum()
    kinds = {
        day.date(): "weekend" if day.weekday() >= 5 else "weekday" for day in worked["date"].drop_duplicates()
    }
    talk = pd.to_timedelta(calls["AvgTalkDuration"]).dt.total_seconds().mean()
    assumed = ErlangAssumptions(20, 0.8, float(talk), chats_at_once=1)
    demand = suggest(worked, ["phone"], [office], kinds, erlang=assumed, by_hour=by_hour)
    week = next(one for one in demand.suggestions if one.day_type == "weekday")
    hourly = by_hour[by_hour["date"].dt.day_of_week < 5].pivot_table(
        "receptions", "date", "hour", fill_value=0.0
    )
    assert week.receptions == pytest.approx(hourly.quantile(0.8).drop(18).max())
    assert answered_in_time(week.people, week.receptions, assumed) >= 0.8
    assert answered_in_time(week.people - 1, week.receptions, assumed) < 0.8
    assert demand.outside == {"phone": pytest.approx(12 / 3388)}  # the calls at 18:00
    assert week.people < worked["agent_id"].nunique()
