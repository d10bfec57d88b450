"""`who-is-missing`: today's gaps, who is still on shift, and what became of the daily sheets."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from csbook.commands.collect import collect
from csbook.commands.handler import File, Request, Result
from csbook.commands.log_gaps import NEEDED
from csbook.commands.who_is_missing import who_is_missing
from tests.commands.daily_shop import request, roster, run_on, texts
from tests.open_shop import on_shift
from tests.sheets.shop import Edits, files_of, filled, log, opened, saved, shop_day
from tests.workbooks import rows

SHIFTS = [
    {"code": code, "kind": kind, "start": pd.Timedelta(hours=start), "end": pd.Timedelta(hours=end)}
    for code, kind, start, end in (("白", "day", 9, 17.5), ("晚", "evening", 17, 0.5))
]


def complete(day: str, agent: str, platform: str) -> dict[str, Any]:
    return log(day, agent, platform) | {name: 30 if name == "receptions" else True for name in NEEDED}


def evening(moment: str = "2026-03-03 18:00", **tables: Any) -> Request:
    """K01 on the day shift has not filled the one of two rows, K02 on the evening shift nothing yet; K03
    rests."""
    given: dict[str, Any] = {
        "Shifts": SHIFTS,
        "Roster": roster(K01="白白白", K02="晚晚晚", K03="白白休"),
        "DailyLog": [
            complete("2026-03-03", "K01", "tmall"),
            log("2026-03-03", "K01", "jd"),
            log("2026-03-03", "K02", "tmall"),
        ],
    }
    return request(moment, **(given | tables))


def logs_to_fill(result: Result) -> list[list[Any]]:
    listed = result.tables["Today"]
    return listed.loc[listed["kind"] == "log", ["agent_id", "reference"]].to_numpy().tolist()


def test_who_has_left_without_filling_the_log_is_missing_and_who_is_on_shift_is_not_yet() -> None:
    result = who_is_missing(evening())
    assert result.headline.zh == "今天 2 人当班，1 人的日报没填完；1 人还没填、还没下班。"
    assert texts(result.notes) == [
        "赵一（K01）3 月 3 日：京东 整行没填。",
        "还没下班，下班前要填：钱二（K02）。",
    ]
    assert result.details == {
        "on_duty": 2,
        "missing": ["K01"],
        "on_shift": ["K02"],
        "sheets_not_filled": [],
    }
    assert ["K01", "2026-03-03"] in logs_to_fill(result)
    listed = result.tables["Today"]
    of_today = listed[listed["reference"] == "2026-03-03"]
    assert of_today[["agent_id", "state", "action"]].to_numpy().tolist() == [
        ["K01", "overdue", "补填日报"],
        ["K02", "due", "下班前填日报"],
    ]


def test_a_shift_past_midnight_is_on_until_it_ends() -> None:
    assert who_is_missing(evening("2026-03-03 23:59")).details["on_shift"] == ["K02"]
    assert who_is_missing(evening("2026-03-03 17:29")).details["on_shift"] == ["K01", "K02"]
    assert who_is_missing(evening("2026-03-03 17:30")).details["on_shift"] == ["K02"]


def test_a_shift_that_nobody_knows_the_end_of_is_over() -> None:
    assert who_is_missing(evening(Shifts=[])).details["missing"] == ["K01", "K02"]


def test_a_past_day_said_without_a_time_is_over() -> None:
    asked = evening("2026-03-03")
    for now in (None, dt.datetime(2026, 3, 4, 0, 30), dt.datetime(2026, 11, 22, 9)):
        result = who_is_missing(replace(asked, now=now))
        assert result.details["missing"] == ["K01", "K02"]
        assert result.headline.zh == "今天 2 人当班，2 人的日报没填完。"


def test_the_clocks_own_day_said_without_a_time_is_as_far_as_the_clock() -> None:
    asked = evening("2026-03-03")
    at_noon = who_is_missing(replace(asked, now=dt.datetime(2026, 3, 3, 12)))
    assert at_noon.headline.zh == "今天 2 人当班，2 人还没填、还没下班。", "nobody is off shift yet"
    at_night = who_is_missing(replace(asked, now=dt.datetime(2026, 3, 4, 0, 10)))
    assert at_night.details["on_shift"] == ["K02"], "the evening shift ends at 00:30"


def test_yesterdays_gaps_stay_in_the_list_of_today() -> None:
    assert logs_to_fill(who_is_missing(evening())) == [
        ["K01", "2026-03-02"],
        ["K01", "2026-03-03"],
        ["K02", "2026-03-02"],
        ["K02", "2026-03-03"],
        ["K03", "2026-03-02"],
    ]


def test_a_complete_log_is_said_to_be_so() -> None:
    done = [complete("2026-03-03", who, "tmall") for who in ("K01", "K02")]
    result = who_is_missing(evening(DailyLog=done))
    assert (result.headline.zh, result.notes) == ("今天 2 人当班，日报都填完了。", ())
    some = who_is_missing(evening(DailyLog=done[:1]))
    assert some.headline.zh == "今天 2 人当班，下班的人都填完了；1 人还没填、还没下班。"
    assert some.headline.en == (
        "2 on duty today; those off shift have filled the log; 1 has not finished work and still has to fill "
        "the log."
    )


def test_without_roster_and_log_it_says_what_to_do_first() -> None:
    result = who_is_missing(evening(Roster=[], DailyLog=[]))
    assert result.headline.zh == "没有这个月的排班，也没有今天的日报，不知道该谁填。"
    assert result.left_out
    assert result.then is not None
    assert result.then.zh.startswith("点“生成排班”排好 2026-03")
    resting = who_is_missing(evening(Roster=roster(K01="白白休", K02="白白休"), DailyLog=[]))
    assert resting.headline.zh == "今天没有人当班，也没有今天的日报，没有人要填。"
    assert not resting.left_out
    logged = who_is_missing(evening(Roster=[]))
    assert logged.details["missing"] == ["K01", "K02"], "those with a row of today are looked for"


def test_a_sheet_handed_out_and_not_filled_is_told_from_one_not_collected() -> None:
    morning = shop_day()
    sheets = files_of(morning)
    begun = filled(sheets["K01"], {("DailyLog", 0, "receptions"): 30})
    late = replace(morning, today=dt.datetime(2026, 3, 3, 20))
    result = who_is_missing(replace(late, files=(begun, sheets["K02"], File("坏.xlsx", b"no workbook"))))
    first, second = texts(result.notes)
    assert first.startswith("赵一（K01）3 月 3 日：")
    assert first.endswith("日报表里填过，还没有收：先点“收日报表”。")
    assert second.endswith("发出的日报表还没有填。")
    assert result.details["sheets_not_filled"] == ["K02"]


def test_what_was_collected_already_is_not_to_be_collected_and_the_wrong_cell_is_named() -> None:
    morning = shop_day()
    sheet = files_of(morning)["K01"]
    wrong = filled(sheet, {("DailyLog", 0, "receptions"): "很多", ("DailyLog", 0, "reviews"): "是"})
    said = evening_after(morning, wrong)
    assert said.endswith("日报表里填得不对、没有收：" + wrong.name + " 里“客服日报”的 G6 现为“很多”。")
    some = filled(sheet, {("DailyLog", 0, "reviews"): "是"})
    assert evening_after(morning, some).endswith("日报表已收，里面也没填这几项。")


def test_figures_that_cannot_be_are_not_to_be_collected_and_what_was_settled_in_the_workbook_is_quiet() -> (
    None
):
    morning = shop_day()
    impossible: Edits = {
        ("DailyLog", 0, "receptions"): 20,
        ("DailyLog", 0, "answered"): 25,
        ("DailyLog", 0, "reviews"): "是",
    }
    wrong = filled(files_of(morning)["K01"], impossible)
    said = evening_after(morning, wrong)
    assert said.endswith("日报表里填得不对、没有收：" + wrong.name + " 里“客服日报”的 G6、H6 现为“25”。")
    settled = evening_after(morning, wrong, receptions=25, answered=25)
    assert settled.endswith("日报表已收，里面也没填这几项。")


def test_a_wrong_cell_of_another_sheet_is_named_with_its_sheet() -> None:
    morning = shop_day()
    typos: Edits = {
        ("DailyLog", 0, "receptions"): "很多",
        ("DailyLog", 0, "orders"): -1,
        ("FollowUps", 0, "satisfaction"): "很好",
    }
    said = evening_after(
        morning, filled(files_of(morning)["K01"], {**typos, ("DailyLog", 0, "reviews"): "是"})
    )
    assert said.endswith(" 里“客服日报”的 G6 现为“很多”、L6 现为“-1”，“回访登记”的 Q6 现为“很好”。")


def test_a_file_that_lies_there_and_cannot_be_read_is_told_instead_of_an_empty_row() -> None:
    morning = shop_day(Shifts=SHIFTS, Roster=roster(K01="白白白", K02="白白晚", K03="白白休"))
    sheets = files_of(morning)
    broken = tuple(replace(file, data=file.data[:3000]) for file in sheets.values())
    result = who_is_missing(replace(morning, today=dt.datetime(2026, 3, 3, 18), files=broken))
    assert texts(result.notes) == [
        f"{who}3 月 3 日：交了日报表、收不了：2026-03-03 0900 {file}.xlsx：文件已损坏或不完整："
        "请本人重新交一次；原文件也打不开的，请再点“发日报表”，在新的里填，旧的删掉。"
        for who, file in (("赵一（K01）", "K01 赵一"), ("钱二（K02）", "K02 钱二"))
    ]
    assert (result.details["missing"], result.details["on_shift"]) == (["K01"], ["K02"])
    assert texts(result.notes, "en")[0].startswith(
        "赵一 (K01), 2026-03-03: handed in a daily sheet of no use: 2026-03-03 0900 K01 赵一.xlsx: "
        "the file is damaged or incomplete"
    )


def test_what_is_wrong_in_the_file_of_somebody_on_shift_is_told_at_once() -> None:
    morning = shop_day(Shifts=SHIFTS, Roster=roster(K01="白白晚", K02="白白晚", K03="白白休"))
    sheets = files_of(morning)
    wrong = filled(sheets["K01"], {("DailyLog", 0, "receptions"): "很多"})
    begun = filled(sheets["K02"], {("DailyLog", 0, "receptions"): 30})
    result = who_is_missing(replace(morning, today=dt.datetime(2026, 3, 3, 18), files=(wrong, begun)))
    assert result.details["on_shift"] == ["K01", "K02"]
    first, second = texts(result.notes)
    assert first.startswith("赵一（K01）3 月 3 日：")
    assert first.endswith(f"日报表里填得不对、没有收：{wrong.name} 里“客服日报”的 G6 现为“很多”。")
    assert second == "还没下班，下班前要填：钱二（K02）。"


def test_a_file_of_today_of_no_use_is_told_whoever_s_it_is() -> None:
    full = [complete("2026-03-03", "K01", "tmall"), log("2026-03-03", "K02", "tmall")]
    names = ("2026-03-03 0900 K01 赵一.xlsx", "2026-03-03 0900 (1).xlsx", "2026-02-27 0900 K01 赵一.xlsx")
    files = tuple(File(name, b"no workbook") for name in names)
    result = who_is_missing(replace(evening(DailyLog=full), files=files))
    assert [text.partition("：")[0] for text in texts(result.notes)] == [
        "还没下班，下班前要填",
        "收不了 2026-03-03 0900 K01 赵一.xlsx",
        "收不了 2026-03-03 0900 (1).xlsx",
    ]


def test_a_row_whose_grey_cells_were_changed_is_told_to_be_put_back() -> None:
    morning = shop_day()
    book = opened(files_of(morning)["K02"])
    book["客服日报"].cell(6, 2).value = "K01"
    book["客服日报"].cell(6, 7).value = 30
    late = replace(morning, today=dt.datetime(2026, 3, 3, 20))
    result = who_is_missing(replace(late, files=(saved(book, "x.xlsx"),)))
    assert texts(result.notes)[1].endswith(
        "日报表里有不是发出去的行，没有收：灰色格（日期、工号、平台）改过的请改回来。"
    )


def evening_after(morning: Request, file: File, **typed: int) -> str:
    """What is said of K01 in the evening, once the file was collected and figures were typed in the log."""
    late = replace(morning, today=dt.datetime(2026, 3, 3, 20), files=(file,))
    taken = collect(late).tables["DailyLog"]
    log = morning.tables["DailyLog"].copy()
    for column in taken:
        log[column] = pd.concat([log[column].drop(taken.index), taken[column]]).loc[log.index]
    for column, value in typed.items():
        log.loc[6, column] = value
    result = who_is_missing(replace(late, tables={**late.tables, "DailyLog": log}))
    return texts(result.notes)[0]


def test_sheets_of_another_day_or_shop_say_nothing() -> None:
    sheets = tuple(files_of(shop_day()).values())
    tomorrow = who_is_missing(replace(shop_day("2026-03-04 20:00"), files=sheets))
    assert tomorrow.details["sheets_not_filled"] == []
    elsewhere = shop_day("2026-03-03 20:00", settings={"shop": "二店"})
    assert who_is_missing(replace(elsewhere, files=sheets)).details["sheets_not_filled"] == []


def test_it_writes_nothing_but_the_list_of_today(shop: Path) -> None:
    on_shift(shop)
    outcome = run_on(shop, "who-is-missing")
    assert outcome.exit_code == 0
    assert set(outcome.changed) <= {"Today"}
    assert rows(shop, "Journal")["command"].tolist() == ["who-is-missing"]
