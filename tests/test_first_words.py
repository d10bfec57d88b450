"""What is said where little works: the language of a Mac, a fault that leaves no log."""

from __future__ import annotations

import datetime as dt
import json
import stat
import sys
import tempfile
from pathlib import Path

import pytest

from csbook import cli_errors, first_words
from csbook.cli_errors import Call, stop_by_our_fault
from csbook.faults import write_log

NOON = dt.datetime(2026, 11, 22, 12)


@pytest.mark.parametrize(
    ("answer", "exit_code", "language"), [("zh-Hans_CN", 0, "zh"), ("en_CN", 0, "en"), ("en_US", 1, "zh")]
)
def test_a_mac_is_asked_for_its_own_language(
    answer: str, exit_code: int, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "defaults"
    said = f"echo {answer}" if not exit_code else "echo 'does not exist' >&2"
    script.write_text(f'#!/bin/sh\n[ "$*" = "read -g AppleLocale" ] && {said}\nexit {exit_code}\n')
    script.chmod(0o755)
    for name in ("CSBOOK_LANG", "LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(first_words, "DEFAULTS", str(script))
    monkeypatch.setattr(sys, "platform", "darwin")
    assert first_words.own_language() == language
    monkeypatch.setattr(first_words, "DEFAULTS", str(tmp_path / "none"))
    assert first_words.own_language() == "zh"


@pytest.mark.parametrize(
    ("spoken", "every", "some", "language"),
    [
        ("", "", "C.UTF-8", "zh"),
        ("", "POSIX", "", "zh"),
        ("", "C", "en_US.UTF-8", "en"),
        ("", "", "en_GB", "en"),
        ("", "de_DE.UTF-8", "C", "en"),
        ("", "", "zh_TW.UTF-8", "zh"),
        ("en", "zh_CN.UTF-8", "zh_CN.UTF-8", "en"),
        ("zh", "en_US.UTF-8", "", "zh"),
    ],
)
def test_a_locale_without_a_language_is_spoken_to_in_chinese(
    spoken: str, every: str, some: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("CSBOOK_LANG", spoken), ("LC_ALL", every), ("LANG", some)):
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", "linux")
    assert first_words.own_language() == language


def test_a_log_is_its_persons_own_and_follows_no_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    one, other = write_log(NOON), write_log(NOON)
    assert one != other
    assert stat.S_IMODE(one.stat().st_mode) == stat.S_IRUSR | stat.S_IWUSR


def test_a_fault_that_leaves_no_log_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    monkeypatch.setattr(sys, "argv", ["csbook", "--json"])
    with pytest.raises(SystemExit) as stopped:
        try:
            raise ZeroDivisionError
        except ZeroDivisionError:
            stop_by_our_fault(Call("check", "zh"))
    assert stopped.value.code == cli_errors.OUR_FAULT
    assert "记录也写不下" in json.loads(capsys.readouterr().out)["headline"]
