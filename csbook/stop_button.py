"""The button that ends a search early while Excel waits for it: `stop_window`, started and listened to.

Where there is no screen, or Python came without tkinter, no window appears and the time limit alone ends the
search.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final

from csbook.problems import Language, Words, same

WINDOW: Final = Path(__file__).with_name("stop_window.py")
FIRST: Final = Words("正在准备……", "Getting ready ...")
BUTTON: Final = Words("停止，用目前最好的", "Stop and keep the best so far")
PRESSED: Final = Words("正在收尾……", "Finishing ...")
READY, STOP = "ready", "stop"
"""What the window says; it is not imported, for tkinter may be missing."""
SECONDS_TO_CLOSE: Final = 5


class StopButton:
    """`with StopButton(label, "zh") as button: button.tell(words); ... button.pressed()`.

    `shown` is set once the window can be seen.
    """

    def __init__(self, label: Words, language: Language) -> None:
        self.language = language
        self.texts = [words(language) for words in (same("csbook ") + label, FIRST, BUTTON, PRESSED)]
        self.shown, self._stop = threading.Event(), threading.Event()
        self._window: subprocess.Popen[bytes] | None = None
        self._listener: threading.Thread | None = None

    def __enter__(self) -> StopButton:
        with suppress(OSError):
            # -I: nothing beside the workbook or in the environment is imported in the place of Python's own.
            self._window = subprocess.Popen(
                [sys.executable, "-I", str(WINDOW), *self.texts],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            self._listener = threading.Thread(target=self._listen, daemon=True)
            self._listener.start()
        return self

    def _listen(self) -> None:
        assert self._window is not None
        assert self._window.stdout is not None
        for line in self._window.stdout:
            word = line.decode("ascii", "replace").strip()
            for meant, event in ((READY, self.shown), (STOP, self._stop)):
                if word == meant:
                    event.set()

    def pressed(self) -> bool:
        return self._stop.is_set()

    def tell(self, words: Words) -> None:
        """Show a step; nothing where there is no window any more."""
        if self._window is None or self._window.stdin is None:
            return
        with suppress(OSError, ValueError):
            self._window.stdin.write(words(self.language).replace("\n", " ").encode() + b"\n")
            self._window.stdin.flush()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        window, self._window = self._window, None
        if window is None or window.stdin is None or window.stdout is None:
            return
        with suppress(OSError):
            window.stdin.close()
        try:
            window.wait(SECONDS_TO_CLOSE)
        except subprocess.TimeoutExpired:
            window.kill()
            window.wait()
        if self._listener is not None:
            self._listener.join(SECONDS_TO_CLOSE)
        window.stdout.close()
