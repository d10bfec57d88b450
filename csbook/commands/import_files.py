"""`import`: the platforms' exports into orders, customers, enquiries, figures and the daily log."""

from __future__ import annotations

import pandas as pd

from csbook.commands import import_words as words
from csbook.commands.handler import Request, Result
from csbook.commands.import_log import log_rows, log_update
from csbook.commands.import_reading import Found, Said, read_files
from csbook.commands.import_rows import counts, rows_of
from csbook.imports.accounts import Accounts
from csbook.imports.built_in import BUILT_IN
from csbook.imports.daily import Clash
from csbook.imports.faults import NothingImported, Unread
from csbook.imports.figures import COLUMNS
from csbook.imports.own_profiles import own_profiles
from csbook.imports.shops import under_standing_shops
from csbook.imports.storing import Stored, merged, store
from csbook.problems import Problem

TYPED = frozenset({"Orders", "Customers", "Enquiries", "PlatformFigures", "DailyLog"})


def import_files(request: Request) -> Result:
    """Everything that can be read goes in; what cannot is listed with file, row and reason, and so are
    figures that differ: `Result.left_out` says that there was any.

    Parameters: `platform`, `shop`, `first` and `last` for files that do not say these themselves;
    `replace`: a figure that differs from one imported before takes its place. Raises `NothingImported`
    when no file can be used.
    """
    own, problems = own_profiles(request.tables["ImportMaps"])
    if problems:
        return Result(words.NOT_BEFORE_MAPS, problems=tuple(problems))
    said, accounts = Said.of(request), Accounts.of(request.tables["Staff"])
    found = read_files(request.files, (*own, *BUILT_IN), said, accounts, request.progress)
    if not found.sheets:
        raise NothingImported(found.faults)
    return result_of(request, found, said, accounts)


def result_of(request: Request, found: Found, said: Said, accounts: Accounts) -> Result:
    """What is written and told of what was found."""
    standing = request.tables["PlatformFigures"]
    figures, unclear = found_figures(found, standing, request.settings["shop"])
    rows = rows_of(request, found)
    stored = stored_figures(request, figures)
    update = log_update(request, merged(standing, stored.rows), figures, accounts)
    tables = {**rows.tables, "PlatformFigures": stored.rows, "DailyLog": log_rows(request, update)}
    tables = {name: frame for name, frame in tables.items() if not frame.empty}
    changes = {name: counts(name, frame, request.tables[name]) for name, frame in tables.items()}
    unread = [*found.unread, *rows.unread, *unclear]
    found = found.without([*rows.unread, *unclear])
    notes = [
        *words.sheet_notes(found.sheets),
        *words.platform_notes(found.sheets, said.platform),
        *words.fault_notes(found.faults),
        *words.unread_notes(unread),
        *words.unknown_account_notes(accounts.unknown(found.accounts)),
        *words.figure_notes(figures, stored, said.now),
        *words.repeated_notes(rows.repeated),
        *words.order_notes(rows.doubtful),
        *words.buyer_notes(found.masked, rows.renewed_phones),
        *words.log_notes(update),
    ]
    shared = [problem for problem in accounts.shared() if found.accounts]
    doubts = stored.conflicts or update.clashes or update.impossible or rows.doubtful
    left_out = bool(found.faults or unread or doubts)
    return Result(
        words.headline(len(request.files), found, len(unread), changes, len(stored.conflicts)),
        tables,
        tuple(notes),
        (*shared, *problems_of(stored, update.clashes)),
        words.details(found, unread, changes, stored, update),
        typed=TYPED,
        left_out=left_out,
        then=None if changes or left_out else words.NOTHING_NEW,
    )


def found_figures(
    found: Found, standing: pd.DataFrame, own: str | None
) -> tuple[pd.DataFrame | None, list[Unread]]:
    """The figures of all files under the shops that they stand under, and the rows left out because that
    cannot be told."""
    if not found.figures:
        return None, []
    every = pd.concat([empty_figures(), *found.figures], ignore_index=True)
    return under_standing_shops(every, standing, own)


def empty_figures() -> pd.DataFrame:
    return pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)


def stored_figures(request: Request, figures: pd.DataFrame | None) -> Stored:
    standing = request.tables["PlatformFigures"]
    replace = bool(request.parameters.get("replace"))
    now = pd.Timestamp(request.today).floor("s")
    return store(empty_figures() if figures is None else figures, standing, now, replace=replace)


def problems_of(stored: Stored, clashes: list[Clash]) -> list[Problem]:
    """What differs from a cell that stands, with that cell."""
    told = [words.conflict_problem(conflict) for conflict in stored.conflicts if conflict.standing]
    return told + [words.clash_problem(clash) for clash in clashes]
