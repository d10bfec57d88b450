"""The change of shift at 17:00: what is handed over, from whom to whom."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csbook.commands.hand_over import hand_over
from csbook.commands.handler import Result
from csbook.schema.workbook import TABLES
from tests.commands.daily_shop import request, roster, run_on, texts
from tests.followups.shop import at
from tests.workbooks import SHOWS_THE_PRESS, every_table, rows, type_rows

NOW = "2026-03-03 17:00"


def hours(text: str) -> dt.timedelta:
    hour, minute = text.split(":")
    return dt.timedelta(hours=int(hour), minutes=int(minute))


SHIFTS = [
    {"code": code, "kind": kind, "start": hours(start), "end": hours(end)}
    for code, kind, start, end in (
        ("白", "day", "9:00", "17:30"),
        ("半", "half", "10:00", "15:30"),
        ("晚", "evening", "17:00", "23:00"),
        ("长", "day", "12:00", "21:00"),
        ("夜", "other", "15:00", "1:00"),
    )
]
STAFF = [
    {"agent_id": "K01", "name": "赵一", "platforms": "tmall,jd"},
    {"agent_id": "K02", "name": "钱二", "platforms": "tmall"},
    {"agent_id": "K03", "name": "孙三", "platforms": "tmall,pdd"},
]
GRID = roster(K01="白白白", K02="晚晚晚", K03="晚晚晚")


def contact(number: int, due_by: str, **more: Any) -> dict[str, Any]:
    moments = {name: at(more.pop(name)) for name in ("done_at", "new_due", "waiting_until") if name in more}
    plain = {
        "follow_up_id": f"F{number}",
        "action": "回访",
        "channel": "phone",
        "platform": "tmall",
        "customer": "nick",
        "event_at": at("2026-03-01 10:00"),
        "due_from": at("2026-03-02 10:00"),
        "due_by": at(due_by),
        "owner": "K01",
        "state": "due",
    }
    return plain | moments | more


def case(number: int, opened: str, **more: Any) -> dict[str, Any]:
    plain = {
        "case_id": f"C{number}",
        "kind": "refund",
        "platform": "tmall",
        "opened": at(opened),
        "owner": "K01",
    }
    return plain | more


def handed(now: str = NOW, **tables: Any) -> Result:
    return hand_over(request(now, **{"Staff": STAFF, "Shifts": SHIFTS, "Roster": GRID} | tables))


def given_to(result: Result) -> dict[str, str | None]:
    listed = result.tables["HandOver"]
    return dict(
        zip(
            listed["reference"],
            listed["to_agent"].astype("object").where(listed["to_agent"].notna(), None),
            strict=True,
        )
    )


def test_open_cases_and_tonights_contacts_go_to_the_evening_shift_by_turns() -> None:
    result = handed(
        AfterSales=[
            case(1, "2026-03-01 12:00"),  # 48 hours: overdue since 12:00
            case(2, "2026-03-03 12:00"),  # 43 hours left
            case(3, "2026-03-02 12:00", closed=at("2026-03-03 16:00")),
        ],
        FollowUps=[contact(1, "2026-03-03 20:00"), contact(2, "2026-03-03 19:00")],
    )
    assert given_to(result) == {"C1": "K02", "F1": "K02", "F2": "K03", "C2": "K03"}
    shown = result.tables["HandOver"].set_index("reference")
    assert shown.loc["C1", ["from_name", "to_name", "state", "action"]].tolist() == [
        "赵一",
        "钱二",
        "overdue",
        "申请退款",
    ]
    assert shown["state"].to_dict() == {"C1": "overdue", "F1": "due", "F2": "due", "C2": "planned"}
    assert result.headline.zh == "17:00 交接：没结的售后 2 件，今晚的联系 2 个；1 人把 4 项交给 2 人。"
    assert (
        result.headline.en
        == "Hand-over at 17:00: 2 open cases, 2 contacts tonight; 4 from 1 person to 2 people."
    )
    assert result.notes == ()


def test_whose_shift_goes_on_keeps_what_they_have() -> None:
    tables = {"FollowUps": [contact(1, "2026-03-03 20:00"), contact(2, "2026-03-03 20:00", owner="K02")]}
    for shift in ("长", "晚", "夜"):
        result = handed(Roster=roster(K01=f"白白{shift}", K02="白白白", K03="休休晚"), **tables)
        assert given_to(result) == {"F1": "K01", "F2": "K03"}, shift
        assert result.headline.zh.endswith("；1 人把 1 项交给 1 人，1 项自己接着办。")
        assert (result.details["moved"], result.details["kept"]) == (1, 1)
    for shift in ("白", "半"):
        assert given_to(handed(Roster=roster(K01=f"白白{shift}", K03="休休晚"), **tables))["F1"] == "K03"


def test_a_helper_on_an_evening_of_another_group_is_on_tonight() -> None:
    result = handed(Roster=roster(K03=["-", "-", "晚@京东组"]), FollowUps=[contact(1, "2026-03-03 20:00")])
    assert given_to(result) == {"F1": "K03"}


def test_only_what_is_promised_for_tonight_or_due_today_is_handed_over() -> None:
    rows = [
        contact(1, "2026-03-03 11:00"),  # missed at 11:00 today
        contact(2, "2026-03-03 23:59:59"),
        contact(3, "2026-03-05 12:00"),  # may be done today, need not
        contact(4, "2026-03-02 12:00"),  # missed yesterday: in today's list
        contact(5, "2026-03-01 12:00", new_due="2026-03-03 18:00"),
        contact(6, "2026-03-10 12:00", waiting_until="2026-03-03 19:30"),
        contact(7, "2026-03-10 12:00", waiting_until="2026-03-04 09:00"),
        contact(8, "2026-03-03 18:00", done_at="2026-03-03 16:59"),
        contact(9, "2026-03-03 18:00", state="closed"),
    ]
    assert sorted(given_to(handed(FollowUps=rows))) == ["F1", "F2", "F5", "F6"]


def test_the_evening_ends_at_closing_even_after_midnight() -> None:
    rows = [contact(1, "2026-03-04 00:30"), contact(2, "2026-03-04 01:01"), contact(3, "2026-03-04 00:01")]
    assert given_to(handed(FollowUps=rows)) == {}
    late = {"closes": "1:00"}
    result = hand_over(request(NOW, settings=late, Staff=STAFF, Shifts=SHIFTS, Roster=GRID, FollowUps=rows))
    assert sorted(given_to(result)) == ["F1", "F3"]


def test_who_has_it_is_whom_the_supervisor_named_else_the_stand_in() -> None:
    rows = [
        contact(1, "2026-03-03 20:00", assigned="K02"),
        contact(2, "2026-03-03 20:00", owner="K09", platform="tmall"),  # K09 has left: a stand-in is proposed
    ]
    listed = handed(FollowUps=rows).tables["HandOver"].set_index("reference")
    assert listed.loc["F1", ["from_agent", "to_agent"]].tolist() == ["K02", "K02"]
    assert listed.loc["F2", "from_agent"] in ("K01", "K02", "K03")


def test_what_nobody_takes_over_is_left_empty_and_told() -> None:
    result = handed(
        AfterSales=[
            case(1, "2026-03-03 12:00", platform="jd"),
            case(2, "2026-03-03 12:00", owner=None, platform="vip"),
        ],
        FollowUps=[contact(1, "2026-03-03 20:00", platform="jd"), contact(2, "2026-03-03 20:00")],
    )
    assert given_to(result) == {"F2": "K02", "F1": None, "C1": None, "C2": None}
    assert result.headline.zh.endswith("；1 人把 1 项交给 1 人，3 项没有人接。")
    assert texts(result.notes) == ["没有人接：赵一（K01）的京东 2 项；没有责任客服的唯品会 1 项。"]
    assert texts(result.notes, "en") == ["With nobody: 赵一 (K01): JD 2; no owner: VIP.com 1."]


def test_with_nobody_on_tonight_it_says_to_build_the_roster_where_there_is_none() -> None:
    result = handed(Roster=roster(K01="白白白"), FollowUps=[contact(1, "2026-03-03 20:00")])
    assert texts(result.notes)[0] == "今晚没有人当班，没有人能接；还没排班的，请先生成排班。"
    assert given_to(result) == {"F1": None}


def test_with_nothing_to_hand_over_it_says_so() -> None:
    result = handed()
    assert result.headline.zh == "17:00 交接：没有未结的售后，今晚也没有约好的联系。"
    assert result.tables["HandOver"].empty
    assert {c.name: c.dtype for c in TABLES["HandOver"].columns} == result.tables["HandOver"].dtypes.astype(
        str
    ).to_dict()


def test_telephone_numbers_are_masked() -> None:
    rows = [contact(1, "2026-03-03 20:00", customer="13812345678", note="改打 010-62345678")]
    listed = handed(FollowUps=rows).tables["HandOver"]
    assert listed.loc[0, "customer"] == "138****5678"
    assert "62345678" not in listed.to_csv()


WORK = st.lists(
    st.tuples(
        st.sampled_from(["K01", "K02", "K03", "K09", None]),
        st.sampled_from(["tmall", "jd", "pdd", "vip"]),
        st.integers(0, 23),
    ),
    max_size=12,
)
SHIFT = st.sampled_from("白半晚长休")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(work=WORK, shifts=st.tuples(SHIFT, SHIFT, SHIFT))
def test_everything_goes_once_to_somebody_who_is_on_and_serves_it(
    work: list[Any], shifts: tuple[str, ...]
) -> None:
    grid = roster(**{f"K0{n}": f"--{shift}" for n, shift in enumerate(shifts, 1)})
    found = [
        contact(n, f"2026-03-03 {hour:02d}:30", owner=owner, platform=platform)
        for n, (owner, platform, hour) in enumerate(work)
    ]
    listed = handed(Roster=grid, FollowUps=found).tables["HandOver"]
    assert Counter(listed["reference"]) == Counter(row["follow_up_id"] for row in found)
    on = {f"K0{n}" for n, shift in enumerate(shifts, 1) if shift in "晚长"}
    serves = {person["agent_id"]: set(person["platforms"].split(",")) for person in STAFF}
    for row in listed.itertuples():
        able = {agent for agent in on if row.platform in serves[agent]}
        if row.from_agent in on:
            assert row.to_agent == row.from_agent
        elif able:
            assert row.to_agent in able
        else:
            assert pd.isna(row.to_agent)


def test_in_a_workbook_the_list_is_written_and_a_second_time_changes_nothing(shop: Path) -> None:
    type_rows(
        shop,
        "AfterSales",
        [
            {
                "kind": "damage",
                "platform": "jd",
                "opened": at("2026-11-22 10:00"),
                "owner": "K01",
                "product": "茶杯",
            }
        ],
    )
    type_rows(shop, "Roster", [{"agent_id": "K01", "d22": "白"}, {"agent_id": "K02", "d22": "晚"}])
    outcome = run_on(shop, "hand-over")
    assert outcome.headline == "17:00 交接：没结的售后 1 件，今晚的联系 0 个；1 人把 1 项交给 1 人。"
    (row,) = rows(shop, "HandOver").itertuples()
    assert (row.to_name, row.from_name, row.reference, row.action) == (
        "钱二",
        "赵一",
        "C000001",
        "货物破损 茶杯",
    )
    before = every_table(shop, but=SHOWS_THE_PRESS)
    run_on(shop, "hand-over")
    assert every_table(shop, but=SHOWS_THE_PRESS) == before
