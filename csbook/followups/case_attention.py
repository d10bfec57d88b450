"""What somebody has to do about an after-sales case, in words: the column 提示."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Final

import numpy as np
import pandas as pd

from csbook.money import in_yuan
from csbook.problems import Language, Words, counted

CLAIM_DAYS: Final = 7
"""Days after the opening at which a courier's claim should have been paid: our default."""
UPGRADE: Final[Mapping[str, Words]] = {
    "repeated": Words("建议升为重复投诉", "propose 'repeated'"),
    "serious": Words("建议升为恶性投诉", "propose 'serious'"),
}
REJECTED: Final = Words(
    "补偿被驳回：请与客户另商办法，并清空补偿金额",
    "compensation rejected: agree something else with the customer and empty the amount",
)
NO_SOLUTION: Final = Words(
    "已结案但没有方案：请填“方案确定”", "closed without a solution: fill in 'Solution found'"
)
REOPEN: Final = Words(
    "结案后回访仍未解决：请清空结案时间，继续处理",
    "a callback after closing says unsolved: empty 'Closed' and go on",
)
NOBODY: Final = Words("没有责任客服：请指定", "has no owner: name one")


def attention(
    cases: pd.DataFrame,
    *,
    authority: Decimal,
    last_failed: Sequence[pd.Timestamp | None],
    today: pd.Timestamp,
    language: Language,
) -> pd.Series:
    """Per case all there is to do, missing where there is nothing (str; index as given).

    `cases`: columns of AfterSales with number, owner, state, callbacks and proposed class as of
    `today`; `authority`: the compensation in yuan above which the supervisor decides; `last_failed`: the
    moment of each case's last callback in vain, or None.
    """
    closed = cases["state"] == "closed"
    claimed_long_ago = cases["opened"] + pd.Timedelta(days=CLAIM_DAYS) <= today
    reopen = closed & (pd.Series([*last_failed], cases.index, "datetime64[us]") >= cases["closed"])
    compensation, claims = cases["compensation"].tolist(), cases["claim"].tolist()
    classes, callbacks = cases["proposed_class"].tolist(), cases["callbacks"].tolist()
    asked: tuple[tuple[pd.Series, Callable[[int], Words]], ...] = (
        (awaits_approval(cases, authority), lambda n: above_authority(compensation[n], authority)),
        (was_rejected(cases), lambda _: REJECTED),
        (cases["proposed_class"].notna(), lambda n: upgrade(classes[n], callbacks[n])),
        (unpaid_claims(cases) & claimed_long_ago, lambda n: late_claim(claims[n])),
        (closed & ~(cases["solution_found"] <= today), lambda _: NO_SOLUTION),
        (reopen, lambda _: REOPEN),
        (~closed & cases["owner"].isna(), lambda _: NOBODY),
    )
    texts: list[list[str]] = [[] for _ in cases.index]
    for where, words in asked:
        for number in np.flatnonzero(where).tolist():
            texts[number].append(words(number)(language))
    between = Words("；", "; ")(language)
    return pd.Series([between.join(said) or None for said in texts], index=cases.index, dtype="str")


def asks_when_closed(cases: pd.DataFrame, authority: Decimal, language: Language) -> pd.Series:
    """Whether a closed case asks for more than the supervisor's decision on its compensation (bool; index
    as given).

    `cases`: columns of AfterSales with `state` and `attention` as of the moment, in the same language and for
    the same `authority`.
    """
    to_decide = cases["compensation"][awaits_approval(cases, authority)]
    decide = {above_authority(amount, authority)(language) for amount in to_decide}
    asked = cases["attention"].fillna("")
    return (cases["state"] == "closed") & ~asked.isin(["", *decide])


def awaits_approval(cases: pd.DataFrame, authority: Decimal) -> pd.Series:
    """Whether the supervisor still has to decide on the case's compensation (bool; index as given)."""
    undecided = cases["approved"].fillna("pending") == "pending"
    return undecided & (in_figures(cases["compensation"]) > float(authority))


def was_rejected(cases: pd.DataFrame) -> pd.Series:
    """Whether the case still has a compensation that the supervisor rejected (bool; index as given)."""
    return (cases["approved"] == "rejected") & (in_figures(cases["compensation"]) > 0)


def unpaid_claims(cases: pd.DataFrame) -> pd.Series:
    """Whether the courier owes the shop a claim (bool; index as given)."""
    paid = cases["claim_paid"].fillna(False).astype("bool")
    return (cases["responsible"] == "courier") & ~paid & (in_figures(cases["claim"]) > 0)


def in_figures(amounts: pd.Series) -> pd.Series:
    """Amounts for comparing; missing ones are missing."""
    return amounts.astype("float64")


def above_authority(compensation: Decimal, authority: Decimal) -> Words:
    amount, limit = in_yuan(compensation), in_yuan(authority)
    return Words(
        f"补偿 {amount} 元超过客服权限 {limit} 元：请主管填“补偿审批”",
        f"compensation of {amount} yuan is above the agents' {limit}: the supervisor "
        "decides in 'Compensation approved'",
    )


def upgrade(proposed_class: str, callbacks: int) -> Words:
    why = Words("：维权超过处理期限", ": a rights claim past its limit")
    if callbacks:
        why = Words(f"：回访 {callbacks} 次未解决", f": {counted(callbacks, 'callback')} in vain")
    return UPGRADE[proposed_class] + why


def late_claim(claim: Decimal) -> Words:
    amount = in_yuan(claim)
    return Words(
        f"快递索赔 {amount} 元满 {CLAIM_DAYS} 天未赔付：请催快递，赔到填“已赔付”，放弃就清空“索赔金额”",
        f"the courier owes {amount} yuan, unpaid after {CLAIM_DAYS} days: press for it, "
        "fill 'Claim paid' once paid, or empty 'Claim' to give it up",
    )
