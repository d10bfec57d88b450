"""`csbook export BOOK roster|report|todo` on the command line: names, places, what is told and refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd
import pytest
from click.testing import Result
from typer.testing import CliRunner

from csbook import cli
from csbook.books.file_book import FileBook
from csbook.books.frames import read_table
from csbook.books.plan import OWN, plan_write
from csbook.commands.file_refusals import FilesNotWritten, WrongEnding
from csbook.commands.rostering.roster_state import AnotherMonth, EmptyRoster
from csbook.problems import CsbookError, WrongUse
from csbook.rendering import closed
from csbook.rendering.paper import Page
from csbook.rendering.refusals import EmptySheet, NoReportOf, NotByMonth
from csbook.schema.daily import DAYS
from csbook.schema.workbook import TABLES
from tests.open_shop import on_shift
from tests.workbooks import put, rows

Paper = Callable[[int], bytes]


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(cli.app, [str(a) for a in arguments])


def said(*arguments: object) -> list[str]:
    result = invoke(*arguments)
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output.splitlines()


def refusal(*arguments: object) -> CsbookError:
    error = invoke(*arguments).exception
    assert isinstance(error, CsbookError), error
    return error


class Printer:
    """Prints `pages` pages whatever it is given, and remembers the sheets."""

    def __init__(self, paper: Paper) -> None:
        self.paper, self.pages, self.sheets, self.headings = paper, 1, [], []

    def __call__(self, content: object, titles: Sequence[str], page: Page) -> bytes:
        self.sheets.append(list(titles))
        self.headings.append(page.heading)
        return self.paper(self.pages)


@pytest.fixture(autouse=True)
def printer(monkeypatch: pytest.MonkeyPatch, paper: Paper, tmp_path: Path) -> Printer:
    monkeypatch.chdir(tmp_path)
    made = Printer(paper)
    monkeypatch.setattr(closed, "pdf_of", made)
    return made


def write(path: Path, table: str, rows: list[dict[str, object]]) -> None:
    """Rows as csbook writes them."""
    book = FileBook(path)
    names = list(dict.fromkeys(name for row in rows for name in row))
    index = pd.RangeIndex(len(rows))
    frame = pd.DataFrame({n: TABLES[table][n].series([row.get(n) for row in rows], index) for n in names})
    book.apply([plan_write(read_table(book, TABLES[table], "zh"), frame, "zh", fillers=OWN).write])


def report_of(path: Path, *periods: str) -> None:
    write(
        path,
        "Report",
        [{"span": "month", "period": p, "part": "goals", "line": 1, "proposed": "满意率"} for p in periods],
    )


def todo_of(path: Path, day: str) -> None:
    write(path, "Today", [{"agent_id": "K01", "name": "赵一", "reference": "F000001", "action": "回访"}])
    moment = pd.Timestamp(day)
    entry = {"at": moment, "user": "测试", "command": "update-followups", "as_of": moment, "outcome": "done"}
    write(path, "Journal", [entry])


def test_the_roster_goes_into_the_usual_folder_under_its_month(shop: Path, printer: Printer) -> None:
    on_shift(shop)
    before = shop.read_bytes()
    folder = shop.parent / "导出"
    assert said("export", shop, "roster") == [
        "“排班”已导出为 排班-2026-11.pdf。",
        "  · 2026-11 还是草稿：发给大家以前，请先“发布排班”。",
        f"  · 1 个文件写入 {folder}。",
    ]
    assert (folder / "排班-2026-11.pdf").read_bytes() == printer.paper(1)
    assert printer.sheets == [["排班"]]
    assert shop.read_bytes() == before, "the workbook is only read, its journal too"


def test_a_published_roster_that_was_changed_says_so(shop: Path) -> None:
    on_shift(shop)
    write(shop, "RosterStates", [{"month": "2026-11", "state": "published", "version": 2}])
    grid = rows(shop, "Roster")[["agent_id", *DAYS]]
    write(shop, "Published", [{"month": "2026-11"} | row for row in grid.to_dict("records")])
    assert [line for line in said("export", shop, "roster") if "发布" in line] == []
    put(shop, "Roster", 0, "d03", "晚")
    assert "  · 第 2 版发布之后改动了 1 格：发给大家以前，请先“发布排班”。" in said("export", shop, "roster")


def test_an_english_workbook_says_so_in_english(english_shop: Path, printer: Printer) -> None:
    on_shift(english_shop, "en")
    lines = said("run", "export", english_shop, "--what", "Roster", "--to", "wall.pdf")
    assert lines[0] == "Sheet 'Roster' is in wall.pdf."
    assert "still a draft" in lines[1]
    assert printer.sheets == [["Roster"]]


def test_a_picture_has_the_name_said_and_several_are_numbered(shop: Path, printer: Printer) -> None:
    on_shift(shop)
    assert said("export", shop, "排班", "--to", "群/班.png")[0] == "“排班”已导出为 班.png。"
    assert Path("群/班.png").read_bytes().startswith(b"\x89PNG")
    printer.pages = 3
    lines = said("export", shop, "roster", "--to", "群/班.png")
    assert lines[0] == "“排班”已导出为 3 张图片：班-1.png … 班-3.png。"
    assert "  · 班.png 是以前导出的，不是这一次的，别发错。" in lines
    printer.pages = 2
    Path("群/班-早.png").touch()
    lines = said("export", shop, "roster", "--to", "群/班.png")
    assert "  · 班-3.png, 班.png 是以前导出的，不是这一次的，别发错。" in lines
    assert sorted(p.name for p in Path("群").iterdir()) == [
        "班-1.png", "班-2.png", "班-3.png", "班-早.png", "班.png",
    ]  # fmt: skip


def test_a_file_named_that_stood_there_already_is_said_to_be_replaced(shop: Path, tmp_path: Path) -> None:
    on_shift(shop)
    replaced = "  · 替换了原有的 wall.pdf。"
    assert replaced not in said("export", shop, "roster", "--to", "wall.pdf")
    assert replaced in said("export", shop, "roster", "--to", "wall.pdf")
    for _ in range(2):
        assert not any("替换" in line for line in said("export", shop, "roster")), (
            "the usual one is csbook's own"
        )


def test_as_json_it_names_the_files(shop: Path, printer: Printer) -> None:
    on_shift(shop)
    printer.pages = 2
    found = json.loads("\n".join(said("export", shop, "roster", "--to", "a.png", "--json")))
    assert (found["command"], found["exit_code"], found["changed"]) == ("export", 0, {})
    assert found["details"] == {"folder": str(Path.cwd()), "files": ["a-1.png", "a-2.png"]}


def test_a_roster_that_is_not_there_is_refused_with_what_to_do(shop: Path, printer: Printer) -> None:
    refused = refusal("export", shop, "roster")
    assert isinstance(refused, EmptyRoster)
    assert "请先生成排班" in refused.words.zh
    on_shift(shop)
    write(shop, "RosterBase", [{"agent_id": "K01", "month": "2026-11"}])
    assert isinstance(refusal("export", shop, "roster", "--month", "2026-10"), AnotherMonth)
    assert printer.sheets == []
    assert said("export", shop, "roster", "--month", "2026-11")


def test_a_report_carries_its_period_and_several_are_told(shop: Path) -> None:
    refused = refusal("export", shop, "report")
    assert isinstance(refused, EmptySheet)
    assert refused.words.zh == "“月报”还是空的，没有可导出的内容。请先点“起草报告”。"
    report_of(shop, "2026-10")
    assert said("export", shop, "report")[0] == "“月报”已导出为 月报-2026-10.pdf。"
    assert isinstance(refusal("export", shop, "report", "--month", "2026-09"), NoReportOf)
    report_of(shop, "2026-10", "2026-11")
    lines = said("export", shop, "report")
    assert lines[0] == "“月报”已导出为 月报-2026-11.pdf。"
    assert "“月报”里有 2 份报告（2026-10、2026-11）" in lines[1]


def test_todays_list_carries_the_day_that_it_was_listed_for(shop: Path) -> None:
    refused = refusal("export", shop, "todo")
    assert isinstance(refused, EmptySheet)
    assert "请先点“更新回访”" in refused.words.zh
    todo_of(shop, "2026-11-21T09:00")
    lines = said("export", shop, "todo", "--today", "2026-11-22T09:00")
    assert lines[:2] == [
        "“今日待办”已导出为 今日待办-2026-11-21.pdf。",
        "  · 这份待办是 2026-11-21 列出的：要今天的，请先“更新回访”。",
    ]
    lines = said("export", shop, "今日待办", "--today", "2026-11-21T18:00")
    assert lines[0] == "“今日待办”已导出为 今日待办-2026-11-21.pdf。"
    assert len(lines) == 2
    assert isinstance(refusal("export", shop, "todo", "--month", "2026-11"), NotByMonth)


def test_each_page_says_whose_it_is_which_sheet_and_of_when(shop: Path, printer: Printer) -> None:
    """公司名称 is what 设置 says to be printed; the shop's name stands behind it unless it is part of it."""
    on_shift(shop)
    names = rows(shop, "Settings")["name"].tolist()
    put(shop, "Settings", names.index("shop"), "value", "橙橡")
    said("export", shop, "roster")
    put(shop, "Settings", names.index("company"), "value", "海蓝公司")
    todo_of(shop, "2026-11-21T09:00")
    said("export", shop, "todo", "--today", "2026-11-22T09:00")
    put(shop, "Settings", names.index("company"), "value", "橙橡家居")
    report_of(shop, "2026-10")
    said("export", shop, "report")
    assert printer.headings == [
        "橙橡  排班  2026-11",
        "海蓝公司 橙橡  今日待办  2026-11-21",
        "橙橡家居  月报  2026-10（草稿）",
    ]


