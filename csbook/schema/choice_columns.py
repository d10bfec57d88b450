"""Columns whose cells hold one of a list of texts, or several: codes inside, words in the cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any as AnyValue
from typing import ClassVar, Final

from csbook.problems import Language, Words, same
from csbook.schema.cells import BadCell, as_text
from csbook.schema.column import Column

NO_FORMER: Final[Mapping[str, Words]] = {}


@dataclass(frozen=True)
class Choice(Column):
    """One of a list. The cell holds the text of the workbook's language, the frame the code.

    `former`: texts that an earlier version wrote, by code; they are read like those of `choices`.
    """

    choices: dict[str, Words] = field(default_factory=dict, kw_only=True, hash=False)
    list_name: str = field(default="", kw_only=True)
    former: Mapping[str, Words] = field(default_factory=lambda: NO_FORMER, kw_only=True, hash=False)

    @property
    def expected(self) -> Words:
        shown = list(self.choices.values())[:12]
        more = Words(" 等", " …") if len(self.choices) > 12 else same("")
        return (
            Words("从列表中选择：", "one of: ")
            + Words(" / ".join(w.zh for w in shown), " / ".join(w.en for w in shown))
            + more
        )

    def parse(self, value: AnyValue) -> str:
        code = self.codes.get(as_text(value).casefold())
        if code is None:
            raise BadCell
        return code

    @property
    def codes(self) -> dict[str, str]:
        """Every accepted text, case-folded, with its code."""
        lists = id(self.choices), id(self.former)
        found = _CODES.get(lists)
        if found is None:
            every = [*self.former.items(), *self.choices.items()]
            found = {text.casefold(): code for code, w in every for text in (code, w.zh, w.en)}
            _CODES[lists] = found
        return found

    def render(self, value: AnyValue, language: Language) -> str:
        return self.choices[value](language)


_CODES: dict[tuple[int, int], dict[str, str]] = {}


@dataclass(frozen=True)
class Choices(Choice):
    """Several of a list, in one cell, kept as `jd,vip`."""

    width: ClassVar[int] = 32

    @property
    def expected(self) -> Words:
        several = Words("（可填多个，用顿号隔开）", " (several, with commas between)")
        return super().expected + several

    def parse(self, value: AnyValue) -> str:
        parts = [p for p in re.split(r"[、,\uff0c;\uff1b/\s]+", as_text(value)) if p]
        codes = [super(Choices, self).parse(p) for p in parts]
        return ",".join(dict.fromkeys(codes))

    def render(self, value: AnyValue, language: Language) -> str:
        texts = [self.choices[c](language) for c in value.split(",")]
        return ("、" if language == "zh" else ", ").join(texts)
