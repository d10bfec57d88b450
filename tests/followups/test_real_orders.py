"""The order rules on a real export: 14,356 orders of a Tmall shop, as of 24 February 2020, 00:00.

The figures are counted twice: in the file as it is, and by the register. An order is unpaid when its
payment time is empty (or later than the moment), for at least so long: with "longer than" the second
figure would be 841.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from csbook.followups.rules import read_rules
from csbook.schema.default_follow_up_rules import default_follow_up_rules
from csbook.schema.workbook import TABLES
from tests.followups.shop import Shop, at

TODAY = "2020-02-24 00:00"
UNPAID = {
    "U12": (pd.Timedelta(hours=12), 1524),
    "U3D": (pd.Timedelta(days=3), 842),
    "U7D": (pd.Timedelta(days=7), 247),
}


@pytest.fixture(scope="module")
def export(shared: Path) -> pd.DataFrame:
    frame = pd.read_csv(shared / "data" / "tmall_orders_2020-02.csv", dtype=str)
    frame.columns = frame.columns.str.strip()
    for column in ("订单创建时间", "订单付款时间"):
        frame[column] = pd.to_datetime(frame[column])
    return frame


@pytest.fixture(scope="module")
def shop(export: pd.DataFrame) -> Shop:
    cells = {
        "platform": ["tmall"] * len(export),
        "order_id": export["订单编号"].tolist(),
        "created": export["订单创建时间"].tolist(),
        "paid": export["订单付款时间"].tolist(),
        "total": [Decimal(text) for text in export["总金额"]],
        "paid_amount": [Decimal(text) for text in export["买家实际支付金额"]],
        "refund": [Decimal(text) for text in export["退款金额"]],
    }
    nothing = [None] * len(export)
    columns = TABLES["Orders"].columns
    orders = pd.DataFrame({c.name: c.series(cells.get(c.name, nothing), export.index) for c in columns})
    return Shop(rules=read_rules(default_follow_up_rules("zh"))[0], orders=orders)


def test_the_file_itself_gives_the_figures(export: pd.DataFrame) -> None:
    moment = at(TODAY)
    unpaid = export["订单付款时间"].isna() | (export["订单付款时间"] > moment)
    age = moment - export["订单创建时间"]
    assert int((age < pd.Timedelta(0)).sum()) == 1998
    for least, count in UNPAID.values():
        assert int((unpaid & (age >= least)).sum()) == count


def test_the_register_gives_the_same_figures(shop: Shop) -> None:
    register = shop.update(TODAY).frame
    counts = register["rule_id"].value_counts()
    assert {rule: int(counts[rule]) for rule in UNPAID} == {rule: n for rule, (_, n) in UNPAID.items()}
    assert (register["event_at"] <= at(TODAY)).all()


def test_a_second_run_over_the_real_orders_changes_nothing(shop: Shop) -> None:
    once = shop.after(TODAY)
    pd.testing.assert_frame_equal(once.update(TODAY).frame, once.register)


def test_three_days_later_the_orders_paid_since_are_closed(shop: Shop, export: pd.DataFrame) -> None:
    start = shop.after("2020-02-20 00:00")
    chased = start.register[start.register["rule_id"] == "U12"]
    later = start.update("2020-02-23 00:00").frame
    closed = later[(later["rule_id"] == "U12") & (later["reason"] == "已付款")]
    paid = export.set_index("订单编号")["订单付款时间"]
    paid_since = paid.reindex(chased["source"].str.removeprefix("order:tmall:")) <= at("2020-02-23 00:00")
    assert len(closed) == int(paid_since.sum())
    assert set(start.register["follow_up_id"]) <= set(later["follow_up_id"])