def test_a_report_is_a_draft_until_all_its_lines_are_settled(shop: Path, printer: Printer) -> None:
    report_of(shop, "2026-10", "2026-11")
    for number in range(2):
        said("export", shop, "report")
        put(shop, "Report", number, "final", "已定")
    said("export", shop, "report")
    assert [heading.partition("月报")[2].strip() for heading in printer.headings] == [
        "（草稿）", "（部分是草稿）", "2026-11",
    ]  # fmt: skip


def test_endings_and_places_that_cannot_be_are_refused(shop: Path, printer: Printer) -> None:
    on_shift(shop)
    wrong = refusal("export", shop, "roster", "--to", "roster.xlsx")
    assert isinstance(wrong, WrongEnding)
    assert ".pdf 或 .png" in wrong.words.zh
    Path("a file").touch()
    blocked = refusal("export", shop, "roster", "--to", "a file/roster.pdf")
    assert isinstance(blocked, FilesNotWritten)
    assert "a file" in blocked.words.zh
    unknown = refusal("export", shop, "picture")
    assert isinstance(unknown, WrongUse)
    assert "绩效核算表 或 排班 或 月报 或 今日待办" in unknown.words.zh


def test_the_button_on_the_closed_file_takes_the_panel(shop: Path, printer: Printer) -> None:
    from tests.workbooks import rows, type_rows

    todo_of(shop, "2026-11-22T09:00")
    panel = rows(shop, "Panel")
    assert "what" in set(panel["parameter"])
    values = {"what": "今日待办", "month": "2026-11", "folder": "群.png", "today": "2026-11-22 10:00"}
    type_rows(shop, "Panel", [{"parameter": name, "value": value} for name, value in values.items()])
    assert said("press", "export", shop)[0] == "“今日待办”已导出为 群.png。"
    assert (shop.parent / "群.png").is_file()
