"""The report's lines by the documents' formula: overall problems, pre-sale and after-sale points with
counter-measures, goals by month (domain A9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from csbook.money import rounded
from csbook.problems import Words, joined, same
from csbook.reports.advice import BY_PARTY, COUNTER, PART_OF, Part
from csbook.reports.words import amount, begun, count, worse_than

WEAK_POINTS: Final = 60
GOAL_POINTS: Final = 80
"""Points on the way from worst to best: below the first a measure is weak, the second is the goal where
there is no target. Ours."""
GOAL_MONTHS: Final = 3
MOST_GOALS: Final = 5


@dataclass(frozen=True)
class Reading:
    """A measure of the team: `now`, in the span `before`, its `target`, its `points` from 0 to 100, the
    figure that is `well_scored`; None where not known. `best`, `least`: who stands out; `not_compared`: how
    many have a figure and are neither, for too small a sample or another role."""

    title: Words
    unit: Words
    now: Decimal
    before: Decimal | None
    target: Decimal | None
    points: Decimal | None
    well_scored: Decimal | None
    lower_is_better: bool
    best: tuple[str, Decimal] | None = None
    least: tuple[str, Decimal] | None = None
    not_compared: int = 0

    @property
    def misses_target(self) -> bool:
        if self.target is None:
            return False
        return self.now > self.target if self.lower_is_better else self.now < self.target

    @property
    def goal(self) -> Decimal | None:
        """What to reach: the target while it is missed, else what scores well; None where it does."""
        if self.misses_target:
            return self.target
        return None if self.points is not None and self.points >= GOAL_POINTS else self.well_scored

    @property
    def is_weak(self) -> bool:
        return self.misses_target or (self.points is not None and self.points < WEAK_POINTS)


@dataclass(frozen=True)
class Tally:
    """Counts of the span: `now` and in the span before (None where that has no data)."""

    now: int
    before: int | None = None


@dataclass(frozen=True)
class Facts:
    """What the report rests on. `readings` by measure; `tallies`: receptions, promised, late_contacts,
    open_contacts, unassigned_contacts, cases, overdue_cases, poor_reviews; `parties`: cases by responsible
    party; `products`: complaints by product, most first."""

    readings: Mapping[str, Reading]
    tallies: Mapping[str, Tally]
    parties: Mapping[str, tuple[Words, int]] = field(default_factory=dict)
    products: Sequence[tuple[str, int]] = ()


@dataclass(frozen=True)
class Line:
    """One line: what is so, and what to do about it."""

    part: str
    point: Words
    countermeasure: Words | None = None


def drafted(facts: Facts, months: Sequence[Words]) -> list[Line]:
    """All lines in the order of the report. `months`: the names of the months that goals are for; without
    any the report has no goals."""
    return [*overall(facts), *of_part("presale", facts), *aftersale(facts), *goals(facts, months)]


def overall(facts: Facts) -> list[Line]:
    lines = [Line("overall", summary(facts))]
    weak = [reading.title for reading in weakest(facts)]
    if weak:
        lines.append(
            Line("overall", Words("主要问题：", "Main problems: ") + joined(weak) + Words("。", "."))
        )
    elif facts.readings:
        lines.append(
            Line("overall", Words("各项指标没有明显问题。", "No measure is weak or misses its target."))
        )
    if found := follow_ups(facts):
        lines.append(Line("overall", found, COUNTER["follow_ups_in_time"]))
    return [*lines, *of_part("overall", facts)]


def follow_ups(facts: Facts) -> Words | None:
    """What was late or is waiting, and how much of what was promised is in nobody's measure; None where all
    was in time."""
    said = {
        "late_contacts": Words("迟办 {n} 次", "{n} made late"),
        "open_contacts": Words("到期未办 {n} 次", "{n} due and not made"),
        "unassigned_contacts": Words(
            "没有负责人的 {n} 次不算进及时率", "{n} without an owner, left out of the share in time"
        ),
    }
    many = {name: facts.tallies[name].now for name in said}
    if not many["late_contacts"] and not many["open_contacts"]:
        return None
    parts = [
        Words(*(text.format(n=many[name]) for text in (words.zh, words.en)))
        for name, words in said.items()
        if many[name]
    ]
    return Words("回访：", "Follow-ups: ") + joined(parts, zh="，") + Words("。", ".")


def summary(facts: Facts) -> Words:
    """Receptions, promised contacts and cases, each against the span before."""
    titles = {
        "receptions": Words("接待", "receptions"),
        "promised": Words("应办回访", "contacts promised"),
        "cases": Words("售后", "after-sales cases"),
        "poor_reviews": Words("差评", "poor reviews"),
    }
    parts = [count(titles[name], facts.tallies[name].now, facts.tallies[name].before) for name in titles]
    return joined(parts, zh="，", en=", ") + Words("。", ".")


def weakest(facts: Facts) -> list[Reading]:
    """Weak readings, those with least points first."""
    weak = [reading for reading in facts.readings.values() if reading.is_weak]
    return sorted(weak, key=lambda r: Decimal(WEAK_POINTS) if r.points is None else r.points)


def of_part(part: Part, facts: Facts) -> list[Line]:
    """A line for each weak measure of the part, the weakest first."""
    measure_of = {id(reading): measure for measure, reading in facts.readings.items()}
    return [
        Line(part, spoken(reading), COUNTER[measure_of[id(reading)]])
        for reading in weakest(facts)
        if PART_OF[measure_of[id(reading)]] == part
    ]


def spoken(reading: Reading) -> Words:
    """`咨询转化率 31.2%（上期 35%，目标 50%）；最好 王芳 48%，最差 李娜 22%。`"""
    said = begun(reading.title) + Words(" ", " ") + amount(reading.now, reading.unit)
    beside = []
    if reading.before is not None:
        beside.append(Words("上期 ", "before ") + amount(reading.before, reading.unit))
    if reading.target is not None:
        beside.append(Words("目标 ", "target ") + amount(reading.target, reading.unit))
    if beside:
        said += Words("（", " (") + joined(beside, zh="，", en=", ") + Words("）", ")")
    if reading.before is not None and worse_than(reading.now, reading.before, lower=reading.lower_is_better):
        said += Words("，比上期差", ", worse than before")
    if reading.best is not None and reading.least is not None:
        (best, high), (least, low) = reading.best, reading.least
        said += Words(f"；最好 {best} ", f"; best {best} ") + amount(high, reading.unit)
        said += Words(f"，最差 {least} ", f", last {least} ") + amount(low, reading.unit)
        if reading.not_compared and not min(high, low) <= reading.now <= max(high, low):
            said += others(reading.not_compared)
    return said + Words("。", ".")


def others(people: int) -> Words:
    """Why the team's figure is better than the best one named, or worse than the last."""
    return Words(
        f"（另有 {people} 人没有比：样本太少或岗位不同）",
        f" ({people} more not compared: too small a sample, or another role)",
    )


