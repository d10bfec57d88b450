"""Exports are known by their headers; what is not known is a clear message and never a guess."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from csbook.commands.handler import File
from csbook.commands.import_reading import LastWithoutFirst
from csbook.imports.built_in import BUILT_IN
from csbook.imports.faults import NothingImported
from csbook.imports.targets import Kind
from csbook.problems import Words
from tests.imports.exports import DAY, csv_file, excel_file, importing, said, totals

SATISFACTION = [["旺旺账号名称", "旺旺评价量", "满意评价量"], ["红", 10, 9]]
SAID = {"first": dt.date(2026, 3, 2)}


def refusal(*files: File, **more: Any) -> str:
    with pytest.raises(NothingImported) as refused:
        importing(*files, **more)
    return refused.value.words.zh


def test_the_name_of_a_file_says_nothing() -> None:
    result = importing(csv_file(SATISFACTION, name="京东订单.csv"), told=SAID)
    assert [file["profile"] for file in result.details["files"]] == ["tmall_satisfaction"]


def test_an_unknown_file_is_told_with_the_headers_that_the_nearest_profile_has() -> None:
    said = refusal(csv_file([["旺旺账号名称", "旺旺评价量"], ["红", 10]], name="满意.csv"))
    assert said == (
        "认不出 满意.csv 是哪种导出表。最接近“天猫/淘宝 客服满意度”，但缺少表头：满意评价量。"
        "请检查导出的内容，或在“导入映射”里添加这种表。"
    )


def test_orders_of_a_platform_without_a_profile_are_told_to_be_added() -> None:
    headers = ["商品", "订单号", "订单状态", "商品总价(元)", "用户实付金额(元)", "订单成交时间"]
    file = csv_file([headers, ["袜", "261202-1", "待发货", 29.9, 29.9, "2026-03-02 10:00"]], name="多多.csv")
    with pytest.raises(NothingImported) as refused:
        importing(file)
    assert refused.value.words.zh == (
        "认不出 多多.csv 是哪种导出表。前 10 行里没有认识的表头。"
        "自带的订单表只有天猫、淘宝的；别的平台的订单，请在“导入映射”里添加这种表，每个表头一行。"
    )
    assert "the exports of Tmall and Taobao only" in refused.value.words.en
    assert "自带的订单表只有" in refusal(csv_file([["子订单编号", "下单时间"], [1, 2]]))


def test_which_platforms_orders_are_known_of_is_said_as_it_is() -> None:
    of_orders = [profile for profile in BUILT_IN if profile.kind is Kind.ORDERS]
    assert {platform for profile in of_orders for platform in profile.platforms} == {"tmall", "taobao"}


def test_a_file_without_any_known_header_is_told() -> None:
    assert "前 10 行里没有认识的表头" in refusal(csv_file([["甲", "乙"], [1, 2]]))


def test_one_unusable_file_does_not_keep_the_others_out() -> None:
    result = importing(csv_file([["甲"], [1]], name="坏.csv"), csv_file(SATISFACTION), told=SAID)
    assert totals(result) == {("红", "ratings"): 10, ("红", "satisfied"): 9}
    assert "1 个文件没能导入" in result.headline.zh
    assert "认不出 坏.csv" in said(result)


def test_an_export_with_headers_and_no_data_is_to_be_exported_again() -> None:
    empty = csv_file(SATISFACTION[:1], name="空.csv")
    with pytest.raises(NothingImported) as refused:
        importing(empty, told=SAID)
    assert refused.value.words == Words(
        "空.csv 里只有表头，没有数据。请重新导出；那几天确实没有数据的，把文件移走。",
        "空.csv holds headers and no data. Export it again; where there truly is none, move the file away.",
    )
    result = importing(empty, csv_file(SATISFACTION), told=SAID)
    assert totals(result) == {("红", "ratings"): 10, ("红", "satisfied"): 9}
    assert "空.csv 里只有表头，没有数据" in said(result)
    assert result.left_out
    assert result.then is None


def test_an_export_whose_only_row_sums_up_others_holds_no_data() -> None:
    assert "没有数据" in refusal(csv_file([*SATISFACTION[:1], ["汇总", 10, 9]]), told=SAID)


def test_a_sheet_without_data_beside_one_with_data_is_no_fault() -> None:
    result = importing(excel_file({"十月": SATISFACTION[:1], "十一月": SATISFACTION}), told=SAID)
    assert not result.left_out
    assert "（十月）：天猫/淘宝 客服满意度，0 行" in said(result)


def test_every_sheet_of_a_workbook_is_tried() -> None:
    service = [["旺旺账号名称", "人工接待会话量", "平均响应时长"], ["红", 100, 20]]
    file = excel_file({"说明": [["看这里"]], "按客服查看": service, "明细": SATISFACTION})
    result = importing(file, told=SAID)
    assert {measure for _, measure in totals(result)} == {
        "receptions",
        "response_seconds",
        "ratings",
        "satisfied",
    }
    assert [f["sheet"] for f in result.details["files"]] == ["按客服查看", "明细"]


def test_a_shops_file_with_agents_in_it_is_not_taken_for_the_whole_shop() -> None:
    rows = [["日期", "客服", "询单人数", "最终付款人数", "最终付款金额"], [DAY, "红", 1, 1, 1]]
    assert "认不出" in refusal(csv_file(rows))


def test_a_header_that_stands_twice_is_told() -> None:
    rows = [["旺旺账号名称", "旺旺评价量", "满意评价量", "满意评价量"], ["红", 10, 9, 8]]
    assert "有两列都是“满意评价量”" in refusal(csv_file(rows), told=SAID)


def test_columns_that_no_profile_knows_are_told() -> None:
    rows = [[*SATISFACTION[0], "新指标"], [*SATISFACTION[1], 5]]
    assert "没有用到的列：新指标" in said(importing(csv_file(rows), told=SAID))


@pytest.mark.parametrize(
    ("platforms", "told", "platform", "guessed"),
    [
        ("tmall,jd", {}, "tmall", False),
        ("taobao", {}, "taobao", False),
        ("taobao,tmall", {}, "tmall", True),
        ("jd", {}, "tmall", True),
        ("tmall", {"platform": "taobao"}, "taobao", False),
        ("tmall", {"platform": "pdd"}, "tmall", False),  # what the headers say is not overruled
    ],
)
def test_the_platform_is_the_one_said_or_served(
    platforms: str, told: dict[str, Any], platform: str, guessed: bool
) -> None:
    staff = [{"agent_id": "K01", "name": "赵一", "platforms": platforms}]
    result = importing(csv_file(SATISFACTION), told=SAID | told, Staff=staff)
    assert set(result.tables["PlatformFigures"]["platform"]) == {platform}
    assert ("--platform" in said(result)) == guessed


def test_the_shop_is_the_files_own_else_the_one_said_else_the_settings() -> None:
    def shops(rows: Any, **told: Any) -> set[str]:
        return set(importing(csv_file(rows), told=SAID | told).tables["PlatformFigures"]["shop"])

    named = [["店铺名称", *SATISFACTION[0]], ["二店", *SATISFACTION[1]]]
    assert shops(named, shop="三店") == {"二店"}
    assert shops(SATISFACTION, shop="三店") == {"三店"}
    assert shops(SATISFACTION) == {"一店"}


def test_an_export_of_any_platform_needs_it_said() -> None:
    rows = [["买家昵称", "咨询时间"], ["小明", "2026-03-02 10:00"]]
    assert "--platform" in refusal(csv_file(rows))
    staff = [{"agent_id": "K01", "name": "赵一", "platforms": "pdd"}]
    asked = importing(csv_file(rows), Staff=staff).tables["Enquiries"]
    assert asked["platform"].tolist() == ["pdd"]


@pytest.mark.parametrize("told", [{"last": dt.date(2026, 3, 2)}, SAID | {"last": dt.date(2026, 3, 1)}])
def test_a_last_day_needs_an_earlier_first_one(told: dict[str, Any]) -> None:
    with pytest.raises(LastWithoutFirst):
        importing(csv_file(SATISFACTION), told=told)
