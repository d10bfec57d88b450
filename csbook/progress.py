"""Progress on the screen for work of more than a moment: one line that tells the step."""

from __future__ import annotations

import sys
from types import TracebackType
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
