"""What a user adds to a workbook in Excel, put into its parts by hand: no library keeps all the rest.

A column inside four of the tables, comments, colours, a validation and a conditional format of their
own, and a sheet of their own with formulas, a table, a chart and a picture.
"""

from __future__ import annotations

import base64
import io
import posixpath
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from lxml import etree
from openpyxl.utils.cell import (
    column_index_from_string,
    coordinate_from_string,
    get_column_letter,
    range_boundaries,
)

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
SHEET_TYPES: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# The elements of a worksheet that may follow those added here, in the schema's order.
AFTER_FORMATS: Final = ("dataValidations", "hyperlinks", "printOptions", "pageMargins")
AFTER_COMMENTS: Final = ("tableParts", "extLst")

OWN_SHEET: Final = "我的统计"
OWN_TABLE: Final = "我的商品"
PICTURE: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
VML: Final = """<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
 xmlns:x="urn:schemas-microsoft-com:office:excel">
<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>
<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">
<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>
<v:shape id="_x0000_s1025" type="#_x0000_t202" fillcolor="#ffffe1"
 style="position:absolute;visibility:hidden">
<v:textbox/><x:ClientData ObjectType="Note"><x:Anchor>1, 15, 0, 2, 3, 15, 3, 16</x:Anchor>
<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape></xml>"""


def tag(name: str) -> str:
    return f"{{{MAIN}}}{name}"


def made(name: str, **attributes: str) -> etree._Element:
    return etree.Element(tag(name), attributes)


