"""What is told about a month's commission and pay."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from csbook.commands.pay_words import pay_notes
from csbook.commands.scored_month import scored_month
from tests.commands.pay_month import FINES, FOUR, SHIFTS, asked, order, told, typed_pay
from tests.scorecard.workplace import agent


def test_notes_name_who_has_no_commission_and_nobody_outside() -> None:
    gone = agent("5", left=pd.Timestamp("2026-10-31"))
    rows = {"Staff": [*FOUR, gone], "Pay": [typed_pay("1", commission=Decimal(1)), typed_pay("5")]}
    assert told(asked(CommissionRules=[], **rows)).splitlines()[0] == (
        "还没有提成（由人事填，或启用提成规则）：李四、王五、赵六。"
    )


def test_notes_count_what_orders_leave_out() -> None:
    orders = [
        order("A", "2026-11-02", "30", agent_id=None),
        order("B", "2026-11-02", agent_id=None),
        order("C", "2026-10-02", "20", agent_id=None),
        order("D", "2026-09-02", "20", agent_id=None),
        order("E", "2026-11-02", paid_amount=None),
        order("F", "2026-11-02", cancelled=pd.Timestamp("2026-11-04")),
        order("G", "2026-10-02", "12.50"),
        order("H", "2026-11-02", agent_id="9"),
    ]
    counted = {"month": "2026-10", "agent_id": "1", "sales": Decimal(1000)}
    rows = {"Orders": orders, "Commissions": [counted]}
    assert told(asked({"commission_source": "orders"}, **rows)).splitlines() == [
        "以前月份订单的退款 1 笔，共 12.50 元，已从本月净销售额中减去。",
        "没有归属客服的订单 2 笔，实付 2000 元，没有计入任何人的提成。",
        "已付款但没有实付金额的订单 1 笔，按 0 元计。",
        "付款后关闭、没有退款金额的订单 1 笔，共 1000 元，仍计入提成，请核对。",
        "净销售额 1000 元属于 2026-11 不评分的人，没有计提成：9。",
    ]


def test_a_later_month_that_rests_on_this_one_is_to_be_scored_again() -> None:
    later = {"month": "2026-12", "platform": "tmall", "order_id": "A", "agent_id": "1", "amount": Decimal(5)}
    rows = {"Orders": [order("A", "2026-11-02", "5")], "RefundsTaken": [later]}
    assert "2026-11 的退款有变化，请再评一次 2026-12。" in told(asked(**rows))
    locked = [{"month": "2026-12", "version": 1, "state": "locked"}]
    assert "再评一次" not in told(asked(Locks=locked, **rows))


def test_notes_on_fines_cite_the_law_and_what_was_not_checked() -> None:
    said = told(asked({"discipline": True}, Conduct=FINES))
    assert "违规罚款已启用：" in said
    assert "当月工资" in said
    assert "最低工资" in said
    assert "罚款" not in told(asked(Conduct=FINES))


def test_a_calendar_without_the_year_is_told_where_there_is_a_roster() -> None:
    rows = {
        "Shifts": SHIFTS,
        "Roster": [{"agent_id": "1", "d01": "白"}],
        "RosterBase": [{"agent_id": "1", "month": "2026-11"}],
    }
    assert "“节假日”里没有 2026 年" in told(asked(**rows))
    assert "节假日" not in told(asked())


def test_notes_in_english_agree_with_their_numbers() -> None:
    orders = [
        order("A", "2026-11-02", agent_id=None), order("B", "2026-11-02", paid_amount=None),
        order("C", "2026-10-02", "12.50"), order("D", "2026-10-02", "3", agent_id=None),
        order("E", "2026-11-02", agent_id="9"),
    ]  # fmt: skip
    counted = {"month": "2026-10", "agent_id": "1", "sales": Decimal(1000)}
    found = asked({"commission_source": "orders"}, Orders=orders, Commissions=[counted])
    assert [words.en for words in pay_notes(scored_month(found).frames, found)] == [
        "Refunds of 1 order of earlier months, 12.50 yuan together, were taken off this month's net sales.",
        "1 order without an agent, 1000 yuan paid, counts for nobody's commission.",
        "1 order paid without an amount counts as 0 yuan.",
        "Sales of 1000 yuan of people not scored in 2026-11 brought no commission: 9.",
    ]
