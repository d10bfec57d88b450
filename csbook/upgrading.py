"""`upgrade`: the sheets, tables, columns and rows that a workbook lacks, as a new workbook has them.

What is added comes from a workbook built anew from the schema. Everything that is there stays where
and what it is; only what nobody types in is renewed: the sheets that csbook alone draws (with the values
typed there), the hidden lists behind drop-downs, the colours of changed cells, the ribbon's buttons, csbook's
own texts beside rules and settings, texts, drop-downs, messages and widths around tables that are still as an
earlier version made them, answers that `xlwings.conf` lacks, and csbook's formulas, where they lost what they
referred to or say another thing by now.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from csbook.books.book import Place
from csbook.books.broken_formulas import Broken, broken_formulas, told_of, with_formulas_again
from csbook.books.column_formulas import broken_columns, changed_formulas, with_formulas_of
from csbook.books.conf_sheet import has_conf, read_conf, unanswered, with_conf
from csbook.books.drawn_content import drawn_on
from csbook.books.file_book import FileBook
from csbook.books.file_content import FileContent
from csbook.books.frames import read_table
from csbook.books.grafting import names_to_renew, with_names, with_sheets
from csbook.books.plan import PlannedWrite, plan_write
from csbook.books.refurnishing import refurnished
from csbook.books.table_growth import table_names, with_columns
from csbook.books.table_marks import with_marks
from csbook.commands.outcome import DONE, Outcome
from csbook.commands.run import JOURNAL, journal_row, language_of, month_of, settings_of
from csbook.commands.snapshots import SnapshotStore
from csbook.deleted_data import data_of_deleted
from csbook.drawing.lists import LISTS_SHEET
from csbook.former_drawings import DRAWN_SHEETS
from csbook.former_furniture import former_furniture
from csbook.problems import (
    CsbookError,
    HeaderMissing,
    Language,
    SheetMissing,
    Words,
    WorkbookUnusable,
    joined,
    same,
)
from csbook.redrawing import redrawn
from csbook.renewing import NEW_MEASURES, row_writes, rows_added, with_ribbon
from csbook.renewing_scores import (
    figure_writes,
    figures_again,
    lock_writes,
    report_writes,
    with_report_in_use,
)
from csbook.schema.daily import DAYS
from csbook.schema.table import Table
from csbook.schema.workbook import SCHEMA_VERSION, TABLES, WORKBOOK
from csbook.template import build_workbook

VERSION_PROPERTY: Final = "csbook.schema"
MARKED_BY: Final = "csbook_changes_"
"""Begins the names by which conditional formats find the cells that the last command changed."""


class TableElsewhere(WorkbookUnusable):
    """A table of the schema is there, but not where it could be found."""

    def __init__(self, sheet: str, table: str) -> None:
        super().__init__(
            Words(
                f"表格 {table} 应在工作表“{sheet}”里并显示标题行。请把工作表名改回来，或打开表格的标题行。",
                f"Table {table} should stand on sheet '{sheet}' and show its header row. Give the sheet "
                "its name back, or turn the table's header row on.",
            )
        )


@dataclass(frozen=True)
class Missing:
    """What a workbook lacks: titles of sheets in their order, tables, headers by table. `older`: an
    earlier version made it. `broken`: formulas that lost what they referred to, also declared ones."""

    sheets: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lists: bool = False
    older: bool = False
    broken: Broken = field(default_factory=Broken)
    declared: dict[str, dict[str, bool]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        lost = self.broken.ours or self.declared
        return bool(self.sheets or self.tables or self.columns or self.lists or self.older or lost)


def upgrade(book: FileBook, *, now: dt.datetime, user: str, store: SnapshotStore | None = None) -> Outcome:
    """Add what is missing, renew what is csbook's own in a workbook of an earlier version, and note it in the
    journal, in one save; nothing missing, nothing saved. A backup in the workbook's `store` that has the data
    of deleted sheets, tables or columns is kept.

    Raises `NotAWorkbook` and `NewerVersion` for a workbook that is not csbook's or newer,
    `TableElsewhere`, `SheetMissing` and `HeaderMissing` for what was renamed, `CellsRight` for cells
    in the way, and what saving raises.
    """
    language = language_of(book)
    with tempfile.TemporaryDirectory() as folder:
        month = month_in(book, language, now)
        fresh = fresh_content(Path(folder) / "new.xlsm", language, month)
        missing = missing_in(book, fresh, language)
        path = Path(folder) / "draft" / book.name
        path.parent.mkdir()
        path.write_bytes(filled_up(book, fresh, missing, language))
        draft = FileBook(path, past_passwords=True)
        plans = row_writes(draft, language, month, older=missing.older)
        rows, last = rows_added(plans), plans
        notes = advice(draft, plans, language) if missing.older else []
        if missing.older:
            draft.apply([plan.write for plan in plans])  # terms of months are those of all rules
            raw, of_sheets = redrawn(draft.content, fresh, language, missing.sheets)
            path.write_bytes(raw)
            draft = FileBook(path, past_passwords=True)
            figures, differing = figure_writes(draft, changed_formulas(book.content, fresh), language)
            locks, held = lock_writes(draft, language)
            last = [*figures, *locks, *report_writes(draft, language)]
            notes += [*of_sheets, *differing, *held]
        elif missing:
            draft, of_sheets = drawn_anew(draft, fresh, missing, language, path)
            notes += of_sheets
            last = [*plans, *figures_again(draft, missing.broken.ours, language)]
        if store is not None:
            added = tables_added(missing, language)
            where = data_of_deleted(added, missing.columns, store, book.name, language, older=missing.older)
            notes = [*where, *notes]
        outcome = told(missing, rows, language, notes)
        if not missing and not plans:
            return outcome
        entry = journal_row(outcome, now=now, user=user, today=now)
        journal = plan_write(read_table(draft, JOURNAL, language), entry, language)
        draft.apply([plan.write for plan in (*last, journal)])
        book.replace(path.read_bytes())
    return outcome


def fresh_content(path: Path, language: Language, month: dt.date) -> FileContent:
    """A new workbook of this language, built at `path`."""
    build_workbook(path, language=language, month=month)
    return FileContent(path.read_bytes(), path.name)


def month_in(book: FileBook, language: Language, now: dt.datetime) -> dt.date:
    """The month of the workbook's settings, where they can be read, else that of `now`."""
    try:
        settings = settings_of({"Settings": read_table(book, TABLES["Settings"], language).frame})
    except CsbookError:
        return now.date().replace(day=1)
    return month_of(None, settings, now)


