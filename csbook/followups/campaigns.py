"""Campaigns 活动: which customers of the archive are told of each (domain B1.7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from csbook.followups.event_frame import event_frame
from csbook.masking import pseudonym_numbers

EVERYBODY: Final = "any"


def campaign_events(
    campaigns: pd.DataFrame, customers: pd.DataFrame, today: pd.Timestamp
) -> list[pd.DataFrame]:
    """An events frame for each campaign that is still to start: one row for each customer it means.

    `customers` have `customer_class` as of today. A campaign that began needs no announcement.
    """
    told = campaigns.dropna(subset=["campaign_id", "starts", "platform"])
    return [of_campaign(campaign, customers) for campaign in told[told["starts"] > today].to_dict("records")]


def of_campaign(campaign: Mapping[Any, Any], customers: pd.DataFrame) -> pd.DataFrame:
    meant = customers[meant_by(campaign, customers)]
    account = meant["platform"] + ":" + meant["account"]
    return event_frame(
        "campaign",
        meant.index,
        source=f"campaign:{campaign['campaign_id']}:" + account,
        event_at=campaign["starts"],
        platform=meant["platform"],
        customer=meant["account"],
        owner=meant["owner"],
        amount=meant["amount"].astype("float64"),
    )


def meant_by(campaign: Mapping[Any, Any], customers: pd.DataFrame) -> pd.Series:
    """Whether the campaign is for each customer: platform and class, empty or `any` being all. Whoever was
    removed from the archive is told of nothing."""
    meant = customers["platform"].notna() & customers["account"].notna()
    meant &= pseudonym_numbers(customers["account"]).isna()
    if campaign["platform"] != EVERYBODY:
        meant &= customers["platform"] == campaign["platform"]
    wanted = campaign["applies_to"]
    if pd.notna(wanted) and wanted != EVERYBODY:
        meant &= customers["customer_class"] == wanted
    return meant
