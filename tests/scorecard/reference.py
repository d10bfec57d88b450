"""Scores worked out again in plain Python from the rules' text, sharing no code with csbook.

Numbers come as int, Decimal or text and are exact fractions inside; None is an empty cell. People are
named by their staff numbers. Written from domain A7, the issue's text and the help texts of the sheets.
"""

from __future__ import annotations

from fractions import Fraction

# Measures that the daily log gives: what is added up, what it is divided by, and the unit.
RATES = {
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
TICKS = ("check_orders", "check_messages", "handover", "leftovers", "shipments", "reviews")
CRITERIA = ("performance", "ability", "cooperation", "service")


def exact(value):
    return None if value is None else Fraction(str(value))


def cents(value):
    """Whole hundredths, halves away from zero: 0.005 is 1, -0.005 is -1."""
    size = abs(value) * 100
    whole = (2 * size.numerator + size.denominator) // (2 * size.denominator)
    return whole if value >= 0 else -whole


def two_places(value):
    return None if value is None else Fraction(cents(value), 100)


def figures(log, today):
    """Measure -> (value with two decimals, sample) of one person's rows of the daily log.

    A row counts for a measure when its cells are filled; a denominator of zero gives none. The log of the
    day `today` may still be filled in: until the day is over it counts only once it is complete.
    """
    found = {}

    def note(name, over, under, unit):
        if under:
            found[name] = (two_places(unit * over / under), under)

    for name, (over, under, unit) in RATES.items():
        pairs = [(exact(r.get(over)), exact(r.get(under))) for r in log]
        filled = [pair for pair in pairs if None not in pair]
        note(name, sum(o for o, _ in filled), sum(u for _, u in filled), unit)
        if name == "conversion":
            note("loss", sum(u - o for o, u in filled), sum(u for _, u in filled), unit)
    owed = [row for row in log if complete(row) or row["date"].date() < today]
    note("log_complete", Fraction(sum(map(complete, owed))), len(owed), 100)
    for name, cell, good in (("log_in_time", "on_time", True), ("log_true", "spot_check", "true")):
        told = [row[cell] for row in log if row.get(cell) is not None]
        note(name, Fraction(told.count(good)), len(told), 100)
    return found


def complete(row):
    """Whether a row of the log has its receptions and all six ticks."""
    return row.get("receptions") is not None and all(row.get(tick) is True for tick in TICKS)


def points(value, rule):
    """0 to 100 of a measure's value. `rule`: `worst` and `best`, or `bands` (bound, points) with `lower`."""
    if rule.get("bands"):
        reached = [
            exact(given)
            for bound, given in rule["bands"]
            if (value <= exact(bound) if rule["lower"] else value >= exact(bound))
        ]
        return max(reached, default=Fraction(0))
    worst, best = exact(rule["worst"]), exact(rule["best"])
    return max(Fraction(0), min(Fraction(100), 100 * (value - worst) / (best - worst)))


def proposal(found, rules):
    """The proposed performance and, by measure that counts, its points and its share of the weights.

    `rules`: measure -> rule with `weight` and `least` (the smallest sample). A measure without a figure,
    or with too small a sample, drops out, and the weights of the others make up the whole.
    """
    counted = {
        name: (points(found[name][0], rule), exact(rule["weight"]))
        for name, rule in rules.items()
        if name in found and found[name][1] >= rule["least"] and exact(rule["weight"]) > 0
    }
    whole = sum(weight for _, weight in counted.values())
    parts = {name: (got, weight / whole) for name, (got, weight) in counted.items()}
    return two_places(sum(got * share for got, share in parts.values())) if parts else None, parts


def service(readings):
    """The proposed service score of one person, two decimals. `readings`: (day, method, score of a step).

    What one day and method gave is one reading and counts with its mean; the proposal is the mean of those.
    """
    found = {}
    for day, method, score in readings:
        found.setdefault((day, method), []).append(exact(score))
    means = [sum(scores) / len(scores) for scores in found.values()]
    return two_places(sum(means) / len(means)) if means else None


def judged(person, shares):
    """What is used, the manager's score and the weighted score of one person.

    `person`: typed `self_score`, `performance`, `ability`, `cooperation`, `service`, and the proposals
    `performance_proposed`, `service_proposed`; `shares`: of `self`, `manager` and the four criteria.
    """
    used = {name: exact(person.get(name)) for name in CRITERIA}
    for name in ("performance", "service"):
        if used[name] is None:
            used[name] = exact(person.get(f"{name}_proposed"))
    own = exact(person.get("self_score"))
    manager = weighted = None
    if None not in used.values():
        manager = two_places(sum(exact(shares[name]) * used[name] for name in CRITERIA))
        if own is not None:
            weighted = two_places(exact(shares["self"]) * own + exact(shares["manager"]) * manager)
    return {**used, "manager": manager, "weighted": weighted}


def ranks(team, least_ranked):
    """Staff number -> rank or None. `team`: staff number -> judged scores with `standing`.

    Equal in weighted score, manager's score and performance: the same rank, and the next is left out.
    Nobody is ranked while one of those to be ranked lacks a score, or where there are too few.
    """
    competing = {who: one for who, one in team.items() if one["standing"] == "ranked"}
    result = dict.fromkeys(team)
    scores = [one["weighted"] for one in competing.values()]
    if len(scores) < least_ranked or None in scores:
        return result
    order = {who: (one["weighted"], one["manager"], one["performance"]) for who, one in competing.items()}
    for who, mine in order.items():
        result[who] = 1 + sum(other > mine for other in order.values())
    return result


def divided(amount, people):
    """Cents for each, the odd ones to the first staff numbers in the order of their text."""
    part, odd = divmod(amount, len(people))
    return {who: part + (1 if place < odd else 0) for place, who in enumerate(sorted(people))}


def rewards(placed, prize, forfeit):
    """(bonus, deduction): staff number -> cents, of the first and of the last; empty where all are equal."""
    found = {who: rank for who, rank in placed.items() if rank is not None}
    if len(set(found.values())) < 2:
        return {}, {}
    first, last = min(found.values()), max(found.values())
    return (
        divided(prize, [who for who, rank in found.items() if rank == first]),
        divided(forfeit, [who for who, rank in found.items() if rank == last]),
    )


def owing(placed):
    """Who hands in an improvement plan: the last two places by count, ties included, never a first."""
    order = sorted(rank for rank in placed.values() if rank is not None)
    if len(set(order)) < 2:
        return set()
    return {who for who, rank in placed.items() if rank is not None and rank > 1 and rank >= order[-2]}


def lasts(placed):
    """Who is last of a month."""
    found = [rank for rank in placed.values() if rank is not None]
    return {who for who, rank in placed.items() if rank is not None and 1 < rank == max(found)}


def streak(who, months):
    """How many months running, up to the newest, somebody was last; None without a rank in the newest.
    `months`: ranks, oldest first."""
    if months[-1][who] is None:
        return None
    running = 0
    for placed in reversed(months):
        if who not in lasts(placed):
            break
        running += 1
    return running


def month(people, shares, least_ranked=3, prize=10000, forfeit=10000):
    """Staff number -> judged scores with `rank`, `bonus` and `deduction` (cents or None) and `owes`."""
    team = {who: {**judged(one, shares), "standing": one["standing"]} for who, one in people.items()}
    placed = ranks(team, least_ranked)
    bonus, deduction = rewards(placed, prize, forfeit)
    owes = owing(placed)
    return {
        who: {
            **one,
            "rank": placed[who],
            "bonus": bonus.get(who),
            "deduction": deduction.get(who),
            "owes": who in owes,
        }
        for who, one in team.items()
    }
