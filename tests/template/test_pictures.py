"""What the charts and lists of 首页, 走势 and 三月对比 are drawn from, calculated by LibreOffice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from csbook.books.file_book import FileBook
from csbook.books.frames import read_table
from csbook.drawing import layout
from csbook.problems import Language
from csbook.schema.choices import MEASURE
from csbook.schema.pictures import WEAKNESS
from csbook.schema.workbook import TABLES, sheet_title
from csbook.template import build_workbook, home_standing, home_targets, home_trends
from csbook.template import home_words as words
from csbook.template.home_duty import FIRST_ROW as STANDING_ROW
from csbook.template.home_duty import TITLE_ROW as STANDING_TITLE_ROW
from csbook.template.picture_sheets import CHOOSE, NO_DETAIL, NOT_SET, TARGET, WEAK_POINTS
from tests.libreoffice.helpers import Reader
from tests.libreoffice.helpers import calculated as calculation
from tests.template.demo_rows import MONTH
from tests.template.picture_rows import NAMES, picture_rows
from tests.workbooks import drop_print_titles

LANGUAGES: tuple[Language, ...] = ("zh", "en")
both_languages = pytest.mark.parametrize("language", LANGUAGES)
Readers = dict[Language, Reader]
DECEMBER = dt.date(2026, 12, 1)
NOTHING = ["", "", ""]
PICTURED = ("Panel", "Trends", "Card", "ReportChoice")


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> dict[Language, Path]:
    folder = tmp_path_factory.mktemp("pictures")
    found: dict[Language, Path] = {language: folder / f"{language}.xlsm" for language in LANGUAGES}
    for language, path in found.items():
        build_workbook(path, language=language, month=MONTH, rows=picture_rows(language))
        drop_print_titles(path)  # LibreOffice spends seconds on them
    return found


@pytest.fixture(scope="module")
def shown(office: xlwings.App, paths: dict[Language, Path]) -> Iterator[Readers]:
    with ExitStack() as stack:
        running = office.impl.office
        yield {lang: stack.enter_context(calculation(running, path)) for lang, path in paths.items()}


@pytest.fixture(scope="module")
def unranked(office: xlwings.App, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """The roster of December is made, its days have not begun, nothing was ranked, nobody is chosen."""
    rows = {**picture_rows("zh"), "Scores": [], "CardChoice": [], "Plan": []}
    path = tmp_path_factory.mktemp("unranked") / "zh.xlsm"
    build_workbook(path, language="zh", month=DECEMBER, rows=rows)
    with calculation(office.impl.office, path) as read:
        yield read


def cell(read: Reader, language: Language, table: str, column: str, row: int) -> Any:
    """The value of a table's body row, counted from 0."""
    spot = layout.spot(TABLES[table])
    return read(sheet_title(table, language), xl_rowcol_to_cell(spot.first_row + row, spot.column(column)))


def home(read: Reader, language: Language, row: int, *columns: int) -> list[Any]:
    return [read(sheet_title("Panel", language), xl_rowcol_to_cell(row, column)) for column in columns]


def standing(read: Reader, language: Language, line: int) -> list[Any]:
    """Rank, name and score of a line; the reader gives what array formulas show as texts."""
    columns = home_standing.RANK_COLUMN, home_standing.NAME_COLUMN, home_standing.SCORE_COLUMN
    rank, name, score = home(read, language, STANDING_ROW + line, *columns)
    return [rank and int(rank), name, score and float(score)]


def card(read: Reader, language: Language, measure: str, *columns: str) -> list[Any]:
    return [cell(read, language, "Card", column, list(MEASURE).index(measure)) for column in columns]


@both_languages
def test_a_day_is_totals_over_totals_of_the_rows_with_both(language: Language, shown: Readers) -> None:
    """12 buyers of 30 enquirers, 900 seconds over 30 answers; the third row has no second half."""
    columns = ("receptions", "conversion", "response_seconds", "satisfaction")
    days = [[cell(shown[language], language, "Trends", c, day) for c in columns] for day in range(3)]
    assert days == [[30, 40, 30, ""], ["", "", "", ""], [0, "", "", 75]]


@both_languages
def test_the_days_are_those_of_the_month(language: Language, shown: Readers) -> None:
    dates = [cell(shown[language], language, "Trends", "date", day) for day in (0, 29, 30)]
    assert dates == [46327, 46356, ""], "1 and 30 November 2026"


