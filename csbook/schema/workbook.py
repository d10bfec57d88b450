"""THE WORKBOOK: every sheet in its order, with its tables.

From this declaration come the template, reading and checking, writing, and docs/workbook.md.
"""

from __future__ import annotations

from typing import Final

from csbook.problems import Language, Words
from csbook.schema.column_help import with_help
from csbook.schema.customer_views import CUSTOMER_VIEWS
from csbook.schema.customers import CUSTOMER_TABLES
from csbook.schema.daily import DAILY
from csbook.schema.panel import PANEL
from csbook.schema.pay import PAYING
from csbook.schema.pictures import PICTURES
from csbook.schema.records import RECORDS
from csbook.schema.report_pictures import REPORT_PICTURES
from csbook.schema.reporting import REPORTING
from csbook.schema.rostering import ROSTERING
from csbook.schema.scores import SCORING
from csbook.schema.setup import SETUP
from csbook.schema.staffing import STAFFING
from csbook.schema.table import Sheet, Table, Workbook
from csbook.schema.term_names import TERM_TABLES
from csbook.schema.terms import KEPT_TERMS

SCHEMA_VERSION: Final = 8

TABLES: Final[dict[str, Table]] = {
    t.name: with_help(t)
    for t in (
        PANEL,
        *DAILY,
        *CUSTOMER_TABLES,
        *CUSTOMER_VIEWS,
        *SCORING,
        *PAYING,
        *KEPT_TERMS,
        *REPORTING,
        *PICTURES,
        *REPORT_PICTURES,
        *SETUP,
        *STAFFING,
        *ROSTERING,
        *RECORDS,
    )
}


def sheet(
    name: str,
    *tables: str,
    title: Words | None = None,
    purpose: Words | None = None,
    hidden: bool = False,
    protected: bool = False,
) -> Sheet:
    first = TABLES[tables[0]]
    return Sheet(
        name,
        title or first.title,
        tuple(TABLES[t] for t in tables),
        purpose or first.purpose,
        hidden=hidden,
        protected=protected,
    )


WORKBOOK: Final = Workbook(
    SCHEMA_VERSION,
    (
        sheet(
            "home",
            "Panel",
            title=Words("首页", "Home"),
            purpose=Words("今天要做什么，一眼看清。", "What today asks for, at a glance."),
        ),
        sheet(
            "today",
            "Today",
            protected=True,
            purpose=Words(
                "今天要联系的客户、要办的售后和要补的日报：按人排列，每人超时在前。",
                "Today's contacts, cases and logs to fill, by agent, each one's overdue first.",
            ),
        ),
        sheet("hand_over", "HandOver", protected=True),
        sheet("roster", "Roster"),
        sheet("requests", "Requests"),
        sheet("late_watch", "LateWatch"),
        sheet("notices", "Notices"),
        sheet("roster_check", "RosterCheck", protected=True),
        sheet("roster_answers", "RosterAnswers", protected=True),
        sheet("daily_log", "DailyLog"),
        sheet("customers", "Customers"),
        sheet("customer_history", "CustomerHistory", protected=True),
        sheet("enquiries", "Enquiries"),
        sheet("follow_ups", "FollowUps"),
        sheet("after_sales", "AfterSales"),
        sheet("reviews", "Reviews"),
        sheet(
            "summary",
            "FollowUpSummary",
            "ProductComplaints",
            title=Words("回访汇总", "Follow-up summary"),
            protected=True,
        ),
        sheet("conduct", "Conduct"),
        sheet("quality", "Quality"),
        sheet("scores", "Scores"),
        sheet("score_detail", "ScoreDetail", protected=True),
        sheet(
            "card",
            "CardChoice",
            "CardMonths",
            "Card",
            title=TABLES["Card"].title,
            purpose=TABLES["Card"].purpose,
        ),
        sheet("trends", "Trends", protected=True),
        sheet("commission", "Commissions", "RefundsTaken", protected=True),
        sheet("pay", "Pay"),
        sheet("pay_explained", "PayExplained", protected=True),
        sheet("plans", "Plans"),
        sheet("report", "Report", "ReportFigures"),
        sheet(
            "report_charts",
            "ReportChoice",
            "ReportGoals",
            "ReportPeople",
            title=Words("月报图", "Report charts"),
        ),
        sheet("plan", "Plan"),
        sheet("problems", "Problems", protected=True),
        sheet("settings", "Settings", hidden=True),
        sheet("staff", "Staff", hidden=True),
        sheet(
            "shifts_and_cover",
            "Shifts",
            "Cover",
            title=Words("班次与人数", "Shifts and cover"),
            purpose=Words("左边是班次，右边是每组每班的人数。", "Shifts on the left, cover on the right."),
            hidden=True,
        ),
        sheet("roster_rules", "RosterRules", hidden=True),
        sheet("follow_up_rules", "FollowUpRules", hidden=True),
        sheet("campaigns", "Campaigns", hidden=True),
        sheet("case_limits", "CaseLimits", hidden=True),
        sheet("measures", "Measures", "Grades", hidden=True),
        sheet("commission_rules", "CommissionRules", hidden=True),
        sheet("holidays", "Holidays", hidden=True),
        sheet(
            "import_maps",
            "ImportMaps",
            hidden=True,
            purpose=Words(
                "自己添加的导出表：表头对应哪一列；自带的不用填。",
                "Exports you add yourself: which header is which column; csbook knows others by itself.",
            ),
        ),
        sheet("orders", "Orders", hidden=True),
        sheet(
            "platform_figures",
            "PlatformFigures",
            hidden=True,
            protected=True,
            purpose=Words(
                "平台导出的合计数；比率由合计算出。",
                "Totals that the platforms export; rates are worked out from them.",
            ),
        ),
        sheet("roster_history", "RosterHistory", hidden=True, protected=True),
        sheet("terms", *TERM_TABLES, hidden=True, protected=True),
        sheet("locks", "Locks", "LockParts", hidden=True, protected=True),
        sheet("journal", "Journal", hidden=True, protected=True),
        sheet(
            "changes",
            "Changes",
            "RosterBase",
            "Published",
            "RosterStates",
            title=Words("改动与底稿", "Changes"),
            hidden=True,
            protected=True,
        ),
    ),
)


def sheet_title(table: str, language: Language) -> str:
    return WORKBOOK.sheet_of[table].title(language)
