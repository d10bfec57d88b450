"""Why each figure of the pay sheet is what it is, in words."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from csbook.commands.explain_pay import NothingToExplain, explain_pay
from csbook.commands.handler import Request, Result
from csbook.commands.registry import command
from csbook.commands.rostering.absence import UnknownPerson
from csbook.commands.score import score
from csbook.problems import Problem, Severity, Words
from csbook.schema.workbook import sheet_title
from tests.commands.locked_shop import LOG, after, edit, locked_shop, logged, scored_shop, shop
from tests.scorecard.workplace import agent, ruler, table, typed


def of(before: Request, agent: str, language: str = "zh") -> Result:
    return explain_pay(replace(before, parameters={"agent": agent}, language=language))


def lines(result: Result, item: str) -> list[str]:
    rows = result.tables["PayExplained"]
    return rows.loc[rows["item"] == item, "why"].tolist()


def test_one_person_in_full_word_by_word() -> None:
    rows = of(locked_shop(), "1").tables["PayExplained"]
    assert list(zip(rows["item"], rows["amount"].astype("object"), rows["why"], strict=True))[:6] == [
        (
            "measure",
            15.0,
            "咨询转化率 30（合计 36 ÷ 样本 120）：最差 20、最好 60，得 25 分；"
            "权重 60（计入的共 100），贡献 15 分",
        ),
        (
            "measure",
            32.0,
            "应答率 90（合计 135 ÷ 样本 150）：最差 50、最好 100，得 80 分；"
            "权重 40（计入的共 100），贡献 32 分",
        ),
        ("score", 47.0, "工作绩效 47：建议分，各项指标贡献分之和"),
        ("score", 76.0, "服务性 76：由评分人填写"),
        (
            "score",
            60.35,
            "主管评分 = 工作绩效 47 × 60% + 工作能力 80 × 10% + 协作性 85 × 15% + 服务性 76 × 15% = 60.35",
        ),
        ("score", 64.75, "加权总分 = 自评 75 × 30% + 主管评分 60.35 × 70% = 64.75；等级 乙"),
    ]
    assert rows["why"].tolist()[6:-1] == [
        "第 4 名（共 4 人）",
        "净销售额 6,009.00 元",
        "提成基数 6,009.00 - 0.00 = 6,009.00 元；按“全部”的规则 60.09 元（6009 × 1%）",
        "应发提成 60.09 元：按规则",
        "末名从提成扣 100.00 元；提成只有 60.09 元，最多扣这么多。末名扣的是还没有计得的提成，不是扣工资，"
        "所以不算在 20% 的上限里；制度须依《劳动合同法》第四条制定并公示",
        "绩效合计 = 应发提成 60.09 - 扣提成 60.09 = 0.00",
    ]
    assert rows["why"].tolist()[-1] == "本月没有排班"


def test_the_same_in_english() -> None:
    said = of(locked_shop(), "4", "en").tables["PayExplained"]["why"].tolist()
    assert said[0] == (
        "conversion 45 (total 54 / sample 120): worst 20, best 60, 62.5 points; weight 60 of 100, brings 37.5"
    )
    assert "Weighted = Self score 90 × 30% + Manager score 74.3 × 70% = 79.01; grade 乙" in said
    assert "Bonus for first place: 100.00 yuan" in said
    assert "Total = Commission due 380.18 + Bonus 100.00 = 480.18" in said


def test_one_person_is_told_in_full_and_several_in_a_line_each() -> None:
    before = locked_shop()
    one = of(before, "张三")
    assert [note.zh for note in one.notes] == one.tables["PayExplained"]["why"].tolist()
    assert one.headline.zh == "2026-11（已锁定）的核算说明：张三 1。"
    everybody = explain_pay(before)
    assert [note.zh for note in everybody.notes] == [
        "张三 1：绩效合计 0.00 元（提成 60.09，扣提成 60.09）；第 4 名；加权总分 64.75",
        "李四 2：绩效合计 140.18 元（提成 140.18）；第 3 名；加权总分 69.5",
        "王五 3：绩效合计 260.18 元（提成 260.18）；第 2 名；加权总分 74.26",
        "赵六 4：绩效合计 480.18 元（提成 380.18，奖励 100.00）；第 1 名；加权总分 79.01",
        "逐项说明见“核算说明”；在操作面板“人员”（--agent）填一个人，这里就写出他的全部。",
    ]
    assert everybody.headline.en == "The pay of 2026-11 (locked) explained: 4 people."
    rows = everybody.tables["PayExplained"]
    assert rows["agent_id"].drop_duplicates().tolist() == ["1", "2", "3", "4"]
    assert set(everybody.tables) == set(command("explain-pay").writes)


def test_what_stands_is_explained_and_not_worked_out_again() -> None:
    """After the lock a figure of the log was edited: the explanation is that of the locked rows."""
    before = locked_shop()
    edited = edit(before, "DailyLog", "buyers", 40, agent_id="1", date=pd.Timestamp("2026-11-02"))
    assert lines(of(edited, "1"), "measure") == lines(of(before, "1"), "measure")


def test_a_month_is_explained_by_its_own_shares_whatever_changed_later() -> None:
    now = locked_shop()
    shares = {**now.settings.values, "self_share": 0.5, "manager_share": 0.5, "least_ranked": 9}
    later = replace(now, settings=replace(now.settings, values=shares))
    assert lines(of(later, "1"), "score") == lines(of(now, "1"), "score")
    assert lines(of(later, "1"), "score")[-1] == (
        "加权总分 = 自评 75 × 30% + 主管评分 60.35 × 70% = 64.75；等级 乙"
    )


def test_kept_shares_that_do_not_give_the_figure_that_stands_are_told() -> None:
    edited = edit(locked_shop(), "Terms", "self_share", 0.5, month="2026-11")
    edited = edit(edited, "Terms", "manager_share", 0.5, month="2026-11")
    assert lines(of(edited, "1"), "score")[-1] == (
        "加权总分 = 自评 75 × 50% + 主管评分 60.35 × 50% = 64.75（按该月的占比不是这个数）；等级 乙"
    )


def test_a_total_of_one_amount_is_not_said_twice() -> None:
    assert lines(of(locked_shop(), "2"), "total") == ["绩效合计 = 应发提成 140.18"]
    assert lines(of(locked_shop(), "2", "en"), "total") == ["Total = Commission due 140.18"]


def test_a_unit_of_per_cent_stands_right_behind_its_figure() -> None:
    rulers = [ruler("conversion", 20, 60, 60, unit="%"), ruler("answered_share", 50, 100, 40, unit="个")]
    said = lines(of(scored_shop(Measures=rulers), "1"), "measure")
    assert [why.split("（")[0] for why in said] == ["咨询转化率 30%", "应答率 90 个"]


def test_what_to_do_next_names_the_sheets_where_the_rows_stand() -> None:
    said = command("explain-pay").then
    assert said is not None
    for sheet in ("ScoreDetail", "Scores", "Commissions", "Pay"):
        assert f"“{sheet_title(sheet, 'zh')}”" in said.zh
        assert f"'{sheet_title(sheet, 'en')}'" in said.en


def test_a_total_that_does_not_add_up_is_told() -> None:
    before = edit(locked_shop(), "Pay", "total", Decimal("999.00"), agent_id="2")
    assert lines(of(before, "2"), "total") == [
        "绩效合计 = 应发提成 140.18 = 999.00（各项加不到这个数，请“填写检查”）"
    ]


def test_a_formula_typed_over_is_told_and_not_only_explained() -> None:
    before = edit(scored_shop(), "Pay", "bonus", Decimal("500.00"), agent_id="2")
    before = edit(before, "Pay", "total", Decimal("640.18"), agent_id="2")
    result = of(before, "2")
    assert [(p.table, p.row, p.column) for p in result.problems] == [("Pay", 6, "bonus")]
    assert result.left_out
    assert lines(result, "warning")[-1] == "“绩效核算表”的奖励现为 500.00，公式给出的是 空"
    assert result.notes[-1].zh == lines(result, "warning")[-1]
    sound = of(scored_shop(), "2")
    assert (sound.problems, sound.left_out) == ((), False)


def test_a_locked_row_that_was_edited_is_told_and_not_only_explained() -> None:
    result = of(edit(locked_shop(), "Pay", "total", Decimal("999.00"), agent_id="2"), "2")
    assert result.left_out
    assert result.notes[-1].zh == "与锁定时不同的行：2。请先“核对锁定”。"
    assert lines(result, "warning") == ["这一行与锁定时不同，说明的是现有的数：请“核对锁定”"]


def test_a_commission_typed_after_the_lock_is_told_before_and_after() -> None:
    """No row of the lock has changed with it until a spreadsheet works the formulas out."""
    paid = {"month": "2026-11", "agent_id": "3", "commission": Decimal("300.00"), "commission_reason": "补"}
    now = edit(locked_shop(Pay=[paid]), "Pay", "commission", Decimal("999.99"), agent_id="3")
    result = of(now, "3")
    assert lines(result, "warning")[-1] == "锁定以后改填：提成 300.00 → 999.99"
    assert result.left_out
    assert result.headline.zh == "2026-11（已锁定，后来有改动）的核算说明：王五 3。"
    assert result.headline.en == "The pay of 2026-11 (locked, changed since) explained: 王五 3."
    assert "与锁定时不同的行：3。请先“核对锁定”。" in [note.zh for note in explain_pay(now).notes]
    older = edit(now, "LockParts", "typed", None, part="typed", agent_id="3")
    assert lines(of(older, "3"), "warning")[-1].startswith(
        "锁定以后改填：锁定时填的没有记下，现在：自评 85、"
    )


def test_a_formula_that_became_the_figure_it_showed_is_told_of_a_locked_month_too() -> None:
    for before in (locked_shop(), scored_shop()):
        replaced = Problem("Pay", 6, "total", "140.18", Words("公式", "a formula"))
        other = Problem("Pay", 5, "total", "0.00", Words("公式", "a formula"))
        result = of(replace(before, found=(replaced, other)), "2")
        assert lines(result, "warning")[-1] == "“绩效核算表”的绩效合计不再是原来的公式，现为 140.18"
        assert result.left_out
        assert [(p.row, p.column, p.severity) for p in result.problems] == [
            (6, "total", Severity.WARNING),
            (5, "total", Severity.WARNING),
        ]


def test_a_measure_that_dropped_out_says_why() -> None:
    rulers = [ruler("conversion", 20, 60, 60, least_sample=500), ruler("satisfaction", 50, 100, 40)]
    said = lines(of(scored_shop(Measures=rulers), "1"), "measure")
    assert said == [
        "咨询转化率：样本 120，少于 500，不计，权重由其他指标分担",
        "满意率：没有数据，不计，权重由其他指标分担",
    ]


def test_bands_take_the_place_of_worst_and_best() -> None:
    rulers = [ruler("conversion", None, None, 100, direction="higher", bands="40=100; 20=60")]
    assert lines(of(scored_shop(Measures=rulers), "1"), "measure") == [
        "咨询转化率 30（合计 36 ÷ 样本 120）：分档 40=100; 20=60，得 60 分；"
        "权重 100（计入的共 100），贡献 60 分"
    ]


def test_measures_of_one_weight_are_told_by_the_same_share() -> None:
    """A third each, of which one has the odd hundredth: the person shown it would take it for an error."""
    rulers = [ruler(name, 0, 100, 5) for name in ("conversion", "answered_share", "log_complete")]
    found = of(scored_shop(Measures=rulers), "1")
    told = lines(found, "measure")
    assert len(told) == 3
    assert all("权重 5（计入的共 15），贡献 " in why for why in told)


def test_an_override_names_the_proposal_and_the_reason() -> None:
    given = [
        typed("1", 75, 66, 80, 85, 76, override_reason="带新人"),
        *[typed(w, 80, None, 80, 80, 80) for w in "234"],
    ]
    assert lines(of(scored_shop(Scores=given), "1"), "score")[0] == (
        "工作绩效 66：由评分人填写，建议分 47，理由：带新人"
    )


def test_ties_and_what_decides_them_are_told() -> None:
    equal = [logged(who, day, buyers=10, sales=None) for who in "1234" for day in (2, 3)]
    given = [typed(who, 80, None, 80, 80, 80) for who in "12"]
    given += [typed("3", 80, 80, 80, 80, 80, override_reason="x"), typed("4", 20, None, 20, 20, 20)]
    before = scored_shop(DailyLog=equal, Scores=given, Measures=[ruler("conversion", 0, 50, 100)])
    assert lines(of(before, "1"), "rank") == ["第 2 名（共 4 人）；与 李四 并列"]
    assert lines(of(before, "3"), "rank") == ["第 1 名（共 4 人）"]


def test_others_of_ones_own_name_are_told_apart_by_their_numbers() -> None:
    equal = [logged(who, day, buyers=10, sales=None) for who in "1234" for day in (2, 3)]
    given = [typed(who, 80, None, 80, 80, 80) for who in "1234"]
    staff = [agent(who, name="王") for who in "1234"]
    before = scored_shop(Staff=staff, DailyLog=equal, Scores=given)
    assert lines(of(before, "1"), "rank") == ["第 1 名（共 4 人）；与 王（2）、王（3）、王（4） 并列"]


def test_who_is_not_ranked_is_told_why() -> None:
    probation = [{**row, "probation_until": pd.Timestamp("2026-12-31")} if row["agent_id"] == "1" else row
                 for row in shop().tables["Staff"].to_dict("records")]  # fmt: skip
    plain = [{k: v for k, v in row.items() if not pd.isna(v)} for row in probation]
    assert lines(of(scored_shop(Staff=plain), "1"), "rank") == ["不排名：试用期"]
    assert lines(of(scored_shop(Staff=plain), "1"), "warning") == [], "said once"
    open_one = [typed("1", None, None, 80, 80, 80), *[typed(w, 80, None, 80, 80, 80) for w in "234"]]
    before = scored_shop(Scores=open_one)
    assert lines(of(before, "2"), "rank") == ["不排名：张三 还没有评完，评完才排名"]
    assert lines(of(before, "1"), "score")[-1] == "加权总分：还没有自评"
    few = scored_shop(given={"least_ranked": 9})
    assert lines(of(few, "2"), "rank") == ["不排名：参评 4 人，少于设置的 9 人"]


def refund(order_id: str, amount: str, month: str = "2026-11", kind: str = "earlier") -> dict[str, Any]:
    return {
        "month": month, "platform": "tmall", "order_id": order_id, "agent_id": "1", "kind": kind,
        "amount": Decimal(amount),
    }  # fmt: skip


def test_refunds_taken_back_are_counted_and_the_largest_named() -> None:
    before = locked_shop()
    before = edit(before, "Commissions", "refunds_back", Decimal("650.00"), agent_id="1")
    rows = [refund("A", "50"), refund("B", "300"), refund("C", "100"), refund("D", "200"),
            refund("E", "900", "2026-10"), refund("F", "900", kind="own")]  # fmt: skip
    before = replace(before, tables={**before.tables, "RefundsTaken": table("RefundsTaken", rows)})
    assert lines(of(before, "1"), "commission")[1] == (
        "追回以前月份订单的退款 4 笔，共 650.00 元，其中最大的：B 300.00、D 200.00、C 100.00"
    )


def test_a_commission_that_hr_typed_names_what_the_rules_give_and_the_reason() -> None:
    row = {"month": "2026-11", "agent_id": "4", "commission": Decimal("350.50"), "commission_reason": "补差"}
    assert lines(of(scored_shop(Pay=[row]), "4"), "commission")[-1] == (
        "应发提成 350.50 元：由人事填写（按规则 380.18 元），理由：补差"
    )


def test_fines_are_listed_where_they_are_on() -> None:
    breach = {
        "date": pd.Timestamp("2026-11-09"), "agent_id": "4", "kind": "discipline", "what": "上班玩游戏",
        "step": 1, "amount": Decimal("10.00"),
    }  # fmt: skip
    before = scored_shop(Conduct=[breach], given={"discipline": True})
    assert lines(of(before, "4"), "discipline") == ["违规罚款：11-09 上班玩游戏 10.00"]
    assert lines(of(before, "1"), "discipline") == ["没有违规罚款"]
    assert lines(of(before, "4"), "total") == [
        "绩效合计 = 应发提成 380.18 + 奖励 100.00 - 违规罚款 10.00 = 470.18"
    ]


def test_attendance_leaves_out_what_is_empty() -> None:
    before = edit(locked_shop(), "Pay", "days_worked", 22, agent_id="1")
    before = edit(before, "Pay", "hours", 165.5, agent_id="1")
    assert lines(of(before, "1"), "attendance") == ["出勤天数 22，工时 165.5"]


def test_a_month_or_person_without_a_pay_row_is_refused() -> None:
    with pytest.raises(NothingToExplain) as refused:
        explain_pay(shop())
    assert refused.value.exit_code == 3
    with pytest.raises(UnknownPerson):
        of(locked_shop(), "没有这个人")
    before = locked_shop()
    pay = before.tables["Pay"]
    with pytest.raises(NothingToExplain, match="no row of 张三"):
        of(replace(before, tables={**before.tables, "Pay": pay[pay["agent_id"] != "1"]}), "张三")


def test_the_log_of_the_shop_is_what_the_figures_above_rest_on() -> None:
    """36 buyers of 120 enquiries: the golden figures by hand."""
    mine = [row for row in LOG if row["agent_id"] == "1"]
    assert (sum(row["buyers"] for row in mine), sum(row["enquiries"] for row in mine)) == (36, 120)
    assert sum(row["sales"] for row in mine) == Decimal("6009")


def test_refunds_that_shrank_are_told_apart_from_those_taken_back() -> None:
    before = edit(locked_shop(), "Commissions", "refunds_back", Decimal("20.00"), agent_id="1")
    rows = [refund("A", "50"), refund("B", "-30")]
    both = replace(before, tables={**before.tables, "RefundsTaken": table("RefundsTaken", rows)})
    assert lines(of(both, "1"), "commission")[1] == (
        "追回以前月份订单的退款 1 笔，共 50.00 元：A 50.00；"
        "以前月份订单的退款改小 1 笔，加回 30.00 元：B 30.00"
    )
    shrunk = replace(before, tables={**before.tables, "RefundsTaken": table("RefundsTaken", rows[1:])})
    assert lines(of(shrunk, "1"), "commission")[1] == "以前月份订单的退款改小 1 笔，加回 30.00 元：B 30.00"


def test_a_score_is_explained_by_the_rounding_that_made_it() -> None:
    """Self scores with more decimals than two: the sheet rounds by way of six, and so do the words."""
    given = [typed(who, 70 + 5 * int(who), None, 80, 85, 75 + int(who)) for who in "1234"]
    given[0]["self_score"] = 75.1333333  # 22.53999999 + 42.245 = 64.78499999, 64.785000 in six decimals
    now = after(shop(Scores=given), score(shop(Scores=given)))
    words = " ".join(lines(of(now, "1"), "score"))
    assert "加权总分" in words
    assert "按该月的占比不是这个数" not in words
