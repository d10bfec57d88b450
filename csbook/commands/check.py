"""`check`: everything in the workbook that a person should correct, written to 填写检查."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from csbook.commands.case_desk import review_handler_problems
from csbook.commands.desk import moment_of, rules_of
from csbook.commands.handler import Request, Result
from csbook.commands.live_figures import SOURCES
from csbook.commands.load_checks import panel_problems
from csbook.commands.lock_contents import people_changed
from csbook.commands.locked_months import is_locked, standing_locks
from csbook.commands.log_finished import finished_to_come
from csbook.commands.month_dues import late_problems
from csbook.commands.month_terms import RULES, at_their_cells, by_its_terms
from csbook.commands.outcome import shown
from csbook.commands.pay_explained import explanation_problems
from csbook.commands.rostering.roster_grid import kept_cells
from csbook.commands.rostering.stated import closed_days, stated_problem
from csbook.commands.score_commands import SCORED
from csbook.commands.scored_month import scored_month
from csbook.commands.terms_reminders import terms_problems
from csbook.commands.typed_over import problems_of_values
from csbook.followups.state import forgotten_dates, impossible_dates, moves_too_far
from csbook.imports.own_profiles import own_profiles
from csbook.problems import Problem, Severity, Words, counted
from csbook.roster.frames import NothingToRoster
from csbook.schema.checks_of_customers import moments_to_come
from csbook.schema.workbook import TABLES
from csbook.scorecard.points import read_yardsticks


def check(request: Request) -> Result:
    """The problems found while reading and those of roster, rules and measures, as rows of
    `Problems`, errors first."""
    problems = sorted(once([*request.found, *domain_problems(request)]), key=is_warning)
    rows = [vars(shown(p, request.language)) for p in problems]
    warnings = sum(map(is_warning, problems))
    errors = len(problems) - warnings
    if not problems:
        headline = Words("全部检查完毕，没有要改的地方。", "All checked: nothing to correct.")
    else:
        headline = Words(
            f"需要改正 {errors} 处，提醒 {warnings} 处，见“填写检查”。",
            f"{errors} to correct, {warnings} to look at: see sheet 'Problems'.",
        )
    return Result(
        headline=headline,
        tables={"Problems": pd.DataFrame(rows, columns=TABLES["Problems"].names)},
        problems=tuple(problems),
        details={"errors": errors, "warnings": warnings},
    )


def is_warning(problem: Problem) -> bool:
    return problem.severity is Severity.WARNING


def domain_problems(request: Request) -> list[Problem]:
    """What the commands themselves would refuse or point out."""
    found = [
        *rules_of(request)[1],
        *score_problems(request),
        *pay_problems(request),
        *terms_reminders(request),
        *late_problems(request),
        *own_profiles(request.tables["ImportMaps"])[1],
        *review_handler_problems(request),
        *panel_problems(request.tables["Panel"]),
        *register_problems(request.tables["FollowUps"], moment_of(request)),
        *finished_to_come(request),
        *moments_to_come(request.tables["Orders"], moment_of(request)),
    ]
    kept = kept_cells(request.tables, request.month)
    try:
        return found + stated_problem(request, kept, closed_days(request))[1]
    except NothingToRoster:
        return found  # an empty workbook is no mistake


def score_problems(request: Request) -> list[Problem]:
    """What `score` would refuse or warn of in the month, unless it is locked. Cells that could not be read
    stop it before: then only the measures are looked at."""
    if is_locked(request.tables, f"{request.month:%Y-%m}"):
        return []
    if any(p.table in SCORED and not is_warning(p) for p in request.found):
        return read_yardsticks(request.tables["Measures"])[1]
    return list(at_their_cells(scored_month(by_its_terms(request)).problems, request))


def pay_problems(request: Request) -> list[Problem]:
    """Pay rows without the values of their formulas; else a warning for each locked month whose rows are not
    those that were locked, and for an explanation of earlier figures."""
    unread = wrong_tables(request)
    empty = [] if unread & set(SOURCES) else problems_of_values(request.tables)
    if empty:
        return empty
    explained = () if unread & set(SCORED) else explanation_problems(request)
    return [*lock_problems(request), *explained]


def lock_problems(request: Request) -> list[Problem]:
    changed = ((lock, people_changed(request.tables, lock)) for lock in standing_locks(request.tables))
    return [
        Problem(
            "Locks",
            lock.row,
            "state",
            "locked",
            Words(
                f"{lock.month} 的行与锁定时一致；有 {len(people)} 人的行不同，请用“核对锁定”查看",
                f"rows of {lock.month} as they were locked: those of "
                f"{counted(len(people), 'person', 'people')} are not, use 'Verify month'",
            ),
            Severity.WARNING,
        )
        for lock, people in changed
        if people
    ]


def terms_reminders(request: Request) -> list[Problem]:
    """Months whose terms are missing or no longer those of 设置; none while a cell they rest on is wrong."""
    if wrong_tables(request) & {*SOURCES, *RULES, "Settings"}:
        return []
    return list(terms_problems(request.tables, request.settings, request.today))


def wrong_tables(request: Request) -> set[str]:
    return {p.table for p in request.found if not is_warning(p)}


def register_problems(register: pd.DataFrame, today: pd.Timestamp) -> list[Problem]:
    """What update-followups warns of: results without a time, times that cannot be or are to come."""
    later = register.loc[register["done_at"] > today, "done_at"]
    expected = Words(
        "不晚于现在：以后的时间还不算完成", "not later than now: a time to come does not count as done"
    )
    to_come = (
        Problem("FollowUps", row, "done_at", f"{at:%Y-%m-%d %H:%M}", expected, Severity.WARNING)
        for row, at in zip(later.index.tolist(), later, strict=True)
    )
    return [*forgotten_dates(register), *impossible_dates(register), *moves_too_far(register), *to_come]


def once(problems: Iterable[Problem]) -> list[Problem]:
    """Each cell once: what was found first, while reading, says it best."""
    cells: dict[tuple[str, int | None, str | None], Problem] = {}
    for problem in problems:
        cells.setdefault((problem.table, problem.row, problem.column), problem)
    return list(cells.values())
