"""The path of routines: each step through `run`, one after the other, on the same open book.

Each step is saved, can be undone and stands in the journal as when its own button is pressed. The routine
adds a row of its own, which says how far it came: pressed again it goes on from there.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from csbook.books.book import Book
from csbook.books.frames import read_table
from csbook.books.plan import plan_write
from csbook.commands import registry
from csbook.commands.command import Command, Parameter, imported
from csbook.commands.files import FileWork
from csbook.commands.handler import Progress, silent
from csbook.commands.outcome import DONE, Outcome
from csbook.commands.routine import Routine, Step
from csbook.commands.routine_words import Ended, RoutineOutcome, State, outcome_of_routine
from csbook.commands.run import JOURNAL, journal_row, language_of, run
from csbook.commands.snapshots import SnapshotStore
from csbook.problems import CsbookError, Language, Words, joined, same
from csbook.schema.command_labels import name_of
from csbook.schema.panel import PARAMETER

STOPPED_AT: Final = "✗"
"""In the journal's column of changes, between the steps done and the one that could not be."""
FilesOf = Callable[[Command, str | None], FileWork]
"""A command and the folder said for it -> what it has to do with files."""


@dataclass(frozen=True)
class Occasion:
    """What one run of a routine is about: the moment taken as today, and the month (`2026-11`) of a monthly
    one. On the same day, or about the same month, it goes on where it stopped."""

    today: dt.datetime
    month: dt.date | None

    @property
    def label(self) -> str | None:
        return None if self.month is None else f"{self.month:%Y-%m}"

    def of_same(self, journal: pd.DataFrame) -> pd.Series:
        """Which rows of the journal are of the same day or month."""
        if self.month is not None:
            return journal["month"].eq(f"{self.month:%Y-%m}")
        days: pd.Series = journal["as_of"].dt.normalize()
        return days.eq(pd.Timestamp(self.today.date()))


@dataclass(frozen=True)
class Steps:
    """The steps' way through `run`. `told`: the routine's parameters by name."""

    book: Book
    today: dt.datetime
    now: dt.datetime
    user: str
    told: Mapping[str, Any]
    files: FilesOf
    store: SnapshotStore | None
    progress: Progress

    @property
    def language(self) -> Language:
        return language_of(self.book)

    def ended(self, step: Step, place: Words, *, is_first: bool) -> Ended:
        """The step done, passed over or stopped. `place`: which of how many it is; what the steps before it
        changed stays coloured."""
        command = registry.command(step.command)
        try:
            outcome = self.run(command, step, place, marks_more=not is_first)
        except CsbookError as error:
            language, nothing = self.language, tuple(imported(name) for name in step.nothing_to_do)
            said = error.words
            folder = command.folder if command.folder_said(self.told) else None
            if isinstance(error, nothing) and folder is None:
                passed = passed_over(step.lacking, said)
                return Ended(State.PASSED, Outcome(command.name, language, DONE, passed(language)))
            if isinstance(error, nothing) and folder is not None:
                said += usual_instead(command, folder)
            first = error.before_again
            stop = Outcome(
                command.name,
                language,
                error.exit_code,
                said(language),
                stopped=True,
                next_step=first(language) if first else None,
            )
            return Ended(State.STOPPED, stop)
        return Ended(State.STOPPED if outcome.stopped else State.DONE, outcome)

    def run(self, command: Command, step: Step, place: Words, *, marks_more: bool) -> Outcome:
        begun = command.label + Words("……", " ...")
        ahead = place + begun + Words("", " ")

        def tell(words: Words) -> None:
            self.progress(place + begun if words == begun else ahead + words)

        taken = {p.name for p in command.parameters}
        given = {name: value for name, value in self.told.items() if name in taken} | dict(step.fixed)
        work = self.files(command, command.folder_said(given))
        return run(
            command.name,
            self.book,
            self.today,
            now=self.now,
            user=self.user,
            parameters=given,
            store=self.store,
            progress=tell,
            files=work.files,
            folder=work.folder,
            marks_more=marks_more,
        )


