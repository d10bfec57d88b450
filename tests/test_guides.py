"""Guides name every button and sheet, quote what csbook says, are short, and equal in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from shots import shots

from csbook.commands.registry import COMMANDS
from csbook.problems import Language
from csbook.schema.columns import Filler
from csbook.schema.workbook import TABLES, WORKBOOK
from csbook.template.ribbon import buttons

ROOT: Final = Path(__file__).resolve().parents[1]
DOCS: Final = ROOT / "docs"
PAGES: Final = ("guide", "guide-supervisor", "guide-agent", "guide-hr")
LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")
ENDING: Final = {"zh": ".zh-CN.md", "en": ".md"}

MOST: Final = {"zh": 2500, "en": 1500}
"""Characters (a Latin word or a number counts as one) or words: what one reads in ten minutes at most."""

LINK: Final = re.compile(r"\]\((?!https?:)([^)#\s]+)")
PICTURE: Final = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")
HEADING: Final = re.compile(r"^(#+) ", re.MULTILINE)
MESSAGE: Final = re.compile(r"^ *> (.+)$", re.MULTILINE)
VARIES: Final = re.compile(r"…|\d[\d.:-]*|“[^”]*”|'[^']*'|[（）()，；：。、,;]|\. ?|: ")
"""What differs from message to message: figures, days, quoted names, what a guide leaves out; and stops."""

LATER_DAYS: Final = {f"d{day:02}" for day in range(2, 32)}
"""Columns of a roster that the reference describes with the first day's."""

SHOTS: Final = [shot for sheet in WORKBOOK for shot in shots(sheet)]

EVERY: Final = [(page, language) for page in PAGES for language in LANGUAGES]


def path_of(page: str, language: Language) -> Path:
    return DOCS / f"{page}{ENDING[language]}"


def text_of(page: str, language: Language) -> str:
    return path_of(page, language).read_text(encoding="utf-8")


def all_of(language: Language) -> str:
    return "\n".join(text_of(page, language) for page in PAGES)


@cache
def said_by_csbook() -> str:
    """Every text in the code, one a line; fields of f-strings part it."""
    return "\n".join(text for path in sorted((ROOT / "csbook").rglob("*.py")) for text in texts(path))


