"""`update-followups`: the register, archive figures and case limits as of the moment."""

from __future__ import annotations

import datetime as dt
from typing import Final

import pandas as pd

from csbook.archive.classes import UPDATED, ArchiveRules, classes_of, order_figures, update_archive
from csbook.commands.desk import NOBODY_ON_DUTY, desk_of, moment_of, names_of, office_hours
from csbook.commands.handler import Request, Result
from csbook.commands.log_gaps import log_gaps
from csbook.commands.today_list import today_list
from csbook.followups.cases import case_states
from csbook.followups.events import collect_events
from csbook.followups.register import RegisterUpdate, update_register
from csbook.followups.rules import FollowUpRule, read_rules
from csbook.followups.state import forgotten_dates
from csbook.problems import Severity, Words, joined
from csbook.schema.columns import Filler
from csbook.schema.workbook import TABLES
from csbook.workdays import WorkCalendar

OWN_COLUMNS: Final = [c.name for c in TABLES["FollowUps"].columns if c.by is Filler.CSBOOK]
CASE_COLUMNS: Final = ["case_id", "handle_by", "hours_left", "state"]
FACTS: Final = {
    "numbered": Words(" 条手工登记已编号。", " rows typed by hand were numbered."),
    "proposed": Words(
        " 条建议了代办人，请主管在“指定客服”里确认或另派。",
        " contacts have a stand-in proposed; the supervisor confirms in 'Assigned'.",
    ),
    "unplaced": Words(
        " 条应办回访没有人能接：责任客服不在，也没有接待该平台的人当班。",
        " contacts due have nobody: the owner is away and nobody on duty serves the platform.",
    ),
    "cases_overdue": Words(" 件售后超过处理期限。", " cases are past their limit."),
    "archives_overdue": Words(" 位客户超过建档期限。", " customers' archives are overdue."),
    "done_later": Words(
        " 条回访的完成时间晚于本次时点，还不算完成；请核对。",
        " contacts are dated done after this moment and do not count yet; look them over.",
    ),
    "later_orders": Words(
        " 个订单晚于本次时点，未计入。", " orders are later than this moment and were left out."
    ),
}
RULES_WRONG: Final = Words(
    "回访规则有误，没有更新。", "The follow-up rules have errors; nothing was updated."
)


def update_followups(request: Request) -> Result:
    """Rows for new events, states and stand-ins of all rows, figures of the archive, limits of the
    cases, and today's list. Raises `CalendarMissing`."""
    tables, today = request.tables, moment_of(request)
    rules, problems = read_rules(tables["FollowUpRules"])
    if any(p.severity is Severity.ERROR for p in problems):
        return Result(RULES_WRONG, problems=tuple(problems))
    customers, classes = archive(request)
    update = updated_register(request, rules, customers, classes)
    hours = office_hours(request)
    states = case_states(tables["AfterSales"], request.settings["case_hours"], hours.opening, today)
    cases = tables["AfterSales"].drop(columns=CASE_COLUMNS[1:]).join(states[CASE_COLUMNS[1:]], how="inner")
    yesterday = request.today.date() - dt.timedelta(days=1)
    gaps = log_gaps(tables, yesterday, request.month) if "DailyLog" in tables else []
    todo = today_list(
        update.frame,
        cases,
        gaps,
        names=names_of(tables["Staff"]),
        supervisor=request.settings["supervisor"],
        language=request.language,
    )
    numbered = update.frame[update.frame["follow_up_id"].notna()]
    figures = figures_of(update, customers, cases, tables["Orders"], today)
    return Result(
        headline=headline(figures),
        tables={
            "FollowUps": numbered[OWN_COLUMNS],
            "Customers": customers[["platform", "account", *UPDATED]],
            "AfterSales": states,
            "Today": todo,
        },
        notes=tuple(notes(figures, update, nobody=not desk_of(request, rules).team.serving)),
        problems=(*problems, *forgotten_dates(tables["FollowUps"])),
        details=figures,
    )


