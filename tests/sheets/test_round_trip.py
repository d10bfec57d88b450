"""Whatever the workbook holds, an untouched small workbook brings exactly that back."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csbook.schema.workbook import TABLES
from csbook.sheets.given import Given
from csbook.sheets.making import given_rows, small_workbook
from csbook.sheets.parts import PARTS
from csbook.sheets.reading import read_sheet
from tests.strategies import frames


@pytest.mark.parametrize("name", list(PARTS))
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_values_come_back_as_they_were_given(name: str, data: st.DataObject) -> None:
    frame = data.draw(frames(TABLES[name]).filter(len))
    added = {c.name: None for c in PARTS[name].columns if c.name not in frame}
    shown = {table: pd.DataFrame() for table in PARTS} | {name: frame.assign(**added)}
    rows = tuple(given_rows(name, frame))
    language = data.draw(st.sampled_from(["zh", "en"]))
    remembered = Given("K01", "赵一", "一店", language, dt.datetime(2026, 3, 3, 9), rows)
    sheet = read_sheet(small_workbook(remembered, shown), "x.xlsx")
    assert sheet.given == remembered
    assert (sheet.unread, sheet.strange, sheet.absent) == ((), (), ())
    assert sheet.as_sheet().filled == sheet.given.cells
