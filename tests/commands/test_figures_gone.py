"""Months whose log has left the workbook: their rows stand, and nobody is sent to score them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from csbook.commands.figures_gone import FiguresGone, GoneForGood, figures_are_gone
from csbook.commands.handler import Request
from csbook.commands.lock_month import lock_month
from csbook.commands.reopen_month import reopen_month
from csbook.commands.score import score
from csbook.commands.terms_reminders import terms_problems
from tests.commands.locked_shop import after, locked_shop, scored_shop, with_rows


def with_other_bonus(before: Request) -> Request:
    return replace(
        before,
        settings=replace(before.settings, values={**before.settings.values, "first_bonus": Decimal(7)}),
    )


def without_log(before: Request) -> Request:
    return with_rows(before, "DailyLog", lambda rows: rows.iloc[:0])


def reminders(now: Request) -> list[str]:
    return [p.expected.zh for p in terms_problems(now.tables, now.settings, now.today)]


def test_no_reminder_sends_people_to_score_a_month_whose_figures_are_gone() -> None:
    now = with_other_bonus(scored_shop())
    assert not figures_are_gone(now.tables, "2026-11", now.today)
    assert reminders(now) == ["与现在的设置一致；后来改了：第一名奖励；要按新的核算，请再“月度评分”"]
    gone = without_log(now)
    assert figures_are_gone(gone.tables, "2026-11", gone.today)
    assert reminders(gone) == []


def test_a_month_without_terms_and_figures_is_to_get_its_figures_first() -> None:
    now = with_rows(scored_shop(), "Terms", lambda rows: rows.iloc[:0])
    assert reminders(now) == ["该月在“月度口径”里有一行，否则公式为空：请“月度评分”"]
    assert reminders(without_log(now)) == [
        "该月在“月度口径”里有一行，否则公式为空：请先“导入”或载入当月数据，再“月度评分”"
    ]


def test_such_a_month_is_neither_scored_nor_locked() -> None:
    gone = without_log(scored_shop())
    for command in (score, lock_month):
        with pytest.raises(FiguresGone, match="2026-11 are in the workbook any more"):
            command(gone)


def test_such_a_month_is_not_reopened_since_it_could_not_be_locked_again() -> None:
    locked = replace(locked_shop(), parameters={"reason": "改"})
    with pytest.raises(GoneForGood) as refused:
        reopen_month(without_log(locked))
    assert refused.value.words.zh == (
        "工作簿里已没有 2026-11 的日报和平台数据：解锁后不能再评分，也不能再锁定，没有解锁。"
        "请先用“导入”或 csbook load 补上这个月的数据。"
    )
    assert refused.value.exit_code == 3
    assert set(after(locked, reopen_month(locked)).tables["Pay"]["state"]) == {"provisional"}
