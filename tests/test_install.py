"""`install`: a workbook made or connected, launchers that run, shortcut and trusted location, taken back."""

from __future__ import annotations

import configparser
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from csbook import cli, cli_machine
from csbook.books.conf_sheet import read_conf
from csbook.books.file_book import FileBook
from csbook.books.file_content import FileContent
from csbook.books.saving import InUse
from csbook.books.vba_project import MacrosLocked, NoMacros, is_signed, modules
from csbook.commands.routines import BUTTONS
from csbook.doctor.ports import System
from csbook.doctor.this_machine import this_machine
from csbook.doctor.trust import LOCATIONS
from csbook.installing.connecting import KeptOnWindowsOnly, connect
from csbook.installing.launchers import launchers, windows_script, write_launchers
from csbook.installing.shortcuts import LinuxDesktop, desktop_of, entry
from csbook.installing.steps import Offer, offers, removals
from csbook.installing.trusting import NotToTrust, distrust, trust
from csbook.problems import FileMissing, Language, NotAWorkbook, Words
from tests.doctor.fakes import PYTHON, XLWINGS, FakeMachine, FakeRegistry, windows_machine
from tests.template.test_vba_and_ribbon import modules as modules_by_oletools
from tests.validating import findings
from tests.workbooks import edit_parts, every_table, pack, parts_of, put, rows

