"""The three-way merge: rules by hand, and what must hold whatever people type."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csbook.sheets.merge import Decision, Filled, Merged, Sheet, decide, merge
from csbook.sheets.parts import CellText, Place

MORNING = dt.datetime(2026, 3, 3, 9)
CELL: Place = ("FollowUps", "F000001", "note")
texts = st.sampled_from([None, "a", "b", "c"])


def sheet(was: CellText, becomes: CellText, *, hour: int = 0, name: str = "甲.xlsx") -> Sheet:
    return Sheet(name, MORNING + dt.timedelta(hours=hour), {CELL: was}, {CELL: becomes})


def value_after(merged: Merged, now: CellText) -> CellText:
    return merged.taken[CELL].text if CELL in merged.taken else now


@pytest.mark.parametrize(
    ("was", "filled", "now", "decision"),
    [
        (None, None, None, Decision.KEEP),
        ("5", "5", "4", Decision.KEEP),  # the workbook changed it
        (None, "5", None, Decision.TAKE),
        ("5", None, "5", Decision.TAKE),  # emptied by the agent
        ("5", None, "4", Decision.CONFLICT),
        (None, "5", "4", Decision.CONFLICT),
        ("3", "5", None, Decision.CONFLICT),
        ("3", "5", "5", Decision.KEEP),  # both sides the same
    ],
)
def test_a_cell_goes_in_when_the_agent_alone_changed_it(
    was: CellText, filled: CellText, now: CellText, decision: Decision
) -> None:
    assert decide(was, filled, [now]) is decision


def test_a_change_that_was_in_when_the_next_sheet_was_given_is_not_taken_twice() -> None:
    """Yesterday's file stays in the folder; today the note went on."""
    first, second = sheet(None, "a"), sheet("a", "b", hour=24, name="乙.xlsx")
    assert value_after(merge([first, second], {CELL: "a"}), "a") == "b"
    again = merge([first, second], {CELL: "b"})
    assert (again.taken, again.conflicts) == ({}, ())


def test_a_cell_that_a_later_sheet_shows_changed_is_a_conflict_whatever_it_holds_now() -> None:
    """Given empty, then the workbook held b, then it was emptied: somebody meant that."""
    merged = merge([sheet(None, "a"), sheet("b", "b", hour=4, name="乙.xlsx")], {CELL: None})
    assert merged.taken == {}
    assert merged.conflicts == (Filled("甲.xlsx", CELL, "a"),)


def test_of_two_copies_of_one_sheet_the_second_conflicts_with_the_first() -> None:
    merged = merge([sheet(None, "b", name="乙.xlsx"), sheet(None, "a")], {CELL: None})
    assert merged.taken == {CELL: Filled("乙.xlsx", CELL, "b")}
    assert merged.conflicts == (Filled("甲.xlsx", CELL, "a"),)
    assert merge([sheet(None, "a"), sheet(None, None, name="副本.xlsx")], {CELL: None}).conflicts == ()


def test_changed_cells_that_the_workbook_lacks_are_told_and_unchanged_ones_are_not() -> None:
    assert merge([sheet(None, "a")], {}).gone == (Filled("甲.xlsx", CELL, "a"),)
    assert merge([sheet("a", "a")], {}).gone == ()


@given(texts, texts, st.lists(texts, min_size=1, max_size=4))
def test_a_change_of_one_side_is_never_lost_and_one_of_both_never_decided(
    was: CellText, filled: CellText, since: list[CellText]
) -> None:
    decision = decide(was, filled, since)
    agent_changed, workbook_changed = filled != was, set(since) != {was}
    assert (decision is Decision.TAKE) == (agent_changed and not workbook_changed)
    assert (decision is Decision.CONFLICT) == (agent_changed and workbook_changed and filled not in since)


@given(texts, texts, texts)
def test_conflicts_do_not_depend_on_the_side(was: CellText, one: CellText, other: CellText) -> None:
    conflicts = (decide(was, one, [other]), decide(was, other, [one]))
    assert len({decision is Decision.CONFLICT for decision in conflicts}) == 1


Steps = list[tuple[CellText, CellText]]


@settings(max_examples=50)
@given(st.lists(st.tuples(texts, texts), max_size=5), texts)
def test_the_same_sheets_again_change_nothing(steps: Steps, held: CellText) -> None:
    """`steps`: what the workbook held when each sheet was given, and what the agent left in it."""
    sheets = [sheet(was, left, hour=n, name=f"{n}.xlsx") for n, (was, left) in enumerate(steps)]
    now: Mapping[Place, CellText] = {CELL: held}
    first = merge(sheets, now)
    assert merge(sheets, {CELL: value_after(first, held)}).taken == {}
    assert merge(list(reversed(sheets)), now) == first


@settings(max_examples=50)
@given(st.dictionaries(st.integers(0, 5), st.tuples(texts, texts, texts), min_size=1))
def test_cells_are_merged_one_by_one(cells: dict[int, tuple[CellText, CellText, CellText]]) -> None:
    places: dict[int, Place] = {n: ("DailyLog", str(n), "note") for n in cells}
    one = Sheet(
        "甲.xlsx",
        MORNING,
        {places[n]: was for n, (was, _, _) in cells.items()},
        {places[n]: filled for n, (_, filled, _) in cells.items()},
    )
    merged = merge([one], {places[n]: now for n, (_, _, now) in cells.items()})
    for n, (was, filled, now) in cells.items():
        decision = decide(was, filled, [now])
        assert (places[n] in merged.taken) == (decision is Decision.TAKE)
        assert (places[n] in {c.place for c in merged.conflicts}) == (decision is Decision.CONFLICT)
