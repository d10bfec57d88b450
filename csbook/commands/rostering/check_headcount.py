"""What no roster can mend, said before its consequences: more people asked for, or due a free day, than
there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

import pandas as pd

from csbook.commands.handler import Request
from csbook.commands.rostering.check_line import ERROR, WARNING, Line, groups_named, in_brackets
from csbook.commands.rostering.explain_words import window_instead, window_subject
from csbook.commands.rostering.standing import Standing
from csbook.problems import Words, counted, joined, same
from csbook.roster.windows import ShortWindow, headcount_words, narrowest, short_windows

TOO_FEW: Final = Words("人手不够", "too few people")
MOST_HINTS: Final = 3


def lines_of_headcount(request: Request, month: Standing, source: Words) -> Iterator[Line]:
    """One line for all days of a group on which more people are asked for than there are, then one for each
    stretch in which too many are due a free day. As grave as the minimum cover that must fall short.

    source: of the rule of the minimum cover.
    """
    severity = ERROR if month.problem.rules.cover_minimum.binds else WARNING
    windows = narrowest(short_windows(month.problem))
    for (groups, of_headcount), each in groupby(windows, key=lambda w: (w.groups, w.of_headcount)):
        alike = list(each)
        for together in [alike] if of_headcount else [[window] for window in alike]:
            days = {day for w in together for day in pd.date_range(w.first, w.last).date}
            whole = together[0] if len(together) == 1 else _joined(groups, together)
            yield Line(
                severity,
                TOO_FEW,
                source,
                headcount_words(together) if of_headcount else window_subject(whole),
                mend=window_instead(whole),
                name=groups_named(groups, request),
                days=tuple(sorted(days)),
            )


def _joined(groups: tuple[str, ...], together: Sequence[ShortWindow]) -> ShortWindow:
    first, last = min(w.first for w in together), max(w.last for w in together)
    return ShortWindow(groups, first, last, sum(w.needed for w in together), sum(w.room for w in together))


def hints(request: Request, month: Standing) -> Iterator[Words]:
    """The first of these lines as sentences, and how many more there are."""
    lines = list(lines_of_headcount(request, month, same("")))
    for line in lines[:MOST_HINTS]:
        about = Words("人手不够：", "Too few people: ") + same(line.name) + in_brackets(line.when)
        found = joined([about, line.found], "，", ", ")
        yield joined([found, line.mend], "。", ". ") + Words("。", ".")
    more = len(lines) - MOST_HINTS
    if more > 0:
        yield Words(
            f"还有 {more} 处同样人手不够，见“排班检查”。",
            f"{counted(more, 'more stretch has', 'more stretches have')} too few people: see sheet "
            "'Roster check'.",
        )
