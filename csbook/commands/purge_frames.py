"""Whose customers' data is old, and the tables without it.

A customer is known by platform and account, which stand in every table of theirs. Where people wrote a name
or number in place of the account, or only the order, that is looked up; a row of which nothing says whose it
is counts as a customer of its own. Frames have the columns of their tables, index: sheet rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from csbook.books.frames import key_of
from csbook.books.plan import differs
from csbook.followups.events import is_done
from csbook.followups.state import FINISHED
from csbook.masking import REMOVED, masked, pseudonym, pseudonym_numbers
from csbook.problems import Language

Frames = Mapping[str, pd.DataFrame]
SEPARATOR: Final = "\x1f"
CAMPAIGN: Final = "campaign:"
"""So the source of a contact begins that announces a campaign."""


@dataclass(frozen=True)
class Holding:
    """What a table holds of customers: the column `who` with their account, the columns that are `emptied`,
    those `replaced` by a word because others ask whether they are filled, and the `moments` of contact."""

    who: str
    emptied: tuple[str, ...]
    moments: tuple[str, ...]
    replaced: tuple[str, ...] = ()


HOLDINGS: Final[Mapping[str, Holding]] = {
    "Customers": Holding(
        "account",
        (
            "name",
            "phone",
            "virtual_until",
            "address",
            "first_visit",
            "item",
            "service_interval",
            "next_service",
            "wishes",
            "history",
        ),
        ("last_order", "first_visit", "archived", "next_service"),
    ),
    "Orders": Holding("customer", ("region",), ("created", "paid", "cancelled")),
    "Enquiries": Holding("customer", ("note",), ("asked_at",)),
    "FollowUps": Holding(
        "customer",
        ("note",),
        ("event_at", "due_by", "new_due", "waiting_until", "last_attempt", "done_at"),
    ),
    "AfterSales": Holding("customer", ("note",), ("opened", "solution_found", "closed")),
    "Reviews": Holding("customer", ("content",), ("reviewed_at", "explained_at"), ("explanation",)),
}
VIEWS: Final = ("CustomerHistory", "Today", "HandOver")
"""The tables that show single customers and are made anew by commands: rows of theirs are taken out."""


@dataclass(frozen=True)
class Purge:
    """What a purge writes, and about how many.

    `tables`: the changed rows of each table that holds customers, with the columns to write (in an emptied
    one: missing), and the rows that stay in `VIEWS`. `customers` lose something; `nameless` are rows without
    an account among them. `kept_open`: old, but with an open contact or case; `kept_campaign`: those who
    would go but for a campaign's contact that nobody made; `undated`: in the archive without any date.
    """

    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    customers: int = 0
    nameless: int = 0
    kept_open: int = 0
    kept_campaign: int = 0
    undated: int = 0


def purged(tables: Frames, before: pd.Timestamp, today: pd.Timestamp, language: Language) -> Purge:
    """The tables without the customers whose last contact lies before `before`."""
    held = {name: tables[name] for name in HOLDINGS}
    owners = identities(held)
    last = last_contacts(held, owners)
    busy = open_work(held, owners, today)
    old = last.index[last < before]
    gone = old.difference(busy)
    announced = gone_but_for(campaign_rows(held["FollowUps"], today), held, owners, before, today).difference(
        gone
    )
    names = pseudonyms(held, owners, gone, language)
    changed, losers = {}, set[str]()
    for name, frame in held.items():
        rows = without_persons(name, frame, owners[name], gone, names, language)
        if len(rows):
            changed[name] = rows
            losers |= set(owners[name].loc[rows.index])
    nameless = sum(SEPARATOR not in who for who in losers)
    return Purge(
        tables=changed | without_rows(tables, shown_as(held, owners, losers)),
        customers=len(losers) - nameless,
        nameless=nameless,
        kept_open=sum(SEPARATOR in who for who in old.intersection(busy).difference(announced)),
        kept_campaign=sum(SEPARATOR in who for who in announced),
        undated=len(set(owners["Customers"][~is_purged(held["Customers"])]) - set(last.index)),
    )


def is_purged(customers: pd.DataFrame) -> pd.Series:
    """Whose account is a pseudonym already (bool; index as given)."""
    return pseudonym_numbers(customers["account"]).notna()


def identities(held: Frames) -> dict[str, pd.Series]:
    """Whose each row is, as `platform<SEPARATOR>account`; `table:row` where nothing says it."""
    accounts = written_as("Customers", held["Customers"])
    known = aliases(held["Customers"], accounts)
    orders = looked_up(written_as("Orders", held["Orders"]), known)
    order_of = pd.Series(orders.array, index=key_of(held["Orders"], ("platform", "order_id")))
    order_of = order_of[order_of.notna().to_numpy() & order_of.index.notna()]
    order_of = order_of[~order_of.index.duplicated()]
    found = {}
    for name, frame in held.items():
        who = looked_up(written_as(name, frame), known)
        if "order_id" in frame and name != "Orders":
            who = who.fillna(key_of(frame, ("platform", "order_id")).map(order_of).astype("str"))
        found[name] = who.fillna(pd.Series(name + ":" + frame.index.astype("str"), index=frame.index))
    return found


def written_as(name: str, frame: pd.DataFrame) -> pd.Series:
    """What stands in the rows: platform and account; missing without an account."""
    who = frame[HOLDINGS[name].who]
    return (frame["platform"].fillna("") + SEPARATOR + who).astype("str")


def looked_up(who: pd.Series, known: Mapping[str, str]) -> pd.Series:
    return who.map(known).astype("str").fillna(who)


def aliases(customers: pd.DataFrame, accounts: pd.Series) -> dict[str, str]:
    """What else people write for an account of the archive, where it can mean only one: the name, the
    telephone number, the account without its platform."""
    platform = customers["platform"].fillna("") + SEPARATOR
    others = [platform + customers["name"], platform + customers["phone"], SEPARATOR + customers["account"]]
    pairs = pd.DataFrame({"alias": pd.concat(others), "account": pd.concat([accounts] * len(others))})
    pairs = pairs.dropna().drop_duplicates(ignore_index=True)
    pairs = pairs[~pairs["alias"].duplicated(keep=False) & ~pairs["alias"].isin(set(accounts.dropna()))]
    return dict(zip(pairs["alias"], pairs["account"], strict=True))


def last_contacts(held: Frames, owners: Mapping[str, pd.Series]) -> pd.Series:
    """The latest moment that any table has of each customer; those without any are left out."""
    moments = [
        frame[list(HOLDINGS[name].moments)].max(axis=1).groupby(owners[name]).max()
        for name, frame in held.items()
        if len(frame)
    ]
    if not moments:
        return pd.Series(dtype="datetime64[us]")
    latest: pd.Series = pd.concat(moments).groupby(level=0).max().dropna()
    return latest


def open_work(held: Frames, owners: Mapping[str, pd.Series], today: pd.Timestamp) -> pd.Index:
    """The customers with a contact owed or a case that is not closed."""
    register, cases = held["FollowUps"], held["AfterSales"]
    owed = ~register["state"].isin(FINISHED) & ~is_done(register, today)
    running = ~(cases["closed"] <= today)
    busy = pd.concat([owners["FollowUps"][owed], owners["AfterSales"][running]])
    found: pd.Index = pd.Index(busy.unique(), dtype="str")
    return found


def campaign_rows(register: pd.DataFrame, today: pd.Timestamp) -> pd.Index:
    """The rows of the register that announce a campaign and that nobody has done."""
    announcing = register["source"].str.startswith(CAMPAIGN).fillna(False).astype("bool")
    return register.index[announcing & ~is_done(register, today)]


def gone_but_for(
    rows: pd.Index, held: Frames, owners: Mapping[str, pd.Series], before: pd.Timestamp, today: pd.Timestamp
) -> pd.Index:
    """Who would go without these rows of the register."""
    fewer = {**held, "FollowUps": held["FollowUps"].drop(rows)}
    owned = {**owners, "FollowUps": owners["FollowUps"].drop(rows)}
    last = last_contacts(fewer, owned)
    return last.index[last < before].difference(open_work(fewer, owned, today))


def pseudonyms(
    held: Frames, owners: Mapping[str, pd.Series], gone: pd.Index, language: Language
) -> dict[str, str]:
    """A pseudonym for each customer who goes, numbered on in the order of the tables; those who have one
    already keep it. It says nothing of the account."""
    used = [pseudonym_numbers(frame[HOLDINGS[name].who]).max() for name, frame in held.items()]
    number = max((int(n) for n in used if pd.notna(n)), default=0)
    in_order = pd.concat([owners[name] for name in held]).drop_duplicates()
    known = pseudonym_numbers(in_order.str.split(SEPARATOR).str[-1]).notna()
    new = in_order[in_order.isin(gone) & in_order.str.contains(SEPARATOR) & ~known]
    return {who: pseudonym(number + n, language) for n, who in enumerate(new, 1)}


def without_persons(
    name: str,
    frame: pd.DataFrame,
    owner: pd.Series,
    gone: pd.Index,
    names: Mapping[str, str],
    language: Language,
) -> pd.DataFrame:
    """The rows of those who go that change, with the columns to write."""
    holding = HOLDINGS[name]
    old = frame[owner.isin(gone)]
    dtypes = {column: frame[column].dtype for column in holding.emptied}
    new = old.assign(**dict.fromkeys(holding.emptied)).astype(dtypes)
    for column in holding.replaced:
        new[column] = old[column].mask(old[column].notna(), REMOVED(language))
    who = old[holding.who]
    new[holding.who] = who.mask(who.notna(), owner.map(names)).fillna(who)
    columns = [holding.who, *holding.emptied, *holding.replaced]
    if name == "FollowUps":
        new["source"] = renamed_sources(old, new["customer"])
        columns.append("source")
    changed = pd.Series(False, index=old.index)
    for column in columns:
        changed |= differs(old[column], new[column])
    return new.loc[changed, columns]


def renamed_sources(register: pd.DataFrame, customers: pd.Series) -> pd.Series:
    """Where a contact comes from (`customer:jd:nick:2026-12-01`) with the new name of its customer."""
    renamed = [
        f"{source}:".replace(f":{platform}:{was}:", f":{platform}:{now}:")[:-1]
        if isinstance(source, str) and isinstance(was, str)
        else source
        for source, platform, was, now in zip(
            register["source"], register["platform"], register["customer"], customers, strict=True
        )
    ]
    return pd.Series(renamed, index=register.index, dtype="str")


def shown_as(held: Frames, owners: Mapping[str, pd.Series], who: set[str]) -> set[str]:
    """How the views write these customers: as their tables do, with telephone numbers masked or not."""
    written = pd.concat([written_as(name, frame)[owners[name].isin(who)] for name, frame in held.items()])
    texts = set(written.dropna())
    return texts | {masked(text) for text in texts}


def without_rows(tables: Frames, texts: set[str]) -> dict[str, pd.DataFrame]:
    """The views that show one of the customers, without those rows."""
    left = {}
    for name in VIEWS:
        frame = tables[name]
        shown = (frame["platform"].fillna("") + SEPARATOR + frame["customer"]).isin(texts)
        if shown.any():
            left[name] = frame[~shown]
    return left
