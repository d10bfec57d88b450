"""Slips in orders, after-sales cases and reviews that show only across columns.

Moments in an order that cannot be are errors: what follows from them would be wrong. What merely looks
incomplete, or comes from a platform's export as it is, is pointed out and stands in nobody's way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from csbook.masking import masked
from csbook.problems import Problem, Severity, Words
from csbook.schema.workbook import TABLES

Frames = Mapping[str, pd.DataFrame]
IN_ORDER = (
    ("AfterSales", "opened", "solution_found"),
    ("AfterSales", "opened", "closed"),
    ("AfterSales", "solution_found", "closed"),
    ("Reviews", "reviewed_at", "explained_at"),
)
"""Table, and two of its moments of which the second is not before the first."""
ENDS_OF_AN_ORDER = ("paid", "cancelled")
LOOK_IT_UP = Words("：请按平台上的订单改正", ": look the order up on the platform and correct it")
MOMENTS_OF_AN_ORDER = ("created", *ENDS_OF_AN_ORDER)
HALF_A_CENT = 0.005


def customer_checks(frames: Frames) -> Iterator[Problem]:
    """All checks of this module; tables that were not read are left out."""
    yield from backward_moments(frames)
    yield from backward_orders(frames)
    yield from refunds_beyond_orders(frames)
    yield from half_told_cases(frames)
    yield from half_told_reviews(frames)
    yield from orders_of_others(frames)
    yield from unnamed_contacts(frames)
    yield from contacts_of_others(frames)


def backward_moments(frames: Frames) -> Iterator[Problem]:
    """A case solved or closed before it was opened, or solved only after it was closed; a review
    explained before it was written."""
    for table, earlier, later in IN_ORDER:
        if (frame := frames.get(table)) is None:
            continue
        for row, first, second in moments(frame, earlier, later):
            expected = not_before(table, earlier, first)
            yield Problem(table, row, later, shown(second), expected)


def backward_orders(frames: Frames) -> Iterator[Problem]:
    """An order paid or cancelled before it was made (warnings).

    The import tells of such orders and writes them as the platform says, and the follow-ups go on: contacts
    about an order that is paid or cancelled are no longer owed, and those after a deal count from the
    payment. As an error one wrong line of an export would stop every command.
    """
    orders = frames.get("Orders")
    if orders is None:
        return
    for ended in ENDS_OF_AN_ORDER:
        for row, created, moment in moments(orders, "created", ended):
            expected = not_before("Orders", "created", created) + LOOK_IT_UP
            yield Problem("Orders", row, ended, shown(moment), expected, Severity.WARNING)


def refunds_beyond_orders(frames: Frames) -> Iterator[Problem]:
    """An order refunded more than it came to (warnings, for the reason that `backward_orders` gives)."""
    orders = frames.get("Orders")
    if orders is None:
        return
    wrong = orders.loc[refunded_beyond(orders), ["refund", "total", "paid_amount"]]
    for row, refund, *amounts in wrong.itertuples(name=None):
        most = max(amount for amount in amounts if not pd.isna(amount))
        expected = Words(f"不大于订单金额（{most}）", f"at most what the order came to ({most})") + LOOK_IT_UP
        yield Problem("Orders", row, "refund", str(refund), expected, Severity.WARNING)


def refunded_beyond(orders: pd.DataFrame) -> pd.Series:
    """Which orders (columns `total`, `paid_amount`, `refund`) were refunded more than they came to.

    The paid amount alone says nothing: platforms take the refund off it, so that a refunded order reads 0.
    It counts where it is the larger one (postage may come on top); without a total nothing is known.
    """
    refund, total, paid = (orders[name].astype("float64") for name in ("refund", "total", "paid_amount"))
    most = total.where(paid.isna() | (total >= paid), paid).where(total.notna())
    return (refund > most + HALF_A_CENT).fillna(False).astype("bool")


def moments_to_come(orders: pd.DataFrame, today: pd.Timestamp) -> Iterator[Problem]:
    """An order made, paid or cancelled on a day after today (warnings, likewise)."""
    for name in MOMENTS_OF_AN_ORDER:
        later = orders.loc[is_to_come(orders[name], today), name]
        for row, moment in zip(later.index.tolist(), later, strict=True):
            expected = Words(f"不晚于今天（{today:%Y-%m-%d}）", f"not after today ({today:%Y-%m-%d})")
            yield Problem("Orders", row, name, shown(moment), expected + LOOK_IT_UP, Severity.WARNING)


def is_to_come(moments: pd.Series, today: pd.Timestamp) -> pd.Series:
    """Which moments are of days after today."""
    return moments >= today.normalize() + pd.Timedelta(days=1)


def not_before(table: str, column: str, moment: pd.Timestamp) -> Words:
    header, then = TABLES[table][column], shown(moment)
    return Words(f"不早于{header.zh}（{then}）", f"not before '{header.en}' ({then})")


def shown(moment: pd.Timestamp) -> str:
    """To the minute; with the seconds where there are some, as in exports."""
    return f"{moment:%Y-%m-%d %H:%M:%S}".removesuffix(":00")


def moments(frame: pd.DataFrame, earlier: str, later: str) -> list[tuple[int, pd.Timestamp, pd.Timestamp]]:
    """Rows whose second moment is before the first, with both."""
    backward = frame[later] < frame[earlier]
    if not backward.any():
        return []
    wrong = frame.loc[backward, [earlier, later]]
    return list(zip(wrong.index.tolist(), wrong[earlier], wrong[later], strict=True))


def half_told_cases(frames: Frames) -> Iterator[Problem]:
    """Money without what it belongs to (warnings)."""
    cases = frames.get("AfterSales")
    if cases is None:
        return
    claim, compensation = over_zero(cases["claim"]), over_zero(cases["compensation"])
    paid = cases["claim_paid"].fillna(False).astype("bool")
    approved = cases["approved"] == "approved"
    for column, where, expected in (
        ("claim", paid & ~claim, Words("已赔付的要填索赔金额", "the amount that was paid")),
        ("courier", claim & cases["courier"].isna(), Words("向哪家快递索赔", "whom the claim goes to")),
        (
            "order_id",
            compensation & cases["order_id"].isna(),
            Words("有补偿的要填订单号", "the order that is compensated"),
        ),
        (
            "compensation",
            approved & ~compensation,
            Words("已批的要填补偿金额", "the amount that was approved"),
        ),
    ):
        yield from unfilled("AfterSales", column, where, expected)


def half_told_reviews(frames: Frames) -> Iterator[Problem]:
    """A time of explaining without an explanation (warnings)."""
    reviews = frames.get("Reviews")
    if reviews is None:
        return
    untold = reviews["explained_at"].notna() & reviews["explanation"].isna()
    expected = Words("填了解释时间的要写解释", "the explanation: its time is given")
    yield from unfilled("Reviews", "explanation", untold, expected)


def orders_of_others(frames: Frames) -> Iterator[Problem]:
    """A case or review whose order is one customer's and whose account another's (warnings).

    A name or number in the account's place says nothing about whose order it is: only accounts count.
    """
    orders = frames.get("Orders")
    if orders is None:
        return
    whose = {(where, order): who for where, order, who in cells(orders, "platform", "order_id", "customer")}
    accounts = {*cells(orders, "platform", "customer")}
    if (archive := frames.get("Customers")) is not None:
        accounts.update(cells(archive, "platform", "account"))
    expected = Words("这位客户的订单号；这个订单是另一位客户的", "an order of this customer: it is another's")
    for table in ("AfterSales", "Reviews"):
        if (rows := frames.get(table)) is None:
            continue
        told = zip(rows.index.tolist(), cells(rows, "platform", "order_id", "customer"), strict=True)
        for row, (where, order, who) in told:
            buyer = whose.get((where, order))
            if (where, who) in accounts and are_texts(where, order, who, buyer) and buyer != who:
                yield Problem(table, row, "order_id", order, expected, Severity.WARNING)


def cells(rows: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    return list(zip(*(rows[name].tolist() for name in columns), strict=True))


def are_texts(*values: object) -> bool:
    return all(isinstance(value, str) for value in values)


def unnamed_contacts(frames: Frames) -> Iterator[Problem]:
    """Rows that people began in the register without saying whom to contact: nobody will be (warnings)."""
    register = frames.get("FollowUps")
    if register is None:
        return
    begun = register[[c.name for c in TABLES["FollowUps"].person_columns]].notna().any(axis=1)
    unnamed = begun & register["follow_up_id"].isna() & register["customer"].isna()
    expected = Words(
        "买家账号或电话：没有客户的行不会安排回访",
        "an account or telephone number: without it nobody is contacted",
    )
    yield from unfilled("FollowUps", "customer", unnamed, expected)
    lost = register["follow_up_id"].notna() & register["customer"].notna() & register["platform"].isna()
    expected = Words(
        "客户的平台：不知道是谁的客户；同一号码有几位客户时，把号码改成账号",
        "the customer's platform: whose customer it is cannot be told; where several have the number, type "
        "the account",
    )
    yield from unfilled("FollowUps", "platform", lost, expected)


def contacts_of_others(frames: Frames) -> Iterator[Problem]:
    """A contact that a rule made about one customer's order and that names another by now (warnings)."""
    register, orders = frames.get("FollowUps"), frames.get("Orders")
    if register is None or orders is None:
        return
    keys = ("order:" + orders["platform"] + ":" + orders["order_id"]).tolist()
    whose = dict(zip(keys, orders["customer"].tolist(), strict=True))
    contacts = zip(register.index.tolist(), cells(register, "source", "customer"), strict=True)
    for row, (source, customer) in contacts:
        owner = whose.get(source)
        if owner == customer or not are_texts(source, customer, owner):
            continue
        buyers = masked(str(owner))
        expected = Words(
            f"{buyers}：这条回访是按这位客户的订单生成的",
            f"{buyers}: the contact is about an order of theirs",
        )
        yield Problem("FollowUps", row, "customer", customer, expected, Severity.WARNING)


def unfilled(table: str, column: str, where: pd.Series, expected: Words) -> Iterator[Problem]:
    """A warning for each row in which a column ought to be filled."""
    for row in where.index[where].tolist():
        yield Problem(table, row, column, "", expected, Severity.WARNING)


def over_zero(amounts: pd.Series) -> pd.Series:
    return amounts.astype("float64") > 0
