"""Sheets shown and hidden: the `state` of their entries in the workbook part, and the tab in front."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from csbook.books import markup
from csbook.books.file_content import FileContent
from csbook.books.markup import Element, Splice
from csbook.books.package import Package
from csbook.problems import SheetMissing, Words, WorkbookUnusable

# Children of workbook in their order (ECMA-376 part 1, 18.2.27).
WORKBOOK_ORDER = (
    b"fileVersion",
    b"fileSharing",
    b"workbookPr",
    b"workbookProtection",
    b"bookViews",
    b"sheets",
    b"functionGroups",
    b"externalReferences",
    b"definedNames",
    b"calcPr",
    b"oleSize",
    b"customWorkbookViews",
    b"pivotCaches",
    b"smartTagPr",
    b"smartTagTypes",
    b"webPublishing",
    b"fileRecoveryPr",
    b"webPublishObjects",
    b"extLst",
)


class LastVisibleSheet(WorkbookUnusable):
    """Hiding the sheets would leave none to look at, which Excel refuses to open."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Words(
                f"{name}：不能隐藏全部工作表，至少要留一个。请先显示另一个工作表。",
                f"{name}: not every sheet can be hidden. Show another one first.",
            )
        )


def hidden_sheets(package: Package) -> set[str]:
    """The names of the hidden sheets, also of those that only a macro can show."""
    return {_name(sheet) for sheet in _sheets(package.utf8(package.workbook)) if not _is_visible(sheet)}


def with_sheets_shown(content: FileContent, names: Collection[str], *, visible: bool) -> bytes:
    """The file with these sheets visible, or hidden; the same bytes where nothing changes.

    A sheet that only a macro can show stays so when it is to be hidden. Where the tab in front is
    hidden, the next visible one takes its place. Raises `SheetMissing`, `LastVisibleSheet`.
    """
    package = content.package
    book = package.utf8(package.workbook)
    sheets = _sheets(book)
    unknown = [name for name in names if name not in map(_name, sheets)]
    if unknown:
        raise SheetMissing(unknown[0])
    changed = [s for s in sheets if _name(s) in names and _is_visible(s) is not visible]
    if not changed:
        return content.raw
    seen = [_is_visible(sheet) is not (sheet in changed) for sheet in sheets]
    if not any(seen):
        raise LastVisibleSheet(package.archive.name)
    state = None if visible else "hidden"
    splices: list[Splice] = [(s.start, s.inside, s.tag(state=state)) for s in changed]
    draft = package.draft()
    fronts = _fronts(book)
    hidden = [view for view, front in fronts if not seen[min(front, len(seen) - 1)]]
    if hidden or (not fronts and not seen[0]):
        front = _next_visible(seen, fronts[0][1] if fronts else 0)
        splices += [(view.start, view.inside, view.tag(activeTab=str(front))) for view in hidden]
        _select(draft, [sheet.part for sheet in package.sheets], front)
    else:
        front = None
        _select(draft, [s.part for s, now in zip(package.sheets, seen, strict=True) if not now], None)
    book = markup.spliced(book, splices)
    if front is not None and not fronts:
        book = _with_view(book, front)
    draft.put(package.workbook, book)
    return draft.built()


def _sheets(book: bytes) -> list[Element]:
    return list(markup.every(book, b"sheets", b"sheet"))


def _name(sheet: Element) -> str:
    return sheet.get("name") or ""


def _is_visible(sheet: Element) -> bool:
    return sheet.get("state") in (None, "visible")


def _fronts(book: bytes) -> list[tuple[Element, int]]:
    """The windows with the number of the tab in front, counted from 0."""
    views = markup.every(book, b"bookViews", b"workbookView")
    return [(view, int(view.get("activeTab") or 0)) for view in views]


def _next_visible(seen: Sequence[bool], front: int) -> int:
    """The first visible tab from `front` on to the right, else the nearest one at its left."""
    right = [number for number in range(front, len(seen)) if seen[number]]
    return right[0] if right else max(number for number, now in enumerate(seen) if now)


def _with_view(book: bytes, front: int) -> bytes:
    prefix = markup.root(book).prefix
    view = b'<%sbookViews><%sworkbookView activeTab="%d"/></%sbookViews>' % (prefix, prefix, front, prefix)
    return markup.placed(book, view, WORKBOOK_ORDER, b"bookViews")


def _select(draft: Package, parts: Sequence[str], front: int | None) -> None:
    """Let no sheet of these parts be selected but the one in front: what is typed goes into all."""
    for number, part in enumerate(parts):
        content = draft.utf8(part)
        selected = "1" if number == front else None
        views = [
            view
            for view in markup.every(content, b"sheetViews", b"sheetView")
            if (view.get("tabSelected") in ("1", "true")) is not (selected == "1")
        ]
        if views:
            draft.put(
                part,
                markup.spliced(content, [(v.start, v.inside, v.tag(tabSelected=selected)) for v in views]),
            )
