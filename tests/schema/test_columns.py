"""Every kind of column reads what people type and writes what it read."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csbook.problems import Words
from csbook.schema import columns as k
from csbook.schema.cells import BadCell
from csbook.schema.workbook import TABLES
from tests.strategies import values

EVERY_COLUMN = [
    pytest.param(c, id=f"{t.name}.{c.name}")
    for t in TABLES.values()
    for c in t.columns
    if not isinstance(c, (k.Formula, k.Any))
]
LABELS = {"name", "zh", "en", "by", "help", "required"}  # no value is read or written by them
Reading = tuple[type[k.Column], dict[str, Any]]


def reading(column: k.Column) -> Reading:
    """All that decides how a column reads and writes its values: its kind, and that kind's own fields."""
    own = {f.name: getattr(column, f.name) for f in fields(column) if f.name not in LABELS}
    return type(column), own


def one_of_each() -> list[Any]:
    """The first column of the schema of each way to read and write."""
    found: list[Reading] = []
    firsts = []
    for param in EVERY_COLUMN:
        (column,) = param.values
        if (way := reading(column)) not in found:
            found.append(way)
            firsts.append(param)
    return firsts


COLOURS = {"red": Words("红", "red"), "blue": Words("蓝", "blue")}
ACCEPTED: list[tuple[k.Column, Any, Any]] = [
    (k.Text("", "", ""), 13800138000.0, "13800138000"),
    (k.Text("", "", ""), "00123", "00123"),
    (k.Text("", "", ""), "=1+1", "=1+1"),
    (k.Text("", "", ""), "  两边有空格  ", "两边有空格"),
    (k.Month("", "", ""), "2026/3", "2026-03"),
    (k.Month("", "", ""), "2026年3月", "2026-03"),
    (k.Month("", "", ""), dt.datetime(2026, 3, 1), "2026-03"),
    (k.Whole("", "", ""), 12.0, 12),
    (k.Whole("", "", ""), "1,200", 1200),
    (k.Number("", "", ""), "-1.5e3", -1500.0),
    (k.Percent("", "", ""), "30%", 0.3),
    (k.Percent("", "", ""), "30\uff05", 0.3),
    (k.Percent("", "", ""), 0.3, 0.3),
    (k.Money("", "", ""), "¥1,234.565", Decimal("1234.57")),
    (k.Percent("", "", "", most=1), "１．５％", 0.015),
    (k.Money("", "", ""), 0.1, Decimal("0.10")),
    (k.Money("", "", ""), "￥１，０００．５０元", Decimal("1000.50")),
    (k.Day("", "", ""), "2026-2-28", dt.datetime(2026, 2, 28)),
    (k.Day("", "", ""), "2026年2月28日", dt.datetime(2026, 2, 28)),
    (k.Day("", "", ""), 46081, dt.datetime(2026, 2, 28)),
    (k.Day("", "", ""), "2024/5/6", dt.datetime(2024, 5, 6)),
    (k.Day("", "", ""), "2024.5.6", dt.datetime(2024, 5, 6)),
    (k.Day("", "", ""), "2024年5月6日", dt.datetime(2024, 5, 6)),
    (k.Day("", "", ""), "20240506", dt.datetime(2024, 5, 6)),
    (k.Day("", "", ""), 20240506, dt.datetime(2024, 5, 6)),
    (k.Day("", "", ""), 20240506.0, dt.datetime(2024, 5, 6)),
    (k.Moment("", "", ""), "2024.5.6 9:30", dt.datetime(2024, 5, 6, 9, 30)),
    (k.Moment("", "", ""), "20240506 09:30:05.123", dt.datetime(2024, 5, 6, 9, 30, 5)),
    (k.Moment("", "", ""), "2026/2/28 9:05", dt.datetime(2026, 2, 28, 9, 5)),
    (k.Moment("", "", ""), "2020-02-21 00:00:02", dt.datetime(2020, 2, 21, 0, 0, 2)),
    (k.Day("", "", "", years=k.OF_PEOPLE), "9999-12-31", dt.datetime(9999, 12, 31)),
    (k.Day("", "", "", years=k.OF_PEOPLE), "1998-05-01", dt.datetime(1998, 5, 1)),
    (k.Duration("", "", ""), dt.datetime(1900, 1, 1, 6), dt.timedelta(hours=54)),
    (k.Duration("", "", ""), 0.75, dt.timedelta(hours=18)),
    (k.Duration("", "", ""), dt.time(17, 30), dt.timedelta(hours=17, minutes=30)),
    (k.Duration("", "", ""), "26:00", dt.timedelta(hours=26)),
    (k.Duration("", "", ""), "9\uff1a30", dt.timedelta(hours=9, minutes=30)),
    (k.Flag("", "", ""), "是", True),
    (k.Flag("", "", ""), "No", False),
    (k.Choice("", "", "", choices=COLOURS), "RED", "red"),
    (k.Choice("", "", "", choices=COLOURS), "蓝", "blue"),
    (k.Choices("", "", "", choices=COLOURS), "红、蓝, red", "red,blue"),
    (k.ShiftCell("", "", ""), "休", "rest"),
    (k.ShiftCell("", "", ""), "l", "leave"),
    (k.ShiftCell("", "", ""), "白@天猫", "白@天猫"),
    (k.ShiftCell("", "", ""), "白\uff20天猫", "白@天猫"),
    (k.ShiftCell("", "", ""), " 白 \uff20 天猫 ", "白@天猫"),
]
REFUSED: list[tuple[k.Column, Any]] = [
    (k.Text("", "", "", longest=3), "四个字了"),
    (k.Month("", "", ""), "2026-13"),
    (k.Month("", "", ""), "1999-12"),
    (k.Month("", "", ""), "2101-01"),
    (k.Month("", "", ""), dt.datetime(1900, 1, 5)),
    (k.Month("", "", ""), "本月"),
    (k.Whole("", "", ""), 1.5),
    (k.Whole("", "", "", least=0), -1),
    (k.Whole("", "", ""), True),
    (k.Number("", "", "", most=100), 101),
    (k.Number("", "", ""), "很多"),
    (k.Number("", "", ""), float("inf")),
    (k.Number("", "", ""), "1.2.3"),
    (k.Percent("", "", "", most=1), "130%"),
    (k.Money("", "", ""), "一百"),
    (k.Day("", "", ""), "2026-02-30"),
    (k.Day("", "", ""), dt.datetime(2026, 2, 28, 1)),
    (k.Day("", "", ""), "明天"),
    (k.Day("", "", ""), dt.datetime(1900, 1, 1)),
    (k.Day("", "", ""), 1),
    (k.Day("", "", ""), "2206-11-03"),
    (k.Day("", "", "", years=k.OF_PEOPLE), dt.datetime(1900, 1, 1)),
    (k.Moment("", "", ""), dt.datetime(1899, 12, 30, 9, 30)),
    (k.Moment("", "", ""), "1970-01-01 08:00"),
    (k.Day("", "", ""), -5),
    (k.Day("", "", ""), "2024.13.6"),
    (k.Day("", "", ""), "2024.5"),
    (k.Day("", "", ""), "20240230"),
    (k.Day("", "", ""), 20240230),
    (k.Day("", "", ""), 20240506.5),
    (k.Day("", "", ""), "202405061"),
    (k.Day("", "", ""), "2024056"),
    (k.Day("", "", ""), "2024年2月30日"),
    (k.Moment("", "", ""), "2026-02-28 25:00"),
    (k.Duration("", "", ""), "9.30"),
    (k.Duration("", "", ""), "9:75"),
    (k.Duration("", "", ""), -0.5),
    (k.Flag("", "", ""), "也许"),
    (k.Choice("", "", "", choices=COLOURS), "绿"),
    (k.Choices("", "", "", choices=COLOURS), "红、绿"),
]


