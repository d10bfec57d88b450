"""The commands that build, explain, check, change and publish the roster."""

from __future__ import annotations

from typing import Final

from csbook.commands.command import MONTH, WORKED, Command, Parameter
from csbook.problems import Words

REPLACE: Final = Parameter(
    "replace", "flag", Words("连主管手改过的格也重排", "Also replace cells that a person changed")
)
SECONDS: Final = Parameter(
    "seconds",
    "number",
    Words("排班最长秒数，默认取设置", "Time limit in seconds; the settings' one by default"),
    least=1,
)
AGENT: Final = Parameter(
    "agent", "text", Words("谁不能来：工号或姓名", "Who cannot come: staff number or name")
)
FIRST: Final = Parameter("first", "day", Words("从哪一天起不能来", "The first day they cannot come"))
LAST: Final = Parameter(
    "last", "day", Words("到哪一天为止，默认只有一天", "The last such day; one day by default")
)
LEAVES: Final = Parameter(
    "leaves", "flag", Words("从那天起离职，不再排班", "They leave for good on the first day")
)
METHOD: Final = Parameter(
    "method",
    "text",
    Words(
        "history 按历史接待量（默认），erlang 按排队公式",
        "history (the default) from past receptions, erlang by the queueing formula",
    ),
    ("history", "erlang"),
)

ROSTER_TABLES: Final = (
    "Staff",
    "Shifts",
    "Cover",
    "RosterRules",
    "Requests",
    "Holidays",
    "Settings",
    "Roster",
    "RosterBase",
    "RosterHistory",
    "Published",
    "RosterStates",
    "LateWatch",
)
"""What a month's roster is stated by, and how far it is."""
GRID_TABLES: Final = ("Roster", "RosterBase", "RosterStates", "LateWatch", "Notices", "Changes")
"""What a command writes that changes cells of the grid."""

