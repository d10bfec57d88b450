"""Values in the closed file: what stands in the XML, and that it comes back as it was."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csbook.books.book import CellError, Formula, Value, Written
from csbook.books.cell_xml import TextTooLong
from csbook.books.file_book import FileBook
from tests.books.made_files import (
    cell_xml,
    made,
    small,
    values,
    write,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return made(tmp_path / "small.xlsx", small)


@pytest.mark.parametrize(
    ("value", "xml"),
    [
        (True, b' t="b"><v>1</v></c>'),
        (7, b"><v>7</v></c>"),
        (np.int64(7), b"><v>7</v></c>"),
        (np.float64(2.5), b"><v>2.5</v></c>"),
        (Decimal("12.30"), b"><v>12.3</v></c>"),
        (CellError("#N/A"), b' t="e"><v>#N/A</v></c>'),
        # 2026-03-01 is day 46082 from 1899-12-30; noon is half a day.
        (dt.date(2026, 3, 1), b"><v>46082</v></c>"),
        (pd.Timestamp(2026, 3, 1, 12), b"><v>46082.5</v></c>"),
        (dt.time(6), b"><v>0.25</v></c>"),
        (dt.timedelta(hours=36), b"><v>1.5</v></c>"),
        (Formula("1+1", 2), b"><f>1+1</f><v>2</v></c>"),
        (Formula('"a"&"<b>"', "a<b>"), b' t="str"><f>"a"&amp;"&lt;b&gt;"</f><v>a&lt;b&gt;</v></c>'),
        (Formula("1=1", True), b' t="b"><f>1=1</f><v>1</v></c>'),
        (Formula("NA()", CellError("#N/A")), b' t="e"><f>NA()</f><v>#N/A</v></c>'),
        (Formula("A1", None), b"><f>A1</f></c>"),
        (Formula("A1", ""), b' t="str"><f>A1</f><v></v></c>'),
        ("", b"/>"),
    ],
)
def test_a_value_stands_in_the_xml_as_excel_writes_it(path: Path, value: Written, xml: bytes) -> None:
    write(path, {3: {4: value}})
    assert cell_xml(path, "D3") == b'<c r="D3"' + xml


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        Decimal("NaN"),
        pd.NaT,
        10**15 + 1,
        dt.date(1900, 2, 28),
        dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        Formula("=1+1", 2),
        Formula("", None),
        Formula("1" * 8193, None),
    ],
)
def test_what_no_cell_can_hold_is_our_mistake(path: Path, value: Written) -> None:
    before = path.read_bytes()
    with pytest.raises((ValueError, TypeError)):
        write(path, {3: {4: value}})
    assert path.read_bytes() == before


def test_a_text_longer_than_a_cell_is_refused_by_its_length_in_excel(path: Path) -> None:
    write(path, {3: {2: "长" * 32767}})
    assert values(path)[0][0] == "长" * 32767
    with pytest.raises(TextTooLong, match=r"S.*B4.*32768") as refused:
        write(path, {4: {2: "😀" * 16384}})
    assert refused.value.exit_code == 3
    assert "32767" in refused.value.words("zh")


@pytest.mark.parametrize("since_1904", [False, True])
def test_moments_are_right_in_both_date_systems(tmp_path: Path, since_1904: bool) -> None:
    path = made(tmp_path / "dates.xlsx", small, date_1904=since_1904)
    assert values(path)[0][1] == dt.datetime(2026, 3, 1)
    write(path, {4: {3: dt.datetime(2026, 7, 8, 9, 10, 11)}})
    assert values(path)[1][1] == dt.datetime(2026, 7, 8, 9, 10, 11)
    assert openpyxl.load_workbook(path)["S"]["C4"].value == dt.datetime(2026, 7, 8, 9, 10, 11)


# Two characters that are none (U+FFFE, U+FFFF) are written escaped; calamine leaves them escaped.
ANY_TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=20
) | st.sampled_from(
    ["_x0041_", "_x005F_x000D_", "a\r\nb\rc", "\t", " \u3000", "]]>", "&amp;", "<!--", "\x00\x0b"]
)
NUMBERS = st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False)
MOMENTS = st.datetimes(dt.datetime(1900, 3, 1), dt.datetime(2200, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0)
)
SLOW = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@SLOW
@given(st.lists(st.tuples(ANY_TEXT, st.none() | MOMENTS, NUMBERS | st.booleans()), min_size=1, max_size=6))
def test_any_value_comes_back_as_it_was(
    path: Path, rows: list[tuple[str, dt.datetime | None, Value]]
) -> None:
    last_row = 2 + max(len(rows), FileBook(path).places()["T"].last_row - 2)
    write(path, {row: dict(enumerate(cells, 2)) for row, cells in enumerate(rows, 3)}, last_row)
    assert values(path)[: len(rows)] == [list(row) for row in rows]


@SLOW
@given(
    st.lists(
        st.tuples(
            # openpyxl has its own reading of control characters and of _x005F_.
            st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1).filter(
                lambda text: "_x" not in text
            ),
            st.none() | MOMENTS,
            NUMBERS | st.booleans(),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_another_reader_sees_the_same_values(
    path: Path, rows: list[tuple[str, dt.datetime | None, Value]]
) -> None:
    last_row = 2 + max(len(rows), FileBook(path).places()["T"].last_row - 2)
    write(path, {row: dict(enumerate(cells, 2)) for row, cells in enumerate(rows, 3)}, last_row)
    sheet = openpyxl.load_workbook(path)["S"]
    assert [tuple(cell.value for cell in row) for row in sheet.iter_rows(3, 2 + len(rows), 2, 4)] == rows
    assert sheet.tables["T"].ref == f"B2:D{last_row}"
