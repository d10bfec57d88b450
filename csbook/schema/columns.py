"""The kinds of column a table can have.

A kind knows four things about its values: how a cell's value becomes the frame's value (`parse`),
how the frame's value becomes a cell's value (`render`), what a person is told to type
(`expected`), and which number format, width and drop-down the sheet gives it.

Frame dtypes: Text, Month, Choice, Choices, Ref, ShiftCell `str`; Flag `boolean`; Whole `Int64`;
Number, Percent `float64`; Money `object` (Decimal or None); Day, Moment `datetime64[us]`;
Duration `timedelta64[us]`; Any `object`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any as AnyValue
from typing import ClassVar, Final

import pandas as pd

from csbook.problems import Language, Words, figure, same
from csbook.schema.cells import BadCell, as_number, as_text
from csbook.schema.choice_columns import Choice, Choices
from csbook.schema.column import FILLER_WORDS, Column, Filler
from csbook.schema.date_columns import OF_PEOPLE, YEARS, Day, Duration, Moment, Month


@dataclass(frozen=True)
class Text(Column):
    """Plain text. Ids and phone numbers are text, with their leading zeros.

    `wide`: its column's width in characters. `shrinks`: a longer text is shown in smaller letters.
    """

    longest: int = field(default=2000, kw_only=True)
    wide: int = field(default=14, kw_only=True)
    shrinks: bool = field(default=False, kw_only=True)

    @property
    def expected(self) -> Words:
        return Words(f"{self.longest} 字以内的文本", f"text of at most {self.longest} characters")

    def parse(self, value: AnyValue) -> str:
        text = as_text(value)
        if len(text) > self.longest:
            raise BadCell
        return text


@dataclass(frozen=True)
class Number(Column):
    """A number, with limits."""

    least: float | None = field(default=None, kw_only=True)
    most: float | None = field(default=None, kw_only=True)
    digits: int = field(default=2, kw_only=True)
    dtype: ClassVar[str] = "float64"
    width: ClassVar[int] = 10
    number_format: ClassVar[str] = "0.00"
    noun: ClassVar[Words] = Words("数字", "a number")

    @property
    def expected(self) -> Words:
        return self.noun + limits(self.least, self.most)

    def parse(self, value: AnyValue) -> AnyValue:
        number = as_number(value)
        self.check_limits(number)
        return number

    def check_limits(self, number: float) -> None:
        too_small = self.least is not None and number < self.least
        if too_small or (self.most is not None and number > self.most):
            raise BadCell


def limits(least: float | None, most: float | None) -> Words:
    if least is not None and most is not None:
        return Words(f"（{figure(least)} 到 {figure(most)}）", f" from {figure(least)} to {figure(most)}")
    if least is not None:
        return Words(f"（不小于 {figure(least)}）", f" of at least {figure(least)}")
    if most is not None:
        return Words(f"（不大于 {figure(most)}）", f" of at most {figure(most)}")
    return same("")


@dataclass(frozen=True)
class Whole(Number):
    """A whole number."""

    dtype: ClassVar[str] = "Int64"
    number_format: ClassVar[str] = "0"
    noun: ClassVar[Words] = Words("整数", "a whole number")

    def parse(self, value: AnyValue) -> int:
        number = as_number(value)
        self.check_limits(number)
        if not number.is_integer():
            raise BadCell
        return int(number)


@dataclass(frozen=True)
class Percent(Number):
    """A share, kept as a fraction: 30 % is 0.3. Text such as `30%` is read too."""

    number_format: ClassVar[str] = "0.00%"
    noun: ClassVar[Words] = Words("百分比", "a percentage")

    def parse(self, value: AnyValue) -> float:
        if isinstance(value, str) and value.strip().endswith(("%", "\uff05")):
            return float(super().parse(as_number(value.strip()[:-1]) / 100))
        number = as_number(value)
        try:
            return float(super().parse(number))
        except BadCell:
            raise BadCell(self.with_sign(number)) from None

    def with_sign(self, number: float) -> Words | None:
        """What is told of a number that fits with a percent sign behind it."""
        try:
            self.check_limits(number / 100)
        except BadCell:
            return None
        sign, much = f"{figure(number)}%", f"{figure(number * 100)}%"
        return Words(
            f"{sign}（要写百分号：{figure(number)} 是 {much}）",
            f"{sign}, with the sign: {figure(number)} is {much}",
        )

    @property
    def expected(self) -> Words:
        least = None if self.least is None else self.least * 100
        most = None if self.most is None else self.most * 100
        return self.noun + limits(least, most)


@dataclass(frozen=True)
class Money(Number):
    """An amount in yuan with cents, exact."""

    dtype: ClassVar[str] = "object"
    width: ClassVar[int] = 12
    number_format: ClassVar[str] = "#,##0.00"
    noun: ClassVar[Words] = Words("金额（元）", "an amount in yuan")

    def parse(self, value: AnyValue) -> Decimal:
        text = re.sub(r"^\s*[¥\uffe5]|元\s*$", "", value) if isinstance(value, str) else value
        number = as_number(text)
        self.check_limits(number)
        try:
            return Decimal(repr(number)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        except InvalidOperation:
            raise BadCell from None


YES_NO: Final = Words("是", "yes"), Words("否", "no")


@dataclass(frozen=True)
class Flag(Column):
    """Yes or no."""

    dtype: ClassVar[str] = "boolean"
    width: ClassVar[int] = 8
    kind_words: ClassVar[Words] = Words("是 或 否", "yes or no")

    def parse(self, value: AnyValue) -> bool:
        if isinstance(value, bool):
            return value
        text = as_text(value).lower()
        if text in ("是", "yes", "y", "true", "1", "√", "✓"):
            return True
        if text in ("否", "no", "n", "false", "0", "×"):
            return False
        raise BadCell

    def render(self, value: AnyValue, language: Language) -> str:
        return YES_NO[0 if value else 1](language)


REFERRED_TO: Final = {
    "Staff": Words("“员工”里的工号", "a staff number of 'Staff'"),
    "Shifts": Words("“班次与人数”里的班次", "a shift of 'Shifts and cover'"),
}
"""What a reference names, by the table that has it."""


@dataclass(frozen=True)
class Ref(Column):
    """The key of a row in another table: a staff number, a shift. Checked against that table."""

    table: str = field(default="", kw_only=True)
    column: str = field(default="", kw_only=True)

    @property
    def expected(self) -> Words:
        return REFERRED_TO[self.table] + Words("（从列表选）", " (choose from the list)")


REST, LEAVE = "rest", "leave"
DAY_CELLS: Final = {REST: Words("休", "R"), LEAVE: Words("假", "L")}


@dataclass(frozen=True)
class ShiftCell(Column):
    """A day of the roster: a shift of 班次, `白@天猫` for help in another group, rest or leave.

    The frame holds `rest` and `leave` for 休 and 假, else the text of the cell, with `@` for the full-width
    sign that a Chinese keyboard types. `wraps`: a text that is wider than its column goes on below.
    """

    wraps: bool = field(default=False, kw_only=True)
    width: ClassVar[int] = 5
    kind_words: ClassVar[Words] = Words(
        "班次表中的班次，或 休 / 假", "a shift of the shifts table, or R (rest) / L (leave)"
    )
    _codes: ClassVar[dict[str, str]] = {
        t.casefold(): code for code, w in DAY_CELLS.items() for t in (code, w.zh, w.en)
    }

    def parse(self, value: AnyValue) -> str:
        text = "@".join(part.strip() for part in as_text(value).replace("\uff20", "@").split("@"))
        return self._codes.get(text.casefold(), text)

    def render(self, value: AnyValue, language: Language) -> str:
        return DAY_CELLS[value](language) if value in DAY_CELLS else value


@dataclass(frozen=True)
class Any(Column):
    """The value of a setting: its own row says which kind it is."""

    dtype: ClassVar[str] = "object"
    width: ClassVar[int] = 26
    number_format: ClassVar[str] = "General"
    kind_words: ClassVar[Words] = Words("按“说明”填的值", "a value as 'Meaning' says")

    def parse(self, value: AnyValue) -> AnyValue:
        return value.strip() if isinstance(value, str) else value


@dataclass(frozen=True)
class Formula(Column):
    """A live formula. `formula` is Excel's text per language, with `[[#This Row],[header]]`
    references written as `{name}` of this table; `result` is the kind of its value."""

    formula: str = field(default="", kw_only=True)
    result: Column = field(default_factory=lambda: Number("", "", ""), kw_only=True)

    @property
    def expected(self) -> Words:
        return Words("公式，请勿改成数值", "the formula; do not type over it")

    def parse(self, value: AnyValue) -> AnyValue:
        return self.result.parse(value)

    def render(self, value: AnyValue, language: Language) -> AnyValue:
        return self.result.render(value, language)

    def series(self, values: list[AnyValue], index: pd.Index) -> pd.Series:
        return self.result.series(values, index).rename(self.name)


__all__ = [
    "DAY_CELLS",
    "FILLER_WORDS",
    "LEAVE",
    "OF_PEOPLE",
    "REST",
    "YEARS",
    "YES_NO",
    "Any",
    "Choice",
    "Choices",
    "Column",
    "Day",
    "Duration",
    "Filler",
    "Flag",
    "Formula",
    "Moment",
    "Money",
    "Month",
    "Number",
    "Percent",
    "Ref",
    "ShiftCell",
    "Text",
    "Whole",
]
