"""One leaving day: what is handed over to whom, what the roster does, and what is said to remain."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from csbook.books.file_book import FileBook
from csbook.commands.handler import Result
from csbook.commands.leave_shop import NobodyLeaves, NoLeavingDay, leave_shop
from csbook.commands.outcome import Outcome
from csbook.commands.rostering.absence_errors import NotHereYet, SeveralPeople, UnknownPerson
from csbook.commands.run import run
from csbook.commands.snapshots import SnapshotStore
from csbook.commands.undo import undo
from csbook.problems import Severity
from csbook.schema.daily import DAYS
from tests.commands.daily_shop import request, roster, texts
from tests.workbooks import SHOWS_THE_PRESS, every_table, rows, type_rows

LAST_DAY = dt.date(2026, 3, 10)
STAFF = (
    {
        "agent_id": "K01",
        "name": "赵一",
        "platforms": "tmall,jd",
        "role": "both",
        "accounts": "一店:小赵、二店:小赵",
    },
    {"agent_id": "K02", "name": "钱二", "platforms": "tmall", "role": "presale"},
    {"agent_id": "K03", "name": "孙三", "platforms": "tmall,pdd", "role": "aftersale"},
    {"agent_id": "K04", "name": "李主管", "platforms": "tmall,jd", "role": "supervisor"},
    {"agent_id": "K05", "name": "周五", "platforms": "tmall,jd", "role": "both", "temporary": True},
    {
        "agent_id": "K06",
        "name": "吴六",
        "platforms": "tmall,jd",
        "role": "both",
        "left": pd.Timestamp("2026-12-31"),
    },
)


def at(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


def customer(account: str, owner: str | None = "K01", **more: Any) -> dict[str, Any]:
    return {"platform": "tmall", "account": account, "owner": owner} | more


def follow_up(number: int, customer: str, owner: str | None = "K01", **more: Any) -> dict[str, Any]:
    return {
        "follow_up_id": f"F{number}",
        "platform": "tmall",
        "customer": customer,
        "owner": owner,
        "due_by": at("2026-03-12") + pd.Timedelta(days=number),
        "state": "due",
    } | more


def case(number: int, customer: str | None, owner: str | None = "K01", **more: Any) -> dict[str, Any]:
    return {
        "case_id": f"A{number}",
        "kind": "damage",
        "platform": "tmall",
        "customer": customer,
        "owner": owner,
        "opened": at("2026-03-01"),
        "handle_by": at("2026-03-03") + pd.Timedelta(days=number),
    } | more


def left(
    agent: str | None = "K01",
    date: dt.date | None = LAST_DAY,
    *,
    today: str = "2026-03-11 09:00",
    **tables: Any,
) -> Result:
    settings = tables.pop("settings", None)
    asked = request(today, settings=settings, **({"Staff": STAFF} | tables))
    return leave_shop(replace(asked, parameters={"agent": agent, "date": date}))


def owners(result: Result, table: str) -> dict[str, str]:
    key = {"Customers": "account", "FollowUps": "follow_up_id", "AfterSales": "case_id"}[table]
    frame = result.tables[table]
    return dict(zip(frame[key], frame["owner"], strict=True))


def test_the_last_day_is_entered_for_a_number_or_a_name() -> None:
    for named in ("K01", "赵一", " K01 "):
        staff = left(named).tables["Staff"]
        assert staff[["agent_id", "left"]].to_numpy().tolist() == [["K01", at("2026-03-10")]]


def test_customers_go_to_those_who_stay_and_serve_the_platform_least_load_first() -> None:
    held = [customer(f"k2-{n}", "K02") for n in range(3)] + [customer("k3", "K03")]
    mine = [customer(f"mine-{n}") for n in range(6)]
    result = left(Customers=held + mine)
    given = owners(result, "Customers")
    assert set(given) == {f"mine-{n}" for n in range(6)}
    # K02 has 3 and K03 1; two more go to K03 before both are level: 3 + 6 + 1 = 10, five each.
    assert Counter(given.values()) == {"K03": 4, "K02": 2}
    assert owners(left(Customers=held + mine), "Customers") == given


def test_contacts_and_cases_follow_the_customer() -> None:
    result = left(
        Customers=[customer("a"), customer("b"), customer("c", "K03"), customer("d", "K02")],
        FollowUps=[follow_up(1, "a"), follow_up(2, "b"), follow_up(3, "c"), follow_up(4, "nobody")],
        AfterSales=[case(1, "a"), case(2, "c")],
    )
    new = owners(result, "Customers")
    assert sorted(new.values()) == ["K02", "K03"]
    contacts = owners(result, "FollowUps")
    assert (contacts["F1"], contacts["F2"], contacts["F3"]) == (new["a"], new["b"], "K03")
    assert contacts["F4"] == "K02"  # K03 has two by then
    assert owners(result, "AfterSales") == {"A1": new["a"], "A2": "K03"}


def test_whoever_stands_in_already_keeps_the_contact() -> None:
    result = left(Customers=[customer("c", "K03")], FollowUps=[follow_up(1, "c", stand_in="K02")])
    assert owners(result, "FollowUps") == {"F1": "K02"}
    assert result.tables["FollowUps"]["stand_in"].isna().all()


def test_finished_work_and_that_of_others_stays() -> None:
    result = left(
        FollowUps=[
            follow_up(1, "a", state="done", done_at=at("2026-03-09")),
            follow_up(2, "a", state="closed"),
            follow_up(3, "a", done_at=at("2026-03-09")),
            follow_up(4, "a", "K02"),
        ],
        AfterSales=[case(1, "a", closed=at("2026-03-09")), case(2, "a", "K03")],
    )
    assert set(result.tables) == {"Staff"}
    assert result.headline("zh") == "赵一（K01）离职，最后上班 2026-03-10：“员工”里已写入离职日期。"
    entered = {"K01": {"left": at("2026-03-10")}}
    again = left(Staff=[one | entered.get(one["agent_id"], {}) for one in STAFF])
    assert again.headline("zh") == "赵一（K01）离职，最后上班 2026-03-10：没有要再改的内容。"


def test_contacts_that_the_supervisor_assigned_to_the_leaver_lose_that_and_are_listed() -> None:
    result = left(
        FollowUps=[follow_up(1, "a", "K02", assigned="K01"), follow_up(2, "a", "K02", assigned="K03")]
    )
    frame = result.tables["FollowUps"]
    assert frame["follow_up_id"].tolist() == ["F1"]
    assert frame["assigned"].isna().all()
    assert frame["owner"].tolist() == ["K02"]
    assert result.details["unassigned"] == ["F1"]
    assert any("1 条回访已取消指定" in note and "F1" in note for note in texts(result.notes))


def test_what_nobody_can_take_stays_and_is_named() -> None:
    result = left(AfterSales=[case(1, "a", platform="jd"), case(2, "b")])
    assert owners(result, "AfterSales") == {"A2": "K02"}
    assert result.details["not_handed_over"] == {"AfterSales": ["A1"]}
    said = texts(result.notes)
    assert any("没有人能接" in note and "A1" in note for note in said)


def test_cases_and_overdue_contacts_name_who_had_them_first() -> None:
    """F1 was overdue when handed over, F2 and the postponed F3 are the new owner's to keep; F4 was overdue
    for K01 by assignment, F5 for K02; F6 and A2 had come from K09 before."""
    late, later = at("2026-03-09 18:00"), at("2026-03-14 18:00")
    frames = left(
        FollowUps=[
            follow_up(1, "a", due_by=late),
            follow_up(2, "b", due_by=later),
            follow_up(3, "c", due_by=late, new_due=later),
            follow_up(4, "d", "K02", due_by=late, assigned="K01"),
            follow_up(5, "e", due_by=late, assigned="K02"),
            follow_up(6, "f", due_by=late, first_owner="K09"),
        ],
        AfterSales=[case(1, "a"), case(2, "b", first_owner="K09")],
    ).tables
    contacts = frames["FollowUps"].set_index("follow_up_id")["first_owner"].dropna()
    assert contacts.to_dict() == {"F1": "K01", "F4": "K01", "F6": "K09"}
    assert frames["AfterSales"].set_index("case_id")["first_owner"].to_dict() == {"A1": "K01", "A2": "K09"}


def test_until_the_last_day_has_passed_the_work_stays() -> None:
    tables = {"Customers": [customer("a")], "FollowUps": [follow_up(1, "a")], "AfterSales": [case(1, "a")]}
    result = left(today="2026-03-10 23:00", **tables)
    assert set(result.tables) == {"Staff"}
    assert result.details["waiting"] == {"Customers": 1, "FollowUps": 1, "AfterSales": 1}
    said = texts(result.notes)
    assert any("3月11日起再运行一次" in note for note in said)
    assert any(note.startswith("3月10日下班后停用平台账号 2 个：一店:小赵、二店:小赵") for note in said)


def test_accounts_settings_platforms_requests_and_ranking_are_told() -> None:
    result = left(
        settings={"review_handler": "K01", "supervisor": "赵一"},
        Staff=[STAFF[0], STAFF[1]],
        Requests=[
            {"agent_id": "K01", "kind": "leave", "from_date": at("2026-03-09"), "to_date": at("2026-03-12")},
            {"agent_id": "K01", "kind": "pin", "from_date": at("2026-03-10"), "state": "approved"},
            {"agent_id": "K02", "kind": "swap", "from_date": at("2026-03-12"), "with_agent": "K01"},
            {"agent_id": "K01", "kind": "wish_off", "from_date": at("2026-03-15"), "state": "rejected"},
        ],
        LateWatch=[
            {"date": at("2026-03-10"), "agent_id": "K01"},
            {"date": at("2026-03-20"), "agent_id": "K01"},
        ],
    )
    said = "\n".join(texts(result.notes))
    assert "现在停用平台账号 2 个：一店:小赵、二店:小赵。" in said
    assert "“差评处理人”仍是此人" in said
    assert "“主管姓名”仍是此人" in said
    assert "没有人再接待：京东。" in said
    assert "还有 2 条离职之后的申请：请假 3月9日、换班 3月12日。" in said
    assert "值班表里3月20日还是此人" in said
    assert "2026-03 不参加排名" in said  # two thirds of the month away
    assert result.details["platforms_unserved"] == ["jd"]


def test_accounts_that_nobody_entered_are_to_be_looked_up() -> None:
    assert any("没有填此人的平台账号" in note for note in texts(left("K02").notes))


def test_the_leaving_day_of_staff_counts_where_none_is_given_and_another_one_is_told() -> None:
    staff = [STAFF[0] | {"left": at("2026-03-05")}, *STAFF[1:]]
    assert left(date=None, Staff=staff).tables["Staff"]["left"].tolist() == [at("2026-03-05")]
    result = left(Staff=staff)
    assert result.tables["Staff"]["left"].tolist() == [at("2026-03-10")]
    assert any("原为 2026-03-05，已改为 2026-03-10" in note for note in texts(result.notes))


@pytest.mark.parametrize(
    ("agent", "date", "staff", "error"),
    [
        (None, LAST_DAY, STAFF, NobodyLeaves),
        ("K01", None, STAFF, NoLeavingDay),
        ("K99", LAST_DAY, STAFF, UnknownPerson),
        ("赵一", LAST_DAY, [*STAFF, {"agent_id": "K09", "name": "赵一", "platforms": "jd"}], SeveralPeople),
        ("K01", LAST_DAY, [STAFF[0] | {"hired": pd.Timestamp("2026-04-01")}], NotHereYet),
    ],
)
def test_who_and_when_must_be_possible(
    agent: str | None, date: dt.date | None, staff: Any, error: type[Exception]
) -> None:
    with pytest.raises(error):
        left(agent, date, Staff=staff)


def test_a_roster_that_cannot_be_repaired_is_told_and_the_rest_happens() -> None:
    result = left(
        Roster=roster(K01="白" * 31),
        RosterStates=[{"month": "2026-03", "state": "closed", "version": 1, "at": at("2026-03-01")}],
        Customers=[customer("a")],
    )
    assert owners(result, "Customers") == {"a": "K02"}
    assert any(note.startswith("排班没有调整：2026-03 已关账") for note in texts(result.notes))
    assert "Roster" not in result.tables
    assert all(problem.severity is Severity.WARNING for problem in result.problems)


def worked(agent: str, month: str, days: range) -> list[dict[str, Any]]:
    return [{"date": at(f"{month}-{day:02d}"), "agent_id": agent, "shift": "白"} for day in days]


def state(month: str, state: str) -> dict[str, Any]:
    return {"month": month, "state": state, "version": 1, "at": at("2026-03-01")}


def test_shifts_after_the_last_day_in_months_that_are_not_shown_are_named_with_what_to_press() -> None:
    result = left(
        RosterBase=[{"agent_id": "K01", "month": "2026-02"}],
        RosterHistory=[*worked("K01", "2026-03", range(1, 32)), *worked("K01", "2026-04", range(1, 4))],
        RosterStates=[state("2026-03", "published"), state("2026-04", "draft")],
    )
    assert result.headline.zh.endswith("：“员工”里已写入离职日期；别的月份还有班要处理。")
    said = texts(result.notes)
    assert (
        "2026-03（已发布）里3月11日至31日还有此人的班，没有处理：为 2026-03 点“生成排班”取回"
        "（--month 2026-03），再点一次“离职交接”，然后点“发布排班”。"
    ) in said
    assert (
        "2026-04（草稿）里4月1日至3日还有此人的班，没有处理：为 2026-04 点“生成排班”取回（--month 2026-04），"
        "此人的班就去掉了；再清空操作面板的“人员”，点“临时调班”补空缺。"
    ) in said
    assert result.then is not None
    assert result.then.zh == (
        "为 2026-03 点“生成排班”取回（--month 2026-03），再点一次“离职交接”，然后点“发布排班”；"
        "为 2026-04 点“生成排班”取回（--month 2026-04），此人的班就去掉了；再清空操作面板的“人员”，"
        "点“临时调班”补空缺。"
    )
    for language in ("zh", "en"):
        for step in result.then(language).rstrip("。.").split(("；为", "; press")[language == "en"]):
            assert any(note.rstrip("。.").endswith(step) for note in texts(result.notes, language)), step
    assert "2026-03 (published) still has their shifts of March 11 to 31: press 'Build roster'" in "\n".join(
        texts(result.notes, "en")
    )


def test_days_gone_by_of_a_closed_month_stay_and_are_named() -> None:
    result = left(
        date=dt.date(2026, 2, 26),
        Roster=roster(K02="白" * 31),
        RosterBase=[{"agent_id": "K02", "month": "2026-03"}],
        RosterHistory=worked("K01", "2026-02", range(20, 29)),
        RosterStates=[state("2026-02", "closed")],
    )
    said = texts(result.notes)
    assert any(
        note.startswith("2026-02（已关账）里离职之后的2月27日至28日，班次保持原样") and "月度结转" in note
        for note in said
    )
    assert result.then is None


def test_a_wrong_date_moved_back_names_the_days_that_it_emptied_and_the_work_it_gave_away() -> None:
    wrong = [STAFF[0] | {"left": at("2026-03-08")}, *STAFF[1:]]
    grid: dict[str, Any] = {
        "Staff": wrong,
        "Roster": roster(K01="白" * 8, K02="白" * 31),
        "RosterBase": [{"agent_id": "K01", "month": "2026-03"}],
        "AfterSales": [case(1, "a", "K02", first_owner="K01"), case(2, "b", "K02")],
    }
    result = left(date=dt.date(2026, 3, 20), **grid)
    said = "\n".join(texts(result.notes))
    assert "3月11日至20日在职，班却是空的（按 2026-03-08 清空的）" in said
    assert "点两次“撤销”恢复，再用 2026-03-20 点“离职交接”" in said
    assert "清空操作面板的“人员”，点“临时调班”补班" in said
    assert "转交过的客户和没办完的事仍归接手的人" in said
    assert result.then is not None
    assert result.then.zh == "先照上面说的把空着的班补回来。"
    assert len(result.details["emptied"]) == 10
    english = "\n".join(texts(result.notes, "en"))
    assert "March 11 to 20: here, but without a shift, for 2026-03-08 emptied these days" in english
    # Pressed again, or with a day that lies between, the days are still empty.
    for again in (dt.date(2026, 3, 20), dt.date(2026, 3, 15)):
        pressed = {**grid, "Staff": [STAFF[0] | {"left": at("2026-03-20")}, *STAFF[1:]]}
        result = left(date=again, **pressed)
        said = "\n".join(texts(result.notes))
        assert f"3月11日至{again.day}日在职，班却是空的（以前的离职日期清空的）" in said
        assert result.then is not None
        assert result.then.zh == "先照上面说的把空着的班补回来。"
    # An earlier date empties nothing of theirs, and gave nothing away.
    earlier = "\n".join(texts(left(date=dt.date(2026, 3, 7), **grid).notes))
    assert "空的" not in earlier
    assert "仍归接手的人" not in earlier


# In a real file

BUILT = dt.datetime(2026, 10, 25, 9)
AFTER = dt.datetime(2026, 11, 21, 9)


def command(path: Path, name: str, moment: dt.datetime, **parameters: Any) -> Outcome:
    store = SnapshotStore.beside(path)
    return run(name, FileBook(path), moment, now=moment, user="测试", parameters=parameters, store=store)


@pytest.fixture
def built(shop: Path) -> Path:
    """A built November, in which K01 has customers, contacts and cases."""
    assert command(shop, "build-roster", BUILT).exit_code == 0
    type_rows(
        shop,
        "Customers",
        [{"platform": "jd", "account": f"顾客{n}", "owner": "K01" if n < 4 else "K02"} for n in range(6)],
    )
    type_rows(
        shop,
        "AfterSales",
        [
            {
                "case_id": f"A{n}",
                "kind": "damage",
                "platform": "jd",
                "customer": f"顾客{n}",
                "opened": at("2026-11-20 10:00"),
                "owner": "K01",
            }
            for n in range(3)
        ],
    )
    return shop


def cells(path: Path, agent: str) -> dict[str, object]:
    grid = rows(path, "Roster").set_index("agent_id")
    return {day: cell for day, cell in grid.loc[agent, list(DAYS)].items() if isinstance(cell, str)}


def test_roster_staff_customers_and_cases_are_changed_at_once(built: Path) -> None:
    before = cells(built, "K01")
    outcome = command(built, "leave-shop", AFTER, agent="赵一", date=dt.date(2026, 11, 20))
    assert outcome.exit_code == 0, outcome.text()
    assert cells(built, "K01") == {day: cell for day, cell in before.items() if int(day[1:]) <= 20}
    staff = rows(built, "Staff").set_index("agent_id")
    assert staff.at["K01", "left"] == at("2026-11-20")
    assert "K01" not in set(rows(built, "Customers")["owner"]) | set(rows(built, "AfterSales")["owner"])
    assert "转交客户档案 4、售后登记 3" in outcome.headline
    assert outcome.details["roster"]["changed"]
    assert outcome.next_step == "核对“排班”里标色的格，点“发布排班”，按“调班通知”告诉本人。"


def test_a_second_run_changes_nothing(built: Path) -> None:
    command(built, "leave-shop", AFTER, agent="赵一", date=dt.date(2026, 11, 20))
    once = every_table(built, but=SHOWS_THE_PRESS)
    outcome = command(built, "leave-shop", AFTER, agent="赵一", date=dt.date(2026, 11, 20))
    assert every_table(built, but=SHOWS_THE_PRESS) == once
    assert "没有要再改的内容" in outcome.headline


def test_undo_takes_all_of_it_back(built: Path) -> None:
    before = every_table(built)
    command(built, "leave-shop", AFTER, agent="赵一", date=dt.date(2026, 11, 20))
    assert every_table(built) != before
    undo(FileBook(built), SnapshotStore.beside(built), now=AFTER, user="测试")
    assert every_table(built) == before


def test_announced_ahead_the_roster_changes_now_and_the_work_once_the_day_has_passed(built: Path) -> None:
    ahead = command(
        built, "leave-shop", dt.datetime(2026, 11, 10, 9), agent="K01", date=dt.date(2026, 11, 20)
    )
    assert max(cells(built, "K01")) <= "d20"
    assert set(rows(built, "AfterSales")["owner"]) == {"K01"}
    assert ahead.details["waiting"] == {"Customers": 4, "FollowUps": 0, "AfterSales": 0}
    command(built, "leave-shop", AFTER, agent="K01")
    assert "K01" not in set(rows(built, "AfterSales")["owner"])


def test_both_ways_back_from_a_wrong_date_work_as_they_are_told(built: Path) -> None:
    grid = every_table(built, but=SHOWS_THE_PRESS)
    morning = dt.datetime(2026, 11, 15, 9)
    wrong, right = dt.date(2026, 11, 5), dt.date(2026, 11, 25)
    command(built, "leave-shop", morning, agent="K01", date=wrong)
    said = "\n".join(command(built, "leave-shop", morning, agent="K01", date=right).notes)
    assert "11月15日至25日在职，班却是空的" in said
    repaired = Path(shutil.copytree(built.parent, built.parent.with_name("repaired")) / built.name)

    assert command(repaired, "repair-roster", morning).exit_code == 0
    assert {f"d{day:02d}" for day in range(15, 26)} <= set(cells(repaired, "K01"))

    store = SnapshotStore.beside(built)
    for _ in range(2):
        undo(FileBook(built), store, now=morning, user="测试")
    assert every_table(built, but=SHOWS_THE_PRESS) == grid
    assert command(built, "leave-shop", morning, agent="K01", date=right).exit_code == 0
    assert {f"d{day:02d}" for day in range(1, 26)} == set(cells(built, "K01"))


def test_a_later_month_that_is_built_already_is_told_once_by_either_button(built: Path) -> None:
    command(built, "build-roster", BUILT, month=dt.date(2026, 12, 1))
    command(built, "build-roster", BUILT, month=dt.date(2026, 11, 1))
    copy = Path(shutil.copytree(built.parent, built.parent.with_name("other")) / built.name)
    ahead, last = dt.datetime(2026, 11, 15, 9), dt.date(2026, 11, 20)
    outcome = command(built, "leave-shop", ahead, agent="K01", date=last)
    assert len([note for note in outcome.notes if note.startswith("2026-12（草稿）里12月1日至31日")]) == 1
    assert outcome.next_step == (
        "为 2026-12 点“生成排班”取回（--month 2026-12），此人的班就去掉了；再清空操作面板的“人员”，"
        "点“临时调班”补空缺。"
    )
    first = last + dt.timedelta(days=1)
    other = command(copy, "repair-roster", ahead, agent="K01", first=first, leaves=True)
    assert len([note for note in other.notes if note.startswith("2026-12（草稿）里12月1日至31日")]) == 1


def test_what_is_told_of_a_later_month_leaves_nothing_of_the_leaver(built: Path) -> None:
    command(built, "build-roster", BUILT, month=dt.date(2026, 12, 1))
    command(built, "build-roster", BUILT, month=dt.date(2026, 11, 1))
    ahead, last = dt.datetime(2026, 11, 15, 9), dt.date(2026, 11, 20)
    command(built, "leave-shop", ahead, agent="K01", date=last)
    back = command(built, "build-roster", ahead, month=dt.date(2026, 12, 1))
    assert any(
        note.startswith("赵一（K01）最后上班 2026-11-20，12月1日至31日的班已去掉") for note in back.notes
    )
    assert back.next_step == "先照上面说的补好班，再点“发布排班”。"
    assert cells(built, "K01") == {}
    assert "已调班" in command(built, "repair-roster", ahead, month=dt.date(2026, 12, 1)).headline
    again = command(built, "leave-shop", ahead, agent="K01", date=last)
    assert "还有此人的班" not in again.text()
    # November comes back as it was repaired, not as it was built.
    command(built, "build-roster", ahead, month=dt.date(2026, 11, 1))
    assert {f"d{day:02d}" for day in range(1, 21)} == set(cells(built, "K01"))
    history = rows(built, "RosterHistory").dropna(subset=["shift"])
    assert history[(history["agent_id"] == "K01") & (history["date"] > at("2026-11-20"))].empty
