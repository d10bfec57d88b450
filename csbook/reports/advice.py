"""What to do about a weak measure: counter-measures proposed to the supervisor, from the documents' flows
and rules (domain A4 to A6, A9). They are proposals: the supervisor settles the text."""

from __future__ import annotations

from typing import Final, Literal

from csbook.problems import Words

Part = Literal["overall", "presale", "aftersale"]

PART_OF: Final[dict[str, Part]] = {
    "conversion": "presale",
    "loss": "presale",
    "response_seconds": "presale",
    "first_response": "presale",
    "within_30_seconds": "presale",
    "within_3_minutes": "presale",
    "answered_share": "presale",
    "order_amount": "presale",
    "order_value": "presale",
    "paid_share": "presale",
    "valid_share": "presale",
    "abnormal_share": "presale",
    "invitations": "presale",
    "satisfaction": "aftersale",
    "complaint_share": "aftersale",
    "refund_share": "aftersale",
    "cases_closed": "aftersale",
    "follow_ups_in_time": "aftersale",
    "log_complete": "overall",
    "log_in_time": "overall",
    "log_true": "overall",
}
"""Where in the report a measure is spoken of."""

ASK_ORDERS: Final = Words(
    "每周点评聊天记录，按开头语、产品介绍、活动推荐、关联销售、结束语逐段改进；没下单的询单当天跟进",
    "Read chat logs weekly step by step, from opening to closing; follow up enquiries without an order the "
    "same day",
)
ANSWER_FASTER: Final = Words(
    "补齐快捷短语，离座设自动回复并挂起在线接待，高峰时段按“建议人数”加人",
    "Complete the quick phrases, set auto-reply when away, add people at peaks as 'Suggest cover' says",
)
FILL_THE_LOG: Final = Words(
    "下班前填完客服日报，收日报表时当面核对，主管每周抽查",
    "Fill the log before leaving, check it when it is collected, spot checks every week",
)
COUNTER: Final[dict[str, Words]] = {
    "conversion": ASK_ORDERS,
    "loss": ASK_ORDERS,
    "response_seconds": ANSWER_FASTER,
    "first_response": ANSWER_FASTER,
    "within_30_seconds": ANSWER_FASTER,
    "within_3_minutes": ANSWER_FASTER,
    "answered_share": ANSWER_FASTER,
    "order_amount": Words(
        "给老客户做回访和活动通知，练关联销售话术",
        "Call regulars back and announce campaigns; practise cross-sales",
    ),
    "order_value": Words("培训关联销售和搭配推荐", "Train cross-sales and sets of products"),
    "paid_share": Words(
        "拍下 12 小时未付款就催付，3 天提醒、7 天前核对库存",
        "Remind unpaid orders after 12 hours, again after 3 days, and check stock before day 7",
    ),
    "valid_share": Words("下单前核对规格和地址，减少无效订单", "Confirm size and address before the order"),
    "abnormal_share": Words(
        "每天上班先查前一日订单，异常的当天处理",
        "Look through yesterday's orders first, settle oddities the same day",
    ),
    "invitations": Words("每次接待结束按结束语邀请评价", "Invite every customer to rate at the closing"),
    "satisfaction": Words(
        "差评由专人逐条解释，按六步处理法安抚、查明、道歉，结案后回访",
        "One person explains poor reviews; calm, find out, apologise; call back after closing",
    ),
    "complaint_share": Words(
        "投诉两日内答复或上报，有方案当天告知；按责任方找原因",
        "Answer or report complaints within two days, tell solutions the same day; look for causes by party",
    ),
    "refund_share": Words(
        "统计退款原因，商品描述不符的改详情页，发货问题找仓库和快递",
        "Count why refunds happen; correct descriptions, take shipping to warehouse and courier",
    ),
    "cases_closed": Words(
        "每天先办快到期的售后，超过权限的当天报主管",
        "Work cases near their limit first; report what is beyond authority the same day",
    ),
    "follow_ups_in_time": Words(
        "按“今日待办”先办超时的，休息前交班，负责人不在时指定代办",
        "Work overdue contacts first, hand over before days off, name stand-ins",
    ),
    "log_complete": FILL_THE_LOG,
    "log_in_time": FILL_THE_LOG,
    "log_true": FILL_THE_LOG,
}
BY_PARTY: Final[dict[str, Words]] = {
    "customer": Words("完善售前说明，减少误会", "Explain better before the sale"),
    "courier": Words("与快递核对时效和赔付，必要时换快递", "Review times and claims with the courier"),
    "product": Words("反馈给采购和质检，改商品描述", "Tell purchasing and quality, correct the description"),
    "shop": Words("改进打包、核单和发货流程", "Mend packing, checking and shipping"),
}
"""Counter-measures by the party responsible for after-sales cases (domain A6)."""
