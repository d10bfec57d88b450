"""The pay sheet as HR gets it: .xlsx and .csv, whole, in a fixed order, the same bytes each time."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from csbook.commands import registry
from csbook.commands.export import NothingToExport, export
from csbook.commands.export_files import COLUMNS
from csbook.commands.file_refusals import WrongEnding
from csbook.commands.files import FileWork
from csbook.commands.handler import Request, Result
from csbook.commands.live_figures import SOURCES
from csbook.problems import Language, Problem, Severity, Words
from csbook.schema.workbook import TABLES
from tests.commands.locked_shop import edit, locked_shop, scored_shop, shop, with_rows
from tests.scorecard.workplace import agent, typed
from tests.scorecard.workplace import table as frame_of

ORDER = (
    "agent_id", "name", "month", "days_due", "days_worked", "evenings", "overtime_hours", "lieu_hours",
    "holidays_worked", "leave_days", "score", "grade", "commission_due", "bonus", "deduction", "discipline",
    "reasons", "total", "state", "rank", "hours", "warning", "note",
)  # fmt: skip
"""As docs/pay-sheet.md promises: a payroll program counts columns."""


def to(name: str, before: Request) -> Result:
    return export(replace(before, parameters={"folder": name}))


def csv_rows(result: Result) -> list[list[str]]:
    return list(csv.reader(io.StringIO(result.files[0].data.decode("utf-8-sig"))))


def cells(result: Result, sheet: int = 0) -> list[Sequence[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(result.files[0].data))
    return list(book.worksheets[sheet].iter_rows(values_only=True))


def test_the_columns_and_their_order_stand_for_good() -> None:
    assert COLUMNS == ORDER
    headers = [TABLES["Pay"].header(name, "zh") for name in ORDER]
    assert csv_rows(to("out/a.csv", locked_shop()))[0] == headers
    assert list(cells(export(locked_shop()))[0]) == headers


def test_the_rows_are_the_months_rows_by_staff_number_and_nothing_else() -> None:
    before = locked_shop()
    other = before.tables["Pay"].assign(month="2026-10")
    backwards = before.tables["Pay"].iloc[::-1]
    both = pd.concat([other, backwards], ignore_index=True)
    result = export(replace(before, tables={**before.tables, "Pay": both}))
    assert [row[0] for row in cells(result)[1:]] == ["1", "2", "3", "4", "合计"]
    assert result.files == export(before).files


def test_amounts_are_numbers_with_cents_and_staff_numbers_are_text() -> None:
    people = [agent(who) for who in ("007", "008", "009")]
    given = [typed(a["agent_id"], 80, None, 80, 80, 80) for a in people]
    before = scored_shop(Staff=people, Scores=given, DailyLog=[])
    book = openpyxl.load_workbook(io.BytesIO(export(before).files[0].data))
    sheet = book.worksheets[0]
    row = dict(zip(ORDER, sheet[2], strict=True))
    assert (row["agent_id"].value, row["agent_id"].data_type) == ("007", "s")
    assert (row["total"].value, row["total"].data_type, row["total"].number_format) == (0, "n", "#,##0.00")
    assert csv_rows(to("a.csv", before))[1][0] == "007"


def test_the_second_sheet_has_totals_state_version_and_fingerprint() -> None:
    before = locked_shop()
    lock = before.tables["Locks"].iloc[0]
    said = dict(cells(export(before), 1)[1:])
    assert said == {
        "月份": "2026-11", "状态": "已锁定", "第几版": "1", "锁定时间": "2026-12-05 09:30:00",
        "锁定人": "店长", "指纹": lock["fingerprint"], "锁定后有改动的行": "没有", "人数": "4",
        "总计：应发提成": 840.63, "总计：奖励": 100, "总计：扣提成": 60.09, "总计：违规罚款": 0,
        "总计：绩效合计": 880.54, "csbook 版本": lock["program"],
    }  # fmt: skip
    english = dict(cells(export(replace(before, language="en")), 1)[1:])
    assert english["Fingerprint"] == lock["fingerprint"]
    assert english["State"] == "locked"


def test_the_last_row_of_the_xlsx_is_the_total_and_nothing_else_is_in_it() -> None:
    said = dict(zip(ORDER, cells(export(locked_shop()))[-1], strict=True))
    assert {name: value for name, value in said.items() if value is not None} == {
        "agent_id": "合计", "commission_due": 840.63, "bonus": 100, "deduction": 60.09, "discipline": 0,
        "total": 880.54,
    }  # fmt: skip
    assert cells(export(replace(locked_shop(), language="en")))[-1][0] == "Total"


def printed(before: Request) -> Any:
    return openpyxl.load_workbook(io.BytesIO(export(before).files[0].data)).worksheets[0]


def test_the_printed_pages_say_company_month_and_state_and_are_numbered() -> None:
    before = locked_shop()
    named = replace(before.settings, values={**before.settings.values, "company": "甲&乙公司"})
    sheet = printed(replace(before, settings=named))
    assert sheet.oddHeader.center.text == "&B甲&&乙公司 2026-11 绩效核算表（已锁定，第 1 版）"
    assert sheet.oddFooter.right.text == "第 &P 页，共 &N 页"
    english = printed(replace(before, settings=named, language="en"))
    assert english.oddHeader.center.text == "&B甲&&乙公司: Pay of 2026-11 (locked, version 1)"
    long = replace(before.settings, values={**before.settings.values, "company": None, "shop": "某" * 400})
    provisional = printed(replace(scored_shop(), settings=long)).oddHeader.center.text
    assert provisional.endswith("某 2026-11 绩效核算表（暂定）")
    assert len(provisional) < 200, "Excel cuts what is longer, and with it the month"


def test_the_printed_pages_repeat_headers_and_names_in_letters_that_can_be_read() -> None:
    """Fitted to one page all columns came out in letters of 4 points."""
    for language in ("zh", "en"):
        sheet = printed(replace(locked_shop(), language=language))
        assert sheet.page_setup.orientation == "landscape"
        assert not sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$A:$B")
        assert [b.id for b in sheet.col_breaks.brk] == [ORDER.index("commission_due")]
        assert sheet["A1"].font.sz * sheet.page_setup.scale / 100 >= 8


def test_long_reasons_are_seen_whole_and_headers_stand_over_their_figures() -> None:
    text = "第 4 名（共 4 人）；提成由人事改填（按规则 770.42 元），理由：补上月漏算的大单，另见邮件"
    sheet = printed(edit(locked_shop(), "Pay", "reasons", text, agent_id="1"))
    reasons, total, grade = (ORDER.index(name) + 1 for name in ("reasons", "total", "grade"))
    assert sheet.cell(2, reasons).alignment.wrap_text
    assert sheet.row_dimensions[2].height > 2 * sheet.row_dimensions[3].height
    for line in (1, 2):
        assert sheet.cell(line, total).alignment.horizontal == "right"
        assert (sheet.cell(line, grade).alignment.horizontal, sheet.cell(line, grade).alignment.indent) == (
            "left",
            1,
        )


def test_a_locked_pay_sheet_goes_to_hr() -> None:
    usual = registry.command("export").then
    assert usual == Words("把文件交给人事。", "give the file to HR.")


def test_a_csv_has_a_mark_and_no_totals() -> None:
    result = to("pay.csv", locked_shop())
    assert result.files[0].data.startswith(b"\xef\xbb\xbf")
    assert result.files[0].data.count(b"\r\n") == 5
    rows = csv_rows(result)
    assert len(rows) == 5
    totals = [row[ORDER.index("total")] for row in rows[1:]]
    assert totals == ["0.00", "140.18", "260.18", "480.18"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_text_that_looks_like_a_formula_stays_text(start: str) -> None:
    text = f"{start}1+cmd|calc"
    before = edit(locked_shop(), "Pay", "note", text, agent_id="1")
    assert csv_rows(to("a.csv", before))[1][ORDER.index("note")] == f"'{text}"
    sheet = openpyxl.load_workbook(io.BytesIO(export(before).files[0].data)).worksheets[0]
    assert sheet.cell(2, ORDER.index("note") + 1).data_type == "s"


def test_a_negative_amount_is_a_number_and_gets_no_mark() -> None:
    before = edit(scored_shop(), "Pay", "total", Decimal("-50.00"), agent_id="1")
    assert csv_rows(to("a.csv", before))[1][ORDER.index("total")] == "-50.00"


def test_the_same_workbook_gives_the_same_bytes() -> None:
    for name in ("a.csv", "a.xlsx"):
        assert to(name, locked_shop()).files == to(name, locked_shop()).files
        assert to(name, scored_shop()).files == to(name, scored_shop()).files


def test_a_month_that_is_not_locked_is_provisional_and_says_so() -> None:
    result = export(scored_shop())
    assert result.headline == Words(
        "2026-11 绩效核算表（暂定）导出到 绩效核算表-2026-11-暂定.xlsx：4 人，合计 880.54 元。",
        "The pay sheet of 2026-11 (provisional) is in 绩效核算表-2026-11-暂定.xlsx: "
        "4 people, 880.54 yuan in all.",
    )
    assert result.then is not None
    assert result.then.zh == "这份只用来核对；发工资的，点“月结”锁定后再“导出”。"
    assert "还没有锁定" in result.notes[0].zh
    said = dict(cells(result, 1)[1:])
    assert said["状态"] == "暂定，还没有锁定"
    assert "指纹" not in said
    assert {row[ORDER.index("state")] for row in cells(result)[1:-1]} == {"暂定"}


def test_locked_rows_that_were_edited_are_told_in_the_message_and_in_the_file() -> None:
    result = export(edit(locked_shop(), "Pay", "bonus", Decimal("500.00"), agent_id="4"))
    assert result.left_out
    assert result.notes[-1].zh == "与锁定时不同的行：4。请先“核对锁定”。"
    assert dict(cells(result, 1)[1:])["锁定后有改动的行"] == "4"
    assert result.headline.zh.startswith("2026-11 绩效核算表（已锁定，后来有改动，先不要照它发）导出到 ")
    assert result.then is not None
    assert result.then.zh.startswith("点“核对锁定”看改了什么")
    assert (export(locked_shop()).left_out, export(locked_shop()).then) == (False, None)


def test_a_locked_row_that_was_edited_says_so_in_its_state() -> None:
    """A program that reads the file sees no message."""
    now = edit(locked_shop(), "Pay", "bonus", Decimal("500.00"), agent_id="4")
    for rows in (csv_rows(to("a.csv", now)), cells(export(now))[:-1]):
        assert [row[ORDER.index("state")] for row in rows[1:]] == ["已锁定"] * 3 + ["已锁定，有改动"]
    gone = with_rows(locked_shop(), "Pay", lambda frame: frame[frame["agent_id"] != "4"])
    assert {row[ORDER.index("state")] for row in csv_rows(to("a.csv", gone))[1:]} == {"已锁定，有改动"}


def test_the_reasons_of_an_edited_row_say_that_they_are_not_renewed() -> None:
    """They speak of the rank and the bonus that were locked, beside others."""
    now = edit(locked_shop(), "Pay", "rank", 2, agent_id="4")
    reasons = [row[ORDER.index("reasons")] for row in csv_rows(to("a.csv", now))[1:]]
    locked = [row[ORDER.index("reasons")] for row in csv_rows(to("a.csv", locked_shop()))[1:]]
    assert locked[3].startswith("第 1 名")
    assert reasons == [*locked[:3], "锁定后有改动，核对后再发；说明没有随之更新：" + locked[3]]


def test_a_file_that_is_not_to_be_paid_from_does_not_take_the_place_of_the_locked_one() -> None:
    changed = edit(locked_shop(), "Pay", "bonus", Decimal("500.00"), agent_id="4")
    names: dict[Language, list[str]] = {
        "zh": ["绩效核算表-2026-11.xlsx", "绩效核算表-2026-11-暂定.xlsx", "绩效核算表-2026-11-有改动.xlsx"],
        "en": ["pay-2026-11.xlsx", "pay-2026-11-provisional.xlsx", "pay-2026-11-changed.xlsx"],
    }
    for language, expected in names.items():
        asked = [replace(one, language=language) for one in (locked_shop(), scored_shop(), changed)]
        assert [export(one).files[0].name for one in asked] == expected
    named = replace(scored_shop(), parameters={"folder": "pay.csv"})
    assert export(named).files[0].name == "pay.csv", "who names a file knows what is in it"


def test_a_formula_typed_over_in_a_month_not_locked_is_told_with_its_cell() -> None:
    now = edit(scored_shop(), "Pay", "bonus", Decimal("500.00"), agent_id="2")
    now = edit(now, "Pay", "total", Decimal("640.18"), agent_id="2")
    result = export(now)
    assert result.left_out
    assert result.files
    assert "下列格不是公式给出的数" in result.notes[-1].zh
    assert result.problems == (
        Problem(
            "Pay",
            6,
            "bonus",
            "500.00",
            Words(
                "空（按公式）；“月度评分”会恢复公式，从别的行复制也行",
                "empty, by its formula: 'Score month' puts it back; so does a copy of another row's",
            ),
            Severity.WARNING,
        ),
    )
    assert export(scored_shop()).problems == ()


def test_all_that_the_amounts_follow_from_is_read_so_that_a_wrong_cell_stops_the_export() -> None:
    assert set(SOURCES) <= set(registry.command("export").reads)


def wrong_in(table: str, **where: Any) -> Request:
    """November locked, and a cell of the table, in the row of that place, that could not be read."""
    october = [row | {"month": "2026-10"} for row in ({"agent_id": "1"},)]
    days = [{"date": pd.Timestamp(2026, month, 3), "agent_id": "1", "what": "迟到"} for month in (10, 11)]
    before = with_rows(
        locked_shop(),
        "Scores",
        lambda frame: pd.concat([frame, frame_of("Scores", october)], ignore_index=True),
    )
    before = with_rows(before, "Conduct", lambda _: frame_of("Conduct", days))
    rows = before.tables[table]
    (row,) = rows.index[(rows[list(where)] == pd.Series(where)).all(axis=1)]
    problem = Problem(table, int(row), "agent_id", "?", Words("工号", "a number"))
    return replace(before, found=(problem,))


def test_only_wrong_cells_of_the_month_itself_stop_the_export() -> None:
    for found in (
        wrong_in("Scores", month="2026-11", agent_id="2"),
        wrong_in("Conduct", date=pd.Timestamp(2026, 11, 3)),
    ):
        result = export(found)
        assert result.problems == found.found
        assert not result.files
    for found in (
        wrong_in("Scores", month="2026-10"),
        wrong_in("Conduct", date=pd.Timestamp(2026, 10, 3)),
    ):
        assert export(found).files


def test_a_wrong_cell_that_does_not_say_its_month_stops_the_export() -> None:
    before = wrong_in("Conduct", date=pd.Timestamp(2026, 10, 3))
    rows = before.tables["Conduct"].assign(date=pd.NaT)
    assert not export(replace(before, tables={**before.tables, "Conduct": rows})).files


def test_a_month_without_pay_rows_is_refused() -> None:
    with pytest.raises(NothingToExport) as refused:
        export(shop())
    assert refused.value.exit_code == 3


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (None, "绩效核算表-2026-11.xlsx"),
        ("out", "绩效核算表-2026-11.xlsx"),
        ("out/hr.XLSX", "hr.XLSX"),
        ("hr.csv", "hr.csv"),
        ("hr.csv/", "绩效核算表-2026-11.xlsx"),
    ],
)
def test_the_file_is_the_one_named_else_one_named_after_the_month(said: str | None, name: str) -> None:
    before = replace(locked_shop(), parameters={"folder": said} if said else {"what": "pay"})
    assert export(before).files[0].name == name
    english = export(replace(before, language="en")).files[0].name
    assert english == name.replace("绩效核算表", "pay")


# Where it goes

EXPORT = registry.command("export")


def work(here: Path, said: str | None) -> FileWork:
    return FileWork.of(EXPORT, (), said, here, here / "shop", "zh")


def test_the_folder_is_that_of_the_file_named_or_the_one_said_or_the_usual_one(tmp_path: Path) -> None:
    assert work(tmp_path, "out/hr.csv") == FileWork(folder=tmp_path / "out")
    assert work(tmp_path, "hr.xlsx") == FileWork(folder=tmp_path)
    assert work(tmp_path, "out") == FileWork(folder=tmp_path / "out")
    assert work(tmp_path, None) == FileWork(folder=tmp_path / "shop" / "导出")
    (tmp_path / "2026.11").mkdir()
    assert work(tmp_path, "2026.11") == FileWork(folder=tmp_path / "2026.11")


@pytest.mark.parametrize("said", ["pay.xls", "shop.xlsm", "out/pay.pdf", "pay.csv.txt"])
def test_another_ending_is_refused_with_the_endings_that_are_made(tmp_path: Path, said: str) -> None:
    with pytest.raises(WrongEnding) as refused:
        work(tmp_path, said)
    name = Path(said).name
    assert (refused.value.exit_code, refused.value.words) == (
        2,
        Words(
            f"不能写成 {name}：文件名要以 .xlsx 或 .csv 结尾，或写明一个文件夹。",
            f"{name} cannot be made: its name must end in .xlsx or .csv, or name a folder.",
        ),
    )


def test_a_command_that_makes_several_files_still_takes_a_folder_only(tmp_path: Path) -> None:
    handing = registry.command("hand-out")
    found = FileWork.of(handing, (), "pay.xlsx", tmp_path, tmp_path, "zh")
    assert found.folder == tmp_path / "pay.xlsx"
