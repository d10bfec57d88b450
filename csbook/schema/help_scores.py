"""What people read about the columns of conduct, quality, scores and measures."""

from __future__ import annotations

from typing import Final

from csbook.problems import Words

HELP_SCORES: Final[dict[str, dict[str, Words]]] = {
    "Conduct": {
        "date": Words("哪天的事", "The day it happened"),
        "agent_id": Words("谁的违规或表扬", "Whose breach or praise it is"),
        "kind": Words("违规按年计次数；表扬只作记录", "Breaches are counted by year; praise is noted only"),
        "what": Words("做了什么，如 上班看视频", "What happened, such as videos at work"),
        "step": Words(
            "今年第几次违规，从 1 月 1 日重新数", "Which breach of the year it is, anew from 1 January"
        ),
        "amount": Words("罚款；“设置”没有启用就空着", "The fine; empty unless Settings switch fines on"),
        "remark": Words("按制度该怎样处理，由主管决定", "What the documents ask for; the supervisor decides"),
        "note": Words("谈过没有、本人怎么说", "What was said about it"),
    },
    "Quality": {
        "date": Words("点评的是哪天的接待", "The day of the chat"),
        "agent_id": Words("评的是谁", "Whose chat it is"),
        "method": Words("读聊天记录，还是神秘客户", "A chat that was read, or a mystery customer"),
        "step": Words("评的是接待的哪一步；每步一行", "Which part of the reception; a row for each"),
        "score": Words(
            "0 到 100；各次平均就是服务建议分", "0 to 100; the mean of the readings is the service proposed"
        ),
        "note": Words("好在哪、要改什么，给本人看", "What was good, what to change"),
    },
    "Scores": {
        "role": Words("当月的岗位，决定用哪些指标", "The role of the month: decides which measures count"),
        "platform": Words(
            "接待最多的平台，决定用哪些指标",
            "The platform with most receptions: decides which measures count",
        ),
        "standing": Words(
            "参加排名，或为什么不排；清空再评分会重新判断",
            "Ranked, or why not; empty it and score again to have it judged anew",
        ),
        "tie_order": Words("分奖罚的零头用的次序", "The order by which odd cents are shared"),
        "receptions": Words("当月接待人数合计", "Receptions of the month"),
        "conversion": Words("下单人数 ÷ 询单人数", "Buyers / enquirers"),
        "response_seconds": Words("响应总秒数 ÷ 应答人数", "Response seconds / answered"),
        "first_response": Words("平台给的首次响应平均秒数", "The platform's mean of first responses"),
        "within_30_seconds": Words(
            "30 秒内应答 ÷ 接待，取自平台", "Answered within 30 s / receptions, of the platform"
        ),
        "within_3_minutes": Words(
            "3 分钟内回复 ÷ 接待，取自平台", "Answered within 3 min / receptions, of the platform"
        ),
        "loss": Words("没下单的询单 ÷ 询单人数", "Enquirers without an order / enquirers"),
        "order_amount": Words("当月订单金额合计", "Order amount of the month"),
        "valid_share": Words("有效订单 ÷ 订单", "Valid orders / orders"),
        "paid_share": Words("付款订单 ÷ 订单", "Paid orders / orders"),
        "refund_share": Words("退款订单 ÷ 付款订单", "Refunded orders / paid orders"),
        "order_value": Words("净销售额 ÷ 下单人数", "Net sales / buyers"),
        "complaint_share": Words("投诉 ÷ 接待人数", "Complaints / receptions"),
        "abnormal_share": Words("异常订单 ÷ 订单", "Abnormal orders / orders"),
        "answered_share": Words("应答人数 ÷ 接待人数", "Answered / receptions"),
        "satisfaction": Words("满意评价 ÷ 评价数", "Satisfied / ratings"),
        "invitations": Words(
            "邀请评价 ÷ 接待，取自平台", "Invitations to rate / receptions, of the platform"
        ),
        "follow_ups_in_time": Words("按时办的回访 ÷ 应办的", "Contacts made in time / contacts owed"),
        "cases_closed": Words(
            "结案且回访没说未解决的 ÷ 当月登记的", "Closed and not found unsolved / opened in the month"
        ),
        "log_complete": Words(
            "接待和六项工作都填“是”的日报 ÷ 全部", "Log rows with receptions and all six jobs at yes / rows"
        ),
        "log_in_time": Words("按时填的日报 ÷ 知道的", "Log rows filled in time / rows of which it is known"),
        "log_true": Words("属实的日报 ÷ 抽查的", "Log rows found true / rows checked"),
        "performance_proposed": Words(
            "各指标得分按权重合计，见“评分明细”", "The measures' points by weight: see 'Score detail'"
        ),
        "service_proposed": Words("当月“质检”的平均", "The mean of the month's 'Quality'"),
        "self_proposed": Words(
            "由“月计划”和日报算出，只供自评参考", "From 'Plan' and log; a hint for the self score only"
        ),
        "self_score": Words(
            "自己给当月任务打分，占 30%（见“设置”）",
            "Your own view of the month's tasks; 30 % (see Settings)",
        ),
        "performance": Words(
            "空着用建议分；不同要写改分理由", "Empty takes the proposed; another figure needs a reason"
        ),
        "ability": Words(
            "主管打分，占主管分的 10%（见“设置”）", "By the manager; 10 % of their score (see Settings)"
        ),
        "cooperation": Words(
            "主管打分，占主管分的 15%（见“设置”）", "By the manager; 15 % of their score (see Settings)"
        ),
        "service": Words(
            "空着用建议分；不同要写改分理由", "Empty takes the proposed; another figure needs a reason"
        ),
        "override_reason": Words(
            "绩效或服务性与建议分不同时必填，否则不能锁定",
            "Needed where performance or service differs from the proposed, or the month cannot be locked",
        ),
        "performance_used": Words("填了用填的，否则用建议分", "What was typed, else the proposed"),
        "service_used": Words("填了用填的，否则用建议分", "What was typed, else the proposed"),
        "manager_score": Words(
            "绩效、能力、协作、服务按“设置”的占比合计", "The four criteria by their shares in 'Settings'"
        ),
        "weighted": Words("自评和主管评分按 30%、70% 合计", "Self 30 % and manager 70 %"),
        "rank": Words(
            "参评的都有分才排；同分看主管评分、绩效",
            "Once everybody to be ranked has a score; ties: manager's score, performance",
        ),
        "bonus": Words("第一名的奖励", "Of the first"),
        "deduction": Words("末名扣的，最多扣完提成", "Of the last, never more than the commission"),
        "last_streak": Words(
            "连续几个月末位；三个月考虑调岗",
            "Months running as the last; at three another post is considered",
        ),
        "remark": Words(
            "还差谁的分、为什么不排名、并列怎样定", "What is missing, why not ranked, what decided a tie"
        ),
        "key": Words("月份加工号，公式查找用", "Month and staff number, for formulas"),
        "place": Words("把三个分排成一个数，公式用", "The three scores as one number, for formulas"),
        "order": Words("没有名次是 0，公式用", "0 without a rank, for formulas"),
    },
    "ScoreDetail": {
        "measure": Words("“考核指标”里的一项", "A measure of 'Measures'"),
        "total": Words("分子，当月合计", "The numerator of the month"),
        "sample": Words(
            "分母；少于最少样本就不计", "The denominator; below the smallest sample it does not count"
        ),
        "value": Words("合计 ÷ 样本，两位小数", "Total / sample, two decimals"),
        "unit": Words("数值的单位", "Of the value"),
        "worst": Words("到这里或更差得 0 分", "0 points here and beyond"),
        "best": Words("到这里或更好得 100 分", "100 points here and beyond"),
        "bands": Words("按档计分的，不看最差最好", "Bands in the place of worst and best"),
        "points": Words("0 到 100", "0 to 100"),
        "weight": Words("“考核指标”里的权重", "As 'Measures' says"),
        "share": Words(
            "去掉没数据的以后实际占多少", "What the weight comes to once measures without data are out"
        ),
        "contribution": Words(
            "得分 × 实际占比；合计就是绩效建议分", "Points x share; they add up to the performance proposed"
        ),
        "remark": Words("为什么不计、数从哪来", "Why it does not count, where figures are from"),
    },
    "Plans": {
        "month": Words("哪个月排在末两名", "The month of the ranking"),
        "rank": Words("当月名次", "The rank of the month"),
        "notice": Words(
            "绩效通报发出的日子，提交期限从这天算",
            "The day the ranking was announced; the plan is due so many days later",
        ),
        "due": Words(
            "通报日期加“设置”的整改期限，默认 7 天", "'Notice' plus the days in Settings, 7 by default"
        ),
        "causes": Words("为什么落后，看“评分明细”", "Why it came to that: see 'Score detail'"),
        "measures": Words("打算怎样改，几时做到", "What will be done, and by when"),
        "handed_in": Words(
            "交给主管的日子；填了就不再催", "The day it was given to the supervisor; no more reminders"
        ),
        "state": Words("由日期推出；名次变了就是不用提交", "From the dates; not owed once ranked otherwise"),
    },
    "Measures": {
        "measure": Words("考核哪一项，定义见右边", "What is measured; 'Definition' says how"),
        "role": Words("只用于哪个岗位；写明的比“全部岗位”优先", "For which role; one named beats any"),
        "platform": Words(
            "只用于哪个平台；写明的比“全部平台”优先", "For which platform; one named beats any"
        ),
        "active": Words(
            "填“是”才计；“否”把它从这些人的分里拿掉", "Only yes counts; no takes it out for those it is for"
        ),
        "worst": Words(
            "到这里或更差得 0 分，如转化率 20", "0 points here and beyond, such as a conversion of 20"
        ),
        "best": Words(
            "到这里或更好得 100 分，如转化率 60", "100 points here and beyond, such as a conversion of 60"
        ),
        "bands": Words(
            "填了就按档计分，不按直线：60=100; 50=85; 45=70，不到最后一档 0 分",
            "Bands in the place of the line: 60=100; 50=85; 45=70, and 0 beyond the last",
        ),
        "weight": Words(
            "和别项相比占多少，如 20；不必合计 100",
            "How much beside the others, such as 20; they need not add to 100",
        ),
        "target": Words(
            "要达到的数，如 95；月计划和首页与它比对",
            "The figure to reach, such as 95; plan and first page compare with it",
        ),
        "direction": Words(
            "大的好还是小的好，要和最差、最好一致",
            "Whether more or less is better; as worst and best have it",
        ),
        "least_sample": Words("分母少于这么多就不计", "With a smaller denominator it does not count"),
        "unit": Words("最差、最好、目标的单位", "Of worst, best and target"),
        "definition": Words("怎样算，分母是什么", "How it is worked out, with its denominator"),
        "window": Words("数从哪来、按什么时间段", "Where figures come from, and of which hours"),
        "source": Words("制度里的，或本软件默认", "From the documents, or our default"),
    },
    "Grades": {
        "grade": Words("等级名称，如 金牌", "Its name, such as gold"),
        "least": Words("加权总分达到这里就是这个等级，如 90", "Weighted scores from here on, such as 90"),
        "note": Words("给自己看的", "For yourself"),
    },
}
