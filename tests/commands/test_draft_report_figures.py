"""Whose plan a report takes, what it compares and what a sum is measured by."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from csbook.commands.draft_report import NotBegun, NothingOnRecord
from csbook.commands.handler import Request, Result
from csbook.schema.choices import RESPONSIBLE
from csbook.schema.daily import TICKS
from tests.commands.drafts import STAFF, asked, figures, log, measures, report, said
from tests.followups.shop import at


def planned(month: str, target: float, measure: str = "conversion") -> dict[str, Any]:
    return {"month": month, "part": "target", "item": measure, "measure": measure, "target": target}


PLAN = [planned("2026-09", 30.0), planned("2026-10", 45.0), planned("2026-11", 60.0)]


@pytest.mark.parametrize(
    ("span", "day", "target"),
    [
        ("month", dt.date(2026, 10, 15), 45),
        ("day", dt.date(2026, 9, 30), 30),
        ("week", dt.date(2026, 10, 20), 45),
        ("week", dt.date(2026, 11, 1), 45),  # Monday is 26 October: most of its days are October's
        ("week", dt.date(2026, 10, 1), 45),  # Monday is 28 September, four days are October's
        ("week", dt.date(2026, 9, 3), 30),
    ],
)
def test_a_report_takes_the_plan_of_the_month_its_days_are_in(span: str, day: dt.date, target: int) -> None:
    asking = asked(Plan=PLAN, DailyLog=[log("K01", f"{day:%Y-%m-%d}", 20)])
    assert figures(report(asking, span=span, report_date=day), "conversion")["target"] == target


def test_a_month_s_report_is_the_same_whatever_month_is_set() -> None:
    asking = asked(Plan=PLAN, DailyLog=[log("K01", "2026-10-20", 20)])
    by_date = report(asking, report_date=dt.date(2026, 10, 15))
    by_month = report(replace(asking, month=dt.date(2026, 10, 1)))
    pd.testing.assert_frame_equal(by_date.tables["ReportFigures"], by_month.tables["ReportFigures"])


def test_a_year_has_the_targets_of_the_measures_only() -> None:
    asking = asked(Plan=PLAN, DailyLog=[log("K01", "2026-11-20", 20, ratings=40, satisfied=20)])
    result = report(asking, span="year")
    assert pd.isna(figures(result, "conversion")["target"])
    assert figures(result, "satisfaction")["target"] == 95


def with_sums(*rows: dict[str, Any], today: str = "2026-12-03 09:00", **more: Any) -> Request:
    """Order amounts scored from 20,000 to 80,000 a month, to be 100,000."""
    ruler = measures(measure="order_amount", active=True, worst=20000.0, best=80000.0, target=100000.0)
    asking = asked(today, DailyLog=list(rows), **more)
    return replace(asking, tables={**asking.tables, "Measures": ruler})


SUMS = [
    log("K01", f"2026-{month}-{day:02d}", 50, order_amount=amount)
    for month, amount in (("11", Decimal(8000)), ("10", Decimal(6000)))
    for day in range(1, 6)
] + [log("K02", "2026-11-20", 50, order_amount=Decimal(16000))]


def test_a_sum_of_a_whole_month_is_measured_per_head() -> None:
    """40,000 and 16,000 are 28,000 per head of 100,000 wanted; October had 30,000 of one."""
    result = report(with_sums(*SUMS))
    row = figures(result, "order_amount")
    assert [row[name] for name in ("value", "before", "target", "unit")] == [28000, 30000, 100000, "元/人"]
    assert "订单总金额 28000 元/人（上期 30000 元/人，目标 100000 元/人），比上期差" in said(
        result, "presale"
    )
    assert "订单总金额 52000 元/人。 2027 年 1 月" in said(result, "goals")


def test_the_first_morning_of_a_month_is_no_whole_month() -> None:
    morning = log("K01", "2026-12-01", 50, order_amount=Decimal(8000))
    row = figures(
        report(with_sums(morning, today="2026-12-01 10:00"), report_date=dt.date(2026, 12, 1)), "order_amount"
    )
    assert (row["value"], row["unit"]) == (8000, "元")
    assert pd.isna(row["target"])


def test_the_plan_s_target_of_a_sum_is_the_team_s_and_is_shared_by_heads() -> None:
    result = report(with_sums(*SUMS, Plan=[planned("2026-11", 90000.0, "order_amount")]))
    assert figures(result, "order_amount")["target"] == 45000


@pytest.mark.parametrize("span", ["day", "week", "year"])
def test_a_sum_of_other_days_has_neither_points_nor_target(span: str) -> None:
    result = report(with_sums(*SUMS), span=span, report_date=dt.date(2026, 11, 20))
    row = figures(result, "order_amount")
    assert pd.isna(row["target"])
    assert row["value"] == {"day": 16000, "week": 16000, "year": 86000}[span]
    assert row["unit"] == "元"
    assert "订单总金额" not in said(result, "overall") + said(result, "presale") + said(result, "goals")


def test_a_month_s_target_does_not_judge_the_sum_of_half_a_month() -> None:
    result = report(with_sums(*SUMS, today="2026-11-21 09:00"))
    assert pd.isna(figures(result, "order_amount")["target"])
    assert "订单总金额" not in said(result, "presale")


EVERY_DAY = [
    log("K01", f"{day:%Y-%m-%d}", 50 if day.month == 11 else 40)
    for day in pd.date_range("2026-10-01", "2026-11-21")
]


def receptions(result: Result) -> str:
    return said(result, "overall").partition("，")[0]


def test_this_morning_is_not_compared_with_a_whole_day() -> None:
    """Of 22 November 50 customers so far; 21 days of 200 against 21 days of 200."""
    today = log("K01", "2026-11-22", 0, receptions=50)
    result = report(asked(DailyLog=[*EVERY_DAY, today]))
    assert receptions(result) == "接待 4,200（上期 4,200）"
    assert figures(result, "conversion")["value"] == 50
    assert any(
        note.zh == "2026-11 还没有结束，数据到昨天（2026-11-21），"
        "与上期同样天数（2026-10-01 至 2026-10-21）比较。"
        for note in result.notes
    )


def test_where_nothing_is_known_of_the_days_before_no_comparison_is_claimed() -> None:
    result = report(asked(DailyLog=[row for row in EVERY_DAY if row["date"].month == 11]))
    assert receptions(result) == "接待 4,200"
    assert any(
        note.zh == "2026-11 还没有结束，数据到昨天（2026-11-21）；上期没有数据，不比较。"
        for note in result.notes
    )


def test_the_report_of_today_is_compared_with_nothing_and_says_so() -> None:
    today = log("K01", "2026-11-22", 5)
    result = report(asked(DailyLog=[*EVERY_DAY, today]), span="day")
    assert receptions(result) == "接待 200"
    row = figures(result, "conversion")
    assert row["value"] == 5
    assert pd.isna(row["before"])
    assert "比上期差" not in said(result, "presale")
    assert result.notes[0].zh == ("2026-11-22 还没有结束，数据截至 2026-11-22 09:00，不与上期比较。")


@pytest.mark.parametrize(("span", "day"), [("day", 22), ("week", 22), ("month", 22), ("day", 23)])
def test_how_complete_the_log_is_is_no_figure_until_a_day_is_over(span: str, day: int) -> None:
    """The 22nd is a Sunday: of its week and month other days are over."""
    filled = {**dict.fromkeys(TICKS, True), "on_time": True}
    days = [log("K01", f"2026-11-{n}", 50, **filled) for n in range(10, day + 1)]
    result = report(
        asked(f"2026-11-{day} 18:00", DailyLog=[*days, log("K02", f"2026-11-{day}", 0)]), span=span
    )
    told = set(result.tables["ReportFigures"]["measure"])
    assert "conversion" in told
    expected = set() if span == "day" else {"log_complete", "log_in_time"}
    assert told & {"log_complete", "log_in_time"} == expected
    tomorrow = report(
        asked(f"2026-11-{day + 1} 09:00", DailyLog=days), span="day", report_date=dt.date(2026, 11, day)
    )
    assert figures(tomorrow, "log_complete")["value"] == 100
    assert figures(tomorrow, "log_in_time")["value"] == 100


def test_days_that_are_over_are_compared_whole() -> None:
    result = report(asked("2026-12-01 00:10", DailyLog=EVERY_DAY))
    assert receptions(result) == "接待 4,200（上期 6,200）"
    assert not any("还没有" in note.zh for note in result.notes)


def test_a_running_year_is_called_a_year() -> None:
    result = report(asked(DailyLog=EVERY_DAY), span="year")
    assert [note.zh for note in result.notes if note.zh.startswith("2026 年还没有结束")]
    assert result.headline.zh.startswith("2026 年的年报")


def test_days_to_come_have_not_begun_and_nothing_is_written_of_them() -> None:
    with pytest.raises(NotBegun) as refused:
        report(asked(), report_date=dt.date(2026, 12, 1))
    assert (refused.value.exit_code, refused.value.words.zh) == (
        3,
        "2026-12 还没有开始，没有起草。请核对月份或日期。",
    )
    with pytest.raises(NotBegun, match=r"^3-9 May \(week 18\) has not begun"):
        report(asked(), span="week", report_date=dt.date(2027, 5, 5))


def test_days_over_of_which_nothing_is_known_get_no_frame() -> None:
    with pytest.raises(NothingOnRecord, match="Nothing of 2020-05-05 is in the workbook") as refused:
        report(asked(DailyLog=EVERY_DAY), span="day", report_date=dt.date(2020, 5, 5))
    assert refused.value.exit_code == 3
    assert report(asked()).headline.zh == "2026-11 没有数据，月报只有框架。", (
        "of days that go on there is one"
    )


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        (dt.date(2026, 11, 20), "11 月 16 日至 22 日（第 47 周）", "16-22 November (week 47)"),
        (dt.date(2026, 10, 1), "9 月 28 日至 10 月 4 日（第 40 周）", "28 September to 4 October (week 40)"),
    ],
)
def test_a_week_is_called_by_its_days(day: dt.date, zh: str, en: str) -> None:
    logs = [log("K01", f"{day:%Y-%m-%d}", 20)]
    said_ = report(asked(DailyLog=logs), span="week", report_date=day).headline
    assert said_.zh.startswith(f"{zh}的周报起草了")
    assert f"drafted for the weekly report of {en};" in said_.en


def test_the_goals_of_a_month_that_has_a_plan_are_the_plan_s() -> None:
    plan = [planned("2026-11", 40.5), {**planned("2026-11", 99.0), "agent_id": "K01", "item": "own"}]
    asking = asked(Plan=plan, DailyLog=[log("K01", "2026-10-20", 20)])
    result = report(asking, report_date=dt.date(2026, 10, 15))
    goals = result.tables["Report"].query("part == 'goals'")["proposed"].tolist()
    assert goals[0].startswith("2026 年 11 月（按月计划）：咨询转化率 40.5%")
    assert goals[1].startswith("2026 年 12 月：")


DAMAGED = {
    "opened": at("2026-11-05"),
    "product": "杯子",
    "complaint_class": "general",
    "responsible": "courier",
}


def test_products_and_parties_are_both_counted_by_complaints() -> None:
    cases = [
        {"case_id": "A1", **DAMAGED},
        {"case_id": "A2", **DAMAGED, "product": "壶", "complaint_class": None, "responsible": "shop"},
    ]
    told = said(report(asked(AfterSales=cases)), "aftersale")
    assert "杯子" in told
    assert "壶" not in told
    assert RESPONSIBLE["courier"].zh in told
    assert RESPONSIBLE["shop"].zh not in told


POOR = [{"platform": "tmall", "order_id": "1", "reviewed_at": at("2026-11-10"), "stars": 1}]


def test_nothing_before_is_a_figure_where_there_was_a_log() -> None:
    assert "差评 1（上期 0）" in said(report(asked(DailyLog=EVERY_DAY, Reviews=POOR)), "overall")
    assert "差评 1。" in said(report(asked(Reviews=POOR)), "overall")


def test_two_people_of_one_name_are_told_apart() -> None:
    staff = [{**one, "name": "王芳"} for one in STAFF]
    logs = [log("K01", "2026-11-20", 50), log("K02", "2026-11-20", 10)]
    assert "最好 王芳 K01 50%，最差 王芳 K02 10%" in said(
        report(asked(Staff=staff, DailyLog=logs)), "presale"
    )


def test_a_team_worse_than_its_last_one_says_that_others_are_not_compared() -> None:
    """Whoever has too small a sample is in the team's figure and not among those named."""
    staff = [*STAFF, {"agent_id": "K03", "name": "赵敏", "role": "both"}]
    alike = [log("K01", "2026-11-20", 30), log("K02", "2026-11-20", 31)]
    few = log("K03", "2026-11-20", 0, enquiries=15, receptions=15)
    told = said(report(asked(Staff=staff, DailyLog=[*alike, few])), "presale")
    assert "咨询转化率 28.37%；最好 李娜 31%，最差 王芳 30%（另有 1 人没有比：样本太少或岗位不同）。" in told
    enough = log("K03", "2026-11-20", 30)
    assert "没有比" not in said(report(asked(Staff=staff, DailyLog=[*alike, enough])), "presale")
    best = log("K02", "2026-11-20", 10)
    assert "没有比" not in said(report(asked(Staff=staff, DailyLog=[alike[0], best, few])), "presale")


@pytest.mark.parametrize(("span", "months"), [("day", 0), ("week", 0), ("month", 3), ("year", 3)])
def test_goals_are_for_the_reports_of_months_and_years(span: str, months: int) -> None:
    result = report(
        asked(DailyLog=[log("K01", "2026-11-20", 20)]), span=span, report_date=dt.date(2026, 11, 20)
    )
    goals = result.tables["Report"].query("part == 'goals'")
    assert len(goals) == months
