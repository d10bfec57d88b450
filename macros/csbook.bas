Attribute VB_Name = "csbook"
Option Explicit

' The one callback of the ribbon. Labels stand in customUI.xml, messages come from Python: this text
' is plain ASCII, because a VBA project keeps its source in one code page.

Public Sub csbook_Run(control As IRibbonControl)
    csbook_Button control.Tag
End Sub

' Presses a button by its name, as the ribbon does.
Public Sub csbook_Button(ByVal commandName As String)
    RunPython "import csbook.button; csbook.button.press('" & commandName & "')"
End Sub

' Says that the project compiled.
Public Function Ping() As String
    Ping = "pong!"
End Function
