"""What people type between the commands: the daily log, contacts made, scores, commissions, plans.

Each function takes what the commands have written so far and gives the rows to type, drawn from one
seed and shaped by each person's skill.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from random import Random
from typing import Any, Final

import pandas as pd

from csbook.demo.shop import (
    AGENTS,
    BY_ID,
    GROUPS,
    SHOP,
    Group,
    Person,
    Record,
    filled,
)
from csbook.problems import Language, Words
from csbook.schema.columns import LEAVE, REST
from csbook.schema.daily import TICKS
from csbook.schema.workbook import TABLES

PLATFORM_SHARES: Final = {"jd": 0.7, "vip": 0.3, "tmall": 1.0, "pdd": 1.0}
ORDER_VALUE: Final = {"jd": 210, "vip": 190, "tmall": 230, "pdd": 120}
SALE_DAY: Final = 11
SHIFT_WEIGHT: Final = {"day": 1.0, "half": 0.7, "evening": 0.9}
SPOT_CHECKED: Final = 0.25
NOT_FILLED: Final = 2  # rows of the last day that nobody has filled yet
LOG_NOTES: Final = (
    Words("有一单要补发，已交接", "one order to send again, handed over"),
    Words("晚间咨询集中在满减", "the evening's questions were about the sale"),
)


def log_rows(
    roster: pd.DataFrame,
    shifts: pd.DataFrame,
    month: dt.date,
    until: dt.date,
    language: Language,
    seed: int,
    *,
    last_day_open: bool,
) -> pd.DataFrame:
    """Rows of DailyLog from the month's first day to `until`, for who is on duty by the grid.

    `roster`: columns `agent_id`, `d01` to `d31`; `shifts`: rows of 班次. Each group's receptions of a
    day lie in its range (domain A2) and are shared by shift. With `last_day_open` the last rows of
    `until` have no figures yet.
    """
    draw = Random(f"log {month:%Y-%m} {seed}")
    shift_of = shifts.set_index("code")
    records: list[dict[str, Any]] = []
    for number in range(1, (until - month).days + 2):
        day = month.replace(day=number)
        cells = dict(zip(roster["agent_id"], roster[f"d{number:02d}"], strict=True))
        for group in GROUPS:
            records += group_day(group, serving(group, cells, language), day, shift_of, language, draw)
    if last_day_open:
        records[-NOT_FILLED:] = [unfilled(record) for record in records[-NOT_FILLED:]]
    return filled(TABLES["DailyLog"], records)


def serving(group: Group, cells: Mapping[str, Any], language: Language) -> dict[str, str]:
    """Who serves the group that day, with the cell of the grid: its own people and helpers."""
    found = {}
    for person in AGENTS:
        cell = cells.get(person.agent_id)
        if cell is None or pd.isna(cell) or cell in (REST, LEAVE):
            continue
        _, _, lent_to = str(cell).partition("@")
        if (lent_to or person.group(language)) == group.name(language):
            found[person.agent_id] = str(cell)
    return found


def group_day(
    group: Group,
    on_duty: Mapping[str, str],
    day: dt.date,
    shifts: pd.DataFrame,
    language: Language,
    draw: Random,
) -> list[dict[str, Any]]:
    least, most = group.receptions
    total = most if day.day == SALE_DAY else draw.randint(least, most)
    weights = {who: SHIFT_WEIGHT[str(shifts.at[code_of(cell), "kind"])] for who, cell in on_duty.items()}
    shares = shared_out(
        total,
        {(who, p): weight * PLATFORM_SHARES[p] for who, weight in weights.items() for p in group.platforms},
    )
    return [
        log_record(BY_ID[who], platform, count, day, on_duty[who], shifts, language, draw)
        for (who, platform), count in shares.items()
    ]


def code_of(cell: str) -> str:
    """The shift of a cell, without the group that is helped."""
    return cell.partition("@")[0]


def shared_out(total: int, weights: Mapping[Any, float]) -> dict[Any, int]:
    """`total` in whole parts by weight; the parts add to it exactly."""
    parts: dict[Any, int] = {}
    left, weight_left = total, sum(weights.values())
    for who, weight in weights.items():
        parts[who] = round(left * weight / weight_left)
        left, weight_left = left - parts[who], weight_left - weight
    return parts


def log_record(
    person: Person,
    platform: str,
    receptions: int,
    day: dt.date,
    cell: str,
    shifts: pd.DataFrame,
    language: Language,
    draw: Random,
) -> dict[str, Any]:
    """One row with all its totals; the more skilled convert more, answer faster and complete the log."""
    skill = person.skill
    answered = receptions - binomial(receptions, 0.05 - 0.04 * skill, draw)
    enquiries = round(receptions * draw.uniform(0.55, 0.7))
    buyers = binomial(enquiries, 0.24 + 0.26 * skill, draw)
    orders = buyers + binomial(buyers, 0.05, draw)
    valid = orders - binomial(orders, 0.03, draw)
    paid = valid - binomial(valid, 0.12 - 0.08 * skill, draw)
    refunded = binomial(paid, 0.07 - 0.03 * skill, draw)
    amount = Decimal(round(orders * ORDER_VALUE[platform] * draw.uniform(0.85, 1.15)))
    ratings = binomial(receptions, 0.35, draw)
    satisfied = ratings - binomial(ratings, 0.12 - 0.10 * skill, draw)
    fives = binomial(satisfied, 0.8, draw)
    shift = shifts.loc[code_of(cell)]
    return {
        "date": pd.Timestamp(day),
        "agent_id": person.agent_id,
        "name": person.name(language),
        "platform": platform,
        "shop": SHOP(language),
        "shift": cell,
        "receptions": receptions,
        "answered": answered,
        "response_seconds": round(answered * draw.uniform(0.9, 1.1) * (62 - 42 * skill)),
        "enquiries": enquiries,
        "buyers": buyers,
        "orders": orders,
        "valid_orders": valid,
        "paid_orders": paid,
        "refunded_orders": refunded,
        "abnormal_orders": binomial(orders, 0.02, draw),
        "order_amount": amount,
        "sales": round(amount * (paid - refunded) / orders, 2) if orders else Decimal(0),
        "ratings": ratings,
        "satisfied": satisfied,
        "rating_points": fives * 5 + (satisfied - fives) * 4 + (ratings - satisfied) * 2,
        "complaints": binomial(receptions, 0.008 - 0.006 * skill, draw),
        **{name: draw.random() < 0.86 + 0.14 * skill for name in TICKS},
        **looked_at(person, platform, day),
        "finished": shift["end"] + pd.Timedelta(minutes=draw.choice((0, 0, 0, 5, 10, 20))),
        "late_minutes": draw.choice((6, 12)) if draw.random() > 0.92 + 0.08 * skill else None,
        "note": draw.choice(LOG_NOTES)(language) if draw.random() < 0.06 else None,
    }


def looked_at(person: Person, platform: str, day: dt.date) -> dict[str, Any]:
    """Whether the log was filled in time, and for a few what the supervisor's spot check found."""
    draw = Random(f"looked at {day} {person.agent_id} {platform}")
    on_time = draw.random() < 0.80 + 0.20 * person.skill
    checked = draw.random() < SPOT_CHECKED
    return {
        "on_time": on_time,
        "spot_check": ("true" if draw.random() < 0.70 + 0.30 * person.skill else "wrong")
        if checked
        else None,
    }


