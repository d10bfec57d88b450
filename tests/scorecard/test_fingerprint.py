"""A fingerprint changes with any figure and with nothing else."""

from __future__ import annotations

import datetime as dt
import random
import subprocess
import sys
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csbook.scorecard.fingerprint import combined, fingerprint, value_text

NUMBERS = st.one_of(
    st.integers(-(10**9), 10**9),
    st.decimals(-(10**6), 10**6, places=4),
    st.floats(-1e6, 1e6, allow_nan=False),
)
VALUES = st.one_of(NUMBERS, st.booleans(), st.text(max_size=6), st.datetimes(dt.datetime(2020, 1, 1)))
ROWS = st.lists(st.dictionaries(st.sampled_from("abcd"), VALUES, min_size=1), min_size=1, max_size=6)


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


@settings(max_examples=50)
@given(rows=ROWS, seed=st.integers(0, 9))
def test_the_order_of_rows_and_columns_does_not_matter(rows: list[dict[str, Any]], seed: int) -> None:
    shuffled = [dict(random.Random(seed).sample(list(row.items()), len(row))) for row in rows]
    random.Random(seed).shuffle(shuffled)
    assert fingerprint(shuffled) == fingerprint(rows)


@settings(max_examples=50)
@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=6))
def test_the_number_type_that_pandas_keeps_does_not_matter(numbers: list[int]) -> None:
    frame = pd.DataFrame({"n": numbers, "who": list("abcdef")[: len(numbers)]})
    marks = {
        fingerprint(rows_of(frame.assign(n=frame["n"].astype(dtype))))
        for dtype in ("int64", "float64", "Int64", "Float64", "object")
    }
    marks.add(fingerprint(rows_of(frame.assign(n=[Decimal(n).scaleb(-2) * 100 for n in numbers]))))
    assert len(marks) == 1


@settings(max_examples=50)
@given(rows=ROWS, place=st.integers(0, 5), value=NUMBERS)
def test_any_other_figure_is_another_fingerprint(
    rows: list[dict[str, Any]], place: int, value: float | Decimal
) -> None:
    place %= len(rows)
    changed = [*rows]
    changed[place] = {**rows[place], "a": value}
    same_value = value_text(rows[place].get("a", "")) == value_text(value)
    assert (fingerprint(changed) == fingerprint(rows)) is same_value


def test_one_value_is_one_text_whatever_it_is_kept_in() -> None:
    assert {value_text(v) for v in (84.5, Decimal("84.50"), np.float64(84.5))} == {"n84.5"}
    assert {value_text(v) for v in (1200, 1200.0, Decimal("1.2E+3"), np.int64(1200))} == {"n1200"}
    assert {value_text(v) for v in (0, -0.0, Decimal("-0.00"))} == {"n0"}
    assert value_text(0.1) == "n0.1"
    assert value_text(1e-7) == "n0.0000001"
    day = dt.date(2026, 11, 2)
    assert {value_text(v) for v in (day, pd.Timestamp(day), dt.datetime(2026, 11, 2))} == {"d2026-11-02"}
    assert value_text(pd.Timestamp("2026-11-02 09:30:15.25")) == "d2026-11-02T09:30:15"
    assert value_text(pd.Timedelta(hours=9.5)) == value_text(dt.timedelta(hours=9.5)) == "s34200"
    assert {value_text(v) for v in (True, np.bool_(True))} == {"b1"}


@pytest.mark.parametrize("nothing", [None, "", "  ", float("nan"), pd.NA, pd.NaT, np.nan])
def test_an_empty_value_is_as_if_its_column_were_not_there(nothing: Any) -> None:
    assert fingerprint([{"a": 1, "b": nothing}, {"b": nothing}]) == fingerprint([{"a": 1}])
    assert fingerprint([{"b": nothing}]) == fingerprint([]) == ""


def test_a_text_is_not_the_number_that_it_looks_like() -> None:
    assert len({value_text(v) for v in ("1", 1, "001", "b1", True)}) == 5


def test_a_value_in_another_row_or_column_is_another_fingerprint() -> None:
    one = [{"who": "1", "a": 5}, {"who": "2", "a": 7}]
    assert fingerprint([{"who": "1", "a": 7}, {"who": "2", "a": 5}]) != fingerprint(one)
    assert fingerprint([{"who": "1", "b": 5}, {"who": "2", "a": 7}]) != fingerprint(one)
    assert fingerprint([*one, one[0]]) != fingerprint(one)


def test_what_is_no_figure_is_refused() -> None:
    with pytest.raises(ValueError, match="no figure"):
        value_text(float("inf"))


def test_the_fingerprint_over_parts_knows_part_and_person() -> None:
    parts = {("scores", "1"): "aa", ("scores", "2"): "bb", ("rules", ""): "cc"}
    mark = combined(parts)
    assert combined(dict(reversed(parts.items()))) == mark
    assert combined({**parts, ("scores", "1"): "bb", ("scores", "2"): "aa"}) != mark
    assert combined({**parts, ("pay", "3"): "dd"}) != mark


def test_fingerprints_stand_for_good() -> None:
    """A workbook locked by this version must still verify with every later one."""
    rows = [
        {"who": "001", "name": "张三", "sum": Decimal("12009.00"), "day": dt.date(2026, 11, 2)},
        {"who": "002", "share": 0.3, "on": False, "none": None},
    ]
    assert fingerprint(rows) == "6713d15ef6bd0b7c7fe226d0bc2a2e1ab765e2f32763821e764cecd759ebc5d9"


def test_the_seed_of_pythons_hashes_does_not_matter() -> None:
    program = (
        "from csbook.scorecard.fingerprint import fingerprint, combined\n"
        "rows = [{n: i * 1.1 for n in {'a', 'b', 'c', 'd'}} for i in range(5)]\n"
        "print(fingerprint(rows), combined({(p, 'x'): 'm' for p in {'u', 'v', 'w'}}))"
    )
    marks = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(marks) == 1
