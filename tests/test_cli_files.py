"""The command line with files, folders, and what stands after the workbook without an option."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from csbook import cli
from csbook.commands.handler import File
from csbook.commands.outcome import Outcome
from csbook.problems import CsbookError, Words
from tests.test_cli import process


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(cli.app, [str(a) for a in arguments])


def given(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> dict[str, object]:
    """What the command line hands to `run` of the commands: parameters, files, folder."""
    kept: dict[str, object] = {}

    def told(command: str, *_: object, parameters: dict[str, object], **more: object) -> Outcome:
        kept.update(command=command, parameters=parameters, files=more["files"], folder=more["folder"])
        return Outcome(command, "zh", 0, "")

    monkeypatch.setattr("csbook.commands.run.run", told)
    result = invoke(*arguments)
    assert result.exit_code == 0, (result.output, result.exception)
    return kept


def refusal(*arguments: object) -> CsbookError:
    error = invoke(*arguments).exception
    assert isinstance(error, CsbookError), error
    return error


both_ways = pytest.mark.parametrize("start", [(), ("run",)], ids=["short", "run"])


@both_ways
def test_files_follow_the_workbook(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: tuple[str, ...]
) -> None:
    one, folder = tmp_path / "a.csv", tmp_path / "exports"
    one.write_text("1")
    folder.mkdir()
    (folder / "b.xlsx").write_text("2")
    found = given(monkeypatch, *start, "import", shop, one, folder, "--platform", "jd", "--shop", "一店")
    assert found["files"] == (File("a.csv", b"1"), File("b.xlsx", b"2"))
    assert found["parameters"] == {"platform": "jd", "shop": "一店"}
    assert found["folder"] is None


def test_a_relative_file_is_looked_for_where_the_person_is(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    (here / "a.csv").write_text("1")
    monkeypatch.chdir(here)
    assert given(monkeypatch, "import", shop, "a.csv")["files"] == (File("a.csv", b"1"),)


def test_without_files_the_usual_folder_has_the_name_of_the_workbooks_language(
    shop: Path, english_shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for book, name in ((shop, "导入"), (english_shop, "imports")):
        folder = book.parent / name
        folder.mkdir()
        (folder / f"{name}.csv").write_text("1")
        assert given(monkeypatch, "import", book)["files"] == (File(f"{name}.csv", b"1"),)


@both_ways
def test_the_folder_of_the_files_made_is_said_with_to(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    found = given(monkeypatch, *start, "hand-out", shop, "--to", "out")
    assert found["folder"] == tmp_path / "out"
    assert given(monkeypatch, *start, "hand-out", shop)["folder"] == shop.parent / "日报表"


@both_ways
def test_the_folder_to_collect_from_follows_the_workbook(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: tuple[str, ...]
) -> None:
    folder = tmp_path / "sheets"
    folder.mkdir()
    (folder / "K01.xlsx").write_text("1")
    (folder / "notes.csv").write_text("2")
    assert given(monkeypatch, *start, "collect", shop, folder)["files"] == (File("K01.xlsx", b"1"),)
    assert given(monkeypatch, *start, "collect", shop, "--folder", folder)["files"] == (
        File("K01.xlsx", b"1"),
    )


def test_a_person_follows_the_workbook_and_is_an_option_of_run(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaving = {"agent": "K02", "date": dt.date(2026, 11, 30)}
    date = ("--date", "2026-11-30")
    for arguments in (
        ("leave-shop", shop, "K02", *date),
        ("run", "leave-shop", shop, "--agent", "K02", *date),
    ):
        assert given(monkeypatch, *arguments)["parameters"] == leaving
    for arguments in (
        ("customer-history", shop, "甲"),
        ("run", "customer-history", shop, "--customer", "甲"),
    ):
        assert given(monkeypatch, *arguments)["parameters"] == {"customer": "甲"}
    assert given(monkeypatch, "customer-history", shop)["parameters"] == {}


def test_an_option_with_another_name_than_its_parameter_reaches_the_command(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = given(monkeypatch, "hand-out", shop, "--to", "发出")
    assert found["parameters"] == {"daily_folder": "发出"}
    for start in ((), ("run",)):
        found = given(monkeypatch, *start, "report", shop, "--date", "2026-11-05")
        assert found["parameters"] == {"report_date": dt.date(2026, 11, 5)}


@pytest.mark.parametrize(
    ("command", "option", "value"),
    [
        ("check", "--to", "x"),
        ("hand-out", "--folder", "x"),
        ("collect", "--to", "x"),
        ("check", "--leaves", ""),
    ],
)
def test_an_option_of_another_command_is_refused_by_the_name_that_was_typed(
    shop: Path, command: str, option: str, value: str
) -> None:
    refused = refusal("run", command, shop, option, *[value] * bool(value))
    assert refused.exit_code == 2
    assert refused.words == Words(f"{command} 不接受 {option}。", f"{command} does not take {option}.")


def test_a_platform_may_be_typed_as_its_code_or_its_name(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").touch()
    for typed in ("jd", "京东", "JD", " jd "):
        found = given(monkeypatch, "import", shop, tmp_path / "a.csv", "--platform", typed)
        assert found["parameters"] == {"platform": "jd"}


def test_a_platform_that_is_none_is_refused_with_the_names_of_all(shop: Path) -> None:
    words = refusal("import", shop, "--platform", "ebay").words
    assert words.zh.startswith("--platform 只能是 淘宝 或 天猫 或 京东 或 ")
    assert words.zh.endswith("，不是 ebay。")
    assert words.en.startswith("--platform must be Taobao or Tmall or JD or ")


def test_files_for_a_command_that_takes_none_are_refused(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").touch()
    refused = refusal("run", "check", shop, tmp_path / "a.csv")
    assert (refused.exit_code, refused.words.en) == (2, f"check takes no files, not {tmp_path / 'a.csv'}.")
    short = refusal("check", shop, tmp_path / "a.csv")
    assert short.exit_code == 2
    assert short.words.en.startswith(f"Unexpected: {tmp_path / 'a.csv'}.")


def test_a_folder_without_files_is_refused_in_the_workbooks_language(shop: Path, english_shop: Path) -> None:
    for book, lang, said in (
        (shop, "en_US.UTF-8", f"没有文件夹 {shop.parent / '导入'}。"),
        (english_shop, "zh_CN.UTF-8", f"There is no folder {english_shop.parent / 'imports'}."),
    ):
        before = book.read_bytes()
        result = process("import", book, lang=lang)
        assert (result.returncode, result.stdout) == (3, "")
        assert result.stderr.startswith(said)
        assert book.read_bytes() == before


def test_the_profiles_are_listed_without_a_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    for lang, said in (("zh", "天猫"), ("en", "Tmall")):
        monkeypatch.setenv("CSBOOK_LANG", lang)
        result = invoke("import", "--profiles")
        assert result.exit_code == 0, result.exception
        assert said in result.stdout


def test_help_of_run_says_whose_an_option_is() -> None:
    said = " ".join(process("run", "--help", lang="en_US.UTF-8").stdout.split())
    assert "who-is-missing, collect: The folder of the sheets. import: The folder of the exports." in said
    assert "repair-roster: Who cannot come: staff number or name. leave-shop: Who leaves:" in said
    assert "hand-out: The folder to write them to." in said


def test_commands_shows_what_follows_the_workbook() -> None:
    lines = process("commands").stdout.splitlines()
    shown = {line.split()[0]: line for line in lines if line[:1].strip()}
    assert "  [文件...] [--platform] [--shop] [--folder] " in shown["import"]
    assert shown["import"].endswith(" [--profiles]")
    assert "[人员] [--date]" in shown["leave-shop"]
    assert "[--to]" in shown["hand-out"]


def test_the_one_file_that_is_made_is_said_with_to(
    shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = given(monkeypatch, "export", shop, "pay", "--month", "2026-10", "--to", "out/hr.csv")
    assert found["folder"] == tmp_path / "out"
    assert found["parameters"] == {"what": "pay", "month": dt.date(2026, 10, 1), "folder": "out/hr.csv"}
    assert given(monkeypatch, "export", shop)["folder"] == shop.parent / "导出"
    by_name = given(monkeypatch, "run", "export", shop, "--what", "绩效核算表", "--to", "hr.xlsx")
    assert (by_name["folder"], by_name["parameters"]) == (tmp_path, {"what": "pay", "folder": "hr.xlsx"})


def test_what_cannot_be_exported_and_endings_that_are_not_made_are_refused(shop: Path) -> None:
    refused = refusal("export", shop, "scores")
    assert refused.exit_code == 2
    assert refused.words.zh == "内容 只能是 绩效核算表 或 排班 或 月报 或 今日待办，不是 scores。"
    assert refusal("export", shop, "pay", "--to", "hr.pdf").words.en == (
        "hr.pdf cannot be made: its name must end in .xlsx or .csv, or name a folder."
    )


def test_help_says_that_a_file_or_a_folder_can_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for lang, path, meaning, folder in (
        ("zh", "--to <路径>", "写到哪个文件或文件夹。", "--to <文件夹>"),
        ("en", "--to PATH", "The file or folder to write to.", "--to FOLDER"),
    ):
        monkeypatch.setenv("CSBOOK_LANG", lang)
        said = " ".join(invoke("export", "--help").output.split())
        assert path in said
        assert meaning in said
        assert folder in " ".join(invoke("hand-out", "--help").output.split())
