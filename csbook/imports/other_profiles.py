"""Exports of JD, Pinduoduo and Douyin; logs of calls and of customers who asked."""

from __future__ import annotations

from typing import Final

from csbook.imports.alibaba_profiles import PERIOD, SHOP
from csbook.imports.profiles import Counted, Profile, Sureness, counted, key, mean, rate, total
from csbook.imports.values import Unit
from csbook.problems import Words

JD_PAGE: Final = Words("京东 → 咚咚客服管家 → 接待数据", "JD, Dongdong, reception data")
JD_AGENT: Final = key("account", "客服", "客服账号", "客服昵称", needed=True)
JD_SESSIONS: Final = "接待量"
JD_AMOUNT: Final = "促成下单商品金额"
JD_SALES: Final = (
    total("sales", JD_AMOUNT, needed=True),
    total("buyers", "促成下单人数", needed=True),
    total("enquiries", "售前接待人数", needed=True),
)
JD_SERVICE: Final = (
    total("receptions", JD_SESSIONS, needed=True),
    mean("response_seconds", "平均响应时间", "平均响应时长", of=JD_SESSIONS),
    mean("response_seconds_new", "平均响应时长(新)", of=JD_SESSIONS),
    mean("first_response_seconds", "首次平均响应时间", "首次平均响应时长", of=JD_SESSIONS),
    rate("thirty_seconds", "30s应答率", of=JD_SESSIONS),
    rate("three_minutes", "客服3分钟人工回复率", of=JD_SESSIONS),
)
JD_RATINGS: Final = (
    total("satisfied", "好评量"),
    total("ratings", "评价量"),
    total("dissatisfied", "差评量"),
)
JD: Final = (
    Profile(
        "jd_agents",
        Words("京东 客服整体数据", "JD agents, overall"),
        ("jd",),
        (*PERIOD, SHOP, JD_AGENT, *JD_SALES, *JD_SERVICE, *JD_RATINGS),
        Sureness.HIGH,
        JD_PAGE,
    ),
    Profile(
        "jd_workload",
        Words("京东 客服工作量", "JD agents' workload"),
        ("jd",),
        (
            *PERIOD,
            SHOP,
            JD_AGENT,
            JD_SERVICE[0],
            mean("response_seconds", "平均响应时间", of=JD_SESSIONS, needed=True),
            *JD_SERVICE[2:],
            *JD_RATINGS,
        ),
        Sureness.HIGH,
        JD_PAGE,
        without=(JD_AMOUNT,),
    ),
    Profile(
        "jd_sales",
        Words("京东 客服促成下单", "JD agents' sales"),
        ("jd",),
        (*PERIOD, SHOP, JD_AGENT, *JD_SALES),
        Sureness.HIGH,
        JD_PAGE,
        without=(JD_SESSIONS,),
    ),
    Profile(
        "jd_messages",
        Words("京东 客服评价和消息", "JD agents' ratings and messages"),
        ("jd",),
        (
            *PERIOD,
            SHOP,
            key("account", "UID", needed=True),
            total("satisfied", "好评量", needed=True),
            total("dissatisfied", "差评量", needed=True),
            total("agent_messages", "客服总消息数", needed=True),
            total("customer_messages", "客户总消息数"),
        ),
        Sureness.HIGH,
        JD_PAGE,
        unused=("技能组",),
    ),
    Profile(
        "jd_agent_days",
        Words("京东 客服每日（含店铺名）", "JD agents by day with the shop"),
        ("jd",),
        (
            *PERIOD,
            SHOP,
            JD_AGENT,
            total("consulted", "咨询量", needed=True),
            total("sales_24_hours", "24小时下单金额", needed=True),
            rate("thirty_seconds", "30s应答率", of="咨询量"),
        ),
        Sureness.MIDDLE,
        Words("第三方导出工具", "a third party's exporter"),
        unused=("满意率", "24小时下单转化率"),
    ),
)

