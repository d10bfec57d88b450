"""Months whose kept terms are not the settings and rules of now.

Scoring one that was never locked takes those of now; one that was keeps its own, unless they are asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final

import pandas as pd

from csbook.commands.facts_moved import facts_moved, facts_unkept, newcomers_note
from csbook.commands.figures_gone import figures_are_gone
from csbook.commands.handler import Request
from csbook.commands.lock_contents import rows_of
from csbook.commands.locked_months import is_locked, last_lock
from csbook.commands.month_terms import (
    OF_MONTHS,
    goes_by_kept_terms,
    has_terms,
    kept_rules,
    kept_settings,
    months_with_rows,
)
from csbook.problems import Problem, Severity, Words, joined
from csbook.schema.settings import SETTING_WORDS, Settings
from csbook.schema.terms import RULE_COLUMNS, TERM_SETTINGS
from csbook.schema.workbook import TABLES
from csbook.scorecard.fingerprint import fingerprint, value_text
from csbook.scorecard.period import Period

Frames = Mapping[str, pd.DataFrame]
SCORE_AGAIN: Final = Words(
    "；要按新的核算，请再“月度评分”", "; use 'Score month' again to reckon by what holds now"
)
KEPT: Final = Words("锁定过，仍按当时的口径；后来改了：", "locked once, it keeps its terms; changed since: ")
ASK_FOR_NEW: Final = Words(
    "；要按现在的核算，请在“操作面板”的“按现在口径”填“是”，再“月度评分”",
    "; to reckon by what holds now put yes at 'by the terms of now' in the panel and use 'Score month'",
)
NO_TERMS: Final = Words(
    "该月在“月度口径”里有一行，否则公式为空：请“月度评分”",
    "a row of the month in sheet 'Terms of the month', or its formulas are empty: use 'Score month'",
)
WITHOUT_FIGURES: Final = Words(
    "该月在“月度口径”里有一行，否则公式为空：请先“导入”或载入当月数据，再“月度评分”",
    "a row of the month in sheet 'Terms of the month', or its formulas are empty: bring its figures in "
    "('Import' or csbook load), then use 'Score month'",
)
GONE: Final = Words(
    "该月在“月度口径”里的一行：锁定后被删，请从备份恢复，或解锁后重新评分",
    "the month's row in sheet 'Terms of the month', deleted since the lock: take it from a backup, or reopen "
    "the month and score it again",
)


def terms_problems(tables: Frames, settings: Settings, today: dt.datetime) -> Iterator[Problem]:
    """A warning for each month that has rows and no terms, and for each open one whose terms are others than
    settings, rules and what it has kept of people and shifts give now; not for months that nothing is left to
    score by (`figures_are_gone`)."""
    for month in months_with_rows(tables):
        locked = is_locked(tables, month)
        if not has_terms(tables, month):
            table = next(name for name in OF_MONTHS if (tables[name]["month"] == month).any())
            lacking = WITHOUT_FIGURES if figures_are_gone(tables, month, today) else NO_TERMS
            yield reminder(tables, table, month, GONE if locked else lacking)
        elif not locked and (changed := changed_since(tables, settings, period_of(month, today))):
            if figures_are_gone(tables, month, today):
                continue
            named = joined(changed, "、", ", ")
            if last_lock(tables, month) is not None:
                said = KEPT + named + ASK_FOR_NEW
            else:
                start = Words("与现在的设置一致；后来改了：", "the terms of now; changed since: ")
                said = start + named + SCORE_AGAIN
            yield reminder(tables, "Terms", month, said)


def reminder(tables: Frames, table: str, month: str, expected: Words) -> Problem:
    row = tables[table].index[tables[table]["month"] == month].tolist()[0]
    return Problem(table, row, "month", month, expected, Severity.WARNING)


def notes_on_terms(request: Request) -> Iterator[Words]:
    """A note where the month of the request was reckoned before, or locked, by other terms than those of
    now: which of them it goes by this time."""
    tables, month = request.tables, f"{request.month:%Y-%m}"
    if not has_terms(tables, month):
        if last_lock(tables, month) is not None:
            yield Words(
                f"{month} 锁定时的口径已被删，这次按现在的设置和规则算。",
                f"The terms that {month} was locked by were deleted: it is now scored by settings and rules "
                "of now.",
            )
        return
    if goes_by_kept_terms(request):
        yield from facts_unkept(request)
        yield from newcomers_note(request)
    if not (changed := changed_since(tables, request.settings, Period(request.month, request.today))):
        return
    named = joined(changed, "、", ", ")
    if goes_by_kept_terms(request):
        yield (
            Words(
                f"{month} 锁定过，仍按当时的口径算；后来改了：",
                f"{month} was locked once and keeps the terms it had then; changed since: ",
            )
            + named
            + ASK_FOR_NEW
            + Words("。", ".")
        )
        return
    yield (
        Words(
            f"{month} 上次评分以后口径改了，这次按现在的算：",
            f"{month} is now scored by other terms than before, those of now: ",
        )
        + named
        + Words(
            "。要按原来的口径，请先把这些改回去再评。",
            ". To keep the earlier ones put these back first, then score again.",
        )
    )


def period_of(month: str, today: dt.datetime) -> Period:
    return Period(dt.date.fromisoformat(f"{month}-01"), today)


def changed_since(tables: Frames, settings: Settings, period: Period) -> list[Words]:
    """The settings and rule tables that are others now than the month has kept, the dates of people and the
    shifts."""
    month = period.label
    kept, rules = kept_settings(tables, settings, month), kept_rules(tables, month)
    found = [
        SETTING_WORDS[name] for name in TERM_SETTINGS if value_text(kept[name]) != value_text(settings[name])
    ]
    for name, columns in RULE_COLUMNS.items():
        now, then = (fingerprint(rows_of(frame, columns)) for frame in (tables[name], rules[name]))
        found += [TABLES[name].title] if now != then else []
    return found + facts_moved(tables, period)
