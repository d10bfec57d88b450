"""A shop's day as `hand-out` and `collect` are given it, and agents who fill their files."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import openpyxl
import pandas as pd
from openpyxl.worksheet.worksheet import Worksheet

from csbook.commands.collect import collect
from csbook.commands.hand_out import hand_out
from csbook.commands.handler import File, Request, Result
from csbook.problems import Language
from csbook.schema.workbook import sheet_title
from csbook.sheets.parts import PARTS
from tests.commands.daily_shop import request, roster
from tests.followups.shop import at

MORNING = "2026-03-03 09:00"
Edits = Mapping[tuple[str, int, str], Any]
"""Table, body row counted from 0, column: what the agent types there."""

CUSTOMERS = (
    ("tmall", "买家甲", "王甲", "13800000001", "杭州市甲路 1 号"),
    ("tmall", "买家乙", "李乙", "0571-87654321", "宁波市乙路 2 号"),
    ("jd", "买家丙", "周丙", "13900000003", "上海市丙路 3 号"),
    ("pdd", "买家丁", "吴丁", "13700000004", "苏州市丁路 4 号"),
)


def contact(number: int, buyer: int, owner: str, **more: Any) -> dict[str, Any]:
    """A contact due today with customer `buyer` of `CUSTOMERS`."""
    platform, account, *_ = CUSTOMERS[buyer]
    return {
        "follow_up_id": f"F00000{number}",
        "rule_id": "U12",
        "action": "催付",
        "channel": "phone",
        "platform": platform,
        "customer": account,
        "source": f"order:{platform}:{number}",
        "event_at": at("2026-03-01 10:00"),
        "due_from": at("2026-03-02 22:00"),
        "due_by": at("2026-03-03 20:00"),
        "owner": owner,
        "state": "due",
        "as_of": at("2026-03-03 08:00"),
    } | more


def log(day: str, agent: str, platform: str, **more: Any) -> dict[str, Any]:
    name = {"K01": "赵一", "K02": "钱二"}.get(agent)
    return {
        "date": at(day),
        "agent_id": agent,
        "name": name,
        "platform": platform,
        "shop": "一店",
        "shift": "白",
    } | more


def shop_day(moment: str = MORNING, *, language: Language = "zh", **tables: Any) -> Request:
    """赵一 (K01) has two rows of the log and the contacts of 甲 and 乙, 钱二 (K02) one of each (丙); 孙三
    (K03) rests, and 丁 is theirs: K01 stands in, for K02 has no sheet for pdd either."""
    given = {
        "Roster": roster(K01="白白白", K02="白白白", K03="白白休"),
        "DailyLog": [
            log("2026-03-03", "K01", "tmall"),
            log("2026-03-03", "K01", "jd", note="早班"),
            log("2026-03-03", "K02", "tmall"),
        ],
        "FollowUps": [
            contact(1, 0, "K01"),
            contact(2, 1, "K01", channel="letter", note="=等回电\n-周一"),
            contact(3, 2, "K02", assigned="K02"),
        ],
        "Customers": [
            dict(zip(("platform", "account", "name", "phone", "address"), row, strict=True))
            for row in CUSTOMERS
        ],
        "Scores": [
            {"month": "2026-03", "agent_id": agent, "name": name, "receptions": 300}
            for agent, name in (("K01", "赵一"), ("K02", "钱二"))
        ],
    }
    return request(moment, language=language, **(given | tables))


def files_of(asked: Request) -> dict[str, File]:
    """The files handed out, by staff number."""
    return {file.name.split()[2]: file for file in hand_out(asked).files}


def opened(file: File) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(file.data))


def saved(book: openpyxl.Workbook, name: str) -> File:
    stream = io.BytesIO()
    book.save(stream)
    return File(name, stream.getvalue())


def header_row(sheet: Worksheet, language: Language, table: str) -> int:
    first = PARTS[table].columns[0].header(language)
    return next(row for row in range(1, 20) if sheet.cell(row, 1).value == first)


def filled(file: File, edits: Edits, language: Language = "zh") -> File:
    """The file after the agent typed the edits, as another program saves it."""
    book = opened(file)
    for (table, row, column), value in edits.items():
        sheet = book[sheet_title(table, language)]
        at_column = PARTS[table].names.index(column) + 1
        sheet.cell(header_row(sheet, language, table) + 1 + row, at_column).value = value
    return saved(book, file.name)


def collected(asked: Request, *files: File) -> Result:
    return collect(replace(asked, files=files))


def after(asked: Request, result: Result) -> Request:
    """The request as the next one would be, once the result is written."""
    tables = dict(asked.tables)
    for name, frame in result.tables.items():
        assert name in result.typed
        table = tables[name]
        tables[name] = table.assign(
            **{c: pd.concat([table[c].drop(frame.index), frame[c]]).loc[table.index] for c in frame}
        )
    return replace(asked, tables=tables)
