"""What people type at the month's end: scores, wages, the notice of the ranking, improvement plans."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from random import Random
from typing import Final

import pandas as pd

from csbook.demo.shop import BY_ID, WU_SIQI, ZHAO_YIHE, Person, filled
from csbook.problems import Language, Words
from csbook.schema.workbook import TABLES


def given_scores(scores: pd.DataFrame, month: str, language: Language, seed: int) -> pd.DataFrame:
    """Self scores and the manager's criteria for the month's rows; one performance is overridden."""
    draw = Random(f"scores {month} {seed}")
    records = []
    for line in scores[scores["month"] == month].to_dict("records"):
        person = BY_ID[line["agent_id"]]
        record = {
            "month": month,
            "agent_id": person.agent_id,
            "self_score": min(100, graded(person, draw) + 4),
        }
        record |= {name: graded(person, draw) for name in ("ability", "cooperation", "service")}
        if not pd.isna(line["service_proposed"]):
            del record["service"]  # the readings stand
        if person.agent_id == WU_SIQI and not pd.isna(line["performance_proposed"]):
            record["performance"] = min(100.0, round(float(line["performance_proposed"]) + 3, 2))
            record["override_reason"] = OVERRIDE(language)
        records.append(record)
    typed = ["self_score", "performance", "ability", "cooperation", "service", "override_reason"]
    return filled(TABLES["Scores"], records)[["month", "agent_id", *typed]]


OVERRIDE: Final = Words("带教新人三天，工作量未计入", "three days of coaching are not in the figures")


def graded(person: Person, draw: Random) -> int:
    """A mark from about 60 to 97."""
    return round(60 + 34 * person.skill + draw.uniform(-2, 3))


def wages(pay: pd.DataFrame, month: str, language: Language) -> pd.DataFrame:
    """What HR types beside each row of the month: everybody's wage, and one commission of its own."""
    records = []
    for who in pay.loc[pay["month"] == month, "agent_id"]:
        person = BY_ID[who]
        record = {"month": month, "agent_id": who, "wage": Decimal(round(4000 + 1500 * person.skill))}
        if who == ZHAO_YIHE:
            record |= {"commission": AGREED, "commission_reason": AS_AGREED(language)}
        records.append(record)
    typed = ["commission", "commission_reason", "wage"]
    return filled(TABLES["Pay"], records)[["month", "agent_id", *typed]]


AGREED: Final = Decimal(300)
AS_AGREED: Final = Words("试用期按约定 300 元", "300 yuan agreed for the probation")
CAUSES: Final = Words("大促后回复慢，催单不及时", "slow answers after the sale, chased payment late")
MEASURES: Final = Words(
    "使用快捷语，每两小时查一次未付款", "quick phrases; look for unpaid orders every two hours"
)


def notices(plans: pd.DataFrame, month: str, on: dt.date) -> pd.DataFrame:
    """The day on which the month's ranking was made known."""
    rows = plans[plans["month"] == month]
    return rows[["month", "agent_id"]].assign(notice=pd.Timestamp(on))


def handed_in(plans: pd.DataFrame, month: str, on: dt.date, language: Language, most: int) -> pd.DataFrame:
    """So many of those who owe a plan for the month hand it in, the better first."""
    first = plans[plans["month"] == month].sort_values("rank").head(most)
    return first[["month", "agent_id", "notice"]].assign(
        causes=CAUSES(language), measures=MEASURES(language), handed_in=pd.Timestamp(on)
    )
