"""English counts agree with their nouns and verbs where there is one, and say clearly what they count."""

from __future__ import annotations

import pandas as pd

from csbook.commands.import_words import TOLD_ONE_BY_ONE, order_notes, unread_notes
from csbook.commands.leave_words import handed_over
from csbook.commands.leave_work import HandedOver
from csbook.commands.prepare_day import headline as headline_of_the_day
from csbook.commands.purge import what_stays
from csbook.commands.purge_frames import Purge
from csbook.commands.update_followups import FACTS, headline, notes
from csbook.followups.register import RegisterUpdate
from csbook.imports.faults import Unread
from csbook.problems import Words


def test_what_update_followups_tells_of_one_and_of_two() -> None:
    def said(count: int) -> list[str]:
        figures: dict[str, float] = dict.fromkeys(FACTS, count)
        return [words.en for words in notes(figures, RegisterUpdate(pd.DataFrame()), nobody=False)]

    for one, two in zip(said(1), said(2), strict=True):
        assert one.startswith("1 ")
        assert two.startswith("2 ")
        assert not {"were", "have", "are", "calls", "them", "contacts", "orders"} & set(one.split()), one
        assert not {"was", "has", "is a"} & set(two.split()), two
    assert "1 customer is in no archive, though past the limit for it." in said(1)
    figures = {"made": 1, "due": 1, "overdue": 0, "escalated": 0, "most_days_late": 0.0}
    assert headline(figures).en == "1 follow-up added, 1 due today, 0 overdue."


def test_the_day_s_headline() -> None:
    figures = {"unfilled": 1, "on_duty": 1, "added": 1, "todo": 1}
    assert headline_of_the_day(figures, rostered_yesterday=True).en == (
        "1 on duty today, 1 log row added; 1 has not filled yesterday's; 1 thing to do today so far."
    )


def test_what_stays_in_a_purge() -> None:
    one, campaign, undated = (
        words.en for words in what_stays(Purge(kept_open=1, kept_campaign=1, undated=1))
    )
    assert one == "Kept besides: 1 customer with an open contact or case, until it is done."
    assert campaign.startswith("Kept besides: 1 customer, only for a campaign's contact that nobody made")
    assert undated.startswith("Kept: 1 customer in the archive without any date")


def test_what_a_departure_gives_back() -> None:
    (said,) = handed_over(HandedOver({}, {}, {}, ["F1"]), {})
    assert said.en == "Back with the owner, no longer assigned to them by hand: 1 contact, F1."


def test_an_order_paid_before_it_was_placed() -> None:
    (said,) = order_notes({"paid_first": pd.DataFrame([{"file": "a.csv", "row": 4}])})
    assert said.en == "1 order with a payment earlier than the order, please look: a.csv, row 4."
    (both,) = order_notes({"paid_first": pd.DataFrame([{"file": "a.csv", "row": row} for row in (4, 9)])})
    assert both.en == "2 orders with a payment earlier than the order, please look: a.csv, row 4 and others."
    assert both.zh == "2 个订单的付款时间早于下单时间，请核对，如 a.csv 第 4 行。"


def test_one_row_left_out_more_than_are_told_is_told_too() -> None:
    def told(count: int) -> list[str]:
        rows = [Unread("a.csv", "", row, "", "", Words("错", "wrong")) for row in range(2, 2 + count)]
        return [words.en for words in unread_notes(rows)]

    assert len(told(TOLD_ONE_BY_ONE + 1)) == TOLD_ONE_BY_ONE + 1
    assert told(TOLD_ONE_BY_ONE + 2)[TOLD_ONE_BY_ONE:] == [
        "a.csv: 2 more rows left out from row 12 to 13: import again after mending those above to see them "
        "(--json lists all)."
    ]
