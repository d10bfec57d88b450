"""Commission and pay rows of a scored month: figures by hand, and what stays as typed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from csbook.commands.handler import Request
from csbook.commands.pay_frames import missing_commissions
from csbook.commands.scored_month import scored_month
from csbook.problems import Severity
from csbook.schema.workbook import TABLES
from tests.commands.pay_month import (
    EVERYBODYS,
    FINES,
    FOUR,
    SHIFTS,
    asked,
    commissions,
    fined,
    month,
    order,
    pay,
    sold,
    typed_pay,
)
from tests.scorecard.workplace import FIRST_ROW, TODAY, agent, level, log, table, written_back

COUNTED_IN_OCTOBER = {"month": "2026-10", "agent_id": "1", "sales": Decimal(1000)}


def test_a_month_by_the_log_by_hand() -> None:
    logs = [sold("1", "1000"), sold("1", "233", 3), sold("2", "-50"), sold("4", "4000")]
    scored = month(DailyLog=logs)
    assert commissions(scored, "sales") == {
        "1": Decimal(1233), "2": Decimal(-50), "3": None, "4": Decimal(4000)
    }  # fmt: skip
    assert commissions(scored) == {
        "1": Decimal("18.50"), "2": Decimal("0.00"), "3": Decimal("0.00"), "4": Decimal("60.00")
    }  # fmt: skip
    assert set(commissions(scored, "rule_group").values()) == {"全部"}
    assert pay(scored, "commission_due") == commissions(scored)
    assert pay(scored, "bonus") == {"1": 100, "2": None, "3": None, "4": None}
    assert pay(scored, "deduction") == {"1": None, "2": None, "3": None, "4": Decimal("60.00")}
    assert pay(scored, "total") == {"1": Decimal("118.50"), "2": 0, "3": 0, "4": 0}
    assert pay(scored, "discipline") == dict.fromkeys("1234")
    assert (
        pay(scored, "reasons")["4"] == "第 4 名（共 4 人）；末名从提成扣 100 元；提成只有 60 元，最多扣这么多"
    )
    assert commissions(scored, "remark") == {
        "1": "1233 × 1.5%",
        "2": "提成基数为负，提成为 0",
        "3": "本月没有净销售额；0 × 1.5%",
        "4": "4000 × 1.5%",
    }


def test_only_csbooks_columns_are_in_the_frames() -> None:
    scored = month()
    for name in ("Commissions", "RefundsTaken", "Pay"):
        assert not {c.name for c in TABLES[name].person_columns} & set(scored.frames[name].columns), name


def test_a_group_without_rules_has_no_commission_until_hr_types_it() -> None:
    own = [EVERYBODYS | {"group": "天猫"}]
    people, typed = [agent("1"), agent("2", group="京东"), agent("3", group="京东")], Decimal("7.77")
    scored = month(Staff=people, Scores=[], CommissionRules=own, Pay=[typed_pay("3", commission=typed)])
    assert commissions(scored, "rule_group") == {"1": "天猫", "2": None, "3": None}
    assert pay(scored, "commission_due")["2"] is None
    assert pay(scored, "commission_due")["3"] == typed
    assert pay(scored, "warning")["2"] == "还没有提成"
    assert pay(scored, "warning")["3"] is None, "what HR has to type needs no reason"
    (problem,) = missing_commissions(
        scored.frames["Pay"], table("Pay", [typed_pay("9"), typed_pay("2")]), {"4"}
    )
    assert (problem.table, problem.row, problem.column) == ("Pay", FIRST_ROW + 1, "commission")
    assert problem.severity is Severity.ERROR


def test_a_typed_commission_counts_instead_of_the_rules_and_wants_a_reason() -> None:
    typed = [
        typed_pay("1", commission=Decimal("20")),
        typed_pay("2", commission=Decimal("5"), commission_reason="带新人"),
        typed_pay("3", commission=Decimal("15.00")),
    ]
    scored = month(DailyLog=[sold(n, "1000") for n in "123"], Pay=typed)
    assert pay(scored, "commission_due") == {"1": 20, "2": 5, "3": 15, "4": 0}
    assert [(p.table, p.row, p.column) for p in scored.problems if p.table == "Pay"] == [
        ("Pay", FIRST_ROW, "commission_reason")
    ]
    assert pay(scored, "warning")["1"] == "人事改填了提成，请写改提成理由"
    assert pay(scored, "warning")["3"] is None
    assert pay(scored, "reasons")["2"] == "第 2 名（共 4 人）；提成由人事改填（按规则 15 元），理由：带新人"


def test_a_commission_of_nothing_typed_takes_the_place_of_the_rules() -> None:
    scored = month(DailyLog=[sold("4", "9000")], Pay=[typed_pay("4", commission=Decimal(0))])
    assert (pay(scored, "commission_due")["4"], pay(scored, "deduction")["4"]) == (0, 0)


def test_floor_and_cap_hold_for_each_person() -> None:
    logs = [sold("1", "100000"), sold("2", "4000")]
    scored = month({"commission_floor": Decimal(80), "commission_cap": Decimal(1000)}, DailyLog=logs)
    assert commissions(scored) == {"1": 1000, "2": 80, "3": 80, "4": 80}
    assert commissions(scored, "remark")["1"] == "100000 × 1.5%；封顶 1000 元"
    assert commissions(scored, "remark")["2"] == "4000 × 1.5%；保底 80 元"


def test_the_floor_of_somebody_employed_for_a_part_of_the_month_is_told() -> None:
    """Who came on the 30th gets the floor of the month; HR may type a part of it."""
    came = {"3": {"hired": pd.Timestamp("2026-11-30")}, "4": {"left": pd.Timestamp("2026-11-10")}}
    staff = [agent(who, **came.get(who, {})) for who in "1234"]
    typed = typed_pay("4", commission=Decimal(30), commission_reason="在职十天")
    logs = [sold("1", "100000")]
    scored = month({"commission_floor": Decimal(80)}, Staff=staff, DailyLog=logs, Pay=[typed])
    assert commissions(scored)["3"] == 80
    assert pay(scored, "warning") == {
        "1": None,
        "2": None,
        "3": "在职 1 天，提成仍按整月保底 80 元：要按天数折算，请改填提成并写理由",
        "4": None,
    }
    assert pay(scored, "commission_due")["4"] == 30


def test_somebody_who_is_nobodys_agent_this_month_gets_no_floor() -> None:
    gone = agent("5", left=pd.Timestamp("2026-10-31"))
    scored = month({"commission_floor": Decimal(80)}, Staff=[*FOUR, gone], Pay=[typed_pay("5")])
    assert commissions(scored)["5"] is None
    assert pay(scored, "total")["5"] == 0
    assert pay(scored, "warning")["5"] is None
    outside = {"5"}
    assert missing_commissions(scored.frames["Pay"], but=outside) == []


def test_orders_are_net_of_their_own_refunds_and_of_what_became_known_of_earlier_ones() -> None:
    orders = [
        order("A", "2026-11-02 10:00", "300"),
        order("B", "2026-11-03"),
        order("C", "2026-10-20", "250"),
        order("D", "2026-09-20", "900"),
        order("E", "2026-11-05", agent_id="2"),
    ]
    counted = [
        {"month": "2026-10", "platform": "tmall", "order_id": "C", "agent_id": "1", "kind": "own",
         "paid": pd.Timestamp("2026-10-20"), "amount": Decimal(100)}
    ]  # fmt: skip
    scored = month(
        {"commission_source": "orders"},
        Orders=orders,
        RefundsTaken=counted,
        Commissions=[COUNTED_IN_OCTOBER],
    )
    assert commissions(scored, "sales") == {"1": 1700, "2": 1000, "3": None, "4": None}
    assert commissions(scored, "refunds_back") == {"1": 150, "2": 0, "3": 0, "4": 0}
    assert commissions(scored, "base")["1"] == 1550
    assert commissions(scored)["1"] == Decimal("23.25")
    ledger = scored.frames["RefundsTaken"]
    assert ledger["month"].tolist() == ["2026-10", "2026-11", "2026-11"]
    assert ledger[["order_id", "kind", "amount"]].values.tolist() == [
        ["C", "own", Decimal(100)], ["A", "own", Decimal(300)], ["C", "earlier", Decimal(150)]
    ]  # fmt: skip


def test_by_the_log_own_refunds_are_noted_and_not_taken_off_twice() -> None:
    scored = month(DailyLog=[sold("1", "1000")], Orders=[order("A", "2026-11-02", "300")])
    assert commissions(scored, "base")["1"] == 1000
    assert scored.frames["RefundsTaken"]["amount"].tolist() == [300]


def test_refunds_of_earlier_months_may_leave_a_negative_base() -> None:
    scored = month(
        DailyLog=[sold("1", "1000")],
        Orders=[order("A", "2026-10-02", "1200.50")],
        Commissions=[COUNTED_IN_OCTOBER],
    )
    assert commissions(scored, "base")["1"] == Decimal("-200.50")
    assert commissions(scored)["1"] == 0


def test_scoring_twice_gives_the_same_rows() -> None:
    first = asked(Orders=[order("A", "2026-11-02", "300")], DailyLog=[sold("1", "1000")])
    once = scored_month(first).frames
    again = dict(first.tables)
    for name in ("Scores", "Commissions", "Pay"):
        again[name] = written_back(again[name], once[name], name)
    again["RefundsTaken"] = table("RefundsTaken", once["RefundsTaken"].to_dict("records"))
    twice = scored_month(Request(again, first.settings, TODAY, first.month, "zh")).frames
    for name in ("Commissions", "RefundsTaken", "Pay"):
        pd.testing.assert_frame_equal(once[name], twice[name])


def test_fines_count_only_where_they_are_on() -> None:
    assert set(pay(month(Conduct=FINES), "discipline").values()) == {None}
    scored = month({"discipline": True}, Conduct=FINES)
    assert pay(scored, "discipline") == {"1": 40, "2": 0, "3": 0, "4": 0}
    assert pay(scored, "total")["1"] == 60  # the first's bonus less the fines
    assert pay(scored, "reasons")["1"].endswith("违规罚款 40 元")


def test_fines_are_held_against_wage_and_minimum_wage() -> None:
    def warned(wage: int | None, minimum: int | None = None) -> str:
        given = {"discipline": True, "minimum_wage": minimum and Decimal(minimum)}
        typed = typed_pay("1", wage=None if wage is None else Decimal(wage))
        return str(pay(month(given, Conduct=FINES, Pay=[typed]), "warning")["1"])

    assert "第十六条" in warned(None)
    assert "20%" not in warned(None)
    assert "20%" not in warned(200), "40 is just 20 % of 200"
    assert "扣款超过当月工资 199 元的 20%" in warned(199)
    assert "扣款后低于当地最低工资 2500 元" in warned(2539, 2500)
    assert "最低工资" not in warned(2540, 2500)


def test_a_breach_that_nobody_reviewed_is_told() -> None:
    rows = [fined("1", "10"), fined("2", None, step=None), fined("3", None, step=3)]
    problems = [p for p in month({"discipline": True}, Conduct=rows).problems if p.table == "Conduct"]
    assert [(p.row, p.column, p.severity) for p in problems] == [(FIRST_ROW + 1, "step", Severity.WARNING)]


def test_attendance_overtime_and_the_law_stand_in_the_row() -> None:
    grid = {"agent_id": "1"} | {f"d{n:02d}": "白" for n in range(1, 26)} | {"d26": "leave", "d27": "rest"}
    late = [log("1", n, finished=pd.Timedelta(hours=19)) for n in range(1, 26)]
    rows = {
        "Shifts": SHIFTS, "Roster": [grid], "RosterBase": [{"agent_id": "1", "month": "2026-11"}],
        "Holidays": [{"date": pd.Timestamp("2026-01-01"), "kind": "holiday"}],
    }  # fmt: skip
    scored = month(DailyLog=late, **rows)
    row = scored.frames["Pay"].iloc[0]
    expected = {
        "days_due": 26, "days_worked": 25, "evenings": 0, "holidays_worked": 0, "leave_days": 1,
        "hours": 212.5, "overtime_hours": 37.5,
    }  # fmt: skip
    assert row[list(expected)].to_dict() == expected
    assert row["warning"] == "加班 37.50 小时，超过每月 36 小时（《劳动法》第四十一条）"
    assert scored.frames["Pay"]["days_due"].isna().tolist() == [False, True, True, True]
    assert (row["state"], row["computed_at"]) == ("provisional", pd.Timestamp(TODAY))


def test_statutory_holidays_worked_are_paid_threefold() -> None:
    october = Request(
        {
            **asked().tables,
            "Shifts": table("Shifts", SHIFTS),
            "Roster": table("Roster", [{"agent_id": "1", "d01": "白", "d05": "白"}]),
            "RosterBase": table("RosterBase", [{"agent_id": "1", "month": "2026-10"}]),
            "Holidays": table("Holidays", [{"date": pd.Timestamp("2026-01-01"), "kind": "holiday"}]),
        },
        asked().settings,
        TODAY,
        dt.date(2026, 10, 1),
        "zh",
    )
    row = scored_month(october).frames["Pay"].iloc[0]
    assert row["holidays_worked"] == 1
    assert row["warning"] == "法定节日上班 1 天，须付不低于 300% 的工资（《劳动法》第四十四条第三项）"


@pytest.mark.parametrize(("score", "grade"), [(90, "金牌"), (89.99, "银牌"), (0, "普通")])
def test_the_grade_is_the_highest_reached(score: float, grade: str) -> None:
    grades = [
        {"grade": "普通", "least": 0.0},
        {"grade": "金牌", "least": 90.0},
        {"grade": "银牌", "least": 80.0},
    ]
    assert pay(month(Scores=[level("1", score)], Grades=grades), "grade")["1"] == grade


def test_without_a_score_or_a_grade_reached_there_is_none() -> None:
    scored = month(Grades=[{"grade": "金牌", "least": 90.5}], Scores=[level("1", 90)])
    assert pay(scored, "grade") == dict.fromkeys("1234")


@pytest.mark.parametrize(
    ("rules", "severity", "column"),
    [
        ([EVERYBODYS, EVERYBODYS | {"group": "all"}], Severity.ERROR, "group"),
        ([EVERYBODYS | {"rate": 0.01234567}], Severity.ERROR, "rate"),
    ],
)
def test_wrong_rules_are_told_at_their_cell(rules: list[Any], severity: Severity, column: str) -> None:
    problems = [p for p in month(CommissionRules=rules).problems if p.table == "CommissionRules"]
    assert [(p.severity, p.column) for p in problems] == [(severity, column)]
