"""What messages call the values that can be said: as the panel does, followed by the option in parentheses,
which is left away at a button."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import csbook
from csbook.message_room import without_options

PACKAGE = Path(csbook.__file__).parent
OF_BUTTONS = ("commands", "imports", "reports", "followups", "rendering", "roster", "scorecard", "schema")
OPTION = re.compile(r"--[a-z]")
ONLY_ON_THE_COMMAND_LINE = {
    "commands/load_locks.py",  # `load` has no button
    "commands/customer_commands.py",  # the option of the command itself, as its parameters are
    "commands/outcome.py",
    "rendering/office.py",  # LibreOffice's own options
    "schema/workbook.py",
}


def texts(path: Path) -> Iterator[str]:
    """The texts of a module but docstrings, with `…` in the place of values."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(p.value) if isinstance(p, ast.Constant) else "…" for p in node.values)
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and not {id(node)} & (inside | said)
        ):
            yield node.value


def test_no_message_of_a_button_names_an_option_of_the_command_line() -> None:
    paths = [path for part in OF_BUTTONS for path in (PACKAGE / part).rglob("*.py")]
    found = [
        (path.relative_to(PACKAGE).as_posix(), text)
        for path in paths
        if path.relative_to(PACKAGE).as_posix() not in ONLY_ON_THE_COMMAND_LINE
        for text in texts(path)
        if OPTION.search(without_options(text))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "at_a_button"),
    [
        ("在操作面板“平台”（--platform）写明。", "在操作面板“平台”写明。"),
        ("say it at 'platform' in the panel (--platform).", "say it at 'platform' in the panel."),
        ("“确认清除”填 3（--confirm 3）再运行一次", "“确认清除”填 3再运行一次"),
        ("“开始日期”“结束日期”（--first、--last）写明", "“开始日期”“结束日期”写明"),
        ("一天（最久 4.2 天）", "一天（最久 4.2 天）"),
    ],
)
def test_only_the_option_goes(text: str, at_a_button: str) -> None:
    assert without_options(text) == at_a_button
