"""Rows for the pictures, small enough to work out by hand: three people, two ranked months, one running.

All of a person's typed scores of a month are alike, so that the weighted score is the same again.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from csbook.problems import Language, Words
from csbook.schema.settings import BY_NAME
from csbook.schema.terms import TERM_SETTINGS

Rows = dict[str, list[dict[str, Any]]]

NAMES = {
    "007": Words("王小丽", "Wang Xiaoli"),
    "008": Words("李明", "Li Ming"),
    "009": Words("赵强", "Zhao Qiang"),
    "010": Words("新人", "Newcomer"),
}
RANKED = {
    "2026-09": {"007": 70.0, "008": 85.0, "009": 75.0},
    "2026-10": {"007": 90.0, "008": 80.0, "009": 70.0},
}
PROPOSED = {"007": 62.5, "008": 91.0, "009": 91.0, "010": 99.0}  # of 2026-11; 010 is not ranked
POINTS = {
    ("2026-09", "conversion"): {"008": 61.0},
    ("2026-10", "conversion"): {"007": 80.0, "008": 50.0, "009": 95.0},
    ("2026-10", "satisfaction"): {"007": 95.0, "008": 70.0, "009": 90.0},
    ("2026-10", "response_seconds"): {"007": 70.0, "008": 75.0, "009": 80.0},
    ("2026-10", "first_response"): {"008": None},
}


def typed(score: float) -> dict[str, float]:
    names = ("self_score", "performance", "ability", "cooperation", "service")
    return dict.fromkeys(names, score)


def score_rows(language: Language) -> list[dict[str, Any]]:
    def row(month: str, agent: str, **more: Any) -> dict[str, Any]:
        name = NAMES[agent](language)
        return {"month": month, "agent_id": agent, "name": name, "standing": "ranked"} | more

    ranked = [
        row(month, agent, tie_order=int(agent), performance_proposed=score, **typed(score))
        for month, people in RANKED.items()
        for agent, score in people.items()
    ]
    running = [
        row(
            "2026-11",
            agent,
            performance_proposed=score,
            standing="newcomer" if agent == "010" else "ranked",
        )
        for agent, score in PROPOSED.items()
    ]
    return ranked + running


def detail_rows() -> list[dict[str, Any]]:
    """The value is a tenth of the points; without points there is a value all the same."""
    return [
        {
            "month": month,
            "agent_id": agent,
            "measure": measure,
            "value": 4.4 if points is None else points / 10,
            "points": points,
        }
        for (month, measure), people in POINTS.items()
        for agent, points in people.items()
    ]


def log_row(day: int, agent: str, **figures: int) -> dict[str, Any]:
    return {"date": dt.datetime(2026, 11, day), "agent_id": agent, "platform": "tmall"} | figures


LOG = [
    log_row(1, "007", receptions=30, buyers=10, enquiries=20, answered=20, response_seconds=600),
    log_row(1, "008", buyers=2, enquiries=10, answered=10, response_seconds=300),
    log_row(1, "009", buyers=5, answered=50),  # half the figures: they count for nothing
    log_row(2, "007"),  # opened, not filled
    log_row(3, "007", receptions=0, enquiries=0, buyers=0, ratings=4, satisfied=3),
]


def term_row(month: str) -> dict[str, Any]:
    """The month is reckoned by the settings' defaults."""
    return {"month": month} | {name: BY_NAME[name].default for name in TERM_SETTINGS}


def plan_row(item: str, month: str = "2026-11", part: str = "target", **more: Any) -> dict[str, Any]:
    return {"month": month, "part": part, "item": item} | more


PLAN = [
    plan_row("earlier", month="2026-10", target=1.0, measure="satisfaction"),
    plan_row("meeting", part="meeting"),
    plan_row("conversion", target=45.0, actual=40.0, attainment=0.8889, measure="conversion"),
    plan_row("without a target"),
    plan_row(
        "response", target=30.0, actual=30.0, attainment=1.0, agent_id="008", measure="response_seconds"
    ),
    plan_row("not measured yet", target=95.0),
]


def reported(measure: str, value: float | None, target: float | None, **more: Any) -> dict[str, Any]:
    row = {"span": "month", "period": "2026-10", "measure": measure, "unit": "%", "direction": "higher"}
    return row | {"value": value, "target": target} | more


REPORT_FIGURES = [
    reported("conversion", 60.0, 50.0, period="2026-09"),
    reported("conversion", 40.0, 50.0),
    reported("response_seconds", 40.0, 30.0, unit="s", direction="lower"),
    reported("loss", 10.0, None),
    reported("satisfaction", 96.0, 95.0),
]


def picture_rows(language: Language) -> Rows:
    return {
        "Staff": [
            {"agent_id": agent, "name": name(language), "role": "presale"} for agent, name in NAMES.items()
        ],
        "Scores": score_rows(language),
        "Terms": [term_row(month) for month in (*RANKED, "2026-11")],
        "ScoreDetail": detail_rows(),
        "DailyLog": LOG,
        "Plan": PLAN,
        "ReportFigures": REPORT_FIGURES,
        "CardChoice": [{"agent_id": "008"}],
    }
