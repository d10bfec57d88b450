"""Conditional formats of tables taken over from a new workbook: where the columns stand, in their order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csbook.books.file_content import FileContent
from csbook.books.table_marks import Move, with_marks
from tests.books.made_files import made

OURS = "csbook_changes_"
CHANGED = f"COUNTIFS({OURS}cell,ADDRESS(ROW(),COLUMN(),4))>0"
Merged = Callable[..., list[tuple[str, str]]]


def a_table(
    headers: str, rules: list[tuple[str, str]], *, down: int = 1, left: int = 0
) -> Callable[[Any, Any], None]:
    """A table T with a header in row `down` + 1, and formulas of formats by area."""

    def fill(book: Any, sheet: Any) -> None:
        last = left + len(headers) - 1
        sheet.add_table(
            down, left, down + 3, last, {"name": "T", "columns": [{"header": h} for h in headers]}
        )
        look = book.add_format({"bold": True})
        for cells, formula in rules:
            sheet.conditional_format(cells, {"type": "formula", "criteria": f"={formula}", "format": look})

    return fill


@pytest.fixture
def merged(tmp_path: Path) -> Merged:
    """(fill old, fill new) -> the old one's formats afterwards, in their order."""

    def take_over(old: Callable[[Any, Any], None], new: Callable[[Any, Any], None]) -> list[tuple[str, str]]:
        contents = [
            FileContent(made(tmp_path / name, fill).read_bytes(), name)
            for name, fill in (("old.xlsx", old), ("new.xlsx", new))
        ]
        once = FileContent(with_marks(*contents, OURS), "once.xlsx")
        assert with_marks(once, contents[1], OURS) == once.raw
        return formats(once)

    return take_over


def formats(content: FileContent) -> list[tuple[str, str]]:
    tree = content.package.xml(content.part_of("S"))
    found = [
        (int(rule.get("priority", "0")), whole.get("sqref", ""), str(rule.findtext("{*}formula")))
        for whole in tree.iterfind("{*}conditionalFormatting")
        for rule in whole.iterfind("{*}cfRule")
    ]
    assert len({number for number, _, _ in found}) == len(found)
    return [(cells, formula) for _, cells, formula in sorted(found)]


def test_a_missing_format_is_moved_to_its_columns(merged: Merged) -> None:
    """乙 against 丙: they stand two rows lower and one column further right, in another order."""
    new = a_table("甲乙丙", [("B3:B1048576", "$B3>$C3")])
    old = a_table("甲丙乙", [], down=3, left=1)
    assert merged(old, new) == [("D5:D1048576", "$D5>$C5")]


def test_formats_of_people_stay_and_keep_their_order(merged: Merged) -> None:
    new = a_table("甲乙", [("A3:A1048576", "A3=1"), ("B3:B1048576", "B3=2")])
    old = a_table("甲乙", [("A3:A9", "A3=7"), ("B3:B1048576", "B3=2"), ("B3:B9", "B3=8")])
    assert merged(old, new) == [
        ("A3:A9", "A3=7"), ("A3:A1048576", "A3=1"), ("B3:B1048576", "B3=2"), ("B3:B9", "B3=8"),
    ]  # fmt: skip


def test_a_format_for_several_columns_goes_together_where_they_do(
    merged: Merged,
) -> None:
    new = a_table("甲乙丙", [("A3:C1048576", CHANGED)])
    old = a_table("丙己甲乙", [])
    assert merged(old, new) == [("A3:A1048576", CHANGED), ("C3:D1048576", CHANGED)]


def test_a_neighbour_named_relatively_is_found_by_its_header(
    merged: Merged,
) -> None:
    """Each of 甲 and 乙 against the column at its right."""
    new = a_table("甲乙丙", [("A3:B1048576", "A3>B3")])
    old = a_table("丙乙甲", [])
    assert merged(old, new) == [("B3:B1048576", "B3>A3"), ("C3:C1048576", "C3>B3")]


def test_texts_and_functions_are_not_taken_for_cells(merged: Merged) -> None:
    new = a_table("甲乙", [("A3:A1048576", 'AND(A3="B3",LOG10(B3)>1)')])
    old = a_table("甲丁乙", [])
    assert merged(old, new) == [("A3:A1048576", 'AND(A3="B3",LOG10(C3)>1)')]


def test_a_format_that_counts_columns_stays_away_from_moved_ones(
    merged: Merged,
) -> None:
    new = a_table("甲乙", [("A3:B1048576", "A3=COLUMN()-1")])
    assert merged(a_table("甲丁乙", []), new) == []
    assert merged(a_table("甲乙", []), new) == [("A3:B1048576", "A3=COLUMN()-1")]


def test_a_former_format_of_ours_gives_way(merged: Merged) -> None:
    former = f"COUNTIFS({OURS}sheet,1)>0"
    new = a_table("甲乙丙", [("A3:C1048576", CHANGED)])
    old = a_table("甲乙丙", [("A3:C1048576", former), ("A3:B1048576", CHANGED), ("A3:A9", "A3=7")])
    assert merged(old, new) == [("A3:A9", "A3=7"), ("A3:C1048576", CHANGED)]


@given(order=st.permutations(range(1, 7)), down=st.integers(0, 50), first=st.integers(1, 6))
def test_absolute_columns_go_where_their_headers_stand(order: list[int], down: int, first: int) -> None:
    move = Move(dict(zip(range(1, 7), order, strict=True)), down)
    letters = " ABCDEF"
    assert move.of(f"${letters[first]}4", 0) == f"${letters[order[first - 1]]}{4 + down}"
