"""The rows that 考核指标 starts with.

The documents name most measures (domain A7.3 to A7.6) and give neither weights nor bounds (A7.12):
every number here is ours, and the sheet says so; only the target of satisfaction is theirs. Each role's
weights add to 100: a pre-sale agent is measured by orders, an after-sale agent by cases. What a platform
does not give drops out. `loss` is the complement of conversion and would count the same thing twice;
order amount and value depend on what a shop sells, so their bounds are for the supervisor to fill;
few exports have invitations by agent. These four are off.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from csbook.problems import Language, Words, same
from csbook.schema.workbook import TABLES

PERCENT: Final = same("%")
SECONDS, YUAN = Words("秒", "s"), Words("元", "yuan")
OURS: Final = Words("权重和上下限：本软件默认", "weight and bounds: our defaults")
NOT_NAMED: Final = Words("制度没有这一项", "not in the documents")
LOG: Final = Words("客服日报，没有的用平台数据", "daily log, else the platforms' figures")
LOG_ONLY: Final = Words("客服日报", "daily log")
WINDOWS: Final = Words(
    "平台数据：8-23 点优先，其次未注明、全天、工作时间；每人只用一种",
    "platforms: 8-23 h, else not said, all day, working time; one of them for each agent",
)
RESPONSE_WINDOW: Final = Words(
    "客服日报；没有的用平台数据：未注明优先，其次新口径、工作时间",
    "daily log; else the platforms': not said, else new, else working time",
)


@dataclass(frozen=True)
class About:
    """What all rows of a measure share. `worst` scores 0 and `best` 100, both in `unit`; `named` is
    what the documents call it, None where they do not name it; `target` is the documents'."""

    worst: float | None
    best: float | None
    least_sample: int
    unit: Words
    definition: Words
    window: Words
    named: Words | None
    target: float | None = None

    @property
    def direction(self) -> str:
        falls = self.worst is not None and self.best is not None and self.best < self.worst
        return "lower" if falls else "higher"

    @property
    def source(self) -> Words:
        if self.named is None:
            return NOT_NAMED + Words("；", "; ") + OURS
        return Words(f"制度：{self.named.zh}；{OURS.zh}", f"documents: {self.named.en}; {OURS.en}")


