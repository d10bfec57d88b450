"""`load`: rows of a CSV file into the columns of a table that people fill, all or nothing."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import pandas as pd

from csbook.books.book import Book, Value
from csbook.books.frames import (
    ReadTable,
    key_of,
    key_problems,
    key_words,
    parse_cells,
    position_of,
    read_table,
)
from csbook.books.plan import TYPED, PlannedWrite, plan_write
from csbook.commands.check import once
from csbook.commands.load_checks import own_problems
from csbook.commands.load_emptied import notes_on_emptied
from csbook.commands.load_figures import after_loading, with_figures
from csbook.commands.load_locks import held_cells, locked_months, notes_on_inputs
from csbook.commands.load_own_kinds import of_own_kinds, with_every_name
from csbook.commands.load_refusals import (
    DoubleHeader,
    HeadersMissing,
    HeadersMissingForNewRows,
    NothingToFill,
    RowTooLong,
    SheetOfSeveral,
    UnknownHeader,
    UnknownTable,
    UnreadableCsv,
)
from csbook.commands.outcome import DONE, PROBLEMS_FOUND, Changed, Outcome, ShownProblem, shown
from csbook.commands.run import JOURNAL, journal_row, language_of, month_of, settings_of
from csbook.commands.snapshots import SnapshotStore
from csbook.problems import FileMissing, Language, Problem, Severity, Words, counted
from csbook.schema.checks import cross_checks, items
from csbook.schema.columns import Column, Formula
from csbook.schema.table import Table
from csbook.schema.workbook import TABLES, WORKBOOK

HELPING_TABLES: Final = ("Staff", "Shifts", "Settings", "RosterBase", "Locks")
DELIMITERS: Final = ",;\t"
EXISTING: Final = 10_000_000  # rows of the workbook are numbered from here while a file is checked


def table_named(name: str) -> Table:
    """The table of that English name, or title of it or its sheet in either language, whatever its case."""
    found: dict[str, Table] = {}
    alone = [(sheet.title, sheet.tables[0]) for sheet in WORKBOOK if len(sheet.tables) == 1]
    for title, table in alone + [(t.title, t) for t in TABLES.values()]:
        found |= {title.zh.casefold(): table, title.en.casefold(): table}
    found |= {known.casefold(): table for known, table in TABLES.items()}
    if (asked := name.strip().casefold()) in found:
        return found[asked]
    for sheet in WORKBOOK:
        if len(sheet.tables) > 1 and asked in (sheet.title.zh.casefold(), sheet.title.en.casefold()):
            raise SheetOfSeveral(sheet)
    raise UnknownTable(name)


def load(
    book: Book,
    table: Table,
    path: Path,
    *,
    now: dt.datetime,
    user: str,
    store: SnapshotStore | None = None,
) -> Outcome:
    """Upsert the file's rows by the table's key; the same checks as for typed cells.

    What a lock holds fast is refused; a change of what a locked month rests on is told (`load_locks`).
    A CSV row's number in problems is its line in the file, with the header as line 1.
    """
    language = language_of(book)
    raw = read_csv(path)
    columns = matched_columns(table, raw.columns.tolist(), language)
    read = matched_by_key(read_table(book, table, language))
    loaded, problems = typed_rows(table, raw, columns)
    problems = with_every_name(table, problems)
    loaded = of_own_kinds(table, loaded, language)
    new = new_keys(table, loaded, read.frame, language)
    ensure_new_rows_are_whole(table, loaded, new, language)
    unopened = unopened_rows(table, new, problems)
    refused_lines = {problem.row for problem in unopened}
    helping = {t: read_table(book, TABLES[t], language).frame for t in HELPING_TABLES if t != table.name}
    checked = checked_with_workbook(table, loaded, read.frame, helping, language)
    checked = [p for p in checked if p.row not in refused_lines or p.severity is Severity.ERROR]
    held = held_cells(table, loaded, read.frame, locked_months(helping), language)
    problems = once([*problems, *unopened, *held, *checked])
    if any(p.severity is Severity.ERROR for p in problems):
        return refused(path, problems, language)
    staff = loaded if table.name == "Staff" else helping["Staff"]
    rows = with_names(table, loaded, staff)
    # Lines of a file are no rows of the sheet: they must not be taken for those without a key there.
    rows = rows.set_axis(range(-len(rows), 0))
    planned = plan_write(read, rows, language, fillers=TYPED)
    outcome = loaded_outcome(path, planned, language)
    month = month_of(None, settings_of(helping), now)
    told = notes_on_emptied(table, loaded, read.frame)
    told += notes_on_inputs(planned, after_loading(planned, rows), helping, month)
    plans = with_figures(planned, rows, helping, lambda t: read_table(book, TABLES[t], language), language)
    failed = write(book, plans, outcome, now=now, user=user, store=store)
    return replace(outcome, notes=(*outcome.notes, *(words(language) for words in (*told, *failed))))


def matched_by_key(read: ReadTable) -> ReadTable:
    """The table with its rows changed one by one, also where csbook rewrites it whole."""
    return replace(read, table=replace(read.table, rewritten=False))


def read_csv(path: Path) -> pd.DataFrame:
    """The file's cells as text, empty ones missing; index: line numbers of the file.

    Columns at the right without a header, as spreadsheets leave them, must be empty.
    """
    if not path.is_file():
        raise FileMissing(path)
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise UnreadableCsv(path.name)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter_of(text), strict=True))
    except csv.Error:
        raise UnreadableCsv(path.name) from None
    headers = [header.strip() for header in rows[0]] if rows else []
    while headers and not headers[-1]:
        headers.pop()
    if not headers:
        raise UnreadableCsv(path.name)
    body = {}
    for line, row in enumerate(rows[1:], 2):
        cells = [cell.strip() or None for cell in row]
        beyond = next((cell for cell in cells[len(headers) :] if cell), None)
        if beyond:
            raise RowTooLong(path.name, line, beyond)
        if any(cells):
            body[line] = (cells + [None] * len(headers))[: len(headers)]
    return pd.DataFrame(list(body.values()), index=list(body), columns=headers, dtype="object")


def delimiter_of(text: str) -> str:
    """Comma, semicolon or tab: the one that the header line has most of, outside quotes."""
    header = re.sub(r'"[^"]*"', "", next(iter(text.splitlines()), ""))
    return max(DELIMITERS, key=header.count)


def matched_columns(table: Table, headers: list[str], language: Language) -> list[Column]:
    """The column of each header, by inside name or header in either language."""
    fillable = [c for c in table.columns if c.by in TYPED or c.name in table.key]
    fillable = [c for c in fillable if not isinstance(c, Formula)]
    if all(c.name in table.key for c in fillable) or (table.rewritten and not table.key):
        raise NothingToFill(table.title)
    by_text = {t.casefold(): c for c in fillable for t in (c.en, c.zh, c.name)}
    found = []
    for header in headers:
        column = by_text.get(header.casefold())
        if column is None:
            raise UnknownHeader(header, [c.header(language) for c in fillable])
        if column in found:
            raise DoubleHeader(column.header(language))
        found.append(column)
    missing = [c.header(language) for c in fillable if c.name in table.key and c.required and c not in found]
    if missing:
        raise HeadersMissing(missing)
    return found


def typed_rows(table: Table, raw: pd.DataFrame, columns: list[Column]) -> tuple[pd.DataFrame, list[Problem]]:
    """The file's rows as a frame of the table's kinds, with what does not fit."""
    problems: list[Problem] = []
    bad: dict[tuple[int, str], Value] = {}
    series = {}
    for position, column in enumerate(columns):
        cells = raw.iloc[:, position].tolist()
        values = parse_cells(column, cells, table, raw.index, problems, bad)
        series[column.name] = column.series(values, raw.index)
    for name in table.key:
        if name not in series:
            series[name] = table[name].series([None] * len(raw), raw.index)
    return pd.DataFrame(series, index=raw.index), problems


def new_keys(table: Table, loaded: pd.DataFrame, existing: pd.DataFrame, language: Language) -> pd.Series:
    """The keys, as people read them, of the file's rows that the sheet does not have; index: lines.

    A row without any key is new, with an empty text.
    """
    keys = key_of(loaded, table.key)
    new = keys[~keys.isin(set(key_of(existing, table.key).dropna()))]
    shown = [key_words(table, key)(language) for key in new.fillna("")]
    return pd.Series(shown, index=new.index, dtype="str")


def ensure_new_rows_are_whole(table: Table, loaded: pd.DataFrame, new: pd.Series, language: Language) -> None:
    """Raise `HeadersMissingForNewRows` where rows would be added without what every row needs.

    Rows whose key is not whole are not meant: their key is a problem of its own.
    """
    lacking = [c.header(language) for c in table.columns if c.required and c.name not in loaded]
    needed = [name for name in table.key if table[name].required]
    whole = loaded.loc[new.index, needed].notna().all(axis=1)
    if lacking and whole.any():
        raise HeadersMissingForNewRows(new[whole].index.tolist()[0], new[whole].iloc[0], lacking)


def unopened_rows(table: Table, new: pd.Series, problems: list[Problem]) -> list[Problem]:
    """The file's rows that only csbook could open; a key that cannot be read is told already."""
    if not table.opened_by_csbook:
        return []
    told = {p.row for p in problems if p.column in table.key}
    expected = Words(
        f"表里已有的{'、'.join(table[n].zh for n in table.key)}（请先运行生成它的命令）",
        "a row that the sheet has (run the command that makes it first)",
    )
    lines = [(line, key) for line, key in items(new) if line not in told]
    return [Problem(table.name, line, table.key[0], str(key), expected) for line, key in lines]


