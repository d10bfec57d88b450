"""The rows of 提成 and 退款明细 for one scored month."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

import pandas as pd

from csbook.commands.framed import framed
from csbook.commands.handler import Request
from csbook.commands.locked_months import is_locked
from csbook.commands.score_frames import MonthScore, frame_of
from csbook.commands.score_rules import commission_terms_of
from csbook.money import in_yuan
from csbook.problems import Problem, Severity, Words, joined
from csbook.schema.checks import ALL_GROUPS
from csbook.scorecard.card import Scored
from csbook.scorecard.commission import Rules, Terms, computed, how, read_rules
from csbook.scorecard.period import Period
from csbook.scorecard.rank import Standing
from csbook.scorecard.refunds import MonthRefunds, refunds_of_month, sales_logged, sales_ordered

Tables = Mapping[str, pd.DataFrame]
NOTHING: Final = Decimal(0)


def commission_tables(month: MonthScore, request: Request) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """`Commissions` of the month, with the values of its formulas, and `RefundsTaken` of all months.

    Wrong rules are errors; rules of a group that nobody is in and a floor above the cap are warnings.
    """
    tables, period = request.tables, month.period
    rules, problems = read_rules(tables["CommissionRules"], ALL_GROUPS)
    problems += rules_of_nobody(tables) + clashing_limits(request)
    refunds = counted_refunds(month, tables)
    sales = net_sales(tables, period, refunds, source=request.settings["commission_source"])
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
        rows.append(who_and_when | row | {"remark": said(request.language)})
    ledger = ledger_with(refunds, tables["RefundsTaken"], period)
    return {"Commissions": frame_of("Commissions", rows), "RefundsTaken": ledger}, problems


def ledger_with(refunds: MonthRefunds, before: pd.DataFrame, period: Period) -> pd.DataFrame:
    """The whole ledger, by month: the rows of other months as they stand, this month's anew."""
    if before.empty and refunds.rows.empty:
        return before
    kept = before[before["month"] != period.label]
    ledger = framed("RefundsTaken", kept, refunds.rows)
    return ledger.sort_values("month", kind="stable", ignore_index=True)


def counted_refunds(month: MonthScore, tables: Tables) -> MonthRefunds:
    """The month's part of the ledger: of orders of those whose pay it is."""
    label = month.period.label
    later = [str(m) for m in tables["Locks"]["month"].dropna().unique() if str(m) > label]
    return refunds_of_month(
        tables["Orders"],
        tables["RefundsTaken"],
        month.period,
        agents_of(month),
        scored=set(tables["Commissions"]["month"].dropna()),
        closed=[m for m in later if is_locked(tables, m)],
    )


def agents_of(month: MonthScore) -> set[str]:
    return {one.agent_id for one in month.card if takes_part(one)}


def takes_part(one: Scored) -> bool:
    return one.member.standing is not Standing.OUTSIDE


def net_sales(tables: Tables, period: Period, refunds: MonthRefunds, *, source: str) -> dict[str, Decimal]:
    """Net sales by staff number; who has no figure at all is left out."""
    if source == "log":
        return sales_logged(tables["DailyLog"], period)
    own = refunds.of("own")
    paid = sales_ordered(tables["Orders"], period)
    return {who: paid.get(who, NOTHING) - own.get(who, NOTHING) for who in {**paid, **own}}


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


def rules_of_nobody(tables: Tables) -> list[Problem]:
    """Rules that are on for a group which 员工 does not know: a slip of the hand would leave people
    unpaid."""
    rules, groups = tables["CommissionRules"], tables["Staff"]["group"].dropna()
    known = {str(name).casefold() for name in (*groups, *ALL_GROUPS)}
    on = rules[rules["active"].fillna(value=False).astype(bool)].dropna(subset=["group"])
    expected = Words("员工表中的平台组，或 全部", "a group of sheet 'Staff', or all")
    return [
        Problem("CommissionRules", int(row), "group", name, expected, Severity.WARNING)
        for row, name in zip(on.index, on["group"], strict=True)
        if name.casefold() not in known
    ]


def clashing_limits(request: Request) -> list[Problem]:
    floor, cap = request.settings["commission_floor"], request.settings["commission_cap"]
    if floor is None or cap is None or floor <= cap:
        return []
    listed = request.tables["Settings"]
    row = next(iter(listed.index[listed["name"] == "commission_floor"]), None)
    expected = Words(
        f"提成保底不超过封顶 {in_yuan(cap)} 元，否则按封顶",
        f"a floor within the cap of {in_yuan(cap)} yuan; the cap counts otherwise",
    )
    found = in_yuan(floor)
    return [
        Problem("Settings", None if row is None else int(row), "value", found, expected, Severity.WARNING)
    ]
