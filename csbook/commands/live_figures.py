"""The values of the live formulas of 月度口径, 考核评分, 提成 and 绩效核算表, from their cells as they stand.

A spreadsheet works them out by itself; a closed file keeps what is written into it. Here they follow from
what other cells hold, as the formulas do (schema/score_formulas.py, schema/pay_formulas.py), by the same
functions of the scorecard that `score` uses, without measuring a month again. Settings and rules are those
kept for each month (commands/month_terms.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from csbook.commands.month_terms import kept_rules, with_missing_terms
from csbook.commands.month_terms import kept_settings as settings_kept
from csbook.commands.score_frames import row_key
from csbook.commands.score_rules import award_terms_of, commission_terms_of, shares_of
from csbook.money import NOTHING, exact
from csbook.schema.checks import ALL_GROUPS
from csbook.schema.columns import Formula
from csbook.schema.settings import Settings
from csbook.schema.term_names import KEPT_IN, TERM_TABLES
from csbook.schema.workbook import TABLES
from csbook.scorecard.commission import Computed, Rules, base_of, computed, read_rules
from csbook.scorecard.conduct import fines_by_month
from csbook.scorecard.pay import Earned, Grade, pay_figures, read_grades
from csbook.scorecard.rank import ScoreKey, Standing, place_number
from csbook.scorecard.rewards import NO_AWARDS, awards
from csbook.scorecard.scores import MANAGERS, Judgement, ScoreFigures

LIVE: Final = ("Terms", "Scores", "Commissions", "Pay")
"""The tables whose formulas are worked out here."""
SOURCES: Final = (*dict.fromkeys((*LIVE, *TERM_TABLES)), "Conduct")
"""What the formulas look into."""
Frames = Mapping[str, pd.DataFrame]
Line = dict[str, Any]


@dataclass(frozen=True)
class Kept:
    """What is kept for one month, as the scorecard takes it."""

    settings: Settings
    rules: Rules
    grades: Sequence[Grade]


def live_figures(tables: Frames) -> dict[str, pd.DataFrame]:
    """For each table of `LIVE` its key and the values of its formulas; the index is that of its frame.

    `tables` holds `SOURCES`. Values are missing where the formulas give an empty text.
    """
    lines = {name: plain_lines(tables[name]) for name in LIVE}
    kept = {month: kept_of(tables, month) for month in tables["Terms"]["month"].dropna()}
    score_lines(lines, kept)
    commission_lines(lines["Commissions"], kept)
    pay_lines(lines, tables["Conduct"], kept)
    return {name: frame_of(name, lines[name], tables[name].index) for name in LIVE}


def figures_that_follow(tables: Frames, settings: Settings) -> dict[str, pd.DataFrame]:
    """What a change of the tables brings: `live_figures`, and where months have rows and no terms yet, those
    of `settings` and the rules of now, as frames of all tables to be written.

    `tables` holds `SOURCES` and `month_terms.RULES`.
    """
    added = with_missing_terms(tables, settings)
    after = {**tables, **added}
    live = live_figures(after)
    declared = [c.name for c in TABLES["Terms"].columns if not isinstance(c, Formula)]
    terms = after["Terms"][declared].join(live["Terms"].drop(columns="month"))
    return {**{name: added[name] for name in KEPT_IN.values() if added}, **live, "Terms": terms}


def kept_of(tables: Frames, month: str) -> Kept:
    rules = kept_rules(tables, month)
    return Kept(
        settings_kept(tables, Settings({}), month),
        read_rules(rules["CommissionRules"], ALL_GROUPS),
        read_grades(rules["Grades"]),
    )


def plain_lines(frame: pd.DataFrame) -> list[Line]:
    """A frame's rows as dictionaries: numbers exact, missing values as None."""
    return [{str(name): plain(value) for name, value in line.items()} for line in frame.to_dict("records")]


def plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    return exact(value) if isinstance(value, float) else value


def frame_of(name: str, lines: list[Line], index: pd.Index) -> pd.DataFrame:
    table = TABLES[name]
    columns = [table[key] for key in table.key]
    columns += [c for c in table.columns if isinstance(c, Formula)]
    return pd.DataFrame({c.name: c.series([line.get(c.name) for line in lines], index) for c in columns})


def score_lines(lines: Mapping[str, list[Line]], kept: Mapping[str, Kept]) -> None:
    """Scores of every row, then rank, bonus and deduction month by month, and the counts of each month."""
    competing: dict[str, dict[str, ScoreKey | None]] = {}
    for line in lines["Scores"]:
        month, who = line["month"], line["agent_id"]
        figures = figures_of(line, kept.get(month))
        line.update(vars(figures))
        ranked = competing.setdefault(month, {})
        if line["standing"] == Standing.RANKED:
            ranked[who] = figures.sort_key
        line["key"] = row_key(month, who)
    outcomes = {
        month: awards(competing.get(month, {}), award_terms_of(known.settings))
        for month, known in kept.items()
    }
    for line in lines["Scores"]:
        month, who = line["month"], line["agent_id"]
        line["place"] = place_number(month, competing[month].get(who))
        line.update(outcomes.get(month, NO_AWARDS).of(who))
    for line in lines["Terms"]:
        month = line["month"]
        line.update(outcomes.get(month, NO_AWARDS).counts(competing.get(month, {})))


def figures_of(line: Line, kept: Kept | None) -> ScoreFigures:
    judgement = Judgement(
        own=line["self_score"],
        proposed=line["performance_proposed"],
        service_proposed=line["service_proposed"],
        **{criterion: line[criterion] for criterion in MANAGERS},
    )
    if kept is None:
        return ScoreFigures(judgement.performance_used, judgement.service_used, None, None)
    return judgement.figures(shares_of(kept.settings))


def commission_lines(lines: list[Line], kept: Mapping[str, Kept]) -> None:
    """What the month's rules give on each row's base; missing where none hold for it, or none are kept."""
    for line in lines:
        known, sums = kept.get(line["month"]), (line["sales"], line["refunds_back"])
        if known is None:
            given = Computed(base_of(*sums), None)
        else:
            terms = commission_terms_of(known.settings)
            given = computed(*sums, line["rule_group"], known.rules, terms)
        key = row_key(line["month"], line["agent_id"])
        line |= {"base": given.base, "computed": given.amount, "key": key}


def pay_lines(lines: Mapping[str, list[Line]], conduct: pd.DataFrame, kept: Mapping[str, Kept]) -> None:
    scores, commissions = by_person(lines["Scores"]), by_person(lines["Commissions"])
    fined = fines_by_month(conduct)
    for line in lines["Pay"]:
        who, known = (line["month"], line["agent_id"]), kept.get(line["month"])
        scored, rules = scores.get(who, {}), commissions.get(who, {})
        earned = Earned(
            score=scored.get("weighted"),
            rank=scored.get("rank"),
            by_rules=rules.get("computed"),
            typed=line["commission"],
            bonus=scored.get("bonus"),
            owed=scored.get("deduction"),
            fines=fined.get(who, NOTHING) if known and known.settings["discipline"] else None,
        )
        line.update(vars(pay_figures(earned, known.grades if known else ())))


def by_person(lines: Iterable[Line]) -> dict[tuple[str, str], Line]:
    return {(line["month"], line["agent_id"]): line for line in lines}
