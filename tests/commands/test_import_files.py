"""`csbook import` on a workbook: written cells, twice, undone, by the command line."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from csbook.books.file_book import FileBook
from csbook.commands.outcome import Outcome
from csbook.commands.run import run
from csbook.commands.snapshots import SnapshotStore
from csbook.commands.undo import undo
from tests.imports.exports import BINARY_XLS, csv_file, excel_file
from tests.imports.test_orders import full, orders
from tests.workbooks import SHOWS_THE_PRESS, every_table, put, rows, type_rows

NOW = dt.datetime(2026, 11, 22, 9)
DAY = "2026-11-10"
PERFORMANCE = ["日期", "客服", "接待量", "平均响应时间", "30s应答率"]


def importing(path: Path, *files: Any, today: dt.datetime = NOW, **told: Any) -> Outcome:
    return run(
        "import",
        FileBook(path),
        today,
        now=today,
        user="主管",
        parameters=told,
        store=SnapshotStore.beside(path),
        files=files,
    )


def jd(name: str = "jd.csv", receptions: int = 100) -> Any:
    return csv_file([PERFORMANCE, [DAY, "京东:小赵", receptions, 20, "95%"]], name=name)


@pytest.fixture
def bound(shop: Path) -> Path:
    """A shop in which K01 has an account."""
    type_rows(shop, "Staff", [{"agent_id": "K01", "accounts": "京东:小赵"}])
    return shop


def test_everything_that_an_export_fills_is_written(bound: Path) -> None:
    outcome = importing(bound, jd(), orders(full(联系手机="17012345678-1234")), platform="taobao")
    assert outcome.exit_code == 0
    assert {name: c.added for name, c in outcome.changed.items()} == {
        "Orders": 1,
        "Customers": 1,
        "PlatformFigures": 3,
        "DailyLog": 1,
    }
    (order,) = rows(bound, "Orders").to_dict("records")
    assert (order["platform"], order["customer"], str(order["total"])) == ("taobao", "小明", "100.00")
    (customer,) = rows(bound, "Customers").to_dict("records")
    assert (customer["phone"], customer["name"]) == ("17012345678-1234", "张明")
    assert customer["virtual_until"] == pd.Timestamp("2026-03-17")
    (log,) = rows(bound, "DailyLog").to_dict("records")
    assert (log["name"], log["receptions"], log["answered"], log["response_seconds"]) == (
        "赵一",
        100,
        100,
        2000,
    )
    figures = rows(bound, "PlatformFigures")
    assert figures[["measure", "total", "weight"]].fillna(0).to_numpy().tolist() == [
        ["receptions", 100, 0],
        ["response_seconds", 2000, 100],
        ["thirty_seconds", 95, 100],
    ]
    assert set(figures["source_file"]) == {"jd.csv"}


def test_the_same_files_twice_change_nothing(bound: Path) -> None:
    files = jd(), orders(full(), full("2", 订单状态="交易关闭"))
    importing(bound, *files)
    before = every_table(bound, but=SHOWS_THE_PRESS)
    again = importing(bound, *files, today=NOW + dt.timedelta(days=3))
    assert again.changed == {}
    assert every_table(bound, but=SHOWS_THE_PRESS) == before
    assert "内容和工作簿里的一样，没有改动" in again.headline


def test_what_was_imported_can_be_undone(bound: Path) -> None:
    before = every_table(bound)
    importing(bound, jd(), orders(full()))
    assert every_table(bound) != before
    undo(FileBook(bound), SnapshotStore.beside(bound), now=NOW, user="主管")
    assert every_table(bound) == before


def test_figures_that_differ_are_told_and_replaced_only_when_asked(bound: Path) -> None:
    importing(bound, jd())
    kept = ("Journal", "Changes")
    before = every_table(bound, but=kept)
    outcome = importing(bound, jd("later.csv", receptions=110))
    assert every_table(bound, but=kept) == before
    assert [(p.sheet, p.column, p.found) for p in outcome.problems] == [
        ("平台数据", "合计", "100"),
        ("平台数据", "合计", "2000"),
        ("平台数据", "合计", "95"),
    ]
    assert outcome.exit_code == 1
    assert importing(bound, jd("later.csv", receptions=110), replace=True).exit_code == 0
    assert rows(bound, "PlatformFigures")["total"].tolist() == [110, 2200, 104.5]
    assert rows(bound, "DailyLog")["receptions"].tolist() == [110]


def test_a_typed_cell_and_the_platforms_are_told_with_sheet_row_and_column(bound: Path) -> None:
    importing(bound, jd())
    row, _ = put(bound, "DailyLog", 0, "receptions", 90)
    outcome = importing(bound, jd())
    (problem,) = outcome.problems
    assert (problem.sheet, problem.row, problem.column, problem.found) == ("客服日报", row, "接待人数", "90")
    assert "平台数据是 100" in problem.expected
    assert rows(bound, "DailyLog")["receptions"].tolist() == [90]


def test_a_log_cell_that_is_no_number_survives_an_import(bound: Path) -> None:
    importing(bound, jd())
    put(bound, "DailyLog", 0, "buyers", "五个")
    put(bound, "DailyLog", 0, "receptions", None)
    headers = ["日期", "客服", "促成下单商品金额", "促成下单人数", "售前接待人数"]
    outcome = importing(bound, jd(), csv_file([headers, [DAY, "京东:小赵", 5, 1, 9]]))
    assert "DailyLog" not in outcome.changed
    book = FileBook(bound)
    place = book.places()["DailyLog"]
    assert "五个" in book.grid(place)[0]
    assert any("客服日报" in note and "1 处要改" in note for note in outcome.notes)


def test_an_english_workbook_takes_the_same_files(english_shop: Path) -> None:
    outcome = importing(english_shop, jd())
    assert outcome.headline.startswith("1 file: 1 row read, 0 left out.")
    assert rows(english_shop, "PlatformFigures", "en")["measure"].tolist()[0] == "receptions"


@pytest.mark.parametrize("left_out", ["file", "row"])
def test_what_is_left_out_shows_in_the_exit_code_although_the_rest_is_written(
    bound: Path, left_out: str
) -> None:
    if left_out == "file":
        files = [orders(full()), csv_file([["甲", "乙"], [1, 2]], name="x.csv")]
    else:
        files = [orders(full(), full("2", 订单创建时间="昨天"))]
    outcome = importing(bound, *files)
    assert outcome.exit_code == 1
    assert rows(bound, "Orders")["order_id"].tolist() == ["1"]
    assert rows(bound, "Journal")["outcome"].tolist()[-1] == "problems"


def test_an_english_message_has_no_chinese_brackets(english_shop: Path) -> None:
    headers = ["日期", "客服", "接待量", "平均响应时间", "没听过的列"]
    outcome = importing(english_shop, excel_file({"Data": [headers, [DAY, "小赵", 100, 20, 7]]}, "jd.xlsx"))
    notes = [note for note in outcome.notes if note.startswith("jd.xlsx")]
    assert [note.partition(":")[0] for note in notes] == ["jd.xlsx (Data)"] * 2
    assert "1 row," in notes[0]


def test_no_telephone_number_is_told(bound: Path) -> None:
    outcome = importing(bound, orders(full(), full("2", 订单创建时间="13800138000")))
    assert "13800138000" not in json.dumps(outcome.as_json(), ensure_ascii=False)
    assert outcome.details["rows_left_out"][0]["row"] == 3


def test_a_wrong_map_stops_the_import_with_its_cell(bound: Path) -> None:
    type_rows(bound, "ImportMaps", [{"profile": "新表", "header": "甲", "target": "account"}])
    outcome = importing(bound, jd())
    assert outcome.exit_code == 1
    assert outcome.changed == {}
    assert [(p.sheet, p.column, p.found) for p in outcome.problems] == [("导入映射", "对应", "【客服账号】")]


def command_line(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "csbook", *map(str, arguments)], capture_output=True, text=True, check=False
    )


def test_the_command_line_takes_files_and_folders(bound: Path, tmp_path: Path) -> None:
    folder = tmp_path / "导入"
    folder.mkdir()
    (folder / "销售.xlsx").write_bytes(BINARY_XLS.read_bytes())
    named = tmp_path / "服务.xlsx"
    named.write_bytes(excel_file([["旺旺账号名称", "旺旺评价量", "满意评价量"], ["红", 10, 9]]).data)
    done = command_line("import", bound, named, folder, "--first", DAY, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [file["profile"] for file in told["details"]["files"]] == ["tmall_satisfaction", "pdd_sales"]
    assert told["changed"]["PlatformFigures"] == {"added": 8, "changed": 0}


def test_the_command_line_refuses_what_it_does_not_know(bound: Path, tmp_path: Path) -> None:
    before = every_table(bound, but=())
    (tmp_path / "x.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    done = command_line("import", bound, tmp_path / "x.csv")
    assert done.returncode == 3
    assert "认不出 x.csv" in done.stderr + done.stdout
    assert every_table(bound, but=()) == before


def test_the_profiles_are_listed_without_a_workbook() -> None:
    done = command_line("import", "--profiles")
    assert done.returncode == 0
    assert "pdd_sales" in done.stdout
