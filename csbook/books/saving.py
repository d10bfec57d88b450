"""Saving a workbook so that at any moment the old file or the new one is there, whole.

The new content goes to a temporary file in the same folder, to the disk, and then takes the old
file's place in one step. The old content is kept as `.csbook/<file name>/backup.<ending>` beside it, unless
it is to be forgotten: then the backup holds the new one too.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from csbook.problems import (
    ChangedMeanwhile,
    FileMissing,
    OpenElsewhere,
    ReadOnlyFile,
    Words,
    WorkbookUnusable,
)

# Excel's owner file and LibreOffice's lock file, beside an open workbook.
_OWNER_FILES = ("~${name}", ".~lock.{name}#")


class InUse(OpenElsewhere):
    """An office program's lock file lies beside the workbook."""

    def __init__(self, name: str, lock: str) -> None:
        super().__init__(name)
        self.words += Words(
            f"如果没有人打开它，请删除同一文件夹里的 {lock}。",
            f" If nobody has it open, delete {lock} in the same folder.",
        )


class NotSaved(WorkbookUnusable):
    """The folder takes no file, or the disk is full. `is_new`: no file of the name was there before."""

    def __init__(self, name: str, error: OSError, *, is_new: bool = False) -> None:
        reason = _REASONS.get(error.errno or 0, Words(str(error.strerror), str(error.strerror)))
        said = Words(f"无法保存 {name}：{reason.zh}。", f"{name} cannot be saved: {reason.en}.")
        super().__init__(said if is_new else said + Words("原文件没有改动。", " The file is as it was."))


_REASONS = {
    errno.ENOSPC: Words("磁盘已满", "the disk is full"),
    errno.EDQUOT: Words("磁盘配额已满", "the disk quota is used up"),
    errno.EACCES: Words("没有该文件夹的写入权限", "the folder may not be written to"),
    errno.EPERM: Words("没有该文件夹的写入权限", "the folder may not be written to"),
    errno.EROFS: Words("磁盘是只读的", "the disk is read-only"),
}


def backup_of(folder: Path, suffix: str) -> Path:
    """The backup of the last save, in the folder beside the workbook."""
    return folder / f"backup{suffix}"


def side_folder(path: Path) -> Path:
    """The folder beside a workbook for what csbook keeps about it."""
    target = path.resolve()
    return target.parent / ".csbook" / target.name


def ensure_writable(path: Path) -> None:
    """Raise `FileMissing`, `ReadOnlyFile` or `OpenElsewhere` if the file could not be saved now."""
    target = path.resolve()
    if not target.is_file():
        raise FileMissing(path)
    if not target.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise ReadOnlyFile(path.name)
    for beside in dict.fromkeys((path, target)):
        for pattern in _OWNER_FILES:
            lock = beside.with_name(pattern.format(name=beside.name))
            if lock.exists():
                raise InUse(path.name, lock.name)
    if not os.access(target, os.W_OK):
        raise ReadOnlyFile(path.name)
    try:
        with target.open("r+b"):
            pass
    except OSError as error:
        raise OpenElsewhere(path.name) from error


def drop_backup(path: Path) -> None:
    """Delete what was kept of the workbook's earlier content."""
    for backup in side_folder(path).glob("backup.*"):
        backup.unlink(missing_ok=True)


def save(path: Path, content: bytes, read: bytes, *, forget: bool = False) -> None:
    """Put `content` in the file's place if the file still holds what was `read`.

    A symbolic link stays, its target is replaced; mode bits and, where allowed, the owner stay. With
    `forget` what was read is not kept: the backup is replaced first, for while the old file stands
    the command can be run again.
    Raises what `ensure_writable` raises, `ChangedMeanwhile`, and `NotSaved`.
    """
    target = path.resolve()
    ensure_writable(path)
    try:
        with _only_one_saves(path):
            if target.read_bytes() != read:
                raise ChangedMeanwhile(path.name)
            _remove_leftovers(target)
            backup = backup_of(side_folder(path), target.suffix)
            _remove_leftovers(backup)
            _replace(backup, content if forget else read, target)
            _replace(target, content, target)
    except OSError as error:
        raise NotSaved(path.name, error) from error


def _replace(target: Path, content: bytes, like: Path) -> None:
    """Write a file in one step, with the mode bits and owner of another."""
    handle, name = tempfile.mkstemp(prefix=_temporary_prefix(target), suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _take_over_rights(temporary, like)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _flush_folder(target.parent)


def _take_over_rights(file: Path, like: Path) -> None:
    state = like.stat()
    if sys.platform != "win32":
        # Only root may give files away; for others the file is theirs already.
        with contextlib.suppress(PermissionError):
            os.chown(file, state.st_uid, state.st_gid)
    file.chmod(stat.S_IMODE(state.st_mode))


def _flush_folder(folder: Path) -> None:
    """Bring the new name to the disk; Windows has no such call."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _temporary_prefix(target: Path) -> str:
    return f".{target.name}.csbook-"


def _remove_leftovers(target: Path) -> None:
    """Temporary files of a run that was killed; nobody else is saving while we hold the lock."""
    for file in target.parent.iterdir():
        if file.name.startswith(_temporary_prefix(target)) and file.name.endswith(".tmp"):
            file.unlink(missing_ok=True)


@contextlib.contextmanager
def _only_one_saves(path: Path) -> Iterator[None]:
    """Hold the workbook's lock among csbook's own processes; the system lets go of it after a kill."""
    folder = side_folder(path)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "saving.lock").open("wb") as lock:
        try:
            _lock(lock.fileno())
        except (BlockingIOError, PermissionError) as error:
            raise OpenElsewhere(path.name) from error
        yield


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
