"""`collect`: what agents filled in their small workbooks goes into the large one."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from csbook.commands.collect_after import with_live_scores
from csbook.commands.desk import names_of
from csbook.commands.files import reading
from csbook.commands.first_steps import pressed_again
from csbook.commands.handler import File, Request, Result
from csbook.commands.load_locks import months_of, note_on_months
from csbook.commands.log_timeliness import newly_seen, on_time
from csbook.commands.registry import BY_NAME
from csbook.commands.sheet_cells import Cells, cells_of, frames_with
from csbook.commands.sheet_unfit import LOG, Unfit, cells_by_file, impossible_beside, is_settled, unfit_of
from csbook.commands.sheet_words import (
    conflict,
    gone_note,
    headline,
    missing_notes,
    settled_note,
    skipped_note,
    strange_notes,
    waiting,
)
from csbook.problems import CsbookError, Language, Problem, Words, joined, same
from csbook.schema.workbook import TABLES
from csbook.sheets.given import Given, NotRead
from csbook.sheets.merge import Filled, Merged, Sheet, merge
from csbook.sheets.parts import Place
from csbook.sheets.reading import HandedIn, read_sheet


@dataclass(frozen=True)
class Basket:
    """The files of a call: those that could be read, and the notes on the others."""

    sheets: tuple[HandedIn, ...]
    skipped: tuple[Words, ...]


@dataclass(frozen=True)
class Collected:
    """What the files bring. `taken`: the values that go in; `typed`: the changed rows with them; `unfit`:
    what is to be corrected in the files; `settled`: what was, in the workbook."""

    merged: Merged
    taken: Mapping[Place, Any]
    typed: Mapping[str, pd.DataFrame]
    unfit: tuple[Unfit, ...]
    settled: tuple[Unfit, ...]


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
        *(conflict_of(filled, cells, found.taken, values, request.language) for filled in merged.conflicts),
        *(unfit.problem for unfit in found.unfit),
        *(problem for sheet in basket.sheets for problem in waited_for(sheet, cells)),
    )
    left_rows = [
        *gone_notes(merged, basket.sheets),
        *(note for sheet in basket.sheets for note in strange_notes(sheet)),
    ]
    figures = {
        "files": len(basket.sheets),
        "skipped": len(basket.skipped),
        "cells": len(found.taken),
        "conflicts": len(merged.conflicts),
        "unread": len(found.unfit),
    }
    return Result(
        headline=headline(figures),
        tables=with_live_scores(with_timeliness(typed, after), after),
        notes=(
            *basket.skipped,
            *left_rows,
            *settled_notes(basket, found.settled, request),
            *notes_on_locks(request, typed),
            *missing_notes(after, day_of(basket, request), whose(basket)),
        ),
        problems=problems,
        details=figures,
        typed=frozenset(typed),
        left_out=bool(basket.skipped or problems or left_rows),
        then=to_correct(found.unfit),
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
    merged = merge([ready(sheet, cells, left.get(sheet.file, set())) for sheet in sheets], cells.texts)
    taken = {place: values[filled.sheet, place] for place, filled in merged.taken.items()}
    typed = frames_with(request.tables, cells, taken)
    if LOG in typed:
        log = filled_up(request.tables, {LOG: typed[LOG]})[LOG].loc[typed[LOG].index]
        beside = list(impossible_beside(log, merged.taken, sheets, cells))
        refused = {place for each in beside for place in each.places}
        taken = {place: value for place, value in taken.items() if place not in refused}
        typed = frames_with(request.tables, cells, taken)
        unfit += beside
    return Collected(merged, taken, typed, tuple(unfit), tuple(settled))


def settled_notes(basket: Basket, settled: Sequence[Unfit], request: Request) -> Iterator[Words]:
    """That nothing is to be done about cells of the last day's files; earlier files are not spoken of for
    ever."""
    day = day_of(basket, request)
    of_the_day = {sheet.file for sheet in basket.sheets if sheet.given.moment.date() == day}
    for file, cells in cells_by_file(settled).items():
        if file in of_the_day:
            yield settled_note(file, cells)


def notes_on_locks(request: Request, typed: Mapping[str, pd.DataFrame]) -> Iterator[Words]:
    """That locked months rest on what was collected. `typed`: the changed rows, indexed by sheet row."""
    for name, rows in typed.items():
        months = months_of(name, request.tables[name], rows.index.tolist())
        yield from note_on_months(TABLES[name], months, request.tables)


def to_correct(unfit: Sequence[Unfit]) -> Words | None:
    """What a person does about values that do not fit: the file, and the cells in it."""
    if not unfit:
        return None
    wrong = {file: joined(map(same, cells)) for file, cells in cells_by_file(unfit).items()}
    places = joined(
        (Words(f"“{file}”的 {cells.zh}", f"{cells.en} of '{file}'") for file, cells in wrong.items())
    )
    mend = Words(f"改正{places.zh}，存好放回原处", f"correct {places.en} and put it back")
    return mend + pressed_again(BY_NAME["collect"].label)


def basket_of(request: Request) -> Basket:
    """Every file read or named with the reason; a damaged one never stops the others."""
    names = names_of(request.tables["Staff"])
    sheets, skipped = [], []
    for number, file in enumerate(distinct(request.files), 1):
        request.progress(reading(number, len(request.files), file.name))
        try:
            sheets.append(opened(file, request, names))
        except CsbookError as error:
            skipped.append(skipped_note(file.name, error.words))
    return Basket(tuple(sorted(sheets, key=lambda s: (s.given.moment, s.file))), tuple(skipped))


def distinct(files: Iterable[File]) -> Iterable[File]:
    """The files under names that differ, as those of two folders may not."""
    seen: Counter[str] = Counter()
    for file in files:
        seen[file.name] += 1
        times = seen[file.name]
        yield file if times == 1 else replace(file, name=f"({times}) {file.name}")


def opened(file: File, request: Request, names: Mapping[str, str]) -> HandedIn:
    """Raises `NotRead`, or what `FileContent` raises for no workbook."""
    if not file.name.lower().endswith(".xlsx"):
        raise NotRead(Words("不是 .xlsx 文件。", "it is no .xlsx file."))
    sheet = read_sheet(file.data, file.name)
    given = sheet.given
    if (given.shop, given.language) != (request.settings["shop"], request.language):
        raise NotRead(another_workbook(given))
    if names.get(given.agent_id) != given.name:
        who = f"{given.agent_id} {given.name}"
        raise NotRead(
            Words(
                f"“员工”里没有 {who}，是别的工作簿的文件。", f"'Staff' has no {who}: another workbook's file."
            )
        )
    return sheet


def another_workbook(given: Given) -> Words:
    shop = given.shop or ""
    return Words(
        f"是另一个工作簿发出的（店铺“{shop}”）。", f"another workbook handed it out (shop '{shop}')."
    )


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
    taken: Mapping[Place, Any],
    values: Mapping[tuple[str, Place], Any],
    language: Language,
) -> Problem:
    ours = taken.get(filled.place, cells.values[filled.place])
    return conflict(cells.rows[filled.place[:2]], filled, ours, values[filled.sheet, filled.place], language)


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


def day_of(basket: Basket, request: Request) -> dt.date:
    """The day whose sheets are collected: the last one handed out. Those of the evening shift come in the
    next morning."""
    return max((s.given.moment.date() for s in basket.sheets), default=request.today.date())


def whose(basket: Basket) -> dict[str, dt.date]:
    """The last day of which each agent's file is there."""
    return {sheet.given.agent_id: sheet.given.moment.date() for sheet in basket.sheets}
