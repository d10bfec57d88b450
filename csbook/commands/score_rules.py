"""What 设置 says about scores and pay, as the scorecard takes it."""

from __future__ import annotations

from decimal import Decimal

from csbook.money import exact
from csbook.schema.settings import Settings
from csbook.scorecard.commission import Terms
from csbook.scorecard.rank import Admission
from csbook.scorecard.rewards import AwardTerms
from csbook.scorecard.scores import MANAGERS, Shares


def shares_of(settings: Settings) -> Shares:
    def share(name: str) -> Decimal:
        return exact(settings[name + "_share"])

    return Shares(share("self"), share("manager"), {name: share(name) for name in MANAGERS})


def award_terms_of(settings: Settings) -> AwardTerms:
    return AwardTerms(int(settings["least_ranked"]), settings["first_bonus"], settings["last_deduction"])


def commission_terms_of(settings: Settings) -> Terms:
    return Terms(settings["commission_method"], settings["commission_floor"], settings["commission_cap"])


def admission_of(settings: Settings) -> Admission:
    return Admission(
        rank_newcomers=bool(settings["rank_newcomers"]),
        newcomer_days=int(settings["newcomer_days"]),
        away_share=exact(settings["away_share"]),
    )
