"""`draft-plan` and `report` on frames: what they write, twice, beside what people wrote."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pandas as pd
import pytest

from csbook.commands.draft_plan import PlanOver, draft_plan
from csbook.commands.draft_report import draft_report
from csbook.problems import Severity
from csbook.reports.planning import weekday_named
from csbook.schema.default_measures import default_measures
from tests.commands.drafts import STAFF, again, asked, log, report, roster, said, times
from tests.followups.shop import at, frame


def test_training_and_meeting_go_to_the_hours_of_most_people() -> None:
    result = draft_plan(asked(**roster(d03="白", d05="白")))
    assert times(result, "training") == ["11-03 09:00"]
    assert times(result, "meeting") == ["11-05 09:00"]


def test_without_a_roster_the_plan_is_drafted_and_says_so() -> None:
    result = draft_plan(asked())
    assert times(result, "training") == []
    assert any("还没有排班" in note.zh for note in result.notes)
    plan = result.tables["Plan"].set_index("part")
    assert set(plan.index) == {"daily", "training", "meeting", "target"}
    assert plan.loc[["target"], ["measure", "target"]].to_numpy().tolist() == [["satisfaction", 95.0]]


def test_a_second_draft_adds_nothing_and_moves_the_times_with_the_roster() -> None:
    first = asked(**roster(d03="白"))
    second = again(draft_plan(first), first)
    assert draft_plan(second).details["added"] == 0
    moved = replace(
        second, tables={**second.tables, "Roster": frame("Roster", {"agent_id": "K01", "d04": "白"})}
    )
    assert times(draft_plan(moved), "training") == ["11-04 09:00"]


def test_a_part_that_people_planned_themselves_is_left_to_them_but_for_its_time() -> None:
    own = {"month": "2026-11", "part": "training", "item": "新品知识"}
    result = draft_plan(asked(Plan=[own], **roster(d03="白")))
    trainings = result.tables["Plan"][result.tables["Plan"]["part"] == "training"]
    assert trainings["item"].tolist() == ["新品知识"]
    assert times(result, "training") == ["11-03 09:00"]


def test_a_meeting_that_names_its_weekday_is_placed_on_it() -> None:
    """The first Monday of November 2026 with a roster is the 9th; most people are there on Tuesdays."""
    own = {"month": "2026-11", "part": "meeting", "item": "每周一班前会：问题与分工"}
    of_week_3 = {"month": "2026-11", "part": "meeting", "item": "第 3 周周五例会"}
    asking = asked(Plan=[own, of_week_3], **roster(d03="白", d07="白", d09="晚", d10="白", d19="白"))
    assert times(draft_plan(asking), "meeting") == ["11-09 17:00"]


@pytest.mark.parametrize(
    ("item", "weekday"),
    [
        ("每周一班前会", 0),
        ("周五例会", 4),
        ("星期天 复盘", 6),
        ("Mondays: last week's problems", 0),
        ("every Wednesday", 2),
        ("第一周：冬季新品知识", None),
        ("第 2 周一对一", None),
        ("第四周一对一", None),
        ("Training 1: selling", None),
        ("the month's goals", None),
    ],
)
def test_a_weekday_is_told_from_a_weeks_number(item: str, weekday: int | None) -> None:
    assert weekday_named(item) == weekday


def test_a_report_compares_agents_and_the_days_before() -> None:
    asking = asked(
        DailyLog=[
            log("K01", "2026-11-20", 50),
            log("K02", "2026-11-20", 10),
            log("K01", "2026-10-20", 60),
            log("K01", "2026-10-25", 0),
        ]
    )
    presale = said(report(asking), "presale")
    assert "咨询转化率 30%（上期 60%），比上期差；最好 王芳 50%，最差 李娜 10%。" in presale


def test_only_those_whose_part_it_is_are_compared() -> None:
    staff = [{**STAFF[0], "role": "presale"}, {**STAFF[1], "role": "aftersale"}]
    logs = [log("K01", "2026-11-20", 20), log("K02", "2026-11-20", 10)]
    assert "最好" not in said(report(asked(Staff=staff, DailyLog=logs)), "presale")


def test_a_month_that_is_over_is_not_planned_any_more() -> None:
    assert draft_plan(asked("2026-11-30 23:00")).details["added"]
    with pytest.raises(PlanOver) as refused:
        draft_plan(asked("2026-12-01 08:00"))
    assert refused.value.words.zh == (
        "2026-11 已经过去，没有起草。在操作面板“月份”写要计划的月份，如 2026-12 或 2027-01（--month）。"
    )
    assert refused.value.exit_code == 3


def test_a_locked_month_s_plan_is_left_alone_and_the_month_to_plan_is_named() -> None:
    """Until somebody changes it, the settings still say the month that was just locked."""
    locks = [{"month": "2026-11", "version": 1, "state": "locked", "locked_at": at("2026-12-04")}]
    with pytest.raises(PlanOver) as refused:
        draft_plan(asked("2026-12-06 09:00", Locks=locks))
    assert (refused.value.exit_code, refused.value.words.en) == (
        3,
        "2026-11 is locked; nothing was drafted. Say the month to plan at 'month' in the panel, such as "
        "2026-12 or 2027-01 (--month).",
    )


def test_a_month_that_is_not_over_is_compared_with_as_many_days() -> None:
    asking = asked(DailyLog=[log("K01", "2026-11-02", 50), log("K01", "2026-10-30", 10)])
    assert "接待 200，" in said(report(asking), "overall")
    assert any("上期没有数据" in note.zh for note in report(asking).notes)


def test_a_week_s_report_stands_beside_the_month_s() -> None:
    asking = asked(DailyLog=[log("K01", "2026-11-20", 10)])
    result = report(asking, span="week", report_date=dt.date(2026, 11, 20))
    assert set(result.tables["Report"]["period"]) == {"2026-W47"}
    assert result.tables["ReportFigures"].set_index("measure").loc["conversion", "value"] == 10


def test_lines_that_a_former_draft_had_more_are_emptied_and_settled_text_stays() -> None:
    former = {
        "span": "month", "period": "2026-11", "part": "presale", "line": 7,
        "proposed": "旧的", "countermeasure": "旧的", "final": "主管写的",
    }  # fmt: skip
    rows = report(asked(Report=[former])).tables["Report"]
    (old,) = rows[rows["line"] == 7].to_dict("records")
    assert pd.isna(old["proposed"])
    assert "final" not in rows


def test_the_report_twice_is_the_same() -> None:
    first = asked(DailyLog=[log("K01", "2026-11-20", 10)])
    before = report(first)
    after = report(again(before, first))
    pd.testing.assert_frame_equal(before.tables["Report"], after.tables["Report"])


def test_wrong_measures_stop_the_report() -> None:
    measures = default_measures("zh")
    measures.loc[measures["measure"] == "conversion", "best"] = 20.0
    asking = asked()
    result = draft_report(replace(asking, tables={**asking.tables, "Measures": measures}))
    assert result.tables == {}
    assert {p.severity for p in result.problems} == {Severity.ERROR}
