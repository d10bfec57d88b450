"""Files as people save them, loaded into a workbook that people have typed in."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from csbook.books.file_book import FileBook
from csbook.commands.load import (
    DoubleHeader,
    HeadersMissing,
    HeadersMissingForNewRows,
    NothingToFill,
    RowTooLong,
    SheetOfSeveral,
    UnknownHeader,
    UnknownTable,
    load,
    table_named,
)
from csbook.commands.outcome import Changed, Outcome
from csbook.problems import WrongUse
from csbook.schema.workbook import TABLES, WORKBOOK
from tests.workbooks import put, rows, type_rows

NOW = dt.datetime(2026, 11, 22, 9)
STAFF = "工号,姓名,平台组,接待平台,岗位"


def loaded(shop: Path, table: str, *lines: str) -> Outcome:
    file = shop.with_name("file.csv")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load(FileBook(shop), table_named(table), file, now=NOW, user="测试")


def test_a_row_that_a_person_began_without_its_key_is_left_alone(shop: Path) -> None:
    """The file has a line of the same number as the sheet's row."""
    row, _ = put(shop, "Customers", 1, "name", "王先生")
    put(shop, "Customers", 1, "phone", "0138")
    lines = [f"京东,买家{n},客{n}" for n in range(row + 3)]
    outcome = loaded(shop, "Customers", "平台,买家账号,客户姓名", *lines)
    assert outcome.changed == {"Customers": Changed(added=len(lines), changed=0)}
    customers = rows(shop, "Customers")
    assert customers.loc[row, ["name", "phone"]].tolist() == ["王先生", "0138"]
    assert sorted(customers["account"].dropna()) == sorted(f"买家{n}" for n in range(row + 3))


def test_empty_columns_at_the_right_are_no_columns(shop: Path) -> None:
    outcome = loaded(shop, "Staff", f"{STAFF},,", "K09,周九,京东组,京东,售前,,", ",,,,,,")
    assert outcome.changed == {"Staff": Changed(added=1, changed=0)}


def test_a_row_shorter_than_the_headers_has_empty_cells(shop: Path) -> None:
    loaded(shop, "Staff", f"{STAFF},备注", "K09,周九,京东组,京东,售前")
    assert rows(shop, "Staff")["note"].isna().all()


def test_some_columns_are_enough_for_rows_that_are_there(shop: Path) -> None:
    outcome = loaded(shop, "Staff", "工号,备注", "K02,班长")
    assert outcome.changed == {"Staff": Changed(added=0, changed=1)}
    assert rows(shop, "Staff").set_index("agent_id").loc["K02", ["name", "note"]].tolist() == ["钱二", "班长"]


def test_cells_that_a_file_empties_are_counted_with_their_columns_and_the_way_back(shop: Path) -> None:
    loaded(shop, "Staff", "工号,备注,合同月工时", "K01,班长,160", "K02,老人,160")
    emptied = loaded(shop, "Staff", "工号,备注,合同月工时", "K01,,", "K02,,150")
    (note,) = (note for note in emptied.notes if "清空" in note)
    assert note.startswith("清空了 3 格（备注、合同月工时）：文件里这些格是空的。")
    assert "csbook undo" in note
    assert rows(shop, "Staff").set_index("agent_id").loc["K01", ["note", "contract_hours"]].isna().all()
    again = loaded(shop, "Staff", "工号,备注", "K01,")
    assert not any("清空" in note for note in again.notes), "they were empty before"


