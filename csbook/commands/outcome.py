"""What came of a command, in the words of the workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from csbook.masking import masked
from csbook.problems import Language, Problem, Severity, Words, counted
from csbook.schema.columns import Choice, Column, Formula, ShiftCell
from csbook.schema.workbook import TABLES, WORKBOOK, sheet_title

DONE, PROBLEMS_FOUND = 0, 1
"""Exit codes. `PROBLEMS_FOUND`: cells or rows to correct, whether or not the rest was written."""
SIGNS: Final = {Severity.ERROR.value: "✗", Severity.WARNING.value: "▲"}
"""What stands before a problem: something to correct, something to look at."""
NEXT: Final = Words("下一步：", "Next: ")
"""How the last line of a message begins that says what to do next."""
FACT: Final = "    "
"""What stands before a fact about one step of several, under the step's line."""


@dataclass(frozen=True)
class ShownProblem:
    """A problem with the sheet and header that a person sees."""

    sheet: str
    row: int | None
    column: str
    found: str
    expected: str
    severity: str

    def line(self, language: Language) -> str:
        if language == "zh":
            row = f"第 {self.row} 行" if self.row else ""
            place = f"{self.sheet} {row}" + (f"“{self.column}”" if self.column else "")
            found = f"“{self.found}”" if self.found else "空"
            return f"{place}：现为{found}，应为：{self.expected}"
        places = [f"row {self.row}"] * bool(self.row) + [f"'{self.column}'"] * bool(self.column)
        found = f"found '{self.found}'" if self.found else "is empty"
        return f"{', '.join([self.sheet, *places])}: {found}, should be: {self.expected}"


def shown(problem: Problem, language: Language) -> ShownProblem:
    table = TABLES[problem.table]
    column = table[problem.column] if problem.column else None
    found = problem.found
    if isinstance(column, Choice) and found in column.choices:  # a code, as the frames hold it
        found = column.choices[found](language)
    elif isinstance(column, ShiftCell):  # so are `rest` and `leave`
        found = column.render(found, language)
    return ShownProblem(
        sheet=sheet_title(problem.table, language),
        row=problem.row,
        column=label_of(problem.table, column, language) if column else "",
        found=masked(found),
        expected=problem.expected(language),
        severity=problem.severity.value,
    )


def label_of(table: str, column: Column, language: Language) -> str:
    """The column's header; with its table's title where another table of the sheet has the same header."""
    header = column.header(language)
    others = (t for t in WORKBOOK.sheet_of[table].tables if t.name != table)
    if all(other.header(language) != header for t in others for other in t.columns):
        return header
    title = TABLES[table].title
    return Words(f"{header}（{title.zh}）", f"{header} ({title.en})")(language)


@dataclass(frozen=True)
class Changed:
    """How many rows of a table a command added and changed."""

    added: int
    changed: int


@dataclass(frozen=True)
class Outcome:
    """The end of one command: what is said, what was wrong, what changed.

    `stopped`: something is to be corrected first, and nothing was written. `next_step`: what a person does
    next. `spot`: where the first cell to correct stands; `shows`: the table of the sheet to be read now.
    """

    command: str
    language: Language
    exit_code: int
    headline: str
    notes: tuple[str, ...] = ()
    problems: tuple[ShownProblem, ...] = ()
    changed: Mapping[str, Changed] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)
    stopped: bool = False
    next_step: str | None = None
    spot: Problem | None = None
    shows: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The outcome as plain data; the keys are part of the command line's promise."""
        return {
            "command": self.command,
            "exit_code": self.exit_code,
            "headline": self.headline,
            "notes": list(self.notes),
            "problems": [vars(p) for p in self.problems],
            "changed": {name: vars(c) for name, c in self.changed.items()},
            "details": dict(self.details),
            "next_step": self.next_step,
        }

    def text(self) -> str:
        """The outcome as a person reads it."""
        lines = [self.headline]
        lines += [f"  · {note}" for note in self.notes]
        lines += [f"  {SIGNS[p.severity]} {p.line(self.language)}" for p in self.problems]
        lines += [NEXT(self.language) + self.next_step] if self.next_step else []
        return "\n".join(lines)


def stopped_by(command: str, problems: Sequence[Problem], language: Language) -> Outcome:
    """The outcome when problems stand in the way: nothing was written. Typed cells come before formulas,
    which mostly follow from them."""
    problems = sorted(problems, key=is_of_formula)
    errors = sum(p.severity is Severity.ERROR for p in problems)
    headline = Words(
        f"有 {errors} 处需要先改正，没有写入任何内容。",
        f"{counted(errors, 'cell')} to correct first; nothing was written.",
    )
    return Outcome(
        command,
        language,
        PROBLEMS_FOUND,
        headline(language),
        problems=tuple(shown(p, language) for p in problems),
        stopped=True,
        spot=first_error(problems),
    )


def is_of_formula(problem: Problem) -> bool:
    return problem.column is not None and isinstance(TABLES[problem.table][problem.column], Formula)


def first_error(problems: Iterable[Problem]) -> Problem | None:
    """The first that somebody must correct and that stands in a cell."""
    return next((p for p in problems if p.severity is Severity.ERROR and p.row is not None), None)
