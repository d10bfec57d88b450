"""The rows of 提成 and 退款明细 for one scored month."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

import pandas as pd

from csbook.commands.framed import framed
from csbook.commands.handler import Request
from csbook.commands.locked_months import is_locked
from csbook.commands.month_terms import kept_settings
from csbook.commands.score_frames import MonthScore, frame_of, row_key
from csbook.commands.score_rules import commission_terms_of
from csbook.money import NOTHING
from csbook.problems import Problem, Words, joined
from csbook.schema.checks import ALL_GROUPS
from csbook.schema.checks_of_scores import commission_rules
from csbook.schema.settings import Settings
from csbook.scorecard.card import Scored
from csbook.scorecard.commission import Rules, Terms, computed, how, read_rules
from csbook.scorecard.late_orders import CountedSales
from csbook.scorecard.period import Period
from csbook.scorecard.rank import Standing
from csbook.scorecard.refunds import MonthRefunds, refunds_of_month, sales_logged, sales_ordered

Tables = Mapping[str, pd.DataFrame]


def commission_tables(month: MonthScore, request: Request) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """`Commissions` of the month, with the values of its formulas, and `RefundsTaken` of all months.

    Wrong rules are errors.
    """
    tables, period = request.tables, month.period
    rules = read_rules(tables["CommissionRules"], ALL_GROUPS)
    refunds = counted_refunds(month, request)
    sales = net_sales(tables, period, refunds, request.settings)
    taken, groups = refunds.of("earlier"), groups_of(tables["Staff"])
    terms = commission_terms_of(request.settings)
    rows = []
    for one in month.card:
        who, takes_part = one.agent_id, one.member.standing is not Standing.OUTSIDE
        row = commission_row(
            groups.get(who),
            sales.get(who) if takes_part else None,
            taken.get(who, NOTHING),
            rules if takes_part else Rules({}),
            terms,
        )
        said = row.pop("remark") if takes_part else OUTSIDE
        who_and_when = {"month": period.label, "agent_id": who, "name": one.member.name}
        who_and_when["key"] = row_key(period.label, who)
        rows.append(who_and_when | row | {"remark": said(request.language)})
    ledger = ledger_with(refunds, tables["RefundsTaken"], period)
    wrong = list(commission_rules(tables["CommissionRules"]))
    return {"Commissions": frame_of("Commissions", rows), "RefundsTaken": ledger}, wrong


def ledger_with(refunds: MonthRefunds, before: pd.DataFrame, period: Period) -> pd.DataFrame:
    """The whole ledger, by month: the rows of other months as they stand, this month's anew."""
    if before.empty and refunds.rows.empty:
        return before
    kept = before[before["month"] != period.label]
    ledger = framed("RefundsTaken", kept, refunds.rows)
    return ledger.sort_values("month", kind="stable", ignore_index=True)


def counted_refunds(month: MonthScore, request: Request) -> MonthRefunds:
    """The month's part of the ledger: of orders of those whose pay it is."""
    tables, settings, label = request.tables, request.settings, month.period.label
    later = [str(m) for m in tables["Locks"]["month"].dropna().unique() if str(m) > label]
    return refunds_of_month(
        tables["Orders"],
        tables["RefundsTaken"],
        month.period,
        agents_of(month),
        counted=counted_sales(tables, settings),
        closed=[m for m in later if is_locked(tables, m)],
        in_log=by_the_log(settings) and settings["log_sales"] == "by_refund_day",
    )


def counted_sales(tables: Tables, settings: Settings) -> CountedSales:
    """What the rows of 提成 counted, each month by its own terms."""
    rows = tables["Commissions"].dropna(subset=["month"])
    months = set(rows["month"])
    sold = rows.dropna(subset=["agent_id", "sales"])
    keys = zip(sold["month"], sold["agent_id"], strict=True)
    by_log = {m for m in months if by_the_log(kept_settings(tables, settings, m))}
    return CountedSales(months, dict(zip(keys, sold["sales"], strict=True)), months - by_log)


def by_the_log(settings: Settings) -> bool:
    return bool(settings["commission_source"] == "log")


def agents_of(month: MonthScore) -> set[str]:
    return {one.agent_id for one in month.card if takes_part(one)}


def takes_part(one: Scored) -> bool:
    return one.member.standing is not Standing.OUTSIDE


def net_sales(
    tables: Tables, period: Period, refunds: MonthRefunds, settings: Settings
) -> dict[str, Decimal]:
    """Net sales by staff number; who has no figure at all is left out."""
    sold = sales_of(tables, period, settings)
    if by_the_log(settings) and settings["log_sales"] != "gross":
        return sold
    own = refunds.of("own")
    return {who: sold.get(who, NOTHING) - own.get(who, NOTHING) for who in {**sold, **own}}


def sales_of(tables: Tables, period: Period, settings: Settings) -> dict[str, Decimal]:
    """Sales by staff number as the log has them, or as orders were paid; refunds of orders are not off."""
    if by_the_log(settings):
        return sales_logged(tables["DailyLog"], period)
    return sales_ordered(tables["Orders"], period)


def groups_of(staff: pd.DataFrame) -> dict[str, str]:
    rows = staff.dropna(subset=["agent_id", "group"])
    return dict(zip(rows["agent_id"], rows["group"], strict=True))


def commission_row(
    group: str | None, sales: Decimal | None, taken: Decimal, rules: Rules, terms: Terms
) -> dict[str, Any]:
    name = rules.named(group)
    found = computed(sales, taken, name, rules, terms)
    said = [] if sales is not None else [NO_SALES]
    said.append(NO_RULES if found.by_rules is None else how(found.by_rules, found.base))
    return {
        "group": group,
        "rule_group": name,
        "sales": sales,
        "refunds_back": taken,
        "base": found.base,
        "computed": found.amount,
        "remark": joined(said, "；", "; "),
    }


NO_RULES: Final = Words("没有适用的提成规则，由人事填", "no rules hold for this group: HR types it")
NO_SALES: Final = Words("本月没有净销售额", "no net sales this month")
OUTSIDE: Final = Words("不在本月评分名单内", "not one of this month's agents")
