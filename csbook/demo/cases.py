"""The demo's after-sales cases of the eight kinds (domain A6) and the month's plan (domain A9)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import Random
from typing import Final

import pandas as pd

from csbook.demo.month import EVERYDAY, PRODUCTS
from csbook.demo.shop import (
    HE_YUHANG,
    SUN_HAORAN,
    SUPERVISOR,
    WANG_XIAOMAN,
    WU_SIQI,
    Record,
    filled,
    shifted,
    today_of,
)
from csbook.problems import Language, Words
from csbook.schema.workbook import TABLES


@dataclass(frozen=True)
class Case:
    """An after-sales case: opened so many hours ago; solved and closed so many hours after that."""

    kind: str
    platform: str
    opened: int
    solved: float | None = None
    closed: float | None = None
    responsible: str | None = None
    complaint: str | None = None
    claim: int | None = None
    claim_paid: bool | None = None
    compensation: int | None = None
    approved: str | None = None
    note: Words | None = None


HANDLER: Final = {"jd": WANG_XIAOMAN, "vip": WANG_XIAOMAN, "tmall": WU_SIQI, "pdd": HE_YUHANG}
COURIERS: Final = (Words("迅风快递", "Swift Wind"), Words("四海速递", "Four Seas"))
BY_COURIER: Final = ("tracing", "damage", "missing")
RESHIPPED: Final = Words("仓库已核重，补发", "weight checked by the warehouse, sent again")
SENT_BACK: Final = Words("退件已签收", "the return has arrived")
CASES: Final = (
    Case("tracing", "jd", 290, 20, 46, "courier", claim=159, claim_paid=True, note=RESHIPPED),
    Case("extend_receipt", "tmall", 270, 1, 2, note=Words("已延长七天", "seven days more")),
    Case("damage", "pdd", 262, 5, 40, "courier", claim=69, claim_paid=True, compensation=10),
    Case("return", "tmall", 250, 4, 90, "customer", note=SENT_BACK),
    Case("missing", "pdd", 243, 6, 30, "shop", note=RESHIPPED),
    Case("exchange", "jd", 220, 10, 72, "product", note=SENT_BACK),
    Case("refund", "vip", 215, 3, 20, "customer"),
    Case("rights", "tmall", 195, 22, 60, "product", "general", compensation=30, approved="approved",
         note=Words("补偿后客户接受", "accepted the compensation")),
    Case("tracing", "pdd", 172, 25, 47, "courier", claim=129, claim_paid=False),
    Case("refund", "pdd", 150, 2, 12, "customer"),
    Case("damage", "tmall", 147, 3, 44, "courier", claim=899, claim_paid=True, note=RESHIPPED),
    Case("extend_receipt", "jd", 124, 1, 1.5),
    Case("rights", "pdd", 101, 50, None, "product", "repeated", compensation=60, approved="pending",
         note=Words("已退差价，客户第二次投诉", "difference paid back, complained a second time")),
    Case("return", "jd", 98, 6, None, "customer", note=Words("等退件", "waiting for the return")),
    Case("exchange", "tmall", 77, 8, None, "product"),
    Case("missing", "vip", 52, 4, 20, "shop", note=RESHIPPED),
    Case("tracing", "tmall", 44, None, None, "courier", claim=299),
    Case("rights", "jd", 27, None, None, None, "serious",
         note=Words("客户要求平台介入", "the customer calls in the platform")),
    Case("refund", "tmall", 20, 2, None, "customer"),
    Case("damage", "pdd", 11, None, None, "courier"),
)  # fmt: skip


def case_rows(orders: pd.DataFrame, language: Language, month: dt.date, seed: int) -> pd.DataFrame:
    """The cases, each about a paid order of its platform."""
    draw = Random(f"cases {seed}")
    records = [
        case_record(number, case, orders, language, today_of(month), draw)
        for number, case in enumerate(CASES, 1)
    ]
    return filled(TABLES["AfterSales"], records)


def case_record(
    number: int, case: Case, orders: pd.DataFrame, language: Language, today: dt.datetime, draw: Random
) -> Record:
    opened = while_open(today - dt.timedelta(hours=case.opened, minutes=draw.randrange(50)))
    bought = orders[(orders["platform"] == case.platform) & (orders["paid"] < opened)]
    order = bought.iloc[draw.randrange(len(bought))] if len(bought) else None

    def after(hours: float | None) -> dt.datetime | None:
        return None if hours is None else while_open(opened + dt.timedelta(hours=hours))

    return {
        "case_id": f"A{number:03}",
        "kind": case.kind,
        "platform": case.platform,
        "customer": None if order is None else order["customer"],
        "order_id": None if order is None else order["order_id"],
        "product": draw.choices(PRODUCTS, EVERYDAY)[0].name(language),
        "opened": opened,
        "owner": HANDLER[case.platform],
        "responsible": case.responsible,
        "complaint_class": case.complaint,
        "courier": draw.choice(COURIERS)(language) if case.kind in BY_COURIER else None,
        "claim": case.claim,
        "claim_paid": case.claim_paid,
        "compensation": case.compensation,
        "approved": case.approved,
        "solution_found": after(case.solved),
        "closed": after(case.closed),
        "note": case.note(language) if case.note else None,
    }


def while_open(moment: dt.datetime) -> dt.datetime:
    """The moment, or for one of the night ten past nine."""
    return moment if moment.hour >= 9 else moment.replace(hour=9, minute=10)


@dataclass(frozen=True)
class Intent:
    """A line of a month's plan (domain A9)."""

    part: str
    item: Words
    who: str | None = None
    target: float | None = None
    note: Words | None = None
    measure: str | None = None
    done: bool | None = None