def missing_in(book: FileBook, fresh: FileContent, language: Language) -> Missing:
    """What the workbook lacks of the schema and of the lists behind it."""
    tables: list[str] = []
    columns: dict[str, tuple[str, ...]] = {}
    present, places, names = set(book.sheets()), book.places(), table_names(book.content)
    for sheet in WORKBOOK:
        title = sheet.title(language)
        for table in sheet.tables:
            place = places.get(table.name)
            if place is not None and place.sheet == title:
                if headers := missing_headers(place, table, language):
                    columns[table.name] = headers
            elif table.name.casefold() in names:
                raise TableElsewhere(title, table.name)
            elif title in present:
                tables.append(table.name)
    older = int(book.properties[VERSION_PROPERTY]) < SCHEMA_VERSION
    return Missing(
        sheets=missing_sheets(book, fresh, language),
        tables=tuple(tables),
        columns=columns,
        lists=older or bool(names_to_renew(book.content, fresh)),
        older=older,
        broken=broken_formulas(book.content, fresh),
        declared=broken_columns(book.content, fresh),
    )


def missing_sheets(book: FileBook, fresh: FileContent, language: Language) -> tuple[str, ...]:
    """Raises `SheetMissing` where a sheet's name differs in upper and lower case only."""
    wanted = {LISTS_SHEET, *(sheet.title(language) for sheet in WORKBOOK)}
    present = set(book.sheets())
    missing = [s.name for s in fresh.package.sheets if s.name in wanted and s.name not in present]
    alike = {name.casefold() for name in present}
    for name in missing:
        if name.casefold() in alike:
            raise SheetMissing(name)
    return tuple(missing)


