"""What a lock holds fast: the fingerprints of a month's inputs and rows, by part and person.

Inputs count by the totals that they came to at the moment of the lock, so that a follow-up finished later
is no change and an edited figure is one. Columns are named one by one: a column that a later version adds
belongs to no lock made before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from csbook.commands.handler import Request
from csbook.commands.locked_months import Lock
from csbook.commands.scored_month import ScoredMonth
from csbook.schema.terms import RULE_COLUMNS, TERM_SETTINGS
from csbook.scorecard.fingerprint import fingerprint
from csbook.scorecard.measures import MEASURES
from csbook.scorecard.refunds import settling

Parts = dict[tuple[str, str], str]
"""Fingerprints by part (codes of `LOCK_PART`) and staff number; what is nobody's has an empty one."""
Row = Mapping[str, Any]

ROWS: Final = {"scores": "Scores", "commission": "Commissions", "pay": "Pay"}
"""The parts that are rows of a sheet, with its table."""

TYPED: Final = {
    "Scores": ("self_score", "performance", "ability", "cooperation", "service", "override_reason"),
    "Pay": ("commission", "commission_reason", "lieu_hours"),
}
"""What people type into the rows themselves: an input, so that it is told apart from edited results."""
ATTENDANCE: Final = (
    "days_due", "days_worked", "evenings", "holidays_worked", "leave_days", "hours", "overtime_hours",
)  # fmt: skip
PLACE: Final = ("role", "platform", "standing")
"""Columns of 考核评分 that say by which yardsticks somebody is measured, and whether they are ranked."""
SALES: Final = ("group", "sales")
REFUND: Final = ("platform", "order_id", "paid", "kind", "amount")
QUALITY: Final = ("date", "method", "step", "score")
CONDUCT: Final = ("date", "kind", "what", "step", "amount")

COLUMNS: Final = {
    "Scores": (
        "name", *PLACE, "tie_order", "receptions", *MEASURES,
        "performance_proposed", "service_proposed", "self_proposed", "performance_used", "service_used",
        "manager_score", "weighted", "rank", "bonus", "deduction", "last_streak", "remark",
    ),
    "Commissions": ("name", "group", "rule_group", "sales", "refunds_back", "base", "computed", "remark"),
    "Pay": (
        "name", *ATTENDANCE, "score", "grade", "rank", "commission_due", "bonus", "deduction", "discipline",
        "total", "reasons", "warning", "state",
    ),
}  # fmt: skip
"""What is held fast of each sheet's rows besides `TYPED`: all that is shown and paid. HR's note and the
month's wage, which HR may fill later, and the moment of reckoning are not."""


NEVER: Final = object()
ONCE_FIXED: Final = {"log_sales": "own_month"}
"""What locks of earlier versions reckoned by where there is a setting now: it adds nothing to the rules."""


def contents(request: Request, scored: ScoredMonth, rows: Mapping[str, pd.DataFrame]) -> Parts:
    """The fingerprints of all parts. `scored` is the month worked out as of the lock; `rows` are those of
    `ROWS`' tables and of the ledger `RefundsTaken` as they stand (or will stand)."""
    ledger = rows["RefundsTaken"]
    return {**input_parts(request, scored, ledger), **row_parts(rows, scored.month.period.label)}


def input_parts(request: Request, scored: ScoredMonth, ledger: pd.DataFrame) -> Parts:
    found = {("rules", ""): fingerprint(rule_rows(request))}
    for part, by_person in inputs(request, scored, ledger).items():
        marks = {who: fingerprint(rows) for who, rows in by_person.items()}
        found |= {(part, who): mark for who, mark in marks.items() if mark}
    return found


def rule_rows(request: Request) -> Iterator[Row]:
    """The rules of money and scores, one row each, marked with where they stand: those of the request, which
    are the month's own as they are kept (`month_terms.by_kept_terms`) where a lock is looked at."""
    for table, columns in RULE_COLUMNS.items():
        for line in rows_of(request.tables[table], columns):
            yield {"table": table, **line}
    for name in TERM_SETTINGS:
        if request.settings[name] != ONCE_FIXED.get(name, NEVER):
            yield {"table": "Settings", "name": name, "value": request.settings[name]}


