"""Who has bought by the demo's moment, and what: customers and their orders.

Drawn from one seed. The same draws are worded in either language, so both editions hold the same
figures. Addresses are cities, accounts are made of fruit and numbers, phone numbers count on from one
that anybody sees is made up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Final

import pandas as pd

from csbook.demo.shop import (
    AGENTS,
    GROUP_OF_PLATFORM,
    SHOP,
    Record,
    filled,
    shifted,
    today_of,
)
from csbook.problems import Language, Words
from csbook.schema.workbook import TABLES

PEOPLE_BUYING: Final = 260
IN_ARCHIVE: Final = 60
ORDERS: Final = 320
ORDER_DAYS: Final = 14
BY_REGULARS: Final = 0.25
SHARE_OF_PLATFORM: Final = {"jd": 26, "vip": 10, "tmall": 34, "pdd": 30}
UNPAID_HOURS: Final = (
    2, 5, 9, 13, 15, 20, 26, 31, 40, 50, 60, 73, 80, 90, 100, 120, 140, 165, 170, 180,
    200, 230, 260, 290, 310, 330,
)  # fmt: skip
PAID_LATE_HOURS: Final = (14, 16, 20, 28, 37, 44, 58, 80)


@dataclass(frozen=True)
class Product:
    """`service`: days until it wants care again."""

    name: Words
    price: int
    service: int | None = None
    custom: bool = False


PRODUCTS: Final = (
    Product(Words("纯棉四件套", "Cotton bedding set"), 299),
    Product(Words("记忆棉枕", "Memory-foam pillow"), 129),
    Product(Words("收纳箱三只装", "Storage boxes, three"), 69),
    Product(Words("护眼台灯", "Desk lamp"), 159),
    Product(Words("净水器", "Water purifier"), 899, service=90),
    Product(Words("空气净化器", "Air purifier"), 1299, service=180),
    Product(Words("乳胶床垫", "Latex mattress"), 2199, service=180),
    Product(Words("定制窗帘", "Curtains made to measure"), 1680, custom=True),
)
EVERYDAY: Final = (30, 22, 20, 16, 5, 3, 2, 2)  # how often each of them is bought
CARED_FOR: Final = tuple(product for product in PRODUCTS if product.service)
NICKNAMES: Final = tuple(
    Words(zh, en)
    for zh, en in (
        ("橘子", "tangerine"), ("山竹", "mangosteen"), ("荔枝", "lychee"), ("柚子", "pomelo"),
        ("石榴", "pomegranate"), ("枇杷", "loquat"), ("杨梅", "bayberry"), ("桑葚", "mulberry"),
    )
)  # fmt: skip
SURNAMES: Final = tuple(
    Words(zh, en)
    for zh, en in (
        ("陈", "Chen"), ("林", "Lin"), ("黄", "Huang"), ("郑", "Zheng"), ("梁", "Liang"), ("宋", "Song"),
        ("唐", "Tang"), ("许", "Xu"), ("韩", "Han"), ("冯", "Feng"), ("邓", "Deng"), ("曹", "Cao"),
    )
)  # fmt: skip
CITIES: Final = tuple(
    Words(zh, en)
    for zh, en in (
        ("浙江杭州", "Hangzhou, Zhejiang"), ("江苏苏州", "Suzhou, Jiangsu"),
        ("广东佛山", "Foshan, Guangdong"), ("四川成都", "Chengdu, Sichuan"),
        ("湖北武汉", "Wuhan, Hubei"), ("山东青岛", "Qingdao, Shandong"),
        ("福建厦门", "Xiamen, Fujian"), ("陕西西安", "Xi'an, Shaanxi"),
    )
)  # fmt: skip
WISHES: Final = (
    Words("喜欢浅色", "likes light colours"),
    Words("要求周末送货", "delivery at weekends"),
    Words("希望有保养提醒", "wants to be reminded of care"),
    None,
    None,
)
FIRST_PHONE: Final = 19_900_000_001
HISTORY: Final = (
    Words("复购，反馈面料舒服", "bought again, likes the fabric"),
    Words("咨询过安装", "asked about installing it"),
    Words("参加过满减活动", "bought in a sale"),
    None,
)


@dataclass(frozen=True)
class Buyer:
    """A made-up customer. Visits are days before today; `care` is days from today to the next service."""

    platform: str
    account: Words
    name: Words
    city: Words
    owner: str
    phone: str
    product: Product
    visited: int
    archived_after: int | None
    care: int | None = None
    wish: Words | None = None
    history: Words | None = None


def buyers(seed: int) -> list[Buyer]:
    """Everybody who buys; the first `IN_ARCHIVE` of them are in 客户档案."""
    draw = Random(f"buyers {seed}")
    found = [buyer(number, draw) for number in range(PEOPLE_BUYING)]
    # The archive: six came lately and two of these late, three are due now, three are overdue (B1.1).
    lately = [
        (0, None),
        (1, None),
        (1, None),
        (6, None),
        (7, None),
        (9, None),
        (3, 1),
        (4, 0),
        (5, 2),
        (8, 6),
        (9, 5),
    ]
    for number, (visited, archived_after) in enumerate(lately):
        found[number] = replace(found[number], visited=visited, archived_after=archived_after, care=None)
    return found


def buyer(number: int, draw: Random) -> Buyer:
    platform = draw.choices(list(SHARE_OF_PLATFORM), list(SHARE_OF_PLATFORM.values()))[0]
    nick, digits = draw.choice(NICKNAMES), f"{number:03}{draw.randrange(10)}"
    surname, lady = draw.choice(SURNAMES), draw.random() < 0.6
    group = GROUP_OF_PLATFORM[platform].name
    cared = draw.random() < 0.3
    return Buyer(
        platform=platform,
        account=Words(nick.zh + digits, nick.en + digits),
        name=Words(surname.zh + ("女士" if lady else "先生"), ("Ms " if lady else "Mr ") + surname.en),
        city=draw.choice(CITIES),
        owner=draw.choice([person.agent_id for person in AGENTS if person.group == group]),
        phone=str(FIRST_PHONE + number),
        product=draw.choice(CARED_FOR) if cared else draw.choices(PRODUCTS, EVERYDAY)[0],
        visited=draw.randint(20, 400),
        archived_after=draw.randint(0, 2),
        care=draw.randint(-3, 45) if cared else None,
        wish=draw.choice(WISHES),
        history=draw.choice(HISTORY),
    )


def customer_rows(language: Language, month: dt.date, seed: int) -> pd.DataFrame:
    today = today_of(month).date()
    known = buyers(seed)[:IN_ARCHIVE]
    return filled(TABLES["Customers"], (customer_record(one, language, today) for one in known))


def customer_record(one: Buyer, language: Language, today: dt.date) -> Record:
    visit = pd.Timestamp(today - dt.timedelta(days=one.visited))
    archived = None if one.archived_after is None else visit + pd.Timedelta(days=one.archived_after)
    return {
        "platform": one.platform,
        "account": one.account(language),
        "name": one.name(language),
        "phone": one.phone,
        "address": one.city(language),
        "owner": one.owner,
        "first_visit": visit,
        "item": one.product.name(language),
        "service_interval": one.product.service if one.care is not None else None,
        "next_service": None if one.care is None else pd.Timestamp(today + dt.timedelta(days=one.care)),
        "wishes": one.wish(language) if one.wish else None,
        "history": one.history(language) if one.history else None,
        "archived": archived,
    }


def order_rows(language: Language, month: dt.date, seed: int) -> pd.DataFrame:
    """The orders of the last two weeks, oldest first: about 8 % unpaid, some paid late, refunded or
    closed."""
    draw = Random(f"orders {seed}")
    today = today_of(month)
    everybody = buyers(seed)
    records = []
    for number, hours in enumerate(order_ages(draw)):
        created = today - dt.timedelta(hours=hours, minutes=draw.randrange(60), seconds=draw.randrange(60))
        # The archive holds who comes again; most of the others buy once.
        again = draw.random() < BY_REGULARS
        one = draw.choice(everybody[:IN_ARCHIVE]) if again else everybody[number % PEOPLE_BUYING]
        records.append(order_record(number, one, created, language, today, draw))
    return filled(TABLES["Orders"], sorted(records, key=lambda record: record["created"]))


LATE_PRODUCT: Final = 4  # a dear one


def late_refund(language: Language, month: dt.date, seed: int, *, refunded: bool) -> pd.DataFrame:
    """An order of two months before, found refunded by an export of the month after."""
    one = next(buyer for buyer in buyers(seed)[IN_ARCHIVE:] if buyer.platform == "tmall")
    paid = dt.datetime.combine(shifted(month, -2, 26), dt.time(15, 20))
    product = PRODUCTS[LATE_PRODUCT]
    row = {
        "platform": one.platform,
        "shop": SHOP(language),
        "order_id": order_id(one.platform, paid, Random(f"late refund {seed}")),
        "customer": one.account(language),
        "agent_id": one.owner,
        "created": paid,
        "paid": paid,
        "total": product.price,
        "paid_amount": product.price,
        "refund": product.price if refunded else None,
        "region": one.city(language),
    }
    return filled(TABLES["Orders"], [row])


def order_ages(draw: Random) -> Iterator[int]:
    """Hours before today of each order; the first ones are those not paid, then those paid late."""
    yield from UNPAID_HOURS
    yield from (hours + 48 for hours in PAID_LATE_HOURS)
    for _ in range(ORDERS - len(UNPAID_HOURS) - len(PAID_LATE_HOURS)):
        days_ago = draw.randint(1, ORDER_DAYS)
        yield days_ago * 24 - draw.randint(0, 14)  # between 9:00 and 23:00 of that day


def order_record(
    number: int, one: Buyer, created: dt.datetime, language: Language, today: dt.datetime, draw: Random
) -> dict[str, Any]:
    product = draw.choices(PRODUCTS, EVERYDAY)[0]
    total = product.price * draw.choice((1, 1, 1, 2)) - draw.choice((0, 0, 5, 10))
    unpaid, late = number < len(UNPAID_HOURS), number - len(UNPAID_HOURS)
    closed = unpaid and today - created > dt.timedelta(days=4) and draw.random() < 0.35
    paid = None if unpaid else created + dt.timedelta(minutes=draw.choice((1, 1, 2, 3, 8, 25, 90)))
    if paid and late < len(PAID_LATE_HOURS):
        paid = created + dt.timedelta(hours=PAID_LATE_HOURS[late])
    if paid and paid > today:
        paid = today - dt.timedelta(minutes=5)
    refund = draw.choices((None, total, min(20, total)), (93, 4, 3))[0] if paid else None
    return {
        "platform": one.platform,
        "shop": SHOP(language),
        "order_id": order_id(one.platform, created, draw),
        "customer": one.account(language),
        "agent_id": one.owner if draw.random() < 0.85 else None,
        "created": created,
        "paid": paid,
        "cancelled": created + dt.timedelta(days=3) if closed else None,
        "total": total,
        "paid_amount": total if paid else None,
        "refund": refund,
        "custom": product.custom or None,
        "region": one.city(language),
    }


def order_id(platform: str, created: dt.datetime, draw: Random) -> str:
    """A number as long as the platform's own."""
    if platform == "pdd":
        return f"{created:%y%m%d}-{draw.randrange(10**15):015}"
    digits = {"jd": 12, "vip": 14, "tmall": 19}[platform]
    return str(draw.randrange(10 ** (digits - 1), 10**digits))