PDD_PAGE: Final = Words("拼多多商家后台 → 多多客服 → 客服数据", "Pinduoduo, customer service, data")
PDD_PEOPLE: Final = "需要人工回复的咨询人数"
PDD_AGENT: Final = "客服账号"
PDD_SERVICE: Final = (
    total("consulted", "咨询人数"),
    total("received_people", "人工接待人数"),
    total("receptions", PDD_PEOPLE, needed=True),
    rate("three_minutes_8_23", "3分钟人工回复率(8-23点)", of=PDD_PEOPLE),
    rate("three_minutes_all_day", "3分钟人工回复率(全天)", of=PDD_PEOPLE),
    rate("thirty_seconds_8_23", "30秒应答率(8-23点)", of=PDD_PEOPLE),
    rate("thirty_seconds_all_day", "30秒应答率(全天)", of=PDD_PEOPLE),
    total("low_order_ratings", "评分≤3订单数"),
    total("order_ratings", "评分数"),
    total("disputes", "纠纷退款数"),
    total("complaints", "投诉数"),
)
PDD_TEAM: Final = (
    *PERIOD[1:],
    SHOP,
    key("account", PDD_AGENT, needed=True),
    total("enquiries", "询单人数", needed=True),
    total("buyers", "最终成团人数", needed=True),
    total("lost_enquiries", "询单流失人数"),
    total("gross_sales", "客服销售额(元)", "客服销售额"),
    total("sales", "去退销售额(元)", "去退销售额"),
    *PDD_SERVICE,
    mean(
        "response_seconds",
        "平均人工响应时长(分钟)",
        "平均人工响应时长(分)",
        "平均人工响应时长",
        of=PDD_PEOPLE,
        unit=Unit.MINUTES,
    ),
    total("unanswered_3_min", "3分钟未回复人数"),
)
PDD_UNUSED: Final = ("序号", "询单转化率", "评分≤3率", "客服服务分", "3分钟人工回复率", "30秒应答率")
DAY: Final = ("日期", "统计时间", "统计日期")
PDD: Final = (
    Profile(
        "pdd_team",
        Words("拼多多 团队数据", "Pinduoduo team"),
        ("pdd",),
        (key("days", *DAY, needed=True), *PDD_TEAM),
        Sureness.HIGH,
        PDD_PAGE,
        unused=PDD_UNUSED,
    ),
    Profile(
        "pdd_agents",
        Words("拼多多 客服绩效", "Pinduoduo agents"),
        ("pdd",),
        PDD_TEAM,
        Sureness.HIGH,
        PDD_PAGE,
        without=DAY,
        unused=PDD_UNUSED,
    ),
    Profile(
        "pdd_service",
        Words("拼多多 服务数据（全店）", "Pinduoduo service, whole shop"),
        ("pdd",),
        (
            key("days", *DAY, needed=True),
            SHOP,
            *PDD_SERVICE,
            mean(
                "response_seconds",
                "平均响应时长(分)",
                "平均响应时长(分钟)",
                "平均响应时长",
                of=PDD_PEOPLE,
                unit=Unit.MINUTES,
            ),
        ),
        Sureness.HIGH,
        PDD_PAGE,
        without=(PDD_AGENT,),
        data_from=4,
    ),
    Profile(
        "pdd_sales",
        Words("拼多多 销售数据（全店）", "Pinduoduo sales, whole shop"),
        ("pdd",),
        (
            key("days", *DAY, needed=True),
            SHOP,
            total("enquiries", "询单人数", needed=True),
            total("buyers", "最终成团人数", needed=True),
            total("gross_sales", "客服销售额", "客服销售额(元)", needed=True),
            total("possible_sales", "客服可提升销售额", "客服可提升销售额(元)"),
            total("consulted", "咨询人数"),
        ),
        Sureness.HIGH,
        PDD_PAGE,
        without=(PDD_AGENT, PDD_PEOPLE),
        data_from=4,
        unused=("询单转化率",),
    ),
)

