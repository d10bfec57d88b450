"""What `hand-out` and `collect` say: about people, files, rows and cells. Telephone numbers are masked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
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
    """`收了 3 份日报表，写入 12 格；2 格两边都改过；1 个文件没有收。`

    figures: files, cells, conflicts (of them `differing` between two files), unread, skipped.
    """
    said = Words(
        f"收了 {figures['files']} 份日报表，写入 {figures['cells']} 格",
        f"{counted(figures['files'], 'daily sheet')} collected, {counted(figures['cells'], 'cell')} taken in",
    )
    if number := figures["differing"]:
        differ = counted(number, "cell differs between two files", "cells differ between two files")
        said += Words(f"；{number} 格在两个文件里不一样", f"; {differ}")
    if number := figures["conflicts"] - figures["differing"]:
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
    """Rows that the agent added, or removed or renamed in spite of the protection."""
    found = []
    for table, cell in sheet.strange:
        title = WORKBOOK.sheet_of[table].title
        found.append(
            Words(
                f"{sheet.file}：“{title.zh}”{cell} 的那一行不是发出去的，没有收：灰色格改过的请改回来，"
                "自己加的行请删掉。",
                f"{sheet.file}: the row at {cell} of '{title.en}' was not handed out; not taken in: put its "
                "grey cells back, or delete a row that was added.",
            )
        )
    for row in sheet.absent:
        title, key = WORKBOOK.sheet_of[row.table].title, key_words(TABLES[row.table], row.key)
        found.append(
            Words(
                f"{sheet.file}：“{title.zh}”少了 {key.zh} 这一行：灰色格改过的请改回来，"
                "删掉了的请再点“发日报表”，在新的里填。",
                f"{sheet.file}: row {key.en} of '{title.en}' is missing: put its grey cells back; where it "
                "was deleted, press 'Hand out sheets' again and fill the new one.",
            )
        )
    return found


def conflict(
    row: int, filled: Filled, beside: str | None, ours: Any, theirs: Any, language: Language
) -> Problem:
    """A cell that the workbook has otherwise than a file: both values, at the workbook's sheet row. `beside`:
    the other file that says what the workbook has, where there is one."""
    table, _, name = filled.place
    said = shown(filled.place, theirs, language)
    has = Words(f"{filled.sheet} 里是“{said or '空'}”", f"{filled.sheet} has '{said or 'empty'}'")
    if beside is None:
        why = Words(
            f"两边都改过，由你定（定好后文件里也改成一样，或移走文件）：{has.zh}",
            "your choice, for both sides changed it (then put the same into the file, or move it away): "
            f"{has.en}",
        )
    else:
        why = Words(
            f"两个文件填得不一样，由你定（定好后移走不用的文件）：台账与 {beside} 相同，{has.zh}",
            "your choice, for two files differ (then move away the one that does not count): the workbook "
            f"has what {beside} says, {has.en}",
        )
    return Problem(table, row, name, shown(filled.place, ours, language), why, Severity.WARNING)


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


def spots(cells: Mapping[str, Sequence[str]]) -> Words:
    """Addresses by their table, with its sheet: `“客服日报”的 J6、U6，“回访登记”的 O6`."""
    titles = {table: WORKBOOK.sheet_of[table].title for table in cells}
    return joined(
        (
            Words(
                f"“{titles[table].zh}”的 {'、'.join(addresses)}",
                f"{', '.join(addresses)} on '{titles[table].en}'",
            )
            for table, addresses in cells.items()
        ),
        "，",
        " and ",
    )


def settled_note(file: str, cells: Mapping[str, Sequence[str]]) -> Words:
    """That cells of a file need no correcting, since the workbook was filled by hand."""
    where = spots(cells)
    return Words(
        f"{file} 里{where.zh} 填得不对，工作簿里已经填好，以工作簿为准；文件不用再改，可以移走。",
        f"{file}: {where.en} cannot be so, but the workbook was filled by hand since and counts; the file "
        "needs no correcting and can be moved away.",
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


def missing_notes(
    after: Request, day: dt.date, handed_in: Collection[str], left_out: Collection[str]
) -> list[Words]:
    """Who was on duty on `day` and has no file of it, or one that was left out, or still lacks something in
    the log; of a file left out the log says nothing.

    `after`: the request with the tables as they stand once all is in.
    """
    names = names_of(after.tables["Staff"])
    duty = sorted(on_duty(after.tables, day, after.month))
    absent = [agent for agent in duty if agent not in handed_in and agent not in left_out]
    unused = [agent for agent in duty if agent in left_out]
    notes = []
    if absent:
        without = Words(f"{day.month} 月 {day.day} 日没有交：", f"No sheet of {day:%Y-%m-%d} from ")
        notes.append(without + people(absent, names) + Words("。", "."))
    if unused:
        said = Words(
            f"{day.month} 月 {day.day} 日交了、没有收（原因见上）：",
            f"Handed in for {day:%Y-%m-%d} and left out (for the reasons above), of ",
        )
        notes.append(said + people(unused, names) + Words("。", "."))
    gaps = log_gaps(after.tables, day, after.month)
    return notes + [gap_note(gap, names) for gap in gaps if gap.agent_id not in unused]