def texts(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def is_said(piece: str) -> bool:
    """Whether the code has this text, or a counted word in the singular and then the rest."""
    first = (piece[:at] for at in range(1, len(piece)) if piece[at - 1 : at + 1] == "s ")
    whole = said_by_csbook()
    return piece in whole or any(
        word.removesuffix("s") in whole and piece.removeprefix(word) in whole for word in first
    )


def pieces(message: str) -> list[str]:
    """The fixed parts of a quoted message, without the signs at their ends."""
    parts = (part.strip(" ，。；：、（）,.;:()") for part in VARIES.split(message))
    return [part for part in parts if len(part) > 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_stands_in_a_guide_with_its_command(language: Language) -> None:
    text = all_of(language)
    marks = ("（`", "`）") if language == "zh" else (" (`", "`)")
    wanted = {f"**{button.label(language)}**{marks[0]}{button.tag}{marks[1]}" for button in buttons()}
    assert {one for one in wanted if one not in text} == set()
    assert {command.name for command in COMMANDS} <= {button.tag for button in buttons()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_stands_in_a_guide(language: Language) -> None:
    bold = re.findall(r"\*\*([^*]+)\*\*", all_of(language))
    assert {sheet.title(language) for sheet in WORKBOOK} - set(bold) == set()


def test_every_column_stands_in_the_reference_with_its_help() -> None:
    for table in TABLES.values():
        rows = rows_of(table.name)
        for column in table.columns:
            if column.name not in LATER_DAYS or "d01" not in table.by_name:
                row = rows["d01 … d31" if column.name == "d01" else column.name]
                assert column.help is not None, (table.name, column.name)
                assert row[-1] == f"{column.help.zh} {column.help.en}"
                assert column.name == "d01" or row[:2] == [column.zh, column.en]


def rows_of(table: str) -> dict[str, list[str]]:
    """Of a table of the reference each column's cells, by the column's inside name."""
    text = (DOCS / "workbook.md").read_text(encoding="utf-8")
    part = text.split(f"### 表格 Table `{table}`\n", 1)[1].split("\n#", 1)[0]
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in part.splitlines() if "| `" in line]
    return {name.strip("`"): cells for name, *cells in lines}


@pytest.mark.parametrize(("page", "language"), EVERY)
def test_what_a_guide_links_to_and_shows_exists(page: str, language: Language) -> None:
    links = LINK.findall(text_of(page, language))
    assert links
    assert [target for target in links if not (DOCS / target).exists()] == []


@pytest.mark.parametrize(("page", "language"), EVERY)
def test_a_guide_is_read_in_ten_minutes(page: str, language: Language) -> None:
    text = re.sub(r"\]\([^)]*\)", "]", text_of(page, language))
    counted = r"[\u4e00-\u9fff]|[A-Za-z0-9.:_-]+" if language == "zh" else r"\w[\w'.:/-]*"
    assert len(re.findall(counted, text)) <= MOST[language]


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_have_the_same_parts_and_pictures(page: str) -> None:
    chinese, english = (text_of(page, language) for language in LANGUAGES)
    assert HEADING.findall(chinese) == HEADING.findall(english)
    assert PICTURE.findall(chinese.replace("img/zh/", "img/en/")) == PICTURE.findall(english)
    assert len(MESSAGE.findall(chinese)) == len(MESSAGE.findall(english))
    assert table_rows(chinese) == table_rows(english)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_has_its_picture(language: Language) -> None:
    """Made by docs/pictures.py: renew with `make pictures`."""
    shown = {path.stem for path in (DOCS / "img" / language).glob("*.png")}
    assert shown == {shot.name for shot in SHOTS}


@pytest.mark.parametrize(
    ("pages", "filler"),
    [
        (("guide", "guide-supervisor"), Filler.SUPERVISOR),
        (("guide-agent",), Filler.AGENT),
        (("guide-hr",), Filler.HR),
    ],
)
def test_a_guide_shows_every_column_that_its_reader_fills(pages: tuple[str, ...], filler: Filler) -> None:
    """Of the sheets that are in sight; those that are set once are shown in docs/sheets.md."""
    shown = {Path(picture).stem for page in pages for picture in PICTURE.findall(text_of(page, "en"))}
    seen = {place for shot in SHOTS for place in shot.shown if shot.name in shown}
    filled = {
        (table.name, column.name)
        for sheet in WORKBOOK
        for table in sheet.tables
        for column in table.person_columns
        if column.by is filler and not sheet.hidden
    }
    assert filled - seen == set()


@pytest.mark.parametrize(("readme", "language"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_the_front_page_shows_every_sheet_small(readme: str, language: Language) -> None:
    """Renew with `make docs`."""
    text = (ROOT / readme).read_text(encoding="utf-8")
    shown = re.findall(r'<a href="([^"]+)"><img src="([^"]+)"', text)
    wanted = [f"docs/img/{language}/{sheet.name}.png" for sheet in WORKBOOK]
    assert shown == [(picture, picture) for picture in wanted]
    assert [picture for picture in wanted if not (ROOT / picture).exists()] == []


def test_the_glossary_explains_every_word_in_both_languages() -> None:
    lines = (DOCS / "glossary.md").read_text(encoding="utf-8").splitlines()
    rows = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")]
    assert {len(row) for row in rows} == {5}
    assert [row for row in rows if not re.search(r"[\u4e00-\u9fff]", row[3])] == []


def test_pages_in_chinese_lead_to_pages_in_chinese() -> None:
    """Where there is one of the same name; but for the line at the top that changes the language."""
    for path in [ROOT / "README.zh-CN.md", *DOCS.glob(f"*{ENDING['zh']}")]:
        text = path.read_text(encoding="utf-8").replace("[English](", "")
        others = [link for link in LINK.findall(text) if link.endswith(".md") and ENDING["zh"] not in link]
        chinese = [path.parent / f"{link.removesuffix('.md')}{ENDING['zh']}" for link in others]
        assert [one.name for one in chinese if one.exists()] == [], path.name


def table_rows(text: str) -> list[int]:
    """Of each row of a table the number of its cells, in order."""
    return [line.count("|") - 1 for line in text.splitlines() if line.startswith("|")]


@pytest.mark.parametrize(("page", "language"), EVERY)
def test_a_quoted_message_is_what_csbook_says(page: str, language: Language) -> None:
    quoted = [piece for message in MESSAGE.findall(text_of(page, language)) for piece in pieces(message)]
    assert [piece for piece in quoted if not is_said(piece)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_door_leads_to_every_page_that_has_both_languages(language: Language) -> None:
    both = {path.name.removesuffix(ENDING["zh"]) for path in DOCS.glob(f"*{ENDING['zh']}")} - {"guide"}
    links = set(LINK.findall(text_of("guide", language)))
    assert {f"{name}{ENDING[language]}" for name in both} - links == set()


@pytest.mark.parametrize(("readme", "language"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_the_front_page_leads_to_the_guide_before_any_other_page(readme: str, language: Language) -> None:
    links = [
        link for link in LINK.findall((ROOT / readme).read_text(encoding="utf-8")) if link.startswith("docs/")
    ]
    assert links[0] == f"docs/guide{ENDING[language]}"
