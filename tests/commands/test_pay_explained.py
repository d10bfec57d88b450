"""核算说明 is written on request: once the figures are others, it is emptied or told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from csbook.books.file_book import FileBook
from csbook.commands.explain_pay import explain_pay
from csbook.commands.handler import Request
from csbook.commands.lock_month import lock_month
from csbook.commands.pay_explained import EMPTIED, explanation_problems
from csbook.commands.reopen_month import reopen_month
from csbook.commands.run import run
from csbook.commands.score import score
from csbook.problems import Language
from tests.commands.locked_shop import LOCKING, after, edit, locked_shop, scored_shop
from tests.commands.test_locked_month_files import fill, press
from tests.scorecard.workplace import FIRST_ROW, table
from tests.workbooks import put, rows


def explained(before: Request, agent: str = "") -> Request:
    asked = {"agent": agent} if agent else {}
    return after(before, explain_pay(replace(before, parameters=asked)))


def reopened(before: Request) -> Request:
    return after(before, reopen_month(replace(before, parameters={"reason": "改分"})))


def test_an_explanation_of_the_figures_that_stand_is_kept_by_scoring_and_locking() -> None:
    before = explained(scored_shop())
    assert not list(explanation_problems(before))
    for command in (score, lock_month):
        assert "PayExplained" not in command(before).tables
    locked = explained(locked_shop(), "张三")
    assert not list(explanation_problems(locked))
    assert not list(explanation_problems(reopened(locked)))


def test_scoring_empties_an_explanation_of_other_figures_and_says_so() -> None:
    """It would be shown to the person as the figures of now."""
    before = reopened(explained(locked_shop(), "张三"))
    changed = edit(before, "Scores", "self_score", 60.0, agent_id="1")
    result = score(changed)
    assert len(before.tables["PayExplained"]) > 5
    assert result.tables["PayExplained"].empty
    assert EMPTIED in result.notes


def test_figures_in_the_words_of_an_earlier_csbook_still_hold() -> None:
    locked = explained(locked_shop(), "张三")
    lines = locked.tables["PayExplained"]
    worded = lines["why"].where(lines["amount"].isna(), lines["why"] + "（从前的说法）")
    assert not list(explanation_problems(after_with(locked, lines.assign(why=worded))))
    assert list(explanation_problems(after_with(locked, lines.assign(amount=Decimal(1)))))


def after_with(before: Request, explained_lines: Any) -> Request:
    return replace(before, tables={**before.tables, "PayExplained": explained_lines})


def test_locking_empties_it_too() -> None:
    """The figures move by themselves as people type: no score need come between."""
    before = explained(scored_shop())
    typed = edit(before, "Pay", "commission", Decimal(777), agent_id="1")
    reasoned = edit(typed, "Pay", "commission_reason", "补发", agent_id="1")
    followed = after(reasoned, score(reasoned))
    as_typed = {**followed.tables, "PayExplained": before.tables["PayExplained"]}
    result = lock_month(replace(followed, tables=as_typed))
    assert result.tables["PayExplained"].empty
    assert EMPTIED in result.notes


def test_the_explanation_of_another_month_stays() -> None:
    before = explained(scored_shop())
    rows: list[Any] = before.tables["PayExplained"].to_dict("records")
    october = {"month": "2026-10", "agent_id": "1", "item": "total", "amount": 5.0, "why": "十月"}
    both = table("PayExplained", [october, *rows])
    changed = edit(before, "Scores", "self_score", 1.0, agent_id="1")
    left = score(replace(changed, tables={**changed.tables, "PayExplained": both}))
    assert left.tables["PayExplained"]["why"].tolist() == ["十月"]


def test_check_warns_of_an_explanation_of_earlier_figures_once() -> None:
    before = explained(scored_shop(), "李四")
    typed = edit(before, "Pay", "total", Decimal("1.23"), agent_id="2")
    (problem,) = explanation_problems(typed)
    assert (problem.table, problem.row, problem.column) == ("PayExplained", FIRST_ROW, "month")
    assert problem.expected.zh == "2026-11 现在的数的说明：这里写的是以前的数，请再点“核算说明”"
    others = edit(before, "Pay", "note", "已发", agent_id="2")
    assert not list(explanation_problems(others))


def test_in_a_workbook_what_was_just_explained_is_not_out_of_date(
    copy: Callable[[Language], Path],
) -> None:
    """Figures come back from cells as they were told."""
    path = copy("en")
    fill(path, "en")
    press(path, "score", LOCKING)
    press(path, "explain-pay", LOCKING)
    press(path, "lock-month", LOCKING)
    told = run("check", FileBook(path), LOCKING, now=LOCKING, user="")
    assert not [p for p in told.problems if p.sheet == "Pay explained"]
    press(path, "reopen-month", LOCKING, reason="a better score")
    put(path, "Scores", 0, "self_score", 20, "en")
    emptied = press(path, "score", LOCKING)
    assert EMPTIED.en in emptied.notes
    assert not len(rows(path, "PayExplained", "en"))
