"""What `upgrade` does to scores, pay and report rows of earlier versions, so that they say what they said.

Up to version 3 the ranking and what it brings were plain figures; since version 4 they are formulas of
考核评分, and 绩效核算表 looks them up there. The formulas need to know who was ranked, which the ranks say.
Since version 5 each month keeps the settings and rules it is reckoned by: months that are there get those of
now, which the formulas of version 4 went by.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from csbook.books.book import CellError, Value
from csbook.books.drawn_content import Where
from csbook.books.file_book import FileBook
from csbook.books.file_content import FileContent
from csbook.books.frames import ReadTable, read_table
from csbook.books.plan import PlannedWrite, plan_write
from csbook.books.sheet_states import with_sheets_shown
from csbook.books.table_writes import SheetEdit, write_sheets
from csbook.commands.live_figures import LIVE, SOURCES, figures_that_follow, live_figures
from csbook.commands.month_terms import RULES
from csbook.commands.run import settings_of
from csbook.money import exact, in_yuan
from csbook.problems import Language, Words, joined, same
from csbook.schema.workbook import TABLES, sheet_title

Changed = Mapping[str, Mapping[str, bool]]
"""Table -> header -> whether the column had a formula (another one) before."""
WATCHED: Final = {"Scores": ("rank", "bonus", "deduction"), "Pay": ("total",)}
"""What an upgrade must not change unnoticed."""
MOST_NAMED: Final = 8
TITLE_ROW: Final = 1
MONTH_OF_REPORT: Final = Words("月份", "Month")
"""The column of 月报 up to version 3; what it says moved to 范围 and 时段."""
PURPOSE_OF_REPORT: Final = Words(
    "按月写的总结。本版本尚未启用，系统不起草。",
    "The month in words. Not used by this version yet: csbook drafts nothing.",
)


def figure_writes(
    book: FileBook, changed: Changed, language: Language
) -> tuple[list[PlannedWrite], list[Words]]:
    """The writes that put formulas with their values into the cells of changed columns, and what is to be
    told: figures that the formulas give otherwise than they stood. Months without terms get those of now.

    `book` has all tables and columns of this version. Cells whose formula a person replaced by a number
    stay so.
    """
    names = [*SOURCES, *RULES, "Settings"]
    reads = {name: read_table(book, TABLES[name], language) for name in names}
    frames = {name: read.frame for name, read in reads.items()}
    columns_of = {name: had_formulas(book, reads[name], changed, language) for name in SOURCES}
    if columns_of["Scores"].get("rank") is False:
        frames["Scores"] = with_standing(frames["Scores"])
    live = figures_that_follow(frames, settings_of(frames))
    live["Scores"] = live["Scores"].assign(**frames["Scores"][["standing", "tie_order"]])
    plans = []
    for name, figures in live.items():
        columns = columns_of[name]
        read = to_rewrite(book, reads[name], columns)
        plans.append(plan_write(read, but_typed_ones(read, figures, columns), language))
    found = [plan for plan in plans if not plan.is_empty]
    return found, told_as_different(reads, live)


def figures_again(
    book: FileBook, mended: Mapping[str, Collection[Where]], language: Language
) -> list[PlannedWrite]:
    """The writes that give formulas of scores and pay their values, in cells (by sheet) whose formula was
    written again and in those that show an error because of one."""
    reads = {name: read_table(book, TABLES[name], language) for name in SOURCES}
    if not any(reads[name].place.sheet in mended for name in LIVE):
        return []
    plans = []
    for name, figures in live_figures({name: read.frame for name, read in reads.items()}).items():
        read = reads[name]
        cells, marked = mended.get(read.place.sheet, ()), dict(read.bad)
        shown = figures.copy()
        for column in (str(c) for c in figures if c not in read.table.key):
            lost = [
                row
                for row in figures.index.tolist()
                if (row, read.at[column]) in cells or isinstance(read.bad.get((row, column)), CellError)
            ]
            marked.update(dict.fromkeys(((row, column) for row in lost), None))
            shown[column] = figures[column].where(figures.index.isin(lost), read.frame[column])
        plans.append(plan_write(replace(read, bad=marked), shown, language))
    return [plan for plan in plans if not plan.is_empty]


def had_formulas(book: FileBook, read: ReadTable, changed: Changed, language: Language) -> dict[str, bool]:
    """The table's changed columns by their inside names, with whether they had a formula: LibreOffice and
    WPS save those of the cells and drop what the table declares."""
    columns = by_inside_name(changed, read.table.name, language)
    with_formulas = {column for _, column in book.formulas(read.place)}
    return {name: had or read.at[name] in with_formulas for name, had in columns.items()}


def by_inside_name(changed: Changed, table: str, language: Language) -> dict[str, bool]:
    headers = changed.get(table, {})
    names = {column.header(language): column.name for column in TABLES[table].columns}
    return {names[header]: had_formula for header, had_formula in headers.items() if header in names}


def with_standing(scores: pd.DataFrame) -> pd.DataFrame:
    """考核评分 with who was ranked, as the ranks say, and the order of staff numbers in each month. Why
    others were not is not known: their standing stays empty."""
    standing = pd.Series([None] * len(scores), index=scores.index, dtype="str")
    order = scores.groupby("month")["agent_id"].rank(method="first").astype("Int64")
    return scores.assign(standing=standing.mask(scores["rank"].notna(), "ranked"), tie_order=order)


def to_rewrite(book: FileBook, read: ReadTable, columns: Mapping[str, bool]) -> ReadTable:
    """The table with the cells of these columns marked to be written anew."""
    formulas = book.formulas(read.place)
    marked: dict[tuple[int, str], Value] = {}
    for name, had_formula in columns.items():
        for row in read.frame.index.tolist():
            if not had_formula or (row, read.at[name]) in formulas:
                marked[row, name] = None
    return replace(read, bad={**read.bad, **marked})


def but_typed_ones(read: ReadTable, figures: pd.DataFrame, columns: Mapping[str, bool]) -> pd.DataFrame:
    """The figures, with the number that stands there wherever a person replaced a former formula."""
    figures = figures.copy()
    for name in (name for name, had_formula in columns.items() if had_formula):
        rows = [row for row in read.frame.index.tolist() if (row, name) not in read.bad]
        figures[name] = figures[name].where(~figures.index.isin(rows), read.frame[name])
    return figures


def told_as_different(reads: Mapping[str, ReadTable], live: Mapping[str, pd.DataFrame]) -> list[Words]:
    """Figures that stood otherwise, for people to look at: settings or scores changed after the ranking."""
    found = [words for name in WATCHED for words in differences(reads[name], live[name])]
    if not found:
        return []
    more = len(found) - MOST_NAMED
    named = found[:MOST_NAMED] + ([Words(f"等 {len(found)} 处", f"and {more} more")] if more > 0 else [])
    return [
        Words(
            "排名、奖励、扣款和合计是公式；这些数按现在的设置和评分与升级前不同，请核对：",
            "Rank, bonus, deduction and total are formulas; by today's settings and scores these differ "
            "from what stood there, look them over: ",
        )
        + joined(named, "；", "; ")
        + Words("。", ".")
    ]


def differences(read: ReadTable, live: pd.DataFrame) -> Iterator[Words]:
    names = read.frame["name"] if "name" in read.frame else read.frame["agent_id"]
    for column in WATCHED[read.table.name]:
        before, after = read.frame[column], live[column]
        for row in read.frame.index.tolist():
            was, now = shown(before[row]), shown(after[row])
            if was != now and (column != "total" or was):
                header, month = read.table[column], str(read.frame.at[row, "month"])
                yield Words(
                    f"{month} {names[row]} {header.zh} {was or '空'} → {now or '空'}",
                    f"{month} {names[row]} {header.en} {was or 'empty'} -> {now or 'empty'}",
                )


def shown(value: Any) -> str:
    return "" if pd.isna(value) else in_yuan(exact(value))


def lock_writes(book: FileBook, language: Language) -> tuple[list[PlannedWrite], list[Words]]:
    """Months whose pay rows somebody marked as locked before version 4 stay locked: as such they stand in
    锁定记录, without a fingerprint, which nobody took then."""
    pay = read_table(book, TABLES["Pay"], language).frame
    read = read_table(book, TABLES["Locks"], language)
    held = pay[(pay["state"] == "locked") & ~pay["month"].isin(read.frame["month"])]
    moments = held.groupby("month")["computed_at"].max()
    if moments.empty:
        return [], []
    rows = pd.DataFrame(
        {"month": moments.index, "version": 1, "state": "locked", "locked_at": moments.to_numpy()}
    )
    months = joined([same(str(month)) for month in moments.index])
    return [plan_write(read, rows, language)], [
        months
        + Words(
            " 在旧版本里已标为锁定，仍不会改动，但没有指纹可核对；要留指纹，先“解锁月份”再“锁定月份”。",
            ": marked as locked in an earlier version; they stay so, without a fingerprint to verify. "
            "For one, reopen the month and lock it again.",
        )
    ]


def report_writes(book: FileBook, language: Language) -> list[PlannedWrite]:
    """What a person wrote into 月报 before version 4 belongs to the month that stands beside it."""
    read = read_table(book, TABLES["Report"], language)
    headers = [header.strip() for header in read.place.headers]
    former = MONTH_OF_REPORT(language)
    if former not in headers or read.frame.empty:
        return []
    grid, at = book.grid(read.place), headers.index(former)
    months = {row: grid[row - read.place.first_row][at] for row in read.frame.index.tolist()}
    rows = [row for row, month in months.items() if isinstance(month, str)]
    wanted = pd.DataFrame(
        {"span": ["month"] * len(rows), "period": [months[row] for row in rows]}, index=rows, dtype="str"
    )
    plan = plan_write(read, read.frame.loc[rows].assign(**wanted), language, by_row=True)
    return [] if plan.is_empty else [plan]


def with_report_in_use(content: FileContent, language: Language) -> bytes:
    """The file with the sheet 月报 shown and its heading saying what it is for, where an earlier version
    says that it is not used yet."""
    title = sheet_title("Report", language)
    head, former = content.row(title, TITLE_ROW), PURPOSE_OF_REPORT(language)
    if former not in head:
        return content.raw
    draft, purpose = content.package.draft(), TABLES["Report"].purpose(language)
    write_sheets(content, draft, {title: SheetEdit({TITLE_ROW: {head.index(former) + 1: purpose}})})
    return with_sheets_shown(FileContent(draft.built(), content.package.archive.name), [title], visible=True)
