"""Saving: whatever happens, the old file or the new one is there, whole; others' work is respected."""

from __future__ import annotations

import os
import random
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from csbook.books.file_book import FileBook
from csbook.books.saving import InUse, NotSaved, ensure_writable, save, side_folder
from csbook.problems import ChangedMeanwhile, FileMissing, OpenElsewhere, ReadOnlyFile
from tests.books.made_files import made, small, values, write

ROOT = Path(__file__).resolve().parents[2]

# Writes 1, 2, 3, ... into S!D3 and says each number before it is saved.
WRITE_FOR_EVER = """
import itertools, sys
from csbook.books.book import TableWrite
from csbook.books.file_book import FileBook
book = FileBook(sys.argv[1])
for number in itertools.count(1):
    print(number, flush=True)
    book.apply([TableWrite(book.places()["T"], {3: {4: number}}, 4)])
"""

# Saves the text "new" over "old", and is killed at the n-th step that reaches the disk.
KILLED_AT_STEP = """
import os, signal, sys
from pathlib import Path
from csbook.books.saving import save
left = int(sys.argv[2])
def counted(step):
    def killing(*arguments, **named):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return step(*arguments, **named)
    return killing
for name in ("fsync", "replace", "chmod", "chown", "open", "mkdir"):
    setattr(os, name, counted(getattr(os, name)))
save(Path(sys.argv[1]), b"new", b"old")
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return made(tmp_path / "台账 1.xlsx", small)


def run(code: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def others(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.iterdir() if file != path)


def test_a_save_leaves_the_new_file_and_a_backup_of_the_old(path: Path) -> None:
    before = path.read_bytes()
    write(path, {3: {2: "改"}})
    assert values(path)[0][0] == "改"
    assert (side_folder(path) / "backup.xlsx").read_bytes() == before
    assert others(path) == [".csbook"]
    first = path.read_bytes()
    write(path, {3: {2: "再改"}})
    assert (side_folder(path) / "backup.xlsx").read_bytes() == first


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_mode_bits_stay(path: Path, mode: int) -> None:
    path.chmod(mode)
    write(path, {3: {2: "改"}})
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert stat.S_IMODE((side_folder(path) / "backup.xlsx").stat().st_mode) == mode


@pytest.mark.skipif(
    getattr(os, "geteuid", int)() != 0 or sys.platform == "win32", reason="only root may give files away"
)
def test_the_owner_stays(path: Path) -> None:
    os.chown(path, 1234, 2345)
    write(path, {3: {2: "改"}})
    assert (path.stat().st_uid, path.stat().st_gid) == (1234, 2345)


def test_a_read_only_file_is_refused(path: Path) -> None:
    book = FileBook(path)
    path.chmod(0o444)
    with pytest.raises(ReadOnlyFile, match=r"台账 1\.xlsx"):
        book.ensure_writable()
    with pytest.raises(ReadOnlyFile):
        write(path, {3: {2: "改"}})


@pytest.mark.parametrize("lock", ["~$台账 1.xlsx", ".~lock.台账 1.xlsx#"])
def test_a_workbook_open_in_an_office_program_is_refused(path: Path, lock: str) -> None:
    book = FileBook(path)
    book.ensure_writable()
    path.with_name(lock).write_bytes(b"somebody")
    before = path.read_bytes()
    with pytest.raises(InUse) as refused:
        book.ensure_writable()
    assert refused.value.exit_code == 4
    assert lock in refused.value.words("zh")
    assert lock in refused.value.words("en")
    assert isinstance(refused.value, OpenElsewhere)
    with pytest.raises(InUse):
        save(path, b"new", before)
    assert path.read_bytes() == before


def test_a_file_changed_after_it_was_read_is_refused(path: Path) -> None:
    book = FileBook(path)
    write(path, {3: {2: "别人改的"}})
    theirs = path.read_bytes()
    with pytest.raises(ChangedMeanwhile) as refused:
        save(path, b"ours", book._content.raw)
    assert refused.value.exit_code == 4
    assert path.read_bytes() == theirs


def test_a_change_that_keeps_size_and_time_is_seen(path: Path) -> None:
    old, times = path.read_bytes(), path.stat()
    path.write_bytes(old[:-1] + b"x")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    with pytest.raises(ChangedMeanwhile):
        save(path, b"ours", old)


def test_a_file_only_touched_is_saved(path: Path) -> None:
    book = FileBook(path)
    os.utime(path)
    save(path, b"ours", book._content.raw)
    assert path.read_bytes() == b"ours"


def test_two_commands_do_not_save_at_once(path: Path) -> None:
    fcntl = pytest.importorskip("fcntl", reason="holds the lock as other systems than Windows do")
    write(path, {3: {2: "改"}})
    before = path.read_bytes()
    with (side_folder(path) / "saving.lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(OpenElsewhere):
            save(path, b"ours", before)
    assert path.read_bytes() == before
    save(path, b"ours", before)


def test_a_link_stays_a_link_and_its_target_is_saved(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    folder.mkdir()
    link = folder / "link.xlsx"
    link.symlink_to(path)
    write(link, {3: {2: "改"}})
    assert link.is_symlink()
    assert values(path)[0][0] == "改"
    assert list(folder.iterdir()) == [link]
    link.with_name("~$link.xlsx").touch()
    with pytest.raises(InUse):
        ensure_writable(link)


def test_leftovers_of_a_killed_save_are_cleared_by_the_next(path: Path) -> None:
    write(path, {3: {2: "改"}})
    leftovers = [
        path.with_name(f".{path.name}.csbook-x1.tmp"),
        side_folder(path) / ".backup.xlsx.csbook-2.tmp",
    ]
    strangers = [path.with_name(".other.xlsx.csbook-x1.tmp"), path.with_name("note.tmp")]
    for file in leftovers + strangers:
        file.write_bytes(b"half")
    write(path, {3: {2: "再改"}})
    assert not any(file.exists() for file in leftovers)
    assert all(file.exists() for file in strangers)


def test_a_file_that_is_gone_is_not_made_anew(path: Path) -> None:
    before = path.read_bytes()
    path.unlink()
    with pytest.raises(FileMissing):
        save(path, b"ours", before)
    assert not path.exists()


def test_a_full_disk_leaves_everything_as_it_was(path: Path) -> None:
    """The system's limit on file sizes stands in for the disk's end."""
    code = """
