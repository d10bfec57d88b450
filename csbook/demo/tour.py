"""`demo`: the made-up month lived through, command by command, and what stands out at its end.

The commands run as they do for anybody, on the closed file; between them the entries of agents,
supervisor and HR are typed. Each command is told the moment of the story; the journal says when it
really ran.
"""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import pandas as pd

from csbook.books.file_book import FileBook
from csbook.books.frames import read_table
from csbook.books.plan import OWN, TYPED, plan_write
from csbook.books.saving import ensure_writable, side_folder
from csbook.commands.handler import Progress, silent
from csbook.commands.outcome import Outcome
from csbook.commands.run import run
from csbook.commands.snapshots import SnapshotStore
from csbook.demo import entries, month_end
from csbook.demo.customers import export_of_orders
from csbook.demo.history import closed_months, earlier_roster, history_rows
from csbook.demo.month import late_refund
from csbook.demo.rows import SEED, demo_rows
from csbook.demo.shop import DEMO_MONTH, SUN_HAORAN, shifted, today_of
from csbook.demo.summary import summary
from csbook.making import beside, build, ensure_free, language_named
from csbook.problems import Language, Words
from csbook.schema.columns import Filler
from csbook.schema.workbook import TABLES

TODAY: Final = today_of(DEMO_MONTH)
BEFORE: Final = shifted(DEMO_MONTH, -1)
EARLIEST: Final = shifted(DEMO_MONTH, -2)
SCORED: Final = f"{BEFORE:%Y-%m}"
FINAL: Final = (
    "import", "prepare-day", "update-followups", "hand-over", "summarise-followups", "review-conduct",
    "score", "explain-pay", "verify-month", "check",
)  # fmt: skip
"""What the supervisor runs on the demo's morning."""
TOLD: Final[Mapping[str, Mapping[str, Any]]] = {
    "import": {"platform": "tmall"},
    "explain-pay": {"month": BEFORE, "agent": SUN_HAORAN},
    "verify-month": {"month": BEFORE},
}
NOTICE: Final = {BEFORE: dt.date(2026, 11, 16)}
"""When a month's ranking was made known, where that was not the day of its lock."""
# The solver needs a few; a limit that is reached on a slow machine would give another roster there.
ENOUGH_SECONDS: Final = 300


def tour(
    path: Path, lang: str, *, replace: bool = False, user: str = "", progress: Progress = silent
) -> Words:
    """Write the demo workbook to `path`, live its month with the commands and sum up for the supervisor.

    With `replace` a workbook there is kept as the backup that csbook keeps beside it. Raises what
    `csbook.making.make_workbook` raises, and `WorkbookBusy` if the earlier one is open.
    """
    language = language_named(lang)
    ensure_free(path, replace=replace)
    if path.exists():
        ensure_writable(path)
    with beside(path) as draft:
        progress(Words("制作工作簿……", "Making the workbook ..."))
        build(draft, language, DEMO_MONTH, demo_rows(language, DEMO_MONTH))
        story = Story(draft, language, user, progress)
        outcomes = story.lived()
        told = summary({name: story.frame(name) for name in TABLES}, outcomes, path, language)
        put_in_place(draft, path)
    return told


def put_in_place(draft: Path, path: Path) -> None:
    """The new workbook takes the place of an earlier one, and its snapshots that of the other's."""
    kept, new = side_folder(path), side_folder(draft)
    kept.mkdir(parents=True, exist_ok=True)
    if path.exists():
        shutil.copy2(path, kept / f"backup{path.suffix}")
    shutil.rmtree(kept / "undo", ignore_errors=True)
    draft.replace(path)
    shutil.move(new / "undo", kept / "undo")


