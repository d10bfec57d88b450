"""Orders, their buyers, and customers who asked."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from csbook.commands.handler import File
from csbook.commands.import_files import import_files
from csbook.imports.orders import is_virtual, region_of
from csbook.masking import pseudonym
from tests.commands.daily_shop import request
from tests.followups.shop import at
from tests.imports.exports import TODAY, csv_file, excel_file, importing, next_request, said

PLAIN = ["订单编号", "总金额", "买家实际支付金额", "收货地址 ", "订单创建时间", "订单付款时间 ", "退款金额"]
FULL = [
    *("订单编号", "买家会员名", "总金额", "买家实际支付金额", "订单状态", "收货人姓名", "收货地址 "),
    *("联系电话 ", "联系手机", "订单创建时间", "订单付款时间 ", "宝贝标题 ", "退款金额", "店铺名称"),
]
ADDRESS = "浙江省 杭州市 西湖区 文三路 1 号"
NOT_PAID = {"订单付款时间 ": ""}


def full(number: str = "1", **cells: Any) -> list[Any]:
    """A row of the export with buyers."""
    row = {
        "订单编号": f'="{number}"',
        "买家会员名": "小明",
        "总金额": "100.00",
        "买家实际支付金额": "100.00",
        "订单状态": "交易成功",
        "收货人姓名": "张明",
        "收货地址 ": ADDRESS,
        "联系电话 ": "",
        "联系手机": "'13800138000",
        "订单创建时间": "2026-03-02 10:00:00",
        "订单付款时间 ": "2026-03-02 10:05:07",
        "宝贝标题 ": "被套",
        "退款金额": "0",
        "店铺名称": "一店",
    } | cells
    return [row[name] for name in FULL]


def orders(*rows: list[Any], name: str = "orders.csv") -> File:
    return csv_file([FULL, *rows], name=name, encoding="gbk")


def archive(result: Any) -> list[dict[str, Any]]:
    return [
        {name: value for name, value in row.items() if not pd.isna(value)}
        for row in result.tables.get("Customers", pd.DataFrame()).to_dict("records")
    ]


def then(file: File, **tables: Any) -> Any:
    return import_files(replace(request(TODAY, **tables), files=(file,)))


def test_orders_without_buyers_have_no_customer() -> None:
    rows = [PLAIN, [7, 178.8, 0.0, "上海", "2026-03-01 00:00:00", "", 0.0]]
    result = importing(csv_file(rows))
    (order,) = result.tables["Orders"].to_dict("records")
    assert order["platform"] == "tmall"
    assert order["order_id"] == "7"
    assert pd.isna(order["customer"])
    assert pd.isna(order["paid"])
    assert (order["total"], order["refund"], order["region"]) == (Decimal("178.80"), Decimal("0.00"), "上海")
    assert "Customers" not in result.tables


def test_orders_with_buyers_make_orders_and_customers() -> None:
    result = importing(orders(full("2034567890123456789")))
    (order,) = result.tables["Orders"].to_dict("records")
    assert (order["order_id"], order["customer"], order["region"]) == (
        "2034567890123456789",
        "小明",
        "浙江省",
    )
    assert order["paid"] == pd.Timestamp("2026-03-02 10:05:07")
    assert archive(result) == [
        {
            "platform": "tmall",
            "account": "小明",
            "name": "张明",
            "phone": "13800138000",
            "address": ADDRESS,
            "first_visit": at("2026-03-02"),
        }
    ]


def test_what_stands_in_the_archive_is_kept_and_blanks_are_filled() -> None:
    standing = [{"platform": "tmall", "account": "小明", "name": "老张", "phone": "13900000000"}]
    (customer,) = archive(then(orders(full()), Customers=standing))
    assert (customer["name"], customer["phone"], customer["address"]) == ("老张", "13900000000", ADDRESS)


def test_a_virtual_number_is_kept_with_the_day_until_which_it_can_be_called() -> None:
    (customer,) = archive(importing(orders(full(联系手机="17012345678-1234")), settings={"virtual_days": 15}))
    assert customer["phone"] == "17012345678-1234"
    assert customer["virtual_until"] == at("2026-03-17")


def test_the_virtual_number_of_the_latest_order_counts() -> None:
    rows = (full("1", 联系手机="17012345678-1111"),
            full("2", 联系手机="17012345678-2222", 订单创建时间="2026-03-05 09:00:00"))  # fmt: skip
    (customer,) = archive(importing(orders(*rows)))
    assert (customer["phone"], customer["virtual_until"]) == ("17012345678-2222", at("2026-03-20"))
    assert customer["first_visit"] == at("2026-03-02")


@pytest.mark.parametrize(
    ("phone", "until", "kept"),
    [
        ("17012345678-1111", at("2026-03-01"), False),  # expired: it reaches nobody
        ("17012345678-1111", at("2026-03-30"), True),
        ("13900000000", None, True),
    ],
)
def test_only_an_expired_virtual_number_gives_way_to_a_newer_one(phone: str, until: Any, kept: bool) -> None:
    standing = [{"platform": "tmall", "account": "小明", "phone": phone, "virtual_until": until}]
    row = full(联系手机="17012345678-2222", 订单创建时间="2026-03-18 09:00:00")
    result = then(orders(row), Customers=standing)
    (customer,) = archive(result)
    assert (customer["phone"] == phone) == kept
    assert ("虚拟号已过期" in said(result)) == (not kept)


@pytest.mark.parametrize(
    ("phone", "virtual"),
    [
        ("17012345678-1234", True),
        ("18412345678转0123", True),
        ("13800138000", False),
        ("0571-87654321", False),
        (None, False),
    ],
)
def test_a_virtual_number_has_an_extension_behind_a_mobile_number(phone: Any, virtual: bool) -> None:
    assert is_virtual(phone) == virtual


def test_masked_buyers_are_not_taken_for_customers() -> None:
    row = full(买家会员名="小**", 收货人姓名="张**", 联系手机="138****0000")
    result = importing(orders(row, full("2", 收货人姓名="李*")))
    assert result.tables["Orders"]["customer"].isna().tolist() == [True, False]
    (customer,) = archive(result)
    assert "name" not in customer
    assert "2 行的买家信息被平台打了星号" in said(result)


def test_a_later_export_updates_the_order_and_never_empties_a_cell() -> None:
    before = next_request(
        importing(orders(full(订单状态="等待买家付款", **{"订单付款时间 ": ""}))), request(TODAY)
    )
    paid = import_files(replace(before, files=(orders(full()),)))
    (order,) = paid.tables["Orders"].to_dict("records")
    assert order["paid"] == pd.Timestamp("2026-03-02 10:05:07")
    later = next_request(paid, before)
    refunded = csv_file([PLAIN, [1, 100, 0, "", "2026-03-02 10:00:00", "", 100]], name="later.csv")
    (order,) = import_files(replace(later, files=(refunded,))).tables["Orders"].to_dict("records")
    assert (order["refund"], order["paid_amount"]) == (Decimal("100.00"), Decimal("0.00"))
    assert order["paid"] == pd.Timestamp("2026-03-02 10:05:07")
    assert order["customer"] == "小明"


def test_a_closed_order_is_cancelled_since_it_was_seen_so_and_stays_so() -> None:
    file = orders(full(订单状态="交易关闭", **{"订单付款时间 ": ""}))
    first = importing(file, today="2026-03-20 09:00")
    assert first.tables["Orders"]["cancelled"].tolist() == [pd.Timestamp("2026-03-20 09:00")]
    standing = next_request(first, request("2026-03-25 09:00"))
    assert import_files(replace(standing, files=(file,))).tables == {}


def test_an_order_that_stands_twice_and_differs_is_told() -> None:
    result = importing(orders(full("1"), full("1"), full("1", 总金额="7")))
    assert result.tables["Orders"]["total"].tolist() == [Decimal("100.00")]
    assert said(result).count("同一订单在文件里有不同的两行") == 1
    assert "第 4 行" in said(result)
    assert result.headline.zh.startswith("从 1 个文件读入 2 行，1 行没有导入。订单新增 1")
    assert "其中 1 行和别的行是同一个订单，只算一次" in said(result)


def test_the_rows_of_overlapping_files_add_up() -> None:
    files = orders(full("1"), full("2")), orders(full("2"), full("3"), name="later.csv")
    result = importing(*files)
    assert result.headline.zh.startswith("从 2 个文件读入 4 行，0 行没有导入。订单新增 3")
    assert "其中 1 行和别的行是同一个订单，只算一次（两个文件里不同的，以后一个文件为准）。" in said(result)
    english = [note.en for note in importing(files[0], files[0]).notes]
    assert any(
        note.startswith("2 rows of these are of an order that another row has too") for note in english
    )
    assert not any("同一个订单" in note.zh for note in importing(files[0]).notes)


def test_files_of_two_folders_with_one_name_are_two_files() -> None:
    result = importing(orders(full("1", 总金额="7")), orders(full("1", 总金额="9")))
    assert result.tables["Orders"]["total"].tolist() == [Decimal("9.00")], "of two files the later"
    assert "(2) orders.csv：" in said(result)
    assert not result.left_out


def test_a_platform_said_that_is_no_file_s_is_told_to_be_unused() -> None:
    unused = "写明的平台“京东”没有用到：这些文件的表头是别的平台的。"
    assert unused in said(importing(orders(full("1")), told={"platform": "jd"}))
    assert "没有用到：" not in said(importing(orders(full("1")), told={"platform": "taobao"}))


def test_an_order_that_the_table_could_not_hold_is_left_out_and_told() -> None:
    result = importing(orders(full("1"), full("2", 总金额="-5"), full("9" * 50)))
    assert result.tables["Orders"]["order_id"].tolist() == ["1"]
    assert result.headline.zh.startswith("从 1 个文件读入 1 行，2 行没有导入。"), "no row is counted twice"
    assert result.details["rows_read"] == result.details["files"][0]["rows"] == 1
    assert [out["row"] for out in result.details["rows_left_out"]] == [4, 3]


def test_an_order_of_another_century_is_left_out_since_no_command_would_read_it_back() -> None:
    result = importing(orders(full("1"), full("2", 订单创建时间="1970-01-01 08:00:00")))
    assert result.tables["Orders"]["order_id"].tolist() == ["1"]
    assert [out["row"] for out in result.details["rows_left_out"]] == [3]


def test_an_old_export_does_not_bring_back_a_removed_customer() -> None:
    standing = {"platform": "tmall", "order_id": "1", "customer": pseudonym(12, "zh")}
    standing |= {"created": at("2026-03-02 10:00")}
    result = then(orders(full()), Orders=[standing])
    assert archive(result) == []
    assert result.tables["Orders"]["customer"].tolist() == [pseudonym(12, "zh")]
    assert result.tables["Orders"]["region"].isna().all()


def test_an_old_chat_of_a_removed_customer_does_not_come_back() -> None:
    removed = {"platform": "tmall", "customer": pseudonym(12, "zh"), "item": "被套"}
    removed |= {"asked_at": at("2026-03-02 10:00")}
    file = chats(["小明", "2026-03-02 10:00", "K01", "被套"], ["小红", "2026-03-02 10:00", "K01", "枕头"])
    before = request(TODAY, Enquiries=[removed])
    result = import_files(replace(before, files=(file,), parameters={"platform": "tmall"}))
    assert result.tables["Enquiries"]["customer"].tolist() == ["小红"]


ROUNDED = "Excel 把这个号码四舍五入了"


@pytest.mark.parametrize("number", ["4.01235E+18", "4E+18", '="4.01235e+18"'])
def test_an_order_number_that_excel_rounded_is_refused(number: str) -> None:
    rows = [
        PLAIN,
        [number, 50, 0, "", "2026-03-01 10:00:00", "", 0],
        ["4012345678901234567", 50, 0, "", "2026-03-01 10:00:00", "", 0],
    ]
    result = importing(csv_file(rows, name="sci.csv"))
    assert result.tables["Orders"]["order_id"].tolist() == ["4012345678901234567"]
    assert ROUNDED in said(result)
    assert [out["row"] for out in result.details["rows_left_out"]] == [2]
    assert result.left_out


def test_an_order_number_that_excel_keeps_as_an_inexact_number_is_refused() -> None:
    cells = [50, 0, "", "2026-03-01 10:00:00", "", 0]
    file = excel_file([PLAIN, [4012345678901234567, *cells], [123456789012345, *cells]])
    result = importing(file)
    assert result.tables["Orders"]["order_id"].tolist() == ["123456789012345"]
    assert ROUNDED in said(result)


def test_a_file_of_which_no_row_can_be_read_is_not_told_to_stand_in_the_workbook_already() -> None:
    result = importing(csv_file([PLAIN, ["4.01235E+18", 50, 0, "", "2026-03-01 10:00:00", "", 0]]))
    assert result.headline.zh == "从 1 个文件读入 0 行，1 行没有导入。没有写入任何内容。"


def test_a_rounded_telephone_number_is_refused_too() -> None:
    result = importing(orders(full("1", 联系手机="1.38E+10"), full("2")))
    assert result.tables["Orders"]["order_id"].tolist() == ["2"]
    assert "“联系手机”为“1.38E+10”" in said(result)


def test_an_order_paid_before_it_was_made_is_told() -> None:
    result = importing(orders(full("1"), full("2", **{"订单付款时间 ": "2026-03-01 09:00:00"})))
    assert "1 个订单的付款时间早于下单时间，请核对，如 orders.csv 第 3 行" in said(result)
    assert result.left_out
    assert not importing(orders(full("1"))).left_out


def test_an_order_of_a_day_to_come_is_told_and_written() -> None:
    result = importing(orders(full("1"), full("2", 订单创建时间="2027-03-02 10:00:00", **NOT_PAID)))
    assert "1 个订单的日期在今天之后，请核对，如 orders.csv 第 3 行" in said(result)
    assert "1 order dated after today, please look: orders.csv, row 3." in said(result, "en")
    assert result.tables["Orders"]["order_id"].tolist() == ["1", "2"]
    assert result.left_out


def test_a_refund_of_more_than_the_order_came_to_is_told_and_written() -> None:
    result = importing(orders(full("1"), full("2", 退款金额="150"), full("3", 退款金额="100.01")))
    assert "2 个订单的退款多于订单金额，请核对，如 orders.csv 第 3 行" in said(result)
    assert "2 orders with a refund beyond the total, please look: orders.csv, row 3 and others." in said(
        result, "en"
    )
    assert result.tables["Orders"]["refund"].tolist() == [Decimal(0), Decimal(150), Decimal("100.01")]
    assert result.left_out


def test_a_refund_that_the_platform_took_off_the_paid_amount_is_as_it_should_be() -> None:
    assert not importing(orders(full("1", 买家实际支付金额="0", 退款金额="100"))).left_out


@pytest.mark.parametrize(
    ("address", "region"),
    [("上海", "上海"), ("内蒙古自治区", "内蒙古自治区"), (ADDRESS, "浙江省"), (None, None),
     ("浙江省杭州市西湖区文三路1号", "浙江省"), ("广西壮族自治区南宁市青秀区民族大道", "广西壮族自治区"),
     ("北京市朝阳区建国路某某小区1号楼", "北京市"), ("文三路某某小区一号楼二单元三零一", None)],
)  # fmt: skip
def test_orders_keep_the_province_and_leave_the_address_to_the_archive(address: Any, region: Any) -> None:
    assert region_of(address) == region


CHATS = ["买家昵称", "咨询时间", "客服", "咨询商品"]


def chats(*rows: list[Any]) -> File:
    return csv_file([CHATS, *rows], name="chats.csv")


def test_customers_who_asked_are_enquiries_of_the_agent_who_has_the_account() -> None:
    file = chats(["小明", "2026-03-02 10:00:05", "K01", "被套"], ["小红", "2026-03-02 11:00", "不认识", ""])
    result = importing(file, told={"platform": "tmall"})
    asked = result.tables["Enquiries"]
    assert asked["customer"].tolist() == ["小明", "小红"]
    assert asked["agent_id"].fillna("").tolist() == ["K01", ""]
    assert asked["item"].fillna("").tolist() == ["被套", ""]
    assert "不认识" in said(result)


def test_an_enquiry_that_stands_gets_only_its_blanks_filled() -> None:
    standing = [{"platform": "tmall", "customer": "小明", "asked_at": at("2026-03-02 10:00"), "item": "枕头"}]
    before = request(TODAY, Enquiries=standing)
    file = chats(["小明", "2026-03-02 10:00", "K01", "被套"])
    result = import_files(replace(before, files=(file,), parameters={"platform": "tmall"}))
    (row,) = result.tables["Enquiries"].to_dict("records")
    assert (row["item"], row["agent_id"]) == ("枕头", "K01")
    again = next_request(result, before)
    assert import_files(replace(again, files=(file,), parameters={"platform": "tmall"})).tables == {}