@both_languages
def test_a_target_goes_across_all_days(language: Language, shown: Readers) -> None:
    """The plan's for conversion, as beside it on the first sheet; the documents' for satisfaction, of which
    only the month before has a plan. Of response the plan has one person's: the team has none."""
    names = ("conversion_target", "response_seconds_target", "satisfaction_target")
    days = [[cell(shown[language], language, "Trends", name, day) for name in names] for day in (0, 15, 30)]
    assert days == [[45, "", 95]] * 3
    spot = layout.spot(TABLES["Trends"])
    said = [
        shown[language](
            sheet_title("Trends", language), xl_rowcol_to_cell(layout.FIGURES_ROW, spot.column(name))
        )
        for name in names
    ]
    assert said == [f"{TARGET(language)} 45", NOT_SET(language), f"{TARGET(language)} 95"]


@both_languages
@pytest.mark.parametrize("table", ["Panel", "Trends"])
def test_charts_of_days_have_a_line_of_the_target(
    table: str, language: Language, paths: dict[Language, Path]
) -> None:
    """Named by the cell that says 目标, drawn over the cells of the column, in the legend, dashed."""
    spot = layout.spot(TABLES["Trends"], 31)
    sheet = sheet_title("Trends", language)
    charts = openpyxl.load_workbook(paths[language])[sheet_title(table, language)]._charts[:3]
    for chart, (column, _, _) in zip(charts, home_trends.SHOWN, strict=True):
        (line,) = [series for part in chart._charts if part.tagname == "lineChart" for series in part.series]
        letter = xl_col_to_name(spot.column(f"{column}_target"), col_abs=True)
        assert line.val.numRef.f == f"{sheet}!{letter}$6:{letter}$36"
        assert line.tx.strRef.f == f"{sheet}!{letter}$3"
        assert line.spPr.ln.prstDash == "dash"
        assert chart.legend is not None
        assert not chart.legend.legendEntry


@both_languages
def test_a_reports_measures_stand_against_their_targets(language: Language, shown: Readers) -> None:
    """40 of 50 are 80 %; of seconds less is better: 30 of 40 are 75 %; 96 reach 95. Loss has no target, and
    September is another report."""
    columns = ("measure", "unit", "value", "target", "attainment_percent", "goal")
    rows = [[cell(shown[language], language, "ReportGoals", c, n) for c in columns] for n in range(4)]
    names = [MEASURE[m](language) for m in ("conversion", "response_seconds", "satisfaction")]
    assert rows == [
        [names[0], "%", 40, 50, 80, 100],
        [names[1], "s", 40, 30, 75, 100],
        [names[2], "%", 96, 95, 100, 100],
        ["", "", "", "", "", 100],
    ]
    assert cell(shown[language], language, "ReportChoice", "shown_period", 0) == "2026-10"


@both_languages
def test_the_reports_people_stand_against_the_teams_mean(language: Language, shown: Readers) -> None:
    """October is ranked: 90, 80 and 70."""
    columns = ("name", "score", "team")
    rows = [[cell(shown[language], language, "ReportPeople", c, n) for c in columns] for n in range(4)]
    people = [
        [NAMES[number](language), score, 80] for number, score in (("007", 90), ("008", 80), ("009", 70))
    ]
    assert rows == [*people, ["", "", 80]]
    assert cell(shown[language], language, "ReportChoice", "ranked", 0) == 1
    line = layout.spot(TABLES["ReportPeople"]).first_column
    said = shown[language](sheet_title("ReportChoice", language), f"{xl_col_to_name(line)}3")
    assert said == {
        "zh": "2026-10 加权总分  参评人数 3", "en": "2026-10 weighted scores  Ranked: 3"
    }[language]  # fmt: skip


@both_languages
def test_the_reports_charts_have_columns_and_a_dashed_line(
    language: Language, paths: dict[Language, Path]
) -> None:
    """Told apart in black and white: by form, not by colour."""
    charts = openpyxl.load_workbook(paths[language])[sheet_title("ReportChoice", language)]._charts
    wanted = (("ReportGoals", "attainment_percent", "goal", 16), ("ReportPeople", "score", "team", 20))
    for chart, (table, values, line, places) in zip(charts, wanted, strict=True):
        spot = layout.spot(TABLES[table], places)
        bars, lines = chart._charts
        assert (bars.tagname, lines.tagname) == ("barChart", "lineChart")
        for series, name in ((bars.series[0], values), (lines.series[0], line)):
            letter = xl_col_to_name(spot.column(name), col_abs=True)
            assert series.val.numRef.f.endswith(f"!{letter}$6:{letter}${5 + places}")
        assert lines.series[0].spPr.ln.prstDash == "dash"
        assert bars.series[0].dLbls.showVal


