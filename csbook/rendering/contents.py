"""What can be sent to the chat group: which sheet it is, its file's name, and what is to be said with it."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import pandas as pd

from csbook.books.book import Book
from csbook.books.frames import read_table
from csbook.commands import registry
from csbook.commands.duty import grid_month
from csbook.commands.rostering.roster_state import (
    CLOSED,
    PUBLISHED,
    changes_between,
    no_roster,
    published_grid,
    state_of,
)
from csbook.commands.run import month_of, settings_of
from csbook.problems import Language, Words, counted, joined, same
from csbook.rendering.paper import FINAL_OF
from csbook.rendering.refusals import EmptySheet, NoReportOf, NotByMonth
from csbook.schema.daily import DAYS
from csbook.schema.settings import Settings
from csbook.schema.workbook import TABLES, WORKBOOK

Frames = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Case:
    """What is asked for: the tables that tell, the month said or None, and the moment."""

    tables: Frames
    month: dt.date | None
    now: dt.datetime


@dataclass(frozen=True)
class Ready:
    """A sheet that can be sent: the rest of its file's name, what is to be said with it, and the heading of
    its pages."""

    suffix: str
    notes: tuple[Words, ...] = ()
    heading: Words = field(default_factory=lambda: same(""))


@dataclass(frozen=True)
class Sent:
    """`table`: the one whose sheet it is; `reads`: the tables that `look` needs."""

    table: str
    stem: Words
    reads: tuple[str, ...]
    look: Callable[[Case], Ready]

    @property
    def sheet(self) -> Words:
        return WORKBOOK.sheet_of[self.table].title


def roster(case: Case) -> Ready:
    """Raises `EmptyRoster`, `AnotherMonth`."""
    usual = month_of(None, settings_of(case.tables), case.now)
    shown = grid_month(case.tables["RosterBase"], usual)
    month = case.month or dt.date.fromisoformat(shown + "-01")
    if shown != f"{month:%Y-%m}" or case.tables["Roster"][list(DAYS)].isna().all(axis=None):
        raise no_roster(case.tables, month)
    state = state_of(case.tables, month)
    if state.state == PUBLISHED:
        return Ready(shown, changed_since(case.tables, month, state.version))
    if state.state == CLOSED:
        return Ready(shown)
    draft = Words(
        f"{shown} 还是草稿：发给大家以前，请先“发布排班”。",
        f"{shown} is still a draft: press 'Publish roster' before the team gets it.",
    )
    return Ready(shown, (draft,))


def changed_since(tables: Frames, month: dt.date, version: int) -> tuple[Words, ...]:
    """That cells were changed which nobody has been told of."""
    grid = tables["Roster"].dropna(subset=["agent_id"])
    days = [day.date() for day in pd.date_range(month, periods=monthrange(month.year, month.month)[1])]
    changed = changes_between(published_grid(tables, month), grid, days)
    if not changed:
        return ()
    cells = counted(len(changed), "cell")
    return (
        Words(
            f"第 {version} 版发布之后改动了 {len(changed)} 格：发给大家以前，请先“发布排班”。",
            f"{cells} changed since version {version} was published: press 'Publish roster' before the team "
            "gets it.",
        ),
    )


def report(case: Case) -> Ready:
    """Raises `EmptySheet`, `NoReportOf`."""
    lines = case.tables["Report"]
    periods = list(dict.fromkeys(lines.loc[lines[["proposed", "final"]].notna().any(axis=1), "period"]))
    if not periods:
        raise EmptySheet(TABLES["Report"].title, Words("点“起草报告”", "Press 'Draft report'"))
    asked = None if case.month is None else f"{case.month:%Y-%m}"
    listed = joined(map(same, periods))
    if asked and asked not in periods:
        raise NoReportOf(asked, listed)
    suffix = asked or periods[-1]
    several = Words(
        f"“月报”里有 {len(periods)} 份报告（{listed.zh}），文件里都有；只要一份，请先在表头筛选“时段”。",
        f"Sheet 'Report' has {len(periods)} reports ({listed.en}), all of them in the file; for one of them, "
        "filter the column 'Period' first.",
    )
    heading = same("" if len(periods) > 1 else suffix) + draft_mark(lines)
    return Ready(suffix, (several,) if len(periods) > 1 else (), heading)


def draft_mark(lines: pd.DataFrame) -> Words:
    """What the heading says of texts that nobody settled; nothing where all are final."""
    open_texts, settled = 0, 0
    for draft, final in FINAL_OF.items():
        settled += int(lines[final].notna().sum())
        open_texts += int((lines[draft].notna() & lines[final].isna()).sum())
    if not open_texts:
        return same("")
    return Words("（部分是草稿）", " (partly draft)") if settled else Words("（草稿）", " (draft)")


def todo(case: Case) -> Ready:
    """Raises `EmptySheet`, `NotByMonth`."""
    if case.month is not None:
        raise NotByMonth
    if case.tables["Today"].empty:
        raise EmptySheet(TABLES["Today"].title, Words("点“更新回访”", "Press 'Update follow-ups'"))
    today = f"{case.now:%Y-%m-%d}"
    listed = listed_on(case.tables["Journal"]) or today
    if listed == today:
        return Ready(today)
    old = Words(
        f"这份待办是 {listed} 列出的：要今天的，请先“更新回访”。",
        f"The list is that of {listed}: press 'Update follow-ups' for today's.",
    )
    return Ready(listed, (old,))


def listed_on(journal: pd.DataFrame) -> str | None:
    """The day for which 今日待办 was listed last; None where the journal does not tell."""
    writers = [command.name for command in registry.COMMANDS if "Today" in command.writes]
    days = journal.loc[journal["command"].isin(writers), "as_of"].dropna()
    return None if days.empty else f"{days.iloc[-1]:%Y-%m-%d}"


SENT: Final[dict[str, Sent]] = {
    "roster": Sent(
        "Roster",
        Words("排班", "roster"),
        ("Settings", "Roster", "RosterBase", "RosterStates", "Published"),
        roster,
    ),
    "report": Sent("Report", Words("月报", "report"), ("Settings", "Report"), report),
    "todo": Sent("Today", Words("今日待办", "today"), ("Settings", "Today", "Journal"), todo),
}
"""By the choice of the parameter `what`."""


def looked_at(what: str, book: Book, month: dt.date | None, now: dt.datetime, language: Language) -> Ready:
    """Whether the sheet can be sent. Cells that do not fit their column stand in nobody's way here."""
    tables = {name: read_table(book, TABLES[name], language).frame for name in SENT[what].reads}
    ready = SENT[what].look(Case(tables, month, now))
    about = ready.heading if ready.heading.zh else same(ready.suffix)
    return replace(ready, heading=heading(settings_of(tables), SENT[what].sheet, about))


LONGEST: Final = 150
"""Letters of names in a heading: Excel takes 255 in all."""


def heading(settings: Settings, sheet: Words, about: Words) -> Words:
    """`某某公司 橙橡家居  今日待办  2026-11-22`"""
    company, shop = settings["company"] or "", settings["shop"] or ""
    whose = company if shop in company else f"{company} {shop}".strip()
    return same(f"{whose[:LONGEST]}  " if whose else "") + sheet + same("  ") + about
