"""Where 员工 and 班次 say something else by now than a locked month has kept of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd

from csbook.commands.cell_words import cell_words, step
from csbook.commands.handler import Request
from csbook.commands.kept_facts import DATES, SHIFT, by_key, kept_facts, released
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
    """A note where the locked month of the request stands by other dates or shifts than there are now."""
    if moved := facts_moved(request.tables, Period(request.month, request.today)):
        label = f"{request.month:%Y-%m}"
        start = Words(
            f"{label} 仍按锁定时的算，后来改了：", f"{label} goes by those of the lock; changed since: "
        )
        yield start + joined(moved, "、", ", ") + Words("。", ".")


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
    staff = staff.drop(index=released(tables["Scores"], period.label), errors="ignore")
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
