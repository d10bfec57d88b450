"""Reading the settings: a row of 设置 holds a setting's name in the workbook's language and its value.

`Settings` has typed values of all of them, and reading lists what a person should correct.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import pandas as pd

from csbook.problems import Problem, Words, figure
from csbook.schema.cells import BadCell
from csbook.schema.columns import Choice
from csbook.schema.setting_list import SETTINGS

SETTING_WORDS: Final = {s.name: s.words for s in SETTINGS}
BY_NAME: Final = {s.name: s for s in SETTINGS}
SHARE_GROUPS: Final = (
    ("self_share", "manager_share"),
    ("performance_share", "ability_share", "cooperation_share", "service_share"),
)


@dataclass(frozen=True)
class Settings:
    """Typed values of all settings; a missing row or an empty optional value has its default."""

    values: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


def read_settings(frame: pd.DataFrame) -> tuple[Settings, list[Problem]]:
    """The settings of a frame of `Settings` (columns `name`, `value`; index: sheet rows).

    Problems: a value that does not fit, an empty required one, shares that do not add to 100 %.
    """
    values = {s.name: s.default for s in SETTINGS}
    rows: dict[str, int] = {}
    problems: list[Problem] = []
    for row, name, value in zip(frame.index, frame["name"], frame["value"], strict=True):
        known = BY_NAME.get(name)
        if known is None:
            continue
        rows[name] = int(row)
        if pd.isna(value) or value == "":
            if known.required and known.default is None:
                problems.append(
                    Problem("Settings", int(row), "value", "", known.words + colon() + known.kind.expected)
                )
            continue
        try:
            values[name] = known.kind.parse(value)
        except BadCell as wrong:
            expected = known.words + colon() + (wrong.expected or known.kind.expected)
            problems.append(Problem("Settings", int(row), "value", str(value), expected))
    problems += share_problems(values, rows)
    return Settings(values), problems


def colon() -> Words:
    return Words("\uff1a", ": ")


def share_problems(values: dict[str, Any], rows: dict[str, int]) -> list[Problem]:
    """Each group of shares adds to 100 % (domain A7.8)."""
    problems = []
    for group in SHARE_GROUPS:
        total = sum(Decimal(repr(values[name])) for name in group)
        if total != 1:
            names = Words(
                "、".join(SETTING_WORDS[n].zh for n in group), ", ".join(SETTING_WORDS[n].en for n in group)
            )
            problems.append(
                Problem(
                    "Settings",
                    rows.get(group[0]),
                    "value",
                    f"{figure(float(total * 100))}%",
                    names + Words(" 合计须为 100%", " must add to 100 %"),
                )
            )
    return problems


def setting_choice() -> Choice:
    return Choice("name", "项目", "Setting", choices=SETTING_WORDS, list_name="setting", required=True)
