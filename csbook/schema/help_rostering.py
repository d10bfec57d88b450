"""What people read about the columns of the roster's sheets and of those it is made from."""

from __future__ import annotations

from typing import Final

from csbook.problems import Words
from csbook.schema.daily import DAYS

HELP_ROSTERING: Final[dict[str, dict[str, Words]]] = {
    "Roster": {
        "agent_id": Words("来自“员工”，一人一行", "From 'Staff', one row each"),
        "group": Words("来自“员工”", "From 'Staff'"),
        **dict.fromkeys(
            DAYS, Words("手改的格保留，“生成排班”不动它", "Cells you type stay as they are when built again")
        ),
        "hours": Words(
            "当月计薪小时，按“班次与人数”的时间合计",
            "Paid hours of the month, by the times on 'Shifts and cover'",
        ),
        "evenings": Words("当月晚班数", "Evening shifts of the month"),
        "rests": Words("当月休息天数，假不算", "Rest days of the month, leave not among them"),
    },
    "Requests": {
        "agent_id": Words("谁的申请", "Whose request it is"),
        "kind": Words(
            "请假、想休、想上某班；固定班次由主管填；换班写明和谁",
            "Leave, a wish, a swap with somebody; pinned shifts are the supervisor's",
        ),
        "from_date": Words("第一天；换班是自己要换的那天", "The first day; of a swap the day you give away"),
        "to_date": Words("最后一天；空着即只有一天", "The last day; empty means one day"),
        "shift": Words(
            "想上或固定的班次；固定休息填 休", "The shift wished for or pinned; R pins a rest day"
        ),
        "with_agent": Words("换班时填对方工号", "For a swap: the other's staff number"),
        "with_date": Words(
            "空着即两人互换开始日期那天的班", "Empty: the two exchange their cells of the first day"
        ),
        "reason": Words("写给主管看，如 家里有事", "For the supervisor, such as family matters"),
        "state": Words("请假和换班批准后才算数（主管审批）", "Leave and swaps count once approved"),
        "answer": Words(
            "换班能不能办、为什么不能，由“换班”写",
            "Whether a swap can be and why not, by 'Swap'",
        ),
        "carried_out": Words(
            "换班在排班里改好的时间；有它就不再换一次",
            "When the swap was put into the roster; it is not done twice",
        ),
    },
    "LateWatch": {
        "date": Words("哪一晚", "Which evening"),
        "agent_id": Words(
            "这晚值班到最后的人；改工号就换人，重排时保留",
            "Who stays to the end; type another number to change it, and it is kept",
        ),
        "name": Words("按工号填好", "By the staff number"),
        "by_hand": Words("主管自己定的人，重排时保留", "The supervisor's own choice, kept when built anew"),
    },
    "RosterCheck": {
        "severity": Words(
            "须改：违反必须的规则；提醒：看一看",
            "To correct: a hard rule or law is broken; to look at: judge yourself",
        ),
        "subject": Words("违反的是哪条规则", "The rule that is broken"),
        "article": Words("法律条文，或“排班规则”", "The article of law, or 'Roster rules'"),
        "dates": Words("出在哪几天", "The days on which it is"),
        "found": Words("现在排成怎样", "How the roster stands"),
        "limit": Words("最多或最少允许多少", "What is allowed at most, or at least"),
        "mend": Words("改哪里就好", "What to change to put it right"),
    },
    "RosterAnswers": {
        "kind": Words(
            "冲突、人手不够：排不出；意愿未满足、缺人、未达期望：排得出",
            "Clash, too few people: no roster; the others: there is one",
        ),
        "set_no": Words("同组的几行不能同时成立", "Rows of a set cannot hold together"),
        "subject": Words(
            "哪条规则、谁的什么意愿、缺哪个班", "The rule, the wish, or the shift that is short"
        ),
        "dates": Words("哪几天", "Which days"),
        "place": Words("到哪张表哪一行去改", "Sheet and row to change"),
        "cost": Words("空着即做不到", "Empty: not possible"),
        "instead": Words("照办以后别处会怎样", "What would get worse elsewhere"),
    },
    "Notices": {
        "agent_id": Words("要通知谁", "Who is to be told"),
        "date": Words("改了哪一天", "The day that was changed"),
        "before": Words("本人知道的班次", "The shift that they know of"),
        "after": Words("现在的班次", "The shift that holds now"),
        "reason": Words("为什么改，如 临时调班", "Why, such as somebody's absence"),
        "told": Words("告诉本人后填 是", "yes once the person knows"),
    },
    "RosterHistory": {
        "date": Words("哪一天", "Which day"),
        "group": Words("当时的平台组", "The group at that time"),
        "shift": Words("当天的班次", "The day's shift"),
        "typed": Words("由人改过的格", "Changed by a person"),
    },
    "RosterBase": {
        "month": Words("底稿是哪个月的", "The month of the roster"),
        **dict.fromkeys(DAYS, Words("系统最近写入的班次", "The shift that csbook wrote last")),
    },
    "Published": {
        "month": Words("发布的是哪个月", "The month that was published"),
        **dict.fromkeys(DAYS, Words("发布时的班次", "The shift as published")),
    },
    "RosterStates": {
        "month": Words("哪个月的排班", "The month of the roster"),
        "state": Words("草稿、已发布或已关账", "Draft, published or closed"),
        "version": Words("第几次发布", "How often it was published"),
        "at": Words("到这一步的时间", "When it got there"),
    },
    "Staff": {
        "agent_id": Words(
            "每人一个，不重复，如 001；定了别改", "One for each person, such as 001; never change it"
        ),
        "name": Words("本人姓名，显示在各表", "As the sheets show it"),
        "group": Words("同组的人互相顶班，如 天猫", "People of a group share its cover, e.g. Tmall"),
        "helps": Words(
            "还能去顶班的组，多个用顿号隔开", "Other groups they may work in; several with commas between"
        ),
        "platforms": Words(
            "能接待哪些平台：日报、回访和代办按它分",
            "What they serve: log rows, contacts and stand-ins go by it",
        ),
        "role": Words("决定考核指标；主管不评分", "Decides the measures; supervisors are not scored"),
        "rostered": Words(
            "填“否”就不排班，如主管；空着即参加", "no leaves them out, such as a supervisor; empty means yes"
        ),
        "temporary": Words(
            "按需要排班，不算休息天数和均衡", "Works as needed, without rest quota or fair shares"
        ),
        "contract_hours": Words(
            "合同约定的，只作记录；限工时填“月最多工时”",
            "As agreed, for the record; the roster goes by 'Most hours'",
        ),
        "hired": Words(
            "第一天上班；入职不满 30 天（见“设置”）是新人",
            "The first day of work; a newcomer for 30 days (see Settings)",
        ),
        "probation_until": Words("当月仍在试用期的是新人", "A newcomer while it reaches into the month"),
        "left": Words("最后上班的一天；“离职交接”会填", "The last day of work; 'Leave shop' fills it"),
        "complaints": Words(
            "能处理投诉填“是”；规则可要求每天有一位",
            "yes for who may; a rule can ask for one of them every day",
        ),
        "most_hours": Words(
            "一个月最多排多少小时，如 176；空着即不限",
            "Hours a month at most, such as 176; empty means no limit",
        ),
        "least_hours": Words(
            "一个月最少排多少小时，如 120；空着即不限",
            "Hours a month at least, such as 120; empty means no limit",
        ),
        "most_weekends": Words(
            "一个月最多几个周末上班；空着按“排班规则”",
            "Weekends worked a month at most; empty: as 'Roster rules' say",
        ),
        "longest_stretch": Words(
            "最多连上几天，如 6；空着按“排班规则”",
            "Days running at most, such as 6; empty: as 'Roster rules' say",
        ),
        "shift_limits": Words("每月最多几个班，如 晚=8、白=20", "Most of each a month, e.g. E=8, D=20"),
        "accounts": Words(
            "在各平台的客服账号，用顿号隔开；导入的数按它归人",
            "Their accounts on the platforms, with commas between; imported figures go by them",
        ),
        "note": Words("给自己看的", "For yourself"),
    },
    "Shifts": {
        "code": Words(
            "排班格里写的，如 白；不能是 休、假、R、L", "What day cells hold, such as D; not R, L, 休 or 假"
        ),
        "name": Words("这个班叫什么，如 白班", "What it is called, such as day shift"),
        "kind": Words(
            "晚班、全白班各有规则（晚班次日不上全白班）", "Rules go by it: no full day after an evening"
        ),
        "start": Words("几点上班，如 9:00", "When it begins, as 9:00"),
        "end": Words(
            "几点下班，如 17:30；早于上班时间即次日",
            "When it ends, as 17:30; earlier than the start means the next day",
        ),
        "unpaid_break": Words("不计薪的休息，从工时里扣，如 60", "Minutes off the paid hours, such as 60"),
        "paid_hours": Words("下班减上班，再减无薪休息", "End less start, less the unpaid break"),
        "is_evening": Words("种类是晚班的算 1", "1 for shifts of the kind evening"),
    },
    "Cover": {
        "day_type": Words(
            "哪种日子；某一天单独定选“指定日期”，它优先",
            "Which days; 'date' is for one day, and beats the others",
        ),
        "date": Words("哪一天；只在“指定日期”时填", "Which day; only for 'date'"),
        "group": Words("哪个组要人；填 全部 即每个组", "Which group needs people; 'all' means every group"),
        "shift": Words("哪个班要人", "Which shift needs people"),
        "minimum": Words("至少几人；少了就是缺人", "At least so many; fewer is a gap"),
        "preferred": Words(
            "最好几人；“建议人数”会填，可改",
            "So many if possible; 'Suggest cover' fills it, and you may change it",
        ),
        "weight": Words(
            "每缺一人按规则权重的几倍计；空着即 1", "How many times the rule's weight; empty means 1"
        ),
        "over": Words("每比期望多一人计多少；空着即 0", "Cost of each person above preferred; empty means 0"),
    },
    "RosterRules": {
        "rule": Words("25 条规则，各一行", "The rules, one row each"),
        "active": Words("“否”就不管这条", "no leaves the rule out"),
        "strength": Words(
            "必须：违反就排不出；尽量：违反按权重记分",
            "Hard: no roster breaks it; soft: each breach costs its weight",
        ),
        "parameter": Words(
            "规则里的数，单位见右边，如 每月休 4 天",
            "The rule's figure in the unit beside it, such as 4 rest days",
        ),
        "unit": Words("参数的单位", "Of the parameter"),
        "weight": Words(
            "“尽量”时每违反一次记多少；越大越不愿违反",
            "The cost of a breach of a soft rule; more is kept rather",
        ),
        "meaning": Words("这条规则要求什么", "What the rule asks for"),
        "source": Words("制度里的，或本软件默认", "From the documents, or our default"),
    },
    "Holidays": {
        "date": Words(
            "哪一天，按国务院通知逐天填", "A day, one by one as the State Council's notice has them"
        ),
        "kind": Words(
            "放假；调休上班的周末；大促不休由主管加",
            "A holiday; a weekend worked; sales days are the supervisor's",
        ),
        "name": Words("如 国庆节", "Such as National Day"),
    },
}
