"""Where 员工 and 班次 say something else by now than a locked month has kept of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd

from csbook.commands.cell_words import cell_words, header, step
from csbook.commands.handler import Request
from csbook.commands.kept_facts import (
    DATES,
    SHIFT,
    brought_in,
    by_kept_facts,
    by_key,
    kept_facts,
    kept_text,
    released,
)
from csbook.commands.locked_months import last_lock
from csbook.commands.month_inputs import left_out_though_logged, with_days
from csbook.problems import Problem, Severity, Words, joined, same
from csbook.schema.workbook import TABLES
from csbook.scorecard.fingerprint import value_text
from csbook.scorecard.period import Period
from csbook.scorecard.team import NOT_SCORED, day, days_outside

Frames = Mapping[str, pd.DataFrame]
Line = Mapping[Any, Any]
NAMED: Final = 5
KEPT: Final = Words(
    "，仍按锁定时的日期评；要按员工表，请清空这一格再评分",
    " and the dates of the lock still count; to go by 'Staff', empty this cell and score again",
)


def facts_moved(tables: Frames, period: Period) -> list[Words]:
    """Whose dates decide the month otherwise by now, and which shifts it has kept have other times."""
    facts = kept_facts(tables, period.label)
    if facts is None:
        return []
    names = by_key(tables["Staff"], "agent_id")["name"]
    moved = [str(names[who]) for who in people_moved(tables, period)]
    shifts = by_key(tables["Shifts"], "code")[list(SHIFT)].reindex(facts.shifts.index)
    pairs = zip(facts.shifts.to_dict("records"), shifts.to_dict("records"), strict=True)
    differ = [any(value_text(then[c]) != value_text(now[c]) for c in SHIFT) for then, now in pairs]
    codes = [str(code) for code in facts.shifts.index[differ]]
    dates = TABLES["Staff"].title + Words("的日期", ": dates")
    told = ((dates, moved), (TABLES["Shifts"].title, codes))
    return [what + few(found) for what, found in told if found]


def facts_note(request: Request) -> Iterator[Words]:
    """Notes where the locked month of the request stands by other dates or shifts than there are now, or
    nobody can read them, and of those who have rows of its log or others and were left out."""
    label = f"{request.month:%Y-%m}"
    lock = last_lock(request.tables, label)
    if lock and kept_text(request.tables, lock) is not None and kept_facts(request.tables, label) is None:
        yield unreadable(label)
    yield from newcomers_note(request)
    for problem in left_out_though_logged(request, by_kept_facts(request).tables["Staff"]):
        column = header("Staff", str(problem.column))
        where = TABLES["Staff"].title + Words("“", " '") + column + Words("”", "'")
        yield where + same(f" {problem.found}: ") + problem.expected + Words("。", ".")
    if moved := facts_moved(request.tables, Period(request.month, request.today)):
        start = Words(
            f"{label} 仍按锁定时的算，后来改了：", f"{label} goes by those of the lock; changed since: "
        )
        yield start + joined(moved, "、", ", ") + Words("。", ".")


def facts_unkept(request: Request) -> Iterator[Words]:
    """A note where dates and shifts of now decide a month that was locked once: its lock kept none, or nobody
    can read them any more."""
    tables, period = request.tables, Period(request.month, request.today)
    lock = last_lock(tables, period.label)
    if lock is None or kept_facts(tables, period.label) is not None:
        return
    if kept_text(tables, lock) is not None:
        yield unreadable(period.label)
    elif decided_by_facts(tables, period):
        yield Words(
            f"{period.label} 的这次锁定没有保留员工日期和班次时间，按现在的算。",
            f"The lock of {period.label} kept no dates of people and times of shifts: those of now are used.",
        )


def unreadable(label: str) -> Words:
    return Words(
        f"{label} 锁定时保留的员工日期和班次时间已被改动，读不出来，按现在的算。",
        f"The dates of people and times of shifts kept with the lock of {label} were edited and cannot be "
        "read: those of now are used.",
    )


def newcomers_note(request: Request) -> Iterator[Words]:
    """A note of those whom the kept dates would leave out, and who have inputs."""
    period = Period(request.month, request.today)
    facts = kept_facts(request.tables, period.label)
    if facts is not None and (anew := brought_in(request.tables, period, facts)):
        said = Words(
            f"{period.label} 锁定时名单里没有、却有当月数据的人，按员工表现在的算",
            f"{period.label}: who was left out by the lock and has rows of the month goes by sheet 'Staff' "
            "as it stands",
        )
        names = by_key(request.tables["Staff"], "agent_id")["name"]
        yield said + few([str(names[who]) for who in anew]) + Words("。", ".")


def decided_by_facts(tables: Frames, period: Period) -> bool:
    """Whether days of a roster or dates from the month's first day on decide something of the month."""
    dates = tables["Staff"][list(DATES)]
    return bool((dates >= pd.Timestamp(period.first)).any(axis=None)) or bool(with_days(tables, period))


def few(names: list[str]) -> Words:
    """`（张三、李四等 7）`."""
    more = Words(f"等 {len(names)}", f" and {len(names) - NAMED} more") if len(names) > NAMED else same("")
    return Words("（", " (") + joined(map(same, names[:NAMED])) + more + Words("）", ")")


def people_moved(tables: Frames, period: Period) -> dict[str, tuple[Line, Line]]:
    """Who was in the shop otherwise in the month than by 员工 now: their dates then and now. `tables` holds
    `Staff` as it stands."""
    facts = kept_facts(tables, period.label)
    if facts is None:
        return {}
    staff = by_key(tables["Staff"], "agent_id")
    anew = [*released(tables["Scores"], period.label), *brought_in(tables, period, facts)]
    staff = staff.drop(index=anew, errors="ignore")
    then = facts.people.to_dict("index")
    found: dict[str, tuple[Line, Line]] = {}
    for who, now in staff.to_dict("index").items():
        before = then.get(who)
        if before is None:
            moved = now["role"] != NOT_SCORED and in_month(now, period) is not None
        else:
            moved = in_month(before, period) != in_month(now, period)
        if moved:
            found[str(who)] = (before or dict.fromkeys(DATES), now)
    return found


def in_month(line: Line, period: Period) -> tuple[object, ...] | None:
    """What the dates say of the month; None where somebody was not in the shop at all."""
    hired, probation, left = (day(line[name]) for name in DATES)
    if days_outside(period, hired, left) is None:
        return None
    on_probation = probation is not None and probation >= period.last
    return hired, on_probation, left if left is not None and left <= period.last else None


def dates_moved(request: Request) -> Iterator[Problem]:
    """A warning for each row of 考核评分 that goes by other dates than 员工 has now. `request`: as asked."""
    period = Period(request.month, request.today)
    scores = request.tables["Scores"]
    rows = scores[(scores["month"] == period.label) & scores["standing"].notna()]
    row_of = dict(zip(rows["agent_id"], rows.index.tolist(), strict=True))
    moved = people_moved(request.tables, period)
    for who in (who for who in moved if who in row_of):
        then, now = moved[who]
        differ = (name for name in DATES if value_text(then[name]) != value_text(now[name]))
        steps = joined(step("Staff", name, then[name], now[name]) for name in differ)
        expected = Words("员工表后来改了：", "sheet 'Staff' was changed since: ") + steps + KEPT
        found = cell_words("Scores", "standing", rows.at[row_of[who], "standing"])(request.language)
        yield Problem("Scores", int(row_of[who]), "standing", found, expected, Severity.WARNING)
