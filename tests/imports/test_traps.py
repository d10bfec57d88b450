"""The traps that importers of real exports met, each with the file that shows it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from csbook.imports.faults import NothingImported
from tests.commands.daily_shop import request
from tests.imports.exports import (
    DAY,
    TODAY,
    csv_file,
    excel_file,
    importing,
    next_request,
    said,
    totals,
)

SERVICE = ["日期", "旺旺账号名称", "人工接待会话量", "平均响应时长", "3分钟人工响应率"]
PDD = ["日期", "客服账号", "询单人数", "最终成团人数", "需要人工回复的咨询人数"]
SATISFACTION = ["旺旺账号名称", "旺旺评价量", "满意评价量"]
SAID = {"first": dt.date(2026, 3, 2)}


def test_trap_1_durations_as_text_and_pinduoduo_counts_minutes() -> None:
    tmall = importing(csv_file([SERVICE, [DAY, "红", 10, "2分30秒", "-"], [DAY, "绿", 10, "11秒", "-"],
                                [DAY, "蓝", 2, "7小时41分52秒", "-"], [DAY, "紫", 10, 30, "-"]]))  # fmt: skip
    pdd = importing(csv_file([[*PDD, "平均人工响应时长（分钟）"], [DAY, "红", 5, 1, 10, 0.5]]))
    expected = {"红": 1500, "绿": 110, "蓝": 55_424, "紫": 300}
    assert {a: t for (a, m), t in totals(tmall).items() if m == "response_seconds"} == expected
    assert totals(pdd)["红", "response_seconds"] == 300


@pytest.mark.parametrize("cell", [0.9971, 99.71, "99.71%", "99.71\uff05"])
def test_trap_2_a_percentage_is_written_in_three_ways(cell: Any) -> None:
    assert totals(importing(csv_file([SERVICE, [DAY, "红", 1000, 9, cell]])))["红", "three_minutes"] == (
        pytest.approx(997.1)
    )


@pytest.mark.parametrize("nothing", ["-", "--", "", "N/A"])
def test_trap_2_no_data_is_no_figure_and_not_zero(nothing: str) -> None:
    found = totals(
        importing(csv_file([SERVICE, [DAY, "红", 10, nothing, nothing], [DAY, "绿", 0, 5, "90%"]]))
    )
    assert found == {("红", "receptions"): 10, ("绿", "receptions"): 0}


@pytest.mark.parametrize(
    "word", ["汇总值", "平均值", "合计", "总计", "汇总", "平均", "总和", "店铺汇总值", "店铺平均值"]
)
def test_trap_3_summary_rows_are_no_agents(word: str) -> None:
    rows = [SERVICE, [DAY, "红", 10, 9, 1], [DAY, word, 110, 9, 1], [word, "", 110, 9, 1]]
    result = importing(csv_file(rows))
    assert {account for account, _ in totals(result)} == {"红"}
    assert result.details["rows_left_out"] == []


@pytest.mark.parametrize(
    "header",
    [
        "旺旺昵称",
        "客服昵称",
        "客服账号",
        "旺旺账号",
        "客服",
        "昵称",
        "旺旺账号名称",
        " 旺旺昵称 ",
        "\ufeff旺旺昵称",
    ],
)
def test_trap_4_the_agents_column_has_many_names(header: str) -> None:
    rows = [[header, "净销售额", "询单人数", "下单人数"], ["红", 5, 4, 3]]
    assert totals(importing(csv_file(rows), told=SAID))["红", "sales"] == 5


def test_trap_4_headers_mix_full_and_half_width() -> None:
    mixed = [
        "日期",
        "旺旺昵称",
        "有效接待人数",
        "当日询单人数",
        "净销售额",
        "首次响应时长（秒)",
        "平均响应时长(秒）",
    ]
    found = totals(importing(csv_file([mixed, [DAY, "红", 10, 5, 100, 4, 30]])))
    assert (found["红", "first_response_seconds"], found["红", "response_seconds"]) == (40, 300)


@pytest.mark.parametrize("above", range(10))
def test_trap_4_the_header_stands_within_the_first_ten_rows(above: int) -> None:
    rows = [*([f"标题 {n}"] for n in range(above)), SERVICE, [DAY, "红", 10, 9, 1]]
    assert totals(importing(excel_file(rows)))["红", "receptions"] == 10


def test_trap_4_a_header_further_down_is_not_looked_for() -> None:
    with pytest.raises(NothingImported):
        importing(excel_file([*([f"标题 {n}"] for n in range(10)), SERVICE, [DAY, "红", 10, 9, 1]]))


def test_trap_5_several_accounts_of_one_agent_are_added_up_in_the_log() -> None:
    staff = [{"agent_id": "K01", "name": "赵一", "platforms": "tmall", "accounts": "旗舰店:红、旗舰店：绿"}]
    rows = [SERVICE, [DAY, "旗舰店：红", 10, 9, 1], [DAY, "旗舰店:绿", 30, 5, 1]]
    (log,) = importing(csv_file(rows), Staff=staff).tables["DailyLog"].to_dict("records")
    assert (log["agent_id"], log["name"], log["platform"], log["shop"]) == ("K01", "赵一", "tmall", "一店")
    assert (log["receptions"], log["answered"], log["response_seconds"]) == (40, 40, 240)


def test_trap_5_unknown_accounts_are_told_once_and_count_when_bound() -> None:
    rows = [SERVICE, [DAY, "红", 10, 9, 1], ["2026-03-03", "红", 20, 9, 1], [DAY, "K02", 7, 9, 1]]
    before = request(TODAY)
    first = importing(csv_file(rows))
    told = [note.zh for note in first.notes if "还不知道是谁的账号" in note.zh]
    assert len(told) == 1
    assert told[0].count("红") == 1
    assert "K02" not in told[0]  # a staff number or name is known without binding
    assert first.tables["DailyLog"]["agent_id"].tolist() == ["K02"]
    later = next_request(first, before)
    staff = later.tables["Staff"].assign(accounts=pd.Series([None, None, "红"], dtype="str").to_numpy())
    bound = replace(later, tables={**later.tables, "Staff": staff})
    again = importing_on(bound, csv_file([["日期", "销售额", "销售量", "销售人数"], [DAY, 1, 1, 1]]))
    log = again.tables["DailyLog"]
    assert log[["agent_id", "receptions"]].to_numpy().tolist() == [["K03", 10], ["K03", 20]]


def test_trap_6_the_date_in_the_file_is_the_day_and_not_that_of_its_name() -> None:
    headers = ["日期", "询单人数", "最终付款人数", "最终付款金额"]
    file = csv_file([headers, ["2026-03-17", 9, 3, 100]], name="业绩询单_2026-03-20.csv")
    assert set(importing(file).tables["PlatformFigures"]["period_from"]) == {dt.datetime(2026, 3, 17)}


def test_trap_6_a_file_without_a_date_is_refused_until_it_is_said() -> None:
    file = csv_file([SATISFACTION, ["红", 10, 9]], name="满意度2026-03-01.csv")
    with pytest.raises(NothingImported) as refused:
        importing(file)
    assert "--first" in refused.value.words.zh
    months = importing(file, told={"first": dt.date(2026, 2, 1), "last": dt.date(2026, 2, 28)})
    figures = months.tables["PlatformFigures"]
    assert set(figures["period_from"]) == {dt.datetime(2026, 2, 1)}
    assert set(figures["period_to"]) == {dt.datetime(2026, 2, 28)}
    assert "DailyLog" not in months.tables  # a month is no day


@pytest.mark.parametrize(
    "line", ["统计时间：2026-03-01 ~ 2026-03-07", "2026-03-01至2026-03-07", "周期: 20260301-20260307"]
)
def test_trap_6_the_period_may_stand_above_the_headers(line: str) -> None:
    figures = importing(csv_file([[line], SATISFACTION, ["红", 10, 9]])).tables["PlatformFigures"]
    assert set(figures["period_from"]) == {dt.datetime(2026, 3, 1)}
    assert set(figures["period_to"]) == {dt.datetime(2026, 3, 7)}


def test_trap_6_figures_of_the_last_four_days_are_told_to_be_provisional() -> None:
    headers = ["日期", "询单人数", "最终付款人数", "最终付款金额"]
    early = importing(csv_file([headers, ["2026-03-16", 9, 3, 100]]), today="2026-03-20 09:00")
    final = importing(csv_file([headers, ["2026-03-15", 9, 3, 100]]), today="2026-03-20 09:00")
    assert "有 3 个数的日期离今天不到 4 天" in said(early)
    assert "--replace" in said(early)
    assert "不到 4 天" not in said(final)


def test_trap_7_people_consulting_are_not_enquirers() -> None:
    headers = ["旺旺昵称", "咨询人数", "询单人数", "下单人数", "净销售额"]
    staff = [{"agent_id": "K01", "name": "赵一", "platforms": "tmall", "accounts": "红"}]
    result = importing(csv_file([headers, ["红", 5833, 1298, 400, 1]]), told=SAID, Staff=staff)
    assert totals(result)["红", "consulted"] == 5833
    assert totals(result)["红", "enquiries"] == 1298
    assert result.tables["DailyLog"]["enquiries"].tolist() == [1298]


def test_trap_8_means_are_weighted_by_receptions() -> None:
    rows = [SERVICE, [DAY, "红", 100, 10, "100%"], [DAY, "绿", 300, 50, "80%"]]
    figures = importing(csv_file(rows)).tables["PlatformFigures"]
    for measure, mean in (("response_seconds", 40), ("three_minutes", 0.85)):
        of = figures[figures["measure"] == measure]
        assert of["total"].sum() / of["weight"].sum() == pytest.approx(mean)  # not 30 and 90 %


def test_trap_8_a_mean_without_its_weight_is_left_out_and_told() -> None:
    rows = [SERVICE, [DAY, "红", "", 30, "90%"], [DAY, "绿", 10, 30, "90%"]]
    result = importing(csv_file(rows))
    assert {account for account, _ in totals(result)} == {"绿"}
    assert "平均数要有对应的数量" in said(result)


def test_trap_8_a_plain_mean_of_rates_is_never_stored() -> None:
    headers = ["店铺名", "日期", "客服", "咨询量", "满意率", "24小时下单金额", "24小时下单转化率"]
    found = totals(importing(csv_file([headers, ["一店", DAY, "王", 80, "99%", 5, "30%"]])))
    assert found == {("王", "consulted"): 80, ("王", "sales_24_hours"): 5}


def test_trap_9_a_zero_denominator_gives_no_figure() -> None:
    rows = [SERVICE, [DAY, "红", 0, 0, "0%"]]
    assert totals(importing(csv_file(rows))) == {("红", "receptions"): 0}


def test_trap_9_a_call_log_without_ratings_gives_no_points() -> None:
    headers = ["Agent", "Date", "Answered (Y/N)", "Speed of answer in seconds", "Satisfaction rating"]
    found = totals(importing(csv_file([headers, ["Dan", DAY, "N", "", ""]])))
    assert found == {
        ("Dan", "receptions"): 1,
        ("Dan", "answered"): 0,
        ("Dan", "ratings"): 0,
        ("Dan", "satisfied"): 0,
    }


def test_trap_10_the_same_rate_over_other_hours_is_another_measure() -> None:
    headers = [*PDD, "3分钟人工回复率(8-23点)", "3分钟人工回复率(全天)"]
    found = totals(importing(csv_file([headers, [DAY, "红", 5, 1, 100, "98%", "60%"]])))
    assert (found["红", "three_minutes_8_23"], found["红", "three_minutes_all_day"]) == (98, 60)
    douyin = ["客服账号", "询单人数", "下单人数", "接待会话量", "工作时间平响时长", "全天平响时长"]
    found = totals(importing(csv_file([douyin, ["美", 5, 1, 100, 20, 45]]), told=SAID))
    assert (found["美", "response_seconds_working"], found["美", "response_seconds"]) == (2000, 4500)


def importing_on(before: Any, *files: Any) -> Any:
    from csbook.commands.import_files import import_files

    return import_files(replace(before, files=files))
