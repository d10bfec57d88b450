"""What a locked month keeps of 员工 and 班次: the dates of its people and the times of its shifts.

Both decide who was ranked and what was worked, and both are overwritten where they stand: 试用期至 is emptied
when probation ends, a shift ends later from the new year on. A lock keeps them as JSON beside the fingerprint
of the rules, `score` of a reopened month keeps what it went by. A lock of an earlier version has none: such
a month goes by those of now.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from csbook.commands.framed import framed
from csbook.commands.handler import Request
from csbook.commands.locked_months import Lock, last_lock
from csbook.commands.month_inputs import is_there, with_inputs
from csbook.schema.cells import BadCell
from csbook.schema.pay import LONGEST_TEXT
from csbook.schema.workbook import TABLES
from csbook.scorecard.period import Period
from csbook.scorecard.rank import Standing
from csbook.scorecard.team import NOT_SCORED

Frames = Mapping[str, pd.DataFrame]
DATES: Final = ("hired", "probation_until", "left")
PERSON: Final = ("role", *DATES)
SHIFT: Final = ("kind", "start", "end", "unpaid_break")
"""The columns of 班次 that attendance reads."""


@dataclass(frozen=True)
class Facts:
    """`people` (index: staff numbers, columns `PERSON`): everybody who had not left before the month.
    `shifts` (index: codes, columns `SHIFT`): all of them."""

    people: pd.DataFrame
    shifts: pd.DataFrame


# Keeping


def facts_text(tables: Frames, month: dt.date) -> str | None:
    """The facts of the month by `Staff` and `Shifts`, as compact JSON: a list of the columns by staff number
    and by code. None where a cell cannot hold it: it has room for some 700 people."""
    staff = by_key(tables["Staff"], "agent_id")
    people = staff[~(staff["left"] < pd.Timestamp(month))]
    kept = {"people": plain(people, PERSON), "shifts": plain(by_key(tables["Shifts"], "code"), SHIFT)}
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    return text if len(text) <= LONGEST_TEXT else None


def by_key(rows: pd.DataFrame, key: str) -> pd.DataFrame:
    return rows.dropna(subset=[key]).drop_duplicates(key).set_index(key)


def plain(rows: pd.DataFrame, columns: Sequence[str]) -> dict[str, list[str | int | None]]:
    cells = zip(*(rows[name].tolist() for name in columns), strict=True)
    return {str(key): list(map(plain_value, row)) for key, row in zip(rows.index, cells, strict=True)}


def plain_value(value: Any) -> str | int | None:
    """A cell as its column reads it again."""
    if pd.isna(value):
        return None
    if isinstance(value, dt.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}" + (f":{seconds:02d}" if seconds else "")
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d}"
    return value if isinstance(value, str) else int(value)


def facts_renewed(request: Request) -> dict[str, pd.DataFrame]:
    """`LockParts` with the facts that the request goes by, where its month, reopened, has kept others."""
    lock = last_lock(request.tables, f"{request.month:%Y-%m}")
    before = kept_text(request.tables, lock) if lock else None
    now = facts_text(request.tables, request.month)
    if lock is None or before is None or before == now:
        return {}
    row = {"month": lock.month, "version": lock.version, "part": "rules", "typed": now}
    return {"LockParts": framed("LockParts", pd.DataFrame([row])).drop(columns="fingerprint")}


# Reading


def kept_text(tables: Frames, lock: Lock) -> str | None:
    parts = tables["LockParts"]
    rows = parts[(parts["month"] == lock.month) & (parts["version"] == lock.version)]
    texts = rows.loc[rows["part"] == "rules", "typed"].dropna().tolist()
    return texts[0] if texts else None


def kept_facts(tables: Frames, month: str) -> Facts | None:
    """What the last lock of the month kept, whether it holds still or was reopened. None where it kept
    nothing, or somebody edited it beyond reading. `tables` holds `Locks` and `LockParts`."""
    lock = last_lock(tables, month)
    text = kept_text(tables, lock) if lock else None
    if text is None:
        return None
    try:
        kept = json.loads(text)
        return Facts(read("Staff", PERSON, kept["people"]), read("Shifts", SHIFT, kept["shifts"]))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, BadCell):
        return None


def read(table: str, columns: Sequence[str], rows: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
    index = pd.Index(list(rows), dtype="str")
    cells = list(zip(*rows.values(), strict=True)) or [()] * len(columns)
    return pd.DataFrame(
        {
            name: TABLES[table][name].series(
                [None if value is None else TABLES[table][name].parse(value) for value in values], index
            )
            for name, values in zip(columns, cells, strict=True)
        }
    )


# Using


def by_kept_facts(request: Request, but: Collection[str] = ()) -> Request:
    """The request with 员工 and 班次 as its month has kept them; as it is where nothing was kept. `but`:
    staff numbers that go by 员工 as it stands; so does who was `brought_in`."""
    facts = kept_facts(request.tables, f"{request.month:%Y-%m}")
    if facts is None:
        return request
    anew = [*but, *brought_in(request.tables, Period(request.month, request.today), facts)]
    tables = {
        "Staff": staff_as_kept(request, facts, anew),
        "Shifts": shifts_as_kept(request.tables["Shifts"], facts),
    }
    return replace(request, tables={**request.tables, **tables})


def staff_as_kept(request: Request, facts: Facts, but: Collection[str]) -> pd.DataFrame:
    """员工 with the dates that were kept. Who was not known then had left before the month, as it were: a
    date typed later alone brings nobody into it. The role is kept for those whose row of 考核评分 names
    none."""
    staff, first = request.tables["Staff"], pd.Timestamp(request.month)
    people = staff["agent_id"]
    bound = ~people.isin(list(but))
    known = bound & people.isin(facts.people.index)
    stranger = bound & ~known & ~(staff["left"] < first)
    roleless = known & ~people.isin(agents_of(request.tables["Scores"], f"{request.month:%Y-%m}"))
    then = facts.people.reindex(people).set_axis(staff.index)
    for name in DATES:
        staff = staff.assign(**{name: then[name].where(known, staff[name])})
    return staff.assign(
        left=staff["left"].mask(stranger, first - pd.Timedelta(days=1)),
        role=then["role"].where(roleless, staff["role"]),
    )


def brought_in(tables: Frames, period: Period, facts: Facts) -> list[str]:
    """Who goes by 员工 as it stands since the month has inputs of theirs, and what it has kept would leave
    them out: added to 员工 after the lock, or with a date that was wrong then."""
    staff = by_key(tables["Staff"], "agent_id")
    then = facts.people.to_dict("index")
    found = [
        str(who)
        for who, now in staff.to_dict("index").items()
        if now["role"] != NOT_SCORED
        and is_there(now, period)
        and not (who in then and is_there(then[who], period))
    ]
    if not found:
        return []
    named = with_inputs(tables, period)
    return [who for who in found if who in named]


def agents_of(scores: pd.DataFrame, month: str) -> list[str]:
    rows = scores[(scores["month"] == month) & (scores["standing"] != Standing.OUTSIDE)]
    return rows["agent_id"].dropna().tolist()


def shifts_as_kept(shifts: pd.DataFrame, facts: Facts) -> pd.DataFrame:
    """The kept shifts, then those that came since: a day that was mended may name one."""
    later = shifts[~shifts["code"].isin(facts.shifts.index)]
    return framed("Shifts", facts.shifts.reset_index(names="code"), later)


def released(scores: pd.DataFrame, month: str) -> list[str]:
    """Whose cell 参评 of the month somebody emptied, so that they go by 员工 as it stands."""
    rows = scores[(scores["month"] == month) & scores["standing"].isna()]
    return rows["agent_id"].dropna().tolist()
