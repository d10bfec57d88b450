"""A real call centre's February, scored, against sums taken straight from its file."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from csbook.commands.score import score
from csbook.schema.default_measures import default_measures
from csbook.schema.workbook import TABLES
from tests.scorecard.workplace import agent, by_agent, request

FEBRUARY = dt.date(2021, 2, 1)


@pytest.fixture(scope="module")
def calls(shared: Path) -> pd.DataFrame:
    """Every call of January and February 2021."""
    frame = pd.read_excel(shared / "data" / "call_centre_2021-01_02.xlsx", engine="calamine")
    return frame.assign(Date=pd.to_datetime(frame["Date"]))


def daily_log(calls: pd.DataFrame) -> pd.DataFrame:
    """The calls summed per agent and day into rows of 客服日报, as an agent would have typed them."""
    rating = calls["Satisfaction rating"]
    each = pd.DataFrame(
        {
            "date": calls["Date"],
            "agent_id": calls["Agent"],
            "receptions": 1,
            "answered": (calls["Answered (Y/N)"] == "Y").astype(int),
            "response_seconds": calls["Speed of answer in seconds"].fillna(0),
            "ratings": rating.notna().astype(int),
            "satisfied": (rating >= 4).astype(int),
            "rating_points": rating.fillna(0),
        }
    )
    days = each.groupby(["date", "agent_id"], as_index=False).sum().assign(platform="phone", shop="总店")
    table = TABLES["DailyLog"]
    return pd.DataFrame(
        {
            c.name: c.series(days[c.name].tolist() if c.name in days else [None] * len(days), days.index)
            for c in table.columns
        }
    )


@pytest.fixture(scope="module")
def scored(calls: pd.DataFrame) -> pd.DataFrame:
    staff = [
        agent(name, platforms="phone", role="aftersale", hired=None) for name in sorted(set(calls["Agent"]))
    ]
    result = score(
        request(
            dt.datetime(2021, 3, 5),
            FEBRUARY,
            Staff=staff,
            DailyLog=daily_log(calls),
            Measures=default_measures("zh"),
        )
    )
    return result.tables["Scores"]


def test_the_measures_are_those_of_the_files_own_sums(calls: pd.DataFrame, scored: pd.DataFrame) -> None:
    february = calls[calls["Date"].dt.month == 2]
    groups = february.groupby("Agent")
    answered = groups["Answered (Y/N)"].apply(lambda s: (s == "Y").mean() * 100)
    seconds = groups["Speed of answer in seconds"].mean()
    satisfied = groups["Satisfaction rating"].apply(lambda s: (s.dropna() >= 4).mean() * 100)
    assert len(scored) == 8
    assert by_agent(scored, "receptions") == groups.size().to_dict()
    for column, expected in (
        ("answered_share", answered),
        ("response_seconds", seconds),
        ("satisfaction", satisfied),
    ):
        found = by_agent(scored, column)
        assert set(found) == set(expected.index)
        for who, value in found.items():
            assert abs(value - expected[who]) <= 0.005 + 1e-9, (column, who)


def test_the_proposal_rests_on_the_three_measures_there_are(scored: pd.DataFrame) -> None:
    """Weights 10, 5, 15 for the response, the answered share and the satisfaction of after-sale,
    and 3 for the log, whose ticks are all empty: 0 points."""

    def line(value: float, worst: float, best: float) -> float:
        return min(max((value - worst) / (best - worst), 0), 1) * 100

    for row in scored.to_dict("records"):
        points = (
            10 * line(row["response_seconds"], 60, 15)
            + 5 * line(row["answered_share"], 80, 100)
            + 15 * line(row["satisfaction"], 70, 95)
        )
        assert row["performance_proposed"] == pytest.approx(points / 33, abs=0.005001)
