"""`purge`: customers not heard of for long lose what says who they are (个人信息保护法 art. 19 and 47)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

import pandas as pd

from csbook.commands.desk import moment_of
from csbook.commands.handler import Request, Result
from csbook.commands.purge_frames import HOLDINGS, VIEWS, Purge, purged
from csbook.problems import Words, WrongUse, counted, joined
from csbook.schema.workbook import TABLES, WORKBOOK

NO_COPIES: Final = Words(
    "这台电脑上撤销用的记录和工作簿旁的备份已一并清除，不能撤销。工作簿若开着，请现在保存。",
    "What undo kept on this computer and the backup beside the workbook are gone too; this cannot be undone. "
    "If the workbook is open, save it now.",
)
BY_HAND: Final = Words(
    "请自己删除：发出和收回的日报表、平台导出的文件、另存的副本、改名前的 .csbook 文件夹，"
    "以及自己加的批注、透视表和工作表里的客户资料。工作簿在云端的，还有网盘的历史版本、"
    "同步文件夹里的 .csbook，和其他电脑用户文件夹里的 .csbook。",
    "Delete by hand: daily sheets handed out, the platforms' exports, other copies of the workbook, the "
    "folder .csbook of an earlier name, and customers in comments, pivot tables and sheets of your own. Of a "
    "workbook in the cloud also its version history, .csbook in the synchronised folder, and .csbook in the "
    "user's folder of other computers.",
)


class NoDay(WrongUse):
    def __init__(self) -> None:
        super().__init__(
            Words(
                "要清除哪一天以后没有往来的客户？请在操作面板“清除早于”填日期（--before 2024-01-01）。",
                "Customers not heard of since which day? Give it at 'purge before' in the panel (--before "
                "2024-01-01).",
            )
        )


class DayToCome(WrongUse):
    def __init__(self, before: dt.date, today: dt.date) -> None:
        super().__init__(
            Words(
                f"{before} 还没有到（今天是 {today}），会清除全部客户。请填过去的日期。",
                f"{before} has not come (today is {today}): every customer would go. Give a day that has "
                "passed.",
            )
        )


def purge(request: Request) -> Result:
    """Take the personal fields of customers without any contact since `before` out of every table.

    parameters: before; confirm, the number that is said of them: without it, or with another one, it is only
    said how many there are. Once removed, 'confirm purge' in the panel is emptied. A contact is an order,
    enquiry, follow-up (made or due), case, review, visit or service on that day or later; customers with an
    open contact or case stay, and those of whom no date is known. The account becomes a pseudonym in all
    tables, so that counts by customer stay; `purge_frames.HOLDINGS` says which columns go.
    Raises `NoDay`, `DayToCome`.
    """
    before, today = request.parameters.get("before"), request.today.date()
    if before is None:
        raise NoDay
    if before > today:
        raise DayToCome(before, today)
    found = purged(request.tables, pd.Timestamp(before), moment_of(request), request.language)
    said = str(request.parameters.get("confirm") or "")
    confirmed = said == str(number_of(found))
    written = {**found.tables, **without_problems(request, found), **unconfirmed(request)}
    return Result(
        headline(found, before, confirmed=confirmed),
        tables=written if confirmed else {},
        notes=(*what_goes(found), *what_stays(found), *last_words(found, said, confirmed=confirmed)),
        details=details(found, before, confirmed=confirmed),
        forgets=confirmed,
    )


def number_of(found: Purge) -> int:
    """What confirms this purge and hardly another: the customers and the rows without an account."""
    return found.customers + found.nameless


def last_words(found: Purge, said: str, *, confirmed: bool) -> tuple[Words, ...]:
    """What is left to do by hand, or how to confirm; `said`: what was given for it."""
    if confirmed:
        return NO_COPIES, BY_HAND
    number = number_of(found)
    if not found.tables:
        return (
            Words(
                f"快照和备份没有动；要把它们也清除，操作面板“确认清除”填 {number}（--confirm {number}）"
                "再运行一次。",
                f"Snapshots and backups are as they were; to remove those too, put {number} at 'confirm "
                f"purge' in the panel (--confirm {number}) and run again.",
            ),
        )
    other = Words(f"“确认清除”写的是 {said}。", f"'confirm purge' says {said}. ") if said else Words("", "")
    return (
        other
        + Words(
            f"还没有清除任何内容。核对后，操作面板“确认清除”填 {number}（--confirm {number}）再运行一次。",
            f"Nothing was removed yet. When the figures are right, put {number} at 'confirm purge' in the "
            f"panel (--confirm {number}) and run again.",
        ),
    )


def unconfirmed(request: Request) -> dict[str, pd.DataFrame]:
    """操作面板 without what confirmed this purge, so that it confirms no other."""
    panel = request.tables["Panel"]
    rows = panel.loc[(panel["parameter"] == "confirm") & panel["value"].notna(), ["parameter", "value"]]
    return {"Panel": rows.assign(value=None)} if len(rows) else {}


def without_problems(request: Request, found: Purge) -> dict[str, pd.DataFrame]:
    """填写检查 without the cells of customers' tables that it quotes; the next check finds them again."""
    problems = request.tables["Problems"]
    titles = [WORKBOOK.sheet_of[name].title for name in HOLDINGS]
    quoted = problems["sheet"].isin([text for title in titles for text in (title.zh, title.en)])
    return {"Problems": problems[~quoted]} if found.tables and quoted.any() else {}


