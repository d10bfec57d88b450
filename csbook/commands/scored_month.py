"""A month scored: from the tables read to the rows of every sheet it fills.

`score` writes them, `lock-month` fixes them, the report reads them: one reckoning for all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from csbook.commands.attendance import Attendance, attendance
from csbook.commands.commission_frames import by_the_log
from csbook.commands.empty_columns import before, empty_columns
from csbook.commands.handler import Request
from csbook.commands.measure_figures import totals_of
from csbook.commands.pay_frames import pay_tables
from csbook.commands.score_detail import detail_frame
from csbook.commands.score_frames import MonthScore, plan_frame, plans_frame, scores_frame, term_frames
from csbook.commands.score_rules import admission_of, award_terms_of, shares_of
from csbook.commands.staff_then import moved_since, staff_then
from csbook.money import exact
from csbook.problems import Problem, Severity, Words
from csbook.schema.checks_of_measures import unlikely_bounds
from csbook.schema.checks_of_scores import unknown_rule_groups
from csbook.schema.default_measures import default_measures
from csbook.scorecard.card import NO_RANKING, Proposals, ranked, scored
from csbook.scorecard.measures import figures, figures_of_all, receptions
from csbook.scorecard.period import Period
from csbook.scorecard.points import Yardstick, read_yardsticks
from csbook.scorecard.quality import service_proposals
from csbook.scorecard.rank import Standing
from csbook.scorecard.remarks import remark
from csbook.scorecard.tasks import Attained, attained_targets, self_proposals
from csbook.scorecard.team import team

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class ScoredMonth:
    """The month, what goes into the tables, and what somebody should correct.

    `frames`: Scores, ScoreDetail, Commissions, RefundsTaken, Pay, Plans, Plan and the terms of the month,
    with the values of their formulas; none where 考核指标 is wrong. `present`: attendance by staff number,
    empty without a roster.
    """

    month: MonthScore
    present: Mapping[str, Attendance]
    frames: Mapping[str, pd.DataFrame]
    problems: tuple[Problem, ...]

    @property
    def is_wrong(self) -> bool:
        return any(p.severity is Severity.ERROR for p in self.problems)


def scored_month(request: Request) -> ScoredMonth:
    """Score the request's month, whether it is locked or not.

    A month that is over goes by the role, platform and group of its own rows. Wrong rows of 考核指标 are
    errors; an override without a reason, an unknown shift, a rule of commission for a group that nobody is or
    was in, columns of the log without any figure and who is another by 员工 now are warnings.
    """
    period = Period(request.month, request.today)
    tables, earlier = with_log_of(period, request.tables), before(request.tables, period)
    moved: list[Problem] = []
    groups = tables["Staff"][["group"]]
    if period.last < request.today.date():
        moved += moved_since(tables, period, receptions(tables["DailyLog"], period), request.language)
        tables = {**tables, "Staff": staff_then(tables, period.label)}
        groups = pd.concat([groups, tables["Staff"][["group"]]])
    request = replace(request, tables=tables)
    yardsticks, problems = read_yardsticks(tables["Measures"])
    if any(p.severity is Severity.ERROR for p in problems):
        return ScoredMonth(MonthScore(period, (), NO_RANKING, {}), {}, {}, tuple(problems))
    present, unknown_shifts = attendance(tables, request.month, request.today)
    month, attained = month_score(request, period, yardsticks, present)
    pay, pay_problems = pay_tables(month, request, present)
    frames = {
        "Scores": scores_frame(month, request.language),
        "ScoreDetail": detail_frame(month, tables["ScoreDetail"], tables["Measures"], request.language),
        **pay,
        **term_frames(month, tables, request.settings),
        "Plans": plans_frame(month, tables["Plans"], request.settings),
        "Plan": plan_frame(of_month(tables["Plan"], period), attained),
    }
    problems += unknown_shifts + overrides_without_reason(tables["Scores"], month) + pay_problems + moved
    problems += unknown_rule_groups(tables["CommissionRules"], groups)
    problems += unlikely_bounds(tables["Measures"])
    problems += empty_columns(
        tables, period, frames["Scores"], earlier=earlier, sales_pay=rests_on_sales(request)
    )
    return ScoredMonth(month, present, frames, tuple(problems))


def rests_on_sales(request: Request) -> bool:
    """Whether a rule of commission is on that takes its sales from the log."""
    on = request.tables["CommissionRules"]["active"].fillna(value=False)
    return by_the_log(request.settings) and bool(on.any())


def with_log_of(period: Period, tables: Tables) -> dict[str, pd.DataFrame]:
    """The tables with the days of 客服日报 that count: the log of a year is long, and looked into often."""
    log = tables["DailyLog"]
    return {**tables, "DailyLog": log[period.holds(log["date"])]}


def month_score(
    request: Request,
    period: Period,
    yardsticks: list[Yardstick],
    present: Mapping[str, Attendance],
) -> tuple[MonthScore, dict[int, Attained]]:
    """The month's card and ranking, and the targets of its plan that have a figure."""
    tables, settings = request.tables, request.settings
    scores, pay = tables["Scores"], tables["Pay"]
    typed = of_month(scores, period)
    served = receptions(tables["DailyLog"], period)
    members = team(
        tables["Staff"],
        period,
        served,
        {who: a.leave_days for who, a in present.items()},
        admission=admission_of(settings),
        listed=[*typed["agent_id"], *of_month(pay, period)["agent_id"]],
    )
    totals, plan = totals_of(tables, period), of_month(tables["Plan"], period)
    found = figures(totals)
    attained = (
        attained_targets(plan, found, figures_of_all(totals, None), lower_is_better(tables))
        if len(plan)
        else {}
    )
    agents = [m.agent_id for m in members if m.standing is not Standing.OUTSIDE]
    proposals = Proposals(
        self_proposals(agents, plan, attained, found), service_proposals(tables["Quality"], period)
    )
    card = scored(members, found, yardsticks, typed, proposals, shares_of(settings))
    earlier = scores[scores["month"] < period.label]
    outcome = ranked(card, award_terms_of(settings), period.label, earlier)
    receptions_of = served.groupby("agent_id")["receptions"].sum()
    remarks = {one.agent_id: remark(one, outcome, exact(settings["wide_gap"])) for one in card}
    return MonthScore(
        period, card, outcome, {str(a): int(n) for a, n in receptions_of.items()}, remarks
    ), attained


