"""What happens on the screen during work of more than a moment: the step in one line, and Ctrl-C."""

from __future__ import annotations

import signal
import sys
from types import FrameType, TracebackType
from typing import Any

from csbook.problems import Language, Words


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


class EarlyEnd:
    """`with EarlyEnd() as end: ... end.asked()`: the first Ctrl-C asks for an early end, the next breaks off.

    For commands that search: they finish with the best found so far.
    """

    def __init__(self) -> None:
        self._asked = False
        self._before: Any = None

    def asked(self) -> bool:
        return self._asked

    def __enter__(self) -> EarlyEnd:
        self._before = signal.signal(signal.SIGINT, self._ask)
        return self

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        if self._asked:
            raise KeyboardInterrupt
        self._asked = True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.signal(signal.SIGINT, self._before)
