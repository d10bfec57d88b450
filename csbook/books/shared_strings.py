"""The workbook's shared strings: texts are looked up and appended, never renumbered."""

from __future__ import annotations

import copy
import re
from collections.abc import Container
from functools import cached_property
from itertools import count

from csbook.books.cell_xml import character_data, escaped, unescaped

_ROOT = re.compile(rb"<((?:\w+:)?)sst(?=[\s/>])[^>]*?(/?)>")
# Phonetic guides (rPh) are hints beside the text, not part of it.
_PHONETIC = re.compile(rb"<((?:\w+:)?rPh)[\s>].*?</\1>", re.DOTALL)
_TEXT = re.compile(rb"<(?:\w+:)?t(?:\s[^>]*)?(?<!/)>([^<]*)</")
# A cell of a sheet that shows a shared string: its number stands in `v`.
_SHOWN = re.compile(
    rb"<((?:\w+:)?)c\s(?:[^>]*\s)?t\s*=\s*[\"']s[\"'][^>]*(?<!/)>(?:(?!</\1c>).)*?<\1v(?:\s[^>]*)?>\s*(\d+)\s*<",
    re.DOTALL,
)


def text_inside(content: bytes) -> str:
    """The text of a string item (`si`, `is`): its runs joined, as Excel shows it."""
    runs = _TEXT.findall(_PHONETIC.sub(b"", content))
    return unescaped("".join(map(character_data, runs)))


def numbers_in(sheet: bytes) -> set[int]:
    """The numbers of the shared strings that a sheet part's cells show."""
    return {int(found[2]) for found in _SHOWN.finditer(sheet)}


class SharedStrings:
    """The shared strings part as bytes. Raises `ValueError` where it is no such part."""

    def __init__(self, content: bytes) -> None:
        root = _ROOT.search(content)
        if root is None or b"<!--" in content or b"<![CDATA[" in content:
            raise ValueError("not a plain shared strings part")
        self._content = content
        self._root = root
        self._prefix = root[1]
        self._known: dict[str, int] = {}
        self._new: list[str] = []
        self._used = 0

    def fresh(self) -> SharedStrings:
        """The part as it was read, for other texts to be appended; what was looked up in it is not again."""
        fresh = copy.copy(self)
        fresh._known, fresh._new, fresh._used = {}, [], 0
        return fresh

    def text(self, number: int) -> str:
        """The text with this number, counted from 0."""
        return text_inside(self._items[number])

    def number(self, text: str) -> int:
        """The number of a text, which is appended where it is new."""
        self._used += 1
        if text not in self._known:
            found = self._numbers.get(self._inside(text))
            self._known[text] = len(self._items) + len(self._new) if found is None else found
            if found is None:
                self._new.append(text)
        return self._known[text]

    def content(self) -> bytes:
        """The part with the appended texts; unchanged bytes where none was."""
        if not self._new:
            return self._content
        prefix, root = self._prefix, self._root
        items = b"".join(b"<%ssi>%s</%ssi>" % (prefix, self._inside(text), prefix) for text in self._new)
        opened = root[0].removesuffix(b"/>") + b">" if root[2] else root[0]
        opened = _raised(_raised(opened, b"count", self._used), b"uniqueCount", len(self._new))
        closing = b"</%ssst>" % prefix
        stop = root.end() if root[2] else self._content.rindex(closing)
        rest = closing + self._content[stop:] if root[2] else self._content[stop:]
        return b"".join(
            [self._content[: root.start()], opened, self._content[root.end() : stop], items, rest]
        )

    def only(self, used: Container[int]) -> bytes:
        """The part with the texts of all other numbers taken out; every text keeps its number.

        Texts stay in a workbook when no cell shows them any more: until the next save in Excel they could
        be read there.
        """
        numbers, empty = count(), b"<%ssi><%st/></%ssi>" % (self._prefix, self._prefix, self._prefix)
        return self._item.sub(lambda item: item[0] if next(numbers) in used else empty, self.content())

    @cached_property
    def _item(self) -> re.Pattern[bytes]:
        item = rb"<%ssi(?:\s[^>]*)?(?:/>|>(.*?)</%ssi>)" % (self._prefix, self._prefix)
        return re.compile(item, re.DOTALL)

    @cached_property
    def _items(self) -> list[bytes]:
        return self._item.findall(self._content)

    @cached_property
    def _numbers(self) -> dict[bytes, int]:
        """Items as csbook and Excel write plain texts, with their numbers; the first one counts."""
        numbers: dict[bytes, int] = {}
        for number, item in enumerate(self._items):
            numbers.setdefault(item, number)
        return numbers

    def _inside(self, text: str) -> bytes:
        keep = b' xml:space="preserve"' if text != text.strip() or "\n" in text else b""
        return b"<%st%s>%s</%st>" % (self._prefix, keep, escaped(text).encode(), self._prefix)


def _raised(tag: bytes, attribute: bytes, by: int) -> bytes:
    """A tag with a counting attribute raised."""
    pattern = rb"(\s" + attribute + rb"\s*=\s*[\"'])(\d+)"
    return re.sub(pattern, lambda found: found[1] + b"%d" % (int(found[2]) + by), tag)
