"""Drop-downs, limits and input messages of columns, from the schema."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from csbook.drawing.lists import list_name, reference_name
from csbook.problems import Language, Words, joined
from csbook.schema.columns import (
    FILLER_WORDS,
    Choice,
    Choices,
    Column,
    Day,
    Duration,
    Filler,
    Flag,
    Formula,
    Moment,
    Number,
    Ref,
    ShiftCell,
    Text,
    Whole,
)
from csbook.schema.date_columns import of_years

Validation = dict[str, Any]

TITLE_LIMIT: Final = 32  # Excel's limits, in characters
MESSAGE_LIMIT: Final = 225
LAST_SECOND: Final = dt.time(23, 59, 59)
FARTHEST: Final = 1e12  # a number without a limit of its own

NOT_HERE: Final = Words("请按提示填写", "Please correct")
UNUSUAL: Final = Words("不在班次表中", "Not a known shift")
BY_CSBOOK: Final = Words("由系统填写，请勿改动。", "csbook fills this column; do not type here.")
BY_FORMULA: Final = Words("公式自动计算，请勿改成数值。", "Worked out by a formula; do not type over it.")
FILLED_BY: Final = Words("", "Filled by: ")
PICKED: Final = Words("从列表选一项", "Choose from the list")
ANY_TEXT: Final = 2000  # characters, beyond what anybody types
SHIFT_HINT: Final = Words(
    "班次代码，或 休 / 假；支援别组写 班次@组，如 白@天猫。",
    "A shift's code, or R (rest) / L (leave); for help in another group shift@group, such as D@Tmall.",
)


def validation(column: Column, language: Language) -> Validation:
    """What XlsxWriter's `data_validation` takes for a column.

    Columns that people fill get a drop-down or limits; every column gets an input message.
    """
    told = {
        "input_title": clipped(column.header(language), TITLE_LIMIT),
        "input_message": clipped(message(column)(language), MESSAGE_LIMIT),
    }
    if isinstance(column, Formula) or column.by is Filler.CSBOOK:
        return {"validate": "any", **told}
    rule = limits(column)
    warned = UNUSUAL if isinstance(column, ShiftCell) else NOT_HERE
    refused = {
        "error_title": warned(language),
        "error_message": clipped(refusal(column)(language), MESSAGE_LIMIT),
        "error_type": "warning" if isinstance(column, ShiftCell) else "stop",
    }
    return {**rule, **told, **(refused if rule["validate"] != "any" else {})}


def message(column: Column) -> Words:
    """Who fills the column, what a cell may hold, and what it is for."""
    if isinstance(column, Formula):
        lines = [BY_FORMULA]
    elif column.by is Filler.CSBOOK:
        lines = [BY_CSBOOK]
    else:
        lines = [FILLED_BY + FILLER_WORDS[column.by], *hints(column)]
    if column.help is not None:
        lines.append(sentence(column.help))
    return joined(lines, "\n", "\n")


def hints(column: Column) -> list[Words]:
    """What a cell may hold. Nothing where any text will do; the choices of a drop-down stand in the list
    beside the message."""
    if isinstance(column, Text) and column.longest >= ANY_TEXT:
        return []
    return [PICKED if isinstance(column, Choice) and drop_down(column) else expected(column)]


def expected(column: Column) -> Words:
    words = SHIFT_HINT if isinstance(column, ShiftCell) else column.expected
    return sentence(words)


def sentence(words: Words) -> Words:
    """With a capital first in English, but for csbook's own name."""
    own = words.en.startswith("csbook")
    return words if own else Words(words.zh, words.en[:1].upper() + words.en[1:])


def refusal(column: Column) -> Words:
    """What a cell may hold, with all limits: of dates the years too."""
    said = expected(column)
    if not isinstance(column, Day | Moment):
        return said
    of = of_years(column.years)
    return Words(of.zh + said.zh, f"{said.en}, {of.en}")


def limits(column: Column) -> Validation:
    """The rule of a column's kind; `any` where a cell may hold what the reader sorts out."""
    name = drop_down(column)
    if name is not None:
        return {"validate": "list", "source": f"={name}"}
    if isinstance(column, Number):
        return number_limits(column)
    if isinstance(column, Day | Moment):
        return date_limits(column)
    if isinstance(column, Duration):
        return {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100}
    if isinstance(column, Text):
        return {"validate": "length", "criteria": "<=", "value": column.longest}
    return {"validate": "any"}


def drop_down(column: Column) -> str | None:
    """The name of the column's list; several choices in one cell cannot be picked from a list."""
    if isinstance(column, Choice):
        return None if isinstance(column, Choices) else list_name(column.list_name)
    if isinstance(column, Ref):
        return reference_name(column)
    if isinstance(column, ShiftCell):
        return list_name("shift_cells")
    return list_name("yes_no") if isinstance(column, Flag) else None


def number_limits(column: Number) -> Validation:
    least = -FARTHEST if column.least is None else column.least
    most = FARTHEST if column.most is None else column.most
    kind = "integer" if isinstance(column, Whole) else "decimal"
    return {"validate": kind, "criteria": "between", "minimum": plain(least), "maximum": plain(most)}


def date_limits(column: Day | Moment) -> Validation:
    """From the first moment of the column's years to the last, as the reader takes them."""
    first, last = dt.date(column.years[0], 1, 1), dt.date(column.years[-1], 12, 31)
    most = last if isinstance(column, Day) else dt.datetime.combine(last, LAST_SECOND)
    return {"validate": "date", "criteria": "between", "minimum": first, "maximum": most}


def plain(number: float) -> float | int:
    """Whole limits without a decimal point, as Excel writes them."""
    return int(number) if float(number).is_integer() else number


def clipped(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
