"""`hand-out`: one small workbook for each agent, with their own rows to fill."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import pandas as pd

from csbook.commands.desk import names_of
from csbook.commands.handler import NOTHING_NEXT, File, Request, Result
from csbook.commands.sheet_rows import Share, Shares, day_of, shares_of
from csbook.commands.sheet_words import people
from csbook.problems import Words, counted, joined, same
from csbook.sheets.given import Given
from csbook.sheets.making import given_rows, small_workbook
from csbook.sheets.parts import PARTS

NOT_IN_NAMES: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
"""What a file on Windows cannot have in its name."""
LONGEST_NAME: Final = 60
NOBODY: Final = Words(
    "没有人可发：今天没有人当班，也没有要联系的客户。还没排班的，请先生成排班，再准备当天。",
    "Nobody to hand a sheet to: nobody is on duty today and nobody is to be contacted. "
    "Without a roster, build it, then prepare the day.",
)
ALL_THERE: Final = Words("没有做新的日报表：都已经有了。", "No new daily sheet: all are there already.")
NOT_UPDATED: Final = Words(
    "今天还没有更新回访：新到期的联系不在里面。点“更新回访”，再发一次。",
    "Follow-ups were not updated today: new ones are missing. "
    "Press 'Update follow-ups', then hand out again.",
)


def hand_out(request: Request) -> Result:
    """A file for each agent on duty, and for those not rostered who have customers to contact.

    Nothing in the workbook changes. No file takes the place of one that an agent may have begun to fill:
    names carry the time, and what stands in the folder (`request.files`) is kept. Notes say who got none
    and why, and which contacts are in nobody's file.
    """
    shares = shares_of(request)
    names = names_of(request.tables["Staff"])
    standing = {file.name for file in request.files}
    files = files_of(request, shares.given)
    made = [share for share, file in zip(shares.given, files, strict=True) if file.name not in standing]
    totals = {table: sum(share.count(table) for share in made) for table in PARTS}
    gaps = shares.unrowed or shares.unnumbered or is_stale(request)
    return Result(
        headline=headline(len(made), totals) if made or not shares.given else ALL_THERE,
        notes=(*notes(request, shares, names), *notes_of_earlier(request, files)),
        then=NOTHING_NEXT if gaps or not made else None,
        files=tuple(file for file in files if file.name not in standing),
        details={
            "sheets": {s.agent_id: {table: s.count(table) for table in PARTS} for s in made},
            "without": {agent: why(request.language) for agent, why in shares.without.items()},
            "in_nobodys": sum(shares.stranded.values()),
        },
    )


def files_of(request: Request, shares: Sequence[Share]) -> tuple[File, ...]:
    stems: set[str] = set()
    files = []
    for number, share in enumerate(shares, 1):
        request.progress(made_so_far(number, len(shares)))
        stem = free_stem(f"{request.today:%Y-%m-%d %H%M} {share.agent_id} {share.name}", stems)
        files.append(File(f"{stem}.xlsx", small_workbook(given_of(request, share), share.frames)))
    return tuple(files)


def made_so_far(number: int, of: int) -> Words:
    return Words(f"做日报表：第 {number} 份，共 {of} 份……", f"Daily sheets: {number} of {of} ...")


def free_stem(text: str, taken: set[str]) -> str:
    """The text as a file's name on any system, not yet `taken` (where upper and lower case are one)."""
    stem = NOT_IN_NAMES.sub("_", text)[:LONGEST_NAME].rstrip(" .")
    free, number = stem, 1
    while free.casefold() in taken:
        number += 1
        free = f"{stem} ({number})"
    taken.add(free.casefold())
    return free


def given_of(request: Request, share: Share) -> Given:
    """What the file remembers."""
    return Given(
        agent_id=share.agent_id,
        name=share.name,
        shop=request.settings["shop"],
        language=request.language,
        moment=request.today.replace(microsecond=0),
        rows=tuple(row for table in PARTS for row in given_rows(table, share.frames[table])),
    )


def headline(sheets: int, totals: Mapping[str, int]) -> Words:
    """`做好 2 份日报表：日报 3 行，要联系的客户 4 位。`"""
    if not sheets:
        return NOBODY
    rows, contacts = totals["DailyLog"], totals["FollowUps"]
    return Words(
        f"做好 {sheets} 份日报表：日报 {rows} 行，要联系 {contacts} 次。",
        f"Made {counted(sheets, 'daily sheet')}: {counted(rows, 'row')} of the log, "
        f"{counted(contacts, 'contact')} to make.",
    )


def notes(request: Request, shares: Shares, names: Mapping[str, str]) -> Iterable[Words]:
    """Who got none, what is missing, what lies with nobody."""
    for why in dict.fromkeys(shares.without.values()):
        agents = [agent for agent, said in shares.without.items() if said == why]
        yield (
            Words("没有发：", "No sheet: ")
            + people(agents, names)
            + Words("（", " (")
            + why
            + Words("）。", ").")
        )
    if shares.unrowed:
        yield people(shares.unrowed, names) + Words(
            " 今天还没有日报行：先点“准备当天”，再发一次。",
            ": no row in today's log yet. Press 'Prepare day', then hand out again.",
        )
    for agent, number in sorted(shares.stranded.items()):
        whose = people([agent], names) if agent else Words("没有责任客服", "nobody's")
        yield Words(
            f"有 {number} 次联系不在任何人的表里（", f"{counted(number, 'contact')} in no sheet ("
        ) + (whose + Words("）：请主管在“指定客服”里指定。", "): let the supervisor fill 'Assigned'."))
    if shares.unnumbered:
        yield Words(
            f"手工登记的 {shares.unnumbered} 次联系还没有编号，没有发：点“更新回访”，再发一次。",
            f"{counted(shares.unnumbered, 'contact')} typed by hand and not numbered yet left out: "
            "press 'Update follow-ups', then hand out again.",
        )
    if shares.without_phone:
        yield Words(
            f"{shares.without_phone} 次电话没有能打的号码：请补“客户档案”的电话，或改用在线消息。",
            f"{counted(shares.without_phone, 'call')} without a number that can be called: "
            "fill it on 'Customers', or write to the customer.",
        )
    if is_stale(request):
        yield NOT_UPDATED


def notes_of_earlier(request: Request, files: Sequence[File]) -> Iterable[Words]:
    """On files of this day that are in the folder already."""
    made = {file.name for file in files}
    standing = [file.name for file in request.files if file.name.startswith(f"{day_of(request):%Y-%m-%d}")]
    if kept := [same(name) for name in standing if name in made]:
        yield Words("已经有了，没有覆盖：", "There already, and kept: ") + joined(kept) + Words("。", ".")
    if earlier := len(standing) - len(kept):
        yield Words(
            f"文件夹里还有今天早些时候发的 {earlier} 份：填过的先“收日报表”，以后都用新的。",
            f"{counted(earlier, 'sheet')} of earlier today in the folder: collect what was filled, then use "
            "the new ones only.",
        )


def is_stale(request: Request) -> bool:
    """Whether the register has open rows and all of them are as of an earlier day."""
    register = request.tables["FollowUps"]
    moments = register.loc[~register["state"].isin(["done", "closed"]), "as_of"].dropna()
    return len(moments) > 0 and bool(moments.max() < pd.Timestamp(day_of(request)))
