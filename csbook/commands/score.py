"""`score`: the month's measures, scores, ranking, commission, pay rows and improvement plans.

A month that was locked once goes by the terms it has kept, unless those of now are asked for. People type the
self score, the four criteria and what HR knows; nothing of theirs is written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from csbook.commands.figures_gone import ensure_figures_stay
from csbook.commands.first_steps import day_said
from csbook.commands.handler import Request, Result
from csbook.commands.kept_facts import facts_renewed
from csbook.commands.load_locks import DAYS_OF_INPUTS
from csbook.commands.lock_contents import people_changed
from csbook.commands.locked_months import (
    Lock,
    changed_rows,
    ensure_record_agrees,
    last_lock,
    standing_locks,
)
from csbook.commands.month_calendar import calendar_of
from csbook.commands.month_terms import at_their_cells, by_its_terms
from csbook.commands.pay_explained import emptied, emptied_note
from csbook.commands.score_frames import MonthScore, renewed_plans
from csbook.commands.score_next import LOCKED_AND_CHANGED, STAYS_LOCKED, next_of_scored
from csbook.commands.score_words import headline, notes
from csbook.commands.scored_month import ScoredMonth, scored_month
from csbook.commands.terms_reminders import notes_on_terms
from csbook.commands.typed_over import FormulasWithoutValues, ensure_values, without_their_values
from csbook.problems import Words, WorkbookUnusable, same


def score(request: Request) -> Result:
    """Score the month of the request; a locked month is left as it is, but for the plans handed in.

    Wrong rows of 考核指标 stop it; what else somebody should correct comes as warnings. `new_terms`: a month
    that was locked once takes settings, rules, dates of people and shifts of now. Raises `MonthNotBegun`,
    `RecordContradicted`, `NothingToScore`, `FiguresGone` and `FormulasWithoutValues`.
    """
    label = f"{request.month:%Y-%m}"
    if request.month > request.today.date():
        raise MonthNotBegun(label, request.month)
    lock = last_lock(request.tables, label)
    if lock is not None and lock.is_locked:
        return left_alone(request, lock)
    ensure_record_agrees(request.tables, label)
    asked, request = request, by_its_terms(request)
    scored = scored_month(request)
    problems = at_their_cells(scored.problems, asked)
    if scored.is_wrong:
        return Result(
            Words("评分所依据的表有误，没有评分。", "What scores rest on is wrong; nothing was scored."),
            problems=problems,
        )
    if scored.month.period.last < request.today.date() and not on_record(request, scored):
        raise NothingToScore(label)
    ensure_figures_stay(request, scored)
    explained = emptied(request, scored.frames)
    return Result(
        headline(scored),
        {**scored.frames, **facts_renewed(request), **explained},
        (
            *notes_on_terms(asked),
            *notes(scored, request),
            *earlier_changes(request, label),
            *emptied_note(explained),
        ),
        problems,
        details(scored, request),
        then=next_of_scored(scored, request),
    )


class MonthNotBegun(WorkbookUnusable):
    """There is nothing to score in a month to come."""

    def __init__(self, month: str, first: dt.date) -> None:
        day = day_said(first)
        super().__init__(
            Words(
                f"{month} 还没有开始，没有评分：{day.zh}起才能评。请核对“月份”。",
                f"{month} has not begun and was not scored: it can be from {day.en} on. Look at the month.",
            )
        )


class NothingToScore(WorkbookUnusable):
    """Nothing of a month that is over is in the workbook."""

    def __init__(self, month: str) -> None:
        super().__init__(
            Words(
                f"工作簿里没有 {month} 的排班、日报和评分，没有评分。请核对“月份”。",
                f"Neither roster, log nor scores of {month} are in the workbook: it was not scored. Look at "
                "the month.",
            )
        )
        self.before_again = Words("核对操作面板的“月份”", "look at 'month' in the panel")


def on_record(request: Request, scored: ScoredMonth) -> bool:
    """Whether the month has a roster, rows of its own, or a dated row of anything that it is scored by."""
    period, tables = scored.month.period, request.tables
    return (
        bool(scored.present)
        or any((tables[name]["month"] == period.label).any() for name in ("Scores", "Pay", "Plan"))
        or any(period.holds(tables[name][day]).any() for name, days in DAYS_OF_INPUTS.items() for day in days)
    )


def earlier_changes(request: Request, label: str) -> Iterator[Words]:
    """A note for each earlier month that is locked and whose rows are no longer as they were locked, or whose
    formulas hold no values to compare."""
    earlier = [lock for lock in standing_locks(request.tables) if lock.month < label]
    changed = {lock.month: people for lock in earlier if (people := people_changed(request.tables, lock))}
    unread = without_their_values(request.tables, changed) if changed else []
    for month, people in changed.items():
        if month in unread:
            yield FormulasWithoutValues(month, locked=True).words
        else:
            yield same(f"{month} ") + changed_rows(people)


def left_alone(request: Request, lock: Lock) -> Result:
    """A locked month: only whether its plans were handed in goes on; exit code 1 where its rows have changed.
    Raises `FormulasWithoutValues`, since rows without values are no change."""
    ensure_values(request)
    changed = people_changed(request.tables, lock)
    since = Words("，后来有改动", ", has changed since,") if changed else Words("", "")
    return Result(
        Words(
            f"{lock.month} 已锁定{since.zh}，没有重新评分。",
            f"{lock.month} is locked{since.en} and was not scored again.",
        ),
        {"Plans": renewed_plans(request.tables["Plans"], request.today)},
        (
            *([changed_rows(changed)] if changed else []),
            Words(
                "“整改”表里的状态已按今天更新。",
                "The states on sheet 'Improvement plans' are those of today.",
            ),
        ),
        details={"month": lock.month, "locked": True},
        left_out=bool(changed),
        then=LOCKED_AND_CHANGED if changed else STAYS_LOCKED,
    )


def details(scored: ScoredMonth, request: Request) -> dict[str, object]:
    """Figures for `--json`."""
    month = scored.month
    calendar, today = calendar_of(month.period, request.settings), request.today.date()
    return {
        "month": month.period.label,
        "locked": False,
        "agents": len(month.card),
        "scored": sum(one.weighted is not None for one in month.card),
        "ranking": ranking(month),
        "missing": {one.agent_id: list(one.judgement.missing) for one in month.waiting},
        "late": {
            "self_score": [one.agent_id for one in month.waiting_for_agent if today > calendar.self_by],
            "manager_score": [
                one.agent_id for one in month.waiting_for_manager if today > calendar.manager_by
            ],
        },
    }


def ranking(month: MonthScore) -> list[dict[str, object]]:
    ranks = month.outcome.ranks
    placed = sorted((s for s in month.card if s.agent_id in ranks), key=lambda s: ranks[s.agent_id])
    return [
        {"agent_id": one.agent_id, "rank": ranks[one.agent_id], "weighted": str(one.weighted)}
        for one in placed
    ]
