"""Locking a month: what stands in its way, and what a lock leaves."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

import csbook
from csbook.commands.explain_pay import explain_pay
from csbook.commands.export import export
from csbook.commands.handler import Handler, Request, Result
from csbook.commands.lock_month import lock_month
from csbook.commands.lock_refusals import MonthNotOver, NobodyToLock, NothingToLock, TooEarlyToLock
from csbook.commands.lock_typed import NONE_TYPED, in_text, read_text
from csbook.commands.locked_months import MonthLocked, MonthNotLocked, is_locked
from csbook.commands.registry import command
from csbook.commands.reopen_month import NoReason, reopen_month
from csbook.commands.score import score
from csbook.commands.score_next import LOCKED_AND_CHANGED, STAYS_LOCKED
from csbook.commands.typed_over import FormulasWithoutValues
from csbook.commands.verify_month import verify_month
from csbook.problems import Severity, Words
from csbook.schema.columns import Formula
from csbook.schema.formula_inputs import references
from csbook.schema.terms import TERM_SETTINGS
from csbook.schema.workbook import TABLES
from csbook.scorecard.fingerprint import combined
from tests.commands.locked_shop import (
    GIVEN,
    LOCKING,
    STEPS,
    after,
    edit,
    locked_shop,
    scored_shop,
    shop,
    with_rows,
)
from tests.commands.pay_month import SHIFTS
from tests.scorecard.workplace import agent, typed


def errors(result: Result) -> list[tuple[str, int | None, str | None, str]]:
    return [
        (p.table, p.row, p.column, p.expected.zh) for p in result.problems if p.severity is Severity.ERROR
    ]


def test_a_lock_fixes_all_tables_of_the_month_with_version_time_user_and_fingerprint() -> None:
    before = replace(scored_shop(), user="店长")
    result = lock_month(before)
    assert {*result.tables, "PayExplained"} == set(command("lock-month").writes)
    assert set(result.tables["Pay"]["state"]) == {"locked"}
    (lock,) = result.tables["Locks"].to_dict("records")
    parts = result.tables["LockParts"]
    people = parts["agent_id"].astype("object").where(parts["agent_id"].notna(), "")
    keys = zip(parts["part"], people, strict=True)
    assert lock == {
        "month": "2026-11",
        "version": 1,
        "state": "locked",
        "locked_at": pd.Timestamp(LOCKING),
        "locked_by": "店长",
        "program": csbook.__version__,
        "fingerprint": combined(dict(zip(keys, parts["fingerprint"], strict=True))),
    }
    assert result.headline == Words(
        "2026-11 已锁定（第 1 版）：4 人，绩效合计 880.54 元。",
        "2026-11 is locked (version 1): 4 people, 880.54 yuan in all.",
    )
    assert result.details["fingerprint"] == lock["fingerprint"]


def test_each_part_is_kept_for_each_person_who_has_any() -> None:
    parts = locked_shop(
        Quality=[{"date": pd.Timestamp("2026-11-09"), "agent_id": "2", "method": "chat", "step": "greeting",
                  "score": 90.0}],
        Conduct=[{"date": pd.Timestamp("2026-11-09"), "agent_id": "3", "kind": "praise", "what": "好评"}],
        Scores=[GIVEN[0], {**GIVEN[1], "override_reason": "抽检少"}, *GIVEN[2:]],
    ).tables["LockParts"]  # fmt: skip
    of = parts.groupby("part")["agent_id"].apply(lambda who: "".join(who.dropna()))
    assert dict(of) == {
        "rules": "", "measures": "1234", "attendance": "1234", "typed": "1234", "quality": "2",
        "conduct": "3", "sales": "1234", "scores": "1234", "commission": "1234", "pay": "1234",
    }  # fmt: skip
    assert parts["fingerprint"].str.fullmatch("[0-9a-f]{64}").all()


def test_locking_works_the_month_out_once_more() -> None:
    before = scored_shop()
    more = edit(before, "DailyLog", "sales", Decimal("50000"), agent_id="1", date=pd.Timestamp("2026-11-02"))
    result = lock_month(more)
    assert errors(result) == []
    pay = result.tables["Pay"].set_index("agent_id")
    assert pay.at["1", "commission_due"] == Decimal("980.14")


@pytest.mark.parametrize(("today", "may"), [((2026, 12, 3, 23), False), ((2026, 12, 4), True)])
def test_a_month_can_be_locked_from_the_day_of_the_settings_on(today: Any, may: bool) -> None:
    rows = [{"name": "self_by", "value": 2}, {"name": "lock_on", "value": 4}]
    before = replace(scored_shop(Settings=rows), today=dt.datetime(*today))
    if may:
        assert errors(lock_month(before)) == []
        return
    with pytest.raises(TooEarlyToLock) as refused:
        lock_month(before)
    assert refused.value.words.zh == (
        "2026-11 到 12 月 4 日才能锁定，那天再点：平台的付款数据约晚四天才定（这一天是“设置”的“锁定日”）。"
    )
    assert refused.value.before_again == Words("等到 12 月 4 日", "wait until 2026-12-04")


def test_a_month_that_goes_on_cannot_be_locked_whatever_the_settings_say() -> None:
    early = replace(scored_shop(given={"lock_on": 1}), today=dt.datetime(2026, 11, 30, 23))
    with pytest.raises(MonthNotOver) as refused:
        lock_month(early)
    assert refused.value.words.zh == "2026-11 还没有结束，12 月 1 日起才能锁定。"
    assert errors(lock_month(replace(early, today=dt.datetime(2026, 12, 1)))) == []


def test_a_locked_month_is_not_locked_again() -> None:
    with pytest.raises(MonthLocked) as refused:
        lock_month(locked_shop())
    assert refused.value.exit_code == 3
    assert refused.value.words.zh == (
        "2026-11 已经锁定（第 1 版，2026-12-05 09:30，店长）。要改动请先“解锁月份”并写明理由。"
    )


def test_every_empty_score_is_named_with_its_cell() -> None:
    given = [*GIVEN[:2], typed("3", None, None, 80, None, 78), GIVEN[3]]
    result = lock_month(scored_shop(Scores=given))
    assert errors(result) == [
        ("Scores", 7, "self_score", "王五 的分数，0 到 100"),
        ("Scores", 7, "cooperation", "王五 的分数，0 到 100"),
    ]
    assert result.tables == {}


def test_somebody_without_a_commission_is_named() -> None:
    result = lock_month(scored_shop(CommissionRules=[]))
    assert [found[:3] for found in errors(result)] == [("Pay", row, "commission") for row in (5, 6, 7, 8)]


def test_a_month_that_was_never_scored_is_refused() -> None:
    with pytest.raises(NothingToLock) as refused:
        lock_month(shop(Scores=[]))
    assert refused.value.words.zh == "2026-11 还没有评分。请先“月度评分”，评完后再锁定。"


def test_a_month_with_nobody_to_score_is_not_sent_back_to_scoring() -> None:
    with pytest.raises(NobodyToLock) as refused:
        lock_month(shop(Staff=[], Scores=[], DailyLog=[]))
    assert "没有可评分的客服：请先填“员工”" in refused.value.words.zh


def test_somebody_who_joined_the_list_since_the_scoring_is_named() -> None:
    late = scored_shop()
    staff = shop(Staff=[agent("1"), agent("2"), agent("3"), agent("4"), agent("5")]).tables["Staff"]
    with pytest.raises(NothingToLock) as refused:
        lock_month(replace(late, tables={**late.tables, "Staff": staff}))
    assert "钱七" in refused.value.words.zh
    assert refused.value.exit_code == 3


@pytest.mark.parametrize(
    ("name", "column", "value", "who", "row", "right"),
    [
        ("Scores", "weighted", 99.0, "1", 5, "64.75"),
        ("Scores", "performance_used", 99.0, "2", 6, "54.5"),
        ("Scores", "rank", 1, "3", 7, "2"),
        ("Scores", "bonus", Decimal("500.00"), "4", 8, "100.00"),
        ("Commissions", "computed", Decimal("1000.00"), "1", 5, "60.09"),
        ("Pay", "total", Decimal("1000.00"), "1", 5, "0.00"),
        ("Pay", "deduction", None, "1", 5, "60.09"),
    ],
)
def test_a_formula_that_somebody_typed_over_is_named_with_what_it_gives(
    name: str, column: str, value: object, who: str, row: int, right: str
) -> None:
    result = lock_month(edit(scored_shop(), name, column, value, agent_id=who))
    expected = f"{right}（按公式）；“月度评分”会恢复公式，从别的行复制也行"
    assert errors(result) == [(name, row, column, expected)]
    assert result.tables == {}


def test_what_only_follows_from_a_formula_typed_over_is_not_named_beside_it() -> None:
    """A spreadsheet works the total out from the bonus that somebody typed."""
    before = edit(scored_shop(), "Scores", "bonus", Decimal("500.00"), agent_id="4")
    before = edit(before, "Pay", "bonus", Decimal("500.00"), agent_id="4")
    before = edit(before, "Pay", "total", Decimal("880.18"), agent_id="4")
    assert [found[:3] for found in errors(lock_month(before))] == [("Scores", 8, "bonus")]


def test_an_amount_typed_over_is_named_though_another_persons_is_typed_over_as_well() -> None:
    """The bonus of 2 looks at the score row of 2, which stands as it should."""
    before = edit(scored_shop(), "Scores", "bonus", Decimal("5.00"), agent_id="1")
    before = edit(before, "Pay", "bonus", Decimal("500.00"), agent_id="2")
    before = edit(before, "Pay", "total", Decimal("900.00"), agent_id="2")
    found = {found[:3] for found in errors(lock_month(before))}
    assert {("Scores", 5, "bonus"), ("Pay", 6, "bonus")} <= found
    assert ("Pay", 6, "total") not in found


def test_a_ranking_that_another_persons_figure_moves_is_not_named_beside_it() -> None:
    """A spreadsheet ranks everybody by a place that somebody typed."""
    before = edit(scored_shop(), "Scores", "place", 0, agent_id="4")
    for who, rank in (("1", 3), ("2", 2), ("3", 1), ("4", None)):
        before = edit(before, "Scores", "rank", rank, agent_id=who)
        before = edit(before, "Scores", "order", rank or 0, agent_id=who)
    named = {found[:3] for found in errors(lock_month(before))}
    assert ("Scores", 8, "place") in named
    assert {cell for cell in named if cell[0] == "Scores"} == {("Scores", 8, "place")}


def test_scoring_again_puts_a_formula_right_and_then_it_can_be_locked() -> None:
    wrong = edit(scored_shop(), "Pay", "total", Decimal("1000.00"), agent_id="1")
    assert errors(lock_month(wrong))
    mended = after(wrong, score(wrong))
    assert errors(lock_month(mended)) == []


def test_wrong_rules_stop_the_lock_with_their_cells() -> None:
    before = edit(scored_shop(), "Measures", "best", 20.0, measure="conversion")
    result = lock_month(before)
    assert [found[:3] for found in errors(result)] == [("Measures", 5, "best")]
    assert result.tables == {}


def test_an_open_roster_is_a_note_and_no_obstacle() -> None:
    grid, base = [{"agent_id": "1", "d02": "白"}], [{"agent_id": "1", "month": "2026-11"}]
    before = scored_shop(Roster=grid, RosterBase=base, Shifts=SHIFTS)
    told = [note.zh for note in lock_month(before).notes]
    assert any("还没有“月度结转”" in note for note in told)
    history = [{"date": pd.Timestamp("2026-11-02"), "agent_id": "1", "shift": "白"}]
    told = [note.zh for note in lock_month(scored_shop(RosterHistory=history)).notes]
    assert not any("月度结转" in note for note in told)


def test_a_month_without_a_roster_is_locked_with_a_note_that_attendance_is_empty() -> None:
    told = [note.zh for note in lock_month(scored_shop()).notes]
    assert "没有 2026-11 的排班，出勤各列为空。" in told
    assert not any("月度结转" in note for note in told)


def test_a_figure_typed_in_the_place_of_a_proposed_one_needs_its_reason() -> None:
    """By name and cell; scoring only warns of it."""
    given = [typed("1", 75, 90, 80, 85, 76), *GIVEN[1:]]
    commission = {"month": "2026-11", "agent_id": "4", "commission": Decimal("50.00")}
    scored = scored_shop(Scores=given, Pay=[commission])
    result = lock_month(scored)
    row = scored.tables["Pay"].index[scored.tables["Pay"]["agent_id"] == "4"][0]
    assert errors(result) == [
        ("Scores", 5, "override_reason", "工作绩效与建议分 47.00 不同，请写改分理由"),
        ("Pay", row, "commission_reason", "改填提成的理由"),
    ]
    assert result.tables == {}
    reasoned = edit(scored, "Scores", "override_reason", "带新人", agent_id="1")
    reasoned = edit(reasoned, "Pay", "commission_reason", "补差", agent_id="4")
    assert errors(lock_month(reasoned)) == []


def without_values(before: Request, *names: str) -> Request:
    """As a program saves the workbook that keeps formulas and drops their values."""
    for name in names:
        formulas = [c.name for c in TABLES[name].columns if isinstance(c, Formula)]
        before = with_rows(before, name, lambda frame, drop=formulas: frame.assign(**dict.fromkeys(drop)))
    return before


@pytest.mark.parametrize("command", [lock_month, export, explain_pay])
def test_a_file_whose_formulas_hold_no_values_is_refused_with_one_sentence(command: Handler) -> None:
    before = without_values(scored_shop(), "Scores", "Commissions", "Pay")
    with pytest.raises(FormulasWithoutValues) as refused:
        command(before)
    assert (refused.value.exit_code, refused.value.words) == (
        3,
        Words(
            "2026-11 的公式没有存下数值（文件被别的程序保存过）：请用 Excel 或 WPS 打开并保存一次，"
            "或重新“月度评分”。",
            "The formulas of 2026-11 hold no values, since another program has saved the file: open the file "
            "once in Excel or WPS and save it, or score the month again.",
        ),
    )


@pytest.mark.parametrize("command", [verify_month, export, explain_pay, score])
def test_so_is_a_locked_month_which_is_not_to_be_scored_again(command: Handler) -> None:
    before = without_values(locked_shop(), "Scores", "Commissions", "Pay")
    with pytest.raises(FormulasWithoutValues) as refused:
        command(before)
    assert refused.value.words.zh.endswith("请用 Excel 或 WPS 打开并保存一次。")


def test_an_earlier_locked_month_without_values_is_not_told_to_have_changed() -> None:
    before = without_values(locked_shop(), "Scores", "Commissions", "Pay")
    december = score(replace(before, month=dt.date(2026, 12, 1)))
    (told,) = (note for note in december.notes if "2026-11" in note.zh)
    assert told.zh == (
        "2026-11 的公式没有存下数值（文件被别的程序保存过）：请用 Excel 或 WPS 打开并保存一次。"
    )


def test_scoring_puts_values_that_are_not_in_the_file_back() -> None:
    before = without_values(scored_shop(), "Scores", "Commissions", "Pay")
    assert errors(lock_month(after(before, score(before)))) == []


def test_a_locked_month_that_is_scored_is_told_to_be_locked_and_whether_it_changed() -> None:
    result = score(locked_shop())
    assert result.headline == Words(
        "2026-11 已锁定，没有重新评分。", "2026-11 is locked and was not scored again."
    )
    assert set(result.tables) == {"Plans"}
    assert len(result.notes) == 1
    assert (result.left_out, result.then) == (False, STAYS_LOCKED)
    changed = score(edit(locked_shop(), "Pay", "total", Decimal("899.99"), agent_id="3"))
    assert changed.notes[0].zh == "与锁定时不同的行：3。请先“核对锁定”。"
    assert (changed.left_out, changed.then) == (True, LOCKED_AND_CHANGED)


# Reopening


def reopened(before: Request, reason: str | None = "漏登一单") -> Result:
    return reopen_month(replace(before, parameters={"reason": reason}, user="经理"))


def test_a_reopened_month_keeps_its_lock_on_record_and_is_provisional_again() -> None:
    before = locked_shop()
    result = reopened(before)
    assert set(result.tables) <= set(command("reopen-month").writes)
    now = after(before, result)
    (lock,) = now.tables["Locks"].to_dict("records")
    assert (lock["state"], lock["reason"], lock["reopened_by"]) == ("reopened", "漏登一单", "经理")
    assert (lock["version"], lock["locked_by"]) == (1, "店长")
    assert lock["reopened_at"] == pd.Timestamp(before.today)
    assert set(now.tables["Pay"]["state"]) == {"provisional"}
    assert not is_locked(now.tables, "2026-11")
    assert len(now.tables["LockParts"]) == len(before.tables["LockParts"])


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_a_month_is_not_reopened_without_a_reason(reason: str | None) -> None:
    with pytest.raises(NoReason) as refused:
        reopened(locked_shop(), reason)
    assert refused.value.exit_code == 2


def test_a_month_that_is_not_locked_cannot_be_reopened() -> None:
    with pytest.raises(MonthNotLocked) as refused:
        reopened(scored_shop())
    assert refused.value.words.zh == "2026-11 没有锁定。"
    once = locked_shop()
    with pytest.raises(MonthNotLocked) as refused:
        reopened(after(once, reopened(once)))
    assert (refused.value.words.zh, refused.value.exit_code) == ("2026-11 没有锁定，上次锁定后已解锁。", 3)


def test_which_months_are_locked_is_said_where_another_one_is_to_be_reopened() -> None:
    asked = replace(locked_shop(), month=dt.date(2026, 12, 1), parameters={"reason": "测试"})
    with pytest.raises(MonthNotLocked) as refused:
        reopen_month(asked)
    assert refused.value.words == Words(
        "2026-12 没有锁定。已锁定的有 2026-11：在操作面板“月份”（--month）写要哪个月。",
        "2026-12 is not locked. Locked are 2026-11: say which month at 'month' in the panel (--month).",
    )


def test_locking_a_reopened_month_makes_another_version() -> None:
    before = locked_shop()
    now = after(before, reopened(before))
    now = after(now, lock_month(now))
    assert now.tables["Locks"]["version"].tolist() == [1, 2]
    assert now.tables["Locks"]["state"].tolist() == ["reopened", "locked"]
    assert is_locked(now.tables, "2026-11")
    versions = now.tables["LockParts"].groupby("version")
    marks = [dict(zip(zip(v["part"], v["agent_id"].fillna(""), strict=True), v["fingerprint"], strict=True))
             for _, v in versions]  # fmt: skip
    assert marks[0] == marks[1]


def test_commission_that_hr_typed_is_locked_as_it_stands() -> None:
    row = {"month": "2026-11", "agent_id": "4", "commission": Decimal("350.50"), "commission_reason": "补差"}
    before = scored_shop(Pay=[row], CommissionRules=STEPS)
    pay = lock_month(before).tables["Pay"].set_index("agent_id")
    assert (pay.at["4", "commission_due"], pay.at["4", "total"]) == (Decimal("350.50"), Decimal("450.50"))


def test_the_lock_keeps_what_stood_typed_beside_its_fingerprint() -> None:
    paid = {"month": "2026-11", "agent_id": "4", "commission": Decimal("350.50"), "commission_reason": "=1+1"}
    parts = lock_month(scored_shop(Pay=[paid])).tables["LockParts"]
    typed = parts[parts["part"] == "typed"].set_index("agent_id")["typed"]
    assert typed["4"] == (
        '{"Scores":{"self_score":"90","ability":"80","cooperation":"85","service":"79"},'
        '"Pay":{"commission":"350.5","commission_reason":"=1+1"}}'
    )
    assert parts.loc[~parts["part"].isin(["typed", "rules"]), "typed"].isna().all()


def test_whatever_people_type_is_read_back_as_it_was_and_fits_into_a_cell() -> None:
    longest = "\x01" * 2000  # written as \\u0001
    cells = NONE_TYPED | {
        ("Scores", "self_score"): 84.55,
        ("Scores", "override_reason"): longest,
        ("Pay", "commission"): Decimal("0.10"),
        ("Pay", "commission_reason"): longest,
        ("Pay", "lieu_hours"): 7.5,
    }
    text = in_text(cells)
    assert text is not None
    assert len(text) <= 32_767
    assert read_text(text) == cells
    assert in_text(NONE_TYPED) is None


def test_every_setting_that_the_paid_formulas_look_for_is_kept_for_the_month_and_locked() -> None:
    counts = {column.name for column in TABLES["Terms"].columns if isinstance(column, Formula)}
    named = {column for table, column in references() if table == "term"} - counts
    assert named
    assert named <= set(TERM_SETTINGS)
    assert not [column for table, column in references() if table == "Settings"]
