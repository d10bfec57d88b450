"""`install` takes nothing that is another's: settings, Windows' Python, shortcuts, trust."""

from __future__ import annotations

from pathlib import Path

import pytest

from csbook.books.book import Written
from csbook.books.conf_sheet import read_conf, with_conf
from csbook.books.file_book import FileBook
from csbook.books.file_content import FileContent
from csbook.books.table_writes import SheetEdit, write_sheets
from csbook.books.vba_project import MacrosDamaged
from csbook.conf_keys import ANSWERS
from csbook.doctor.finding import NotKnown
from csbook.doctor.trust import LOCATIONS, OFFICE_LOCATIONS
from csbook.installing.connecting import connect
from csbook.installing.shortcuts import LinuxDesktop, desktop_of
from csbook.installing.steps import removals
from csbook.installing.trusting import NotToTrust, trust
from tests.commands.older_workbooks import committed_template, upgraded
from tests.doctor.fakes import PYTHON, FakeMachine, FakeRegistry, FakeWindows, windows_machine
from tests.validating import findings
from tests.workbooks import edit_parts, pack, parts_of


def conf_of(path: Path) -> dict[str, str]:
    return dict(read_conf(FileContent(path.read_bytes(), path.name)))


def test_a_workbook_of_an_earlier_version_gets_an_answer_to_every_setting(shop: Path) -> None:
    edit_parts(shop, {"xl/sharedStrings.xml": ("<t>CONDA PATH</t>", "<t>own key</t>")})
    own = {"SHOW CONSOLE": "TRUE", "USE UDF SERVER": "TRUE", "ADD_WORKBOOK_TO_PYTHONPATH": "TRUE"}
    shop.write_bytes(with_conf(FileContent(shop.read_bytes(), shop.name), own))
    assert "CONDA PATH" not in conf_of(shop)
    connect(FileBook(shop), windows_machine())
    kept = {"SHOW CONSOLE": "TRUE", "USE UDF SERVER": "TRUE", "INTERPRETER_WIN": PYTHON, "OWN KEY": ""}
    assert conf_of(shop) == {**ANSWERS, **kept, "INTERPRETER_MAC": ""}


def test_a_remark_below_the_settings_stays_and_none_of_it_becomes_a_setting(shop: Path) -> None:
    """xlwings reads down to the first row without a key, and stops at one that comes twice."""
    last = len(conf_of(shop))
    remarks: dict[int, dict[int, Written]] = {
        last + 1: {3: "to the right of nothing"},
        last + 3: {1: "IT: 2026-03 checked", 2: 7},
        last + 4: {1: "PYTHONPATH", 2: r"D:\old"},
        last + 6: {1: "CONDA ENV", 4: "not in use"},
    }
    content = FileContent(shop.read_bytes(), shop.name)
    draft = content.package.draft()
    write_sheets(content, draft, {"xlwings.conf": SheetEdit(dict(remarks))})
    shop.write_bytes(draft.built())
    assert len(conf_of(shop)) == last
    wanted = {f"KEY {number}": "" for number in range(4)}
    shop.write_bytes(with_conf(FileContent(shop.read_bytes(), shop.name), wanted))
    content = FileContent(shop.read_bytes(), shop.name)
    assert read_conf(content)[last:] == list(wanted.items())
    moved = {row: content.row("xlwings.conf", row + 5) for row in remarks}
    assert {
        row: {column: cell for column, cell in enumerate(cells, 1) if cell is not None}
        for row, cells in moved.items()
    } == remarks
    assert not any(content.row("xlwings.conf", last + 5))
    again = with_conf(content, {"KEY 9": "x"})
    assert read_conf(FileContent(again, shop.name))[last + 4 :] == [("KEY 9", "x")]
    assert findings(shop) == []


def test_a_windows_python_stays_where_a_workbook_is_connected_on_linux(shop: Path) -> None:
    connect(FileBook(shop), windows_machine())
    said = connect(FileBook(shop), FakeMachine(python="/usr/bin/python3"))
    assert conf_of(shop)["INTERPRETER_WIN"] == PYTHON
    assert "Windows" in said.zh
    connect(FileBook(shop), FakeMachine("windows", python=r"D:\new\python.exe"))
    assert conf_of(shop)["INTERPRETER_WIN"] == r"D:\new\python.exe"


def test_damaged_macros_are_told_and_nothing_is_written(shop: Path) -> None:
    pack(shop, {**parts_of(shop), "xl/vbaProject.bin": b"rubbish"})
    before = shop.read_bytes()
    with pytest.raises(MacrosDamaged):
        connect(FileBook(shop), windows_machine())
    assert shop.read_bytes() == before


