"""The ledger of refunds over several months: each yuan counts once."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csbook.scorecard.late_orders import CountedSales
from csbook.scorecard.period import Period
from csbook.scorecard.refunds import COLUMNS, refunds_of_month, sales_logged, sales_ordered
from tests.scorecard.workplace import log, table

LONG_AFTER = dt.datetime(2027, 12, 31)
MONTHS = ("2026-09", "2026-10", "2026-11", "2026-12")


def order(number: str, paid: str | None, refund: str | None = None, **more: Any) -> dict[str, Any]:
    return {
        "platform": "tmall", "order_id": number, "agent_id": "1", "created": pd.Timestamp("2026-09-01"),
        "paid": None if paid is None else pd.Timestamp(paid), "paid_amount": Decimal(100),
        "refund": None if refund is None else Decimal(refund),
    } | more  # fmt: skip


class Ledger:
    """A ledger that is kept month by month, as `score` keeps it."""

    def __init__(self) -> None:
        self.rows = table("RefundsTaken", [])
        self.scored: set[str] = set()
        self.sold: dict[str, Decimal | None] = {"1": Decimal(1000), "2": Decimal(1000)}
        self.sold_in: dict[tuple[str, str], Decimal | None] = {}
        self.locked: set[str] = set()

    def score(
        self, month: str, *orders: dict[str, Any], today: dt.datetime = LONG_AFTER
    ) -> dict[str, list[str]]:
        """Score a month with the orders known then; gives the month's rows: kind -> `order amount`."""
        found = refunds_of_month(
            table("Orders", orders),
            self.rows,
            Period(dt.date.fromisoformat(f"{month}-01"), today),
            {"1", "2"},
            counted=self.counted,
            closed=self.locked - {month},
        ).rows
        kept = self.rows[self.rows["month"] != month]
        held = [*kept[COLUMNS].to_dict("records"), *found.to_dict("records")]
        self.rows = table("RefundsTaken", held)
        self.scored.add(month)
        lines = zip(found["kind"], found["order_id"], found["amount"], strict=True)
        said: dict[str, list[str]] = {}
        for kind, number, amount in lines:
            said.setdefault(kind, []).append(f"{number} {amount}")
        return said

    @property
    def counted(self) -> CountedSales:
        """Months that rest on the log: what both had in each, unless `sold_in` says otherwise."""
        keys = {(month, who): sales for month in self.scored for who, sales in self.sold.items()}
        known = {key: sales for key, sales in (keys | self.sold_in).items() if sales is not None}
        return CountedSales(self.scored, known, ())

    def total(self, number: str) -> Decimal:
        return sum(self.rows.loc[self.rows["order_id"] == number, "amount"], Decimal(0))


def test_a_refund_that_grows_over_three_months_is_taken_back_bit_by_bit() -> None:
    ledger = Ledger()
    assert ledger.score("2026-09", order("A", "2026-09-30 23:59", "10.50")) == {"own": ["A 10.50"]}
    assert ledger.score("2026-10", order("A", "2026-09-30 23:59", "30")) == {"earlier": ["A 19.50"]}
    assert ledger.score("2026-11", order("A", "2026-09-30 23:59", "30")) == {}
    assert ledger.score("2026-12", order("A", "2026-09-30 23:59", "100")) == {"earlier": ["A 70.00"]}
    assert ledger.total("A") == 100


def test_a_refund_that_shrinks_is_paid_back() -> None:
    ledger = Ledger()
    ledger.score("2026-09", order("A", "2026-09-10", "60"))
    assert ledger.score("2026-10", order("A", "2026-09-10", "45")) == {"earlier": ["A -15.00"]}
    assert ledger.score("2026-11", order("A", "2026-09-10")) == {"earlier": ["A -45.00"]}
    assert ledger.total("A") == 0


