"""What came of a routine: step by step, what to do next, and where it goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from csbook.commands.outcome import DONE, FACT, NEXT, PROBLEMS_FOUND, SIGNS, Outcome, ShownProblem
from csbook.commands.registry import BY_NAME
from csbook.commands.routine import Routine
from csbook.problems import Severity, Words, counted, joined


class State(StrEnum):
    """How a step ended. `before`: it was done the time before; `passed`: there was nothing to do for it;
    `stopped`: it could not be done."""

    BEFORE = "before"
    DONE = "done"
    PASSED = "passed"
    STOPPED = "stopped"


STATE_SIGNS: Final = {State.BEFORE: "✓", State.DONE: "✓", State.PASSED: "–", State.STOPPED: "✗"}


@dataclass(frozen=True)
class Ended:
    """A step of the routine and what came of it, now or the time before."""

    state: State
    outcome: Outcome

    @property
    def label(self) -> Words:
        return BY_NAME[self.outcome.command].label


@dataclass(frozen=True)
class RoutineOutcome(Outcome):
    """`ended`: the steps run or done the time before, in their order; `problems` are those that stopped the
    last. `after`: the steps that are still to do."""

    ended: tuple[Ended, ...] = ()
    after: tuple[Words, ...] = ()

    def text(self) -> str:
        return "\n".join(self.lines())

    def lines(self) -> Iterator[str]:
        """A line for each step, and under it the facts about it, set in."""
        language = self.language
        yield self.headline
        for number, ended in enumerate(self.ended):
            yield step_line(ended)(language)
            yield from (FACT + fact for fact in facts(ended, self.ended[number + 1 :]))
        if self.after:
            left = joined(self.after)
            yield Words(f"还没做：{left.zh}。", f"Not done yet: {left.en}.")(language)
        if self.next_step:
            yield NEXT(language) + self.next_step

    def as_json(self) -> dict[str, Any]:
        """The outcome's keys, with the steps' outcomes in `details`."""
        steps = [{**ended.outcome.as_json(), "state": ended.state.value} for ended in self.ended]
        return {**super().as_json(), "details": {**self.details, "steps": steps}}


def outcome_of_routine(
    routine: Routine, begin: int, ended: tuple[Ended, ...], month: str | None
) -> RoutineOutcome:
    """What is said of the steps; `begin`: the number (counted from 0) of the first not done before."""
    last = ended[-1].outcome
    stopped = ended[-1].state is State.STOPPED
    language = last.language
    labels = [BY_NAME[step.command].label for step in routine.steps]
    to_look_at = any(each.outcome.exit_code != DONE for each in ended)
    going_on = Words("", "")
    if begin:
        going_on = Words(f"接着上次，从“{labels[begin].zh}”继续。", f"Going on from '{labels[begin].en}'. ")
    headline = going_on + ending(routine, ended[-1] if stopped else None, month, to_look_at=to_look_at)
    return RoutineOutcome(
        command=routine.name,
        language=language,
        exit_code=last.exit_code if stopped else PROBLEMS_FOUND if to_look_at else DONE,
        headline=headline(language),
        problems=last.problems if stopped else (),
        details={
            "month": month,
            "began_at": routine.steps[begin].command,
            "stopped_at": last.command if stopped else None,
        },
        stopped=stopped,
        next_step=next_step(routine, ended, to_look_at=to_look_at)(language),
        spot=last.spot if stopped else None,
        shows=None if stopped else routine.shows,
        ended=ended,
        after=tuple(labels[max(begin, len(ended)) :]),
    )


def ending(routine: Routine, stopped: Ended | None, month: str | None, *, to_look_at: bool) -> Words:
    """`月结 2026-11 停在“锁定月份”。`"""
    name = routine.label + Words(f" {month} " if month else "", f" {month}" if month else "")
    if stopped is not None:
        at = stopped.label
        return name + Words(f"停在“{at.zh}”。", f" stopped at '{at.en}'.")
    if to_look_at:
        return name + Words("完成，有要看的地方。", " is done; some things need a look.")
    return name + Words("完成。", " is done.")


def step_line(ended: Ended) -> Words:
    sign, said, label = STATE_SIGNS[ended.state], ended.outcome.headline, ended.label
    passed = Words("跳过。", "passed over. ") if ended.state is State.PASSED else Words("", "")
    return Words(f"{sign} {label.zh}：", f"{sign} {label.en}: ") + passed + Words(said, said)


def facts(ended: Ended, later: tuple[Ended, ...]) -> list[str]:
    """What there is to know of a step beside its headline: what to correct first, then the notes that no
    later step says again."""
    outcome = ended.outcome
    problems = sorted(outcome.problems, key=lambda p: p.severity != Severity.ERROR.value)
    again = [note for each in later for note in each.outcome.notes]
    notes = [note for note in outcome.notes if not any(other.startswith(note) for other in again)]
    return [
        *(f"{SIGNS[Severity(p.severity)]} {p.line(outcome.language)}" for p in problems),
        *(f"· {note}" for note in notes),
    ]


def next_step(routine: Routine, ended: tuple[Ended, ...], *, to_look_at: bool) -> Words:
    """What a person does now."""
    if ended[-1].state is State.STOPPED:
        again = Words(f"，再点“{routine.label.zh}”。", f", then press '{routine.label.en}' again.")
        return to_mend(ended[-1].outcome) + again
    look = (
        Words("先看上面列出的地方，再", "see to what is listed above, then ") if to_look_at else Words("", "")
    )
    return look + routine.then


def to_mend(stopped: Outcome) -> Words:
    """The first cell to correct; else what the message says."""
    errors = [p for p in stopped.problems if p.severity == Severity.ERROR.value]
    if not errors:
        return Words("按上面说的处理", "do what is said above")
    return place_words(errors[0]) + (
        Words(f"等 {len(errors)} 处", f" and {counted(len(errors) - 1, 'other cell')}")
        if len(errors) > 1
        else Words("", "")
    )


def place_words(problem: ShownProblem) -> Words:
    """`改正“员工”第 12 行“入职日期”`"""
    row = Words(f"第 {problem.row} 行", f", row {problem.row}") if problem.row else Words("", "")
    column = Words(f"“{problem.column}”", f", '{problem.column}'") if problem.column else Words("", "")
    sheet = Words(f"改正“{problem.sheet}”", f"correct '{problem.sheet}'")
    return sheet + row + column