@pytest.mark.parametrize(
    ("table", "lines", "refusal", "said"),
    [
        ("Staff", (STAFF, "K09,周九,京东组,京东,售前,多余"), RowTooLong, "第 2 行的“多余”"),
        ("Orders", ("平台,订单编号,创建时间,总金额", "京东,1,2026-11-01,1,299.00"), RowTooLong, "“299.00”"),
        ("Staff", ("工号,姓名", "K02,钱二", "K09,周九"), HeadersMissingForNewRows, "平台组、接待平台、岗位"),
        ("Staff", ("工号,姓名", "K02,钱二", "K09,周九"), HeadersMissingForNewRows, "第 3 行（K09）"),
        ("Staff", ("姓名", "周九"), HeadersMissing, "工号"),
        ("Staff", ("工号,Staff no.", "K02,K02"), DoubleHeader, "“工号”"),
        ("Staff", ("工号,工资", "K02,1"), UnknownHeader, "“工资”"),
        ("Journal", ("时间", "2026-11-01"), NothingToFill, "“操作记录”"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_in_one_sentence(
    shop: Path, table: str, lines: tuple[str, ...], refusal: type[WrongUse], said: str
) -> None:
    before = shop.read_bytes()
    with pytest.raises(refusal) as refused:
        loaded(shop, table, *lines)
    assert said in refused.value.words.zh
    assert shop.read_bytes() == before


def told(outcome: Outcome) -> list[tuple[int | None, str, str, str]]:
    return [(p.row, p.column, p.found, p.expected) for p in outcome.problems]


def test_two_columns_are_enough_for_a_number_that_is_there(shop: Path) -> None:
    outcome = loaded(shop, "Staff", "工号,姓名", "K02,钱贰")
    assert outcome.changed == {"Staff": Changed(added=0, changed=1)}
    assert rows(shop, "Staff").set_index("agent_id").loc["K02", ["name", "group"]].tolist() == [
        "钱贰", "京东组"
    ]  # fmt: skip


def test_a_line_without_its_number_is_a_problem_of_its_own_not_a_missing_column(shop: Path) -> None:
    outcome = loaded(shop, "Staff", "工号,姓名", "K02,钱二", ",周九")
    assert [(row, column, found) for row, column, found, _ in told(outcome)] == [(3, "工号", "")]


@pytest.mark.parametrize(
    ("table", "lines", "key", "found"),
    [
        ("FollowUps", ("编号,结果", "F99999,已联系"), "编号", "F99999"),
        ("FollowUps", ("结果", "已联系"), "编号", ""),
        ("Scores", ("月份,工号,自评", "2026-11,K02,90"), "月份", "2026-11 / K02"),
        ("Pay", ("月份,工号,提成", "2026-11,K02,90"), "月份", "2026-11 / K02"),
        ("Plans", ("月份,工号,原因分析", "2026-11,K02,慢"), "月份", "2026-11 / K02"),
    ],
)
def test_rows_that_only_csbook_opens_are_refused_line_by_line(
    shop: Path, table: str, lines: tuple[str, str], key: str, found: str
) -> None:
    before = shop.read_bytes()
    outcome = loaded(shop, table, *lines)
    expected = "、".join(TABLES[table][name].zh for name in TABLES[table].key)
    assert told(outcome) == [(2, key, found, f"表里已有的{expected}（请先运行生成它的命令）")]
    assert outcome.exit_code == 1
    assert shop.read_bytes() == before


def test_rows_that_csbook_opened_can_be_filled_from_a_file(shop: Path) -> None:
    type_rows(shop, "Scores", [{"month": "2026-11", "agent_id": "K02"}])
    outcome = loaded(shop, "Scores", "月份,工号,自评", "2026-11,K02,90", "2026-11,K03,80", "2026-11,K77,80")
    assert [(row, found) for row, _, found, _ in told(outcome)] == [
        (3, "2026-11 / K03"), (4, "K77"), (4, "2026-11 / K77")
    ]  # fmt: skip
    outcome = loaded(shop, "Scores", "月份,工号,自评", "2026-11,K02,90")
    assert outcome.changed == {"Scores": Changed(added=0, changed=1)}
    assert rows(shop, "Scores")["self_score"].tolist() == [90.0]


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        ("DailyLog", ("日期,工号,平台,接待人数", "2026-11-02,K02,京东,5")),
        ("Roster", ("工号,1,2", "K02,白,休")),
    ],
)
def test_log_and_roster_take_new_rows(shop: Path, table: str, lines: tuple[str, str]) -> None:
    assert loaded(shop, table, *lines).changed == {table: Changed(added=1, changed=0)}


def test_a_file_s_figures_are_checked_against_each_other_and_the_month(shop: Path) -> None:
    outcome = loaded(
        shop,
        "DailyLog",
        "日期,工号,平台,接待人数,应答人数",
        "2026-11-02,K02,京东,5,5",
        "2026-11-03,K02,京东,5,6",
    )
    assert told(outcome) == [(3, "应答人数", "6", "不大于接待人数（5）")]
    put(shop, "RosterBase", 0, "agent_id", "K02")
    put(shop, "RosterBase", 0, "month", "2026-11")
    outcome = loaded(shop, "Roster", "工号,30,31", "K02,白,白")
    assert told(outcome) == [(2, "31", "白", "空（11 月没有 31 日）")]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_header_line_says_what_stands_between_the_cells(shop: Path, separator: str) -> None:
    headers = f'{STAFF},入职日期,"备注"'.replace(",", separator)
    cells = "K09,周九,京东组,京东,售前,2024.5.6,".replace(",", separator)
    outcome = loaded(shop, "Staff", headers, cells + '"a,b;c,d;e"')
    assert outcome.changed == {"Staff": Changed(added=1, changed=0)}
    row = rows(shop, "Staff").set_index("agent_id").loc["K09"]
    assert (row["name"], row["note"], row["hired"]) == ("周九", "a,b;c,d;e", dt.datetime(2024, 5, 6))


def test_commas_in_a_quoted_header_separate_nothing(shop: Path) -> None:
    with pytest.raises(UnknownHeader) as refused:
        loaded(shop, "Staff", '工号;"姓名,全名,别名"', "K02;钱二")
    assert "“姓名,全名,别名”" in refused.value.words.zh


@pytest.mark.parametrize("typed", ["2024.5.6", "20240506", "2024年5月6日", "2024/5/6"])
def test_days_are_read_as_people_type_them(shop: Path, typed: str) -> None:
    loaded(shop, "Staff", "工号,入职日期", f"K02,{typed}")
    assert rows(shop, "Staff").set_index("agent_id").loc["K02", "hired"] == dt.datetime(2024, 5, 6)


@pytest.mark.parametrize("typed", ["2024.13.6", "20240230", "2024.5"])
def test_days_that_are_none_are_refused(shop: Path, typed: str) -> None:
    assert [t[:3] for t in told(loaded(shop, "Staff", "工号,入职日期", f"K02,{typed}"))] == [
        (2, "入职日期", typed)
    ]


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("staff", "Staff"),
        ("员工", "Staff"),
        ("Follow-ups", "FollowUps"),
        ("FOLLOW-UPS", "FollowUps"),
        ("回访登记", "FollowUps"),
        ("人数要求", "Cover"),
        ("首页", "Panel"),
        ("plan", "Plan"),
        ("improvement plans", "Plans"),
        (" 整改 ", "Plans"),
    ],
)
def test_a_table_is_found_by_name_and_title_in_both_languages(name: str, table: str) -> None:
    assert table_named(name).name == table


