"""The ledger of refunds over several months: each yuan counts once."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pandas as pd
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
        self.sold = {"1": Decimal(1), "2": Decimal(1)}
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
        """Months that rest on the log, in which both had sales."""
        keys = {(month, who): sales for month in self.scored for who, sales in self.sold.items()}
        return CountedSales(self.scored, keys, ())

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
