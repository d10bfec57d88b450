"""What was found in the files as rows of our tables, beside what stands there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pandas as pd

from csbook.commands.handler import Request
from csbook.commands.import_reading import Found
from csbook.imports import enquiries, orders
from csbook.imports.faults import Unread, shown
from csbook.imports.upserting import beside, changed, completed_customers, key_text, updated
from csbook.masking import pseudonym_numbers
from csbook.problems import Words
from csbook.schema.checks_of_customers import MOMENTS_OF_AN_ORDER, is_to_come, refunded_beyond
from csbook.schema.columns import Column, Day, Moment, Number, Text
from csbook.schema.workbook import TABLES

ORDER_KEY = ("platform", "order_id")
AS_CUSTOMER = {"customer": "account", "customer_name": "name"}
AS_ORDER = {name: column for column, name in AS_CUSTOMER.items()}
BUYER = ("customer", "customer_name", "phone", "address")
TWO_ROWS = Words(
    "同一订单在文件里有不同的两行，取了前一行",
    "the order stands there twice and differs; the first row counts",
)


@dataclass
class Rows:
    """The rows to write by table, with those left out and how many there are of what is worth telling.
    `repeated`: rows of an order that another row is of already, and alike where both are of one file.
    `doubtful`: orders that cannot be as the file says, by what is wrong with them (`import_words.DOUBTS`;
    columns `file`, `row`). They are written all the same: the platform may know better, and `check` goes on
    asking."""

    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    renewed_phones: int = 0
    repeated: int = 0
    doubtful: dict[str, pd.DataFrame] = field(default_factory=dict)


def rows_of(request: Request, found: Found) -> Rows:
    """Orders, customers and enquiries; figures go their own way."""
    rows = Rows()
    tables, today = request.tables, pd.Timestamp(request.today)
    if found.orders:
        placed = fitting("Orders", single_orders(found.orders, rows), rows)
        placed = fitting("Customers", placed.rename(columns=AS_CUSTOMER), rows).rename(columns=AS_ORDER)
        rows.doubtful = doubtful_orders(placed, today)
        placed = without_removed(placed, tables["Orders"])
        wanted = updated(placed[list(orders.STORED)], tables["Orders"], ORDER_KEY, keep=["cancelled"])
        rows.tables["Orders"] = changed(wanted, tables["Orders"], ORDER_KEY)
        buyers = orders.buyers_of(placed, int(request.settings["virtual_days"]))
        customers, rows.renewed_phones = completed_customers(buyers, tables["Customers"], today)
        rows.tables["Customers"] = customers
    if found.enquiries:
        asked = fitting("Enquiries", pd.concat(found.enquiries, ignore_index=True), rows)
        asked = asked.drop_duplicates(list(enquiries.KEY))[list(enquiries.STORED)]
        asked = without_removed_chats(asked, tables["Enquiries"])
        standing, keep = tables["Enquiries"], [n for n in enquiries.STORED if n not in enquiries.KEY]
        wanted = updated(asked, standing, enquiries.KEY, keep)
        rows.tables["Enquiries"] = changed(wanted, standing, enquiries.KEY)
    return rows


def doubtful_orders(placed: pd.DataFrame, today: pd.Timestamp) -> dict[str, pd.DataFrame]:
    """Orders paid before they were made, of days to come, refunded more than they came to."""
    to_come = [is_to_come(placed[name], today) for name in MOMENTS_OF_AN_ORDER]
    wrong = {
        "paid_first": placed["paid"] < placed["created"],
        "to_come": pd.concat(to_come, axis=1).any(axis=1),
        "refunded_beyond": refunded_beyond(placed),
    }
    return {name: placed.loc[where, ["file", "row"]] for name, where in wrong.items() if where.any()}


def without_removed(placed: pd.DataFrame, standing: pd.DataFrame) -> pd.DataFrame:
    """The orders without the buyers whose order stands under a pseudonym: an old export must not bring back
    who was removed from the workbook, nor their region."""
    removed = pseudonym_numbers(beside(placed, standing, ORDER_KEY)["customer"]).notna()
    return placed.assign(**{name: placed[name].mask(removed) for name in (*BUYER, "region")})


def without_removed_chats(asked: pd.DataFrame, standing: pd.DataFrame) -> pd.DataFrame:
    """The enquiries without those that stand under a pseudonym: of the same moment, about the same item."""
    what = ("platform", "asked_at", "item")
    removed = standing[pseudonym_numbers(standing["customer"]).notna()]
    gone = key_text(asked, what).isin(set(key_text(removed, what)))
    stands = key_text(asked, enquiries.KEY).isin(set(key_text(standing, enquiries.KEY)))
    return asked[~gone | stands]


def single_orders(frames: Sequence[pd.DataFrame], rows: Rows) -> pd.DataFrame:
    """Each order once: of two rows of a file the first, of two files the later."""
    every = pd.concat(frames, ignore_index=True)
    in_file = ["file", *ORDER_KEY]
    again = every.duplicated(in_file)
    if again.any():
        first = every.drop_duplicates(in_file).set_index(key_text(every.drop_duplicates(in_file), in_file))
        for place in every.index[again]:
            one = every.loc[[place]]
            kept = first.loc[key_text(one, in_file)].set_axis(one.index)
            if not one[list(orders.STORED)].equals(kept[list(orders.STORED)]):
                rows.unread.append(left_out(one.iloc[0], "订单编号", one["order_id"].iloc[0], TWO_ROWS))
    single = every[~again].drop_duplicates(list(ORDER_KEY), keep="last", ignore_index=True)
    rows.repeated = len(every) - len(single) - len(rows.unread)
    return single


def left_out(row: pd.Series, header: str, value: object, reason: Words) -> Unread:
    sheet = "" if pd.isna(row["sheet"]) else row["sheet"]
    return Unread(row["file"], sheet, int(row["row"]), header, shown(value), reason)


def fitting(table: str, frame: pd.DataFrame, rows: Rows) -> pd.DataFrame:
    """The rows whose values the table's columns take; the others are listed."""
    wrong = pd.Series(False, index=frame.index)
    for column, places in misfits(table, frame):
        for _, row in frame[places & ~wrong].iterrows():
            rows.unread.append(left_out(row, column.zh, row[column.name], column.expected))
        wrong |= places
    return frame[~wrong]


def misfits(table: str, frame: pd.DataFrame) -> Iterator[tuple[Column, pd.Series]]:
    for column in TABLES[table].columns:
        values = frame.get(column.name)
        if values is None:
            continue
        if isinstance(column, Text):
            yield column, (values.str.len() > column.longest).fillna(False).astype("bool")
        elif isinstance(column, Number) and column.least is not None:
            yield column, values.notna() & (values.astype("float64") < column.least)
        elif isinstance(column, (Day, Moment)):
            years = pd.to_datetime(values).dt.year
            yield column, values.notna() & ~years.between(column.years[0], column.years[-1])


def counts(table: str, rows: pd.DataFrame, standing: pd.DataFrame) -> tuple[int, int]:
    """How many of the rows are new and how many change one that stands."""
    key = TABLES[table].key
    known = int(key_text(rows, key).isin(set(key_text(standing, key))).sum())
    return len(rows) - known, known
