"""The profiles that a shop adds in 导入映射, as the built-in ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from csbook.imports.profiles import Counted, Field, Profile, Sureness
from csbook.imports.targets import MEASURES, NEEDED, UNITS, Kind, kind_of
from csbook.imports.values import Unit
from csbook.problems import Problem, Words, same

TABLE: Final = "ImportMaps"
UNIT_OF_MEASURE: Final = {
    "plain": Unit.PLAIN,
    "seconds": Unit.SECONDS,
    "minutes": Unit.MINUTES,
    "percent": Unit.PERCENT,
}
NEEDED_WORDS: Final = {
    Kind.ORDERS: Words("订单表要有订单编号和创建时间", "an order number and the moment it was created"),
    Kind.ENQUIRIES: Words("咨询表要有买家账号和咨询时间", "the customer's account and when they asked"),
}


@dataclass
class Reading:
    """The rows of one profile, with what is wrong in them."""

    name: str
    rows: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, row: int, column: str, found: object, zh: str, en: str) -> None:
        shown = "" if found is None else str(found)
        self.problems.append(Problem(TABLE, row, column, shown, Words(zh, en)))


def own_profiles(maps: pd.DataFrame) -> tuple[tuple[Profile, ...], list[Problem]]:
    """The profiles of a frame of ImportMaps (columns `profile`, `platform`, `header`, `target`, `unit`,
    `counted`, `weight_header`, `recognises`; index: sheet rows), and what a person should correct.

    A profile with a problem is none. Rows without profile, header or target are told by their columns.
    """
    readings: dict[str, Reading] = {}
    for row, cells in filled_rows(maps):
        readings.setdefault(cells["profile"], Reading(cells["profile"])).rows.append((row, cells))
    for reading in readings.values():
        check(reading)
    made = tuple(profile_of(reading) for reading in readings.values() if not reading.problems)
    return made, [problem for reading in readings.values() for problem in reading.problems]


def filled_rows(maps: pd.DataFrame) -> Iterator[tuple[int, dict[str, Any]]]:
    plain = maps.astype("object").where(maps.notna(), None)
    for row, values in zip(maps.index, plain.itertuples(index=False), strict=True):
        cells = dict(zip(maps.columns, values, strict=True))
        if all(cells[name] is not None for name in ("profile", "header", "target")):
            yield int(row), cells


def check(reading: Reading) -> None:
    """Note what would make the profile useless or its totals wrong."""
    first, head = reading.rows[0]
    targets = [cells["target"] for _, cells in reading.rows]
    kind = kind_of(targets)
    if kind is not Kind.FIGURES and not set(NEEDED[kind]) <= set(targets):
        needed = NEEDED_WORDS[kind]
        reading.wrong(first, "target", head["target"], needed.zh, needed.en)
    if kind is Kind.FIGURES and not any(target in MEASURES for target in targets):
        reading.wrong(
            first, "target", head["target"], "至少一个指标，或订单、咨询的列", "at least one measure"
        )
    platforms = {cells["platform"] for _, cells in reading.rows if cells["platform"]}
    counts = {cells["counted"] or "single" for _, cells in reading.rows if cells["target"] in MEASURES}
    for row, cells in reading.rows:
        if len(platforms) > 1 and cells["platform"] not in (None, head["platform"]):
            reading.wrong(
                row,
                "platform",
                cells["platform"],
                "同一种导出表只写一个平台",
                "one platform for all rows of the export",
            )
        if kind is not Kind.FIGURES and cells["target"] in MEASURES:
            reading.wrong(
                row,
                "target",
                cells["target"],
                "订单表和咨询表里没有指标",
                "no measure in an export of orders or enquiries",
            )
        if "single" in counts and len(counts) > 1 and (cells["counted"] or "single") != "single":
            reading.wrong(
                row,
                "counted",
                cells["counted"],
                "同一种表要么都是一行一数，要么都按行计数",
                "either each row of the export is one total, or all are counted over rows",
            )
        check_mean(reading, row, cells)


def check_mean(reading: Reading, row: int, cells: dict[str, Any]) -> None:
    """Totals are stored, never rates: a percentage needs what it is of."""
    weighted = cells["weight_header"] is not None
    if cells["target"] in MEASURES and cells["unit"] == "percent" and not weighted:
        reading.wrong(
            row, "weight_header", None, "比率要写它的分母是哪一列", "the header of what the rate is of"
        )
    if weighted and (cells["target"] not in MEASURES or (cells["counted"] or "single") != "single"):
        reading.wrong(
            row,
            "weight_header",
            cells["weight_header"],
            "空（只有一行一数的平均数和比率才有权重）",
            "empty: only means and rates of single rows have a weight",
        )


def profile_of(reading: Reading) -> Profile:
    """The profile of rows without problems. Where no row is marked, all headers must be there."""
    marked = any(cells["recognises"] for _, cells in reading.rows)
    platforms = tuple(dict.fromkeys(c["platform"] for _, c in reading.rows if c["platform"]))
    fields = tuple(
        field_of(cells, needed=bool(cells["recognises"]) or not marked) for _, cells in reading.rows
    )
    return Profile(
        f"own:{reading.name}",
        same(reading.name),
        platforms,
        fields,
        Sureness.OWN,
        Words("本店在“导入映射”里添加", "added in 'Import maps'"),
    )


def field_of(cells: dict[str, Any], *, needed: bool) -> Field:
    target, weight = cells["target"], cells["weight_header"]
    how = Counted(cells["counted"] or "single") if target in MEASURES else Counted.SINGLE
    unit = UNIT_OF_MEASURE[cells["unit"] or "plain"] if target in MEASURES else UNITS[target]
    if how is Counted.YES:
        unit = Unit.YES_NO
    elif how is Counted.FILLED:
        unit = Unit.TEXT
    return Field(target, (cells["header"],), unit, (weight,) if weight else (), how, needed)
