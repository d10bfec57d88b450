"""The values of formulas that follow from loaded rows: totals of the roster, paid hours of the shifts, scores
and pay.

A spreadsheet works them out by itself; a closed file keeps what is written here until one opens it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pandas as pd

from csbook.books.frames import ReadTable, key_of
from csbook.books.plan import PlannedWrite, plan_write
from csbook.commands.live_figures import LIVE, SOURCES, figures_that_follow
from csbook.commands.month_terms import RULES
from csbook.commands.rostering.roster_totals import shift_figures, totals_of
from csbook.commands.run import settings_of
from csbook.problems import Language

TERMS_FROM = (*RULES, "Settings")
"""What a month without terms gets its own from; months that have some are not moved by them."""


def with_figures(
    planned: PlannedWrite,
    rows: pd.DataFrame,
    helping: Mapping[str, pd.DataFrame],
    read: Callable[[str], ReadTable],
    language: Language,
) -> list[PlannedWrite]:
    """The load of `rows` with the formulas' values that follow from it, in that table and in others.

    planned: the write of the file's rows. helping: the other tables as they stand. read: reads one.
    """
    table = planned.read.table
    if table.name in SOURCES:
        return with_scores_and_pay(planned, rows, read, language)
    if table.name not in ("Roster", "Shifts"):
        return [planned]
    after = after_loading(planned, rows)
    if table.name == "Roster":
        return [joined(planned, totals_of(after, helping["Shifts"]), language)]
    figures = shift_figures(after).assign(code=after["code"])
    roster = read("Roster")
    totals = plan_write(roster, totals_of(roster.frame.dropna(subset=["agent_id"]), after), language)
    return [joined(planned, figures, language), totals]


def with_scores_and_pay(
    planned: PlannedWrite, rows: pd.DataFrame, read: Callable[[str], ReadTable], language: Language
) -> list[PlannedWrite]:
    """The load with the values of all live formulas of scores and pay, and terms where a month has none."""
    loaded = planned.read.table.name
    reads = {name: read(name) for name in (*SOURCES, *TERMS_FROM) if name != loaded}
    frames = {name: known.frame for name, known in reads.items()} | {loaded: after_loading(planned, rows)}
    figures = figures_that_follow(frames, settings_of(frames))
    others = [plan_write(reads[name], frame, language) for name, frame in figures.items() if name != loaded]
    own = joined(planned, figures[loaded], language) if loaded in LIVE else planned
    return [own, *others]


def after_loading(planned: PlannedWrite, rows: pd.DataFrame) -> pd.DataFrame:
    """The table's frame once the file's rows are in it; the index is the sheet's rows."""
    frame = planned.read.frame
    keys, loaded = key_of(frame, planned.read.table.key), key_of(rows, planned.read.table.key)
    row_of = {key: row for row, key in keys.items() if pd.notna(key)}
    new = iter(planned.new_rows)
    places = pd.Index([row_of[key] if key in row_of else next(new) for key in loaded])
    after = frame.reindex([*frame.index, *planned.new_rows])
    for name in rows.columns.intersection(frame.columns):
        column, given = planned.read.table[name], rows[name].astype("object").set_axis(places)
        cells = pd.concat([after[name].astype("object").drop(places), given]).reindex(after.index)
        after[name] = column.series(cells.where(cells.notna(), None).tolist(), after.index)
    return after


def joined(planned: PlannedWrite, figures: pd.DataFrame, language: Language) -> PlannedWrite:
    """The write with formulas' values added; rows that only got those do not count as changed."""
    read = planned.read
    grown = replace(
        read,
        frame=read.frame.reindex([*read.frame.index, *planned.new_rows]).assign(
            **{name: figures[name].set_axis(figures.index) for name in read.table.key}
        ),
    )
    more = plan_write(grown, figures, language)
    cells = {
        row: {**planned.write.cells.get(row, {}), **more.write.cells.get(row, {})}
        for row in {**planned.write.cells, **more.write.cells}
    }
    write = replace(planned.write, cells=cells)
    keys = pd.concat([planned.keys, more.keys.drop(planned.keys.index, errors="ignore")])
    return replace(planned, write=write, columns=[*planned.columns, *more.columns], keys=keys)
