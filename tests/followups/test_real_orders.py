"""The order rules on a real export: 14,356 orders of a Tmall shop, as of three moments.

The figures are counted twice: in the file as it is, and by the register and the whole command. An order
is unpaid when its payment time is empty (or later than the moment), for at least so long: with "longer
than", 841 orders would be unpaid beyond three days on 24 February 2020, 00:00.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from csbook.commands.update_followups import update_followups
from csbook.followups.rules import read_rules
from csbook.schema.default_follow_up_rules import default_follow_up_rules
from csbook.schema.workbook import TABLES
from tests.commands.daily_shop import request
from tests.followups.shop import Shop, at

TODAY = "2020-02-24 00:00"
LIMITS = {"U12": pd.Timedelta(hours=12), "U3D": pd.Timedelta(days=3), "U7D": pd.Timedelta(days=7)}
UNPAID = [
    ("2020-02-10 09:00", {"U12": 236, "U3D": 176, "U7D": 41}, 12103),
    ("2020-02-18 18:30", {"U12": 313, "U3D": 247, "U7D": 246}, 11039),
    (TODAY, {"U12": 1524, "U3D": 842, "U7D": 247}, 1998),
]
AT_EACH_MOMENT = pytest.mark.parametrize(("today", "counts", "later"), UNPAID)


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


@AT_EACH_MOMENT
def test_the_file_itself_gives_the_figures(
    export: pd.DataFrame, today: str, counts: dict[str, int], later: int
) -> None:
    moment = at(today)
    unpaid = export["订单付款时间"].isna() | (export["订单付款时间"] > moment)
    age = moment - export["订单创建时间"]
    assert int((age < pd.Timedelta(0)).sum()) == later
    assert {rule: int((unpaid & (age >= least)).sum()) for rule, least in LIMITS.items()} == counts


@AT_EACH_MOMENT
def test_the_register_gives_the_same_figures(
    shop: Shop, today: str, counts: dict[str, int], later: int
) -> None:
    register = shop.update(today).frame
    made = register["rule_id"].value_counts()
    assert {rule: int(made[rule]) for rule in LIMITS} == counts
    assert (register["event_at"] <= at(today)).all()
    steps = register[register["rule_id"].isin(list(LIMITS))]
    owed = steps[steps["state"] != "closed"]
    assert owed["source"].is_unique
    assert len(owed) == counts["U12"]  # an order is owed one contact, by the last step it has reached
    assert owed["rule_id"].value_counts().to_dict() == {
        "U12": counts["U12"] - counts["U3D"],
        "U3D": counts["U3D"] - counts["U7D"],
        "U7D": counts["U7D"],
    }
    assert set(steps.loc[steps["state"] == "closed", "reason"]) == {"已到下一步"}


@AT_EACH_MOMENT
def test_the_whole_command_gives_the_same_figures(
    shop: Shop, today: str, counts: dict[str, int], later: int
) -> None:
    rules = default_follow_up_rules("zh").to_dict("records")
    asked = request(today, FollowUpRules=rules)
    result = update_followups(replace(asked, tables={**asked.tables, "Orders": shop.orders}))
    register = result.tables["FollowUps"]
    made = register["rule_id"].value_counts()
    assert {rule: int(made[rule]) for rule in LIMITS} == counts
    assert result.details["overtaken"] == counts["U3D"] + counts["U7D"]
    assert result.details["later_orders"] == later
    listed = result.tables["Today"]
    assert int((listed["kind"] == "follow_up").sum()) == int(
        register["state"].isin(["due", "overdue", "escalated"]).sum()
    )


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