BOOK = r"D:\\客服 部\\100%台账.xlsm".replace("\\\\", "\\")
SIGNATURE_TYPE = "http://schemas.microsoft.com/office/2006/relationships/vbaProjectSignature"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a desktop, in the place of the real one."""
    folder = tmp_path / "home"
    (folder / "Desktop").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return folder


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(cli.app, [str(a) for a in arguments])


# An existing workbook is connected


def test_a_workbook_is_connected_and_keeps_everything_else(shop: Path) -> None:
    before, tables = parts_of(shop), every_table(shop)
    connect(FileBook(shop), this_machine())
    content = FileContent(shop.read_bytes(), shop.name)
    assert dict(read_conf(content))["INTERPRETER_WIN"] == sys.executable
    after = parts_of(shop)
    changed = {name for name in before if after[name] != before[name]}
    conf = content.part_of("xlwings.conf")
    assert after.keys() == before.keys()
    assert changed <= {conf, "xl/vbaProject.bin", "xl/sharedStrings.xml", "xl/workbook.xml"}
    assert every_table(shop, but=()) == {**every_table(shop, but=()), **tables}


def test_the_macros_are_those_of_the_installed_xlwings_to_another_reader_too(shop: Path) -> None:
    assert "XLWINGS_VERSION" not in modules_by_oletools(shop)["xlwings"]
    names = modules_by_oletools(shop).keys()
    connect(FileBook(shop), this_machine())
    found = modules_by_oletools(shop)
    assert f'XLWINGS_VERSION As String = "{XLWINGS}"' in found["xlwings"]
    assert found.keys() == names | {"Dictionary"}


def test_connecting_twice_changes_nothing_the_second_time(shop: Path) -> None:
    connect(FileBook(shop), this_machine())
    state = shop.read_bytes(), shop.stat().st_mtime_ns
    assert "nothing was changed" in connect(FileBook(shop), this_machine()).en
    assert (shop.read_bytes(), shop.stat().st_mtime_ns) == state


def test_another_computers_python_is_replaced_and_a_mac_uses_its_own_key(shop: Path) -> None:
    connect(FileBook(shop), FakeMachine("windows", python=r"C:\Python313\python.exe"))
    connect(FileBook(shop), FakeMachine("mac", python="/Library/Frameworks/python3"))
    conf = dict(read_conf(FileContent(shop.read_bytes(), shop.name)))
    assert conf["INTERPRETER_WIN"] == r"C:\Python313\python.exe"
    assert conf["INTERPRETER_MAC"] == "/Library/Frameworks/python3"


def test_python_is_kept_on_windows_until_somebody_says_otherwise(shop: Path) -> None:
    windows = FakeMachine("windows")
    kept = []
    for wanted in (None, True, None, False):
        connect(FileBook(shop), windows, keep_python=wanted)
        kept.append(dict(read_conf(FileContent(shop.read_bytes(), shop.name))).get("USE UDF SERVER"))
    assert kept[1:] == ["TRUE", "TRUE", "FALSE"]
    assert kept[0] in (None, "FALSE")


def test_python_cannot_be_kept_elsewhere_but_not_keeping_it_is_no_fault(shop: Path) -> None:
    before = shop.read_bytes()
    with pytest.raises(KeptOnWindowsOnly):
        connect(FileBook(shop), FakeMachine("mac"), keep_python=True)
    assert shop.read_bytes() == before
    connect(FileBook(shop), FakeMachine("mac"), keep_python=False)
    assert dict(read_conf(FileContent(shop.read_bytes(), shop.name)))["USE UDF SERVER"] == "FALSE"


def test_no_workbook_is_made_where_python_cannot_be_kept(home: Path, tmp_path: Path) -> None:
    result = invoke("install", tmp_path / "new.xlsm", "--keep-python")
    assert isinstance(result.exception, KeptOnWindowsOnly)
    assert not (tmp_path / "new.xlsm").exists()


def test_a_key_that_stands_twice_is_mended(shop: Path) -> None:
    was, twice = "<t>INTERPRETER_MAC</t>", "<t>INTERPRETER_WIN</t>"
    edit_parts(shop, {"xl/sharedStrings.xml": (was, twice)})
    connect(FileBook(shop), this_machine())
    keys = [key for key, _ in read_conf(FileContent(shop.read_bytes(), shop.name))]
    assert len(keys) == len(set(keys))


def test_a_deleted_conf_sheet_comes_back(shop: Path) -> None:
    from tests.commands.older_workbooks import cut_sheet

    cut_sheet(shop, "xlwings.conf")
    assert "xlwings.conf" not in FileBook(shop).sheets()
    connect(FileBook(shop), this_machine())
    book = FileBook(shop)
    assert dict(read_conf(book.content))["INTERPRETER_WIN"] == sys.executable
    assert "xlwings.conf" in book.hidden_sheets()


def test_a_workbook_that_is_open_is_left_alone(shop: Path) -> None:
    before = shop.read_bytes()
    shop.with_name(f"~${shop.name}").write_bytes(b"")
    with pytest.raises(InUse):
        connect(FileBook(shop), this_machine())
    assert shop.read_bytes() == before


def test_a_workbook_without_macros_or_not_of_csbook_is_refused(shop: Path, tmp_path: Path) -> None:
    import openpyxl

    other = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(other)
    with pytest.raises(NotAWorkbook):
        connect(FileBook(other), this_machine())
    pack(shop, {name: data for name, data in parts_of(shop).items() if name != "xl/vbaProject.bin"})
    with pytest.raises(NoMacros):
        connect(FileBook(shop), this_machine())


def test_a_signature_that_no_longer_holds_goes_and_is_told(shop: Path) -> None:
    sign(shop)
    assert is_signed(FileContent(shop.read_bytes(), shop.name))
    assert "sign again" in connect(FileBook(shop), this_machine()).en
    content = FileContent(shop.read_bytes(), shop.name)
    assert not is_signed(content)
    assert not [name for name in parts_of(shop) if "ignature" in name]
    assert b"ignature" not in parts_of(shop)["[Content_Types].xml"]


def test_a_signature_stays_where_the_macros_do(shop: Path) -> None:
    connect(FileBook(shop), this_machine())
    sign(shop)
    moved = FakeMachine(python="/elsewhere/python")
    assert "sign again" not in connect(FileBook(shop), moved).en
    content = FileContent(shop.read_bytes(), shop.name)
    assert is_signed(content)
    assert dict(read_conf(content))["INTERPRETER_WIN"] == "/elsewhere/python"


def sign(path: Path) -> None:
    """Parts as Excel puts them beside a signed VBA project; what they hold is not looked at."""
    parts = parts_of(path)
    relation = f'<Relationship Id="rId1" Type="{SIGNATURE_TYPE}" Target="vbaProjectSignature.bin"/>'
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    parts["xl/_rels/vbaProject.bin.rels"] = (
        f'<Relationships xmlns="{space}">{relation}</Relationships>'.encode()
    )
    parts["xl/vbaProjectSignature.bin"] = b"signed"
    kind = b"application/vnd.ms-office.vbaProjectSignature"
    declared = b'<Override PartName="/xl/vbaProjectSignature.bin" ContentType="%s"/></Types>' % kind
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", declared)
    pack(path, parts)


# Launchers


def test_there_is_a_launcher_for_every_button_and_its_name_fits_into_gbk() -> None:
    made = launchers(Path("/shop/客服台账.xlsm"), "zh", "windows", r"C:\Python313\python.exe")
    names = [launcher.name for launcher in made]
    assert [f"{n:02} {c.label.zh}.cmd" for n, c in enumerate(BUTTONS, 1)] == names[: len(BUTTONS)]
    assert {name[3:] for name in names[len(BUTTONS) :]} == {"撤销.cmd", "显示设置.cmd", "检查安装.cmd"}
    for name in names:
        assert name.encode("gbk").decode("gbk") == name
        assert not set(name) & set('<>:"/\\|?*')


@pytest.mark.parametrize("language", ["zh", "en"])
def test_names_of_launchers_suit_windows_in_both_languages(language: str) -> None:
    names = [m.name for m in launchers(Path("/b.xlsm"), language, "windows", "p")]  # type: ignore[arg-type]
    assert len(set(names)) == len(names)
    assert not [name for name in names if set(name) & set('<>:"/\\|?*%&')]


def test_a_batch_file_is_ascii_until_it_says_that_it_is_utf8() -> None:
    text = windows_script(r"C:\Program Files\Python\python.exe", ["press", "check", BOOK], "zh")
    lines = text.split("\r\n")
    assert lines[1].isascii()
    assert lines[1].startswith("rem csbook launcher: ")
    assert [lines[0], *lines[2:4]] == ["@echo off", "chcp 65001 >nul", "set CSBOOK_LANG=zh"]
    assert lines[4] == (
        '"C:\\Program Files\\Python\\python.exe" -P -X utf8 -m csbook "press" "check" "'
        + BOOK.replace("%", "%%")
        + '"'
    )
    assert lines[-3:] == ["pause", "exit /b %csbook_exit%", ""]
    assert "\n" not in text.replace("\r\n", "")


@pytest.mark.skipif(sys.platform == "win32", reason="runs a script of sh")
def test_a_launcher_runs_its_command_on_the_closed_workbook(shop: Path) -> None:
    machine = this_machine()
    write_launchers(shop, "zh", machine.system, machine.python)
    folder = shop.parent / "客服台账-命令"
    put(shop, "Panel", 0, "value", "2026-11")
    (script,) = folder.glob("* 生成排班.*")
    ended = subprocess.run([script], input="\n", capture_output=True, encoding="utf-8", check=False)
    assert ended.returncode == 0, ended.stderr
    assert "按回车键关闭" in ended.stdout
    assert rows(shop, "Roster")["d01"].notna().all()
    (undo,) = folder.glob("* 撤销.*")
    assert (
        subprocess.run([undo], input="\n", capture_output=True, encoding="utf-8", check=False).returncode == 0
    )
    assert not rows(shop, "Roster")["d01"].notna().any()


@pytest.mark.skipif(sys.platform == "win32", reason="runs a script of sh")
def test_a_launcher_leaves_with_the_commands_exit_code(shop: Path) -> None:
    shop = shop.rename(shop.with_name("a 'b' $HOME.xlsm"))
    machine = this_machine()
    write_launchers(shop, "zh", machine.system, machine.python)
    (script,) = (shop.parent / f"{shop.stem}-命令").glob("* 显示设置.*")
    ended = subprocess.run([script], input="", capture_output=True, encoding="utf-8", check=False)
    assert ended.returncode == 0, ended.stderr
    assert "设置" in ended.stdout
    shop.with_name(f"~${shop.name}").write_bytes(b"")
    ended = subprocess.run([script], input="", capture_output=True, encoding="utf-8", check=False)
    assert ended.returncode == 4


def test_launchers_are_renewed_and_removed_and_others_files_stay(shop: Path) -> None:
    folder = shop.parent / "客服台账-命令"
    write_launchers(shop, "zh", "linux", sys.executable)
    next(folder.glob("01 *.sh")).rename(folder / "77 以前的.sh")
    (folder / "我的.sh").write_text("#!/bin/sh\necho mine\n")
    write_launchers(shop, "zh", "linux", sys.executable)
    assert not (folder / "77 以前的.sh").exists()
    machine = FakeMachine("linux", home=shop.parent)
    assert any(str(folder) in words.zh for words in removals(machine, shop))
    assert [path.name for path in folder.iterdir()] == ["我的.sh"]
    (folder / "我的.sh").unlink()
    write_launchers(shop, "zh", "linux", sys.executable)
    list(removals(machine, shop))
    assert not folder.exists()


EARLIER: dict[System, str] = {
    "windows": "\r\n".join(
        (
            *("@echo off", "chcp 65001 >nul"),
            r'"C:\Python313\python.exe" -P -X utf8 -m csbook "press" "check" "D:\客服 部\台账.xlsm"',
            *("set csbook_exit=%errorlevel%", "echo.", "pause", "exit /b %csbook_exit%", ""),
        )
    ),
    "linux": "\n".join(
        (
            "#!/bin/sh",
            "/usr/bin/python3 -P -X utf8 -m csbook press check '/shop/客服 部/台账.xlsm'",
            *("code=$?", r"printf '\n%s' '按回车键关闭…… '", "read -r _", "exit $code", ""),
        )
    ),
}
"""As the version before wrote them, which left no mark."""


@pytest.mark.parametrize(("system", "ending"), [("windows", ".cmd"), ("linux", ".sh")])
def test_a_persons_own_script_beside_the_launchers_stays_whatever_it_calls(
    tmp_path: Path, system: System, ending: str
) -> None:
    book, folder = tmp_path / "台账.xlsm", tmp_path / "台账-命令"
    write_launchers(book, "zh", system, PYTHON)
    own = {
        f"夜里自动{ending}": f"{PYTHON} -m csbook press collect {book}\n",
        f"98 夜里自动{ending}": f"{PYTHON} -m csbook press collect {book}\n",
        f"99 收{ending}": EARLIER[system].replace("press", "load"),
        f"97 收{ending}": EARLIER[system] + "shutdown\n",
        f"改过的{ending}": next(folder.glob(f"01 *{ending}")).read_text(encoding="utf-8"),
    }
    for name, text in own.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / f"41 旧版的{ending}").write_bytes(EARLIER[system].encode())
    write_launchers(book, "zh", system, PYTHON)
    assert not (folder / f"41 旧版的{ending}").exists()
    list(removals(FakeMachine("linux", home=tmp_path), book))
    assert {path.name for path in folder.iterdir()} == own.keys()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.skipif(sys.platform == "win32", reason="runs a script of sh")
def test_a_launcher_speaks_the_workbooks_language_before_it_is_opened(
    tmp_path: Path, language: Language
) -> None:
    """The workbook is gone, and the system's language is no help or another one."""
    write_launchers(tmp_path / "gone.xlsm", language, "linux", sys.executable)
    (folder,) = tmp_path.iterdir()
    script = next(path for path in sorted(folder.iterdir()))
    env = {**os.environ, "LANG": "C.UTF-8", "LC_ALL": "de_DE.UTF-8"}
    ended = subprocess.run([script], input="", capture_output=True, encoding="utf-8", check=False, env=env)
    assert ended.stderr.startswith({"zh": "找不到文件", "en": "There is no file"}[language])
    assert "set CSBOOK_LANG=" + language in windows_script("python.exe", ["doctor"], language).split("\r\n")