def tables_added(missing: Missing, language: Language) -> list[str]:
    """The tables that come with the missing sheets, and those that were missing on a sheet."""
    sheets = (sheet for sheet in WORKBOOK if sheet.title(language) in missing.sheets)
    return [*(table.name for sheet in sheets for table in sheet.tables), *missing.tables]


def missing_headers(place: Place, table: Table, language: Language) -> tuple[str, ...]:
    """Raises `HeaderMissing` where a header differs in upper and lower case only."""
    present = {header.strip() for header in place.headers}
    missing = [c.header(language) for c in table.columns if c.header(language) not in present]
    alike = {header.casefold() for header in present}
    for header in missing:
        if header.casefold() in alike:
            raise HeaderMissing(place.sheet, header, place.header_row)
    return tuple(missing)


def filled_up(book: FileBook, fresh: FileContent, missing: Missing, language: Language) -> bytes:
    """The file with all of it, sheets first: names refer to their tables."""
    content = book.content
    if missing.sheets:
        content = FileContent(with_sheets(content, fresh, missing.sheets), book.name)
    if missing.columns or missing.tables:
        content = FileContent(with_columns(content, fresh, missing.columns, missing.tables), book.name)
    if missing.lists:
        content = FileContent(
            with_names(content, fresh, LISTS_SHEET, (VERSION_PROPERTY, SCHEMA_VERSION)), book.name
        )
    formulas = changed_formulas(content, fresh) if missing.older else missing.declared
    if formulas:
        content = FileContent(with_formulas_of(content, fresh, formulas), book.name)
    broken = broken_formulas(content, fresh)
    if broken.ours:
        content = FileContent(with_formulas_again(content, broken), book.name)
    if not missing.older:
        return content.raw
    content = FileContent(with_marks(content, fresh, MARKED_BY), book.name)
    former = former_furniture(content, language)
    content = FileContent(refurnished(content, fresh, former), book.name)
    content = FileContent(with_report_in_use(content, language), book.name)
    if has_conf(content):
        content = FileContent(with_conf(content, unanswered(read_conf(content))), book.name)
    return with_ribbon(content, language)


def drawn_anew(
    draft: FileBook, fresh: FileContent, missing: Missing, language: Language, path: Path
) -> tuple[FileBook, list[Words]]:
    """The draft at `path` with the drawn sheets as in `fresh` where a column of theirs or what a chart shows
    was deleted: there a column's place matters, also to charts of the other ones. And what is to be told."""
    drawn = [sheet for sheet in WORKBOOK if sheet.name in DRAWN_SHEETS]
    if not any(
        any(table.name in missing.columns for table in sheet.tables)
        or any(chart.is_broken for chart in drawn_on(draft.content, sheet.title(language)).charts)
        for sheet in drawn
    ):
        return draft, []
    raw, notes = redrawn(draft.content, fresh, language, missing.sheets, shifted=True)
    path.write_bytes(raw)
    return FileBook(path, past_passwords=True), notes


def advice(book: FileBook, plans: Iterable[PlannedWrite], language: Language) -> list[Words]:
    """What the supervisor should know of rows that are theirs: rules that are on by themselves, as the
    shop's were up to version 2, and measures that came in."""
    rules = read_table(book, TABLES["FollowUpRules"], language).frame
    switches = [SWITCHES] if rules["active"].fillna(False).any() else []
    return switches + ([NEW_MEASURES] if "Measures" in rows_added(plans) else [])


