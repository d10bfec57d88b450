"""Whole sheets of a newly built workbook put into another one, with their tables, charts and names.

Nothing that the workbook holds is changed but the numbers that count its sheets: the tab in front
and the sheet of a local name move along when a sheet comes before them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from csbook.books import markup
from csbook.books.added_parts import RELATIONSHIP_TYPES, copied, relate
from csbook.books.book import LOST
from csbook.books.cell_xml import character_data, escaped
from csbook.books.file_content import FileContent
from csbook.books.markup import Element, Splice
from csbook.books.package import Package
from csbook.books.sheet_states import WORKBOOK_ORDER
from csbook.books.translation import Translation, code_name, with_code_name


class Name(NamedTuple):
    """A defined name; `sheet` counts from 0 for a name of one sheet only."""

    name: str
    sheet: int | None
    text: str
    element: Element


def with_sheets(content: FileContent, fresh: FileContent, titles: Sequence[str]) -> bytes:
    """The file with these sheets of `fresh`, each after the sheet that precedes it there.

    `titles` are in the order of `fresh`. Raises `StrictWorkbook`.
    """
    translation = Translation(content, fresh)
    for title in titles:
        _graft(translation, title)
    return translation.built()


def names_to_renew(content: FileContent, fresh: FileContent) -> list[str]:
    """The names for the whole workbook that `fresh` has, and this one lacks or has lost the cells of."""
    own = {name.name.casefold(): name for name in names_of(content.package) if name.sheet is None}
    return [
        name.name
        for name in names_of(fresh.package)
        if name.sheet is None and (name.name.casefold() not in own or LOST in own[name.name.casefold()].text)
    ]


def with_names(content: FileContent, fresh: FileContent, lists: str, schema: tuple[str, int]) -> bytes:
    """The file with the hidden sheet of lists and all of csbook's names as `fresh` has them.

    People do not see the sheet `lists`, so it is renewed whole where it is there. `schema` is a
    document property and its new value.
    """
    translation = Translation(content, fresh)
    draft = translation.draft
    part = content.part_of(lists)
    renewed = translation.sheet(fresh.package.part(fresh.part_of(lists)))
    draft.put(part, with_code_name(renewed, code_name(content.package.utf8(part))))
    draft.drop_calculation_chain()
    put_names(draft, [name for name in names_of(fresh.package) if name.sheet is None])
    _put_property(draft, *schema)
    return translation.built()


def _graft(translation: Translation, title: str) -> None:
    draft, fresh = translation.draft, translation.fresh.package
    titles = [sheet.name for sheet in fresh.sheets]
    number = titles.index(title)
    part = copied(draft, fresh, fresh.sheets[number].part, "worksheet", translation.fitted)
    entry = list(markup.every(fresh.part(fresh.workbook), b"sheets", b"sheet"))[number]
    relation = relate(draft, draft.workbook, "worksheet", part)
    book = draft.utf8(draft.workbook)
    sheets = list(markup.every(book, b"sheets", b"sheet"))
    at = _position([sheet.get("name") or "" for sheet in sheets], titles[:number])
    splices = [*_counted_on(book, at), _entry(book, sheets, at, title, entry.get("state"), relation)]
    draft.put(draft.workbook, markup.spliced(book, splices))
    put_names(draft, local_names(fresh, title, at))


def _position(present: Sequence[str], preceding: Sequence[str]) -> int:
    """Behind the nearest of the preceding sheets that is present, else in front."""
    found = [present.index(name) for name in reversed(preceding) if name in present]
    return found[0] + 1 if found else 0


def _entry(
    book: bytes, sheets: Sequence[Element], at: int, title: str, state: str | None, relation: str
) -> Splice:
    """The new sheet's entry at its place among the others."""
    number = max(int(sheet.get("sheetId") or 0) for sheet in sheets) + 1
    attributes = [("name", title), ("sheetId", str(number)), *([("state", state)] if state else [])]
    written = b" ".join(markup.attribute(*pair) for pair in attributes)
    reference = relation_attribute(book, relation)
    place = sheets[at].start if at < len(sheets) else sheets[-1].stop
    return place, place, b"<%ssheet %s %s/>" % (sheets[0].prefix, written, reference)