KNOWN_BEFORE: Final = ("date", "agent_id", "name", "platform", "shop", "shift")


def unfilled(record: Record) -> dict[str, Any]:
    return {name: record[name] for name in KNOWN_BEFORE}


def binomial(n: int, chance: float, draw: Random) -> int:
    return sum(draw.random() < chance for _ in range(n))


TYPED_IN_FOLLOW_UPS: Final = (
    "new_due", "waiting_until", "done_at", "result", "satisfaction", "note",
)  # fmt: skip
CALLS: Final = ("phone", "wangwang")
FOLLOW_UP_NOTES: Final = (
    Words("使用正常，满意", "works well, satisfied"),
    Words("想要优惠券，已发", "wanted a voucher, sent"),
    Words("对物流速度有意见，已记录", "unhappy with the delivery, noted"),
    None,
    None,
)


def contacts(
    register: pd.DataFrame, since: dt.datetime, until: dt.datetime, language: Language, seed: int
) -> pd.DataFrame:
    """What agents type into the register between two runs: most of what is due gets done, mostly in
    time; some calls are in vain, some customers ask to wait, and a few rows are forgotten. Archives are said
    to be built where they are: in the archive."""
    draw = Random(f"contacts {since:%Y-%m-%d} {seed}")
    undone = register[~register["state"].isin(["done", "closed"]) & register["channel"].ne("archive")]
    records = []
    for line in sorted(undone.to_dict("records"), key=mark):
        if forgotten(line, seed):
            continue
        if typed := contact(line, since, until, language, draw):
            before = {name: line[name] for name in TYPED_IN_FOLLOW_UPS if not pd.isna(line[name])}
            records.append({"follow_up_id": line["follow_up_id"], **before, **typed})
    return filled(TABLES["FollowUps"], records)[["follow_up_id", *TYPED_IN_FOLLOW_UPS]]


