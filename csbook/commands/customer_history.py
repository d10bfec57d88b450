"""`customer-history`: everything between the shop and one customer, in order of time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from csbook.commands.case_desk import judged_cases, judged_reviews
from csbook.commands.customer_search import Account, find_customer
from csbook.commands.desk import moment_of, names_of
from csbook.commands.framed import framed
from csbook.commands.handler import Request, Result
from csbook.commands.today_rows import case_matter, responsible, together
from csbook.followups.events import is_done
from csbook.followups.state import with_typed_dates
from csbook.masking import masked, without_phones
from csbook.money import in_yuan
from csbook.problems import Language, Words, counted, joined, same
from csbook.schema.choices import (
    CASE_STATE,
    CONTACT_RESULT,
    CUSTOMER_CLASS,
    ENQUIRY_STATE,
    FOLLOW_UP_STATE,
    REVIEW_STATE,
    ChoiceList,
)
from csbook.schema.workbook import sheet_title

TOLD: Final = ("customer", "what", "note")
UNPAID, PAID = Words("未付款", "unpaid"), Words("已付款", "paid")
CANCELLED = Words("已关闭", "cancelled")
REFUNDED, PARTLY = Words("已退款", "refunded"), Words("部分退款", "partly refunded")
COUNTED: Final = {
    "order": Words("订单", "orders"),
    "enquiry": Words("询单", "enquiries"),
    "follow_up": Words("回访", "follow-ups"),
    "case": Words("售后", "cases"),
    "review": Words("评价", "reviews"),
}
BOUGHT: Final = {"Enquiries": "item", "AfterSales": "product", "Reviews": "product"}
"""Where an order's goods are named."""
WRITTEN_BY_PEOPLE: Final = ("FollowUps", "AfterSales", "Reviews")


def customer_history(request: Request) -> Result:
    """The rows of CustomerHistory for the customer asked for.

    Cases and reviews that name one of the customer's orders, or their name or telephone number in
    place of the account, belong to it too and are pointed out. Where the order is one customer's and
    the account another's, the row stands in the history of the account, and both histories say so.
    Raises what `find_customer` raises.
    """
    tables = request.tables
    customer = find_customer(str(request.parameters.get("customer") or ""), tables)
    whose = Whose.of(customer, tables)
    parts = {
        "order": order_rows(
            whose.own(tables["Orders"]), bought(tables), moment_of(request), request.language
        ),
        "enquiry": enquiry_rows(whose.own(tables["Enquiries"]), request),
        "follow_up": follow_up_rows(whose.own(tables["FollowUps"]), request),
        "case": case_rows(whose.own(judged_cases(request)), request.language),
        "review": review_rows(whose.own(judged_reviews(request)), request.language),
    }
    listed = framed("CustomerHistory", *(rows.assign(kind=kind) for kind, rows in parts.items()))
    listed = listed.sort_values("at", kind="stable", na_position="last", ignore_index=True)
    counts = {kind: len(rows) for kind, rows in parts.items()}
    hidden = {name: without_phones(listed[name]) for name in TOLD}
    return Result(
        headline=headline(counts),
        tables={"CustomerHistory": listed.assign(**hidden)},
        notes=(who(customer, request), *otherwise_written(whose, tables), *disagreeing(whose, tables)),
        details=counts | {"platform": customer.platform, "account": masked(customer.account)},
    )


