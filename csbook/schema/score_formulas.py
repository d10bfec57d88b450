"""The live formulas of 考核评分: scores, rank, bonus and deduction; and the counts of each month.

`{term.x}` is what is kept for the row's month in 月度口径. Where a month has no terms its scores are empty.

A score has two decimals and a share at most four, so products are exact to six decimals: rounding to
six first takes away what binary fractions add, and halves are rounded up as on paper.
"""

from __future__ import annotations

from typing import Final

CRITERIA: Final = ("performance", "ability", "cooperation", "service")
SAME_MONTH: Final = "({Scores.month}={month})"
COMPETING: Final = f"{SAME_MONTH}*({{Scores.standing}}={{Scores.standing=ranked}})"
KEY: Final = '{month}&"/"&{agent_id}'
MONTH_STEP, SCORE_STEP = 10**10, 10**5
"""What a month, and a hundredth of the weighted score, count in `place`; one of the manager's score counts 1.
Fifteen digits, which a spreadsheet holds exactly."""


def money(amount: str) -> str:
    """To the cent, half up."""
    return f"ROUND(ROUND({amount},6),2)"


def typed_or(typed: str, proposed: str) -> str:
    """What a person typed, else what csbook proposes; empty where there is neither."""
    return f'IF({{{typed}}}="",IF({{{proposed}}}="","",{{{proposed}}}),{{{typed}}})'


def manager_score() -> str:
    """The four criteria by their shares (domain A7.8)."""
    cells = ("{performance_used}", "{ability}", "{cooperation}", "{service_used}")
    total = "+".join(f"{{term.{c}_share}}*{cell}" for c, cell in zip(CRITERIA, cells, strict=True))
    missing = ",".join(f'{cell}=""' for cell in cells)
    return f'IF(OR({missing},ISNA({{term}})),"",{money(total)})'


def weighted_score() -> str:
    """Self and manager by their shares (domain A7.8)."""
    total = "{term.self_share}*{self_score}+{term.manager_share}*{manager_score}"
    return f'IF(OR({{self_score}}="",{{manager_score}}=""),"",{money(total)})'


def place() -> str:
    """One number to rank by: month, weighted score, manager's score; 0 for who is not to be ranked or lacks
    a score. Numbers are compared many times faster than the texts of month and standing."""
    none = 'OR({standing}<>{Scores.standing=ranked},{weighted}="")'
    month = "(VALUE(LEFT({month},4))*12+VALUE(RIGHT({month},2)))"
    scores = f"ROUND({{weighted}}*100,0)*{SCORE_STEP}+ROUND({{manager_score}}*100,0)"
    return f"IF({none},0,{month}*{MONTH_STEP}+{scores})"


def order() -> str:
    """1 and so many as are better by weighted score, manager's score, performance.

    0 while one of those to be ranked lacks a score, for too small a team, and for who is not ranked. Criteria
    are whole numbers in digits, exact in every locale; the same column compared as an array takes ten times
    as long, so performance is only looked at among equals.
    """
    month_end = f'(INT({{place}}/{MONTH_STEP})+1)&"{str(MONTH_STEP)[1:]}"'
    better = f'COUNTIFS({{Scores.place}},">"&TEXT({{place}},"0"),{{Scores.place}},"<"&{month_end})'
    alike = "({Scores.place}={place})*({Scores.performance_used}>{performance_used})"
    parted = f"IF(COUNTIF({{Scores.place}},{{place}})=1,0,SUMPRODUCT({alike}))"
    none = "OR({term.scored}<{term.competing},{term.competing}<{term.least_ranked})"
    return f"IF({{place}}=0,0,IF({none},0,1+{better}+{parted}))"


def rank() -> str:
    return 'IF({order}=0,"",{order})'


def share_of(amount: str, there: str, place: str) -> str:
    """An amount in equal parts among those at a place, odd cents one each in the order of staff numbers."""
    before = f"SUMPRODUCT({SAME_MONTH}*({{Scores.order}}={{order}})*({{Scores.tie_order}}<{{tie_order}}))"
    cents = f"ROUND({{term.{amount}}}*100,0)"
    part = f"(INT({cents}/{{term.{there}}})+({before}<MOD({cents},{{term.{there}}})))/100"
    return f'IF({{order}}=0,"",IF({place},{part},""))'


def bonus() -> str:
    """Of the first, unless all are (domain A7.9)."""
    return share_of("first_bonus", "firsts", "AND({order}=1,{term.last}>1)")


def last_deduction() -> str:
    """Of the last, unless all are first (domain A7.9)."""
    return share_of("last_deduction", "lasts", "AND({order}>1,{order}={term.last})")


# Of a month, in 月度口径


def competing() -> str:
    """How many are to be ranked."""
    return f"SUMPRODUCT({COMPETING})"


def scored() -> str:
    """How many of them have all scores."""
    return f"SUMPRODUCT({COMPETING}*({{Scores.place}}>0))"


def last() -> str:
    """The rank of the last; 0 without a ranking."""
    return f"SUMPRODUCT(MAX({SAME_MONTH}*{{Scores.order}}))"


def at_place(rank: str) -> str:
    """How many have that rank."""
    return f"SUMPRODUCT({SAME_MONTH}*({{Scores.order}}={rank})*({{Scores.order}}>0))"