DOUYIN_PAGE: Final = Words("抖店 → 飞鸽 → 客服数据", "Douyin, Feige, agents")
DOUYIN_SESSIONS: Final = "接待会话量"
DOUYIN_HUMAN: Final = "人工已接待会话量"
DOUYIN: Final = (
    Profile(
        "douyin_agents",
        Words("抖音飞鸽 客服", "Douyin agents"),
        ("douyin",),
        (
            *PERIOD,
            SHOP,
            key("account", "客服账号", "账号名称", "客服昵称", needed=True),
            total("enquiries", "询单人数", needed=True),
            total("buyers", "下单人数", needed=True),
            total("receptions", DOUYIN_SESSIONS, needed=True),
            total("sales", "客服询单支付额"),
            mean("response_seconds_working", "工作时间平响时长", of=DOUYIN_SESSIONS),
            mean("response_seconds", "全天平响时长", of=DOUYIN_SESSIONS),
            mean("first_response_seconds", "全天首响时长", of=DOUYIN_SESSIONS),
            rate("three_minutes_working", "工作时间3分钟回复率", of=DOUYIN_SESSIONS),
            rate("three_minutes_all_day", "全天3分钟回复率", of=DOUYIN_SESSIONS),
            total("ratings", "有效评价数"),
            total("satisfied", "有效好评数"),
            total("dissatisfied", "有效差评数"),
            total("payers", "支付人数"),
            total("refunders", "退款人数"),
            total("refunds", "退款金额"),
            total("sales_after_refunds", "退款后销售额"),
            total("waiting_sessions", "待回复会话量"),
            total("received_people", "已接待人数"),
            total("transferred", "转出会话量"),
            total("online_days", "客服在线天数"),
        ),
        Sureness.HIGH,
        DOUYIN_PAGE,
        unused=("全天不满意率", "全天满意率", "询单转化率", "客服昵称", "账号名称"),
    ),
    Profile(
        "douyin_receptions",
        Words("抖音飞鸽 客服接待", "Douyin agents' receptions"),
        ("douyin",),
        (
            *PERIOD,
            SHOP,
            key("account", "账号名称", "客服账号", "客服昵称", needed=True),
            total("receptions", DOUYIN_HUMAN, needed=True),
            total("received_people", "人工已接待人数", needed=True),
            mean("response_seconds", "平均响应时长(秒)", "平均响应时长", of=DOUYIN_HUMAN),
            mean("response_seconds_new", "新平均响应时长(秒)", of=DOUYIN_HUMAN),
            mean("first_response_seconds", "首次响应时长(秒)", "首次响应时长", of=DOUYIN_HUMAN),
            rate("three_minutes", "3分钟人工回复率(会话)", of=DOUYIN_HUMAN),
            total("sales", "客服销售额(元)", "客服销售额"),
            total("enquiries", "询单人数"),
            total("buyers", "下单人数"),
            total("warned_sessions", "预警会话量"),
            total("online_hours", "PC在线时长(时)"),
        ),
        Sureness.HIGH,
        DOUYIN_PAGE,
        unused=("客服昵称", "不满意率", "满意率", "PC小休时长(时)", "PC离线时长(时)"),
    ),
)

CALLS: Final = Profile(
    "calls",
    Words("通话记录", "Call log"),
    ("phone",),
    (
        key("record", "Call Id", "通话编号", "流水号"),
        key("account", "Agent", "坐席", "客服", needed=True),
        key("days", "Date", "日期", "通话日期", needed=True),
        counted("receptions", Counted.FILLED, "Answered (Y/N)", "是否接通", unit=Unit.TEXT, needed=True),
        counted("answered", Counted.YES, "Answered (Y/N)", "是否接通", unit=Unit.YES_NO, needed=True),
        counted("solved", Counted.YES, "Resolved", "是否解决", unit=Unit.YES_NO),
        counted(
            "response_seconds",
            Counted.SUM,
            "Speed of answer in seconds",
            "应答秒数",
            "应答时长",
            unit=Unit.SECONDS,
        ),
        counted("talk_seconds", Counted.SUM, "AvgTalkDuration", "通话时长", unit=Unit.SECONDS),
        counted("ratings", Counted.FILLED, "Satisfaction rating", "满意度"),
        counted("rating_points", Counted.SUM, "Satisfaction rating", "满意度"),
        counted("satisfied", Counted.GOOD, "Satisfaction rating", "满意度"),
    ),
    Sureness.HIGH,
    Words(
        "英文表头见过真实文件；中文表头是本软件拟的", "English headers from a real file; Chinese ones ours"
    ),
    unused=("Time", "Topic", "时间", "主题"),
)
ENQUIRIES: Final = Profile(
    "enquiries",
    Words("客户咨询明细", "Customers who asked"),
    (),
    (
        key("customer", "买家昵称", "买家会员名", "买家旺旺", "客户昵称", "顾客昵称", needed=True),
        key("asked_at", "咨询时间", "首次咨询时间", "会话开始时间", needed=True),
        key("account", "客服", "客服昵称", "客服账号", "旺旺昵称", "接待客服"),
        key("item", "咨询商品", "商品名称", "宝贝标题", "商品"),
        key("note", "备注"),
    ),
    Sureness.LOW,
    Words("表头是本软件拟的", "these headers are ours"),
)
OTHERS: Final = (*JD, *PDD, *DOUYIN, CALLS, ENQUIRIES)
