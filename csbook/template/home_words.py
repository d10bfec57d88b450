"""The texts of the first sheet."""

from __future__ import annotations

from typing import Final

from csbook.problems import Words

TITLE: Final = Words("客服台账", "Customer service workbook")
TITLE_AFTER_SHOP: Final = Words(" 客服台账", ": customer service")
MONTH: Final = Words("月份", "Month")
TODAY: Final = Words("今天", "Today")
WEEKDAY: Final = Words("星期", "")
WEEKDAY_LETTERS: Final = Words("日一二三四五六", "SunMonTueWedThuFriSat")
DUTY_TITLE: Final = Words("今日各组在岗（人）", "On duty today, by group")
NO_DUTY: Final = Words("：今天没有排班", ": no roster for today")
GROUP: Final = Words("平台组", "Group")
ON_DUTY: Final = Words("在岗", "On duty")
LEAST: Final = Words("最少", "Least")
STANDING_TITLE: Final = Words("最近名次", "Standing")
RANK: Final = Words("名次", "Rank")
NAME: Final = Words("姓名", "Name")
SCORE: Final = Words("加权总分", "Score")
TO_DATE_TITLE: Final = Words("本月暂列", "To date")
NO_STANDING: Final = Words("名次：月度评分后显示", "Standing: once scored")
PROPOSED: Final = Words("绩效建议分", "Proposed")
TRENDS_TITLE: Final = Words("每天走势", "Day by day")
NO_TRENDS: Final = Words("：填了“客服日报”就有图", ": charts appear once the Daily log is filled")
TARGETS_TITLE: Final = Words("本月指标", "Targets of the month")
FIRST_OF: Final = Words("（前 {shown} 项，共 {all} 项）", " (first {shown} of {all})")
IN_ALL: Final = Words("（共 {all} 人）", " ({all} in all)")
ITEM: Final = Words("内容", "Item")
TARGET: Final = Words("目标", "Target")
ACTUAL: Final = Words("实际", "Actual")
ATTAINMENT: Final = Words("达成率", "Attainment")
NO_TARGETS: Final = Words("在“月计划”里写本月指标和目标", "Write the month's targets on Plan")
DAYS_SHOWN: Final = 31
JUMPS: Final = (
    Words("工作表 ↓", "Sheets ↓"),
    Words("先做什么 ↓", "Steps ↓"),
    Words("操作面板 ↓", "Panel ↓"),
)
CASES_TITLE: Final = Words("最急的售后", "Most urgent cases")
CASE: Final = Words("编号", "Case")
KIND: Final = Words("类型", "Kind")
OWNER: Final = Words("责任客服", "Owner")
STATE: Final = Words("状态", "State")
HANDLE_BY: Final = Words("处理期限", "Handle by")
NO_CASES: Final = Words("没有未结案的售后", "No open case")
STEPS_TITLE: Final = Words("先做什么", "What to do first")
LINKS_TITLE: Final = Words(
    "工作表（没有下划线的，先点“显示设置”）", "Sheets (those not underlined: click Show settings first)"
)
CHART_TITLE: Final = Words("本月每天在岗人数", "People on duty, by day of the month")
PANEL: Final = Words(
    "操作面板：功能区按钮使用的参数，留空即用默认值", "Panel: what the buttons take; empty means the default"
)
ALL_GROUPS: Final = Words("全部", "all")
NO_ROSTER: Final = "—"  # 排班 says nothing of today

STEPS: Final = (
    Words("点“显示设置”，在“员工”里每人填一行", "Click Show settings; fill Staff, one row per person"),
    Words("在“班次与人数”里核对班次时间和每班人数", "Check shift times and cover on Shifts and cover"),
    Words(
        "在“设置”里填月份（如 2026-11）和店铺名称", "On Settings, fill the month (as 2026-11) and the shop"
    ),
    Words("在“请假与调班”里登记请假和意愿，主管审批", "Enter leave and wishes on Requests and approve them"),
    Words("点“生成排班”，看“排班”，手改也可以", "Click Build roster; look at Roster, change cells"),
    Words("点“检查排班”，没问题再点“发布排班”", "Click Check roster; when it is fine, Publish roster"),
    Words("每天上班点“开工”，客服填“客服日报”", "Each morning click Start day; agents fill Daily log"),
    Words("按“今日待办”联系客户，办完在原表里填结果", "Contact customers as Today says; fill in results"),
    Words("下班前点“收工”，催没填日报的人", "Before closing click End day; remind who is missing"),
    Words("每月初在“考核评分”里填上月自评和主管分", "Early each month fill last month's scores on Scores"),
    Words("每月 4 日点“月结”，再点“导出”交给人事", "On the 4th of a month click Settle month, then Export"),
    Words("随时点“填写检查”，按提示改正", "Click Check at any time and correct what it lists"),
)
