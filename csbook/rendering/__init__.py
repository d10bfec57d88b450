"""Sheets as PDF and as pictures, for the team's chat group: made of a copy, the workbook stays as it is."""
