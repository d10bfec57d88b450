"""The agents' files of a call: those that can be read, and whose the others are."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from csbook.commands.desk import names_of
from csbook.commands.files import distinct, reading
from csbook.commands.handler import File, Request
from csbook.problems import CsbookError, DamagedWorkbook, NotAWorkbook, Words
from csbook.sheets.given import Given, NotRead
from csbook.sheets.reading import FILL_ANEW, HandedIn, given_of, read_sheet

HAND_IN_AGAIN: Final = Words(
    f"文件已损坏或不完整：请本人重新交一次；原文件也打不开的，{FILL_ANEW.zh}",
    "the file is damaged or incomplete: have it handed in again; where the original does not open either, "
    f"{FILL_ANEW.en}",
)
MOMENT_IN_NAME: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?: \d{4})?")


@dataclass(frozen=True)
class LeftOut:
    """A file that cannot be used, and why. `agent`: whose sheet it is, as far as that can be told; `day`: of
    which day, None where neither the file nor its name says it."""

    file: str
    why: Words
    agent: str | None = None
    day: dt.date | None = None


@dataclass(frozen=True)
class Basket:
    """The files of a call: the sheets, the earliest handed out first, and those left out."""

    sheets: tuple[HandedIn, ...]
    left_out: tuple[LeftOut, ...]

    def day(self, today: dt.date) -> dt.date:
        """The day whose sheets these are: the last one handed out. Those of the evening shift come in the
        next morning."""
        return max((sheet.given.moment.date() for sheet in self.sheets), default=today)

    def of_day(self, day: dt.date) -> dict[str, HandedIn]:
        """The last sheet of the day of each agent."""
        return {s.given.agent_id: s for s in self.sheets if s.given.moment.date() == day}

    def left_out_of_day(self, day: dt.date) -> dict[str, LeftOut]:
        """The file of each agent who handed one in of which nothing can be used."""
        found = {one.agent: one for one in self.left_out if one.agent and one.day in (None, day)}
        return {agent: one for agent, one in found.items() if agent not in self.of_day(day)}


def basket_of(request: Request) -> Basket:
    """Every file read, or left out with the reason; a damaged one never stops the others."""
    names = names_of(request.tables["Staff"])
    sheets, left_out = [], []
    for number, file in enumerate(distinct(request.files), 1):
        request.progress(reading(number, len(request.files), file.name))
        try:
            sheets.append(opened(file, request, names))
        except CsbookError as error:
            left_out.append(LeftOut(file.name, error.words, *whose(file, request, names)))
    return Basket(tuple(sorted(sheets, key=lambda s: (s.given.moment, s.file))), tuple(left_out))


def opened(file: File, request: Request, names: Mapping[str, str]) -> HandedIn:
    """Raises `NotRead`, whose words do not name the file."""
    if not file.name.lower().endswith(".xlsx"):
        raise NotRead(Words("不是 .xlsx 文件。", "it is no .xlsx file."))
    try:
        sheet = read_sheet(file.data, file.name)
    except DamagedWorkbook as error:
        raise NotRead(HAND_IN_AGAIN) from error
    except NotAWorkbook as error:
        raise NotRead(error.why) from error
    if not_ours := stranger(sheet.given, request, names):
        raise NotRead(not_ours)
    return sheet


def stranger(given: Given, request: Request, names: Mapping[str, str]) -> Words | None:
    """Why a sheet is another workbook's; None for our own."""
    if (given.shop, given.language) != (request.settings["shop"], request.language):
        shop = given.shop or ""
        return Words(
            f"是另一个工作簿发出的（店铺“{shop}”）。", f"another workbook handed it out (shop '{shop}')."
        )
    if names.get(given.agent_id) != given.name:
        who = f"{given.agent_id} {given.name}"
        return Words(
            f"“员工”里没有 {who}，是别的工作簿的文件。", f"'Staff' has no {who}: another workbook's file."
        )
    return None


def whose(file: File, request: Request, names: Mapping[str, str]) -> tuple[str | None, dt.date | None]:
    """Whose sheet a file is and of which day: by what it remembers, else by its name."""
    try:
        given = given_of(file.data, file.name)
    except CsbookError:
        return by_name(file.name, names)
    if stranger(given, request, names):
        return None, None
    return given.agent_id, given.moment.date()


def by_name(file: str, names: Mapping[str, str]) -> tuple[str | None, dt.date | None]:
    """The same by a name such as `2026-11-22 0900 K01 赵一.xlsx`: the number counts before the name of a
    person, and neither where several have it."""
    stem = PurePath(file).stem
    moment = MOMENT_IN_NAME.search(stem)
    told = MOMENT_IN_NAME.sub(" ", stem)
    numbered = [a for a in names if re.search(rf"(?<![0-9A-Za-z]){re.escape(a)}(?![0-9A-Za-z])", told)]
    found = numbered or [agent for agent, name in names.items() if name in told]
    return found[0] if len(found) == 1 else None, day_of(moment[1]) if moment else None


def day_of(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
