"""`upgrade` after a column was deleted that formulas of other sheets name: they are written again."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from csbook.books.broken_formulas import broken_cells
from csbook.books.file_book import FileBook
from csbook.books.sheet_formulas import formula_texts
from csbook.commands.run import run
from csbook.problems import Language
from csbook.schema.workbook import sheet_title
from tests.books.made_files import change, members
from tests.commands.older_workbooks import NOW, delete_column, header, repack, upgraded
from tests.commands.test_upgrade_version_4 import as_people_left_it, figures
from tests.validating import findings
from tests.workbooks import sheet_part

Copy = Callable[[Language], Path]
both_languages = pytest.mark.parametrize("language", ["zh", "en"])
HOLDS_FORMULAS = re.compile(r"xl/(worksheets/sheet\d+\.xml|tables/|workbook\.xml|charts/)")
FORMULA = re.compile(r"<(f|calculatedColumnFormula|definedName|formula\d?)(?=[\s>])[^>]*>[^<]*</")


def lose(path: Path, table: str, column: str, language: Language = "zh", *, keep: bool = False) -> None:
    """Delete a column as Excel does: what named it says #REF!. `keep`: only that, as after an upgrade that
    gave the column back."""
    name = header(table, column, language)
    if not keep:
        delete_column(path, table, name)

    def lost(found: re.Match[str]) -> str:
        text = found[0].replace(f"{table}[[#This Row],[{name}]]", "#REF!")
        return text.replace(f"{table}[{name}]", f"{table}[#REF!]")

    parts = {n: d.decode() for n, d in members(path.read_bytes()).items() if HOLDS_FORMULAS.match(n)}
    repack(path, {n: FORMULA.sub(lost, text).encode() for n, text in parts.items()})


def formulas(path: Path) -> dict[str, dict[tuple[int, int], str]]:
    content = FileBook(path).content
    return {
        sheet.name: formula_texts(content.sheet(sheet.name))
        for sheet in content.package.sheets
        if sheet.kind == "worksheet"
    }


@both_languages
def test_formulas_that_lost_a_column_say_again_what_a_new_workbook_says(
    copy: Copy, language: Language
) -> None:
    path = copy(language)
    before = formulas(path)
    lose(path, "DailyLog", "receptions", language)
    trends = sheet_title("Trends", language)
    assert {trends, sheet_title("Panel", language)} < broken_cells(FileBook(path).content).keys()
    outcome = upgraded(path)
    assert formulas(path) == before
    assert any(trends in note and "#REF!" in note for note in outcome.notes)
    assert f"{trends}!C6" in outcome.details["formulas"]
    assert findings(path) == []


def test_a_second_upgrade_has_nothing_to_do(shop: Path) -> None:
    lose(shop, "DailyLog", "receptions")
    upgraded(shop)
    once = shop.read_bytes()
    assert "不缺" in upgraded(shop).headline
    assert shop.read_bytes() == once


def test_an_earlier_upgrade_left_them_broken_and_this_one_mends_them(shop: Path) -> None:
    """With the column declared by another one too: its table's declaration is renewed with the cells."""
    before = formulas(shop)
    lose(shop, "Scores", "weighted", keep=True)
    declared = [
        n for n, d in members(shop.read_bytes()).items() if n.startswith("xl/tables/") and b"#REF!" in d
    ]
    assert declared
    assert upgraded(shop).headline == "已写回失效的公式。"
    assert formulas(shop) == before
    parts = members(shop.read_bytes())
    assert not [name for name in declared if b"#REF!" in parts[name]]


def test_array_formulas_stay_array_formulas(shop: Path) -> None:
    part = sheet_part(shop, sheet_title("Panel", "zh"))
    before = members(shop.read_bytes())[part].count(b't="array"')
    lose(shop, "Scores", "name", keep=True)
    upgraded(shop)
    assert members(shop.read_bytes())[part].count(b't="array"') == before


def test_a_broken_formula_of_ones_own_is_named_and_left(shop: Path) -> None:
    own = b"SUM(DailyLog[#REF!])*2"
    part = sheet_part(shop, sheet_title("Panel", "zh"))
    end = b"</sheetData>"
    row = b'<row r="400"><c r="A400"><f>%s</f></c></row>' % own
    change(shop, {part: lambda content: content.replace(end, row + end)})
    lose(shop, "DailyLog", "receptions", keep=True)
    outcome = upgraded(shop)
    assert any("首页!A400" in note and "自己改" in note for note in outcome.notes)
    assert broken_cells(FileBook(shop).content) == {"首页": [(400, 1)]}


def test_a_deleted_column_of_a_sheet_of_charts_comes_back_in_its_place(shop: Path) -> None:
    """There charts show cells by their place, so the sheet is drawn anew."""
    before = FileBook(shop).places()["Trends"].headers
    lose(shop, "Trends", "receptions")
    upgraded(shop)
    assert FileBook(shop).places()["Trends"].headers == before
    assert findings(shop) == []


def test_check_says_of_a_broken_formula_what_to_do(shop: Path) -> None:
    lose(shop, "DailyLog", "receptions", keep=True)
    outcome = run("check", FileBook(shop), NOW, now=NOW, user="店长")
    broken = [p for p in outcome.problems if p.found == "#REF!"]
    assert {(p.sheet, p.column) for p in broken} == {
        (sheet_title("Trends", "zh"), header("Trends", "receptions"))
    }
    assert all("csbook upgrade" in p.expected for p in broken)
    upgraded(shop)
    outcome = run("check", FileBook(shop), NOW, now=NOW, user="店长")
    assert not [p for p in outcome.problems if p.sheet == sheet_title("Trends", "zh")]


def test_figures_of_pay_stand_in_the_file_again_at_once(tmp_path: Path) -> None:
    """Excel has shown #REF! in them, and in those that follow from them; csbook reads what the file holds."""
    path = tmp_path / "客服台账.xlsm"
    as_people_left_it(path, "zh")
    upgraded(path)
    before = {name: figures(path, name) for name in ("Scores", "Pay")}
    lose(path, "Scores", "weighted", keep=True)
    lost = re.compile(rb'(<c r="[A-Z]+\d+"(?: s="\d+")?)(?: t="\w+")?>(<f>[^<]*)</f>(?:<v>[^<]*</v>)?</c>')

    def shown(content: bytes) -> bytes:
        return lost.sub(
            lambda found: (
                b'%s t="e">%s</f><v>#REF!</v></c>' % (found[1], found[2])
                if b"#REF!" in found[2] or b"Scores[" in found[2]
                else found[0]
            ),
            content,
        )

    for name in ("Scores", "Pay"):
        change(path, {sheet_part(path, sheet_title(name, "zh")): shown})
    assert {name: figures(path, name) for name in before} != before
    upgraded(path)
    assert {name: figures(path, name) for name in before} == before
