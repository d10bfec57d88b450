"""The rows of 绩效核算表 for one scored month, and what is still missing before it can be paid."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Final

import pandas as pd

from csbook.commands.attendance import Attendance
from csbook.commands.commission_frames import commission_tables, takes_part
from csbook.commands.handler import Request
from csbook.commands.score_frames import MonthScore, frame_of
from csbook.money import NOTHING, in_yuan
from csbook.problems import Problem, Severity, Words, joined
from csbook.schema.checks_of_scores import lieu_beyond_overtime, upside_down_grades
from csbook.scorecard.card import Scored
from csbook.scorecard.conduct import fines_by_month
from csbook.scorecard.pay import Earned, PayFigures, pay_figures, read_grades
from csbook.scorecard.pay_guards import PartFloor, PayFacts, warnings
from csbook.scorecard.period import Period
from csbook.scorecard.remarks import reasons
from csbook.scorecard.team import days_employed

TYPED: Final = ("commission", "commission_reason", "wage")
ATTENDED: Final = tuple(field.name for field in fields(Attendance))
"""Columns of attendance, which have the names of its figures."""


def pay_tables(
    month: MonthScore, request: Request, present: Mapping[str, Attendance]
) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """`Commissions` and `Pay` of the month, with the values of their formulas, and `RefundsTaken` whole.

    Nothing that HR typed is among the columns. Wrong rules of commission are errors; a typed commission
    without its reason, more hours off in lieu than there is overtime, grades upside down and breaches that
    奖惩 has not reviewed are warnings.
    """
    frames, problems = commission_tables(month, request)
    computed = amounts(frames["Commissions"], "computed")
    sheet = PaySheet(month, request, computed)
    rows = [sheet.row(one, present.get(one.agent_id)) for one in month.card]
    frames["Pay"] = frame_of("Pay", rows)
    problems += [*upside_down_grades(request.tables["Grades"]), *sheet.without_reason()]
    problems += lieu_problems(frames["Pay"], request.tables["Pay"], month.period)
    return frames, problems + unreviewed(request, month.period)


def lieu_problems(rows: pd.DataFrame, standing: pd.DataFrame, period: Period) -> list[Problem]:
    """`lieu_beyond_overtime` in the month's rows as they stand, with the overtime that they get now."""
    of_month = standing["month"] == period.label
    now = dict(zip(rows["agent_id"], rows["overtime_hours"], strict=True))
    overtime = standing["overtime_hours"].where(~of_month, standing["agent_id"].map(now)).astype("float64")
    found = lieu_beyond_overtime(standing.assign(overtime_hours=overtime))
    places = set(standing.index[of_month])
    return [problem for problem in found if problem.row in places]


def amounts(rows: pd.DataFrame, column: str) -> dict[str, Decimal]:
    """A month's amounts by staff number, those that are there."""
    filled = rows.dropna(subset=[column])
    return dict(zip(filled["agent_id"], filled[column], strict=True))


@dataclass(frozen=True)
class Typed:
    """What HR typed into somebody's row, None where nothing; `row`: its number in the sheet."""

    row: int | None = None
    commission: Decimal | None = None
    reason: str | None = None
    wage: Decimal | None = None


NOTHING_TYPED: Final = Typed()


def typed_by_hr(pay: pd.DataFrame, month: str) -> dict[str, Typed]:
    """By staff number, from the rows of 绩效核算表 as they stand."""
    rows = pay[pay["month"] == month]
    columns = [[None if pd.isna(v) else v for v in rows[name].tolist()] for name in TYPED]
    people, numbers = rows["agent_id"].tolist(), rows.index.tolist()
    return {who: Typed(*cells) for who, *cells in zip(people, numbers, *columns, strict=True)}


