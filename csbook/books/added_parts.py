"""Parts of another workbook put into a package: copied with all they refer to, under free names."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable

from csbook.books import markup
from csbook.books.package import CONTENT_TYPES, Package

RELATIONSHIP_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONSHIPS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)

# Makes a copied part fit its new workbook: (kind of part, content) -> content.
Fit = Callable[[str, bytes], bytes]


def copied(draft: Package, source: Package, part: str, kind: str, fit: Fit) -> str:
    """Copy a part of `source`, and what it refers to, into the draft; gives its new name.

    The relationships keep their ids; those to outside addresses stay as they are.
    """
    new = free_name(draft, part)
    draft.put(new, fit(kind, source.part(part)))
    declare(draft, new, content_type(source, part))
    if not source.has(relationships_of(part)):
        return new
    content = source.part(relationships_of(part))
    related = source.relationships(part)
    splices = []
    for element in markup.children(content, markup.root(content)):
        found = related[element.get("Id") or ""]
        if not found.external:
            target = copied(draft, source, found.target, found.kind, fit)
            splices.append((element.start, element.inside, element.tag(Target=_relative(target, new))))
    draft.put(relationships_of(new), markup.spliced(content, splices))
    return new


def relate(draft: Package, part: str, kind: str, target: str) -> str:
    """Let `part` refer to `target`; gives the relationship's id."""
    name = relationships_of(part)
    content = draft.utf8(name) if draft.has(name) else _RELATIONSHIPS
    used = draft.relationships(part)
    number = next(n for n in range(1, len(used) + 2) if f"rId{n}" not in used)
    outer = markup.root(content)
    attributes = (
        ("Id", f"rId{number}"),
        ("Type", f"{RELATIONSHIP_TYPES}/{kind}"),
        ("Target", _relative(target, part)),
    )
    written = b" ".join(markup.attribute(*pair) for pair in attributes)
    new = b"<%sRelationship %s/>" % (outer.prefix, written)
    draft.put(name, markup.appended(content, outer, new))
    return f"rId{number}"


def free_name(draft: Package, part: str) -> str:
    """The part's name with the lowest number that is free: `xl/tables/table7.xml`."""
    stem, ending = posixpath.splitext(part)
    stem = re.sub(r"\d+$", "", stem)
    number = 1
    while draft.has(f"{stem}{number}{ending}"):
        number += 1
    return f"{stem}{number}{ending}"


def content_type(package: Package, part: str) -> str:
    """What kind of content a part declares itself to be, else what its ending stands for."""
    content = package.utf8(CONTENT_TYPES)
    types = markup.children(content, markup.root(content))
    for element in types:
        if (element.get("PartName") or "").lower() == f"/{part}".lower():
            return element.get("ContentType") or ""
    ending = posixpath.splitext(part)[1].lstrip(".").lower()
    for element in types:
        if (element.get("Extension") or "").lower() == ending:
            return element.get("ContentType") or ""
    raise package.damaged(CONTENT_TYPES)


def declare(draft: Package, part: str, kind: str) -> None:
    """Say in the draft what kind of content a part is."""
    content = draft.utf8(CONTENT_TYPES)
    outer = markup.root(content)
    written = markup.attribute("PartName", f"/{part}") + b" " + markup.attribute("ContentType", kind)
    draft.put(CONTENT_TYPES, markup.appended(content, outer, b"<%sOverride %s/>" % (outer.prefix, written)))


def relationships_of(part: str) -> str:
    """The name of the part that holds a part's relationships."""
    folder, file = posixpath.split(part)
    return posixpath.join(folder, "_rels", file + ".rels")


def _relative(target: str, source: str) -> str:
    return posixpath.relpath(target, posixpath.dirname(source))
