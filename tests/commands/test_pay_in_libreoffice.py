"""The live formulas of scores, commission and pay in LibreOffice: the same cents and the same blanks as
an independent reckoning, for the random people of forty months, under several settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pytest
import xlwings

from csbook.books.book import Place
from csbook.books.file_book import FileBook
from csbook.books.frames import read_table
from csbook.books.plan import plan_write
from csbook.commands.month_terms import with_terms
from csbook.commands.scored_month import scored_month
from csbook.schema.columns import Formula
from csbook.schema.defaults import records
from csbook.schema.workbook import TABLES
from csbook.template import build_workbook
from tests.scorecard import reference, reference_pay
from tests.scorecard.reference_shop import Shop as ReferenceShop
from tests.scorecard.reference_teams import CONDUCT, GRADES, STAFF_NUMBERS, kinds, person, rules, sold
from tests.scorecard.workplace import none_for_missing, request
from tests.workbooks import drop_print_titles

MONTHS = [f"{2020 + n // 12}-{1 + n % 12:02d}" for n in range(40)]
GROUPS = ("天猫", "京东", "全部", "无规则组")
DOCUMENTS = {"self": "0.3", "manager": "0.7"}
OURS = {"performance": "0.6", "ability": "0.1", "cooperation": "0.15", "service": "0.15"}
EVEN = {"performance": "0.25", "ability": "0.25", "cooperation": "0.25", "service": "0.25"}
FORMULA_ERRORS = 4  # com.sun.star.sheet.FormulaResult.ERROR


@dataclass(frozen=True)
class Variant:
    """Settings as every month keeps them, and what they mean to the reference."""

    shares: dict[str, str]
    least_ranked: int = 3
    prize: str = "100"
    forfeit: str = "100"
    method: str = "slices"
    floor: str | None = None
    cap: str | None = None
    discipline: bool = False

    def cells(self) -> dict[str, Any]:
        """Setting -> what stands in its cell of 月度口径; None for an empty one."""
        words = {"slices": "分段计提", "whole": "全额计提"}
        return {
            **{f"{name}_share": float(value) for name, value in self.shares.items()},
            "least_ranked": float(self.least_ranked),
            "first_bonus": float(self.prize),
            "last_deduction": float(self.forfeit),
            "commission_method": words[self.method],
            "commission_floor": None if self.floor is None else float(self.floor),
            "commission_cap": None if self.cap is None else float(self.cap),
            "discipline": "是" if self.discipline else "否",
        }


VARIANTS = {
    "as delivered": Variant({**DOCUMENTS, **OURS}),
    "whole, floor and cap, fines": Variant(
        {"self": "0.35", "manager": "0.65", **EVEN}, 2, "100.01", "0.05", "whole", "88.88", "1500", True
    ),
    "slices, floor above cap, one-person teams": Variant(
        {"self": "0.05", "manager": "0.95", **OURS}, 1, "0", "333.33", "slices", "50", "20.5", True
    ),
}

SETTINGS = {"discipline": True, "least_ranked": 2, "last_deduction": Decimal("333.33")}
SETTINGS |= {"first_bonus": Decimal(100), "commission_method": "slices"}
SETTINGS |= {"commission_floor": None, "commission_cap": None}


class Shop:
    """Forty random months of up to eight people."""

    def __init__(self, seed: int) -> None:
        draw = Random(seed)
        self.rules = rules(draw, GROUPS[:3])
        self.months: dict[str, dict[str, dict[str, Any]]] = {}
        for month, kind in zip(MONTHS, kinds(len(MONTHS)), strict=True):
            staff = draw.sample(STAFF_NUMBERS, draw.choice((1, 2, 3, 5, 8, 8)))
            self.months[month] = {
                who: person(draw, kind)
                | sold(draw, GROUPS)
                | {"conduct": [draw.choice(CONDUCT) for _ in range(draw.choice((0, 0, 1, 3)))]}
                for who in staff
            }

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """The rows of the workbook, as csbook and people fill them, without any formula's value."""
        people = [(month, who, one) for month, team in self.months.items() for who, one in team.items()]
        typed = (*reference.CRITERIA, "self_score", "performance_proposed", "service_proposed")
        return {
            **self.terms(),
            "Scores": [
                {"month": month, "agent_id": who, "standing": one["standing"]}
                | {"tie_order": sorted(self.months[month]).index(who) + 1}
                | {name: number(one[name]) for name in typed}
                for month, who, one in people
            ],
            "Commissions": [
                {
                    "month": month,
                    "agent_id": who,
                    "rule_group": reference_pay.rules_for(one["group"], self.rules),
                }
                | {name: number(one[name]) for name in ("sales", "refunds_back")}
                for month, who, one in people
                if one["sales"] is not None
            ],
            "Pay": [
                {"month": month, "agent_id": who, "commission": number(one["commission"])}
                for month, who, one in people
            ],
            "Conduct": [
                {"date": conduct_day(month, n), "agent_id": who, "kind": kind, "amount": number(amount)}
                for month, who, one in people
                for n, (kind, amount) in enumerate(one["conduct"])
            ],
        }

    def terms(self) -> dict[str, list[dict[str, Any]]]:
        """The rows of 月度口径 of all months: everywhere the same rules."""
        rules = [
            {"group": group, "from_amount": Decimal(start), "rate": float(rate), "active": active}
            for group, start, rate, active in self.rules
        ]
        grades = [{"grade": name, "least": float(least)} for name, least in GRADES]
        tables = request(CommissionRules=rules, Grades=grades).tables
        return {n: records(frame) for n, frame in with_terms(tables, request().settings, MONTHS).items()}

    def expected(self, month: str, set_to: Variant) -> dict[tuple[str, str], dict[str, Any]]:
        """(table, staff number) -> value of each formula cell of the month, by the reference."""
        team = self.months[month]
        prize, forfeit = (reference.cents(Fraction(v)) for v in (set_to.prize, set_to.forfeit))
        scored = reference.month(team, set_to.shares, set_to.least_ranked, prize, forfeit)
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for who, one in team.items():
            result = scored[who]
            found["Scores", who] = {
                "performance_used": result["performance"],
                "service_used": result["service"],
                "manager_score": result["manager"],
                "weighted": result["weighted"],
                "rank": result["rank"],
                "bonus": yuan(result["bonus"]),
                "deduction": yuan(result["deduction"]),
                "key": f"{month}/{who}",
                "order": result["rank"] or 0,
                "place": place(month, one["standing"], result),
            }
            computed = None
            if one["sales"] is not None:
                base = Fraction(one["sales"]) - Fraction(one["refunds_back"] or 0)
                of = reference_pay.rules_for(one["group"], self.rules)
                computed = reference_pay.commission(
                    base, self.rules, of, set_to.method, set_to.floor, set_to.cap
                )
                found["Commissions", who] = {
                    "base": base,
                    "computed": yuan(computed),
                    "key": f"{month}/{who}",
                }
            fined = reference_pay.fines(one["conduct"], on=set_to.discipline)
            row = reference_pay.pay(computed, one["commission"], result["bonus"], result["deduction"], fined)
            found["Pay", who] = {
                "score": result["weighted"],
                "grade": reference_pay.grade(result["weighted"], GRADES),
                "rank": result["rank"],
                **{name: yuan(value) for name, value in row.items()},
            }
        return found


