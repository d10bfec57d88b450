"""Ctrl-C: a search is asked for the best so far first; anything else is broken off, with nothing written."""

from __future__ import annotations

import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from csbook.progress import INTERRUPTED, BreakingOff, BrokenOff, EarlyEnd
from csbook.schema.daily import DAYS
from csbook.template import build_workbook
from tests.workbooks import MONTH, rows, small_shop_rows

PEOPLE = 60
KEPT = {
    "no_day_after_evening": "hard",
    "minimum_rest": "hard",
    "longest_stretch": "hard",
    "shortest_stretch": "hard",
    "shortest_break": "hard",
    "most_weekends": "hard",
    "cover_minimum": "soft",
    "cover_preferred": "soft",
}
"""The rules that are on in that shop."""
FOUND = "gap"
"""Stands in the line on the screen from the first roster on."""


@pytest.fixture
def python_handler() -> Iterator[None]:
    """The handler that Python has for Ctrl-C, whatever a test leaves behind."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("python_handler")
def test_the_first_ctrl_c_asks_for_an_early_end_and_the_second_breaks_off() -> None:
    with EarlyEnd() as end:
        assert not end.asked()
        signal.raise_signal(signal.SIGINT)
        assert end.asked()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        assert end.asked()


@pytest.mark.usefixtures("python_handler")
def test_afterwards_ctrl_c_is_what_it_was() -> None:
    with EarlyEnd():
        assert signal.getsignal(signal.SIGINT) is not signal.default_int_handler
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


@pytest.mark.usefixtures("python_handler")
def test_after_an_error_ctrl_c_is_what_it_was_too() -> None:
    with pytest.raises(ZeroDivisionError), EarlyEnd():
        _ = 1 / 0
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.usefixtures("python_handler")
def test_each_search_is_asked_anew() -> None:
    with EarlyEnd() as first:
        signal.raise_signal(signal.SIGINT)
    with EarlyEnd() as second:
        assert first.asked()
        assert not second.asked()


@pytest.mark.usefixtures("python_handler")
def test_ctrl_c_breaks_off_and_is_remembered_for_whoever_catches_something_else() -> None:
    with BreakingOff() as ctrl_c:
        ctrl_c.ensure_not_pressed()
        with pytest.raises(BrokenOff):
            signal.raise_signal(signal.SIGINT)
        assert ctrl_c.pressed
        with pytest.raises(BrokenOff):
            ctrl_c.ensure_not_pressed()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    with ctrl_c:
        assert not ctrl_c.pressed


@pytest.mark.usefixtures("python_handler")
def test_in_a_search_the_second_breaks_off_too() -> None:
    with BreakingOff() as ctrl_c, EarlyEnd() as end:
        signal.raise_signal(signal.SIGINT)
        assert end.asked()
        assert not ctrl_c.pressed
        with pytest.raises(BrokenOff):
            signal.raise_signal(signal.SIGINT)
        assert ctrl_c.pressed


@pytest.mark.usefixtures("python_handler")
def test_two_presses_that_python_hands_on_as_one_are_two() -> None:
    """As while a solver's C code runs: the handler is called once, after both."""

    def press_twice() -> None:
        time.sleep(0.2)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        for _ in range(2):
            signal.pthread_kill(threading.get_ident(), signal.SIGINT)

    old = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # so that the wait is not cut short
    try:
        with BreakingOff(), EarlyEnd() as end, pytest.raises(BrokenOff):
            thread = threading.Thread(target=press_twice)
            thread.start()
            thread.join()
        assert end.asked()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, old)


