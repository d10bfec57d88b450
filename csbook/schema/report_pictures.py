"""What the charts of 月报图 are drawn from: a drafted report's measures against their targets, and people.

Nothing here is typed but which report it is: all other columns are live formulas over 月报数据 and 考核评分.
A figure that is not there is "", which columns leave out.
"""

from __future__ import annotations

from typing import Final

from csbook.problems import Words
from csbook.schema.columns import Choice, Filler, Formula, Number, Text, Whole
from csbook.schema.score_choices import SPAN
from csbook.schema.table import Table

SUPERVISOR, CSBOOK = Filler.SUPERVISOR, Filler.CSBOOK

MOST_MEASURES: Final = 16
MOST_PEOPLE: Final = 20
"""Places of the charts; the line above a table says of how many these are the first."""
OUT_OF_SIGHT: Final = 10_000_000  # more rows than a sheet has


def text(name: str, zh: str, en: str, formula: str, wide: int = 12) -> Formula:
    return Formula(name, zh, en, formula=formula, result=Text("", "", "", wide=wide))


def number(name: str, zh: str, en: str, formula: str, digits: int) -> Formula:
    return Formula(name, zh, en, formula=formula, result=Number("", "", "", digits=digits))


def last_filled(column: str) -> str:
    return f'IFERROR(LOOKUP(2,1/({column}<>""),{column}),"")'


def nth(found: str, column: str, result: str) -> str:
    """The cell of `result` in the row that is `{place}`-th of those that `found` selects, else ""; `column`
    is any column of the same table."""
    rows = f"ROW({column})"
    place = f"SUMPRODUCT(SMALL({rows}+(({found})=0)*{OUT_OF_SIGHT},{{place}})-MIN({rows})+1)"
    return f'IFERROR(INDEX({result},{place}),"")'


def chosen(column: str) -> str:
    return f"INDEX({{ReportChoice.{column}}},1)"


REPORT_CHOICE = Table(
    "ReportChoice",
    Words("看哪期", "Which report"),
    (
        Choice("span", "范围", "Span", SUPERVISOR, choices=SPAN, list_name="span"),
        Text("period", "时段", "Period", SUPERVISOR, longest=10),
        text(
            "shown_span",
            "图中范围",
            "Shown span",
            f'IF({{period}}="",{last_filled("{ReportFigures.span}")},{{span}}&"")',
        ),
        text(
            "shown_period",
            "图中时段",
            "Shown period",
            f'IF({{period}}="",{last_filled("{ReportFigures.period}")},{{period}}&"")',
        ),
        text(
            "month",
            "评分月份",
            "Month of scores",
            'IF({shown_span}={ReportChoice.span=month},{shown_period},csbook_standing_month&"")',
        ),
        Formula(
            "ranked",
            "已排名",
            "Ranked",
            formula='IF(SUMPRODUCT(({Scores.month}={month})*({Scores.rank}<>""))>0,1,0)',
            result=Whole("", "", ""),
        ),
    ),
    purpose=Words(
        "报告的指标对照目标，每人的得分对照全队。",
        "The report's measures against their targets, and each person's score against the team's.",
    ),
)

OF_REPORT: Final = (
    f"({{ReportFigures.span}}={chosen('shown_span')})*({{ReportFigures.period}}={chosen('shown_period')})"
)
WITH_TARGET: Final = f'{OF_REPORT}*({{ReportFigures.value}}<>"")*({{ReportFigures.target}}<>"")'


def of_measure(column: str) -> str:
    return nth(WITH_TARGET, "{ReportFigures.target}", f"{{ReportFigures.{column}}}")


ATTAINMENT: Final = (
    'IF({measure}="","",IF(IF({direction}={ReportFigures.direction=lower},{value}<={target},{value}>={target})'
    ",100,IF({target}<=0,0,MAX(0,100*IF({direction}={ReportFigures.direction=lower},{target}/{value},"
    "{value}/{target})))))"
)
"""As 月计划 reckons its 达成率: 100 where the target is met, else the part of it that is reached."""

REPORT_GOALS = Table(
    "ReportGoals",
    Words("指标对目标", "Measures and targets"),
    (
        Whole("place", "序号", "Place", CSBOOK, required=True),
        text("measure", "指标", "Measure", of_measure("measure")),
        text("unit", "单位", "Unit", of_measure("unit") + '&""', wide=6),
        text("direction", "方向", "Direction", of_measure("direction")),
        number("value", "本期", "Value", of_measure("value"), 2),
        number("target", "目标", "Target", of_measure("target"), 2),
        number("attainment_percent", "达成率%", "Attained %", ATTAINMENT, 0),
        number("goal", "目标线%", "Target line %", 'IF({place}="","",100)', 0),
    ),
    key=("place",),
)

OF_MONTH: Final = f"({{Scores.month}}={chosen('month')})"
SCORED: Final = (
    f'{OF_MONTH}*(({{Scores.rank}}<>"")*{chosen("ranked")}'
    f'+({{Scores.performance_proposed}}<>"")*(1-{chosen("ranked")}))'
)


def of_person(column: str) -> str:
    return nth(SCORED, "{Scores.month}", f"{{Scores.{column}}}")


REPORT_PEOPLE = Table(
    "ReportPeople",
    Words("每人得分", "People's scores"),
    (
        Whole("place", "顺序", "Order", CSBOOK, required=True),
        text("name", "姓名", "Name", of_person("name") + '&""'),
        number(
            "score",
            "得分",
            "Score",
            f"IF({chosen('ranked')}=1,{of_person('weighted')},{of_person('performance_proposed')})",
            2,
        ),
        number(
            "team",
            "团队均分",
            "Team's mean",
            f"IFERROR(SUMPRODUCT({SCORED}*1,IF({chosen('ranked')}=1,{{Scores.weighted}},"
            f'{{Scores.performance_proposed}}))/SUMPRODUCT({SCORED}*1),"")',
            2,
        ),
    ),
    key=("place",),
)

REPORT_PICTURES: Final[tuple[Table, ...]] = (REPORT_CHOICE, REPORT_GOALS, REPORT_PEOPLE)
