"""`csbook run NAME [BOOK] --live wps`, with a stand-in for the COM object of WPS: behind it is a real
spreadsheet application, and whether a real WPS answers like this stays to be seen."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
import xlwings
from typer.testing import CliRunner, Result

from csbook.books import excel_book
from csbook.cli import app, call
from csbook.problems import CsbookError
from csbook.schema.workbook import WORKBOOK
from tests.open_shop import Opener, on_shift, rows

TODAY = ("--today", "2026-11-22T12:00")


class Wps:
    """The running object table with WPS in it under one of its names."""

    def __init__(self, program_id: str) -> None:
        self.program_id, self.asked = program_id, list[str]()

    def GetActiveObject(self, program_id: str) -> str:  # noqa: N802
        self.asked.append(program_id)
        if program_id != self.program_id:
            raise OSError(-2147221021, "Operation unavailable")
        return "the running WPS"


@pytest.fixture
def in_wps(monkeypatch: pytest.MonkeyPatch, office: xlwings.App) -> Callable[[str], Wps]:
    """Program id -> WPS, whose workbooks are those open in the office of the tests."""

    def started(program_id: str) -> Wps:
        wps = Wps(program_id)

        def application(xl: str) -> object:
            assert xl == "(the running WPS)"
            return office.impl

        windows = SimpleNamespace(
            App=application, COMRetryObjectWrapper="({})".format, cleanup=lambda: None, N_COM_ATTEMPTS=0
        )
        monkeypatch.setitem(sys.modules, "win32com.client", wps)  # type: ignore[arg-type]
        monkeypatch.setattr(xlwings, "_xlwindows", windows, raising=False)
        monkeypatch.setattr(excel_book.atexit, "unregister", lambda function: None)
        return wps

    return started


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def run(*arguments: str) -> Result:
    return invoke("run", *arguments)


def refusal(*arguments: str) -> CsbookError:
    """Why the command line does not do it; `main` words it."""
    found = run(*arguments).exception
    assert isinstance(found, CsbookError), found
    return found


@pytest.mark.parametrize(
    ("program_id", "asked"),
    [("Ket.Application", ["Ket.Application"]), ("et.Application", ["Ket.Application", "et.Application"])],
)
def test_a_command_fills_the_workbook_in_front_of_wps(
    program_id: str, asked: list[str], shop: Path, open_shop: Opener, in_wps: Callable[[str], Wps]
) -> None:
    on_shift(shop)
    book = open_shop(shop)
    before = shop.read_bytes()
    wps = in_wps(program_id)
    said = run("prepare-day", "--live", "wps", "--json", *TODAY)
    assert json.loads(said.stdout)["headline"].startswith("今天 2 人当班，新增日报 4 行；")
    assert wps.asked == asked
    assert rows(book, "DailyLog")["agent_id"].tolist() == ["K01", "K01", "K02", "K02"]
    assert rows(book, "Journal")["command"].tolist() == ["prepare-day"]
    assert shop.read_bytes() == before, "WPS saves it when the person does"
    assert (shop.parent / ".csbook" / shop.name / "undo").is_dir()
    assert call.language == "zh"


def test_a_workbook_is_found_by_its_name_whichever_is_in_front(
    shop: Path, english_shop: Path, open_shop: Opener, in_wps: Callable[[str], Wps]
) -> None:
    named, front = open_shop(shop), open_shop(english_shop)
    in_wps("Ket.Application")
    assert run("check", str(shop), "--live", "wps").exit_code == 0
    assert rows(named, "Journal")["command"].tolist() == ["check"]
    assert rows(front, "Journal", "en").empty
    assert "没有.xlsm" in refusal("check", "没有.xlsm", "--live", "wps").words.zh


def test_a_routine_goes_through_wps_too(shop: Path, open_shop: Opener, in_wps: Callable[[str], Wps]) -> None:
    on_shift(shop)
    book = open_shop(shop)
    in_wps("Ket.Application")
    assert run("start-day", "--live", "wps", *TODAY).stdout.startswith("开工完成。")
    assert rows(book, "Journal")["command"].tolist()[-1] == "start-day"


def test_undo_and_the_settings_sheets_work_in_wps(
    shop: Path, open_shop: Opener, in_wps: Callable[[str], Wps]
) -> None:
    on_shift(shop)
    book = open_shop(shop)
    in_wps("Ket.Application")
    run("prepare-day", "--live", "wps", *TODAY)
    assert invoke("undo", "--live", "wps", "--list").stdout.count("准备当天") == 1
    assert invoke("undo", shop.name, "--live", "wps").stdout.startswith("已撤销“准备当天”")
    assert rows(book, "DailyLog").empty
    settings = book.sheets[WORKBOOK.sheet_of["Settings"].title("zh")]
    assert not settings.visible
    assert invoke("show-settings", "--live", "wps").stdout.startswith("已显示")
    assert settings.visible


def test_what_wps_cannot_do_for_us_is_refused_with_words(
    shop: Path, open_shop: Opener, in_wps: Callable[[str], Wps]
) -> None:
    open_shop(shop)
    in_wps("Ket.Application")
    assert "不能导出 PDF" in refusal("export", "--live", "wps", "--what", "roster").words.zh
    in_wps("Another.Application")
    error = refusal("check", "--live", "wps")
    assert (error.exit_code, "没有找到正在运行的 WPS" in error.words.zh) == (3, True)


def test_elsewhere_it_says_where_it_works() -> None:
    error = refusal("check", "--live", "wps")
    assert (error.exit_code, "Windows" in error.words.en) == (2, True)
    assert "不是 excel" in refusal("check", "--live", "excel").words.zh
    assert "请写明工作簿" in refusal("check").words.zh


def test_help_says_that_no_real_wps_has_been_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    for language, said in (("zh", "还没有在真的WPS上试过。"), ("en", "NottriedonarealWPSyet.")):
        monkeypatch.setenv("CSBOOK_LANG", language)
        assert said in "".join(run("--help").stdout.split())
