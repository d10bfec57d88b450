"""Real exports imported by `csbook import`, against figures taken straight from the files with pandas."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pandas as pd
import pytest

from csbook.books.file_book import FileBook
from csbook.commands.handler import File
from csbook.commands.run import run
from csbook.schema.defaults import default_rows
from csbook.template import build_workbook
from tests.workbooks import SHOWS_THE_PRESS, every_table, rows

MONTH = dt.date(2021, 2, 1)
NOW = dt.datetime(2021, 3, 5, 9)
AGENTS = ("Diane", "Becky", "Stewart", "Greg", "Jim", "Joe", "Martha", "Dan")
MOMENTS = ("2020-02-14 00:00", "2020-02-20 12:00", "2020-02-24 00:00")
LIMITS = ("12h", "3D", "7D")


@pytest.fixture(scope="module")
def files(shared: Path) -> list[File]:
    names = ("tmall_orders_2020-02.csv", "call_centre_2021-01_02.xlsx")
    return [File(name, (shared / "data" / name).read_bytes()) for name in names]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with eight agents whose accounts are those of the call log, otherwise empty."""
    staff = [
        {"agent_id": f"A{n}", "name": f"客服{n}", "group": "热线", "platforms": "phone", "role": "aftersale",
         "accounts": name}
        for n, name in enumerate(AGENTS)
    ]  # fmt: skip
    path = tmp_path_factory.mktemp("real") / "empty.xlsm"
    build_workbook(path, language="zh", month=MONTH, rows={**default_rows("zh", MONTH), "Staff": staff})
    return path


@pytest.fixture(scope="module")
def book(empty: Path, files: list[File]) -> Path:
    path = Path(shutil.copy(empty, empty.with_name("imported.xlsm")))
    outcome = run("import", FileBook(path), NOW, now=NOW, user="", files=tuple(files))
    assert outcome.exit_code == 0
    assert outcome.details["rows_left_out"] == []
    return path


@pytest.fixture(scope="module")
def export(shared: Path) -> pd.DataFrame:
    return pd.read_csv(
        shared / "data" / "tmall_orders_2020-02.csv", parse_dates=["订单创建时间", "订单付款时间 "]
    )


@pytest.fixture(scope="module")
def calls(shared: Path) -> pd.DataFrame:
    frame = pd.read_excel(shared / "data" / "call_centre_2021-01_02.xlsx", engine="calamine")
    return frame.assign(month=frame["Date"].str[:7], good=frame["Satisfaction rating"].isin([4, 5]))


def test_every_order_is_there_as_the_file_has_it(book: Path, export: pd.DataFrame) -> None:
    orders = rows(book, "Orders").reset_index(drop=True)
    assert len(orders) == len(export) == 14_356
    assert orders["order_id"].tolist() == export["订单编号"].astype(str).tolist()
    assert orders["region"].tolist() == export["收货地址 "].tolist()
    assert orders["created"].tolist() == export["订单创建时间"].tolist()
    pd.testing.assert_series_equal(orders["paid"], export["订单付款时间 "], check_names=False)
    for column, header in (("total", "总金额"), ("paid_amount", "买家实际支付金额"), ("refund", "退款金额")):
        assert [float(amount) for amount in orders[column]] == export[header].tolist()
    assert set(orders["platform"]) == {"tmall"}
    assert orders["customer"].isna().all()
    assert rows(book, "Customers").empty


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("limit", LIMITS)
def test_as_many_orders_are_unpaid_for_so_long(
    book: Path, export: pd.DataFrame, moment: str, limit: str
) -> None:
    now = pd.Timestamp(moment)

    def unpaid(created: pd.Series, paid: pd.Series) -> int:
        return int(((created <= now - pd.Timedelta(limit)) & ~(paid <= now)).sum())

    orders = rows(book, "Orders")
    counted = unpaid(export["订单创建时间"], export["订单付款时间 "])
    assert counted > 0
    assert unpaid(orders["created"], orders["paid"]) == counted


def test_refund_share_and_order_value_are_those_of_the_file(book: Path, export: pd.DataFrame) -> None:
    orders = rows(book, "Orders")
    paid = orders[orders["paid"].notna()]
    of_file = export[export["订单付款时间 "].notna()]
    assert (paid["refund"].astype(float) > 0).mean() == (of_file["退款金额"] > 0).mean()
    assert float(sum(orders["refund"])) == pytest.approx(export["退款金额"].sum())
    assert float(sum(paid["total"])) / len(paid) == pytest.approx(of_file["总金额"].mean())


def test_receptions_and_satisfaction_by_agent_and_month_are_those_of_the_file(
    book: Path, calls: pd.DataFrame
) -> None:
    figures = rows(book, "PlatformFigures")
    assert (figures["period_from"] == figures["period_to"]).all()
    by = figures.assign(month=figures["period_from"].dt.strftime("%Y-%m"))
    found = by.pivot_table(index=["account", "month"], columns="measure", values="total", aggfunc="sum")
    grouped = calls.groupby(["Agent", "month"])
    expected = pd.DataFrame(
        {
            "receptions": grouped.size(),
            "answered": grouped["Answered (Y/N)"].agg(lambda said: (said == "Y").sum()),
            "solved": grouped["Resolved"].agg(lambda said: (said == "Y").sum()),
            "response_seconds": grouped["Speed of answer in seconds"].sum(),
            "talk_seconds": grouped["AvgTalkDuration"].agg(lambda spent: spent.sum().total_seconds()),
            "ratings": grouped["Satisfaction rating"].count(),
            "rating_points": grouped["Satisfaction rating"].sum(),
            "satisfied": grouped["good"].sum(),
        }
    )
    assert len(expected) == 16
    for measure in expected:
        assert found[measure].tolist() == expected[measure].tolist(), measure
    shares = found["satisfied"] / found["ratings"]
    assert shares.tolist() == (grouped["good"].sum() / grouped["Satisfaction rating"].count()).tolist()


def test_the_log_of_the_agents_adds_up_to_the_calls(book: Path, calls: pd.DataFrame) -> None:
    log = rows(book, "DailyLog")
    assert len(log) == len(calls[["Agent", "Date"]].drop_duplicates())
    assert set(log["agent_id"]) == {f"A{n}" for n in range(8)}
    names = ["receptions", "answered", "response_seconds", "ratings", "satisfied", "rating_points"]
    stars = calls["Satisfaction rating"]
    assert log[names].sum().to_dict() == {
        "receptions": len(calls),
        "answered": (calls["Answered (Y/N)"] == "Y").sum(),
        "response_seconds": calls["Speed of answer in seconds"].sum(),
        "ratings": stars.count(),
        "satisfied": (stars >= 4).sum(),
        "rating_points": stars.sum(),
    }


def test_the_same_exports_again_change_nothing_and_nothing_is_to_correct(
    book: Path, files: list[File]
) -> None:
    before = every_table(book, but=SHOWS_THE_PRESS)
    later = NOW + dt.timedelta(days=1)
    again = run("import", FileBook(book), later, now=later, user="", files=tuple(files))
    assert again.changed == {}
    assert again.problems == ()
    assert every_table(book, but=SHOWS_THE_PRESS) == before
    checked = run("check", FileBook(book), later, now=later, user="")
    assert checked.problems == ()
