"""The parts of a workbook (ECMA-376 part 2, Open Packaging): what refers to what, read and changed.

Parts are changed by splicing bytes, never by writing a parsed tree back, so that a part keeps its
namespaces, its order and everything that csbook does not know. Transitional and strict workbooks
are both understood: relationship types are compared by their last word, elements by local name.
"""

from __future__ import annotations

import copy
import posixpath
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from lxml import etree

from csbook.books.archive import Archive
from csbook.problems import DamagedWorkbook, NotAWorkbook, Words, WorkbookUnusable

CONTENT_TYPES = "[Content_Types].xml"
# Elements of workbook.xml that come before calcPr (ECMA-376 part 1, 18.2.27), the last ones first.
_BEFORE_CALC_PR = (b"definedNames", b"externalReferences", b"functionGroups", b"sheets")
_PROLOG = 64 * 1024
_ROOT = re.compile(rb"<\w")


_ENCODING = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?\sencoding\s*=\s*[\"']([\w.-]+)")
_FULL_CALCULATION = re.compile(rb"\sfullCalcOnLoad\s*=\s*[\"'](?:1|true)[\"']")
_FORMULA_OPENINGS = (b"<f>", b"<f ", b":f>", b":f ")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")


class UnusualPart(WorkbookUnusable):
    """A part is valid but written in a form that cannot be changed without losing something."""

    def __init__(self, name: str, part: str) -> None:
        super().__init__(
            Words(
                f"{name}:{part} 的写法少见，直接修改可能丢失内容。请先在 Excel 中打开并保存一次。",
                f"{name}: {part} is written in an unusual form; changing it could lose something. "
                "Open and save the workbook in Excel once, then try again.",
            )
        )


class Relationship(NamedTuple):
    """`kind` is the last word of the type (`worksheet`); `target` a part, or an outside address."""

    kind: str
    target: str
    external: bool


@dataclass(frozen=True)
class Sheet:
    """A sheet of the workbook. `kind` is `worksheet`, `chartsheet`, `dialogsheet`, ..."""

    name: str
    part: str
    kind: str


