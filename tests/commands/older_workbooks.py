"""Workbooks as an earlier version made them, or as people left them: sheets, tables, columns cut out."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from lxml import etree
from openpyxl.utils.cell import coordinate_from_string, get_column_letter, range_boundaries

from csbook.books.file_book import FileBook
from csbook.commands.outcome import Outcome
from csbook.problems import Language
from csbook.schema.workbook import TABLES, sheet_title
from csbook.upgrading import upgrade
from tests.books.made_files import change, members
from tests.conftest import ROOT
from tests.workbooks import sheet_part

NOW = dt.datetime(2026, 11, 22, 9, 30)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
WORKBOOK, WORKBOOK_RELS, TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"


def upgraded(path: Path) -> Outcome:
    return upgrade(FileBook(path), now=NOW, user="IT")


def cut_much(path: Path, language: Language) -> None:
    """An earlier version: four sheets, two tables and seven columns fewer."""
    for table in ("Panel", "Quality", "Measures", "Journal"):
        cut_sheet(path, sheet_title(table, language))
    cut_table(path, "Cover")
    cut_table(path, "RosterBase")
    cut_columns(path, "Scores", 2)
    cut_columns(path, "DailyLog")
    cut_columns(path, "Roster", 3)
    delete_column(path, "FollowUps", TABLES["FollowUps"].header("action", language))
    older(path)


def delete_columns(path: Path, columns: Mapping[str, tuple[str, ...]], language: Language) -> None:
    parts = members(path.read_bytes())
    for table, names in columns.items():
        for column in names:
            parts |= without_column(parts, table, header(table, column, language))
    repack(path, parts)


def committed_template(path: Path, version: int) -> Path:
    """The last template of a version, where the project's history is at hand; written to `path`."""
    for commit in git("log", "--format=%H", "--", "workbook_template.xlsm").decode().split():
        path.write_bytes(git("show", f"{commit}:workbook_template.xlsm"))
        if FileBook(path).properties.get("csbook.schema") == str(version):
            return path
    pytest.skip(f"needs the project's history, where a template of version {version} stands")


def git(*arguments: str) -> bytes:
    try:
        found = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs git and the project's history")
    return found.stdout


def header(table: str, column: str, language: Language = "zh") -> str:
    return TABLES[table].header(column, language)


def relabel(path: Path, sheet: str, address: str, text: str) -> None:
    pattern = rb'<c r="%s"( s="\d+")? t="s"><v>\d+</v></c>' % address.encode()
    cell = rf'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'.encode()
    change(path, {sheet_part(path, sheet): lambda content: re.sub(pattern, cell, content)})


def repack(path: Path, parts: dict[str, bytes], removed: set[str] | None = None) -> None:
    kept = {n: d for n, d in members(path.read_bytes()).items() if n not in (removed or set())}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in {**kept, **parts}.items():
            new.writestr(name, data)


def cut_sheet(path: Path, title: str) -> None:
    """Delete a sheet as Excel does: entry, parts, local names; names of its cells become #REF!."""
    parts = members(path.read_bytes())
    part = sheet_part(path, title)
    gone = {part, *related(parts, part), rels_of(part)}
    book = etree.fromstring(parts[WORKBOOK])
    sheets = book.find(f"{MAIN}sheets")
    entry = next(s for s in sheets if s.get("name") == title)
    number = sheets.index(entry)
    relation = next(v for k, v in entry.attrib.items() if k.endswith("}id"))
    sheets.remove(entry)
    tables = [etree.fromstring(parts[p]).get("name") for p in gone if "/tables/" in p]
    for name in list(book.find(f"{MAIN}definedNames")):
        local = name.get("localSheetId")
        if local is not None and int(local) == number:
            name.getparent().remove(name)
        elif local is not None and int(local) > number:
            name.set("localSheetId", str(int(local) - 1))
        elif any(name.text.startswith(f"{table}[") for table in tables) or name.text.startswith(f"{title}!"):
            name.text = "#REF!"
    rels = etree.fromstring(parts[WORKBOOK_RELS])
    rels.remove(next(r for r in rels if r.get("Id") == relation))
    repack(
        path,
        {WORKBOOK: written(book), WORKBOOK_RELS: written(rels), TYPES: undeclared(parts[TYPES], gone)},
        gone,
    )


def cut_table(path: Path, table: str) -> None:
    """Take a table with its cells off its sheet."""
    parts = members(path.read_bytes())
    part = table_part(parts, table)
    sheet = next(n for n in parts if n.startswith("xl/worksheets/sheet") and part in related(parts, n))
    left, top, right, bottom = range_boundaries(etree.fromstring(parts[part]).get("ref"))
    tree = etree.fromstring(parts[sheet])
    clear(tree, (left, top, right, bottom))
    rels = etree.fromstring(parts[rels_of(sheet)])
    relation = next(r for r in rels if posixpath.basename(r.get("Target")) == posixpath.basename(part))
    rels.remove(relation)
    entries = tree.find(f"{MAIN}tableParts")
    entries.remove(next(e for e in entries if relation.get("Id") in e.attrib.values()))
    entries.set("count", str(len(entries)))
    if not len(entries):
        tree.remove(entries)
    new = {sheet: written(tree), rels_of(sheet): written(rels), TYPES: undeclared(parts[TYPES], {part})}
    repack(path, new, {part})


