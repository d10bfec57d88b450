"""What came of a routine: step by step, what to do next, and where it goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from csbook.commands.first_steps import pressed_again
from csbook.commands.outcome import (
    DONE,
    FACT,
    NEXT,
    PROBLEMS_FOUND,
    Outcome,
    ShownProblem,
    problem_lines,
)
from csbook.commands.registry import BY_NAME
from csbook.commands.routine import Routine, Then
from csbook.problems import Severity, Words, counted, joined, same
from csbook.schema.workbook import TABLES


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
    last, `notes` are about the routine itself. `after`: the steps that are still to do. `about`: why this
    month; `total`: what all steps did."""

    ended: tuple[Ended, ...] = ()
    after: tuple[Words, ...] = ()
    about: str = ""
    total: str = ""

    def text(self) -> str:
        return "\n".join(self.lines())

    def lines(self) -> Iterator[str]:
        """A line for each step, and under it the facts about it, set in."""
        language = self.language
        yield self.headline
        yield from (f"{FACT}· {note}" for note in (self.about, *self.notes) if note)
        for number, ended in enumerate(self.ended):
            yield step_line(ended)(language)
            yield from (FACT + fact for fact in facts(ended, self.ended[number + 1 :]))
        if self.after:
            left = joined(self.after)
            yield Words(f"还没做：{left.zh}。", f"Not done yet: {left.en}.")(language)
        if self.total:
            yield self.total
        if self.next_step:
            yield NEXT(language) + self.next_step

    def as_json(self) -> dict[str, Any]:
        """The outcome's keys, with the steps' outcomes in `details`."""
        steps = [{**ended.outcome.as_json(), "state": ended.state.value} for ended in self.ended]
        return {**super().as_json(), "details": {**self.details, "steps": steps}}


def outcome_of_routine(
    routine: Routine, begin: int, ended: tuple[Ended, ...], month: str | None, *, is_said: bool = True
) -> RoutineOutcome:
    """What is said of the steps; `begin`: the number (counted from 0) of the first not done before;
    `is_said`: somebody said the month."""
    last = ended[-1].outcome
    stopped = ended[-1].state is State.STOPPED
    language = last.language
    labels = [BY_NAME[step.command].label for step in routine.steps]
    to_look_at = any(each.outcome.exit_code != DONE for each in ended)
    going_on = Words("", "")
    if begin:
        going_on = Words(f"接着上次，从“{labels[begin].zh}”继续。", f"Going on from '{labels[begin].en}'. ")
    settled = routine.settled if ended[-1].state is State.PASSED else None
    if settled and not to_look_at:
        said, then = named(routine, month) + settled.headline, settled.then
    elif settled:
        said, then = named(routine, month) + settled.but, asked_by_steps(ended)
    else:
        said = ending(routine, ended[-1] if stopped else None, month, to_look_at=to_look_at)
        then = next_step(routine, ended, to_look_at=to_look_at)
    headline = going_on + said
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
        next_step=then(language),
        spot=last.spot if stopped else None,
        shows=None if stopped else routine.shows,
        ended=ended,
        after=tuple(labels[max(begin, len(ended)) :]),
        about="" if is_said or month is None else by_default(month)(language),
        total=total(routine, ended)(language),
    )


def by_default(month: str) -> Words:
    """Why this month, where nobody said one."""
    return Words(
        f"没有写月份，取上个月 {month}；要别的月份，在操作面板“月份”写（--month）。",
        f"No month was said, so it is last month, {month}; say another at 'month' in the panel (--month).",
    )