class Package:
    """The parts of one workbook. Changes stay in the draft until `built` gives the new file."""

    def __init__(self, archive: Archive) -> None:
        """Raise `NotAWorkbook` where the workbook part is missing or a part carries entities."""
        self.archive = archive
        self._names = {_key(name): name for name in archive.names()}
        self._changed: dict[str, bytes] = {}
        self._removed: set[str] = set()
        if not self.has(CONTENT_TYPES):
            raise self._unusable(_NO_WORKBOOK)
        for name in archive.names():
            if name.lower().endswith((".xml", ".rels")):
                self._refuse_entities(name, archive.start_of(name, _PROLOG))
        if not self.workbook.lower().endswith(".xml"):
            raise self._unusable(_BINARY if self.workbook.lower().endswith(".bin") else _NO_WORKBOOK)

    def draft(self) -> Package:
        """A package of the same file whose changes do not show here."""
        draft = copy.copy(self)
        draft._names, draft._changed, draft._removed = {**self._names}, {**self._changed}, {*self._removed}
        return draft

    def built(self) -> bytes:
        """The new file."""
        return self.archive.rebuilt(self._changed, frozenset(self._removed))

    # parts

    def has(self, part: str) -> bool:
        return _key(part) in self._names

    def part(self, part: str) -> bytes:
        """A part's content, with the draft's changes."""
        name = self._name(part)
        return self._changed[name] if name in self._changed else self.archive.read(name)

    def utf8(self, part: str) -> bytes:
        """A part's content for splicing. Raises `UnusualPart` where it is not UTF-8."""
        content = self.part(part)
        encoding = _ENCODING.match(content)
        declared = encoding[1].lower() if encoding else b"utf-8"
        if content.startswith(_UTF16_MARKS) or declared not in (b"utf-8", b"utf8", b"us-ascii", b"ascii"):
            raise UnusualPart(self.archive.name, part)
        return content

    def put(self, part: str, content: bytes) -> None:
        """Change a part, or add one."""
        self._changed[self._names.setdefault(_key(part), part)] = content

    def remove(self, part: str) -> None:
        """Remove a part with the workbook's relationship to it and its content type."""
        name = self._name(part)
        self._removed.add(name)
        self._cut(_rels_name(self.workbook), rb"Relationship", rb"Target", self.workbook, name)
        self._cut(CONTENT_TYPES, rb"Override", rb"PartName", "", name)

    def xml(self, part: str) -> etree._Element:
        """A small part as a tree, for reading."""
        try:
            return tree(self.readable(part))
        except etree.XMLSyntaxError as error:
            raise self.damaged(part) from error

    def relationships(self, part: str) -> dict[str, Relationship]:
        """A part's relationships by id; `""` gives the package's own."""
        rels = _rels_name(part)
        if not self.has(rels):
            return {}
        try:
            return dict(_relationships(self.readable(rels), part))
        except etree.XMLSyntaxError as error:
            raise self.damaged(rels) from error

    def related(self, part: str, kind: str) -> list[str]:
        """The existing parts that `part` refers to with relationships of this kind."""
        found = self.relationships(part).values()
        return [rel.target for rel in found if rel.kind == kind and not rel.external and self.has(rel.target)]

    # the workbook

    @cached_property
    def workbook(self) -> str:
        """The workbook part's name."""
        found = self.related("", "officeDocument")
        if not found:
            raise self._unusable(_NO_WORKBOOK)
        return found[0]

    @cached_property
    def sheets(self) -> list[Sheet]:
        """The sheets in the order of their tabs."""
        related = self.relationships(self.workbook)
        sheets = []
        for element in self.xml(self.workbook).iterfind("{*}sheets/{*}sheet"):
            rel = related.get(_attribute(element, "id"))
            if rel is None or not self.has(rel.target):
                raise self.damaged(self.workbook)
            sheets.append(Sheet(element.get("name", ""), rel.target, rel.kind))
        return sheets

    @cached_property
    def uses_1904_dates(self) -> bool:
        """Whether dates count from 1904-01-01 (workbooks of old Macs)."""
        element = self.xml(self.workbook).find("{*}workbookPr")
        return element is not None and element.get("date1904", "0") in ("1", "true")

    @property
    def shared_strings(self) -> str | None:
        """The shared strings part's name, where there is one."""
        return next(iter(self.related(self.workbook, "sharedStrings")), None)

    def custom_properties(self) -> dict[str, str]:
        """Custom document properties with their values as text."""
        return {
            element.get("name", ""): "".join(map(str, element.itertext())).strip()
            for part in self.related("", "custom-properties")
            for element in self.xml(part).iterfind("{*}property")
        }

    def recalculate_on_load(self) -> None:
        """Let the application calculate everything when it opens the file, if there is a formula."""
        content = self.part(self.workbook)
        found = re.search(rb"<(?:\w+:)?calcPr(?=[\s/>])", content)
        if found is None:
            at, prefix = self._place_of_calc_pr(content)
            content = content[:at] + b'<%scalcPr fullCalcOnLoad="1"/>' % prefix + content[at:]
        else:
            stop = content.index(b">", found.end())
            if _FULL_CALCULATION.search(content, found.end(), stop):
                return
            attributes = re.sub(rb"\sfullCalcOnLoad\s*=\s*[\"']\w*[\"']", b"", content[found.end() : stop])
            content = content[: found.end()] + b' fullCalcOnLoad="1"' + attributes + content[stop:]
        self.put(self.workbook, content)

    def has_formulas(self) -> bool:
        """Whether a cell of any sheet holds a formula."""
        return bool(self.related(self.workbook, "calcChain")) or any(
            any(opening in content for opening in _FORMULA_OPENINGS)
            for content in (self.part(sheet.part) for sheet in self.sheets if sheet.kind == "worksheet")
        )

    def drop_calculation_chain(self) -> None:
        """Remove calcChain: a cell in it without a formula is an error, without it Excel makes one."""
        for part in self.related(self.workbook, "calcChain"):
            self.remove(part)

    def damaged(self, part: str) -> NotAWorkbook:
        """The refusal of a part that does not read as it should."""
        return DamagedWorkbook(self.archive.name, _damaged_part(part))

    def _place_of_calc_pr(self, content: bytes) -> tuple[int, bytes]:
        for element in _BEFORE_CALC_PR:
            ends = list(re.finditer(rb"</(\w+:)?" + element + rb"\s*>", content))
            if ends:
                return ends[-1].end(), ends[-1][1] or b""
        raise self.damaged(self.workbook)

    def _cut(self, part: str, element: bytes, attribute: bytes, base: str, target: str) -> None:
        """Take the elements out of `part` whose attribute names the target."""

        def kept(found: re.Match[bytes]) -> bytes:
            value = re.search(rb"\s" + attribute + rb"\s*=\s*[\"']([^\"']*)", found[0])
            named = value is not None and _key(_resolved(value[1].decode(), base)) == _key(target)
            return b"" if named else found[0]

        pattern = rb"<(\w+:)?" + element + rb"\s[^>]*?(?:/>|>\s*</(?:\w+:)?" + element + rb">)"
        self.put(part, re.sub(pattern, kept, self.part(part)))

    def readable(self, part: str) -> bytes:
        """A part's content, which a reader may be given."""
        content = self.part(part)
        self._refuse_entities(part, content[:_PROLOG])
        return content

    def _refuse_entities(self, part: str, start: bytes) -> None:
        """Workbooks hold no document type; entities declared in one are an attack on readers."""
        # Without NULs UTF-16 reads like ASCII here.
        prolog = start.replace(b"\0", b"")
        if b"<!DOCTYPE" in prolog or (len(start) == _PROLOG and not _ROOT.search(prolog)):
            raise self._unusable(_entities(part))

    def _name(self, part: str) -> str:
        try:
            return self._names[_key(part)]
        except KeyError:
            raise DamagedWorkbook(self.archive.name, _missing_part(part)) from None

    def _unusable(self, why: Words) -> NotAWorkbook:
        return NotAWorkbook(self.archive.name, why)


