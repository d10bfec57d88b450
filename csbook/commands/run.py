"""The one path: read and check, call the handler, keep a snapshot, write, note it in the journal.

The ribbon and the command line both come through `run`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pandas as pd

import csbook
from csbook.books.book import Book
from csbook.books.formula_problems import formula_problems
from csbook.books.frames import ReadTable, earlier_version, found_text, read_table
from csbook.books.plan import OWN, TYPED, PlannedWrite, plan_write
from csbook.commands import registry
from csbook.commands.files import replacements, with_files, written
from csbook.commands.handler import File, Progress, Request, Result, never, silent
from csbook.commands.left_out import forgiven, left_below
from csbook.commands.marks import marked, unmarked_note
from csbook.commands.outcome import DONE, PROBLEMS_FOUND, Changed, Outcome, first_error, shown, stopped_by
from csbook.commands.registry import Command
from csbook.commands.snapshots import SnapshotStore
from csbook.masking import masked
from csbook.problems import (
    Language,
    NewerVersion,
    NotAWorkbook,
    Problem,
    Severity,
    Words,
    counted,
    joined,
    upgrade_first,
)
from csbook.schema.checks import cross_checks
from csbook.schema.checks_of_keys import reference_in, told_at_keys
from csbook.schema.settings import Settings, read_settings
from csbook.schema.workbook import SCHEMA_VERSION, TABLES

EVERYBODY: Final = OWN | TYPED
KEPT_FOR_ITSELF: Final = ("Changes", "RosterBase", "Published")
JOURNAL: Final = TABLES["Journal"]
READING: Final = Words("读取工作簿……", "Reading the workbook ...")
WRITING: Final = Words("写入工作簿……", "Writing the workbook ...")


def run(
    name: str,
    book: Book,
    today: dt.datetime,
    *,
    now: dt.datetime,
    user: str,
    parameters: Mapping[str, Any] | None = None,
    store: SnapshotStore | None = None,
    progress: Progress = silent,
    cancelled: Callable[[], bool] = never,
    seed: int = 0,
    files: tuple[File, ...] = (),
    folder: Path | None = None,
    marks_more: bool = False,
) -> Outcome:
    """Run one command of the registry on a book.

    `parameters` by the names the command declares (`month`: first day). `now` goes into the journal only,
    `user` into the request too. `files` are those that the command takes, `folder` is where those go that
    it makes. `marks_more`: what the command before has coloured stays coloured.
    Raises `CsbookError` for what stops the command; problems in cells come back in the outcome.
    """
    command = registry.command(name)
    language = language_of(book)
    progress(READING)
    reads = {t: read_table(book, TABLES[t], language) for t in command.reads or TABLES}
    frames = {t: r.frame for t, r in reads.items()}
    problems = problems_of(reads.values(), frames)
    if standing := in_the_way(command, problems):
        return stopped_by(name, standing, language)
    settings = settings_of(frames)
    request = Request(
        tables=frames,
        settings=settings,
        today=today,
        month=month_of(parameters, settings, today),
        language=language,
        parameters=parameters or {},
        seed=seed,
        progress=progress,
        cancelled=cancelled,
        found=(*problems, *typed_over(book, command, reads, language)),
        files=files,
        user=user,
        now=now,
    )
    progress(command.label + Words("……", " ..."))
    result = command.load()(request)
    if blocks(result.problems) and not command.reports:
        return stopped_by(name, result.problems, language)
    progress(WRITING)
    plans = plan_writes(book, reads, result, language)
    to_mark = [] if result.fresh or result.forgets else plans
    notes = (*forgiven(command, problems), *left_below(command, reads), *unmarked_note(to_mark))
    notes += replacements(folder, result.files) if folder else ()
    outcome = outcome_of(command, result, plans, notes, language)
    outcome = replace(outcome, notes=(*to_upgrade(book, language), *outcome.notes))
    plans = [*plans, *marked(book, to_mark, language, more=marks_more)]
    made = written(folder, result.files) if folder and result.files else nullcontext()
    with made:
        failed = commit(
            book, plans, outcome, request, now=now, user=user, store=store, forgets=result.forgets
        )
    outcome = replace(outcome, notes=(*outcome.notes, *(words(language) for words in failed)))
    return with_files(outcome, folder, result.files) if folder and result.files else outcome


def to_upgrade(book: Book, language: Language) -> tuple[str, ...]:
    """The note on a workbook of an earlier version, which can be worked on but lacks what came in since."""
    made = earlier_version(book)
    return () if made is None else (upgrade_first(made)(language),)


def in_the_way(command: Command, problems: Iterable[Problem]) -> list[Problem]:
    """What has to be corrected before the command can run."""
    if command.reports:
        return []
    return [p for p in problems if p.severity is Severity.ERROR and p.table not in command.forgives]


def typed_over(
    book: Book, command: Command, reads: Mapping[str, ReadTable], language: Language
) -> list[Problem]:
    """The formula cells that somebody typed over, of the tables where the command is told of them."""
    told = reads if command.reports else command.told_formulas
    return [problem for table in told for problem in formula_problems(book, reads[table], language)]


def language_of(book: Book) -> Language:
    """The workbook's language; raises when it is none of ours or newer than this program."""
    version = book.properties.get("csbook.schema")
    if version is None or not version.isdigit():
        raise NotAWorkbook(
            book.name,
            Words(
                "不是 csbook 做的工作簿。请用 csbook new 新建。",
                "csbook did not make it. Make one with csbook new.",
            ),
        )
    if int(version) > SCHEMA_VERSION:
        raise NewerVersion(book.name, int(version), SCHEMA_VERSION)
    return "en" if book.properties.get("csbook.language") == "en" else "zh"


