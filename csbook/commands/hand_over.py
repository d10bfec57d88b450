"""`hand-over`: at the change of shift, who takes over which open case and which contact of tonight."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Final

import pandas as pd

from csbook.commands.case_desk import judged_cases
from csbook.commands.desk import desk_of, moment_of, names_of, rules_of
from csbook.commands.duty import on_duty
from csbook.commands.framed import framed, values_of
from csbook.commands.handler import Request, Result
from csbook.commands.today_rows import NEAR_HOURS, OPEN_CASES, of_cases, of_contacts, responsible
from csbook.followups.owner import Team, spread, team_of
from csbook.followups.register import refresh_register
from csbook.followups.state import FINISHED
from csbook.masking import without_phones
from csbook.problems import Words, counted, joined, same
from csbook.schema.choices import PLATFORM

OVERLAP: Final = dt.timedelta(hours=1)
"""A shift that ends so soon after the hand-over is one that hands over (ours; the documents' day shift
ends at 17:30, half an hour into the evening, domain A1.4)."""
DAY: Final = dt.timedelta(days=1)
ONES_OWN_DATES: Final = ("due_by", "new_due", "waiting_until", "retry_from")
TOLD: Final = ("customer", "action", "note")
STATES: Final = ("overdue", "escalated", "due", "planned")
NOBODY_TONIGHT: Final = Words(
    "今晚没有人当班，没有人能接；还没排班的，请先生成排班。",
    "Nobody is on duty tonight to take over; without a roster, build it first.",
)


def hand_over(request: Request) -> Result:
    """Open cases and tonight's promised contacts, each with the one who takes it over tonight.

    Who is on tonight keeps what they have; the rest goes to people on duty tonight who serve the
    platform, always to the one with least. Where there is nobody the place stays empty and is told.
    """
    evening = Evening.of(request)
    tonight = tonight_of(request, evening)
    rows = taken_over(pd.concat([cases_open(request), contacts_tonight(request, evening)]), tonight)
    figures = figures_of(rows)
    names = names_of(request.tables["Staff"])
    listed = framed("HandOver", rows)
    return Result(
        headline=headline(evening, figures),
        tables={
            "HandOver": listed.assign(
                to_name=listed["to_agent"].map(names).astype("str"),
                from_name=listed["from_agent"].map(names).astype("str"),
                **{name: without_phones(listed[name]) for name in TOLD},
            )
        },
        notes=notes(rows, tonight, names),
        details=figures,
    )


@dataclass(frozen=True)
class Evening:
    """The evening of a day: from the hand-over to closing, which may lie after midnight."""

    begins: pd.Timestamp
    ends: pd.Timestamp

    @classmethod
    def of(cls, request: Request) -> Evening:
        settings, day = request.settings, moment_of(request).normalize()
        after_midnight = settings["closes"] <= settings["opens"]
        return cls(day + settings["handover_time"], day + settings["closes"] + after_midnight * DAY)

    @property
    def day(self) -> pd.Timestamp:
        return self.begins.normalize()

    def holds(self, moments: pd.Series) -> pd.Series:
        return moments.between(self.begins, self.ends)


def tonight_of(request: Request, evening: Evening) -> Team:
    """Who is on duty tonight: on an evening shift, or on one that goes on after the hand-over.

    A shift that ends within `OVERLAP` of the hand-over does not go on.
    """
    hand_over_at = evening.begins - evening.day
    evenings = set()
    shifts = request.tables["Shifts"].dropna(subset=["code"])
    for code, kind, start, end in zip(*(shifts[c] for c in ("code", "kind", "start", "end")), strict=True):
        ends = end + DAY if end <= start else end
        if kind == "evening" or (start <= hand_over_at and ends > hand_over_at + OVERLAP):
            evenings.add(code)
    day = evening.day.date()
    duty = on_duty(request.tables, day, request.month)
    here = {agent: shift for agent, shift in duty.items() if shift.partition("@")[0] in evenings}
    return team_of(request.tables["Staff"], here, day)


def cases_open(request: Request) -> pd.DataFrame:
    """Every case not closed, under its owner; far from its limit it counts as planned."""
    cases = judged_cases(request)
    cases = cases[cases["state"].isin(OPEN_CASES)]
    rows = of_cases(cases, request.language)
    return rows.assign(
        from_agent=cases["owner"],
        kind="case",
        state=rows["state"].mask(cases["hours_left"] > NEAR_HOURS, "planned"),
    )


def contacts_tonight(request: Request, evening: Evening) -> pd.DataFrame:
    """The contacts promised for tonight, under whoever has them.

    Open ones with a deadline today, or one between hand-over and closing; those moved to tonight, of
    customers who asked to wait until tonight, and those to be called again tonight.
    """
    rules, _ = rules_of(request)
    register = refresh_register(request.tables["FollowUps"], desk_of(request, rules)).frame
    tonight = register["due_by"].dt.normalize() == evening.day
    for date in ONES_OWN_DATES:
        tonight |= evening.holds(register[date])
    owed = register["follow_up_id"].notna() & ~register["state"].isin(FINISHED)
    promised = register[owed & tonight]
    rows = of_contacts(promised, request.settings["supervisor"], request.language)
    return rows.assign(from_agent=responsible(promised))


def taken_over(rows: pd.DataFrame, tonight: Team) -> pd.DataFrame:
    """The rows with `to_agent`, by who takes over (nobody last), the most pressing first."""
    rows = rows.reset_index(drop=True)
    stays = rows["from_agent"].isin(list(tonight.serving))
    to_agent = rows["from_agent"].where(stays)
    loads = {str(agent): int(n) for agent, n in to_agent.value_counts().items()}
    given = spread(rows[~stays].assign(follow_up_id=rows["reference"]), tonight, loads)
    ranked = rows.assign(
        to_agent=to_agent.fillna(given).astype("str"),
        rank=rows["state"].map({state: n for n, state in enumerate(STATES)}),
    )
    return ranked.sort_values(
        ["to_agent", "rank", "due_by", "reference"], kind="stable", na_position="last", ignore_index=True
    )


def figures_of(rows: pd.DataFrame) -> dict[str, int]:
    """How many of each kind, between how many people, how many stay with their owner or have nobody."""
    moved = rows[rows["to_agent"].notna() & rows["to_agent"].ne(rows["from_agent"])]
    return {
        "cases": int((rows["kind"] == "case").sum()),
        "contacts": int((rows["kind"] == "follow_up").sum()),
        "moved": len(moved),
        "from_people": int(moved["from_agent"].nunique()),
        "to_people": int(moved["to_agent"].nunique()),
        "kept": int((rows["to_agent"].notna() & rows["to_agent"].eq(rows["from_agent"])).sum()),
        "with_nobody": int(rows["to_agent"].isna().sum()),
    }


def headline(evening: Evening, figures: dict[str, int]) -> Words:
    """`17:00 交接：没结的售后 5 件，今晚的联系 3 个；3 人把 6 项交给 2 人，1 项自己接着办，1 项没有人接。`"""
    time = f"{evening.begins:%H:%M}"
    if not figures["cases"] and not figures["contacts"]:
        return Words(
            f"{time} 交接：没有未结的售后，今晚也没有约好的联系。",
            f"Hand-over at {time}: no open case, and no contact promised for tonight.",
        )
    said = [
        Words(
            f"{figures['from_people']} 人把 {figures['moved']} 项交给 {figures['to_people']} 人",
            f"{figures['moved']} from {counted(figures['from_people'], 'person', 'people')} "
            f"to {counted(figures['to_people'], 'person', 'people')}",
        ),
        Words(f"{figures['kept']} 项自己接着办", f"{figures['kept']} stay with who has them"),
        Words(f"{figures['with_nobody']} 项没有人接", f"{figures['with_nobody']} with nobody"),
    ]
    there = [figures["moved"], figures["kept"], figures["with_nobody"]]
    counts = Words(
        f"{time} 交接：没结的售后 {figures['cases']} 件，今晚的联系 {figures['contacts']} 个；",
        f"Hand-over at {time}: {counted(figures['cases'], 'open case')}, "
        f"{counted(figures['contacts'], 'contact')} tonight; ",
    )
    told = joined((words for words, n in zip(said, there, strict=True) if n), "，")
    return counts + told + Words("。", ".")


def notes(rows: pd.DataFrame, tonight: Team, names: dict[str, str]) -> tuple[Words, ...]:
    """Whose work nobody takes over, by person and platform."""
    left = rows[rows["to_agent"].isna()]
    if left.empty:
        return ()
    groups = Counter(zip(values_of(left, "from_agent"), values_of(left, "platform"), strict=True))
    parts = [
        person(agent, names) + Words("的", ": ") + platform_words(platform) + Words(f" {n} 项", f" {n}")
        for (agent, platform), n in groups.items()
    ]
    who = Words("没有人接：", "With nobody: ") + joined(parts, "；", "; ") + Words("。", ".")
    return (who,) if tonight.serving else (NOBODY_TONIGHT, who)


def person(agent: object, names: dict[str, str]) -> Words:
    if not isinstance(agent, str):
        return Words("没有责任客服", "no owner")
    name = names.get(agent)
    return Words(f"{name}（{agent}）", f"{name} ({agent})") if name else same(agent)


def platform_words(platform: object) -> Words:
    known = PLATFORM.get(platform) if isinstance(platform, str) else None
    return known or Words("未写平台", "no platform")
