"""`report`: the report of a day, week, month or year, drafted for the supervisor to settle."""

from __future__ import annotations

import datetime as dt
from typing import Final

import pandas as pd

from csbook.commands.framed import framed
from csbook.commands.handler import Request, Result
from csbook.commands.report_facts import facts_of
from csbook.commands.report_spans import Compared, named, not_over
from csbook.problems import Problem, Severity, Words, WorkbookUnusable, counted
from csbook.reports.drafting import GOAL_MONTHS, Facts, Line, drafted
from csbook.reports.spans import Days, SpanKind, days_around, months_after
from csbook.scorecard.points import read_yardsticks

KINDS: Final = {
    "day": Words("日报", "daily report"),
    "week": Words("周报", "weekly report"),
    "month": Words("月报", "monthly report"),
    "year": Words("年报", "yearly report"),
}


class NotBegun(WorkbookUnusable):
    """The days asked for are still to come."""

    def __init__(self, days: Days) -> None:
        called = named(days)
        super().__init__(
            Words(
                f"{called.zh}还没有开始，没有起草。请核对月份或日期。",
                f"{called.en}has not begun; nothing was drafted. Look at the month or the date.",
            )
        )


class NothingOnRecord(WorkbookUnusable):
    """Nothing of days that are over is in the workbook."""

    def __init__(self, days: Days) -> None:
        called = named(days)
        super().__init__(
            Words(
                f"工作簿里没有 {called.zh}的数据，没有起草。请核对月份或日期。",
                f"Nothing of {called.en}is in the workbook; nothing was drafted. Look at the month or the "
                "date.",
            )
        )


def is_empty(facts: Facts) -> bool:
    return not facts.readings and not any(tally.now for tally in facts.tallies.values())


def draft_report(request: Request) -> Result:
    """The lines and figures of the report; what the supervisor settled stays beside them.

    parameters: span (month by default), date (today by default, or the request's month). Lines that a former
    draft had more are emptied, but for what the supervisor wrote. Wrong rows of 考核指标 stop it. Raises
    `NotBegun`, and `NothingOnRecord` of days that are over; those that go on get their empty frame to fill.
    """
    problems = [p for p in read_yardsticks(request.tables["Measures"])[1] if p.severity is Severity.ERROR]
    if problems:
        return wrong_measures(problems)
    days = days_of(request)
    if days.first > request.today.date():
        raise NotBegun(days)
    spans = Compared.of(days, request.today)
    coming = coming_months(days)
    facts = facts_of(request, days, spans, coming)
    if days.last < request.today.date() and is_empty(facts):
        raise NothingOnRecord(days)
    lines = drafted(facts, [called(month) for month in coming])
    return Result(
        headline(days, facts, lines),
        {"Report": report_rows(request, days, lines), "ReportFigures": figure_rows(request, days, facts)},
        notes(days, spans, facts),
        details={"span": days.kind, "period": days.label, "lines": len(lines)},
    )


def wrong_measures(problems: list[Problem]) -> Result:
    said = Words("考核指标有误，没有起草。", "The measures are wrong; nothing was drafted.")
    return Result(said, problems=tuple(problems))


def days_of(request: Request) -> Days:
    """The days asked for: around the date said, else of the request's month, else around today."""
    kind: SpanKind = request.parameters.get("span") or "month"
    date = request.parameters.get("report_date")
    if date is None:
        date = request.month if kind == "month" else request.today.date()
    return days_around(kind, date)


def coming_months(days: Days) -> list[dt.date]:
    """The first days of the months after the report's last day, which it sets goals for; none after a day's
    or a week's: goals are those of the department's plan (domain A9)."""
    if days.kind in ("day", "week"):
        return []
    return [months_after(days.last, ahead) for ahead in range(1, GOAL_MONTHS + 1)]


def called(month: dt.date) -> Words:
    return Words(f"{month.year} 年 {month.month} 月", f"{month:%Y-%m}")


def report_rows(request: Request, days: Days, lines: list[Line]) -> pd.DataFrame:
    """The draft's lines, numbered within their part, and those of a former draft that are emptied."""
    language, number, rows = request.language, dict[str, int](), []
    for line in lines:
        number[line.part] = number.get(line.part, 0) + 1
        rows.append(
            {
                "part": line.part,
                "line": number[line.part],
                "proposed": line.point(language),
                "countermeasure": None if line.countermeasure is None else line.countermeasure(language),
            }
        )
    former = request.tables["Report"]
    former = former[(former["span"] == days.kind) & (former["period"] == days.label)]
    written = {(row["part"], row["line"]) for row in rows}
    places = zip(former["part"], former["line"], strict=True)
    rows += [{"part": part, "line": line} for part, line in places if (part, line) not in written]
    frame = pd.DataFrame(rows).assign(span=days.kind, period=days.label)
    return framed("Report", frame)[["span", "period", "part", "line", "proposed", "countermeasure"]]


def figure_rows(request: Request, days: Days, facts: Facts) -> pd.DataFrame:
    """The measures in figures; those of a former draft that are no longer known are emptied."""
    rows = [
        {
            "measure": measure,
            "unit": reading.unit(request.language),
            "value": float(reading.now),
            "before": None if reading.before is None else float(reading.before),
            "target": None if reading.target is None else float(reading.target),
            "direction": "lower" if reading.lower_is_better else "higher",
        }
        for measure, reading in facts.readings.items()
    ]
    former = request.tables["ReportFigures"]
    former = former[(former["span"] == days.kind) & (former["period"] == days.label)]
    rows += [{"measure": measure} for measure in former["measure"] if measure not in facts.readings]
    frame = pd.DataFrame(rows, columns=["measure", "unit", "value", "before", "target", "direction"])
    return framed("ReportFigures", frame.assign(span=days.kind, period=days.label))


def headline(days: Days, facts: Facts, lines: list[Line]) -> Words:
    kind, called = KINDS[days.kind], named(days)
    if is_empty(facts):
        return Words(
            f"{called.zh}没有数据，{kind.zh}只有框架。",
            f"No data of {called.en.strip()}: the {kind.en} is a frame only.",
        )
    return Words(
        f"{called.zh}的{kind.zh}起草了 {len(lines)} 条，请主管在“定稿”里修改。",
        f"{counted(len(lines), 'line')} drafted for the {kind.en} of {called.en.strip()}; settle them in "
        "'Final'.",
    )


def notes(days: Days, spans: Compared, facts: Facts) -> tuple[Words, ...]:
    counts, figures = facts.tallies.values(), facts.readings.values()
    compared = any(n.before is not None for n in counts) or any(f.before is not None for f in figures)
    unfinished = not_over(days, spans, compared=compared)
    found = [] if unfinished is None else [unfinished]
    if not facts.products and facts.tallies["cases"].now:
        found.append(
            Words(
                "售后登记没有填投诉级别或商品，报告里没有商品排名。",
                "No complaint class or product in 'After-sales': products are not ranked.",
            )
        )
    return tuple(found)
