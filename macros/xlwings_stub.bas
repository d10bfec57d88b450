Attribute VB_Name = "xlwings"
Option Explicit

' Stands in for the module of xlwings in the template, which is not connected to a Python. It notes
' what it was given in cell A2 of the hidden sheet "lists" and shows the text of cell A1, which says in the
' workbook's language how to make a connected workbook.

Public Function RunPython(ByVal pythonCommand As String) As Variant
    Dim notes As Object
    Set notes = ThisWorkbook.Sheets("lists")
    notes.Range("A2").Value = pythonCommand
    MsgBox notes.Range("A1").Value
    RunPython = 0
End Function