def test_launchers_whose_workbook_is_not_there_are_named_and_stay(home: Path, tmp_path: Path) -> None:
    """Those of a workbook that is still there stay, and so does a folder that is no folder of launchers."""
    for name in ("旧名", "邻店"):
        write_launchers(tmp_path / f"{name}.xlsm", "zh", "linux", sys.executable)
    (tmp_path / "邻店.xlsm").write_bytes(b"")
    (tmp_path / "我的-命令").mkdir()
    (tmp_path / "我的-命令" / "我的.sh").write_text("#!/bin/sh\necho mine\n")
    said = invoke("install", tmp_path / "新名.xlsm", "--remove").output
    assert "旧名-命令 里的命令找不到工作簿" in said
    assert "邻店" not in said
    assert "我的-命令" not in said
    assert any((tmp_path / "旧名-命令").iterdir())
    assert any((tmp_path / "邻店-命令").iterdir())
    assert any((tmp_path / "我的-命令").iterdir())


def test_remove_of_a_workbook_that_is_not_there_says_so_where_nothing_of_it_is(
    home: Path, tmp_path: Path
) -> None:
    result = invoke("install", tmp_path / "没有" / "x.xlsm", "--remove")
    assert isinstance(result.exception, FileMissing)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_remove_speaks_the_language_of_the_launchers_where_the_workbook_is_gone(
    home: Path, tmp_path: Path, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CSBOOK_LANG", "LC_ALL", "LANG"):
        monkeypatch.setenv(name, {"zh": "en_US.UTF-8", "en": "zh_CN.UTF-8"}[language])
    write_launchers(tmp_path / "gone.xlsm", language, "linux", sys.executable)
    said = invoke("install", tmp_path / "gone.xlsm", "--remove").output
    assert {"zh": "已删除", "en": "removed"}[language] in said
    assert not list(tmp_path.glob("gone-*"))


# The panel of the closed file


def test_press_takes_what_the_panel_says(shop: Path) -> None:
    from csbook.schema.panel import PANEL_KINDS

    row = list(PANEL_KINDS).index("month")
    put(shop, "Panel", row, "value", "2026-12")
    result = invoke("press", "build-roster", shop)
    assert result.exit_code == 0, result.output
    assert set(rows(shop, "RosterBase")["month"]) == {"2026-12"}


def test_press_runs_a_routine_with_what_the_panel_says(shop: Path) -> None:
    from csbook.schema.panel import PANEL_KINDS

    put(shop, "Panel", list(PANEL_KINDS).index("today"), "value", "2026-11-22 09:00")
    result = invoke("press", "start-day", shop)
    assert "准备当天" in result.output, result.exception
    assert "prepare-day" in set(rows(shop, "Journal")["command"])


def test_press_says_a_bad_value_of_the_panel(shop: Path) -> None:
    put(shop, "Panel", 0, "value", "十一月")
    result = invoke("press", "build-roster", shop)
    assert "十一月" in str(getattr(result.exception, "words", None))


def test_press_says_like_the_ribbon_that_there_is_nothing_to_undo(shop: Path) -> None:
    result = invoke("press", "undo", shop)
    assert getattr(result.exception, "exit_code", None) == 2


# The desktop


def test_a_desktop_entry_opens_the_workbook_whatever_its_name(tmp_path: Path) -> None:
    book = tmp_path / 'a "b" $c `d` 100% \\ 台账.xlsm'
    parsed = configparser.RawConfigParser(interpolation=None)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]
    parsed.read_string(entry(book, book.stem))
    section = parsed["Desktop Entry"]
    assert (section["Type"], section["Terminal"]) == ("Application", "false")
    assert section["Name"].replace("\\\\", "\\") == book.stem
    call = section["Exec"].replace("\\\\", "\\").replace("%%", "%")  # a string; a field code
    program, _, argument = call.partition(" ")
    assert program == "xdg-open"
    assert re.fullmatch(r'"(?:[^"`$\\]|\\["`$\\])*"', argument)
    assert re.sub(r"\\(.)", r"\1", argument[1:-1]) == str(book)


