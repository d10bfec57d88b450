"""The commands of customers and files: imports, follow-ups, views, daily sheets, privacy, departures."""

from __future__ import annotations

from typing import Final

from csbook.commands.command import MONTH, MONTHS_END, WORKED, Command, Listing, Parameter
from csbook.commands.rostering.roster_commands import GRID_TABLES, ROSTER_TABLES
from csbook.problems import Words
from csbook.schema.choices import PLATFORM
from csbook.schema.term_names import KEPT_IN, TERM_TABLES

REGISTERS: Final = ("FollowUps", "AfterSales", "Customers")
"""What agents owe customers."""
IMPORTED: Final = ("Orders", "Customers", "Enquiries", "PlatformFigures", "DailyLog")
"""What exports fill."""
SHEETS: Final = Words("日报表", "daily-sheets")
"""The folder of the agents' daily sheets, beside the workbook."""
DAILY_FOLDER: Final = Words("放日报表的文件夹", "The folder of the sheets")
SHOWN: Final = ("CustomerHistory", "Today", "HandOver", "Problems")
"""What csbook shows of single customers besides."""
PAY_SOURCES: Final = ("Commissions", "Pay", "Conduct", *TERM_TABLES, *KEPT_IN)
"""What the formulas of scores and pay look into besides the scores themselves, and the rules that a month
without terms gets."""
HANDED_OUT: Final = ("DailyLog", "FollowUps", "Scores")
"""The tables of which agents are given their own rows."""