_NO_WORKBOOK = Words(
    "文件里没有工作簿内容。请检查是否选错了文件。",
    "there is no workbook inside. Check that this is the right file.",
)
_BINARY = Words(
    "它是 .xlsb 二进制格式。请在 Excel 中另存为 .xlsm 后再试。",
    "it has the binary .xlsb format. Save it as .xlsm in Excel, then try again.",
)


def _missing_part(part: str) -> Words:
    return Words(f"缺少部件 {part}。请从备份恢复。", f"part {part} is missing. Restore a backup.")


def _damaged_part(part: str) -> Words:
    return Words(f"部件 {part} 已损坏。请从备份恢复。", f"part {part} is damaged. Restore a backup.")


def _entities(part: str) -> Words:
    return Words(
        f"部件 {part} 含有文档类型声明，可能是恶意文件。请勿使用。",
        f"part {part} declares a document type; the file may be malicious. Do not use it.",
    )


def _key(name: str) -> str:
    """A part name for comparison: OPC names ignore case; some writers use backslashes."""
    return name.replace("\\", "/").lstrip("/").lower()


def _rels_name(part: str) -> str:
    folder, file = posixpath.split(part)
    return posixpath.join(folder, "_rels", file + ".rels")


def _resolved(target: str, base: str) -> str:
    """The part that a relationship of `base` names."""
    target = target.replace("\\", "/")
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), target))


def tree(content: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(content, parser)


# Asked for again and again, and a saved workbook has nearly all of those that it had before.
@lru_cache(maxsize=512)
def _relationships(content: bytes, base: str) -> tuple[tuple[str, Relationship], ...]:
    """The relationships of a part, `base`, with their ids."""
    elements = tree(content).iterfind("{*}Relationship")
    return tuple((element.get("Id", ""), _relationship(element, base)) for element in elements)


def _relationship(element: etree._Element, base: str) -> Relationship:
    external = element.get("TargetMode") == "External"
    target = element.get("Target", "")
    kind = element.get("Type", "").rsplit("/", 1)[-1]
    return Relationship(kind, target if external else _resolved(target, base), external)


def _attribute(element: etree._Element, name: str) -> str:
    """A namespaced attribute by its local name: strict and transitional namespaces differ."""
    return next((str(v) for k, v in element.attrib.items() if str(k).endswith("}" + name)), "")
