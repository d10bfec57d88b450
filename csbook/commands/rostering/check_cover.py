"""Lines of 排班检查 about missing people, and the same as notes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from csbook.commands.rostering.check_line import ERROR, WARNING, Line
from csbook.commands.rostering.roster_words import by_shift, minimum_gaps
from csbook.commands.rostering.standing import Standing
from csbook.problems import Words
from csbook.roster.amounts import number_range
from csbook.roster.checks_of_cover import Unmet, unmet_cover
from csbook.roster.law_words import shift_in_chinese
from csbook.roster.rulebook import RULES

MINIMUM, PREFERRED = "cover_minimum", "cover_preferred"


def lines_of_cover(month: Standing, source: Callable[[str], Words]) -> Iterator[Line]:
    """One line for each group and shift: below the minimum, else below what is preferred.

    source: of a rule, by its code.
    """
    for rule in (MINIMUM, PREFERRED):
        for gaps in _gaps(month, rule):
            group, shift = gaps[0].cover.group, gaps[0].cover.shift
            zh, count = shift_in_chinese(shift), _missing(gaps, rule)
            asked = {g.cover.minimum if rule == MINIMUM else g.cover.preferred for g in gaps}
            each_day = number_range(min(asked), max(asked))
            yield Line(
                ERROR if month.problem.rules[rule].binds else WARNING,
                RULES[rule].words + Words(f"：{zh}", f": shift {shift}"),
                source(rule),
                Words(f"少 {count} 人次", f"{count} missing"),
                limit=Words(f"每天 {each_day.zh} 人", f"{each_day.en} a day"),
                mend=Words(f"加 {count} 个{zh}", f"{count} more of shift {shift}"),
                name=group,
                days=tuple(gap.cover.day for gap in gaps),
            )


def gap_notes(month: Standing) -> Iterator[Words]:
    """Where somebody of the minimum is missing, one sentence for each group and shift."""
    return minimum_gaps(_below_minimum(month))


def _gaps(month: Standing, rule: str) -> Iterator[list[Unmet]]:
    """The gaps of a rule by group and shift; what is below the minimum is not told of what is preferred."""
    below = _below_minimum(month)
    if rule == MINIMUM:
        gaps = below
    else:
        gaps = [gap for gap in unmet_cover(month.problem, month.roster) if gap not in below]
    for _, alike in by_shift(gaps):
        yield alike


def _below_minimum(month: Standing) -> list[Unmet]:
    if not month.problem.rules.cover_minimum.on:
        return []
    return [gap for gap in unmet_cover(month.problem, month.roster) if gap.below_minimum]


def _missing(gaps: list[Unmet], rule: str) -> int:
    return sum(gap.below_minimum if rule == MINIMUM else gap.below_preferred for gap in gaps)
