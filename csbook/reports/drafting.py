"""The report's lines by the documents' formula: overall problems, pre-sale and after-sale points with
counter-measures, goals by month (domain A9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from csbook.money import rounded
from csbook.problems import Words, counted, joined, same
from csbook.reports.advice import BY_PARTY, COUNTER, PART_OF, Part
from csbook.reports.words import amount, begun, count, worse_than

WEAK_POINTS: Final = 60
GOAL_POINTS: Final = 80
"""Points on the way from worst to best: below the first a measure is weak, the second is the goal where
there is no target. Ours."""
GOAL_MONTHS: Final = 3
MOST_GOALS: Final = 5
MOST_NAMED: Final = 3
"""Main problems that are named; the others are counted. Ours."""


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
    def behind(self) -> Decimal | None:
        """How far the figure is from its goal, as a share of the goal; None where it has none."""
        if self.goal is None:
            return None
        away = abs(self.now - self.goal)
        return away / abs(self.goal) if self.goal else away

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
    open_contacts, unassigned_contacts, cases, overdue_cases, poor_reviews; `parties`: complaints by
    responsible party; `products`: complaints by product, most first; `plans`: the plan's targets by measure
    of each month that goals are for, none where the month has no plan."""

    readings: Mapping[str, Reading]
    tallies: Mapping[str, Tally]
    parties: Mapping[str, tuple[Words, int]] = field(default_factory=dict)
    products: Sequence[tuple[str, int]] = ()
    plans: Sequence[Mapping[str, Decimal]] = ()


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
    if weak := weakest(facts):
        lines.append(Line("overall", main_problems(weak)))
    elif facts.readings:
        lines.append(
            Line("overall", Words("各项指标没有明显问题。", "No measure is weak or misses its target."))
        )
    if found := follow_ups(facts):
        lines.append(Line("overall", found, COUNTER["follow_ups_in_time"]))
    return [*lines, *of_part("overall", facts)]


def main_problems(weak: Sequence[Reading]) -> Words:
    """The first ones by name, then how many there are besides."""
    said = Words("主要问题：", "Main problems: ") + joined(reading.title for reading in weak[:MOST_NAMED])
    more = len(weak) - MOST_NAMED
    if more > 0:
        said += Words(f"；另有 {more} 项没达到", "; " + counted(more, "more is weak", "more are weak"))
    return said + Words("。", ".")