@both_languages
def test_the_running_months_order_is_that_of_the_proposed_scores(language: Language, shown: Readers) -> None:
    """Equal scores share a place; who is not to be ranked stands not there."""
    read, first = shown[language], home_standing.RANK_COLUMN
    title = home(read, language, STANDING_TITLE_ROW, first)
    assert title == [f"{words.TO_DATE_TITLE(language)} 2026-11"]
    assert home(read, language, STANDING_TITLE_ROW + 1, first + 2) == [words.PROPOSED(language)]
    assert [standing(read, language, line) for line in range(4)] == [
        [1, NAMES["008"](language), 91],
        [1, NAMES["009"](language), 91],
        [3, NAMES["007"](language), 62.5],
        NOTHING,
    ]


def test_an_order_of_more_people_than_lines_says_how_many_there_are(
    office: xlwings.App, tmp_path: Path
) -> None:
    rows = picture_rows("zh")
    more = [
        {
            "month": "2026-11",
            "agent_id": f"1{n:02d}",
            "name": f"客服{n}",
            "standing": "ranked",
            "performance_proposed": 50.0 - n,
        }
        for n in range(5)
    ]
    path = tmp_path / "eight.xlsm"
    build_workbook(path, language="zh", month=MONTH, rows={**rows, "Scores": [*rows["Scores"], *more]})
    with calculation(office.impl.office, path) as read:
        title = home(read, "zh", STANDING_TITLE_ROW, home_standing.RANK_COLUMN)
        assert title == [f"{words.TO_DATE_TITLE.zh} 2026-11（共 8 人）"]
        assert standing(read, "zh", 5) == [6, "客服2", 48]


@both_languages
def test_targets_of_the_month_stand_beside_what_is_reached(language: Language, shown: Readers) -> None:
    """In English they begin with a capital, as all else on the sheet does, however they were typed."""
    items = ["conversion", "response", "not measured yet"]
    if language == "en":
        items = [item.capitalize() for item in items]
    read, row = shown[language], home_targets.FIRST_ROW
    columns = (
        home_targets.ITEM_COLUMN,
        home_targets.TARGET_COLUMN,
        home_targets.ACTUAL_COLUMN,
        home_targets.ATTAINMENT_COLUMN,
    )
    assert [home(read, language, row + n, *columns) for n in range(4)] == [
        [*items[:1], 45, 40, 0.889],
        [f"{items[1]} {NAMES['008'](language)}", 30, 30, 1],
        [items[2], 95, "", ""],
        ["", "", "", ""],
    ]


@both_languages
def test_the_card_shows_three_months_to_the_last_ranked_one(language: Language, shown: Readers) -> None:
    columns = ("back", "month", "weighted", "rank", "ranked")
    months = [[cell(shown[language], language, "CardMonths", c, n) for c in columns] for n in range(3)]
    assert months == [[2, "2026-08", "", "", ""], [1, "2026-09", 85, 1, 3], [0, "2026-10", 80, 2, 3]]
    assert cell(shown[language], language, "CardChoice", "name", 0) == NAMES["008"](language)


@both_languages
def test_the_card_tells_where_an_agent_is_weak(language: Language, shown: Readers) -> None:
    """50 points are below 60; 70 are 15 below the team's (95 + 70 + 90) / 3; 75 are the team's own."""
    read = shown[language]
    columns = ("points_1", "points_2", "points_3", "team", "mark")
    weak, behind = (WEAKNESS[code](language) for code in ("weak", "behind"))
    assert card(read, language, "conversion", *columns) == ["", 61, 50, 75, weak]
    assert card(read, language, "satisfaction", *columns) == ["", "", 70, 85, behind]
    assert card(read, language, "response_seconds", *columns) == ["", "", 75, 75, ""]
    assert card(read, language, "loss", *columns) == ["", "", "", "", ""]
    assert read(sheet_title("Card", language), "A3") == f"{WEAK_POINTS(language)}2"


@both_languages
def test_a_measure_without_points_still_shows_its_value(language: Language, shown: Readers) -> None:
    values = ("value_1", "value_2", "value_3", "points_3", "team", "mark")
    assert card(shown[language], language, "first_response", *values) == ["", "", 4.4, "", "", ""]
    assert card(shown[language], language, "conversion", *values)[:3] == ["", 6.1, 5]


