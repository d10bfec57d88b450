"""One customer's whole history, and how a customer is found."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from csbook.books.file_book import FileBook
from csbook.commands.customer_history import customer_history
from csbook.commands.customer_search import (
    Account,
    NoCustomerNamed,
    SeveralCustomers,
    UnknownCustomer,
    find_customer,
)
from csbook.commands.handler import Result
from csbook.commands.run import run
from csbook.commands.update_followups import update_followups
from csbook.problems import CsbookError
from csbook.schema.workbook import TABLES
from tests.commands.daily_shop import NOON, request, roster, texts
from tests.followups.shop import at, frame, order
from tests.workbooks import every_table, rows, type_rows

NOW = "2026-03-10 12:00"
ARCHIVE = [
    {
        "platform": "tmall",
        "account": "nick",
        "name": "李四",
        "phone": "138-1234-5678",
        "owner": "K01",
        "orders": 2,
        "amount": Decimal("150.50"),
        "customer_class": "old",
    },
    {"platform": "tmall", "account": "lily", "name": "王五", "phone": "13900005678,010-62345678"},
    {"platform": "jd", "account": "nick", "name": "王五"},
    {"platform": "jd", "account": "13711112222", "name": "赵六"},
]
ORDERS = [
    order(1, "2026-03-01 10:00", paid="2026-03-01 10:05"),
    order(2, "2026-03-02 10:00", cancelled="2026-03-05 10:00"),
    order(3, "2026-03-03 10:00", paid="2026-03-03 11:00", refund=Decimal("100.00")),
    order(4, "2026-03-04 10:00", paid="2026-03-04 11:00", refund=Decimal("9.90"), shop="一店"),
    order(5, "2026-03-09 10:00", paid="2026-03-11 10:00"),  # paid later than now
    order(6, "2026-03-11 10:00"),  # placed later
    order(7, "2026-03-01 10:00", platform="jd"),  # somebody else
    order(8, "2026-03-01 10:00", customer="lily"),
]
REST = {
    "Enquiries": [
        {
            "platform": "tmall",
            "customer": "nick",
            "asked_at": at("2026-02-28 09:00"),
            "item": "茶杯",
            "state": "open",
        }
    ],
    "FollowUps": [
        {
            "follow_up_id": "F1",
            "platform": "tmall",
            "customer": "nick",
            "action": "第一次回访",
            "owner": "K01",
            "due_by": at("2026-03-08 23:59:59"),
            "done_at": at("2026-03-06 15:00"),
            "result": "reached",
            "satisfaction": 5,
            "state": "due",
            "note": "满意，电话 13812345678",
        },
        {
            "follow_up_id": "F2",
            "platform": "tmall",
            "customer": "nick",
            "action": "第二次回访",
            "owner": "K01",
            "stand_in": "K02",
            "due_by": at("2026-03-20 23:59:59"),
            "state": "planned",
        },
    ],
    "AfterSales": [
        {
            "case_id": "C1",
            "kind": "refund",
            "platform": "tmall",
            "customer": "nick",
            "order_id": "3",
            "product": "茶壶",
            "opened": at("2026-03-03 12:00"),
            "closed": at("2026-03-04 12:00"),
            "solution_found": at("2026-03-04 12:00"),
            "owner": "K02",
            "compensation": Decimal("5.00"),
        }
    ],
    "Reviews": [
        {
            "platform": "tmall",
            "customer": "nick",
            "order_id": "1",
            "reviewed_at": at("2026-03-05 12:00"),
            "stars": 3,
            "content": "盖子松",
        }
    ],
}


def history(asked: str | None, **tables: Any) -> Result:
    given = request(NOW, **{"Customers": ARCHIVE, "Orders": ORDERS} | REST | tables)
    return customer_history(replace(given, parameters={} if asked is None else {"customer": asked}))


def test_everything_of_one_customer_stands_in_order_of_time() -> None:
    result = history("nick", Customers=ARCHIVE[:2], Orders=[*ORDERS[:6], ORDERS[7]])
    listed = result.tables["CustomerHistory"]
    assert listed[["at", "kind", "reference", "state"]].astype("str").fillna("-").to_numpy().tolist() == [
        ["2026-02-28 09:00:00", "enquiry", "-", "未下单"],
        ["2026-03-01 10:00:00", "order", "1", "已付款"],
        ["2026-03-02 10:00:00", "order", "2", "已关闭"],
        ["2026-03-03 10:00:00", "order", "3", "已退款"],
        ["2026-03-03 12:00:00", "case", "C1", "已结案"],
        ["2026-03-04 10:00:00", "order", "4", "部分退款"],
        ["2026-03-05 12:00:00", "review", "1", "待解释"],
        ["2026-03-06 15:00:00", "follow_up", "F1", "已完成"],
        ["2026-03-09 10:00:00", "order", "5", "未付款"],
        ["2026-03-20 23:59:59", "follow_up", "F2", "未到期"],
    ]
    what = dict(zip(listed["reference"] + listed["kind"], listed["what"], strict=True))
    assert what["2order"] == "关闭 2026-03-05 10:00"
    assert what["3order"] == "茶壶；付款 11:00；退款 100 元", "bought as the case says it"
    assert what["4order"] == "付款 11:00；退款 9.90 元"
    assert what["C1case"] == "申请退款 茶壶"
    assert what["1review"] == "3 星；盖子松"
    agents = dict(zip(listed["reference"] + listed["kind"], listed["agent_id"], strict=True))
    assert (agents["F1follow_up"], agents["F2follow_up"], agents["C1case"]) == ("K01", "K02", "K02")
    assert result.headline.zh == "往来 10 条：订单 5，询单 1，回访 2，售后 1，评价 1。"
    assert result.headline.en == "10 rows: orders 5, enquiries 1, follow-ups 2, cases 1, reviews 1."


def test_the_note_says_who_it_is_and_the_headline_names_nobody() -> None:
    result = history("天猫:nick")
    assert texts(result.notes) == ["天猫：nick，老客户，成交 2 单 150.50 元，归属赵一。"]
    assert texts(result.notes, "en") == ["Tmall:nick, regular, 2 deals, 150.50 yuan, looked after by 赵一."]
    assert "nick" not in result.headline.zh + result.headline.en


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("lily", ("tmall", "lily")),
        (" lily ", ("tmall", "lily")),
        ("李四", ("tmall", "nick")),
        ("13812345678", ("tmall", "nick")),
        ("+86 138 1234 5678", ("tmall", "nick")),
        ("8613812345678", ("tmall", "nick")),
        ("345678", None),  # ends two numbers
        ("12345678", ("tmall", "nick")),
        ("13900005678", ("tmall", "lily")),  # one of two numbers in the cell
        ("62345678", ("tmall", "lily")),
        ("jd:nick", ("jd", "nick")),
        ("京东:nick", ("jd", "nick")),
        ("京东：nick", ("jd", "nick")),
        ("JD:nick", ("jd", "nick")),
        ("13711112222", ("jd", "13711112222")),  # a number as an account
        ("newcomer", ("pdd", "newcomer")),  # in the orders only
        ("visitor", ("pdd", "visitor")),  # in a review only
    ],
)
def test_a_customer_is_found_by_account_name_or_number(asked: str, found: tuple[str, str] | None) -> None:
    orders = [*ORDERS, order(9, "2026-03-01", platform="pdd", customer="newcomer")]
    review = {"platform": "pdd", "order_id": "99", "customer": "visitor", "stars": 5}
    tables = request(NOW, Customers=ARCHIVE, Orders=orders, Reviews=[review]).tables
    if found is None:
        with pytest.raises(SeveralCustomers):
            find_customer(asked, tables)
    else:
        assert find_customer(asked, tables) == Account(*found)


def refusal(asked: str | None, **tables: Any) -> CsbookError:
    with pytest.raises((NoCustomerNamed, UnknownCustomer, SeveralCustomers)) as raised:
        history(asked, **tables)
    return raised.value


def test_several_customers_of_that_name_are_refused_with_their_accounts() -> None:
    assert refusal("王五").words.zh == "“王五”不止一位客户：天猫：lily、京东：nick。请写其中一个。"
    assert (
        refusal("nick").words.en
        == "'nick' is more than one customer: JD:nick, Tmall:nick. Name one of them like this."
    )
    assert refusal("nick").exit_code == 2


def test_a_long_list_of_accounts_is_cut_with_a_count() -> None:
    many = [{"platform": "tmall", "account": f"n{n:02d}", "name": "王五"} for n in range(12)]
    told = refusal("王五", Customers=many).words
    assert told.zh.endswith("天猫：n09 等 12 个。请写其中一个。")
    assert told.en.endswith("Tmall:n09 and 2 more. Name one of them like this.")


def test_an_unknown_customer_is_refused_without_showing_the_number() -> None:
    assert refusal("13800009999").words.zh.startswith("没有账号、姓名或电话是“138****9999”的客户")
    assert isinstance(refusal("张三"), UnknownCustomer)
    assert isinstance(refusal("567"), UnknownCustomer), "three digits are too few"


@pytest.mark.parametrize("asked", [None, "", "  "])
def test_without_a_customer_it_asks_for_one(asked: str | None) -> None:
    assert refusal(asked).words.zh == "要看哪位客户？请填买家账号、姓名或电话（操作面板的“客户”）。"


def test_telephone_numbers_are_masked_everywhere() -> None:
    result = history("天猫:nick")
    assert "13812345678" not in result.tables["CustomerHistory"].to_csv()
    numbered = history("13711112222", Orders=[order(1, "2026-03-01", platform="jd", customer="13711112222")])
    assert numbered.tables["CustomerHistory"]["customer"].tolist() == ["137****2222"]
    assert "13711112222" not in str(texts(numbered.notes)) + str(numbered.details)


def test_rows_that_name_the_customer_otherwise_belong_too_and_are_pointed_out() -> None:
    case = {"kind": "damage", "platform": "tmall", "opened": at("2026-03-05")}
    cases = [
        case | {"case_id": "C1", "customer": "李四"},
        case | {"case_id": "C2", "order_id": "1"},
        case | {"case_id": "C3", "customer": "王五"},  # the name of somebody else
        case | {"case_id": "C4", "customer": "nick", "platform": "jd"},
        case | {"case_id": "C5", "customer": "nick"},
    ]
    result = history("李四", AfterSales=cases)
    listed = result.tables["CustomerHistory"]
    assert listed.loc[listed["kind"] == "case", "reference"].tolist() == ["C1", "C2", "C5"]
    assert set(listed["customer"]) == {"nick"}
    assert texts(result.notes)[1:] == [
        "售后登记 第 5、6 行的“客户”不是账号，按“客户”筛选会漏掉；请改成 nick。"
    ]


def test_a_case_whose_order_is_another_customers_stands_under_its_account_and_both_are_told() -> None:
    case = {"kind": "damage", "platform": "tmall", "opened": at("2026-03-05")}
    cases = [
        case | {"case_id": "C1", "customer": "lily", "order_id": "1"},  # the order is nick's
        case | {"case_id": "C2", "customer": "lily", "order_id": "8"},
    ]
    told = "售后登记 第 5 行的“客户”和“订单号”对不上：订单是另一位客户的，请核对哪个写错了。"
    for asked, counted in (("天猫:nick", 0), ("lily", 2)):
        result = history(asked, AfterSales=cases)
        assert result.details["case"] == counted
        assert texts(result.notes)[1:] == [told]


def test_a_name_that_two_customers_share_is_nobodys() -> None:
    cases = [
        {
            "case_id": "C1",
            "kind": "damage",
            "platform": "tmall",
            "opened": at("2026-03-05"),
            "customer": "王五",
        }
    ]
    shared = [*ARCHIVE[:2], {"platform": "tmall", "account": "wang", "name": "王五"}]
    assert history("lily", Customers=shared, AfterSales=cases).details["case"] == 0
    assert history("lily", Customers=ARCHIVE[:2], AfterSales=cases).details["case"] == 1


def test_a_customer_of_the_archive_without_anything_else_is_said_to_have_nothing() -> None:
    result = history("赵六")
    assert result.headline.zh == "这位客户还没有往来记录。"
    assert result.tables["CustomerHistory"].empty
    dtypes = {c.name: c.dtype for c in TABLES["CustomerHistory"].columns}
    assert result.tables["CustomerHistory"].dtypes.astype(str).to_dict() == dtypes


def test_the_registers_say_the_account_so_that_a_filter_shows_one_customer() -> None:
    orders = [order(1, "2026-03-09 10:00", customer="nick", agent_id="K01")]
    customers = [
        {
            "platform": "tmall",
            "account": "nick",
            "name": "李四",
            "first_visit": at("2026-03-09"),
            "owner": "K01",
        }
    ]
    archive_rule = {
        "rule_id": "A2",
        "preset": "shop",
        "active": True,
        "event": "customer_new",
        "channel": "archive",
        "action": "建档",
        "due_from": 0.0,
        "due_by": 2.0,
        "unit": "days",
    }
    chase = archive_rule | {
        "rule_id": "U12",
        "event": "order_unpaid",
        "due_from": 12.0,
        "due_by": 24.0,
        "unit": "hours",
    }
    asked = request(
        NOW,
        Customers=customers,
        Orders=orders,
        Roster=roster(K01="白" * 10),
        FollowUpRules=[archive_rule, chase],
    )
    written = update_followups(asked).tables
    made = written["FollowUps"]
    assert sorted(made["rule_id"]) == ["A2", "U12"]
    assert set(made["customer"]) == {"nick"}
    assert set(written["Today"].loc[written["Today"]["kind"] == "follow_up", "customer"]) == {"nick"}
    register = frame("FollowUps", *made.astype("object").where(made.notna(), None).to_dict("records"))
    found = customer_history(
        replace(asked, tables={**asked.tables, "FollowUps": register}, parameters={"customer": "李四"})
    )
    assert (found.details["order"], found.details["follow_up"]) == (1, 2)


def test_in_a_workbook_the_history_is_replaced_by_the_next_customers(shop: Path) -> None:
    type_rows(
        shop,
        "Orders",
        [
            {"platform": "jd", "order_id": "1", "customer": "nick", "created": at("2026-11-20 10:00")},
            {"platform": "jd", "order_id": "2", "customer": "lily", "created": at("2026-11-21 10:00")},
        ],
    )

    def asked(customer: str) -> pd.DataFrame:
        run(
            "customer-history", FileBook(shop), NOON, now=NOON, user="测试", parameters={"customer": customer}
        )
        return rows(shop, "CustomerHistory")[["customer", "reference"]]

    assert asked("nick").to_numpy().tolist() == [["nick", "1"]]
    assert asked("lily").to_numpy().tolist() == [["lily", "2"]]
    before = every_table(shop)
    asked("lily")
    assert every_table(shop) == before
