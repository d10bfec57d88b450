"""Buttons pressed one after the other and what each is expected to do: a month's work on a small shop; on the
demo workbook, which has a month that is locked, what the small shop is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from csbook.problems import Language, Words

MORNING: Final = {"today": dt.datetime(2026, 11, 1, 9)}
NOON: Final = {"today": dt.datetime(2026, 11, 22, 12)}
EVENING: Final = {"today": dt.datetime(2026, 11, 22, 21)}
SETTLING: Final = {"today": dt.datetime(2026, 12, 4, 9)}
ILL: Final = {**NOON, "agent": "K02", "first": dt.datetime(2026, 11, 24), "seconds": 5}
QUIET_SINCE: Final = {**SETTLING, "before": dt.datetime(2026, 11, 22)}
TMALL: Final = Words("天猫", "Tmall")
A_DAY: Final = Words("日", "day")
EXPORT: Final = (
    "订单编号,买家会员名,订单创建时间,订单付款时间,总金额,买家实际支付金额,收货人姓名,联系手机,收货地址\n"
    "90001,新买家,2026-11-21 10:00:00,,99.00,0.00,某人,13800000000,某地\n"
)
ONLY_NOTED: Final = "Journal"
"""What a command fills that found nothing to change."""
SHOWN: Final = "shown"


@dataclass(frozen=True)
class Press:
    """A button with a table of the sheet that it fills (`SHOWN`: it shows or hides sheets; None where it
    refuses, and every cell stays), what stands in 操作面板, and what the message begins with."""

    button: str
    fills: str | None
    panel: Mapping[str, object] = field(default_factory=dict)
    zh: str = ""
    en: str = ""

    def says(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


WALK: Final = (
    Press("check", ONLY_NOTED,
          zh="全部检查完毕，没有要改的地方。",
          en="All checked"),
    Press("show-settings", SHOWN,
          zh=r"已显示 \d+ 个设置和记录工作表。",
          en=r"\d+ sheets of settings and records shown\."),
    Press("suggest-cover", ONLY_NOTED,
          zh=r"建议人数：0 项",
          en=r"Suggested cover: 0 figures"),
    Press("build-roster", "Roster", {**MORNING, "seconds": 5},
          zh=r"2026-11 排班完成：3 人，每班都够最少人数",
          en=r"Roster of 2026-11: 3 people, all minimum cover met"),
    Press("explain-roster", "RosterAnswers", {**MORNING, "seconds": 5},
          zh=r"2026-11 排得出：每班都够最少人数",
          en=r"2026-11 has a roster: all minimum cover met"),
    Press("check-roster", "RosterCheck", MORNING,
          zh=r"2026-11 的班表：须改 0 条",
          en=r"Roster of 2026-11: 0 to correct"),
    Press("publish-roster", "Published", MORNING,
          zh=r"2026-11 已发布（第 1 版）：3 人。",
          en=r"2026-11 is published \(version 1\): 3 people\."),
    Press("repair-roster", "Notices", ILL,
          zh=r"2026-11 已调班：改动 \d+ 格",
          en=r"2026-11 repaired: \d+ cells of 3 people changed"),
    Press("swap", ONLY_NOTED, NOON,
          zh=r"2026-11 没有要处理的换班。",
          en=r"2026-11: no swap to look at\."),
    Press("undo", "Notices",
          zh=r"已撤销“临时调班”",
          en=r"Undone: Repair roster, run"),
    Press("import", "Orders", {**NOON, "platform": TMALL},
          zh=r"从 1 个文件读入 1 行",
          en=r"1 file: 1 row read, 0 left out\."),
    Press("prepare-day", "DailyLog", NOON,
          zh=r"今天 \d 人当班，新增日报 \d 行",
          en=r"\d on duty today, \d log rows added"),
    Press("update-followups", "FollowUps", NOON,
          zh=r"新增回访 2 条",
          en=r"2 follow-ups added"),
    Press("start-day", ONLY_NOTED, {**NOON, "platform": TMALL},
          zh=r"开工完成。",
          en=r"Start day is done\."),
    Press("hand-out", ONLY_NOTED, NOON,
          zh=r"做好 3 份日报表",
          en=r"Made 3 daily sheets"),
    Press("collect", ONLY_NOTED, EVENING,
          zh=r"收了 3 份日报表，写入 0 格。",
          en=r"3 daily sheets collected, 0 cells taken in\."),
    Press("who-is-missing", "Today", EVENING,
          zh=r"今天 \d 人当班，\d 人的日报没填完",
          en=r"\d on duty today; \d people have not filled the log"),
    Press("hand-over", "HandOver", EVENING,
          zh=r"17:00 交接：",
          en=r"Hand-over at 17:00:"),
    Press("end-day", "Report", EVENING,
          zh=r"收工完成。",
          en=r"End day is done\."),
    Press("customer-history", "CustomerHistory", {**EVENING, "customer": "新买家"},
          zh=r"往来 \d 条：订单 1",
          en=r"\d rows: orders 1"),
    Press("review-conduct", ONLY_NOTED, EVENING,
          zh=r"违规 0 条，表扬 0 条。",
          en=r"0 breaches, 0 commendations\."),
    Press("summarise-followups", "FollowUpSummary", EVENING,
          zh=r"2026-11 全月应办回访 2 次",
          en=r"2026-11: 2 contacts due"),
    Press("report", ONLY_NOTED, {**EVENING, "span": A_DAY},
          zh=r"2026-11-22 的日报起草了 \d 条",
          en=r"\d lines drafted for the daily report of 2026-11-22"),
    Press("draft-plan", "Plan", EVENING,
          zh=r"2026-11 的月计划起草了 \d+ 项",
          en=r"\d+ items drafted for the plan of 2026-11"),
    Press("leave-shop", "Staff", {**EVENING, "agent": "K03", "date": dt.datetime(2026, 11, 25)},
          zh=r"孙三（K03）离职，最后上班 2026-11-25",
          en=r"孙三 \(K03\) leaves, last day 2026-11-25"),
    Press("close-month", "RosterHistory", SETTLING,
          zh=r"2026-11 已关账：3 人",
          en=r"2026-11 is closed: the roster of 3 people"),
    Press("score", "Scores", SETTLING,
          zh=r"2026-11 已评分 0 人，还有 3 人待评",
          en=r"2026-11: 0 scored, 3 still to score"),
    Press("settle-month", ONLY_NOTED, SETTLING,
          zh=r"月结 2026-11 停在“锁定月份”。",
          en=r"Settle month 2026-11 stopped at 'Lock month'\."),
    Press("lock-month", None, SETTLING,
          zh=r"有 \d+ 处需要先改正，没有写入任何内容。",
          en=r"\d+ cells to correct first; nothing was written\."),
    Press("explain-pay", "PayExplained", SETTLING,
          zh=r"2026-11（暂定）的核算说明：3 人。",
          en=r"The pay of 2026-11 \(provisional\) explained: 3 people\."),
    Press("verify-month", None, SETTLING,
          zh=r"2026-11 没有锁定。",
          en=r"2026-11 is not locked\."),
    Press("export", ONLY_NOTED, SETTLING,
          zh=r"2026-11 绩效核算表（暂定）导出到 绩效核算表-2026-11-暂定.xlsx",
          en=r"The pay sheet of 2026-11 \(provisional\) is in pay-2026-11-provisional\.xlsx"),
    Press("reopen-month", None, {**SETTLING, "reason": "试"},
          zh=r"2026-11 没有锁定。",
          en=r"2026-11 is not locked\."),
    Press("purge", "Panel", {**QUIET_SINCE, "confirm": 0},
          zh=r"2026-11-22 以后没有往来的客户没有可清除的资料。",
          en=r"No customer not heard of since 2026-11-22 has anything to remove\."),
    Press("undo", None,
          zh=r"没有可以撤销的操作。“清除客户资料”",
          en=r"There is nothing to undo\. 'Purge customers'"),
    Press("show-settings", SHOWN,
          zh=r"已隐藏 \d+ 个设置和记录工作表。",
          en=r"\d+ sheets of settings and records hidden\."),
)  # fmt: skip
"""On a shop of three people, from the first day of the month to its end."""

DEMO_MORNING: Final = {"today": dt.datetime(2026, 11, 22, 9)}
OCTOBER: Final = {**DEMO_MORNING, "month": "2026-10"}
WHY: Final = {"reason": "试"}
OLD: Final = {**DEMO_MORNING, "before": dt.datetime(2026, 1, 1)}
SWAP: Final = {
    "agent_id": "K01",
    "kind": "swap",
    "from_date": dt.datetime(2026, 11, 28),
    "with_agent": "K03",
    "state": "approved",
}
"""A swap that the demo's roster allows."""

