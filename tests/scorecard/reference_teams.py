"""Random months of a team, for the reckonings that are compared: many ties, gaps and half cents."""

from __future__ import annotations

from decimal import Decimal
from random import Random

STAFF_NUMBERS = ("001", "002", "10", "9", "K1", "K10", "K2", "客8")
TYPED = ("self_score", "performance", "ability", "cooperation", "service")
STANDINGS = ("probation", "newcomer", "away", "left")
# Few different scores, so that ties are common; hundredths, so that halves of a cent are.
FEW = ("60.05", "80", "85.05", "90.05", "99.95")
# Self, performance, ability, cooperation, service. At 30/70 and 60/10/15/15 the first four weigh 65.00
# alike, the second because 64.995 is rounded up: the manager's score and performance decide.
LEVEL = (
    ("65", "65", "65", "65", "65"),
    ("65.1", "64.95", "64.95", "64.95", "64.95"),
    ("65", "60", "65", "85", "65"),
    ("100", "50", "50", "50", "50"),
    ("30", "30.01", "30", "30", "30"),
)
CONDUCT = (("discipline", "10"), ("discipline", "30"), ("discipline", None), ("praise", "5"))
GRADES = (("金牌", "90"), ("银牌", "80"), ("铜牌", "70"), ("普通", "60"))


def scores(draw: Random, kind: str) -> str | None:
    """One typed score: `few` different ones, `gaps` where some are missing, or `any`."""
    if kind == "gaps" and draw.random() < 0.1:
        return None
    return draw.choice(FEW) if kind == "few" else str(Decimal(draw.randrange(10001)) / 100)


def person(draw: Random, kind: str) -> dict[str, str | None]:
    """What is typed and proposed of one person in a month; of a `level` month, nearly alike."""
    proposed = {f"{name}_proposed": scores(draw, kind) for name in ("performance", "service")}
    standing = draw.choice(STANDINGS) if draw.random() < 0.15 else "ranked"
    if kind == "level":
        typed = dict(zip(TYPED, draw.choice(LEVEL), strict=True))
        return typed | proposed | {"standing": "ranked"}
    typed = {name: scores(draw, kind) for name in TYPED}
    overridden = {name: typed[name] if draw.random() < 0.4 else None for name in ("performance", "service")}
    return typed | overridden | proposed | {"standing": standing}


def amount(draw: Random, least: int, most: int) -> str:
    """An amount with cents between two amounts in yuan."""
    return str(Decimal(draw.randrange(least * 100, most * 100 + 1)) / 100)


def sold(draw: Random, groups: tuple[str, ...]) -> dict[str, str | None]:
    """What one person sold in a month, at times less than nothing, and what HR typed."""
    sales = draw.choice((None, "0", amount(draw, -500, 500), amount(draw, 0, 30000), amount(draw, 0, 300000)))
    return {
        "group": draw.choice(groups),
        "sales": sales,
        "refunds_back": None if sales is None else draw.choice((None, "0", amount(draw, 0, 2000))),
        "commission": draw.choice((None, None, None, "0", amount(draw, 0, 90), amount(draw, 0, 3000))),
    }


def rules(draw: Random, groups: tuple[str, ...]) -> list[tuple[str, str, str, bool]]:
    """Commission rules of some of the groups: one to four steps each, some of them switched off."""
    found = []
    for group in groups:
        starts = sorted(draw.sample((0, 0, 5000, 10000, 20000, 100000), draw.randint(1, 4)))
        for start in dict.fromkeys(starts):
            rate = str(Decimal(draw.randrange(0, 1000)) / 10000)
            found.append((group, str(start), rate, draw.random() < 0.8))
    return found


def staff_size(draw: Random) -> int:
    return draw.choice((1, 2, 3, 5, 8, 8))


def kinds(months: int) -> list[str]:
    """What the months are like, in turn."""
    return [("few", "any", "gaps", "level", "level")[n % 5] for n in range(months)]
