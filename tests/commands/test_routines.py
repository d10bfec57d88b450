"""开工, 收工, 月结 on the closed file: step by step, stopped, mended and gone on with, run again."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from csbook import cli
from csbook.books.book import TableWrite
from csbook.books.file_book import FileBook
from csbook.commands import registry
from csbook.commands.command import imported
from csbook.commands.files import FileWork
from csbook.commands.handler import File, Request, Result
from csbook.commands.outcome import Outcome
from csbook.commands.rostering.close_month import NoRosterKept
from csbook.commands.routine_run import run_routine
from csbook.commands.routine_words import RoutineOutcome
from csbook.commands.routines import ROUTINE_BY_NAME, ROUTINES
from csbook.commands.run import run
from csbook.commands.score_next import LOCKED_AND_CHANGED
from csbook.commands.snapshots import SnapshotStore
from csbook.commands.undo import undo
from csbook.message_room import fitted
from csbook.problems import CsbookError, Words
from csbook.schema.daily import DAYS
from csbook.template.build import build_workbook
from tests.open_shop import on_shift
from tests.sheets.shop import filled
from tests.workbooks import PEOPLE, SHOWS_THE_PRESS, every_table, put, rows, type_rows

MORNING = dt.datetime(2026, 11, 22, 9)
EVENING = dt.datetime(2026, 11, 22, 21)
SETTLING = dt.datetime(2026, 12, 5, 9)
"""What a press writes that changes nothing else: its row, and what it changed."""
EXPORT = (
    "订单编号,买家会员名,订单创建时间,订单付款时间,总金额,买家实际支付金额,收货人姓名,联系手机,收货地址\n"
    "90001,新买家,2026-11-20 10:00:00,,99.00,0.00,某人,13800000000,某地\n"
)


def press(
    path: Path, name: str, today: dt.datetime, said: list[str] | None = None, **told: Any
) -> RoutineOutcome:
    """The button of a routine on the closed file; what its status line says goes into `said`."""
    return run_routine(
        ROUTINE_BY_NAME[name],
        FileBook(path),
        today,
        now=today,
        user="测试",
        files=lambda command, folder: FileWork.of(command, (), folder, path.parent, path.parent, "zh"),
        parameters=told,
        store=SnapshotStore.beside(path),
        progress=lambda words: said.append(words.zh) if said is not None else None,
    )


def single(path: Path, name: str, today: dt.datetime, files: tuple[File, ...] = (), **told: Any) -> Outcome:
    """A step's own button."""
    return run(
        name, FileBook(path), today, now=today, user="测试", parameters=told, files=files,
        store=SnapshotStore.beside(path),
    )  # fmt: skip


def states(outcome: RoutineOutcome) -> list[tuple[str, str]]:
    return [(each.outcome.command, each.state.value) for each in outcome.ended]


def journal(path: Path) -> list[tuple[str, str, str]]:
    told = rows(path, "Journal")
    return [
        (command, how, "" if isinstance(changed, float) else str(changed))
        for command, how, changed in zip(told["command"], told["outcome"], told["changed"], strict=True)
    ]


@pytest.fixture
def working(shop: Path) -> Path:
    """Two people on duty on the 22nd, and an export in the usual folder."""
    on_shift(shop)
    folder = shop.parent / "导入"
    folder.mkdir()
    (folder / "订单.csv").write_text(EXPORT, encoding="utf-8")
    return shop


# A day


def test_a_morning_is_its_three_commands_one_after_the_other(working: Path, tmp_path: Path) -> None:
    by_hand = Path(shutil.copy(working, tmp_path / "手.xlsm"))
    said: list[str] = []
    outcome = press(working, "start-day", MORNING, said, platform="tmall")
    assert states(outcome) == [("import", "done"), ("prepare-day", "done"), ("update-followups", "done")]
    assert (outcome.exit_code, outcome.stopped, outcome.headline) == (0, False, "开工完成。")

    export = (File("订单.csv", EXPORT.encode()),)
    outcomes = [
        single(by_hand, "import", MORNING, export, platform="tmall"),
        single(by_hand, "prepare-day", MORNING),
        single(by_hand, "update-followups", MORNING),
    ]
    assert [each.outcome.headline for each in outcome.ended] == [one.headline for one in outcomes]
    assert every_table(working) | {"Changes": ""} == every_table(by_hand) | {"Changes": ""}
    assert journal(working)[:3] == journal(by_hand)
    assert journal(working)[3:] == [("start-day", "done", "导入、准备当天、更新回访")]
    assert "第 1 步，共 3 步：导入……读取工作簿……" in said
    assert said[-1] == "第 3 步，共 3 步：更新回访……写入工作簿……"


