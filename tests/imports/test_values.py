"""Cells of exports as values; what has no data is missing and never 0."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csbook.imports import values
from csbook.imports.values import BadValue, Unit, read_column

FEW = settings(max_examples=40)


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [
        ("11秒", 11),
        ("2分30秒", 150),
        ("2分钟30秒", 150),
        ("7小时41分52秒", 27_712),
        ("1天2小时", 93_600),
        ("0:02:30", 150),
        ("2:30", 150),
        (" 35.2 秒 ", 35.2),
        (35.2, 35.2),
        ("35.2", 35.2),
        (dt.timedelta(minutes=2, seconds=23), 143),
        (dt.time(0, 1, 5), 65),
    ],
)
def test_durations_are_read_as_seconds(cell: Any, seconds: float) -> None:
    assert read_column(Unit.SECONDS, [cell]) == ([pytest.approx(seconds)], [])


@given(st.integers(0, 99), st.integers(0, 59), st.integers(0, 59))
@FEW
def test_a_duration_in_words_is_its_hours_minutes_and_seconds(hours: int, minutes: int, seconds: int) -> None:
    total = hours * 3600 + minutes * 60 + seconds
    assert values.duration(f"{hours}小时{minutes}分{seconds}秒", 1) == total
    assert values.duration(f"{minutes}分{seconds}秒", 60) == minutes * 60 + seconds  # its own units count


def test_bare_numbers_of_a_column_in_minutes_are_minutes() -> None:
    assert read_column(Unit.MINUTES, [0.5, "1.5", "45秒", "2分"]) == ([30, 90, 45, 120], [])


@pytest.mark.parametrize(
    ("cells", "fractions"),
    [
        ([0.9971, 1.0, 0.5], [0.9971, 1.0, 0.5]),  # the cells of a workbook shown as per cent
        ([99.71, 100, 0.5], [0.9971, 1.0, 0.005]),  # one above 1: all count hundredths
        (["99.71%", "0.5%", "100\uff05"], [0.9971, 0.005, 1.0]),
        (["99.71%", 0.8, "-"], [0.9971, 0.8, None]),  # a sign speaks for its own cell only
        ([1.0], [1.0]),
    ],
)
def test_percentages_become_fractions(cells: list[Any], fractions: list[Any]) -> None:
    read, bad = read_column(Unit.PERCENT, cells)
    assert read == [None if f is None else pytest.approx(f) for f in fractions]
    assert bad == []


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=8))
@FEW
def test_a_column_of_percentages_reads_the_same_however_it_is_written(hundredths: list[int]) -> None:
    fractions = [pytest.approx(n / 10_000) for n in hundredths]
    assert read_column(Unit.PERCENT, [f"{n / 100:.2f}%" for n in hundredths])[0] == fractions
    assert read_column(Unit.PERCENT, [n / 10_000 for n in hundredths])[0] == fractions


@pytest.mark.parametrize("unit", [u for u in Unit if u is not Unit.TEXT])
@pytest.mark.parametrize("cell", [None, "", " ", "-", "--", "—", "N/A"])
def test_what_has_no_data_is_missing_and_not_zero(unit: Unit, cell: Any) -> None:
    assert read_column(unit, [cell]) == ([None], [])


@pytest.mark.parametrize(
    ("unit", "cell"),
    [
        (Unit.PLAIN, "很多"),
        (Unit.PLAIN, float("inf")),
        (Unit.PLAIN, 1e16),
        (Unit.PLAIN, True),
        (Unit.SECONDS, "两分钟"),
        (Unit.SECONDS, -3),
        (Unit.PERCENT, "-5%"),
        (Unit.DAYS, "2026-02-30"),
        (Unit.DAYS, "2026-03-05~2026-03-01"),
        (Unit.DAYS, "12-29-25"),  # whose year it is cannot be known
        (Unit.DAYS, 12.0),
        (Unit.MOMENT, "昨天"),
        (Unit.YES_NO, "也许"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_place(unit: Unit, cell: Any) -> None:
    read, bad = read_column(unit, [None, cell])
    assert bad == [1]
    assert read[0] is None


@pytest.mark.parametrize(
    "cell",
    ["2026-03-02", "2026/3/2", "2026.3.2", "2026年3月2日", "20260302", 20260302.0, 46083.0,
     dt.date(2026, 3, 2), dt.datetime(2026, 3, 2), "2026-03-02 00:00:00", "'2026-03-02"],
)  # fmt: skip
def test_a_day_is_read_as_platforms_write_it(cell: Any) -> None:
    assert values.days(cell) == (dt.date(2026, 3, 2), dt.date(2026, 3, 2))


@pytest.mark.parametrize(
    "cell",
    ["2026-03-01~2026-03-31", "2026-03-01 ～ 2026-03-31", "2026年3月1日至2026年3月31日", "20260301-20260331"],
)
def test_a_period_has_a_first_and_a_last_day(cell: str) -> None:
    assert values.days(cell) == (dt.date(2026, 3, 1), dt.date(2026, 3, 31))


@given(st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2090, 1, 1)).map(lambda m: m.replace(microsecond=0)))
@FEW
def test_a_moment_is_read_to_the_second(moment: dt.datetime) -> None:
    assert values.moment(f"{moment:%Y-%m-%d %H:%M:%S}") == moment
    assert values.moment(f"{moment:%Y/%m/%d %H:%M:%S}") == moment
    assert values.moment((moment - values.EXCEL_EPOCH) / dt.timedelta(days=1)) == moment


@pytest.mark.parametrize(
    ("cell", "text"),
    [('="2034567890123456789"', "2034567890123456789"), ("'13800138000", "13800138000"),
     (13800138000.0, "13800138000"), ("  旗舰店 ", "旗舰店"), ("null", None)],
)  # fmt: skip
def test_ids_keep_their_digits(cell: Any, text: str | None) -> None:
    assert values.text(cell) == text


def test_amounts_are_rounded_half_up_to_cents() -> None:
    cells = ["1,234.565", "¥12", "0.005元", 178.8]
    expected = [Decimal("1234.57"), Decimal("12.00"), Decimal("0.01"), Decimal("178.80")]
    assert read_column(Unit.MONEY, cells) == (expected, [])


@given(st.text(max_size=12))
@FEW
def test_no_text_breaks_a_reader(text: str) -> None:
    for unit in Unit:
        read_column(unit, [text])


def test_a_reader_says_that_it_cannot() -> None:
    with pytest.raises(BadValue):
        values.number("一")
