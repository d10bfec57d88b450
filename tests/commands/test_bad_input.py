"""What people do to workbooks: each is answered with a message that helps, and the file stays as it was."""

from __future__ import annotations

import json
import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from csbook.books.book import CellError
from csbook.books.file_book import FileBook
from csbook.cli import app
from csbook.problems import CsbookError
from tests.workbooks import edit_parts, part_with, put, rows, sheet_part

TODAY = "2026-11-22T09:00"


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


def run_json(name: str, path: Path) -> tuple[int, dict]:
    result = invoke("run", name, path, "--today", TODAY, "--json")
    return result.exit_code, json.loads(result.stdout)


def in_setting(path: Path, name: str, value: object) -> int:
    offset = rows(path, "Settings")["name"].tolist().index(name)
    return put(path, "Settings", offset, "value", value)[0]  # type: ignore[arg-type]


def staff_cell(column: str, value: object, offset: int = 1) -> Callable[[Path], tuple[str, str, str]]:
    def spoil(path: Path) -> tuple[str, str, str]:
        row, _ = put(path, "Staff", offset, column, value)  # type: ignore[arg-type]
        headers = {"hired": "入职日期", "agent_id": "工号", "role": "岗位", "contract_hours": "合同月工时"}
        shown = value.code if isinstance(value, CellError) else str(value)
        return f"员工 {row}", headers[column], shown

    return spoil


def merged_cells(path: Path) -> tuple[str, str, str]:
    row = FileBook(path).places()["Staff"].first_row
    area = f"B{row}:C{row}"
    merge = f'</sheetData><mergeCells count="1"><mergeCell ref="{area}"/></mergeCells>'
    edit_parts(path, {sheet_part(path, "员工"): ("</sheetData>", merge)})
    return f"员工 {row}", "姓名", area


def unknown_shift(path: Path) -> tuple[str, str, str]:
    put(path, "Roster", 0, "agent_id", "K01")
    row, _ = put(path, "Roster", 0, "d05", "夜")
    return f"排班 {row}", "5", "夜"


def unknown_agent(path: Path) -> tuple[str, str, str]:
    put(path, "Requests", 0, "kind", "请假")
    put(path, "Requests", 0, "from_date", 46327)
    row, _ = put(path, "Requests", 0, "agent_id", "K77")
    return f"请假与调班 {row}", "工号", "K77"


def shares_of_99(path: Path) -> tuple[str, str, str]:
    return f"设置 {in_setting(path, 'self_share', 0.29)}", "取值", "99%"


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(staff_cell("hired", "去年三月"), id="text in a date"),
        pytest.param(staff_cell("agent_id", "K01", 2), id="a duplicate key"),
        pytest.param(staff_cell("role", "打杂"), id="a word that is not in the list"),
        pytest.param(staff_cell("contract_hours", CellError("#N/A")), id="an error value"),
        pytest.param(merged_cells, id="merged cells in a table"),
        pytest.param(unknown_shift, id="a shift that is not in 班次"),
        pytest.param(unknown_agent, id="an unknown agent"),
        pytest.param(shares_of_99, id="shares that do not add to 100 %"),
    ],
)
def test_a_bad_cell_is_named_with_sheet_row_column_found_and_expected(
    shop: Path, spoil: Callable[[Path], tuple[str, str, str]]
) -> None:
    place, column, found = spoil(shop)
    before = shop.read_bytes()
    code, outcome = run_json("build-roster", shop)
    assert code == 1
    named = [(f"{p['sheet']} {p['row']}", p["column"], p["found"]) for p in outcome["problems"]]
    if place.startswith("设置"):  # told at the first of the shares
        assert [(p[0].split()[0], p[1], p[2]) for p in named] == [("设置", column, found)]
    else:
        assert (place, column, found) in named
    assert all(p["expected"] for p in outcome["problems"])
    assert shop.read_bytes() == before
    code, outcome = run_json("check", shop)
    assert code == 1
    assert found in [p["found"] for p in outcome["problems"]]
    listed = rows(shop, "Problems")
    assert found in listed["found"].tolist()


def refused(path: Path, *arguments: object) -> CsbookError:
    """The error that stops the command; the file is as it was."""
    before = path.read_bytes()
    result = invoke(*(arguments or ("run", "check", path)))
    assert isinstance(result.exception, CsbookError), result.output
    assert path.read_bytes() == before
    return result.exception


def test_a_renamed_sheet_is_named(shop: Path) -> None:
    edit_parts(shop, {"xl/workbook.xml": ('name="员工"', 'name="人员"')})
    error = refused(shop)
    assert error.exit_code == 3
    assert "“员工”" in error.words.zh


