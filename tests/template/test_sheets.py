"""The sheets against the schema, read by openpyxl, which had no part in writing them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from itertools import permutations

import openpyxl
import pytest

from csbook.drawing import layout
from csbook.drawing.formulas import in_language
from csbook.drawing.layout import COMPACT_TABLES
from csbook.drawing.looks import HEADER_FILL
from csbook.drawing.validation import MESSAGE_LIMIT, message
from csbook.problems import Language
from csbook.schema.cells import EXCEL_EPOCH
from csbook.schema.columns import (
    REFERRED_TO,
    Choice,
    Choices,
    Column,
    Day,
    Filler,
    Flag,
    Formula,
    Moment,
    Number,
    Percent,
    Ref,
    ShiftCell,
    Text,
)
from csbook.schema.daily import DAYS
from csbook.schema.formulas import formula_text
from csbook.schema.table import Table
from csbook.schema.workbook import TABLES, WORKBOOK
from csbook.template import home_words as words
from csbook.template.home_tiles import TILES
from csbook.template.ribbon import TAB
from tests.template.found import Found

LAST_ROW = 1_048_576
NEVER_GROWING = ("Panel", "ReportChoice")
EXTRA_SHEETS = {"lists": "veryHidden", "xlwings.conf": "hidden"}
both_languages = pytest.mark.parametrize("language", ["zh", "en"])


def columns() -> Iterator[tuple[Table, Column]]:
    for table in TABLES.values():
        for column in table.columns:
            yield table, column


@both_languages
def test_sheets_stand_in_their_order_and_set_up_ones_are_hidden(
    language: Language, found: dict[Language, Found]
) -> None:
    book = found[language].book
    assert book.sheetnames == [sheet.title(language) for sheet in WORKBOOK] + list(EXTRA_SHEETS)
    states = {sheet.title(language): "hidden" if sheet.hidden else "visible" for sheet in WORKBOOK}
    assert {sheet.title: sheet.sheet_state for sheet in book} == states | EXTRA_SHEETS
    assert book.active.title == WORKBOOK.sheets[0].title(language)


@both_languages
def test_every_table_has_its_columns_in_their_order(language: Language, found: dict[Language, Found]) -> None:
    for table in TABLES.values():
        first, header_row, last, last_row = found[language].place(table, language)
        sheet = found[language].sheet(table, language)
        headers = [sheet.cell(header_row, column).value for column in range(first, last + 1)]
        assert headers == [column.header(language) for column in table.columns], table.name
        assert last_row > header_row


@both_languages
def test_formula_columns_carry_their_formula_in_the_table_and_in_the_first_row(
    language: Language, found: dict[Language, Found]
) -> None:
    for table, column in columns():
        if isinstance(column, Formula):
            sheet = found[language].sheet(table, language)
            text = formula_text(table, column, language)
            declared = sheet.tables[table.name].tableColumns[table.names.index(column.name)]
            row = found[language].place(table, language)[1] + 1
            cell = sheet[f"{found[language].letter(table, column.name, language)}{row}"]
            assert declared.calculatedColumnFormula.attr_text == text
            assert cell.value == f"={text}"
            assert "[@" not in text


@both_languages
def test_every_header_is_shown_whole(language: Language, found: dict[Language, Found]) -> None:
    """On so many lines as the header row shows: a Chinese character is as wide as two digits, and an English
    word stands on one line. In tables with narrow columns the filter's arrow stands below the text."""
    for table, column in columns():
        if table.name == "Panel":
            continue
        sheet = found[language].sheet(table, language)
        letter = found[language].letter(table, column.name, language)
        dimensions = sheet.column_dimensions.values()
        width = next(d.width for d in dimensions if d.min <= column_index(letter) <= d.max)
        beside = 0 if table.name in COMPACT_TABLES or not layout.has_filter(table) else 2.5
        room = width - beside - (0 if isinstance(column, ShiftCell) else 1)
        points = sheet.row_dimensions[found[language].place(table, language)[1]].height
        lines = int((points - (13 if table.name in COMPACT_TABLES else 0)) / 15)
        assert lines_needed(column.header(language), room) <= lines, (table.name, column.header(language))


def lines_needed(header: str, room: float) -> int:
    lines, used = 1, 0
    for piece in re.findall(r"[ -~]+?(?: |$|(?=[^ -~]))|[^ -~]", header):
        wide = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in piece.rstrip())
        assert wide <= room, header
        if used + wide > room:
            lines, used = lines + 1, 0
        used += wide + len(piece) - len(piece.rstrip())
    return lines


def column_index(letter: str) -> int:
    return int(openpyxl.utils.column_index_from_string(letter))


@both_languages
def test_headers_wear_the_colour_of_who_fills_them(language: Language, found: dict[Language, Found]) -> None:
    for table, column in columns():
        row = found[language].place(table, language)[1]
        cell = found[language].sheet(table, language)[
            f"{found[language].letter(table, column.name, language)}{row}"
        ]
        assert cell.fill.fgColor.rgb == "FF" + HEADER_FILL[column.by].lstrip("#"), column.name


