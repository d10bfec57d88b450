"""A pay sheet that may have been paid from gives way to nothing else, and nobody's own file does."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from csbook.commands.export import export
from csbook.commands.export_standing import OtherFileStands, PaidFileStands
from csbook.commands.files import replacements
from csbook.commands.handler import Request
from csbook.commands.reopen_month import reopen_month
from csbook.sheets.plain import PlainColumn, PlainSheet, plain_workbook
from tests.commands.locked_shop import after, edit, locked_after, locked_shop, scored_after, scored_shop


def relocked() -> Request:
    """The month reopened, a score corrected, and locked as version 2."""
    locked = locked_shop()
    reopened = after(locked, reopen_month(replace(locked, parameters={"reason": "奖金写错"})))
    return locked_after(scored_after(edit(reopened, "Scores", "cooperation", 40.0, agent_id="4")))


def named(name: str, before: Request) -> Request:
    return replace(before, parameters={"folder": name})


def put(folder: Path, name: str, before: Request) -> bytes:
    data = export(named(name, before)).files[0].data
    (folder / name).write_bytes(data)
    return data


def told(folder: Path, name: str, before: Request) -> list[str]:
    return [words.zh for words in replacements(folder, export(named(name, before)).files)]


@pytest.mark.parametrize("name", ["hr.xlsx", "hr.csv"])
def test_the_file_of_a_locked_month_gives_way_to_nothing_that_differs(tmp_path: Path, name: str) -> None:
    put(tmp_path, name, locked_shop())
    changed = edit(locked_shop(), "Pay", "bonus", Decimal("500.00"), agent_id="4")
    for other in (relocked(), scored_shop(), changed):
        with pytest.raises(PaidFileStands) as refused:
            told(tmp_path, name, other)
        assert refused.value.exit_code == 3
    assert told(tmp_path, name, locked_shop()) == [], "the same once more is no replacement"
    version = {"hr.xlsx": "第 1 版", "hr.csv": ""}[name]
    assert refused.value.words.zh == (
        f"{name} 是 2026-11 {version}锁定的绩效核算表，可能已经照它发了工资，没有替换它。"
        "请换一个文件名，或先把它移走。"
    )
    of = {"hr.xlsx": "version 1 of ", "hr.csv": ""}[name]
    assert refused.value.words.en == (
        f"{name} is the locked pay sheet, {of}2026-11, and may have been paid from; it was not replaced. "
        "Choose another name, or move that file away first."
    )


def test_the_same_version_in_another_language_takes_its_place_and_that_is_said(tmp_path: Path) -> None:
    put(tmp_path, "hr.xlsx", replace(locked_shop(), language="en"))
    assert told(tmp_path, "hr.xlsx", locked_shop()) == ["替换了原有的 hr.xlsx。"]


def test_a_provisional_sheet_gives_way_and_that_is_said(tmp_path: Path) -> None:
    put(tmp_path, "hr.xlsx", scored_shop())
    assert told(tmp_path, "hr.xlsx", locked_shop()) == ["替换了原有的 hr.xlsx。"]
    assert told(tmp_path, "hr.csv", locked_shop()) == [], "nothing stands there"


@pytest.mark.parametrize("data", [b"", b"\x00\x01", "姓名,工资\r\n赵一,1\r\n".encode()])
def test_a_file_that_no_export_made_is_left_alone(tmp_path: Path, data: bytes) -> None:
    wages = plain_workbook([PlainSheet("工资", [PlainColumn("姓名")], [["赵一"]])])
    for name, content in (("own.csv", data), ("own.xlsx", wages)):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(OtherFileStands) as refused:
            told(tmp_path, name, locked_shop())
        assert refused.value.words.zh == (
            f"{name} 已经有了，又不是这里导出的绩效核算表，没有替换它。请换一个文件名，或先把它移走。"
        )


def test_a_later_version_has_a_usual_name_of_its_own() -> None:
    assert export(relocked()).files[0].name == "绩效核算表-2026-11-第2版.xlsx"
    assert export(replace(relocked(), language="en")).files[0].name == "pay-2026-11-version-2.xlsx"
    changed = edit(relocked(), "Pay", "bonus", Decimal("500.00"), agent_id="4")
    assert export(changed).files[0].name == "绩效核算表-2026-11-第2版-有改动.xlsx"
