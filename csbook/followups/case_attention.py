"""What somebody has to do about an after-sales case, in words: the column 提示."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import reduce
from typing import Final

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
    last_failed: pd.Series,
    today: pd.Timestamp,
    language: Language,
) -> pd.Series:
    """Per case all there is to do, missing where there is nothing (str; index as given).

    `cases`: columns of AfterSales with number, owner, state, callbacks and proposed class as of
    `today`; `authority`: the compensation in yuan above which the supervisor decides; `last_failed`: the
    moment of the last callback in vain, or missing.
    """
    closed = cases["state"] == "closed"
    claims = unpaid_claims(cases) & (cases["opened"] + pd.Timedelta(days=CLAIM_DAYS) <= today)
    no_solution = closed & ~(cases["solution_found"] <= today)
    reopen = closed & (last_failed >= cases["closed"])
    texts = (
        above_authority(cases[awaits_approval(cases, authority)], authority, language),
        everywhere(REJECTED, was_rejected(cases), language),
        upgrades(cases[cases["proposed_class"].notna()], language),
        late_claims(cases[claims], language),
        everywhere(NO_SOLUTION, no_solution, language),
        everywhere(REOPEN, reopen, language),
        everywhere(NOBODY, ~closed & cases["owner"].isna(), language),
    )
    return one_after_another((text.reindex(cases.index) for text in texts), language)


def asks_when_closed(cases: pd.DataFrame, authority: Decimal, language: Language) -> pd.Series:
    """Whether a closed case asks for more than the supervisor's decision on its compensation (bool; index
    as given).

    `cases`: columns of AfterSales with `state` and `attention` as of the moment, in the same language and for
    the same `authority`.
    """
    decide = above_authority(cases[awaits_approval(cases, authority)], authority, language)
    asked = cases["attention"].fillna("")
    return (cases["state"] == "closed") & ~asked.isin(["", *decide.unique()])


def awaits_approval(cases: pd.DataFrame, authority: Decimal) -> pd.Series:
    """Whether the supervisor still has to decide on the case's compensation (bool; index as given)."""
    undecided = cases["approved"].isna() | (cases["approved"] == "pending")
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


def above_authority(cases: pd.DataFrame, authority: Decimal, language: Language) -> pd.Series:
    limit = in_yuan(authority)
    return worded(
        cases.index,
        (
            Words(
                f"补偿 {in_yuan(amount)} 元超过客服权限 {limit} 元：请主管填“补偿审批”",
                f"compensation of {in_yuan(amount)} yuan is above the agents' {limit}: the supervisor "
                "decides in 'Compensation approved'",
            )
            for amount in cases["compensation"]
        ),
        language,
    )


def upgrades(cases: pd.DataFrame, language: Language) -> pd.Series:
    reasons = zip(cases["proposed_class"], cases["callbacks"], strict=True)
    return worded(
        cases.index,
        (
            UPGRADE[name]
            + (
                Words(
                    f"：回访 {int(failed)} 次未解决",
                    f": {counted(int(failed), 'callback')} in vain",
                )
                if failed
                else Words("：维权超过处理期限", ": a rights claim past its limit")
            )
            for name, failed in reasons
        ),
        language,
    )


def late_claims(cases: pd.DataFrame, language: Language) -> pd.Series:
    return worded(
        cases.index,
        (
            Words(
                f"快递索赔 {in_yuan(amount)} 元满 {CLAIM_DAYS} 天未赔付：请催快递，"
                "赔到填“已赔付”，放弃就清空“索赔金额”",
                f"the courier owes {in_yuan(amount)} yuan, unpaid after {CLAIM_DAYS} days: press for it, "
                "fill 'Claim paid' once paid, or empty 'Claim' to give it up",
            )
            for amount in cases["claim"]
        ),
        language,
    )


def worded(index: pd.Index, texts: Iterable[Words], language: Language) -> pd.Series:
    return pd.Series([text(language) for text in texts], index=index, dtype="str")


def everywhere(text: Words, where: pd.Series, language: Language) -> pd.Series:
    """The same text in the rows where the condition holds."""
    return pd.Series(text(language), index=where.index[where], dtype="str")


def one_after_another(texts: Iterable[pd.Series], language: Language) -> pd.Series:
    """The texts of each row with semicolons between, missing where there are none."""
    between = Words("；", "; ")(language)

    def both(first: pd.Series, second: pd.Series) -> pd.Series:
        joined = first + between + second
        return joined.fillna(first).fillna(second)

    return reduce(both, texts)
