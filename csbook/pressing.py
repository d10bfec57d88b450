"""What a button, its launcher and its subcommand run: a command, the steps of a routine, or a sheet's PDF."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from csbook.commands import registry
from csbook.commands.command import Command
from csbook.commands.handler import Progress, never
from csbook.commands.routines import ROUTINE_BY_NAME
from csbook.commands.score_commands import exports_sheet

if TYPE_CHECKING:
    from csbook.books.book import Book
    from csbook.commands.files import FileWork
    from csbook.commands.outcome import Outcome
    from csbook.commands.snapshots import SnapshotStore
    from csbook.problems import Language
    from csbook.rendering.opened import Printer


@dataclass(frozen=True)
class Press:
    """A command or routine by its name and what it is told, by parameter.

    `today`: the moment taken as today; `now`: the clock's. Files and folders that are said are looked for
    from `here`; the usual folders stand in `beside`. `files`: those named, or folders of them.
    """

    name: str
    told: Mapping[str, Any]
    today: dt.datetime
    now: dt.datetime
    here: Path
    beside: Path
    files: Sequence[Path] = ()

    @property
    def searching(self) -> Command | None:
        """The command, where it can be asked for an early end."""
        command = registry.BY_NAME.get(self.name)
        return command if command is not None and command.searches else None

    def run(
        self,
        book: Book,
        printer: Printer,
        store: SnapshotStore,
        user: str,
        progress: Progress,
        cancelled: Callable[[], bool] = never,
    ) -> Outcome:
        """Do it on the book. `printer`: titles of sheets -> their PDF.

        Raises `UnknownCommand`, and what `run_routine`, `export_sheet`, `FileWork.of` and `run` raise.
        """
        # Each way brings libraries that the others do without.
        from csbook.commands.run import language_of, run

        language = language_of(book)
        if self.name in ROUTINE_BY_NAME:
            return self.run_routine(book, language, store, user, progress)
        if exports_sheet(self.name, self.told):
            from csbook.rendering.exporting import export_sheet

            return export_sheet(
                book, printer, self.told, self.here, self.beside, now=self.today, progress=progress
            )
        command = registry.command(self.name)
        work = self.files_of(command, command.folder_said(self.told), language)
        return run(
            self.name,
            book,
            self.today,
            now=self.now,
            user=user,
            parameters=self.told,
            store=store,
            progress=progress,
            cancelled=cancelled,
            files=work.files,
            folder=work.folder,
        )

    def run_routine(
        self, book: Book, language: Language, store: SnapshotStore, user: str, progress: Progress
    ) -> Outcome:
        """Run the steps; raises `NotTaken` where files are named."""
        from csbook.commands.file_refusals import NotTaken
        from csbook.commands.routine_run import run_routine

        if self.files:
            raise NotTaken(self.name, self.files[0])
        return run_routine(
            ROUTINE_BY_NAME[self.name],
            book,
            self.today,
            now=self.now,
            user=user,
            files=lambda command, folder: self.files_of(command, folder, language),
            parameters=self.told,
            store=store,
            progress=progress,
        )

    def files_of(self, command: Command, folder: str | None, language: Language) -> FileWork:
        from csbook.commands.files import FileWork

        return FileWork.of(command, self.files, folder, self.here, self.beside, language)
