"""`check-roster`: the month as it stands, typed or built, against every rule and the law."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from csbook.commands.check import once
from csbook.commands.handler import Request, Result
from csbook.commands.rostering.check_cover import gap_notes
from csbook.commands.rostering.check_headcount import hints
from csbook.commands.rostering.check_line import ERROR, Line, by_person, in_brackets, table_of
from csbook.commands.rostering.check_lines import check_lines
from csbook.commands.rostering.repair_state import as_repaired
from csbook.commands.rostering.roster_grid import long_form
from csbook.commands.rostering.roster_state import cell_text, no_roster
from csbook.commands.rostering.standing import Standing, month_grid, standing
from csbook.problems import Problem, Words, counted, joined, same
from csbook.roster.law_words import STANDARD_HOURS, open_week_words, unknown_words
from csbook.roster.working_time import open_week, unknown_before


def check_roster(request: Request) -> Result:
    """Fill `RosterCheck`, errors first, and say of each person in one line what the law holds against them.

    The month is the sheet's, or comes from the history. Hard rules, blank and impossible cells and
    approved requests that are not kept are errors; soft rules, wishes and the law are warnings. Cells
    that cannot be used are named and the rest is checked. Leave approved for a rest day lets it be one, and
    a shift of today that has begun stands, as when a roster is repaired. What no roster could mend is told
    first, then who is missing. Raises `EmptyRoster`, `AnotherMonth`, `NothingToRoster`.
    """
    if long_form(month_grid(request)).empty:
        raise no_roster(request.tables, request.month)
    month = as_repaired(request, standing(request))
    lines = check_lines(request, month)
    law = [line for line in lines if line.law]
    return Result(
        headline(f"{request.month:%Y-%m}", lines),
        tables={"RosterCheck": table_of(lines, request)},
        notes=(*hints(request, month), *gap_notes(month), *by_person(law), *about_the_law(month, law)),
        problems=tuple(problems_of(request, lines, month)),
        details=details_of(lines),
    )


def headline(label: str, lines: Sequence[Line]) -> Words:
    if not lines:
        return Words(
            f"{label} 的班表没有问题：规则和法律都符合。",
            f"The roster of {label} keeps every rule and the law.",
        )
    errors, law = sum(line.severity == ERROR for line in lines), sum(line.law for line in lines)
    others = len(lines) - errors - sum(line.law and line.severity != ERROR for line in lines)
    people = len({line.agent_id for line in lines if line.law})
    return Words(
        f"{label} 的班表：须改 {errors} 条，软性规则提醒 {others} 条，法律提醒 {law} 条（{people} 人），"
        "见“排班检查”。",
        f"Roster of {label}: {errors} to correct, {counted(others, 'soft rule')} to look at, "
        f"{counted(law, 'reminder')} of the law ({counted(people, 'person', 'people')}): "
        "see sheet 'Roster check'.",
    )


def about_the_law(month: Standing, law: Sequence[Line]) -> list[Words]:
    """What was not known, and that standard hours are applied where somebody is beyond them."""
    notes = [STANDARD_HOURS] if law else []
    before, cut = unknown_before(month.problem), open_week(month.problem)
    notes += [unknown_words(before)] if before else []
    return notes + ([open_week_words(cut)] if cut else [])


def problems_of(request: Request, lines: Iterable[Line], month: Standing) -> list[Problem]:
    """What was found while reading, then the errors as cells to correct: the first day of each, or
    the whole row; a group's on no row. A cell that reading complained of is told once."""
    read = once([*request.found, *month.asked])
    known = {(problem.table, problem.row, problem.column) for problem in read}
    errors = [(line, _problem(request, line, month)) for line in lines if line.severity == ERROR]
    told = [p for line, p in errors if not (line.cell and (p.table, p.row, p.column) in known)]
    return [*read, *told]


def _problem(request: Request, line: Line, month: Standing) -> Problem:
    row, column, cell = month.rows.get(line.agent_id), None, None
    if line.of_row:
        expected = joined([line.limit, line.mend], "：", ": ") + in_brackets(same(line.name))
        return Problem("Roster", row, None, line.found(request.language), expected)
    if line.days:
        column = f"d{line.days[0].day:02d}"
        cell = line.cell or month.shown(line.agent_id, line.days[0])
    why = joined([same(line.name), line.subject + Words("：", ": ") + line.found, line.when], "，", ", ")
    return Problem(
        "Roster",
        row,
        column,
        cell_text(cell, request.language),
        Words(f"{line.mend.zh}（{why.zh}）", f"{line.mend.en} ({why.en})"),
    )


def details_of(lines: Sequence[Line]) -> dict[str, object]:
    """Counts, and every line with its days, for `--json`."""
    return {
        "errors": sum(line.severity == ERROR for line in lines),
        "warnings": sum(line.severity != ERROR for line in lines),
        "law": sum(line.law for line in lines),
        "lines": [
            {
                "severity": line.severity,
                "agent_id": line.agent_id,
                "name": line.name,
                "rule": line.subject.en,
                "source": line.source.en,
                "dates": [day.isoformat() for day in line.days],
                "found": line.found.en,
                "limit": line.limit.en,
                "mend": line.mend.en,
                "law": line.law,
            }
            for line in lines
        ],
    }
