"""The files that commands are given and make: read before a command begins, written once it is done."""

from __future__ import annotations

import contextlib
import errno
import os
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from csbook.books.saving import ensure_writable
from csbook.commands.command import Command
from csbook.commands.file_refusals import (
    FilesNotPut,
    FilesNotWritten,
    FileTooLarge,
    GivenFileMissing,
    NoFiles,
    NotTaken,
    Unreadable,
    WrongEnding,
)
from csbook.commands.handler import File
from csbook.commands.outcome import Outcome
from csbook.problems import Language, Words, counted

MEGABYTE: Final = 1024 * 1024
LARGEST: Final = 200 * MEGABYTE
"""Bytes. Nothing that a shop exports is larger."""
ASIDE: Final = ".csbook-"
LEFT_BEHIND: Final = 3600
"""Seconds. A file that has waited longer for its place was left by a run that was killed."""


@dataclass(frozen=True)
class FileWork:
    """What a command has to do with files: those it is given, and the folder for those it makes."""

    files: tuple[File, ...] = ()
    folder: Path | None = None

    @classmethod
    def of(
        cls,
        command: Command,
        named: Sequence[Path],
        folder: str | None,
        here: Path,
        beside: Path,
        language: Language,
    ) -> FileWork:
        """By the files named and the folder said (both from `here`), or the usual folder in `beside`.

        A folder named stands for the files in it. A command that makes files is given those that stand in
        their folder already; of one that `makes` a file, that file can be said in the folder's place; one
        that `does_without_files` is given those there are. Raises `NotTaken`, `NoFiles`,
        `GivenFileMissing`, `FileTooLarge`, `Unreadable`, `WrongEnding`.
        """
        if named and not command.is_given_files:
            raise NotTaken(command.name, named[0])
        usual = beside / (command.usual_folder(language) if command.usual_folder else "")
        chosen = here / folder if folder else usual
        try:
            if folder and file_named(folder, command.makes):
                return cls(folder=chosen.parent)
            if folder and command.makes and chosen.suffix and not chosen.is_dir():
                raise WrongEnding(chosen, command.makes)
            if command.gives_files:
                return cls(read(paths_in(chosen, command.takes)), chosen)
            if not command.is_given_files:
                return cls()
            if command.does_without_files and not named:
                return cls(read(paths_in(chosen, command.takes)))
            paths = [path for name in named for path in paths_at(here / name, command)]
            if folder or not named:
                paths += [chosen] if chosen.is_file() else filled(chosen, command)
            return cls(read(paths))
        except OSError as error:
            raise Unreadable(error) from error


def file_named(said: str, endings: Sequence[str]) -> str | None:
    """The name of the file that is said with one of the endings; None for a folder."""
    is_file = not said.endswith(("/", "\\")) and Path(said).suffix.lower() in endings
    return Path(said).name if is_file else None


def paths_at(path: Path, command: Command) -> list[Path]:
    """A file whatever its ending, or those in a folder that the command takes."""
    return filled(path, command) if path.is_dir() else [path]


def filled(folder: Path, command: Command) -> list[Path]:
    """The files in a folder with one of the endings that the command takes; raises `NoFiles` where none
    has."""
    paths = paths_in(folder, command.takes)
    if not paths:
        raise NoFiles(folder, command.takes, command.wanted)
    return paths


def paths_in(folder: Path, endings: Sequence[str]) -> list[Path]:
    """The files in a folder with one of the endings, by name; hidden and lock files are left out."""
    return [
        path
        for path in (sorted(folder.iterdir()) if folder.is_dir() else ())
        if path.suffix.lower() in endings and not path.name.startswith((".", "~$")) and path.is_file()
    ]


