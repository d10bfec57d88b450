"""Exports of Taobao and Tmall: Qianniu's and Shengyi Canmou's reports, orders.

Where a page gives no weight for a mean, the receptions of the same row are taken; that choice is ours.
"""

from __future__ import annotations

from typing import Final

from csbook.imports.profiles import Profile, Sureness, key, mean, rate, total
from csbook.problems import Words

SHOPS: Final = ("tmall", "taobao")
AGENT: Final = ("旺旺昵称", "旺旺账号名称", "旺旺账号", "客服昵称", "客服账号", "客服", "昵称")
DAY: Final = key("days", "日期", "统计日期", "统计时间")
PERIOD: Final = (
    DAY,
    key("first_day", "统计开始日", "开始日期"),
    key("last_day", "统计结束日", "结束日期"),
)
SHOP: Final = key("shop", "店铺", "店铺名称", "店铺名")
EFFECTIVE: Final = "有效接待人数"
SESSIONS: Final = "人工接待会话量"
RECEIVED: Final = "接待人数"
PERFORMANCE_PAGE: Final = Words("生意参谋 → 服务 → 客服绩效", "Shengyi Canmou, service, agents' performance")
SERVICE_PAGE: Final = Words("千牛 → 客户之声 → 服务报表", "Qianniu, voice of the customer, service report")
SYCM_PAGE: Final = Words("生意参谋 → 服务 → 客服", "Shengyi Canmou, service")

PERFORMANCE: Final = Profile(
    "tmall_performance",
    Words("天猫/淘宝 客服绩效", "Tmall/Taobao agents' performance"),
    SHOPS,
    (
        *PERIOD,
        SHOP,
        key("account", *AGENT, needed=True),
        total("sales", "净销售额", needed=True),
        total("enquiries", "询单人数", needed=True),
        total("buyers", "下单人数", needed=True),
        total("consulted", "咨询人数"),
        total("effective_receptions", EFFECTIVE),
        total("order_amount", "下单金额"),
        total("payers", "销售人数"),
        total("gross_sales", "销售额"),
        total("pieces", "销售量"),
        total("orders", "订单量"),
        total("refunds", "成功退款金额"),
    ),
    Sureness.HIGH,
    PERFORMANCE_PAGE,
    unused=("个人销售额占比", "客单价"),
)
DETAIL: Final = Profile(
    "tmall_agent_days",
    Words("天猫/淘宝 客服每日明细", "Tmall/Taobao agents by day"),
    SHOPS,
    (
        *PERIOD,
        SHOP,
        key("account", *AGENT, needed=True),
        total("effective_receptions", EFFECTIVE, needed=True),
        total("enquiries_of_day", "当日询单人数", needed=True),
        total("sales", "净销售额", needed=True),
        total("payers", "销售人数"),
        total("gross_sales", "销售额"),
        total("lost_enquiries", "询单流失人数"),
        mean("response_seconds", "平均响应时长(秒)", "平均响应时长", of=EFFECTIVE),
        mean("first_response_seconds", "首次响应时长(秒)", "首次响应时长", of=EFFECTIVE),
    ),
    Sureness.HIGH,
    PERFORMANCE_PAGE,
    unused=("旺旺分组", "客单价", "淘宝答问比", "客户满意率", "询单最终付款转化率"),
)
SERVICE: Final = Profile(
    "tmall_service",
    Words("天猫/淘宝 客服服务", "Tmall/Taobao agents' service"),
    SHOPS,
    (
        *PERIOD,
        SHOP,
        key("account", *AGENT, needed=True),
        total("receptions", SESSIONS, needed=True),
        mean("response_seconds", "平均响应时长", "平均响应时长(秒)", of=SESSIONS, needed=True),
        mean("first_response_seconds", "首次响应时长", "首次响应时长(秒)", of=SESSIONS),
        rate("three_minutes", "3分钟人工响应率", of=SESSIONS),
    ),
    Sureness.HIGH,
    SERVICE_PAGE,
)
SATISFACTION: Final = Profile(
    "tmall_satisfaction",
    Words("天猫/淘宝 客服满意度", "Tmall/Taobao agents' satisfaction"),
    SHOPS,
    (
        *PERIOD,
        SHOP,
        key("account", *AGENT, needed=True),
        total("satisfied", "满意评价量", needed=True),
        total("ratings", "旺旺评价量", needed=True),
    ),
    Sureness.HIGH,
    SERVICE_PAGE,
)
SYCM_ENQUIRIES: Final = Profile(
    "sycm_enquiries",
    Words("生意参谋 业绩询单", "Shengyi Canmou enquiries and sales"),
    SHOPS,
    (
        key("days", "日期", needed=True),
        SHOP,
        total("enquiries", "询单人数", needed=True),
        total("final_payers", "最终付款人数", needed=True),
        total("final_paid", "最终付款金额", needed=True),
        total("enquiries_of_day", "当日询单人数"),
        total("payers_of_day", "当日付款人数"),
        total("paid_of_day", "当日付款金额"),
    ),
    Sureness.HIGH,
    SYCM_PAGE,
    without=AGENT,
    unused=("询单当日付款转化率", "询单最终付款转化率"),
)
SYCM_RECEPTIONS: Final = Profile(
    "sycm_receptions",
    Words("生意参谋 咨询接待", "Shengyi Canmou receptions"),
    SHOPS,
    (
        key("days", "日期", needed=True),
        SHOP,
        total("consulted", "咨询人数", needed=True),
        total("receptions", RECEIVED, needed=True),
        total("unanswered", "未回复人数", needed=True),
        total("effective_receptions", EFFECTIVE),
        mean("response_seconds", "平均响应时长", "平均响应时长(秒)", of=RECEIVED),
        mean("first_response_seconds", "首次响应时长", "首次响应时长(秒)", of=RECEIVED),
        mean("reception_seconds", "平均接待时长", of=RECEIVED),
        rate("three_minutes", "3分钟人工响应率", of=RECEIVED),
        total("slow_people", "慢响应人数"),
        total("long_people", "长接待人数"),
        total("started_by_customers", "买家发起人数"),
        total("followed_up", "客服主动跟进人数"),
        total("messages", "总消息数"),
        total("customer_messages", "买家消息条数"),
        total("agent_messages", "客服消息条数"),
        total("agent_words", "客服字数"),
    ),
    Sureness.HIGH,
    SYCM_PAGE,
    without=AGENT,
    unused=("咨询客服人次", "客服回复人次", "客服未回复人次", "旺旺回复率", "答问比"),
)
SYCM_ORDER_VALUE: Final = Profile(
    "sycm_order_value",
    Words("生意参谋 客单价客服", "Shengyi Canmou order value"),
    SHOPS,
    (
        key("days", "日期", needed=True),
        SHOP,
        total("gross_sales", "销售额", needed=True),
        total("pieces", "销售量", needed=True),
        total("payers", "销售人数", needed=True),
    ),
    Sureness.HIGH,
    SYCM_PAGE,
    without=AGENT,
    unused=("客单价", "客件数", "件均价"),
)
RATING_COLUMNS: Final = (
    *("发出", "收到", "很满意", "满意", "一般", "不满", "很不满"),
    *("发送率", "返回率", "满意率", "服务度"),
)
SYCM_RATINGS: Final = Profile(
    "sycm_ratings",
    Words("生意参谋 接待评价", "Shengyi Canmou ratings"),
    SHOPS,
    (
        key("days", "日期", needed=True),
        SHOP,
        total("ratings", "总/收到", needed=True),
        total("satisfied", "总/很满意", needed=True),
        total("satisfied", "总/满意", needed=True),
        total("dissatisfied", "总/不满"),
        total("dissatisfied", "总/很不满"),
        total("invitations", "邀请/发出"),
        total("ratings_invited", "邀请/收到"),
        total("ratings_own", "自主/收到"),
    ),
    Sureness.HIGH,
    SYCM_PAGE,
    without=AGENT,
    unused=(RECEIVED, *(f"{block}/{name}" for block in ("总", "邀请", "自主") for name in RATING_COLUMNS)),
)

