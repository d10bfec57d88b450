"""The rules of a roster as data: the rows of the table 排班规则.

A hard rule must hold; a soft one costs its weight for each breach, and the breach is listed.
`RULES` says for each rule what its parameter means, where it comes from, and whether it can be hard.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from csbook.problems import Words


@dataclass(frozen=True)
class Rule:
    """One row of 排班规则. `weight` is the cost of one breach where the rule is soft."""

    on: bool = True
    hard: bool = False
    parameter: float | None = None
    weight: int = 0

    def __post_init__(self) -> None:
        if self.weight < 0:
            raise ValueError(f"A rule's weight is {self.weight}; it cannot be negative.")

    @property
    def binds(self) -> bool:
        return self.on and self.hard


@dataclass(frozen=True)
class RuleFacts:
    """What is known of a rule: its name, whether it can be hard, its parameter's limits, its source."""

    words: Words
    source: str
    may_be_hard: bool = False
    parameter: tuple[int, int] | None = None


RULES: dict[str, RuleFacts] = {
    "rest_days": RuleFacts(Words("每月休息天数", "rest days a month"), "A1.6", True, (0, 31)),
    "no_day_after_evening": RuleFacts(
        Words("晚班次日不上全白班", "no full day shift after an evening"), "A1.8", True
    ),
    "long_break": RuleFacts(
        Words("每个周期一次整天连休", "a break of a whole day in each period"),
        "A1.9; period: ours",
        True,
        (1, 14),
    ),
    "longest_stretch": RuleFacts(Words("最多连续上班天数", "most days running"), "ours", True, (1, 31)),
    "cover_minimum": RuleFacts(Words("最少在岗人数", "minimum cover"), "A1.12; numbers: ours", True),
    "cover_preferred": RuleFacts(Words("期望在岗人数", "preferred cover"), "ours"),
    "wishes": RuleFacts(Words("员工意愿", "wishes"), "ours"),
    "equal_hours": RuleFacts(Words("工时均衡", "equal hours"), "A1.10"),
    "near_hours": RuleFacts(Words("与其他岗位工时相近", "hours near the other posts'"), "A1.10"),
    "fair_evenings": RuleFacts(Words("晚班均衡", "evenings shared fairly"), "A1.5"),
    "fair_weekends": RuleFacts(Words("周末班均衡", "weekends shared fairly"), "ours"),
}
"""Every rule by its code, in the order of the sheet. The numbers of a soft rule's weight are ours."""


@dataclass(frozen=True)
class Rules:
    """Every rule of a problem. The defaults are the source documents' shop (domain A1)."""

    rest_days: Rule = Rule(hard=True, parameter=4, weight=200)
    no_day_after_evening: Rule = Rule(hard=True, weight=100)
    long_break: Rule = Rule(hard=True, parameter=7, weight=50)
    longest_stretch: Rule = Rule(hard=True, parameter=7, weight=100)
    cover_minimum: Rule = Rule(weight=1000)
    cover_preferred: Rule = Rule(weight=10)
    wishes: Rule = Rule(weight=20)
    equal_hours: Rule = Rule(weight=2)
    near_hours: Rule = Rule(weight=1)
    fair_evenings: Rule = Rule(weight=1)
    fair_weekends: Rule = Rule(weight=2)

    def __post_init__(self) -> None:
        for part in fields(self):
            _check(part.name, getattr(self, part.name))

    def __getitem__(self, code: str) -> Rule:
        rule = getattr(self, code)
        assert isinstance(rule, Rule)
        return rule

    def whole(self, code: str) -> int:
        """The parameter of a rule that counts days."""
        parameter = self[code].parameter
        if parameter is None:
            raise ValueError(f"Rule {code} has no parameter.")
        return int(parameter)


def _check(code: str, rule: Rule) -> None:
    facts = RULES[code]
    if rule.hard and not facts.may_be_hard:
        raise ValueError(f"Rule {code} can only be soft.")
    if facts.parameter is None:
        if rule.parameter is not None:
            raise ValueError(f"Rule {code} takes no parameter, but has {rule.parameter}.")
        return
    least, most = facts.parameter
    number = rule.parameter
    if number is None or number != int(number) or not least <= number <= most:
        raise ValueError(f"Rule {code} needs a whole number from {least} to {most}, but has {number}.")
