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
from csbook.books.plan import TYPED, plan_write
from csbook.books.saving import ensure_writable, side_folder
from csbook.commands.handler import Progress, silent
from csbook.commands.outcome import Outcome
from csbook.commands.run import run
from csbook.commands.snapshots import SnapshotStore
from csbook.demo import entries
from csbook.demo.customers import export_of_orders
from csbook.demo.rows import SEED, demo_rows
from csbook.demo.shop import DEMO_MONTH, shifted, today_of
from csbook.demo.summary import summary
from csbook.making import beside, build, ensure_free, language_named
from csbook.problems import Language, Words
from csbook.schema.workbook import TABLES

TODAY: Final = today_of(DEMO_MONTH)
BEFORE: Final = shifted(DEMO_MONTH, -1)
SCORED: Final = f"{BEFORE:%Y-%m}"
FINAL: Final = (
    "import", "prepare-day", "update-followups", "hand-over", "summarise-followups", "review-conduct",
    "score", "check",
)  # fmt: skip
"""What the supervisor runs on the demo's morning."""
TOLD: Final[Mapping[str, Mapping[str, Any]]] = {"import": {"platform": "tmall"}, "score": {"month": BEFORE}}
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
        self.first_scores()
        self.contacts_made()
        self.plans_and_commissions()
        return {"build-roster": rostered} | {name: self.run_now(name) for name in FINAL}

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

    def first_scores(self) -> None:
        """The measures of last month; then everybody's scores are typed."""
        self.run("score", dt.datetime(2026, 11, 2, 10), {"month": BEFORE})
        self.type({"Scores": entries.given_scores(self.frame("Scores"), SCORED, self.language, SEED)})

    def contacts_made(self) -> None:
        """The register on earlier mornings, and what agents got done after each."""
        mornings = [dt.datetime(2026, 11, day, 9) for day in (10, 13, 16, 18, 20, 21)]
        for since, until in itertools.pairwise([*mornings, TODAY]):
            self.run("update-followups", since)
            done = entries.contacts(self.frame("FollowUps"), since, until, self.language, SEED)
            self.type({"FollowUps": done})

    def plans_and_commissions(self) -> None:
        """The notice of last month's ranking goes out; one plan comes in, HR fills the commissions."""
        self.run("score", dt.datetime(2026, 11, 16, 10), {"month": BEFORE})
        self.type(
            {
                "Plans": entries.handed_in(self.frame("Plans"), dt.date(2026, 11, 20), self.language),
                "Pay": entries.commissions(self.frame("Pay"), SCORED, SEED),
            }
        )

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
        plans = [
            plan_write(read_table(self.book, TABLES[name], self.language), rows, self.language, fillers=TYPED)
            for name, rows in tables.items()
        ]
        self.book.apply([plan.write for plan in plans])
