"""Every profile that csbook knows, with a small file as the platform writes it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from csbook.commands.handler import File
from csbook.commands.import_profiles import needed_headers, profiles_text
from csbook.imports.built_in import BUILT_IN
from csbook.imports.profiles import Counted
from csbook.imports.targets import MEASURES, UNITS
from csbook.schema.choices import PLATFORM
from csbook.schema.import_choices import COUNTED, FIGURE, TARGET
from tests.conftest import ROOT
from tests.imports.exports import BINARY_XLS, csv_file, excel_file, importing, totals
from tests.imports.profile_examples import EXAMPLES, Example

NAMES = [each.profile for each in EXAMPLES]


def profile_of(result: Any) -> list[str]:
    return [file["profile"] for file in result.details["files"]]


@pytest.mark.parametrize("shape", [csv_file, excel_file], ids=["csv", "xlsx"])
@pytest.mark.parametrize("given", EXAMPLES, ids=NAMES)
def test_every_figure_of_an_export_is_stored_as_a_total(given: Example, shape: Any) -> None:
    result = importing(shape(given.rows), told=given.told)
    assert profile_of(result) == [given.profile]
    assert totals(result) == pytest.approx({(given.account, n): v for n, v in given.totals.items()})
    figures = result.tables["PlatformFigures"]
    assert set(figures["period_from"]) == set(figures["period_to"]) == {dt.datetime(2026, 3, 2)}
    assert result.details["rows_left_out"] == []
    assert not any("没有用到的列" in note.zh for note in result.notes)


@pytest.mark.parametrize("given", EXAMPLES, ids=NAMES)
def test_a_rate_or_mean_keeps_what_it_is_of(given: Example) -> None:
    figures = importing(csv_file(given.rows), told=given.told).tables["PlatformFigures"]
    for measure, total, weight in zip(*(figures[n] for n in ("measure", "total", "weight")), strict=True):
        timed = measure.endswith("_seconds") or "seconds_" in measure or "three_minutes" in measure
        assert pd.notna(weight) == (timed or "thirty" in measure or measure == "rating_points")
        assert total >= 0


def test_pinduoduos_binary_sales_file_begins_in_row_4() -> None:
    result = importing(File("销售数据.xlsx", BINARY_XLS.read_bytes()))
    assert profile_of(result) == ["pdd_sales"]
    figures = result.tables["PlatformFigures"].set_index(["period_from", "measure"])["total"].to_dict()
    assert figures == {
        (dt.datetime(2026, 3, 1), "consulted"): 120,
        (dt.datetime(2026, 3, 1), "enquiries"): 40,
        (dt.datetime(2026, 3, 1), "buyers"): 18,
        (dt.datetime(2026, 3, 1), "gross_sales"): 1234.5,
        (dt.datetime(2026, 3, 1), "possible_sales"): 300,
        (dt.datetime(2026, 3, 2), "consulted"): 100,
    }


def test_every_profile_has_an_example() -> None:
    shown = set(NAMES)
    elsewhere = {"pdd_sales", "tmall_orders", "tmall_orders_buyers", "enquiries"}
    assert shown | elsewhere == {profile.name for profile in BUILT_IN}


def test_profiles_speak_of_what_the_workbook_can_hold() -> None:
    assert set(FIGURE) == set(MEASURES)
    assert set(TARGET) == set(UNITS)
    assert set(COUNTED) == {str(how) for how in Counted}
    for profile in BUILT_IN:
        assert set(profile.platforms) <= set(PLATFORM)
        assert any(field.needed for field in profile.fields)
        assert {field.target for field in profile.fields} <= set(UNITS)


@pytest.mark.parametrize(
    ("language", "typed"), [("zh", "唯品会：没有可用的导出"), ("en", "VIP.com: no export")]
)
def test_the_list_of_profiles_names_each_and_how_sure_it_is(language: Any, typed: str) -> None:
    listed = profiles_text(language)
    for profile in BUILT_IN:
        assert profile.title(language) in listed
        assert f"[{profile.name}]" in listed
    sure = ("高（", "中（", "低（") if language == "zh" else ("high (", "middle (", "low (")
    assert all(word in listed for word in sure)
    assert typed in listed


@pytest.mark.parametrize(("page", "language"), [("imports.md", "en"), ("imports.zh-CN.md", "zh")])
def test_the_guide_names_every_profile_with_its_headers(page: str, language: Any) -> None:
    guide = (ROOT / "docs" / page).read_text(encoding="utf-8")
    for profile in BUILT_IN:
        begins, ends = f"| {profile.title(language)} |", f"| {' '.join(needed_headers(profile))} |"
        assert any(line.startswith(begins) and line.endswith(ends) for line in guide.splitlines()), begins