import resource, sys
from pathlib import Path
from csbook.books.saving import NotSaved, save
path = Path(sys.argv[1])
old = path.read_bytes()
resource.setrlimit(resource.RLIMIT_FSIZE, (len(old) + 1000, len(old) + 1000))
try:
    save(path, b"n" * (len(old) + 2000), old)
except NotSaved as error:
    print(error.words.en)
"""
    before = path.read_bytes()
    with run(code, path) as process:
        said, _ = process.communicate()
    assert "cannot be saved" in said
    assert "is as it was" in said
    assert path.read_bytes() == before
    assert others(path) == [".csbook"]


def test_a_folder_that_takes_no_file_is_named(path: Path) -> None:
    """A file stands where the folder for backups should be."""
    path.with_name(".csbook").write_bytes(b"")
    with pytest.raises(NotSaved, match="as it was") as refused:
        write(path, {3: {2: "改"}})
    assert refused.value.exit_code == 3
    assert refused.value.words.zh.startswith(f"无法保存 {path.name}：")
    assert refused.value.words.zh.endswith("。原文件没有改动。")


def test_the_disk_has_the_content_before_the_name_and_then_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Backup and workbook alike; after a power cut the name stands for a whole file."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    steps: list[str] = []
    replace = Path.replace

    def flushed(handle: int) -> None:
        mode, size = os.fstat(handle).st_mode, os.fstat(handle).st_size
        steps.append("name" if stat.S_ISDIR(mode) else f"content of {size}")

    def renamed(self: Path, target: Path) -> Path:
        steps.append("rename")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(Path, "replace", renamed)
    save(path, b"newer", b"old")
    assert steps == ["content of 3", "rename", "name", "content of 5", "rename", "name"]


def test_killed_at_any_step_the_old_or_the_new_file_is_there(tmp_path: Path) -> None:
    path = tmp_path / "step.xlsx"
    seen = []
    for step in range(1, 100):
        path.write_bytes(b"old")
        with run(KILLED_AT_STEP, path, step) as process:
            process.communicate()
        seen.append(path.read_bytes())
        if process.returncode == 0:
            break
        assert process.returncode == -signal.SIGKILL
    assert set(seen) == {b"old", b"new"}
    # The steps: two files (lock aside) each opened, flushed, given away, given rights, put in place.
    assert len(seen) > 10
    assert seen == sorted(seen, reverse=True)
    path.write_bytes(b"old")
    save(path, b"new", b"old")
    assert others(path) == [".csbook"]
    assert sorted(file.name for file in side_folder(path).iterdir()) == ["backup.xlsx", "saving.lock"]


def test_killed_at_any_moment_the_old_or_the_new_file_is_there(path: Path) -> None:
    moments = random.Random(7)
    for _ in range(12):
        number = values(path)[0][2]
        with run(WRITE_FOR_EVER, path) as process:
            assert process.stdout is not None
            announced = [int(process.stdout.readline())]
            time.sleep(moments.uniform(0, 0.06))
            process.kill()
            announced += [int(line) for line in process.stdout]
        last = announced[-1]
        assert values(path)[0][2] in (last, last - 1 if last > 1 else number)
        backup = side_folder(path) / "backup.xlsx"
        assert not backup.exists() or values(backup)
    write(path, {3: {2: "改"}})
    assert others(path) == [".csbook"]
