"""What charts are drawn from: the days of the month, and one agent's three months beside the team.

Nothing here is typed but whose card it is: all other columns are live formulas. A figure that is not
there is "", which columns and bars leave out; an error value would be reported as a cell to correct.
Months are compared as texts in arrays: as a criterion of SUMIFS "2026-11" would be read as a date.
"""

from __future__ import annotations

from typing import Final

from csbook.problems import Words
from csbook.schema import choices as c
from csbook.schema.choices import ChoiceList
from csbook.schema.columns import Choice, Day, Filler, Formula, Month, Number, Text, Whole
from csbook.schema.daily import staff_name, staff_no
from csbook.schema.table import Table

SUPERVISOR, CSBOOK = Filler.SUPERVISOR, Filler.CSBOOK

WEAK_BELOW: Final = 60  # points
BEHIND_BY: Final = 10  # points below the team's mean; both ours, the documents give no bounds (A7.12)
WEAKNESS: Final[ChoiceList] = {
    "weak": Words("弱项", "weak"),
    "behind": Words("低于团队", "below team"),
}


def figure(name: str, zh: str, en: str, formula: str, digits: int = 1) -> Formula:
    return Formula(name, zh, en, formula=formula, result=Number("", "", "", digits=digits))


def last_of(found: str, result: str) -> str:
    """The filled cell of a column in the last row that `found` selects, else empty."""
    return f'IFERROR(LOOKUP(2,1/({found}*({result}<>"")),{result}),"")'


def of_day(total: str, sample: str, scale: str = "") -> str:
    """A total of the day over its sample, summed where both are filled."""
    both = f'{{DailyLog.date}},{{date}},{{DailyLog.{total}}},"<>",{{DailyLog.{sample}}},"<>"'
    ratio = f"SUMIFS({{DailyLog.{total}}},{both})/SUMIFS({{DailyLog.{sample}}},{both}){scale}"
    return f'IF({{date}}="","",IFERROR({ratio},""))'


def target_of(measure: str) -> str:
    """The team's target of the measure in the month's plan, else the first that 考核指标 gives, "" without
    one (as `report_readings.targets_of`); on every day, so that a line goes across all of them."""
    of_team = '({Plan.part}={Plan.part=target})*({Plan.agent_id}="")*({Plan.month}=csbook_running_month_text)'
    planned = first_target("Plan", measure, f"*{of_team}")
    return f'IFERROR({planned},IFERROR({first_target("Measures", measure)},""))'


def first_target(table: str, measure: str, more: str = "") -> str:
    """The first target that the table gives the measure, an error without one."""
    target, of = f"{{{table}.target}}", f"{{{table}.measure}}={{{table}.measure={measure}}}"
    given = f'({of})*({target}<>""){more}'
    place = f"SUMPRODUCT(MIN(ROW({target})+({given}=0)*{OUT_OF_SIGHT})-MIN(ROW({target}))+1)"
    return f"INDEX({target},{place})"


OUT_OF_SIGHT: Final = 10_000_000  # more rows than a sheet has

RECEPTIONS: Final = (
    'IF({date}="","",IF(COUNTIFS({DailyLog.date},{date},{DailyLog.receptions},"<>")=0,"",'
    'IFERROR(SUMIFS({DailyLog.receptions},{DailyLog.date},{date}),"")))'
)

TRENDS = Table(
    "Trends",
    Words("走势", "Trends"),
    (
        Whole("day", "日", "Day", CSBOOK, required=True),
        Formula(
            "date",
            "日期",
            "Date",
            formula=(
                'IF(csbook_running_month="","",IF({day}>DAY(EOMONTH(csbook_running_month,0)),"",'
                "csbook_running_month+{day}-1))"
            ),
            result=Day("", "", ""),
        ),
        Formula("receptions", "接待人数", "Receptions", formula=RECEPTIONS, result=Whole("", "", "")),
        figure("conversion", "咨询转化率%", "Conversion %", of_day("buyers", "enquiries", "*100")),
        figure("response_seconds", "平均响应秒", "Response s", of_day("response_seconds", "answered")),
        figure("satisfaction", "满意率%", "Satisfaction %", of_day("satisfied", "ratings", "*100")),
        figure("conversion_target", "转化目标%", "Conversion target", target_of("conversion")),
        figure("response_seconds_target", "响应目标秒", "Response target", target_of("response_seconds")),
        figure("satisfaction_target", "满意目标%", "Satisfaction target", target_of("satisfaction")),
    ),
    key=("day",),
    purpose=Words(
        "本月每天全队的转化、响应和满意，由客服日报算出；目标取本月“月计划”里全队的，没有的取“考核指标”的。",
        "The team's days of the month, from the daily log; targets from the month's Plan, else Measures.",
    ),
)

