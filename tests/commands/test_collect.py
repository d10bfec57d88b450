"""The agents' files come back: what goes in, what is listed, and who is still missing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from csbook.commands.framed import framed
from csbook.commands.handler import File, Request, Result
from csbook.commands.sheet_files import by_name
from csbook.problems import Problem, Severity, Words
from csbook.schema.columns import Filler, Formula
from csbook.schema.daily import TICKS
from csbook.schema.workbook import TABLES
from tests.commands.daily_shop import STAFF, roster, texts
from tests.followups.shop import at
from tests.sheets.shop import Edits, after, collected, contact, files_of, filled, log, opened, saved, shop_day

DONE: Edits = {
    ("FollowUps", 0, "done_at"): dt.datetime(2026, 3, 3, 10, 30),
    ("FollowUps", 0, "result"): "已解决",
    ("FollowUps", 0, "satisfaction"): 5,
}


def with_cell(asked: Request, table: str, row: int, column: str, value: Any) -> Request:
    """The request after somebody typed into a cell of the workbook; rows from 5."""
    frame = asked.tables[table].copy()
    values = frame[column].astype("object").where(frame[column].notna(), None)
    values.loc[row] = value
    frame[column] = TABLES[table][column].series(values.tolist(), frame.index)
    return replace(asked, tables={**asked.tables, table: frame})


def cells(result: Result) -> dict[tuple[str, int, str], Any]:
    """What is written of what agents fill, but for the keys: by table, sheet row and column; only what is not
    empty."""
    return {
        (name, int(row), column): frame.at[row, column]
        for name, frame in result.tables.items()
        if name in result.typed
        for column in frame.columns
        if column not in TABLES[name].key and not isinstance(TABLES[name][column], Formula)
        for row in frame.index
        if frame[column].notna()[row]
    }


def warned(result: Result) -> list[tuple[str, int | None, str | None, str, str]]:
    assert {p.severity for p in result.problems} <= {Severity.WARNING}
    return [(p.table, p.row, p.column, p.found, p.expected.zh) for p in result.problems]


def test_what_agents_filled_goes_into_their_rows() -> None:
    asked = shop_day()
    files = files_of(asked)
    one = filled(files["K01"], {**DONE, ("DailyLog", 0, "receptions"): 30, ("Scores", 0, "self_score"): 88.5})
    two = filled(files["K02"], {("DailyLog", 0, "receptions"): 21, ("DailyLog", 0, "check_orders"): "否"})
    result = collected(asked, one, two)
    assert cells(result) == {
        ("DailyLog", 6, "receptions"): 30,  # the second row is jd, which stands first in the file
        ("DailyLog", 7, "receptions"): 21,
        ("DailyLog", 7, "check_orders"): False,
        ("FollowUps", 5, "done_at"): at("2026-03-03 10:30"),
        ("FollowUps", 5, "result"): "solved",
        ("FollowUps", 5, "satisfaction"): 5,
        ("Scores", 5, "self_score"): 88.5,
    }
    assert result.typed == {"DailyLog", "FollowUps", "Scores"}
    assert not result.left_out
    assert result.problems == ()
    assert result.headline == Words(
        "收了 2 份日报表，写入 7 格。", "2 daily sheets collected, 7 cells taken in."
    )
    assert result.tables["Terms"]["month"].tolist() == ["2026-03"]  # for the values of the formulas
    for name in result.typed:
        frame = result.tables[name]
        others = [TABLES[name][c] for c in frame.columns if c not in TABLES[name].key]
        assert {c.by for c in others if not isinstance(c, Formula)} <= {Filler.AGENT}
        assert frame.dtypes.to_dict() == asked.tables[name][list(frame.columns)].dtypes.to_dict()


def test_several_rows_of_one_table_go_in_together() -> None:
    asked = shop_day()
    edits = {("DailyLog", row, "receptions"): 20 + row for row in (0, 1)}
    result = collected(asked, filled(files_of(asked)["K01"], {**edits, ("DailyLog", 1, "orders"): 3}))
    assert cells(result) == {
        ("DailyLog", 6, "receptions"): 20,
        ("DailyLog", 5, "receptions"): 21,
        ("DailyLog", 5, "orders"): 3,
    }
    assert "接待人数" not in texts(result.notes)[1]


def test_what_a_locked_month_rests_on_goes_in_and_is_told() -> None:
    asked = shop_day()
    lock = {"month": "2026-03", "version": 1, "state": "locked"}
    locked = replace(asked, tables={**asked.tables, "Locks": framed("Locks", pd.DataFrame([lock]))})
    result = collected(locked, filled(files_of(asked)["K01"], {("DailyLog", 0, "receptions"): 30}))
    assert ("DailyLog", 6, "receptions") in cells(result)
    assert any(note.startswith("2026-03 已锁定，“客服日报”是它的依据") for note in texts(result.notes))


def test_collecting_twice_changes_nothing() -> None:
    asked = shop_day()
    one = filled(files_of(asked)["K01"], {**DONE, ("DailyLog", 0, "note"): None})
    first = collected(asked, one)
    again = collected(after(asked, first), one)
    assert (again.tables, again.typed) == ({}, frozenset())
    assert again.headline.zh == "收了 1 份日报表，写入 0 格。"
    assert first.details["cells"] == 4


def test_rows_that_come_in_complete_by_the_deadline_were_in_time() -> None:
    ticks = dict.fromkeys(TICKS, True)
    asked = shop_day(
        DailyLog=[
            log("2026-03-03", "K01", "tmall", **ticks),
            log("2026-03-03", "K02", "tmall", **ticks, receptions=20),
        ]
    )
    whole = filled(files_of(asked)["K01"], {("DailyLog", 0, "receptions"): 31})
    noted = {("DailyLog", 5, "on_time"): True, ("DailyLog", 6, "on_time"): True}
    result = collected(asked, whole)
    assert cells(result) == {("DailyLog", 5, "receptions"): 31, ("DailyLog", 6, "receptions"): 20} | noted
    assert result.details["cells"] == 1
    assert collected(after(asked, result), whole).tables == {}
    late = replace(asked, today=dt.datetime(2026, 3, 4, 12))
    assert cells(collected(late, whole)) == {("DailyLog", 5, "receptions"): 31}


def test_what_is_seen_of_the_log_is_not_typed_for_anybody() -> None:
    asked = shop_day(DailyLog=[log("2026-03-02", "K01", "tmall")])
    noon = replace(asked, today=dt.datetime(2026, 3, 3, 12))
    result = collected(noon, filled(files_of(asked)["K01"], DONE))
    assert result.typed == {"FollowUps"}
    assert result.tables["DailyLog"].columns.tolist() == [*TABLES["DailyLog"].key, "on_time"]
    assert result.tables["DailyLog"]["on_time"].tolist() == [False]


def test_a_cell_that_both_sides_changed_is_listed_with_both_values_and_left_alone() -> None:
    asked = shop_day()
    one = filled(files_of(asked)["K01"], DONE)
    now = with_cell(asked, "FollowUps", 5, "satisfaction", 3)
    now = with_cell(now, "FollowUps", 5, "result", "solved")
    result = collected(now, one)
    assert cells(result) == {("FollowUps", 5, "done_at"): at("2026-03-03 10:30")}
    assert warned(result) == [
        (
            "FollowUps",
            5,
            "satisfaction",
            "3",
            "两边都改过，由你定（定好后文件里也改成一样，或移走文件）：2026-03-03 0900 K01 赵一.xlsx 里是“5”",
        )
    ]
    assert result.headline.zh == "收了 1 份日报表，写入 1 格；1 格两边都改过。"


def test_a_conflict_shows_choices_as_words_and_phones_masked() -> None:
    asked = shop_day()
    edits: Edits = {("FollowUps", 0, "note"): "改打 13812345678", ("FollowUps", 0, "result"): "未接通"}
    now = with_cell(asked, "FollowUps", 5, "note", "座机 0571-87654321")
    now = with_cell(now, "FollowUps", 5, "result", "solved")
    said = warned(collected(now, filled(files_of(asked)["K01"], edits)))
    assert [(found, expected.split("里是")[1]) for *_, found, expected in said] == [
        ("已解决", "“未接通”"),
        ("座机 0571****4321", "“改打 138****5678”"),
    ]


def test_what_the_workbook_alone_changed_stays() -> None:
    asked = shop_day()
    now = with_cell(asked, "FollowUps", 5, "note", "主管写的")
    assert collected(now, files_of(asked)["K01"]).tables == {}


def test_a_cell_emptied_by_the_agent_is_emptied_where_nobody_else_changed_it() -> None:
    asked = shop_day()
    emptied = filled(files_of(asked)["K01"], {("DailyLog", 0, "note"): None})
    result = collected(asked, emptied)
    assert result.tables["DailyLog"]["note"].isna().tolist() == [True]
    now = with_cell(asked, "DailyLog", 6, "note", "晚班")
    kept = collected(now, emptied)
    assert kept.tables == {}
    assert [(found, expected.split("里是")[1]) for *_, found, expected in warned(kept)] == [("晚班", "“空”")]


def test_a_value_that_does_not_fit_is_listed_with_file_and_cell_and_the_rest_goes_in() -> None:
    asked = shop_day()
    typo = filled(files_of(asked)["K01"], {**DONE, ("FollowUps", 0, "satisfaction"): "13812345678 很好"})
    result = collected(asked, typo)
    assert set(cells(result)) == {("FollowUps", 5, "done_at"), ("FollowUps", 5, "result")}
    assert result.left_out
    assert warned(result) == [
        (
            "FollowUps",
            None,
            "satisfaction",
            "138****5678 很好",
            "整数（1 到 5）（2026-03-03 0900 K01 赵一.xlsx 的 Q6）",
        )
    ]
    assert "1 格填得不对" in result.headline.zh


def test_a_row_waits_while_a_cell_of_the_workbook_cannot_be_read() -> None:
    """The frame has nothing where somebody typed a word: writing the row would wipe it out."""
    asked = shop_day()
    one = filled(files_of(asked)["K01"], {**DONE, ("DailyLog", 0, "receptions"): 30})
    unread = Problem("FollowUps", 5, "satisfaction", "很好", TABLES["FollowUps"]["satisfaction"].expected)
    result = collected(replace(asked, found=(unread,)), one)
    assert set(result.tables) == {"DailyLog"}
    assert warned(result) == [
        (
            "FollowUps",
            5,
            "satisfaction",
            "很好",
            "整数（1 到 5）；改好后再收一次，2026-03-03 0900 K01 赵一.xlsx 的这一行才会收进来",
        )
    ]
    assert set(collected(asked, one).tables) == {"DailyLog", "FollowUps"}


def test_rows_that_the_workbook_has_no_more_are_listed() -> None:
    """Gone, or, after an undo, another contact under the same number."""
    asked = shop_day()
    one = filled(files_of(asked)["K01"], DONE)
    said = "2026-03-03 0900 K01 赵一.xlsx：“回访登记”里已经没有 F000001 这一行（或编号换了别的事），没有收。"
    for rows in ([contact(3, 2, "K02")], [contact(1, 2, "K02")]):
        now = replace(
            asked, tables={**asked.tables, "FollowUps": shop_day(FollowUps=rows).tables["FollowUps"]}
        )
        result = collected(now, one)
        assert result.tables == {}
        assert texts(result.notes)[0] == said


def test_other_files_are_named_and_skipped_and_the_rest_goes_in() -> None:
    asked = shop_day()
    own = files_of(asked)
    other_shop = files_of(shop_day(settings={"shop": "二店"}))["K02"]
    english = files_of(shop_day(language="en"))["K02"]
    renamed = [*STAFF[:1], STAFF[1] | {"name": "钱小二"}]
    other_staff = files_of(shop_day(Staff=renamed))["K02"]
    files = [
        File("说明.txt", b"..."),
        File("旧表.xls", own["K01"].data),
        File("坏.xlsx", own["K01"].data[:5000]),
        replace(other_shop, name="二店.xlsx"),
        replace(english, name="english.xlsx"),
        replace(other_staff, name="别人.xlsx"),
        filled(own["K01"], DONE),
    ]
    result = collected(asked, *files)
    assert set(result.tables) == {"FollowUps"}
    skipped = texts(result.notes)[:6]
    assert skipped[:2] == ["没有收 说明.txt：不是 .xlsx 文件。", "没有收 旧表.xls：不是 .xlsx 文件。"]
    assert skipped[2].startswith("没有收 坏.xlsx：文件已损坏或不完整：请本人重新交一次")
    assert skipped[3:] == [
        "没有收 二店.xlsx：是另一个工作簿发出的（店铺“二店”）。",
        "没有收 english.xlsx：是另一个工作簿发出的（店铺“一店”）。",
        "没有收 别人.xlsx：“员工”里没有 K02 钱小二，是别的工作簿的文件。",
    ]
    assert result.headline.zh == "收了 1 份日报表，写入 3 格；6 个文件没有收。"
    assert (result.details["files"], result.details["skipped"]) == (1, 6)
    assert result.left_out


def without_log(file: File) -> File:
    book = opened(file)
    del book["客服日报"]
    return saved(book, file.name)


def test_who_handed_in_a_file_of_no_use_is_not_among_those_who_handed_in_none() -> None:
    asked = shop_day(
        Roster=roster(K01="白白白", K02="白白白", K03="白白白"),
        DailyLog=[log("2026-03-03", who, "tmall") for who in ("K01", "K02", "K03")],
    )
    files = files_of(asked)
    damaged = replace(files["K03"], data=files["K03"].data[:3000])
    result = collected(asked, filled(files["K01"], DONE), without_log(files["K02"]), damaged)
    notes = texts(result.notes)
    assert "3 月 3 日交了、没有收（原因见上）：钱二（K02）、孙三（K03）。" in notes
    assert not any("没有交" in note or "钱二（K02）3 月 3 日" in note for note in notes)
    assert (
        "Handed in for 2026-03-03 and left out (for the reasons above), of 钱二 (K02), 孙三 (K03)."
        in texts(result.notes, "en")
    )
    assert result.then is not None
    assert result.then.zh == "没有收的文件和行照上面说的改好，存好放回原处，再点“收日报表”。"


def test_a_file_of_no_use_beside_a_good_one_or_of_another_day_asks_nobody_again() -> None:
    asked = shop_day()
    files = files_of(asked)
    old = File("2026-03-02 0900 K02 钱二.xlsx", b"PK broken")
    of_no_day = File("钱二 改过.xlsx", b"PK broken")
    good = filled(files["K01"], DONE)
    assert "3 月 3 日没有交：钱二（K02）。" in texts(collected(asked, good, old).notes)
    assert "3 月 3 日交了、没有收（原因见上）：钱二（K02）。" in texts(
        collected(asked, good, of_no_day).notes
    )
    both = texts(collected(asked, good, files["K02"], of_no_day).notes)
    assert not any("交了" in note or "没有交" in note for note in both)


@pytest.mark.parametrize(
    ("file", "agent", "day"),
    [
        ("2026-11-22 0900 K01 赵一.xlsx", "K01", dt.date(2026, 11, 22)),
        ("(2) 2026-11-22 0900 K01 赵一 (1).xlsx", "K01", dt.date(2026, 11, 22)),
        ("赵一日报.xlsx", "K01", None),
        ("2026-11-22 0900 0022 钱二.xlsx", "0022", dt.date(2026, 11, 22)),
        ("2026-22-11 日报.xlsx", None, None),
        ("赵一和钱二.xlsx", None, None),
        ("K011.xlsx", None, None),
    ],
)
def test_a_file_that_cannot_be_read_says_by_its_name_whose_it_is(
    file: str, agent: str | None, day: dt.date | None
) -> None:
    assert by_name(file, {"K01": "赵一", "0022": "钱二", "11": "孙三"}) == (agent, day)


def test_only_the_columns_of_agents_are_taken_from_an_unprotected_sheet() -> None:
    asked = shop_day()
    book = opened(filled(files_of(asked)["K01"], DONE))
    for sheet in book.worksheets:
        sheet.protection.disable()
    book["回访登记"].cell(6, 2).value = "改了事项"
    book["客服日报"].cell(6, 6).value = "晚"
    book["考核评分"].cell(6, 4).value = 999999
    result = collected(asked, saved(book, "x.xlsx"))
    assert set(cells(result)) == {("FollowUps", 5, c) for c in ("done_at", "result", "satisfaction")}


def test_files_of_two_days_in_one_folder_go_in_in_their_order() -> None:
    """The note of yesterday's file was collected, and today's went on from it."""
    monday = shop_day("2026-03-02 09:00", FollowUps=[contact(1, 0, "K01", due_from=at("2026-03-01"))])
    first = filled(files_of(monday)["K01"], {("FollowUps", 0, "note"): "没人接"})
    tuesday = replace(after(monday, collected(monday, first)), today=dt.datetime(2026, 3, 3, 9))
    second = filled(files_of(tuesday)["K01"], {("FollowUps", 0, "note"): "没人接，下午再打"})
    result = collected(tuesday, second, first)
    assert cells(result) == {("FollowUps", 5, "note"): "没人接，下午再打"}
    assert result.problems == ()
    again = collected(after(tuesday, result), second, first)
    assert (again.tables, again.problems) == ({}, ())


def test_of_two_copies_with_one_name_one_goes_in_and_the_other_is_listed() -> None:
    asked = shop_day()
    own = files_of(asked)["K01"]
    copies = [filled(own, {("FollowUps", 0, "note"): note}) for note in ("甲", "乙")]
    result = collected(asked, *copies)
    assert cells(result) == {("FollowUps", 5, "note"): "乙"}
    assert warned(result) == [
        (
            "FollowUps",
            5,
            "note",
            "乙",
            "两个文件填得不一样，由你定（定好后移走不用的文件）："
            "台账与 (2) 2026-03-03 0900 K01 赵一.xlsx 相同，"
            "2026-03-03 0900 K01 赵一.xlsx 里是“甲”",
        )
    ]
    assert result.headline.zh == "收了 2 份日报表，写入 1 格；1 格在两个文件里不一样。"
    assert result.headline.en == (
        "2 daily sheets collected, 1 cell taken in; 1 cell differs between two files."
    )
    again = collected(after(asked, result), *copies)
    assert (again.tables, warned(again)) == ({}, warned(result))
    other = collected(with_cell(asked, "FollowUps", 5, "note", "甲"), *copies)
    assert [(found, expected.split("里是")[1]) for *_, found, expected in warned(other)] == [("甲", "“乙”")]


def test_a_conflict_between_two_files_is_settled_by_moving_the_one_away_that_does_not_count() -> None:
    asked = shop_day()
    own = files_of(asked)["K01"]
    copies = [filled(own, {("FollowUps", 0, "note"): note}) for note in ("甲", "乙")]
    first = after(asked, collected(asked, *copies))
    assert collected(first, copies[1]).problems == (), "the file that was taken stays"
    decided = with_cell(first, "FollowUps", 5, "note", "甲")
    assert collected(decided, copies[0]).problems == (), "the other one counts"


def test_a_conflict_of_both_sides_is_settled_by_writing_the_same_into_the_file() -> None:
    asked = shop_day()
    file = filled(files_of(asked)["K01"], {("FollowUps", 0, "note"): "甲"})
    now = with_cell(asked, "FollowUps", 5, "note", "丙")
    assert len(collected(now, file).problems) == 1
    result = collected(now, filled(file, {("FollowUps", 0, "note"): "丙"}))
    assert (result.tables, result.problems) == ({}, ())


def test_who_has_not_handed_in_and_whose_log_is_incomplete_is_told() -> None:
    ticks = dict.fromkeys(TICKS, True)
    asked = shop_day(
        DailyLog=[
            log("2026-03-03", "K01", "tmall", **ticks),
            log("2026-03-03", "K02", "tmall", **ticks, receptions=20),
        ]
    )
    own = files_of(asked)["K01"]
    assert texts(collected(asked, own).notes) == [
        "3 月 3 日没有交：钱二（K02）。",
        "赵一（K01）3 月 3 日：天猫 缺 接待人数。",
    ]
    whole = filled(own, {("DailyLog", 0, "receptions"): 31})
    assert texts(collected(asked, whole).notes, "en") == ["No sheet of 2026-03-03 from 钱二 (K02)."]
    assert collected(asked, whole, files_of(asked)["K02"]).notes == ()


def test_collected_the_next_morning_it_asks_for_the_day_of_the_sheets() -> None:
    asked = shop_day()
    morning = replace(asked, today=dt.datetime(2026, 3, 4, 8))
    notes = texts(collected(morning, files_of(asked)["K01"]).notes)
    assert notes[0] == "3 月 3 日没有交：钱二（K02）。"


def test_without_any_readable_file_it_asks_for_those_of_today() -> None:
    result = collected(shop_day(), File("a.txt", b""))
    notes = texts(result.notes)
    assert result.left_out
    assert notes[1] == "3 月 3 日没有交：赵一（K01）、钱二（K02）。"


@pytest.mark.parametrize("table", ["DailyLog", "FollowUps"])
def test_rows_that_were_added_or_removed_are_told(table: str) -> None:
    asked = shop_day()
    book = opened(files_of(asked)["K02"])
    sheet = book[TABLES[table].title.zh]
    sheet.delete_rows(6)
    sheet.cell(6, sheet.max_column).value = "自己加的"
    result = collected(asked, saved(book, "x.xlsx"))
    notes = texts(result.notes)
    assert result.left_out
    key = {"DailyLog": "2026-03-03 / K02 / 天猫 / 一店", "FollowUps": "F000003"}[table]
    title = TABLES[table].title.zh
    assert notes[:2] == [
        f"x.xlsx：“{title}”A6 的那一行不是发出去的，没有收：灰色格改过的请改回来，自己加的行请删掉。",
        f"x.xlsx：“{title}”少了 {key} 这一行：灰色格改过的请改回来，删掉了的请再点“发日报表”，在新的里填。",
    ]
    assert result.then is not None
    assert result.then.zh == "没有收的文件和行照上面说的改好，存好放回原处，再点“收日报表”。"


def test_a_collected_self_score_renews_what_the_formulas_give() -> None:
    asked = shop_day()
    for column in ("performance", "ability", "cooperation", "service"):
        asked = with_cell(asked, "Scores", 5, column, 80.0)
    result = collected(asked, filled(files_of(asked)["K01"], {("Scores", 0, "self_score"): 90.0}))
    scores = result.tables["Scores"].set_index("agent_id")
    assert (scores.loc["K01", "self_score"], scores.loc["K01", "weighted"]) == (90, 83)  # 27 + 56


IMPOSSIBLE: Edits = {
    ("DailyLog", 0, "receptions"): 20,
    ("DailyLog", 0, "answered"): 25,
    ("DailyLog", 0, "response_seconds"): 300,
}


def test_figures_that_cannot_stand_side_by_side_are_not_taken_in_and_both_cells_are_named() -> None:
    """Which of the two is wrong only the agent knows: both wait, the rest of the row goes in."""
    asked = shop_day()
    one = filled(files_of(asked)["K01"], {**IMPOSSIBLE, ("FollowUps", 0, "satisfaction"): "很好"})
    result = collected(asked, one)
    assert cells(result) == {("DailyLog", 6, "response_seconds"): 300}
    assert warned(result)[1] == (
        "DailyLog",
        None,
        "answered",
        "25",
        "不大于接待人数（20）（2026-03-03 0900 K01 赵一.xlsx 的 G6、H6，没有收）",
    )
    assert result.left_out
    assert result.headline.zh == "收了 1 份日报表，写入 1 格；2 格填得不对。"
    assert result.then is not None
    assert (
        result.then.zh == "改正“2026-03-03 0900 K01 赵一.xlsx”里“回访登记”的 Q6，“客服日报”的 G6、H6，"
        "存好放回原处，再点“收日报表”。"
    )
    assert result.then.en == (
        "correct Q6 on 'Follow-ups' and G6, H6 on 'Daily log' in '2026-03-03 0900 K01 赵一.xlsx' "
        "and put it back, then press 'Collect sheets' again."
    )
    again = collected(after(asked, result), one)
    assert (again.tables, warned(again)) == ({}, warned(result))


DAY_SHIFT = {"code": "白", "kind": "day", "start": pd.Timedelta(hours=9), "end": pd.Timedelta(hours=17.5)}


@pytest.mark.parametrize(
    ("now", "typed", "taken"),
    [
        ("2026-03-03 18:00", "18:00", True),
        ("2026-03-03 18:00", "23:05", False),
        ("2026-03-03 17:10", "17:30", True),  # the end of the shift, typed before leaving
        ("2026-03-03 17:10", "17:31", False),
        ("2026-03-03 18:00", "0:30", True),  # past midnight
        ("2026-03-04 08:00", "23:05", True),
        ("2026-03-03", "23:05", True),  # a day said without a time is over
    ],
)
def test_a_time_of_leaving_that_has_not_come_is_not_taken_in(now: str, typed: str, taken: bool) -> None:
    asked = shop_day(Shifts=[DAY_SHIFT])
    one = filled(
        files_of(asked)["K01"], {("DailyLog", 0, "finished"): typed, ("DailyLog", 0, "receptions"): 30}
    )
    result = collected(replace(asked, today=dt.datetime.fromisoformat(now)), one)
    assert (("DailyLog", 6, "finished") in cells(result)) == taken
    assert ("DailyLog", 6, "receptions") in cells(result)
    assert result.left_out != taken


def test_a_time_of_leaving_that_has_not_come_is_named_with_its_cell() -> None:
    asked = shop_day(Shifts=[DAY_SHIFT])
    one = filled(files_of(asked)["K01"], {("DailyLog", 0, "finished"): "23:05"})
    evening = replace(asked, today=dt.datetime(2026, 3, 3, 18))
    result = collected(evening, one)
    assert warned(result) == [
        (
            "DailyLog",
            None,
            "finished",
            "23:05",
            "不晚于 18:00：下班以后的时间，到了再填（2026-03-03 0900 K01 赵一.xlsx 的 AC6，没有收）",
        )
    ]
    assert (
        collected(with_cell(evening, "DailyLog", 6, "finished", pd.Timedelta(hours=18)), one).problems == ()
    )


def test_all_parts_of_a_whole_wait_while_one_of_them_is_larger_than_it() -> None:
    asked = shop_day()
    edits = {
        ("DailyLog", 0, name): n for name, n in (("orders", 10), ("valid_orders", 25), ("paid_orders", 8))
    }
    result = collected(asked, filled(files_of(asked)["K01"], edits))
    assert result.tables == {}
    assert [(column, found) for _, _, column, found, _ in warned(result)] == [("valid_orders", "25")]


def test_a_figure_is_compared_with_what_the_workbook_has_beside_it_by_now() -> None:
    asked = shop_day()
    one = filled(files_of(asked)["K01"], {("DailyLog", 0, "answered"): 25})
    assert cells(collected(with_cell(asked, "DailyLog", 6, "receptions", 30), one)) != {}
    fewer = collected(with_cell(asked, "DailyLog", 6, "receptions", 20), one)
    assert fewer.tables == {}
    assert [(expected.split("（")[1], expected.split(" 的 ")[1]) for *_, expected in warned(fewer)] == [
        ("20）", "H6，没有收）")
    ]


def test_a_figure_that_fits_its_file_alone_does_not_go_in_beside_a_smaller_one_of_the_workbook() -> None:
    asked = shop_day()
    one = filled(files_of(asked)["K01"], {**IMPOSSIBLE, ("DailyLog", 0, "receptions"): 30})
    result = collected(with_cell(asked, "DailyLog", 6, "receptions", 20), one)
    assert cells(result) == {("DailyLog", 6, "response_seconds"): 300}
    assert [(column, found) for _, _, column, found, _ in warned(result)] == [
        ("receptions", "20"),
        ("answered", "25"),
    ]
    assert result.headline.zh == "收了 1 份日报表，写入 1 格；1 格两边都改过；1 格填得不对。"


@pytest.mark.parametrize(
    ("edits", "corrected", "named"),
    [
        ({("DailyLog", 0, "receptions"): "很多"}, {"receptions": 20}, "G6"),
        (IMPOSSIBLE, {"receptions": 25, "answered": 25}, "G6、H6"),
    ],
)
def test_what_was_settled_in_the_workbook_is_not_asked_for_again(
    edits: Edits, corrected: dict[str, int], named: str
) -> None:
    asked = shop_day(Roster=roster(K01="白白白白", K02="白白白白"))
    files = files_of(asked)
    one = filled(files["K01"], edits)
    now = after(asked, collected(asked, one))
    for column, value in corrected.items():
        assert collected(now, one).left_out, "the workbook lacks it yet"
        now = with_cell(now, "DailyLog", 6, column, value)
    result = collected(now, one, files["K02"])
    assert (result.tables, result.problems, result.left_out, result.then) == ({}, (), False, None)
    assert texts(result.notes)[0] == (
        f"2026-03-03 0900 K01 赵一.xlsx 里“客服日报”的 {named} 填得不对，工作簿里已经填好，以工作簿为准；"
        "文件不用再改，可以移走。"
    )
    tomorrow = replace(now, today=dt.datetime(2026, 3, 4, 9))
    later = collected(tomorrow, one, *files_of(tomorrow).values())
    assert not any("填得不对" in note for note in texts(later.notes)), "said on the day of the file only"
