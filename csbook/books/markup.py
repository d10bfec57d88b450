"""Elements of a part as places in its bytes, for changes that leave every other byte alone.

lxml reads parts; what is written goes in here: a tag with another attribute, an element after another.
Elements are named by their local name: other programs put the same element under another prefix.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from csbook.books.cell_xml import character_data

_TOKEN = re.compile(
    rb"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>"
    rb"""|<(/?)((?:[\w.-]+:)?)([\w.-]+)((?:[^>"'/]++|"[^"]*+"|'[^']*+'|/(?!>))*+)(/?)>""",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(rb"""\s+([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')""")
# The rows of a sheet: never searched here, and far larger than all the rest.
_SKIPPED = b"sheetData"

# Bytes from a start to a stop, and what takes their place.
Splice = tuple[int, int, bytes]


class Element(NamedTuple):
    """An element: its tag from `start` to `inside`, its content up to `end`, all of it up to `stop`."""

    name: bytes
    prefix: bytes
    start: int
    inside: int
    end: int
    stop: int
    attributes: bytes

    @property
    def is_closed(self) -> bool:
        """Whether it is written as `<x/>`."""
        return self.inside == self.stop

    def get(self, attribute: str) -> str | None:
        """An attribute's text; `attribute` is the name as written, prefix included."""
        return dict(self.texts()).get(attribute)

    def texts(self) -> list[tuple[str, str]]:
        """The attributes with their texts in their order."""
        return [(n.decode(), character_data(v[1:-1])) for n, v in _ATTRIBUTE.findall(self.attributes)]

    def tag(self, **changed: str | None) -> bytes:
        """The opening tag with attributes changed, added, or (None) taken out."""
        text = self.attributes
        for name, value in changed.items():
            pattern = re.compile(rb"\s+" + name.encode() + rb"""\s*=\s*("[^"]*"|'[^']*')""")
            new = b"" if value is None else b" " + attribute(name, value)
            found = pattern.search(text)
            text = text[: found.start()] + new + text[found.end() :] if found else text.rstrip() + new
        return b"<%s%s%s%s>" % (self.prefix, self.name, text, b"/" if self.is_closed else b"")


def attribute(name: str, value: str) -> bytes:
    """`name="value"` as it stands in a tag."""
    return f"{name}={quoteattr(value, {chr(10): '&#10;', chr(9): '&#9;', chr(13): '&#13;'})}".encode()


def root(content: bytes) -> Element:
    """The outermost element. Raises `ValueError` where there is none."""
    found = next(_elements(content, 0, len(content)), None)
    if found is None:
        raise ValueError("no element")
    return found


def children(content: bytes, parent: Element) -> list[Element]:
    """The elements right inside another."""
    return list(_elements(content, parent.inside, parent.end))


def first(content: bytes, *path: bytes) -> Element | None:
    """The first element on a path of local names below the root."""
    return next(every(content, *path), None)


def every(content: bytes, *path: bytes) -> Iterator[Element]:
    """The elements on a path of local names below the root, in their order."""
    found = [root(content)]
    for name in path:
        found = [child for parent in found for child in children(content, parent) if child.name == name]
    yield from found


def spliced(content: bytes, splices: Iterable[Splice]) -> bytes:
    """The content with each splice made; they must not overlap."""
    pieces, position = [], 0
    for start, stop, new in sorted(splices):
        if start < position:
            raise ValueError("two changes of a part overlap")
        pieces += [content[position:start], new]
        position = stop
    return b"".join([*pieces, content[position:]])


def appended(content: bytes, parent: Element, new: bytes, more: int = 1) -> bytes:
    """The content with `new`, so many elements, at the end of an element; its `count` is raised."""
    count = parent.get("count")
    changed = {} if count is None else {"count": str(int(count) + more)}
    tag = parent.tag(**changed)
    if parent.is_closed:
        opened = tag.removesuffix(b"/>") + b">"
        whole = opened + new + b"</%s%s>" % (parent.prefix, parent.name)
        return spliced(content, [(parent.start, parent.stop, whole)])
    return spliced(content, [(parent.start, parent.inside, tag), (parent.end, parent.end, new)])


def renamed(content: bytes, element: Element, prefix: bytes, **changed: str | None) -> bytes:
    """A copy of an element, with all inside it under another prefix, and attributes changed."""
    tag = element._replace(prefix=prefix).tag(**changed)
    if element.is_closed:
        return tag
    pieces, position = [tag], element.inside
    for child in children(content, element):
        pieces += [content[position : child.start], renamed(content, child, prefix)]
        position = child.stop
    return b"".join([*pieces, content[position : element.end], b"</%s%s>" % (prefix, element.name)])


def placed(content: bytes, new: bytes, order: Iterable[bytes], name: bytes) -> bytes:
    """The content with a child of the root called `name` at its place in the schema's `order`."""
    names = list(order)
    later = set(names[names.index(name) + 1 :])
    outer = root(content)
    at = next((c.start for c in children(content, outer) if c.name in later), outer.end)
    return spliced(content, [(at, at, new)])


def _elements(content: bytes, start: int, stop: int) -> Iterator[Element]:
    """The elements of one level. Raises `ValueError` for markup that does not nest."""
    position, depth, opened = start, 0, None
    while found := _TOKEN.search(content, position, stop):
        position = found.end()
        name = found[3]
        if name is None:
            continue
        if found[1]:
            depth -= 1
            if depth < 0 or opened is None:
                raise ValueError("markup does not nest")
            if depth == 0:
                yield _element(opened, found.start(), found.end())
        elif found[5]:
            if depth == 0:
                yield _element(found, found.end(), found.end())
        else:
            if depth == 0:
                opened = found
            depth += 1
            if name == _SKIPPED:
                position = content.index(b"</%s%s" % (found[2], name), position, stop)
    if depth:
        raise ValueError("markup does not nest")


def _element(tag: re.Match[bytes], end: int, stop: int) -> Element:
    return Element(tag[3], tag[2], tag.start(), tag.end(), end, stop, tag[4])
