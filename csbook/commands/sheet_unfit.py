"""What agents typed in their small workbooks and cannot go in: values that do not fit their column, and
figures of the log that cannot stand side by side (more answered than received)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from csbook.commands.log_finished import FINISHED, clock, not_after
from csbook.commands.sheet_cells import LOG, Cells
from csbook.commands.sheet_words import impossible, unread
from csbook.problems import Problem
from csbook.schema.checks import PARTS_OF_THE_LOG, log_parts, log_ratings
from csbook.schema.workbook import TABLES
from csbook.sheets.merge import Filled
from csbook.sheets.parts import CellText, Place
from csbook.sheets.reading import HandedIn

WHOLE_OF: Final = {**dict(PARTS_OF_THE_LOG), "rating_points": "ratings"}
"""The figure of the log that each part of it is compared with. The parts of one whole are left out with it:
which figure is wrong only the agent knows."""
COMPARED: Final = tuple(dict.fromkeys((*WHOLE_OF.values(), *WHOLE_OF)))
Figures = Mapping[str, Any]


@dataclass(frozen=True)
class Unfit:
    """Something in a file that is not taken in. `places`: the agent's cells that are left out; `cells`: the
    addresses of those to correct; `problem`: what is wrong with them, and their table."""

    file: str
    places: tuple[Place, ...]
    cells: tuple[str, ...]
    problem: Problem


def unfit_of(sheet: HandedIn, cells: Cells) -> list[Unfit]:
    """A file's values that do not fit, its figures that cannot be beside the others of their row, and times
    of leaving that have not come."""
    alone = (
        Unfit(sheet.file, (cell.place,), (cell.cell,), unread(sheet.file, cell)) for cell in sheet.unread
    )
    return [*alone, *impossible_pairs(sheet, cells), *early_finishes(sheet, cells)]


def early_finishes(sheet: HandedIn, cells: Cells) -> Iterator[Unfit]:
    """Times of leaving that the agent typed and that have not come: they would be paid as overtime."""
    given, filled = sheet.given.cells, sheet.as_sheet().filled
    for row, latest in cells.latest.items():
        place = (*row, FINISHED)
        value = sheet.values.get(place)
        if value is not None and value > latest and filled[place] != given[place]:
            cell = sheet.at[place]
            problem = Problem(LOG, None, FINISHED, clock(value), not_after(latest))
            yield Unfit(sheet.file, (place,), (cell,), impossible(sheet.file, problem, (cell,)))


def impossible_pairs(sheet: HandedIn, cells: Cells) -> Iterator[Unfit]:
    """Parts larger than their whole: the agent's figures where they changed them, beside those that the
    workbook has now."""
    changed = changed_figures(sheet)
    rows = {row_id: names for row_id, names in changed.items() if (LOG, row_id) in cells.rows}
    figures = {
        row_id: {name: (sheet if name in names else cells).values[LOG, row_id, name] for name in COMPARED}
        for row_id, names in rows.items()
    }
    for row_id, problem in problems_of(figures):
        places = [(LOG, row_id, name) for name in beside(problem) if name in rows[row_id]]
        yield from refused(problem, places, {sheet.file: sheet}, dict.fromkeys(places, sheet.file))


def impossible_beside(
    typed: pd.DataFrame, taken: Mapping[Place, Filled], sheets: Iterable[HandedIn], cells: Cells
) -> Iterator[Unfit]:
    """The same of figures that fit in their file, but not beside one that the workbook keeps, since both
    sides changed it. `typed`: the log's rows that came in, as they would stand then, sheet rows as index."""
    row_ids = {row: row_id for (table, row_id), row in cells.rows.items() if table == LOG}
    files = {sheet.file: sheet for sheet in sheets}
    for problem in log_problems(typed):
        places = [(LOG, row_ids[problem.row or 0], name) for name in beside(problem)]
        whose = {place: taken[place].sheet for place in places if place in taken}
        yield from refused(problem, list(whose), files, whose)


def refused(
    problem: Problem, places: list[Place], files: Mapping[str, HandedIn], whose: Mapping[Place, str]
) -> Iterator[Unfit]:
    """The places of an impossible pair, unless neither of the two is the agent's."""
    pair = [place for place in places if place[2] in (problem.column, WHOLE_OF[problem.column or ""])]
    if pair:
        file = whose[pair[-1]]
        addresses = tuple(files[file].at[place] for place in pair if whose[place] == file)
        yield Unfit(file, tuple(places), addresses, impossible(file, problem, addresses))


def changed_figures(sheet: HandedIn) -> dict[str, set[str]]:
    """The compared figures that the agent changed, by the identity of their row of the log."""
    given, changed = sheet.given.cells, dict[str, set[str]]()
    for place, text in sheet.as_sheet().filled.items():
        if place[0] == LOG and place[2] in COMPARED and text != given[place]:
            changed.setdefault(place[1], set()).add(place[2])
    return changed


def problems_of(rows: Mapping[str, Figures]) -> Iterator[tuple[str, Problem]]:
    """What cannot be among the figures of each row, with the row's identity."""
    index, ids = pd.RangeIndex(len(rows)), list(rows)
    frame = pd.DataFrame(
        {name: TABLES[LOG][name].series([row[name] for row in rows.values()], index) for name in COMPARED}
    )
    for problem in log_problems(frame):
        yield ids[problem.row or 0], problem


def log_problems(log: pd.DataFrame) -> list[Problem]:
    """Parts of the log larger than their whole, and stars that so many ratings cannot add up to."""
    return [*log_parts({LOG: log}), *log_ratings({LOG: log})]


def beside(problem: Problem) -> tuple[str, ...]:
    """The whole that the problem's figure is a part of, and all its parts."""
    whole = WHOLE_OF[problem.column or ""]
    return (whole, *(part for part, other in WHOLE_OF.items() if other == whole))


def is_settled(unfit: Unfit, given: Mapping[Place, CellText], now: Mapping[Place, CellText]) -> bool:
    """Whether somebody filled the workbook's cells meanwhile: what the file has there no longer counts."""
    filled = all(now.get(place) is not None for place in unfit.places)
    return filled and any(now[place] != given[place] for place in unfit.places)


def cells_by_file(unfit: Iterable[Unfit]) -> dict[str, dict[str, list[str]]]:
    """The addresses to correct in each file, each once, by table."""
    found: dict[str, dict[str, list[str]]] = {}
    for each in unfit:
        cells = found.setdefault(each.file, {}).setdefault(each.problem.table, [])
        cells += [cell for cell in each.cells if cell not in cells]
    return found