CARD_CHOICE = Table(
    "CardChoice",
    Words("看谁", "Whose card"),
    (
        staff_no(SUPERVISOR),
        staff_name(),
        Month("month", "看到哪月", "Up to month", SUPERVISOR),
    ),
)

SHOWN_MONTH: Final = "EDATE(csbook_card_month,-{back})"
RANKED: Final = 'SUMPRODUCT(({Scores.month}={month})*({Scores.rank}<>""))'
OF_AGENT: Final = "({Scores.month}={month})*({Scores.agent_id}=INDEX({CardChoice.agent_id},1))"

CARD_MONTHS = Table(
    "CardMonths",
    Words("三个月的总分", "Scores of three months"),
    (
        Whole("back", "前几月", "Months back", CSBOOK, required=True),
        Formula(
            "month",
            "月份",
            "Month",
            formula=(f'IF(csbook_card_month="","",YEAR({SHOWN_MONTH})&"-"&TEXT(MONTH({SHOWN_MONTH}),"00"))'),
            result=Text("", "", "", wide=9),
        ),
        figure("weighted", "加权总分", "Score", last_of(OF_AGENT, "{Scores.weighted}"), digits=2),
        Formula(
            "rank",
            "名次",
            "Rank",
            formula=last_of(OF_AGENT, "{Scores.rank}"),
            result=Whole("", "", ""),
        ),
        Formula(
            "ranked",
            "参评人数",
            "Ranked",
            formula=f'IF({RANKED}=0,"",{RANKED})',
            result=Whole("", "", ""),
        ),
    ),
    key=("back",),
)


def month_at(place: int) -> str:
    month = f"({{ScoreDetail.month}}=INDEX({{CardMonths.month}},{place}))"
    return f"{month}*({{ScoreDetail.measure}}={{measure}})"


def of_month(name: str, zh: str, en: str, place: int, result: str, digits: int) -> Formula:
    """The chosen agent's figure of the month in that row of `CardMonths`."""
    found = f"{month_at(place)}*({{ScoreDetail.agent_id}}=INDEX({{CardChoice.agent_id}},1))"
    return figure(name, zh, en, last_of(found, f"{{ScoreDetail.{result}}}"), digits)


def team_mean() -> str:
    """The mean points of all agents who have them in the last month."""
    people = f'SUMPRODUCT({month_at(3)}*({{ScoreDetail.points}}<>""))'
    return f'IFERROR(SUMPRODUCT({month_at(3)}*1,{{ScoreDetail.points}})/{people},"")'


def weakness() -> str:
    """Below a fixed bound, or well below the team."""
    behind = f"N({{team}})-{{points_3}}>{BEHIND_BY}"
    return (
        f'IF({{points_3}}="","",IF({{points_3}}<{WEAK_BELOW},{{Card.mark=weak}},'
        f'IF({behind},{{Card.mark=behind}},"")))'
    )


CARD = Table(
    "Card",
    Words("三月对比", "Three months"),
    (
        Choice("measure", "指标", "Measure", CSBOOK, choices=c.MEASURE, list_name="measure", required=True),
        Formula(
            "unit",
            "单位",
            "Unit",
            formula='IFERROR(INDEX({Measures.unit},MATCH({measure},{Measures.measure},0))&"","")',
            result=Text("", "", "", wide=6),
        ),
        of_month("value_1", "前两月", "Two before", 1, "value", 2),
        of_month("value_2", "上月", "Month before", 2, "value", 2),
        of_month("value_3", "本月", "This month", 3, "value", 2),
        of_month("points_1", "前两月得分", "Points two before", 1, "points", 1),
        of_month("points_2", "上月得分", "Points before", 2, "points", 1),
        of_month("points_3", "本月得分", "Points this month", 3, "points", 1),
        figure("team", "团队均分", "Team points", team_mean()),
        Formula(
            "mark",
            "提示",
            "To look at",
            formula=weakness(),
            result=Choice("", "", "", choices=WEAKNESS, list_name="weakness"),
        ),
    ),
    key=("measure",),
    purpose=Words(
        "选一位客服的工号，看三个月的指标、得分和名次，找出弱项。",
        "Choose an agent by number: three months' measures, points and ranks, and where they are weak.",
    ),
)

PICTURES: Final[tuple[Table, ...]] = (TRENDS, CARD_CHOICE, CARD_MONTHS, CARD)
