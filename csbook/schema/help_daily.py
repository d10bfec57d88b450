"""What people read about the columns of the day's sheets: panel, today, hand-over, log."""

from __future__ import annotations

from typing import Final

from csbook.problems import Words

HELP_DAILY: Final[dict[str, dict[str, Words]]] = {
    "Panel": {
        "parameter": Words(
            "按钮用的参数，对应命令行的选项", "What a button takes, as the command line takes options"
        ),
        "value": Words(
            "按右边“说明”填，空着用默认值", "As 'Meaning' beside it says; empty takes the default"
        ),
        "meaning": Words(
            "哪个按钮用它、填什么、空着怎样", "Which button takes it, what to fill, and what empty means"
        ),
    },
    "Today": {
        "agent_id": Words("谁来办；筛选自己的工号", "Who does it: filter your own staff number"),
        "kind": Words(
            "要办什么：回访、售后、差评、审批、补日报、整改、评分",
            "What it is: follow-up, case, review, approval, log, plan or scores",
        ),
        "reference": Words(
            "到“回访登记”“售后登记”等表里按它找那一行",
            "Find the row on 'Follow-ups', 'After-sales' ... by it",
        ),
        "state": Words(
            "已超时的先办；已报主管的由主管接手", "Overdue ones first; escalated ones are the supervisor's"
        ),
        "days_late": Words("过了最迟时间几天；空着是没有超时", "Days since 'Due by'; empty is not late"),
        "due_by": Words("最晚办完的时间", "The last moment to do it"),
        "action": Words("要做的事，来自规则或售后", "What is to be done, by the rule or the case"),
        "channel": Words("用什么方式联系", "How to contact the customer"),
        "customer": Words(
            "电话打了星号；完整号码见“客户档案”", "Numbers have stars; 'Customers' has them in full"
        ),
        "note": Words(
            "提示、上次结果和备注；代别人办的写明",
            "Hints, the last result and notes; says for whom it is done",
        ),
    },
    "HandOver": {
        "to_agent": Words("今晚接手的人；空着是没人能接", "Who takes it tonight; empty: nobody can"),
        "to_name": Words("接手人的姓名", "Who takes over"),
        "from_agent": Words("现在负责的人", "Who has it now"),
        "from_name": Words("交班人的姓名", "Who hands over"),
        "kind": Words("要接着办的是回访还是售后", "Whether it is a follow-up or a case"),
        "reference": Words("按它到登记表里找那一行", "Find the row in its register by it"),
        "state": Words("到现在为止的状态", "How it stands"),
        "due_by": Words("最晚办完的时间", "The last moment to do it"),
        "action": Words("接手以后要做的事", "What is to be done"),
        "channel": Words("用什么方式联系", "How to contact the customer"),
        "customer": Words("电话打了星号", "Numbers have stars"),
        "note": Words("办到哪里了", "How far it is"),
    },
    "DailyLog": {
        "date": Words("哪一天的日报，由“准备当天”开好", "The day of the log; 'Prepare day' opens the row"),
        "agent_id": Words("谁的日报：填自己的行", "Whose log it is: fill your own rows"),
        "platform": Words("这一行是哪个平台的数", "The platform whose figures the row has"),
        "shop": Words("“设置”的店铺名称；一店一行", "The shop of 'Settings'; one row for each shop"),
        "shift": Words("排班里当天的班次", "The day's shift of the roster"),
        "receptions": Words(
            "当天接待的人数，抄平台统计；没有填 0，空着算没填",
            "People served that day, from the platform; 0 for none, blank counts as not filled",
        ),
        "answered": Words("接待人数里回复了的，不大于接待人数", "Those of the receptions who got an answer"),
        "response_seconds": Words("各次响应秒数之和，不是平均", "The sum over all answers, not the mean"),
        "enquiries": Words("下单前来咨询的人数", "Who consulted before ordering"),
        "buyers": Words("询单人数里下了单的，算转化率用", "Enquirers who ordered; for the conversion"),
        "orders": Words(
            "当天的订单总数，后面几列是其中的", "All orders of the day; the next columns are parts of it"
        ),
        "valid_orders": Words("订单数里有效的，按平台统计", "The valid ones of the orders, by the platform"),
        "paid_orders": Words("订单数里已付款的", "Those of the orders that were paid"),
        "refunded_orders": Words(
            "当天退了款的订单；退款比例按付款订单算",
            "Orders refunded that day; their share is of the paid ones",
        ),
        "abnormal_orders": Words(
            "订单数里异常的，申请退款的也算", "Those that are abnormal, one with a refund asked for too"
        ),
        "order_amount": Words("当天订单的总金额", "The amount of the day's orders"),
        "sales": Words(
            "扣掉退款的销售额，算提成用；怎样扣见“设置”的“日报净销售额”",
            "Sales less refunds, for the commission; which refunds: 'Sales of the log' in Settings",
        ),
        "ratings": Words("当天收到的评价，算满意率用", "Ratings received that day; for the satisfaction"),
        "satisfied": Words("4 分和 5 分的评价", "Ratings of 4 and 5"),
        "rating_points": Words(
            "各评价的星数相加，如 5+5+3 填 13", "The stars of all ratings added up: 13 for 5, 5 and 3"
        ),
        "complaints": Words("当天被投诉几次；没有填 0", "Complaints of the day; 0 for none"),
        "check_orders": Words(
            "前一日的订单有无异常、退款申请，看过填“是”",
            "yes when yesterday's orders were looked through for abnormal ones and refunds",
        ),
        "check_messages": Words("工作台的留言都回了填“是”", "yes when all left messages are answered"),
        "handover": Words(
            "售后问题记下并交给售后了填“是”", "yes when after-sales issues were noted and handed over"
        ),
        "leftovers": Words(
            "前一日遗留的售后跟进了填“是”", "yes when yesterday's open after-sales matters were followed up"
        ),
        "shipments": Words("前一日发货、没有物流的查过填“是”", "yes when yesterday's shipments were traced"),
        "reviews": Words("前一日的评价都解释了填“是”", "yes when yesterday's reviews were explained"),
        "finished": Words(
            "真正离开的时间，如 21:30；过了零点填 0:30。算加班用",
            "When you left, as 21:30; past midnight 0:30. For the overtime",
        ),
        "on_time": Words(
            "接待人数和六项工作第二天“日报最迟”以前填好就是“是”；空着是不知道",
            "yes: receptions and six jobs filled by 'Log by' of the next day; empty is unknown",
        ),
        "spot_check": Words(
            "主管抽查过的日报：数字属实吗", "A log that the supervisor checked: are its figures true"
        ),
        "late_minutes": Words(
            "当天迟到几分钟；只作记录，不进评分", "Minutes late that day; a note, not part of the scores"
        ),
        "note": Words("当天要说明的，如 系统故障一小时", "What is to be known of the day, such as an outage"),
    },
}
