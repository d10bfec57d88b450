"""Two public data sets through csbook: a call centre's February scored and rostered, a Tmall shop's
unpaid orders chased.

    python examples/real_month.py [--data FOLDER] [--out FOLDER]

The data folder holds `call_centre_2021-01_02.xlsx` and `tmall_orders_2020-02.csv` (by default
`../shared/data`, beside this repository). The workbook and the three CSV files that are loaded into
it go to the out folder, a new temporary one by default.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from csbook.books.file_book import FileBook
from csbook.commands.load import load, table_named
from csbook.commands.outcome import Outcome
from csbook.commands.run import run
from csbook.making import make_workbook
from csbook.problems import CsbookError

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
CALLS, ORDERS = "call_centre_2021-01_02.xlsx", "tmall_orders_2020-02.csv"
FEBRUARY, MARCH = dt.date(2021, 2, 1), dt.date(2021, 3, 1)

# The shop's export -> the columns of csbook's 订单; two of its headers end in a space.
ORDER_COLUMNS = {
    "订单编号": "order_id",
    "总金额": "total",
    "买家实际支付金额": "paid_amount",
    "收货地址": "region",
    "订单创建时间": "created",
    "订单付款时间": "paid",
    "退款金额": "refund",
}
LOADED = ("Staff", "DailyLog", "Orders")  # each from its CSV file, in this order
# Command, the moment it is told to work at, the month it is told to work on.
COMMANDS = (
    ("score", dt.datetime(2021, 3, 1, 9), FEBRUARY),
    ("update-followups", dt.datetime(2020, 2, 24), None),
    ("build-roster", dt.datetime(2021, 2, 26, 10), MARCH),
    ("check", dt.datetime(2021, 3, 1, 9), None),
)


def main(arguments: list[str] | None = None) -> int:
    """Run the month and print what each step said; the highest exit code of the steps."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args(arguments)
    missing = [name for name in (CALLS, ORDERS) if not (given.data / name).is_file()]
    if missing:
        print(f"{given.data} holds no {' and no '.join(missing)}. Name their folder with --data.")
        return 2
    out = given.out or Path(tempfile.mkdtemp(prefix="csbook-"))
    out.mkdir(parents=True, exist_ok=True)
    try:
        return real_month(given.data, out)
    except CsbookError as error:
        print(error.words.en)
        return error.exit_code


def real_month(data: Path, out: Path) -> int:
    """Write the CSV files and the workbook into `out`; the highest exit code of the steps."""
    path = out / "real_month.xlsm"
    write_csv_files(data, out)
    print(make_workbook(path, "zh", FEBRUARY).zh)
    codes = [step(loaded, path, out / f"{table}.csv") for table in LOADED]
    codes += [step(ran, path, *command) for command in COMMANDS]
    return max(codes)


def write_csv_files(data: Path, out: Path) -> None:
    """One file for each table that people fill: staff, daily log and orders."""
    calls = pd.read_excel(data / CALLS, engine="calamine")
    orders = pd.read_csv(data / ORDERS, dtype=str)
    rows = {"Staff": staff(calls), "DailyLog": daily_log(calls), "Orders": order_rows(orders)}
    for table, frame in rows.items():
        frame.to_csv(out / f"{table}.csv", index=False)


def staff(calls: pd.DataFrame) -> pd.DataFrame:
    """One group of people who answer the phone, before and after the sale."""
    names = sorted(set(calls["Agent"]))
    return pd.DataFrame(
        {"agent_id": names, "name": names, "group": "热线", "platforms": "phone", "role": "both"}
    )


def daily_log(calls: pd.DataFrame) -> pd.DataFrame:
    """February's calls summed per agent and day. The log takes totals; csbook computes the rates."""
    february = calls[calls["Date"].str.startswith("2021-02")]
    rating = february["Satisfaction rating"]
    each = pd.DataFrame(
        {
            "date": february["Date"],
            "agent_id": february["Agent"],
            "platform": "phone",
            "receptions": 1,
            "answered": february["Answered (Y/N)"].eq("Y").astype(int),
            "response_seconds": february["Speed of answer in seconds"].fillna(0),
            "ratings": rating.notna().astype(int),
            "satisfied": rating.ge(4).astype(int),
            "rating_points": rating.fillna(0),
        }
    )
    return each.groupby(["date", "agent_id", "platform"], as_index=False).sum()


def order_rows(export: pd.DataFrame) -> pd.DataFrame:
    """The export under csbook's names, with the platform that it does not tell."""
    named = export.rename(columns=lambda header: ORDER_COLUMNS[header.strip()])
    return named.assign(platform="tmall")


def loaded(path: Path, csv: Path) -> Outcome:
    return load(FileBook(path), table_named(csv.stem), csv, now=dt.datetime.now(), user="example")


def ran(path: Path, command: str, today: dt.datetime, month: dt.date | None) -> Outcome:
    parameters = {"month": month} if month else {}
    return run(command, FileBook(path), today, now=dt.datetime.now(), user="example", parameters=parameters)


def step(work: Callable[..., Outcome], *arguments: object) -> int:
    """Do one step, print how long it took and what came of it."""
    start = time.perf_counter()
    outcome = work(*arguments)
    print(f"{time.perf_counter() - start:5.1f} s  {outcome.command}: {outcome.text()}")
    return outcome.exit_code


if __name__ == "__main__":
    sys.exit(main())
