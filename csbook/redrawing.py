"""What `upgrade` does with sheets that hold nothing but csbook's drawing: an older one becomes the new one.

What people typed in their cells there goes along by its key, never by its place. A sheet on which they
added something of their own stays as it is, and the outcome says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from csbook.books.book import Place, Value
from csbook.books.drawn_content import Drawn, Where, drawn_on, named
from csbook.books.file_content import FileContent
from csbook.books.redrawing import misplaced_sources, moved_references, with_sheets_redrawn
from csbook.former_drawings import DRAWN_SHEETS, Former, former
from csbook.problems import Language, Words, joined, same
from csbook.schema.columns import Formula
from csbook.schema.table import Sheet, Table
from csbook.schema.workbook import WORKBOOK

MOST_NAMED: Final = 6
WIDTH_UNCHANGED: Final = 0.5
"""Characters by which programs write the same width differently."""
REDRAWN: Final = Words(
    "已按新版重画；填写的值照旧，自己改过的格式以新版为准（升级前的文件有备份）：",
    "Drawn anew, with the values typed there; formats of your own are those of the new one (a backup holds "
    "the file as it was): ",
)
KINDS: Final = {
    "comments": Words("批注", "comments"),
    "threadedComment": Words("批注", "comments"),
    "vmlDrawing": Words("批注、控件或页眉图片", "comments, controls or pictures of the header"),
    "pivotTable": Words("数据透视表", "a pivot table"),
    "image": Words("背景图片", "a picture behind the cells"),
}
"""What people put on a sheet beside cells and drawings, by the kind of its part."""
OWN: Final = Words(
    "有自己加的内容，请移到别的工作表：", "it holds what is not csbook's; move it to another sheet: "
)
REFERRED_TO: Final = Words(
    "别处按地址用到的单元格在新版里换了位置，请改掉这些引用：",
    "cells that are used elsewhere by their address stand in other places on the new one; change what uses "
    "them: ",
)
SOURCES_ELSEWHERE: Final = Words(
    "新版的图要用的单元格在这个工作簿里是别的内容，请先把那张表换成新版的样子：",
    "these cells, which the new one's charts show, hold something else here; bring their sheet up to date: ",
)


@dataclass
class Redrawing:
    """Sheets by title: cells to keep of those to redraw, and why the others stay as they are."""

    kept: dict[str, dict[Where, Where]] = field(default_factory=dict)
    left: dict[str, Words] = field(default_factory=dict)

    def words(self) -> list[Words]:
        """What is to be told."""
        told = []
        if self.kept:
            told.append(REDRAWN + joined([same(title) for title in self.kept]) + Words("。", "."))
        return [*told, *(_left_as_it_is(title, why) for title, why in self.left.items())]


def redrawn(
    content: FileContent,
    fresh: FileContent,
    language: Language,
    others: Collection[str],
    *,
    shifted: bool = False,
) -> tuple[bytes, list[Words]]:
    """The file with older drawn sheets as in `fresh`, and what is to be told. `others` are the titles of
    sheets that came in just now. The workbook has all tables of this version. `shifted`: columns were
    deleted there, so that widths say nothing of a person's wish."""
    plan = redrawing(content, fresh, language, others, shifted=shifted)
    raw = with_sheets_redrawn(content, fresh, plan.kept) if plan.kept else content.raw
    return raw, plan.words()


def redrawing(
    content: FileContent,
    fresh: FileContent,
    language: Language,
    others: Collection[str],
    *,
    shifted: bool = False,
) -> Redrawing:
    plan = Redrawing()
    for sheet in WORKBOOK:
        title = sheet.title(language)
        if sheet.name not in DRAWN_SHEETS or title in others:
            continue
        here, there = drawn_on(content, title), drawn_on(fresh, title)
        if shifted:
            here = here._replace(widths={})
        moves, found = typed_cells(content, fresh, sheet, language)
        known = former(sheet.name, language).and_of(there)
        found = [
            *added(without_broken_charts(here, there), known),
            *found,
            *typed_over(content, sheet, here, language),
        ]
        if content.sheet(title).has_password:
            found.append(Words("保护密码", "a password"))
        if not found:
            plan.kept[title] = moves
        elif not _has_all(here, there):
            plan.left[title] = OWN + joined(found, "；", "; ")
    leave_what_is_referred_to(plan, content, fresh)
    return plan


def leave_what_is_referred_to(plan: Redrawing, content: FileContent, fresh: FileContent) -> None:
    """Leave sheets as they are whose cells others name by address and that move, and those whose charts would
    show other cells than in a new workbook; leaving one can be such a reason for another."""
    while (found := _first_referred_to(plan, content, fresh)) is not None:
        title, why = found
        del plan.kept[title]
        plan.left[title] = why


def _first_referred_to(plan: Redrawing, content: FileContent, fresh: FileContent) -> tuple[str, Words] | None:
    titles = set(plan.kept)
    for title in plan.kept:
        if cells := moved_references(content, fresh, title, titles):
            return title, REFERRED_TO + _listed(_plainly(f"{title}!{text}" for text in cells))
        if cells := misplaced_sources(content, fresh, title, titles):
            return title, SOURCES_ELSEWHERE + _listed(_plainly(cells))
    return None


