"""The demo's first rows: everything that stands in the workbook before any command has run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from random import Random
from typing import Any, Final

import pandas as pd

from csbook.commands.live_figures import SOURCES, figures_that_follow
from csbook.commands.month_terms import RULES
from csbook.commands.run import settings_of
from csbook.demo.cases import case_rows, plan_rows
from csbook.demo.customers import campaign_rows, enquiry_rows, review_rows
from csbook.demo.month import customer_rows, order_rows
from csbook.demo.shop import (
    AGENTS,
    CHEN_JIANING,
    STAFF,
    SUN_HAORAN,
    WU_SIQI,
    Person,
    filled,
    request_rows,
    shifted,
    staff_rows,
    with_sales_day,
    with_settings,
)
from csbook.money import exact, rounded
from csbook.problems import Language, Words
from csbook.schema.defaults import ALL_GROUPS, default_rows, records
from csbook.schema.settings import BY_NAME as SETTINGS
from csbook.schema.term_names import TERM_TABLES
from csbook.schema.workbook import TABLES

SEED: Final = 20261122
Rows = dict[str, list[dict[str, Any]]]


def demo_rows(language: Language, month: dt.date, seed: int = SEED) -> Rows:
    """Rows by table for `build_workbook`, beside the default ones (inside names, frame values)."""
    defaults = default_rows(language, month)
    codes = {row["kind"]: row["code"] for row in defaults["Shifts"]}
    orders = order_rows(language, month, seed)
    frames = {
        "Staff": staff_rows(language, month, codes),
        "Requests": request_rows(language, month, codes),
        "Orders": orders,
        "Customers": customer_rows(language, month, seed),
        "Enquiries": enquiry_rows(orders, language, month, seed),
        "AfterSales": case_rows(orders, language, month, seed),
        "Reviews": review_rows(orders, language, month, seed),
        "Campaigns": campaign_rows(language, month),
        "Plan": plan_rows(language, month),
        "Quality": quality_rows(language, month, seed),
        "CommissionRules": commission_rows(language),
        "Conduct": conduct_rows(language, month),
        "Scores": earlier_scores(language, month, seed),
    }
    settings = with_settings(defaults["Settings"], language, month)
    frames |= scored_by_terms(frames, {**defaults, "Settings": settings})
    return {
        "Settings": settings,
        "Holidays": with_sales_day(defaults["Holidays"], language, month),
        "CardChoice": card_choice(language, month),
        **{name: records(frame) for name, frame in frames.items()},
    }


def scored_by_terms(frames: Mapping[str, pd.DataFrame], defaults: Rows) -> dict[str, pd.DataFrame]:
    """考核评分 with the values of all its formulas, and the terms of its month."""
    needed = (*SOURCES, *RULES, "Settings")
    tables = {n: frames[n] if n in frames else filled(TABLES[n], defaults.get(n, ())) for n in needed}
    found = figures_that_follow(tables, settings_of(tables))
    return {
        **{name: found[name] for name in TERM_TABLES},
        "Scores": frames["Scores"].assign(**found["Scores"].drop(columns=list(TABLES["Scores"].key))),
    }


def quality_rows(language: Language, month: dt.date, seed: int) -> pd.DataFrame:
    """The weekly reading of chat logs and one mystery customer (domain A9): in the months before everybody
    was read, this month two agents a week."""
    steps = list(TABLES["Quality"]["step"].choices)  # type: ignore[attr-defined]
    lines = [
        line for back in (-2, -1) for line in readings_of_all(shifted(month, back), steps, language, seed)
    ]
    draw = Random(f"quality {seed}")
    for week, day in enumerate((2, 9, 16)):
        for person in (AGENTS[2 * week], AGENTS[2 * week + 1]):
            step = draw.choice(steps)
            score = round(62 + 34 * person.skill + draw.uniform(-3, 3))
            lines.append(quality_record(person, "chat_log", step, score, month.replace(day=day), language))
    weak = next(person for person in AGENTS if person.agent_id == SUN_HAORAN)
    lines.append(quality_record(weak, "mystery", "opening", 55, month.replace(day=18), language))
    return filled(TABLES["Quality"], lines)


def readings_of_all(
    month: dt.date, steps: Sequence[str], language: Language, seed: int
) -> list[dict[str, Any]]:
    """Two steps of one chat of everybody who was there by the middle of the month."""
    draw, lines = Random(f"quality {month:%Y-%m} {seed}"), []
    for number, person in enumerate(AGENTS):
        day = month.replace(day=15 + number)
        for step in draw.sample(steps, 2):
            score = round(62 + 34 * person.skill + draw.uniform(-3, 3))
            lines.append(quality_record(person, "chat_log", step, score, day, language))
    return lines


SLOW_OPENING: Final = Words("首次回复等了两分钟，没有欢迎语", "two minutes to the first answer, no greeting")
GOOD_READING: Final = Words("流程完整", "nothing left out")


def quality_record(
    person: Person, method: str, step: str, score: int, day: dt.date, language: Language
) -> dict[str, Any]:
    note = SLOW_OPENING if score < 70 else GOOD_READING
    return {
        "date": pd.Timestamp(day),
        "agent_id": person.agent_id,
        "name": person.name(language),
        "method": method,
        "step": step,
        "score": score,
        "note": note(language),
    }


CONDUCT: Final = (
    (6, CHEN_JIANING, "praise", Words("大促前整理快捷语供全组用", "wrote quick phrases for the whole team")),
    (13, WU_SIQI, "praise", Words("客户留言表扬售后及时", "praised by a customer for quick after-sales")),
    (9, SUN_HAORAN, "discipline", Words("当班用私人旺旺聊天", "chatted on a private Wangwang while on duty")),
    (18, SUN_HAORAN, "discipline", Words("当班玩手机游戏", "played on the phone while on duty")),
)


def conduct_rows(language: Language, month: dt.date) -> pd.DataFrame:
    names = {person.agent_id: person.name(language) for person in STAFF}
    lines = [
        {
            "date": pd.Timestamp(month.replace(day=day)),
            "agent_id": who,
            "name": names[who],
            "kind": kind,
            "what": what(language),
        }
        for day, who, kind, what in CONDUCT
    ]
    return filled(TABLES["Conduct"], lines)


def earlier_scores(language: Language, month: dt.date, seed: int) -> pd.DataFrame:
    """考核评分 of the month before those that the demo scores; its last one is last in those too."""
    return filled(TABLES["Scores"], month_of_scores(language, month, shifted(month, -3), 1, seed))


STEPS_OF_COMMISSION: Final = ((0, 0.01), (20_000, 0.015))
COMMISSION_NOTE: Final = Words("演示：2 万以内 1%，超过部分 1.5%", "demo: 1 % to 20,000, 1.5 % beyond")


def commission_rows(language: Language) -> pd.DataFrame:
    """Made-up rates: the documents name none."""
    lines = [
        {
            "group": ALL_GROUPS(language),
            "from_amount": start,
            "rate": rate,
            "active": True,
            "note": COMMISSION_NOTE(language),
        }
        for start, rate in STEPS_OF_COMMISSION
    ]
    return filled(TABLES["CommissionRules"], lines)


def card_choice(language: Language, month: dt.date) -> list[dict[str, Any]]:
    """Whose three months to look at first: those of the last in the ranking."""
    weak = next(person for person in AGENTS if person.agent_id == SUN_HAORAN)
    return [{"agent_id": weak.agent_id, "name": weak.name(language), "month": f"{month:%Y-%m}"}]


def month_of_scores(
    language: Language, month: dt.date, earlier: dt.date, streak: int, seed: int
) -> list[dict[str, Any]]:
    """One ranked month. Who is on probation, or was not there yet, has no rank."""
    draw = Random(f"scores {earlier:%Y-%m} {seed}")
    people = [p for p in AGENTS if shifted(month, p.hired, 14) < earlier]
    lines = [score_record(person, earlier, language, draw) for person in people]
    lines.sort(key=lambda line: line["weighted"], reverse=True)
    for rank, line in enumerate(lines, 1):
        line |= {"standing": "ranked", "rank": rank, "last_streak": 0}
    lines[0]["bonus"] = SETTINGS["first_bonus"].default
    lines[-1] |= {"deduction": SETTINGS["last_deduction"].default, "last_streak": streak}
    lines.sort(key=lambda line: str(line["agent_id"]))
    return [line | {"tie_order": number} for number, line in enumerate(lines, 1)]


def measures_by_skill(person: Person, draw: Random) -> dict[str, Any]:
    """A month's measures as the log of such a person gives them (see `entries.log_record`)."""

    def near(worst: float, best: float, spread: float) -> float:
        return round(worst + (best - worst) * person.skill + draw.uniform(-spread, spread), 2)

    receptions = draw.randint(1500, 2300)
    conversion = near(24, 50, 1)
    value = near(150, 190, 20)
    return {
        "receptions": receptions,
        "conversion": conversion,
        "response_seconds": near(62, 20, 2),
        "loss": round(100 - conversion, 2),
        "order_amount": rounded(exact(receptions * 0.62 * conversion / 100 * value)),
        "valid_share": near(97, 97, 0.5),
        "paid_share": near(85, 94, 1),
        "refund_share": near(7, 4, 0.5),
        "order_value": value,
        "complaint_share": near(0.8, 0.2, 0.1),
        "abnormal_share": near(2, 2, 0.4),
        "answered_share": near(95, 99, 0.3),
        "satisfaction": near(88, 98, 0.5),
        "log_complete": near(45, 98, 2),
    }


def score_record(person: Person, month: dt.date, language: Language, draw: Random) -> dict[str, Any]:
    """Marks from about 60 to 97 and a few of the month's measures, by skill."""

    def mark(most: float) -> Decimal:
        return rounded(exact(60 + 34 * person.skill + draw.uniform(-1, most)))

    def whole(value: Decimal) -> Decimal:
        return value.quantize(Decimal(1))

    def share(name: str) -> Decimal:
        return exact(SETTINGS[name].default)

    marks = {
        "performance": mark(2),
        **{name: whole(mark(2)) for name in ("ability", "cooperation", "service")},
    }
    manager = rounded(sum((share(f"{name}_share") * value for name, value in marks.items()), Decimal(0)))
    own = whole(mark(5))
    return {
        "month": f"{month:%Y-%m}",
        "agent_id": person.agent_id,
        "name": person.name(language),
        "role": person.role,
        **measures_by_skill(person, draw),
        "performance_proposed": marks["performance"],
        "performance_used": marks["performance"],
        "service_used": marks["service"],
        "self_score": own,
        **{name: marks[name] for name in ("ability", "cooperation", "service")},
        "manager_score": manager,
        "weighted": rounded(share("self_share") * own + share("manager_share") * manager),
    }