def told(
    missing: Missing, rows: Mapping[str, int], language: Language, notes: Sequence[Words] = ()
) -> Outcome:
    """What was added, in words; `rows` counts those added to tables that were there."""
    sheets = [same(name) for name in missing.sheets if name != LISTS_SHEET]
    tables = [TABLES[name].title for name in missing.tables]
    columns = sum(map(len, missing.columns.values()))
    counts = [
        *number_of(len(sheets), Words(" 个工作表", " sheet")),
        *number_of(len(tables), Words(" 个表格", " table")),
        *number_of(columns, Words(" 列", " column")),
        *number_of(sum(rows.values()), Words(" 行", " row")),
    ]
    groups = [joined(group) for group in (sheets, tables) if group]
    groups += [of_table(name, headers) for name, headers in missing.columns.items()]
    groups += [rows_of_table(name, number) for name, number in rows.items()]
    headline = UP_TO_DATE
    if counts:
        listed = joined(groups, "；", "; ")
        headline = Words("已补上 ", "Added ") + joined(counts) + Words("：", ": ") + listed + Words("。", ".")
    elif missing:
        headline = FORMULAS_RENEWED if missing.broken.ours or missing.declared else LISTS_RENEWED
    details: dict[str, object] = {
        "sheets": [words(language) for words in sheets],
        "tables": list(missing.tables),
        "columns": {name: list(headers) for name, headers in missing.columns.items()},
        "rows": dict(rows),
    }
    if cells := missing.broken.cells:
        details["formulas"] = cells
    said = tuple(words(language) for words in (*remarks(missing, language), *notes))
    return Outcome("upgrade", language, DONE, headline(language), notes=said, details=details)


def number_of(number: int, noun: Words) -> list[Words]:
    if not number:
        return []
    return [same(number) + noun + Words("", "" if number == 1 else "s")]


def of_table(name: str, headers: tuple[str, ...]) -> Words:
    quoted = [Words(f"“{header}”", f"'{header}'") for header in headers]
    return TABLES[name].title + Words("的", " ") + joined(quoted, zh="")


def rows_of_table(name: str, number: int) -> Words:
    title = TABLES[name].title
    return Words(f"{title.zh} {number} 行", f"{title.en} {number} row{'' if number == 1 else 's'}")


def remarks(missing: Missing, language: Language) -> list[Words]:
    """What a person should know about columns at the right end."""
    found = []
    if missing.columns:
        found.append(AT_THE_RIGHT)
    found += told_of(missing.broken)
    days = {TABLES["Roster"].header(day, language) for day in DAYS}
    if days & {*missing.columns.get("Roster", ())}:
        found.append(DAYS_OUT_OF_ORDER)
    return found


UP_TO_DATE: Final = Words("工作簿不缺任何工作表或列，没有改动。", "Nothing is missing; nothing was changed.")
FORMULAS_RENEWED: Final = Words("已写回失效的公式。", "Broken formulas were written again.")
LISTS_RENEWED: Final = Words("已更新下拉列表和名称。", "The lists behind the drop-downs were renewed.")
AT_THE_RIGHT: Final = Words(
    "补上的列在表格最右边，没有数据，可以在 Excel 中移到想要的位置。",
    "The new columns stand at the right end of their tables, without data; move them in Excel as you like.",
)
DAYS_OUT_OF_ORDER: Final = Words(
    "排班的日期列请移回原来的位置，否则工时合计不算这些天。",
    "Move the roster's days back to their places, or the totals leave them out.",
)
SWITCHES: Final = Words(
    "“回访规则”里“启用”填了是或否的规则照旧；清空这一格，规则就随“设置”的“回访套餐”开关。",
    "Follow-up rules whose 'On' says yes or no stay so; empty that cell and the rule goes with the set of "
    "rules that Settings choose.",
)