def number(text: str | None) -> float | None:
    return None if text is None else float(text)


def yuan(cents: int | None) -> Fraction | None:
    return None if cents is None else Fraction(cents, 100)


def place(month: str, standing: str, result: dict[str, Any]) -> int:
    """Month, weighted score and manager's score in fifteen digits, for who is to be ranked and has them."""
    if standing != "ranked" or result["weighted"] is None:
        return 0
    year, number = map(int, month.split("-"))
    weighted, manager = (round(100 * result[name]) for name in ("weighted", "manager"))
    return int(f"{12 * year + number}{weighted:05}{manager:05}")


def conduct_day(month: str, n: int) -> Any:
    """The first, the last or another day of the month."""
    first = pd.Timestamp(f"{month}-01")
    return (first, first + pd.offsets.MonthEnd(), first + pd.Timedelta(days=9))[n]


class Sheets:
    """The workbook open in LibreOffice: terms are typed into it, tables are read from it."""

    def __init__(self, document: Any, path: Path) -> None:
        self.document = document
        self.places = FileBook(path).places()

    def type_terms(self, values: dict[str, Any]) -> None:
        """Every month is to be reckoned by these settings."""
        place = self.places["Terms"]
        self.document.Sheets.getByName(place.sheet).unprotect("")
        area = self.area(place)
        for name, value in values.items():
            column = place.headers.index(TABLES["Terms"].header(name, "zh"))
            for row in range(area.Rows.Count):
                cell = area.getCellByPosition(column, row)
                if value is None:
                    cell.String = ""
                elif isinstance(value, str):
                    cell.String = value
                else:
                    cell.Value = value
        self.document.calculateAll()

    def area(self, place: Place) -> Any:
        sheet = self.document.Sheets.getByName(place.sheet)
        return sheet.getCellRangeByPosition(
            place.first_column - 1,
            place.first_row - 1,
            place.first_column + len(place.headers) - 2,
            place.last_row - 1,
        )

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The table's cells by inside names; an empty text is None. Fails where a cell shows an error."""
        place = self.places[name]
        area, inside = self.area(place), {c.header("zh"): c.name for c in TABLES[name].columns}
        errors = area.queryFormulaCells(FORMULA_ERRORS)
        assert errors.Count == 0, f"{name}: {errors.RangeAddressesAsString}"
        return [
            {inside[h.strip()]: None if v == "" else v for h, v in zip(place.headers, row, strict=True)}
            for row in area.DataArray
        ]


@contextmanager
def opened(office: xlwings.App, path: Path) -> Iterator[Sheets]:
    document = office.impl.office.open(path)
    try:
        yield Sheets(document, path)
    finally:
        document.close(True)


@pytest.fixture(scope="module")
def shop() -> Shop:
    return Shop(seed=5)


