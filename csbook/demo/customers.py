"""What the demo's customers ask and say: enquiries, reviews, the coming campaign, an export of orders."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass
from random import Random
from typing import Final

import pandas as pd

from csbook.commands.handler import File
from csbook.demo.month import NICKNAMES, PRODUCTS, Product
from csbook.demo.shop import AGENTS, GROUP_OF_PLATFORM, SUPERVISOR, Record, filled, shifted, today_of
from csbook.problems import Language, Words
from csbook.schema.workbook import TABLES

ASKED_HOURS: Final = (5, 9, 16, 20, 28, 33, 40, 51, 64)
"""Hours before today of the enquiries after which nobody has ordered."""
ASKED_BEFORE_ORDERING: Final = 3
WANTED: Final = (
    Words("问能不能分期", "asked about paying in parts"),
    Words("嫌贵，等活动", "too dear, waits for a sale"),
    Words("要量窗户尺寸", "has to measure the windows"),
    None,
)


def enquiry_rows(orders: pd.DataFrame, language: Language, month: dt.date, seed: int) -> pd.DataFrame:
    """Enquiries of the last days: most without an order since, some by customers who ordered later."""
    draw = Random(f"enquiries {seed}")
    today = today_of(month)
    records = []
    for number, hours in enumerate(ASKED_HOURS):
        nick = NICKNAMES[number % len(NICKNAMES)]
        account = Words(f"{nick.zh}9{number:03}", f"{nick.en}9{number:03}")
        platform = ("jd", "tmall", "pdd")[number % 3]
        records.append(enquiry(platform, account(language), asked(today, hours), language, draw))
    lately = orders[orders["created"] > pd.Timestamp(today - dt.timedelta(days=3))]
    for _, order in lately.head(ASKED_BEFORE_ORDERING).iterrows():
        at = order["created"].to_pydatetime() - dt.timedelta(minutes=40)
        records.append(enquiry(order["platform"], order["customer"], at, language, draw))
    return filled(TABLES["Enquiries"], records)


def asked(today: dt.datetime, hours: int) -> dt.datetime:
    """So many hours ago, or in the evening before where that was in the night."""
    moment = today - dt.timedelta(hours=hours)
    if moment.hour < 9:
        moment -= dt.timedelta(days=1)
    return moment if 9 <= moment.hour < 23 else moment.replace(hour=20, minute=10)


def enquiry(platform: str, account: str, at: dt.datetime, language: Language, draw: Random) -> Record:
    group = GROUP_OF_PLATFORM[platform].name
    note = draw.choice(WANTED)
    return {
        "platform": platform,
        "customer": account,
        "asked_at": at,
        "agent_id": draw.choice([person.agent_id for person in AGENTS if person.group == group]),
        "item": draw.choice(PRODUCTS).name(language),
        "note": note(language) if note else None,
    }


@dataclass(frozen=True)
class Review:
    """A review of a product so many hours ago; explained so many hours after that."""

    stars: int
    product: Product
    hours: int
    content: Words
    explanation: Words | None = None
    explained: int | None = None
    responsible: str | None = None


BEDDING, PILLOW, BOXES, LAMP = PRODUCTS[:4]
REVIEWS: Final = (
    Review(5, BEDDING, 20, Words("面料舒服，下次还来", "soft fabric, will come again"),
           Words("谢谢支持，期待再来", "thank you, see you again"), 3),
    Review(4, BOXES, 23, Words("不错，就是物流慢一点", "good, only the delivery was slow"),
           Words("已反馈快递，谢谢", "told the courier, thank you"), 2, "courier"),
    Review(5, LAMP, 27, Words("客服很耐心", "a patient agent"), Words("谢谢鼓励", "thank you"), 2),
    Review(2, BEDDING, 44, Words("有色差，客服让等就没下文", "another colour than shown, told to wait"),
           Words("已补差价并致歉", "difference paid back, with our apology"), 20, "product"),
    Review(1, BEDDING, 18, Words("少发一个枕套，没人理", "a pillowcase missing, nobody answers"),
           responsible="shop"),
    Review(3, LAMP, 15, Words("灯比图片小", "the lamp is smaller than the picture")),
)  # fmt: skip


def review_rows(orders: pd.DataFrame, language: Language, month: dt.date, seed: int) -> pd.DataFrame:
    """Reviews of paid orders: the good ones explained, two poor ones still waiting."""
    draw = Random(f"reviews {seed}")
    today = today_of(month)
    paid = orders[orders["paid"] < pd.Timestamp(today - dt.timedelta(days=4))]
    bought = paid.iloc[draw.sample(range(len(paid)), len(REVIEWS))].to_dict("records")
    records = []
    for review, order in zip(REVIEWS, bought, strict=True):
        at = asked(today, review.hours)
        later = None if review.explained is None else at + dt.timedelta(hours=review.explained)
        records.append(
            {
                "platform": order["platform"],
                "order_id": order["order_id"],
                "reviewed_at": at,
                "customer": order["customer"],
                "product": review.product.name(language),
                "stars": review.stars,
                "content": review.content(language),
                "responsible": review.responsible,
                "explanation": review.explanation(language) if review.explanation else None,
                "explained_at": later,
            }
        )
    return filled(TABLES["Reviews"], records)


CAMPAIGN: Final = Words("年末满减", "Year-end sale")


def campaign_rows(language: Language, month: dt.date) -> pd.DataFrame:
    """A sale two weeks ahead: the archive's regulars are told these days."""
    row = {
        "campaign_id": "H1",
        "name": CAMPAIGN(language),
        "starts": pd.Timestamp(shifted(month, 1, 5)),
        "platform": "any",
        "applies_to": "old",
        "note": SUPERVISOR.name(language),
    }
    return filled(TABLES["Campaigns"], [row])


EXPORT_HEADERS: Final = (
    "订单编号", "买家会员名", "订单创建时间", "订单付款时间", "总金额", "买家实际支付金额", "收货人姓名",
    "收货地址", "联系手机",
)  # fmt: skip


@dataclass(frozen=True)
class Exported:
    """An order of the evening before, as Tmall exports it; `paid` is empty where it is not paid."""

    order_id: str
    account: Words
    created: str
    paid: str
    total: int
    name: Words
    city: Words
    phone: str


EXPORTED: Final = (
    Exported("2026112100010001", Words("荔枝9501", "lychee9501"), "2026-11-21 18:20:11",
             "2026-11-21 18:21:40", 299, Words("许女士", "Ms Xu"),
             Words("浙江杭州", "Hangzhou, Zhejiang"), "19900009501"),
    Exported("2026112100010002", Words("柚子9502", "pomelo9502"), "2026-11-21 20:03:55",
             "", 1299, Words("郑先生", "Mr Zheng"),
             Words("福建厦门", "Xiamen, Fujian"), "19900009502"),
    Exported("2026112100010003", Words("石榴9503", "pomegranate9503"), "2026-11-21 21:47:02",
             "2026-11-21 21:47:59", 69, Words("冯女士", "Ms Feng"),
             Words("陕西西安", "Xi'an, Shaanxi"), "19900009503"),
)  # fmt: skip


def export_of_orders(language: Language) -> File:
    """A file that a supervisor would download in the morning: Tmall's headers, made-up orders."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(EXPORT_HEADERS)
    for order in EXPORTED:
        paid_amount = order.total if order.paid else 0
        placed = (order.order_id, order.account(language), order.created, order.paid)
        buyer = (order.name(language), order.city(language), order.phone)
        writer.writerow((*placed, order.total, paid_amount, *buyer))
    return File("ExportOrderList-demo.csv", text.getvalue().encode("gb18030"))