def cut_columns(path: Path, table: str, count: int = 1) -> list[str]:
    """Take a table's last columns off, as if an earlier version never had them; gives their headers."""
    parts = members(path.read_bytes())
    part = table_part(parts, table)
    sheet = next(n for n in parts if n.startswith("xl/worksheets/sheet") and part in related(parts, n))
    tree = etree.fromstring(parts[part])
    left, top, right, bottom = range_boundaries(tree.get("ref"))
    ref = f"{get_column_letter(left)}{top}:{get_column_letter(right - count)}{bottom}"
    for element in (tree, *tree.iterfind(f"{MAIN}autoFilter")):
        element.set("ref", ref)
    columns = tree.find(f"{MAIN}tableColumns")
    cut = list(columns)[-count:]
    for column in cut:
        columns.remove(column)
    columns.set("count", str(len(columns)))
    cells = etree.fromstring(parts[sheet])
    clear(cells, (right - count + 1, top, right, bottom))
    repack(path, {part: written(tree), sheet: written(cells)})
    return [column.get("name") for column in cut]


def delete_column(path: Path, table: str, header: str) -> None:
    repack(path, without_column(members(path.read_bytes()), table, header))


def without_column(parts: dict[str, bytes], table: str, header: str) -> dict[str, bytes]:
    """The changed parts once a whole sheet column of a table is deleted as Excel does: what is right of it
    moves left."""
    part = table_part(parts, table)
    sheet = next(n for n in parts if n.startswith("xl/worksheets/sheet") and part in related(parts, n))
    tree, cells = etree.fromstring(parts[part]), etree.fromstring(parts[sheet])
    left, top, right, bottom = range_boundaries(tree.get("ref"))
    columns = tree.find(f"{MAIN}tableColumns")
    gone = next(n for n, c in enumerate(columns) if c.get("name") == header)
    columns.remove(columns[gone])
    columns.set("count", str(len(columns)))
    ref = f"{get_column_letter(left)}{top}:{get_column_letter(right - 1)}{bottom}"
    for element in (tree, *tree.iterfind(f"{MAIN}autoFilter")):
        element.set("ref", ref)
    clear(cells, (left + gone, 1, left + gone, 1_048_576))
    for cell in cells.iter(f"{MAIN}c"):
        letters, row = coordinate_from_string(cell.get("r"))
        column = range_boundaries(f"{letters}1")[0]
        if column > left + gone:
            cell.set("r", f"{get_column_letter(column - 1)}{row}")
    for rule in cells.iter(f"{MAIN}dataValidation"):
        rule.set("sqref", moved_left(rule.get("sqref"), left + gone))
    return {part: written(tree), sheet: written(cells)}


def older(path: Path, version: int = 0) -> None:
    """Let the workbook say that an earlier version made it."""
    parts = members(path.read_bytes())
    custom = re.sub(
        rb'(name="csbook.schema"><vt:lpwstr>)\d+', rb"\g<1>%d" % version, parts["docProps/custom.xml"]
    )
    book = re.sub(rb'(name="csbook_schema">)\d+', rb"\g<1>%d" % version, parts[WORKBOOK])
    repack(path, {"docProps/custom.xml": custom, WORKBOOK: book})


def with_cell(path: Path, sheet: str, address: str, text: str) -> None:
    """Write a text into an empty cell that no table holds."""
    name = sheet_part(path, sheet)
    tree = etree.fromstring(members(path.read_bytes())[name])
    letters, number = coordinate_from_string(address)
    rows = tree.find(f"{MAIN}sheetData")
    row = next((r for r in rows if r.get("r") == str(number)), None)
    if row is None:
        row = etree.SubElement(rows, f"{MAIN}row", r=str(number))
    cell = next((c for c in row if c.get("r") == address), None)
    if cell is None:
        column = range_boundaries(f"{letters}1")[0]
        at = sum(range_boundaries(c.get("r"))[0] < column for c in row)
        cell = etree.Element(f"{MAIN}c", r=address)
        row.insert(at, cell)
    cell.set("t", "str")
    etree.SubElement(cell, f"{MAIN}v").text = text
    repack(path, {name: written(tree)})


def clear(sheet: etree._Element, area: tuple[int, int, int, int]) -> None:
    """Take an area's cells and its columns' rules off a sheet."""
    left, top, right, bottom = area
    for cell in list(sheet.iter(f"{MAIN}c")):
        column, row = range_boundaries(cell.get("r"))[:2]
        if left <= column <= right and top <= row <= bottom:
            cell.getparent().remove(cell)
    rules = sheet.find(f"{MAIN}dataValidations")
    for rule in list(rules):
        columns = range_boundaries(rule.get("sqref").split()[0])
        if left <= columns[0] and columns[2] <= right:
            rules.remove(rule)
    rules.set("count", str(len(rules)))
    if not len(rules):
        sheet.remove(rules)


def moved_left(areas: str, gone: int) -> str:
    new = []
    for area in areas.split():
        left, top, right, bottom = range_boundaries(area)
        left, right = left - (left > gone), right - (right >= gone)
        new.append(f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}")
    return " ".join(new)


def related(parts: dict[str, bytes], part: str) -> set[str]:
    """The parts that a part refers to, and those that they refer to."""
    if rels_of(part) not in parts:
        return set()
    folder = posixpath.dirname(part)
    found = {
        posixpath.normpath(posixpath.join(folder, r.get("Target")))
        for r in etree.fromstring(parts[rels_of(part)])
    }
    return found.union(*(related(parts, name) for name in found))


def rels_of(part: str) -> str:
    folder, file = posixpath.split(part)
    return f"{folder}/_rels/{file}.rels"


def table_part(parts: dict[str, bytes], table: str) -> str:
    return next(
        n for n, d in parts.items() if n.startswith("xl/tables/") and f' displayName="{table}"'.encode() in d
    )


def undeclared(types: bytes, gone: set[str]) -> bytes:
    tree = etree.fromstring(types)
    for element in list(tree):
        if (element.get("PartName") or "").lstrip("/") in gone:
            tree.remove(element)
    return written(tree)


def written(tree: etree._Element) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
