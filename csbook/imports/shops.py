"""Figures with a shop beside the same ones without: which shop a figure is stored under.

A shop that is entered in the settings after a first import, or a file that names none, must not make a second
figure of one that stands. What stands without a shop is of the settings' shop, once that is entered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import pandas as pd

from csbook.imports.faults import Unread
from csbook.imports.storing import keys
from csbook.problems import Words

SEVERAL_SHOPS: Final = Words(
    "同一账号、同几天已有几个店铺的数，不知道这一行是哪家的。请在操作面板“店铺”（--shop）写明",
    "figures of several shops stand for this account and these days; say which this row is of at 'shop' in "
    "the panel (--shop)",
)
WITHOUT_SHOP: Final = Words(
    "“平台数据”里同一账号、同几天的数没有写店铺，不知道是几家店铺中的哪一家。请先在“设置”的“店铺名称”填它是哪家的，再导入",
    "the figures that stand for this account and these days name no shop, and it could be one of several: "
    "enter theirs as 'Shop' in Settings, then import again",
)


class Key(NamedTuple):
    """A figure's key, in the order of `figures.KEY`."""

    platform: str
    shop: str | None
    account: str | None
    period_from: Any
    period_to: Any
    measure: str

    @property
    def whose(self) -> tuple[Any, ...]:
        """The account and its days, of whatever shop."""
        return self.platform, self.account, self.period_from, self.period_to


@dataclass(frozen=True)
class Shops:
    """The keys that stand and those found, and the shops (None: not named) of each account and its days.

    `own`: the settings' shop, where there is one; then every figure found names its shop.
    """

    held: frozenset[Key]
    found: frozenset[Key]
    standing: dict[tuple[Any, ...], set[str | None]]
    every: dict[tuple[Any, ...], set[str | None]]
    own: str | None = None

    @classmethod
    def of(cls, found: Iterable[Key], held: Iterable[Key], own: str | None = None) -> Shops:
        here, there = frozenset(found), frozenset(held)
        return cls(there, here, shops_by_whose(there), shops_by_whose(here | there), own)

    def shop_of(self, key: Key) -> str | None:
        """The shop to store a figure under: where only one is in question, that under which it, or what
        else is known of its account and days, stands."""
        named = self.named(key)
        if key in self.held or self.is_of_another_shop(key):
            return key.shop
        if self.own is not None and key._replace(shop=None) in self.held:
            return None
        if len(named) != 1:
            return key.shop
        if twins := self.twins(key, self.held):
            return twins[0]
        (only,) = named
        standing = self.standing.get(key.whose, set())
        return None if None in standing and only not in standing else only

    def why_unclear(self, key: Key) -> Words | None:
        """Why it cannot be said whether the figure stands already, under another shop or without one."""
        if key in self.held or len(self.named(key)) < 2 or self.own is not None:
            return None
        if key.shop is None:
            return SEVERAL_SHOPS if self.twins(key, self.held | self.found) else None
        return WITHOUT_SHOP if self.twins(key, self.held) else None

    def is_of_another_shop(self, key: Key) -> bool:
        return self.own is not None and key.shop not in (None, self.own)

    def named(self, key: Key) -> set[str]:
        return {shop for shop in self.every[key.whose] if shop is not None}

    def twins(self, key: Key, among: frozenset[Key]) -> list[str | None]:
        """The shops under which the same figure is known: named ones for one without, none for a named."""
        others = [shop for shop in self.every[key.whose] if (shop is None) != (key.shop is None)]
        return [shop for shop in others if key._replace(shop=shop) in among]


def shops_by_whose(known: Iterable[Key]) -> dict[tuple[Any, ...], set[str | None]]:
    shops: dict[tuple[Any, ...], set[str | None]] = defaultdict(set)
    for key in known:
        shops[key.whose].add(key.shop)
    return dict(shops)


def under_standing_shops(
    found: pd.DataFrame, standing: pd.DataFrame, own: str | None = None
) -> tuple[pd.DataFrame, list[Unread]]:
    """The figures found (columns of `figures.COLUMNS`; index: 0 upwards) with the shops that they stand
    under, and the rows left out because that cannot be told. `own`: the settings' shop."""
    named = [Key(*key) for key in keys(found)]
    shops = Shops.of(named, (Key(*key) for key in keys(standing)), own)
    reasons = [shops.why_unclear(key) for key in named]
    places = list(zip(*(found[name].tolist() for name in ("file", "sheet", "row")), strict=True))
    unclear = {place: reason for place, reason in zip(places, reasons, strict=True) if reason is not None}
    unread = [Unread(file, sheet, row, "", "", reason) for (file, sheet, row), reason in unclear.items()]
    shop = pd.Series([shops.shop_of(key) for key in named], index=found.index, dtype="str")
    kept = pd.Series([place not in unclear for place in places], index=found.index, dtype="bool")
    return found.assign(shop=shop)[kept].reset_index(drop=True), unread
