"""Checks across columns and tables, on frames: what one cell alone cannot show.

Each check takes all frames read (by table name) and yields Problems; checks whose tables were not
read are left out.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import pandas as pd

from csbook.problems import Problem, Severity, Words, figure, same
from csbook.schema.checks_of_customers import customer_checks
from csbook.schema.checks_of_scores import score_checks
from csbook.schema.checks_of_settings import settings_checks
from csbook.schema.columns import LEAVE, REST, Ref, ShiftCell
from csbook.schema.daily import DAYS
from csbook.schema.workbook import TABLES, WORKBOOK

Frames = Mapping[str, pd.DataFrame]
ALL_GROUPS: Final = {"all", "全部"}
PARTS_OF_THE_LOG: Final = (
    ("answered", "receptions"), ("buyers", "enquiries"), ("valid_orders", "orders"),
    ("paid_orders", "orders"), ("abnormal_orders", "orders"), ("satisfied", "ratings"),
)  # fmt: skip
FEWEST_STARS, MOST_STARS = 1, 5


def cross_checks(frames: Frames) -> list[Problem]:
    """Every problem that shows only across columns or tables."""
    found: list[Problem] = []
    for check in (
        unknown_references, unknown_shifts, backward_requests, undated_cover, unknown_groups,
        backward_employment, backward_windows, unknown_rules, log_parts, log_ratings,
        days_beyond_the_month, customer_checks, settings_checks, score_checks,
    ):  # fmt: skip
        found += check(frames)
    return found


def unknown_references(frames: Frames) -> Iterator[Problem]:
    """A staff number or shift that its own table does not hold. What csbook rewrites whole is left out:
    nobody can correct it, and the next run does."""
    tables = [table for table in TABLES.values() if not table.rewritten]
    for table, column in ((t, c) for t in tables for c in t.columns if isinstance(c, Ref)):
        if table.name not in frames or column.table not in frames:
            continue
        known = {*frames[column.table][column.column].tolist()}
        for row, value in filled(frames[table.name][column.name]):
            if value in known:
                continue
            where = WORKBOOK.sheet_of[column.table].title
            expected = Words(
                f"“{where.zh}”表里有的{TABLES[column.table][column.column].zh}",
                f"a {TABLES[column.table][column.column].en.lower()} of sheet '{where.en}'",
            )
            yield Problem(table.name, row, column.name, str(value), expected)


def unknown_shifts(frames: Frames) -> Iterator[Problem]:
    """A day cell or a request with a shift that is not in 班次."""
    if "Shifts" not in frames:
        return
    codes = list(frames["Shifts"]["code"].dropna())
    known = {*codes, REST, LEAVE}
    shown = same(" / ".join(codes)) + Words(" / 休 / 假", " / R / L")
    for name in ("Roster", "Requests"):
        if name not in frames:
            continue
        for column in TABLES[name].columns:
            if isinstance(column, ShiftCell):
                for row, value in filled(frames[name][column.name]):
                    if without_group(value) in known:
                        continue
                    yield Problem(
                        name,
                        row,
                        column.name,
                        str(value),
                        Words("班次表中的班次：", "a known shift: ") + shown,
                    )


def without_group(shift: str) -> str:
    """The shift of `白@天猫`; a text that ends with its @ names no group."""
    code, _, group = shift.partition("@")
    return code if group else shift


def backward_requests(frames: Frames) -> Iterator[Problem]:
    """A request that ends before it begins, a shift wish without a shift, a swap with nobody."""
    requests = frames.get("Requests")
    if requests is None:
        return
    for row, value in items(requests["to_date"][requests["to_date"] < requests["from_date"]]):
        yield Problem(
            "Requests", row, "to_date", day(value), Words("不早于开始日期", "not before the first day")
        )
    needs_shift = requests["kind"].isin(["wish_shift", "pin"]) & requests["shift"].isna()
    for row, _ in items(requests["kind"][needs_shift]):
        yield Problem(
            "Requests", row, "shift", "", Words("想上或固定的班次", "the shift wished for or pinned")
        )
    swaps = requests[requests["kind"] == "swap"]
    for row, _ in items(swaps["with_agent"][swaps["with_agent"].isna()]):
        expected = Words("换班对象的工号", "the staff number of the other person")
        yield Problem("Requests", row, "with_agent", "", expected, Severity.WARNING)
    for row, value in items(swaps["with_agent"][swaps["with_agent"] == swaps["agent_id"]]):
        expected = Words("另一个人的工号", "the staff number of another person")
        yield Problem("Requests", row, "with_agent", str(value), expected)


def undated_cover(frames: Frames) -> Iterator[Problem]:
    cover = frames.get("Cover")
    if cover is None:
        return
    for row, _ in items(cover["day_type"][(cover["day_type"] == "date") & cover["date"].isna()]):
        yield Problem("Cover", row, "date", "", Words("“指定日期”要填日期", "the date, for day type 'date'"))
    short = cover["preferred"].notna() & (cover["preferred"] < cover["minimum"]).fillna(False)
    for row, value in items(cover["preferred"][short]):
        yield Problem(
            "Cover", row, "preferred", str(value), Words("不少于最少人数", "not fewer than the minimum")
        )


def unknown_groups(frames: Frames) -> Iterator[Problem]:
    """A group in 人数要求 or 可支援的组 that nobody belongs to."""
    staff, cover = frames.get("Staff"), frames.get("Cover")
    if staff is None:
        return
    groups = set(staff["group"].dropna())
    expected = Words("员工表中的平台组：", "a group of sheet 'Staff': ") + same(" / ".join(sorted(groups)))
    if cover is not None and groups:
        known = groups | ALL_GROUPS
        for row, value in items(cover["group"][cover["group"].notna() & ~cover["group"].isin(known)]):
            yield Problem("Cover", row, "group", str(value), expected)
    for row, value in items(staff["helps"].dropna()):
        if unknown := [g for g in split_names(str(value)) if g not in groups]:
            yield Problem("Staff", row, "helps", "、".join(unknown), expected)


def split_names(text: str) -> list[str]:
    """Names with any kind of comma between."""
    return [part.strip() for part in re.split(r"[、,\uff0c;\uff1b/]", text) if part.strip()]


def backward_employment(frames: Frames) -> Iterator[Problem]:
    staff = frames.get("Staff")
    if staff is None:
        return
    for row, value in items(staff["left"][staff["left"] < staff["hired"]]):
        yield Problem("Staff", row, "left", day(value), Words("不早于入职日期", "not before the first day"))
    names = staff["name"]
    for row, value in items(names[names.notna() & names.duplicated()]):
        yield Problem(
            "Staff", row, "name", str(value),
            Words("不与别人同名（可加后缀区分）", "a name of its own (add something to tell them apart)"),
            Severity.WARNING,
        )  # fmt: skip


def backward_windows(frames: Frames) -> Iterator[Problem]:
    """A follow-up rule whose window ends before it begins."""
    rules = frames.get("FollowUpRules")
    if rules is None:
        return
    for row, value in items(rules["due_by"][rules["due_by"] < rules["due_from"]]):
        yield Problem(
            "FollowUpRules", row, "due_by", figure(value), Words("不早于“可办”", "not before 'Due from'")
        )


def unknown_rules(frames: Frames) -> Iterator[Problem]:
    rules = frames.get("FollowUpRules")
    if rules is None:
        return
    known = set(rules["rule_id"].dropna())
    chained = rules["event"] == "follow_up_done"
    wrong = chained & ~rules["after_rule"].isin(known)
    for row, value in items(rules["after_rule"].fillna("")[wrong]):
        yield Problem(
            "FollowUpRules", row, "after_rule", str(value),
            Words("本表中的一条规则", "a rule of this sheet"),
        )  # fmt: skip


def log_parts(frames: Frames) -> Iterator[Problem]:
    """A figure of 客服日报 that is larger than the figure it is a part of; empty ones are left out."""
    log = frames.get("DailyLog")
    if log is None:
        return
    for part, whole in PARTS_OF_THE_LOG:
        column = TABLES["DailyLog"][whole]
        for row, value, most in pairs(log, part, whole, log[part] > log[whole]):
            expected = Words(f"不大于{column.zh}（{most}）", f"at most {column.en} ({most})")
            yield Problem("DailyLog", row, part, str(value), expected)


def log_ratings(frames: Frames) -> Iterator[Problem]:
    """Points that so many ratings of 1 to 5 stars cannot add up to."""
    log = frames.get("DailyLog")
    if log is None:
        return
    points, ratings = log["rating_points"], log["ratings"]
    column = TABLES["DailyLog"]["ratings"]
    for row, value, count in pairs(log, "rating_points", "ratings", points > MOST_STARS * ratings):
        most = MOST_STARS * count
        expected = Words(
            f"不大于{column.zh}的 {MOST_STARS} 倍（{most}）", f"at most {MOST_STARS} x {column.en} ({most})"
        )
        yield Problem("DailyLog", row, "rating_points", str(value), expected)
    for row, value, count in pairs(log, "rating_points", "ratings", points < FEWEST_STARS * ratings):
        expected = Words(f"不小于{column.zh}（{count}）", f"at least {column.en} ({count})")
        yield Problem("DailyLog", row, "rating_points", str(value), expected)


def pairs(frame: pd.DataFrame, first: str, second: str, where: pd.Series) -> list[tuple[int, int, int]]:
    """Row and both whole numbers where the condition holds; a missing condition does not."""
    if not where.any():
        return []
    found = frame.loc[where.fillna(False).astype("bool"), [first, second]]
    return list(zip(found.index.tolist(), found[first].tolist(), found[second].tolist(), strict=True))


def days_beyond_the_month(frames: Frames) -> Iterator[Problem]:
    """A filled roster cell on a day that the month of the built roster does not have."""
    if "Roster" not in frames or "RosterBase" not in frames:
        return
    months = frames["RosterBase"]["month"].dropna()
    if months.empty:
        return
    first = dt.date.fromisoformat(f"{months.iloc[0]}-01")
    length = calendar.monthrange(first.year, first.month)[1]
    for number, column in enumerate(DAYS[length:], length + 1):
        expected = Words(
            f"空（{first.month} 月没有 {number} 日）",
            f"empty ({calendar.month_name[first.month]} has no day {number})",
        )
        shown = TABLES["Roster"][column]
        for row, value in filled(frames["Roster"][column]):
            yield Problem("Roster", row, column, shown.render(value, "zh"), expected)


def filled(texts: pd.Series) -> Iterator[tuple[int, str]]:
    """Row and text of each cell that has one."""
    return ((row, text) for row, text in items(texts) if isinstance(text, str))


def items(series: pd.Series) -> Iterable[tuple[int, Any]]:
    return zip(series.index.tolist(), series.tolist(), strict=True)


def day(value: object) -> str:
    return f"{value:%Y-%m-%d}"