def test_the_month_before_is_shown_while_the_new_one_has_no_days(unranked: Reader) -> None:
    """The roster is of December; the last daily log is of November."""
    assert cell(unranked, "zh", "Trends", "date", 0) == 46327
    assert cell(unranked, "zh", "Trends", "conversion", 0) == 40
    assert home(unranked, "zh", home_trends.TITLE_ROW, 1) == [f"{words.TRENDS_TITLE.zh} 2026-11"]


def test_without_a_ranking_the_card_ends_with_the_last_month_that_has_points(unranked: Reader) -> None:
    assert [cell(unranked, "zh", "CardMonths", "month", n) for n in range(3)] == [
        "2026-08",
        "2026-09",
        "2026-10",
    ]


def test_empty_places_say_what_to_do(unranked: Reader) -> None:
    assert unranked(sheet_title("Card", "zh"), "A3") == CHOOSE.zh
    assert home(unranked, "zh", STANDING_TITLE_ROW, home_standing.RANK_COLUMN) == [words.NO_STANDING.zh]
    assert home(unranked, "zh", home_targets.FIRST_ROW, home_targets.ITEM_COLUMN) == [words.NO_TARGETS.zh]


def test_what_is_typed_changes_what_is_shown(paths: dict[Language, Path], open_book: Any) -> None:
    """The running month's scores go: October is the last ranked one. Somebody without detail is chosen, up
    to a month that is typed."""
    book = open_book(paths["zh"])
    scores, shown_card, top = (book.sheets[name] for name in ("考核评分", "三月对比", "首页"))
    spot = layout.spot(TABLES["Scores"])
    proposed = spot.column("performance_proposed") + 1
    for row in range(spot.first_row + 7, spot.first_row + 11):
        scores.range((row, proposed)).value = None
    shown_card["A6"].value = "010"
    shown_card["C6"].value = "2026-11"
    book.impl.document.calculateAll()
    row, column = STANDING_ROW + 1, home_standing.RANK_COLUMN + 1
    assert top.range((STANDING_TITLE_ROW + 1, column)).value == f"{words.STANDING_TITLE.zh} 2026-10"
    lines = [[top.range((row + n, column + k)).value for k in range(3)] for n in range(3)]
    assert lines == [[1, "王小丽", 90], [2, "李明", 80], [3, "赵强", 70]]
    months = layout.spot(TABLES["CardMonths"])
    assert shown_card.range((months.first_row + 3, months.column("month") + 1)).value == "2026-11"
    assert shown_card["A3"].value == NO_DETAIL.zh


def test_what_is_calculated_reads_back_without_an_error(paths: dict[Language, Path], shown: Readers) -> None:
    """Neither in the tables, which csbook would report, nor in the cells of the first sheet."""
    language: Language = "zh"
    book = FileBook(paths[language])
    for table in (
        "Trends",
        "CardChoice",
        "CardMonths",
        "Card",
        "ReportChoice",
        "ReportGoals",
        "ReportPeople",
    ):
        assert list(read_table(book, TABLES[table], language).problems) == []
    sheets = openpyxl.load_workbook(paths[language])
    looked_at = 0
    for title in {sheet_title(table, language) for table in PICTURED} | {"lists"}:
        for row in sheets[title].iter_rows():
            for found in row:
                text = getattr(found.value, "text", found.value)
                if isinstance(text, str) and text.startswith("="):
                    value = str(shown[language](title, found.coordinate))
                    assert not value.startswith(("#", "Err:")), (title, found.coordinate)
                    looked_at += 1
    assert looked_at > 400


@both_languages
def test_every_chart_has_its_cells(language: Language, paths: dict[Language, Path]) -> None:
    """Charts of 走势 show 31 days; that of the measures shows all of them."""
    book = openpyxl.load_workbook(paths[language])
    counts = {t: len(book[sheet_title(t, language)]._charts) for t in PICTURED}
    assert counts == {"Panel": 4, "Trends": 3, "Card": 2, "ReportChoice": 2}
    trend = book[sheet_title("Trends", language)]._charts[0].series[0].val.numRef.f
    assert trend.endswith("$D$6:$D$36")
    bars = book[sheet_title("Card", language)]._charts[1].series
    spot = layout.spot(TABLES["Card"], len(MEASURE))
    column = spot.column("points_1")
    first, last = (
        xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True) for row in (spot.first_row, spot.last_row)
    )
    assert len(bars) == 3
    assert bars[0].val.numRef.f.endswith(f"{first}:{last}")
