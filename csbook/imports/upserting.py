"""Rows of an export beside those that stand: what a person typed is kept, what is blank is filled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import pandas as pd

from csbook.imports.orders import is_virtual

BETWEEN: Final = "\x1f"


def key_text(frame: pd.DataFrame, key: Sequence[str]) -> pd.Series:
    """The key of each row as one text."""
    text = pd.Series("", index=frame.index)
    for name in key:
        text = text.str.cat(frame[name].astype("str").where(frame[name].notna(), ""), sep=BETWEEN)
    return text


def beside(found: pd.DataFrame, standing: pd.DataFrame, key: Sequence[str]) -> pd.DataFrame:
    """The standing row of each row found (its columns, missing where there is none; index of `found`)."""
    once = standing.set_index(key_text(standing, key))
    once = once[~once.index.duplicated()]
    return once.reindex(key_text(found, key)).set_axis(found.index)


def updated(
    found: pd.DataFrame, standing: pd.DataFrame, key: Sequence[str], keep: Iterable[str] = ()
) -> pd.DataFrame:
    """The rows found (each key once), with what stands where they say nothing; in the columns to `keep`,
    what stands comes first. An export never empties a cell."""
    old = beside(found, standing, key)
    made = {}
    for name in found.columns:
        first, second = (old[name], found[name]) if name in set(keep) else (found[name], old[name])
        made[name] = first.where(first.notna(), second)
    return pd.DataFrame(made, index=found.index)


def changed(wanted: pd.DataFrame, standing: pd.DataFrame, key: Sequence[str]) -> pd.DataFrame:
    """The rows that are new or differ from what stands."""
    old = beside(wanted, standing, key)
    known = key_text(wanted, key).isin(set(key_text(standing, key)))
    differs = ~known
    for name in wanted.columns:
        both_missing = wanted[name].isna() & old[name].isna()
        differs |= ~((wanted[name] == old[name]).fillna(False).astype("bool") | both_missing)
    return wanted[differs]


def completed_customers(
    buyers: pd.DataFrame, standing: pd.DataFrame, today: pd.Timestamp
) -> tuple[pd.DataFrame, int]:
    """The archive's rows of the buyers (`orders.BUYER_COLUMNS`), only blank cells filled, and how many
    expired virtual numbers got a newer one in their place: an expired one reaches nobody."""
    key = ("platform", "account")
    old = beside(buyers, standing, key)
    expired = old["phone"].map(is_virtual).astype("bool") & (old["virtual_until"] < today.normalize())
    renewed = expired & buyers["phone"].notna() & (buyers["phone"] != old["phone"])
    renewed &= buyers["virtual_until"].isna() | (buyers["virtual_until"] >= today.normalize())
    fills_phone = (old["phone"].isna() & buyers["phone"].notna()) | renewed
    same_phone = (old["phone"] == buyers["phone"]).fillna(False).astype("bool")
    wanted = updated(buyers, standing, key, keep=["name", "phone", "address", "first_visit", "virtual_until"])
    wanted["phone"] = buyers["phone"].where(fills_phone, old["phone"])
    until = old["virtual_until"].where(~same_phone | old["virtual_until"].notna(), buyers["virtual_until"])
    wanted["virtual_until"] = buyers["virtual_until"].where(fills_phone, until)
    return changed(wanted, standing, key), int(renewed.sum())