def relation_attribute(content: bytes, relation: str) -> bytes:
    """`r:id="..."`, with the prefix declared where the part's root does not declare one."""
    for name, value in markup.root(content).texts():
        if value == RELATIONSHIP_TYPES and name.startswith("xmlns:"):
            return markup.attribute(f"{name.removeprefix('xmlns:')}:id", relation)
    declared = markup.attribute("xmlns:r", RELATIONSHIP_TYPES)
    return declared + b" " + markup.attribute("r:id", relation)


def _counted_on(book: bytes, at: int) -> list[Splice]:
    """The tabs counted from 0 as they count once a sheet stands before number `at`."""
    counting = [
        *((name, "localSheetId") for name in markup.every(book, b"definedNames", b"definedName")),
        *((view, "activeTab") for view in markup.every(book, b"bookViews", b"workbookView")),
        *((view, "firstSheet") for view in markup.every(book, b"bookViews", b"workbookView")),
    ]
    moved: dict[Element, dict[str, str | None]] = {}
    for element, attribute in counting:
        number = element.get(attribute) or ("0" if attribute == "activeTab" else None)
        if number is not None and int(number) >= at:
            moved.setdefault(element, {})[attribute] = str(int(number) + 1)
    return [(element.start, element.inside, element.tag(**changed)) for element, changed in moved.items()]


def local_names(package: Package, title: str, at: int) -> list[Name]:
    """The names of one sheet only, as names of the sheet number `at`, counted from 0."""
    number = [sheet.name for sheet in package.sheets].index(title)
    return [name._replace(sheet=at) for name in names_of(package) if name.sheet == number]


def names_of(package: Package) -> list[Name]:
    """The defined names, in their order."""
    book = package.utf8(package.workbook)
    found = []
    for element in markup.every(book, b"definedNames", b"definedName"):
        sheet = element.get("localSheetId")
        text = character_data(book[element.inside : element.end])
        found.append(Name(element.get("name") or "", None if sheet is None else int(sheet), text, element))
    return found


def put_names(draft: Package, names: Collection[Name]) -> None:
    """Define these names, in the place of those that are there under the same name."""
    own = {(name.name.casefold(), name.sheet): name.element for name in names_of(draft)}
    book = draft.utf8(draft.workbook)
    prefix = markup.root(book).prefix
    splices, new = [], []
    for name in names:
        there = own.get((name.name.casefold(), name.sheet))
        text = escaped(name.text).encode()
        if there is not None and not there.is_closed:
            splices.append((there.inside, there.end, text))
            continue
        sheet = "" if name.sheet is None else f' localSheetId="{name.sheet}"'
        opened = b"<%sdefinedName %s%s>" % (prefix, markup.attribute("name", name.name), sheet.encode())
        new.append(b"%s%s</%sdefinedName>" % (opened, text, prefix))
    book = markup.spliced(book, splices)
    whole = markup.first(book, b"definedNames")
    if whole is not None:
        book = markup.appended(book, whole, b"".join(new))
    elif new:
        every = b"<%sdefinedNames>%s</%sdefinedNames>" % (prefix, b"".join(new), prefix)
        book = markup.placed(book, every, WORKBOOK_ORDER, b"definedNames")
    draft.put(draft.workbook, book)


def _put_property(draft: Package, name: str, value: int) -> None:
    """Give a custom document property that is there another value."""
    for part in draft.related("", "custom-properties"):
        content = draft.utf8(part)
        for element in markup.every(content, b"property"):
            if element.get("name") == name:
                held = markup.children(content, element)[0]
                text = escaped(str(value)).encode()
                draft.put(part, markup.spliced(content, [(held.inside, held.end, text)]))
