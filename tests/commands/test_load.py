"""Files as people save them, loaded into a workbook that people have typed in."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from csbook.books.file_book import FileBook
from csbook.commands.load import (
    DoubleHeader,
    HeadersMissing,
    NothingToFill,
    RowTooLong,
    UnknownHeader,
    load,
    table_named,
)
from csbook.commands.outcome import Changed, Outcome
from csbook.problems import WrongUse
from tests.workbooks import put, rows

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


@pytest.mark.parametrize(
    ("table", "lines", "refusal", "said"),
    [
        ("Staff", (STAFF, "K09,周九,京东组,京东,售前,多余"), RowTooLong, "第 2 行的“多余”"),
        ("Orders", ("平台,订单编号,创建时间,总金额", "京东,1,2026-11-01,1,299.00"), RowTooLong, "“299.00”"),
        ("Staff", ("工号,姓名", "K02,钱二", "K09,周九"), HeadersMissing, "平台组、接待平台、岗位"),
        ("Staff", ("姓名", "周九"), HeadersMissing, "工号"),
        ("Staff", ("工号,Staff no.", "K02,K02"), DoubleHeader, "“工号”"),
        ("Staff", ("工号,工资", "K02,1"), UnknownHeader, "“工资”"),
        ("Journal", ("时间", "2026-11-01"), NothingToFill, "Journal"),
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