def test_the_message_has_a_line_for_each_step_and_ends_with_what_to_do(working: Path) -> None:
    text = press(working, "start-day", MORNING, platform="tmall").text().split("\n")
    own = [line for line in text if not line.startswith(" ")]
    assert own[0] == "开工完成。"
    assert [line.split("：")[0] for line in own[1:4]] == ["✓ 导入", "✓ 准备当天", "✓ 更新回访"]
    assert "新增日报 4 行" in own[2]
    assert "新增回访 2 条" in own[3]
    assert own[4] == "合计新增：订单 1、客户档案 1、客服日报 4、回访登记 2；“今日待办”共 2 项。"
    assert own[5].startswith("下一步：看“今日待办”")
    assert len(own) == 6


def test_the_total_of_a_morning_is_what_stands_in_todays_list(working: Path) -> None:
    outcome = press(working, "start-day", MORNING, platform="tmall")
    assert f"“今日待办”共 {len(rows(working, 'Today'))} 项。" in outcome.total
    again = press(working, "start-day", MORNING, platform="tmall")
    assert again.total.startswith("合计：没有新增；“今日待办”共 ")


def test_in_an_empty_workbook_the_next_step_is_what_to_fill_first(tmp_path: Path) -> None:
    empty_shop = tmp_path / "空.xlsm"
    build_workbook(empty_shop, language="zh", month=dt.date(2026, 11, 1))
    for name, label in (("start-day", "开工"), ("end-day", "收工")):
        outcome = press(empty_shop, name, MORNING)
        assert (outcome.exit_code, outcome.stopped) == (1, False)
        assert outcome.next_step == (
            f"点“显示设置”，填“员工”（每人一行），核对“班次与人数”，再点“生成排班”，再点“{label}”。"
        )
    month = press(empty_shop, "settle-month", MORNING)
    assert month.about.startswith("没有写月份，取上个月 2026-10；")
    assert "工作簿里没有更早的排班，2026-10 没有可结转的。" in month.text()
    assert month.next_step == "等 2026-11 过完，再点“月结”。"


def test_files_imported_before_ask_for_nothing(working: Path) -> None:
    export = (File("订单.csv", EXPORT.encode()),)
    first = single(working, "import", MORNING, export, platform="tmall")
    assert first.next_step is not None
    assert first.next_step.startswith("点“更新回访”")
    again = single(working, "import", MORNING, export, platform="tmall")
    assert again.next_step == ("这些文件以前都导入过，可以移走；平台有了新的导出，放进来再点“导入”。")


def test_without_files_the_import_is_passed_over_and_said_so(shop: Path) -> None:
    on_shift(shop)
    outcome = press(shop, "start-day", MORNING)
    assert states(outcome) == [("import", "passed"), ("prepare-day", "done"), ("update-followups", "done")]
    assert outcome.exit_code == 0
    assert "– 导入：“导入”里没有文件，跳过。" in outcome.text().split("\n")
    (shop.parent / "导入").mkdir()
    assert "– 导入：“导入”里没有文件，跳过。" in press(shop, "start-day", MORNING).text().split("\n")


def test_the_folder_said_is_the_imports(working: Path) -> None:
    elsewhere = working.parent / "平台"
    (working.parent / "导入").rename(elsewhere)
    assert states(press(working, "start-day", MORNING, folder="平台", platform="tmall"))[0] == (
        "import",
        "done",
    )


def test_a_folder_said_that_holds_nothing_to_take_stops_it_and_is_named(working: Path) -> None:
    (working.parent / "导出").mkdir()
    for name, row, label, usual in (
        ("start-day", "folder", "文件夹", "导入"),
        ("end-day", "daily_folder", "日报表文件夹", "日报表"),
    ):
        outcome = press(working, name, EVENING, **{row: "导出"})
        assert [state for _, state in states(outcome)] == ["stopped"]
        said = outcome.ended[0].outcome.headline
        assert str(working.parent / "导出") in said
        assert "要读的是" in said
        assert said.endswith(f"这是操作面板“{label}”（--folder）写的；清空它即取“{usual}”。")


def test_where_nobody_was_on_duty_nobody_is_to_be_reminded(shop: Path) -> None:
    on_shift(shop)
    nobody_there = dt.datetime(2026, 11, 25, 9)
    morning = press(shop, "start-day", nobody_there)
    assert "今天没有人当班，不用加日报行。" in morning.text()
    assert morning.next_step == "看“今日待办”。"
    evening = press(shop, "end-day", nobody_there + dt.timedelta(hours=12))
    assert "今天没有人当班，也没有今天的日报，没有人要填。" in evening.text()
    assert "– 收日报表：“日报表”里没有文件，跳过。" in evening.text().split("\n")
    assert evening.next_step == "在“月报”里给当天的报告定稿。"


