"""What a check says: how things stand, what was found, what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from csbook.problems import Language, Words, same

NOTHING: Final = same("")
SHOWN: Final = 3
"""How many of several things of one kind are named."""


class State(StrEnum):
    """`fail` keeps a button or command from working, `warn` may; `unknown`: it could not be looked up."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Verdict:
    """What one look found; `remedy` is empty where there is nothing to do."""

    state: State
    found: Words
    remedy: Words = NOTHING


@dataclass(frozen=True)
class Finding:
    """A check's verdict with its number and name."""

    number: int
    name: Words
    state: State
    found: Words
    remedy: Words = NOTHING

    def as_json(self, language: Language) -> dict[str, Any]:
        """The finding as plain data; the keys are part of the command line's promise."""
        return {
            "number": self.number,
            "name": self.name(language),
            "state": self.state.value,
            "found": self.found(language),
            "remedy": self.remedy(language),
        }


class NotKnown(Exception):
    """The computer does not tell: no right to read it, a tool that is missing or does not answer."""

    def __init__(self, why: Words) -> None:
        super().__init__(why.en)
        self.why = why


def ok(zh: str, en: str) -> Verdict:
    return Verdict(State.OK, Words(zh, en))


def not_applicable(zh: str, en: str) -> Verdict:
    return Verdict(State.NOT_APPLICABLE, Words(zh, en))


def warn(found: Words, remedy: Words) -> Verdict:
    return Verdict(State.WARN, found, remedy)


def fail(found: Words, remedy: Words) -> Verdict:
    return Verdict(State.FAIL, found, remedy)


def shortened(names: list[str]) -> Words:
    """The first of the names, with a sign that there are more."""
    more = len(names) > SHOWN
    return Words(
        "、".join(names[:SHOWN]) + ("……" if more else ""),
        ", ".join(names[:SHOWN]) + (" ..." if more else ""),
    )
