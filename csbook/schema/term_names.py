"""The names of the tables that keep the terms of months, for declarations that must not import pandas."""

from __future__ import annotations

from typing import Final

KEPT_IN: Final = {"Measures": "TermMeasures", "CommissionRules": "TermSteps", "Grades": "TermGrades"}
"""The table that keeps a rule table's rows month by month."""
TERM_TABLES: Final = ("Terms", *KEPT_IN.values())
