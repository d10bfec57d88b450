"""A workbook with a large register, up to date at one moment.

python -m benchmarks.register_book PATH ROWS
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
from csbook.commands.run import run
from csbook.schema.defaults import default_rows
from csbook.schema.workbook import TABLES
from csbook.template import build_workbook

MONTH: Final = dt.date(2026, 11, 1)
MOMENT: Final = dt.datetime(2026, 11, 20, 9)
PEOPLE: Final = [f"K{number:02d}" for number in range(1, 10)]
PLATFORMS: Final = ("tmall", "taobao", "jd", "pdd")
NOTES: Final = (
    "收货满意，无问题",
    "说明书少一页，已补寄",
    "询问保修期限，已解释",
    "建议改进包装",
    "愿意再次购买",
)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
Row = dict[str, Any]


def make(path: Path, count: int) -> None:
    """Write a workbook with `count` rows in FollowUps and update it as of `MOMENT`.

    The rows are appended to a new workbook: several times as fast as building it with them.
    """
    rows = default_rows("zh", MONTH)
    rows["Staff"] = [person(number) for number in PEOPLE]
    rows["Roster"] = [roster_row(number) for number in PEOPLE]
    rows["FollowUpRules"] = [without_second_calls(rule) for rule in rows["FollowUpRules"]]
    build_workbook(path, language="zh", month=MONTH, rows=rows)
    draw = Random(count)
    register = pd.DataFrame([follow_up(number, draw) for number in range(1, count + 1)])
    book, table = FileBook(path), TABLES["FollowUps"]
    book.apply([plan_write(read_table(book, table, "zh"), register, "zh").write])
    outcome = run("update-followups", book, MOMENT, now=MOMENT, user="benchmark")
    if outcome.exit_code != 0:
        raise AssertionError(outcome.text())


def without_second_calls(rule: Row) -> Row:
    """The rule, switched off where it would add a row to each contact that is done."""
    return rule | {"active": False} if rule["event"] == "follow_up_done" else rule


def person(number: str) -> Row:
    return {
        "agent_id": number,
        "name": f"客服{number}",
        "group": "综合组",
        "platforms": ",".join(PLATFORMS),
        "role": "both",
    }


def roster_row(number: str) -> Row:
    """Everybody works every day but the last, who is away: those contacts need a stand-in."""
    cell = "rest" if number == PEOPLE[-1] else "白"
    days = {f"d{day:02d}": cell for day in range(1, 31)}
    return {"agent_id": number, "name": f"客服{number}", "group": "综合组", **days}


def follow_up(number: int, draw: Random) -> Row:
    """Of a hundred rows 45 are done, 5 are closed, 50 are open: most of them to come, some late."""
    kind = draw.choices(("done", "closed", "open"), (45, 5, 50))[0]
    days = draw.uniform(-6, 14) if kind == "open" else -draw.uniform(20, 180)
    due_by = (MOMENT + days * DAY).replace(minute=0, second=0, microsecond=0)
    platform, customer = draw.choice(PLATFORMS), draw.randrange(1, 30_000)
    row: Row = {
        "follow_up_id": f"F{number:06d}",
        "rule_id": "V1" if kind == "closed" else "C1",  # V1 is of another set, which closes its rows
        "action": "第一次回访：老客户，问收货与使用",
        "channel": "phone",
        "platform": platform,
        "customer": f"买家{customer:05d}",
        "source": f"order:{platform}:{2026_0000_0000 + number}",
        "event_at": due_by - 7 * DAY,
        "due_from": due_by - 4 * DAY,
        "due_by": due_by,
        "owner": draw.choice(PEOPLE),
    }
    return row | typed(kind, due_by, draw)


def typed(kind: str, due_by: dt.datetime, draw: Random) -> Row:
    """What the agent filled in."""
    if kind == "done":
        return {
            "done_at": due_by - draw.randrange(1, 72) * HOUR,
            "result": draw.choice(("reached", "solved", "refused")),
            "satisfaction": draw.randint(3, 5),
            "note": draw.choice(NOTES),
        }
    if kind == "open" and draw.random() < 0.2:
        return {
            "attempts": draw.choices((1, 2, 3), (70, 25, 5))[0],
            "result": "unreachable",
            "done_at": MOMENT - draw.randrange(1, 72) * HOUR,
        }
    if kind == "open" and draw.random() < 0.05:
        return {"waiting_until": MOMENT + draw.randint(1, 10) * DAY, "note": "客户要求晚些联系"}
    return {}


def derived(path: Path) -> pd.DataFrame:
    """The columns that both ways derive, as the workbook holds them."""
    frame = read_table(FileBook(path), TABLES["FollowUps"], "zh").frame
    return frame[["state", "days_late", "as_of"]]


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]))