@dataclass(frozen=True)
class Whose:
    """By what a row is known to be the customer's: the account, or in its place a name or number that
    nobody else of the platform has, or the number of one of their orders. `others`: what others of the
    platform, and not the customer, are called; `orders_of_others`: the numbers of their orders."""

    customer: Account
    called: frozenset[str]
    others: frozenset[str]
    order_ids: frozenset[str]
    orders_of_others: frozenset[str]

    @classmethod
    def of(cls, customer: Account, tables: Mapping[str, pd.DataFrame]) -> Whose:
        archive, orders = (
            tables[name][tables[name]["platform"] == customer.platform] for name in ("Customers", "Orders")
        )
        own = archive["account"] == customer.account
        placed = orders["customer"] == customer.account
        called = texts_of(archive[own], "name", "phone")
        others = texts_of(archive[~own], "account", "name", "phone")
        return cls(
            customer,
            called=called - others,
            others=(others | texts_of(orders[~placed], "customer")) - called - {customer.account},
            order_ids=texts_of(orders[placed], "order_id"),
            orders_of_others=texts_of(orders[~placed & orders["customer"].notna()], "order_id"),
        )

    def own(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The customer's rows, with the account in `customer`."""
        mine = self.by_account(rows) | self.otherwise(rows)
        return rows[mine].assign(customer=self.customer.account)

    def by_account(self, rows: pd.DataFrame) -> pd.Series:
        return (rows["platform"] == self.customer.platform) & (rows["customer"] == self.customer.account)

    def otherwise(self, rows: pd.DataFrame) -> pd.Series:
        """Whether a row is the customer's although it does not say the account."""
        known = rows["customer"].isin(self.called)
        if "order_id" in rows:
            known |= rows["order_id"].isin(self.order_ids) & ~rows["customer"].isin(self.others)
        return (rows["platform"] == self.customer.platform) & known & ~self.by_account(rows)

    def disagreeing(self, rows: pd.DataFrame) -> pd.Series:
        """Whether a row's order is the customer's and its account another's, or the other way round."""
        if "order_id" not in rows:
            return pd.Series(False, index=rows.index)
        theirs = rows["order_id"].isin(self.order_ids) & rows["customer"].isin(self.others)
        ours = rows["order_id"].isin(self.orders_of_others) & self.by_account(rows)
        return (rows["platform"] == self.customer.platform) & (theirs | ours)


def texts_of(rows: pd.DataFrame, *columns: str) -> frozenset[str]:
    """The texts in the columns, missing ones left out."""
    return frozenset(text for name in columns for text in rows[name].dropna())


def bought(tables: Mapping[str, pd.DataFrame]) -> dict[tuple[str, str], str]:
    """What was bought, by platform and order number, where an enquiry, a case or a review says it: the
    platforms' orders do not."""
    found: dict[tuple[str, str], list[str]] = {}
    for table, column in BOUGHT.items():
        told = tables[table].dropna(subset=["platform", "order_id", column])
        for platform, order_id, item in told[["platform", "order_id", column]].itertuples(index=False):
            items = found.setdefault((platform, order_id), [])
            if item not in items:
                items.append(item)
    return {order: "、".join(items) for order, items in found.items()}


def order_rows(
    orders: pd.DataFrame, items: Mapping[tuple[str, str], str], today: pd.Timestamp, language: Language
) -> pd.DataFrame:
    """The orders placed by `today`, what was bought as far as that is known, what became of each by then."""
    placed = orders[orders["created"] <= today]
    paid, cancelled = (placed[name].where(placed[name] <= today) for name in ("paid", "cancelled"))
    refund = placed["refund"].astype("float64").fillna(0)
    in_full = (refund > 0) & (refund >= placed["total"].astype("float64").fillna(0))
    state = pd.Series(UNPAID(language), index=placed.index, dtype="str").mask(paid.notna(), PAID(language))
    state = state.mask(cancelled.notna(), CANCELLED(language))
    state = state.mask(refund > 0, PARTLY(language)).mask(in_full, REFUNDED(language))
    refunded = pd.Series(
        [
            Words(f"退款 {in_yuan(r)} 元", f"refund {in_yuan(r)} yuan")(language) if some else None
            for r, some in zip(placed["refund"], refund > 0, strict=True)
        ],
        index=placed.index,
        dtype="object",
    ).astype("str")
    numbers = zip(placed["platform"], placed["order_id"], strict=True)
    steps = (
        pd.Series([items.get(number) for number in numbers], placed.index, dtype="object").astype("str"),
        since(placed["created"], paid, Words("付款 ", "paid "), language),
        since(placed["created"], cancelled, Words("关闭 ", "cancelled "), language),
        refunded,
    )
    return placed.assign(
        at=placed["created"],
        reference=placed["order_id"],
        what=together(language, *steps),
        state=state,
        amount=placed["paid_amount"].where(paid.notna() & placed["paid_amount"].notna(), placed["total"]),
        note=placed["shop"],
    )


def since(placed: pd.Series, moments: pd.Series, what: Words, language: Language) -> pd.Series:
    """`付款 2026-03-01 12:00`, on the day of the order `付款 12:00`; missing where there is no moment."""
    whole, clock = (moments.dt.strftime(form).astype("str") for form in ("%Y-%m-%d %H:%M", "%H:%M"))
    said: pd.Series = whole.mask(moments.dt.normalize() == placed.dt.normalize(), clock)
    return what(language) + said


def enquiry_rows(enquiries: pd.DataFrame, request: Request) -> pd.DataFrame:
    asked = enquiries[enquiries["asked_at"] <= moment_of(request)]
    return asked.assign(
        at=asked["asked_at"],
        reference=asked["order_id"],
        what=asked["item"],
        state=in_words(asked["state"], ENQUIRY_STATE, request.language),
    )


def follow_up_rows(register: pd.DataFrame, request: Request) -> pd.DataFrame:
    """The contacts, at the time they were made or else are due."""
    language, done = request.language, is_done(register, moment_of(request))
    due_by = with_typed_dates(register)["due_by"].fillna(register["event_at"])
    satisfied = Words("满意度 ", "satisfaction ")(language) + register["satisfaction"].astype("str")
    result = in_words(register["result"], CONTACT_RESULT, language)
    return register.assign(
        at=register["done_at"].where(done, due_by),
        reference=register["follow_up_id"],
        what=register["action"],
        state=in_words(register["state"].mask(done, "done"), FOLLOW_UP_STATE, language),
        agent_id=responsible(register),
        note=together(language, result, satisfied.where(register["satisfaction"].notna()), register["note"]),
    )


def case_rows(cases: pd.DataFrame, language: Language) -> pd.DataFrame:
    return cases.assign(
        at=cases["opened"],
        reference=cases["case_id"],
        what=case_matter(cases, language),
        state=in_words(cases["state"], CASE_STATE, language),
        agent_id=cases["owner"],
        amount=cases["compensation"],
        note=together(language, cases["attention"], cases["note"]),
    )


def review_rows(reviews: pd.DataFrame, language: Language) -> pd.DataFrame:
    stars = reviews["stars"].astype("str") + Words(" 星", " stars")(language)
    return reviews.assign(
        at=reviews["reviewed_at"],
        reference=reviews["order_id"],
        what=together(language, stars, reviews["product"], reviews["content"]),
        state=in_words(reviews["state"], REVIEW_STATE, language),
        agent_id=reviews["handler"],
        note=reviews["explanation"],
    )


def in_words(codes: pd.Series, choices: ChoiceList, language: Language) -> pd.Series:
    return codes.map({code: words(language) for code, words in choices.items()}).astype("str")


def headline(counts: dict[str, int]) -> Words:
    """`往来 7 条：订单 3，询单 1，回访 2，售后 1，评价 0。` The journal keeps it, so it names nobody."""
    if not any(counts.values()):
        return Words("这位客户还没有往来记录。", "Nothing is recorded of this customer yet.")
    parts = [COUNTED[kind] + same(f" {number}") for kind, number in counts.items()]
    total = sum(counts.values())
    return Words(f"往来 {total} 条：", f"{counted(total, 'row')}: ") + joined(parts, "，") + Words("。", ".")


def who(customer: Account, request: Request) -> Words:
    """The account, with class, deals and owner where the archive has them."""
    archive, settings_names = request.tables["Customers"], names_of(request.tables["Staff"])
    own = (archive["platform"] == customer.platform) & (archive["account"] == customer.account)
    if not own.any():
        return customer.words + Words("，不在客户档案里。", ", not in the archive.")
    row = archive[own].iloc[0]
    parts = [customer.words]
    if pd.notna(row["customer_class"]):
        parts.append(CUSTOMER_CLASS[row["customer_class"]])
    if pd.notna(row["orders"]) and row["amount"] is not None:
        yuan = in_yuan(row["amount"])
        parts.append(
            Words(f"成交 {row['orders']} 单 {yuan} 元", f"{counted(row['orders'], 'deal')}, {yuan} yuan")
        )
    if pd.notna(row["owner"]):
        owner = settings_names.get(row["owner"], row["owner"])
        parts.append(Words(f"归属{owner}", f"looked after by {owner}"))
    return joined(parts, "，") + Words("。", ".")


def otherwise_written(whose: Whose, tables: Mapping[str, pd.DataFrame]) -> tuple[Words, ...]:
    """The rows in which something else stands in the customer's place: a filter does not find them."""
    places = places_of({name: whose.otherwise(tables[name]) for name in WRITTEN_BY_PEOPLE})
    if not places:
        return ()
    account = masked(whose.customer.account)
    return (
        joined(places, "；", "; ")
        + Words(
            f"的“客户”不是账号，按“客户”筛选会漏掉；请改成 {account}。",
            f": 'Customer' is not the account, so a filter misses them; write {account}.",
        ),
    )


def disagreeing(whose: Whose, tables: Mapping[str, pd.DataFrame]) -> tuple[Words, ...]:
    """The rows whose order belongs to another customer than the one they name."""
    places = places_of({name: whose.disagreeing(tables[name]) for name in WRITTEN_BY_PEOPLE})
    if not places:
        return ()
    return (
        joined(places, "；", "; ")
        + Words(
            "的“客户”和“订单号”对不上：订单是另一位客户的，请核对哪个写错了。",
            ": 'Customer' and 'Order' disagree, for the order is another customer's; see which is wrong.",
        ),
    )


def places_of(found: Mapping[str, pd.Series]) -> list[Words]:
    """`售后登记 第 5、6 行` for each table with rows that hold."""
    places = []
    for name, holds in found.items():
        rows = [str(row) for row in holds.index[holds]]
        if rows:
            places.append(
                Words(
                    f"{sheet_title(name, 'zh')} 第 {'、'.join(rows)} 行",
                    f"{sheet_title(name, 'en')} row {', '.join(rows)}",
                )
            )
    return places