class Story:
    """The demo's workbook as its month goes by."""

    def __init__(self, path: Path, language: Language, user: str, progress: Progress) -> None:
        self.book = FileBook(path)
        self.store = SnapshotStore.beside(path)
        self.language, self.user, self.progress = language, user, progress

    def lived(self) -> dict[str, Outcome]:
        """Everything up to the demo's moment; the last outcome of each command by its name."""
        rostered = self.rosters_and_log()
        self.earliest_month()
        self.settled(EARLIEST, dt.datetime(2026, 10, 2, 10))
        self.recorded({"Orders": late_refund(self.language, DEMO_MONTH, SEED, refunded=True)})
        self.run("draft-plan", dt.datetime(2026, 10, 28, 11), {"month": DEMO_MONTH})
        locked = self.settled(BEFORE, dt.datetime(2026, 11, 2, 10))
        self.run("report", dt.datetime(2026, 11, 5, 11), {"month": BEFORE})
        self.contacts_made()
        self.plans_handed_in()
        before = {"build-roster": rostered, "lock-month": locked}
        return before | {name: self.run_now(name) for name in FINAL}

    def rosters_and_log(self) -> Outcome:
        """Last month's roster and log, then this month's, published, with the log up to yesterday."""
        self.roster(BEFORE, dt.datetime(2026, 9, 27, 10))
        self.log(BEFORE, DEMO_MONTH - dt.timedelta(days=1), last_day_open=False)
        built = self.roster(DEMO_MONTH, dt.datetime(2026, 10, 27, 10))
        for name in ("check-roster", "publish-roster"):
            self.run(name, dt.datetime(2026, 10, 28, 10), {"month": DEMO_MONTH})
        self.log(DEMO_MONTH, TODAY.date() - dt.timedelta(days=1), last_day_open=True)
        return built

    def roster(self, month: dt.date, today: dt.datetime) -> Outcome:
        return self.run("build-roster", today, {"month": month, "seconds": ENOUGH_SECONDS})

    def log(self, month: dt.date, until: dt.date, *, last_day_open: bool) -> None:
        rows = entries.log_rows(
            self.frame("Roster"),
            self.frame("Shifts"),
            month,
            until,
            self.language,
            SEED,
            last_day_open=last_day_open,
        )
        self.type({"DailyLog": rows})

    def earliest_month(self) -> None:
        """The roster and log of a month whose roster csbook did not build."""
        shifts = self.frame("Shifts")
        codes = dict(zip(shifts["kind"], shifts["code"], strict=True))
        roster = earlier_roster(DEMO_MONTH, EARLIEST, codes, self.language)
        last = BEFORE - dt.timedelta(days=1)
        log = entries.log_rows(roster, shifts, EARLIEST, last, self.language, SEED, last_day_open=False)
        self.recorded(
            {
                "RosterHistory": history_rows(roster, EARLIEST),
                "RosterStates": closed_months((EARLIEST, BEFORE)),
                "DailyLog": log,
                "Orders": late_refund(self.language, DEMO_MONTH, SEED, refunded=False),
            }
        )

    def settled(self, month: dt.date, opened: dt.datetime) -> Outcome:
        """A month scored on the 2nd and, once everybody has typed, again on the 3rd; locked on the 5th."""
        label, of_month = f"{month:%Y-%m}", {"month": month}
        self.run("score", opened, of_month)
        self.type(
            {
                "Scores": month_end.given_scores(self.frame("Scores"), label, self.language, SEED),
                "Pay": month_end.wages(self.frame("Pay"), label, self.language),
            }
        )
        self.run("score", opened + dt.timedelta(days=1), of_month)
        if month in NOTICE:
            self.type({"Plans": month_end.notices(self.frame("Plans"), label, NOTICE[month])})
        return self.run("lock-month", opened + dt.timedelta(days=3), of_month)

    def contacts_made(self) -> None:
        """The register on earlier mornings, and what agents got done after each."""
        mornings = [dt.datetime(2026, 11, day, 9) for day in (10, 13, 16, 18, 20, 21)]
        for since, until in itertools.pairwise([*mornings, TODAY]):
            self.run("update-followups", since)
            done = entries.contacts(self.frame("FollowUps"), since, until, self.language, SEED)
            self.type({"FollowUps": done})

    def plans_handed_in(self) -> None:
        """Both plans of the earliest month came in; of the last one so far the better."""
        for month, on, most in ((EARLIEST, dt.date(2026, 10, 9), 2), (BEFORE, dt.date(2026, 11, 20), 1)):
            label = f"{month:%Y-%m}"
            plans = month_end.handed_in(self.frame("Plans"), label, on, self.language, most)
            self.type({"Plans": plans})

    def run_now(self, name: str) -> Outcome:
        """A command as the supervisor runs it today: it can be undone."""
        return self.run(name, TODAY, TOLD.get(name, {}), self.store)

    def run(
        self,
        name: str,
        today: dt.datetime,
        parameters: Mapping[str, Any] = MappingProxyType({}),
        store: SnapshotStore | None = None,
    ) -> Outcome:
        outcome = run(
            name,
            self.book,
            today,
            now=dt.datetime.now(),
            user=self.user,
            parameters=parameters,
            store=store,
            progress=self.progress,
            files=(export_of_orders(self.language),) if name == "import" else (),
        )
        if outcome.exit_code != 0:
            raise AssertionError(f"{name} on the demo: {outcome.text()}")
        return outcome

    def frame(self, table: str) -> pd.DataFrame:
        return read_table(self.book, TABLES[table], self.language).frame

    def type(self, tables: Mapping[str, pd.DataFrame]) -> None:
        """Cells that people fill, as if typed: rows by key, new rows whole."""
        self.write(tables, TYPED)

    def recorded(self, tables: Mapping[str, pd.DataFrame]) -> None:
        """Cells that commands fill, of a time that the demo does not live through."""
        self.write(tables, OWN | TYPED)

    def write(self, tables: Mapping[str, pd.DataFrame], fillers: frozenset[Filler]) -> None:
        plans = [
            plan_write(
                read_table(self.book, TABLES[name], self.language), rows, self.language, fillers=fillers
            )
            for name, rows in tables.items()
        ]
        self.book.apply([plan.write for plan in plans])