DEMO_WALK: Final = (
    Press("verify-month", ONLY_NOTED, OCTOBER,
          zh=r"2026-10 与锁定时一致（第 1 版",
          en=r"2026-10 is as it was locked \(version 1"),
    Press("export", ONLY_NOTED, OCTOBER,
          zh=r"2026-10 绩效核算表",
          en=r"The pay sheet of 2026-10 \(locked\) is in pay-2026-10\.xlsx"),
    Press("explain-pay", "PayExplained", OCTOBER,
          zh=r"2026-10（已锁定）的核算说明：9 人。",
          en=r"The pay of 2026-10 \(locked\) explained: 9 people\."),
    Press("suggest-cover", "Cover", {**DEMO_MORNING, "method": "erlang"},
          zh=r"建议人数：18 项，改了 \d+ 项",
          en=r"Suggested cover: 18 figures, preferred people changed in \d+"),
    Press("undo", "Cover",
          zh=r"已撤销“建议人数”",
          en=r"Undone: Suggest cover, run"),
    Press("swap", "Roster", DEMO_MORNING,
          zh=r"2026-11 换班：执行 1 个",
          en=r"Swaps of 2026-11: 1 carried out"),
    Press("undo", "Roster",
          zh=r"已撤销“换班”",
          en=r"Undone: Swap, run"),
    Press("reopen-month", "Locks", {**OCTOBER, **WHY},
          zh=r"2026-10 已解锁（原为第 1 版）",
          en=r"2026-10 is reopened \(it was version 1\)"),
    Press("undo", None,
          zh=r"“解锁月份”",
          en=r"'Reopen month', run .* stays on record"),
    Press("score", ONLY_NOTED, OCTOBER,
          zh=r"2026-10 共 9 人已评分",
          en=r"2026-10: 9 scored"),
    Press("lock-month", "Locks", OCTOBER,
          zh=r"2026-10 已锁定（第 2 版）：9 人",
          en=r"2026-10 is locked \(version 2\): 9 people"),
    Press("verify-month", ONLY_NOTED, OCTOBER,
          zh=r"2026-10 与锁定时一致（第 2 版",
          en=r"2026-10 is as it was locked \(version 2"),
    Press("reopen-month", "Locks", {**OCTOBER, **WHY},
          zh=r"2026-10 已解锁（原为第 2 版）",
          en=r"2026-10 is reopened \(it was version 2\)"),
    Press("settle-month", "Locks", OCTOBER,
          zh=r"月结 2026-10 完成。",
          en=r"Settle month 2026-10 is done\."),
    Press("purge", ONLY_NOTED, OLD,
          zh=r"2026-01-01 以后没有往来的客户 1 位，可以清除",
          en=r"Personal data could be removed of 1 customer"),
    Press("purge", "Customers", {**OLD, "confirm": 1},
          zh=r"2026-01-01 以后没有往来的客户 1 位，已清除个人资料。",
          en=r"Personal data removed of 1 customer"),
    Press("undo", None,
          zh=r"没有可以撤销的操作。“清除客户资料”",
          en=r"There is nothing to undo\. 'Purge customers'"),
)  # fmt: skip
"""On the demo workbook, whose October is locked and where `SWAP` is asked for."""