@both_languages
def test_formats_hold_for_rows_to_come(language: Language, found: dict[Language, Found]) -> None:
    for table, column in columns():
        if table.name in NEVER_GROWING or not isinstance(column, Day | Moment | Percent | Text):
            continue
        index = column_index(found[language].letter(table, column.name, language))
        dimensions = found[language].sheet(table, language).column_dimensions
        whole = next(d for d in dimensions.values() if d.min <= index <= d.max)
        assert whole.number_format == column.number_format, (table.name, column.name)


@both_languages
def test_every_column_has_a_rule_to_the_last_row(language: Language, found: dict[Language, Found]) -> None:
    for table, column in columns():
        if table.name in ("Panel", "Settings") and column.name == "value":
            continue
        rule = found[language].rule(table, column.name, language)
        assert all(area.max_row == LAST_ROW for area in rule.sqref.ranges), (table.name, column.name)
        assert rule.promptTitle
        assert rule.prompt
        assert len(rule.promptTitle) <= 32
        assert len(rule.prompt) <= 255
        assert len(rule.error or "") <= 225


@both_languages
def test_choices_drop_down_in_the_workbooks_language(
    language: Language, found: dict[Language, Found]
) -> None:
    looked_at = 0
    for table, column in columns():
        if isinstance(column, Choice) and not isinstance(column, Choices) and column.by.is_person:
            rule = found[language].rule(table, column.name, language)
            assert (rule.type, rule.errorStyle or "stop", rule.showErrorMessage) == ("list", "stop", True)
            texts = [word(language) for word in column.choices.values()]
            assert found[language].named(rule.formula1) == texts, (table.name, column.name)
            looked_at += 1
    assert looked_at > 20


@both_languages
def test_yes_or_no_and_references_drop_down(language: Language, found: dict[Language, Found]) -> None:
    for table, column in columns():
        if not column.by.is_person:
            continue
        if isinstance(column, Flag):
            rule = found[language].rule(table, column.name, language)
            assert found[language].named(rule.formula1) == (
                ["是", "否"] if language == "zh" else ["yes", "no"]
            )
        if isinstance(column, Ref):
            rule = found[language].rule(table, column.name, language)
            target = found[language].book.defined_names[rule.formula1].value
            assert target == f"{column.table}[{TABLES[column.table].header(column.column, language)}]"


@both_languages
def test_a_drop_down_says_what_to_choose_and_not_just_a_text(
    language: Language, found: dict[Language, Found]
) -> None:
    bare = Column.kind_words(language)
    for table, column in columns():
        if isinstance(column, Ref) and column.by is not Filler.CSBOOK:
            rule = found[language].rule(table, column.name, language)
            named = REFERRED_TO[column.table](language)
            assert named.casefold() in rule.prompt.casefold(), (table.name, column.name)
            assert named.casefold() in rule.error.casefold(), (table.name, column.name)
    for sheet in found[language].book.worksheets:
        for rule in sheet.data_validations.dataValidation:
            if rule.type == "list":
                assert rule.error.casefold() != bare, (sheet.title, rule.sqref)
                assert bare not in rule.prompt.casefold().split("\n"), (sheet.title, rule.sqref)


@both_languages
def test_a_message_is_whole_and_says_nothing_twice(language: Language) -> None:
    for table in TABLES.values():
        for column in table.columns:
            said = message(column)(language)
            assert len(said) <= MESSAGE_LIMIT, (table.name, column.name)
            lines = [line.strip("。.").casefold() for line in said.split("\n")]
            assert len(lines) == len(set(lines)), (table.name, column.name)
            assert not any(one in other for one, other in permutations(lines, 2)), (table.name, column.name)


def test_shift_cells_warn_and_let_a_helpers_cell_pass(found: dict[Language, Found]) -> None:
    rules = {id(found["zh"].rule(TABLES["Roster"], day, "zh")) for day in DAYS}
    rule = found["zh"].rule(TABLES["Roster"], "d01", "zh")
    assert len(rules) == 1, "one rule for all 31 days"
    assert (rule.type, rule.formula1, rule.errorStyle) == ("list", "list_shift_cells", "warning")
    assert "白@天猫" in rule.prompt


def test_numbers_keep_their_limits(found: dict[Language, Found]) -> None:
    score = found["zh"].rule(TABLES["Scores"], "self_score", "zh")
    assert (score.type, score.formula1, score.formula2) == ("decimal", "0", "100")
    cap = found["zh"].rule(TABLES["FollowUpRules"], "daily_cap", "zh")
    assert (cap.type, cap.formula1, cap.formula2) == ("whole", "1", "10000")
    assert isinstance(TABLES["Scores"]["self_score"], Number)