ABOUT: Final = {
    "conversion": About(
        20,
        60,
        30,
        PERCENT,
        Words("下单人数 ÷ 询单人数", "buyers / enquirers"),
        LOG,
        Words("咨询转化率", "conversion"),
    ),
    "response_seconds": About(
        60,
        15,
        30,
        SECONDS,
        Words("响应总秒数 ÷ 应答人数", "response seconds / answered"),
        RESPONSE_WINDOW,
        Words("平均响应时间", "average response time"),
    ),
    "first_response": About(
        30,
        6,
        30,
        SECONDS,
        Words(
            "首次响应总秒数 ÷ 接待量（平台给的权重）",
            "first response seconds / sessions (the platform's weight)",
        ),
        Words("平台数据", "platforms' figures"),
        None,
    ),
    "within_30_seconds": About(
        60,
        95,
        30,
        PERCENT,
        Words("30 秒内应答量 ÷ 接待量", "answered within 30 s / receptions"),
        WINDOWS,
        None,
    ),
    "within_3_minutes": About(
        80,
        100,
        30,
        PERCENT,
        Words("3 分钟内回复量 ÷ 接待量", "answered within 3 min / receptions"),
        WINDOWS,
        None,
    ),
    "loss": About(
        80,
        40,
        30,
        PERCENT,
        Words(
            "询单未下单人数 ÷ 询单人数；与转化率互补，两项只启用一项",
            "enquirers who did not order / enquirers; the complement of conversion, switch on one of them",
        ),
        LOG,
        Words("客户流失率", "customer loss rate"),
    ),
    "order_amount": About(
        None,
        None,
        5,
        YUAN,
        Words(
            "订单金额合计（样本是日报行数）；上下限按本店填写再启用",
            "sum of order amounts (sample: rows of the log); fill your shop's bounds first",
        ),
        LOG,
        Words("订单总金额", "total order amount"),
    ),
    "valid_share": About(
        80,
        100,
        20,
        PERCENT,
        Words("有效订单数 ÷ 订单数", "valid orders / orders"),
        LOG_ONLY,
        Words("有效订单比重", "valid-order share"),
    ),
    "paid_share": About(
        60,
        95,
        20,
        PERCENT,
        Words("付款订单数 ÷ 订单数", "paid orders / orders"),
        LOG_ONLY,
        Words("付款比例", "payment share"),
    ),
    "refund_share": About(
        20,
        0,
        20,
        PERCENT,
        Words("退款订单数 ÷ 付款订单数", "refunded orders / paid orders"),
        LOG_ONLY,
        Words("退款比例", "refund share"),
    ),
    "order_value": About(
        None,
        None,
        20,
        YUAN,
        Words(
            "净销售额 ÷ 下单人数；上下限按本店填写再启用", "net sales / buyers; fill your shop's bounds first"
        ),
        LOG,
        Words("平均客单价", "average order value"),
    ),
    "complaint_share": About(
        2,
        0,
        50,
        PERCENT,
        Words("投诉数 ÷ 接待人数", "complaints / receptions"),
        LOG,
        Words("顾客投诉比重", "complaint share"),
    ),
    "abnormal_share": About(
        10,
        0,
        20,
        PERCENT,
        Words("异常订单数 ÷ 订单数", "abnormal orders / orders"),
        LOG_ONLY,
        Words("异常订单比重", "abnormal-order share"),
    ),
    "answered_share": About(
        80,
        100,
        30,
        PERCENT,
        Words(
            "应答人数 ÷ 接待人数；平台只给接待量的不算",
            "answered / receptions; not where a platform gives no more",
        ),
        LOG,
        None,
    ),
    "satisfaction": About(
        70,
        95,
        10,
        PERCENT,
        Words("满意评价数 ÷ 评价数", "satisfied / ratings"),
        LOG,
        Words("客户满意度 95% 以上", "customer satisfaction of 95 % or more"),
        target=95,
    ),
    "invitations": About(
        10,
        60,
        30,
        PERCENT,
        Words("邀评数 ÷ 接待量", "invitations to rate / receptions"),
        Words("平台数据", "platforms' figures"),
        None,
    ),
    "follow_ups_in_time": About(
        60,
        100,
        5,
        PERCENT,
        Words(
            "期限内完成的回访 ÷ 应办的回访（期限前已不用办的不算）",
            "follow-ups done in time / follow-ups owed (not those that fell away before their deadline)",
        ),
        Words("最迟时间在当月", "deadline in the month"),
        Words("客户反馈时效", "timeliness towards customers"),
    ),
    "cases_closed": About(
        60,
        100,
        5,
        PERCENT,
        Words(
            "已结案且回访没有说未解决 ÷ 登记的售后",
            "cases closed without a callback that says unsolved / cases opened",
        ),
        Words("登记时间在当月", "opened in the month"),
        Words("问题解决率", "share of problems solved"),
    ),
    "log_complete": About(
        60,
        100,
        5,
        PERCENT,
        Words(
            "填了接待人数且六项全勾“是”的日报行 ÷ 日报行（当天没填全的先不算）",
            "log rows with receptions and all six ticks / log rows (today's once they are whole)",
        ),
        LOG_ONLY,
        Words("报表整体质量", "quality of reports"),
    ),
    "log_in_time": About(
        60,
        100,
        5,
        PERCENT,
        Words(
            "按时填完的日报行 ÷ 看得出是否按时的日报行",
            "log rows filled in time / log rows of which it is known",
        ),
        Words("次日“日报最迟”之前（设置）", "before 'Log by' of the next day (settings)"),
        Words("报表上交及时性", "timeliness of reports"),
    ),
    "log_true": About(
        80,
        100,
        3,
        PERCENT,
        Words("抽查属实的日报行 ÷ 抽查的日报行", "log rows found true / log rows spot-checked"),
        Words("客服日报的“抽查”", "'Spot check' of the daily log"),
        Words("报表数据真实性", "truth of reports"),
    ),
}
FOR_EVERYBODY: Final = {
    "response_seconds": 10,
    "first_response": 5,
    "within_30_seconds": 5,
    "within_3_minutes": 5,
    "answered_share": 5,
    "complaint_share": 10,
    "follow_ups_in_time": 10,
    "abnormal_share": 4,
    "log_complete": 3,
    "log_in_time": 2,
    "log_true": 1,
}
BY_ROLE: Final = {
    "presale": {"conversion": 20, "paid_share": 10, "valid_share": 5, "satisfaction": 5},
    "aftersale": {"satisfaction": 15, "cases_closed": 20, "refund_share": 5},
    "both": {"conversion": 12, "satisfaction": 8, "cases_closed": 10, "paid_share": 5, "refund_share": 5},
}
OFF: Final = {"loss": 12, "order_amount": 10, "order_value": 10, "invitations": 5}


def default_measures(language: Language) -> pd.DataFrame:
    """The first rows of `Measures` (all its columns and dtypes), texts in the workbook's language."""
    listed = [
        *((measure, "any", True, weight) for measure, weight in FOR_EVERYBODY.items()),
        *((m, role, True, weight) for role, measures in BY_ROLE.items() for m, weight in measures.items()),
        *((measure, "any", False, weight) for measure, weight in OFF.items()),
    ]
    rows = [row_of(*line, language) for line in listed]
    table, index = TABLES["Measures"], pd.RangeIndex(len(rows))
    return pd.DataFrame({c.name: c.series([row[c.name] for row in rows], index) for c in table.columns})


def row_of(measure: str, role: str, active: bool, weight: int, language: Language) -> dict[str, object]:
    about = ABOUT[measure]
    return {
        "measure": measure,
        "role": role,
        "platform": "any",
        "active": active,
        "worst": about.worst,
        "best": about.best,
        "bands": None,
        "weight": weight,
        "target": about.target,
        "direction": about.direction,
        "least_sample": about.least_sample,
        "unit": about.unit(language),
        "definition": about.definition(language),
        "window": about.window(language),
        "source": about.source(language),
    }
