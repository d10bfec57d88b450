"""What people read about the columns of the customers' sheets and of their rules."""

from __future__ import annotations

from typing import Final

from csbook.problems import Words

HELP_CUSTOMERS: Final[dict[str, dict[str, Words]]] = {
    "Customers": {
        "platform": Words(
            "客户在哪个平台；同一账号每个平台一行", "Where the customer buys; one row for each platform"
        ),
        "account": Words("平台上的买家账号，和订单里一样", "The buyer's account, as the orders have it"),
        "name": Words(
            "收货人或本人姓名；导入订单时填好", "The customer's name; an import of orders fills it"
        ),
        "phone": Words(
            "完整号码，回访用；别的表里打星号", "In full, for the calls; other sheets show it with stars"
        ),
        "virtual_until": Words(
            "平台给的虚拟号，过了这天就打不通；真实号码空着",
            "A platform's virtual number cannot be called after this day; empty for a real one",
        ),
        "address": Words("收货地址；导入订单时填好", "The delivery address; an import of orders fills it"),
        "owner": Words(
            "谁负责这位客户：回访和售后先给他", "Whose customer it is: contacts and cases go to them first"
        ),
        "first_visit": Words(
            "第一次来访或下单的日子，建档期限从这天算",
            "The first visit or order; the archive is due so many days after it",
        ),
        "item": Words("买过什么或做过什么服务", "What was bought, or the service done"),
        "service_interval": Words(
            "多久该再做一次，如 180；“下次服务日”自己填",
            "Days from one service to the next, such as 180; 'Next service' is yours to fill",
        ),
        "next_service": Words(
            "下次该服务的日子，到期前提醒回访", "When it is next due; contacts are made before it"
        ),
        "wishes": Words(
            "客户想要的服务，如 周末联系", "What the customer asks for, such as calls at weekends"
        ),
        "history": Words(
            "以前的往来要点；订单和回访不用抄", "Earlier dealings in short; orders and contacts need no copy"
        ),
        "archived": Words(
            "资料填齐的日子；填了就算已建档", "The day all was filled in; with it the archive is done"
        ),
        "orders": Words("已付款、没关闭的订单数", "Orders paid and not cancelled"),
        "amount": Words("这些订单的实付金额", "What was paid for them"),
        "last_order": Words("最近一次下单，没付款的也算", "The last order made, paid or not"),
        "customer_class": Words(
            "老客户、一般、流失，按“设置”的订单数、金额和天数",
            "Regular, ordinary or lost, by the orders, amount and days in 'Settings'",
        ),
        "archive_due": Words(
            "来访日期加“设置”的建档期限，最迟这天填齐",
            "First visit plus the days in 'Settings': fill the archive by then",
        ),
        "archive_state": Words(
            "填了“建档日期”，或办完建档那条回访，是已建档；过了期限是超时",
            "Archived once 'Archived on' is filled or the contact for it is done; overdue after the limit",
        ),
    },
    "Enquiries": {
        "platform": Words("在哪个平台来问的", "Where they asked"),
        "customer": Words(
            "来问的买家账号，用来认出之后的订单", "The account that asked; an order since is found by it"
        ),
        "asked_at": Words("什么时候来问的，跟进从这时算", "When they asked; contacts count from then"),
        "agent_id": Words("谁接待的；以后由他跟进", "Who answered: the contact is theirs"),
        "item": Words("问了哪件商品", "What they asked about"),
        "note": Words("客户想要什么，以后好联系", "What the customer wants, for a later contact"),
        "state": Words(
            "之后有订单就是已下单，不用再跟进", "Ordered once an order came since; no contact needed then"
        ),
        "order_id": Words("同一账号之后的第一个订单", "The account's first order since"),
    },
    "FollowUps": {
        "follow_up_id": Words(
            "由“更新回访”编；自己加的行也空着", "'Update follow-ups' gives it, to rows of your own too"
        ),
        "rule_id": Words(
            "按“回访规则”的哪一条；自己约的没有", "The rule on 'Follow-up rules'; none for a row of your own"
        ),
        "action": Words(
            "要做的事；自己约的写答应了什么", "What to do; in a row of your own what was promised"
        ),
        "channel": Words("用电话、在线消息还是短信", "By phone, chat or message"),
        "platform": Words(
            "客户在哪个平台；自己约的必填", "The customer's platform; needed in a row of your own"
        ),
        "customer": Words(
            "自己约的回访新加一行，填账号或档案里的电话",
            "For a contact of your own add a row: account, or a telephone number of the archive",
        ),
        "source": Words(
            "哪个订单、售后、询单或活动引起的", "The order, case, enquiry or campaign it comes from"
        ),
        "event_at": Words("事情发生的时间，期限从这时算", "When it happened; the limits count from then"),
        "due_from": Words("从这时起可以联系", "From then on it may be done"),
        "due_by": Words(
            "过了就是超时；自己约的空着即今天", "Late after it; in a row of your own empty means today"
        ),
        "owner": Words(
            "该谁办：客户、订单或售后的客服", "Who is to do it: the agent of customer, order or case"
        ),
        "stand_in": Words(
            "责任客服不在时建议的人，主管在“指定客服”里定",
            "Proposed while the owner is away; 'Assigned' settles it",
        ),
        "assigned": Words(
            "让别人办：填他的工号，以此为准", "To have somebody else do it: their staff number holds"
        ),
        "state": Words(
            "由日期推出，不用填：已超时先办，已报主管的由主管接手",
            "From the dates: overdue first; escalated ones are the supervisor's",
        ),
        "days_late": Words("过了最迟时间几天；空着是没有超时", "Days since 'Due by'; empty is not late"),
        "as_of": Words("状态是按哪个时点算的", "The moment that the state is of"),
        "reason": Words("为什么关闭、上报、等待或换人", "Why it is closed, escalated, waiting or another's"),
        "new_due": Words(
            "和客户另约的时间，代替最迟时间",
            "Another time agreed with the customer; in the place of 'Due by'",
        ),
        "waiting_until": Words(
            "客户要求等到何时：之前不催，那天要办",
            "The customer wants to wait: no reminder before, due on that day",
        ),
        "attempts": Words(
            "打了几次没接通；三次（见“设置”）报主管",
            "Calls in vain; three (see 'Settings') go to the supervisor",
        ),
        "last_attempt": Words("最近一次没接通的时间", "When nobody answered last"),
        "retry_from": Words("这时以后再打", "Call again from then on"),
        "first_owner": Words(
            "离职转交时已经超时：仍算原来的客服",
            "Overdue when its owner left and it was handed over: it still counts for them",
        ),
        "done_at": Words(
            "联系的时间；没接通填拨打的时间", "When it was done; when nobody answered, the time of the call"
        ),
        "result": Words(
            "未接通会再排；未解决的售后要接着办；拒绝回访不再联系",
            "Unreachable comes again, unsolved reopens a case, refused ends it",
        ),
        "satisfaction": Words(
            "客户给的 1 到 5 分，没问就空着", "What the customer gives, 1 to 5; empty when not asked"
        ),
        "note": Words("客户说了什么、答应了什么", "What the customer said, what was promised"),
    },
    "AfterSales": {
        "case_id": Words(
            "空着：由“更新回访”编；也可用自己的，如 A001",
            "Empty: 'Update follow-ups' gives it; or your own, such as A001",
        ),
        "kind": Words("哪一类售后，时限见“售后时限”", "Which kind; its hours stand on 'Case limits'"),
        "platform": Words("在哪个平台买的", "Where it was bought"),
        "customer": Words(
            "买家账号；只知电话、姓名也可", "The account; a name or telephone number where that is all"
        ),
        "order_id": Words(
            "平台上的订单编号，补偿时要有", "The platform's order number; needed for a compensation"
        ),
        "product": Words(
            "哪件商品；“回访汇总”按它统计投诉",
            "Which product; 'Summarise follow-ups' counts complaints by it",
        ),
        "opened": Words(
            "客户提出的时间，处理期限从这时算", "When the customer raised it; the limit counts from then"
        ),
        "owner": Words(
            "谁来办；空着取客户档案里的归属客服", "Who handles it; empty takes the customer's owner"
        ),
        "responsible": Words(
            "查明是谁的问题；快递的还要填快递和索赔",
            "Whose fault it is; a courier's needs 'Courier' and 'Claim' too",
        ),
        "complaint_class": Words(
            "先填一般投诉，重了再升；不是投诉就空着",
            "Begin with general, raise it later; empty where it is no complaint",
        ),
        "courier": Words("哪家快递，索赔用", "Which courier, for the claim"),
        "claim": Words("向快递索赔多少；放弃就清空", "Asked of the courier; empty it to give it up"),
        "claim_paid": Words("快递赔了填“是”，不再催", "yes once the courier has paid; no more reminders"),
        "compensation": Words(
            "补给客户多少；超过权限等主管批",
            "Given to the customer; above the authority the supervisor decides",
        ),
        "approved": Words(
            "超过客服权限的补偿由主管批准", "Above the agents' authority the supervisor decides"
        ),
        "solution_found": Words(
            "定下怎么解决的时间，当天告诉客户", "When it was settled how; tell the customer that day"
        ),
        "closed": Words(
            "全部办完的时间；回访说未解决就清空再办",
            "When all is done; empty it and go on if a callback says unsolved",
        ),
        "note": Words("办了什么，一步一句", "What was done, step by step"),
        "handle_by": Words(
            "登记时间加这类的小时数，顺延到营业时间",
            "'Opened' plus the hours of the kind, rolled into opening hours",
        ),
        "hours_left": Words(
            "到处理期限还有几小时；负数是超时，结案后空着",
            "Hours until 'Handle by': negative is late, empty once closed",
        ),
        "state": Words("由日期推出：处理中、已超时、已结案", "From the dates: open, overdue or closed"),
        "callbacks": Words("结案回访说未解决的次数", "Callbacks that said unsolved"),
        "proposed_class": Words(
            "比现在的高时才写；主管看了改“投诉等级”",
            "Only where higher than yours; the supervisor changes 'Complaint class'",
        ),
        "attention": Words("接下来谁要做什么；做了就消失", "Who has to do what next; it goes once done"),
        "first_owner": Words(
            "离职转交的售后：结案率仍算原来的客服",
            "Handed over when its owner left: the share of cases closed still counts it for them",
        ),
    },
    "Reviews": {
        "platform": Words("在哪个平台评的", "Where it was written"),
        "order_id": Words("评价的是哪个订单", "The order that was rated"),
        "reviewed_at": Words("客户评价的时间", "When the customer wrote it"),
        "customer": Words("买家账号；不知道可空着", "The account; may be empty"),
        "product": Words("哪件商品，差评按它统计", "Which product; poor reviews are counted by it"),
        "stars": Words("1 到 5 星；几星算差评见“设置”", "1 to 5; how many are poor stands in 'Settings'"),
        "content": Words("客户写了什么", "What the customer wrote"),
        "responsible": Words("查明是谁的问题", "Whose fault it is"),
        "explanation": Words(
            "回给客户的解释；填了就算已解释", "The answer to the customer; with it the review is explained"
        ),
        "explained_at": Words("解释的时间，可空着", "When it was explained; may stay empty"),
        "handler": Words(
            "差评归“设置”的差评处理人，空着归主管",
            "Poor ones go to who 'Settings' name, else to the supervisor",
        ),
        "state": Words("填了“解释”就是已解释", "Explained once 'Explanation' is filled"),
    },
    "CustomerHistory": {
        "customer": Words("查的是哪个账号", "The account asked for"),
        "at": Words("下单、咨询或联系的时间", "When it was ordered, asked or contacted"),
        "kind": Words("订单、询单、回访、售后或评价", "An order, enquiry, contact, case or review"),
        "reference": Words("订单号或编号，按它到原表里找", "Order or row number: find it on its sheet"),
        "what": Words("买了、问了、办了什么", "What was bought, asked or done"),
        "state": Words("现在的状态，如 已付款", "How it stands, such as paid"),
        "agent_id": Words("谁经手", "Who had it"),
        "amount": Words("订单或补偿的金额", "Of the order, or the compensation"),
        "note": Words("结果、提示和记录要点", "Results, hints and notes"),
    },
    "FollowUpSummary": {
        "week": Words(
            "这一周的星期一；跨月的一周只算当月的几天",
            "The Monday of the week; over the month's edge the month's days only",
        ),
        "rule_id": Words("按“回访规则”的哪一条", "The rule on 'Follow-up rules'"),
        "action": Words("这条规则要做的事", "What the rule asks for"),
        "promised": Words("最迟时间在这一周、该办的条数", "Contacts due in the week"),
        "in_time": Words("最迟时间以前办完的", "Done by their last moment"),
        "late": Words("过了最迟时间才办的", "Done after it"),
        "open": Words(
            "还没办（没到期的也在内），或过了时间没办就关闭的",
            "Not done, those not yet due among them, or closed undone after it",
        ),
        "in_time_share": Words("按时 ÷（应办 − 还没到期）", "In time / (promised - not yet due)"),
        "ratings": Words("客户给了满意度的", "Contacts with a satisfaction"),
        "satisfied": Words("其中给 4 或 5 的", "Those that gave 4 or 5"),
        "satisfied_share": Words("4 和 5 分 ÷ 评分数", "Rated 4 or 5 / ratings"),
    },
    "ProductComplaints": {
        "month": Words("售后登记、评价的月份", "The month of case or review"),
        "product": Words("售后和评价里写的商品", "The product that cases and reviews name"),
        "complaints": Words("其中有投诉等级的", "Cases with a complaint class"),
        "cases": Words("这件商品的全部售后", "All cases of the product"),
        "poor_reviews": Words("这件商品的差评", "Its poor reviews"),
        "compensation": Words("补给客户的合计", "Given to customers, in all"),
    },
    "FollowUpRules": {
        "rule_id": Words("自己起的短名，不能重复，如 T1", "A short name of its own, such as T1"),
        "preset": Words(
            "属于哪一套；用哪套在“设置”的“回访套餐”里选",
            "The set it belongs to; 'Set of follow-up rules' in Settings chooses one",
        ),
        "active": Words(
            "空着：设置里选的套餐生效；是、否则一直开或关",
            "Empty: as its set says; yes: always on; no: always off",
        ),
        "event": Words("从什么事算起，如 成交", "What it counts from, such as an order paid"),
        "after_rule": Words(
            "只在事件是“前一次回访完成”时填：接着哪条规则",
            "Only for 'earlier follow-up done': the rule it follows on",
        ),
        "channel": Words("用什么方式联系", "How to contact the customer"),
        "action": Words("要客服做的事，写进回访登记", "What the agent shall do; it stands in each row"),
        "due_from": Words(
            "事件后多久可以办；负数即事件之前", "How long after the event it may be done; negative: before it"
        ),
        "due_by": Words(
            "事件后最迟多久要办完，不早于可办",
            "How long after the event it must be done; not before 'Due from'",
        ),
        "unit": Words(
            "可办、最迟的单位；工作日按“节假日”", "Of both figures; working days follow 'Holidays'"
        ),
        "applies_to": Words("只联系哪类客户；空着即全部", "Customers of this class only; empty is all"),
        "least_amount": Words(
            "订单满这么多才联系；空着不限", "Orders from this amount on only; empty is any"
        ),
        "custom_only": Words("是：只联系“定制/大单”的订单", "yes: only orders marked 'Custom'"),
        "sample": Words(
            "随机抽多少，如 30%；空着全部联系", "A share drawn at random, such as 30 %; empty is all"
        ),
        "daily_cap": Words(
            "每人每天最多几条，金额大的在前；空着不限",
            "Most rows for an agent and day, larger amounts first; empty is any",
        ),
        "escalate_after": Words(
            "超时几天报主管；空着按“设置”", "Days late until the supervisor has it; empty: as Settings"
        ),
        "source": Words(
            "数字从哪来：制度，或本软件默认", "Where the figures come from: the documents, or our default"
        ),
    },
    "Campaigns": {
        "campaign_id": Words("自己起的编号，不能重复，如 1111", "A number of its own, such as 1111"),
        "name": Words("活动名称，客服看得懂", "What agents know it by"),
        "starts": Words(
            "开始那天；提前两周通知，改期会跟着变",
            "Its first day; customers are told two weeks ahead, and it may move",
        ),
        "platform": Words("通知哪个平台的客户", "Customers of which platform are told"),
        "applies_to": Words("通知哪类客户；空着即全部", "Which class of customers; empty is all"),
        "note": Words("给自己看的，如 满减规则", "For yourself, such as the discount"),
    },
    "CaseLimits": {
        "kind": Words("八类售后，各一行", "The eight kinds, one row each"),
        "hours": Words(
            "从登记起几小时内办完；空着按“设置”",
            "Hours from 'Opened' until it must be done; empty: as Settings",
        ),
        "source": Words("数字从哪来", "Where the figure comes from"),
    },
}
