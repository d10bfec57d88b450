"""Every button of the ribbon pressed, in the order of a month's work: VBA callback, a Python of its own, the
open workbook, the message. The whole walk takes minutes; those of every day are pressed in the normal run.
"""

from __future__ import annotations

import datetime as dt
import re
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import xlwings

from csbook.commands import registry
from csbook.commands.routines import ROUTINE_BY_NAME
from csbook.problems import Language
from csbook.schema.workbook import WORKBOOK
from csbook.template.ribbon import buttons
from csbook.template.vba import macro_source, xlwings_file
from tests.libreoffice.click import click
from tests.open_shop import Opener, read, rows
from tests.workbooks import put

MORNING = {"today": dt.datetime(2026, 11, 1, 9)}
NOON = {"today": dt.datetime(2026, 11, 22, 12)}
EVENING = {"today": dt.datetime(2026, 11, 22, 21)}
SETTLING = {"today": dt.datetime(2026, 12, 4, 9)}
ILL = {**NOON, "agent": "K02", "first": dt.datetime(2026, 11, 24), "seconds": 5}
QUIET_SINCE = {**SETTLING, "before": dt.datetime(2026, 11, 22)}
EXPORT = (
    "订单编号,买家会员名,订单创建时间,订单付款时间,总金额,买家实际支付金额,收货人姓名,联系手机,收货地址\n"
    "90001,新买家,2026-11-21 10:00:00,,99.00,0.00,某人,13800000000,某地\n"
)
ONLY_NOTED = "操作记录"
"""What a command fills that found nothing to change."""
SHOWN = "shown"
WORDS_OF_XLWINGS = (
    "Chr Command CreateObject Environ Exec ExpandEnvironmentStrings FileCopy Kill Lib MacScript MkDir Output "
    "VBComponents VBProject WScript.Shell Windows Write applescript binary call dylib environment libc.dylib "
    "open run shell system"
)


@dataclass(frozen=True)
class Press:
    """A button with what stands in 操作面板, what the message begins with, and the sheet that it fills
    (`SHOWN`: it shows or hides sheets); None where it refuses, and every cell stays."""

    button: str
    says: str
    fills: str | None
    panel: Mapping[str, object] = field(default_factory=dict)


WALK = (
    Press("check", "全部检查完毕，没有要改的地方。", ONLY_NOTED),
    Press("show-settings", r"已显示 \d+ 个设置和记录工作表。", SHOWN),
    Press("suggest-cover", r"建议人数：0 项", ONLY_NOTED),
    Press("build-roster", r"2026-11 排班完成：3 人，每班都够最少人数", "排班", {**MORNING, "seconds": 5}),
    Press("explain-roster", r"2026-11 排得出：每班都够最少人数", "排班说明", {**MORNING, "seconds": 5}),
    Press("check-roster", r"2026-11 的班表：须改 0 条", "排班检查", MORNING),
    Press("publish-roster", r"2026-11 已发布（第 1 版）：3 人。", "改动与底稿", MORNING),
    Press("repair-roster", r"2026-11 已调班：改动 \d+ 格", "调班通知", ILL),
    Press("swap", r"2026-11 没有要处理的换班。", ONLY_NOTED, NOON),
    Press("undo", r"已撤销“临时调班”", "调班通知"),
    Press("import", r"从 1 个文件读入 1 行", "订单", {**NOON, "platform": "天猫"}),
    Press("prepare-day", r"今天 \d 人当班，新增日报 \d 行", "客服日报", NOON),
    Press("update-followups", r"新增回访 2 条", "回访登记", NOON),
    Press("start-day", r"开工完成。", ONLY_NOTED, {**NOON, "platform": "天猫"}),
    Press("hand-out", r"做好 3 份日报表", ONLY_NOTED, NOON),
    Press("collect", r"收了 3 份日报表，写入 0 格。", ONLY_NOTED, EVENING),
    Press("who-is-missing", r"今天 \d 人当班，\d 人的日报没填完", "今日待办", EVENING),
    Press("hand-over", r"17:00 交接：", "交接班", EVENING),
    Press("end-day", r"收工完成。", "月报", EVENING),
    Press("customer-history", r"往来 \d 条：订单 1", "客户往来", {**EVENING, "customer": "新买家"}),
    Press("review-conduct", r"违规 0 条，表扬 0 条。", ONLY_NOTED, EVENING),
    Press("summarise-followups", r"2026-11 应办 2 次", "回访汇总", EVENING),
    Press("report", r"2026-11-22 的日报起草了 \d 条", ONLY_NOTED, {**EVENING, "span": "日"}),
    Press("draft-plan", r"2026-11 的月计划起草了 \d+ 项", "月计划", EVENING),
    Press("leave-shop", r"孙三（K03）离职，最后上班 2026-11-25", "员工",
          {**EVENING, "agent": "K03", "date": dt.datetime(2026, 11, 25)}),
    Press("close-month", r"2026-11 已关账：3 人", "排班历史", SETTLING),
    Press("score", r"2026-11 已评分 0 人，还有 3 人待评", "考核评分", SETTLING),
    Press("settle-month", r"月结 2026-11 停在“锁定月份”。", ONLY_NOTED, SETTLING),
    Press("lock-month", r"有 \d+ 处需要先改正，没有写入任何内容。", None, SETTLING),
    Press("explain-pay", r"2026-11（暂定）的核算说明：3 人。", "核算说明", SETTLING),
    Press("verify-month", r"2026-11 没有锁定。", None, SETTLING),
    Press("export", r"2026-11 绩效核算表（暂定）导出到 绩效核算表-2026-11.xlsx", ONLY_NOTED, SETTLING),
    Press("reopen-month", r"2026-11 没有锁定。", None, {**SETTLING, "reason": "试"}),
    Press("purge", r"2026-11-22 以后没有往来的客户没有可清除的资料。", "首页",
          {**QUIET_SINCE, "confirm": 0}),
    Press("undo", r"没有可以撤销的操作。“清除客户资料”", None),
    Press("show-settings", r"已隐藏 \d+ 个设置和记录工作表。", SHOWN),
)  # fmt: skip
EVERY_DAY = (
    "build-roster", "publish-roster", "repair-roster", "undo", "import", "prepare-day", "update-followups",
    "who-is-missing",
)  # fmt: skip


