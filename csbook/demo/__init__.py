"""A made-up shop and month, to see the whole workbook at work before one's own figures are in it."""
