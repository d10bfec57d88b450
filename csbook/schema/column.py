"""What every column has, whatever its kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, ClassVar, Final
from typing import Any as AnyValue

import pandas as pd
from pandas.api.types import pandas_dtype

from csbook.problems import Language, Words
from csbook.schema.cells import as_text

if TYPE_CHECKING:
    from pandas._typing import DtypeObj


class Filler(StrEnum):
    """Who fills a column. `SHARED` are columns that csbook fills and a person may change: the days of
    the roster, who has the late watch, who was told of a change, whose customer or case it is."""

    SUPERVISOR = "supervisor"
    AGENT = "agent"
    HR = "hr"
    CSBOOK = "csbook"
    SHARED = "shared"

    @property
    def is_person(self) -> bool:
        return self in (Filler.SUPERVISOR, Filler.AGENT, Filler.HR)


FILLER_WORDS: Final[dict[Filler, Words]] = {
    Filler.SUPERVISOR: Words("主管填写", "supervisor"),
    Filler.AGENT: Words("客服填写", "agent"),
    Filler.HR: Words("人事填写", "HR"),
    Filler.CSBOOK: Words("系统填写", "csbook"),
    Filler.SHARED: Words("系统填好，人可改", "csbook, people may change"),
}


@cache
def dtype_named(name: str) -> DtypeObj:
    """pandas' dtype of that name: it reads the name anew for each series otherwise, hundreds in a command."""
    return pandas_dtype(name)


@dataclass(frozen=True)
class Column:
    """One column: inside name (the frame's column), header in both languages, who fills it."""

    name: str
    zh: str
    en: str
    by: Filler = Filler.CSBOOK
    help: Words | None = field(default=None, kw_only=True)
    required: bool = field(default=False, kw_only=True)

    dtype: ClassVar[str] = "str"
    width: ClassVar[int] = 12
    number_format: ClassVar[str] = "@"
    kind_words: ClassVar[Words] = Words("文本", "text")

    def header(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en

    @property
    def expected(self) -> Words:
        return self.kind_words

    def parse(self, value: AnyValue) -> AnyValue:
        """The frame's value of a non-empty cell; raises `BadCell`."""
        return as_text(value)

    def render(self, value: AnyValue, language: Language) -> AnyValue:  # noqa: ARG002
        """The cell's value of a non-missing frame value."""
        return value

    def series(self, values: list[AnyValue], index: pd.Index) -> pd.Series:
        return pd.Series(values, index=index, name=self.name, dtype=dtype_named(self.dtype))