def problems_of(reads: Iterable[ReadTable], frames: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """The problems of single cells, then those across tables; where a key is wrong or could not be read, what
    refers to it is no problem of its own."""
    tables = list(reads)
    found = [problem for read in tables for problem in read.problems]
    unread = {(r.table.name, name, found_text(cell)) for r in tables for (_, name), cell in r.bad.items()}
    across = (problem for problem in cross_checks(frames) if reference_in(problem) not in unread)
    return found + told_at_keys(across, frames)


def blocks(problems: Iterable[Problem]) -> bool:
    return any(p.severity is Severity.ERROR for p in problems)


def settings_of(frames: Mapping[str, pd.DataFrame]) -> Settings:
    return read_settings(frames.get("Settings", TABLES["Settings"].empty()))[0]


def month_of(parameters: Mapping[str, Any] | None, settings: Settings, today: dt.datetime) -> dt.date:
    """The month asked for, else the settings' one, else today's."""
    asked = (parameters or {}).get("month")
    if isinstance(asked, dt.date):
        return asked.replace(day=1)
    if settings["month"]:
        return dt.date.fromisoformat(settings["month"] + "-01")
    return today.date().replace(day=1)


def plan_writes(
    book: Book, reads: Mapping[str, ReadTable], result: Result, language: Language
) -> list[PlannedWrite]:
    """The writes of a result's tables."""
    known = dict(reads)

    def read(name: str) -> ReadTable:
        if name not in known:
            known[name] = read_table(book, TABLES[name], language)
        return known[name]

    plans = [
        plan_write(
            read(name),
            frame,
            language,
            fillers=EVERYBODY if result.forgets or name in result.typed else OWN,
            by_row=result.forgets,
        )
        for name, frame in result.tables.items()
    ]
    return [plan for plan in plans if not plan.is_empty]


def told_to_correct(command: Command, result: Result) -> bool:
    """Whether somebody has to look at cells or rows, although the command was not stopped."""
    return result.left_out or (command.reports and blocks(result.problems))


def outcome_of(
    command: Command,
    result: Result,
    plans: Sequence[PlannedWrite],
    forgiving: tuple[Words, ...],
    language: Language,
) -> Outcome:
    return Outcome(
        command=command.name,
        language=language,
        exit_code=PROBLEMS_FOUND if told_to_correct(command, result) else DONE,
        headline=masked(result.headline(language)),
        notes=tuple(masked(note(language)) for note in (*result.notes, *forgiving)),
        problems=tuple(shown(p, language) for p in result.problems),
        changed={
            p.read.table.name: Changed(p.rows_added, p.rows_changed)
            for p in plans
            if p.read.table.name not in KEPT_FOR_ITSELF
        },
        details=masked_within(result.details),
        next_step=next_step(command, result, language),
        spot=first_error(result.problems),
        shows=command.shows if result.problems or not command.reports else None,
    )


def next_step(command: Command, result: Result, language: Language) -> str | None:
    """The handler's own, else the command's usual one, which is another where there is to correct first."""
    usual = command.then_mend if told_to_correct(command, result) else command.then
    then = usual if result.then is None else result.then
    return (then(language) or None) if then else None


def masked_within(details: Any) -> Any:
    """Figures for `--json` with the telephone numbers in their texts masked."""
    if isinstance(details, str):
        return masked(details)
    if isinstance(details, Mapping):
        return {masked_within(key): masked_within(value) for key, value in details.items()}
    return [masked_within(value) for value in details] if isinstance(details, (list, tuple)) else details


def commit(
    book: Book,
    plans: Sequence[PlannedWrite],
    outcome: Outcome,
    request: Request,
    *,
    now: dt.datetime,
    user: str,
    store: SnapshotStore | None,
    forgets: bool = False,
) -> tuple[Words, ...]:
    """Write the plans and the journal row together; the snapshot counts once that is done.

    A command that `forgets` leaves no snapshot and takes the earlier ones with it. What could be written, but
    not kept for undo or not cleared, is said.
    """
    month = request.month if registry.MONTH in registry.command(outcome.command).parameters else None
    entry = journal_row(outcome, now=now, user=user, today=request.today, month=month)
    journal = plan_write(read_table(book, JOURNAL, outcome.language), entry, outcome.language)
    writes = [plan.write for plan in plans] + [journal.write]
    kept = [plan for plan in plans if plan.read.table.name != "Changes"]
    if forgets:
        book.apply(writes, forget=True)
        return () if store is None else store.clear(outcome.command, now)
    if store is None or not kept:
        book.apply(writes)
        return ()
    with store.keeping(outcome.command, kept, now, user) as keeping:
        book.apply(writes)
    return keeping.failed


def changed_words(table: str, rows: Changed) -> Words:
    """`排班：新增 2 行、改 9 行`: how much of a table a command changed."""
    title = TABLES[table].title
    zh = [f"新增 {rows.added} 行"] * bool(rows.added) + [f"改 {rows.changed} 行"] * bool(rows.changed)
    en = [f"{counted(rows.added, 'row')} added"] * bool(rows.added)
    en += [f"{counted(rows.changed, 'row')} changed"] * bool(rows.changed)
    return title + Words("：", ": ") + Words("、".join(zh), ", ".join(en))


def journal_row(
    outcome: Outcome, *, now: dt.datetime, user: str, today: dt.datetime, month: dt.date | None = None
) -> pd.DataFrame:
    """One row of 操作记录."""
    changed = joined((changed_words(*each) for each in outcome.changed.items()), "；", "; ")
    return pd.DataFrame(
        [
            {
                "at": now.replace(microsecond=0, tzinfo=None),
                "user": user,
                "command": outcome.command,
                "as_of": today,
                "month": None if month is None else f"{month:%Y-%m}",
                "outcome": "problems" if outcome.exit_code else "done",
                "changed": changed(outcome.language),
                "message": masked(outcome.headline)[:2000],
                "version": csbook.__version__,
            }
        ]
    )