BUYER: Final = ("买家会员名", "买家昵称", "买家旺旺", "买家账号")
ORDER_FIELDS: Final = (
    key("order_id", "订单编号", needed=True),
    key("created", "订单创建时间", needed=True),
    key("paid", "订单付款时间", needed=True),
    key("total", "总金额"),
    key("paid_amount", "买家实际支付金额"),
    key("refund", "退款金额"),
    key("region", "收货地址"),
    key("cancelled", "订单关闭时间"),
    key("order_state", "订单状态"),
    SHOP,
)
ORDERS_PAGE: Final = Words("千牛 → 已卖出的宝贝 → 批量导出", "Qianniu, items sold, export")
ORDERS: Final = Profile(
    "tmall_orders",
    Words("天猫/淘宝 订单", "Tmall/Taobao orders"),
    SHOPS,
    ORDER_FIELDS,
    Sureness.HIGH,
    ORDERS_PAGE,
    without=BUYER,
)
BUYERS_ORDERS: Final = Profile(
    "tmall_orders_buyers",
    Words("天猫/淘宝 订单（含买家）", "Tmall/Taobao orders with buyers"),
    SHOPS,
    (
        *ORDER_FIELDS,
        key("customer", *BUYER, needed=True),
        key("customer_name", "收货人姓名", "收货人"),
        key("phone", "联系手机", "收货人手机"),
        key("phone", "联系电话"),
        key("address", "收货地址"),
    ),
    Sureness.HIGH,
    ORDERS_PAGE,
)
ALIBABA: Final = (
    PERFORMANCE,
    DETAIL,
    SERVICE,
    SATISFACTION,
    SYCM_ENQUIRIES,
    SYCM_RECEPTIONS,
    SYCM_ORDER_VALUE,
    SYCM_RATINGS,
    ORDERS,
    BUYERS_ORDERS,
)
