"""Telephone numbers are hidden wherever a team sees them; other figures stay."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csbook.masking import masked, without_phones

DIGITS = st.text("0123456789", min_size=8, max_size=8)
MOBILES = st.builds("1{}{}{}".format, st.sampled_from("3456789"), st.sampled_from("0123456789"), DIGITS)
LANDLINES = st.builds(
    "{}{}{}".format, st.sampled_from(["010", "021", "0571", "0755"]), st.sampled_from(["", "-", " "]), DIGITS
)
AROUND = st.text("电话：打给他, 约好。abc-（）#\n", max_size=12)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("13812345678", "138****5678"),
        ("17012345678-1234", "170****5678-****"),
        ("17012345678转1234", "170****5678转****"),
        ("17012345678 ext. 12", "170****5678 ext. ****"),
        ("138 1234 5678", "138****5678"),
        ("138-1234-5678", "138****5678"),
        ("+86 13812345678", "+86 138****5678"),
        ("8613812345678", "86138****5678"),
        ("１３８１２３４５６７８", "１３８****５６７８"),
        ("013812345678", "0138****5678"),
        ("01087654321", "010****4321"),
        ("057187654321", "0571****4321"),
        ("0571-87654321", "0571****4321"),
        ("(010)87654321", "(010****4321"),
        ("010-87654321-801", "010****4321-****"),
        ("0755 8765 4321", "0755****4321"),
        ("13812345678/13987654321", "138****5678/139****4321"),
        ("13812345678-13987654321", "138****5678-139****4321"),
        ("约13812345678，晚上8点", "约138****5678，晚上8点"),
        ("tb13812345678", "tb138****5678"),
        ("", ""),
    ],
)
def test_numbers_are_shown_without_their_middle(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "123456789012345",
        "138123456780001",
        "2138123456780001",
        "210101-138123456780001",
        "3012345678901234567",
        "2026-11-22 13:45:00",
        "12345678901",
        "400-123-4567",
        "138****5678",
        "12.5 元",
    ],
)
def test_order_numbers_dates_and_amounts_stay(text: str) -> None:
    assert masked(text) == text


@given(AROUND, st.one_of(MOBILES, LANDLINES), AROUND)
@settings(max_examples=50)
def test_no_number_is_left_whole_whatever_stands_around_it(before: str, number: str, after: str) -> None:
    shown = masked(before + number + after)
    assert number not in shown
    assert sum(map(str.isdigit, shown)) == sum(map(str.isdigit, number)) - 4
    assert shown.startswith(before)
    assert masked(shown) == shown


@given(st.text("0123456789", min_size=15, max_size=24), AROUND)
@settings(max_examples=50)
def test_long_rows_of_digits_are_order_numbers(number: str, around: str) -> None:
    assert masked(around + number) == around + number


def test_a_column_keeps_its_index_and_what_is_missing() -> None:
    texts = pd.Series(["电话 13812345678", None, "无"], index=[5, 9, 12], dtype="str")
    shown = without_phones(texts)
    assert shown.dtype == "str"
    assert shown.index.tolist() == [5, 9, 12]
    assert shown.dropna().tolist() == ["电话 138****5678", "无"]
    assert shown.isna().tolist() == [False, True, False]


def test_a_column_of_nothing_stays_one() -> None:
    assert without_phones(pd.Series([], dtype="str")).tolist() == []
