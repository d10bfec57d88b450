"""`undo`: put back what the last command changed, unless somebody edited those cells since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from csbook.books.book import Book
from csbook.books.frames import read_table
from csbook.books.plan import plan_write
from csbook.commands.marks import without_marks
from csbook.commands.outcome import DONE, Changed, Outcome
from csbook.commands.run import JOURNAL, journal_row, language_of
from csbook.commands.snapshots import UNDONE_AT, About, Kept, Snapshot, SnapshotStore
from csbook.commands.undo_refusals import EditedSince, NothingToUndo, refuse_if_on_record
from csbook.commands.undo_standing import Standing
from csbook.commands.undo_words import label_of, restored_tables, run_of
from csbook.problems import CsbookError, Language, Words, joined


def undo(book: Book, store: SnapshotStore, *, now: dt.datetime, user: str) -> Outcome:
    """Take the last command back, table by table, all or nothing.

    Rows that people have moved since, by sorting or inserting, are found again by their keys. The colours of
    changed cells go. A command whose every cell holds what stood there before is passed over and told: the
    workbook was closed without saving. One that was taken back, and stands again for the same reason (the
    journal does not know of the undo), is taken back once more. Raises `NothingToUndo`, `OnRecord`,
    `EditedSince`, `RowsGone`, `SnapshotUnreadable`.
    """
    language = language_of(book)
    found = last_standing(book, store, language)
    if found.last is None:
        store.drop(*(kept for kept, _ in found.passed))
        raise NothingToUndo(store.cleared(), found.notes)
    about = found.last.snapshot.about
    edited = [cell for table in found.last.tables for cell in table.edited()]
    if edited:
        raise EditedSince(about, edited)
    name, restored = label_of(about.command), restored_tables(about)
    said = Words(
        f"已撤销“{name.zh}”（{about.at:%Y-%m-%d %H:%M} 运行），恢复了{restored.zh}。",
        f"Undone: {name.en}, run {about.at:%Y-%m-%d %H:%M}; put back: {restored.en}.",
    )
    notes = tuple(words(language) for words in found.notes)
    changed = {table: Changed(0, rows) for table, rows in about.rows.items()}
    outcome = Outcome("undo", language, DONE, said(language), notes=notes, changed=changed)
    entry = journal_row(outcome, now=now, user=user, today=now)
    journal = plan_write(read_table(book, JOURNAL, language), entry.assign(outcome="undone"), language)
    unmarked = [plan.write for plan in without_marks(book, language)]
    book.apply([*(table.backward() for table in found.last.tables), *unmarked, journal.write])
    store.set_aside(*(kept for kept, _ in found.passed), found.last.kept, at=now)
    return outcome


@dataclass(frozen=True)
class Last:
    """The snapshot to be taken back, its file, and its tables as they stand."""

    kept: Kept
    snapshot: Snapshot
    tables: Sequence[Standing]


@dataclass(frozen=True)
class Found:
    """The last command that still stands, and those after it of which nothing is in the workbook."""

    last: Last | None
    passed: Sequence[tuple[Kept, About]]

    @property
    def notes(self) -> tuple[Words, ...]:
        if not self.passed:
            return ()
        runs = joined(run_of(about) for _, about in self.passed)
        return (
            Words(
                f"{runs.zh}的内容不在工作簿里（当时没有保存，或已改回），略过。",
                f"Passed over, nothing of it is in the workbook (not saved then, or put back): {runs.en}.",
            ),
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
                return Found(again, passed)
            continue
        snapshot = store.read(kept)
        try:
            tables = standings(book, snapshot, language)
        except CsbookError:
            refuse_if_on_record(snapshot.about)
            raise
        if not all(table.is_back for table in tables):
            refuse_if_on_record(snapshot.about)
            return Found(Last(kept, snapshot, tables), passed)
        passed.append((kept, snapshot.about))
    return Found(None, passed)


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
