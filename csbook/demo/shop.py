"""The demo's shop: nine agents in three groups (domain A2), their supervisor, what they ask for.

Every person, shop and account is made up. Dates are counted from the month that the workbook begins
with, so that the shop fits any month.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from csbook.problems import Language, Words
from csbook.schema.table import Table
from csbook.schema.workbook import TABLES

Record = Mapping[str, Any]

DEMO_MONTH: Final = dt.date(2026, 11, 1)
TODAY_DAY: Final = 22  # of the demo's month: the log is filled up to the day before
SHOP: Final = Words("橙橡家居", "Orange Oak Home")
COMPANY: Final = Words("橙橡家居（演示数据）", "Orange Oak Home (demo data)")

JD, TMALL, PDD = Words("京东", "JD"), Words("天猫", "Tmall"), Words("拼多多", "PDD")
OFFICE: Final = Words("主管", "Supervisor")


@dataclass(frozen=True)
class Group:
    """A platform group and its load: receptions a day of the whole group, least and most."""

    name: Words
    platforms: tuple[str, ...]
    receptions: tuple[int, int]


GROUPS: Final = (
    Group(JD, ("jd", "vip"), (100, 200)),  # domain A2.1
    Group(TMALL, ("tmall",), (200, 300)),  # domain A2.2
    Group(PDD, ("pdd",), (200, 300)),  # domain A2.3
)
GROUP_OF_PLATFORM: Final = {platform: group for group in GROUPS for platform in group.platforms}


@dataclass(frozen=True)
class Person:
    """A made-up member of the staff.

    `skill` from 0 to 1 shapes the figures of the log and the scores given. `hired` counts in months
    from the demo's month (-2: two months before), `probation` in months from then. `evenings` is the
    most that they can work in a month.
    """

    agent_id: str
    name: Words
    group: Words
    role: str
    skill: float
    hired: int
    probation: int | None = None
    helps: Words | None = None
    complaints: bool = False
    note: Words | None = None
    evenings: int | None = None

    @property
    def rostered(self) -> bool:
        return self.role != "supervisor"


WANG_XIAOMAN, LI_ZIHAN, ZHAO_YIHE = "K01", "K02", "K03"
CHEN_JIANING, ZHOU_MUYANG, WU_SIQI = "K04", "K05", "K06"
SUN_HAORAN, XU_KEXIN, HE_YUHANG = "K07", "K08", "K09"

STAFF: Final = (
    Person(WANG_XIAOMAN, Words("王小满", "Wang Xiaoman"), JD, "both", 0.80, -31, complaints=True),
    Person(LI_ZIHAN, Words("李梓涵", "Li Zihan"), JD, "both", 0.62, -18, helps=TMALL),
    Person(
        ZHAO_YIHE, Words("赵一禾", "Zhao Yihe"), JD, "both", 0.45, -2, 3,
        note=Words("试用期", "on probation"),
    ),
    Person(CHEN_JIANING, Words("陈嘉宁", "Chen Jianing"), TMALL, "presale", 0.97, -40),
    Person(ZHOU_MUYANG, Words("周沐阳", "Zhou Muyang"), TMALL, "presale", 0.58, -14),
    Person(WU_SIQI, Words("吴思琪", "Wu Siqi"), TMALL, "aftersale", 0.74, -22, complaints=True),
    Person(SUN_HAORAN, Words("孙浩然", "Sun Haoran"), PDD, "both", 0.08, -9),
    Person(
        XU_KEXIN, Words("徐可欣", "Xu Kexin"), PDD, "both", 0.66, -5, 3,
        note=Words("年中入职", "joined in the middle of the year"),
    ),
    Person(
        HE_YUHANG, Words("何雨航", "He Yuhang"), PDD, "aftersale", 0.70, -27, complaints=True, evenings=10,
        note=Words("在读夜校", "attends evening classes"),
    ),
    Person("Z01", Words("林若谷", "Lin Ruogu"), OFFICE, "supervisor", 0.9, -52, complaints=True),
)  # fmt: skip
SUPERVISOR: Final = STAFF[-1]
AGENTS: Final = tuple(person for person in STAFF if person.rostered)
BY_ID: Final = {person.agent_id: person for person in STAFF}


def shifted(month: dt.date, months: int, day: int = 1) -> dt.date:
    """A day of the month so many months later (or earlier)."""
    number = month.year * 12 + month.month - 1 + months
    return dt.date(number // 12, number % 12 + 1, day)


def today_of(month: dt.date) -> dt.datetime:
    """The demo's moment: the 22nd at nine."""
    return dt.datetime(month.year, month.month, TODAY_DAY, 9)


def platforms_of(person: Person) -> tuple[str, ...]:
    own = [p for group in GROUPS if group.name == person.group for p in group.platforms]
    return tuple(own) if own else tuple(GROUP_OF_PLATFORM)


def filled(table: Table, records: Iterable[Record]) -> pd.DataFrame:
    """Records as a frame with all columns of the table, in their order and dtypes."""
    lines = list(records)
    assert all(name in table.by_name for line in lines for name in line), table.name
    index = pd.RangeIndex(len(lines))
    return pd.DataFrame(
        {c.name: c.series([line.get(c.name) for line in lines], index) for c in table.columns}
    )


