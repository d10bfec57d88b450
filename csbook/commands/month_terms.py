"""The terms of months: written from 设置 and the rules as they stand, and read as they were kept.

A month has the terms of the last `score` that worked it out. A locked month is not scored, so it keeps those
it was paid by; once reopened it is reckoned by them still, unless those of now are asked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from csbook.commands.facts_moved import dates_moved
from csbook.commands.framed import framed
from csbook.commands.handler import Request
from csbook.commands.kept_facts import by_kept_facts, released
from csbook.commands.locked_months import last_lock
from csbook.commands.month_inputs import left_out_though_logged
from csbook.problems import Problem
from csbook.schema.settings import Settings
from csbook.schema.term_names import KEPT_IN
from csbook.schema.terms import RULE_COLUMNS, TERM_SETTINGS
from csbook.schema.workbook import TABLES
from csbook.scorecard.commission import over_the_step_below

Frames = Mapping[str, pd.DataFrame]
OF_MONTHS: Final = ("Scores", "Commissions", "Pay")
"""The tables whose formulas look for the terms of their row's month."""
RULES: Final = tuple(KEPT_IN)
"""What terms are written from, besides 设置."""


# Writing


def with_terms(tables: Frames, settings: Settings, months: Iterable[str]) -> dict[str, pd.DataFrame]:
    """The tables of `TERM_TABLES` whole, with the terms of these months as settings and rules stand now.

    `tables` holds them and `RULES`. Rows of other months stand; the formulas of new rows are empty.
    """
    wanted = sorted(set(months))
    new = [{"month": month} | {name: settings[name] for name in TERM_SETTINGS} for month in wanted]
    found = {"Terms": framed("Terms", but(tables["Terms"], wanted), pd.DataFrame(new, dtype="object"))}
    for name, table in KEPT_IN.items():
        now = rules_now(tables[name], name)
        rows = framed(table, but(tables[table], wanted), *(now.assign(month=month) for month in wanted))
        in_order = rows["month"].is_monotonic_increasing
        found[table] = rows if in_order else rows.sort_values("month", kind="stable", ignore_index=True)
    return found


def but(rows: pd.DataFrame, months: Collection[str]) -> pd.DataFrame:
    return rows[~rows["month"].isin(list(months))] if len(rows) else rows


def rules_now(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The columns of a rule table that move scores or money; of steps also their rate over the one below."""
    rows = frame[list(RULE_COLUMNS[name])]
    if name == "CommissionRules":
        extra = [float(rate) for rate in over_the_step_below(frame)]
        return rows.assign(extra=pd.Series(extra, index=rows.index, dtype="float64"))
    return rows


def months_with_rows(tables: Frames) -> list[str]:
    """The months that somebody has a row of scores, commission or pay in, the earliest first."""
    return sorted({month for name in OF_MONTHS for month in tables[name]["month"].dropna()})


def with_missing_terms(tables: Frames, settings: Settings) -> dict[str, pd.DataFrame]:
    """`with_terms` of the months that have rows and no terms; nothing where each has some."""
    months = [month for month in months_with_rows(tables) if not has_terms(tables, month)]
    return with_terms(tables, settings, months) if months else {}


# Reading


def kept_settings(tables: Frames, settings: Settings, month: str) -> Settings:
    """The settings with those that are kept for the month in their place; as they are where none are."""
    rows = tables["Terms"][tables["Terms"]["month"] == month]
    if rows.empty:
        return settings
    row = rows.iloc[0]
    return Settings(settings.values | {name: plain(row[name]) for name in TERM_SETTINGS})


def plain(value: Any) -> Any:
    """A cell's value as settings have it."""
    if pd.isna(value):
        return None
    return value.item() if hasattr(value, "item") else value


def kept_rules(tables: Frames, month: str) -> dict[str, pd.DataFrame]:
    """The rows of each of `RULES` that are kept for the month, with the table's columns (index: rows of the
    sheet they are kept on)."""
    found = {}
    for name, table in KEPT_IN.items():
        rows = tables[table][tables[table]["month"] == month]
        found[name] = framed(name, rows).set_axis(rows.index)
    return found


def with_units(kept: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """The kept measures with the units of now, which move nothing."""
    named = measures.dropna(subset=["measure", "unit"]).drop_duplicates("measure")
    units = dict(zip(named["measure"], named["unit"], strict=True))
    found = [units.get(measure) for measure in kept["measure"]]
    return kept.assign(unit=TABLES["Measures"]["unit"].series(found, kept.index))


def has_terms(tables: Frames, month: str) -> bool:
    return bool((tables["Terms"]["month"] == month).any())


def by_kept_terms(request: Request) -> Request:
    """The request with the terms of its month in the place of settings and rules; as it is without terms."""
    month = f"{request.month:%Y-%m}"
    if not has_terms(request.tables, month):
        return request
    settings = kept_settings(request.tables, request.settings, month)
    rules = kept_rules(request.tables, month)
    rules["Measures"] = with_units(rules["Measures"], request.tables["Measures"])
    return replace(request, settings=settings, tables={**request.tables, **rules})


def goes_by_kept_terms(request: Request) -> bool:
    """Whether the month of the request was locked once and is reckoned by the terms it has kept; not where
    those of now are asked for (`new_terms`), nor where its terms were deleted."""
    month = f"{request.month:%Y-%m}"
    return (
        last_lock(request.tables, month) is not None
        and has_terms(request.tables, month)
        and not request.parameters.get("new_terms")
    )


def by_its_terms(request: Request) -> Request:
    """The request by the terms that its month is scored and locked by: its own where it was locked once, with
    the dates of people and the shifts as they were, else those of now. Whose cell 参评 was emptied goes by
    员工 as it stands. `tables` holds `Locks` and `LockParts`."""
    if not goes_by_kept_terms(request):
        return request
    anew = released(request.tables["Scores"], f"{request.month:%Y-%m}")
    return by_kept_facts(by_kept_terms(request), anew)


def at_their_cells(problems: Sequence[Problem], request: Request) -> tuple[Problem, ...]:
    """Problems of the month worked out `by_its_terms`, where somebody can correct them, and a warning for
    whose dates are others in 员工 by now, or leave out somebody with a log. `request`: as it was asked."""
    outside = left_out_though_logged(request, by_its_terms(request).tables["Staff"])
    if not goes_by_kept_terms(request):
        return (*problems, *outside)
    return (*where_kept(problems), *dates_moved(request), *outside)


def where_kept(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Problems of a request `by_kept_terms`: those of its rules at the cells that the rules are kept in."""
    return tuple(replace(p, table=KEPT_IN.get(p.table, p.table)) for p in problems)
