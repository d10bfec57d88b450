"""The live formulas of 提成 and 绩效核算表.

They look for rules and settings only in what is kept for the row's month (schema/terms.py). Rows of a month
are compared by =, never by a criterion of COUNTIFS: "2026-11" would be read there as a date.
"""

from __future__ import annotations

from typing import Final

from csbook.schema.score_formulas import KEY


def looked_up(table: str, column: str) -> str:
    """The figure of another table for the row's month and person; empty where there is none.

    `score` opens the rows of all three tables in one order, so the row at the same place is looked at first:
    LibreOffice takes ten seconds to search 2,400 texts 2,400 times.
    """
    own = "(ROW()-ROW(INDEX({Pay.month},1))+1)"
    is_here = f"IFERROR(INDEX({{{table}.key}},{own})={KEY},FALSE)"
    row = f"IF({is_here},{own},MATCH({KEY},{{{table}.key}},0))"
    return f'IF(ISNA({row}),"",INDEX({{{table}.{column}}},{row}))'


def grade() -> str:
    """The highest grade of the month whose least score is reached; empty without a score or a grade.

    LOOKUP finds the row where the conditions hold: their quotient is an error in all others.
    """
    of_month = "({TermGrades.month}={month})"
    highest = f"SUMPRODUCT(MAX({of_month}*({{TermGrades.least}}<={{score}})*{{TermGrades.least}}))"
    found = f"LOOKUP(2,1/({of_month}*({{TermGrades.least}}={highest})),{{TermGrades.grade}})"
    return f'IF({{score}}="","",IFERROR({found}&"",""))'


NO_CAP: Final = 10**12
"""More yuan than anybody sells."""
STEPS: Final = "({TermSteps.month}={month})*({TermSteps.group}={rule_group})"


def computed_commission() -> str:
    """By the month's steps of the group, within floor and cap; empty without any rule.

    Cents times a rate of at most six decimals have eight: rounding to eight first takes away what binary
    fractions add, and halves are rounded up as on paper.
    """
    start = "{TermSteps.from_amount}"
    slices = f"SUMPRODUCT({STEPS}*({start}<{{base}})*({{base}}-{start})*{{TermSteps.extra}})"
    whole = f"{{base}}*SUMPRODUCT({STEPS}*({start}<={{base}})*{{TermSteps.extra}})"
    is_whole = "{term.commission_method}={Terms.commission_method=whole}"
    earned = f"ROUND(ROUND(IF({is_whole},{whole},{slices}),8),2)"
    cap = f'IF({{term.commission_cap}}="",{NO_CAP},{{term.commission_cap}})'
    within = f"MIN({cap},MAX(0,{{term.commission_floor}},{earned}))"
    return f'IF(OR({{rule_group}}="",ISNA({{term}})),"",{within})'


def commission_due() -> str:
    """What HR typed, else what the rules give."""
    return f'IF({{commission}}="",{looked_up("Commissions", "computed")},ROUND({{commission}},2))'


def deduction_taken() -> str:
    """The last one's deduction, never more than the commission (domain A7.9)."""
    owed = looked_up("Scores", "deduction")
    return f'IF({owed}="","",MIN({owed},N({{commission_due}})))'


def fines() -> str:
    """The month's fines of 奖惩登记 where the month's terms switch them on (domain A8)."""
    first = "DATE(VALUE(LEFT({month},4)),VALUE(RIGHT({month},2)),1)"
    rows = (
        f"({{Conduct.agent_id}}={{agent_id}})*({{Conduct.kind}}={{Conduct.kind=discipline}})"
        f"*({{Conduct.date}}>={first})*({{Conduct.date}}<EDATE({first},1))"
    )
    on = f'IF({{term.discipline}}={{Terms.discipline=yes}},SUMPRODUCT({rows},{{Conduct.amount}}),"")'
    return f'IF(ISNA({{term}}),"",{on})'


def pay_total() -> str:
    return "ROUND(N({commission_due})+N({bonus})-N({deduction})-N({discipline}),2)"
