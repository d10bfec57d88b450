"""What happens on the screen during work of more than a moment: the step in one line, and Ctrl-C.

Ctrl-C breaks a command off; one that searches is asked for an early end first. What is broken off writes
nothing: a workbook is saved in one step.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from types import FrameType, TracebackType
from typing import Any, Final

from csbook.problems import Language, Words

INTERRUPTED: Final = 130
"""The exit code of a command that was broken off: 128 and the number of the signal."""


class Steps:
    """`with Steps("zh") as steps: steps.tell(words)`; silent where nobody watches."""

    def __init__(self, language: Language, *, quiet: bool = False) -> None:
        self.language = language
        self.quiet = quiet or not sys.stderr.isatty()
        self.status: Any = None

    def __enter__(self) -> Steps:
        return self

    def tell(self, words: Words) -> None:
        if self.quiet:
            return
        if self.status is None:
            from rich.console import Console

            self.status = Console(stderr=True, markup=False).status("")
            self.status.start()
        self.status.update(words(self.language))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.status is not None:
            self.status.stop()


class BrokenOff(BaseException):
    """Somebody pressed Ctrl-C. Not a `KeyboardInterrupt`, which libraries turn into something else."""


class BreakingOff:
    """`with BreakingOff() as ctrl_c`: Ctrl-C raises `BrokenOff`; `ctrl_c.pressed` stays true then.

    Libraries in C may turn the exception into one of their own, or drop it: whoever catches an error asks
    `pressed`, and who is about to write calls `ensure_not_pressed`. Pressed so often that it must have been
    dropped, it ends the process at once.
    """

    MOST = 3

    def __init__(self) -> None:
        self._times = 0
        self._before: Any = None

    @property
    def pressed(self) -> bool:
        return self._times > 0

    def ensure_not_pressed(self) -> None:
        if self.pressed:
            raise BrokenOff

    def __enter__(self) -> BreakingOff:
        self._times = 0
        self._before = signal.signal(signal.SIGINT, self._break_off)
        return self

    def _break_off(self, _number: int, _frame: FrameType | None) -> None:
        self._times += 1
        if self._times == 1:
            raise BrokenOff
        if self._times >= self.MOST:
            os._exit(INTERRUPTED)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.signal(signal.SIGINT, self._before)


class EarlyEnd:
    """`with EarlyEnd() as end: ... end.asked()`: the first Ctrl-C asks for an early end, the next does what
    it did before.

    For commands that search: they finish with the best found so far. While a solver's C code runs Python
    hands two signals on as one; each leaves its byte in a socket, and those are counted.
    """

    def __init__(self) -> None:
        self._asked = False
        self._before: Any = None
        self._wakeup_before = -1

    def asked(self) -> bool:
        return self._asked

    def __enter__(self) -> EarlyEnd:
        self._left, self._bytes = socket.socketpair()  # on Windows a pipe would block
        for end in (self._left, self._bytes):
            end.setblocking(False)
        self._wakeup_before = signal.set_wakeup_fd(self._left.fileno(), warn_on_full_buffer=False)
        self._before = signal.signal(signal.SIGINT, self._ask)
        return self

    def _ask(self, number: int, frame: FrameType | None) -> None:
        for _ in range(self._presses()):
            if self._asked and callable(self._before):
                self._before(number, frame)
            self._asked = True

    def _presses(self) -> int:
        """How often Ctrl-C was pressed since this was asked last."""
        try:
            return self._bytes.recv(4096).count(signal.SIGINT)
        except BlockingIOError:
            return 0

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.signal(signal.SIGINT, self._before)
        signal.set_wakeup_fd(self._wakeup_before)
        for end in (self._left, self._bytes):
            end.close()
