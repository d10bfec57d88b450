"""What LibreOffice does with a copy of a workbook: a macro in a profile that is made for one run.

A plain `--convert-to` falls short in three ways: it shows the values that were saved last instead of
working the formulas out, it leaves rows at their default height where wrapped text needs more (Excel
measures such rows when it opens the file), and it prints hidden sheets that have a print area.

Rows of the usual height are those to fit, many in one step; none becomes lower than that.

The group of a shift in another one, `白@拼多多组`, goes on below the shift in the narrow column of a day. In
the copy it is written smaller, so that a wall takes less room; its row is fitted again where nobody gave it a
height.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

CALL: Final = "macro:///Standard.csbook.Render"
NARROW: Final = 1300
"""Hundredths of a millimetre: the column of a day has 820 to 1100, by the font that is there."""
SMALL: Final = 6.5
"""Points of a group's letters."""

BASIC: Final = """\
Option Explicit

Sub Render()
    On Error GoTo Ended
    Dim book As Object, sheet As Object
    book = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, _
        Array(Named("Hidden", True), Named("MacroExecutionMode", 0), _
        Named("UpdateDocMode", 0)))
    book.calculateAll()
    For Each sheet In book.Sheets
        If sheet.IsVisible Then
            ShowGroups(sheet)
            FitRows(sheet)
        Else
            sheet.setPrintAreas(Array())
        End If
    Next
    book.storeToURL("{target}", Array(Named("FilterName", "calc_pdf_Export")))
    book.close(True)
Ended:
    StarDesktop.terminate()
End Sub

Sub ShowGroups(sheet As Object)
    Dim wanted As Object, found As Object, cells As Object, cell As Object, group As Object
    Dim place As Integer
    wanted = sheet.createSearchDescriptor()
    wanted.SearchString = "@"
    found = sheet.findAll(wanted)
    If IsNull(found) Then Exit Sub
    sheet.unprotect("")
    cells = found.Cells.createEnumeration()
    Do While cells.hasMoreElements()
        cell = cells.nextElement()
        place = InStr(cell.String, "@")
        If place > 1 And cell.Columns.getByIndex(0).Width < {narrow} Then
            cell.IsTextWrapped = True
            group = cell.createTextCursor()
            group.gotoStart(False)
            group.goRight(place - 1, False)
            group.gotoEnd(True)
            group.CharHeight = {small}
            group.CharHeightAsian = {small}
            If cell.Rows.OptimalHeight Then cell.Rows.OptimalHeight = True
        End If
    Loop
End Sub

Sub FitRows(sheet As Object)
    Dim cursor As Object, rows As Object, usual As Long, last As Long
    Dim turn As Integer, number As Long, first As Long, wanted As Boolean
    sheet.unprotect("")
    usual = sheet.Rows.getByIndex(sheet.Rows.Count - 1).Height
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last = cursor.RangeAddress.EndRow
    For turn = 1 To 2
        first = -1
        For number = 0 To last + 1
            wanted = False
            If number <= last Then wanted = IsMeant(sheet.Rows.getByIndex(number), usual, turn)
            If wanted And first < 0 Then first = number
            If Not wanted And first >= 0 Then
                rows = sheet.getCellRangeByPosition(0, first, 0, number - 1).Rows
                If turn = 1 Then rows.OptimalHeight = True Else rows.Height = usual
                first = -1
            End If
        Next
    Next
End Sub

Function IsMeant(row As Object, usual As Long, turn As Integer) As Boolean
    If turn = 1 Then
        IsMeant = row.IsVisible And row.Height = usual
    Else
        IsMeant = row.OptimalHeight And row.Height < usual
    End If
End Function

Function Named(name As String, value As Variant) As Object
    Named = CreateUnoStruct("com.sun.star.beans.PropertyValue")
    Named.Name = name
    Named.Value = value
End Function
"""

DOCTYPE: Final = '<!DOCTYPE {0} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{1}.dtd">'
HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
LIBRARY: Final = 'xmlns:library="http://openoffice.org/2000/library"'
LIBRARIES: Final = (
    HEAD
    + DOCTYPE.format("library:libraries", "libraries")
    + f'\n<library:libraries {LIBRARY} xmlns:xlink="http://www.w3.org/1999/xlink">'
    '<library:library library:name="Standard" '
    'xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" library:link="false"/>'
    "</library:libraries>"
)
MODULES: Final = (
    HEAD
    + DOCTYPE.format("library:library", "library")
    + f'\n<library:library {LIBRARY} library:name="Standard" library:readonly="false" '
    'library:passwordprotected="false"><library:element library:name="csbook"/></library:library>'
)
MODULE: Final = (
    HEAD
    + DOCTYPE.format("script:module", "module")
    + '\n<script:module xmlns:script="http://openoffice.org/2000/script" script:name="csbook" '
    'script:language="StarBasic">{text}</script:module>'
)


INSTALLED: Final = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/Office">
<prop oor:name="ooSetupInstCompleted" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""
"""Else LibreOffice takes the profile for a new one and puts its own empty macros in the place of ours."""


def write_profile(folder: Path, source: Path, target: Path) -> None:
    """A profile in which `CALL` makes `target`, a PDF, of the visible sheets of `source`."""
    library = folder / "user" / "basic" / "Standard"
    library.mkdir(parents=True)
    values = {"source": source.as_uri(), "target": target.as_uri(), "narrow": NARROW, "small": SMALL}
    basic = BASIC
    for name, value in values.items():
        basic = basic.replace(f"{{{name}}}", str(value))
    texts = {
        folder / "user" / "registrymodifications.xcu": INSTALLED,
        library.parent / "script.xlc": LIBRARIES,
        library / "script.xlb": MODULES,
        library / "csbook.xba": MODULE.replace("{text}", escape(basic)),
    }
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
