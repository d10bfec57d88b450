"""The team's measures in a report: now, before and against their targets, and who stands out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

import pandas as pd

from csbook.commands.desk import names_of
from csbook.commands.handler import Request
from csbook.commands.measure_figures import measured, team_figures
from csbook.commands.report_spans import Compared
from csbook.money import exact, rounded
from csbook.problems import Words
from csbook.reports.advice import PART_OF
from csbook.reports.drafting import GOAL_POINTS, Reading
from csbook.reports.spans import Days
from csbook.reports.words import told_apart
from csbook.schema.choices import MEASURE
from csbook.schema.default_measures import ABOUT
from csbook.scorecard.measures import RATIOS, Figure
from csbook.scorecard.period import Span
from csbook.scorecard.points import Yardstick, read_yardsticks

Tables = Mapping[str, pd.DataFrame]
MEASURED_BY: Final = {
    "overall": ("presale", "aftersale", "both"),
    "presale": ("presale", "both"),
    "aftersale": ("aftersale", "both"),
}
"""Whose figures are compared in each part, by role."""
LEAST_COMPARED: Final = 2  # people: whoever is alone is neither the best nor the last
SUMS: Final = frozenset(measure for measure, ratio in RATIOS.items() if ratio.scale is None)
"""Measures that grow with days and people. 考核指标 scores one person's month of them."""
OF_DAYS_OVER: Final = frozenset({"log_complete", "log_in_time"})
"""Until a day is over only filled rows of the log count: whatever is missing, these say 100 %."""
EACH: Final = Words("/人", "/head")


def readings_of(request: Request, days: Days, spans: Compared) -> dict[str, Reading]:
    """The team's measures that are on, in the order of 考核指标, with who stands out.

    `SUMS` of a whole month are those per head; of other days they have neither points nor target. Of today
    alone `OF_DAYS_OVER` are left out.
    """
    tables, names = request.tables, told_apart(names_of(request.tables["Staff"]))
    whole_month = days.kind == "month" and spans.now.last == days.last < request.today.date()
    goes_on = spans.now.last >= spans.now.today.date()
    people = measured(tables, spans.now)
    now = of_team(tables, spans.now, per_head=whole_month)
    before = {} if spans.before is None else of_team(tables, spans.before, per_head=whole_month)
    targets = targets_of(tables, days, people)
    roles = dict(zip(tables["Staff"]["agent_id"], tables["Staff"]["role"], strict=True))
    found = {}
    for measure, ruler in rulers(tables["Measures"]).items():
        if measure not in now or measure not in PART_OF or (goes_on and measure in OF_DAYS_OVER):
            continue
        asked = {who: has for who, has in people.items() if roles.get(who) in MEASURED_BY[PART_OF[measure]]}
        compared = comparable(measure, asked, ruler)
        best, least = standing_out(compared, names, ruler)
        judged = whole_month or measure not in SUMS
        each = EACH if measure in SUMS and whole_month else Words("", "")
        found[measure] = Reading(
            title=MEASURE[measure],
            unit=ABOUT[measure].unit + each,
            now=now[measure].value,
            before=before[measure].value if measure in before else None,
            target=targets.get(measure) if judged else None,
            points=points_of(now[measure], ruler) if judged else None,
            well_scored=well_scored(ruler) if judged else None,
            lower_is_better=ruler.falls,
            best=best,
            least=least,
            not_compared=heads(measure, people) - len(compared),
        )
    return found


def of_team(tables: Tables, span: Span, *, per_head: bool) -> dict[str, Figure]:
    """The measures of everybody together; with `per_head` the sums by how many people have one."""
    team = team_figures(tables, span)
    summed = [measure for measure in team if per_head and measure in SUMS]
    people = measured(tables, span) if summed else {}
    means = {
        measure: replace(team[measure], value=rounded(team[measure].total / heads(measure, people)))
        for measure in summed
    }
    return team | means


def heads(measure: str, people: Mapping[str, Mapping[str, Figure]]) -> int:
    return sum(measure in has for has in people.values())


def rulers(measures: pd.DataFrame) -> dict[str, Yardstick]:
    """One yardstick for each measure that is on: that for all roles and platforms before others."""
    on = [y for y in read_yardsticks(measures)[0] if y.weight]
    general = sorted(on, key=lambda y: (y.role != "any") + (y.platform != "any"))
    return {y.measure: y for y in reversed(general)}


def points_of(figure: Figure, ruler: Yardstick) -> Decimal | None:
    """The points of the team's figure; None where it rests on too little."""
    return rounded(ruler.points(figure.value)) if figure.sample >= ruler.least_sample else None


def well_scored(ruler: Yardstick) -> Decimal | None:
    """What scores `GOAL_POINTS` on the line; None with bands."""
    if ruler.worst is None or ruler.best is None:
        return None
    return rounded(ruler.worst + (ruler.best - ruler.worst) * GOAL_POINTS / 100)


def targets_of(tables: Tables, days: Days, people: Mapping[str, Mapping[str, Figure]]) -> dict[str, Decimal]:
    """The team's targets: those of the plan of the month the days are in before those of 考核指标. A year
    is of no month.

    Of `SUMS` 考核指标 says what one person shall reach, the plan what all do: that is shared by heads.
    """
    measures = tables["Measures"]
    standing = measures.dropna(subset=["target"]).drop_duplicates("measure")
    found = {m: exact(t) for m, t in zip(standing["measure"], standing["target"], strict=True)}
    return found if days.month is None else found | planned_targets(tables["Plan"], days.month, people)


def planned_targets(
    plan: pd.DataFrame, month: dt.date, people: Mapping[str, Mapping[str, Figure]]
) -> dict[str, Decimal]:
    """The team's targets in the month's plan, those of `SUMS` shared by as many heads as there are now."""
    found = {}
    own = plan[(plan["month"] == f"{month:%Y-%m}") & (plan["part"] == "target") & plan["agent_id"].isna()]
    own = own.dropna(subset=["measure", "target"]).drop_duplicates("measure")
    for measure, target in zip(own["measure"], own["target"], strict=True):
        among = max(heads(measure, people), 1) if measure in SUMS else 1
        found[measure] = rounded(exact(target) / among)
    return found


def comparable(
    measure: str, people: Mapping[str, Mapping[str, Figure]], ruler: Yardstick
) -> dict[str, Decimal]:
    """The figures that rest on enough, by staff number."""
    return {
        who: figures[measure].value
        for who, figures in people.items()
        if measure in figures and figures[measure].sample >= ruler.least_sample
    }


def standing_out(
    figures: Mapping[str, Decimal], names: Mapping[str, str], ruler: Yardstick
) -> tuple[tuple[str, Decimal] | None, tuple[str, Decimal] | None]:
    """The best and the last of the agents by their `comparable` figures; nobody where all are equal."""
    values = [(names.get(who, who), value) for who, value in figures.items()]
    if len(values) < LEAST_COMPARED or len({value for _, value in values}) == 1:
        return None, None
    values.sort(key=lambda pair: pair[1], reverse=not ruler.falls)
    return values[0], values[-1]