def test_the_shortcut_of_a_second_shop_leaves_the_firsts(tmp_path: Path) -> None:
    desktop = LinuxDesktop(tmp_path)
    first, second = (tmp_path / shop / "客服台账.xlsm" for shop in ("一店", "二店"))
    other = tmp_path / "copy" / "二店" / "客服台账.xlsm"
    paths = [Path(desktop.put(book)) for book in (first, second, other)]
    assert [path.stem for path in paths] == ["客服台账", "客服台账 (二店)", "客服台账 (二店) 2"]
    assert "Name=客服台账 (二店)\n" in paths[1].read_text(encoding="utf-8")
    assert desktop.take_away(first) == str(paths[0])
    assert desktop.put(second) == str(paths[1]), "the one that is there, not the name that is free again"
    assert desktop.take_away(second) == str(paths[1])
    assert [path.stem for path in tmp_path.glob("*.desktop")] == ["客服台账 (二店) 2"]


def test_where_windows_cannot_write_a_chinese_shortcut_the_person_is_told_how(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))  # PowerShell, if it were asked, would not be found
    book = Path("D:/客服/台账.xlsm")

    def refused(code_page: int, path: Path) -> str:
        desktop = desktop_of(windows_machine(code_page=code_page))
        assert desktop is not None
        with pytest.raises(NotKnown) as stopped:
            desktop.put(path)
        return stopped.value.why.zh

    assert "发送到 > 桌面快捷方式" in refused(1252, book)
    for code_page, path in ((936, book), (65001, book), (1252, Path("D:/shop/shop.xlsm"))):
        assert refused(code_page, path) == "PowerShell 无法运行"
    western = desktop_of(windows_machine(code_page=1252))
    assert western is not None
    assert western.take_away(book) == ""


class WindowsOfLi(FakeWindows):
    def expanded(self, text: str) -> str:
        known = {"%OneDrive%": r"D:\同步", "%TEMP%": r"E:\scratch\7", "%USERPROFILE%": r"C:\Users\li"}
        return known.get(text, text)


@pytest.mark.parametrize(
    "folder",
    [
        r"C:\Users\li\OneDrive - 公司\客服",
        r"C:\Users\li\Documents\Tencent Files\1234\FileRecv\客服",
        r"C:\Users\li\Documents\WeChat Files\wxid_1\FileStorage\File\2026-11",
        r"D:\xwechat_files\wxid_1\msg\file\2026-11",
        r"C:\Users\li\AppData\Local\Temp\Rar$EXa1\客服",
        r"C:\Users\li\AppData\Local\Microsoft\Windows\INetCache\Content.Outlook\AB12",
        r"C:\Users\Public\客服",
        r"C:\Users\li\Downloads\客服",
        r"D:\DingTalk\客服",
        r"d:\同步\客服",
        r"E:\scratch\7\客服",
        r"C:\Users\li\Documents",
    ],
)
def test_no_folder_below_one_where_others_files_land_is_trusted(folder: str) -> None:
    windows = WindowsOfLi()
    with pytest.raises(NotToTrust):
        trust(windows, folder)
    assert windows.registry.keys == {}


@pytest.mark.parametrize("folder", [r"D:\客服", r"C:\Users\li\Documents\客服", r"D:\同步盘以外\templates"])
def test_a_folder_of_its_own_is_trusted(folder: str) -> None:
    assert trust(WindowsOfLi(), folder)


def test_nothing_is_written_where_only_a_policys_locations_count() -> None:
    registry = FakeRegistry({OFFICE_LOCATIONS[0]: {"Allow User Locations": 0}})
    with pytest.raises(NotToTrust) as stopped:
        trust(FakeWindows(registry), r"D:\客服")
    assert "策略" in stopped.value.words.zh
    assert not [key for key in registry.keys if key.startswith(LOCATIONS)]


def test_remove_names_trusted_locations_without_a_workbook(tmp_path: Path) -> None:
    gone = LOCATIONS + r"\Location3"
    registry = FakeRegistry({gone: {"Path": str(tmp_path / "gone"), "Description": "csbook"}})
    machine = windows_machine(registry=registry)
    said = [words.zh for words in removals(machine, tmp_path / "客服台账.xlsm")]
    assert [line for line in said if str(tmp_path / "gone") in line]
    assert gone in registry.keys


def test_an_upgrade_answers_the_settings_that_an_earlier_version_left_open(tmp_path: Path) -> None:
    path = committed_template(tmp_path / "earlier.xlsm", 5)
    before = conf_of(path)
    assert "CONDA PATH" not in before
    upgraded(path)
    assert conf_of(path) == {**ANSWERS, **before}
