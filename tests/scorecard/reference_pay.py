"""Commission and the pay sheet worked out again in plain Python, sharing no code with csbook.

Amounts come as int, Decimal or text; results are whole cents or None for an empty cell. Written from
domain A7.9 and A8, the issue's text and the help texts of the sheets.
"""

from __future__ import annotations

from tests.scorecard.reference import cents, exact


def rules_for(group, rules, every="全部"):
    """The name under which a group finds its rules: its own, else those for all, else None.

    `rules`: (group, from amount, rate, active); one that is switched off counts for nothing.
    """
    active = {name for name, _, _, on in rules if on}
    return group if group in active else every if every in active else None


def commission(base, rules, of, method="slices", floor=None, cap=None):
    """What the rules of `of` give on net sales of `base`; None where there are no rules.

    Slices: each part of the sales between two steps at the rate of the lower one. Whole: all sales at
    the rate of the highest step reached. Sales below zero earn nothing, a floor is paid all the same,
    and the cap is the most.
    """
    if of is None:
        return None
    base = exact(base)
    steps = sorted((exact(start), exact(rate)) for name, start, rate, on in rules if on and name == of)
    if method == "whole":
        reached = [rate for start, rate in steps if start <= base]
        earned = base * reached[-1] if reached else 0
    else:
        ends = [start for start, _ in steps[1:]] + [base]
        earned = sum(
            rate * (min(base, end) - start)
            for (start, rate), end in zip(steps, ends, strict=True)
            if base > start
        )
    due = max(0, cents(exact(floor or 0)), cents(exact(earned)))
    return due if cap is None else min(due, cents(exact(cap)))


def fines(conduct, *, on):
    """Cents of one person's breaches of the month; None while fines are off. `conduct`: (kind, amount)."""
    if not on:
        return None
    return sum(cents(exact(amount or 0)) for kind, amount in conduct if kind == "discipline")


def grade(score, grades):
    """The name of the highest grade reached. `grades`: (name, from score)."""
    if score is None:
        return None
    reached = [(exact(least), name) for name, least in grades if exact(least) <= score]
    return max(reached)[1] if reached else None


def pay(computed, typed, bonus, owed, fined):
    """One row of the pay sheet, in cents: what HR typed goes before the rules, and the deduction of the
    last is never more than the commission."""
    due = computed if typed is None else cents(exact(typed))
    taken = None if owed is None else min(owed, due or 0)
    return {
        "commission_due": due,
        "bonus": bonus,
        "deduction": taken,
        "discipline": fined,
        "total": (due or 0) + (bonus or 0) - (taken or 0) - (fined or 0),
    }


def bases(orders, months):
    """(month, staff number) -> base of the commission on orders, where each month is scored once, in turn;
    and by order how much of its refund has been counted in the end.

    `orders`: (staff number or None, month paid or None, amount paid, {month of scoring: refund known}).
    A month counts what its own orders were paid less their refunds as known then, and takes back what
    became known since its last scoring of the orders of the months before. A refund that shrank is given back
    as far as it was taken: a month whose base is used up takes nothing more.
    """
    found, counted, borne = {}, dict.fromkeys(range(len(orders)), 0), dict.fromkeys(range(len(orders)), 0)
    for now in months:
        for who in sorted({order[0] for order in orders if order[0]}):
            mine = [
                (n, paid_in, exact(amount), exact(known[now]))
                for n, (agent, paid_in, amount, known) in enumerate(orders)
                if agent == who and paid_in and paid_in <= now
            ]
            rest = sum(amount for _, paid_in, amount, _ in mine if paid_in == now)
            for n, paid_in, _, refund in mine:
                if paid_in == now:
                    counted[n], borne[n] = refund, min(refund, rest)
                    rest -= refund
            base = rest
            for n, paid_in, _, refund in mine:
                if paid_in < now and refund < counted[n]:
                    given = min(counted[n] - refund, borne[n])
                    counted[n], borne[n], base = counted[n] - given, borne[n] - given, base + given
            rest = base
            for n, paid_in, _, refund in mine:
                if paid_in < now and refund > counted[n]:
                    taken, counted[n] = refund - counted[n], refund
                    borne[n] += min(taken, max(rest, 0))
                    rest, base = rest - taken, base - taken
            found[now, who] = base
    return found, counted
