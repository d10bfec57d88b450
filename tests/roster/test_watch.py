"""Who has the late watch: the rules one by one, and against every possible naming of small cases."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csbook.roster.parts import Person, Roster
from csbook.roster.watch import Evenings, Fault, evenings_of, faults, name_watches, unevenness
from tests.roster.shop import shop

FIRST = dt.date(2026, 6, 1)
PEOPLE = ("K01", "K02", "K03", "K04")


def day(number: int) -> dt.date:
    """The month's day of that number; 0 and less are days before."""
    return FIRST + dt.timedelta(days=number - 1)


def evenings(
    *working: str,
    newcomers: str = "",
    chosen: Mapping[int, str] | None = None,
    earlier: Mapping[int, str] | None = None,
) -> Evenings:
    """Evenings from the first of June on, people by the digit of their number: `"12"` is K01 and K02."""
    return Evenings(
        {day(n): tuple(f"K0{digit}" for digit in digits) for n, digits in enumerate(working, 1)},
        frozenset(f"K0{digit}" for digit in newcomers),
        {day(n): f"K0{digit}" for n, digit in (chosen or {}).items()},
        {day(n): f"K0{digit}" for n, digit in (earlier or {}).items()},
    )


def named(case: Evenings) -> str:
    """The digits of who is named, day by day."""
    return "".join(person[-1] for person in name_watches(case).values())


def test_watches_are_spread_evenly_over_the_month() -> None:
    found = Counter(name_watches(evenings(*["123"] * 30)).values())
    assert found == {"K01": 10, "K02": 10, "K03": 10}


def test_evenness_goes_as_far_as_the_evenings_allow() -> None:
    # K01 is alone on three evenings; the other three go to K02 and K03.
    found = Counter(name_watches(evenings("1", "1", "1", "123", "123", "123")).values())
    assert sorted(found.values()) == [1, 2, 3]
    assert found["K01"] == 3


def test_nobody_has_it_two_evenings_running_where_that_can_be_helped() -> None:
    assert named(evenings("12", "1", "12", "1")) == "2121"
    assert named(evenings("1", "12", "12", "2")) == "1212"


def test_the_evening_before_the_month_counts_as_running_too() -> None:
    assert named(evenings("12", "12", earlier={0: "1", -1: "2"})) == "21"


def test_a_newcomer_has_it_only_where_no_experienced_colleague_is_there() -> None:
    assert named(evenings("14", "4", "14", newcomers="4")) == "141"


def test_what_cannot_be_even_goes_to_who_had_fewer_before() -> None:
    case = evenings("12", "12", "12", earlier={-3: "1", -5: "1", -9: "2"})
    assert Counter(named(case)) == {"2": 2, "1": 1}


def test_a_choice_by_hand_stays_and_counts() -> None:
    case = evenings("12", "12", "12", "12", chosen={1: "1", 2: "1"})
    assert named(case) == "1122"


def test_a_choice_by_hand_stays_even_where_the_person_is_off() -> None:
    assert named(evenings("12", "", chosen={2: "3"}))[1] == "3"


def test_days_with_nobody_on_the_evening_are_listed_and_not_named() -> None:
    case = evenings("1", "", "2")
    assert case.unwatched == [day(2)]
    assert list(name_watches(case)) == [day(1), day(3)]


def test_a_month_without_evenings_names_nobody() -> None:
    assert name_watches(evenings("", "")) == {}


def test_the_order_of_people_and_days_changes_nothing() -> None:
    draw = random.Random(7)
    working = {day(n): tuple(draw.sample(PEOPLE, 3)) for n in range(1, 31)}
    turned = {d: tuple(reversed(people)) for d, people in reversed(working.items())}
    assert name_watches(Evenings(working)) == name_watches(Evenings(turned))


cases = st.builds(
    lambda working, newcomers, chosen, earlier: evenings(
        *working,
        newcomers=newcomers,
        chosen={n: digit for n, digit in chosen.items() if n <= len(working)},
        earlier={1 - n: digit for n, digit in earlier.items()},
    ),
    st.lists(st.sets(st.sampled_from("1234"), max_size=3).map(lambda s: "".join(sorted(s))), max_size=6),
    st.sampled_from(["", "4", "34"]),
    st.dictionaries(st.integers(1, 6), st.sampled_from("1234"), max_size=2),
    st.dictionaries(st.integers(1, 5), st.sampled_from("1234"), max_size=4),
)


@settings(max_examples=60, deadline=None)
@given(cases)
def test_no_other_naming_is_better(case: Evenings) -> None:
    """Every way to name somebody is looked at, with the rules restated here and not taken from the code."""

    def allowed(d: dt.date) -> list[str | None]:
        if d in case.chosen:
            return [case.chosen[d]]
        experienced = set(case.working[d]) - case.newcomers
        return sorted(experienced or case.working[d]) or [None]

    def figures(people: tuple[str | None, ...]) -> tuple[int, int, int]:
        counts = Counter(person for person in people if person)
        line = [case.earlier.get(day(0)), *people]
        running = sum(a is not None and a == b for a, b in pairwise(line))
        before = Counter(case.earlier.values())
        return (
            sum(n * n for n in counts.values()),
            running,
            sum(n * before[person] for person, n in counts.items()),
        )

    found = name_watches(case)
    ours = tuple(found.get(d) for d in case.working)
    assert list(faults(case, found)) == []
    assert figures(ours) == min(figures(other) for other in product(*(allowed(d) for d in case.working)))
    assert figures(ours) == unevenness(case, found)


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({1: "1", 2: "2"}, (3, Fault.UNNAMED)),
        ({1: "3", 2: "2", 3: "2"}, (1, Fault.ABSENT)),
        ({1: "4", 2: "2", 3: "2"}, (1, Fault.NEWCOMER)),
        ({1: "1", 2: "1", 3: "2"}, (2, Fault.CHANGED)),
    ],
)
def test_the_check_sees_what_is_wrong(wrong: dict[int, str], expected: tuple[int, Fault]) -> None:
    case = evenings("14", "12", "12", newcomers="4", chosen={2: "2"})
    naming = {day(n): f"K0{digit}" for n, digit in wrong.items()}
    assert list(faults(case, naming)) == [(day(expected[0]), expected[1])]


def test_evenings_are_read_from_a_roster_in_whatever_group() -> None:
    people = (Person("K01", "赵一", "jd", newcomer=True), Person("K02", "钱二", "tmall", ("jd",)))
    problem = shop(groups=("jd", "tmall"), people=people)
    cells = {("K01", day(1)): "evening", ("K02", day(1)): "evening@jd", ("K02", day(2)): "day"}
    found = evenings_of(problem, Roster(cells), {}, {})
    assert found.working[day(1)] == ("K01", "K02")
    assert found.working[day(2)] == ()
    assert len(found.working) == 30
    assert found.newcomers == {"K01"}