def total(routine: Routine, ended: tuple[Ended, ...]) -> Words:
    """`合计新增：订单 3、客服日报 9；“今日待办”共 169 项。`: what all steps together added, and what is to do
    now. Nothing where no step told of today's list."""
    todo = [each.outcome.details["todo"] for each in ended if "todo" in each.outcome.details]
    if not routine.summed or not todo or ended[-1].state is State.STOPPED:
        return Words("", "")
    sums = {
        table: sum(each.outcome.changed[table].added for each in ended if table in each.outcome.changed)
        for table in routine.summed
    }
    added = joined(TABLES[table].title + same(f" {number}") for table, number in sums.items() if number)
    said = (
        Words(f"合计新增：{added.zh}", f"Added in all: {added.en}")
        if added.zh
        else Words("合计：没有新增", "Nothing added")
    )
    things = counted(todo[-1], "thing")
    return said + Words(f"；“今日待办”共 {todo[-1]} 项。", f"; 'Today' lists {things} to do.")


def named(routine: Routine, month: str | None) -> Words:
    """`月结 2026-11 `"""
    return routine.label + Words(f" {month} " if month else "", f" {month}" if month else "")


def ending(routine: Routine, stopped: Ended | None, month: str | None, *, to_look_at: bool) -> Words:
    """`月结 2026-11 停在“锁定月份”。`"""
    name = named(routine, month)
    if stopped is not None:
        at = stopped.label
        return name + Words(f"停在“{at.zh}”。", f" stopped at '{at.en}'.")
    if to_look_at:
        return name + Words("完成，有要看的地方。", " is done; some things need a look.")
    return name + Words("完成。", " is done.")


def step_line(ended: Ended) -> Words:
    sign, said, label = STATE_SIGNS[ended.state], ended.outcome.headline, ended.label
    return Words(f"{sign} {label.zh}：", f"{sign} {label.en}: ") + same(said)


def facts(ended: Ended, later: tuple[Ended, ...]) -> list[str]:
    """What there is to know of a step beside its headline: what to correct first, then the notes that no
    later step says again."""
    outcome = ended.outcome
    problems = sorted(outcome.problems, key=lambda p: p.severity != Severity.ERROR.value)
    again = [note for each in later for note in each.outcome.notes]
    notes = [note for note in outcome.notes if not any(other.startswith(note) for other in again)]
    notes = [note for note in notes if not any(asks_for(note, each.label) for each in later)]
    return [
        *problem_lines(problems, outcome.language),
        *(f"· {note}" for note in notes),
    ]


def asks_for(note: str, label: Words) -> bool:
    """Whether a note tells to press a button that the routine has pressed itself since."""
    return f"点“{label.zh}”" in note or f"press '{label.en}'" in note


def next_step(routine: Routine, ended: tuple[Ended, ...], *, to_look_at: bool) -> Words:
    """What a person does now: what a step asked for before it is pressed again, else the routine's own."""
    again = pressed_again(routine.label)
    if ended[-1].state is State.STOPPED:
        return to_mend(ended[-1].outcome) + again
    for each in ended:
        if each.outcome.exit_code != DONE and each.outcome.next_step:
            said, its_own = each.outcome.next_step, pressed_again(each.label)
            return Words(said.removesuffix(its_own.zh), said.removesuffix(its_own.en)) + again
    look = (
        Words("先看上面列出的地方，再", "see to what is listed above, then ") if to_look_at else Words("", "")
    )
    told = [then.words for then in routine.then if applies(then, ended)]
    return look + joined(told, "；", "; ") + Words("。", ".")


def asked_by_steps(ended: tuple[Ended, ...]) -> Words:
    """What the steps with something to look at ask for themselves."""
    asked = [each.outcome.next_step for each in ended if each.outcome.exit_code != DONE]
    return joined((same(said) for said in asked if said), "", " ")


def applies(then: Then, ended: tuple[Ended, ...]) -> bool:
    """Whether there is anything to do it about."""
    step = next((each for each in ended if each.outcome.command == then.step), None)
    if step is None or step.state is State.BEFORE:
        return True
    return any(step.outcome.details.get(figure) for figure in then.figures)


def to_mend(stopped: Outcome) -> Words:
    """What the stop itself asks for; else the first cell to correct; else what the message says."""
    if stopped.next_step:
        return same(stopped.next_step)
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
