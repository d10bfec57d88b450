"""What stands around an open workbook in the field: other Excels, clouds and shares, odd names, full disks.

Each line of docs/field-safety.md names its test.
"""

from __future__ import annotations

import errno
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
import xlwings
from typer.testing import CliRunner

import csbook.excel
from csbook import cli
from csbook.books.excel_book import ExcelBook
from csbook.books.excel_caller import CallerMissing, calling_book
from csbook.books.excel_native import ExcelBusy, OpenedReadOnly, WorkbookGone
from csbook.books.file_book import FileBook
from csbook.books.without_macros import CopyBesideOriginal
from csbook.commands.handler import File, Request, Result
from csbook.commands.run import run
from csbook.commands.snapshots import SnapshotStore
from csbook.message_box import show_without_excel
from csbook.problems import Words
from tests.libreoffice.click import click
from tests.libreoffice.com import BookApi, ComError
from tests.libreoffice.ranges import Range
from tests.open_shop import NOON, PANEL_ROWS, STEPS, Opener, on_shift, rows
from tests.pressing import Press, contents, handle, presser
from tests.workbooks import edit_parts, pack, parts_of, put

NOTHING_FOUND = "全部检查完毕，没有要改的地方。"
CLOUD = "https://contoso-my.sharepoint.com/personal/dian_zhang/Documents/客服台账.xlsm"


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Press:
    return presser(monkeypatch)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "自己的文件夹"
    folder.mkdir()
    monkeypatch.setattr(Path, "home", lambda: folder)
    return folder


@pytest.fixture
def boxes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was shown without Excel."""
    shown: list[str] = []
    monkeypatch.setattr(csbook.excel, "show_without_excel", lambda text, _: shown.append(text))
    return shown


def doing(what: Callable[[], object]) -> Callable[[Request], Result]:
    """A command during which something happens outside, and which writes its row of the journal."""

    def handler(request: Request) -> Result:
        what()
        return Result(Words("好", "fine"))

    return handler


# Which workbook


class Excels:
    """Windows' part of xlwings, as far as finding the caller goes: Excels by window, with their workbooks."""

    def __init__(self, by_window: dict[int, dict[str, object]]) -> None:
        self.by_window = by_window

    def App(self, xl: int) -> object:  # noqa: N802
        if xl not in self.by_window:
            raise ComError(-2147467259, "no such window")
        found = self.by_window[xl]
        return SimpleNamespace(books=lambda name: SimpleNamespace(name=name, holds=found[name]))

    def cleanup(self) -> None:
        """xlwings ends other Excels with it when Python ends."""


@pytest.fixture
def pressed_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[Excels, str, int], xlwings.Book]:
    """(Excels, workbook, window) -> the workbook found, as RunPython names it on Windows."""

    class Application:
        def __init__(self, impl: SimpleNamespace) -> None:
            self.books = impl.books

        def __getitem__(self, name: str) -> object:
            return self.books(name)

    def pressed(excels: Excels, name: str, window: int) -> xlwings.Book:
        monkeypatch.setattr(xlwings, "_xlwindows", excels, raising=False)
        monkeypatch.setattr(xlwings, "App", lambda impl: SimpleNamespace(books=Application(impl)))
        arguments = ["-c", f"--wb={name}", "--from_xl=1", "--app=C:\\EXCEL.EXE", f"--hwnd={window}"]
        monkeypatch.setattr(sys, "argv", arguments)
        return calling_book()

    return pressed


def test_of_two_excels_with_a_workbook_of_one_name_the_window_decides(
    pressed_in: Callable[..., SimpleNamespace],
) -> None:
    excels = Excels({11: {"客服台账.xlsm": "一部"}, 12: {"客服台账.xlsm": "二部"}})
    assert pressed_in(excels, "客服台账.xlsm", 12).holds == "二部"
    assert pressed_in(excels, "客服台账.xlsm", 11).holds == "一部"


