"""Workbooks: the closed file and the open one, behind one promise (`book.Book`)."""
