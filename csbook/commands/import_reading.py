"""The files of an import, each recognised and read into frames by what its rows become."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from csbook.commands.files import distinct, reading
from csbook.commands.handler import File, Progress, Request, silent
from csbook.imports import enquiries, figures, orders
from csbook.imports.accounts import Accounts
from csbook.imports.extract import Extract, Period, extract, without_days_to_come
from csbook.imports.faults import NoPlatform, NotImported, OnlyHeaders, Unread
from csbook.imports.profiles import Profile
from csbook.imports.reading import read_sheets
from csbook.imports.recognise import Match, recognise
from csbook.imports.targets import Kind
from csbook.problems import Words, WrongUse


class LastWithoutFirst(WrongUse):
    def __init__(self) -> None:
        super().__init__(
            Words(
                "操作面板“开始日期”（--first）要不晚于“结束日期”（--last），而且两个都写；只有一天时写前一个即可。",
                "'first day' in the panel (--first) comes with 'last day' (--last) and is not later; for one "
                "day it comes alone.",
            )
        )


@dataclass(frozen=True)
class SheetRead:
    """What was read of one sheet. `guessed`: the platform is the usual one, neither said nor in the file."""

    file: str
    sheet: str
    profile: Profile
    platform: str
    guessed: bool
    rows: int
    without_weight: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass
class Found:
    """What the files hold: frames as `imports.figures`, `imports.orders` and `imports.enquiries` make them;
    rows left out; files that could not be used; every account that the rows name; how many rows name a
    buyer with stars."""

    figures: list[pd.DataFrame] = field(default_factory=list)
    orders: list[pd.DataFrame] = field(default_factory=list)
    enquiries: list[pd.DataFrame] = field(default_factory=list)
    sheets: list[SheetRead] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    faults: list[NotImported] = field(default_factory=list)
    accounts: list[str] = field(default_factory=list)
    masked: int = 0

    @property
    def rows(self) -> int:
        return sum(sheet.rows for sheet in self.sheets)

    def without(self, left_out: Iterable[Unread]) -> Found:
        """The same, its rows counted without some that could be read and do not go in all the same."""
        places = {(row.file, row.sheet, row.row) for row in left_out}
        fewer = Counter((file, sheet) for file, sheet, _ in places)
        sheets = [replace(s, rows=s.rows - fewer[s.file, s.sheet]) for s in self.sheets]
        return replace(self, sheets=sheets)


@dataclass(frozen=True)
class Said:
    """What the command was told for files that do not say it, and what the staff serve."""

    platform: str | None
    shop: str | None
    period: Period | None
    served: frozenset[str]
    now: dt.datetime

    @classmethod
    def of(cls, request: Request) -> Said:
        told = request.parameters
        first, last = told.get("first"), told.get("last") or told.get("first")
        if (first is None) != (last is None) or (first is not None and last < first):
            raise LastWithoutFirst
        served = request.tables["Staff"]["platforms"].dropna().str.split(",").explode()
        shop = told.get("shop") or request.settings["shop"]
        period = None if first is None or last is None else (first, last)
        now = request.today.replace(microsecond=0)
        return cls(told.get("platform"), shop, period, frozenset(served), now)

    def platform_of(self, profile: Profile, file: str) -> tuple[str, bool]:
        """The platform of an export, and whether it is only the usual one. Raises `NoPlatform`."""
        known = profile.platforms
        if self.platform and (not known or self.platform in known):
            return self.platform, False
        if not known:
            if len(self.served) == 1:
                return next(iter(self.served)), True
            raise NoPlatform(file)
        serving = [platform for platform in known if platform in self.served]
        return (serving or known)[0], len(known) > 1 and len(serving) != 1


def read_files(
    files: Sequence[File],
    profiles: Sequence[Profile],
    said: Said,
    accounts: Accounts,
    progress: Progress = silent,
) -> Found:
    """All files; one that cannot be used does not keep the others from it."""
    found = Found()
    for number, file in enumerate(distinct(files), 1):
        progress(reading(number, len(files), file.name))
        try:
            sheets = read_sheets(file.name, file.data)
            matches = recognise(sheets, profiles, said.platform)
            read = [
                (match, table_of(match, said), *said.platform_of(match.profile, file.name))
                for match in matches
            ]
            if not any(table.rows or table.unread for _, table, *_ in read):
                raise OnlyHeaders(file.name)
            frames = [(*each, frame_of(each[1], each[2], said, accounts)) for each in read]
        except NotImported as fault:
            found.faults.append(fault)
            continue
        for match, table, platform, guessed, frame in frames:
            into(found, match.profile.kind).append(frame)
            found.unread += table.unread
            found.accounts += [a for a in map(figures.account_name, table.values("account")) if a]
            found.masked += orders.masked_rows(table)
            found.sheets.append(sheet_read(match, table, platform, guessed=guessed))
    return found


def table_of(match: Match, said: Said) -> Extract:
    """The rows of a sheet; figures only of days that have come."""
    table = extract(match)
    if match.profile.kind is not Kind.FIGURES:
        return table
    return without_days_to_come(table, said.period, said.now.date())


def frame_of(table: Extract, platform: str, said: Said, accounts: Accounts) -> pd.DataFrame:
    kind = table.match.profile.kind
    if kind is Kind.ORDERS:
        return orders.orders_of(table, platform, said.shop, said.now)
    if kind is Kind.ENQUIRIES:
        return enquiries.enquiries_of(table, platform, accounts.agent)
    return figures.figures_of(table, platform, said.shop, said.period)


def into(found: Found, kind: Kind) -> list[pd.DataFrame]:
    return {Kind.FIGURES: found.figures, Kind.ORDERS: found.orders, Kind.ENQUIRIES: found.enquiries}[kind]


def sheet_read(match: Match, table: Extract, platform: str, *, guessed: bool) -> SheetRead:
    unknown = () if match.profile.kind is Kind.ORDERS else tuple(match.unknown)
    return SheetRead(
        match.sheet.file,
        match.sheet.name,
        match.profile,
        platform,
        guessed,
        len(table.rows),
        tuple(table.without_weight),
        unknown,
    )