def test_a_shortcut_of_somebody_else_stays(tmp_path: Path) -> None:
    desktop, book = LinuxDesktop(tmp_path), tmp_path / "shop" / "客服台账.xlsm"
    path = Path(desktop.put(book))
    assert path.stat().st_mode & 0o111
    assert desktop.take_away(tmp_path / "other" / "客服台账.xlsm") == ""
    assert path.is_file()
    assert desktop.take_away(book) == str(path)
    assert desktop.take_away(book) == ""
    assert not path.exists()


def test_the_desktop_is_where_the_system_says(tmp_path: Path) -> None:
    machine = FakeMachine("linux", home=tmp_path)
    assert desktop_of(machine) is None
    (tmp_path / "桌面").mkdir()
    (tmp_path / ".config").mkdir()
    config = tmp_path / ".config" / "user-dirs.dirs"
    config.write_text('XDG_DESKTOP_DIR="$HOME/桌面"\n', encoding="utf-8")
    desktop = desktop_of(machine)
    assert isinstance(desktop, LinuxDesktop)
    assert desktop.folder == tmp_path / "桌面"
    config.write_text('XDG_DESKTOP_DIR="$HOME/"\n', encoding="utf-8")
    assert desktop_of(machine) is None
    assert desktop_of(FakeMachine("mac", home=tmp_path)) is None


