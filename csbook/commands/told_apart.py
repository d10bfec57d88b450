"""Names of people as messages say them: two of one name are told apart by their staff numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from csbook.problems import Words, same


def told_apart(names: Mapping[str, str]) -> dict[str, Words]:
    """Each name by its staff number; `王（K01）`, `王 (K01)` where another in `names` is called the same."""
    often = Counter(names.values())
    return {
        who: same(name) if often[name] == 1 else Words(f"{name}（{who}）", f"{name} ({who})")
        for who, name in names.items()
    }
