"""What `upgrade` renews in tables and parts that are there: csbook's own rows, texts and buttons.

Rows whose key csbook gives (rules of the roster, settings, parameters of the panel, limits of cases) are
brought up to those of a new workbook; what people typed in them stays. Rows that people key themselves
(shifts, measures, follow-up rules, holidays) are theirs and are let be; only follow-up rules and measures
that an earlier version did not know are added to its workbooks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import pandas as pd

from csbook.books.file_book import FileBook
from csbook.books.file_content import FileContent
from csbook.books.frames import ReadTable, key_of, read_table
from csbook.books.plan import PlannedWrite, plan_write
from csbook.problems import Language, Words
from csbook.schema.columns import Choice, Filler
from csbook.schema.defaults import default_rows
from csbook.schema.table import Table
from csbook.schema.workbook import TABLES
from csbook.template.ribbon import CALLBACK, custom_ui

FOLLOW_UP_RULES_OF_VERSION_2: Final = frozenset(
    (
        "U12", "U3D", "U7D", "C1", "C1L", "C2", "C2L", "P1", "P2", "S1", "S2", "A1", "M1",
        "V1", "V1H", "V2", "V3", "V4", "V5", "V6", "V7", "V8", "V9", "V10",
    )
)  # fmt: skip
"""The default rules of the versions 1 and 2. One that is missing there was deleted by somebody."""
MEASURES_SINCE_VERSION_3: Final = frozenset(
    ("first_response", "within_30_seconds", "within_3_minutes", "invitations", "log_in_time", "log_true")
)
TEXTS_OF_MEASURES: Final = ("unit", "definition", "window", "source")
NEW_MEASURES: Final = Words(
    "“考核指标”新增了几项指标，都没有启用，评分不变；要用的填“启用”。",
    "New rows of Measures are switched off, so that scores stay as they are; switch on what you want to use.",
)
THEIRS: Final = ("FollowUpRules", "Measures")
"""Tables keyed by people that get rows of a newer version."""


def row_writes(book: FileBook, language: Language, month: dt.date, *, older: bool) -> list[PlannedWrite]:
    """The writes that give a workbook the default rows it lacks; no empty ones.

    `older`: an earlier version made it, so csbook's texts in the rows that are there are renewed too.
    """
    plans = []
    for name, rows in default_rows(language, month).items():
        table = TABLES[name]
        if not is_keyed_by_csbook(table) and not (older and name in THEIRS):
            continue
        wanted = pd.DataFrame(rows)[[column for column in table.names if column in rows[0]]]
        read = read_table(book, table, language)
        if name == "FollowUpRules":
            wanted = rules_to_renew(wanted, read.frame)
        elif name == "Measures":
            wanted = measures_to_renew(wanted, read.frame)
        elif older:
            read = with_former_texts(book, read)
        else:
            known = set(key_of(read.frame, table.key))
            wanted = wanted[~key_of(wanted, table.key).isin(known)]
        plans.append(plan_write(read, wanted, language))
    return [plan for plan in plans if not plan.is_empty]


def is_keyed_by_csbook(table: Table) -> bool:
    return all(table[name].by is Filler.CSBOOK for name in table.key)


def rules_to_renew(wanted: pd.DataFrame, present: pd.DataFrame) -> pd.DataFrame:
    """Of the default follow-up rules those that an earlier version had too and nobody deleted, for their
    source in words, and those that it had not; never one that people have under a number of their own."""
    there = wanted["rule_id"].isin(present["rule_id"])
    former = wanted["rule_id"].isin(FOLLOW_UP_RULES_OF_VERSION_2)
    return wanted[there == former]


def measures_to_renew(wanted: pd.DataFrame, present: pd.DataFrame) -> pd.DataFrame:
    """The rows that are there with csbook's texts of their measures, and, switched off, those of measures
    that an earlier version did not know and nobody added since."""
    keys = TABLES["Measures"].key
    texts = wanted.drop_duplicates("measure").set_index("measure")
    there = present.dropna(subset=["measure"])[list(keys)]
    ours = key_of(there, keys).isin(set(key_of(wanted, keys)))
    renewed = there.assign(**{name: there["measure"].map(texts[name]) for name in TEXTS_OF_MEASURES})
    renewed["source"] = renewed["source"].where(ours, present["source"])
    new = wanted["measure"].isin(MEASURES_SINCE_VERSION_3) & ~wanted["measure"].isin(there["measure"])
    return pd.concat([renewed, wanted[new].assign(active=False)])


def with_former_texts(book: FileBook, read: ReadTable) -> ReadTable:
    """The table with cells that hold an earlier version's text of a choice marked to be written anew."""
    grid, former = book.grid(read.place), {}
    for column in read.table.columns:
        if not isinstance(column, Choice) or not column.former:
            continue
        texts = {text for words in column.former.values() for text in (words.zh, words.en)}
        now = {text for words in column.choices.values() for text in (words.zh, words.en)}
        at = read.at[column.name] - read.place.first_column
        for row in read.frame.index.tolist():
            cell = grid[row - read.place.first_row][at]
            if cell in texts - now:
                former[row, column.name] = cell
    return replace(read, bad={**read.bad, **former})


def rows_added(plans: Iterable[PlannedWrite]) -> dict[str, int]:
    """How many rows each table gets; tables that get none are left out."""
    return {plan.read.table.name: plan.rows_added for plan in plans if plan.rows_added}


def with_ribbon(content: FileContent, language: Language) -> bytes:
    """The file with the buttons of this version, where its ribbon is csbook's."""
    draft = content.package.draft()
    for part in draft.related("", "extensibility"):
        if CALLBACK.encode() in draft.part(part):
            draft.put(part, custom_ui(language).encode())
    return draft.built()
