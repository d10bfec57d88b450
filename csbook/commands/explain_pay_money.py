"""Why each amount of the pay row is what it is, from the rows of 提成, 退款明细 and 绩效核算表."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from csbook.commands.cell_words import cell_words, header
from csbook.commands.explain_pay_person import Item, PersonMonth, Row, whole, yuan
from csbook.money import NOTHING
from csbook.problems import Words, counted, joined, same
from csbook.scorecard.pay_guards import NOT_A_DEDUCTION
from csbook.scorecard.remarks import NOT_RANKED

MOST_ORDERS: Final = 3
"""Orders named among the refunds taken back."""
DAYS: Final = (
    "days_due",
    "days_worked",
    "evenings",
    "holidays_worked",
    "leave_days",
    "hours",
    "overtime_hours",
    "lieu_hours",
)


def money_items(person: PersonMonth) -> Iterator[Item]:
    yield from commission_items(person)
    yield from reward_items(person)
    pay = person.pay
    if pay["discipline"] is not None:
        yield Item("discipline", pay["discipline"], fine_words(person))
    yield Item("total", pay["total"], total_words(person))
    yield Item("attendance", whole(pay["days_worked"]), attendance_words(person))
    for text in (pay["warning"], remark_beside_rank(person)):
        if text:
            yield Item("warning", None, same(text))


def remark_beside_rank(person: PersonMonth) -> str:
    """The remark of 考核评分 without why somebody is not ranked, which the line of the rank says."""
    remark, standing = person.score.get("remark") or "", person.score.get("standing")
    if standing not in NOT_RANKED:
        return remark
    said = NOT_RANKED[standing]
    return remark.removeprefix(said.zh).removeprefix(said.en).lstrip("；; ")


def commission_items(person: PersonMonth) -> Iterator[Item]:
    pay, found = person.pay, person.commission
    if found:
        sales = yuan(found["sales"])
        yield Item("commission", found["sales"], Words(f"净销售额 {sales} 元", f"Net sales of {sales} yuan"))
        if found["refunds_back"]:
            yield Item("commission", -found["refunds_back"], refund_words(person))
        yield Item("commission", found["computed"], rule_words(person))
    yield Item("commission", pay["commission_due"], due_words(person))


def refund_words(person: PersonMonth) -> Words:
    """How many, how much, and the largest orders."""
    grown = [row for row in person.refunds if row["amount"] > 0]
    shrunk = [row for row in reversed(person.refunds) if row["amount"] < 0]
    if not shrunk:
        return taken_words(grown, person.commission["refunds_back"])
    given = -sum((row["amount"] for row in shrunk), NOTHING)
    said = Words(
        f"以前月份订单的退款改小 {len(shrunk)} 笔，加回 {yuan(given)} 元",
        f"Refunds of {counted(len(shrunk), 'order')} of earlier months shrank, {yuan(given)} yuan given back",
    ) + largest(shrunk)
    if not grown:
        return said
    return taken_words(grown, sum((row["amount"] for row in grown), NOTHING)) + Words("；", "; ") + said


def taken_words(rows: Sequence[Row], taken: Decimal) -> Words:
    return Words(
        f"追回以前月份订单的退款 {len(rows)} 笔，共 {yuan(taken)} 元",
        f"Refunds of {counted(len(rows), 'order')} of earlier months taken back, {yuan(taken)} yuan in all",
    ) + largest(rows)


def largest(rows: Sequence[Row]) -> Words:
    """The orders of the largest amounts, which come first in `rows`."""
    if not rows:
        return same("")
    named = [same(f"{row['order_id']} {yuan(abs(row['amount']))}") for row in rows[:MOST_ORDERS]]
    start = Words("，其中最大的：", ", the largest: ") if len(rows) > MOST_ORDERS else Words("：", ": ")
    return start + joined(named, "、", ", ")


def rule_words(person: PersonMonth) -> Words:
    found = person.commission
    back = found["refunds_back"] or 0  # below 0 where more came back than was taken
    sum_ = f"{yuan(found['sales'])} {'+' if back < 0 else '-'} {yuan(abs(back))} = {yuan(found['base'])}"
    said = Words(f"提成基数 {sum_} 元", f"Base {sum_} yuan")
    if found["computed"] is None:
        return said + Words("；没有适用的提成规则", "; no rules of commission hold for the group")
    how = found["remark"] or ""
    return said + Words(
        f"；按“{found['rule_group']}”的规则 {yuan(found['computed'])} 元（{how}）",
        f"; by the rules of '{found['rule_group']}' {yuan(found['computed'])} yuan ({how})",
    )


def due_words(person: PersonMonth) -> Words:
    pay, by_rules = person.pay, person.commission.get("computed")
    due = yuan(pay["commission_due"])
    if pay["commission"] is not None:
        why = pay["commission_reason"] or ""
        said = Words(f"应发提成 {due} 元：由人事填写", f"Commission due {due} yuan: typed by HR")
        if by_rules is not None:
            said += Words(f"（按规则 {yuan(by_rules)} 元）", f" (by the rules {yuan(by_rules)} yuan)")
        return said + Words(f"，理由：{why or '未写'}", f"; reason: {why or 'not given'}")
    if pay["commission_due"] is None:
        return Words(
            "还没有提成：由人事填，或启用提成规则", "No commission yet: HR types it, or rules give it"
        )
    return Words(f"应发提成 {due} 元：按规则", f"Commission due {due} yuan: by the rules")


def reward_items(person: PersonMonth) -> Iterator[Item]:
    pay, score = person.pay, person.score
    if pay["bonus"] is not None:
        among = shared_words(len(person.at_rank(1)))
        said = Words(
            f"第一名奖励 {yuan(pay['bonus'])} 元", f"Bonus for first place: {yuan(pay['bonus'])} yuan"
        )
        yield Item("bonus", pay["bonus"], said + among)
    owed = score.get("deduction")
    if owed is None and pay["deduction"] is None:
        return
    last = shared_words(len(person.at_rank(int(score["rank"])))) if score.get("rank") else same("")
    said = Words(f"末名从提成扣 {yuan(owed)} 元", f"Last place: {yuan(owed)} yuan off commission") + last
    if pay["deduction"] is not None and owed is not None and pay["deduction"] < owed:
        said += Words(
            f"；提成只有 {yuan(pay['commission_due'])} 元，最多扣这么多",
            f"; commission is {yuan(pay['commission_due'])} yuan, and no more is taken",
        )
    yield Item("deduction", pay["deduction"], said + Words("。", "; ") + NOT_A_DEDUCTION)


def shared_words(people: int) -> Words:
    if people < 2:
        return same("")
    return Words(f"（并列 {people} 人平分）", f" (shared by {people})")


def fine_words(person: PersonMonth) -> Words:
    fines = [row for row in person.conduct if row["kind"] == "discipline" and row["amount"]]
    if not fines:
        return Words("没有违规罚款", "No fines")
    named = [same(f"{row['date']:%m-%d} {row['what']} {yuan(row['amount'])}") for row in fines]
    return Words("违规罚款：", "Fines: ") + joined(named)


def total_words(person: PersonMonth) -> Words:
    """The sum as it stands on the sheet; said where it does not add up."""
    pay = person.pay
    terms = [
        (sign, header("Pay", name), pay[name])
        for sign, name in (
            ("", "commission_due"),
            (" + ", "bonus"),
            (" - ", "deduction"),
            (" - ", "discipline"),
        )
        if name == "commission_due" or pay[name] is not None
    ]
    text = joined((same(sign) + name + same(f" {yuan(value)}") for sign, name, value in terms), "", "")
    due, plus, minus = (pay[name] or NOTHING for name in ("commission_due", "bonus", "deduction"))
    adds_up = due + plus - minus - (pay["discipline"] or NOTHING) == pay["total"]
    said = header("Pay", "total") + same(" = ") + text
    if len(terms) > 1 or not adds_up:
        said += same(f" = {yuan(pay['total'])}")
    if not adds_up:
        said += Words("（各项加不到这个数，请“填写检查”）", " (it does not add up: use 'Check')")
    return said


def attendance_words(person: PersonMonth) -> Words:
    """Days and hours; what is empty is left out."""
    shown = [
        header("Pay", name) + same(" ") + cell_words("Pay", name, person.pay[name])
        for name in DAYS
        if person.pay[name] is not None
    ]
    return joined(shown, "，", ", ") if shown else Words("本月没有排班", "No roster of the month")
