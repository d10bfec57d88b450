"""Rows that stand under a table without belonging to it, where nothing reads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from csbook.books.book import Place
from csbook.books.cell_xml import Area


def extent_of(place: Place) -> Area:
    """A table with its header and, where it has one, its row of totals."""
    return place.header_row, place.first_column, place.last_row + place.has_totals, place.last_column


def counted_rows(cells: Iterable[tuple[int, int]], tables: Iterable[Place]) -> Mapping[int, int]:
    """How many of the (row, column) cells stand in each row, without those of the tables."""
    areas = [extent_of(table) for table in tables]
    return Counter(
        row
        for row, column in cells
        if not any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in areas)
    )