PLAN: Final = (
    Intent("daily", Words("开店先查前一日异常订单和退款", "First look at yesterday's abnormal orders")),
    Intent("daily", Words("下班前交接遗留售后", "Hand over what is left of after-sales before going home")),
    Intent("training", Words("第一周：冬季新品知识", "Week 1: the winter range"), SUPERVISOR.agent_id,
           done=True),
    Intent("training", Words("第二周：大促话术与催单", "Week 2: phrases for the sale"), SUPERVISOR.agent_id,
           done=True),
    Intent("training", Words("第三周：客户维权处理", "Week 3: rights claims"), WU_SIQI, done=True),
    Intent("training", Words("第四周：响应速度一对一", "Week 4: response time, one to one"), SUN_HAORAN),
)  # fmt: skip
TARGETS: Final = (
    Intent("target", Words("满意率（%）", "Satisfaction (%)"), None, 95, measure="satisfaction"),
    Intent(
        "target", Words("平均响应时长（秒）", "Average response (s)"), None, 30, measure="response_seconds"
    ),
    Intent("target", Words("咨询转化率（%）", "Conversion (%)"), SUN_HAORAN, 30, measure="conversion"),
    Intent("target", Words("付款比例（%）", "Paid share (%)"), None, 91, measure="paid_share"),
    Intent("target", Words("投诉比重（%）", "Complaint share (%)"), None, 0.4, measure="complaint_share"),
)
"""Those of every month."""


def plan_rows(language: Language, month: dt.date) -> pd.DataFrame:
    """The month's plan, and the targets of the two months before."""
    lines = [
        *((earlier, line) for back in (-2, -1) for earlier in [shifted(month, back)] for line in TARGETS),
        *((month, line) for line in (*PLAN, *TARGETS)),
    ]
    records = [
        {
            "month": f"{of:%Y-%m}",
            "part": line.part,
            "item": line.item(language),
            "agent_id": line.who,
            "measure": line.measure,
            "target": line.target,
            "done": line.done,
            "note": line.note(language) if line.note else None,
        }
        for of, line in lines
    ]
    return filled(TABLES["Plan"], records)