def read(paths: Sequence[Path]) -> tuple[File, ...]:
    """The files' contents in the order given, each once. Raises `GivenFileMissing`, `FileTooLarge`."""
    for path in paths:
        if not path.is_file():
            raise GivenFileMissing(path)
        if path.stat().st_size > LARGEST:
            raise FileTooLarge(path.name, LARGEST // MEGABYTE)
    return tuple(File(path.name, path.read_bytes()) for path in {p.resolve(): p for p in paths}.values())


def distinct(files: Iterable[File]) -> Iterable[File]:
    """The files under names that differ, as those of two folders may not."""
    seen: Counter[str] = Counter()
    for file in files:
        seen[file.name] += 1
        times = seen[file.name]
        yield file if times == 1 else replace(file, name=f"({times}) {file.name}")


def reading(number: int, of: int, name: str) -> Words:
    """Which of how many files is being read."""
    return Words(f"读第 {number} 个文件，共 {of} 个：{name}……", f"Reading file {number} of {of}: {name} ...")


@contextlib.contextmanager
def written(folder: Path, files: Sequence[File]) -> Iterator[None]:
    """Put the files into the folder when what is done meanwhile succeeds; otherwise none of them.

    They wait beside their places, and each takes the place of an earlier file of its name in one step.
    Raises `FilesNotWritten`, what `ensure_writable` raises for a file that stands there, and `FilesNotPut`.
    """
    waiting: dict[Path, Path] = {}
    try:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for file in files:
                place = place_of(file, folder)
                if place in waiting:
                    raise ValueError(f"two files {file.name}")
                waiting[place] = set_aside(place, file.data)
        except OSError as error:
            raise FilesNotWritten(folder, error) from error
        yield
        put(waiting, folder)
        remove_leftovers(folder)
    finally:
        for temporary in waiting.values():
            temporary.unlink(missing_ok=True)


def replacements(folder: Path, files: Sequence[File]) -> tuple[Words, ...]:
    """What is said of files that will be replaced, where they are asked about. Raises `Unreadable` and what
    `File.over` raises."""
    said = []
    for file in files:
        place = folder / file.name
        try:
            standing = place.read_bytes() if file.over and place.is_file() else None
        except OSError as error:
            raise Unreadable(error) from error
        if file.over and standing is not None and standing != file.data:
            said.append(file.over(standing))
    return tuple(said)


def place_of(file: File, folder: Path) -> Path:
    """Where a file goes, once it is sure that it can."""
    place = folder / file.name
    if place.parent != folder:
        raise ValueError(f"{file.name} is not a file's name")
    if place.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(place))
    if place.exists():
        ensure_writable(place)
    return place


def set_aside(place: Path, data: bytes) -> Path:
    """The new content on the disk, under another name in the same folder, with the rights of new files."""
    temporary = place.with_name(f"{ASIDE}{uuid.uuid4().hex}")
    with temporary.open("xb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    return temporary


def put(waiting: dict[Path, Path], folder: Path) -> None:
    """Let each file take its place; those that cannot are named after all the others have."""
    failed: list[tuple[str, OSError]] = []
    for place, temporary in waiting.items():
        try:
            temporary.replace(place)
        except OSError as error:
            failed.append((place.name, error))
    if failed:
        raise FilesNotPut(folder, [name for name, _ in failed], failed[0][1])


def remove_leftovers(folder: Path) -> None:
    """Files that a killed run left beside their places: they may hold telephone numbers."""
    waits = [path for path in folder.iterdir() if path.name.startswith(ASIDE) and path.is_file()]
    now = folder.stat().st_mtime  # a file has just been put there
    for path in waits:
        if now - path.stat().st_mtime > LEFT_BEHIND:
            path.unlink(missing_ok=True)


def with_files(outcome: Outcome, folder: Path, files: Sequence[File]) -> Outcome:
    """The outcome that also says where the files are that the command made."""
    count = len(files)
    said = Words(f"{count} 个文件写入 {folder}。", f"{counted(count, 'file')} written to {folder}.")
    made = {"folder": str(folder), "files": [file.name for file in files]}
    return replace(
        outcome,
        notes=(*outcome.notes, said(outcome.language)),
        details={**outcome.details, **made},
    )
