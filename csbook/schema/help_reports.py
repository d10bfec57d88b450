"""What people read about the columns of report, plan and of what charts are drawn from."""

from __future__ import annotations

from typing import Final

from csbook.problems import Words

HELP_REPORTS: Final[dict[str, dict[str, Words]]] = {
    "Report": {
        "span": Words("日、周、月还是年", "A day, week, month or year"),
        "period": Words("哪一期，如 2026-11 或 2026-W47", "Which one, such as 2026-11 or 2026-W47"),
        "part": Words("总体、售前、售后或目标", "Overall, pre-sale, after-sale or goals"),
        "line": Words("这一部分的第几条", "Its number in the part"),
        "proposed": Words("由“起草报告”写，重跑会更新", "By 'Draft report'; written anew each time"),
        "countermeasure": Words("系统建议的做法", "What csbook proposes to do"),
        "final": Words("用自己的话写；重跑草稿不动它", "Your own words; drafting again leaves them"),
        "final_measure": Words("决定怎样做；重跑草稿不动它", "What will be done; drafting again leaves it"),
    },
    "ReportFigures": {
        "span": Words("日、周、月还是年", "A day, week, month or year"),
        "period": Words("哪一期", "Which one"),
        "measure": Words("哪项指标", "Which measure"),
        "unit": Words("数值的单位", "Of the values"),
        "value": Words("全队本期", "The team in this span"),
        "before": Words("全队上一期", "The team in the span before"),
        "target": Words("本月计划的目标，没有取“考核指标”的", "Of the month's plan, else of 'Measures'"),
        "direction": Words("大的好还是小的好", "Whether more or less is better"),
    },
    "Plan": {
        "month": Words("哪个月的计划", "The month of the plan"),
        "part": Words("日常工作、每周培训、本月指标或团队会议", "Daily work, training, target or meeting"),
        "item": Words("要做什么，如 培训：退换货话术", "What is to be done, such as training on returns"),
        "agent_id": Words(
            "只管一个人的填他的工号；空着是全队", "Whose, if one person's; empty is the team's"
        ),
        "measure": Words(
            "本月指标：按哪一项指标看完成", "Of a target: the measure that tells whether it is met"
        ),
        "target": Words(
            "目标数值，单位同“考核指标”，如 95", "The figure to reach, in the unit of 'Measures', such as 95"
        ),
        "actual": Words("“月度评分”时按这项指标算出", "Worked out by 'Score month' from the measure"),
        "attainment": Words("达到目标的几成，最多 100%", "How much of the target is reached, 100 % at most"),
        "done": Words(
            "做完填“是”，没做填“否”；算自评建议分用",
            "yes when done, no when not; counts in the self score proposed",
        ),
        "proposed_time": Words("那周当班人最多的整点", "The hour of that week with most people on duty"),
        "note": Words("安排、目标从哪来", "Arrangements, where the target is from"),
    },
    "Trends": {
        "day": Words("当月第几天", "The day of the month"),
        "date": Words("图上的日期", "The date on the charts"),
        "receptions": Words("全队当天接待", "The team's receptions of the day"),
        "conversion": Words("下单人数 ÷ 询单人数", "Buyers / enquirers"),
        "response_seconds": Words("响应总秒数 ÷ 应答人数", "Response seconds / answered"),
        "satisfaction": Words("满意评价 ÷ 评价数", "Satisfied / ratings"),
        "conversion_target": Words(
            "本月计划的目标，没有取“考核指标”的", "Of the month's plan, else of 'Measures'"
        ),
        "response_seconds_target": Words(
            "本月计划的目标，没有取“考核指标”的", "Of the month's plan, else of 'Measures'"
        ),
        "satisfaction_target": Words(
            "本月计划的目标，没有取“考核指标”的", "Of the month's plan, else of 'Measures'"
        ),
    },
    "CardChoice": {
        "agent_id": Words("看谁的三个月，就填谁", "Whose three months are shown"),
        "month": Words(
            "三个月的最后一月，如 2026-11；空着即最近一次排名的月份",
            "The last of the three, as 2026-11; empty: the last month with a ranking",
        ),
    },
    "CardMonths": {
        "back": Words("往前数几个月", "How many months before the last"),
        "month": Words("图上的月份", "The month on the chart"),
        "weighted": Words("取自“考核评分”", "From 'Scores'"),
        "rank": Words("取自“考核评分”", "From 'Scores'"),
        "ranked": Words("那个月参加排名的人数", "People ranked in that month"),
    },
    "Card": {
        "measure": Words("“考核指标”里的一项", "A measure of 'Measures'"),
        "unit": Words("数值的单位", "Of the values"),
        "value_1": Words("三个月里最早那月的数值", "The value in the first of the three months"),
        "value_2": Words("中间那月的数值", "The value in the second month"),
        "value_3": Words("最后那月的数值", "The value in the last month"),
        "points_1": Words("最早那月的得分", "The points in the first month"),
        "points_2": Words("中间那月的得分", "The points in the second month"),
        "points_3": Words("最后那月的得分", "The points in the last month"),
        "team": Words("最后那月全队的平均得分", "The team's mean points in the last month"),
        "mark": Words(
            "弱项：低于 60 分；低于团队：差 10 分以上", "Weak: below 60 points; below team: by more than 10"
        ),
    },
    "ReportChoice": {
        "span": Words(
            "看日、周、月还是年的报告；和时段一起填", "Of a day, week, month or year; fill it with the period"
        ),
        "period": Words(
            "如 2026-10；和范围一起填，空着即“月报数据”最后一行那期",
            "Such as 2026-10, together with the span; empty: that of the last row of its figures",
        ),
        "shown_span": Words("图上是哪种报告", "The span on the charts"),
        "shown_period": Words("图上是哪一期", "The period on the charts"),
        "month": Words("每人得分取哪个月的", "The month of people's scores"),
        "ranked": Words("那个月排过名是 1", "1 where that month is ranked"),
    },
    "ReportGoals": {
        "place": Words("图上第几项", "Its place on the chart"),
        "measure": Words("有目标的指标", "A measure with a target"),
        "unit": Words("数值的单位", "Of the values"),
        "direction": Words("大的好还是小的好", "Whether more or less is better"),
        "value": Words("全队本期", "The team in this span"),
        "target": Words("取自月报数据", "From the report's figures"),
        "attainment_percent": Words(
            "达到目标的几成，最多 100", "How much of the target is reached, 100 at most"
        ),
        "goal": Words("图上的目标线", "The line on the chart"),
    },
    "ReportPeople": {
        "place": Words("图上第几位", "Their place on the chart"),
        "name": Words("取自“考核评分”", "From 'Scores'"),
        "score": Words(
            "排过名用加权总分，没有用绩效建议分",
            "The weighted score, before a ranking the performance proposed",
        ),
        "team": Words("全队的平均", "The team's mean"),
    },
}