def test_a_name_with_an_equals_sign_is_taken_whole(pressed_in: Callable[..., SimpleNamespace]) -> None:
    excels = Excels({11: {"台账": "别的", "台账=11月.xlsm": "这个"}})
    assert pressed_in(excels, "台账=11月.xlsm", 11).holds == "这个"


@pytest.mark.parametrize(("name", "window"), [("客服台账.xlsm", 12), ("别的.xlsm", 11)])
def test_a_workbook_that_is_not_found_is_named(
    name: str, window: int, pressed_in: Callable[..., SimpleNamespace]
) -> None:
    """In Protected View a workbook is in no list of Excel's."""
    with pytest.raises(CallerMissing, match=name):
        pressed_in(Excels({11: {"客服台账.xlsm": "一部"}}), name, window)


def test_without_the_workbook_a_message_is_shown_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, boxes: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CSBOOK_LANG", "zh")
    monkeypatch.setattr(sys, "argv", ["-c", "--wb=客服台账.xlsm", "--from_xl=1", "--hwnd=0"])
    csbook.excel.run("check")
    [said] = boxes
    assert said.startswith("找不到按下按钮的工作簿 客服台账.xlsm：它可能在“受保护的视图”里")
    assert capfd.readouterr() == ("", "")


def test_an_excel_that_is_busy_from_the_start_is_told_as_busy(
    monkeypatch: pytest.MonkeyPatch, pressed_in: Callable[..., SimpleNamespace]
) -> None:
    excels = Excels({})
    excels.by_window = SimpleNamespace(__contains__=lambda *_: True)  # type: ignore[assignment]

    def rejected(xl: int) -> object:
        raise ComError(-2147418111, "Call was rejected by callee.")

    monkeypatch.setattr(excels, "App", rejected)
    with pytest.raises(ExcelBusy):
        pressed_in(excels, "客服台账.xlsm", 11)


