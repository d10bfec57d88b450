"""`score`: the month's measures, scores, ranking, commission, pay rows and improvement plans.

A month that was locked once goes by the terms it has kept, unless those of now are asked for. People type the
self score, the four criteria and what HR knows; nothing of theirs is written.
"""

from __future__ import annotations

from collections.abc import Iterator

from csbook.commands.handler import Request, Result
from csbook.commands.lock_contents import people_changed
from csbook.commands.locked_months import Lock, changed_rows, last_lock, standing_locks
from csbook.commands.month_terms import at_their_cells, by_its_terms
from csbook.commands.score_frames import MonthScore, renewed_plans
from csbook.commands.score_rules import calendar_of
from csbook.commands.score_words import headline, notes
from csbook.commands.scored_month import ScoredMonth, scored_month
from csbook.commands.terms_reminders import notes_on_terms
from csbook.problems import Words, WorkbookUnusable, same
from csbook.scorecard.measures import MEASURES


def score(request: Request) -> Result:
    """Score the month of the request; a locked month is left as it is, but for the plans handed in.

    Wrong rows of 考核指标 stop it; what else somebody should correct comes as warnings. `new_terms`: a month
    that was locked once takes the settings and rules of now.
    """
    label = f"{request.month:%Y-%m}"
    lock = last_lock(request.tables, label)
    if lock is not None and lock.is_locked:
        return left_alone(request, lock)
    asked, request = request, by_its_terms(request)
    scored = scored_month(request)
    problems = at_their_cells(scored.problems, asked)
    if scored.is_wrong:
        return Result(
            Words("评分所依据的表有误，没有评分。", "What scores rest on is wrong; nothing was scored."),
            problems=problems,
        )
    ensure_figures_stay(request, scored)
    return Result(
        headline(scored.month),
        scored.frames,
        (
            *notes_on_terms(asked),
            *notes(scored, request),
            *earlier_changes(request, label),
        ),
        problems,
        details(scored, request),
    )


class FiguresGone(WorkbookUnusable):
    """What the month was measured by is no longer in the workbook: scoring it again would empty its rows."""

    def __init__(self, month: str) -> None:
        super().__init__(
            Words(
                f"工作簿里已没有 {month} 的日报和平台数据，再评会清空已有的指标，没有评分。"
                "请先用“导入”或 csbook load 补上这个月的数据。",
                f"Neither log nor platform figures of {month} are in the workbook any more: scoring it again "
                "would empty its measures, so nothing was scored. Bring that month's figures in first "
                "('Import' or csbook load).",
            )
        )


def ensure_figures_stay(request: Request, scored: ScoredMonth) -> None:
    """Raises `FiguresGone` where rows of the month have measures and none would be left."""
    rows, label = request.tables["Scores"], scored.month.period.label
    before = rows.loc[rows["month"] == label, list(MEASURES)]
    after = scored.frames["Scores"]
    if before.notna().any(axis=None) and (after.empty or not after[list(MEASURES)].notna().any(axis=None)):
        raise FiguresGone(label)


def earlier_changes(request: Request, label: str) -> Iterator[Words]:
    """A note for each earlier month that is locked and whose rows are no longer as they were locked."""
    for lock in standing_locks(request.tables):
        if lock.month < label and (people := people_changed(request.tables, lock)):
            yield same(f"{lock.month} ") + changed_rows(people)


def left_alone(request: Request, lock: Lock) -> Result:
    """A locked month: only whether its plans were handed in goes on."""
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
                "整改的状态已按今天更新。如要重新评分，请先用“解锁月份”。",
                "The plans' states are as of today. Use 'Reopen month' first to score the month again.",
            ),
        ),
        details={"month": lock.month, "locked": True},
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
