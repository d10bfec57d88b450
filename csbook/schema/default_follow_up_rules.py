"""The follow-up rules of a new workbook: what the documents say, side by side (domain part C).

The settings choose the set: `shop`, or `car_service`, whose rules come from a car dealer. 启用 is
empty, so that the set decides, but for variants that would ask for the same thing once more: those
are off. Where the documents give no number it is our default, and the row's source says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

import pandas as pd

from csbook.problems import Language, Words
from csbook.schema.workbook import TABLES


@dataclass(frozen=True)
class DefaultRule:
    """One row of FollowUpRules; `window` is its due_from, due_by and unit; `active` None leaves it to
    the set."""

    rule_id: str
    event: str
    channel: str
    window: tuple[float, float, str]
    action: Words
    source: Words
    preset: str = "shop"
    active: bool | None = None
    after_rule: str | None = None
    applies_to: str = "any"
    least_amount: Decimal | None = None
    daily_cap: int | None = None


def documents(zh: str, en: str, ours: Words | None = None) -> Words:
    """A source in the documents, with what of the rule is our own choice."""
    found = Words(f"制度：{zh}", f"documents: {en}")
    return found if ours is None else found + Words("；本软件默认：", "; our default: ") + ours


WITHIN_TWO_DAYS: Final = Words("两天内办完", "done within two days")
WITHIN_A_DAY: Final = Words("一天内寄出", "sent within a day")
CALLS: Final = documents(
    "汽车售后：取车或咨询后三天至一周内第一次跟踪",
    "car service: first call three days to one week after",
    Words("网店的对象与每日上限", "whom a shop calls, and the daily cap"),
)
SECOND_CALL: Final = documents(
    "汽车售后：第一次跟踪一周后的 7 天内，内容避免重复",
    "car service: within the 7 days that follow one week after the first, nothing repeated",
)
REPORT: Final = documents("不能解决的二日内报告主管", "unsolved: report within two days")
TELL: Final = documents("得到解决办法的当日告知客户", "tell the customer on the day")
ARCHIVE: Final = documents("二日内建立档案", "archive within two days", Words("按自然日", "calendar days"))
SERVICE: Final = documents("提前二周提醒", "remind two weeks ahead", WITHIN_TWO_DAYS)
NEAR: Final = documents("日期将至时再次通知", "again near the date", Words("提前 2 天", "2 days before"))
CAMPAIGN_CALL: Final = documents("活动提前两周电话通知", "telephone two weeks before a campaign")
CAMPAIGN_LETTER: Final = documents("电话后两日内寄出", "letters within two days of the call")

# fmt: off
SHOP: Final = (
    DefaultRule(
        "U12", "order_unpaid", "wangwang", (12, 24, "hours"),
        Words("催付：下单 12 小时未付款，温和提醒", "Chase payment gently: unpaid for 12 hours"),
        documents("12 小时之内没有付款的及时联系、适当催单",
                  "unpaid within 12 hours: contact, chase gently",
                  Words("24 小时内办完", "done within 24 hours")),
    ),
    DefaultRule(
        "U3D", "order_unpaid", "letter", (3, 4, "days"),
        Words("提醒信：预订三天未成交", "Reminder: reserved for 3 days, not paid"),
        documents("三天未发生实际交易发提醒信", "3 days without a deal: reminder", WITHIN_A_DAY),
    ),
    DefaultRule(
        "U7D", "order_unpaid", "letter", (7, 8, "days"),
        Words("警告信：七天未成交；先查是否缺货或已取消",
              "Warning: 7 days without a deal; check stock and cancellation first"),
        documents("七天未交易，确认不是缺货或取消后发交易警告信",
                  "7 days: warning letter, not if out of stock or cancelled", WITHIN_A_DAY),
    ),
    DefaultRule(
        "E1", "enquiry", "wangwang", (24, 72, "hours"),
        Words("问过没下单：问还有什么顾虑，推荐合适的商品",
              "Asked and did not order: ask what keeps them, suggest what fits"),
        documents("进店咨询的都加旺旺好友、备注，做后期营销",
                  "everyone who asks is added as a friend in chat, with a remark for later",
                  Words("24 小时后、三天内", "after 24 hours, within three days")),
    ),
    DefaultRule(
        "C1", "order_paid", "phone", (3, 7, "days"),
        Words("第一次回访：老客户，问收货与使用", "First call to a regular: received, satisfied?"),
        CALLS, applies_to="old", daily_cap=10,
    ),
    DefaultRule(
        "C1L", "order_paid", "phone", (3, 7, "days"),
        Words("第一次回访：大额订单，问收货与使用", "First call after a large order: received, satisfied?"),
        CALLS + Words("，500 元起", ", from 500 yuan"),
        applies_to="ordinary", least_amount=Decimal("500.00"), daily_cap=10,
    ),
    DefaultRule(
        "C2", "follow_up_done", "phone", (7, 14, "days"),
        Words("第二次回访：不重复上次内容", "Second call: nothing repeated"),
        SECOND_CALL, after_rule="C1",
    ),
    DefaultRule(
        "C2L", "follow_up_done", "phone", (7, 14, "days"),
        Words("第二次回访（大额）：不重复上次内容", "Second call, large order: nothing repeated"),
        SECOND_CALL, after_rule="C1L",
    ),
    DefaultRule(
        "P0", "complaint", "wangwang", (0, 2, "hours"),
        Words("投诉当即答复客户", "Answer the complaint at once"),
        documents("以最短时间处理", "in the shortest time", Words("两小时内", "within two hours")),
        active=False,
    ),
    DefaultRule(
        "P1", "complaint", "report", (0, 2, "days"),
        Words("投诉未解决，报告主管", "Complaint unsolved: report to the supervisor"), REPORT,
    ),
    DefaultRule(
        "P2", "solution_found", "phone", (0, 0, "days"),
        Words("把解决办法告知客户", "Tell the customer the solution"), TELL,
    ),
    DefaultRule(
        "P3", "case_closed", "phone", (0, 3, "days"),
        Words("结案回访：问题是否真正解决", "Closing callback: is it really solved?"),
        documents("报刊投诉中心：回访用户，直至解决",
                  "newspaper complaint centre: call the customer until it is solved",
                  Words("三天内", "within three days")),
    ),
    DefaultRule(
        "S1", "next_service", "message", (-14, -12, "days"),
        Words("下次服务提醒", "Remind of the next service"), SERVICE,
    ),
    DefaultRule(
        "S2", "next_service", "message", (-2, -1, "days"),
        Words("下次服务将至，再次提醒", "Remind again: the service is near"), NEAR,
    ),
    DefaultRule(
        "A1", "customer_new", "archive", (0, 2, "days"),
        Words("建立客户档案", "Build the customer's archive"), ARCHIVE,
    ),
    DefaultRule(
        "M1", "campaign", "phone", (-14, -12, "days"),
        Words("活动通知", "Announce the campaign"),
        CAMPAIGN_CALL + Words("；本软件默认：两天内办完，每人每日上限",
                              "; our default: done within two days, and the daily cap"),
        daily_cap=30,
    ),
    DefaultRule(
        "M2", "follow_up_done", "letter", (0, 2, "days"),
        Words("活动通知信：电话通知后寄出", "Letter of the campaign, after the call"),
        CAMPAIGN_LETTER, after_rule="M1",
    ),
    DefaultRule(
        "M3", "campaign", "message", (-2, -1, "days"),
        Words("活动将至，再次通知", "The campaign is near: tell again"), NEAR, active=False,
    ),
)
CAR_DEALER: Final = (
    DefaultRule(
        "V1", "order_paid", "phone", (0, 3, "workdays"), Words("质量跟踪电话", "Quality call"),
        documents("交车后 3 个工作日内电话跟踪", "call within 3 working days of delivery"),
    ),
    DefaultRule(
        "V1H", "order_paid", "phone", (3, 5, "days"), Words("3 日后回访跟踪", "Call after 3 days"),
        documents("同一岗位的标题写“3日后回访跟踪”", "the same post's heading says after 3 days",
                  WITHIN_TWO_DAYS),
        active=False,
    ),
    DefaultRule(
        "V2", "order_paid", "phone", (3, 7, "days"), Words("第一次跟踪服务", "First follow-up call"),
        documents("三天至一周内主动电话联系", "call three days to one week after"),
    ),
    DefaultRule(
        "V2E", "enquiry", "phone", (3, 7, "days"), Words("咨询后跟踪", "Call after a consultation"),
        documents("咨询后三天至一周内主动电话联系",
                  "call three days to one week after a consultation"),
    ),
    DefaultRule(
        "V3", "follow_up_done", "phone", (7, 14, "days"),
        Words("第二次跟踪服务，内容避免重复", "Second follow-up call, nothing repeated"),
        SECOND_CALL, after_rule="V2",
    ),
    DefaultRule(
        "V4", "complaint", "report", (0, 2, "days"),
        Words("不能解决的报告业务主管", "Unsolved: report to the supervisor"), REPORT,
    ),
    DefaultRule(
        "V5", "solution_found", "phone", (0, 0, "days"),
        Words("当日告知客户", "Tell the customer the same day"), TELL,
    ),
    DefaultRule(
        "V6", "campaign", "phone", (-14, -14, "days"),
        Words("活动电话通知", "Announce by telephone"), CAMPAIGN_CALL,
    ),
    DefaultRule(
        "V7", "follow_up_done", "letter", (0, 2, "days"), Words("活动通知信", "Letter of the campaign"),
        CAMPAIGN_LETTER, after_rule="V6",
    ),
    DefaultRule(
        "V8", "next_service", "phone", (-14, -12, "days"),
        Words("定期保养提醒", "Remind of the service"), SERVICE,
    ),
    DefaultRule(
        "V9", "next_service", "phone", (-2, -1, "days"),
        Words("保养日期将至，再次通知", "The service is near: remind again"), NEAR,
    ),
    DefaultRule(
        "V10", "customer_new", "archive", (0, 2, "days"),
        Words("建立客户档案", "Build the customer's archive"), ARCHIVE,
    ),
)
# fmt: on
DEFAULT_FOLLOW_UP_RULES: Final = (
    *SHOP,
    *(replace(rule, preset="car_service") for rule in CAR_DEALER),
)


def default_follow_up_rules(language: Language) -> pd.DataFrame:
    """The first rows of `FollowUpRules` (all its columns and dtypes), texts in the workbook's language."""
    rows = [row_of(rule, language) for rule in DEFAULT_FOLLOW_UP_RULES]
    table, index = TABLES["FollowUpRules"], pd.RangeIndex(len(rows))
    return pd.DataFrame({c.name: c.series([row.get(c.name) for row in rows], index) for c in table.columns})


def row_of(rule: DefaultRule, language: Language) -> dict[str, object]:
    due_from, due_by, unit = rule.window
    texts = {"action": rule.action(language), "source": rule.source(language)}
    return vars(rule) | texts | {"due_from": due_from, "due_by": due_by, "unit": unit}