def without_broken_charts(drawn: Drawn, new: Drawn) -> Drawn:
    """What stands on a sheet but for charts named like those of the new one whose cells were deleted."""
    names = {chart.name for chart in new.charts}
    whole = [chart for chart in drawn.charts if not (chart.is_broken and chart.name in names)]
    return drawn._replace(charts=whole)


def added(drawn: Drawn, known: Former) -> list[Words]:
    """What stands on a sheet that no version drew there."""
    cells = [named(where) for where, found in sorted(drawn.cells.items()) if found not in known.cells]
    charts = [chart.name for chart in drawn.charts if chart.fingerprint not in known.charts]
    others = [KINDS.get(name, same(name)) for name in drawn.others if name != "vmlDrawing"]
    if not others and drawn.others:
        others = [KINDS["vmlDrawing"]]
    widths = [
        named((1, column)).rstrip("1")
        for column, width in drawn.widths.items()
        if column in known.widths and all(abs(width - w) > WIDTH_UNCHANGED for w in known.widths[column])
    ]
    marks = [mark for mark in drawn.marks if mark not in known.marks]
    lists = [
        (_plainly(cells), Words("单元格 ", "cells ")),
        ([*_plainly(charts), *dict.fromkeys(others)], Words("图形或批注 ", "pictures or comments ")),
        (_plainly(widths), Words("列宽 ", "widths of columns ")),
    ]
    told = [label + _listed(names) for names, label in lists if names]
    return [*told, Words("条件格式", "conditional formats")] if marks else told


def typed_cells(
    content: FileContent, fresh: FileContent, sheet: Sheet, language: Language
) -> tuple[dict[Where, Where], list[Words]]:
    """Where people's filled cells of the sheet's tables go, and those that have no place on the new sheet."""
    moves: dict[Where, Where] = {}
    strays: list[str] = []
    for table in sheet.tables:
        place, target = content.places[table.name], fresh.places[table.name]
        lines = {
            key: target.first_row + n
            for n, key in enumerate(_keys(fresh.grid(target), target, table, language))
        }
        headers = {c.header(language) for c in table.columns}
        own = {c.header(language) for c in table.person_columns}
        grid = content.grid(place)
        for n, (key, row) in enumerate(zip(_keys(grid, place, table, language), grid, strict=True)):
            for offset, (header, value) in enumerate(zip(map(str.strip, place.headers), row, strict=True)):
                here = place.first_row + n, place.first_column + offset
                if value is None or header in headers - own:
                    continue
                if header not in own or key not in lines:
                    strays.append(named(here))
                    continue
                there = lines[key], target.first_column + target.headers.index(header)
                if there in moves.values():
                    strays.append(named(here))
                moves[here] = there
    return moves, [Words("单元格 ", "cells ") + _listed(_plainly(strays))] if strays else []


def typed_over(content: FileContent, sheet: Sheet, drawn: Drawn, language: Language) -> list[Words]:
    """Cells of formula columns that hold a value of somebody's own."""
    found = []
    for table in sheet.tables:
        place, live = content.places[table.name], _headers_of_formulas(table, language)
        for row, values in enumerate(content.grid(place), place.first_row):
            for column, (header, value) in enumerate(
                zip(place.headers, values, strict=True), place.first_column
            ):
                if header.strip() in live and value is not None and (row, column) not in drawn.cells:
                    found.append(named((row, column)))
    return [Words("盖住公式的数 ", "values over formulas ") + _listed(_plainly(found))] if found else []


def _headers_of_formulas(table: Table, language: Language) -> set[str]:
    return {column.header(language) for column in table.columns if isinstance(column, Formula)}


def _keys(
    grid: Sequence[Sequence[Value]], place: Place, table: Table, language: Language
) -> list[tuple[Value, ...]]:
    """Each row's key; where the table has none, its number: such a table has one row."""
    headers = [header.strip() for header in place.headers]
    at = [headers.index(table.header(name, language)) for name in table.key]
    return [tuple(row[offset] for offset in at) if at else (n,) for n, row in enumerate(grid)]


def _has_all(here: Drawn, there: Drawn) -> bool:
    """Whether a sheet shows all that the new one shows."""
    charts = {chart.fingerprint for chart in here.charts}
    return (
        set(there.cells.values()) <= set(here.cells.values())
        and {chart.fingerprint for chart in there.charts} <= charts
        and set(there.marks) <= set(here.marks)
    )


def _plainly(names: Iterable[str]) -> list[Words]:
    return [same(name) for name in names]


def _listed(names: Sequence[Words]) -> Words:
    more = len(names) - MOST_NAMED
    rest = Words(f"等 {len(names)} 处", f" and {more} more") if more > 0 else same("")
    return joined(names[:MOST_NAMED]) + rest


def _left_as_it_is(title: str, why: Words) -> Words:
    return (
        Words(f"“{title}”没有换成新版：", f"Sheet '{title}' stays as it was: ")
        + why
        + Words(
            f"。要换成新版：先处理这些，再删除“{title}”并运行一次 csbook upgrade，然后重填那张表里的值。",
            f". To get the new one, see to these, delete '{title}', run csbook upgrade again and type its "
            "values anew.",
        )
    )
