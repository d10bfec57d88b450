"""docs/field-safety.md says the same in both languages, and names tests and numbers that are there."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT


def test_the_chinese_page_names_the_same_tests_in_the_same_order() -> None:
    english, chinese = (
        (ROOT / "docs" / f"field-safety{ending}.md").read_text(encoding="utf-8") for ending in ("", ".zh-CN")
    )
    lines = [re.findall(r"`test_\w+`", line) for line in english.splitlines() if line.startswith("|")]
    assert lines == [re.findall(r"`test_\w+`", line) for line in chinese.splitlines() if line.startswith("|")]


def cells_of_lines(page: str) -> list[list[str]]:
    """The cells of each line of a page's tables, without the lines of headers."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    lines = [re.split(r" ?\| ?", line.strip("| ") + " ") for line in text.splitlines() if "| `test_" in line]
    return [[cell.strip() for cell in line] for line in lines]


def numbers_of(page: str) -> list[int]:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    return [int(number) for number in re.findall(r"^(\d+)\. \[ \] ", text, re.M)]


@pytest.mark.parametrize("ending", ["", ".zh-CN"])
def test_what_only_windows_shows_has_its_number_in_the_list_to_go_through(ending: str) -> None:
    items = numbers_of(f"windows-checklist{ending}.md")
    assert items == list(range(1, len(items) + 1))
    lines = [cells + [""] * (5 - len(cells)) for cells in cells_of_lines(f"field-safety{ending}.md")]
    assert len(lines) > 25
    for situation, _, _, only_there, number in lines:
        assert bool(only_there) == bool(number), situation
        assert not number or {int(n) for n in re.findall(r"\d+", number)} <= set(items), situation


def test_both_lists_to_go_through_have_the_same_items_and_each_page_leads_to_its_own() -> None:
    assert numbers_of("windows-checklist.md") == numbers_of("windows-checklist.zh-CN.md")
    for page in ("field-safety", "it"):
        for ending in ("", ".zh-CN"):
            text = (ROOT / "docs" / f"{page}{ending}.md").read_text(encoding="utf-8")
            assert f"(windows-checklist{ending}.md)" in text
    numbers = [[cells[4:] for cells in cells_of_lines(f"field-safety{e}.md")] for e in ("", ".zh-CN")]
    assert numbers[0] == numbers[1]


def test_every_test_that_the_page_names_is_there() -> None:
    page = (ROOT / "docs" / "field-safety.md").read_text(encoding="utf-8")
    named = re.findall(r"`(test_\w+)`", page)
    assert len(named) > 25
    there = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in [path.stem, *re.findall(r"^def (test_\w+)\(", path.read_text(encoding="utf-8"), re.M)]
    }
    assert [name for name in named if name not in there] == []