def test_no_name_or_title_hides_another_table() -> None:
    for table in TABLES.values():
        for text in (table.name, table.title.zh, table.title.en):
            assert table_named(text) is table
    for sheet in WORKBOOK:
        if len(sheet.tables) == 1:
            assert table_named(sheet.title.zh) is table_named(sheet.title.en) is sheet.tables[0]


@pytest.mark.parametrize("name", ["班次与人数", "Shifts and Cover"])
def test_a_sheet_of_two_tables_is_refused_with_the_titles_of_these(name: str) -> None:
    with pytest.raises(SheetOfSeveral) as refused:
        table_named(name)
    assert refused.value.words.zh == "“班次与人数”上有 2 个表格：班次、人数要求。请写其中一个。"
    assert (
        refused.value.words.en
        == "Sheet 'Shifts and cover' holds 2 tables: Shifts, Cover requirements. Name one."
    )
    assert refused.value.exit_code == 2


@pytest.mark.parametrize("name", ["工资", ""])
def test_an_unknown_name_is_refused_with_the_titles(name: str) -> None:
    with pytest.raises(UnknownTable) as refused:
        table_named(name)
    assert "员工、班次、人数要求" in refused.value.words.zh
    assert "Staff, Shifts, Cover" in refused.value.words.en


def test_an_unknown_number_and_a_bad_cell_of_the_same_line_are_both_told(shop: Path) -> None:
    outcome = loaded(shop, "FollowUps", "编号,满意度", "F99999,6")
    assert [(column, found) for _, column, found, _ in told(outcome)] == [("编号", "F99999"), ("满意度", "6")]