def mark(line: Mapping[Any, Any]) -> tuple[str, ...]:
    """What tells a contact from all others in both languages: accounts share their digits."""
    digits = "".join(filter(str.isdigit, f"{line['source']}{line['customer']}"))
    return f"{line['event_at']}", str(line["rule_id"]), str(line["platform"]), digits


def forgotten(line: Mapping[Any, Any], seed: int) -> bool:
    """Whether nobody ever gets round to the row; the same in every run."""
    chance = Random(f"{mark(line)} {seed}").random()
    return chance < 0.13 - 0.11 * skill_of(line)


def skill_of(line: Mapping[Any, Any]) -> float:
    """Of who has the row: its owner, or else the stand-in; somebody middling where there is none."""
    who = line["owner"] if isinstance(line["owner"], str) else line["stand_in"]
    return BY_ID[who].skill if isinstance(who, str) else 0.5


def contact(
    line: Mapping[Any, Any], since: dt.datetime, until: dt.datetime, language: Language, draw: Random
) -> Record:
    """The cells typed for one row; none when it was left for another day."""
    open_from = line["due_from"] if pd.isna(line["retry_from"]) else line["retry_from"]
    begin = max(since, open_from.to_pydatetime())
    skill = skill_of(line)
    if begin >= until or draw.random() > 0.6 + 0.35 * skill:
        return {}
    called, fate = line["channel"] in CALLS, draw.random()
    if called and fate < 0.06:
        tried = in_hours(begin + dt.timedelta(minutes=draw.randint(5, 90)), draw)
        return {"done_at": tried, "result": "unreachable"} if tried < until else {}
    if called and fate < 0.08:
        return {"waiting_until": in_hours(until + dt.timedelta(days=draw.randint(1, 3)), draw)}
    end = min(max(line["due_by"].to_pydatetime(), begin), until)
    late = dt.timedelta(hours=draw.randint(4, 20)) if draw.random() < 0.15 - 0.12 * skill else dt.timedelta(0)
    done = in_hours(begin + (end - begin) * draw.uniform(0.1, 0.8) + late, draw)
    if done >= until:
        return {}
    note = draw.choice(FOLLOW_UP_NOTES)
    return {
        "done_at": done,
        "result": draw.choices(("reached", "solved", "unsolved", "refused"), (80, 14, 3, 3))[0],
        "satisfaction": draw.choices((5, 4, 3, 2), (55, 32, 10, 3))[0] if called else None,
        "note": note(language) if note and called else None,
    }


def in_hours(moment: dt.datetime, draw: Random) -> dt.datetime:
    """The moment to the minute, moved into calling hours."""
    moment = moment.replace(second=0, microsecond=0)
    if moment.hour < 9:
        return moment.replace(hour=9, minute=draw.randint(5, 55))
    if moment.hour >= 21:
        return moment.replace(hour=20, minute=draw.randint(5, 55))
    return moment