def headline(found: Purge, before: dt.date, *, confirmed: bool) -> Words:
    """`2024-01-01 以后没有往来的客户 12 位，已清除个人资料。`"""
    since = Words(f"{before} 以后没有往来的客户", f"not heard of since {before}")
    if not found.tables:
        return Words(f"{since.zh}没有可清除的资料。", f"No customer {since.en} has anything to remove.")
    many = Words(f" {found.customers} 位", counted(found.customers, "customer"))
    rows = Words("", "")
    if found.nameless:
        rows = Words(
            f"、没有账号的旧记录 {found.nameless} 行",
            f" and {counted(found.nameless, 'old row')} without an account",
        )
    if confirmed:
        return Words(
            f"{since.zh}{many.zh}{rows.zh}，已清除个人资料。",
            f"Personal data removed of {many.en} {since.en}{rows.en}.",
        )
    return Words(
        f"{since.zh}{many.zh}{rows.zh}，可以清除个人资料。",
        f"Personal data could be removed of {many.en} {since.en}{rows.en}.",
    )


def what_goes(found: Purge) -> Iterator[Words]:
    """For each table how many rows lose which columns."""
    for name, rows in found.tables.items():
        title = TABLES[name].title
        if name in VIEWS:
            yield Words(f"{title.zh}：去掉他们的行。", f"{title.en}: their rows go.")
            continue
        columns = [TABLES[name][column] for column in HOLDINGS[name].emptied + HOLDINGS[name].replaced]
        emptied = joined(Words(column.zh, column.en) for column in columns)
        who = TABLES[name][HOLDINGS[name].who]
        yield Words(
            f"{title.zh} {len(rows)} 行：清空{emptied.zh}，{who.zh}换成代号。",
            f"{title.en}, {counted(len(rows), 'row')}: {emptied.en} emptied, {who.en} replaced by a "
            "pseudonym.",
        )


def what_stays(found: Purge) -> Iterator[Words]:
    """Who is old enough, or may be, and stays."""
    if found.kept_open:
        yield Words(
            f"另有 {found.kept_open} 位还有没办完的回访或售后，保留；办完或结案后再清除。",
            f"Kept besides: {counted(found.kept_open, 'customer')} with an open contact or case, until it is "
            "done.",
        )
    if found.kept_campaign:
        yield Words(
            f"另有 {found.kept_campaign} 位只因没有打的活动通知才保留：活动开始后，请主管删去“回访登记”里"
            "没打的活动通知，再清除。",
            f"Kept besides: {counted(found.kept_campaign, 'customer')}, only for a campaign's contact that "
            "nobody made: once it has begun, let the supervisor delete those rows of 'Follow-ups' and purge "
            "again.",
        )
    if found.undated:
        yield Words(
            f"客户档案里有 {found.undated} 位没有任何日期，无法判断，保留；请补上来访日期。",
            f"Kept: {counted(found.undated, 'customer')} in the archive without any date: enter the first "
            "visit.",
        )


def details(found: Purge, before: dt.date, *, confirmed: bool) -> dict[str, object]:
    """Figures for `--json`; `rows` by table."""
    return {
        "before": before.isoformat(),
        "confirmed": confirmed,
        "customers": found.customers,
        "confirms": number_of(found),
        "nameless": found.nameless,
        "kept_open": found.kept_open,
        "kept_campaign": found.kept_campaign,
        "undated": found.undated,
        "rows": {name: len(rows) for name, rows in found.tables.items() if name not in VIEWS},
    }
