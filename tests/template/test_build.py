"""The workbook as a package: reproducible, valid, and the one that is checked in."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator

from csbook.books.file_book import FileBook
from csbook.books.formula_problems import formula_problems
from csbook.books.frames import read_table
from csbook.problems import Language
from csbook.schema.settings import read_settings
from csbook.schema.workbook import SCHEMA_VERSION, TABLES
from csbook.template import build_template, build_workbook
from tests.conftest import ROOT
from tests.template.demo_rows import MONTH, demo_rows

both_languages = pytest.mark.parametrize("language", ["zh", "en"])


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def findings(path: Path, file_format: FileFormat) -> list[str]:
    result = OpenXmlValidator(file_format).validate(path)
    return [str(error) for error in result.errors]


@both_languages
def test_two_builds_are_the_same_to_the_byte(language: Language, tmp_path: Path) -> None:
    paths = [tmp_path / "one.xlsm", tmp_path / "two.xlsm"]
    for path in paths:
        build_workbook(path, language=language, month=MONTH, rows=demo_rows(language))
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_the_checked_in_template_is_what_the_schema_builds(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.xlsm"
    build_template(fresh)
    built, kept = parts(fresh), parts(ROOT / "workbook_template.xlsm")
    changed = [name for name in built if built[name] != kept.get(name)]
    assert list(built) == list(kept), "run: csbook build-template"
    assert changed == [], "run: csbook build-template"


@both_languages
@pytest.mark.parametrize("file_format", [FileFormat.OFFICE_2016, FileFormat.MICROSOFT_365])
def test_the_validator_finds_no_error_and_no_warning(
    language: Language,
    file_format: FileFormat,
    empty_books: dict[Language, Path],
    filled_books: dict[Language, Path],
) -> None:
    assert findings(empty_books[language], file_format) == []
    assert findings(filled_books[language], file_format) == []


def test_the_validator_is_able_to_find_something(empty_books: dict[Language, Path], tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsm"
    with zipfile.ZipFile(broken, "w") as package:
        for name, data in parts(empty_books["zh"]).items():
            package.writestr(name, data.replace(b"<dataValidation ", b"<dataValidation odd='1' "))
    assert findings(broken, FileFormat.OFFICE_2016) != []


def test_every_part_is_well_formed(filled_books: dict[Language, Path]) -> None:
    for name, data in parts(filled_books["zh"]).items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(data)


def test_the_workbook_with_the_real_xlwings_module_is_valid_too(tmp_path: Path) -> None:
    path = tmp_path / "real.xlsm"
    build_workbook(path, language="zh", month=MONTH, real_xlwings=True, interpreter="/opt/py/bin/python")
    assert findings(path, FileFormat.OFFICE_2016) == []


@both_languages
def test_every_reader_learns_version_and_language(
    language: Language, empty_books: dict[Language, Path]
) -> None:
    book = openpyxl.load_workbook(empty_books[language])
    properties = {item.name: item.value for item in book.custom_doc_props.props}
    assert properties == {"csbook.schema": str(SCHEMA_VERSION), "csbook.language": language}
    assert book.defined_names["csbook_schema"].value == str(SCHEMA_VERSION)
    assert book.defined_names["csbook_language"].value == f'"{language}"'


@both_languages
def test_every_part_bears_the_same_fixed_date(language: Language, empty_books: dict[Language, Path]) -> None:
    with zipfile.ZipFile(empty_books[language]) as package:
        assert {item.date_time for item in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@both_languages
def test_a_book_reads_every_table_without_a_problem(
    language: Language, empty_books: dict[Language, Path], filled_books: dict[Language, Path]
) -> None:
    for path in (empty_books[language], filled_books[language]):
        book = FileBook(path)
        for table in TABLES.values():
            read = read_table(book, table, language)
            assert list(read.problems) == [], table.name
            assert formula_problems(book, read, language) == [], table.name


@both_languages
def test_rows_read_back_as_they_were_given(language: Language, filled_books: dict[Language, Path]) -> None:
    book = FileBook(filled_books[language])
    for name, rows in demo_rows(language).items():
        frame = read_table(book, TABLES[name], language).frame
        assert len(frame) == len(rows)
        for column in rows[0]:
            assert frame[column].tolist() == [row[column] for row in rows], (name, column)
    settings, problems = read_settings(read_table(book, TABLES["Settings"], language).frame)
    assert problems == []
    assert settings["month"] == f"{MONTH:%Y-%m}"
    assert settings["self_share"] == 0.3
