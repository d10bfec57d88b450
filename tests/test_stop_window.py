"""The small window that ends a search early, on a virtual screen, clicked with a real pointer."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import xlwings

import csbook.excel
from csbook.problems import Words
from csbook.stop_button import StopButton
from csbook.stop_window import READY
from tests.open_shop import PANEL_ROWS, Opener, rows
from tests.workbooks import PEOPLE, put

LABEL = Words("生成排班", "Build roster")
SECONDS = 60
"""How long anything here may take before the test fails."""


def needed(name: str) -> str:
    """The program's path; skips where it is not installed."""
    found = shutil.which(name)
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{name} is needed")
        pytest.skip(f"needs {name} (Debian: apt install xvfb xdotool), which is not here")
    return found


@pytest.fixture(scope="module")
def screen() -> Iterator[str]:
    """A virtual screen of its own; its name for DISPLAY."""
    pytest.importorskip("tkinter", reason="needs tkinter, which this Python came without")
    server, _ = needed("Xvfb"), needed("xdotool")
    reading, writing = os.pipe()
    options = ["-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    process = subprocess.Popen([server, *options], pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as said:
            yield f":{said.readline().strip()}"
    finally:
        process.terminate()
        process.wait(SECONDS)


@pytest.fixture
def on_screen(screen: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("DISPLAY", screen)
    return screen


def pointer(*words: str) -> str:
    command = ["xdotool", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)
    return done.stdout.strip()


def windows() -> list[str]:
    """Those of csbook that can be seen; xdotool finds no Chinese words everywhere."""
    return pointer("search", "--onlyvisible", "--name", "csbook").split()


def click_the_button() -> None:
    """Move the pointer onto the lower part of the window, where the button is, and click."""
    assert happens(lambda: bool(windows()))
    shape = pointer("getwindowgeometry", "--shell", windows()[-1]).split("\n")
    of = {name: int(value) for name, value in (line.split("=") for line in shape)}
    pointer("mousemove", str(of["X"] + of["WIDTH"] // 2), str(of["Y"] + of["HEIGHT"] * 2 // 3))
    time.sleep(0.2)  # the button must have seen the pointer come
    pointer("click", "1")


def happens(what: Callable[[], bool]) -> bool:
    end = time.monotonic() + SECONDS
    while not what() and time.monotonic() < end:
        time.sleep(0.05)
    return what()


def test_a_click_is_heard_and_the_window_goes_when_the_search_is_done(on_screen: str) -> None:
    with StopButton(LABEL, "zh") as button:
        assert button.shown.wait(SECONDS)
        assert not button.pressed()
        button.tell(Words("已找到排班，缺口 3 人次……12 秒", "found"))
        click_the_button()
        assert happens(button.pressed)
        assert windows()
    assert windows() == []


def test_the_title_counts_the_time_while_nothing_is_found(on_screen: str) -> None:
    def title() -> str:
        return pointer("getwindowname", windows()[-1])

    with StopButton(LABEL, "en") as button:
        assert button.shown.wait(SECONDS)
        first = title()
        assert re.fullmatch(r"csbook Build roster  0:\d\d", first)
        assert happens(lambda: title() > first)


def test_a_search_of_a_moment_shows_no_window(on_screen: str) -> None:
    with StopButton(LABEL, "en") as button:
        pass
    assert not button.shown.is_set()
    assert windows() == []


def test_the_window_goes_with_the_program_that_opened_it(on_screen: str) -> None:
    """Killed, so that nothing can be tidied up."""
    program = textwrap.dedent("""
        import time
        from csbook.problems import Words
        from csbook.stop_button import StopButton
        with StopButton(Words("孤儿", "orphan"), "en") as button:
            assert button.shown.wait(60)
            print("shown", flush=True)
            time.sleep(600)
    """)
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "shown\n"
        assert windows()
        parent.send_signal(signal.SIGKILL)
    assert happens(lambda: windows() == [])


def test_without_a_screen_there_is_no_window_and_nothing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    if sys.platform in ("win32", "darwin"):
        pytest.skip("there is always a screen here")
    with StopButton(LABEL, "zh") as button:
        button.tell(LABEL)
        assert button._window is not None
        button._window.wait(SECONDS)
        button.tell(LABEL)
        assert not button.pressed()
    assert not button.shown.is_set()


def test_what_lies_beside_the_workbook_is_not_run(
    on_screen: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("tkinter", "queue", "csbook"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('the stray file was run')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with StopButton(LABEL, "zh") as button:
        assert button.shown.wait(SECONDS), READY


def test_the_button_ends_the_search_in_the_open_workbook_with_a_roster(
    on_screen: str, shop: Path, open_shop: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time limit is ten minutes; nobody is there to find the best roster for so long."""
    put(shop, "Panel", PANEL_ROWS["seconds"], "value", 600)
    put(shop, "Panel", PANEL_ROWS["month"], "value", "2026-11")
    book = open_shop(shop)
    book.set_mock_caller()
    slow = slowed(monkeypatch)
    clicker = threading.Thread(target=click_the_button, daemon=True)
    clicker.start()
    try:
        csbook.excel.run("build-roster")
    finally:
        del xlwings.Book._mock_caller
    clicker.join(SECONDS)
    [(said, _)] = book.app.impl.alert_log
    assert slow.is_set(), "the search was over before the window was there"
    assert "按要求提前结束，用的是目前最好的班表" in said or "已是最好的排法" in said
    assert set(rows(book, "Roster")["agent_id"]) == {number for number, *_ in PEOPLE}
    assert windows() == []


def slowed(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Let the search go on until somebody stops it: the small shop has its best roster in half a second."""
    from csbook.commands.rostering import build_roster

    solve, waited = build_roster.solve, threading.Event()

    def until_stopped(*args: object, cancelled: Callable[[], bool], **more: object) -> object:
        found = solve(*args, cancelled=cancelled, **more)  # type: ignore[arg-type]
        assert happens(cancelled), "nobody pressed the button"
        waited.set()
        return found

    monkeypatch.setattr(build_roster, "solve", until_stopped)
    return waited
