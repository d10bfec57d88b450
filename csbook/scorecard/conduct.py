"""Breaches of discipline 违规: which one it is of a person, and what follows (domain A8).

The documents give three steps (a fine, a larger one, dismissal) and no period in which they are
counted. Ours: the calendar year, so that nobody carries a breach for ever. Nothing here fines or
dismisses anybody; that is for people to decide, with a lawyer.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import pandas as pd

from csbook.money import in_yuan, rounded
from csbook.problems import Language, Words

DISMISSAL: Final = 3
"""From this breach on the documents consider dismissal (domain A8)."""
FINES_LAW: Final = Words(
    "2008 年《企业职工奖惩条例》废止后，用人单位没有法定罚款权；按《工资支付暂行规定》第十六条，"
    "只有员工造成经济损失时才可扣工资，每月不超过 20%，余额不低于最低工资。罚款前请先问律师",
    "employers have had no statutory right to fine since the 1982 regulation was repealed in 2008; wages may "
    "be deducted only for a loss caused (wage payment rules, article 16: at most 20 % of the month's wage, "
    "not below the minimum wage). Ask a lawyer first",
)
DISMISSAL_LAW: Final = Words(
    "解除劳动合同须符合《劳动合同法》第三十九条，所依据的制度须按第四条的程序制定并公示。请先问律师",
    "a dismissal needs a ground of article 39 of the Labour Contract Law, and rules made and published as "
    "its article 4 asks. Ask a lawyer first",
)


@dataclass(frozen=True)
class Fines:
    """The fines of the first and second breach in yuan; `on`: whether the shop imposes them."""

    first: Decimal
    second: Decimal
    on: bool = False

    def of(self, step: int) -> Decimal | None:
        """What the documents' scheme asks for the breach; None from the third on."""
        return {1: rounded(self.first), 2: rounded(self.second)}.get(step)


def consequences(
    conduct: pd.DataFrame, fines: Fines, *, today: pd.Timestamp, language: Language
) -> pd.DataFrame:
    """Columns `step` (Int64), `amount` (Decimal or None), `remark` (str) of every row of 奖惩登记.

    `conduct` has `date`, `agent_id`, `kind`; index as given. Steps count each person's breaches of a
    calendar year in order of days, those of one day in the order of the sheet. Praise has no step, and
    what is dated after `today` has not happened. Amounts only where fines are on.
    """
    step = steps(conduct, today)
    counted = step.dropna()
    amounts = {row: fines.of(int(number)) for row, number in counted.items()} if fines.on else {}
    remarks = {
        row: remark(int(number), year, fines)(language)
        for (row, number), year in zip(counted.items(), conduct["date"].dt.year[counted.index], strict=True)
    }
    return pd.DataFrame(
        {
            "step": step,
            "amount": pd.Series([amounts.get(row) for row in conduct.index], conduct.index, "object"),
            "remark": pd.Series([remarks.get(row) for row in conduct.index], conduct.index, "str"),
        }
    )


def fines_by_month(conduct: pd.DataFrame) -> dict[tuple[str, str], Decimal]:
    """The amounts of breaches by month (`2026-11`) and staff number, as the pay sheet's formula counts them:
    all of the month, for an amount stands only where the day has come."""
    rows = conduct[conduct["kind"] == "discipline"].dropna(subset=["agent_id", "date", "amount"])
    found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    months = rows["date"].dt.strftime("%Y-%m")
    for month, who, amount in zip(months, rows["agent_id"], rows["amount"], strict=True):
        found[month, who] += amount
    return dict(found)


def steps(conduct: pd.DataFrame, today: pd.Timestamp) -> pd.Series:
    """For each breach by `today` the person's how many-th of the calendar year it is (Int64)."""
    breaches = conduct[(conduct["kind"] == "discipline") & (conduct["date"] <= today)]
    in_order = breaches.sort_values("date", kind="stable")
    number = in_order.groupby(["agent_id", in_order["date"].dt.year]).cumcount() + 1
    return number.reindex(conduct.index).astype("Int64")


def remark(step: int, year: int, fines: Fines) -> Words:
    """`2026 年第 1 次：制度为罚款 10 元，未启用，不罚。`"""
    which = Words(f"{year} 年第 {step} 次：", f"No. {step} of {year}: ")
    fine = fines.of(step)
    if fine is None:
        return (
            which
            + Words(
                "制度为考虑开除，由主管决定；", "the documents consider dismissal, the supervisor decides; "
            )
            + DISMISSAL_LAW
            + Words("。", ".")
        )
    yuan = in_yuan(fine)
    if not fines.on:
        return which + Words(
            f"制度为罚款 {yuan} 元，未启用，不罚。",
            f"the documents fine {yuan} yuan; fines are off, so there is none.",
        )
    return which + Words(f"罚款 {yuan} 元；", f"a fine of {yuan} yuan; ") + FINES_LAW + Words("。", ".")
