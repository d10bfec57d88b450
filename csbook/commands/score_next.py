"""What a person does next once a month was scored, or found locked."""

from __future__ import annotations

from typing import Final

from csbook.commands.first_steps import day_said
from csbook.commands.handler import Request
from csbook.commands.month_calendar import calendar_of
from csbook.commands.month_dues import last_month
from csbook.commands.pay_words import without_commission
from csbook.commands.scored_month import ScoredMonth
from csbook.problems import Words, joined

FILL_AGENTS: Final = Words(
    "在“员工”填客服，再点“月度评分”。", "fill the agents in sheet 'Staff', then press 'Score month' again."
)
LOOK_OVER: Final = Words("核对“绩效核算表”", "look over the pay sheet")
STAYS_LOCKED: Final = Words(
    "不用再评；要重新评分，先点“解锁月份”并写理由。",
    "nothing; to score it again press 'Reopen month' first, with a reason.",
)
LOCKED_AND_CHANGED: Final = Words(
    "点“核对锁定”看改了什么，从备份改回来（或点“解锁月份”并写理由，再评分、锁定）。",
    "press 'Verify month' to see what was changed and put it back from a backup (or 'Reopen month' with a "
    "reason, then score and lock again).",
)


def next_of_scored(scored: ScoredMonth, request: Request) -> Words:
    """What is to be filled still, else from when on the month can be locked."""
    month = scored.month
    if not month.card:
        return FILL_AGENTS
    missing = [
        (month.waiting_for_agent, Words("自评", "the self scores")),
        (month.waiting_for_manager, Words("主管评分", "the manager's scores")),
        (without_commission(scored.frames["Pay"], scored.frames["Scores"]), Words("提成", "the commission")),
    ]
    to_fill = joined(what for who, what in missing if who)
    begin, today = calendar_of(month.period, request.settings).lock_on, request.today.date()
    by_default = today < begin or last_month(request.today).label == month.period.label
    button = Words("月结", "Settle month") if by_default else Words("锁定月份", "Lock month")
    press = Words(f"点“{button.zh}”。", f"press '{button.en}'.")
    if to_fill.zh:
        first = Words(f"填齐{to_fill.zh}，", f"complete {to_fill.en}, ") + LOOK_OVER
        return first + Words("；没有问题再", ", then ") + press
    if today < begin:
        day = day_said(begin)
        return LOOK_OVER + Words(f"；{day.zh}起", f"; from {day.en} on ") + press
    return LOOK_OVER + Words("；没有问题就", ", then ") + press
