"""Checks of what scores and pay rest on, beyond single cells: settings, grades, commission rules, plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

import pandas as pd

from csbook.problems import Problem, Severity, Words, figure, same
from csbook.schema.checks_of_measures import unlikely_bounds, unlikely_targets
from csbook.schema.settings import SETTING_WORDS, SHARE_GROUPS, colon, read_settings

Frames = Mapping[str, pd.DataFrame]
IN_ORDER: Final = (
    *pairwise(("self_by", "manager_by", "lock_on", "hr_by")),
    ("commission_floor", "commission_cap"),
)
"""Settings of which the second is not below the first."""
FOR_ALL: Final = ("全部", "all")
FINEST_SHARE: Final = Decimal("0.0001")
FINEST_RATE: Final = Decimal("0.000001")
"""What formulas of scores and of commission still calculate exactly."""
TWO_DECIMALS: Final = Words(
    "百分数最多两位小数，如 33.33%", "a percentage with two decimals at most, as 33.33 %"
)
FOUR_DECIMALS: Final = Words(
    "百分数最多四位小数，如 1.2345%", "a percentage with four decimals at most, as 1.2345 %"
)


def score_checks(frames: Frames) -> Iterator[Problem]:
    """All checks of this module whose tables were read."""
    for table, check in (
        ("Settings", settings_of_scores),
        ("Staff", look_alike_staff_numbers),
        ("Grades", grades),
        ("Grades", upside_down_grades),
        ("CommissionRules", commission_rules),
        ("Plan", aimless_targets),
        ("Plan", unlikely_targets),
        ("Measures", unlikely_bounds),
    ):
        if table in frames:
            yield from check(frames[table])
    if "Pay" in frames and "Commissions" in frames:
        yield from commissions_without_reason(frames["Pay"], frames["Commissions"])
    if "Pay" in frames:
        yield from lieu_beyond_overtime(frames["Pay"])
    if "CommissionRules" in frames and "Staff" in frames:
        yield from unknown_rule_groups(frames["CommissionRules"], frames["Staff"])


def settings_of_scores(table: pd.DataFrame) -> Iterator[Problem]:
    """Shares too fine to be exact, a calendar that goes backwards, a cap below the floor."""
    settings, unfit = read_settings(table)
    named = table[table["name"].notna()]
    rows = dict(zip(named["name"], named.index.tolist(), strict=True))
    told = {problem.row for problem in unfit}
    for name in (name for group in SHARE_GROUPS for name in group):
        if rows.get(name) not in told and too_fine(settings[name]):
            expected = SETTING_WORDS[name] + colon() + TWO_DECIMALS
            yield Problem("Settings", rows.get(name), "value", in_percent(settings[name]), expected)
    for first, second in IN_ORDER:
        least, value = settings[first], settings[second]
        if None in (least, value) or least <= value or told & {rows.get(first), rows.get(second)}:
            continue
        expected = Words(
            f"不小于{SETTING_WORDS[first].zh}（{least}）", f"not below {SETTING_WORDS[first].en} ({least})"
        )
        row = rows.get(second, rows.get(first))
        yield Problem("Settings", row, "value", str(value), SETTING_WORDS[second] + colon() + expected)


def too_fine(share: float, finest: Decimal = FINEST_SHARE) -> bool:
    """Whether a share as it was typed has more decimals than the finest one."""
    return Decimal(repr(share)) % finest != 0


def in_percent(share: float) -> str:
    return f"{figure(share * 100)}%"


def look_alike_staff_numbers(staff: pd.DataFrame) -> Iterator[Problem]:
    """Staff numbers that are one to Excel's formulas, which look rows up by them: those that differ only in
    small and capital letters, and * or ? that stand for any letters. 1 beside 001 is only easily mistaken."""
    numbers = staff["agent_id"].dropna().drop_duplicates()
    for row, number in alike(numbers):
        expected = Words(
            "与其他工号不只差大小写（公式不分大小写）",
            "a number that differs from others by more than capitals (formulas do not tell them apart)",
        )
        yield Problem("Staff", row, "agent_id", number, expected)
    for row, number in items(numbers[numbers.str.contains(r"[*?~]")]):
        expected = Words(
            "不含 * ? ~ 的工号（公式当作通配符）", "a number without * ? ~ (wildcards to formulas)"
        )
        yield Problem("Staff", row, "agent_id", number, expected)
    digits = numbers[numbers.str.fullmatch(r"[0-9]+")]
    for row, number in items(digits[digits.str.lstrip("0").duplicated()]):
        expected = Words(
            "与其他工号不只差前面的 0（容易混淆）",
            "a number that differs from others by more than zeros in front (easily mistaken)",
        )
        yield Problem("Staff", row, "agent_id", number, expected, Severity.WARNING)


def grades(table: pd.DataFrame) -> Iterator[Problem]:
    """Two grades from the same score; none that begins at 0."""
    least = table["least"].dropna()
    for row, value in items(least[least.duplicated()]):
        grade = table.loc[least.index[least == value][0], "grade"]
        expected = Words(f"与“{grade}”不同的起始分", f"a start other than that of '{grade}'")
        yield Problem("Grades", row, "least", figure(value), expected)
    if len(least) and least.min() > 0:
        expected = Words(
            f"有一个等级从 0 分起，否则不到 {figure(least.min())} 分的没有等级",
            f"a grade from 0: below {figure(least.min())} there is none otherwise",
        )
        row = least.index[least == least.min()].tolist()[0]
        yield Problem("Grades", row, "least", figure(least.min()), expected, Severity.WARNING)


def upside_down_grades(table: pd.DataFrame) -> Iterator[Problem]:
    """A grade that begins below the one it stands above. 等级 is written from the best to the least, as a new
    workbook has it: whoever turns two figures round would give the best name for the lowest score."""
    rows = table.dropna(subset=["grade", "least"])
    places = zip(rows.index.tolist(), rows["grade"], rows["least"], strict=True)
    for (row, grade, least), (_, below, start) in pairwise(places):
        if least < start:
            expected = Words(
                f"不低于下一行“{below}”的 {figure(start)}：等级从高到低写，“{grade}”要高分才有",
                f"not below the {figure(start)} of '{below}' in the next row: grades stand from the best to "
                f"the least, and '{grade}' comes first",
            )
            yield Problem("Grades", row, "least", figure(least), expected, Severity.WARNING)


def commission_rules(table: pd.DataFrame) -> Iterator[Problem]:
    """Rates too fine to be exact, and groups written in two ways, whose steps formulas would mix."""
    rates = table["rate"].dropna()
    for row, rate in items(rates[[too_fine(rate, FINEST_RATE) for rate in rates]]):
        yield Problem("CommissionRules", row, "rate", in_percent(rate), FOUR_DECIMALS)
    names = table["group"].dropna().drop_duplicates()
    for row, _ in alike(names.where(~names.isin(FOR_ALL), FOR_ALL[0])):
        expected = Words("同一组只用一种写法", "the same group written in one way only")
        yield Problem("CommissionRules", row, "group", str(names[row]), expected)


def alike(names: pd.Series) -> Iterator[tuple[int, str]]:
    """The names that an earlier one equals but for small and capital letters."""
    folded = names.str.casefold()
    yield from items(names[folded.duplicated()])


def unknown_rule_groups(rules: pd.DataFrame, staff: pd.DataFrame) -> Iterator[Problem]:
    """Rules that are on for a group which nobody of 员工 belongs to: a slip of the hand would leave people
    unpaid. The rules of a group whose people have moved on may stand, for its locked months. Where 员工 is
    empty, that is told instead."""
    if staff.empty:
        return
    groups = set(staff["group"].dropna())
    expected = Words("员工表中的平台组，或 全部：", "all, or a group of sheet 'Staff': ")
    expected += same(" / ".join(sorted(groups)))
    known = {group.casefold() for group in (*groups, *FOR_ALL)}
    on = rules[rules["active"].fillna(False).astype("bool")].dropna(subset=["group"])
    for row, group in items(on["group"][~on["group"].str.casefold().isin(known)]):
        yield Problem("CommissionRules", row, "group", str(group), expected, Severity.WARNING)


def commissions_without_reason(pay: pd.DataFrame, by_rules: pd.DataFrame) -> Iterator[Problem]:
    """A typed commission counts in the place of the rules' one and should say why it is another.

    `by_rules`: rows of 提成, of which some have none.
    """
    bare = pay["commission"].notna() & pay["commission_reason"].isna()
    rules = by_rules.dropna(subset=["month", "agent_id", "computed"])
    computed = dict(zip(zip(rules["month"], rules["agent_id"], strict=True), rules["computed"], strict=True))
    keys = zip(pay["month"], pay["agent_id"], strict=True)
    given = pd.Series([computed.get(key) for key in keys], index=pay.index, dtype="object")
    for row, amount in items(pay["commission"][bare & given.notna() & (given != pay["commission"])]):
        expected = Words(
            f"改提成理由：为什么是 {amount}，而不是按规则的提成",
            f"why the commission is {amount} and not that of the rules",
        )
        yield Problem("Pay", row, "commission_reason", "", expected, Severity.WARNING)


def lieu_beyond_overtime(pay: pd.DataFrame) -> Iterator[Problem]:
    """Hours off in lieu beyond the overtime of the rows up to their month, less the hours off of months
    before. People of whom no month has overtime are left out: there was no roster to count it from."""
    people = set(pay.loc[pay["lieu_hours"].notna(), "agent_id"])
    theirs = pay[pay["agent_id"].isin(people)].dropna(subset=["month", "agent_id"])
    for _, rows in theirs.sort_values("month", kind="stable").groupby("agent_id", sort=False):
        if rows["overtime_hours"].isna().all():
            continue
        earned, taken = (rows[name].fillna(0).cumsum() for name in ("overtime_hours", "lieu_hours"))
        for row, hours in items(rows["lieu_hours"][(taken > earned) & (rows["lieu_hours"] > 0)]):
            left = max(round(float(earned[row] - taken[row] + hours), 2), 0.0)
            expected = Words(
                f"不多于还没有调休的加班 {figure(left)} 小时（按工作簿里的绩效核算表）",
                f"not more than the {figure(left)} hours of overtime still to be taken off, by the pay sheet",
            )
            yield Problem("Pay", row, "lieu_hours", figure(hours), expected, Severity.WARNING)


def aimless_targets(plan: pd.DataFrame) -> Iterator[Problem]:
    """A target row that names a measure and no figure to reach. Without a measure it is a target in words."""
    bare = (plan["part"] == "target") & plan["measure"].notna() & plan["target"].isna()
    expected = Words("要达到的数", "the figure to reach")
    for row, _ in items(plan["part"][bare]):
        yield Problem("Plan", row, "target", "", expected, Severity.WARNING)


def items(series: pd.Series) -> Iterator[tuple[int, Any]]:
    yield from zip(series.index.tolist(), series.tolist(), strict=True)