def test_the_walk_presses_every_button_of_the_ribbon() -> None:
    assert {press.button for press in WALK} == {button.tag for button in buttons()}


@pytest.mark.minutes
def test_every_button_does_its_work_or_refuses_with_words(shop: Path, open_shop: Opener) -> None:
    walk(with_export(shop), open_shop, WALK)


def test_the_buttons_of_every_day_do_their_work(shop: Path, open_shop: Opener) -> None:
    presses = [next(press for press in WALK if press.button == name) for name in EVERY_DAY]
    walk(with_export(shop), open_shop, presses)


def with_export(path: Path) -> Path:
    folder = path.parent / "导入"
    folder.mkdir()
    (folder / "订单.csv").write_text(EXPORT, encoding="utf-8")
    return path


def walk(path: Path, open_shop: Opener, presses: Iterable[Press]) -> None:
    """Press one after the other in one open workbook; what is wrong is told of all of them."""
    book = open_shop(path)
    wrong = [fault for press in presses for fault in faults_of(book, press)]
    assert not wrong, "\n".join(wrong)


def faults_of(book: xlwings.Book, press: Press) -> list[str]:
    fill_panel(book, press.panel)
    cells, shown = cells_of(book), shown_sheets(book)
    clicked = click(book, press.button)
    changed = {name for name, now in cells_of(book).items() if now != cells[name]}
    said = "\n".join(clicked.alerts)
    expected = {press.fills} - {None, SHOWN}
    checks = {
        "exit code": (clicked.exit_code, clicked.stderr) == (0, ""),
        "one message": len(clicked.alerts) == 1 and "Traceback" not in said and "程序出错" not in said,
        "words": re.match(press.says, said) is not None,
        "fills": expected <= changed if expected else not changed,
        "nothing else": changed <= sheets_of(press.button),
        "sheets": (shown_sheets(book) != shown) == (press.fills == SHOWN),
    }
    about = f"{press.button}: {said or clicked.stderr!r}; changed {sorted(changed)}"
    return [f"{name}: {about}" for name, holds in checks.items() if not holds]


def fill_panel(book: xlwings.Book, values: Mapping[str, object]) -> None:
    """操作面板 with these values, and nothing else."""
    found = read(book, "Panel")
    sheet = book.sheets[found.place.sheet]
    for row, name in zip(found.frame.index, found.frame["parameter"], strict=True):
        sheet.range((int(row), found.at["value"])).value = values.get(name)


def cells_of(book: xlwings.Book) -> dict[str, Any]:
    """Every sheet's cells, formulas as such; not where the stub notes what RunPython was given."""
    return {
        sheet.name: sheet.impl.used_range.cells.getFormulaArray()
        for sheet in book.sheets
        if sheet.name != "lists"
    }


def shown_sheets(book: xlwings.Book) -> list[str]:
    return [sheet.name for sheet in book.sheets if sheet.visible]


