"""How many people answer enough chats in time: the Erlang C formula, with several chats at once.

A person who has `chats_at_once` chats going counts as so many servers, each busy with one chat for the
mean handling time. Chats come at random (Poisson), wait in one queue and do not give up, so the answer
errs on the side of too many people.

Source: A. K. Erlang (1917); computed through Erlang B by its recursion, which needs no factorials
(R. B. Cooper, Introduction to Queueing Theory, 2nd ed. 1981, chapter 3).
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class ErlangAssumptions:
    """What is taken for granted of chats. The numbers are ours.

    answer_seconds: a chat counts as answered in time within so long (30: the platforms' 30s应答率).
    answer_share: the share of chats to be answered in time, more than 0 and less than 1.
    handling_seconds: how long a chat takes from its first to its last message while others go on beside it.
    chats_at_once: how many chats a person has going at the same time.
    """

    answer_seconds: float = 30.0
    answer_share: float = 0.9
    handling_seconds: float = 600.0
    chats_at_once: int = 4

    def __post_init__(self) -> None:
        if self.answer_seconds < 0 or self.handling_seconds <= 0:
            raise ValueError(f"Times must be positive: {self}.")
        if not 0 < self.answer_share < 1:
            raise ValueError(f"A share of {self.answer_share} cannot be aimed at; it lies between 0 and 1.")
        if self.chats_at_once < 1:
            raise ValueError(f"A person has at least one chat at once, not {self.chats_at_once}.")


def waiting_probability(load: float, servers: int) -> float:
    """The share of arrivals that wait, with `load` erlangs on so many servers (Erlang C).

    1 where the servers cannot keep up.
    """
    if load >= servers:
        return 1.0
    blocked = 1.0
    for number in range(1, servers + 1):
        blocked = load * blocked / (number + load * blocked)
    return servers * blocked / (servers - load * (1 - blocked))


def answered_in_time(people: int, arrivals: float, assumed: ErlangAssumptions) -> float:
    """The share of chats answered within `answer_seconds`, with so many arrivals an hour."""
    load = arrivals * assumed.handling_seconds / 3600
    servers = people * assumed.chats_at_once
    if load >= servers:
        return 0.0
    served = (servers - load) * assumed.answer_seconds / assumed.handling_seconds
    return 1.0 - waiting_probability(load, servers) * math.exp(-served)


def people_needed(arrivals: float, assumed: ErlangAssumptions) -> int:
    """The fewest people who answer `answer_share` of so many chats an hour in time; 0 without chats."""
    if arrivals <= 0:
        return 0
    people = math.floor(arrivals * assumed.handling_seconds / 3600 / assumed.chats_at_once) + 1
    while answered_in_time(people, arrivals, assumed) < assumed.answer_share:
        people += 1
    return people