def test_a_deleted_table_is_named(shop: Path) -> None:
    part = part_with(shop, 'displayName="Staff"', "xl/tables/")
    edit_parts(shop, {part: ('displayName="Staff"', 'displayName="Old"')})
    error = refused(shop)
    assert error.exit_code == 3
    assert "Staff" in error.words.zh


def test_a_renamed_header_is_named_with_its_row(shop: Path) -> None:
    row = FileBook(shop).places()["Staff"].header_row
    edit_parts(shop, {"xl/sharedStrings.xml": ("<t>可支援的组</t>", "<t>支援</t>")})
    error = refused(shop)
    assert error.exit_code == 3
    assert f"第 {row} 行" in error.words.zh
    assert "“可支援的组”" in error.words.zh


@pytest.mark.parametrize("lock", ["~$客服台账.xlsm", ".~lock.客服台账.xlsm#"])
def test_a_file_that_is_open_elsewhere_is_refused(shop: Path, lock: str) -> None:
    shop.with_name(lock).write_bytes(b"somebody")
    assert refused(shop).exit_code == 4


def test_a_read_only_file_is_refused_and_keeps_its_mode(shop: Path) -> None:
    shop.chmod(0o444)
    assert refused(shop).exit_code == 3
    assert stat.S_IMODE(shop.stat().st_mode) == 0o444


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("not a workbook", b"hello"),
        ("an empty file", b""),
        ("a renamed .xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4096)),
    ],
)
def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / "a.xlsm"
    path.write_bytes(content)
    assert refused(path).exit_code == 3


def test_a_truncated_workbook_is_refused(shop: Path) -> None:
    shop.write_bytes(shop.read_bytes()[:-2000])
    assert refused(shop).exit_code == 3


def test_an_entity_attack_is_refused(shop: Path) -> None:
    attack = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><workbook'
    edit_parts(shop, {"xl/workbook.xml": ("<workbook", attack)})
    assert refused(shop).exit_code == 3


def test_a_zip_bomb_is_refused(tmp_path: Path, shop: Path) -> None:
    bomb = tmp_path / "bomb.xlsm"
    with zipfile.ZipFile(shop) as old, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, old.read(info))
        with new.open("xl/worksheets/sheet999.xml", "w", force_zip64=True) as part:
            for _ in range(600):  # a part may have 512
                part.write(bytes(1 << 20))
    assert refused(bomb).exit_code == 3


def test_a_missing_file_is_wrong_use(tmp_path: Path) -> None:
    result = invoke("run", "check", tmp_path / "none.xlsm")
    assert isinstance(result.exception, CsbookError)
    assert result.exception.exit_code == 2


def test_a_formula_typed_over_by_a_number_is_reported(shop: Path) -> None:
    put(shop, "Scores", 0, "month", "2026-11")
    put(shop, "Scores", 0, "agent_id", "K01")
    row, _ = put(shop, "Scores", 0, "weighted", 99.5)
    put(shop, "Scores", 0, "manager_score", 80.0)
    _, outcome = run_json("check", shop)
    found = {(p["sheet"], p["row"], p["column"], p["found"]) for p in outcome["problems"]}
    assert {("考核评分", row, "加权总分", "99.5"), ("考核评分", row, "主管评分", "80")} <= found


def test_check_lists_what_the_commands_themselves_would_refuse(shop: Path) -> None:
    shifts_row, _ = put(shop, "Shifts", 0, "unpaid_break", 600)
    best = rows(shop, "Measures")["best"].iloc[0]
    measures_row, _ = put(shop, "Measures", 0, "worst", float(best))
    code, outcome = run_json("check", shop)
    found = {(p["sheet"], p["row"]) for p in outcome["problems"] if p["severity"] == "error"}
    assert code == 1
    assert {("班次与人数", shifts_row), ("考核指标", measures_row)} <= found


def test_a_score_of_101_or_text_is_named(shop: Path) -> None:
    put(shop, "Scores", 0, "month", "2026-11")
    put(shop, "Scores", 0, "agent_id", "K01")
    for value in (101, "优秀"):
        row, _ = put(shop, "Scores", 0, "self_score", value)
        code, outcome = run_json("score", shop)
        assert code == 1
        assert [(p["row"], p["column"], p["found"]) for p in outcome["problems"]] == [
            (row, "自评", str(value))
        ]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps directories writable")
def test_a_command_in_a_read_only_folder_leaves_the_workbook_whole(shop: Path) -> None:
    """The folder is read-only: root may write there all the same, so only the file must stay whole."""
    shop.parent.chmod(0o555)
    try:
        invoke("run", "check", shop)
    finally:
        shop.parent.chmod(0o755)
    assert rows(shop, "Staff")["agent_id"].tolist() == ["K01", "K02", "K03"]
