"""The rows that 考核指标 starts with.

The documents name the measures (domain A7.3 to A7.6) and give neither weights nor bounds (A7.12):
every number here is ours, and the sheet says so. Each role's weights add to 100: a pre-sale agent is
measured by orders, an after-sale agent by cases. `loss` is the complement of conversion and would
count the same thing twice; order amount and value depend on what a shop sells, so their bounds are
for the supervisor to fill. These three are off.
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


@dataclass(frozen=True)
class About:
    """What all rows of a measure share. `worst` scores 0 and `best` 100, both in `unit`; `named` is
    what the documents call it, None where they do not name it."""

    worst: float | None
    best: float | None
    least_sample: int
    unit: Words
    definition: Words
    named: Words | None

    @property
    def direction(self) -> str:
        falls = self.worst is not None and self.best is not None and self.best < self.worst
        return "lower" if falls else "higher"

    @property
    def source(self) -> Words:
        if self.named is None:
            return OURS
        return Words(f"制度：{self.named.zh}；{OURS.zh}", f"documents: {self.named.en}; {OURS.en}")


ABOUT: Final = {
    "conversion": About(
        20,
        60,
        30,
        PERCENT,
        Words("下单人数 ÷ 询单人数", "buyers / enquirers"),
        Words("咨询转化率", "conversion (A7.3)"),
    ),
    "response_seconds": About(
        60,
        15,
        30,
        SECONDS,
        Words("响应总秒数 ÷ 应答人数", "response seconds / answered"),
        Words("平均响应时间", "average response time (A7.3)"),
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
        Words("客户流失率", "customer loss rate (A7.3)"),
    ),
    "order_amount": About(
        None,
        None,
        5,
        YUAN,
        Words("订单金额合计；上下限按本店填写再启用", "sum of order amounts; fill your shop's bounds first"),
        Words("订单总金额", "total order amount (A7.4)"),
    ),
    "valid_share": About(
        80,
        100,
        20,
        PERCENT,
        Words("有效订单数 ÷ 订单数", "valid orders / orders"),
        Words("有效订单比重", "valid-order share (A7.4)"),
    ),
    "paid_share": About(
        60,
        95,
        20,
        PERCENT,
        Words("付款订单数 ÷ 订单数", "paid orders / orders"),
        Words("付款比例", "payment share (A7.4)"),
    ),
    "refund_share": About(
        20,
        0,
        20,
        PERCENT,
        Words("退款订单数 ÷ 付款订单数", "refunded orders / paid orders"),
        Words("退款比例", "refund share (A7.4)"),
    ),
    "order_value": About(
        None,
        None,
        20,
        YUAN,
        Words(
            "净销售额 ÷ 下单人数；上下限按本店填写再启用", "net sales / buyers; fill your shop's bounds first"
        ),
        Words("平均客单价", "average order value (A7.4)"),
    ),
    "complaint_share": About(
        2,
        0,
        50,
        PERCENT,
        Words("投诉数 ÷ 接待人数", "complaints / receptions"),
        Words("顾客投诉比重", "complaint share (A7.5)"),
    ),
    "abnormal_share": About(
        10,
        0,
        20,
        PERCENT,
        Words("异常订单数 ÷ 订单数", "abnormal orders / orders"),
        Words("异常订单比重", "abnormal-order share (A7.5)"),
    ),
    "answered_share": About(
        80, 100, 30, PERCENT, Words("应答人数 ÷ 接待人数", "answered / receptions"), None
    ),
    "satisfaction": About(
        70,
        95,
        10,
        PERCENT,
        Words("满意评价数 ÷ 评价数", "satisfied / ratings"),
        Words("客户满意度 95% 以上", "customer satisfaction of 95 % or more (002)"),
    ),
    "follow_ups_in_time": About(
        60,
        100,
        5,
        PERCENT,
        Words("期限内完成的回访 ÷ 当月到期的回访", "follow-ups done in time / follow-ups due in the month"),
        None,
    ),
    "cases_closed": About(
        60,
        100,
        5,
        PERCENT,
        Words("已结案 ÷ 当月登记的售后", "cases closed / cases opened in the month"),
        Words("问题解决率", "share of problems solved (002)"),
    ),
    "log_complete": About(
        60,
        100,
        5,
        PERCENT,
        Words("填了接待人数且六项全勾“是”的日报 ÷ 日报", "logs with receptions and all six ticks / logs"),
        Words("报表上交及时性、整体质量", "timeliness and quality of reports (A7.6)"),
    ),
}
FOR_EVERYBODY: Final = {
    "response_seconds": 15,
    "answered_share": 10,
    "complaint_share": 10,
    "follow_ups_in_time": 10,
    "abnormal_share": 5,
    "log_complete": 5,
}
BY_ROLE: Final = {
    "presale": {"conversion": 25, "paid_share": 10, "valid_share": 5, "satisfaction": 5},
    "aftersale": {"satisfaction": 20, "cases_closed": 20, "refund_share": 5},
    "both": {"conversion": 15, "satisfaction": 10, "cases_closed": 10, "paid_share": 5, "refund_share": 5},
}
OFF: Final = {"loss": 15, "order_amount": 10, "order_value": 10}


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
        "weight": weight,
        "direction": about.direction,
        "least_sample": about.least_sample,
        "unit": about.unit(language),
        "definition": about.definition(language),
        "source": about.source(language),
    }
