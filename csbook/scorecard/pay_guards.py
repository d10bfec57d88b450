"""What the law says about a row of the pay sheet. Warnings only: people decide, with a lawyer.

Articles: 劳动法 (Labour Law) 41 and 44; 工资支付暂行规定 (provisional rules on wage payment, 1994) 16.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from csbook.money import in_yuan
from csbook.problems import Words, counted

MOST_OVERTIME: Final = 36
"""Hours of overtime a month (Labour Law, article 41)."""
MOST_DEDUCTED: Final = Decimal("0.2")
"""Of the month's wage, for damage caused (rules on the payment of wages, article 16)."""

NOT_A_DEDUCTION: Final = Words(
    "末名扣的是还没有计得的提成，不是扣工资，所以不算在 20% 的上限里；制度须依《劳动合同法》第四条制定并公示",
    "the last one's deduction is commission not earned, not a deduction from wages, so that the limit of "
    "20 % does not count it; the scheme must be made and published as article 4 of the Labour Contract Law "
    "asks",
)
"""Beside the deduction of domain A7.9, where a pay row is explained."""


@dataclass(frozen=True)
class PayFacts:
    """What is checked of one person's month. Money in yuan, None where nobody filled it.

    `fines`: None while they are off. `missing`: no commission at all; `overridden`: a typed one took the
    place of the rules' one. `part_floor`: where the floor counts for less than a month.
    """

    fines: Decimal | None
    wage: Decimal | None
    minimum_wage: Decimal | None
    overtime_hours: Decimal | None
    holidays_worked: int | None
    total: Decimal
    missing: bool
    overridden: bool
    reason: str | None
    part_floor: PartFloor | None = None


@dataclass(frozen=True)
class PartFloor:
    """A commission that is the floor of a whole month, paid to somebody employed on some of its `days`."""

    amount: Decimal
    days: int


def warnings(facts: PayFacts) -> list[Words]:
    """In the order in which HR meets them: commission, fines, hours."""
    return [*commission_warnings(facts), *fine_warnings(facts), *hour_warnings(facts)]


def commission_warnings(facts: PayFacts) -> Iterator[Words]:
    if facts.missing:
        yield Words("还没有提成", "no commission yet")
    if facts.overridden and not facts.reason:
        yield Words("人事改填了提成，请写改提成理由", "the commission was typed: give its reason")
    if (floor := facts.part_floor) is not None:
        yield Words(
            f"在职 {floor.days} 天，提成仍按整月保底 {in_yuan(floor.amount)} 元："
            "要按天数折算，请改填提成并写理由",
            f"employed for {counted(floor.days, 'day')} of the month, the commission is the whole floor of "
            f"{in_yuan(floor.amount)} yuan: to pay a part, type it with the reason",
        )


def fine_warnings(facts: PayFacts) -> Iterator[Words]:
    """Article 16: at most 20 % of the month's wage, the rest not below the local minimum wage."""
    fines = facts.fines or Decimal(0)
    if fines <= 0:
        return
    yield Words(
        f"罚款 {in_yuan(fines)} 元没有法定依据，造成损失才可扣工资（《工资支付暂行规定》第十六条），先问律师",
        f"no law provides for the fine of {in_yuan(fines)} yuan: wages may be deducted only for a loss "
        "caused (wage payment rules, article 16); ask a lawyer first",
    )
    if facts.wage is not None:
        yield from limit_warnings(fines, facts.wage, facts.minimum_wage)
    if facts.total < 0:
        yield Words("绩效合计为负", "the total is negative")


def limit_warnings(fines: Decimal, wage: Decimal, minimum: Decimal | None) -> Iterator[Words]:
    if fines > wage * MOST_DEDUCTED:
        yield Words(
            f"扣款超过当月工资 {in_yuan(wage)} 元的 20%（《工资支付暂行规定》第十六条）",
            f"more than 20 % of the month's wage of {in_yuan(wage)} yuan is deducted (wage payment rules, "
            "article 16)",
        )
    if minimum is not None and wage - fines < minimum:
        yield Words(
            f"扣款后低于当地最低工资 {in_yuan(minimum)} 元（《工资支付暂行规定》第十六条）",
            f"what is left is below the local minimum wage of {in_yuan(minimum)} yuan (wage payment rules, "
            "article 16)",
        )


def hour_warnings(facts: PayFacts) -> Iterator[Words]:
    if (facts.overtime_hours or 0) > MOST_OVERTIME:
        yield Words(
            f"加班 {facts.overtime_hours} 小时，超过每月 {MOST_OVERTIME} 小时（《劳动法》第四十一条）",
            f"{facts.overtime_hours} hours of overtime, more than {MOST_OVERTIME} a month (Labour Law, "
            "article 41)",
        )
    if facts.holidays_worked:
        days = facts.holidays_worked
        yield Words(
            f"法定节日上班 {days} 天，须付不低于 300% 的工资（《劳动法》第四十四条第三项）",
            f"statutory holidays worked: {days}; at least 300 % of the wage is due (Labour Law, "
            "article 44(3))",
        )