def staff_rows(language: Language, month: dt.date, codes: Mapping[str, str]) -> pd.DataFrame:
    """`codes`: the shift codes of the workbook by kind of shift."""
    return filled(TABLES["Staff"], (staff_record(person, language, month, codes) for person in STAFF))


def staff_record(person: Person, language: Language, month: dt.date, codes: Mapping[str, str]) -> Record:
    hired = shifted(month, person.hired, 14)
    until = None
    if person.probation is not None:
        until = shifted(hired, person.probation, 14) - dt.timedelta(days=1)
    return {
        "agent_id": person.agent_id,
        "name": person.name(language),
        "group": person.group(language),
        "helps": person.helps(language) if person.helps else None,
        "platforms": ",".join(platforms_of(person)),
        "role": person.role,
        "rostered": person.rostered,
        "contract_hours": None,
        "hired": pd.Timestamp(hired),
        "probation_until": pd.Timestamp(until) if until else None,
        "complaints": person.complaints,
        "shift_limits": None if person.evenings is None else f"{codes['evening']}={person.evenings}",
        "accounts": f"{SHOP(language)}:{person.agent_id.lower()}",
        "note": person.note(language) if person.note else None,
    }


SALES_DAY: Final = 11  # of the demo's month: the shopping festival, on which nobody rests
SALES_NAME: Final = Words("大促", "Sales day")


def with_sales_day(
    holidays: Iterable[dict[str, Any]], language: Language, month: dt.date
) -> list[dict[str, Any]]:
    """The default rows of 节假日 with the sales day, unless that is a day of its own already."""
    known = list(holidays)
    date = month.replace(day=SALES_DAY)
    if any(row["date"] == date for row in known):
        return known
    return [*known, {"date": date, "kind": "sales", "name": SALES_NAME(language)}]


@dataclass(frozen=True)
class Ask:
    """A request: days of a month counted from the demo's (0: that month, -1: the one before).

    `shift` is a kind of shift; the workbook's own code for it is written.
    """

    agent_id: str
    kind: str
    month: int
    first: int
    last: int | None = None
    shift: str | None = None
    state: str | None = None
    reason: Words | None = None


HOME, DOCTOR = Words("回老家", "visit home"), Words("复诊", "doctor's appointment")
ASKS: Final = (
    Ask(LI_ZIHAN, "wish_off", -1, 17, reason=Words("家人生日", "birthday in the family")),
    Ask(SUN_HAORAN, "leave", -1, 22, state="approved", reason=DOCTOR),
    Ask(HE_YUHANG, "wish_off", -1, 25),
    Ask(WANG_XIAOMAN, "wish_off", -1, 29),
    Ask(LI_ZIHAN, "leave", 0, 12, 13, state="approved", reason=HOME),
    Ask(WANG_XIAOMAN, "wish_off", 0, 7, reason=Words("朋友婚礼", "a friend's wedding")),
    Ask(CHEN_JIANING, "wish_off", 0, 15),
    Ask(ZHOU_MUYANG, "wish_off", 0, 15, reason=Words("搬家", "moving house")),
    Ask(WU_SIQI, "wish_off", 0, 21, 22, reason=HOME),
    Ask(XU_KEXIN, "wish_off", 0, 8),
    Ask(HE_YUHANG, "wish_shift", 0, 18, shift="day", reason=Words("晚上上课", "an evening class")),
    Ask(
        CHEN_JIANING, "pin", 0, 11, shift="day", state="approved",
        reason=Words("大促当天带班", "leads the team on the sale's day"),
    ),
    Ask(SUN_HAORAN, "leave", 0, 26, 27, state="pending", reason=Words("私事", "private matter")),
)  # fmt: skip


def request_rows(language: Language, month: dt.date, codes: Mapping[str, str]) -> pd.DataFrame:
    """`codes`: the shift codes of the workbook by kind of shift."""
    return filled(TABLES["Requests"], (request_record(ask, language, month, codes) for ask in ASKS))


def request_record(ask: Ask, language: Language, month: dt.date, codes: Mapping[str, str]) -> Record:
    def on(day: int | None) -> pd.Timestamp | None:
        return pd.Timestamp(shifted(month, ask.month, day)) if day else None

    return {
        "agent_id": ask.agent_id,
        "name": BY_ID[ask.agent_id].name(language),
        "kind": ask.kind,
        "from_date": on(ask.first),
        "to_date": on(ask.last),
        "shift": codes[ask.shift] if ask.shift else None,
        "reason": ask.reason(language) if ask.reason else None,
        "state": ask.state,
    }


def with_settings(settings: Iterable[Record], language: Language, month: dt.date) -> list[dict[str, Any]]:
    """The default rows of 设置 with the demo's month, shop, people in charge."""
    ours = {
        "month": f"{month:%Y-%m}",
        "shop": SHOP(language),
        "company": COMPANY(language),
        "supervisor": SUPERVISOR.name(language),
        "review_handler": WU_SIQI,
    }
    return [{**row, "value": ours.get(row["name"], row["value"])} for row in settings]