ROSTER_COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        "build-roster",
        Words(
            "按人数要求、休息和意愿排好整月；手改过的格保留。",
            "Fills the month's roster from cover, rest days and wishes; cells a person changed are kept.",
        ),
        "roster",
        "CalendarInsert",
        "csbook.commands.rostering.build_roster:build_roster",
        (*ROSTER_TABLES, "RosterAnswers", "Notices"),
        (*GRID_TABLES, "RosterHistory", "RosterAnswers"),
        (MONTH, REPLACE, SECONDS),
        searches=True,
        then=Words("点“检查排班”核对，再点“发布排班”。", "press 'Check roster', then 'Publish roster'."),
    ),
    Command(
        "explain-roster",
        Words(
            "找出不能同时成立的最少几条规则，列出缺人的地方、没满足的意愿和各自的代价，写进“排班说明”。",
            "Names the fewest rules that cannot hold together, lists gaps and wishes that were not met with "
            "the price of each, on sheet 'Roster explained'.",
        ),
        "roster",
        "TraceError",
        "csbook.commands.rostering.explain_roster:explain_roster",
        (*ROSTER_TABLES, "RosterAnswers"),
        ("RosterAnswers",),
        (MONTH, SECONDS),
        searches=True,
        shows="RosterAnswers",
        then=Words(
            "照“排班说明”改人数、休息或意愿，再点“生成排班”。",
            "change cover, rest or wishes as 'Roster explained' says, then press 'Build roster'.",
        ),
    ),
    Command(
        "check-roster",
        Words(
            "逐格核对班表，手改的也算：违反了哪条规则或法律、现状和限度、怎样改，写进“排班检查”。",
            "Checks every cell of the roster, typed ones too: which rule or law is broken, what was found, "
            "the limit, and what would mend it, on sheet 'Roster check'.",
        ),
        "roster",
        "DataValidation",
        "csbook.commands.rostering.check_roster:check_roster",
        (*ROSTER_TABLES, "RosterCheck"),
        ("RosterCheck",),
        (MONTH,),
        reports=True,
        forgives=("Requests",),
        shows="RosterCheck",
        then_mend=Words(
            "按“排班检查”的“怎样改”改好，再点“检查排班”。",
            "mend as sheet 'Roster check' says, then press 'Check roster' again.",
        ),
    ),
    Command(
        "repair-roster",
        Words(
            "有人来不了：按操作面板的人员和日期，改动最少的格补上空缺，列出要通知的人；面板不填人，就补现有的缺人。",
            "Somebody cannot come: fills the gap that the panel's person and days leave with the fewest "
            "changes, and lists who is to be told. With nobody named it fills the gaps there are.",
        ),
        "roster",
        "RefreshAll",
        "csbook.commands.rostering.repair_roster:repair_roster",
        (*ROSTER_TABLES, "Notices"),
        (*GRID_TABLES, "Requests", "Staff"),
        (MONTH, AGENT, FIRST, LAST, LEAVES, SECONDS),
        searches=True,
        then=Words(
            "核对“排班”里标色的格，再点“发布排班”，按“调班通知”告诉本人。",
            "look over the coloured cells of 'Roster', press 'Publish roster' and tell people by 'Roster "
            "notices'.",
        ),
    ),
    Command(
        "swap",
        Words(
            "执行“请假与调班”里已批的换班；不能换的写明原因，待批的答复能不能换。",
            "Carries out the approved swaps of sheet 'Requests'; says why one cannot be, and answers for "
            "pending ones whether they could.",
        ),
        "roster",
        "Refresh",
        "csbook.commands.rostering.swap:swap",
        (*ROSTER_TABLES, "Notices"),
        (*GRID_TABLES, "Requests"),
        (MONTH,),
        then=Words(
            "点“发布排班”，按“调班通知”告诉本人。",
            "press 'Publish roster' and tell people by 'Roster notices'.",
        ),
    ),
    Command(
        "publish-roster",
        Words(
            "把现在的班表定为发布的一版，列出与上一版相比要通知的人；已过的日子照实更正，不用通知。",
            "Makes the roster as it stands the published one and lists who is to be told since the last "
            "version; corrections of days that have passed are published, and nobody is told of them.",
        ),
        "roster",
        "FileSendAsAttachment",
        "csbook.commands.rostering.publish_roster:publish_roster",
        (*ROSTER_TABLES, "Notices", "RosterCheck"),
        (*GRID_TABLES, "Published", "RosterCheck"),
        (MONTH,),
        then=Words(
            "按“调班通知”逐个告诉本人，告诉了就填“已通知”。",
            "tell people by 'Roster notices' and fill 'Told' as you go.",
        ),
    ),
    Command(
        "close-month",
        Words(
            "把当月班表存进“排班历史”并关账；下个月接着它排。",
            "Puts the month's roster into sheet 'Roster history' and closes it; the next month goes on from "
            "it.",
        ),
        "roster",
        "Lock",
        "csbook.commands.rostering.close_month:close_month",
        (*ROSTER_TABLES, "DailyLog", "Notices"),
        ("Roster", "RosterBase", "RosterStates", "Published", "RosterHistory", "Changes"),
        (MONTH,),
        forgives=("DailyLog",),
        then=Words(
            "把“设置”的“月份”改成下个月，再点“生成排班”。",
            "set 'Month' in 'Settings' to the next one and press 'Build roster'.",
        ),
    ),
    Command(
        "suggest-cover",
        Words(
            "按以往接待量算出每组每班要几个人，写入“班次与人数”的期望人数；最少人数不动。",
            "Works out from past receptions how many people each group and shift needs and writes it as "
            "preferred cover; the minimum stays as typed.",
        ),
        "roster",
        "ChartInsert",
        "csbook.commands.rostering.suggest_cover:suggest_cover",
        (*WORKED, "Cover", "Holidays"),
        ("Cover",),
        (METHOD,),
        forgives=("DailyLog",),
        then=Words(
            "核对“班次与人数”的期望人数，再点“生成排班”。",
            "look over preferred cover in 'Shifts and cover', then press 'Build roster'.",
        ),
    ),
)
