"""The generated pages are true, and the hand-written ones name what exists."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from csbook.commands.registry import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
PAGES = runpy.run_path(str(ROOT / "docs" / "generate.py"))["PAGES"]


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_what_the_code_says(name: str) -> None:
    """Renew with `make docs`."""
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == PAGES[name]()


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readmes_name_every_command_and_button(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    for command in COMMANDS:
        assert command.name in text
        assert command.label.zh in text


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_links_of_the_readmes_lead_somewhere(readme: str) -> None:
    import re

    text = (ROOT / readme).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        assert (ROOT / target).exists(), target
