"""The month worked out again in plain Python from the rules' text, sharing no code with csbook.

Input: rows as dictionaries (numbers as int or text, None for empty). Output: dictionaries by agent.
"""

from __future__ import annotations

from fractions import Fraction

LOG_RATES = {
    "conversion": ("buyers", "enquiries", 100),
    "response_seconds": ("response_seconds", "answered", 1),
    "valid_share": ("valid_orders", "orders", 100),
    "paid_share": ("paid_orders", "orders", 100),
    "refund_share": ("refunded_orders", "paid_orders", 100),
    "order_value": ("sales", "buyers", 1),
    "complaint_share": ("complaints", "receptions", 100),
    "abnormal_share": ("abnormal_orders", "orders", 100),
    "answered_share": ("answered", "receptions", 100),
    "satisfaction": ("satisfied", "ratings", 100),
}


def hundredths(value):
    """The nearest whole number of hundredths, halves up (for values of at least 0)."""
    n, d = (value * 100).numerator, (value * 100).denominator
    return (2 * n + d) // (2 * d)


def two_places(value):
    return None if value is None else Fraction(hundredths(value), 100)


def rates(log, agent):
    found = {}
    for name, (over, under, scale) in LOG_RATES.items():
        pairs = [
            (Fraction(str(r[over])), Fraction(str(r[under])))
            for r in log
            if r["agent_id"] == agent and r.get(over) is not None and r.get(under) is not None
        ]
        below = sum(u for _, u in pairs)
        if below:
            found[name] = (two_places(scale * sum(o for o, _ in pairs) / below), below)
    return found


def performance(found, rulers):
    """`rulers`: measure -> (worst, best, weight, least sample)."""
    points = weights = Fraction(0)
    for name, (worst, best, weight, least) in rulers.items():
        if name not in found or found[name][1] < least:
            continue
        line = (found[name][0] - worst) / Fraction(best - worst) * 100
        points += weight * max(Fraction(0), min(Fraction(100), line))
        weights += weight
    return two_places(points / weights) if weights else None


def month(agents, log, rulers, typed, commissions, least_ranked=3, prize=10000, fine=10000):
    """Everything of the month. `typed`: agent -> (self, performance, ability, cooperation, service);
    `commissions`: agent -> cents. Money in cents."""
    result = {}
    for agent in agents:
        own, given, ability, cooperation, service = (
            None if v is None else Fraction(str(v)) for v in typed.get(agent, (None,) * 5)
        )
        proposal = performance(rates(log, agent), rulers)
        used = proposal if given is None else given
        manager = weighted = None
        if None not in (used, ability, cooperation, service):
            manager = two_places((60 * used + 10 * ability + 15 * cooperation + 15 * service) / 100)
            if own is not None:
                weighted = two_places((3 * own + 7 * manager) / 10)
        result[agent] = {"proposed": proposal, "manager": manager, "weighted": weighted, "used": used}
    give_ranks(result, least_ranked)
    give_money(result, prize, fine, commissions)
    return result


def give_ranks(result, least_ranked):
    ready = len(result) >= least_ranked and all(r["weighted"] is not None for r in result.values())
    for one in result.values():
        one["rank"] = None
        if ready:
            mine = (one["weighted"], one["manager"], one["used"])
            better = [r for r in result.values() if (r["weighted"], r["manager"], r["used"]) > mine]
            one["rank"] = 1 + len(better)


def give_money(result, prize, fine, commissions):
    placed = sorted(r["rank"] for r in result.values() if r["rank"])
    decided = bool(placed) and placed[0] != placed[-1]
    firsts = sorted(a for a, r in result.items() if decided and r["rank"] == placed[0])
    lasts = sorted(a for a, r in result.items() if decided and r["rank"] == placed[-1])
    for agent, one in result.items():
        one["bonus"] = (
            prize // len(firsts) + (firsts.index(agent) < prize % len(firsts)) if agent in firsts else None
        )
        one["deduction"] = (
            fine // len(lasts) + (lasts.index(agent) < fine % len(lasts)) if agent in lasts else None
        )
        earned = commissions.get(agent, 0)
        one["total"] = earned + (one["bonus"] or 0) - min(one["deduction"] or 0, earned)
        one["owes"] = decided and one["rank"] != 1 and one["rank"] >= placed[-2]
