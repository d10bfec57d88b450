"""The live formulas of 考核评分: scores, rank, bonus and deduction.

A score has two decimals and a share at most four, so products are exact to six decimals: rounding to
six first takes away what binary fractions add, and halves are rounded up as on paper.
"""

from __future__ import annotations

from typing import Final

CRITERIA: Final = ("performance", "ability", "cooperation", "service")
SAME_MONTH: Final = "({Scores.month}={month})"
COMPETING: Final = f"{SAME_MONTH}*({{Scores.standing}}={{Scores.standing=ranked}})"


def money(amount: str) -> str:
    """To the cent, half up."""
    return f"ROUND(ROUND({amount},6),2)"


def typed_or(typed: str, proposed: str) -> str:
    """What a person typed, else what csbook proposes; empty where there is neither."""
    return f'IF({{{typed}}}="",IF({{{proposed}}}="","",{{{proposed}}}),{{{typed}}})'


def manager_score() -> str:
    """The four criteria by their shares (domain A7.8)."""
    cells = ("{performance_used}", "{ability}", "{cooperation}", "{service_used}")
    total = "+".join(f"{{setting.{c}_share}}*{cell}" for c, cell in zip(CRITERIA, cells, strict=True))
    missing = ",".join(f'{cell}=""' for cell in cells)
    return f'IF(OR({missing}),"",{money(total)})'


def weighted_score() -> str:
    """Self and manager by their shares (domain A7.8)."""
    total = "{setting.self_share}*{self_score}+{setting.manager_share}*{manager_score}"
    return f'IF(OR({{self_score}}="",{{manager_score}}=""),"",{money(total)})'


def rank() -> str:
    """1 and so many as are better by weighted score, manager's score, performance.

    Empty while one of those to be ranked lacks a score, for too small a team, and for who is not ranked.
    """
    waiting = f'SUMPRODUCT({COMPETING}*({{Scores.weighted}}=""))>0'
    small = f"SUMPRODUCT({COMPETING})<{{setting.least_ranked}}"
    better = (
        "(({Scores.weighted}>{weighted})"
        "+({Scores.weighted}={weighted})*({Scores.manager_score}>{manager_score})"
        "+({Scores.weighted}={weighted})*({Scores.manager_score}={manager_score})"
        "*({Scores.performance_used}>{performance_used}))"
    )
    return (
        f'IF(OR({{standing}}<>{{Scores.standing=ranked}},{{weighted}}="",{waiting},{small}),"",'
        f"1+SUMPRODUCT({COMPETING}*{better}))"
    )


def share_of(amount: str, place: str) -> str:
    """An amount in equal parts among those at a place, odd cents one each in the order of staff numbers."""
    there = f"SUMPRODUCT({SAME_MONTH}*({{Scores.rank}}={{rank}}))"
    before = f"SUMPRODUCT({SAME_MONTH}*({{Scores.rank}}={{rank}})*({{Scores.tie_order}}<{{tie_order}}))"
    cents = f"ROUND({amount}*100,0)"
    part = f"(INT({cents}/{there})+({before}<MOD({cents},{there})))/100"
    return f'IF({{rank}}="","",IF({place},{part},""))'


def ranked_beyond(than: str) -> str:
    """How many of the month have a larger rank."""
    return f'SUMPRODUCT({SAME_MONTH}*({{Scores.rank}}<>"")*({{Scores.rank}}>{than}))'


def bonus() -> str:
    """Of the first, unless all are (domain A7.9)."""
    return share_of("{setting.first_bonus}", f"AND({{rank}}=1,{ranked_beyond('1')}>0)")


def last_deduction() -> str:
    """Of the last, unless all are first (domain A7.9)."""
    return share_of("{setting.last_deduction}", f"AND({{rank}}>1,{ranked_beyond('{rank}')}=0)")
