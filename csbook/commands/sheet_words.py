"""What `hand-out` and `collect` say: about people, files, rows and cells. Telephone numbers are masked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from csbook.books.frames import found_text, key_words
from csbook.commands.desk import names_of
from csbook.commands.duty import on_duty
from csbook.commands.handler import Request
from csbook.commands.log_gaps import log_gaps
from csbook.commands.prepare_day import gap_note
from csbook.masking import masked
from csbook.problems import Language, Problem, Severity, Words, counted, joined, same
from csbook.schema.workbook import TABLES, WORKBOOK
from csbook.sheets.merge import Filled
from csbook.sheets.reading import HandedIn, Unread


def headline(figures: Mapping[str, int]) -> Words:
    """`收了 3 份日报表，写入 12 格；2 格两边都改过；1 个文件没有收。`"""
    said = Words(
        f"收了 {figures['files']} 份日报表，写入 {figures['cells']} 格",
        f"{counted(figures['files'], 'daily sheet')} collected, {counted(figures['cells'], 'cell')} taken in",
    )
    if number := figures["conflicts"]:
        said += Words(f"；{number} 格两边都改过", f"; {counted(number, 'cell')} changed on both sides")
    if number := figures["unread"]:
        said += Words(f"；{number} 格填得不对", f"; {counted(number, 'cell')} to correct")
    if number := figures["skipped"]:
        said += Words(f"；{number} 个文件没有收", f"; {counted(number, 'file')} left out")
    return said + Words("。", ".")


def skipped_note(file: str, why: Words) -> Words:
    return Words(f"没有收 {file}：", f"Left out {file}: ") + why


def gone_note(file: str, table: str, key: str) -> Words:
    title, row = WORKBOOK.sheet_of[table].title, key_words(TABLES[table], key)
    return Words(
        f"{file}：“{title.zh}”里已经没有 {row.zh} 这一行（或编号换了别的事），没有收。",
        f"{file}: '{title.en}' has no row {row.en} any more (or another one under that number); not taken "
        "in.",
    )


def strange_notes(sheet: HandedIn) -> list[Words]:
    """Rows that the agent added or removed in spite of the protection."""
    found = []
    for table, cell in sheet.strange:
        title = WORKBOOK.sheet_of[table].title
        found.append(
            Words(
                f"{sheet.file}：“{title.zh}”{cell} 的那一行不是发出去的，没有收。",
                f"{sheet.file}: the row at {cell} of '{title.en}' was not handed out; not taken in.",
            )
        )
    for row in sheet.absent:
        title, key = WORKBOOK.sheet_of[row.table].title, key_words(TABLES[row.table], row.key)
        found.append(
            Words(
                f"{sheet.file}：“{title.zh}”少了 {key.zh} 这一行。",
                f"{sheet.file}: row {key.en} of '{title.en}' is missing.",
            )
        )
    return found


def conflict(row: int, filled: Filled, ours: Any, theirs: Any, language: Language) -> Problem:
    """A cell that both sides changed: the workbook's value and the file's, at the workbook's sheet row."""
    table, _, name = filled.place
    said = shown(filled.place, theirs, language)
    return Problem(
        table,
        row,
        name,
        shown(filled.place, ours, language),
        Words(
            f"两边都改过，由你定：{filled.sheet} 里是“{said or '空'}”",
            f"your choice, for both sides changed it: {filled.sheet} has '{said or 'empty'}'",
        ),
        Severity.WARNING,
    )


def shown(place: tuple[str, str, str], value: Any, language: Language) -> str:
    """A value as the cell shows it, short, numbers masked."""
    if value is None:
        return ""
    return masked(found_text(TABLES[place[0]][place[2]].render(value, language)))


def unread(file: str, cell: Unread) -> Problem:
    """A value that does not fit: the file and the cell in it."""
    table, _, name = cell.place
    expected = TABLES[table][name].expected
    where = Words(f"（{file} 的 {cell.cell}）", f" ({file}, {cell.cell})")
    return Problem(table, None, name, masked(cell.found), expected + where, Severity.WARNING)


def impossible(file: str, problem: Problem, cells: Sequence[str]) -> Problem:
    """A figure that cannot be beside another of its row: the file and the cells of both in it."""
    zh, en = "、".join(cells), ", ".join(cells)
    where = Words(f"（{file} 的 {zh}，没有收）", f" ({file}, {en}; not taken in)")
    return replace(problem, row=None, expected=problem.expected + where, severity=Severity.WARNING)


def settled_note(file: str, cells: Sequence[str]) -> Words:
    """That cells of a file need no correcting, since the workbook was filled by hand."""
    zh, en = "、".join(cells), ", ".join(cells)
    return Words(
        f"{file} 的 {zh} 填得不对，工作簿里已经填好，以工作簿为准；文件不用再改，可以移走。",
        f"{file}: {en} cannot be so, but the workbook was filled by hand since and counts; the file needs "
        "no correcting and can be moved away.",
    )


def waiting(file: str, problem: Problem) -> Problem:
    """A cell of the workbook to correct before the file's row can go in."""
    then = Words(
        f"；改好后再收一次，{file} 的这一行才会收进来", f"; then collect again for the row of {file} to go in"
    )
    return Problem(
        problem.table,
        problem.row,
        problem.column,
        masked(problem.found),
        problem.expected + then,
        Severity.WARNING,
    )


def people(agents: Iterable[str], names: Mapping[str, str]) -> Words:
    """`赵一（K01）、钱二（K02）`."""
    return joined(Words(f"{names[a]}（{a}）", f"{names[a]} ({a})") if a in names else same(a) for a in agents)


def missing_notes(after: Request, day: dt.date, handed_in: Mapping[str, dt.date]) -> list[Words]:
    """Who was on duty on `day` and has no file of it, or still lacks something in the log.

    `after`: the request with the tables as they stand once all is in.
    """
    names = names_of(after.tables["Staff"])
    duty = on_duty(after.tables, day, after.month)
    absent = [agent for agent in sorted(duty) if handed_in.get(agent) != day]
    notes = [gap_note(gap, names) for gap in log_gaps(after.tables, day, after.month)]
    if absent:
        without = Words(f"{day.month} 月 {day.day} 日没有交：", f"No sheet of {day:%Y-%m-%d} from ")
        notes.insert(0, without + people(absent, names) + Words("。", "."))
    return notes