@pytest.mark.parametrize(("column", "typed", "meant"), ACCEPTED)
def test_a_column_reads_what_people_type(column: k.Column, typed: Any, meant: Any) -> None:
    assert column.parse(typed) == meant


@pytest.mark.parametrize(("column", "typed"), REFUSED)
def test_a_column_refuses_what_does_not_fit(column: k.Column, typed: Any) -> None:
    with pytest.raises(BadCell):
        column.parse(typed)


def expected_of(column: k.Column, typed: Any) -> Words:
    with pytest.raises(BadCell) as wrong:
        column.parse(typed)
    return wrong.value.expected or column.expected


def test_a_share_without_its_sign_is_told_how_to_write_it() -> None:
    rate = k.Percent("", "", "", least=0, most=1)
    assert expected_of(rate, 1.5).zh == "1.5%（要写百分号：1.5 是 150%）"
    assert expected_of(rate, "1.5").en == "1.5%, with the sign: 1.5 is 150%"
    assert expected_of(rate, 150).en == "a percentage from 0 to 100"
    assert expected_of(rate, "150%").en == "a percentage from 0 to 100"


def test_a_date_of_another_century_is_told_with_the_years_that_can_be() -> None:
    assert expected_of(k.Day("", "", ""), dt.datetime(1900, 1, 1)).zh == "2000 到 2100 年的日期"
    assert expected_of(k.Moment("", "", ""), "1970-01-01 08:00").en == "a date of the years 2000 to 2100"
    assert expected_of(TABLES["Staff"]["hired"], dt.datetime(1900, 1, 1)).en == "a date of 1950 or later"


@pytest.mark.parametrize("column", one_of_each())
@given(data=st.data())
def test_what_a_column_writes_it_reads_back(column: k.Column, data: st.DataObject) -> None:
    value, language = data.draw(values(column)), data.draw(st.sampled_from(["zh", "en"]))
    assert column.parse(column.render(value, language)) == value


def test_an_empty_column_has_its_dtype() -> None:
    made = {
        str(param.id): (column.series([], pd.RangeIndex(0)), column)
        for param in EVERY_COLUMN
        for column in param.values
    }
    assert {
        name: str(empty.dtype) for name, (empty, column) in made.items() if str(empty.dtype) != column.dtype
    } == {}


def test_a_choice_is_read_under_a_former_name_and_written_under_its_present_one() -> None:
    former = {"red": Words("赤", "crimson")}
    column = k.Choice("", "", "", choices=COLOURS, former=former)
    assert [column.parse(text) for text in ("赤", "Crimson", "红")] == ["red"] * 3
    assert column.render("red", "zh") == "红"
    with pytest.raises(BadCell):
        k.Choice("", "", "", choices=COLOURS).parse("赤")


@pytest.mark.parametrize("table", ["Today", "HandOver", "FollowUps", "FollowUpRules"])
def test_a_contact_in_chat_is_read_under_the_name_that_one_platform_gives_it(table: str) -> None:
    channel = TABLES[table]["channel"]
    assert {channel.parse(text) for text in ("旺旺", "Wangwang", "在线消息", "chat")} == {"wangwang"}
    assert [channel.render("wangwang", language) for language in ("zh", "en")] == ["在线消息", "chat"]
