"""What is wrong in the way the command line is used: one sentence with what to do, in both languages."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from csbook import cli
from csbook.cli_usage import worded
from csbook.problems import CsbookError, Words
from tests.test_cli import process, within

__all__ = ["within"]

Ended = Callable[..., subprocess.CompletedProcess[str]]

MISUSES = {
    "score x --foo": (
        "没有选项 --foo。csbook score --help 列出用法。",
        "There is no option --foo. csbook score --help shows its usage.",
    ),
    "score x --mont 2026-11": (
        "没有选项 --mont。是不是 --month？csbook score --help 列出用法。",
        "There is no option --mont. Did you mean --month? csbook score --help shows its usage.",
    ),
    "score x --mont=2026-11": (
        "没有选项 --mont。是不是 --month？csbook score --help 列出用法。",
        "There is no option --mont. Did you mean --month? csbook score --help shows its usage.",
    ),
    "score x -month 2026-11": (
        "没有选项 -month。是不是 --month？csbook score --help 列出用法。",
        "There is no option -month. Did you mean --month? csbook score --help shows its usage.",
    ),
    "score x —month": (
        "多写了 —month。是不是 --month？csbook score --help 列出用法。",
        "Unexpected: —month. Did you mean --month? csbook score --help shows its usage.",
    ),
    "install x --keep-pythn": (
        "没有选项 --keep-pythn。是不是 --keep-python 或 --no-keep-python？csbook install --help 列出用法。",
        "There is no option --keep-pythn. Did you mean --keep-python or --no-keep-python? "
        "csbook install --help shows its usage.",
    ),
    "--foo": (
        "没有选项 --foo。csbook --help 列出全部命令。",
        "There is no option --foo. csbook --help lists all commands.",
    ),
    "score": (
        "缺少 {工作簿}。csbook score --help 列出用法。",
        "{book} is missing. csbook score --help shows its usage.",
    ),
    "load x": (
        "缺少 {表格}。csbook load --help 列出用法。",
        "{table} is missing. csbook load --help shows its usage.",
    ),
    "run": (
        "缺少 {命令}。csbook run --help 列出用法。",
        "{command} is missing. csbook run --help shows its usage.",
    ),
    "score x --month": (
        "--month 后面要写值：--month YYYY-MM。csbook score --help 列出用法。",
        "--month needs a value: --month YYYY-MM. csbook score --help shows its usage.",
    ),
    "new a.xlsm --lang": (
        "--lang 后面要写值：--lang <文字>。csbook new --help 列出用法。",
        "--lang needs a value: --lang <str>. csbook new --help shows its usage.",
    ),
    "import x --folder": (
        "--folder 后面要写值：--folder <文件夹>。csbook import --help 列出用法。",
        "--folder needs a value: --folder FOLDER. csbook import --help shows its usage.",
    ),
    "score x --new-terms=yes": (
        "--new-terms 后面不写值。csbook score --help 列出用法。",
        "--new-terms takes no value. csbook score --help shows its usage.",
    ),
    "install x --no-keep-python=1": (
        "--no-keep-python 后面不写值。csbook install --help 列出用法。",
        "--no-keep-python takes no value. csbook install --help shows its usage.",
    ),
    "score --help=1": (
        "--help 后面不写值。csbook score --help 列出用法。",
        "--help takes no value. csbook score --help shows its usage.",
    ),
    "score x extra more": (
        "多写了 extra more。名称里有空格的，请加引号。csbook score --help 列出用法。",
        "Unexpected: extra more. Put names with spaces in quotes. csbook score --help shows its usage.",
    ),
    "commands all": (
        "多写了 all。名称里有空格的，请加引号。csbook commands --help 列出用法。",
        "Unexpected: all. Put names with spaces in quotes. csbook commands --help shows its usage.",
    ),
    "--": (
        "没有写命令。csbook --help 列出全部命令。",
        "There is no command. csbook --help lists all commands.",
    ),
    "scroe x": (
        "没有命令 scroe。是不是 score？csbook --help 列出全部命令。",
        "There is no command scroe. Did you mean score? csbook --help lists all commands.",
    ),
    "-- --foo": (
        "没有命令 --foo。csbook --help 列出全部命令。",
        "There is no command --foo. csbook --help lists all commands.",
    ),
}
every_misuse = pytest.mark.parametrize("typed", MISUSES)


@every_misuse
def test_wrong_use_is_one_sentence_in_the_person_s_language(typed: str, within: Ended) -> None:
    for lang, said in zip(("zh_CN.UTF-8", "en_US.UTF-8"), MISUSES[typed], strict=True):
        result = within(*typed.split(), lang=lang)
        assert (result.returncode, result.stdout, result.stderr) == (2, "", f"{said}\n")


def test_json_tells_wrong_use_as_one_object() -> None:
    for typed, command in (
        ("--json score x --foo", ""),
        ("score x --foo --json", "score"),
        ("score --json", "score"),
        ("score --json x --month", "score"),
        ("score --json x extra", "score"),
        ("undo x --json --list=all", "undo"),
    ):
        result = process(*typed.split())
        assert (result.returncode, result.stderr) == (2, ""), typed
        told = json.loads(result.stdout)
        assert (told.pop("command"), told.pop("exit_code")) == (command, 2)
        assert told.pop("headline").endswith("--help 列出用法。" if command else "列出全部命令。")
        assert told == {"notes": [], "problems": [], "changed": {}, "details": {}, "next_step": None}


def test_wrong_use_is_said_in_the_language_of_the_workbook_named(
    shop: Path, english_shop: Path, within: Ended
) -> None:
    for book, lang, index in ((shop, "en_US.UTF-8", 0), (english_shop, "zh_CN.UTF-8", 1)):
        for arguments, key in (
            (("score", book, "--foo"), "score x --foo"),
            (("score", book, "--month"), "score x --month"),
            (("score", book, "extra", "more"), "score x extra more"),
            (("load", book), "load x"),
        ):
            assert within(*arguments, lang=lang).stderr == f"{MISUSES[key][index]}\n"


def test_wrong_use_leaves_the_workbook_as_it_was(shop: Path) -> None:
    before = shop.read_bytes()
    result = process("score", shop, "--month", "2026-11", "--newterms")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "没有选项 --newterms。是不是 --new-terms？csbook score --help 列出用法。\n"
    assert shop.read_bytes() == before


def test_what_a_terminal_would_obey_is_not_repeated() -> None:
    for arguments in (("score", "x", "--f\x1b[31m"), ("score", "x", "a\x1b[31m"), ("sc\x1b[31m",)):
        error = CliRunner().invoke(cli.app, list(arguments)).exception
        assert isinstance(error, CsbookError)
        assert "\x1b" not in error.words.zh
        assert "?[31m" in error.words.zh


def test_bytes_that_are_no_text_are_refused_without_a_traceback() -> None:
    for arguments in (["score", "x", "--\udcff"], ["\udcff", "--json"]):
        result = process(*arguments)
        assert result.returncode == 2
        assert "Traceback" not in result.stderr


def test_an_empty_name_is_seen_in_quotes() -> None:
    for arguments, said in ((("score", "x", ""), '多写了 ""。'), (("",), '没有命令 ""。')):
        error = CliRunner().invoke(cli.app, list(arguments)).exception
        assert isinstance(error, CsbookError)
        assert error.words.zh.startswith(said)


def test_what_typer_may_refuse_one_day_comes_out_in_its_words() -> None:
    score: Any = typer.main.get_command(cli.app).commands["score"]  # type: ignore[attr-defined]
    month = next(param for param in score.params if param.name == "month")
    usage: Any = typer.BadParameter.__base__
    for error, words in (
        (
            typer.BadParameter("no month", param=month),
            Words(
                "--month 的值不能用：no month。csbook score --help 列出用法。",
                "--month cannot be used: no month. csbook score --help shows its usage.",
            ),
        ),
        (
            usage("Something new."),
            Words(
                "Something new。csbook score --help 列出用法。",
                "Something new. csbook score --help shows its usage.",
            ),
        ),
    ):
        with pytest.raises(CsbookError) as refused, worded(score, "score", ()):
            raise error
        assert refused.value.words == words
        assert refused.value.exit_code == 2
