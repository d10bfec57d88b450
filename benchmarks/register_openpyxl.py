"""The update of a register as one writes it with openpyxl and pandas.

    python -m benchmarks.register_openpyxl PATH MOMENT

Reads the table, derives state, days late and moment of every row, writes the cells that change and
saves. The rules are those of 回访登记 with the default settings.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

SHEET, TABLE = "回访登记", "FollowUps"
ESCALATE_DAYS, MOST_ATTEMPTS = 3, 3
DATES = ["可办时间", "最迟时间", "状态时点", "改期至", "等客户至", "再拨时间", "完成时间"]
DERIVED = ["状态", "超时天数", "状态时点"]


def main(path: str, today: pd.Timestamp) -> None:
    book = load_workbook(path, keep_vba=True)
    sheet = book[SHEET]
    left, top, right, bottom = range_boundaries(sheet.tables[TABLE].ref)
    headers, *rows = sheet.iter_rows(top, bottom, left, right, values_only=True)
    register = pd.DataFrame(rows, columns=headers)
    register[DATES] = register[DATES].apply(pd.to_datetime)
    after = derive(register, today)
    for header in DERIVED:
        column = left + headers.index(header)
        before = register[header]
        changed = (before != after[header]) & ~(before.isna() & after[header].isna())
        for offset, value in after.loc[changed, header].items():
            sheet.cell(top + 1 + offset, column).value = None if pd.isna(value) else value
    book.save(path)


def derive(register: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """State, days late and moment of every row."""
    due_from = register["可办时间"]
    due_by = register["改期至"].fillna(register["最迟时间"])
    waiting_until = register["等客户至"]
    end_of_wait = waiting_until.dt.normalize() + pd.Timedelta(hours=23, minutes=59, seconds=59)
    due_by = due_by.mask(end_of_wait > due_by, end_of_wait)
    late = (today - due_by).dt.total_seconds() / 86400
    called_out = pd.to_numeric(register["未接通次数"]) >= MOST_ATTEMPTS
    tests = {
        "已完成": (register["完成时间"] <= today) & (register["结果"] != "未接通"),
        "已关闭": register["状态"] == "已关闭",
        "等客户": waiting_until > today,
        "再拨": register["再拨时间"] > today,
        "已报主管": called_out | ((due_by < today) & (late >= ESCALATE_DAYS)),
        "已超时": due_by < today,
        "今日应办": (due_from <= today) | (due_by.dt.normalize() == today.normalize()),
    }
    state = pd.Series(np.select(list(tests.values()), list(tests), "未到期"), index=register.index)
    state = state.replace(["等客户", "再拨"], "未到期")
    finished = state.isin(["已完成", "已关闭"]) & (state == register["状态"])
    days = late.clip(lower=0).round(2).where(state.isin(["已超时", "已报主管"]))
    return pd.DataFrame(
        {"状态": state, "超时天数": days, "状态时点": register["状态时点"].where(finished, today)}
    )


if __name__ == "__main__":
    main(sys.argv[1], pd.Timestamp(sys.argv[2]))
