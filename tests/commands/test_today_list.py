"""Poor reviews and the supervisor's decisions in today's list, beside what agents owe."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csbook.commands.prepare_day import prepare_day
from tests.commands.daily_shop import STAFF, request, roster, run_on
from tests.followups.shop import at
from tests.workbooks import put, rows, type_rows

NOW = "2026-03-03 08:00"
SUPERVISOR = {"agent_id": "K00", "name": "李主管", "platforms": "tmall"}
REVIEW = {
    "platform": "tmall",
    "order_id": "2026030112345678901",
    "product": "茶杯",
    "content": "打不通 13812345678",
    "stars": 2,
    "reviewed_at": at("2026-03-02 15:00"),
}
CASE = {
    "case_id": "C1",
    "kind": "damage",
    "platform": "tmall",
    "product": "茶杯",
    "opened": at("2026-03-02 20:00"),  # 36 hours left
    "owner": "K01",
    "compensation": Decimal("20.01"),
}


def listed(now: str = NOW, chosen: dict[str, Any] | None = None, **tables: Any) -> pd.DataFrame:
    given = {"Staff": [SUPERVISOR, *STAFF], "Roster": roster(K01="休休白")} | tables
    return prepare_day(request(now, settings=chosen, **given)).tables["Today"]


def shown(today: pd.DataFrame, *columns: str) -> list[list[Any]]:
    found = today[list(columns)].astype("object")
    return found.where(found.notna(), None).to_numpy().tolist()


def test_a_poor_review_stands_under_the_one_who_handles_them() -> None:
    today = listed(chosen={"review_handler": "K02"}, Reviews=[REVIEW])
    assert shown(today, "agent_id", "name", "kind", "reference", "state", "days_late", "action") == [
        ["K02", "钱二", "review", "2026030112345678901", "due", None, "解释 2 星评价 茶杯"]
    ]
    assert today.loc[0, "due_by"] == at("2026-03-03 23:59:59")
    assert today.loc[0, "note"] == "打不通 138****5678"


def test_without_a_named_handler_it_stands_under_the_supervisor() -> None:
    assert shown(listed(Reviews=[REVIEW]), "agent_id", "name") == [["K00", "李主管"]]
    by_number = listed(chosen={"supervisor": "K00"}, Reviews=[REVIEW])
    assert shown(by_number, "agent_id", "name") == [["K00", "李主管"]]
    stranger = listed(chosen={"supervisor": "王经理"}, Reviews=[REVIEW])
    assert shown(stranger, "agent_id", "name") == [[None, "王经理"]]


def test_a_review_is_late_after_the_day_that_follows_it() -> None:
    assert shown(listed("2026-03-03 23:59", Reviews=[REVIEW]), "state", "days_late") == [["due", None]]
    late = listed("2026-03-05 12:00", Reviews=[REVIEW])
    assert shown(late, "state", "days_late") == [["overdue", 1.5]]


@pytest.mark.parametrize(
    "more",
    [
        {"stars": 4},
        {"explanation": "已道歉", "explained_at": at("2026-03-02 18:00")},
        {"reviewed_at": at("2026-03-03 08:01")},  # not written yet
    ],
)
def test_good_explained_and_later_reviews_are_nobodys_business(more: dict[str, Any]) -> None:
    assert listed(Reviews=[REVIEW | more]).empty


def test_a_compensation_above_the_authority_waits_for_the_supervisor() -> None:
    today = listed(AfterSales=[CASE])
    assert shown(today, "agent_id", "name", "kind", "reference", "state", "action") == [
        ["K00", "李主管", "approval", "C1", "due", "审批补偿：货物破损 茶杯"]
    ]
    assert today.loc[0, "note"].startswith("补偿 20.01 元超过客服权限 20 元")


@pytest.mark.parametrize(
    ("more", "kinds"),
    [
        ({"compensation": Decimal("20.00")}, []),  # within the authority
        ({"approved": "approved"}, []),
        ({"approved": "rejected"}, []),
        ({"approved": "pending"}, ["approval"]),
        ({"opened": at("2026-02-28 20:00")}, ["approval", "case"]),  # late as well: K00's and K01's
    ],
)
def test_decided_and_small_compensations_wait_for_nobody(more: dict[str, Any], kinds: list[str]) -> None:
    assert listed(AfterSales=[CASE | more])["kind"].tolist() == kinds


def test_a_rejected_compensation_of_a_closed_case_is_the_owners_business() -> None:
    closed = {"closed": at("2026-03-02 22:00"), "solution_found": at("2026-03-02 21:00")}
    today = listed(AfterSales=[CASE | closed | {"approved": "rejected"}])
    assert shown(today, "agent_id", "kind", "reference", "state", "days_late", "due_by") == [
        ["K01", "case", "C1", "due", None, None]
    ]
    assert today.loc[0, "note"].startswith("补偿被驳回：请与客户另商办法")
    emptied = {"approved": "rejected", "compensation": None}
    assert listed(AfterSales=[CASE | closed | emptied]).empty


CLOSED = CASE | {"compensation": None, "opened": at("2026-02-20 10:00"), "closed": at("2026-02-22 10:00")}
SOLVED = CLOSED | {"solution_found": at("2026-02-21 10:00")}
UNSOLVED = {
    "follow_up_id": "F1",
    "source": "case:C1",
    "event_at": at("2026-02-22 10:00"),
    "due_from": at("2026-02-22 10:00"),
    "due_by": at("2026-02-25 10:00"),
    "done_at": at("2026-02-23 11:00"),
    "result": "unsolved",
}
CLAIM = SOLVED | {"responsible": "courier", "courier": "迅风快递", "claim": Decimal(129)}


@pytest.mark.parametrize(
    ("case", "hint", "mends"),
    [
        (CLOSED, "已结案但没有方案：请填“方案确定”", [{"solution_found": at("2026-02-21 10:00")}]),
        (
            SOLVED,
            "结案后回访仍未解决：请清空结案时间，继续处理",
            [{"closed": at("2026-02-28 10:00")}],  # emptied, gone on with and closed again
        ),
        (
            CLAIM,
            "快递索赔 129 元满 7 天未赔付：请催快递，赔到填“已赔付”，放弃就清空“索赔金额”",
            [{"claim_paid": True}, {"claim": None}, {"opened": at("2026-02-24 08:01")}],
        ),
    ],
)
def test_a_closed_case_stands_under_its_owner_until_what_it_asks_for_is_done(
    case: dict[str, Any], hint: str, mends: list[dict[str, Any]]
) -> None:
    register = [UNSOLVED] if case is SOLVED else []
    today = listed(AfterSales=[case], FollowUps=register)
    columns = ("agent_id", "name", "kind", "reference", "state", "days_late", "due_by", "action", "note")
    assert shown(today, *columns) == [["K01", "赵一", "case", "C1", "due", None, None, "货物破损 茶杯", hint]]
    for mend in mends:
        assert listed(AfterSales=[case | mend], FollowUps=register).empty


def test_a_case_opened_again_stands_there_as_an_open_one() -> None:
    today = listed(AfterSales=[SOLVED | {"closed": None}], FollowUps=[UNSOLVED])
    assert shown(today, "agent_id", "kind", "state", "note") == [["K01", "case", "overdue", None]]


def test_several_hints_of_a_closed_case_are_one_row_in_the_workbooks_language() -> None:
    today = prepare_day(
        request(
            NOW, language="en", Staff=[SUPERVISOR, *STAFF],
            AfterSales=[CLOSED | {"note": "call 13812345678"}], FollowUps=[UNSOLVED],
        )
    ).tables["Today"]  # fmt: skip
    assert shown(today, "agent_id", "note") == [
        ["K01", "closed without a solution: fill in 'Solution found'; a callback after closing says "
         "unsolved: empty 'Closed' and go on; call 138****5678"]
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("owner", "left", "whose"),
    [
        ("K01", None, ["K01", "赵一"]),
        ("K01", at("2026-03-03"), ["K01", "赵一"]),  # the last day
        ("K01", at("2026-03-02"), ["K00", "李主管"]),
        (None, None, ["K00", "李主管"]),
    ],
)
def test_without_its_owner_a_closed_case_asks_the_supervisor(
    owner: str | None, left: pd.Timestamp | None, whose: list[str]
) -> None:
    staff = [SUPERVISOR, STAFF[0] | {"left": left}, *STAFF[1:]]
    assert shown(listed(Staff=staff, AfterSales=[CLOSED | {"owner": owner}]), "agent_id", "name") == [whose]
    stranger = listed(chosen={"supervisor": "王经理"}, Staff=staff, AfterSales=[CLOSED | {"owner": None}])
    assert shown(stranger, "agent_id", "name") == [[None, "王经理"]]


def test_a_decision_of_the_supervisor_is_not_asked_of_the_owner_of_a_closed_case() -> None:
    waiting = SOLVED | {"compensation": Decimal("20.01")}
    assert shown(listed(AfterSales=[waiting]), "agent_id", "kind") == [["K00", "approval"]]
    both = waiting | {"solution_found": None}
    assert shown(listed(AfterSales=[both]), "agent_id", "kind") == [["K00", "approval"], ["K01", "case"]]


def test_closed_cases_come_after_all_that_is_late_or_has_a_deadline() -> None:
    cases = [
        CLOSED | {"case_id": "C9"},
        CASE | {"case_id": "C2", "opened": at("2026-03-01 20:00"), "compensation": None},  # 12 hours left
        CASE | {"case_id": "C3", "opened": at("2026-02-28 20:00"), "compensation": None},  # past its limit
    ]
    assert shown(listed(AfterSales=cases), "agent_id", "reference", "state") == [
        ["K01", "C3", "overdue"],
        ["K01", "C2", "due"],
        ["K01", "C9", "due"],
    ]


def test_each_ones_late_rows_come_first_whatever_their_kind() -> None:
    contact = {
        "follow_up_id": "F1",
        "platform": "tmall",
        "customer": "nick",
        "event_at": at("2026-03-01"),
        "due_from": at("2026-03-01"),
        "due_by": at("2026-03-02 20:00"),
        "owner": "K01",
    }
    today = listed(
        chosen={"review_handler": "K01"},
        FollowUps=[contact, contact | {"follow_up_id": "F2", "due_by": at("2026-03-03 10:00")}],
        AfterSales=[CASE | {"opened": at("2026-02-28 20:00"), "compensation": None}],  # limit 2 March 20:00
        Reviews=[REVIEW, REVIEW | {"order_id": "8", "reviewed_at": at("2026-02-27 09:00")}],
    )
    assert shown(today, "reference", "state", "days_late") == [
        ["8", "overdue", 2.33],
        ["F1", "overdue", 0.5],
        ["C1", "overdue", 0.5],
        ["F2", "due", None],
        ["2026030112345678901", "due", None],
    ]


def test_the_limit_of_each_kind_of_case_counts() -> None:
    limits = [{"kind": "damage", "hours": 8.0}]
    case = CASE | {"compensation": None}
    assert listed(AfterSales=[case]).empty
    assert shown(listed(AfterSales=[case], CaseLimits=limits), "kind", "state") == [["case", "due"]]


MANY = st.lists(
    st.tuples(
        st.integers(1, 5), st.datetimes(at("2026-02-20").to_pydatetime(), at("2026-03-03").to_pydatetime())
    ),
    max_size=8,
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(written=MANY)
def test_every_poor_review_is_listed_once_and_the_late_ones_first(written: list[Any]) -> None:
    reviews = [
        REVIEW | {"order_id": str(n), "stars": stars, "reviewed_at": moment}
        for n, (stars, moment) in enumerate(written)
    ]
    today = listed(Reviews=reviews)
    poor = {str(n) for n, (stars, _) in enumerate(written) if stars <= 3}
    assert sorted(today["reference"]) == sorted(poor)
    late = today["days_late"].fillna(-1).tolist()
    assert late == sorted(late, reverse=True)


def test_in_a_workbook_a_review_with_a_mistake_does_not_stop_the_morning(shop: Path) -> None:
    good = {"platform": "jd", "order_id": "1", "reviewed_at": at("2026-11-21 10:00"), "stars": 1}
    type_rows(shop, "Reviews", [good, good | {"order_id": "2"}])
    put(shop, "Reviews", 1, "stars", "九")
    outcome = run_on(shop, "prepare-day")
    assert outcome.problems == ()  # what it says to look at is that there is no roster
    assert any("评价登记" in note for note in outcome.notes)
    today = rows(shop, "Today")
    assert today.loc[today["kind"] == "review", "reference"].tolist() == ["1"]
