"""Files by their content: encodings, kinds of workbooks, headers wherever they stand."""

from __future__ import annotations

import pytest

from csbook.commands.handler import File
from csbook.imports.faults import EmptyFile, UnreadableFile
from csbook.imports.headers import header_rows, normalised, two_rows
from csbook.imports.reading import Sheet, read_sheets
from tests.imports.exports import BINARY_XLS, csv_file, excel_file

ROWS = [["日期", "旺旺昵称", "净销售额"], ["2026-03-02", "店:红", "12.5"], ["", "店:囍", ""]]


def cells(file: File) -> list[list[object]]:
    (sheet,) = read_sheets(file.name, file.data)
    return [list(row) for row in sheet.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_csv_is_read_in_every_encoding_that_platforms_write(encoding: str) -> None:
    assert cells(csv_file(ROWS, encoding=encoding)) == [
        ["日期", "旺旺昵称", "净销售额"],
        ["2026-03-02", "店:红", "12.5"],
        [None, "店:囍", None],
    ]


def test_rare_characters_of_gb18030_survive() -> None:
    assert cells(csv_file([["客户"], ["㐂𠮷"]], encoding="gb18030")) == [["客户"], ["㐂𠮷"]]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_separator_is_found_though_titles_stand_above_the_headers(mark: str) -> None:
    text = f"统计周期\n旺旺昵称{mark}净销售额\n红{mark}1\n"
    assert cells(File("a.csv", text.encode()))[1] == ["旺旺昵称", "净销售额"]


def test_a_binary_workbook_named_xlsx_is_read_by_its_content() -> None:
    rows = cells(File("销售数据.xlsx", BINARY_XLS.read_bytes()))
    assert BINARY_XLS.read_bytes().startswith(b"\xd0\xcf\x11\xe0")
    assert rows[2][:2] == ["日期", "咨询人数"]
    assert rows[3][1] == 120


def test_rows_keep_their_numbers_below_empty_ones() -> None:
    rows = cells(excel_file([[], [None, "旺旺昵称"], [None, "红"]]))
    assert rows[0] == [None, None]
    assert rows[1] == [None, "旺旺昵称"]


def test_every_sheet_that_holds_something_is_read() -> None:
    file = excel_file({"说明": [["只有一行"]], "空": [], "数据信息": ROWS})
    assert [sheet.name for sheet in read_sheets(file.name, file.data)] == ["说明", "数据信息"]


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 broken", b"<html><table></table></html>", b"a\x00b",
             b'"open quote', b"\xff\xfe\xff"],
)  # fmt: skip
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_sheets("坏.xlsx", data)
    assert "坏.xlsx" in refused.value.words.zh
    assert "坏.xlsx" in refused.value.words.en


@pytest.mark.parametrize("file", [File("空.csv", b""), File("空.csv", b" ,\n,,\n"), excel_file([])])
def test_an_empty_file_is_told(file: File) -> None:
    with pytest.raises(EmptyFile):
        read_sheets(file.name, file.data)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("平均响应时长（秒)", "平均响应时长(秒)"),
        ("订单付款时间 ", "订单付款时间"),
        ("\ufeff日期", "日期"),
        ("3分钟人工回复率（8-23点）", "３分钟人工回复率(8-23点)"),
        ("Answered (Y/N)", "answered(y/n)"),
        ("30 s 应答率", "30s应答率"),
    ],
)
def test_headers_are_the_same_in_either_width(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


def test_windows_of_time_stay_different_headers() -> None:
    assert normalised("3分钟人工回复率(8-23点)") != normalised("3分钟人工回复率(全天)")


def test_two_header_rows_are_joined_by_their_block() -> None:
    upper = ["日期", "接待人数", "总", "", "邀请", ""]
    lower = ["", "", "发出", "收到", "发出", "收到"]
    assert two_rows(upper, lower) == ["日期", "接待人数", "总/发出", "总/收到", "邀请/发出", "邀请/收到"]


def test_headers_are_looked_for_in_the_first_ten_rows() -> None:
    sheet = Sheet("a.csv", "", [[str(n)] for n in range(1, 20)])
    assert {row.row for row in header_rows(sheet, 20)} == set(range(1, 11))
    assert {row.row for row in header_rows(sheet, 4)} == {1, 2, 3}  # where data begin in row 4
