"""A workbook that cannot be read: the backup that still opens is named, and doctor looks at the computer."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from csbook import cli
from csbook.books.file_book import FileBook
from csbook.books.saving import side_folder
from csbook.problems import DamagedWorkbook

OLD_FORMAT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
SAVED = dt.datetime(2026, 11, 22, 21, 5)
PASSWORD = OLD_FORMAT + "EncryptedPackage".encode("utf-16-le")


def cut_short(shop: Path) -> None:
    shop.write_bytes(shop.read_bytes()[:60_000])


def backed_up(shop: Path, name: str = "backup.xlsm", at: dt.datetime = SAVED) -> Path:
    """The backup as a save at this moment left it."""
    side_folder(shop).mkdir(parents=True, exist_ok=True)
    backup = Path(shutil.copy(shop, side_folder(shop) / name))
    os.utime(backup, (at.timestamp(), at.timestamp()))
    return backup


def examined(path: Path, language: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, dict[int, Any]]:
    """The exit code, and the findings by number."""
    monkeypatch.setenv("CSBOOK_LANG", language)
    monkeypatch.setattr(cli.call, "book_language", None)
    result = CliRunner().invoke(cli.app, ["doctor", str(path), "--json"])
    told = json.loads(result.stdout)
    assert told["exit_code"] == result.exit_code
    return result.exit_code, {found["number"]: found for found in told["details"]["findings"]}


def test_a_damaged_workbook_is_refused_with_the_backup_its_time_and_what_to_do(shop: Path) -> None:
    backup = backed_up(shop)
    cut_short(shop)
    with pytest.raises(DamagedWorkbook) as refused:
        FileBook(shop)
    assert refused.value.exit_code == 3
    assert refused.value.words.zh == (
        f"{shop.name} 不是可用的工作簿：文件已损坏或不完整。备份 {backup} 完好，"
        "是 2026-11-22 21:05 那次保存以前的内容：先给坏了的文件改名，再把备份复制到原处，"
        f"文件名改为 {shop.name}，补上之后填的内容。"
    )
    assert refused.value.words.en == (
        f"{shop.name} is not a workbook csbook can use: the file is damaged or incomplete. The "
        f"backup {backup} is whole: the workbook as it was before the save of 2026-11-22 "
        "21:05. Rename the damaged file, copy "
        f"the backup to its place under the name {shop.name}, and fill in again what came since."
    )


def test_the_latest_backup_that_opens_is_named_and_none_that_does_not(shop: Path) -> None:
    older = backed_up(shop, "before-upgrade.xlsm", SAVED - dt.timedelta(days=2))
    backed_up(shop, "before-deletion.xlsm", SAVED - dt.timedelta(days=9))
    cut_short(shop)
    backed_up(shop)
    with pytest.raises(DamagedWorkbook, match=older.name):
        FileBook(shop)
    for file in side_folder(shop).iterdir():
        file.unlink()
    with pytest.raises(DamagedWorkbook, match=r"damaged or incomplete\. Restore a backup or copy it again\."):
        FileBook(shop)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_doctor_tells_a_damaged_workbook_as_one_failing_check_and_looks_at_the_computer(
    shop: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = backed_up(shop)
    cut_short(shop)
    code, found = examined(shop, language, monkeypatch)
    assert code == 1
    assert found[27]["state"] == "fail"
    assert str(backup) in found[27]["remedy"]
    assert "2026-11-22 21:05" in found[27]["remedy"]
    assert {found[number]["state"] for number in (4, 7, 10, 17)} == {"ok"}
    see = {"zh": "工作簿读不了，见第 27 项。", "en": "The workbook cannot be read: see check 27."}[language]
    assert {found[number]["found"] for number in (14, 18, 28)} == {see}


@pytest.mark.parametrize(
    ("content", "zh", "en"),
    [
        (PASSWORD, ("有打开密码。", "取消密码"), ("is password-protected.", "Remove the password")),
        (OLD_FORMAT, ("旧的 .xls 格式。", "另存为 .xlsm"), ("the old .xls format.", "Save it as .xlsm")),
        (b"a,b\n1,2\n", ("不是 Excel 工作簿", "检查是否选错"), ("no Excel workbook", "the right file")),
    ],
)
def test_doctor_tells_any_other_file_that_cannot_be_read_the_same_way(
    content: bytes, zh: tuple[str, str], en: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "客服台账.xlsm"
    path.write_bytes(content)
    for language, (what, remedy) in (("zh", zh), ("en", en)):
        code, found = examined(path, language, monkeypatch)
        assert (code, found[27]["state"], found[4]["state"]) == (1, "fail", "ok")
        assert what in found[27]["found"]
        assert remedy in found[27]["remedy"]