# Trusted locations


def trusting_machine(**keys: dict[str, object]) -> FakeMachine:
    registry = FakeRegistry({LOCATIONS + "\\" + name: dict(values) for name, values in keys.items()})  # type: ignore[arg-type]
    return windows_machine(registry=registry)


def test_a_folder_becomes_a_trusted_location_under_a_free_name_and_goes_again() -> None:
    machine = trusting_machine(Location0={"Path": "C:\\XLSTART\\"}, LOCATION1={"Path": "C:\\Templates\\"})
    windows = machine.windows
    assert windows is not None
    key = trust(windows, r"D:\客服")
    assert key == LOCATIONS + r"\Location2"
    assert windows.registry.keys[key] == {"Path": "D:\\客服\\", "Description": "csbook", "AllowSubfolders": 0}
    assert trust(windows, r"d:\客服\.") == ""
    windows.registry.keys[LOCATIONS + r"\Location3"] = {"Path": "D:\\客服\\", "Description": "IT"}
    assert distrust(windows, r"D:\客服") == [key]
    assert LOCATIONS + r"\Location3" in windows.registry.keys


@pytest.mark.parametrize(
    "folder",
    [
        "D:\\",
        r"C:\Users\li",
        r"C:\Users\li\Desktop",
        r"C:\Users\li\Downloads",
        r"D:\下载",
        r"C:\Users\li\OneDrive - 公司",
        r"\\server\share\客服",
    ],
)
def test_a_folder_where_others_files_land_is_never_trusted(folder: str) -> None:
    machine = trusting_machine()
    assert machine.windows is not None
    with pytest.raises(NotToTrust):
        trust(machine.windows, folder)
    assert machine.windows.registry.keys == {}


