"""`undo`: put back what the last command changed, unless somebody edited those cells since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from csbook.books.book import Book
from csbook.books.frames import read_table
from csbook.books.plan import plan_write
from csbook.commands.handler import Progress, silent
from csbook.commands.marks import without_marks
from csbook.commands.outcome import DONE, Changed, Outcome
from csbook.commands.run import JOURNAL, READING, WRITING, journal_row, language_of
from csbook.commands.snapshot import About, Snapshot
from csbook.commands.snapshots import UNDONE_AT, Kept, SnapshotStore
from csbook.commands.undo_publication import publication_of
from csbook.commands.undo_refusals import EditedSince, NothingToUndo, refuse_if_on_record
from csbook.commands.undo_standing import Standing
from csbook.commands.undo_words import label_of, put_back_whole, restored_tables, run_of
from csbook.problems import CsbookError, Language, Words, joined


def undo(
    book: Book, store: SnapshotStore, *, now: dt.datetime, user: str, progress: Progress = silent
) -> Outcome:
    """Take the last command back, table by table, all or nothing.

    Rows that people have moved since, by sorting or inserting, are found again by their keys; lists that
    csbook alone writes, whole each time, are put back whole. The colours of changed cells go. Where every
    cell of the last command holds what stood there before (put back by hand, or closed without saving), this
    is told and nothing is changed; the next undo goes on before it. One that was taken back, and stands again
    because that was not saved (the journal does not know of the undo), is taken back once more. Raises
    `NothingToUndo`, `OnRecord`, `EditedSince`, `RowsGone`, `SnapshotUnreadable`,
    `OfEarlierVersion`.
    """
    language = language_of(book)
    progress(READING)
    found = last_standing(book, store, language)
    if found.passed and (found.last or found.refusal):
        store.set_aside(*(kept for kept, _ in found.passed), at=now)
        return already_back(found, language)
    if found.refusal:
        raise found.refusal
    if found.last is None:
        store.drop(*(kept for kept, _ in found.passed))
        raise NothingToUndo(store.cleared(), found.notes, is_cut=store.is_cut)
    outcome = taken_back(found.last, language)
    progress(WRITING)
    entry = journal_row(outcome, now=now, user=user, today=now)
    journal = plan_write(read_table(book, JOURNAL, language), entry.assign(outcome="undone"), language)
    unmarked = [plan.write for plan in without_marks(book, language)]
    book.apply([*(table.backward() for table in found.last.tables), *unmarked, journal.write])
    store.set_aside(found.last.kept, at=now)
    return outcome


@dataclass(frozen=True)
class Last:
    """The snapshot to be taken back, its file, and its tables as they stand."""

    kept: Kept
    snapshot: Snapshot
    tables: Sequence[Standing]


@dataclass(frozen=True)
class Found:
    """The last command that still stands, or why it cannot be taken back, and those after it of which nothing
    is in the workbook."""

    passed: Sequence[tuple[Kept, About]]
    last: Last | None = None
    refusal: CsbookError | None = None

    @property
    def runs(self) -> Words:
        return joined(run_of(about) for _, about in self.passed)

    @property
    def notes(self) -> tuple[Words, ...]:
        if not self.passed:
            return ()
        zh, en = self.runs.zh, self.runs.en
        return (
            Words(
                f"{zh}的内容不在工作簿里（当时没有保存，或已改回），略过。",
                f"Passed over, nothing of it is in the workbook (not saved then, or put back): {en}.",
            ),
        )


def already_back(found: Found, language: Language) -> Outcome:
    """What is said where nothing of the last command is in the workbook, and which would be next."""
    said = Words(
        f"{found.runs.zh}已是运行前的样子（已改回，或当时没有保存），这次没有改动工作簿。",
        f"Already as before, put back or not saved then: {found.runs.en}. Nothing was changed this time.",
    )
    before = run_of(found.last.snapshot.about) if found.last else Words("它之前的操作", "what came before it")
    then = Words(f"要撤销{before.zh}，再点一次“撤销”。", f"to take back {before.en}, undo once more.")
    return Outcome("undo", language, DONE, said(language), next_step=then(language))


def taken_back(last: Last, language: Language) -> Outcome:
    """What is said of a command that is taken back; raises `EditedSince`."""
    about = last.snapshot.about
    edited = [cell for table in last.tables for cell in table.edited()]
    if edited:
        raise EditedSince(about, edited)
    name, restored = label_of(about.command), restored_tables(about)
    said = Words(
        f"已撤销“{name.zh}”（{about.at:%Y-%m-%d %H:%M} 运行），恢复了{restored.zh}。",
        f"Undone: {name.en}, run {about.at:%Y-%m-%d %H:%M}; put back: {restored.en}.",
    )
    published = publication_of(about, last.tables)
    return Outcome(
        "undo",
        language,
        DONE,
        said(language),
        notes=(
            *((published.withdrawn(language),) if published else ()),
            *(put_back_whole(table.snapshot.table)(language) for table in last.tables if table.is_typed_over),
        ),
        changed={table: Changed(0, rows) for table, rows in about.rows.items()},
        next_step=published.to_tell(language) if published else None,
    )


def last_standing(book: Book, store: SnapshotStore, language: Language) -> Found:
    passed: list[tuple[Kept, About]] = []
    on_record: set[str] | None = None
    for kept in store.newest_first():
        if kept.undone_at is not None:
            on_record = undone_on_record(book, language) if on_record is None else on_record
            again = None
            if f"{kept.undone_at:{UNDONE_AT}}" not in on_record:
                again = standing_again(book, store, kept, language)
            if again is not None:
                return Found(passed, again)
            continue
        try:
            last = standing_still(book, store, kept, language)
        except CsbookError as refusal:
            return Found(passed, refusal=refusal)
        if not all(table.is_back for table in last.tables):
            return Found(passed, last)
        passed.append((kept, last.snapshot.about))
    return Found(passed)


def standing_still(book: Book, store: SnapshotStore, kept: Kept, language: Language) -> Last:
    """A command of which something may stand; raises `OnRecord`, `RowsGone`, and what
    `SnapshotStore.read` raises."""
    snapshot = store.read(kept)
    try:
        last = Last(kept, snapshot, standings(book, snapshot, language))
    except CsbookError:
        refuse_if_on_record(snapshot.about)
        raise
    if not all(table.is_back for table in last.tables):
        refuse_if_on_record(snapshot.about)
    return last


def undone_on_record(book: Book, language: Language) -> set[str]:
    """When something was taken back, by the workbook's own journal: what is there was saved, and what people
    typed since is theirs."""
    journal = read_table(book, JOURNAL, language).frame
    at = journal.loc[journal["outcome"] == "undone", "at"].dropna()
    return set(at.dt.round("s").dt.strftime(UNDONE_AT))


def standing_again(book: Book, store: SnapshotStore, kept: Kept, language: Language) -> Last | None:
    """A command taken back before, where that was not saved."""
    with suppress(CsbookError):  # unreadable, or its rows are gone: it is done with
        snapshot = store.read(kept)
        tables = standings(book, snapshot, language)
        if all(table.stands for table in tables) and not all(table.is_back for table in tables):
            return Last(kept, snapshot, tables)
    return None


def standings(book: Book, snapshot: Snapshot, language: Language) -> list[Standing]:
    return [Standing.of(book, table, snapshot.about, language) for table in snapshot.tables]
