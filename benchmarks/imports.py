"""A platform's order export into an empty workbook: `csbook import` beside `csbook load` of the same orders.

    python -m benchmarks.imports                          the 14,356 orders and ten times as many, three runs
    python -m benchmarks.imports --times 1 4 16 --runs 5  other sizes

The orders are those of one Tmall shop in February 2020 (../shared/data, or the folder named by
CSBOOK_SHARED); where that is absent, made-up ones of the same number and columns, and it says so. More
orders are the same again under other numbers. `load` is given them as a CSV file with the workbook's own
headers: it has nothing to recognise and no archive to look after. Each run is a process of its own, from
start to end, on a fresh copy of the workbook.

Target: the 14,356 orders within 5 s.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.measuring import Cost, Costs, load, measured

PYTHON = (sys.executable, "-m", "csbook")
REAL = "tmall_orders_2020-02.csv"
ORDERS = 14_356
HEADERS = ("订单编号", "总金额", "买家实际支付金额", "收货地址 ", "订单创建时间", "订单付款时间 ", "退款金额")
OURS = ("platform", "order_id", "total", "paid_amount", "region", "created", "paid", "refund")


def main(times: Sequence[int] = (1, 10), runs: int = 3) -> None:
    orders, source = export()
    console = Console()
    console.print(f"Orders: {source}.")
    table = Table("orders", "by", "wall s: median (least-most)", "cpu s", "peak MB")
    for many in times:
        for by, costs in both_ways(repeated(orders, many), runs).items():
            rows = f"{len(orders) * many:,}"
            table.add_row(rows, by, costs.wall, f"{costs.cpu:.1f}", f"{costs.peak:.0f}")
    console.print(table, f"{runs} runs each, in turn; {load()}")


def export() -> tuple[list[list[str]], str]:
    """The rows of the real export, or made-up ones, and which they are."""
    root = Path(__file__).resolve().parents[1]
    path = Path(os.environ.get("CSBOOK_SHARED", root.parent / "shared")) / "data" / REAL
    if path.is_file():
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.reader(stream))[1:], REAL
    return list(made_up()), f"made up, for {REAL} is not here"


def made_up() -> Iterator[list[str]]:
    for n in range(1, ORDERS + 1):
        day, second = 1 + n % 24, n % 60
        created, paid = f"2020-02-{day:02d} 10:00:{second:02d}", f"2020-02-{day:02d} 10:05:{second:02d}"
        yield [str(n), f"{n % 300}.8", f"{n % 300}.0", "上海", created, paid if n % 7 else "", "0.0"]


def repeated(orders: Sequence[list[str]], times: int) -> list[list[str]]:
    return [[f"{again}{row[0]:0>6}", *row[1:]] for again in range(1, times + 1) for row in orders]


def both_ways(orders: Sequence[list[str]], runs: int) -> dict[str, Costs]:
    """What `import` and `load` of the orders cost."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start, book = folder / "start.xlsm", folder / "book.xlsm"
        measured([*PYTHON, "new", str(start), "--month", "2020-02"])
        exported, ours = folder / "export.csv", folder / "orders.csv"
        write(exported, HEADERS, orders)
        write(ours, OURS, (["tmall", *row] for row in orders))
        ways = {
            "import": [*PYTHON, "import", str(book), str(exported)],
            "load": [*PYTHON, "load", str(book), "Orders", str(ours)],
        }
        costs: dict[str, list[Cost]] = {by: [] for by in ways}
        for _ in range(runs):
            for by, command in ways.items():
                shutil.copyfile(start, book)
                costs[by].append(measured(command))
        return {by: Costs(tuple(each)) for by, each in costs.items()}


def write(path: Path, headers: Sequence[str], rows: Iterator[list[str]] | Sequence[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([headers, *rows])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="An order export into an empty workbook.")
    parser.add_argument("--times", type=int, nargs="+", default=[1, 10])
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    main(given.times, given.runs)
