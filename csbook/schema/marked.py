"""The tables whose changed cells and added rows are coloured until the next command.

Those that people look at and that csbook does not write whole; journal, locks and other hidden records are
none of them. A test holds the list against the tables that commands write.
"""

from __future__ import annotations

from typing import Final

MARKED_TABLES: Final = (
    "Roster",
    "Requests",
    "LateWatch",
    "DailyLog",
    "Customers",
    "Enquiries",
    "FollowUps",
    "AfterSales",
    "Reviews",
    "Conduct",
    "Scores",
    "Commissions",
    "Pay",
    "Plans",
    "Report",
    "ReportFigures",
    "Plan",
    "Staff",
    "Cover",
    "Orders",
)
GRIDS: Final = frozenset({"Roster", "LateWatch", "Report", "ReportFigures"})
"""Tables that are filled for a whole month, or drawn up for a period, at once: there only what took another's
place is a change."""
MOVING: Final = frozenset({"as_of", "days_late"})
"""Columns that change by themselves from day to day: in no table are they worth a colour."""
