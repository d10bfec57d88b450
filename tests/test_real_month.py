"""The example on real data, and the same through the command line, against figures taken straight
from the files with pandas."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from tests.conftest import ROOT
from tests.workbooks import SHOWS_THE_PRESS, every_table, rows

EXAMPLE = ROOT / "examples" / "real_month.py"
MOMENT = pd.Timestamp("2020-02-24 00:00")
NOT_HAPPENED = 1998
# Rule, how long an order is unpaid, orders: counted in the file and by the register.
UNPAID = (("U12", "12h", 1524), ("U3D", "72h", 842), ("U7D", "168h", 247))


@pytest.fixture(scope="module")
def example() -> ModuleType:
    spec = importlib.util.spec_from_file_location("real_month", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def made(example: ModuleType, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with what the example wrote; it found nothing to correct."""
    folder = tmp_path_factory.mktemp("real_month")
    assert example.main(["--data", str(shared / "data"), "--out", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def book(made: Path) -> Path:
    return made / "real_month.xlsm"


@pytest.fixture(scope="module")
def february(shared: Path) -> pd.DataFrame:
    calls = pd.read_excel(shared / "data" / "call_centre_2021-01_02.xlsx", engine="calamine")
    return calls[pd.to_datetime(calls["Date"]).between("2021-02-01", "2021-02-28")]


@pytest.fixture(scope="module")
def export(shared: Path) -> pd.DataFrame:
    return pd.read_csv(
        shared / "data" / "tmall_orders_2020-02.csv", parse_dates=["订单创建时间", "订单付款时间 "]
    )


def test_every_call_of_february_stands_in_the_log(book: Path, february: pd.DataFrame) -> None:
    log = rows(book, "DailyLog")
    sums = log[["receptions", "answered", "response_seconds", "ratings", "satisfied", "rating_points"]].sum()
    stars = february["Satisfaction rating"].value_counts()
    assert sums.to_dict() == {
        "receptions": len(february),
        "answered": (february["Answered (Y/N)"] == "Y").sum(),
        "response_seconds": february["Speed of answer in seconds"].sum(),
        "ratings": stars.sum(),
        "satisfied": stars[4.0] + stars[5.0],
        "rating_points": (stars * stars.index).sum(),
    }
    assert len(log) == len(february[["Agent", "Date"]].drop_duplicates())


def test_the_scores_are_the_rates_of_the_files_own_calls(book: Path, february: pd.DataFrame) -> None:
    scores = rows(book, "Scores").set_index("agent_id")
    assert set(scores["month"]) == {"2021-02"}
    assert set(scores.index) == set(february["Agent"])
    for agent, calls in february.groupby("Agent"):
        found = scores.loc[agent]
        answered = calls[calls["Answered (Y/N)"] == "Y"]
        good = answered["Satisfaction rating"].isin([4, 5]).sum() / answered["Satisfaction rating"].count()
        assert found["receptions"] == len(calls)
        # Shown with two digits.
        assert found["answered_share"] == pytest.approx(100 * len(answered) / len(calls), abs=0.00501)
        assert found["satisfaction"] == pytest.approx(100 * good, abs=0.00501)
        assert found["response_seconds"] == pytest.approx(
            answered["Speed of answer in seconds"].sum() / len(answered), abs=0.00501
        )


def test_nobody_is_ranked_before_the_scores_are_typed(book: Path) -> None:
    scores = rows(book, "Scores")
    assert scores["weighted"].isna().all()
    assert scores["rank"].isna().all()
    assert (rows(book, "Pay")["state"] == "provisional").all()


def test_every_order_arrives_as_exported(book: Path, export: pd.DataFrame) -> None:
    orders = rows(book, "Orders").reset_index(drop=True)
    assert len(orders) == len(export) == 14_356
    assert orders["order_id"].tolist() == export["订单编号"].astype(str).tolist()
    assert orders["created"].tolist() == export["订单创建时间"].tolist()
    pd.testing.assert_series_equal(orders["paid"], export["订单付款时间 "], check_names=False)
    for column, header in (("total", "总金额"), ("paid_amount", "买家实际支付金额"), ("refund", "退款金额")):
        assert [float(amount) for amount in orders[column]] == export[header].tolist()


def test_the_orders_to_chase_are_those_that_the_file_has(book: Path, export: pd.DataFrame) -> None:
    made = rows(book, "FollowUps")
    unpaid = export[~(export["订单付款时间 "] <= MOMENT)]
    for rule, least, count in UNPAID:
        owed = unpaid[unpaid["订单创建时间"] <= MOMENT - pd.Timedelta(least)]
        sources = made.loc[made["rule_id"] == rule, "source"]
        assert len(sources) == count
        assert sorted(sources) == sorted("order:tmall:" + owed["订单编号"].astype(str))


def test_later_orders_have_not_happened(book: Path, export: pd.DataFrame) -> None:
    later = export.loc[export["订单创建时间"] > MOMENT, "订单编号"].astype(str)
    assert len(later) == NOT_HAPPENED
    assert not set("order:tmall:" + later) & set(rows(book, "FollowUps")["source"])


def test_march_is_rostered_by_the_default_cover_and_rules(book: Path) -> None:
    roster = rows(book, "Roster")
    days = roster[[f"d{n:02d}" for n in range(1, 32)]]
    assert len(roster) == 8
    assert days.notna().all(axis=None)
    assert ((days == "白").sum() >= 1).all()
    assert ((days == "晚").sum() >= 1).all()
    rests = days == "rest"
    assert (rests.sum(axis=1) >= 4).all()
    assert (rests.T.rolling(8).sum().dropna() >= 1).all(axis=None)  # seven days on end at most
    after_evening = (days == "晚").shift(axis=1, fill_value=False)
    assert not (after_evening & (days == "白")).any(axis=None)
    assert set(rows(book, "RosterBase")["month"]) == {"2021-03"}


def command_line(*arguments: object) -> dict[str, object]:
    process = subprocess.run(
        [sys.executable, "-m", "csbook", *map(str, arguments)], capture_output=True, text=True, check=False
    )
    assert process.returncode == 0, process.stderr or process.stdout
    return json.loads(process.stdout) if "--json" in arguments else {}


FROM_ORDERS = {"Orders", "FollowUps", "Today"}


@pytest.fixture(scope="module")
def tables(book: Path) -> dict[str, str]:
    return every_table(book)


@pytest.fixture
def own(book: Path, tmp_path: Path) -> Path:
    """The example's workbook to write to."""
    return Path(shutil.copy(book, tmp_path))


def by_command_line(path: Path, made: Path, *loaded: str) -> None:
    """The same workbook made by `csbook` as a process, step by step; each step ends with exit code 0."""
    command_line("new", path, "--month", "2021-02")
    for table in loaded:
        command_line("load", path, table, made / f"{table}.csv")
    command_line("run", "score", path, "--month", "2021-02", "--today", "2021-03-01T09:00")
    if "Orders" in loaded:
        chased = command_line("run", "update-followups", path, "--today", "2020-02-24T00:00", "--json")
        assert any(str(NOT_HAPPENED) in note for note in chased["notes"])  # type: ignore[attr-defined]
    command_line("run", "build-roster", path, "--month", "2021-03", "--today", "2021-02-26T10:00")


def test_the_command_line_makes_the_same_scores_and_roster(
    made: Path, tables: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "real_month.xlsm"
    by_command_line(path, made, "Staff", "DailyLog")
    assert {name for name, found in every_table(path).items() if found != tables[name]} == FROM_ORDERS


@pytest.mark.minutes
def test_the_command_line_makes_the_same_workbook(made: Path, tables: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "real_month.xlsm"
    by_command_line(path, made, "Staff", "DailyLog", "Orders")
    assert every_table(path) == tables


def test_nothing_in_it_has_to_be_corrected(own: Path) -> None:
    checked = command_line("run", "check", own, "--today", "2021-03-01T09:00", "--json")
    assert checked["problems"] == []


def test_chasing_again_by_the_command_line_changes_nothing(own: Path, tables: dict[str, str]) -> None:
    chased = command_line("run", "update-followups", own, "--today", "2020-02-24T00:00", "--json")
    assert any(str(NOT_HAPPENED) in note for note in chased["notes"])  # type: ignore[attr-defined]
    before = {name: found for name, found in tables.items() if name not in SHOWS_THE_PRESS}
    assert every_table(own, but=SHOWS_THE_PRESS) == before


def test_loading_the_same_orders_again_changes_nothing(own: Path, made: Path, tables: dict[str, str]) -> None:
    again = command_line("load", own, "Orders", made / "Orders.csv", "--json")
    assert again["changed"] == {"Orders": {"added": 0, "changed": 0}}
    assert every_table(own) == tables


def test_without_the_data_the_example_says_what_is_missing(
    example: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert example.main(["--data", str(tmp_path)]) == 2
    said = capsys.readouterr().out
    assert "tmall_orders_2020-02.csv" in said
    assert "--data" in said