def checked_with_workbook(
    table: Table,
    loaded: pd.DataFrame,
    existing: pd.DataFrame,
    helping: Mapping[str, pd.DataFrame],
    language: Language,
) -> list[Problem]:
    """Double keys in the file, and what the file's rows would break beside the workbook's."""
    problems = key_problems(table, loaded, language)
    keys, standing = key_of(loaded, table.key), key_of(existing, table.key)
    kept = existing[~standing.isin(set(keys.dropna()))]
    kept = kept.set_axis(range(EXISTING, EXISTING + len(kept)))
    full = completed(table, loaded, existing)
    together = pd.concat([full, kept.astype(full.dtypes.to_dict())])
    wrong_before = {(standing[p.row], p.column, p.found) for p in alone(table, existing, helping) if p.row}
    return problems + [
        problem
        for problem in alone(table, together, helping)
        if problem.row
        and problem.row < EXISTING
        and (
            problem.column in loaded or (keys[problem.row], problem.column, problem.found) not in wrong_before
        )
    ]


def alone(table: Table, frame: pd.DataFrame, helping: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """The table's own problems when its rows are those of the frame."""
    frames = {**helping, table.name: frame}
    found = cross_checks(frames) + own_problems(table.name, frames)
    return [problem for problem in found if problem.table == table.name]


def completed(table: Table, loaded: pd.DataFrame, existing: pd.DataFrame) -> pd.DataFrame:
    """The file's rows as they would stand on the sheet: with what it holds in columns that the file lacks."""
    keys, standing = key_of(loaded, table.key), key_of(existing, table.key)
    once = existing[standing.notna() & ~standing.duplicated()].set_axis(
        standing[standing.notna() & ~standing.duplicated()]
    )
    full = {}
    for column in table.columns:
        values = loaded[column.name] if column.name in loaded else once[column.name].reindex(keys)
        values = values.astype("object")
        full[column.name] = column.series(values.where(values.notna(), None).tolist(), loaded.index)
    return pd.DataFrame(full)


def with_names(table: Table, rows: pd.DataFrame, staff: pd.DataFrame) -> pd.DataFrame:
    """The rows with the staff member's name, where the table shows it beside the number."""
    if table.name == "Staff" or "agent_id" not in rows or "name" not in table.by_name:
        return rows
    names = staff.dropna(subset=["agent_id"]).drop_duplicates("agent_id").set_index("agent_id")["name"]
    return rows.assign(name=rows["agent_id"].map(names))


def refused(path: Path, problems: list[Problem], language: Language) -> Outcome:
    errors = sum(p.severity is Severity.ERROR for p in problems)
    said = Words(
        f"{path.name} 有 {errors} 处需要改正，没有写入任何内容。",
        f"{path.name}: {counted(errors, 'cell')} to correct; nothing was written.",
    )
    return Outcome(
        "load",
        language,
        PROBLEMS_FOUND,
        said(language),
        problems=tuple(in_file(shown(p, language), path) for p in sorted(problems, key=position_of)),
    )


def in_file(problem: ShownProblem, path: Path) -> ShownProblem:
    return ShownProblem(**{**vars(problem), "sheet": path.name})


def loaded_outcome(path: Path, planned: PlannedWrite, language: Language) -> Outcome:
    name = planned.read.place.sheet
    said = Words(
        f"已把 {path.name} 载入“{name}”：新增 {planned.rows_added} 行，更新 {planned.rows_changed} 行。",
        f"Loaded {path.name} into '{name}': {counted(planned.rows_added, 'row')} added, "
        f"{planned.rows_changed} changed.",
    )
    changed = {planned.read.table.name: Changed(planned.rows_added, planned.rows_changed)}
    return Outcome("load", language, DONE, said(language), changed=changed)


def write(
    book: Book,
    plans: Sequence[PlannedWrite],
    outcome: Outcome,
    *,
    now: dt.datetime,
    user: str,
    store: SnapshotStore | None,
) -> tuple[Words, ...]:
    """Write all of it with a row of the journal; says where it could not be kept for undo."""
    entry = journal_row(outcome, now=now, user=user, today=now)
    journal: ReadTable = read_table(book, JOURNAL, outcome.language)
    plans = [plan for plan in plans if not plan.is_empty]
    writes = [*(plan.write for plan in plans), plan_write(journal, entry, outcome.language).write]
    if store is None or not plans:
        book.apply(writes)
        return ()
    with store.keeping("load", plans, now, user) as keeping:
        book.apply(writes)
    return keeping.failed
