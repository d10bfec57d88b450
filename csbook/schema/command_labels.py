"""What commands, and the buttons of several steps, are called: on the ribbon, in messages, in 操作记录."""

from __future__ import annotations

from typing import Final

from csbook.problems import Words

COMMAND: Final[dict[str, Words]] = {
    "start-day": Words("开工", "Start day"),
    "end-day": Words("收工", "End day"),
    "settle-month": Words("月结", "Settle month"),
    "build-roster": Words("生成排班", "Build roster"),
    "explain-roster": Words("为什么排不出", "Why no roster"),
    "check-roster": Words("检查排班", "Check roster"),
    "repair-roster": Words("临时调班", "Repair roster"),
    "swap": Words("换班", "Swap"),
    "publish-roster": Words("发布排班", "Publish roster"),
    "close-month": Words("月度结转", "Close month"),
    "suggest-cover": Words("建议人数", "Suggest cover"),
    "prepare-day": Words("准备当天", "Prepare day"),
    "who-is-missing": Words("缺填名单", "Who is missing"),
    "import": Words("导入", "Import"),
    "update-followups": Words("更新回访", "Update follow-ups"),
    "hand-over": Words("交接班", "Hand over"),
    "summarise-followups": Words("回访汇总", "Summarise follow-ups"),
    "customer-history": Words("客户往来", "Customer history"),
    "review-conduct": Words("奖惩处理", "Review conduct"),
    "hand-out": Words("发日报表", "Hand out sheets"),
    "collect": Words("收日报表", "Collect sheets"),
    "purge": Words("清除客户资料", "Purge customers"),
    "leave-shop": Words("离职交接", "Leave shop"),
    "score": Words("月度评分", "Score month"),
    "explain-pay": Words("核算说明", "Explain pay"),
    "lock-month": Words("锁定月份", "Lock month"),
    "verify-month": Words("核对锁定", "Verify month"),
    "reopen-month": Words("解锁月份", "Reopen month"),
    "export": Words("导出", "Export"),
    "report": Words("起草报告", "Draft report"),
    "draft-plan": Words("起草计划", "Draft plan"),
    "check": Words("填写检查", "Check"),
    "undo": Words("撤销", "Undo"),
    "load": Words("载入", "Load"),
    "upgrade": Words("升级", "Upgrade"),
}
"""By the name that the command line takes."""
NAMED: Final = {
    text.casefold(): name for name, label in COMMAND.items() for text in (name, label.zh, label.en)
}


def name_of(text: str) -> str:
    """The name of the command that is called so; what no command is called stays as it is."""
    return NAMED.get(text.casefold(), text)
