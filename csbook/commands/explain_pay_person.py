"""One person's month as it stands on the sheets: what an explanation of the pay row is made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from csbook.commands.cell_words import cell_words
from csbook.commands.live_figures import plain_lines
from csbook.problems import Words, figure
from csbook.schema.settings import Settings

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Item:
    """One line of 核算说明: which part of the pay sheet, the figure, and why it is that figure."""

    kind: str
    amount: Decimal | None
    why: Words


@dataclass(frozen=True)
class PersonMonth:
    """The rows of one month, missing values as None and numbers exact.

    `pay` is the person's row of 绩效核算表, `score` and `commission` are those of 考核评分 and 提成 (empty
    where there is none), `details`, `refunds` (of earlier months' orders, the largest first) and `conduct`
    all of the person's rows; `team` are all rows of 考核评分 of the month. `settings` are those that are kept
    for the month, where any are.
    """

    pay: Row
    score: Row
    commission: Row
    details: Sequence[Row]
    refunds: Sequence[Row]
    conduct: Sequence[Row]
    team: Sequence[Row]
    settings: Settings

    @property
    def agent_id(self) -> str:
        return str(self.pay["agent_id"])

    @property
    def name(self) -> str:
        return str(self.pay["name"] or "")

    @property
    def ranking(self) -> list[Row]:
        """The rows of 考核评分 that have a rank."""
        return [row for row in self.team if row["rank"] is not None]

    def at_rank(self, rank: int) -> list[Row]:
        return [row for row in self.ranking if row["rank"] == rank]


def people_of(tables: Mapping[str, pd.DataFrame], month: str, settings: Settings) -> list[PersonMonth]:
    """Everybody with a row of 绩效核算表 in the month, in its order. `settings`: those of the month."""
    of_month = {
        name: plain_lines(tables[name][tables[name]["month"] == month])
        for name in ("Pay", "Scores", "Commissions", "ScoreDetail", "RefundsTaken")
    }
    conduct = tables["Conduct"]
    dated = plain_lines(conduct[conduct["date"].dt.strftime("%Y-%m") == month])
    refunds = [row for row in of_month["RefundsTaken"] if row["kind"] == "earlier"]
    refunds.sort(key=lambda row: (-row["amount"], str(row["order_id"])))

    def rows_of(rows: Sequence[Row], who: str) -> list[Row]:
        return [row for row in rows if row["agent_id"] == who]

    return [
        PersonMonth(
            pay,
            next(iter(rows_of(of_month["Scores"], pay["agent_id"])), {}),
            next(iter(rows_of(of_month["Commissions"], pay["agent_id"])), {}),
            rows_of(of_month["ScoreDetail"], pay["agent_id"]),
            rows_of(refunds, pay["agent_id"]),
            rows_of(dated, pay["agent_id"]),
            of_month["Scores"],
            settings,
        )
        for pay in of_month["Pay"]
    ]


def whole(value: int | None) -> Decimal | None:
    """A count or a rank as an amount of 核算说明."""
    return None if value is None else Decimal(value)


def points(value: Decimal | None) -> str:
    """A score or share of it as people write it: 84.5."""
    return "" if value is None else figure(float(value))


def yuan(value: Decimal | None) -> str:
    """An amount with its cents: 1,234.50."""
    return f"{value or Decimal(0):,.2f}"


def percent(share: Decimal) -> str:
    return f"{figure(float(share * 100))}%"


def choice(table: str, column: str, row: Row) -> Words:
    return cell_words(table, column, row.get(column))
