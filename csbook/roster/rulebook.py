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
    "minimum_rest": RuleFacts(Words("两班之间最少休息", "rest between shifts"), "ours", True, (0, 48)),
    "long_break": RuleFacts(
        Words("每个周期一次整天连休", "a break of a whole day in each period"),
        "A1.9; period: ours",
        True,
        (1, 14),
    ),
    "longest_stretch": RuleFacts(Words("最多连续上班天数", "most days running"), "ours", True, (1, 31)),
    "shortest_stretch": RuleFacts(Words("最少连续上班天数", "fewest days running"), "ours", True, (1, 14)),
    "shortest_break": RuleFacts(Words("最少连休天数", "shortest break in days"), "ours", True, (1, 14)),
    "most_weekends": RuleFacts(Words("每月最多上班周末", "most weekends a month"), "ours", True, (0, 6)),
    "shift_limits": RuleFacts(Words("个人各班次上限", "most shifts of a kind"), "ours", True),
    "most_hours": RuleFacts(Words("个人最多工时", "most hours"), "ours", True),
    "least_hours": RuleFacts(Words("个人最少工时", "least hours"), "ours", True),
    "nobody_rests": RuleFacts(Words("大促日不排休", "nobody rests on sales days"), "ours", True),
    "cover_minimum": RuleFacts(Words("最少在岗人数", "minimum cover"), "A1.12; numbers: ours", True),
    "cover_preferred": RuleFacts(Words("期望在岗人数", "preferred cover"), "ours"),
    "newcomer_not_alone": RuleFacts(
        Words("新人晚班不落单", "a newcomer not alone on an evening"), "ours", True
    ),
    "complaints_present": RuleFacts(
        Words("每天有人能处理投诉", "somebody for complaints every day"), "ours", True
    ),
    "late_watch": RuleFacts(Words("每晚指定一人值班", "one named person on the late watch"), "A1.7"),
    "temporary_last": RuleFacts(Words("临时人员最后才排", "temporary staff come last"), "ours"),
    "wishes": RuleFacts(Words("员工意愿", "wishes"), "ours"),
    "equal_hours": RuleFacts(Words("工时均衡", "equal hours"), "A1.10"),
    "near_hours": RuleFacts(Words("与其他岗位工时相近", "hours near the other posts'"), "A1.10"),
    "fair_evenings": RuleFacts(Words("晚班均衡", "evenings shared fairly"), "A1.5"),
    "fair_weekends": RuleFacts(Words("周末班均衡", "weekends shared fairly"), "ours"),
    "fair_holidays": RuleFacts(Words("节假日班均衡", "holidays shared fairly"), "ours"),
    "closeness": RuleFacts(Words("贴近上月班表", "closeness to last month's roster"), "A1.11"),
}
"""Every rule by its code, in the order of the sheet. The numbers of a soft rule's weight are ours.

What one breach is: `minimum_rest` a pair of shifts too close; `shortest_stretch` and `shortest_break` each
missing day; `most_weekends`, `shift_limits` each one too many; `most_hours`, `least_hours` each begun hour
beyond the person's limits; `nobody_rests` a rest cell of somebody not temporary; `newcomer_not_alone` a
newcomer's evening with no experienced colleague on an evening of the same group; `complaints_present` a day
and group without one of its qualified people; `temporary_last` a shift; `fair_holidays` as `fair_weekends`;
`closeness` a changed cell. `late_watch` costs nothing: who works the evening is settled before (`watch`).
"""


@dataclass(frozen=True)
class Rules:
    """Every rule of a problem. The defaults are the source documents' shop (domain A1)."""

    rest_days: Rule = Rule(hard=True, parameter=4, weight=200)
    no_day_after_evening: Rule = Rule(hard=True, weight=100)
    minimum_rest: Rule = Rule(hard=True, parameter=8, weight=100)
    long_break: Rule = Rule(hard=True, parameter=7, weight=50)
    longest_stretch: Rule = Rule(hard=True, parameter=7, weight=100)
    shortest_stretch: Rule = Rule(on=False, parameter=2, weight=10)
    shortest_break: Rule = Rule(on=False, parameter=2, weight=10)
    most_weekends: Rule = Rule(on=False, parameter=4, weight=20)
    shift_limits: Rule = Rule(hard=True, weight=100)
    most_hours: Rule = Rule(hard=True, weight=20)
    least_hours: Rule = Rule(weight=20)
    nobody_rests: Rule = Rule(hard=True, weight=200)
    cover_minimum: Rule = Rule(weight=1000)
    cover_preferred: Rule = Rule(weight=10)
    newcomer_not_alone: Rule = Rule(weight=50)
    complaints_present: Rule = Rule(weight=30)
    late_watch: Rule = Rule()
    temporary_last: Rule = Rule(weight=15)
    wishes: Rule = Rule(weight=20)
    equal_hours: Rule = Rule(weight=2)
    near_hours: Rule = Rule(weight=1)
    fair_evenings: Rule = Rule(weight=1)
    fair_weekends: Rule = Rule(weight=2)
    fair_holidays: Rule = Rule(weight=2)
    closeness: Rule = Rule(on=False, weight=1)

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
