"""Which customer is meant by an account, a name or a telephone number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import pandas as pd

from csbook.masking import masked
from csbook.problems import Words, WrongUse, joined, same
from csbook.schema.choices import PLATFORM

BY_PLATFORM: Final = {"Customers": "account", "Orders": "customer", "Enquiries": "customer"}
"""The tables with accounts as the platforms write them, and the column."""
BY_HAND: Final = {"FollowUps": "customer", "AfterSales": "customer", "Reviews": "customer"}
"""The registers, where people may have written a name in the account's place."""
LISTED: Final = 10  # accounts that a refusal lists
LEAST_DIGITS: Final = 4  # the end of a number that people ask for
PHONE: Final = re.compile(r"[+\d][\d\s()#-]*")


class Account(NamedTuple):
    """A customer: an account belongs to a platform."""

    platform: str
    account: str

    @property
    def words(self) -> Words:
        """As people write it: `天猫：nick`; a telephone number used as an account is masked."""
        return PLATFORM[self.platform] + Words("\uff1a", ":") + same(masked(self.account))


class NoCustomerNamed(WrongUse):
    def __init__(self) -> None:
        super().__init__(
            Words(
                "要看哪位客户？请填买家账号、姓名或电话（操作面板的“客户”）。",
                "Which customer? Give an account, a name or a telephone number ('customer' in the panel).",
            )
        )


class UnknownCustomer(WrongUse):
    def __init__(self, asked: str) -> None:
        super().__init__(
            Words(
                f"没有账号、姓名或电话是“{masked(asked)}”的客户。请核对，或先导入订单。",
                f"No customer has the account, name or number '{masked(asked)}'. Check it, or import orders.",
            )
        )


class SeveralCustomers(WrongUse):
    def __init__(self, asked: str, found: Sequence[Account]) -> None:
        listed = joined(account.words for account in found[:LISTED])
        more = len(found) - LISTED
        rest = Words(f" 等 {len(found)} 个", f" and {more} more") if more > 0 else Words("", "")
        super().__init__(
            Words(f"“{masked(asked)}”不止一位客户：", f"'{masked(asked)}' is more than one customer: ")
            + listed
            + rest
            + Words("。请写其中一个。", ". Name one of them like this.")
        )


def find_customer(asked: str, tables: Mapping[str, pd.DataFrame]) -> Account:
    """The customer with the account `asked` (`天猫:nick` where platforms share it), else with that
    name, else with that telephone number or one that ends so (four digits at least).

    What only a register says counts last, for it may be a name. `tables`: those of `BY_PLATFORM` and
    `BY_HAND`. Raises `NoCustomerNamed`, `UnknownCustomer`, `SeveralCustomers`.
    """
    asked = asked.strip()
    if not asked:
        raise NoCustomerNamed
    archive = tables["Customers"]
    found = (
        accounts_named(asked, accounts(tables, BY_PLATFORM))
        or accounts_of(archive[archive["name"] == asked])
        or accounts_of(archive[has_number(archive["phone"], asked)])
        or accounts_named(asked, accounts(tables, BY_HAND))
    )
    if not found:
        raise UnknownCustomer(asked)
    if len(found) > 1:
        raise SeveralCustomers(asked, found)
    return found[0]


def accounts(tables: Mapping[str, pd.DataFrame], places: Mapping[str, str]) -> list[Account]:
    """Every account in these tables and columns, in order."""
    found = {
        account
        for table, column in places.items()
        for account in accounts_of(tables[table].rename(columns={column: "account"}))
    }
    return sorted(found)


def accounts_of(rows: pd.DataFrame) -> list[Account]:
    pairs = rows[["platform", "account"]].dropna().drop_duplicates()
    return [Account(*pair) for pair in zip(pairs["platform"], pairs["account"], strict=True)]


def accounts_named(asked: str, known: Sequence[Account]) -> list[Account]:
    """Those with the account `asked`, else the one meant by platform and account."""
    exact = [account for account in known if account.account == asked]
    meant = meant_by(asked)
    return exact or [account for account in known if account in meant]


def meant_by(asked: str) -> list[Account]:
    """What `tmall:nick`, `天猫:nick`, `天猫：nick` or `Tmall:nick` means."""
    platform, colon, account = asked.replace("\N{FULLWIDTH COLON}", ":", 1).partition(":")
    return [
        Account(code, account.strip())
        for code, words in PLATFORM.items()
        if colon and platform.strip() in (code, words.zh, words.en)
    ]


def has_number(phones: pd.Series, asked: str) -> pd.Series:
    """Whether each cell of telephone numbers holds the one asked for, or one that ends so (bool)."""
    digits = re.sub(r"\D", "", asked) if PHONE.fullmatch(asked) else ""
    if len(digits) < LEAST_DIGITS:
        return pd.Series(False, index=phones.index)
    wanted = digits.removeprefix("86") if len(digits) > len("13812345678") else digits
    return pd.Series(
        [
            any(re.sub(r"\D", "", number).endswith(wanted) for number in re.split("[,，、;；/]", cell))
            for cell in phones.fillna("")
        ],
        index=phones.index,
        dtype="bool",
    )
