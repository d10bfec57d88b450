"""What a sheet says while its first table has no row: what to fill or which button to press first."""

from __future__ import annotations

from typing import Final

from csbook.problems import Words
from csbook.schema.columns import Formula
from csbook.schema.table import Table

WHEN_EMPTY: Final[dict[str, Words]] = {
    "Today": Words(
        "今天没有待办。早上还没点“开工”的，请先点。",
        "Nothing to do today. If nobody has pressed 'Start day' this morning, press it first.",
    ),
    "HandOver": Words(
        "还没有交接。交班前点“交接班”，这里列出要交的事。",
        "Nothing listed yet. Press 'Hand over' before the shift ends.",
    ),
    "Roster": Words(
        "还没有排班。先填“员工”“班次与人数”，有人请假的填“请假与调班”，再点“生成排班”。",
        "No roster yet. Fill 'Staff' and 'Shifts and cover', leave on 'Requests', then press 'Build roster'.",
    ),
    "Requests": Words(
        "还没有申请。客服每个申请填一行，主管在“审批”里批。",
        "No requests yet. Agents fill a row for each; the supervisor decides in 'State'.",
    ),
    "LateWatch": Words(
        "还没有值班。“排班规则”里开着这条规则的，“生成排班”时一并排出。",
        "Nobody is on late watch yet. 'Build roster' assigns it, where 'Roster rules' have its rule on.",
    ),
    "Notices": Words(
        "没有要通知的改动。发布以后“临时调班”“换班”改的，和手改后再点“发布排班”的班次，会列在这里。",
        "No changes to tell anybody. What 'Repair roster' and 'Swap' change after publishing is listed here, "
        "and what you changed by hand once 'Publish roster' is pressed again.",
    ),
    "RosterCheck": Words(
        "还没检查，或没有查出什么。排好或手改以后点“检查排班”。",
        "Not checked yet, or nothing found. Press 'Check roster' after building or changing the roster.",
    ),
    "RosterAnswers": Words(
        "还没问过，或没有要说明的。排不出，或想知道意愿为什么没满足时，点“为什么排不出”。",
        "Not asked yet, or nothing to explain. Press 'Why no roster' when there is none, or when a wish was "
        "not met.",
    ),
    "DailyLog": Words(
        "还没有日报。有了当月的“排班”，每天点“开工”或“准备当天”，系统按当班的人开好行。",
        "No log yet. Once the month has a 'Roster', 'Start day' or 'Prepare day' opens a row for everybody "
        "on duty.",
    ),
    "Customers": Words(
        "还没有客户。点“导入”从订单建档，或在这里逐行填写。",
        "No customers yet. Press 'Import' to take them from orders, or fill a row for each.",
    ),
    "CustomerHistory": Words(
        "还没有查询。在“首页”的“操作面板”填“客户”（买家账号、姓名或电话），再点“客户往来”。",
        "Nobody looked up yet. Fill 'customer' (account, name or telephone number) in 'Panel' on 'Home', "
        "then press 'Customer history'.",
    ),
    "Enquiries": Words(
        "还没有询单。问过没下单的客户填一行，“更新回访”会排出跟进。",
        "No enquiries yet. Fill a row for who asked and did not order; 'Update follow-ups' plans the rest.",
    ),
    "FollowUps": Words(
        "还没有回访。先“导入”订单或填“客户档案”，再点“更新回访”。",
        "No follow-ups yet. Press 'Import' or fill 'Customers' first, then 'Update follow-ups'.",
    ),
    "AfterSales": Words(
        "还没有售后。每件填一行，编号和时限由“更新回访”补上。",
        "No cases yet. Fill a row for each; 'Update follow-ups' gives it a number and a deadline.",
    ),
    "Reviews": Words(
        "还没有评价。每条评价填一行，差评会进“今日待办”。",
        "No reviews yet. Fill a row for each; bad ones appear on 'Today'.",
    ),
    "FollowUpSummary": Words(
        "还没有汇总。点“回访汇总”。",
        "Nothing summarised yet. Press 'Summarise follow-ups'.",
    ),
    "Conduct": Words(
        "还没有奖惩。每次填一行，再点“奖惩处理”。",
        "Nothing noted yet. Fill a row for each case, then press 'Review conduct'.",
    ),
    "Quality": Words(
        "还没有质检。每读一次聊天记录或每次神秘客户，填一行。",
        "No readings yet. Fill a row for each chat read or mystery customer.",
    ),
    "Scores": Words(
        "还没有评分。有了“客服日报”后点“月度评分”，再填自评和主管评分。",
        "No scores yet. With a 'Daily log' press 'Score month', then fill self and manager's scores.",
    ),
    "ScoreDetail": Words("还没有明细。点“月度评分”。", "No detail yet. Press 'Score month'."),
    "Commissions": Words(
        "还没有提成。先填“提成规则”，再点“月度评分”。",
        "No commission yet. Fill 'Commission rules', then press 'Score month'.",
    ),
    "Pay": Words(
        "还没有核算。先点“月度评分”；齐了再点“锁定月份”，人事用“导出”取数。",
        "Nothing reckoned yet. Press 'Score month'; when complete 'Lock month', and HR takes it by 'Export'.",
    ),
    "PayExplained": Words(
        "还没有说明。点“核算说明”，逐行写出每个数怎么来的。",
        "Nothing explained yet. Press 'Explain pay': it says row by row where each figure comes from.",
    ),
    "Plans": Words(
        "还没有整改。“月度评分”排出名次后，末位的人列在这里。",
        "No improvement plans owed. 'Score month' lists the last in rank here.",
    ),
    "Report": Words(
        "还没有月报。点“起草报告”；要日报、周报、年报，先在“首页”的“操作面板”选“报告范围”。",
        "No report yet. Press 'Draft report'; for a day, a week or a year choose 'report span' in 'Panel' on "
        "'Home' first.",
    ),
    "Plan": Words(
        "还没有计划。点“起草计划”，再改成自己的。",
        "No plan yet. Press 'Draft plan', then make it yours.",
    ),
    "Problems": Words(
        "还没查过，或没有要改的。点“填写检查”，查一遍整个工作簿。",
        "Not checked yet, or nothing to correct. Press 'Check' to go through the whole workbook.",
    ),
    "Staff": Words("先在这里填员工，每人一行。", "Begin here: one row for each person."),
    "Campaigns": Words(
        "没有活动。要提前通知老客户的活动填一行。",
        "No campaigns. Fill a row for each that customers are told of in advance.",
    ),
    "CommissionRules": Words(
        "还没有规则：提成要在绩效核算表逐人填写。要自动算，按组填净销售额起点和比例。",
        "No rules yet: commission is typed for each person in 'Pay'. To have it worked out, fill group, "
        "amount from and rate.",
    ),
    "Holidays": Words(
        "还没有节假日。按国务院通知填放假和调休上班的日子。",
        "No holidays yet. Fill those of the State Council's notice and the workdays in exchange.",
    ),
    "ImportMaps": Words(
        "没有自己的导出表：只有“导入”认不出的文件才要在这里填。",
        "No exports of your own: needed only for files that 'Import' does not recognise.",
    ),
    "Orders": Words(
        "还没有订单。把平台导出的文件放进工作簿旁边的文件夹“导入”，再点“导入”。",
        "No orders yet. Put the exported files into the folder 'imports' beside the workbook, then press "
        "'Import'.",
    ),
    "PlatformFigures": Words(
        "还没有平台数据。点“导入”，平台的客服报表会进到这里。",
        "No figures yet. 'Import' puts the platforms' service reports here.",
    ),
    "RosterHistory": Words(
        "还没有历史。月底点“月度结转”，当月排班转到这里。",
        "No history yet. 'Close month' puts the month's roster here.",
    ),
    "Terms": Words(
        "还没有口径。点“月度评分”时记下当月的设置和规则。",
        "No terms yet. 'Score month' keeps the month's settings and rules here.",
    ),
    "Locks": Words("还没有锁定过的月份。", "No month has been locked yet."),
    "Journal": Words("还没有运行过命令。", "No command has run yet."),
    "Changes": Words(
        "上一次命令没有改动，或还没有运行过命令。", "The last command changed nothing, or none has run yet."
    ),
}


def counted_column(table: Table) -> str:
    """The column by which a row is one: the first that must be filled, else the first that is no formula."""
    typed = [column for column in table.columns if not isinstance(column, Formula)]
    return next((column.name for column in typed if column.required), typed[0].name)
