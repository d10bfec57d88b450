"""A small shop for tests: frames of the workbook's tables, and one update of its register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pandas as pd

from csbook.commands.desk import virtual_numbers
from csbook.followups.calling import Retry
from csbook.followups.due import Hours, OfficeHours
from csbook.followups.enquiries import judge_enquiries
from csbook.followups.events import collect_events
from csbook.followups.owner import Team
from csbook.followups.register import Desk, RegisterUpdate, update_register
from csbook.followups.rules import FollowUpRule
from csbook.followups.state import Escalation
from csbook.problems import Language
from csbook.schema.workbook import TABLES
from csbook.workdays import WorkCalendar, calendar_rows


def at(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


def frame(table: str, *rows: Mapping[str, Any]) -> pd.DataFrame:
    """A frame of a table as a book would give it: its dtypes, sheet rows from 5 on."""
    index = pd.RangeIndex(5, 5 + len(rows))
    if not rows:  # most of a request's sixty tables
        return TABLES[table].empty().set_axis(index)
    columns = TABLES[table].columns
    unknown = {name for row in rows for name in row} - {c.name for c in columns}
    assert not unknown, unknown
    return pd.DataFrame({c.name: c.series([row.get(c.name) for row in rows], index) for c in columns})


def order(number: object, created: str, **more: Any) -> dict[str, Any]:
    paid = more.pop("paid", None)
    cancelled = more.pop("cancelled", None)
    return {
        "platform": "tmall",
        "order_id": str(number),
        "customer": "nick",
        "created": at(created),
        "paid": paid and at(paid),
        "cancelled": cancelled and at(cancelled),
        "total": Decimal("100.00"),
        "paid_amount": Decimal("100.00") if paid else Decimal("0.00"),
        "refund": Decimal("0.00"),
    } | more


def rule(
    rule_id: str, event: str, due_from: float, due_by: float, unit: str = "days", **more: Any
) -> FollowUpRule:
    plain = FollowUpRule(
        rule_id,
        "shop",
        True,
        event,
        None,
        "phone",
        "联系",
        due_from,
        due_by,
        unit,  # type: ignore[arg-type]
    )
    return replace(plain, **more)


@lru_cache
def calendar(*years: int) -> WorkCalendar:
    rows = [row for year in years or (2026,) for row in calendar_rows(year)]
    return WorkCalendar.from_frame(
        frame("Holidays", *({"date": pd.Timestamp(row.date), "kind": row.kind} for row in rows))
    )


def team(**platforms: str) -> Team:
    """`team(K01="tmall,jd")`: all of them on duty."""
    served = {agent: frozenset(served.split(",")) for agent, served in platforms.items()}
    return Team(served, frozenset(served), frozenset(served))


OFFICE = OfficeHours(
    opening=Hours(dt.timedelta(hours=9), dt.timedelta(hours=23)),
    calling=Hours(dt.timedelta(hours=9), dt.timedelta(hours=21)),
)
CHASE = rule("U12", "order_unpaid", 12, 24, "hours", channel="wangwang")
FIRST = rule("C1", "order_paid", 3, 7)
SECOND = rule("C2", "follow_up_done", 7, 14, after_rule="C1")


@dataclass(frozen=True)
class Shop:
    """The tables of a shop; `update` gives the register as of a moment, `after` the shop with it."""

    rules: tuple[FollowUpRule, ...] = (CHASE, FIRST, SECOND)
    orders: pd.DataFrame = field(default_factory=lambda: frame("Orders"))
    customers: pd.DataFrame = field(default_factory=lambda: frame("Customers"))
    cases: pd.DataFrame = field(default_factory=lambda: frame("AfterSales"))
    enquiries: pd.DataFrame = field(default_factory=lambda: frame("Enquiries"))
    campaigns: pd.DataFrame = field(default_factory=lambda: frame("Campaigns"))
    register: pd.DataFrame = field(default_factory=lambda: frame("FollowUps"))
    classes: Mapping[str, str] = field(default_factory=dict)
    team: Team = field(default_factory=lambda: team(K01="tmall", K02="tmall,jd"))
    calendar: WorkCalendar = field(default_factory=calendar)
    language: Language = "zh"
    backlog: pd.Timedelta | None = None

    def update(self, today: str) -> RegisterUpdate:
        moment = at(today)
        events = collect_events(
            self.orders,
            self.customers,
            self.cases,
            self.register,
            enquiries=judge_enquiries(self.enquiries, self.orders, moment),
            campaigns=self.campaigns,
            chained=[r.after_rule for r in self.rules if r.after_rule],
            today=moment,
        )
        return update_register(
            self.register,
            events,
            self.rules,
            customers=self.customers,
            classes=pd.Series(self.classes, dtype="str"),
            hours=OFFICE,
            calendar=self.calendar,
            desk=self.desk(moment),
        )

    def desk(self, moment: pd.Timestamp) -> Desk:
        sooner = {r.rule_id: r.escalate_after for r in self.rules if r.escalate_after is not None}
        return Desk(
            moment,
            self.team,
            Escalation(3.0, 3, sooner),
            Retry(4.0, OFFICE),
            virtual_numbers(self.customers),
            self.language,
            self.backlog,
        )

    def after(self, today: str) -> Shop:
        """The shop as the sheet has it after an update: rows stand one below the other."""
        done = self.update(today).frame
        return replace(self, register=done.set_axis(range(5, 5 + len(done))))

    def typed(self, number: int, **cells: Any) -> Shop:
        """With cells typed in the register's row `number` (from 0)."""
        register = self.register.copy()
        for name, value in cells.items():
            register.loc[register.index[number], name] = value
        return replace(self, register=register.astype(self.register.dtypes.to_dict()))

    def states(self, today: str) -> list[str]:
        return self.update(today).frame["state"].tolist()