@pytest.fixture(scope="module")
def sheets(shop: Shop, office: xlwings.App, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sheets]:
    path = tmp_path_factory.mktemp("pay") / "客服台账.xlsm"
    build_workbook(path, language="zh", month=None, rows=shop.rows())
    drop_print_titles(path)  # LibreOffice spends seconds on them
    with opened(office, path) as sheets:
        yield sheets


@pytest.mark.parametrize("name", VARIANTS)
def test_libreoffice_and_the_reference_agree_to_the_cent(name: str, shop: Shop, sheets: Sheets) -> None:
    set_to = VARIANTS[name]
    sheets.type_terms(set_to.cells())
    shown = {
        (table, row["month"], row["agent_id"]): row
        for table in ("Scores", "Commissions", "Pay")
        for row in sheets.rows(table)
    }
    for month in shop.months:
        for (table, who), values in shop.expected(month, set_to).items():
            row = shown.pop((table, month, who))
            live = {c.name for c in TABLES[table].columns if isinstance(c, Formula)}
            assert live == set(values), table
            for column, value in values.items():
                assert as_shown(row[column]) == as_shown(value), (month, who, table, column, row)
    assert not shown


def as_shown(value: Any) -> Any:
    """A cell's number and an exact number alike, to the ninth decimal."""
    return round(float(value), 9) if isinstance(value, (int, float, Fraction, Decimal)) else value


def csbooks_months(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Random months as csbook scores and writes them, in a workbook; gives its rows by table.

    Each is worked out as a November and moved to a month of its own; rules and settings are the same.
    """
    shops = [ReferenceShop(seed) for seed in range(3, 27)]
    common = shops[0]
    written: dict[str, list[pd.DataFrame]] = {"Scores": [], "Commissions": [], "Pay": [], "Conduct": []}
    for month, shop in zip(MONTHS, shops, strict=False):
        shop.rules, shop.set_to = common.rules, SETTINGS
        asked = request(shop.today, given=SETTINGS, **shop.rows())
        scored = scored_month(asked).frames
        for name, frames in written.items():
            frames.append(moved(joined(asked.tables[name], scored.get(name)), month))
    build_workbook(path, language="zh", month=None, rows={"Staff": common.rows()["Staff"]})
    drop_print_titles(path)
    book = FileBook(path)
    frames = {name: pd.concat(found, ignore_index=True) for name, found in written.items()}
    frames |= terms_of_all(shops[0], sorted(set(frames["Scores"]["month"])))
    plans = [plan_write(read_table(book, TABLES[name], "zh"), frame, "zh") for name, frame in frames.items()]
    book.apply([plan.write for plan in plans])
    return {name: frame.to_dict("records") for name, frame in frames.items()}


def terms_of_all(shop: ReferenceShop, months: list[str]) -> dict[str, pd.DataFrame]:
    """What the months keep: the same settings and rules in each."""
    asked = request(shop.today, given=SETTINGS, **shop.rows())
    found = with_terms(asked.tables, asked.settings, months)
    return {**found, "Terms": found["Terms"].drop(columns=["competing", "scored", "last", "firsts", "lasts"])}


def joined(before: pd.DataFrame, scored: pd.DataFrame | None) -> pd.DataFrame:
    """The rows of November with what people typed and what csbook writes beside it."""
    if scored is None:
        return before
    key = ["month", "agent_id"]
    typed = before[[c for c in before.columns if c in key or c not in scored.columns]]
    return scored.merge(typed, on=key, how="left").query("month == '2026-11'")


def moved(rows: pd.DataFrame, month: str) -> pd.DataFrame:
    """The rows of November 2026 as those of another month."""
    if "month" in rows:
        rows = rows.assign(month=month)
        if "key" in rows:
            rows = rows.assign(key=month + "/" + rows["agent_id"])
        if "place" in rows:
            back = 12 * (2026 - int(month[:4])) + 11 - int(month[5:])
            rows = rows.assign(place=rows["place"].where(rows["place"] == 0, rows["place"] - back * 10**10))
        return rows
    return rows.assign(date=[day.replace(year=int(month[:4]), month=int(month[5:])) for day in rows["date"]])


def test_libreoffice_calculates_what_csbook_wrote(office: xlwings.App, tmp_path: Path) -> None:
    """The values that csbook writes beside its formulas are what those give: same cents, same blanks."""
    path = tmp_path / "客服台账.xlsm"
    written = csbooks_months(path)
    compared = 0
    with opened(office, path) as sheets:
        sheets.document.calculateAll()
        for name in ("Scores", "Commissions", "Pay"):
            shown = {(row["month"], row["agent_id"]): row for row in sheets.rows(name)}
            assert len(shown) == len(written[name]) > 80
            live = [c.name for c in TABLES[name].columns if isinstance(c, Formula)]
            for row in written[name]:
                there = shown[row["month"], row["agent_id"]]
                found = {column: as_shown(there[column]) for column in live}
                wanted = {column: as_shown(none_for_missing(row[column])) for column in live}
                assert found == wanted, (name, there)
                compared += sum(value is not None for value in found.values())
    assert compared > 900