CUSTOMER_COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        "import",
        Words(
            "读平台导出的文件：按表头认出是哪一种，订单、询单和合计数写进工作簿；同一文件再导入不会重复。",
            "Reads the platforms' exports: recognises each by its headers and puts orders, enquiries and "
            "totals into the workbook; the same file twice changes nothing.",
        ),
        "data",
        "GetExternalDataFromText",
        "csbook.commands.import_files:import_files",
        ("Settings", "Staff", "ImportMaps", *IMPORTED),
        IMPORTED,
        (
            Parameter(
                "platform",
                "text",
                Words("文件没有写明平台时：是哪个平台", "The platform, where the file does not say it"),
                choices=tuple(PLATFORM),
                words=PLATFORM,
            ),
            Parameter(
                "shop",
                "text",
                Words("文件没有写明店铺时：是哪个店铺", "The shop, where the file does not say it"),
            ),
            Parameter("folder", "folder", Words("放导出文件的文件夹", "The folder of the exports")),
            Parameter(
                "first",
                "day",
                Words(
                    "文件没有写明日期时：第一天", "The first day of the figures, where the file names none"
                ),
            ),
            Parameter(
                "last",
                "day",
                Words("最后一天；不写即只有一天", "The last day; the same one by default"),
            ),
            Parameter(
                "replace",
                "flag",
                Words(
                    "与以前导入的数不同时，用新的替换",
                    "Figures that differ from those imported before take their place",
                ),
            ),
        ),
        forgives=("DailyLog",),
        takes=(".csv", ".xlsx", ".xls", ".xlsm"),
        wanted=Words(
            "平台后台导出的订单、询单或客服数据，文件名不限，如“订单.csv”",
            "orders, enquiries or service figures as exported from a platform's back office, under any name, "
            "such as 'orders.csv'",
        ),
        usual_folder=Words("导入", "imports"),
        listing=Listing(
            "--profiles",
            "csbook.commands.import_profiles:profiles_text",
            Words(
                "列出认得哪些导出文件、各读哪些表头；不需要工作簿。",
                "List the profiles and leave; no workbook is needed.",
            ),
        ),
        then=Words(
            "点“更新回访”，新的订单和询单就生成回访。",
            "press 'Update follow-ups' to make contacts of the new orders and enquiries.",
        ),
    ),
    Command(
        "update-followups",
        Words(
            "按回访规则从订单、询单、档案、活动和售后生成回访，推出状态，标出超时并建议代办人。",
            "Makes follow-ups from orders, enquiries, archive, campaigns and cases by the rules, derives "
            "their state, marks overdue ones and proposes a stand-in.",
        ),
        "customers",
        "Call",
        "csbook.commands.update_followups:update_followups",
        (
            *WORKED,
            "Holidays",
            "FollowUpRules",
            "Campaigns",
            "CaseLimits",
            "Orders",
            "Enquiries",
            "Reviews",
            *REGISTERS,
            *MONTHS_END,
        ),
        ("FollowUps", "Customers", "AfterSales", "Enquiries", "Reviews", "Today", "Plans"),
        forgives=("DailyLog", *MONTHS_END),
        then=Words("打开“今日待办”，从超时的办起。", "open 'Today' and begin with what is overdue."),
    ),
    Command(
        "hand-over",
        Words(
            "列出没办完的售后和今晚约好要联系的客户，由谁交给谁。",
            "Lists open cases and tonight's promised contacts, from whom to whom.",
        ),
        "daily",
        "ReviewShareWorkbook",
        "csbook.commands.hand_over:hand_over",
        (*WORKED, "FollowUpRules", "CaseLimits", *REGISTERS),
        ("HandOver",),
        forgives=("DailyLog",),
        shows="HandOver",
        then=Words(
            "把“交接班”给接班的人看，逐条说清。",
            "go through 'Hand-over' with whoever takes over.",
        ),
    ),
    Command(
        "summarise-followups",
        Words(
            "每周、每人、每条规则应办多少、按时多少、满意多少；当月投诉最多的商品。",
            "Promised, in time, satisfied by week, agent and rule; the products with most complaints.",
        ),
        "customers",
        "PivotTableInsert",
        "csbook.commands.summarise_followups:summarise_followups",
        ("Settings", "Staff", "FollowUpRules", "Reviews", "Orders", *REGISTERS),
        ("FollowUpSummary", "ProductComplaints"),
        (MONTH,),
        forgives=("Orders",),
        shows="FollowUpSummary",
        then=Words(
            "从及时率最低的人看起：在“回访登记”按责任客服筛选，找出原因。",
            "begin with the lowest share in time: filter 'Follow-ups' by that owner and find out why.",
        ),
    ),
    Command(
        "customer-history",
        Words(
            "一位客户的全部订单、询单、回访、售后和评价，按时间排列。",
            "All orders, enquiries, contacts, cases and reviews of one customer, in order of time.",
        ),
        "customers",
        "ReviewShowAllComments",
        "csbook.commands.customer_history:customer_history",
        ("Settings", "Staff", "Orders", "Enquiries", "CaseLimits", "Reviews", *REGISTERS),
        ("CustomerHistory",),
        (
            Parameter(
                "customer",
                "text",
                Words("买家账号、姓名或电话", "Account, name or telephone number"),
                placed=Words("客户", "CUSTOMER"),
            ),
        ),
        shows="CustomerHistory",
        then=Words(
            "看“客户往来”；还要联系，就在“回访登记”最后加一行：客户和要办的事。",
            "look at sheet 'Customer history'; to contact them again add a row to 'Follow-ups': the customer "
            "and what to do.",
        ),
    ),
    Command(
        "review-conduct",
        Words(
            "数出每个人的第几次违规和相应处理；罚款默认关闭。",
            "Counts each person's breaches of discipline and says what follows; fines are off by default.",
        ),
        "scores",
        "AcceptTask",
        "csbook.commands.review_conduct:review_conduct",
        ("Settings", "Staff", "Conduct"),
        ("Conduct",),
        then=Words(
            "核对“奖惩登记”里的处理，和本人谈过再生效。",
            "look over what follows in 'Conduct' and talk to each person before it takes effect.",
        ),
    ),
    Command(
        "hand-out",
        Words(
            "给当班的每位客服做一个小工作簿：自己的日报、今天要联系的客户和电话、自评。",
            "Makes one small workbook for each agent: their own log, today's contacts with the telephone "
            "numbers, the self score.",
        ),
        "data",
        "FileSaveAsExcelXlsx",
        "csbook.commands.hand_out:hand_out",
        (*WORKED, "FollowUpRules", "Scores", *REGISTERS),
        (),
        (
            Parameter(
                "daily_folder",
                "folder",
                Words("把文件放进哪个文件夹", "The folder to write them to"),
                option="to",
            ),
        ),
        forgives=("DailyLog",),
        takes=(".xlsx",),
        gives_files=True,
        usual_folder=SHEETS,
        then=Words(
            "把文件发给本人；填好放回同一文件夹，再点“收日报表”。",
            "send each file to its agent; put the filled ones back and press 'Collect sheets'.",
        ),
    ),
    Command(
        "collect",
        Words(
            "把客服填好的小工作簿合并回来；两边都改过的格列出来，不覆盖。",
            "Merges the agents' sheets back; a cell that both sides changed is listed and left alone.",
        ),
        "data",
        "ReviewAcceptChange",
        "csbook.commands.collect:collect",
        (*WORKED, "FollowUps", "Scores", *PAY_SOURCES, "Locks"),
        (*HANDED_OUT, "Commissions", "Pay", *TERM_TABLES),
        (Parameter("daily_folder", "folder", DAILY_FOLDER, option="folder"),),
        forgives=(*HANDED_OUT, "Shifts", "Roster", "RosterHistory", *PAY_SOURCES, "Locks"),
        takes=(".xlsx",),
        wanted=Words(
            "“发日报表”做的、客服填好的文件，如“2026-11-22 0900 K01 张三.xlsx”",
            "the files made by 'Hand out sheets' and filled by agents, such as '2026-11-22 0900 K01 "
            "Zhang.xlsx'",
        ),
        usual_folder=SHEETS,
        then=Words(
            "点“更新回访”，“今日待办”就按收回的结果更新。",
            "press 'Update follow-ups': 'Today' then follows what was collected.",
        ),
    ),
    Command(
        "purge",
        Words(
            "清除很久没有往来的客户的姓名、电话、地址，快照和备份里的也清除；先显示有多少，确认后才做。",
            "Removes names, telephone numbers and addresses of customers not heard of for long, in snapshots "
            "and backups too; shows how many first and does it once confirmed.",
        ),
        "data",
        "RecordsDeleteRecord",
        "csbook.commands.purge:purge",
        ("Settings", "Panel", "Orders", "Enquiries", "Reviews", *SHOWN, *REGISTERS),
        ("Panel", "Orders", "Enquiries", "Reviews", *SHOWN, *REGISTERS),
        (
            Parameter(
                "before",
                "day",
                Words("这天以后没有往来的客户", "Customers without any contact since this day"),
            ),
            Parameter(
                "confirm",
                "text",
                Words("确认清除：填先显示的数目", "Remove them: the number that was shown first"),
            ),
        ),
    ),
    Command(
        "leave-shop",
        Words(
            "一个离职日期：补排班、转交客户和未办的事、列出要停用的平台账号，并说明还剩什么。",
            "One leaving date: repairs the roster, hands over customers and open work, lists the platform "
            "accounts to disable, and says what remains.",
        ),
        "roster",
        "SheetProtect",
        "csbook.commands.leave_shop:leave_shop",
        (*ROSTER_TABLES, "Notices", *REGISTERS),
        ("Staff", *GRID_TABLES, *REGISTERS),
        (
            Parameter(
                "agent",
                "text",
                Words("谁离职：工号或姓名", "Who leaves: staff number or name"),
                placed=Words("人员", "AGENT"),
            ),
            Parameter(
                "date",
                "day",
                Words(
                    "最后上班的一天，默认取“员工”的离职日期", "The last day of work; that of Staff by default"
                ),
            ),
        ),
    ),
)