def follow_ups(facts: Facts) -> Words | None:
    """What was late or is waiting, and how much of what was due is in nobody's measure; None where all
    was in time."""
    said = {
        "late_contacts": Words("迟办 {n} 次", "{n} done late"),
        "open_contacts": Words("到期未办 {n} 次", "{n} not done"),
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
    """Receptions, contacts whose deadline lay in the span, and cases, each against the span before."""
    titles = {
        "receptions": Words("接待", "receptions"),
        "promised": Words("到期回访", "contacts due"),
        "cases": Words("售后", "after-sales cases"),
        "poor_reviews": Words("差评", "poor reviews"),
    }
    parts = [count(titles[name], facts.tallies[name].now, facts.tallies[name].before) for name in titles]
    return joined(parts, zh="，", en=", ") + Words("。", ".")


def weakest(facts: Facts) -> list[Reading]:
    """Weak readings, the furthest behind its goal first; after them those without a goal, by points."""
    weak = [reading for reading in facts.readings.values() if reading.is_weak]
    by_points = sorted(weak, key=lambda r: Decimal(WEAK_POINTS) if r.points is None else r.points)
    return sorted(by_points, key=lambda r: Decimal(1) if r.behind is None else -r.behind)


def of_part(part: Part, facts: Facts) -> list[Line]:
    """A line for each weak measure of the part, the weakest first."""
    return [
        Line(part, spoken(reading), COUNTER[measure])
        for measure, reading in measures_of(weakest(facts), facts)
        if PART_OF[measure] == part
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
        end = "highest" if reading.lower_is_better else "lowest"
        said += Words(f"，最差 {least} ", f", {end} {least} ") + amount(low, reading.unit)
        if reading.not_compared and not min(high, low) <= reading.now <= max(high, low):
            said += others(reading.not_compared)
    return said + Words("。", ".")


def others(people: int) -> Words:
    """Why the team's figure is better than the best one named, or worse than the worst."""
    return Words(
        f"（另有 {people} 人没有比：样本太少或岗位不同）",
        f" ({people} more not compared: too small a sample, or another role)",
    )


def aftersale(facts: Facts) -> list[Line]:
    """Weak measures, overdue cases, parties responsible and products, most first."""
    lines = of_part("aftersale", facts)
    if overdue := facts.tallies["overdue_cases"].now:
        point = Words(
            f"超过处理期限的售后 {overdue} 件。",
            counted(overdue, "case is past its limit.", "cases are past their limit."),
        )
        lines.append(Line("aftersale", point, COUNTER["cases_closed"]))
    named = sorted(facts.parties.items(), key=lambda party: -party[1][1])
    if named:
        listed = joined(Words(f"{title.zh} {n} 件", f"{title.en} {n}") for _, (title, n) in named)
        lines.append(
            Line(
                "aftersale",
                Words("投诉按责任方：", "Complaints by party: ") + listed + Words("。", "."),
                BY_PARTY[named[0][0]],
            )
        )
    if facts.products:
        listed = joined(Words(f"{name} {n} 次", f"{name} {n}") for name, n in facts.products)
        point = Words("投诉最多的商品：", "Most complaints: ") + listed + Words("。", ".")
        lines.append(Line("aftersale", point, BY_PARTY["product"]))
    return lines


def goals(facts: Facts, months: Sequence[Words]) -> list[Line]:
    """For each coming month the weak measures' goals: those of its plan where it has one, else on the way in
    equal steps."""
    aims = [(m, r) for m, r in measures_of(weakest(facts), facts) if r.goal is not None][:MOST_GOALS]
    ways = [way(reading, [plan.get(measure) for plan in plans(facts, months)]) for measure, reading in aims]
    lines = []
    for number, month in enumerate(months):
        steps = [(reading, *steps[number]) for (_, reading), steps in zip(aims, ways, strict=True)]
        if steps:
            lines.append(Line("goals", month + goals_of_month(steps) + Words("。", ".")))
    kept = [Line("goals", Words("保持现有水平。", "Keep what has been reached."))]
    return lines or (kept if months else [])


def measures_of(readings: Sequence[Reading], facts: Facts) -> list[tuple[str, Reading]]:
    measure_of = {id(reading): measure for measure, reading in facts.readings.items()}
    return [(measure_of[id(reading)], reading) for reading in readings]


def plans(facts: Facts, months: Sequence[Words]) -> Sequence[Mapping[str, Decimal]]:
    return facts.plans or [{} for _ in months]


def goals_of_month(steps: Sequence[tuple[Reading, Decimal, bool]]) -> Words:
    """`（按月计划）：咨询转化率 40.5%；草拟：满意率 96%`"""
    planned = [spoken_goal(reading, figure) for reading, figure, is_planned in steps if is_planned]
    ours = [spoken_goal(reading, figure) for reading, figure, is_planned in steps if not is_planned]
    if not planned:
        return Words("：", ": ") + joined(ours, zh="，", en=", ")
    said = Words("（按月计划）：", " (by its plan): ") + joined(planned, zh="，", en=", ")
    return said + Words("；草拟：", "; drafted: ") + joined(ours, zh="，", en=", ") if ours else said


def spoken_goal(reading: Reading, figure: Decimal) -> Words:
    return reading.title + same(" ") + amount(rounded(figure), reading.unit)


def way(reading: Reading, planned: Sequence[Decimal | None]) -> list[tuple[Decimal, bool]]:
    """The figure for each month, and whether it is the plan's; what is drafted goes on in equal steps from
    there, and never back behind a plan."""
    assert reading.goal is not None
    at, steps = reading.now, []
    for number, target in enumerate(planned):
        if target is None:
            further = min if reading.lower_is_better else max
            at += (further(reading.goal, at) - at) / (len(planned) - number)
        else:
            at = target
        steps.append((at, target is not None))
    return steps
