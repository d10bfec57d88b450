"""Small files as the platforms write them, one for each kind of export, and the totals in them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Final

from tests.imports.exports import DAY, Cells

SAID: Final = {"first": dt.date(2026, 3, 2)}
"""For exports without a date in them."""


@dataclass(frozen=True)
class Example:
    """The rows of a file, and the totals that they hold for one account (None: the whole shop)."""

    profile: str
    rows: Cells
    account: str | None
    totals: dict[str, float]
    told: dict[str, Any] = field(default_factory=dict)


# fmt: off
RATING: Final = ("发出", "收到", "很满意", "满意", "一般", "不满", "很不满", "发送率", "返回率", "满意率",
                 "服务度")
EXAMPLES: Final = (
    Example(
        "tmall_performance",
        [
            ["日期", "旺旺昵称", "咨询人数", "有效接待人数", "询单人数", "下单人数", "下单金额",
             "销售人数", "销售额", "销售量", "订单量", "个人销售额占比", "成功退款金额", "净销售额"],
            [DAY, "店:红", 60, 50, 20, 9, 1000, 8, 900, 12, 10, "30%", 100, 800],
        ],
        "店:红",
        {"consulted": 60, "effective_receptions": 50, "enquiries": 20, "buyers": 9, "order_amount": 1000,
         "payers": 8, "gross_sales": 900, "pieces": 12, "orders": 10, "refunds": 100, "sales": 800},
    ),
    Example(
        "tmall_agent_days",
        [
            ["日期", "旺旺昵称", "旺旺分组", "有效接待人数", "当日询单人数", "销售人数", "净销售额",
             "客单价", "询单流失人数", "首次响应时长（秒)", "平均响应时长（秒)", "淘宝答问比",
             "客户满意率", "销售额", "询单最终付款转化率"],
            [DAY, "店:红", "售前", 50, 20, 8, 800, 100, 11, 4.5, 30.2, "120%", "98%", 900, "45%"],
        ],
        "店:红",
        {"effective_receptions": 50, "enquiries_of_day": 20, "payers": 8, "sales": 800, "gross_sales": 900,
         "lost_enquiries": 11, "first_response_seconds": 225, "response_seconds": 1510},
    ),
    Example(
        "tmall_service",
        [
            ["旺旺账号名称", "人工接待会话量", "平均响应时长", "3分钟人工响应率"],
            ["店:红", 118, "35.5秒", "99.71%"],
        ],
        "店:红",
        {"receptions": 118, "response_seconds": 4189, "three_minutes": 117.6578},
        SAID,
    ),
    Example(
        "tmall_satisfaction",
        [
            ["旺旺账号名称", "旺旺评价量", "满意评价量"],
            ["店:红", 40, 38],
        ],
        "店:红",
        {"ratings": 40, "satisfied": 38},
        SAID,
    ),
    Example(
        "sycm_enquiries",
        [
            ["日期", "询单人数", "当日询单人数", "当日付款人数", "当日付款金额", "最终付款人数",
             "最终付款金额", "询单当日付款转化率", "询单最终付款转化率"],
            [DAY, 1298, 1200, 300, 30000, 400, 41000.5, "25%", "30.82%"],
        ],
        None,
        {"enquiries": 1298, "enquiries_of_day": 1200, "payers_of_day": 300, "paid_of_day": 30000,
         "final_payers": 400, "final_paid": 41000.5},
    ),
    Example(
        "sycm_receptions",
        [
            ["日期", "咨询人数", "接待人数", "未回复人数", "有效接待人数", "平均响应时长",
             "3分钟人工响应率", "咨询客服人次", "客服回复人次", "客服未回复人次", "旺旺回复率",
             "首次响应时长", "慢响应人数", "长接待人数", "买家发起人数", "客服主动跟进人数", "总消息数",
             "买家消息条数", "客服消息条数", "答问比", "客服字数", "平均接待时长"],
            [DAY, 5833, 200, 4, 190, "1分0秒", 0.95, 1, 1, 0, 0.98, "5秒", 7, 3, 180, 20, 900, 400, 500,
             1.25, 9000, "2分30秒"],
        ],
        None,
        {"consulted": 5833, "receptions": 200, "unanswered": 4, "effective_receptions": 190,
         "response_seconds": 12000, "three_minutes": 190, "first_response_seconds": 1000, "slow_people": 7,
         "long_people": 3, "started_by_customers": 180, "followed_up": 20, "messages": 900,
         "customer_messages": 400, "agent_messages": 500, "agent_words": 9000, "reception_seconds": 30000},
    ),
    Example(
        "sycm_order_value",
        [
            ["日期", "销售额", "销售量", "销售人数", "客单价", "客件数", "件均价"],
            [DAY, 9000, 60, 45, 200, 1.3, 150],
        ],
        None,
        {"gross_sales": 9000, "pieces": 60, "payers": 45},
    ),
    Example(
        "sycm_ratings",
        [
            ["日期", "接待人数", "总", *[""] * 10, "邀请", *[""] * 10, "自主", *[""] * 10],
            ["", "", *RATING * 3],
            [DAY, 300, 120, 50, 30, 15, 3, 1, 1, "40%", "41%", "90%", "4.5", 110, 40, 25, 12, 2, 1, 0,
             "40%", "36%", "92%", "4.6", 10, 10, 5, 3, 1, 0, 1, "1%", "100%", "80%", "4"],
        ],
        None,
        {"ratings": 50, "satisfied": 45, "dissatisfied": 2, "invitations": 110, "ratings_invited": 40,
         "ratings_own": 10},
    ),
    Example(
        "jd_agents",
        [
            ["客服", "接待量", "平均响应时长（新）", "客服3分钟人工回复率", "30s应答率", "售前接待人数",
             "促成下单人数", "促成下单商品金额", "好评量", "评价量"],
            ["麦田-小王", 100, 20, 99, 95.5, 40, 12, 3456.78, 18, 20],
        ],
        "麦田-小王",
        {"receptions": 100, "response_seconds_new": 2000, "three_minutes": 99, "thirty_seconds": 95.5,
         "enquiries": 40, "buyers": 12, "sales": 3456.78, "satisfied": 18, "ratings": 20},
        SAID,
    ),
    Example(
        "jd_workload",
        [
            ["日期", "客服", "接待量", "首次平均响应时间", "平均响应时间", "30s应答率"],
            [DAY, "小王", 100, 8, 20, 0.9],
        ],
        "小王",
        {"receptions": 100, "first_response_seconds": 800, "response_seconds": 2000, "thirty_seconds": 90},
    ),
    Example(
        "jd_sales",
        [
            ["日期", "客服", "促成下单商品金额", "促成下单人数", "售前接待人数"],
            [DAY, "小王", 3456.78, 12, 40],
        ],
        "小王",
        {"sales": 3456.78, "buyers": 12, "enquiries": 40},
    ),
    Example(
        "jd_messages",
        [
            ["日期", "UID", "技能组", "好评量", "差评量", "客服总消息数", "客户总消息数"],
            [DAY, "wang01", "售前", 18, 2, 700, 500],
        ],
        "wang01",
        {"satisfied": 18, "dissatisfied": 2, "agent_messages": 700, "customer_messages": 500},
    ),
    Example(
        "jd_agent_days",
        [
            ["店铺名", "日期", "客服", "咨询量", "30s应答率", "满意率", "24小时下单金额",
             "24小时下单转化率"],
            ["京东一店", DAY, "小王", 80, "95%", "99%", 2000, "30%"],
        ],
        "小王",
        {"consulted": 80, "thirty_seconds": 76, "sales_24_hours": 2000},
    ),
    Example(
        "pdd_team",
        [
            ["日期", "客服账号", "咨询人数", "询单人数", "最终成团人数", "询单流失人数", "询单转化率",
             "客服销售额（元）", "人工接待人数", "需要人工回复的咨询人数", "3分钟未回复人数",
             "3分钟人工回复率(8-23点)", "平均人工响应时长（分钟）", "30秒应答率(8-23点)", "评分≤3订单数",
             "评分数", "评分≤3率", "纠纷退款数", "投诉数", "3分钟人工回复率(全天)", "30秒应答率(全天)"],
            [DAY, "粥粥店:小李", 120, 50, 20, 30, "40%", 999.9, 95, 100, 2, "98%", 0.5, "90%", 1, 30,
             "3.3%", 2, 1, "80%", "70%"],
        ],
        "粥粥店:小李",
        {"consulted": 120, "enquiries": 50, "buyers": 20, "lost_enquiries": 30, "gross_sales": 999.9,
         "received_people": 95, "receptions": 100, "unanswered_3_min": 2, "three_minutes_8_23": 98,
         "response_seconds": 3000, "thirty_seconds_8_23": 90, "low_order_ratings": 1, "order_ratings": 30,
         "disputes": 2, "complaints": 1, "three_minutes_all_day": 80, "thirty_seconds_all_day": 70},
    ),
    Example(
        "pdd_agents",
        [
            ["序号", "客服账号", "客服服务分", "咨询人数", "询单人数", "最终成团人数", "询单转化率",
             "客服销售额 (元)", "去退销售额（元）", "需要人工回复的咨询人数", "人工接待人数",
             "3分钟未回复人数", "平均人工响应时长"],
            [1, "小李", 4.8, 120, 50, 20, "40%", 999.9, 900.5, 100, 95, 2, "45秒"],
        ],
        "小李",
        {"consulted": 120, "enquiries": 50, "buyers": 20, "gross_sales": 999.9, "sales": 900.5,
         "receptions": 100, "received_people": 95, "unanswered_3_min": 2, "response_seconds": 4500},
        SAID,
    ),
    Example(
        "pdd_service",
        [
            ["服务数据"],
            ["日期", "咨询人数", "需要人工回复的咨询人数", "人工接待人数", "3分钟人工回复率(8-23点)",
             "30秒应答率(8-23点)", "平均响应时长(分)", "评分≤3订单数", "纠纷退款数"],
            ["说明", "人", "人", "人", "%", "%", "分", "单", "单"],
            [DAY, 300, 200, 190, "99%", "90%", 1.5, 3, 2],
        ],
        None,
        {"consulted": 300, "receptions": 200, "received_people": 190, "three_minutes_8_23": 198,
         "thirty_seconds_8_23": 180, "response_seconds": 18000, "low_order_ratings": 3, "disputes": 2},
    ),
    Example(
        "douyin_agents",
        [
            ["客服账号", "客服在线天数", "接待会话量", "待回复会话量", "已接待人数", "转出会话量",
             "有效评价数", "有效好评数", "有效差评数", "全天满意率", "全天平响时长", "工作时间平响时长",
             "全天首响时长", "全天3分钟回复率", "工作时间3分钟回复率", "询单人数", "下单人数", "支付人数",
             "退款人数", "客服询单支付额", "退款金额", "退款后销售额", "询单转化率"],
            ["飞鸽小美", 1, 100, 3, 90, 2, 20, 18, 1, "90%", 40, 25, 10, "95%", "98%", 50, 15, 14, 2, 2000,
             100, 1900, "30%"],
        ],
        "飞鸽小美",
        {"online_days": 1, "receptions": 100, "waiting_sessions": 3, "received_people": 90,
         "transferred": 2, "ratings": 20, "satisfied": 18, "dissatisfied": 1, "response_seconds": 4000,
         "response_seconds_working": 2500, "first_response_seconds": 1000, "three_minutes_all_day": 95,
         "three_minutes_working": 98, "enquiries": 50, "buyers": 15, "payers": 14, "refunders": 2,
         "sales": 2000, "refunds": 100, "sales_after_refunds": 1900},
        SAID,
    ),
    Example(
        "douyin_receptions",
        [
            ["客服昵称", "账号名称", "人工已接待人数", "人工已接待会话量", "不满意率",
             "3分钟人工回复率 (会话)", "首次响应时长（秒）", "平均响应时长（秒）", "新平均响应时长（秒）",
             "满意率", "客服销售额（元）", "预警会话量", "PC在线时长（时）", "PC小休时长（时）",
             "PC离线时长（时）"],
            ["小美", "飞鸽小美", 90, 100, "2%", "97%", 9, 30, 28, "95%", 2000, 1, 8, 0.5, 15.5],
        ],
        "飞鸽小美",
        {"received_people": 90, "receptions": 100, "three_minutes": 97, "first_response_seconds": 900,
         "response_seconds": 3000, "response_seconds_new": 2800, "sales": 2000, "warned_sessions": 1,
         "online_hours": 8},
        SAID,
    ),
    Example(
        "calls",
        [
            ["Call Id", "Agent", "Date", "Time", "Topic", "Answered (Y/N)", "Resolved",
             "Speed of answer in seconds", "AvgTalkDuration", "Satisfaction rating"],
            ["ID1", "Diane", DAY, "9:12", "Contract", "Y", "Y", 109, "0:02:23", 5],
            ["ID2", "Diane", DAY, "9:20", "Contract", "Y", "N", 11, "0:00:37", 3],
            ["ID3", "Diane", DAY, "9:30", "Contract", "N", "N", "", "", ""],
        ],
        "Diane",
        {"receptions": 3, "answered": 2, "solved": 1, "response_seconds": 120, "talk_seconds": 180,
         "ratings": 2, "rating_points": 8, "satisfied": 1},
    ),
)
# fmt: on
