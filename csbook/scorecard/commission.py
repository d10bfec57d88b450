"""Commission on net sales: whose rules hold for a group, and what they give.

The documents name a commission (domain A7.9) and no rate, step, floor or cap: all of them are the shop's,
and each group may have its own. Amounts are those of the live formulas in schema/pay_formulas.py.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Final, Literal

import pandas as pd

from csbook.money import NOTHING, exact, in_yuan, rounded
from csbook.problems import Words, joined, same


@dataclass(frozen=True)
class Step:
    """From `start` yuan of net sales on, `rate` (0.015 is 1.5 %)."""

    start: Decimal
    rate: Decimal


@dataclass(frozen=True)
class Rules:
    """The steps that are on, lowest first, by group as the sheet writes it; `every` is the name of those
    for all groups, where there are any."""

    steps: Mapping[str, Sequence[Step]]
    every: str | None = None

    def named(self, group: str | None) -> str | None:
        """Whose rules hold for a group: its own, else those for all, else nobody's.

        Capitals make no difference, as in a spreadsheet.
        """
        return self.spelling.get((group or "").casefold(), self.every)

    def steps_of(self, name: str) -> Sequence[Step]:
        """The steps under a name of the sheet; none where it has no rules that are on."""
        return self.steps.get(self.spelling.get(name.casefold(), name), ())

    @cached_property
    def spelling(self) -> dict[str, str]:
        return {name.casefold(): name for name in self.steps}


@dataclass(frozen=True)
class Terms:
    """How steps are applied: `slices`, each part of the sales at its own rate; `whole`, all of them at the
    rate of the step reached. `floor` and `cap` of a month, None for none."""

    method: Literal["slices", "whole"]
    floor: Decimal | None = None
    cap: Decimal | None = None


@dataclass(frozen=True)
class Commission:
    """What is paid (`amount`), what the steps alone give (`earned`), and what each step counted on."""

    amount: Decimal
    earned: Decimal
    parts: Sequence[tuple[Step, Decimal]]


@dataclass(frozen=True)
class Computed:
    """The base of somebody's commission, and what the rules give on it; None where none hold."""

    base: Decimal
    by_rules: Commission | None

    @property
    def amount(self) -> Decimal | None:
        return None if self.by_rules is None else self.by_rules.amount


def computed(
    sales: Decimal | None, refunds_back: Decimal | None, rule_group: str | None, rules: Rules, terms: Terms
) -> Computed:
    """The formulas of a row of 提成: net sales less refunds taken back, by the rules of `rule_group`."""
    base = base_of(sales, refunds_back)
    if rule_group is None:
        return Computed(base, None)
    return Computed(base, commission(base, rules.steps_of(rule_group), terms))


def base_of(sales: Decimal | None, refunds_back: Decimal | None) -> Decimal:
    """Net sales less refunds taken back."""
    return rounded((sales or NOTHING) - (refunds_back or NOTHING))


def commission(base: Decimal, steps: Sequence[Step], terms: Terms) -> Commission:
    """The commission on `base` (net sales less refunds taken back; may be negative, which earns nothing).

    `steps` lowest first; none earn nothing. To the cent, half up; never below 0.
    """
    parts = whole_part(base, steps) if terms.method == "whole" else slices(base, steps)
    earned = rounded(sum((step.rate * sales for step, sales in parts), NOTHING))
    amount = max(NOTHING, terms.floor or NOTHING, earned)
    return Commission(rounded(amount if terms.cap is None else min(terms.cap, amount)), earned, parts)


def slices(base: Decimal, steps: Sequence[Step]) -> list[tuple[Step, Decimal]]:
    ends = [*(step.start for step in steps[1:]), base]
    return [
        (step, min(base, end) - step.start)
        for step, end in zip(steps, ends, strict=False)  # where there is no step, there is still the base
        if base > step.start or base == step.start == steps[0].start
    ]


def whole_part(base: Decimal, steps: Sequence[Step]) -> list[tuple[Step, Decimal]]:
    reached = [step for step in steps if step.start <= base]
    return [(reached[-1], base)] if reached else []


def read_rules(rules: pd.DataFrame, every: Collection[str]) -> Rules:
    """The rules that are on.

    `rules`: rows of 提成规则 with `group`, `from_amount` (Decimal), `rate`, `active`. `every`: what may stand
    for all groups. Rates too fine and groups written in two ways are the sheet's checks to tell; here the
    first spelling counts.
    """
    rows = rules[rules["active"].fillna(value=False).astype(bool)].dropna(subset=["group", "from_amount"])
    steps: dict[str, list[Step]] = defaultdict(list)
    spelling: dict[str, str] = {}
    for line in rows.to_dict("records"):
        group = str(line["group"])
        name = spelling.setdefault("" if group in every else group.casefold(), group)
        steps[name].append(step_of(line))
    ordered = {name: sorted(found, key=lambda step: step.start) for name, found in steps.items()}
    return Rules(ordered, spelling.get(""))


def over_the_step_below(rules: pd.DataFrame) -> list[Decimal]:
    """For each row of 提成规则 its rate over that of the step below it in its group, as 月度口径 keeps it for
    the formulas; 0 for a row that is off or lacks group or sales."""
    on = rules["active"].fillna(value=False).astype(bool) & rules[["group", "from_amount"]].notna().all(
        axis=1
    )
    lines = [line if here else None for line, here in zip(rules.to_dict("records"), on, strict=True)]
    steps: dict[str, list[Step]] = defaultdict(list)
    for line in filter(None, lines):
        steps[line["group"].casefold()].append(step_of(line))

    def extra(line: Mapping[Any, Any] | None) -> Decimal:
        if line is None:
            return NOTHING
        own = step_of(line)
        below = [step for step in steps[line["group"].casefold()] if step.start < own.start]
        return own.rate - max(below, key=lambda step: step.start, default=NO_RATE).rate

    return [extra(line) for line in lines]


NO_RATE: Final = Step(NOTHING, NOTHING)


def step_of(line: Mapping[Any, Any]) -> Step:
    return Step(line["from_amount"], NOTHING if pd.isna(line["rate"]) else exact(line["rate"]))


def percent(rate: Decimal) -> str:
    """`1.5%`."""
    return f"{(rate * 100).normalize():f}%"


def how(found: Commission, base: Decimal) -> Words:
    """How the figure came about: `10000 × 1%；5000 × 1.5%；封顶 150 元`."""
    said = [same(f"{in_yuan(sales)} × {percent(step.rate)}") for step, sales in found.parts]
    if not said:
        said = [NEGATIVE if base < 0 else NO_STEP]
    if found.amount > found.earned:
        said.append(Words(f"保底 {in_yuan(found.amount)} 元", f"floor {in_yuan(found.amount)} yuan"))
    elif found.amount < found.earned:
        said.append(Words(f"封顶 {in_yuan(found.amount)} 元", f"cap {in_yuan(found.amount)} yuan"))
    return joined(said, "；", "; ")


NEGATIVE: Final = Words("提成基数为负，提成为 0", "the base is negative: no commission")
NO_STEP: Final = Words("未达到起提的净销售额", "below the sales from which commission is paid")