@pytest.mark.parametrize(
    ("sales", "given"),
    [(None, []), ("-5", []), ("0", []), ("40", ["A -40.00"]), ("59.99", ["A -59.99"]), ("60", ["A -60.00"])],
)
def test_no_more_is_given_back_than_was_taken(sales: str | None, given: list[str]) -> None:
    """60 yuan of a September order are taken back in October, as far as October's sales covered them; in
    November the refund is found to be none."""
    ledger = Ledger()
    ledger.sold_in["2026-10", "1"] = None if sales is None else Decimal(sales)
    ledger.score("2026-09", order("A", "2026-09-10"))
    assert ledger.score("2026-10", order("A", "2026-09-10", "60")) == {"earlier": ["A 60.00"]}
    assert ledger.score("2026-11", order("A", "2026-09-10")) == ({"earlier": given} if given else {})
    assert ledger.score("2026-12", order("A", "2026-09-10")) == {}


def test_each_part_of_a_refund_is_given_back_as_far_as_its_month_bore_it() -> None:
    """Of 100 yuan 30 were September's own, 50 were taken in October, which had sales of 20."""
    ledger = Ledger()
    ledger.sold_in["2026-10", "1"] = Decimal(20)
    ledger.score("2026-09", order("A", "2026-09-10", "30"))
    assert ledger.score("2026-10", order("A", "2026-09-10", "80")) == {"earlier": ["A 50.00"]}
    assert ledger.score("2026-11", order("A", "2026-09-10", "45")) == {"earlier": ["A -35.00"]}
    assert ledger.score("2026-12", order("A", "2026-09-10")) == {"earlier": ["A -15.00"]}


def test_what_is_given_back_in_a_month_covers_what_that_month_takes() -> None:
    """October: 60 of B come back and 50 of A are taken, with no sales: A is covered, so it can come back."""
    ledger = Ledger()
    ledger.sold_in["2026-10", "1"] = Decimal(0)
    both = order("A", "2026-09-10"), order("B", "2026-09-11", "60")
    ledger.score("2026-09", *both)
    october = order("A", "2026-09-10", "50"), order("B", "2026-09-11")
    assert ledger.score("2026-10", *october) == {"earlier": ["A 50.00", "B -60.00"]}
    november = order("A", "2026-09-10"), order("B", "2026-09-11")
    assert ledger.score("2026-11", *november) == {"earlier": ["A -50.00"]}


def test_sales_that_do_not_cover_all_cover_the_months_own_refunds_first() -> None:
    """Sales of 70 in October, from which 40 of its own order C are off: of A and B, 20 each, A is covered
    and B by 10."""
    ledger = Ledger()
    ledger.sold_in["2026-10", "1"] = Decimal(30)
    ledger.score("2026-09", order("A", "2026-09-10"), order("B", "2026-09-11"))
    october = [
        order("A", "2026-09-10", "20"), order("B", "2026-09-11", "20"), order("C", "2026-10-02", "40"),
    ]  # fmt: skip
    assert ledger.score("2026-10", *october) == {"earlier": ["A 20.00", "B 20.00"], "own": ["C 40.00"]}
    november = [order("A", "2026-09-10"), order("B", "2026-09-11"), order("C", "2026-10-02")]
    assert ledger.score("2026-11", *november) == {"earlier": ["A -20.00", "B -10.00", "C -40.00"]}


def test_a_month_scored_again_replaces_its_own_rows_only() -> None:
    ledger = Ledger()
    ledger.score("2026-09", order("A", "2026-09-10", "10"))
    ledger.score("2026-10", order("A", "2026-09-10", "25"), order("B", "2026-10-02", "5"))
    again = ledger.score("2026-10", order("A", "2026-09-10", "40"), order("B", "2026-10-02", "5"))
    assert again == {"earlier": ["A 30.00"], "own": ["B 5.00"]}
    assert ledger.rows["month"].tolist() == ["2026-09", "2026-10", "2026-10"]
    assert ledger.total("A") == 40


def test_a_month_that_never_had_a_commission_gives_nothing_to_take_back() -> None:
    ledger = Ledger()
    assert ledger.score("2026-10", order("A", "2026-09-10", "25")) == {}
    assert ledger.score("2026-11", order("A", "2026-09-10", "25")) == {}


