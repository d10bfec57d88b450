"""The line of figures above a table: how many rows are in which state, and the totals of its columns.

Totals and row counts follow the filter; counts of a state are over the whole table. While a table has no
row, a line of its own says what comes first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from csbook.drawing.formulas import in_language, quoted, text_of
from csbook.problems import Language, Words
from csbook.schema.empty_states import WHEN_EMPTY, counted_column
from csbook.schema.table import Table

Rows = Sequence[Mapping[str, Any]]
GAP: Final = "      "


@dataclass(frozen=True)
class Figure:
    """One figure over a column: `code` counts a state, else `how` is `count` or `sum`."""

    label: Words
    column: str
    how: str = "count"
    code: str | None = None
    digits: int = 0

    def formula(self, table: Table, language: Language) -> str:
        if self.code is not None:
            return in_language(
                f"COUNTIF({{{table.name}.{self.column}}},{{{table.name}.{self.column}={self.code}}})",
                language,
            )
        kind = 109 if self.how == "sum" else 103
        shown = "#,##0" + ("." + "0" * self.digits if self.digits else "")
        return in_language(f'TEXT(SUBTOTAL({kind},{{{table.name}.{self.column}}}),"{shown}")', language)

    def value(self, rows: Rows) -> str:
        """What the formula shows for these rows, without a filter."""
        cells = [row.get(self.column) for row in rows]
        if self.code is not None:
            return str(cells.count(self.code))
        given = [cell for cell in cells if cell not in (None, "")]
        return f"{sum(given):,.{self.digits}f}" if self.how == "sum" else f"{len(given):,}"


def money(label: Words, column: str) -> Figure:
    """The total of amounts that are paid, to the cent."""
    return Figure(label, column, "sum", digits=2)


def state(table: Table, column: str, *codes: str) -> tuple[Figure, ...]:
    """One figure for each code, labelled with the choice's own text."""
    return tuple(
        Figure(Words(text_of(table[column], c, "zh"), many(text_of(table[column], c, "en"))), column, code=c)
        for c in codes
    )


def many(text: str) -> str:
    """An English choice as the label of how many there are."""
    plural = PLURALS.get(text, text)
    return plural[:1].upper() + plural[1:]


def figures(table: Table) -> tuple[Figure, ...]:
    """The figures of a table, from left to right; none where a line would say nothing."""
    chosen = STATES.get(table.name)
    counted = state(table, *chosen) if chosen else ()
    return (*TOTALS.get(table.name, ()), *counted)


PLURALS: Final = {
    "follow-up": "follow-ups",
    "case": "cases",
    "monthly target": "monthly targets",
    "team meeting": "team meetings",
}
STATES: Final[dict[str, tuple[str, ...]]] = {
    "Today": ("state", "overdue", "due", "escalated"),
    "Requests": ("state", "pending", "approved", "rejected"),
    "Customers": ("archive_state", "due", "overdue"),
    "HandOver": ("kind", "follow_up", "case"),
    "Enquiries": ("state", "open", "ordered"),
    "FollowUps": ("state", "overdue", "due", "escalated", "planned", "done"),
    "AfterSales": ("state", "overdue", "open", "closed"),
    "Reviews": ("state", "open", "explained"),
    "Conduct": ("kind", "praise", "discipline"),
    "Scores": ("standing", "ranked"),
    "Pay": ("state", "provisional", "locked"),
    "Plans": ("state", "owed", "overdue", "handed_in", "handed_in_late", "not_owed"),
    "Plan": ("part", "daily", "training", "target", "meeting"),
    "Locks": ("state", "locked", "reopened"),
    "Problems": ("severity", "error", "warning"),
}
TOTALS: Final[dict[str, tuple[Figure, ...]]] = {
    "Today": (Figure(Words("合计", "Rows"), "agent_id"),),
    "DailyLog": (
        Figure(Words("行数", "Rows"), "agent_id"),
        Figure(Words("接待人数", "Receptions"), "receptions", "sum"),
        Figure(Words("订单数", "Orders"), "orders", "sum"),
        Figure(Words("订单金额", "Order amount"), "order_amount", "sum"),
        Figure(Words("净销售额", "Net sales"), "sales", "sum"),
        Figure(Words("投诉数", "Complaints"), "complaints", "sum"),
    ),
    "Customers": (
        Figure(Words("客户数", "Customers"), "account"),
        Figure(Words("成交金额", "Amount"), "amount", "sum"),
    ),
    "CustomerHistory": (Figure(Words("合计", "Rows"), "at"),),
    "Enquiries": (Figure(Words("询单数", "Enquiries"), "customer"),),
    "AfterSales": (
        Figure(Words("索赔金额", "Claims"), "claim", "sum"),
        Figure(Words("补偿金额", "Compensation"), "compensation", "sum"),
    ),
    "Reviews": (Figure(Words("评价数", "Reviews"), "stars"),),
    "FollowUpSummary": (
        Figure(Words("应办", "Promised"), "promised", "sum"),
        Figure(Words("按时", "In time"), "in_time", "sum"),
        Figure(Words("迟办", "Late"), "late", "sum"),
        Figure(Words("未办", "Open"), "open", "sum"),
    ),
    "Conduct": (Figure(Words("金额", "Amount"), "amount", "sum"),),
    "Quality": (Figure(Words("点评次数", "Readings"), "score"),),
    "Scores": (Figure(Words("行数", "Rows"), "agent_id"),),
    "ScoreDetail": (Figure(Words("行数", "Rows"), "measure"),),
    "Commissions": (
        money(Words("净销售额", "Net sales"), "sales"),
        money(Words("追回退款", "Refunds taken back"), "refunds_back"),
        money(Words("按规则提成", "By the rules"), "computed"),
    ),
    "RefundsTaken": (money(Words("退款合计", "Refunds"), "amount"),),
    "Pay": (
        Figure(Words("行数", "Rows"), "agent_id"),
        money(Words("应发提成", "Commission due"), "commission_due"),
        money(Words("奖励", "Bonus"), "bonus"),
        money(Words("扣提成", "Deduction"), "deduction"),
        money(Words("绩效合计", "Total"), "total"),
    ),
    "PayExplained": (Figure(Words("行数", "Rows"), "item"),),
    "Staff": (Figure(Words("人数", "People"), "agent_id"),),
    "Orders": (
        Figure(Words("订单数", "Orders"), "order_id"),
        Figure(Words("实付金额", "Paid amount"), "paid_amount", "sum"),
        Figure(Words("退款金额", "Refund"), "refund", "sum"),
    ),
}


def line(table: Table, rows: Rows, language: Language) -> tuple[str, str] | None:
    """The formula of the line above a table and the text it shows now."""
    parts = figures(table)
    if not parts:
        return None
    formula = f"&{quoted(GAP)}&".join(
        f"{quoted(part.label(language) + ' ')}&{part.formula(table, language)}" for part in parts
    )
    return f"={formula}", GAP.join(f"{part.label(language)} {part.value(rows)}" for part in parts)


def empty_formula(table: Table, language: Language) -> str | None:
    """The formula of what a table's sheet says for as long as it has no row."""
    words = WHEN_EMPTY.get(table.name)
    if words is None:
        return None
    cells = f"{{{table.name}.{counted_column(table)}}}"
    return in_language(f'=IF(COUNTA({cells})=0,{quoted(words(language))},"")', language)