def inputs(request: Request, scored: ScoredMonth, ledger: pd.DataFrame) -> dict[str, dict[str, list[Row]]]:
    """The rows of each part of inputs by staff number, as of the moment the month was worked out for.

    Refunds count as the `ledger` has them: what becomes known later belongs to a later month, and what was
    only told is nobody's.
    """
    tables, frames, period = request.tables, scored.frames, scored.month.period
    ledger = settling(ledger)

    def of_month(rows: pd.DataFrame, *columns: str) -> dict[str, list[Row]]:
        return by_person(rows[rows["month"] == period.label], columns)

    def so_far(rows: pd.DataFrame, columns: tuple[str, ...]) -> dict[str, list[Row]]:
        return by_person(rows[period.holds(rows["date"])], columns)

    measured: dict[str, list[Row]] = {
        one.agent_id: [
            {"measure": measure, "total": figure.total, "sample": figure.sample}
            for measure, figure in one.figures.items()
        ]
        for one in scored.month.card
    }
    return {
        "measures": measured,
        "attendance": both(of_month(frames["Scores"], *PLACE), of_month(frames["Pay"], *ATTENDANCE)),
        "typed": both(*(of_month(tables[table], *columns) for table, columns in TYPED.items())),
        "quality": so_far(tables["Quality"], QUALITY),
        "conduct": so_far(tables["Conduct"], CONDUCT),
        "sales": both(of_month(frames["Commissions"], *SALES), of_month(ledger, *REFUND)),
    }


def by_person(rows: pd.DataFrame, columns: Sequence[str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for who, row in zip(rows["agent_id"].tolist(), rows_of(rows, columns), strict=True):
        found.setdefault(str(who), []).append(row)
    return found


def rows_of(frame: pd.DataFrame, columns: Sequence[str]) -> list[Row]:
    values = zip(*(frame[name].tolist() for name in columns), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in values]


def both(one: Mapping[str, list[Row]], other: Mapping[str, list[Row]]) -> dict[str, list[Row]]:
    return {who: [*one.get(who, ()), *other.get(who, ())] for who in {**one, **other}}


def recorded(lock_parts: pd.DataFrame, lock: Lock) -> Parts:
    """The fingerprints that the lock left on 锁定内容."""
    rows = lock_parts[(lock_parts["month"] == lock.month) & (lock_parts["version"] == lock.version)]
    people = rows["agent_id"].astype("object").where(rows["agent_id"].notna(), "").tolist()
    keys = zip(rows["part"].tolist(), people, strict=True)
    return dict(zip(keys, rows["fingerprint"].tolist(), strict=True))


def people_changed(
    tables: Mapping[str, pd.DataFrame], lock: Lock, parts: Collection[str] = ROWS
) -> list[str]:
    """Staff numbers whose rows (`parts` of `ROWS`) are others than were locked, gone, or new; of a month that
    was only marked as locked nobody can tell.

    `tables` holds those of the parts and `LockParts`. Rows alone are looked at, so that it is quick; what
    they rest on is `verify-month`'s to compare.
    """
    if was_only_marked(tables, lock):
        return []
    before = {key: mark for key, mark in recorded(tables["LockParts"], lock).items() if key[0] in parts}
    now = row_parts(tables, lock.month, parts)
    return sorted({key[1] for key in {**before, **now} if before.get(key) != now.get(key)})


def was_only_marked(tables: Mapping[str, pd.DataFrame], lock: Lock) -> bool:
    """Whether the lock comes from a csbook that only marked months, and kept nothing of what was locked.
    `tables` holds `LockParts`."""
    return not lock.fingerprint and not lock.program and not recorded(tables["LockParts"], lock)


def row_parts(rows: Mapping[str, pd.DataFrame], month: str, parts: Collection[str] = ROWS) -> Parts:
    """The fingerprints of the month's rows of `ROWS`' tables, by part and person."""
    return {
        (part, who): fingerprint(lines)
        for part, table in ((part, ROWS[part]) for part in parts)
        for who, lines in by_person(rows[table][rows[table]["month"] == month], COLUMNS[table]).items()
    }


def as_written(standing: pd.DataFrame, frame: pd.DataFrame, month: str) -> pd.DataFrame:
    """The month's rows once `frame` is written: its columns from it, those of people as they stand."""
    old, new = (
        {line["agent_id"]: line for line in rows[rows["month"] == month].to_dict("records")}
        for rows in (standing, frame)
    )
    lines = [{**old.get(who, {}), **new.get(who, {})} for who in {**old, **new}]
    return pd.DataFrame(lines, columns=standing.columns)
