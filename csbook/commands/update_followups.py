"""`update-followups`: register, archive figures, cases, reviews and enquiries as of the moment."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Final

import pandas as pd

from csbook.archive.classes import (
    UPDATED,
    ArchiveRules,
    classes_of,
    customer_keys,
    order_figures,
    update_archive,
)
from csbook.books.plan import OWN
from csbook.commands.case_desk import judged_cases, judged_reviews, review_handler_problems
from csbook.commands.desk import NOBODY_ON_DUTY, desk_of, moment_of, office_hours, rules_of
from csbook.commands.handler import NOTHING_NEXT, Request, Result
from csbook.commands.log_gaps import log_gaps
from csbook.commands.month_dues import renewed_states
from csbook.commands.today_list import list_of_today
from csbook.followups.enquiries import judge_enquiries
from csbook.followups.events import collect_events, is_done
from csbook.followups.owner import PROPOSED_IN
from csbook.followups.register import Desk, RegisterUpdate, update_register
from csbook.followups.rules import FollowUpRule
from csbook.followups.state import forgotten_dates, impossible_dates, moves_too_far
from csbook.problems import Severity, Words, counted, joined
from csbook.schema.workbook import TABLES
from csbook.workdays import WorkCalendar

LATE: Final = ("overdue", "escalated")
FACTS: Final = {
    "overtaken": (
        " 条新增回访已到下一步，直接关闭。",
        "of those added had reached the next step and was closed.",
        "of those added had reached the next step and were closed.",
    ),
    "forgone": (
        " 条早已过期的回访没有生成（期限见“设置”的“补办期限”）。",
        "contact was due too long ago and was not made (see 'Made up for within' in Settings).",
        "contacts were due too long ago and were not made (see 'Made up for within' in Settings).",
    ),
    "numbered": (
        " 条手工登记已编号。",
        "row typed by hand was numbered.",
        "rows typed by hand were numbered.",
    ),
    "cases_numbered": (
        " 件手工登记的售后已编号。",
        "case typed by hand was numbered.",
        "cases typed by hand were numbered.",
    ),
    "proposed": (
        " 条建议了代办人，请主管在“指定客服”里确认或另派。",
        "contact has a stand-in proposed; the supervisor confirms in 'Assigned'.",
        "contacts have a stand-in proposed; the supervisor confirms in 'Assigned'.",
    ),
    "unplaced": (
        " 条应办回访没有人能接：责任客服不在，也没有接待该平台的人当班。",
        "contact due has nobody: the owner is away and nobody on duty serves the platform.",
        "contacts due have nobody: the owner is away and nobody on duty serves the platform.",
    ),
    "dead_numbers": (
        " 条电话回访的虚拟号已失效，改用在线消息。",
        "call has a virtual number that expired: use chat.",
        "calls have a virtual number that expired: use chat.",
    ),
    "cases_overdue": (
        " 件售后超过处理期限。",
        "case is past its limit.",
        "cases are past their limit.",
    ),
    "archives_overdue": (
        " 位客户超过建档期限。",
        "customer is in no archive, though past the limit for it.",
        "customers are in no archive, though past the limit for it.",
    ),
    "done_later": (
        " 条回访的完成时间晚于本次时点，还不算完成；请核对。",
        "contact is dated done after this moment and does not count yet; look it over.",
        "contacts are dated done after this moment and do not count yet; look them over.",
    ),
    "later_orders": (
        " 个订单晚于本次时点，未计入。",
        "order is later than this moment and was left out.",
        "orders are later than this moment and were left out.",
    ),
}
"""What follows a figure: in Chinese, and in English one and several."""
RULES_WRONG: Final = Words(
    "回访规则有误，没有更新。", "The follow-up rules have errors; nothing was updated."
)


def update_followups(request: Request) -> Result:
    """Rows for new events, states and stand-ins of all rows, figures of the archive, cases, reviews and
    enquiries as of the moment, and today's list. Raises `CalendarMissing`."""
    tables = request.tables
    rules, problems = rules_of(request)
    if any(p.severity is Severity.ERROR for p in problems):
        return Result(RULES_WRONG, problems=tuple(problems))
    customers, classes = archive(request)
    cases, reviews = judged_cases(request), judged_reviews(request)
    enquiries = judge_enquiries(tables["Enquiries"], tables["Orders"], moment_of(request))
    desk = desk_of(request, rules)
    update = updated_register(request, rules, desk, Facts(customers, classes, cases, enquiries))
    yesterday = request.today.date() - dt.timedelta(days=1)
    gaps = log_gaps(tables, yesterday, request.month)
    today = list_of_today(request, update.frame, cases, reviews, gaps)
    figures = figures_of(request, update, customers, cases) | {"todo": len(today)}
    return Result(
        headline=headline(figures),
        tables={
            "FollowUps": own("FollowUps", update.frame[update.frame["follow_up_id"].notna()]),
            "Customers": customers[["platform", "account", *UPDATED]],
            "AfterSales": own("AfterSales", cases),
            "Enquiries": own("Enquiries", enquiries),
            "Reviews": own("Reviews", reviews),
            "Today": today,
            **renewed_states(tables["Plans"], request.today),
        },
        notes=tuple(notes(figures, update, nobody=not desk.team.serving)),
        problems=(
            *problems,
            *forgotten_dates(tables["FollowUps"]),
            *impossible_dates(update.frame),
            *moves_too_far(update.frame),
            *review_handler_problems(request),
        ),
        details=figures,
        then=None if len(today) else NOTHING_NEXT,
    )