def test_nothing_is_written_against_a_policy() -> None:
    machine = windows_machine(registry=FakeRegistry({LOCATIONS: {"AllLocationsDisabled": 1}}))
    assert machine.windows is not None
    with pytest.raises(NotToTrust):
        trust(machine.windows, r"D:\客服")


def test_windows_is_offered_both_and_linux_hears_why_not(tmp_path: Path) -> None:
    book = tmp_path / "shop" / "客服台账.xlsm"
    offered = [each for each in offers(windows_machine(), book) if isinstance(each, Offer)]
    assert len(offered) == 2
    assert "不再询问" in offered[1].question.zh
    here = list(offers(FakeMachine("linux", home=tmp_path), book))
    assert not [each for each in here if isinstance(each, Offer)]
    assert "Windows" in here[1].en  # type: ignore[union-attr]


# The command line


def test_install_makes_a_workbook_that_is_not_there_and_examines_it(home: Path, tmp_path: Path) -> None:
    book = tmp_path / "新店.xlsm"
    result = invoke("install", book, "--launchers", "--yes")
    assert result.exit_code == 0, result.output
    assert "已新建" in result.output
    assert f"✓  4 Python 位置：{sys.executable}" in result.output
    assert len(list((tmp_path / "新店-命令").iterdir())) == len(BUTTONS) + 3
    assert (home / "Desktop" / "新店.desktop").is_file()
    again = invoke("install", book, "--remove")
    assert again.exit_code == 0
    assert not (tmp_path / "新店-命令").exists()
    assert not (home / "Desktop" / "新店.desktop").exists()
    assert book.is_file()
    assert "没有可以去掉的" in invoke("install", book, "--remove").output


def test_nobody_is_asked_where_nobody_sits(home: Path, shop: Path) -> None:
    result = invoke("install", shop)
    assert "--yes" in result.output
    assert not list((home / "Desktop").iterdir())
    assert "XLWINGS_VERSION" in modules(FileContent(shop.read_bytes(), "x"))["xlwings"]