def of_month(rows: pd.DataFrame, period: Period) -> pd.DataFrame:
    return rows[rows["month"] == period.label]


def lower_is_better(tables: Tables) -> set[str]:
    """The measures of which less is better by 考核指标; one that is not listed there, by our defaults."""
    rows = pd.concat([tables["Measures"], default_measures("zh")], ignore_index=True)
    first = rows.drop_duplicates("measure")
    return set(first.loc[first["direction"] == "lower", "measure"])


def overrides_without_reason(scores: pd.DataFrame, month: MonthScore) -> list[Problem]:
    """A supervisor's figure in place of a proposed one should say why."""
    rows = scores[(scores["month"] == month.period.label) & scores["override_reason"].isna()]
    row_of = dict(zip(rows["agent_id"], rows.index.tolist(), strict=True))
    criteria = {"performance": Words("工作绩效", "performance"), "service": Words("服务性", "service")}
    return [
        Problem(
            "Scores",
            row_of[one.agent_id],
            "override_reason",
            "",
            Words(
                f"{criteria[name].zh}与建议分 {proposed} 不同，请写改分理由",
                f"the reason why {criteria[name].en} is not the proposed {proposed}",
            ),
            Severity.WARNING,
        )
        for one in month.card
        if one.agent_id in row_of
        for name, proposed in one.judgement.overrides.items()
    ]
