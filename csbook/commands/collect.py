"""`collect`: what agents filled in their small workbooks goes into the large one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from csbook.commands.collect_after import with_live_scores
from csbook.commands.first_steps import pressed_again
from csbook.commands.handler import Request, Result
from csbook.commands.load_locks import months_of, note_on_months
from csbook.commands.log_timeliness import newly_seen, on_time
from csbook.commands.registry import BY_NAME
from csbook.commands.sheet_cells import LOG, Cells, cells_of, frames_with
from csbook.commands.sheet_files import Basket, basket_of
from csbook.commands.sheet_unfit import Unfit, cells_by_file, impossible_beside, is_settled, unfit_of
from csbook.commands.sheet_words import (
    conflict,
    gone_note,
    headline,
    missing_notes,
    settled_note,
    skipped_note,
    spots,
    strange_notes,
    waiting,
)
from csbook.problems import Language, Problem, Words, joined
from csbook.schema.workbook import TABLES
from csbook.sheets.merge import Filled, Merged, Sheet, merge, sheet_saying
from csbook.sheets.parts import Place
from csbook.sheets.reading import HandedIn


@dataclass(frozen=True)
class Collected:
    """What the files bring. `taken`: the values that go in; `typed`: the changed rows with them; `unfit`:
    what is to be corrected in the files; `settled`: what was, in the workbook. `beside`: of conflicts between
    two files, by file and place, the other one."""

    merged: Merged
    taken: Mapping[Place, Any]
    typed: Mapping[str, pd.DataFrame]
    unfit: tuple[Unfit, ...]
    settled: tuple[Unfit, ...]
    beside: Mapping[tuple[str, Place], str]


def collect(request: Request) -> Result:
    """Merge the files three ways and say who has not handed in.

    Columns that agents fill, of rows that the workbook has, and nothing else. A cell that both sides changed
    and what cannot be (`sheet_unfit`) are listed and left alone, and so are files that cannot be used:
    `Result.left_out` says that there was any. The same files again change nothing.
    """
    basket = basket_of(request)
    cells = cells_of(request, {place for sheet in basket.sheets for place in sheet.given.cells})
    values = {(sheet.file, place): value for sheet in basket.sheets for place, value in sheet.values.items()}
    found = collected(request, basket.sheets, cells, values)
    merged, typed = found.merged, found.typed
    after = replace(request, tables={**request.tables, **filled_up(request.tables, typed)})
    problems = (
        *(conflict_of(filled, cells, found, values, request.language) for filled in merged.conflicts),
        *(unfit.problem for unfit in found.unfit),
        *(problem for sheet in basket.sheets for problem in waited_for(sheet, cells)),
    )
    strange = [note for sheet in basket.sheets for note in strange_notes(sheet)]
    left_rows = [
        *gone_notes(merged, basket.sheets),
        *strange,
    ]
    skipped = [skipped_note(one.file, one.why) for one in basket.left_out]
    day = basket.day(request.today.date())
    figures = {
        "files": len(basket.sheets),
        "skipped": len(basket.left_out),
        "cells": len(found.taken),
        "conflicts": len(merged.conflicts),
        "unread": len(found.unfit),
    }
    return Result(
        headline=headline(figures | {"differing": len(found.beside)}),
        tables=with_live_scores(with_timeliness(typed, after), after),
        notes=(
            *skipped,
            *left_rows,
            *settled_notes(basket, found.settled, request),
            *notes_on_locks(request, typed),
            *missing_notes(after, day, basket.of_day(day), basket.left_out_of_day(day)),
        ),
        problems=problems,
        details=figures,
        typed=frozenset(typed),
        left_out=bool(skipped or problems or left_rows),
        then=to_do(found.unfit, basket, strange),
    )


def collected(
    request: Request,
    sheets: Sequence[HandedIn],
    cells: Cells,
    values: Mapping[tuple[str, Place], Any],
) -> Collected:
    """The files merged, without what cannot go in. `values`: those of the files' cells."""
    unfit, settled, left = list[Unfit](), list[Unfit](), dict[str, set[Place]]()
    for sheet in sheets:
        for each in unfit_of(sheet, cells):
            (settled if is_settled(each, sheet.given.cells, cells.texts) else unfit).append(each)
            left.setdefault(sheet.file, set()).update(each.places)
    merging = [ready(sheet, cells, left.get(sheet.file, set())) for sheet in sheets]
    merged = merge(merging, cells.texts)
    taken = {place: values[filled.sheet, place] for place, filled in merged.taken.items()}
    typed = frames_with(request.tables, cells, taken)
    if LOG in typed:
        log = filled_up(request.tables, {LOG: typed[LOG]})[LOG].loc[typed[LOG].index]
        beside = list(impossible_beside(log, merged.taken, sheets, cells))
        refused = {place for each in beside for place in each.places}
        taken = {place: value for place, value in taken.items() if place not in refused}
        typed = frames_with(request.tables, cells, taken)
        unfit += beside
    return Collected(
        merged, taken, typed, tuple(unfit), tuple(settled), between_files(merging, merged, cells)
    )


