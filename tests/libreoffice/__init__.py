"""A real spreadsheet application for the tests: an xlwings engine over headless LibreOffice."""
