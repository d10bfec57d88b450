"""What a command did not take in of what stands in the workbook, as notes under its outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from csbook.books.frames import ReadTable
from csbook.commands.outcome import ranges
from csbook.commands.registry import Command
from csbook.problems import Problem, Severity, Words, counted
from csbook.schema.workbook import WORKBOOK


def forgiven(command: Command, problems: Iterable[Problem]) -> tuple[Words, ...]:
    """A note for each table whose problems did not stop the command."""
    counts = Counter(
        p.table for p in problems if p.table in command.forgives and p.severity is Severity.ERROR
    )
    titles = {table: WORKBOOK.sheet_of[table].title for table in counts}
    return tuple(
        Words(
            f"“{titles[table].zh}”有 {count} 处要改，这些格没有计入；点“填写检查”看是哪些。",
            f"'{titles[table].en}' has {counted(count, 'cell')} to correct, left out here: press 'Check' to "
            "see which.",
        )
        for table, count in counts.items()
    )


def left_below(command: Command, reads: Mapping[str, ReadTable]) -> tuple[Words, ...]:
    """A note for each table under which rows stand that did not count; `check` lists them by itself."""
    if command.reports:
        return ()
    return tuple(
        Words(
            f"“{title.zh}”表格下面的第 {'、'.join(rows)} 行没有计入：拖动表格右下角，把它包进来，再点一次。",
            f"'{title.en}': what stands below the table in row{'s' * is_several(rows)} {', '.join(rows)} did "
            "not count: drag the table's lower right corner down over it and press once more.",
        )
        for title, rows in (
            (WORKBOOK.sheet_of[name].title, ranges(read.below)) for name, read in reads.items() if read.below
        )
    )


def is_several(rows: Sequence[str]) -> bool:
    """Whether the ranges name more than one row."""
    return len(rows) > 1 or "-" in rows[0]