def test_pressed_again_and_again_it_ends_a_process_that_drops_what_is_raised() -> None:
    code = (
        "import signal, sys\n"
        "from csbook.progress import BreakingOff, BrokenOff\n"
        "with BreakingOff():\n"
        "    for _ in range(9):\n"
        "        try:\n"
        "            signal.raise_signal(signal.SIGINT)\n"
        "        except BrokenOff:\n"
        "            pass\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (INTERRUPTED, "")


@pytest.fixture(scope="module")
def large_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of a group of sixty people with more to do than they can: minutes of work to prove the best.

    The rules are those of single people, so that there is a first roster within seconds.
    """
    path = tmp_path_factory.mktemp("large") / "csbook.xlsm"
    default = small_shop_rows("en")
    first = default["Staff"][0]
    rules = [
        row | {"active": row["rule"] in KEPT, "strength": KEPT.get(str(row["rule"]), "soft")}
        for row in default["RosterRules"]
    ]
    tables = {
        "Staff": [first | {"agent_id": f"K{n:02}", "name": f"Agent {n}"} for n in range(1, PEOPLE + 1)],
        "Cover": [row | {"minimum": 17, "preferred": 19} for row in default["Cover"]],
        "RosterRules": rules,
    }
    build_workbook(path, language="en", month=MONTH, rows=default | tables)
    return path


@pytest.fixture
def book(large_shop: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(large_shop, tmp_path / "csbook.xlsm"))


class Terminal:
    """A command started in a terminal of its own, and what it shows there."""

    def __init__(self, *command: str) -> None:
        pty = pytest.importorskip("pty", reason="a terminal of its own is a thing of Unix")
        self._screen, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "csbook", *command],
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=theirs,
            env=os.environ | {"TERM": "xterm", "COLUMNS": "200"},
        )
        os.close(theirs)
        self.shown = ""

    def watch(self, until: str, seconds: float) -> None:
        """Read on until a text is shown."""
        end = time.monotonic() + seconds
        while until not in self.shown and time.monotonic() < end and self.process.poll() is None:
            if select.select([self._screen], [], [], 0.05)[0]:
                self.shown += os.read(self._screen, 65536).decode(errors="replace")
        assert until in self.shown, self.shown[-500:]

    def press_ctrl_c(self) -> None:
        self.process.send_signal(signal.SIGINT)

    def wait(self, seconds: float) -> int:
        """Its exit code, while what it shows is read away."""
        end = time.monotonic() + seconds
        while self.process.poll() is None:
            assert time.monotonic() < end, "it did not end"
            if select.select([self._screen], [], [], 0.05)[0]:
                try:
                    self.shown += os.read(self._screen, 65536).decode(errors="replace")
                except OSError:  # the other side has closed
                    break
        return self.process.wait(timeout=seconds)

    @property
    def last_line(self) -> str:
        """The last line shown, without what moves the cursor."""
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.shown).strip().splitlines()[-1].strip()

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()
        os.close(self._screen)


def test_ctrl_c_ends_a_long_search_with_the_roster_found_so_far(book: Path) -> None:
    with Terminal("build-roster", str(book), "--seconds", "250") as terminal:
        terminal.watch(FOUND, seconds=100)
        terminal.press_ctrl_c()
        assert terminal.wait(seconds=100) == 0, terminal.shown
        assert terminal.process.stdout is not None
        said = terminal.process.stdout.read().decode()
    assert "from the best" in said, "it was proven before"
    assert "Ended early as asked, with the best roster found so far." in said
    grid = rows(book, "Roster", "en").set_index("agent_id").loc[:, list(DAYS[:30])]
    assert grid.shape == (PEOPLE, 30)
    assert grid.notna().all(axis=None)


def ensure_broken_off(terminal: Terminal, words: str) -> None:
    """It has ended with 130 and one sentence; nothing else was said."""
    assert terminal.wait(seconds=60) == INTERRUPTED, terminal.shown[-500:]
    assert terminal.process.stdout is not None
    assert terminal.process.stdout.read() == b""
    assert terminal.last_line == words
    assert "Traceback" not in terminal.shown
    assert "Aborted" not in terminal.shown


@pytest.mark.parametrize("imported", ["click.core", "csbook.problems", "typer.main"])
def test_while_the_program_is_still_being_imported_ctrl_c_is_one_sentence_too(
    monkeypatch: pytest.MonkeyPatch, imported: str
) -> None:
    monkeypatch.setenv("CSBOOK_LANG", "en")
    monkeypatch.setenv("PYTHONPROFILEIMPORTTIME", "1")  # Python tells each module once it is imported
    with Terminal("commands") as terminal:
        terminal.watch(imported, seconds=60)
        terminal.press_ctrl_c()
        ensure_broken_off(terminal, "Broken off; nothing was written.")


def test_a_second_ctrl_c_breaks_the_search_off_and_nothing_is_written(book: Path) -> None:
    before = book.read_bytes()
    with Terminal("build-roster", str(book), "--seconds", "250") as terminal:
        terminal.watch(FOUND, seconds=100)
        terminal.press_ctrl_c()
        time.sleep(0.05)  # two signals at once are one to a process
        terminal.press_ctrl_c()
        ensure_broken_off(terminal, "Broken off; nothing was written.")
    assert book.read_bytes() == before
    assert list(book.parent.iterdir()) == [book]


@pytest.mark.parametrize(
    ("lang", "shown", "words"),
    [
        ("en", "Making the workbook", "Broken off; nothing was written."),
        ("en", "first roster", "Broken off; nothing was written."),
        ("zh", "读取工作簿", "已中断，没有写入任何内容。"),
    ],
)
def test_what_is_no_search_alone_is_broken_off_by_the_first_ctrl_c(
    tmp_path: Path, lang: str, shown: str, words: str
) -> None:
    """`demo` goes on for long, and searches in between."""
    with Terminal("demo", str(tmp_path / "demo.xlsm"), "--lang", lang) as terminal:
        terminal.watch(shown, seconds=100)
        terminal.press_ctrl_c()
        ensure_broken_off(terminal, words)
    assert list(tmp_path.iterdir()) == []


def test_a_program_is_told_of_it_as_json(book: Path) -> None:
    with Terminal("build-roster", str(book), "--seconds", "250", "--json") as terminal:
        time.sleep(5)
        terminal.press_ctrl_c()
        time.sleep(0.05)
        terminal.press_ctrl_c()
        assert terminal.wait(seconds=60) == INTERRUPTED
        assert terminal.process.stdout is not None
        told = json.loads(terminal.process.stdout.read())
    assert (told["command"], told["exit_code"]) == ("build-roster", INTERRUPTED)
    assert told["headline"] == "Broken off; nothing was written."