@pytest.mark.parametrize("answer", [True, False])
def test_the_person_in_front_answers(
    answer: bool, home: Path, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def confirm(text: str, *, default: bool) -> bool:
        asked.append(text)
        assert not default
        return answer

    monkeypatch.setattr(cli_machine.typer, "confirm", confirm)
    monkeypatch.setattr(cli_machine, "somebody_sits_here", lambda: True)
    invoke("install", shop)
    assert asked == ["在桌面放一个 客服台账 的快捷方式？"]
    assert (home / "Desktop" / "客服台账.desktop").is_file() is answer


@pytest.mark.parametrize(
    "wrong",
    [
        ("--launchers",),
        ("--remove",),
        ("--no-keep-python",),
        ("--yes",),
        ("--lang", "en"),
        ("--yes", "--lang", "xx"),
        ("b.xlsm", "--remove", "--keep-python"),
        ("b.xlsm", "--remove", "--yes"),
        ("b.xlsm", "--remove", "--launchers"),
        ("b.xlsm", "--remove", "--lang", "en"),
    ],
)
def test_options_that_would_do_nothing_are_refused(wrong: tuple[str, ...]) -> None:
    assert getattr(invoke("install", *wrong).exception, "exit_code", None) == 2


def test_a_workbook_that_is_there_keeps_its_language_and_this_is_said(home: Path, shop: Path) -> None:
    before = shop.read_bytes()
    for lang, said in (("en", "中文"), ("xx", "xx")):
        stopped = invoke("install", shop, "--yes", "--lang", lang).exception
        assert said in getattr(stopped, "words", Words("", "")).zh
        assert getattr(stopped, "exit_code", None) == 2
    assert shop.read_bytes() == before
    assert not list((home / "Desktop").iterdir())
    assert invoke("install", shop, "--lang", "zh").exception is None


def test_a_new_workbook_in_english(home: Path, tmp_path: Path) -> None:
    result = invoke("install", tmp_path / "shop.xlsm", "--lang", "en")
    assert result.exit_code == 0, result.output
    assert "Where Python is" in result.output
    assert FileBook(tmp_path / "shop.xlsm").properties["csbook.language"] == "en"


def test_doctor_says_1_where_something_fails_and_speaks_the_workbooks_language(
    shop: Path, english_shop: Path
) -> None:
    assert invoke("doctor", shop).exit_code == 1
    result = invoke("doctor", english_shop, "--json")
    assert result.exit_code == 1
    told = json.loads(result.output)
    assert told["command"] == "doctor"
    assert told["exit_code"] == 1
    assert set(told) == {
        *("command", "exit_code", "headline", "notes", "problems", "changed", "details", "next_step")
    }
    assert [f["number"] for f in told["details"]["findings"]] == list(range(1, 30))
    assert told["details"]["findings"][4]["remedy"].startswith("Run csbook install")


def test_doctor_refuses_a_workbook_of_somebody_else(tmp_path: Path) -> None:
    import openpyxl

    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    assert isinstance(invoke("doctor", tmp_path / "other.xlsx").exception, NotAWorkbook)


def test_the_backup_is_the_workbook_before(shop: Path) -> None:
    before = shop.read_bytes()
    connect(FileBook(shop), this_machine())
    (backup,) = (shop.parent / ".csbook" / shop.name).glob("backup.*")
    assert backup.read_bytes() == before
    shutil.rmtree(shop.parent / ".csbook")


def test_macros_behind_a_password_are_left_alone(shop: Path) -> None:
    from pyopenvba.cfb import CFB

    parts = parts_of(shop)
    project = CFB.from_bytes(parts["xl/vbaProject.bin"])
    text = project.get_stream("PROJECT")
    locked = re.sub(rb'DPB="[^"]*"', b'DPB="%s"' % (b"0705" * 18), text)  # as long as a password's
    assert locked != text
    project.write_stream("PROJECT", locked)
    pack(shop, {**parts, "xl/vbaProject.bin": project.to_bytes()})
    before = shop.read_bytes()
    with pytest.raises(MacrosLocked):
        connect(FileBook(shop), this_machine())
    assert shop.read_bytes() == before


def test_a_connected_workbook_is_valid(shop: Path) -> None:
    sign(shop)
    connect(FileBook(shop), this_machine())
    assert findings(shop) == []
