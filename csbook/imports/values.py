"""Cells of exports as values: numbers, durations, percentages, days, texts.

A cell without data says `-`, `--` or nothing: that is missing, never 0. What cannot be read raises
`BadValue`.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, Final

from csbook.imports.reading import Cell
from csbook.problems import Words


class BadValue(ValueError):
    """A cell says something that is no such value."""


class Unit(StrEnum):
    """What the cells of a column are."""

    PLAIN = "plain"
    SECONDS = "seconds"
    MINUTES = "minutes"
    PERCENT = "percent"
    MONEY = "money"
    TEXT = "text"
    IDENTIFIER = "identifier"
    DAYS = "days"
    MOMENT = "moment"
    YES_NO = "yes_no"


NOTHING: Final = frozenset({"", "-", "--", "---", "—", "——", "/", "n/a", "null", "none", "无", "暂无"})
SUMMARIES: Final = frozenset(
    {
        *("汇总值", "平均值", "合计", "总计", "汇总", "平均", "总和", "均值"),
        *("店铺汇总值", "店铺平均值", "店铺汇总", "店铺平均", "total", "average", "sum"),
    }
)
EXCEL_EPOCH: Final = dt.datetime(1899, 12, 30)
SERIALS: Final = range(20_000, 80_000)  # 1954 to 2119: what Excel counts as a day
DAY: Final = r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
CLOCK: Final = r"(?:[ T]*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?"
MOMENT: Final = re.compile(DAY + CLOCK)
COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
RANGE: Final = re.compile(rf"({DAY}|\d{{8}})\s*(?:~|\uff5e|至|到|—+|--|-)\s*({DAY}|\d{{8}})")
DURATION: Final = re.compile(
    r"(?:(\d+(?:\.\d+)?)天)?(?:(\d+(?:\.\d+)?)(?:小时|时|h))?(?:(\d+(?:\.\d+)?)(?:分钟|分|min|m))?"
    r"(?:(\d+(?:\.\d+)?)(?:秒钟|秒|s))?"
)
SECONDS_OF: Final = (86_400, 3_600, 60, 1)
YES: Final = frozenset({"y", "yes", "true", "是", "1", "√"})
NO: Final = frozenset({"n", "no", "false", "否", "0", "×"})
CENT: Final = Decimal("0.01")
ROUNDED: Final = re.compile(r"\d(\.\d+)?E\+\d{2,}", re.IGNORECASE)
FIRST_INEXACT: Final = 1e15
"""Excel keeps 15 digits of a number and shows a long one as 4.01235E+18."""
MOST: Final = 1e12
"""No total of a shop is larger: a number beyond it is an order number in the wrong column."""


def is_missing(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and cell.strip().casefold() in NOTHING)


def text(cell: Cell) -> str | None:
    """Plain text: ids without `.0`, without the `'` or `="..."` that keep Excel from counting them."""
    if is_missing(cell):
        return None
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < FIRST_INEXACT:
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ")
    found = str(cell).strip()
    if formula := re.fullmatch(r'="(.*)"', found):
        found = formula[1].strip()
    return found.lstrip("'").strip() or None


def identifier(cell: Cell) -> str | None:
    """The text of a number that names somebody or something. Raises `BadValue` where Excel has rounded it:
    others would share what is left."""
    is_long = isinstance(cell, (int, float)) and abs(cell) >= FIRST_INEXACT
    found = text(cell)
    if is_long or (found is not None and ROUNDED.fullmatch(found)):
        raise BadValue
    return found


def number(cell: Cell) -> float:
    if isinstance(cell, bool):
        raise BadValue
    if isinstance(cell, (int, float)):
        found = float(cell)
    elif isinstance(cell, str):
        plain = re.sub(r"[,\uff0c\s]", "", text(cell) or "")
        plain = re.sub(r"^[¥\uffe5]|元$|人$|次$|单$", "", plain)
        if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", plain):
            raise BadValue
        found = float(plain)
    else:
        raise BadValue
    if not math.isfinite(found) or abs(found) > MOST:
        raise BadValue
    return found


def money(cell: Cell) -> Decimal:
    """Yuan and cents, rounded half up."""
    return Decimal(repr(number(cell))).quantize(CENT, ROUND_HALF_UP)


def duration(cell: Cell, scale: int) -> float:
    """Seconds. `2分30秒`, `7小时41分52秒`, `0:02:30`; a bare number counts `scale` seconds each."""
    if isinstance(cell, dt.timedelta):
        return cell.total_seconds()
    if isinstance(cell, dt.time):
        return cell.hour * 3600 + cell.minute * 60 + cell.second + cell.microsecond / 1e6
    if isinstance(cell, str):
        plain = re.sub(r"\s", "", cell).casefold()
        if clock := re.fullmatch(r"(?:(\d+):)?(\d{1,2}):(\d{2})", plain):
            hours, minutes, seconds = (int(part or 0) for part in clock.groups())
            return float(hours * 3600 + minutes * 60 + seconds)
        parts = DURATION.fullmatch(plain)
        if parts and any(parts.groups()):
            counted = zip(parts.groups(), SECONDS_OF, strict=True)
            return sum(float(part) * seconds for part, seconds in counted if part)
    found = number(cell) * scale
    if found < 0:
        raise BadValue
    return found


def moment(cell: Cell) -> dt.datetime:
    if isinstance(cell, str):
        plain = (text(cell) or "").translate({0x3000: " ", 0xFF1A: ":"})
        found = MOMENT.fullmatch(plain)
        compact = None if found else COMPACT.match(plain)
        if compact:
            found = MOMENT.fullmatch("-".join(compact.groups()) + plain[compact.end() :])
        if not found:
            raise BadValue
        return made(*(int(part or 0) for part in found.groups()))
    if isinstance(cell, dt.datetime):
        return cell.replace(tzinfo=None)
    if isinstance(cell, dt.date):
        return dt.datetime(cell.year, cell.month, cell.day)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        if int(cell) in SERIALS:
            return EXCEL_EPOCH + dt.timedelta(seconds=round(cell * 86_400))
        if float(cell).is_integer():
            return moment(str(int(cell)))
    raise BadValue


def made(*parts: int) -> dt.datetime:
    try:
        return dt.datetime(*parts)  # type: ignore[arg-type]
    except ValueError:
        raise BadValue from None


def days(cell: Cell) -> tuple[dt.date, dt.date]:
    """The first and last day of a cell: of one day, or of `2026-11-01 ~ 2026-11-30`."""
    if isinstance(cell, str) and (found := RANGE.fullmatch(cell.strip())):
        first, last = moment(found[1]).date(), moment(found[5]).date()
        if last < first:
            raise BadValue
        return first, last
    day = moment(cell).date()
    return day, day


def yes_no(cell: Cell) -> bool:
    said = (text(cell) or "").casefold()
    if said in YES or said in NO:
        return said in YES
    raise BadValue


def share(cell: Cell) -> tuple[float, bool]:
    """A share as it stands, and whether a sign says that it counts hundredths."""
    signed = isinstance(cell, str) and cell.strip().endswith(("%", "\uff05"))
    found = number(cell.strip()[:-1] if isinstance(cell, str) and signed else cell)
    if found < 0:
        raise BadValue
    return found, signed


READERS: Final[dict[Unit, Callable[[Cell], Any]]] = {
    Unit.PLAIN: number,
    Unit.MONEY: money,
    Unit.SECONDS: lambda cell: duration(cell, 1),
    Unit.MINUTES: lambda cell: duration(cell, 60),
    Unit.PERCENT: share,
    Unit.TEXT: text,
    Unit.IDENTIFIER: identifier,
    Unit.DAYS: days,
    Unit.MOMENT: moment,
    Unit.YES_NO: yes_no,
}
EXPECTED: Final[dict[Unit, Words]] = {
    Unit.PLAIN: Words("应为数字", "a number is expected"),
    Unit.MONEY: Words("应为金额", "an amount is expected"),
    Unit.SECONDS: Words("应为时长，如 2分30秒", "a duration such as 2分30秒 is expected"),
    Unit.MINUTES: Words("应为时长，如 2分30秒", "a duration such as 2分30秒 is expected"),
    Unit.PERCENT: Words("应为百分比", "a percentage is expected"),
    Unit.TEXT: Words("应为文字", "text is expected"),
    Unit.IDENTIFIER: Words(
        "Excel 把这个号码四舍五入了。请重新导出，不用 Excel 打开就导入（要打开时把这一列设为文本）",
        "Excel rounded the number. Export again and import that file unopened (or open it with this column "
        "as text)",
    ),
    Unit.DAYS: Words("应为日期，如 2026-11-22", "a date such as 2026-11-22 is expected"),
    Unit.MOMENT: Words("应为日期和时间", "a date and time is expected"),
    Unit.YES_NO: Words("应为是或否", "yes or no is expected"),
}


def read_column(unit: Unit, cells: Sequence[Cell]) -> tuple[list[Any], list[int]]:
    """The values of a column's cells, None where there is no data, and the positions that cannot be read.

    Percentages become fractions. Whether bare numbers are fractions or hundredths is decided for the whole
    column: one above 1 can only be hundredths.
    """
    read = READERS[unit]
    values: list[Any] = [None] * len(cells)
    bad = []
    for place, cell in enumerate(cells):
        if cell is None or is_missing(cell):
            continue
        try:
            values[place] = read(cell)
        except BadValue:
            bad.append(place)
    return (fractions(values) if unit is Unit.PERCENT else values), bad


def fractions(shares: Sequence[tuple[float, bool] | None]) -> list[float | None]:
    hundredths = any(not signed and value > 1 for value, signed in filter(None, shares))
    return [None if each is None else each[0] / 100 if each[1] or hundredths else each[0] for each in shares]


def is_summary(cell: Cell) -> bool:
    """Whether a row that begins so sums up others."""
    return isinstance(cell, str) and cell.strip().strip(":\uff1a").casefold() in SUMMARIES
