"""The commands of scores, pay, report and plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from csbook.commands.command import MONTH, WORKED, Command, Parameter
from csbook.problems import Words
from csbook.schema.score_choices import EXPORTED, SHEETS_EXPORTED, SPAN
from csbook.schema.term_names import TERM_TABLES

FIGURES: Final = (
    "DailyLog",
    "PlatformFigures",
    "FollowUps",
    "AfterSales",
    "Quality",
    "Plan",
    "Orders",
    "Customers",
)
"""What measures, proposals and commission are worked out from, besides who worked."""
SCORE_RULES: Final = ("Measures", "Grades", "CommissionRules", "Holidays", "FollowUpRules")
SCORE_ROWS: Final = (
    "Scores", "ScoreDetail", "Commissions", "RefundsTaken", "Pay", "Plans", "Plan", *TERM_TABLES,
)  # fmt: skip
"""What a scored month consists of."""
SCORED: Final = tuple(
    dict.fromkeys((*WORKED, "Requests", *SCORE_RULES, *FIGURES, "Conduct", *SCORE_ROWS, "Locks", "LockParts"))
)
LOCKED: Final = ("Locks", "LockParts")
PAID: Final = ("Scores", "Commissions", "Conduct", "Pay", *TERM_TABLES)
"""What the formulas of the pay sheet look into."""

MEASURED: Final = ("Scores", "Staff", "DailyLog", "PlatformFigures", "FollowUps", "AfterSales")
"""Whether there is anything left to measure a month by."""

AGENT: Final = Parameter(
    "agent", "text", Words("只看一个人：工号或姓名", "One person only, by staff number or name")
)

NEW_TERMS: Final = Parameter(
    "new_terms",
    "flag",
    Words(
        "锁定过的月份按现在的设置、规则、人员日期和班次算",
        "A month that was locked once takes the settings, rules, dates of people and shifts of now",
    ),
)

SCORE_COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        "score",
        Words(
            "汇总当月指标，自评 30%、主管 70%，排名、奖励、扣款和提成，列出整改。",
            "The month's measures, self 30 %, manager 70 %, rank, bonus, deduction, commission, improvement "
            "plans.",
        ),
        "scores",
        "Calculator",
        "csbook.commands.score:score",
        (*SCORED, "PayExplained"),
        (*SCORE_ROWS, "LockParts", "PayExplained"),
        (MONTH, NEW_TERMS),
        forgives=("PayExplained",),
        then=Words(
            "填齐自评和主管评分，核对“绩效核算表”；没有问题再点“月结”。",
            "complete self and manager's scores, look over the pay sheet, then press 'Settle month'.",
        ),
    ),
    Command(
        "explain-pay",
        Words(
            "逐行说明绩效核算表的每个数为什么是这样。",
            "Says row by row why each figure of the pay sheet is what it is.",
        ),
        "scores",
        "Help",
        "csbook.commands.explain_pay:explain_pay",
        SCORED,
        ("PayExplained",),
        (MONTH, AGENT),
        shows="PayExplained",
        told_formulas=("Scores", "Commissions", "Pay"),
        then=Words(
            "有异议，就查“评分明细”“考核评分”“提成”“绩效核算表”里本人的行；要改锁定的月份，先“解锁月份”。",
            "where somebody objects, look at their rows in 'Score detail', 'Scores', 'Commission' and 'Pay'; "
            "a locked month needs 'Reopen month' first.",
        ),
    ),
    Command(
        "lock-month",
        Words(
            "重新核算后锁定当月的评分、提成和绩效核算表，记下版本、时间、操作人和指纹。",
            "Works the month out once more and locks scores, commission and pay, with version, time, "
            "user and fingerprint.",
        ),
        "scores",
        "Lock",
        "csbook.commands.lock_month:lock_month",
        (*SCORED, "PayExplained", "Journal"),
        (*SCORE_ROWS, *LOCKED, "PayExplained"),
        (MONTH,),
        forgives=("PayExplained", "Journal"),
        instead_of_undo=Words(
            "要改动请用“解锁月份”并写明理由。", "To change the month use 'Reopen month', with a reason."
        ),
        then=Words("点“导出”，把绩效核算表交给人事。", "press 'Export' and give the pay sheet to HR."),
    ),
    Command(
        "verify-month",
        Words(
            "说明锁定的月份，它的行或所依据的数据后来有没有改动。",
            "Says whether a locked month's rows, or what they rest on, have changed since.",
        ),
        "scores",
        "FileCheckIn",
        "csbook.commands.verify_month:verify_month",
        SCORED,
        (),
        (MONTH,),
        then=Words(
            "没有改动，就可以点“导出”交给人事。",
            "unchanged: press 'Export' and give it to HR.",
        ),
    ),
    Command(
        "reopen-month",
        Words(
            "解锁一个月份，可以重新评分；要写理由，原来的锁定留作记录。",
            "Reopens a locked month so that it can be scored again; asks for a reason and keeps the record.",
        ),
        "scores",
        "ReviewUnprotectWorkbook",
        "csbook.commands.reopen_month:reopen_month",
        ("Settings", "Pay", *LOCKED, *MEASURED, "Journal"),
        ("Pay", *LOCKED),
        (
            MONTH,
            Parameter("reason", "text", Words("为什么解锁（必填）", "Why it is reopened (needed)")),
        ),
        forgives=(*MEASURED, "Journal"),
        instead_of_undo=Words(
            "要恢复请再“锁定月份”，会记为新的一版。", "Use 'Lock month' again, which makes a new version."
        ),
        then=Words(
            "改好要改的，点“月度评分”，再点“锁定月份”（或点“月结”一次做完）。",
            "make the changes, then press 'Score month' and 'Lock month' (or 'Settle month' for both).",
        ),
    ),
    Command(
        "export",
        Words(
            "绩效核算表给人事（.xlsx 或 .csv）；排班、月报、今日待办发到群里（PDF 或图片）。",
            "The pay sheet for HR (.xlsx or .csv); roster, report or today's list for the chat group (.pdf, "
            ".png).",
        ),
        "scores",
        "ExportExcel",
        "csbook.commands.export:export",
        ("Settings", "Staff", *PAID, *LOCKED),
        (),
        (
            Parameter(
                "what",
                "text",
                Words(
                    "导出什么：pay 绩效核算表，roster 排班，report 月报，todo 今日待办",
                    "What to export: pay, the pay sheet (by default); roster; report; todo, today's list",
                ),
                choices=tuple(EXPORTED),
                words=EXPORTED,
                placed=Words("内容", "WHAT"),
            ),
            MONTH,
            Parameter(
                "folder",
                "folder",
                Words("写到哪个文件或文件夹", "The file or folder to write to"),
                option="to",
            ),
        ),
        forgives=PAID,
        gives_files=True,
        makes=(".xlsx", ".csv"),
        usual_folder=Words("导出", "exports"),
        then=Words(
            "把文件交给人事。",
            "give the file to HR.",
        ),
    ),
    Command(
        "report",
        Words(
            "起草日报、周报、月报或年报：总体问题、售前、售后、目标，填好数据，主管再改。",
            "Drafts the report of a day, week, month or year: overall problems, pre-sale, after-sale, goals, "
            "with their figures, for the supervisor to settle.",
        ),
        "scores",
        "FileNew",
        "csbook.commands.draft_report:draft_report",
        tuple(dict.fromkeys((*SCORED, "CaseLimits", "Reviews", "Enquiries", "Report", "ReportFigures"))),
        ("Report", "ReportFigures"),
        (
            MONTH,
            Parameter(
                "span",
                "text",
                Words("按日、周、月还是年，默认按月", "For a day, week, month or year; the month by default"),
                choices=tuple(SPAN),
                words=SPAN,
            ),
            Parameter(
                "report_date",
                "day",
                Words("报告哪一天所在的时段，默认今天", "A day of what it is about; today by default"),
                option="date",
            ),
        ),
        shows="Report",
        then=Words(
            "在“月报”里改好总体问题和目标，再打印。", "settle problems and goals in 'Report', then print it."
        ),
    ),
    Command(
        "draft-plan",
        Words(
            "起草月计划的四部分，培训和会议排在在岗人数最多的时间。",
            "Drafts the four parts of the month's plan, training and meetings when most people are on duty.",
        ),
        "scores",
        "ReviewNewComment",
        "csbook.commands.draft_plan:draft_plan",
        SCORED,
        ("Plan",),
        (MONTH,),
        shows="Plan",
        then=Words(
            "在“月计划”里改好，开会时用。",
            "settle it in 'Plan' and take it to the meeting.",
        ),
    ),
)


def exports_sheet(name: str, told: Mapping[str, Any]) -> bool:
    """Whether a command told this makes pages of a sheet and changes nothing in the workbook."""
    return name == "export" and told.get("what") in SHEETS_EXPORTED
