"""Rows that people add to the register: they get a number, and the account where a telephone number or a
name of the archive was typed in its place."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final

import pandas as pd

from csbook.followups.due import end_of_day
from csbook.followups.event_frame import typed_as
from csbook.followups.making import next_number, numbered

PHONE: Final = re.compile(r"[+\d][\d\s()#-]*")
LEAST_DIGITS: Final = 7  # a landline without its area code; shorter ones are no number to know anybody by
MOBILE_DIGITS: Final = 11
BETWEEN_NUMBERS: Final = re.compile("[,，、;；/]")


def adopt_typed_rows(
    register: pd.DataFrame, today: pd.Timestamp, customers: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The register with a number for each row that a person added (a customer, no number).

    Such a row counts from now; it may be done at once and, without a deadline, by the end of today.
    A telephone number or a name that exactly one of the `customers` (columns of Customers) has becomes
    their account and platform.
    """
    typed = register["follow_up_id"].isna() & register["customer"].notna()
    if not typed.any():
        return register
    adopted = register.copy()
    adopted.loc[typed, "follow_up_id"] = numbered(next_number(register), int(typed.sum()))
    for column in ("event_at", "due_from"):
        adopted[column] = adopted[column].mask(typed & adopted[column].isna(), today)
    without_deadline = typed & adopted["due_by"].isna() & adopted["new_due"].isna()
    adopted["due_by"] = adopted["due_by"].mask(without_deadline, end_of_day(adopted["event_at"]))
    if customers is not None:
        known = accounts_called(adopted.loc[typed, ["platform", "customer"]], customers)
        adopted.loc[known.index, ["platform", "customer"]] = known
    return typed_as(adopted, register)


def accounts_called(typed: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    """`platform` and `customer` (the account) of the rows whose customer is a telephone number or the name of
    exactly one customer of the archive, on the platform typed if there is one; index: those rows.

    What is an account of the archive as it stands is neither.
    """
    texts = typed["customer"][~typed["customer"].isin(customers["account"])]
    holders = customers.dropna(subset=["platform", "account"])
    if texts.empty or holders.empty:
        return typed.iloc[:0]
    listed = holders["phone"].str.split(BETWEEN_NUMBERS).explode().dropna().map(number_of).dropna()
    names = holders["name"].str.strip()
    found: dict[Any, list[Any]] = {}
    for row, text, platform in zip(texts.index, texts, typed["platform"][texts.index], strict=True):
        number = number_of(text)
        known = names.index[names == text.strip()] if number is None else listed.index[listed == number]
        called = holders.loc[known.unique()]
        called = called if pd.isna(platform) else called[called["platform"] == platform]
        called = called.drop_duplicates(["platform", "account"])
        if len(called) == 1:
            found[row] = called[["platform", "account"]].iloc[0].tolist()
    return pd.DataFrame.from_dict(found, orient="index", columns=["platform", "customer"])


def number_of(text: str) -> str | None:
    """The digits of a telephone number however it is grouped, without the country's code; None for
    anything else."""
    plain = unicodedata.normalize("NFKC", text).strip()
    digits = re.sub(r"\D", "", plain) if PHONE.fullmatch(plain) else ""
    if len(digits) < LEAST_DIGITS:
        return None
    return digits.removeprefix("86") if len(digits) > MOBILE_DIGITS else digits
