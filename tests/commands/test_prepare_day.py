"""The morning: log rows, yesterday's gaps, today's list."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from csbook.books.file_book import FileBook
from csbook.books.frames import read_table
from csbook.books.plan import plan_write
from csbook.commands.duty import on_duty
from csbook.commands.prepare_day import prepare_day
from csbook.problems import Words
from csbook.schema.daily import TICKS
from csbook.schema.workbook import TABLES
from tests.commands.daily_shop import request, roster, run_on, texts
from tests.followups.shop import at, frame
from tests.workbooks import SHOWS_THE_PRESS, every_table, rows

GRID = roster(K01="白白白", K02="休假半", K03="晚休-")
FILLED = {"receptions": 30, **dict.fromkeys(TICKS, True)}


def log(day: str, agent: str, platform: str, **more: Any) -> dict[str, Any]:
    return {"date": at(day), "agent_id": agent, "platform": platform, "shop": "一店"} | more


def test_people_on_duty_get_a_row_for_each_of_their_platforms() -> None:
    rows = prepare_day(request("2026-03-03 08:30", Roster=GRID)).tables["DailyLog"]
    assert rows[["agent_id", "name", "platform", "shop", "shift"]].to_numpy().tolist() == [
        ["K01", "赵一", "tmall", "一店", "白"],
        ["K01", "赵一", "jd", "一店", "白"],
        ["K02", "钱二", "tmall", "一店", "半"],
    ]
    assert (rows["date"] == at("2026-03-03")).all()


def test_rows_that_are_there_are_not_counted_again() -> None:
    there = [log("2026-03-03", "K01", "tmall")]
    result = prepare_day(request("2026-03-03 08:30", Roster=GRID, DailyLog=there))
    assert result.details["added"] == 2
    without_shop = [{"date": at("2026-03-03"), "agent_id": "K02", "platform": "tmall"}]
    result = prepare_day(
        request("2026-03-03 08:30", settings={"shop": None}, Roster=GRID, DailyLog=without_shop)
    )
    assert result.details["added"] == 2
    assert result.tables["DailyLog"]["shop"].isna().all()


def test_who_has_not_filled_yesterday_is_told_what_is_missing() -> None:
    yesterday = [
        log("2026-03-02", "K01", "tmall", **FILLED | {"receptions": None, "leftovers": None}),
        log("2026-03-02", "K01", "jd", **FILLED | {"reviews": False}),  # answered no is an answer
        log("2026-03-02", "K02", "tmall"),  # on leave
    ]
    result = prepare_day(request("2026-03-03 08:30", Roster=GRID, DailyLog=yesterday))
    assert texts(result.notes) == ["赵一（K01）3 月 2 日：天猫 缺 接待人数、跟进遗留。"]
    assert texts(result.notes, "en") == ["赵一 (K01), 2026-03-02: Tmall lacks Receptions, Leftovers traced."]
    assert result.headline.zh == "今天 2 人当班，新增日报 3 行；昨天有 1 人没填完；今日待办先列 1 项。"


def test_a_row_with_imported_figures_lacks_what_is_empty_and_is_not_unbegun() -> None:
    imported = {"enquiries": 20, "buyers": 8, "shift": "白"}
    yesterday = [log("2026-03-02", "K01", "tmall", **imported), log("2026-03-02", "K01", "jd")]
    result = prepare_day(request("2026-03-03 08:30", Roster=GRID, DailyLog=yesterday))
    assert texts(result.notes) == [
        "赵一（K01）3 月 2 日：天猫 缺 接待人数、查异常订单、回留言、售后交接、跟进遗留、跟进发货、跟进评价；"
        "京东 整行没填。"
    ]
    (note,) = texts(result.notes, "en")
    assert note.startswith("赵一 (K01), 2026-03-02: Tmall lacks Receptions, Orders checked, ")
    assert note.endswith("; JD not begun.")


def test_rows_that_an_import_opened_get_the_shift_of_their_day() -> None:
    history = [{"date": at("2026-02-28"), "agent_id": "K02", "shift": "晚@京东"}]
    opened = [
        log("2026-02-28", "K02", "tmall", receptions=30),
        log("2026-03-02", "K01", "tmall", receptions=30),
        log("2026-03-02", "K02", "tmall", receptions=30),  # on leave
        log("2026-03-03", "K01", "tmall", receptions=30),
        log("2026-03-03", "K02", "jd", receptions=30, shift="晚"),  # stays as it was then
    ]
    tables = {"Roster": GRID, "RosterHistory": history, "DailyLog": opened}
    result = prepare_day(request("2026-03-03 08:30", **tables))
    rows = result.tables["DailyLog"]
    assert rows[["date", "agent_id", "platform", "shift"]].to_numpy().tolist() == [
        [at("2026-03-03"), "K01", "tmall", "白"],
        [at("2026-03-03"), "K01", "jd", "白"],
        [at("2026-03-03"), "K02", "tmall", "半"],
        [at("2026-02-28"), "K02", "tmall", "晚@京东"],
        [at("2026-03-02"), "K01", "tmall", "白"],
    ]
    assert result.details["added"] == 2


def test_who_was_on_duty_without_a_row_counts_too() -> None:
    result = prepare_day(request("2026-03-02 08:30", Roster=GRID))
    assert texts(result.notes) == ["赵一（K01）3 月 1 日：没有日报行。", "孙三（K03）3 月 1 日：没有日报行。"]
    assert result.tables["Today"]["kind"].tolist() == ["log", "log"]
    assert result.tables["Today"]["reference"].tolist() == ["2026-03-01"] * 2


def test_on_the_first_of_the_month_yesterday_is_in_the_history() -> None:
    history = [
        {"date": at("2026-02-28"), "agent_id": "K02", "shift": "晚@京东"},
        {"date": at("2026-02-28"), "agent_id": "K01", "shift": "rest"},
    ]
    filled = [log("2026-02-28", "K02", "tmall", **FILLED)]
    tables = {"Roster": GRID, "RosterHistory": history}
    assert prepare_day(request("2026-03-01 08:30", **tables)).details["unfilled"] == 1
    result = prepare_day(request("2026-03-01 08:30", **tables, DailyLog=filled))
    assert result.headline.zh.endswith("昨天的日报都填完了；今日待办先列 0 项。")


def test_without_a_roster_it_says_to_build_one_and_looks_at_the_rows_there_are() -> None:
    result = prepare_day(request("2026-03-03 08:30", DailyLog=[log("2026-03-02", "K02", "tmall")]))
    assert result.headline.zh == "没有这个月的排班，不知道今天谁当班，没有加日报行。"
    assert result.left_out
    assert result.then == Words(
        "点“生成排班”排好 2026-03（操作面板“月份”填 2026-03），再点“准备当天”。",
        "press 'Build roster' with the month 2026-03 in the panel, then press 'Prepare day' again.",
    )
    assert result.tables["DailyLog"].empty
    assert result.details["unfilled"] == 1


def test_without_staff_it_says_to_fill_them_first() -> None:
    result = prepare_day(request("2026-03-03 08:30", Staff=[]))
    assert result.left_out
    assert result.then is not None
    assert result.then.zh.startswith("点“显示设置”，填“员工”（每人一行），")


def test_on_a_day_on_which_everybody_rests_there_is_nothing_to_build() -> None:
    result = prepare_day(request("2026-03-03 08:30", Roster=roster(K01="白白休", K02="白白休")))
    assert result.headline.zh == "今天没有人当班，不用加日报行。"
    assert (result.left_out, result.then) == (False, None)


def test_where_nobody_was_rostered_yesterday_no_log_is_called_complete() -> None:
    result = prepare_day(request("2026-03-01 08:30", Roster=GRID))
    assert result.headline.zh == "今天 2 人当班，新增日报 3 行；昨天没有排班；今日待办先列 0 项。"
    assert "nobody was rostered yesterday" in result.headline.en


def test_a_missing_log_stands_with_the_other_overdue_rows_of_its_agent() -> None:
    rows = [FOLLOW_UP, FOLLOW_UP | {"follow_up_id": "F000003", "due_by": at("2026-03-03 20:00")}]
    today = prepare_day(request("2026-03-03 08:00", Roster=GRID, FollowUps=rows)).tables["Today"]
    assert today[["agent_id", "kind", "state"]].to_numpy().tolist() == [
        ["K01", "follow_up", "overdue"],
        ["K01", "log", "overdue"],
        ["K01", "follow_up", "due"],
    ]


def test_duty_comes_from_the_grid_of_its_month_else_from_the_history() -> None:
    base = [{"agent_id": "K01", "month": "2026-04"}]
    history = [{"date": at("2026-03-02"), "agent_id": "K03", "shift": "白"}]
    tables = request("2026-03-02", Roster=GRID, RosterBase=base, RosterHistory=history).tables
    march = dt.date(2026, 3, 1)
    assert on_duty(tables, dt.date(2026, 4, 1), march) == {"K01": "白", "K03": "晚"}
    assert on_duty(tables, dt.date(2026, 3, 2), march) == {"K03": "白"}
    unbuilt = {**tables, "RosterBase": frame("RosterBase")}
    assert on_duty(unbuilt, dt.date(2026, 3, 2), march) == {"K01": "白"}
    assert on_duty(unbuilt, dt.date(2026, 4, 1), march) == {}


def test_nobody_is_on_duty_or_chased_after_their_last_day() -> None:
    """K03 left on 2 March, though the roster still has their shifts."""
    asked = request("2026-03-04 08:00", Roster=roster(K01="白白白白", K03="白白白白"))
    staff = asked.tables["Staff"]
    staff["left"] = staff["left"].mask(staff["agent_id"] == "K03", at("2026-03-02"))
    march = dt.date(2026, 3, 1)
    assert on_duty(asked.tables, dt.date(2026, 3, 2), march) == {"K01": "白", "K03": "白"}
    assert on_duty(asked.tables, dt.date(2026, 3, 3), march) == {"K01": "白"}
    result = prepare_day(asked)
    assert "K03" not in "".join(texts(result.notes))
    assert "K03" not in set(result.tables["DailyLog"]["agent_id"])
    assert "K03" not in set(result.tables["Today"]["agent_id"])


FOLLOW_UP = {
    "follow_up_id": "F000001",
    "rule_id": "U12",
    "action": "催付 13800138000",
    "platform": "tmall",
    "customer": "13912345678",
    "source": "order:tmall:1",
    "event_at": at("2026-03-01 10:00"),
    "due_from": at("2026-03-01 22:00"),
    "due_by": at("2026-03-02 10:00"),
    "owner": "K01",
    "state": "due",
    "as_of": at("2026-03-01 22:00"),
}


def test_the_list_shows_contacts_and_cases_by_agent_latest_first_without_phones() -> None:
    more = {"due_by": at("2026-03-03 20:00"), "note": "座机 010-62345678，订单 2026030112345678901"}
    rows = [
        FOLLOW_UP,
        FOLLOW_UP | {"follow_up_id": "F000002", "owner": "K02", "due_by": at("2026-02-27 10:00")},
        FOLLOW_UP | {"follow_up_id": "F000003"} | more,
        FOLLOW_UP | {"follow_up_id": "F000004", "state": "closed"},
        FOLLOW_UP | {"follow_up_id": "F000005", "due_from": at("2026-03-05"), "due_by": at("2026-03-06")},
        FOLLOW_UP | {"follow_up_id": "F000006", "done_at": at("2026-03-02 09:00")},
        FOLLOW_UP | {"follow_up_id": "F000007", "owner": "K09", "due_by": at("2026-03-03 12:00")},
    ]
    case = {"kind": "damage", "platform": "tmall", "product": "茶杯", "owner": "K01"}
    cases = [
        case | {"case_id": "A1", "opened": at("2026-02-27 08:00")},  # due 1 March 9:00
        case | {"case_id": "A2", "opened": at("2026-03-02 09:00")},  # 25 hours left
        case | {"case_id": "A3", "opened": at("2026-03-02 08:00"), "owner": None},  # rolls: 25 hours left
        case | {"case_id": "A5", "opened": at("2026-03-01 10:00"), "owner": None},
        case
        | {"case_id": "A4", "opened": at("2026-02-27 08:00")}
        | {"solution_found": at("2026-02-27 18:00"), "closed": at("2026-02-28")},
    ]
    filled = [log("2026-03-02", "K01", "tmall", **FILLED)]
    result = prepare_day(
        request("2026-03-03 08:00", Roster=GRID, DailyLog=filled, FollowUps=rows, AfterSales=cases)
    )
    today = result.tables["Today"]
    shown = today[["agent_id", "reference", "state", "days_late"]].astype("object")
    assert shown.where(shown.notna(), None).to_numpy().tolist() == [
        ["K01", "A1", "overdue", 1.96],
        ["K01", "F000001", "overdue", 0.92],
        ["K01", "F000003", "due", None],
        ["K02", "F000002", "escalated", 3.92],
        ["K02", "F000007", "due", None],  # the owner has left, and K01 has two already
        [None, "A5", "due", None],
    ]
    assert today["name"].dropna().tolist() == ["赵一"] * 3 + ["钱二"] * 2
    assert today.loc[1, ["action", "customer"]].tolist() == ["催付 138****8000", "139****5678"]
    assert today.loc[2, "note"] == "座机 010****5678，订单 2026030112345678901"
    assert today.loc[3, "note"] == "已报李主管；超时满 3 天"
    assert today.loc[4, "note"] == "责任客服已离职"
    assert today.loc[0, "action"] == "货物破损 茶杯"
    assert {c.name: c.dtype for c in TABLES["Today"].columns} == today.dtypes.astype(str).to_dict()


def test_running_twice_gives_the_same() -> None:
    asked = request("2026-03-03 08:30", Roster=GRID, FollowUps=[FOLLOW_UP])
    first = prepare_day(asked)
    logged = frame("DailyLog", *first.tables["DailyLog"].to_dict("records"))
    again = prepare_day(replace(asked, tables={**asked.tables, "DailyLog": logged}))
    pd.testing.assert_frame_equal(first.tables["Today"], again.tables["Today"])
    pd.testing.assert_frame_equal(first.tables["DailyLog"], again.tables["DailyLog"])
    assert again.details["added"] == 0


def test_it_notes_which_rows_were_filled_in_time_and_leaves_what_it_noted() -> None:
    rows = [
        log("2026-03-02", "K01", "tmall", name="赵一", shift="白", **FILLED),
        log("2026-03-02", "K01", "jd", shift="白"),  # there is time until noon
        log("2026-03-01", "K01", "jd", name="赵一", shift="晚"),
        log("2026-03-01", "K01", "tmall", shift="晚", **FILLED),  # seen too late to tell
        log("2026-03-01", "K03", "pdd", shift="白", on_time=True),
        log("2026-03-03", "K02", "tmall", on_time=True),  # of today, among the rows for those on duty
    ]
    asked = request("2026-03-03 08:30", Roster=GRID, DailyLog=rows)
    written = prepare_day(asked).tables["DailyLog"]
    assert {
        (f"{day:%d}", who, platform): known
        for day, who, platform, known in written[["date", "agent_id", "platform", "on_time"]]
        .astype("object")
        .itertuples(index=False)
        if not pd.isna(known)
    } == {("02", "K01", "tmall"): True, ("01", "K01", "jd"): False, ("03", "K02", "tmall"): True}
    assert written["on_time"].dtype == "boolean"
    unchanged = written[written["date"] < at("2026-03-03")]
    assert unchanged[["name", "shift"]].to_numpy().tolist() == [["赵一", "白"], ["赵一", "晚"]]


def test_in_a_workbook_the_day_is_prepared_from_its_roster(shop: Path) -> None:
    book = FileBook(shop)
    grid = pd.DataFrame([{"agent_id": "K01", "d21": "白", "d22": "白"}, {"agent_id": "K02", "d22": "rest"}])
    book.apply([plan_write(read_table(book, TABLES["Roster"], "zh"), grid, "zh").write])
    outcome = run_on(shop, "prepare-day")
    assert outcome.headline == "今天 1 人当班，新增日报 2 行；昨天有 1 人没填完；今日待办先列 1 项。"
    assert rows(shop, "DailyLog")["platform"].tolist() == ["jd", "vip"]
    before = every_table(shop, but=SHOWS_THE_PRESS)
    run_on(shop, "prepare-day")
    assert every_table(shop, but=SHOWS_THE_PRESS) == before
