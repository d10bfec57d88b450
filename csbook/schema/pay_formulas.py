"""The live formulas of 提成规则, 提成 and 绩效核算表.

SUMPRODUCT rather than COUNTIFS: a criterion such as "2026-11" or "001" would be read as a date or a number.
TRIM on what people type: a blank behind a group's name is none for csbook either.
"""

from __future__ import annotations

from typing import Final


def looked_up(table: str, column: str) -> str:
    """The figure of another table for the row's month and person; empty where there is none."""
    rows = f"({{{table}.month}}={{month}})*({{{table}.agent_id}}={{agent_id}})"
    there = f'SUMPRODUCT({rows}*({{{table}.{column}}}<>""))'
    return f'IF({there}=0,"",SUMPRODUCT({rows},{{{table}.{column}}}))'


def grade() -> str:
    """The highest grade whose least score is reached; empty without a score or a grade."""
    reached = '({Grades.least}<>"")*({Grades.least}<={score})'
    highest = f"SUMPRODUCT(MAX({reached}*{{Grades.least}}))"
    return f'IF({{score}}="","",IFERROR(INDEX({{Grades.grade}},MATCH({highest},{{Grades.least}},0))&"",""))'


GROUPS: Final = "TRIM({CommissionRules.group})"
RULES_ON: Final = "({CommissionRules.active}={CommissionRules.active=yes})"


def extra_rate() -> str:
    """A step's rate over that of the step below it; 0 for a rule that is off or not whole."""
    below = f"({GROUPS}=TRIM({{group}}))*{RULES_ON}*({{CommissionRules.from_amount}}<{{from_amount}})"
    start = f"SUMPRODUCT(MAX({below}*{{CommissionRules.from_amount}}))"
    rate = f"SUMPRODUCT({below}*({{CommissionRules.from_amount}}={start}),{{CommissionRules.rate}})"
    unused = 'OR({group}="",{active}<>{CommissionRules.active=yes})'
    return f"IF({unused},0,N({{rate}})-IF(SUMPRODUCT({below})=0,0,{rate}))"


def computed_commission() -> str:
    """By the steps of the group, within floor and cap; empty without any rule.

    Cents times a rate of at most six decimals have eight: rounding to eight first takes away what binary
    fractions add, and halves are rounded up as on paper.
    """
    steps = f"({GROUPS}={{rule_group}})*{RULES_ON}"
    slices = (
        f"SUMPRODUCT({steps}*({{CommissionRules.from_amount}}<{{base}})"
        "*({base}-{CommissionRules.from_amount})*{CommissionRules.extra})"
    )
    whole = (
        f"{{base}}*SUMPRODUCT({steps}*({{CommissionRules.from_amount}}<={{base}})*{{CommissionRules.extra}})"
    )
    is_whole = "{setting.commission_method}={setting.commission_method=whole}"
    earned = f"ROUND(ROUND(IF({is_whole},{whole},{slices}),8),2)"
    least = 'IF({setting.commission_floor}="",0,{setting.commission_floor})'
    floor = f"MAX(0,{least},{earned})"
    capped = f'IF({{setting.commission_cap}}="",{floor},MIN({{setting.commission_cap}},{floor}))'
    return f'IF({{rule_group}}="","",{capped})'


def commission_due() -> str:
    """What HR typed, else what the rules give."""
    return f'IF({{commission}}="",{looked_up("Commissions", "computed")},ROUND({{commission}},2))'


def deduction_taken() -> str:
    """The last one's deduction, never more than the commission (domain A7.9)."""
    owed = looked_up("Scores", "deduction")
    return f'IF({owed}="","",MIN({owed},N({{commission_due}})))'


def fines() -> str:
    """The month's fines of 奖惩登记 where the shop has switched them on (domain A8)."""
    first = "DATE(VALUE(LEFT({month},4)),VALUE(RIGHT({month},2)),1)"
    rows = (
        f"({{Conduct.agent_id}}={{agent_id}})*({{Conduct.kind}}={{Conduct.kind=discipline}})"
        f"*({{Conduct.date}}>={first})*({{Conduct.date}}<EDATE({first},1))"
    )
    off = 'OR({month}="",{setting.discipline}<>{setting.discipline=yes})'
    return f'IF({off},"",SUMPRODUCT({rows},{{Conduct.amount}}))'


def pay_total() -> str:
    return "ROUND(N({commission_due})+N({bonus})-N({deduction})-N({discipline}),2)"