def test_a_month_scored_again_leaves_to_a_locked_later_one_what_that_counted() -> None:
    ledger = Ledger()
    ledger.score("2026-09", order("A", "2026-09-10"))
    assert ledger.score("2026-10", order("A", "2026-09-10", "40")) == {"earlier": ["A 40.00"]}
    ledger.locked.add("2026-10")
    assert ledger.score("2026-09", order("A", "2026-09-10", "50")) == {"own": ["A 10.00"]}
    assert ledger.total("A") == 50


def test_a_later_month_that_is_still_open_gives_way_when_it_is_scored_again() -> None:
    ledger = Ledger()
    ledger.score("2026-09", order("A", "2026-09-10"))
    ledger.score("2026-10", order("A", "2026-09-10", "40"))
    assert ledger.score("2026-09", order("A", "2026-09-10", "40")) == {"own": ["A 40.00"]}
    assert ledger.score("2026-10", order("A", "2026-09-10", "40")) == {}


def test_orders_without_agent_of_others_and_unpaid_ones_are_left_out() -> None:
    rows = [
        order("none", "2026-10-02", "5", agent_id=None),
        order("other", "2026-10-02", "5", agent_id="9"),
        order("unpaid", None, "5"),
        order("later", "2026-11-01", "5"),
        order("tomorrow", "2026-10-21", "5"),
        order("mine", "2026-10-01", "5", agent_id="2"),
    ]
    assert Ledger().score("2026-10", *rows, today=dt.datetime(2026, 10, 20)) == {"own": ["mine 5.00"]}


def test_the_same_number_on_two_platforms_is_two_orders() -> None:
    ledger = Ledger()
    ledger.score("2026-09", order("A", "2026-09-10", "10"), order("A", "2026-09-10", platform="jd"))
    both = order("A", "2026-09-10", "10"), order("A", "2026-09-10", "7", platform="jd")
    assert ledger.score("2026-10", *both) == {"earlier": ["A 7.00"]}


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(MONTHS), st.booleans()), max_size=8),
    st.data(),
)
def test_the_ledger_of_an_order_adds_to_its_refund_as_last_known(
    runs: list[tuple[str, bool]], data: st.DataObject
) -> None:
    """Months are scored in order, some again, some locked; refunds grow and shrink in between."""
    ledger = Ledger()
    paid = {number: f"{month}-15" for number, month in zip("ABC", MONTHS, strict=False)}
    again = iter(runs)
    for month in MONTHS:
        for _ in range(2):
            known = [
                order(number, day, str(data.draw(st.integers(0, 9999)) / Decimal(100)))
                for number, day in paid.items()
                if day < f"{month}-31"
            ]
            ledger.score(month, *known)
            earlier, locks = next(again, (month, False))
            if earlier < month and earlier in ledger.scored - ledger.locked:
                ledger.score(earlier, *known)
                for later in MONTHS:  # open months after it are scored again, oldest first
                    if earlier < later <= month and later not in ledger.locked:
                        ledger.score(later, *known)
            for row in known:
                assert ledger.total(row["order_id"]) == row["refund"]
        if locks:
            ledger.locked.add(month)


def test_net_sales_are_those_of_the_month_up_to_today() -> None:
    rows = [
        log("1", 2, sales=Decimal("10.10")), log("1", 3, sales=Decimal("-4")), log("2", 3),
        log("1", 21, sales=Decimal(1)),
        log("1", 2, sales=Decimal(7)) | {"date": pd.Timestamp("2026-10-31")},
    ]  # fmt: skip
    period = Period(dt.date(2026, 11, 1), dt.datetime(2026, 11, 20))
    assert sales_logged(table("DailyLog", rows), period) == {"1": Decimal("6.10")}


def test_sales_by_orders_are_what_was_paid_in_the_month() -> None:
    rows = [
        order("A", "2026-10-31 23:59"),
        order("B", "2026-10-01", "40"),
        order("C", "2026-11-01"),
        order("D", None),
    ]
    period = Period(dt.date(2026, 10, 1), LONG_AFTER)
    assert sales_ordered(table("Orders", rows), period) == {"1": Decimal(200)}
