"""A random shop's November: as rows for csbook, and worked out by the reference."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pandas as pd

from tests.scorecard import reference, reference_pay
from tests.scorecard.reference_teams import (
    CONDUCT,
    FEW,
    GRADES,
    STAFF_NUMBERS,
    TYPED,
    amount,
    person,
    rules,
    staff_size,
)
from tests.scorecard.workplace import agent, log, ruler

Row = dict[str, Any]
MONTH = "2026-11"
AFTER, WITHIN = dt.datetime(2026, 12, 5, 9), dt.datetime(2026, 11, 16, 9)
GROUPS = ("天猫", "京东", "全部", "无规则组")
COUNTS = (
    "receptions", "answered", "enquiries", "buyers", "orders", "valid_orders", "paid_orders",
    "refunded_orders", "abnormal_orders", "ratings", "satisfied", "complaints",
)  # fmt: skip
# Measure -> worst, best, weight; or bands (from the best on) with whether lower is better.
LINES = {
    "conversion": ("20", "60", "25"),
    "loss": ("80", "40", "7.5"),
    "response_seconds": ("60", "15", "15"),
    "valid_share": ("80", "100", "5"),
    "paid_share": ("60", "95", "10"),
    "refund_share": ("20", "0", "5"),
    "order_value": ("-10", "90", "7"),
    "complaint_share": ("2", "0", "10"),
    "abnormal_share": ("10", "0", "5"),
    "answered_share": ("80", "100", "10"),
    "satisfaction": ("70", "95", "0"),
    "log_complete": ("60", "100", "3"),
    "log_in_time": ("50", "100", "2"),
    "log_true": ("0", "100", "1"),
}
BANDS = {
    "conversion": ((("60", "100"), ("50", "85"), ("45", "70")), False),
    "response_seconds": ((("15", "100"), ("40", "62.5"), ("60", "10")), True),
    "order_value": ((("50", "100"), ("0", "40.05")), False),
}
ROLES = ("any", "any", "presale", "aftersale", "both")
PLATFORMS = ("any", "any", "tmall", "jd")
TICKS = ("check_orders", "check_messages", "handover", "leftovers", "shipments", "reviews")


class Shop:
    """One month of a random team. Everything drawn hangs on the seed alone."""

    def __init__(self, seed: int) -> None:
        draw = Random(seed)
        kind = ("few", "any", "gaps", "level", "level", "alone")[seed % 6]
        size = 1 if kind == "alone" else staff_size(draw)
        self.today = WITHIN if seed % 7 == 0 else AFTER
        self.agents = draw.sample(STAFF_NUMBERS, size)
        self.people = {who: person(draw, "any" if kind == "alone" else kind) for who in self.agents}
        self.staff = [self.employee(who, draw) for who in self.agents]
        self.log = [row for who in self.agents for row in self.days_logged(who, draw)]
        self.measures = self.chosen_measures(draw)
        self.readings = [row for who in self.agents for row in self.readings_of(who, draw)]
        self.rules = rules(draw, GROUPS[: draw.choice((1, 3))])
        self.typed_commission = {
            who: draw.choice((None, None, amount(draw, 0, 90), amount(draw, 0, 3000))) for who in self.agents
        }
        self.conduct = {who: draw.sample(CONDUCT, draw.choice((0, 0, 1, 2))) for who in self.agents}
        self.earlier = self.earlier_ranks(draw)
        self.set_to = self.chosen_settings(draw)
        if kind != "gaps":
            self.type_where_nothing_is_proposed(draw)

    def type_where_nothing_is_proposed(self, draw: Random) -> None:
        """So that the month can be ranked."""
        for who in self.agents:
            proposed = self.proposals(who)[2]
            for name in ("performance", "service"):
                if proposed[f"{name}_proposed"] is None and self.people[who][name] is None:
                    self.people[who][name] = draw.choice(FEW)

    def employee(self, who: str, draw: Random) -> Row:
        """Somebody hired long ago, or who came, left or was on probation in the month."""
        part = {"hired": "2026-11-16"}, {"left": "2026-11-20"}, {"probation_until": "2026-12-31"}
        days = draw.choice(part) if draw.random() < 0.15 else {}
        return agent(
            who,
            group=draw.choice(GROUPS),
            role=draw.choice(("presale", "aftersale", "both")),
            platforms=draw.choice(("tmall", "jd")),
            **{name: pd.Timestamp(day) for name, day in days.items()},
        )

    def days_logged(self, who: str, draw: Random) -> list[Row]:
        """Up to four rows of the log, at times with empty cells and zeros; one may be of October."""
        rows = []
        for day in draw.sample(range(1, 31), draw.choice((0, 1, 2, 4))):
            figures: Row = {name: draw.choice((None, 0, *range(1, 12))) for name in COUNTS}
            figures["response_seconds"] = draw.choice((None, draw.randrange(6000) / 10))
            figures["sales"] = draw.choice(
                (None, Decimal(amount(draw, -300, 400)), Decimal(amount(draw, 0, 20000)))
            )
            figures["on_time"] = draw.choice((None, True, False))
            figures["spot_check"] = draw.choice((None, "true", "wrong"))
            figures |= {tick: draw.random() < 0.95 for tick in TICKS}
            rows.append(log(who, day, platform=self.employed(who)["platforms"], **figures))
        if draw.random() < 0.3:
            october = log(who, 1, enquiries=50, buyers=50, sales=Decimal(99999))
            rows.append(october | {"date": pd.Timestamp("2026-10-31")})
        return rows

    def chosen_measures(self, draw: Random) -> list[Row]:
        """Some of the measures, on lines or in bands, some switched off, each for everybody or for a role,
        a platform or both, at times with several rows."""
        chosen = []
        names = draw.sample(sorted(LINES), draw.choice((1, 3, 8, len(LINES))))
        held = {(n, draw.choice(ROLES), draw.choice(PLATFORMS)) for n in names for _ in range(2)}
        for name, role, platform in sorted(held):
            worst, best, weight = LINES[name]
            rule: Row = {
                "measure": name,
                "role": role,
                "platform": platform,
                "active": draw.random() < 0.9,
                "weight": draw.choice((weight, "12.5")),
                "least": draw.choice((0, 0, 2, 10)),
                "worst": worst,
                "best": best,
                "lower": Fraction(best) < Fraction(worst),
            }
            if name in BANDS and draw.random() < 0.5:
                bands, lower = BANDS[name]
                rule |= {"bands": bands, "lower": lower}
            chosen.append(rule)
        return chosen

    def readings_of(self, who: str, draw: Random) -> list[Row]:
        """Readings of chat logs and mystery customers, of one to five steps, one of them of October."""
        days = [pd.Timestamp("2026-10-30"), *(pd.Timestamp(2026, 11, d) for d in (4, 11, 18, 30))]
        steps = ("opening", "product", "campaign", "cross_sale", "closing")
        return [
            {
                "date": day,
                "agent_id": who,
                "method": method,
                "step": step,
                "score": draw.choice((60.05, 70.0, 99.95, 100.0)),
            }
            for day in draw.sample(days, draw.choice((0, 1, 3, 5)))
            for method in draw.choice((("chat_log",), ("mystery",), ("chat_log", "mystery")))
            for step in draw.sample(steps, draw.choice((1, 2, 5)))
        ]

    def earlier_ranks(self, draw: Random) -> list[dict[str, int | None]]:
        """The ranks of August to October, oldest first; a month in which all are alike has no last."""
        months: list[dict[str, int | None]] = []
        for _ in range(3):
            if draw.random() < 0.2:
                months.append(dict.fromkeys(self.agents))
            else:
                order = draw.sample(self.agents, len(self.agents)) if draw.random() < 0.5 else self.agents
                months.append({who: place for place, who in enumerate(order, 1)})
        return months

    def chosen_settings(self, draw: Random) -> dict[str, Any]:
        return {
            "least_ranked": draw.choice((1, 2, 3, 3)),
            "first_bonus": Decimal(draw.choice(("100", "100", "100.01", "0"))),
            "last_deduction": Decimal(draw.choice(("100", "100", "0.05", "333.33"))),
            "commission_method": draw.choice(("slices", "whole")),
            "commission_floor": draw.choice((None, None, Decimal("50.55"))),
            "commission_cap": draw.choice((None, None, Decimal("20.5"), Decimal("800"))),
            "discipline": draw.random() < 0.4,
            **({"self_share": 0.35, "manager_share": 0.65} if draw.random() < 0.3 else {}),
        }

    @property
    def shares(self) -> dict[str, str]:
        """The shares in force, as the reference takes them."""
        own = str(self.set_to.get("self_share", "0.3"))
        criteria = {"performance": "0.6", "ability": "0.1", "cooperation": "0.15", "service": "0.15"}
        return {"self": own, "manager": str(1 - Decimal(own)), **criteria}

    def rows(self) -> dict[str, list[Row]]:
        """The rows of the tables, as people and csbook filled them before the month is scored."""
        conduct = [(who, n, *one) for who, found in self.conduct.items() for n, one in enumerate(found)]
        return {
            "Staff": self.staff,
            "DailyLog": self.log,
            "Quality": self.readings,
            "Measures": [self.as_ruler(rule) for rule in self.measures],
            "Grades": [{"grade": name, "least": float(least)} for name, least in GRADES],
            "CommissionRules": [
                {"group": of, "from_amount": Decimal(start), "rate": float(rate), "active": on}
                for of, start, rate, on in self.rules
            ],
            "Scores": [
                *self.earlier_rows(),
                *({"month": MONTH, "agent_id": who, **self.typed(who)} for who in self.agents),
            ],
            "Pay": [
                {"month": MONTH, "agent_id": who, "commission": Decimal(typed)}
                for who, typed in self.typed_commission.items()
                if typed is not None
            ],
            "Conduct": [
                {"date": pd.Timestamp(2026, 11, 1 + n), "agent_id": who, "kind": kind, "what": f"事由{n}"}
                | {"amount": None if fine is None else Decimal(fine)}
                for who, n, kind, fine in conduct
            ],
        }

    def typed(self, who: str) -> dict[str, float | None]:
        found = {name: self.people[who][name] for name in TYPED}
        return {name: None if value is None else float(value) for name, value in found.items()}

    def earlier_rows(self) -> list[Row]:
        return [
            {"month": f"2026-{8 + n:02d}", "agent_id": who, "rank": rank}
            | {"last_streak": reference.streak(who, self.earlier[: n + 1])}
            for n, placed in enumerate(self.earlier)
            for who, rank in placed.items()
        ]

    @staticmethod
    def as_ruler(rule: Row) -> Row:
        bands = "; ".join(f"{bound}={points}" for bound, points in rule.get("bands", ()))
        return ruler(
            rule["measure"],
            float(rule["worst"]),
            float(rule["best"]),
            float(rule["weight"]),
            role=rule["role"],
            platform=rule["platform"],
            active=rule["active"],
            least_sample=rule["least"],
            bands=bands or None,
        )

    def happened(self, rows: list[Row], who: str) -> list[Row]:
        """The rows of one person, of days of the month that have come."""
        days = (pd.Timestamp("2026-11-01"), min(pd.Timestamp(self.today), pd.Timestamp("2026-11-30")))
        return [row for row in rows if row["agent_id"] == who and days[0] <= row["date"] <= days[1]]

    def employed(self, who: str) -> Row:
        return next(row for row in self.staff if row["agent_id"] == who)

    def rules_of(self, who: str) -> dict[str, Row]:
        """Of each measure the most specific row: role and platform, role, platform, any; none if off."""
        own = self.employed(who)
        for_them = [
            rule
            for rule in self.measures
            if rule["role"] in ("any", own["role"]) and rule["platform"] in ("any", own["platforms"])
        ]
        for_them.sort(key=lambda rule: (rule["role"] != "any", rule["platform"] != "any"))
        return {name: rule for name, rule in {r["measure"]: r for r in for_them}.items() if rule["active"]}

    def proposals(self, who: str) -> tuple[Row, Row, Row]:
        """Of one person: the figures, what of them counts, and the two proposals."""
        figures = reference.figures(self.happened(self.log, who), self.today.date())
        performance, parts = reference.proposal(figures, self.rules_of(who))
        own = self.happened(self.readings, who)
        read = [(row["date"], row["method"], row["score"]) for row in own]
        proposed = {"performance_proposed": performance, "service_proposed": reference.service(read)}
        return figures, parts, proposed

    def scored(self, standing: dict[str, str]) -> dict[str, Row]:
        """Staff number -> scores, rank and rewards, for those whose standing is given."""
        people = {
            who: self.people[who] | self.proposals(who)[2] | {"standing": place}
            for who, place in standing.items()
        }
        prize, forfeit = (
            reference.cents(Fraction(self.set_to[name])) for name in ("first_bonus", "last_deduction")
        )
        return reference.month(people, self.shares, self.set_to["least_ranked"], prize, forfeit)

    def commission(self, who: str) -> tuple[Fraction, int | None]:
        """The base and what the rules give, in cents."""
        group = self.employed(who)["group"]
        base = sum(Fraction(r["sales"]) for r in self.happened(self.log, who) if r["sales"] is not None)
        of = reference_pay.rules_for(group, self.rules)
        limits = {n: self.set_to[f"commission_{n}"] for n in ("method", "floor", "cap")}
        return Fraction(base), reference_pay.commission(base, self.rules, of, **limits)

    def paid(self, who: str, scored: Row) -> Row:
        """The pay sheet's amounts of one person, in cents."""
        fined = reference_pay.fines(self.conduct[who], on=self.set_to["discipline"])
        computed = self.commission(who)[1]
        return reference_pay.pay(
            computed, self.typed_commission[who], scored["bonus"], scored["deduction"], fined
        )