def archive(request: Request) -> tuple[pd.DataFrame, pd.Series]:
    """The customers with their figures of today, and the class by `platform:account` of everybody
    in the archive or the orders."""
    settings, today = request.settings, moment_of(request)
    rules = ArchiveRules(settings["regular_orders"], settings["lost_days"], settings["archive_days"])
    figures = order_figures(request.tables["Orders"], today)
    customers = update_archive(request.tables["Customers"], figures, rules, today)
    return customers, classes_of(figures, rules, today)


def updated_register(
    request: Request, rules: tuple[FollowUpRule, ...], customers: pd.DataFrame, classes: pd.Series
) -> RegisterUpdate:
    tables, today = request.tables, moment_of(request)
    chained = [rule.after_rule for rule in rules if rule.active and rule.after_rule]
    events = collect_events(
        tables["Orders"], customers, tables["AfterSales"], tables["FollowUps"], chained=chained, today=today
    )
    return update_register(
        tables["FollowUps"],
        events,
        rules,
        customers=customers,
        classes=classes,
        hours=office_hours(request),
        calendar=WorkCalendar.from_frame(tables["Holidays"]),
        desk=desk_of(request, rules),
    )


def figures_of(
    update: RegisterUpdate,
    customers: pd.DataFrame,
    cases: pd.DataFrame,
    orders: pd.DataFrame,
    today: pd.Timestamp,
) -> dict[str, float]:
    """Counts for the words and `--json`; `most_days_late` in days."""
    register = update.frame
    late = register["state"].isin(["overdue", "escalated"])
    proposed = register["stand_in"].notna() & register["state"].isin(["due", "overdue"])
    return {
        "made": update.made,
        "numbered": update.numbered,
        **{
            state: int((register["state"] == state).sum())
            for state in ("planned", "due", "overdue", "escalated")
        },
        "most_days_late": float(register.loc[late, "days_late"].fillna(0).max()) if late.any() else 0.0,
        "proposed": int((proposed & register["assigned"].isna()).sum()),
        "unplaced": update.unplaced,
        "capped": sum(update.capped.values()),
        "cases_overdue": int((cases["state"] == "overdue").sum()),
        "archives_overdue": int((customers["archive_state"] == "overdue").sum()),
        "done_later": int((register["done_at"] > today).sum()),
        "later_orders": int((orders["created"] > today).sum()),
    }


def headline(figures: dict[str, float]) -> Words:
    """`新增回访 12 条，今日应办 5 条，已超时 3 条（最久 4.2 天）。`"""
    longest = Words("", "")
    if figures["most_days_late"]:
        days = f"{figures['most_days_late']:.1f}"
        longest = Words(f"（最久 {days} 天）", f" (longest {days} days)")
    said = Words(
        f"新增回访 {figures['made']} 条，今日应办 {figures['due']} 条，已超时 {figures['overdue']} 条",
        f"{figures['made']} follow-ups added, {figures['due']} due today, {figures['overdue']} overdue",
    )
    escalated = Words("", "")
    if figures["escalated"]:
        escalated = Words(
            f"，已报主管 {figures['escalated']} 条", f", {figures['escalated']} with the supervisor"
        )
    return said + escalated + longest + Words("。", ".")


def notes(figures: dict[str, float], update: RegisterUpdate, *, nobody: bool) -> list[Words]:
    """What a supervisor should know beside the headline; nothing is said of zeros."""
    said = [
        Words(f"{figures[name]}", f"{figures[name]}") + text for name, text in FACTS.items() if figures[name]
    ]
    if update.capped:
        by_rule = joined(Words(f"{rule} {n} 条", f"{rule}: {n}") for rule, n in update.capped.items())
        said.append(
            Words("因每人每日上限没有生成：", "Kept out by the daily cap: ") + by_rule + Words("。", ".")
        )
    return [NOBODY_ON_DUTY, *said] if nobody else said