class Additions:
    """A workbook's parts while a user works on it; `save` writes them back."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with zipfile.ZipFile(path) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.trees: dict[str, Any] = {}
        self.count = 0

    def save(self) -> None:
        for name, tree in self.trees.items():
            self.parts[name] = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
        with zipfile.ZipFile(self.path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in self.parts.items():
                package.writestr(name, data)

    def tree(self, part: str) -> Any:
        if part not in self.trees:
            self.trees[part] = etree.fromstring(self.parts[part])
        return self.trees[part]

    def relations(self, part: str) -> Any:
        folder, file = posixpath.split(part)
        name = f"{folder}/_rels/{file}.rels"
        if name not in self.parts:
            self.parts[name] = f'<Relationships xmlns="{RELATIONS}"/>'.encode()
        return self.tree(name)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Relate a part to another; gives the relationship's id."""
        self.count += 1
        attributes = {"Id": f"user{self.count}", "Type": f"{OFFICE}/{kind}", "Target": f"/{target}"}
        etree.SubElement(self.relations(part), f"{{{RELATIONS}}}Relationship", attributes)
        return attributes["Id"]

    def declare(self, content_type: str, *, part: str = "", ending: str = "") -> None:
        kind, where = ("Override", {"PartName": f"/{part}"}) if part else ("Default", {"Extension": ending})
        types = self.tree("[Content_Types].xml")
        if not part and any(e.get("Extension") == ending for e in types):
            return
        element = etree.Element(f"{{{TYPES}}}{kind}", where | {"ContentType": content_type})
        types.insert(0 if not part else len(types), element)

    def table_part(self, name: str) -> tuple[str, str]:
        """The parts of a table and of its sheet."""
        for rels in [part for part in self.parts if part.startswith("xl/worksheets/_rels/")]:
            for relation in self.tree(rels):
                part = posixpath.normpath(posixpath.join("xl/worksheets", relation.get("Target")))
                if relation.get("Type").endswith("/table") and self.tree(part).get("name") == name:
                    return part, "xl/worksheets/" + rels.removeprefix("xl/worksheets/_rels/")[: -len(".rels")]
        raise KeyError(name)

    def address(self, table: str, header: str) -> tuple[str, str]:
        """The sheet part and address of a column's first body cell."""
        part, sheet = self.table_part(table)
        tree = self.tree(part)
        left, top, *_ = range_boundaries(tree.get("ref"))
        headers = [column.get("name") for column in tree.find(tag("tableColumns"))]
        return sheet, f"{get_column_letter(left + headers.index(header))}{top + 1}"

    def text(self, text: str) -> str:
        """The number of a new shared string."""
        strings = self.tree("xl/sharedStrings.xml")
        item = etree.SubElement(strings, tag("si"))
        etree.SubElement(item, tag("t")).text = text
        for counter in ("count", "uniqueCount"):
            strings.set(counter, str(int(strings.get(counter)) + 1))
        return str(len(strings) - 1)

    def cell(self, sheet: str, address: str) -> Any:
        """The cell of a sheet part, made where it is missing."""
        letters, number = coordinate_from_string(address)
        row = next(r for r in self.tree(sheet).find(tag("sheetData")) if r.get("r") == str(number))
        row.attrib.pop("spans", None)
        column = column_index_from_string(letters)
        before = [cell for cell in row if range_boundaries(cell.get("r"))[0] <= column]
        if before and before[-1].get("r") == address:
            return before[-1]
        row.insert(len(before), made("c", r=address))
        return row[len(before)]

    def type(self, sheet: str, address: str, value: str | float, formula: str = "") -> None:
        cell = self.cell(sheet, address)
        if formula:
            etree.SubElement(cell, tag("f")).text = formula
        elif isinstance(value, str):
            cell.set("t", "s")
            value = self.text(value)
        etree.SubElement(cell, tag("v")).text = str(value)

    def column(self, table: str, header: str, values: Sequence[str | float], formula: str = "") -> None:
        """A column at the right end of a table, with a value in each of its first rows."""
        part, sheet = self.table_part(table)
        tree = self.tree(part)
        first, top, last, bottom = range_boundaries(tree.get("ref"))
        for element in tree.iter(tag("table"), tag("autoFilter")):
            element.set("ref", f"{get_column_letter(first)}{top}:{get_column_letter(last + 1)}{bottom}")
        columns = tree.find(tag("tableColumns"))
        columns.set("count", str(len(columns) + 1))
        new = etree.SubElement(columns, tag("tableColumn"), id=str(len(columns) + 101), name=header)
        if formula:
            etree.SubElement(new, tag("calculatedColumnFormula")).text = formula
        letter = get_column_letter(last + 1)
        self.type(sheet, f"{letter}{top}", header)
        for row, value in enumerate(values, top + 1):
            self.type(sheet, f"{letter}{row}", value, formula)

    def colour(self, table: str, header: str) -> None:
        """Bold red on yellow in a column's first row: a new style made from the cell's own."""
        styles = self.tree("xl/styles.xml")
        fonts, fills, formats = (styles.find(tag(name)) for name in ("fonts", "fills", "cellXfs"))
        font, fill = made("font"), made("fill")
        font.extend(
            [made("b"), made("sz", val="11"), made("color", rgb="FFC00000"), made("name", val="宋体")]
        )
        pattern = etree.SubElement(fill, tag("patternFill"), patternType="solid")
        pattern.append(made("fgColor", rgb="FFFFFF00"))
        cell = self.cell(*self.address(table, header))
        own = etree.fromstring(etree.tostring(formats[int(cell.get("s", "0"))]))
        looks = {"fontId": str(len(fonts)), "fillId": str(len(fills)), "applyFont": "1", "applyFill": "1"}
        own.attrib.update(looks)
        cell.set("s", str(len(formats)))
        for group, element in ((fonts, font), (fills, fill), (formats, own)):
            group.append(element)
            group.set("count", str(len(group)))

    def comment(self, table: str, header: str, text: str) -> None:
        """A comment in a column's first row as Excel 2016 keeps it: its text in one part, its box in
        another."""
        sheet, address = self.address(table, header)
        self.count += 1
        notes, boxes = f"xl/comments{self.count}user.xml", f"xl/drawings/vmlDrawing{self.count}user.vml"
        self.parts[notes] = (
            f'<comments xmlns="{MAIN}"><authors><author>主管</author></authors><commentList>'
            f'<comment ref="{address}" authorId="0"><text><t>{text}</t></text></comment>'
            "</commentList></comments>"
        ).encode()
        column, row, *_ = range_boundaries(address)
        self.parts[boxes] = VML.format(row=int(row or 1) - 1, column=int(column or 1) - 1).encode()
        self.declare(f"{SHEET_TYPES}.comments+xml", part=notes)
        self.declare("application/vnd.openxmlformats-officedocument.vmlDrawing", ending="vml")
        self.relate(sheet, "comments", notes)
        drawing = made("legacyDrawing")
        drawing.set(f"{{{OFFICE}}}id", self.relate(sheet, "vmlDrawing", boxes))
        self.insert(sheet, drawing, AFTER_COMMENTS)

    def insert(self, sheet: str, element: Any, before: Sequence[str]) -> None:
        """Put an element before the first that must follow it."""
        root = self.tree(sheet)
        following = next(e for e in root if etree.QName(e).localname in before)
        following.addprevious(element)

    def conditional_format(self, table: str, header: str) -> None:
        """Bold where a column's cell is above 3."""
        styles = self.tree("xl/styles.xml").find(tag("dxfs"))
        look = etree.SubElement(styles, tag("dxf"))
        etree.SubElement(etree.SubElement(look, tag("font")), tag("b"))
        styles.set("count", str(len(styles)))
        sheet, cell = self.address(table, header)
        rules = made("conditionalFormatting", sqref=cell)
        rule = etree.SubElement(rules, tag("cfRule"), type="expression", dxfId=str(len(styles) - 1))
        rule.set("priority", "99")
        etree.SubElement(rule, tag("formula")).text = f"{cell}>3"
        self.insert(sheet, rules, AFTER_FORMATS)

    def validation(self, table: str, header: str, listed: str) -> None:
        """A list to choose from in a column's first row."""
        sheet, cell = self.address(table, header)
        validations = self.tree(sheet).find(tag("dataValidations"))
        own = etree.SubElement(validations, tag("dataValidation"), type="list", allowBlank="1", sqref=cell)
        etree.SubElement(own, tag("formula1")).text = f'"{listed}"'
        validations.set("count", str(len(validations)))

    def name(self, name: str, refers_to: str) -> None:
        names = self.tree("xl/workbook.xml").find(tag("definedNames"))
        etree.SubElement(names, tag("definedName"), name=name).text = refers_to

    def own_sheet(self, formulas: Sequence[str]) -> None:
        """A sheet made by another library, with formulas in B1 and below, a table, a chart and a picture."""
        with zipfile.ZipFile(one_sheet(formulas)) as other:
            found = {name: other.read(name) for name in other.namelist() if name.startswith("xl/")}
        renamed = {
            name: name.replace(".", "user.", 1)
            for name in found
            if name.startswith(
                ("xl/worksheets/sheet", "xl/drawings/", "xl/charts/", "xl/media/", "xl/tables/")
            )
            and "_rels" not in name
        }
        for name, new in renamed.items():
            self.parts[new] = found[name]
            folder, file = posixpath.split(name)
            rels = found.get(f"{folder}/_rels/{file}.rels")
            if rels is not None:
                for old, other_new in renamed.items():
                    rels = rels.replace(
                        posixpath.basename(old).encode(), posixpath.basename(other_new).encode()
                    )
                self.parts[f"{folder}/_rels/{posixpath.basename(new)}.rels"] = rels
        self.declare_parts(renamed.values())
        self.take_over_texts("xl/worksheets/sheet1user.xml", found["xl/sharedStrings.xml"])
        sheets = self.tree("xl/workbook.xml").find(tag("sheets"))
        sheet = etree.SubElement(sheets, tag("sheet"), name=OWN_SHEET, sheetId="900")
        sheet.set(
            f"{{{OFFICE}}}id", self.relate("xl/workbook.xml", "worksheet", "xl/worksheets/sheet1user.xml")
        )

    def declare_parts(self, names: Any) -> None:
        kinds = {
            "xl/worksheets/": f"{SHEET_TYPES}.worksheet+xml",
            "xl/tables/": f"{SHEET_TYPES}.table+xml",
            "xl/drawings/": "application/vnd.openxmlformats-officedocument.drawing+xml",
            "xl/charts/": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
        }
        for name in names:
            for folder, content_type in kinds.items():
                if name.startswith(folder):
                    self.declare(content_type, part=name)
        self.declare("image/png", ending="png")

    def take_over_texts(self, sheet: str, strings: bytes) -> None:
        """The sheet's texts among the workbook's shared strings."""
        texts = ["".join(item.itertext()) for item in etree.fromstring(strings)]
        for cell in self.tree(sheet).iter(tag("c")):
            if cell.get("t") == "s":
                value = cell.find(tag("v"))
                value.text = self.text(texts[int(value.text)])


def one_sheet(formulas: Sequence[str]) -> io.BytesIO:
    """A workbook with the user's own sheet alone."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet(OWN_SHEET)
        for row, formula in enumerate(formulas):
            sheet.write(row, 0, f"统计 {row + 1}")
            sheet.write_formula(row, 1, formula, None, 3)
        sheet.add_table("D1:E3", {"columns": [{"header": "商品"}, {"header": "单价"}], "name": OWN_TABLE,
                                  "data": [["四件套", 299], ["枕头", 129]]})  # fmt: skip
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": f"={OWN_SHEET}!$E$2:$E$3", "categories": f"={OWN_SHEET}!$D$2:$D$3"})
        sheet.insert_chart("A6", chart)
        sheet.insert_image("H1", "logo.png", {"image_data": io.BytesIO(PICTURE)})
    return target