def test_who_is_missing_is_to_be_reminded_and_sheets_are_handed_out_to_who_is_there(shop: Path) -> None:
    on_shift(shop)
    assert press(shop, "end-day", EVENING).next_step == "催没填的人补上日报；在“月报”里给当天的报告定稿。"
    today = press(shop, "start-day", MORNING)
    assert today.next_step == "看“今日待办”；客服用小工作簿的，点“发日报表”。"
    tomorrow = press(shop, "start-day", MORNING + dt.timedelta(days=1))
    assert tomorrow.next_step == "看“今日待办”；催昨天没填日报的人。"


def test_what_was_done_is_told_though_the_routines_own_row_is_refused(
    working: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply = FileBook.apply

    def typing_at_the_end(book: FileBook, writes: Sequence[TableWrite], *, forget: bool = False) -> None:
        if len(writes) == 1:  # each step writes a table besides
            raise CsbookError(Words("Excel 正忙。", "Excel is busy."))
        apply(book, writes, forget=forget)

    monkeypatch.setattr(FileBook, "apply", typing_at_the_end)
    outcome = press(working, "start-day", MORNING, platform="tmall")
    assert [state for _, state in states(outcome)] == ["done"] * 3
    text = outcome.text().split("\n")
    assert text[:2] == [
        "开工完成。",
        "    · “操作记录”里没能记下“开工”这一行，再点会再做一遍：Excel 正忙。",
    ]
    assert text[-2].startswith("合计新增：订单 1、")
    assert text[-1].startswith("下一步：看“今日待办”")


def test_the_days_of_files_that_name_none_are_said_to_the_morning_too(working: Path) -> None:
    service = "旺旺账号名称,旺旺评价量,满意评价量\n红,10,9\n"
    (working.parent / "导入" / "订单.csv").write_text(service, encoding="utf-8")
    assert states(press(working, "start-day", MORNING, platform="tmall"))[0] == ("import", "stopped")
    day = dt.date(2026, 11, 20)
    said = press(working, "start-day", MORNING, platform="tmall", first=day, last=day)
    assert states(said)[0] == ("import", "done")
    assert len(rows(working, "PlatformFigures")) > 0


def test_a_morning_pressed_again_changes_nothing_but_the_journal(working: Path) -> None:
    press(working, "start-day", MORNING, platform="tmall")
    before = every_table(working, but=SHOWS_THE_PRESS)
    again = press(working, "start-day", MORNING, platform="tmall")
    assert len(states(again)) == 3
    assert again.headline == "开工完成。"
    assert every_table(working, but=SHOWS_THE_PRESS) == before


def test_rows_left_out_do_not_stop_it_and_are_told(working: Path) -> None:
    bad = EXPORT + "90002,又一位,昨天,,1.00,1.00,某人,13800000000,某地\n"
    (working.parent / "导入" / "订单.csv").write_text(bad, encoding="utf-8")
    outcome = press(working, "start-day", MORNING, platform="tmall")
    assert [state for _, state in states(outcome)] == ["done"] * 3
    assert (outcome.exit_code, outcome.stopped) == (1, False)
    assert outcome.headline == "开工完成，有要看的地方。"
    assert "昨天" in outcome.text()
    assert outcome.text().split("\n")[-1].startswith("下一步：先看上面列出的地方，再看“今日待办”")
    assert journal(working)[-1] == ("start-day", "problems", "导入、准备当天、更新回访")
    assert len(press(working, "start-day", MORNING, platform="tmall").ended) == 3, "it was run to its end"


# Stopped and gone on with


def test_it_stops_at_a_cell_to_correct_and_goes_on_from_there(working: Path) -> None:
    row, _ = put(working, "Shifts", 0, "start", "早上")
    stopped = press(working, "start-day", MORNING, platform="tmall")
    assert states(stopped) == [("import", "done"), ("prepare-day", "stopped")]
    assert (stopped.exit_code, stopped.stopped) == (1, True)
    lines = stopped.text().split("\n")
    assert lines[0] == "开工停在“准备当天”。"
    assert lines[-2:] == [
        "还没做：更新回访。",
        f"下一步：改正“班次与人数”第 {row} 行“上班”，再点“开工”。",
    ]
    assert [problem.row for problem in stopped.problems] == [row]
    assert stopped.spot is not None
    assert (stopped.spot.table, stopped.spot.row, stopped.spot.column) == ("Shifts", row, "start")
    assert journal(working)[-1] == ("start-day", "problems", "导入 ✗ 准备当天")
    assert rows(working, "DailyLog").empty

    put(working, "Shifts", 0, "start", dt.timedelta(hours=9))
    went_on = press(working, "start-day", MORNING + dt.timedelta(minutes=20), platform="tmall")
    assert states(went_on) == [("import", "done"), ("prepare-day", "done"), ("update-followups", "done")]
    assert went_on.headline == "接着上次，从“准备当天”继续。开工完成。"
    assert not went_on.ended[0].outcome.changed
    assert journal(working)[-1] == ("start-day", "done", "导入、准备当天、更新回访")
    assert len(press(working, "start-day", MORNING, platform="tmall").ended) == 3


def test_pressed_again_after_a_stop_it_takes_the_files_that_came_meanwhile(
    working: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(request: Request) -> Result:
        raise CsbookError(Words("还不行。", "Not yet."))

    load = registry.Command.load
    monkeypatch.setattr(
        registry.Command, "load", lambda self: refuses if self.name == "update-followups" else load(self)
    )
    press(working, "start-day", MORNING, platform="tmall")
    assert journal(working)[-1][2] == "导入、准备当天 ✗ 更新回访"
    again = press(working, "start-day", MORNING, platform="tmall")
    assert [state for _, state in states(again)] == ["done", "before", "stopped"]
    assert "✓ 准备当天：上次已完成。" in again.text().split("\n")

    (working.parent / "导入" / "新.csv").write_text(EXPORT.replace("90001", "90002"), encoding="utf-8")
    more = press(working, "start-day", MORNING, platform="tmall")
    assert [state for _, state in states(more)] == ["done", "done", "stopped"], "the day rests on the files"
    assert rows(working, "Orders")["order_id"].tolist() == ["90001", "90002"]


def test_stopped_again_it_still_knows_what_was_done_before(working: Path) -> None:
    put(working, "Shifts", 0, "start", "早上")
    press(working, "start-day", MORNING, platform="tmall")
    again = press(working, "start-day", MORNING, platform="tmall")
    assert states(again) == [("import", "done"), ("prepare-day", "stopped")]
    assert again.headline == "接着上次，从“准备当天”继续。开工停在“准备当天”。"
    assert journal(working)[-1][2] == "导入 ✗ 准备当天"


def test_on_another_day_it_begins_anew(working: Path) -> None:
    put(working, "Shifts", 0, "start", "早上")
    press(working, "start-day", MORNING, platform="tmall")
    tomorrow = press(working, "start-day", MORNING + dt.timedelta(days=1), platform="tmall")
    assert states(tomorrow) == [("import", "done"), ("prepare-day", "stopped")]


def test_after_something_was_undone_it_begins_anew(working: Path) -> None:
    put(working, "Shifts", 0, "start", "早上")
    press(working, "start-day", MORNING, platform="tmall")
    undo(FileBook(working), SnapshotStore.beside(working), now=MORNING, user="测试")
    assert states(press(working, "start-day", MORNING, platform="tmall"))[0] == ("import", "done")


def test_it_goes_on_from_a_row_that_an_earlier_version_wrote(working: Path) -> None:
    put(working, "Shifts", 0, "start", "早上")
    press(working, "start-day", MORNING, platform="tmall")
    last = len(journal(working)) - 1
    put(working, "Journal", last, "command", "start-day")
    put(working, "Journal", last, "changed", "import ✗ prepare-day")
    put(working, "Shifts", 0, "start", dt.time(8, 30))
    assert press(working, "start-day", MORNING, platform="tmall").headline.startswith("接着")


def test_what_was_passed_over_is_tried_again(shop: Path) -> None:
    on_shift(shop)
    put(shop, "Shifts", 0, "start", "早上")
    assert states(press(shop, "start-day", MORNING)) == [("import", "passed"), ("prepare-day", "stopped")]
    assert journal(shop)[-1][2] == "✗ 准备当天"
    again = press(shop, "start-day", MORNING)
    assert states(again)[0] == ("import", "passed")
    assert not again.headline.startswith("接着")


def test_files_that_are_no_exports_stop_it_with_the_commands_own_words(working: Path) -> None:
    (working.parent / "导入" / "订单.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    with pytest.raises(CsbookError) as alone:
        single(working, "import", MORNING, (File("订单.csv", "甲,乙\n1,2\n".encode()),))
    outcome = press(working, "start-day", MORNING)
    assert states(outcome) == [("import", "stopped")]
    assert outcome.exit_code == alone.value.exit_code
    assert outcome.ended[0].outcome.headline == alone.value.words.zh
    assert outcome.text().split("\n")[-2:] == [
        "还没做：准备当天、更新回访。",
        "下一步：按上面说的处理，再点“开工”。",
    ]


def test_each_step_is_taken_back_by_itself(working: Path) -> None:
    before = every_table(working)
    press(working, "start-day", MORNING, platform="tmall")
    for _ in range(3):
        undo(FileBook(working), SnapshotStore.beside(working), now=MORNING, user="测试")
    assert every_table(working) == before


def test_what_every_step_changed_is_coloured_until_the_next_button(working: Path) -> None:
    press(working, "start-day", MORNING, platform="tmall")
    coloured = set(rows(working, "Changes")["table"])
    assert {"Customers", "DailyLog"} <= coloured, coloured
    run("check-roster", FileBook(working), MORNING, now=MORNING, user="")
    assert rows(working, "Changes").empty


@pytest.mark.long
def test_killed_between_two_steps_the_workbook_is_whole_and_the_next_press_does_the_rest(
    working: Path, tmp_path: Path
) -> None:
    whole = tmp_path / "不断" / working.name
    whole.parent.mkdir()
    shutil.copy(working, whole)
    shutil.copytree(working.parent / "导入", whole.parent / "导入")
    press(whole, "start-day", MORNING, platform="tmall")
    command = ("start-day", str(working), "--platform", "tmall", "--today", MORNING.isoformat())
    kept = SnapshotStore.beside(working)
    with subprocess.Popen(
        [sys.executable, "-m", "csbook", *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        while process.poll() is None and not kept.files():
            time.sleep(0.001)
        process.kill()
    assert process.returncode != 0, "it was done before it could be killed"
    assert journal(working)[0][0] == "import"
    assert "start-day" not in [command for command, *_ in journal(working)]
    press(working, "start-day", MORNING, platform="tmall")
    assert every_table(working, but=SHOWS_THE_PRESS) == every_table(whole, but=SHOWS_THE_PRESS)


# An evening


def test_an_evening_collects_names_who_is_missing_and_drafts_the_days_report(working: Path) -> None:
    press(working, "start-day", MORNING, platform="tmall")
    sheets = working.parent / "日报表"
    work = FileWork.of(registry.command("hand-out"), (), None, working.parent, working.parent, "zh")
    run("hand-out", FileBook(working), MORNING, now=MORNING, user="", files=work.files, folder=work.folder)
    mine = next(file for file in sheets.iterdir() if "K01" in file.name)
    done = {("DailyLog", 0, "receptions"): 30}
    mine.write_bytes(filled(File(mine.name, mine.read_bytes()), done).data)

    outcome = press(working, "end-day", EVENING)
    assert states(outcome) == [("collect", "done"), ("who-is-missing", "done"), ("report", "done")]
    assert outcome.exit_code == 0, outcome.text()
    assert 30 in rows(working, "DailyLog")["receptions"].tolist()
    missing = outcome.ended[1].outcome
    assert missing.details["missing"] == ["K01"]
    assert missing.details["on_shift"] == ["K02"]
    report = rows(working, "Report")
    assert set(report["span"]) == {"day"}
    assert set(report["period"]) == {"2026-11-22"}
    assert outcome.text().count("赵一（K01）11 月 22 日：") == 1, "what a later step says again is said once"


def test_a_wrong_cell_in_a_daily_sheet_is_what_the_evening_asks_to_correct(working: Path) -> None:
    press(working, "start-day", MORNING, platform="tmall")
    sheets = working.parent / "日报表"
    work = FileWork.of(registry.command("hand-out"), (), None, working.parent, working.parent, "zh")
    run("hand-out", FileBook(working), MORNING, now=MORNING, user="", files=work.files, folder=work.folder)
    mine = next(file for file in sheets.iterdir() if "K01" in file.name)
    mine.write_bytes(filled(File(mine.name, mine.read_bytes()), {("DailyLog", 0, "receptions"): "很多"}).data)
    outcome = press(working, "end-day", EVENING)
    assert "先点“收日报表”" not in outcome.text()
    assert f"日报表里填得不对、没有收：{mine.name} 里“客服日报”的 G6 现为“很多”。" in outcome.text()
    assert outcome.next_step == f"改正“{mine.name}”里“客服日报”的 G6，存好放回原处，再点“收工”。"


def test_without_daily_sheets_the_evening_passes_collecting_over(shop: Path) -> None:
    on_shift(shop)
    outcome = press(shop, "end-day", EVENING)
    assert states(outcome) == [("collect", "passed"), ("who-is-missing", "done"), ("report", "done")]


def test_an_evening_gone_on_with_later_looks_again_who_is_missing(working: Path) -> None:
    """The late shift ends between the stop and going on."""
    press(working, "start-day", MORNING, platform="tmall")
    work = FileWork.of(registry.command("hand-out"), (), None, working.parent, working.parent, "zh")
    run("hand-out", FileBook(working), MORNING, now=MORNING, user="", files=work.files, folder=work.folder)
    put(working, "Orders", 0, "paid", "昨天")
    stopped = press(working, "end-day", EVENING)
    assert states(stopped) == [("collect", "done"), ("who-is-missing", "done"), ("report", "stopped")]
    assert stopped.ended[1].outcome.details["on_shift"] == ["K02"]

    put(working, "Orders", 0, "paid", dt.datetime(2026, 11, 20, 10))
    went_on = press(working, "end-day", EVENING.replace(hour=23, minute=50))
    assert went_on.headline.startswith("接着上次，从“起草报告”继续。")
    assert states(went_on)[1:] == [("who-is-missing", "done"), ("report", "done")]
    assert went_on.ended[1].outcome.details["missing"] == ["K01", "K02"]
    assert went_on.ended[1].outcome.details["on_shift"] == []


# A month


def given_scores(path: Path) -> None:
    """What people type before a month can be locked."""
    scores = [
        {"month": "2026-11", "agent_id": who, "self_score": 80.0, "ability": 70 + place, "cooperation": 75.0,
         "service": 77.5, "performance": 80.0, "override_reason": "测试"}
        for place, (who, *_) in enumerate(PEOPLE)
    ]  # fmt: skip
    type_rows(path, "Scores", scores)
    pay = [
        {"month": "2026-11", "agent_id": who, "commission": Decimal(100), "commission_reason": "测试"}
        for who, *_ in PEOPLE
    ]
    type_rows(path, "Pay", pay)


def test_a_month_waits_for_the_scores_and_goes_on_to_the_lock(shop: Path) -> None:
    on_shift(shop)
    stopped = press(shop, "settle-month", SETTLING)
    assert stopped.headline == "月结 2026-11 停在“锁定月份”。", "last month without a month said"
    assert states(stopped) == [("close-month", "done"), ("score", "done"), ("lock-month", "stopped")]
    assert stopped.exit_code == 1
    assert "下一步：改正“考核评分”第 " in stopped.text()

    given_scores(shop)
    went_on = press(shop, "settle-month", SETTLING + dt.timedelta(days=2))
    assert states(went_on) == [("close-month", "before"), ("score", "done"), ("lock-month", "done")]
    assert went_on.headline == "接着上次，从“月度评分”继续。月结 2026-11 完成。"
    assert journal(shop)[-1] == ("settle-month", "done", "月度结转、月度评分、锁定月份")
    assert rows(shop, "Pay")["state"].tolist() == ["locked"] * 3

    before = every_table(shop, but=SHOWS_THE_PRESS)
    again = press(shop, "settle-month", SETTLING + dt.timedelta(days=2))
    assert states(again) == [("close-month", "done"), ("score", "done"), ("lock-month", "passed")]
    assert again.exit_code == 0
    assert "– 锁定月份：跳过。2026-11 已经锁定（第 1 版，" in again.text()
    assert again.headline == "月结 2026-11 已经结好：这个月已锁定。"
    assert again.next_step is not None
    assert again.next_step.startswith("不用再点；")
    assert every_table(shop, but=SHOWS_THE_PRESS) == before


def test_a_locked_month_whose_rows_were_changed_is_not_told_to_be_settled(shop: Path) -> None:
    """Whoever presses only once a month would learn of it from nowhere else."""
    on_shift(shop)
    given_scores(shop)
    press(shop, "settle-month", SETTLING)
    put(shop, "Pay", 0, "bonus", 55)
    edited = press(shop, "settle-month", SETTLING + dt.timedelta(days=2))
    assert states(edited) == [("close-month", "done"), ("score", "done"), ("lock-month", "passed")]
    assert edited.exit_code == 1
    assert edited.headline == "月结 2026-11 早已锁定，但有要看的地方。"
    assert edited.next_step == LOCKED_AND_CHANGED.zh


@pytest.mark.parametrize("month_of_settings", ["2026-11", "2026-12"])
def test_a_team_without_a_roster_settles_its_month_from_the_scores(
    shop: Path, month_of_settings: str
) -> None:
    put(shop, "Settings", rows(shop, "Settings")["name"].tolist().index("month"), "value", month_of_settings)
    type_rows(shop, "DailyLog", [{"date": dt.date(2026, 11, 20), "agent_id": "K01", "platform": "tmall"}])
    given_scores(shop)
    outcome = press(shop, "settle-month", SETTLING)
    assert states(outcome) == [("close-month", "passed"), ("score", "done"), ("lock-month", "done")]
    assert "– 月度结转：没有排班，跳过。" in outcome.text().split("\n")
    assert rows(shop, "Pay")["state"].tolist() == ["locked"] * 3
    with pytest.raises(NoRosterKept):
        single(shop, "close-month", SETTLING, month=dt.date(2026, 11, 1))


def test_a_logged_month_before_the_first_roster_is_settled_from_the_scores(shop: Path) -> None:
    """A team that came to rosters later."""
    on_shift(shop)
    press(shop, "settle-month", SETTLING)
    type_rows(shop, "DailyLog", [{"date": dt.date(2026, 10, 20), "agent_id": "K01", "platform": "tmall"}])
    outcome = press(shop, "settle-month", SETTLING, month=dt.date(2026, 10, 1))
    assert states(outcome)[:2] == [("close-month", "passed"), ("score", "done")]
    with pytest.raises(NoRosterKept) as stopped:
        single(shop, "close-month", SETTLING, month=dt.date(2026, 10, 1))
    assert stopped.value.words.zh == "2026-10 没有排班，没有可结转的；没有排班也能点“月度评分”。"


def test_a_month_of_which_nothing_is_on_record_asks_to_look_at_the_month(shop: Path) -> None:
    outcome = press(shop, "settle-month", SETTLING)
    assert states(outcome) == [("close-month", "passed"), ("score", "stopped")]
    assert outcome.next_step == "核对操作面板的“月份”，再点“月结”。"


def test_a_month_whose_grid_was_emptied_is_not_passed_over(shop: Path) -> None:
    on_shift(shop)
    press(shop, "settle-month", SETTLING)
    december = dt.date(2026, 12, 1)
    single(shop, "build-roster", SETTLING, month=december)
    type_rows(shop, "Roster", [{"agent_id": person[0], **dict.fromkeys(DAYS)} for person in PEOPLE])
    assert rows(shop, "Roster")[list(DAYS)].isna().all(axis=None)
    outcome = press(shop, "settle-month", dt.datetime(2027, 1, 5, 9), month=december)
    assert states(outcome) == [("close-month", "stopped")]


def test_a_month_that_is_locked_is_not_told_to_be_locked(shop: Path) -> None:
    on_shift(shop)
    press(shop, "settle-month", SETTLING)
    given_scores(shop)
    alone = single(shop, "score", SETTLING, month=dt.date(2026, 11, 1))
    assert any("点“锁定月份”" in note for note in alone.notes)
    assert "点“锁定月份”" not in press(shop, "settle-month", SETTLING).text()


def test_pressed_before_the_lock_day_it_names_the_day_to_press_again(shop: Path) -> None:
    on_shift(shop)
    early = press(shop, "settle-month", dt.datetime(2026, 12, 3, 9))
    assert states(early)[-1] == ("lock-month", "stopped")
    assert early.exit_code == 3
    assert early.next_step == "等到 12 月 4 日，再点“月结”。"
    assert early.problems == ()


def test_which_month_is_taken_and_why_is_said_where_nobody_said_one(shop: Path) -> None:
    on_shift(shop)
    first = press(shop, "settle-month", SETTLING).text().split("\n")[1]
    assert first == "    · 没有写月份，取上个月 2026-11；要别的月份，在操作面板“月份”写（--month）。"
    said = press(shop, "settle-month", SETTLING, month=dt.date(2026, 11, 1))
    assert said.about == ""


def test_a_month_stopped_does_not_go_on_in_another_one(shop: Path) -> None:
    on_shift(shop)
    press(shop, "settle-month", SETTLING)
    other = press(shop, "settle-month", SETTLING, month=dt.date(2026, 12, 1))
    assert other.headline == "月结 2026-12 停在“月度结转”。"
    assert other.exit_code == 3
    assert journal(shop)[-1][2] == "✗ 月度结转"
    november = press(shop, "settle-month", SETTLING)
    assert states(november)[1:] == [("score", "done"), ("lock-month", "stopped")]


def test_a_typed_grid_is_never_settled_as_another_month_than_the_settings_say(shop: Path) -> None:
    """Nothing was built or closed yet, so the grid is November's, whatever month is settled."""
    on_shift(shop)
    outcome = press(shop, "settle-month", dt.datetime(2026, 11, 4, 9))
    assert states(outcome) == [("close-month", "stopped")]
    assert "“排班”里现在是 2026-11，不是 2026-10。" in outcome.text()
    assert rows(shop, "RosterHistory").empty


# What is told


def talkative(command: registry.Command) -> Callable[[Request], Result]:
    """A handler that says thirty things of some length, of its own."""
    said = command.label.zh * 10
    notes = tuple(Words(f"第 {number} 条，{said}", "") for number in range(30))
    return lambda request: Result(Words("做完。", "Done."), notes=notes)


def test_a_message_box_holds_every_step_and_what_to_do_next(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry.Command, "load", talkative)
    whole = press(shop, "settle-month", SETTLING).text()
    assert whole.count("第 29 条") == 3, "the command line tells all"
    text = fitted(whole, "zh", tmp_path)
    assert len(text) <= 900
    lines = text.split("\n")
    own = [line[:2] for line in lines if not line.startswith(" ")]
    assert own == ["月结", "✓ ", "✓ ", "✓ ", "……", "下一"]
    more = [int(line.split()[1]) for line in lines if line.startswith("    ……另有 ")]
    assert len(set(more)) == 1
    assert len(more) == 3
    assert more[0] < 30, "something of each is told"


def test_in_english_everything_is_said_in_english(english_shop: Path) -> None:
    put(english_shop, "Shifts", 0, "start", "early", "en")
    text = press(english_shop, "start-day", MORNING).text()
    lines = text.split("\n")
    assert lines[:2] == [
        "Start day stopped at 'Prepare day'.",
        "– Import: no files in 'imports'; passed over.",
    ]
    assert "Not done yet: Update follow-ups." in text
    assert text.endswith(", 'Start', then press 'Start day' again.")
    assert text.isascii() or not any("\u4e00" <= sign <= "\u9fff" for sign in text.replace("导入", ""))


def test_every_step_is_a_command_that_takes_what_it_is_told() -> None:
    for routine in ROUTINES:
        steps = [registry.command(step.command) for step in routine.steps]
        taken = {p.name for command in steps for p in command.parameters}
        assert {p.name for p in routine.parameters} <= taken
        for step, command in zip(routine.steps, steps, strict=True):
            assert set(step.fixed) <= {p.name for p in command.parameters}
            assert all(issubclass(imported(name), CsbookError) for name in step.nothing_to_do)


# On the command line


def invoke(*arguments: object) -> Any:
    return CliRunner().invoke(cli.app, [str(a) for a in arguments])


def test_the_steps_outcomes_stand_in_one_json_object(working: Path) -> None:
    for start in (("start-day",), ("run", "start-day")):
        result = invoke(*start, working, "--platform", "tmall", "--today", MORNING.isoformat(), "--json")
        told = json.loads(result.stdout)
        assert (result.exit_code, told["command"], told["exit_code"]) == (0, "start-day", 0)
        steps = told["details"]["steps"]
        assert [step["command"] for step in steps] == ["import", "prepare-day", "update-followups"]
        assert [step["state"] for step in steps] == ["done"] * 3
        assert set(steps[0]) == {*Outcome("import", "zh", 0, "").as_json(), "state"}
        assert told["details"]["stopped_at"] is None


def test_a_stopped_routine_leaves_with_the_steps_exit_code(working: Path) -> None:
    put(working, "Shifts", 0, "start", "早上")
    result = invoke("start-day", working, "--platform", "tmall", "--today", MORNING.isoformat(), "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == told["exit_code"] == 1
    assert told["details"]["stopped_at"] == "prepare-day"
    assert told["problems"] == told["details"]["steps"][-1]["problems"] != []


def test_what_stops_a_step_gives_the_exit_code_of_the_routine(shop: Path) -> None:
    on_shift(shop)
    refused = invoke("settle-month", shop, "--month", "2026-12", "--today", SETTLING.isoformat())
    assert refused.exit_code == 3
    assert refused.stdout.startswith("月结 2026-12 停在“月度结转”。")


def test_files_and_options_of_the_steps_are_refused(working: Path) -> None:
    named = invoke("run", "start-day", working, "订单.csv")
    assert named.exception.words.zh == "start-day 不读文件，多写了 订单.csv。"
    foreign = invoke("run", "end-day", working, "--platform", "tmall")
    assert foreign.exception.words.zh == "end-day 不接受 --platform。"