def test_dates_have_the_bounds_that_are_read_and_name_them(found: dict[Language, Found]) -> None:
    asked, hired = (
        found["zh"].rule(TABLES[table], name, "zh")
        for table, name in (("Requests", "from_date"), ("Staff", "hired"))
    )
    assert [asked.formula1, asked.formula2] == [str(serial(2000, 1, 1)), str(serial(2100, 12, 31))]
    assert [hired.formula1, hired.formula2] == [str(serial(1950, 1, 1)), str(serial(9999, 12, 31))]
    assert asked.error == "2000 到 2100 年的日期，如 2026-11-22"
    assert hired.error == "1950 年以后的日期，如 2026-11-22"
    english = found["en"].rule(TABLES["Requests"], "from_date", "en")
    assert english.error == "A date such as 2026-11-22, of the years 2000 to 2100"


def test_every_moment_that_is_read_may_be_typed(found: dict[Language, Found]) -> None:
    """The last minute of the last year, and no first one of the next."""
    for table, column in columns():
        if isinstance(column, Moment) and column.by is not Filler.CSBOOK:
            rule = found["zh"].rule(table, column.name, "zh")
            assert (rule.type, rule.operator, rule.errorStyle) == ("date", None, None), (
                "between, else refused"
            )
            assert float(rule.formula1) == serial(column.years[0], 1, 1)
            last = serial(column.years[-1], 12, 31)
            assert last + 1439 / 1440 < float(rule.formula2) < last + 1


def serial(year: int, month: int, day: int) -> int:
    return (dt.date(year, month, day) - EXCEL_EPOCH.date()).days


@both_languages
def test_columns_of_csbook_tell_so_and_offer_no_list(
    language: Language, found: dict[Language, Found]
) -> None:
    told = "系统填写" if language == "zh" else "csbook fills"
    for table, column in columns():
        if column.by is Filler.CSBOOK and not isinstance(column, Formula):
            rule = found[language].rule(table, column.name, language)
            assert rule.type in (None, "none"), column.name
            assert told in rule.prompt


def test_a_settings_value_takes_the_rule_of_its_own_row(found: dict[Language, Found]) -> None:
    book, table = found["zh"], TABLES["Settings"]
    sheet = book.sheet(table, "zh")
    names = {sheet[f"A{row}"].value: f"B{row}" for row in range(6, sheet.max_row + 1)}
    rules = {
        name: rule
        for name, cell in names.items()
        for rule in sheet.data_validations.dataValidation
        if cell in rule.sqref
    }
    assert (rules["自评占比"].type, rules["自评占比"].formula2) == ("decimal", "1")
    assert rules["试用期参加排名"].formula1 == "list_yes_no"
    assert sheet[names["月份"]].number_format == "@"
    assert sheet[names["开始营业"]].number_format == "[h]:mm"


@both_languages
def test_only_sheets_that_csbook_fills_are_protected(
    language: Language, found: dict[Language, Found]
) -> None:
    for declared in WORKBOOK:
        protection = found[language].book[declared.title(language)].protection
        assert protection.sheet == declared.protected
        assert protection.password is None
        if declared.protected:
            assert protection.autoFilter is False, "filters stay usable"


@both_languages
def test_the_first_sheet_links_to_every_other(language: Language, found: dict[Language, Found]) -> None:
    home = found[language].book[WORKBOOK.sheets[0].title(language)]
    targets = {link.location for row in home.iter_rows() for cell in row if (link := cell.hyperlink)}
    others = {f"'{sheet.title(language)}'!A1" for sheet in WORKBOOK if sheet.name != "home"}
    assert {target for target in targets if not target.startswith(f"'{home.title}'")} == others


@both_languages
def test_the_first_sheets_own_links_lead_to_its_lower_parts(
    language: Language, found: dict[Language, Found]
) -> None:
    home = found[language].book[WORKBOOK.sheets[0].title(language)]
    targets = [link.location for cell in home[2] if (link := cell.hyperlink)]
    titles = [home[target.partition("!")[2]].value for target in targets]
    assert titles == [words.LINKS_TITLE(language), words.STEPS_TITLE(language), words.PANEL(language)]


@both_languages
def test_no_formula_needs_a_newer_excel_than_2016(language: Language, found: dict[Language, Found]) -> None:
    newer = re.compile(r"\b(XLOOKUP|LET|FILTER|UNIQUE|SORT|SEQUENCE|LAMBDA|TEXTJOIN|IFS|SWITCH)\(|_xl", re.I)
    for sheet in found[language].book:
        for row in sheet.iter_rows():
            for cell in row:
                text = getattr(cell.value, "text", cell.value)
                if isinstance(text, str) and text.startswith("="):
                    assert not newer.search(text), (sheet.title, cell.coordinate, text)


def test_the_ribbon_tab_bears_the_products_name() -> None:
    assert TAB("zh") == "客服台账"


def test_the_tile_of_problems_counts_those_that_stand_in_the_way_alone() -> None:
    tile = next(tile for line in TILES for tile in line if tile.label.zh == "填写待改")
    assert tile.value({"Problems": [{"severity": "error"}, {"severity": "warning"}]}) == 1
    assert in_language(tile.formula, "zh") == 'COUNTIF(Problems[程度],"须改")'
