"""The state of each follow-up, derived from its dates and the moment; nobody types it.

Exactly one of, the first that holds:

* done: the contact was made by now (`done_at`; a call nobody answered is none). It comes before
  closed: a customer who was called and then paid was followed up.
* closed: the event ended it (paid, archived, ...), or its rule was switched off.
* planned: the customer asked to wait (`waiting_until`), or was not reached and is called again
  later (`retry_from`).
* escalated: overdue for `escalate_after` days or more, or called `most_attempts` times in vain.
* overdue: `due_by` has passed.
* due: `due_from` has come, or the last day is today.
* planned: not yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from csbook.followups.calling import UNREACHABLE
from csbook.followups.due import end_of_day
from csbook.followups.event_frame import ENDED, first_true
from csbook.followups.events import is_done
from csbook.followups.possible import earliest, is_impossible, is_moved_too_far, latest_meant
from csbook.problems import Language, Problem, Severity, Words

FINISHED: Final = ("done", "closed")
LEAST_SHOWN: Final = 0.01
"""Days: somebody who is late by minutes is not late by 0.00."""
LATE: Final = ("overdue", "escalated")
PAUSED: Final = {
    "waiting": Words("等客户", "waiting for the customer"),
    "retrying": Words("再拨", "call again"),
}


@dataclass(frozen=True)
class Escalation:
    """When a contact goes to the supervisor: overdue for so many days (rules may say otherwise),
    or after so many calls in vain."""

    after_days: float
    most_attempts: int
    by_rule: dict[str, float]

    def days(self, rule_ids: pd.Series) -> pd.Series:
        by_rule = pd.Series(self.by_rule, dtype="float64")
        return rule_ids.map(by_rule).astype("float64").fillna(self.after_days)

    def tried_out(self, attempts: pd.Series) -> pd.Series:
        return (attempts >= self.most_attempts).fillna(False).astype("bool")


def with_typed_dates(register: pd.DataFrame) -> pd.DataFrame:
    """The register with what people typed in the deadline: `new_due` replaces `due_by`, and where a
    customer asked to wait or is called again, it is not before the end of that day.

    A day typed without a time means its end. A `new_due` before the event cannot be meant and does not count.
    """
    own, typed = register["source"].isna(), latest_meant(register["new_due"])
    due_by = np.where(own, latest_meant(register["due_by"]), register["due_by"])
    due_by = np.where(typed.notna() & ~is_moved_too_far(register), typed, due_by)
    for paused in (register["waiting_until"], register["retry_from"]):
        until = end_of_day(paused).to_numpy()
        due_by = np.where(until > due_by, until, due_by)
    return register.assign(due_by=due_by.astype("datetime64[us]"))


def derive(
    register: pd.DataFrame,
    ended: pd.Series,
    escalation: Escalation,
    today: pd.Timestamp,
    language: Language,
) -> pd.DataFrame:
    """Columns `state`, `days_late` (days, two decimals), `as_of`, `reason` of each row.

    `ended`: per row why the event ended it, a key of `ENDED`, or missing. Finished rows keep the
    `as_of` at which they became so. Deadlines are those of `with_typed_dates`.
    """
    due_from, due_by = register["due_from"], register["due_by"]
    late = (today - due_by).dt.total_seconds() / 86400
    tried_out = escalation.tried_out(register["attempts"])
    too_late = (due_by < today) & (late >= escalation.days(register["rule_id"]))
    state = first_true(
        register.index,
        "planned",
        done=is_done(register, today),
        closed=ended.notna(),
        waiting=register["waiting_until"] > today,
        retrying=register["retry_from"] > today,
        escalated=tried_out | too_late,
        overdue=due_by < today,
        due=(due_from <= today) | (due_by.dt.normalize() == today.normalize()),
    )
    shown = state.mask(state.isin(list(PAUSED)), "planned")
    kept = shown.isin(FINISHED) & (shown == register["state"]) & register["as_of"].notna()
    return pd.DataFrame(
        {
            "state": shown,
            "days_late": days_shown(late).where(shown.isin(LATE)),
            "as_of": register["as_of"].where(kept, today).astype("datetime64[us]"),
            "reason": reasons(register, state, ended, escalation, language),
        }
    )


def days_shown(late: pd.Series) -> pd.Series:
    """Days late to two decimals: at least 0.01 where it is late at all, else 0."""
    days = late.to_numpy()
    shown = np.where((days > 0) & (days < LEAST_SHOWN), LEAST_SHOWN, np.round(np.maximum(days, 0), 2))
    return pd.Series(shown, index=late.index, copy=False)


def reasons(
    register: pd.DataFrame,
    state: pd.Series,
    ended: pd.Series,
    escalation: Escalation,
    language: Language,
) -> pd.Series:
    """Why a row is closed, waits or went to the supervisor; done rows keep what they have."""
    said = {name: words(language) for name, words in PAUSED.items()}
    said_of_ended = {code: words(language) for code, words in ENDED.items()}
    columns = (
        *(state, register["reason"], ended, escalation.days(register["rule_id"])),
        *(escalation.tried_out(register["attempts"]), register["attempts"]),
    )
    rows = zip(*(column.tolist() for column in columns), strict=True)
    found: list[Any] = []
    for now, kept, why, after_days, is_tried_out, attempts in rows:
        if now == "done":
            found.append(kept)
        elif now == "closed":
            found.append(said_of_ended.get(why))
        elif now == "escalated":
            words = in_vain(attempts) if is_tried_out else overdue_for(after_days)
            found.append(words(language))
        else:
            found.append(said.get(now))
    return pd.Series(found, index=register.index, dtype="str")


def overdue_for(days: float) -> Words:
    return Words(f"超时满 {days:g} 天", f"overdue for {days:g} days or more")


def in_vain(attempts: int) -> Words:
    return Words(f"未接通 {attempts} 次", f"{attempts} calls in vain")


def forgotten_dates(register: pd.DataFrame) -> list[Problem]:
    """Rows with a result but no time: they count neither as done nor as a try (warnings)."""
    forgotten = register["result"].notna() & register["done_at"].isna() & register["attempts"].isna()
    done = Words("完成时间：已填结果的回访要填", "the time at which it was done: a result is given")
    tried = Words(
        "拨打的时间：填了才算一次未接通", "the time of the try: without it the attempt does not count"
    )
    return [
        Problem(
            "FollowUps", int(row), "done_at", "", tried if result == UNREACHABLE else done, Severity.WARNING
        )
        for row, result in zip(register.index[forgotten], register["result"][forgotten], strict=True)
    ]


def moves_too_far(register: pd.DataFrame) -> list[Problem]:
    """Deadlines moved to before the event: they do not count (warnings)."""
    wrong = register[is_moved_too_far(register)]
    return [
        Problem(
            "FollowUps",
            int(row),
            "new_due",
            f"{moved:%Y-%m-%d}",
            Words(
                f"不早于 {begin:%Y-%m-%d} 的日期：那时还没有这件事，仍按原来的期限",
                f"a date from {begin:%Y-%m-%d} on: nothing was to be done before; the old deadline stands",
            ),
            Severity.WARNING,
        )
        for row, moved, begin in zip(wrong.index, wrong["new_due"], wrong["event_at"], strict=True)
    ]


def impossible_dates(register: pd.DataFrame) -> list[Problem]:
    """Contacts dated before what they are about: they count neither as done nor as a try (warnings)."""
    wrong = register[is_impossible(register)]
    cells = zip(wrong.index, wrong["done_at"], earliest(wrong), strict=True)
    return [
        Problem(
            "FollowUps",
            int(row),
            "done_at",
            f"{done_at:%Y-%m-%d %H:%M}",
            Words(
                f"不早于 {begin:%Y-%m-%d %H:%M} 的时间：那时还没有这件事，这次不算完成",
                f"a time from {begin:%Y-%m-%d %H:%M} on: nothing was to be done before; it does not count",
            ),
            Severity.WARNING,
        )
        for row, done_at, begin in cells
    ]
