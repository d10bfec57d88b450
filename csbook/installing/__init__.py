"""`install`: the workbook connected to this Python, and the ways to it for people without a terminal."""
