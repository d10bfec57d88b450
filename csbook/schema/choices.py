"""The drop-down lists: English codes inside, Chinese or English texts in the cells."""

from __future__ import annotations

from typing import Final

from csbook.problems import Words

ChoiceList = dict[str, Words]

PLATFORM: Final[ChoiceList] = {
    "taobao": Words("淘宝", "Taobao"),
    "tmall": Words("天猫", "Tmall"),
    "jd": Words("京东", "JD"),
    "pdd": Words("拼多多", "Pinduoduo"),
    "vip": Words("唯品会", "VIP.com"),
    "douyin": Words("抖音", "Douyin"),
    "kuaishou": Words("快手", "Kuaishou"),
    "phone": Words("电话", "Phone"),
    "other": Words("其他", "Other"),
}
ANY_PLATFORM: Final[ChoiceList] = {"any": Words("全部平台", "any platform"), **PLATFORM}
ROLE: Final[ChoiceList] = {
    "presale": Words("售前", "pre-sale"),
    "aftersale": Words("售后", "after-sale"),
    "both": Words("售前售后", "pre- and after-sale"),
    "supervisor": Words("主管", "supervisor"),
}
ANY_ROLE: Final[ChoiceList] = {"any": Words("全部岗位", "any role"), **ROLE}
SHIFT_KIND: Final[ChoiceList] = {
    "day": Words("全白班", "full day"),
    "half": Words("半白班", "half day"),
    "evening": Words("晚班", "evening"),
    "other": Words("其他班", "other"),
}
DAY_TYPE: Final[ChoiceList] = {
    "weekday": Words("工作日", "weekday"),
    "weekend": Words("周末节假日", "weekend or holiday"),
    "date": Words("指定日期", "date"),
}
STRENGTH: Final[ChoiceList] = {
    "hard": Words("必须", "hard"),
    "soft": Words("尽量", "soft"),
}
ROSTER_RULE: Final[ChoiceList] = {
    "rest_days": Words("每月休息天数", "rest days a month"),
    "no_day_after_evening": Words("晚班次日不上全白班", "no full day shift after an evening"),
    "minimum_rest": Words("两班之间最少休息", "rest between shifts"),
    "long_break": Words("每个周期一次整天连休", "a break of a whole day in each period"),
    "longest_stretch": Words("最多连续上班天数", "most days running"),
    "shortest_stretch": Words("最少连续上班天数", "fewest days running"),
    "shortest_break": Words("最少连休天数", "shortest break in days"),
    "most_weekends": Words("每月最多上班周末", "most weekends a month"),
    "shift_limits": Words("个人各班次上限", "most shifts of a kind"),
    "most_hours": Words("个人最多工时", "most hours"),
    "least_hours": Words("个人最少工时", "least hours"),
    "nobody_rests": Words("大促日不排休", "nobody rests on sales days"),
    "cover_minimum": Words("最少在岗人数", "minimum cover"),
    "cover_preferred": Words("期望在岗人数", "preferred cover"),
    "newcomer_not_alone": Words("新人晚班不落单", "a newcomer not alone on an evening"),
    "complaints_present": Words("每天有人能处理投诉", "somebody for complaints every day"),
    "late_watch": Words("每晚指定一人值班", "one named person on the late watch"),
    "temporary_last": Words("临时人员最后才排", "temporary staff come last"),
    "wishes": Words("员工意愿", "wishes"),
    "equal_hours": Words("工时均衡", "equal hours"),
    "near_hours": Words("与其他岗位工时相近", "hours near the other posts'"),
    "fair_evenings": Words("晚班均衡", "evenings shared fairly"),
    "fair_weekends": Words("周末班均衡", "weekends shared fairly"),
    "fair_holidays": Words("节假日班均衡", "holidays shared fairly"),
    "closeness": Words("贴近上月班表", "closeness to last month's roster"),
}
FORMER_ROSTER_RULE: Final = {
    "long_break": Words("每期一次长休", "a long break in each period"),
    "equal_hours": Words("工时尽量平均", "equal hours"),
    "near_hours": Words("接近其他岗位工时", "near the other posts' hours"),
    "fair_evenings": Words("晚班尽量平均", "equal evenings"),
    "fair_weekends": Words("周末班尽量平均", "equal weekends"),
    "cover_minimum": Words("最少人数", "minimum cover"),
    "cover_preferred": Words("期望人数", "preferred cover"),
    "wishes": Words("照顾个人意愿", "wishes"),
}
"""What the rules were called in workbooks of version 1; read still, written no more."""
REQUEST_KIND: Final[ChoiceList] = {
    "leave": Words("请假", "leave"),
    "wish_off": Words("想休", "wish for a day off"),
    "wish_shift": Words("想上班次", "wish for a shift"),
    "pin": Words("固定班次", "pinned"),
    "swap": Words("换班", "swap"),
}
REQUEST_STATE: Final[ChoiceList] = {
    "pending": Words("待批", "pending"),
    "approved": Words("已批", "approved"),
    "rejected": Words("驳回", "rejected"),
}
TO_DECIDE: Final = ("leave", "swap")
"""Requests that wait for a supervisor until they are approved or rejected; wishes count without."""
HOLIDAY_KIND: Final[ChoiceList] = {
    "holiday": Words("放假", "holiday"),
    "workday": Words("调休上班", "adjusted working day"),
    "sales": Words("大促不休", "sales day, nobody rests"),
}
ROSTER_STATE: Final[ChoiceList] = {
    "draft": Words("草稿", "draft"),
    "published": Words("已发布", "published"),
    "closed": Words("已关账", "month closed"),
}
FORMER_ROSTER_STATE: Final[ChoiceList] = {"published": Words("已公布", "published")}
"""What workbooks up to version 5 say."""
ROSTER_ANSWER: Final[ChoiceList] = {
    "clash": Words("冲突", "clash"),
    "window": Words("人手不够", "too few people"),
    "refused": Words("意愿未满足", "wish not met"),
    "gap": Words("缺人", "gap"),
    "preferred": Words("未达期望", "below preferred"),
}
COVER_METHOD: Final[ChoiceList] = {
    "history": Words("按历史接待量", "history"),
    "erlang": Words("按排队公式", "erlang"),
}
CUSTOMER_CLASS: Final[ChoiceList] = {
    "old": Words("老客户", "regular"),
    "ordinary": Words("一般", "ordinary"),
    "lost": Words("流失", "lost"),
}
ANY_CLASS: Final[ChoiceList] = {"any": Words("全部客户", "any customer"), **CUSTOMER_CLASS}
ARCHIVE_STATE: Final[ChoiceList] = {
    "done": Words("已建档", "archived"),
    "due": Words("待建档", "to archive"),
    "overdue": Words("建档超时", "archive overdue"),
}
EVENT: Final[ChoiceList] = {
    "order_unpaid": Words("下单未付款", "order unpaid"),
    "order_paid": Words("成交", "order paid"),
    "customer_new": Words("新客户来访", "new customer"),
    "complaint": Words("投诉", "complaint"),
    "solution_found": Words("得到解决办法", "solution found"),
    "case_closed": Words("售后结案", "case closed"),
    "next_service": Words("下次服务", "next service"),
    "enquiry": Words("询单未下单", "enquiry without an order"),
    "campaign": Words("活动", "campaign"),
    "follow_up_done": Words("前一次回访完成", "earlier follow-up done"),
}
CHANNEL: Final[ChoiceList] = {
    "phone": Words("电话", "phone"),
    "letter": Words("信函", "letter"),
    "wangwang": Words("在线消息", "chat"),
    "message": Words("短信", "message"),
    "archive": Words("建档", "archive"),
    "report": Words("上报", "report"),
}
FORMER_CHANNEL: Final[ChoiceList] = {"wangwang": Words("旺旺", "Wangwang")}
"""What workbooks up to version 7 say: a name that only Alibaba's platforms have for it."""
TIME_UNIT: Final[ChoiceList] = {
    "hours": Words("小时", "hours"),
    "days": Words("天", "days"),
    "workdays": Words("工作日", "working days"),
}
FOLLOW_UP_SET: Final[ChoiceList] = {
    "shop": Words("网店", "online shop"),
    "car_service": Words("汽车售后", "car service"),
}
FOLLOW_UP_STATE: Final[ChoiceList] = {
    "planned": Words("未到期", "planned"),
    "due": Words("今日应办", "due"),
    "overdue": Words("已超时", "overdue"),
    "done": Words("已完成", "done"),
    "escalated": Words("已报主管", "escalated"),
    "closed": Words("已关闭", "closed"),
}
CONTACT_RESULT: Final[ChoiceList] = {
    "reached": Words("已联系", "reached"),
    "unreachable": Words("未接通", "unreachable"),
    "refused": Words("拒绝回访", "refused"),
    "solved": Words("已解决", "solved"),
    "unsolved": Words("未解决", "unsolved"),
}
CASE_KIND: Final[ChoiceList] = {
    "tracing": Words("查件", "tracing"),
    "extend_receipt": Words("延长收货", "extended receipt"),
    "damage": Words("货物破损", "damage"),
    "missing": Words("补货", "missing goods"),
    "exchange": Words("换货", "exchange"),
    "return": Words("退货", "return"),
    "refund": Words("申请退款", "refund"),
    "rights": Words("客户维权", "rights claim"),
}
RESPONSIBLE: Final[ChoiceList] = {
    "customer": Words("客户问题", "customer"),
    "courier": Words("快递问题", "courier"),
    "product": Words("产品问题", "product"),
    "shop": Words("店铺问题", "shop"),
}
COMPLAINT_CLASS: Final[ChoiceList] = {
    "general": Words("一般投诉", "general"),
    "repeated": Words("重复投诉", "repeated"),
    "serious": Words("恶性投诉", "serious"),
}
CASE_STATE: Final[ChoiceList] = {
    "open": Words("处理中", "open"),
    "overdue": Words("已超时", "overdue"),
    "closed": Words("已结案", "closed"),
}
CONDUCT_KIND: Final[ChoiceList] = {
    "praise": Words("表扬", "praise"),
    "discipline": Words("违规", "discipline"),
}
RECEPTION_STEP: Final[ChoiceList] = {
    "opening": Words("开头语", "opening"),
    "product": Words("产品介绍", "product"),
    "campaign": Words("活动推荐", "campaign"),
    "cross_sale": Words("关联销售", "cross-sale"),
    "closing": Words("结束语", "closing"),
}
QUALITY_METHOD: Final[ChoiceList] = {
    "chat_log": Words("聊天记录", "chat log"),
    "mystery": Words("神秘客户", "mystery customer"),
}
MEASURE: Final[ChoiceList] = {
    "conversion": Words("咨询转化率", "conversion"),
    "response_seconds": Words("平均响应时长", "average response time"),
    "loss": Words("客户流失率", "loss rate"),
    "order_amount": Words("订单总金额", "order amount"),
    "valid_share": Words("有效订单比重", "valid-order share"),
    "paid_share": Words("付款比例", "paid share"),
    "refund_share": Words("退款比例", "refund share"),
    "order_value": Words("平均客单价", "average order value"),
    "complaint_share": Words("投诉比重", "complaint share"),
    "abnormal_share": Words("异常订单比重", "abnormal-order share"),
    "answered_share": Words("应答率", "answered share"),
    "satisfaction": Words("满意率", "satisfaction"),
    "follow_ups_in_time": Words("回访及时率", "follow-ups in time"),
    "cases_closed": Words("售后结案率", "cases closed"),
    "log_complete": Words("日报完整率", "log complete"),
    "log_in_time": Words("日报及时率", "log in time"),
    "log_true": Words("日报属实率", "log true"),
    "first_response": Words("首次响应时长", "first response time"),
    "within_30_seconds": Words("30 秒应答率", "answered within 30 s"),
    "within_3_minutes": Words("3 分钟回复率", "answered within 3 min"),
    "invitations": Words("邀评率", "invited to rate"),
}
DIRECTION: Final[ChoiceList] = {
    "higher": Words("越高越好", "higher is better"),
    "lower": Words("越低越好", "lower is better"),
}
PLAN_PART: Final[ChoiceList] = {
    "daily": Words("日常工作", "daily work"),
    "training": Words("每周培训", "weekly training"),
    "target": Words("本月指标", "monthly target"),
    "meeting": Words("团队会议", "team meeting"),
}
PLAN_STATE: Final[ChoiceList] = {
    "owed": Words("待提交", "owed"),
    "overdue": Words("已逾期", "overdue"),
    "handed_in": Words("已提交", "handed in"),
    "handed_in_late": Words("逾期提交", "handed in late"),
    "not_owed": Words("不用提交", "not owed"),
}
PAY_STATE: Final[ChoiceList] = {
    "provisional": Words("暂定", "provisional"),
    "locked": Words("已锁定", "locked"),
}
REPORT_PART: Final[ChoiceList] = {
    "overall": Words("总体问题", "overall"),
    "presale": Words("售前要点", "pre-sale"),
    "aftersale": Words("售后要点", "after-sale"),
    "goals": Words("目标", "goals"),
}
TODAY_KIND: Final[ChoiceList] = {
    "follow_up": Words("回访", "follow-up"),
    "case": Words("售后", "case"),
    "review": Words("差评", "poor review"),
    "approval": Words("待审批", "to approve"),
    "log": Words("补日报", "log to fill"),
    "plan": Words("整改", "improvement"),
    "score": Words("月度评分", "scores"),
}
SEVERITY: Final[ChoiceList] = {
    "error": Words("须改", "to correct"),
    "warning": Words("提醒", "to look at"),
}
OUTCOME: Final[ChoiceList] = {
    "done": Words("完成", "done"),
    "problems": Words("有问题", "problems"),
    "undone": Words("已撤销", "undone"),
}
MAP_UNIT: Final[ChoiceList] = {
    "plain": Words("原值", "as it is"),
    "seconds": Words("秒", "seconds"),
    "minutes": Words("分钟", "minutes"),
    "percent": Words("百分比", "percent"),
}
ENQUIRY_STATE: Final[ChoiceList] = {
    "open": Words("未下单", "no order yet"),
    "ordered": Words("已下单", "ordered"),
}
REVIEW_STATE: Final[ChoiceList] = {
    "open": Words("待解释", "to explain"),
    "explained": Words("已解释", "explained"),
}
HISTORY_KIND: Final[ChoiceList] = {
    "order": Words("订单", "order"),
    "enquiry": Words("询单", "enquiry"),
    "follow_up": Words("回访", "follow-up"),
    "case": Words("售后", "case"),
    "review": Words("评价", "review"),
}