def sheets_of(button: str) -> set[str]:
    """The sheets whose cells a button may change: those of its tables, the journal, the list of changes."""
    if button == "undo":
        return {sheet.title("zh") for sheet in WORKBOOK}
    routine = ROUTINE_BY_NAME.get(button)
    names = [step.command for step in routine.steps] if routine else [button]
    tables = {t for name in names if name in registry.BY_NAME for t in registry.BY_NAME[name].writes}
    return {WORKBOOK.sheet_of[table].title("zh") for table in tables | {"Journal", "Changes"}}


# What goes wrong


def test_a_click_at_a_broken_cell_names_it_and_changes_nothing(shop: Path, open_shop: Opener) -> None:
    row, _ = put(shop, "Staff", 0, "hired", "去年")
    book = open_shop(shop)
    before = cells_of(book)
    clicked = click(book, "update-followups")
    assert (clicked.exit_code, clicked.stderr) == (0, "")
    [said] = clicked.alerts
    assert said.startswith("有 1 处需要先改正，没有写入任何内容。")
    assert f"员工 第 {row} 行“入职日期”：现为“去年”" in said
    assert cells_of(book) == before


@pytest.fixture
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the started Python keeps what it has no other place for."""
    folder = tmp_path / "logs"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def test_a_fault_of_ours_arrives_as_a_message_and_changes_nothing(
    shop: Path, open_shop: Opener, logs: Path
) -> None:
    book = open_shop(shop)
    before = cells_of(book)
    broken = "import csbook.commands.registry as r; r.Command.load = lambda self: lambda request: 1 / 0"
    clicked = click(book, "update-followups", first=broken)
    assert (clicked.exit_code, clicked.stderr) == (0, "")
    [said] = clicked.alerts
    [log] = logs.glob("*.log")
    assert said == f"程序出错，工作簿没有改动。记录在 {log}，请发给维护人。"
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")
    assert cells_of(book) == before


def test_an_installation_that_does_not_start_is_told_and_leaves_everything(
    shop: Path, open_shop: Opener, logs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is a screen it is a message box of the system; here it stands on stderr, in ASCII."""
    book = open_shop(shop)
    before = cells_of(book)
    monkeypatch.setenv("CSBOOK_LANG", "en")
    blocked = "import sys; sys.modules['csbook.commands.registry'] = None"
    clicked = click(book, "update-followups", first=blocked)
    assert (clicked.exit_code, clicked.alerts) == (0, [])
    [log] = logs.iterdir()
    assert clicked.stderr == (
        "csbook cannot start: import of csbook.commands.registry halted; None in sys.modules. The workbook "
        f"is as it was. Run csbook doctor to see what is wrong; the log is {log}.\n"
    )
    assert "ModuleNotFoundError" in log.read_text(encoding="utf-8")
    assert cells_of(book) == before


@pytest.mark.parametrize(
    ("button", "says"), [("check", "All checked: nothing to correct."), ("undo", "There is nothing to undo.")]
)
def test_an_english_workbook_is_answered_in_english(
    button: str, says: str, english_shop: Path, open_shop: Opener
) -> None:
    language: Language = "en"
    book = open_shop(english_shop)
    assert click(book, button).alerts == [says]
    assert len(rows(book, "Journal", language)) == (button == "check")


# The VBA as an antivirus program reads it


def findings(source: str) -> set[tuple[str, str]]:
    """What oletools finds in a VBA module."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # oletools calls pyparsing by names that it gave up
        from oletools.olevba import VBA_Scanner

        return {(kind, word) for kind, word, _ in VBA_Scanner(source).scan()}


def test_nothing_is_suspicious_in_our_vba() -> None:
    for name in ("csbook.bas", "xlwings_stub.bas"):
        assert findings(macro_source(name)) == set(), name


def test_what_the_module_of_xlwings_does_is_known() -> None:
    """It starts programs and reads and writes files, so antivirus programs look at it; addresses in its
    comments are left out. A new word is to be read before that version of xlwings is shipped."""
    found = findings(xlwings_file("xlwings.bas")) | findings(xlwings_file("addin", "Dictionary.cls"))
    assert {word for kind, word in found if kind == "Suspicious" and " " not in word} == set(
        WORDS_OF_XLWINGS.split()
    )
    assert {word for kind, word in found if kind == "IOC" and "://" not in word} == {
        "8.dll", "cmd.exe", "conda.bat", "frozen_executable.exe", "python.exe", "pywintypesXX.dll",
    }  # fmt: skip
    assert {kind for kind, _ in found} == {"Suspicious", "IOC", "Hex String"}
