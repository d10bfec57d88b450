"""What a setting is, and the words that several share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from csbook.problems import Words, same
from csbook.schema.columns import Column

OURS: Final = Words("本软件默认", "our default")


@dataclass(frozen=True)
class Setting:
    """One setting. `kind` parses and limits its value; `default` is a frame value or None."""

    name: str
    words: Words
    kind: Column
    default: Any
    unit: Words
    source: Words
    help: Words
    required: bool = True


def source(zh: str, en: str) -> Words:
    return Words(f"制度：{zh}", f"documents: {en}")


YUAN, PERCENT, NONE = Words("元", "yuan"), Words("%", "%"), same("")
DAYS_UNIT, CLOCK = Words("天", "days"), Words("时：分", "h:mm")
HOURS_UNIT, TIMES = Words("小时", "hours"), Words("次", "times")
