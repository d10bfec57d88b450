"""The terms of each month: the settings and rules that its scores and pay are reckoned by.

`score` writes them from 设置 and the rule tables; the live formulas of the month look only here, so that a
later setting moves no month that was paid before.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from csbook.problems import Words
from csbook.schema import score_formulas as live
from csbook.schema.column import Column
from csbook.schema.columns import Filler, Formula, Month, Percent, Whole
from csbook.schema.pay import COMMISSION_RULES, GRADES
from csbook.schema.setting import Setting
from csbook.schema.settings import BY_NAME
from csbook.schema.setup import MEASURES
from csbook.schema.table import Table

CSBOOK: Final = Filler.CSBOOK
TERM_SETTINGS: Final = (
    "self_share", "manager_share", "performance_share", "ability_share", "cooperation_share",
    "service_share", "first_bonus", "last_deduction", "least_ranked", "rank_newcomers", "newcomer_days",
    "away_share", "log_by", "commission_source", "log_sales", "commission_method", "commission_floor",
    "commission_cap", "discipline", "first_fine", "second_fine",
)  # fmt: skip
"""The settings that move scores or money; days of the calendar and limits of warnings do not."""
YARDSTICK: Final = (
    "measure", "role", "platform", "active", "worst", "best", "bands", "weight", "direction", "least_sample",
)  # fmt: skip
RULE_COLUMNS: Final = {
    "Measures": YARDSTICK,
    "CommissionRules": ("group", "from_amount", "rate", "active"),
    "Grades": ("grade", "least"),
}
"""The columns of each rule table that move scores or money. Rows that are off count too: a measure that is
off for a platform takes it out of the score there."""


def of_setting(setting: Setting) -> Column:
    words = setting.words
    return replace(setting.kind, name=setting.name, zh=words.zh, en=words.en, by=CSBOOK, help=setting.help)


def of_rules(table: Table) -> tuple[Column, ...]:
    """The columns of `RULE_COLUMNS`, which csbook fills here."""
    columns = (table[name] for name in RULE_COLUMNS[table.name])
    return tuple(replace(column, by=CSBOOK, required=False) for column in columns)


def which_month(zh: str, en: str) -> Month:
    return Month("month", zh, en, CSBOOK, required=True)


def count(name: str, zh: str, en: str, formula: str) -> Formula:
    return Formula(name, zh, en, formula=formula, result=Whole("", "", ""))


TERMS: Final = Table(
    "Terms",
    Words("月度口径", "Terms of the month"),
    (
        which_month("月份", "Month"),
        *(of_setting(BY_NAME[name]) for name in TERM_SETTINGS),
        count("competing", "参评人数", "To rank", live.competing()),
        count("scored", "已评人数", "Scored of them", live.scored()),
        count("last", "末位名次", "Last place", live.last()),
        count("firsts", "第一名人数", "At the first place", live.at_place("1")),
        count("lasts", "末位人数", "At the last place", live.at_place("{last}")),
    ),
    key=("month",),
    purpose=Words(
        "每月评分时记下的设置和规则：该月的公式只看这里，以后改设置不影响它。",
        "The settings and rules kept when a month is scored: its formulas look only here, whatever changes "
        "later.",
    ),
)
TERM_STEPS: Final = Table(
    "TermSteps",
    Words("当月提成规则", "Commission rules of the month"),
    (
        which_month("规则月份", "Month of rule"),
        *of_rules(COMMISSION_RULES),
        Percent("extra", "比上一档多", "Over the step below"),
    ),
    key=("month", "group", "from_amount"),
    rewritten=True,
)
TERM_GRADES: Final = Table(
    "TermGrades",
    Words("当月等级", "Grades of the month"),
    (which_month("等级月份", "Month of grade"), *of_rules(GRADES)),
    key=("month", "grade"),
    rewritten=True,
)
TERM_MEASURES: Final = Table(
    "TermMeasures",
    Words("当月考核指标", "Measures of the month"),
    (which_month("指标月份", "Month of measure"), *of_rules(MEASURES)),
    key=("month", "measure", "role", "platform"),
    rewritten=True,
)

KEPT_TERMS: Final[tuple[Table, ...]] = (TERMS, TERM_STEPS, TERM_GRADES, TERM_MEASURES)