def aftersale(facts: Facts) -> list[Line]:
    """Weak measures, overdue cases, parties responsible and products, most first."""
    lines = of_part("aftersale", facts)
    if overdue := facts.tallies["overdue_cases"].now:
        point = Words(f"超过处理期限的售后 {overdue} 件。", f"{overdue} cases are past their limit.")
        lines.append(Line("aftersale", point, COUNTER["cases_closed"]))
    named = sorted(facts.parties.items(), key=lambda party: -party[1][1])
    if named:
        listed = joined(Words(f"{title.zh} {n} 件", f"{title.en} {n}") for _, (title, n) in named)
        lines.append(
            Line(
                "aftersale",
                Words("售后按责任方：", "Cases by party: ") + listed + Words("。", "."),
                BY_PARTY[named[0][0]],
            )
        )
    if facts.products:
        listed = joined(Words(f"{name} {n} 次", f"{name} {n}") for name, n in facts.products)
        point = Words("投诉最多的商品：", "Most complaints: ") + listed + Words("。", ".")
        lines.append(Line("aftersale", point, BY_PARTY["product"]))
    return lines


def goals(facts: Facts, months: Sequence[Words]) -> list[Line]:
    """For each coming month the weak measures' goals, in equal steps from now to the goal."""
    if not months:
        return []
    aims = [reading for reading in weakest(facts) if reading.goal is not None][:MOST_GOALS]
    lines = []
    for step, month in enumerate(months, 1):
        parts = [
            reading.title + same(" ") + amount(on_the_way(reading, step, len(months)), reading.unit)
            for reading in aims
        ]
        if parts:
            lines.append(
                Line("goals", month + Words("：", ": ") + joined(parts, zh="，", en=", ") + Words("。", "."))
            )
    return lines or [Line("goals", Words("保持现有水平。", "Keep what has been reached."))]


def on_the_way(reading: Reading, step: int, steps: int) -> Decimal:
    assert reading.goal is not None
    return rounded(reading.now + (reading.goal - reading.now) * step / steps)
