"""`summarise-followups`: promises kept by week, agent and rule; the products most complained about."""

from __future__ import annotations

from typing import Final

import pandas as pd

from csbook.commands.desk import moment_of, names_of
from csbook.commands.framed import framed
from csbook.commands.handler import Request, Result
from csbook.followups.falling_away import fell_away_at
from csbook.followups.summary import PROMISES, product_complaints, promises_kept, without_deadline
from csbook.masking import masked, without_phones
from csbook.problems import Words, counted

BY_HAND: Final = Words("手工登记", "entered by hand")
NO_PRODUCT: Final = Words("（未填商品）", "(no product)")


def summarise_followups(request: Request) -> Result:
    """Both summaries of the request's month, as of its moment."""
    tables, today = request.tables, moment_of(request)
    month = pd.Timestamp(request.month)
    kept = promises_kept(tables["FollowUps"], fell_away_at(tables["FollowUps"], tables), month, today)
    complained = product_complaints(
        tables["AfterSales"],
        tables["Reviews"],
        month=month,
        poor_stars=request.settings["poor_stars"],
        today=today,
    )
    totals = {name: int(kept[name].sum()) for name in PROMISES}
    undated = without_deadline(tables["FollowUps"])
    return Result(
        headline=headline(f"{request.month:%Y-%m}", totals, complained),
        tables={
            "FollowUpSummary": summary_rows(request, kept),
            "ProductComplaints": product_rows(request, complained),
        },
        notes=(undated_note(undated),) if undated else (),
        details=totals | {"products": len(complained), "undated": undated},
    )


def summary_rows(request: Request, kept: pd.DataFrame) -> pd.DataFrame:
    """`kept` as a frame of FollowUpSummary, with names and what each rule asks for."""
    rules = request.tables["FollowUpRules"].dropna(subset=["rule_id"]).drop_duplicates("rule_id")
    action = kept["rule_id"].map(rules.set_index("rule_id")["action"]).astype("str")
    by_hand = kept["rule_id"].isna()
    return framed(
        "FollowUpSummary",
        kept.assign(
            name=kept["agent_id"].map(names_of(request.tables["Staff"])),
            action=action.mask(by_hand, BY_HAND(request.language)),
        ),
    )


def product_rows(request: Request, complained: pd.DataFrame) -> pd.DataFrame:
    """`complained` as a frame of ProductComplaints."""
    products = without_phones(complained["product"]).fillna(NO_PRODUCT(request.language))
    return framed("ProductComplaints", complained.assign(month=f"{request.month:%Y-%m}", product=products))


def headline(month: str, totals: dict[str, int], complained: pd.DataFrame) -> Words:
    """`2026-11 全月应办回访 20 次：按时 15（75.0%），迟办 3，未办 2（1 次还没到期）；满意 9/10；…。`

    Of the whole month, days to come included: the report speaks of those whose deadline has passed.
    """
    if not totals["promised"]:
        said = Words(f"{month} 没有应办的回访", f"{month}: no contact is due in the month")
    else:
        decided = totals["promised"] - totals["not_yet_due"]
        share, due = f"{totals['in_time'] / decided:.1%}" if decided else "", totals["promised"]
        said = Words(
            f"{month} 全月应办回访 {due} 次：按时 {totals['in_time']}{share and f'（{share}）'}，"
            f"迟办 {totals['late']}，未办 {totals['open']}",
            f"{month}: {counted(due, 'contact')} due in the whole month, {totals['in_time']} in time"
            f"{share and f' ({share})'}, {totals['late']} late, {totals['open']} not done",
        )
    if waiting := totals["not_yet_due"]:
        said += Words(f"（{waiting} 次还没到期）", f" ({waiting} not yet due)")
    if totals["ratings"]:
        rated = f"{totals['satisfied']}/{totals['ratings']}"
        said += Words(f"；满意 {rated}", f"; satisfied {rated}")
    return said + most_complaints(complained) + Words("。", ".")


def most_complaints(complained: pd.DataFrame) -> Words:
    """The product with most complaints, where it is known."""
    named = complained[complained["product"].notna() & (complained["complaints"] > 0)]
    if named.empty:
        return Words("", "")
    product, complaints = masked(named["product"].iloc[0]), named["complaints"].iloc[0]
    return Words(
        f"；投诉最多的是{product}（{complaints} 次）",
        f"; most complaints: {product} ({complaints})",
    )


def undated_note(undated: int) -> Words:
    return Words(
        f"{undated} 条回访没有最迟时间，没有计入；请先点“更新回访”。",
        f"{counted(undated, 'follow-up')} without a deadline left out: click Update follow-ups first.",
    )
