"""The drop-downs of scores, pay and reports."""

from __future__ import annotations

from typing import Final

from csbook.problems import Words
from csbook.schema.choices import ChoiceList

STANDING: Final[ChoiceList] = {
    "ranked": Words("参加排名", "ranked"),
    "probation": Words("试用期", "on probation"),
    "newcomer": Words("新人", "newcomer"),
    "away": Words("不在岗过久", "away too long"),
    "left": Words("本月离职", "left this month"),
    "outside": Words("不在名单", "not of this month"),
}
TRUTH: Final[ChoiceList] = {
    "true": Words("属实", "true"),
    "wrong": Words("不属实", "wrong"),
}
COMMISSION_METHOD: Final[ChoiceList] = {
    "slices": Words("分段计提", "each slice at its own rate"),
    "whole": Words("全额计提", "all at the rate reached"),
}
COMMISSION_SOURCE: Final[ChoiceList] = {
    "log": Words("客服日报", "daily log"),
    "orders": Words("订单", "orders"),
}
LOG_SALES: Final[ChoiceList] = {
    "own_month": Words("已减当月订单的退款", "net of refunds of the month's orders"),
    "by_refund_day": Words("已减当天的退款", "net of refunds on their day"),
    "gross": Words("没有减退款", "no refunds taken off"),
}
REFUND_KIND: Final[ChoiceList] = {
    "own": Words("当月订单", "order of the month"),
    "earlier": Words("以前月份的订单", "order of an earlier month"),
    "logged": Words("日报已减", "taken off in the log"),
    "uncounted": Words("销售没有计提成", "sale in no commission"),
    "nobody": Words("不是本月的人", "nobody of this month"),
}
"""How a refund counts. The last two were told and take nothing from anybody."""
LOCK_STATE: Final[ChoiceList] = {
    "locked": Words("已锁定", "locked"),
    "reopened": Words("已解锁", "reopened"),
}
LOCK_PART: Final[ChoiceList] = {
    "rules": Words("规则和设置", "rules and settings"),
    "measures": Words("考核数据", "measures"),
    "attendance": Words("出勤", "attendance"),
    "typed": Words("人工评分", "typed scores"),
    "quality": Words("质检", "quality"),
    "conduct": Words("奖惩", "conduct"),
    "sales": Words("销售和退款", "sales and refunds"),
    "scores": Words("考核评分", "Scores"),
    "commission": Words("提成", "Commission"),
    "pay": Words("绩效核算表", "Pay"),
}
"""What a locked month is made of: inputs first, then the rows of three sheets."""

SPAN: Final[ChoiceList] = {
    "day": Words("日", "day"),
    "week": Words("周", "week"),
    "month": Words("月", "month"),
    "year": Words("年", "year"),
}
EXPLAINED: Final[ChoiceList] = {
    "measure": Words("指标", "measure"),
    "score": Words("得分", "score"),
    "rank": Words("排名", "rank"),
    "commission": Words("提成", "commission"),
    "bonus": Words("奖励", "bonus"),
    "deduction": Words("扣提成", "deduction"),
    "discipline": Words("违规罚款", "discipline"),
    "total": Words("绩效合计", "total"),
    "attendance": Words("出勤", "attendance"),
    "warning": Words("提醒", "to look at"),
}
EXPORTED: Final[ChoiceList] = {
    "pay": Words("绩效核算表", "pay sheet"),
    "roster": Words("排班", "roster"),
    "report": Words("月报", "report"),
    "todo": Words("今日待办", "to do"),
}
SHEETS_EXPORTED: Final = ("roster", "report", "todo")
"""Those that are pages for people, made by `csbook.rendering`; `pay` is a file for a program."""