def run_routine(
    routine: Routine,
    book: Book,
    today: dt.datetime,
    *,
    now: dt.datetime,
    user: str,
    files: FilesOf,
    parameters: Mapping[str, Any] | None = None,
    store: SnapshotStore | None = None,
    progress: Progress = silent,
) -> RoutineOutcome:
    """Run the steps until one cannot be done: cells are to be corrected first, or a `CsbookError` came.

    It begins with the step at which the last run of the same occasion stopped, unless something was undone
    since; else with the first. Steps that are to be done `each_time` come before it. `parameters` are the
    routine's, by name; the others are those of `run`.
    Raises what `language_of` and reading the journal raise.
    """
    told = dict(parameters or {})
    is_said = not routine.of_last_month or "month" in told
    if routine.of_last_month:
        told.setdefault("month", month_before(today))
    occasion = Occasion(today, told["month"] if routine.of_last_month else None)
    steps = Steps(book, today, now, user, told, files, store, progress)
    begin = first_not_done(routine, read_table(book, JOURNAL, steps.language).frame, occasion)
    total = len(routine.steps)
    ended: list[Ended] = []
    for number, step in enumerate(routine.steps):
        if number < begin and not step.each_time:
            ended.append(done_before(step, steps.language))
            continue
        place = Words(f"第 {number + 1} 步，共 {total} 步：", f"Step {number + 1} of {total}: ")
        is_first = not any(each.outcome.changed for each in ended)
        ended.append(steps.ended(step, place, is_first=is_first))
        if ended[-1].state is State.STOPPED:
            break
        if number < begin and ended[-1].outcome.changed:
            begin = number + 1
    outcome = outcome_of_routine(routine, begin, tuple(ended), occasion.label, is_said=is_said)
    try:
        keep_in_journal(book, outcome, how_far(ended)(outcome.language), occasion, now=now, user=user)
    except CsbookError as error:
        return replace(outcome, notes=(not_kept(routine, error)(outcome.language),))
    return outcome


def done_before(step: Step, language: Language) -> Ended:
    said = Words("上次已完成。", "done before.")
    return Ended(State.BEFORE, Outcome(step.command, language, DONE, said(language)))


def passed_over(lacking: Words | None, why: Words) -> Words:
    """`“导入”里没有文件，跳过。`, `跳过。2026-11 已经锁定……`"""
    if lacking is None:
        return Words("跳过。", "passed over. ") + why
    return lacking + Words("，跳过。", "; passed over.")


def usual_instead(command: Command, folder: Parameter) -> Words:
    """What to do where the folder that was said holds no file for a step."""
    usual, row = command.usual_folder or Words("", ""), PARAMETER.choices[folder.name]
    option = folder.flag_name
    return Words(
        f"这是操作面板“{row.zh}”（{option}）写的；清空它即取“{usual.zh}”。",
        f" So says '{row.en}' in the panel ({option}); empty takes '{usual.en}'.",
    )


def not_kept(routine: Routine, error: CsbookError) -> Words:
    """That the routine's own row is missing, and what follows."""
    name = routine.label
    return (
        Words(
            f"“操作记录”里没能记下“{name.zh}”这一行，再点会再做一遍：",
            f"'Journal' has no row of '{name.en}'; pressed again, it may do steps once more: ",
        )
        + error.words
    )


def month_before(today: dt.datetime) -> dt.date:
    """The first day of last month."""
    return (today.date().replace(day=1) - dt.timedelta(days=1)).replace(day=1)


def first_not_done(routine: Routine, journal: pd.DataFrame, occasion: Occasion) -> int:
    """The number (counted from 0) of the step to begin with, by the last row of the routine."""
    rows = journal.sort_values("at", kind="stable")
    own = rows.index[(rows["command"] == routine.name) & occasion.of_same(rows)]
    if own.empty:
        return 0
    later = rows.loc[own[-1] :, "command"]
    said = rows.at[own[-1], "changed"]
    if (later == "undo").any() or not isinstance(said, str) or STOPPED_AT not in said:
        return 0
    done = [name_of(text.strip()) for text in re.split("[、,]", said.partition(STOPPED_AT)[0])]
    first = next((step for step in routine.steps if step.command not in done), routine.steps[0])
    names = [step.command for step in routine.steps]
    return names.index(first.rests_on or first.command)


def how_far(ended: Sequence[Ended]) -> Words:
    """`导入、准备当天 ✗ 更新回访`; only the steps done where none was stopped. A step passed over is not
    done: what it lacked may be there later."""
    done = joined(each.label for each in ended if each.state in (State.DONE, State.BEFORE))
    if ended[-1].state is not State.STOPPED:
        return done
    return done + same(f" {STOPPED_AT} ") + ended[-1].label


def keep_in_journal(
    book: Book, outcome: RoutineOutcome, far: str, occasion: Occasion, *, now: dt.datetime, user: str
) -> None:
    """The routine's own row; raises what reading and writing the book raise."""
    entry = journal_row(outcome, now=now, user=user, today=occasion.today, month=occasion.month)
    journal = read_table(book, JOURNAL, outcome.language)
    book.apply([plan_write(journal, entry.assign(changed=far), outcome.language).write])
