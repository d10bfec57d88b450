"""What came of a command, in the words of the workbook."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
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
MOST_RANGES: Final = 8
"""How many rows, or rows that follow each other, one line of a message names; 填写检查 lists all of them."""
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

    @property
    def said(self) -> tuple[str, str, str, str]:
        """All but the place on the sheet."""
        return self.sheet, self.found, self.expected, self.severity

    def line(self, language: Language) -> str:
        rows = (self.row,) if self.row else ()
        return SameProblem(self, rows, (self.column,) if self.column else ()).line(language)


@dataclass(frozen=True)
class SameProblem:
    """One problem, or the same in several cells: in some columns of a row, or in a column of some rows."""

    first: ShownProblem
    rows: tuple[int, ...]
    columns: tuple[str, ...]

    def line(self, language: Language) -> str:
        first, rows = self.first, ranges(self.rows)
        named, all_named = rows[:MOST_RANGES], len(rows) <= MOST_RANGES
        if language == "zh":
            row = f"第 {'、'.join(named)} {'' if all_named else f'等 {len(self.rows)} '}行" if rows else ""
            place = f"{first.sheet} {row}" + "".join(f"“{column}”" for column in self.columns)
            found = f"“{first.found}”" if first.found else "空"
            return f"{place}：现为{found}，应为：{first.expected}"
        of_rows = [f"row{'s' * (len(self.rows) > 1)} {', '.join(named)}"] if rows else []
        if not all_named:
            of_rows = [f"{len(self.rows)} rows ({', '.join(named)}, ...)"]
        places = [first.sheet, *of_rows, *(f"'{column}'" for column in self.columns)]
        found = f"found '{first.found}'" if first.found else "is empty"
        return f"{', '.join(places)}: {found}, should be: {first.expected}"


def ranges(rows: Iterable[int]) -> list[str]:
    """`6-13`, `15`: rows in their order, those that follow each other as one."""
    spans: list[list[int]] = []
    for row in sorted(rows):
        if spans and row == spans[-1][-1] + 1:
            spans[-1] = [spans[-1][0], row]
        else:
            spans.append([row])
    return ["-".join(map(str, span)) for span in spans]


def problem_lines(problems: Iterable[ShownProblem], language: Language) -> list[str]:
    """A line for each problem with its sign; what is said alike of several cells of a row, of a column, or of
    several whole rows, is said once, at the place of the first."""
    of_rows: dict[Hashable, list[ShownProblem]] = {}
    for number, problem in enumerate(problems):
        in_row = (*problem.said, problem.row) if problem.row and problem.column else number
        of_rows.setdefault(in_row, []).append(problem)
    of_columns: dict[Hashable, list[list[ShownProblem]]] = {}
    for number, cells in enumerate(of_rows.values()):
        columns = tuple(problem.column for problem in cells)
        below = (*cells[0].said, columns) if cells[0].row else number
        of_columns.setdefault(below, []).append(cells)
    lines = []
    for rows in of_columns.values():
        first = rows[0][0]
        numbers = tuple(cells[0].row for cells in rows if cells[0].row)
        columns = tuple(dict.fromkeys(problem.column for problem in rows[0] if problem.column))
        said = SameProblem(first, numbers, columns).line(language)
        lines.append(f"{SIGNS[Severity(first.severity)]} {said}")
    return lines


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
        lines += [f"  {line}" for line in problem_lines(self.problems, self.language)]
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