def test_the_message_without_excel_is_ascii_where_there_is_no_message_box(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show_without_excel("找不到 a.xlsm", "csbook")
    said = capsys.readouterr().err
    assert said.isascii()
    assert said.endswith(" a.xlsm\n")


# Gone, moved and read-only


@pytest.mark.parametrize("code", [-2147417848, -2147023174, -2147220995, -2146827864])
def test_a_workbook_closed_while_csbook_works_is_told(
    code: int, shop: Path, open_shop: Opener, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LibreOffice answers in words of its own, so what COM raises is raised."""
    book = open_shop(shop)

    def gone(_: object, *__: object) -> None:
        raise ComError(code, "The object invoked has disconnected from its clients.")

    handle(monkeypatch, doing(lambda: monkeypatch.setattr(BookApi, "ReadOnly", property(gone))))
    assert press(book, "prepare-day") == WorkbookGone().words.zh
    assert rows(book, "Journal").empty


def test_an_excel_that_shows_no_message_any_more_is_spoken_for(
    shop: Path, open_shop: Opener, press: Press, boxes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    book = open_shop(shop)
    monkeypatch.setattr(xlwings.Book, "_mock_caller", book, raising=False)

    def gone(*_: object, **__: object) -> None:
        raise ComError(-2147023174, "The RPC server is unavailable.")

    monkeypatch.setattr(type(book.app.impl), "alert", gone)
    csbook.excel.run("check")
    assert boxes == [NOTHING_FOUND]


def test_a_workbook_that_somebody_else_has_open_on_the_share_is_refused(
    shop: Path, open_shop: Opener, press: Press
) -> None:
    book = open_shop(shop, read_only=True)
    before = contents(book)
    said = press(book, "prepare-day")
    assert said == OpenedReadOnly("客服台账.xlsm").words.zh
    assert "可能别人正开着它" in said
    assert contents(book) == before


def test_a_workbook_moved_on_the_disk_while_csbook_works_is_written_where_it_is_open(
    shop: Path, open_shop: Opener, press: Press, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    book = open_shop(shop)
    handle(monkeypatch, doing(lambda: shop.rename(shop.with_name("改了名.xlsm"))))
    assert press(book, "prepare-day").split("\n")[0] == "好"
    assert rows(book, "Journal")["command"].tolist() == ["prepare-day"]
    assert not shop.exists()
    assert press(book, "undo") == "没有可以撤销的操作。", "its snapshots stay with the old name"


# In the cloud


@pytest.fixture
def in_cloud(monkeypatch: pytest.MonkeyPatch, home: Path) -> Path:
    """The person's own folder, the workbook being on a web address."""
    monkeypatch.setattr(ExcelBook, "full_name", property(lambda self: CLOUD))
    return home


def test_a_workbook_in_the_cloud_has_its_files_in_the_persons_own_folder_and_says_where(
    shop: Path, open_shop: Opener, press: Press, in_cloud: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = open_shop(shop)
    assert f"没有文件夹 {in_cloud / '导入'}。请建立它" in press(book, "import")
    files = (File("K01.xlsx", b"made"),)
    handle(monkeypatch, lambda request: Result(Words("好", "fine"), files=files))
    folder = in_cloud / "日报表"
    assert press(book, "hand-out").split("\n")[:3] == [
        "好",
        f"  · 1 个文件写入 {folder}。",
        f"  · 工作簿在网上，或还没有存到本机：文件都在 {folder}。",
    ]
    assert (folder / "K01.xlsx").read_bytes() == b"made"
    assert "工作簿在网上" not in press(book, "check"), "a command without files has no folder"


def test_undo_of_a_workbook_in_the_cloud_is_kept_in_the_persons_own_folder(
    shop: Path, open_shop: Opener, press: Press, in_cloud: Path
) -> None:
    on_shift(shop)
    book = open_shop(shop)
    press(book, "prepare-day")
    [folder] = (in_cloud / ".csbook").iterdir()
    assert folder.name.startswith("客服台账.xlsm-")
    assert press(book, "undo").startswith("已撤销“准备当天”")
    assert rows(book, "DailyLog").empty


def test_autosave_is_told_once_before_what_to_do_next(
    shop: Path, open_shop: Opener, press: Press, in_cloud: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_shift(shop)
    monkeypatch.setattr(BookApi, "AutoSaveOn", True)
    book = open_shop(shop)
    *_, told, last = press(book, "prepare-day").split("\n")
    assert told.startswith("  · “自动保存”开着，几个人可能正同时编辑")
    assert last.startswith("下一步：")
    assert "自动保存" not in press(book, "prepare-day")


def test_an_excel_without_autosave_says_nothing_of_it(
    shop: Path, open_shop: Opener, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(_: object) -> bool:
        raise ComError(-2147352570, "Unknown name.")

    monkeypatch.setattr(BookApi, "AutoSaveOn", property(unknown))
    book = open_shop(shop)
    assert not ExcelBook(book).is_shared_live
    assert "自动保存" not in press(book, "check")


# Names, paths and stray files


STRAYS = ("csbook", "random", "xlwings", "pandas")


@pytest.mark.parametrize(
    "place",
    [
        "客服 部门 (2026)/客服 台账=11月.xlsm",
        "R&D; 100%Path% 'a' $HOME/店; 100% & 'b'.xlsm",
        "/".join(["很长的文件夹名字" * 8] * 3) + "/台账.xlsm",
    ],
    ids=["equals", "signs", "long"],
)
def test_odd_paths_and_stray_modules_do_no_harm(place: str, shop: Path, open_shop: Opener) -> None:
    path = shop.parent / place
    path.parent.mkdir(parents=True)
    for name in STRAYS:
        (path.parent / f"{name}.py").write_text("raise SystemExit('the stray file was run')")
    (path.parent / "xlwings.conf").write_text(f'"PYTHONPATH","{path.parent}"\n', encoding="utf-8")
    on_shift(shop)
    put(shop, "Panel", PANEL_ROWS["today"], "value", NOON)
    book = open_shop(Path(shutil.move(shop, path)))
    clicked = click(book, "prepare-day")
    assert (clicked.exit_code, clicked.stderr) == (0, "")
    [said] = clicked.alerts
    assert said.startswith("今天 2 人当班，新增日报 4 行；")
    assert (clicked.status[0], clicked.status[-1]) == (STEPS[0], STEPS[-1])
    assert rows(book, "DailyLog")["agent_id"].tolist() == ["K01", "K01", "K02", "K02"]
    assert len(SnapshotStore.beside(path).kept()) == 1


def test_a_copy_without_macros_is_worked_on_all_the_same(shop: Path, open_shop: Opener, press: Press) -> None:
    """Saved as .xlsx it has no buttons, but all that Python does works on."""
    plain = without_macros(shop)
    on_shift(plain)
    outcome = run("prepare-day", FileBook(plain), NOON, now=NOON, user="店长")
    assert outcome.headline.startswith("今天 2 人当班，新增日报 4 行；")
    book = open_shop(plain)
    assert rows(book, "DailyLog")["agent_id"].tolist() == ["K01", "K01", "K02", "K02"]
    assert press(book, "who-is-missing").startswith("今天 2 人当班，")


def test_a_copy_that_stands_alone_is_worked_on_and_told(shop: Path) -> None:
    on_shift(shop)
    plain = without_macros(shop)
    shop.unlink()
    result = CliRunner().invoke(
        cli.app, ["prepare-day", str(plain), "--today", f"{NOON:%Y-%m-%d %H:%M}", "--json"]
    )
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["headline"].startswith("今天 2 人当班")
    [line] = result.stderr.splitlines()
    assert "没有宏和按钮" in line
    assert ".xlsm" in line


def test_a_copy_beside_its_original_is_read_and_not_written(shop: Path) -> None:
    """Two workbooks that both get written come apart."""
    plain = without_macros(shop)
    before = plain.read_bytes()
    for command in (["prepare-day"], ["upgrade"], ["undo"], ["press", "check"], ["install"]):
        result = CliRunner().invoke(cli.app, [*command, str(plain)])
        assert isinstance(result.exception, CopyBesideOriginal), command
        assert shop.name in result.exception.words.zh
    assert plain.read_bytes() == before
    shown = CliRunner().invoke(cli.app, ["show", str(plain), "Staff"])
    assert shown.exit_code == 0
    assert shop.name in shown.stderr


def without_macros(path: Path) -> Path:
    """As Excel's Save As does: the same workbook without its VBA project and ribbon."""
    copy = path.with_suffix(".xlsx")
    shutil.copy(path, copy)
    kind = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    plain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    edit_parts(copy, {"[Content_Types].xml": (kind, plain)})
    pack(copy, {n: d for n, d in parts_of(copy).items() if "vbaProject" not in n and "customUI" not in n})
    return copy


# No room


def test_a_full_disk_is_told_before_anything_is_written(
    shop: Path, open_shop: Opener, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_shift(shop)
    book = open_shop(shop)
    before = contents(book)
    write = Path.write_bytes

    def full(self: Path, data: bytes) -> int:
        if self.suffix == ".draft":
            write(self, data[: len(data) // 2])
            raise OSError(errno.ENOSPC, "No space left on device", str(self))
        return write(self, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    folder = SnapshotStore.beside(shop).folder
    assert press(book, "prepare-day") == (
        f"撤销用的记录写不进 {folder}（No space left on device），工作簿没有改动。"
        "请检查磁盘空间、文件夹权限和路径长度。"
    )
    assert contents(book) == before
    assert list(folder.iterdir()) == []


def test_a_fault_on_a_full_disk_is_told_without_a_log(
    shop: Path, open_shop: Opener, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = open_shop(shop)

    def full(now: object) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    def broken(self: Range) -> None:
        raise RuntimeError

    monkeypatch.setattr(csbook.excel, "write_log", full)
    handle(monkeypatch, doing(lambda: monkeypatch.setattr(Range, "raw_value", property(broken))))
    assert press(book, "prepare-day") == ("程序出错，工作簿没有改动。连记录也写不下：请先看磁盘是否已满。")
