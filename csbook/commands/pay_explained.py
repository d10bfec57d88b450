"""Whether 核算说明 still says what the figures are: it is written on request, and the figures move on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from csbook.commands.explain_pay_money import money_items
from csbook.commands.explain_pay_person import people_of
from csbook.commands.explain_pay_scores import score_items
from csbook.commands.handler import Request
from csbook.commands.live_figures import plain_lines
from csbook.commands.lock_contents import ROWS, as_written
from csbook.commands.month_terms import kept_settings
from csbook.problems import Language, Problem, Severity, Words
from csbook.schema.settings import Settings
from csbook.scorecard.fingerprint import value_text

Frames = Mapping[str, pd.DataFrame]
Told = dict[str, list[tuple[str, ...]]]
"""What is said of each person's figures, by staff number."""


def is_out_of_date(tables: Frames, settings: Settings, month: str, language: Language) -> bool:
    """Whether 核算说明 says something else of the month than would be said by what stands. `tables` holds it
    and what `people_of` takes."""
    explained = tables["PayExplained"]
    standing = told(explained[explained["month"] == month])
    people = people_of(tables, month, kept_settings(tables, settings, month)) if standing else []
    now = {
        person.agent_id: [
            (item.kind, *said_of(item.amount, item.why(language)))
            for item in (*score_items(person), *money_items(person))
            if item.kind != "warning"
        ]
        for person in people
        if person.agent_id in standing
    }
    return now != standing


def told(explained: pd.DataFrame) -> Told:
    """The rows of 核算说明 but for the warnings, which are of the moment they were written."""
    found: Told = {}
    for line in plain_lines(explained[explained["item"] != "warning"]):
        said = said_of(line["amount"], line["why"] or "")
        found.setdefault(str(line["agent_id"]), []).append((line["item"], *said))
    return found


def said_of(amount: Any, why: str) -> tuple[str, str]:
    """What is compared: the figure, and the words only where there is none. Another csbook may word a figure
    otherwise."""
    return value_text(amount), why if amount is None else ""


def emptied(request: Request, frames: Frames) -> dict[str, pd.DataFrame]:
    """`PayExplained` without its rows of the request's month, where they are of other figures than `frames`
    bring; nothing where they still hold."""
    month, tables = f"{request.month:%Y-%m}", request.tables
    written = {table: as_written(tables[table], frames[table], month) for table in ROWS.values()}
    after = {**tables, **frames, **written}
    if not is_out_of_date(after, request.settings, month, request.language):
        return {}
    explained = tables["PayExplained"]
    return {"PayExplained": explained[explained["month"] != month].reset_index(drop=True)}


EMPTIED = Words(
    "“核算说明”写的是以前的数，已清空：要给本人看，再点“核算说明”。",
    "'Pay explained' was about earlier figures and is emptied: press 'Explain pay' again before you show it.",
)


def emptied_note(frames: Mapping[str, Any]) -> list[Words]:
    return [EMPTIED] if "PayExplained" in frames else []


def explanation_problems(request: Request) -> Iterator[Problem]:
    """A warning for each month of which 核算说明 says something else than stands, at its first row."""
    explained = request.tables["PayExplained"]
    firsts = explained.dropna(subset=["month"]).drop_duplicates("month")
    for row, month in zip(firsts.index.tolist(), firsts["month"].tolist(), strict=True):
        if is_out_of_date(request.tables, request.settings, month, request.language):
            expected = Words(
                f"{month} 现在的数的说明：这里写的是以前的数，请再点“核算说明”",
                f"an explanation of the figures of {month} as they are now: this is of earlier ones, "
                "press 'Explain pay' again",
            )
            yield Problem("PayExplained", row, "month", month, expected, Severity.WARNING)
