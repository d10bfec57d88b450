"""A workbook of 200 people with a log row for each of a year's days and typed scores for its months.

python -m benchmarks.score_book PATH PEOPLE
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from random import Random
from typing import Any, Final

import pandas as pd

from csbook.books.file_book import FileBook
from csbook.books.frames import read_table
from csbook.books.plan import plan_write
from csbook.schema.daily import TICKS
from csbook.schema.defaults import default_rows
from csbook.schema.workbook import TABLES
from csbook.template import build_workbook

YEAR: Final = 2026
MONTHS: Final = tuple(dt.date(YEAR, month, 1) for month in range(1, 13))
GROUPS: Final = ("天猫", "京东", "拼多多", "淘宝")
PLATFORMS: Final = ("tmall", "jd", "pdd", "taobao")
TYPED: Final = ("self_score", "ability", "cooperation", "service")
Row = dict[str, Any]


def make(path: Path, people: int) -> None:
    """Write the workbook: defaults, the people, a commission rule, the log, the typed scores."""
    draw, month = Random(people), MONTHS[-1]
    numbers = [f"K{number:03d}" for number in range(1, people + 1)]
    rows = default_rows("zh", month)
    rows["Staff"] = [person(place, number) for place, number in enumerate(numbers)]
    rows["CommissionRules"] = [{"group": "全部", "from_amount": 0, "rate": 0.01, "active": True}]
    build_workbook(path, language="zh", month=month, rows=rows)
    book = FileBook(path)
    logged = [log_row(day, place, n, draw) for day in days() for place, n in enumerate(numbers)]
    typed = [scores_row(first, number, draw) for first in MONTHS for number in numbers]
    writes = []
    for name, found in (("DailyLog", logged), ("Scores", typed)):
        frame = pd.DataFrame(found)
        writes.append(plan_write(read_table(book, TABLES[name], "zh"), frame, "zh").write)
    book.apply(writes)


def days() -> list[pd.Timestamp]:
    return list(pd.date_range(f"{YEAR}-01-01", f"{YEAR}-12-31"))


def person(place: int, number: str) -> Row:
    return {
        "agent_id": number,
        "name": f"客服{number}",
        "group": GROUPS[place % 4],
        "platforms": PLATFORMS[place % 4],
        "role": ("presale", "aftersale", "both")[place % 3],
        "hired": dt.datetime(2025, 1, 1),
    }


def log_row(day: pd.Timestamp, place: int, number: str, draw: Random) -> Row:
    receptions = draw.randint(40, 110)
    answered, enquiries = receptions - draw.randint(0, 8), receptions * 2 // 5
    buyers = draw.randint(enquiries // 5, enquiries * 2 // 3)
    orders = buyers + draw.randint(0, 3)
    paid, ratings = orders - draw.randint(0, orders // 4), draw.randint(0, 12)
    return {
        "date": day,
        "agent_id": number,
        "name": f"客服{number}",
        "platform": PLATFORMS[place % 4],
        "shop": "本店",
        "receptions": receptions,
        "answered": answered,
        "response_seconds": float(answered * draw.randint(10, 60)),
        "enquiries": enquiries,
        "buyers": buyers,
        "orders": orders,
        "valid_orders": orders - draw.randint(0, orders // 10),
        "paid_orders": paid,
        "refunded_orders": draw.randint(0, paid // 8),
        "abnormal_orders": draw.randint(0, orders // 12),
        "sales": draw.randint(0, 90_000_00) / 10_000 * buyers // 1,
        "ratings": ratings,
        "satisfied": ratings - draw.randint(0, ratings // 5),
        "complaints": int(draw.random() < 0.3),
        **dict.fromkeys(TICKS, draw.random() < 0.9),
    }


def scores_row(first: dt.date, number: str, draw: Random) -> Row:
    typed = {name: draw.randint(5000, 10000) / 100 for name in TYPED}
    return {"month": f"{first:%Y-%m}", "agent_id": number, **typed}


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]))
