"""Help of the command line in the person's language: whole, in columns, within the terminal."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from csbook import cli, cli_page
from csbook.cli_help import described, what_it_does
from csbook.cli_page import cells, filled, page, section, wrapped
from csbook.commands.registry import COMMANDS
from csbook.commands.routines import BUTTONS
from csbook.problems import Language, Words
from tests.test_cli import process

ROOT: Any = typer.main.get_command(cli.app)
EVERY = {"": ROOT, **ROOT.commands}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
CODES = re.compile(
    r"csbook [a-z-]+|--[a-z-]+|\[?<[^>]*>\]?|[A-Z]{2,}[A-Z-]*|`[^`]*`|[\w-]+\.\w+|[a-z]+(?:-[a-z]+)+"
)
"""What has no language: options, placeholders, capitals, code, files, commands of two words."""
BOTH: tuple[Language, ...] = ("zh", "en")
every_command = pytest.mark.parametrize("name", EVERY, ids=lambda name: name or "csbook")


@pytest.fixture(autouse=True)
def _eighty_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def shown(monkeypatch: pytest.MonkeyPatch, language: str, *words: str) -> str:
    """The help that a person of this language reads."""
    monkeypatch.setenv("CSBOOK_LANG", language)
    result = CliRunner().invoke(cli.app, [*words, "--help"], prog_name="csbook")
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def page_of(name: str, language: Language) -> str:
    return page(EVERY[name], f"csbook {name}".strip(), language)


def texts(command: Any) -> Iterator[Words]:
    yield what_it_does(command)
    yield from (part.words for part in described(command))
    yield from (part.metavar for part in described(command) if part.metavar is not None)


def english_words(text: str) -> list[str]:
    """Words of English sentences: two beside each other, codes left out."""
    return re.findall(r"[a-z]{2,} [a-z]{2,}", CODES.sub("…", text))


@every_command
def test_every_command_and_parameter_says_in_both_languages_what_it_is(name: str) -> None:
    command = EVERY[name]
    assert [part.parameter for part in described(command)] == command.params
    for words in (what_it_does(command), *(part.words for part in described(command))):
        assert CHINESE.search(words.zh), words
        assert words.zh.endswith("。"), words
        assert words.en.endswith("."), words
        assert english_words(words.zh) == [], words


@every_command
def test_a_page_has_all_its_texts_and_no_other_language(name: str) -> None:
    command = EVERY[name]
    for language in BOTH:
        said = page_of(name, language)
        unbroken = re.sub(r"\s+", "", said)
        for words in texts(command):
            assert re.sub(r"\s+", "", words(language)) in unbroken, (language, words)
        assert said.startswith(("用法：csbook", "Usage: csbook")[BOTH.index(language)])
        if language == "zh":
            assert english_words(said) == [], said


@every_command
def test_no_line_is_wider_than_the_terminal(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for columns in (80, 60, 200):
        monkeypatch.setenv("COLUMNS", str(columns))
        for language in BOTH:
            for line in page_of(name, language).splitlines():
                assert cells(line) <= min(columns, 80), line


@every_command
def test_meanings_stand_in_one_column(name: str) -> None:
    command = EVERY[name]
    for language in BOTH:
        lines = page_of(name, language).splitlines()
        for kind in (True, False):
            begun = set()
            for part in described(command):
                if part.is_argument is not kind:
                    continue
                start = part.in_list(language)
                number, row = next((n, line) for n, line in enumerate(lines) if line.startswith(f"  {start}"))
                after = len(f"  {start}")
                if row.strip() == start:  # too wide: the meaning is below
                    row, after = lines[number + 1], 0
                begun.add(cells(row[: row.index(part.words(language)[:4], after)]))
            assert len(begun) <= 1, (language, begun)


def test_chinese_help_has_its_own_headings_marks_and_values(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, "zh", "show") == (
        "用法：csbook show [选项] {工作簿} [表格]\n"
        "\n"
        "  显示一张表格的各行；不写表格时，列出每张表格的列、表头、类别和谁填。\n"
        "\n"
        "参数：\n"
        "  工作簿 <路径>  工作簿（.xlsm），要在 Excel 里关闭着。  [必填]\n"
        "  表格 <文字>    表格的名称，如 Staff 或 员工；不写就列出全部表格的列。\n"
        "\n"
        "选项：\n"
        "  --format <文字>  table、csv 或 json。  [默认：table]\n"
        "  --help           显示这份说明。\n"
    )
    export = shown(monkeypatch, "zh", "export")
    assert "  --to <路径> " in export
    assert "  --month YYYY-MM " in export


def test_chinese_usage_has_no_english_placeholder(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in EVERY:
        usage = page_of(name, "zh").partition("\n\n")[0]
        assert re.findall(r"[{\[][^}\]]*[A-Za-z]", usage) == [], usage
    leaving = shown(monkeypatch, "zh", "leave-shop")
    assert leaving.startswith("用法：csbook leave-shop [选项] {工作簿} [人员]\n")
    assert shown(monkeypatch, "en", "export").startswith("Usage: csbook export [OPTIONS] {book} [WHAT]\n")


def test_english_help_reads_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, "en", "show") == (
        "Usage: csbook show [OPTIONS] {book} [table]\n"
        "\n"
        "  Print a table's rows, or every table with its columns, headers, kinds and\n"
        "  fillers.\n"
        "\n"
        "Arguments:\n"
        "  book <path>  The workbook (.xlsm), closed in Excel.  [required]\n"
        "  table <str>  A table's name, e.g. Staff or 员工; all tables' columns without\n"
        "               it.\n"
        "\n"
        "Options:\n"
        "  --format <str>  table, csv or json.  [default: table]\n"
        "  --help          Show this message and exit.\n"
    )
    top = shown(monkeypatch, "en")
    assert top.startswith("Usage: csbook [OPTIONS] COMMAND [ARGS]...\n\n  csbook: one Excel workbook runs")
    assert "  --keep-python / --no-keep-python\n" in shown(monkeypatch, "en", "install")


def test_the_list_of_commands_has_every_button_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    for language, heading in zip(BOTH, ("命令：", "Commands:"), strict=True):
        lines = shown(monkeypatch, language).splitlines()
        listed = lines[lines.index(heading) + 1 :]
        for command in BUTTONS:
            row = next(line for line in listed if line.startswith(f"  {command.name} "))
            said = row.removeprefix(f"  {command.name}").strip().rstrip("…").removesuffix("...")
            assert command.help(language).startswith(said)
            assert len(said) > 10


def test_run_says_of_each_option_whose_it_is_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    said = re.sub(r"\s+", "", shown(monkeypatch, "zh", "run"))
    for command in COMMANDS:
        for parameter in command.parameters:
            assert parameter.help.zh.replace(" ", "") in said
    assert "--leavesrepair-roster：从那天起离职，不再排班。" in said


def test_without_a_command_help_comes_in_the_person_s_language(monkeypatch: pytest.MonkeyPatch) -> None:
    for language, start in (("zh", "用法："), ("en", "Usage: ")):
        monkeypatch.setenv("CSBOOK_LANG", language)
        result = CliRunner().invoke(cli.app, [])
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith(start)


def test_help_speaks_the_system_s_language() -> None:
    for lang, start in (("zh_CN.UTF-8", "用法："), ("en_US.UTF-8", "Usage: "), ("C.UTF-8", "用法：")):
        assert process("score", "--help", lang=lang).stdout.startswith(start)


def test_help_comes_in_english_where_the_output_knows_no_chinese() -> None:
    environment = {**os.environ, "CSBOOK_LANG": "zh", "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "csbook", "show", "--help"]
    result = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("Usage: ")
    assert "Staff or ??; all" in result.stdout


def test_showing_help_imports_no_heavy_library() -> None:
    code = (
        "import sys; sys.argv = ['csbook', '{}', '--help']\n"
        "from csbook.entry import main\n"
        "try: main()\n"
        "except SystemExit: print([m for m in ('pandas', 'pulp', 'lxml', 'rich') if m in sys.modules])"
    )
    for command in ("score", "run", "install"):
        asked = [sys.executable, "-c", code.format(command)]
        result = subprocess.run(asked, capture_output=True, text=True, check=True)
        assert result.stdout.endswith("\n[]\n")


def test_chinese_breaks_anywhere_but_before_a_comma_and_words_stay_whole() -> None:
    assert wrapped("甲乙丙，丁", 6) == ["甲乙", "丙，丁"]
    assert wrapped("甲（.xlsm）乙", 9) == ["甲", "（.xlsm）", "乙"]
    assert wrapped("one two three", 8) == ["one two", "three"]
    assert wrapped("见 csbook 的用法", 9) == ["见 csbook", "的用法"]
    assert filled(["[选项] ", "{工作簿} "], 9) == ["[选项]", "{工作簿}"]


def test_cells_count_chinese_twice() -> None:
    assert [cells(text) for text in ("ab", "中文", "中a", "（）", "“")] == [2, 4, 3, 4, 2]
    rows = section("选项：", [("--month", "月"), ("文件夹", "放文件的")], 40).splitlines()
    assert rows == ["选项：", "  --month  月", "  文件夹   放文件的"]


def test_a_parameter_without_words_is_refused_by_its_name() -> None:
    def bare(book: str) -> None: ...

    app = typer.Typer()
    app.command()(bare)
    with pytest.raises(TypeError, match="book: str"):
        described(typer.main.get_command(app))


def test_the_person_s_language_is_asked_for_when_help_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def chinese() -> str:
        asked.append("now")
        return "zh"

    monkeypatch.setattr(cli_page, "own_language", chinese)
    assert shown(monkeypatch, "en", "score").startswith("用法：")
    assert asked == ["now"]