class PaySheet:
    """One month's rows: what HR typed and what the month brings, put together."""

    def __init__(self, month: MonthScore, request: Request, computed: Mapping[str, Decimal]) -> None:
        self.month, self.computed, self.language = month, computed, request.language
        self.minimum_wage: Decimal | None = request.settings["minimum_wage"]
        self.typed = typed_by_hr(request.tables["Pay"], month.period.label)
        self.fines = fines_by_month(request.tables["Conduct"]) if request.settings["discipline"] else None
        self.grades = read_grades(request.tables["Grades"])
        self.floor: Decimal | None = request.settings["commission_floor"]
        self.employed = days_employed(request.tables["Staff"], month.period)

    def row(self, one: Scored, worked: Attendance | None) -> dict[str, Any]:
        figures = self.figures(one)
        return {
            "month": self.month.period.label,
            "agent_id": one.agent_id,
            "name": one.member.name,
            **attended(worked),
            **vars(figures),
            "reasons": self.reasons(one, figures)(self.language) or None,
            "warning": self.warnings(one, worked, figures)(self.language) or None,
            "state": "provisional",
            "computed_at": pd.Timestamp(self.month.period.today),
        }

    def figures(self, one: Scored) -> PayFigures:
        who, outcome = one.agent_id, self.month.outcome
        earned = Earned(
            score=one.weighted,
            rank=outcome.ranks.get(who),
            by_rules=self.computed.get(who),
            typed=self.given(who).commission,
            bonus=outcome.bonuses.get(who),
            owed=outcome.deductions.get(who),
            fines=None if self.fines is None else self.fines.get((self.month.period.label, who), NOTHING),
        )
        return pay_figures(earned, self.grades)

    def given(self, who: str) -> Typed:
        return self.typed.get(who, NOTHING_TYPED)

    def overrides(self, who: str) -> bool:
        """Whether HR typed another commission than the rules give; without rules HR has to type it."""
        typed = self.given(who).commission
        return typed is not None and who in self.computed and typed != self.computed[who]

    def reasons(self, one: Scored, figures: PayFigures) -> Words:
        parts = [reasons(one, self.month.outcome, figures.commission_due)]
        if self.overrides(one.agent_id):
            parts.append(typed_instead(self.computed[one.agent_id], self.given(one.agent_id).reason))
        if figures.discipline:
            fined = in_yuan(figures.discipline)
            parts.append(Words(f"违规罚款 {fined} 元", f"fines of {fined} yuan"))
        return joined((part for part in parts if part.zh), "；", "; ")

    def warnings(self, one: Scored, worked: Attendance | None, figures: PayFigures) -> Words:
        typed = self.given(one.agent_id)
        facts = PayFacts(
            fines=figures.discipline,
            wage=typed.wage,
            minimum_wage=self.minimum_wage,
            overtime_hours=None if worked is None else worked.overtime_hours,
            holidays_worked=None if worked is None else worked.holidays_worked,
            total=figures.total,
            missing=takes_part(one) and figures.commission_due is None,
            overridden=self.overrides(one.agent_id),
            reason=typed.reason,
            part_floor=self.part_floor(one.agent_id),
        )
        return joined(warnings(facts), "；", "; ")

    def part_floor(self, who: str) -> PartFloor | None:
        """The floor where it is the commission of somebody who came or left in the month."""
        whole = self.month.period.days
        days = self.employed.get(who, whole)
        if not self.floor or days == whole or self.given(who).commission is not None:
            return None
        return PartFloor(self.floor, days) if self.computed.get(who) == self.floor else None

    def without_reason(self) -> list[Problem]:
        expected = Words("改填提成的理由", "the reason why the commission was typed")
        return [
            Problem("Pay", self.given(who).row, "commission_reason", "", expected, Severity.WARNING)
            for who in (one.agent_id for one in self.month.card)
            if self.overrides(who) and not self.given(who).reason
        ]


def typed_instead(computed: Decimal, why: str | None) -> Words:
    by_rules = in_yuan(computed)
    return Words(
        f"提成由人事改填（按规则 {by_rules} 元），理由：{why or '未写'}",
        f"commission typed by HR (the rules give {by_rules} yuan), reason: {why or 'not given'}",
    )


def attended(worked: Attendance | None) -> dict[str, Any]:
    """Columns of attendance; empty without a roster of the month."""
    return dict.fromkeys(ATTENDED) if worked is None else {name: getattr(worked, name) for name in ATTENDED}


def unreviewed(request: Request, period: Period) -> list[Problem]:
    """Breaches of the month whose fine nobody has worked out yet."""
    if not request.settings["discipline"]:
        return []
    conduct = request.tables["Conduct"]
    happened = (conduct["kind"] == "discipline") & period.holds(conduct["date"])
    rows = conduct[happened & conduct["step"].isna()]
    expected = Words("请先运行“奖惩处理”算出金额", "run 'Review conduct' first: its fine is not known")
    return [Problem("Conduct", int(row), "step", "", expected, Severity.WARNING) for row in rows.index]


def missing_commissions(
    pay: pd.DataFrame, standing: pd.DataFrame | None = None, but: Collection[str] = ()
) -> list[Problem]:
    """Who has no commission, neither by the rules nor typed: an error at the cell to fill.

    `pay`: a month's rows with the values of their formulas. `standing`: the rows of 绩效核算表 as they stand
    (index: sheet rows), where `pay` is not read from there; a row that is new has no number. `but`: staff
    numbers that are nobody's agents this month.
    """
    places = pay if standing is None else standing
    keys = zip(places["month"], places["agent_id"], strict=True)
    row_of = dict(zip(keys, places.index.tolist(), strict=True))
    open_rows = pay[pay["commission_due"].isna() & ~pay["agent_id"].isin(list(but))]
    return [
        Problem("Pay", row_of.get((month, who)), "commission", "", TO_FILL)
        for month, who in zip(open_rows["month"], open_rows["agent_id"], strict=True)
    ]


TO_FILL: Final = Words(
    "提成金额（没有就填 0），或为该组启用提成规则",
    "the commission (0 where there is none), or rules of commission for the group",
)