def own(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The key of each row and the columns that csbook fills."""
    declared = TABLES[table]
    return frame[[c.name for c in declared.columns if c.by in OWN or c.name in declared.key]]


def archive(request: Request) -> tuple[pd.DataFrame, pd.Series]:
    """The customers with their figures of today, and the class by `platform:account` of everybody
    in the archive or the orders."""
    settings, today = request.settings, moment_of(request)
    rules = ArchiveRules(
        settings["regular_orders"],
        settings["lost_days"],
        settings["archive_days"],
        settings["regular_amount"],
    )
    figures = order_figures(request.tables["Orders"], today)
    built = archives_built(request.tables["FollowUps"], today)
    customers = update_archive(request.tables["Customers"], figures, rules, today, built)
    return customers, classes_of(figures, rules, today)


def archives_built(register: pd.DataFrame, today: pd.Timestamp) -> list[str]:
    """`platform:account` of whom the contact to build the archive is done for."""
    made = register[register["channel"].eq("archive") & is_done(register, today)]
    return customer_keys(made["platform"], made["customer"]).dropna().tolist()


@dataclass(frozen=True)
class Facts:
    """What is known as of the moment: customers of the archive, classes by `platform:account` of
    everybody, cases opened, enquiries made."""

    customers: pd.DataFrame
    classes: pd.Series
    cases: pd.DataFrame
    enquiries: pd.DataFrame


def updated_register(
    request: Request, rules: tuple[FollowUpRule, ...], desk: Desk, facts: Facts
) -> RegisterUpdate:
    tables = request.tables
    events = collect_events(
        tables["Orders"],
        facts.customers,
        facts.cases,
        tables["FollowUps"],
        enquiries=facts.enquiries,
        campaigns=tables["Campaigns"],
        chained=[rule.after_rule for rule in rules if rule.active and rule.after_rule],
        today=desk.today,
    )
    return update_register(
        tables["FollowUps"],
        events,
        rules,
        customers=facts.customers,
        classes=facts.classes,
        hours=office_hours(request),
        calendar=WorkCalendar.from_frame(tables["Holidays"]),
        desk=desk,
    )


def figures_of(
    request: Request, update: RegisterUpdate, customers: pd.DataFrame, cases: pd.DataFrame
) -> dict[str, float]:
    """Counts for the words and `--json`; `most_days_late` in days."""
    register, today = update.frame, moment_of(request)
    states = Counter(register["state"].tolist())
    days_late = register["days_late"][register["state"].isin(LATE)]
    proposed = register["stand_in"].notna() & register["state"].isin(PROPOSED_IN)
    return {
        "made": update.made,
        "overtaken": update.overtaken,
        "forgone": update.forgone,
        "numbered": update.numbered,
        **{state: states[state] for state in ("planned", "due", "overdue", "escalated")},
        "most_days_late": float(days_late.fillna(0).max()) if len(days_late) else 0.0,
        "proposed": int((proposed & register["assigned"].isna()).sum()),
        "unplaced": update.unplaced,
        "dead_numbers": update.dead_numbers,
        "capped": sum(update.capped.values()),
        "cases_numbered": int(request.tables["AfterSales"].loc[cases.index, "case_id"].isna().sum()),
        "cases_overdue": int((cases["state"] == "overdue").sum()),
        "archives_overdue": int((customers["archive_state"] == "overdue").sum()),
        "done_later": int((register["done_at"] > today).sum()),
        "later_orders": int((request.tables["Orders"]["created"] > today).sum()),
    }


def headline(figures: dict[str, float]) -> Words:
    """`新增回访 12 条，今日应办 5 条，已超时 3 条（最久 4.2 天）。`"""
    longest = Words("", "")
    days = f"{figures['most_days_late']:.1f}"
    if days != "0.0":
        longest = Words(f"（最久 {days} 天）", f" (longest {days} days)")
    said = Words(
        f"新增回访 {figures['made']} 条，今日应办 {figures['due']} 条，已超时 {figures['overdue']} 条",
        f"{counted(int(figures['made']), 'follow-up')} added, {figures['due']} due today, "
        f"{figures['overdue']} overdue",
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
        Words(f"{figures[name]}{zh}", counted(int(figures[name]), one, several))
        for name, (zh, one, several) in FACTS.items()
        if figures[name]
    ]
    if update.capped:
        by_rule = joined(Words(f"{rule} {n} 条", f"{rule}: {n}") for rule, n in update.capped.items())
        said.append(
            Words("因每人每日上限没有生成：", "Kept out by the daily cap: ") + by_rule + Words("。", ".")
        )
    return [NOBODY_ON_DUTY, *said] if nobody else said
