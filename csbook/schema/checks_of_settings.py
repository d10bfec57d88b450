"""Checks of the settings: single values, shares, hours, and who is named in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from csbook.problems import Problem, Words
from csbook.schema.settings import SETTING_WORDS, Settings, colon, read_settings

Frames = Mapping[str, pd.DataFrame]
DAY: Final = dt.timedelta(days=1)
LATEST_HOUR: Final = {"opens": 24, "closes": 48, "calls_from": 24, "calls_until": 24}
CLOCK_PAIRS: Final = (("opens", "closes"), ("calls_from", "calls_until"))


@dataclass(frozen=True)
class Given:
    """The settings read, the sheet row of each, the rows of values that could not be read, and the names of
    those that have a value."""

    settings: Settings
    rows: Mapping[str, int]
    unfit: frozenset[int | None]
    typed: frozenset[str]


def settings_checks(frames: Frames) -> Iterator[Problem]:
    """All checks of this module, where the settings were read."""
    if "Settings" not in frames:
        return
    table = frames["Settings"]
    settings, unfit = read_settings(table)
    yield from unfit
    named = table[table["name"].notna()]
    rows = dict(zip(named["name"], named.index.tolist(), strict=True))
    typed = named.loc[named["value"].notna() & (named["value"] != ""), "name"]
    given = Given(settings, rows, frozenset(p.row for p in unfit), frozenset(typed))
    yield from opening_hours(given)
    yield from hand_over_time(given)
    if "Staff" in frames:
        yield from review_handler(given, frames["Staff"])


def opening_hours(given: Given) -> Iterator[Problem]:
    """Hours beyond the day (only closing may be after midnight), or that end before they begin."""
    settings, rows, told = given.settings, given.rows, set(given.unfit)
    for name, hours in LATEST_HOUR.items():
        if not dt.timedelta(0) <= settings[name] <= dt.timedelta(hours=hours):
            told.add(rows[name])
            expected = Words(f"0:00 到 {hours}:00", f"0:00 to {hours}:00")
            yield Problem("Settings", rows[name], "value", clock(settings[name]), named(name, expected))
    for first, second in CLOCK_PAIRS:
        if told & {rows.get(first), rows.get(second)} or settings[first] < settings[second]:
            continue
        before = Words(
            f"晚于{SETTING_WORDS[first].zh}（{clock(settings[first])}）",
            f"later than {SETTING_WORDS[first].en} ({clock(settings[first])})",
        )
        row = rows.get(second, rows.get(first))
        yield Problem("Settings", row, "value", clock(settings[second]), named(second, before))


def hand_over_time(given: Given) -> Iterator[Problem]:
    """The change of shift, where one is typed, lies in the opening hours and before midnight."""
    name, settings = "handover_time", given.settings
    time, opens, closes = settings[name], settings["opens"], settings["closes"]
    if name not in given.typed or given.rows[name] in given.unfit:
        return
    last = min(closes, DAY)
    if not (opens <= time < last) and opens < last:
        expected = Words(f"{clock(opens)} 到 {clock(last)} 之间", f"between {clock(opens)} and {clock(last)}")
        yield Problem("Settings", given.rows[name], "value", clock(time), named(name, expected))


def review_handler(given: Given, staff: pd.DataFrame) -> Iterator[Problem]:
    """The one who handles poor reviews stands in 员工."""
    name = "review_handler"
    who = given.settings[name]
    if who is not None and who not in set(staff["agent_id"].dropna()):
        expected = Words("“员工”表里有的工号", "a staff no. of sheet 'Staff'")
        yield Problem("Settings", given.rows[name], "value", who, named(name, expected))


def named(setting: str, expected: Words) -> Words:
    return SETTING_WORDS[setting] + colon() + expected


def clock(value: dt.timedelta) -> str:
    minutes = int(value.total_seconds() // 60)
    return f"{minutes // 60}:{minutes % 60:02d}"