def between_files(sheets: Sequence[Sheet], merged: Merged, cells: Cells) -> dict[tuple[str, Place], str]:
    """The conflicts in which another file says what the workbook has (or is given), and which file."""
    found = {}
    for filled in merged.conflicts:
        place = filled.place
        standing = merged.taken[place].text if place in merged.taken else cells.texts[place]
        if other := sheet_saying(sheets, place, standing):
            found[filled.sheet, place] = other
    return found


def settled_notes(basket: Basket, settled: Sequence[Unfit], request: Request) -> Iterator[Words]:
    """That nothing is to be done about cells of the last day's files; earlier files are not spoken of for
    ever."""
    day = basket.day(request.today.date())
    of_the_day = {sheet.file for sheet in basket.sheets if sheet.given.moment.date() == day}
    for file, cells in cells_by_file(settled).items():
        if file in of_the_day:
            yield settled_note(file, cells)


def notes_on_locks(request: Request, typed: Mapping[str, pd.DataFrame]) -> Iterator[Words]:
    """That locked months rest on what was collected. `typed`: the changed rows, indexed by sheet row."""
    for name, rows in typed.items():
        months = months_of(name, request.tables[name], rows.index.tolist())
        yield from note_on_months(TABLES[name], months, request.tables)


def to_do(unfit: Sequence[Unfit], basket: Basket, left_rows: Sequence[Words]) -> Words | None:
    """What a person does now: the cells to correct, and files and rows that were left out. Files of nobody
    here are only told."""
    parts = [
        Words(f"改正“{file}”里{where.zh}", f"correct {where.en} in '{file}'")
        for file, cells in cells_by_file(unfit).items()
        for where in [spots(cells)]
    ]
    if left_rows or any(one.agent for one in basket.left_out):
        parts.append(
            Words("没有收的文件和行照上面说的改好", "mend the files and rows left out as said above")
        )
    if not parts:
        return None
    back = Words("，存好放回原处", " and put them back" if parts[1:] else " and put it back")
    return joined(parts, "；", "; ") + back + pressed_again(BY_NAME["collect"].label)


def ready(sheet: HandedIn, cells: Cells, left: set[Place]) -> Sheet:
    """The sheet for the merge, without the cells that are left out and the rows that wait for a cell of the
    workbook to be corrected."""
    merging = sheet.as_sheet()
    kept = {
        place: text
        for place, text in merging.filled.items()
        if place[:2] not in cells.waiting and place not in left
    }
    return replace(merging, filled=kept)


def rows_with_news(sheet: HandedIn, cells: Cells) -> set[tuple[str, str]]:
    """Table and identity of the rows in which the agent changed something that is not in yet."""
    merging = sheet.as_sheet()
    return {
        place[:2]
        for place, text in merging.filled.items()
        if text not in (merging.given[place], cells.texts.get(place))
    }


def conflict_of(
    filled: Filled,
    cells: Cells,
    found: Collected,
    values: Mapping[tuple[str, Place], Any],
    language: Language,
) -> Problem:
    place = filled.place
    ours, theirs = found.taken.get(place, cells.values[place]), values[filled.sheet, place]
    return conflict(
        cells.rows[place[:2]], filled, found.beside.get((filled.sheet, place)), ours, theirs, language
    )


def waited_for(sheet: HandedIn, cells: Cells) -> list[Problem]:
    """Cells of the workbook that the file's rows wait for."""
    rows = sorted(rows_with_news(sheet, cells) & cells.waiting.keys())
    return [waiting(sheet.file, problem) for row in rows for problem in cells.waiting[row]]


def gone_notes(merged: Merged, sheets: Sequence[HandedIn]) -> list[Words]:
    """One note for each row of a file that the workbook has no more."""
    keys = {(s.file, row.table, row.row_id): row.key for s in sheets for row in s.given.rows}
    rows = dict.fromkeys((filled.sheet, *filled.place[:2]) for filled in merged.gone)
    return [gone_note(file, table, keys[file, table, row]) for file, table, row in rows]


def filled_up(
    tables: Mapping[str, pd.DataFrame], frames: Mapping[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    """The tables as they stand once the frames are written; both have sheet rows as index."""
    return {name: tables[name].assign(**columns_with(tables[name], frame)) for name, frame in frames.items()}


def with_timeliness(typed: Mapping[str, pd.DataFrame], after: Request) -> dict[str, pd.DataFrame]:
    """The frames with `on_time` of the log's rows of which it was seen now.

    `after`: the request with the tables as they stand once the frames are written.
    """
    log = after.tables["DailyLog"]
    seen = on_time(log, after)
    settled = newly_seen(log, seen)
    if settled.empty:
        return dict(typed)
    frame = typed.get("DailyLog", log.loc[[], list(TABLES["DailyLog"].key)])
    rows = frame.index.union(settled)
    return {**typed, "DailyLog": log.loc[rows, frame.columns].assign(on_time=seen[rows])}


def columns_with(table: pd.DataFrame, frame: pd.DataFrame) -> dict[str, pd.Series]:
    """The table's columns with the frame's rows in place of their own.

    Column by column: pandas 3.1 raises KeyError at setting rows of nullable numbers beside other kinds.
    """
    return {
        name: pd.concat([table[name].drop(frame.index), frame[name]]).loc[table.index]
        for name in frame.columns
    }
