"""What the supervisor and HR are told about a month's commission and pay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

import pandas as pd

from csbook.commands.handler import Request
from csbook.commands.refund_words import late_order_notes, refund_notes
from csbook.commands.told_apart import told_apart
from csbook.money import NOTHING, in_yuan
from csbook.problems import Words, counted, joined, same
from csbook.scorecard.conduct import FINES_LAW
from csbook.scorecard.period import Period
from csbook.workdays import WorkCalendar

Frames = Mapping[str, pd.DataFrame]


def pay_notes(frames: Frames, request: Request) -> tuple[Words, ...]:
    """Commission still missing, refunds, orders that count for nobody or came late, the calendar, fines.

    `frames`: the scored month's Scores, Commissions, RefundsTaken and Pay.
    """
    period = Period(request.month, request.today)
    return (
        *missing_notes(frames["Pay"], frames["Scores"]),
        *refund_notes(frames["RefundsTaken"], request, period),
        *order_notes(request, period),
        *late_order_notes(request, period),
        *sales_of_others(frames["Commissions"], request, period),
        *calendar_notes(frames["Pay"], request, period),
        *fine_notes(frames["Pay"], request),
    )


def without_commission(pay: pd.DataFrame, scores: pd.DataFrame) -> list[str]:
    """The month's agents who have neither a commission by rules nor a typed one."""
    outside = scores.loc[scores["standing"] == "outside", "agent_id"]
    return list(pay.loc[pay["commission_due"].isna() & ~pay["agent_id"].isin(outside), "agent_id"])


def missing_notes(pay: pd.DataFrame, scores: pd.DataFrame) -> Iterator[Words]:
    called = told_apart(dict(zip(pay["agent_id"], pay["name"], strict=True)))
    without = without_commission(pay, scores)
    if without:
        yield (
            Words(
                "还没有提成（由人事填，或启用提成规则）：",
                "No commission yet (HR types it, or rules give it): ",
            )
            + joined(called[who] for who in without)
            + Words("。", ".")
        )


def order_notes(request: Request, period: Period) -> Iterator[Words]:
    """Orders of the month that count for nobody, and those that count without a figure they should have."""
    orders = request.tables["Orders"]
    paid = orders[period.holds(orders["paid"])]
    nobodys = paid[paid["agent_id"].isna()]
    on_orders = request.settings["commission_source"] == "orders"
    if on_orders and len(nobodys):
        total = in_yuan(total_of(nobodys["paid_amount"]))
        yield Words(
            f"没有归属客服的订单 {len(nobodys)} 笔，实付 {total} 元，没有计入任何人的提成。",
            f"{counted(len(nobodys), 'order')} without an agent, {total} yuan paid, "
            f"{'count' if len(nobodys) > 1 else 'counts'} for nobody's commission.",
        )
    if on_orders:
        yield from doubtful_orders(paid.dropna(subset=["agent_id"]))


def doubtful_orders(paid: pd.DataFrame) -> Iterator[Words]:
    empty = int(paid["paid_amount"].isna().sum())
    if empty:
        yield Words(
            f"已付款但没有实付金额的订单 {empty} 笔，按 0 元计。",
            f"{counted(empty, 'order')} paid without an amount count{'' if empty > 1 else 's'} as 0 yuan.",
        )
    closed = paid[(paid["cancelled"] >= paid["paid"]) & paid["refund"].isna()]
    if len(closed):
        total = in_yuan(total_of(closed["paid_amount"]))
        yield Words(
            f"付款后关闭、没有退款金额的订单 {len(closed)} 笔，共 {total} 元，仍计入提成，请核对。",
            f"{counted(len(closed), 'order')} closed after payment without a refund, {total} yuan together, "
            f"still count{'' if len(closed) > 1 else 's'}: please check.",
        )


def sales_of_others(commissions: pd.DataFrame, request: Request, period: Period) -> Iterator[Words]:
    """Sales of people who have no commission this month: supervisors, people unknown to 员工."""
    table, column, date = (
        ("DailyLog", "sales", "date")
        if request.settings["commission_source"] == "log"
        else ("Orders", "paid_amount", "paid")
    )
    rows = request.tables[table]
    theirs = commissions.loc[commissions["sales"].notna(), "agent_id"]
    rows = rows[period.holds(rows[date]) & rows["agent_id"].notna() & ~rows["agent_id"].isin(theirs)]
    total = total_of(rows[column])
    if total:
        who = joined(map(same, sorted(rows.dropna(subset=[column])["agent_id"].unique())))
        start = Words(
            f"净销售额 {in_yuan(total)} 元属于 {period.label} 不评分的人，没有计提成：",
            f"Sales of {in_yuan(total)} yuan of people not scored in {period.label} brought no commission: ",
        )
        yield start + who + Words("。", ".")


def calendar_notes(pay: pd.DataFrame, request: Request, period: Period) -> Iterator[Words]:
    covered = WorkCalendar.from_frame(request.tables["Holidays"]).covers(period.first.year)
    if not covered and pay["days_due"].notna().any():
        year = period.first.year
        yield Words(
            f"“节假日”里没有 {year} 年，法定节日出勤未填。",
            f"Sheet Holidays lacks {year}: statutory holidays worked are empty.",
        )


def fine_notes(pay: pd.DataFrame, request: Request) -> Iterator[Words]:
    fined = pay[positive(pay["discipline"])]
    if fined.empty:
        return
    yield Words("违规罚款已启用：", "Fines are switched on: ") + FINES_LAW + Words("。", ".")
    typed = request.tables["Pay"]
    typed = typed[typed["month"].isin(fined["month"]) & typed["wage"].notna()]
    if not set(fined["agent_id"]) <= set(typed["agent_id"]):
        yield Words(
            "有人没有填当月工资，扣款上限没有核对。",
            "The month's wage is not filled for everybody fined: the limits of deductions were not checked.",
        )
    if request.settings["minimum_wage"] is None:
        yield Words(
            "设置里没有填当地最低工资，没有核对扣款后是否低于它。",
            "The local minimum wage is not in the settings: what deductions leave was not checked.",
        )


def positive(amounts: pd.Series) -> pd.Series:
    return pd.Series([not pd.isna(amount) and amount > 0 for amount in amounts], amounts.index, dtype="bool")


def total_of(amounts: pd.Series) -> Decimal:
    return sum(amounts.dropna(), NOTHING)
