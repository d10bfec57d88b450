"""`check`: everything in the workbook that a person should correct, written to 填写检查."""

from __future__ import annotations

import pandas as pd

from csbook.commands.handler import Request, Result
from csbook.commands.outcome import shown
from csbook.problems import Severity, Words
from csbook.schema.workbook import TABLES


def check(request: Request) -> Result:
    """The problems found while reading, as rows of `Problems`, errors first."""
    problems = sorted(request.found, key=lambda p: p.severity is Severity.WARNING)
    rows = [vars(shown(p, request.language)) for p in problems]
    errors = sum(p.severity is Severity.ERROR for p in problems)
    warnings = len(problems) - errors
    if not problems:
        headline = Words("全部检查完毕，没有要改的地方。", "All checked: nothing to correct.")
    else:
        headline = Words(
            f"需要改正 {errors} 处，提醒 {warnings} 处，见“填写检查”。",
            f"{errors} to correct, {warnings} to look at: see sheet 'Problems'.",
        )
    return Result(
        headline=headline,
        tables={"Problems": pd.DataFrame(rows, columns=TABLES["Problems"].names)},
        problems=tuple(problems),
        details={"errors": errors, "warnings": warnings},
    )
