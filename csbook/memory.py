"""Python's memory while a command runs."""

from __future__ import annotations

import gc
from typing import Final

# Tables are many cells and no cycles: looking for cycles as often as Python does by itself takes a tenth of
# the time of a large register, and of a click that starts Python.
RARE_COLLECTIONS: Final = (200_000, 20, 100)


def collect_rarely() -> None:
    gc.set_threshold(*RARE_COLLECTIONS)
