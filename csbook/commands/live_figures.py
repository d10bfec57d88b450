"""The values of the live formulas of 考核评分, 提成规则, 提成 and 绩效核算表, from their cells as they stand.

A spreadsheet works them out by itself; a closed file keeps what is written into it. Here they follow from
what other cells hold, as the formulas do (schema/score_formulas.py, schema/pay_formulas.py), by the same
functions of the scorecard that `score` uses, without measuring a month again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

import pandas as pd

from csbook.commands.score_rules import award_terms_of, commission_terms_of, shares_of
from csbook.money import exact
from csbook.schema.checks import ALL_GROUPS
from csbook.schema.columns import Formula
from csbook.schema.settings import Settings
from csbook.schema.workbook import TABLES
from csbook.scorecard.commission import computed, over_the_step_below, read_rules
from csbook.scorecard.conduct import fines_by_month
from csbook.scorecard.pay import Earned, pay_figures, read_grades
from csbook.scorecard.rank import ScoreKey, Standing
from csbook.scorecard.rewards import awards
from csbook.scorecard.scores import MANAGERS, Judgement

LIVE: Final = ("Scores", "CommissionRules", "Commissions", "Pay")
"""The tables whose formulas are worked out here, each after those that it looks into."""
SOURCES: Final = (*LIVE, "Grades", "Conduct")
"""What the formulas look into, besides 设置."""
Frames = Mapping[str, pd.DataFrame]
Line = dict[str, Any]
NOTHING: Final = Decimal(0)


def live_figures(tables: Frames, settings: Settings) -> dict[str, pd.DataFrame]:
    """For each table of `LIVE` its key and the values of its formulas; the index is that of its frame.

    `tables` holds `SOURCES`. Values are missing where the formulas give an empty text.
    """
    lines = {name: plain_lines(tables[name]) for name in LIVE}
    rules = tables["CommissionRules"]
    score_lines(lines["Scores"], settings)
    for line, extra in zip(lines["CommissionRules"], over_the_step_below(rules), strict=True):
        line["extra"] = extra
    commission_lines(lines["Commissions"], rules, settings)
    pay_lines(lines, tables, settings)
    return {name: frame_of(name, lines[name], tables[name].index) for name in LIVE}


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


def score_lines(lines: list[Line], settings: Settings) -> None:
    """Scores of every row, then rank, bonus and deduction month by month."""
    shares, terms = shares_of(settings), award_terms_of(settings)
    competing: dict[str, dict[str, ScoreKey | None]] = {}
    for line in lines:
        figures = judgement_of(line).figures(shares)
        line.update(vars(figures))
        ranked = competing.setdefault(line["month"], {})
        if line["standing"] == Standing.RANKED:
            ranked[line["agent_id"]] = figures.sort_key
    outcomes = {month: awards(ranked, terms) for month, ranked in competing.items()}
    for line in lines:
        line.update(outcomes[line["month"]].of(line["agent_id"]))


def judgement_of(line: Line) -> Judgement:
    return Judgement(
        own=line["self_score"],
        proposed=line["performance_proposed"],
        service_proposed=line["service_proposed"],
        **{criterion: line[criterion] for criterion in MANAGERS},
    )


def commission_lines(lines: list[Line], rules: pd.DataFrame, settings: Settings) -> None:
    """What the rules give on each row's base; missing where no rules hold for it."""
    found, _ = read_rules(rules, ALL_GROUPS)
    terms = commission_terms_of(settings)
    for line in lines:
        given = computed(line["sales"], line["refunds_back"], line["rule_group"], found, terms)
        line |= {"base": given.base, "computed": given.amount}


def pay_lines(lines: Mapping[str, list[Line]], tables: Frames, settings: Settings) -> None:
    scores, commissions = by_person(lines["Scores"]), by_person(lines["Commissions"])
    grades = read_grades(tables["Grades"])
    fines = fines_by_month(tables["Conduct"]) if settings["discipline"] else None
    for line in lines["Pay"]:
        who = line["month"], line["agent_id"]
        scored, rules = scores.get(who, {}), commissions.get(who, {})
        earned = Earned(
            score=scored.get("weighted"),
            rank=scored.get("rank"),
            by_rules=rules.get("computed"),
            typed=line["commission"],
            bonus=scored.get("bonus"),
            owed=scored.get("deduction"),
            fines=None if fines is None else fines.get(who, NOTHING),
        )
        line.update(vars(pay_figures(earned, grades)))


def by_person(lines: Iterable[Line]) -> dict[tuple[str, str], Line]:
    return {(line["month"], line["agent_id"]): line for line in lines}
