"""Who is handed which rows, and what is said about the others."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from csbook.commands.hand_out import free_stem, hand_out
from csbook.commands.handler import File
from csbook.commands.sheet_rows import Share, shares_of
from csbook.schema.daily import TICKS
from tests.commands.daily_shop import STAFF, roster, texts
from tests.followups.shop import at
from tests.sheets.shop import contact, log, shop_day

FILLED = {"receptions": 30, **dict.fromkeys(TICKS, True)}


def shares(**tables: object) -> dict[str, Share]:
    return {share.agent_id: share for share in shares_of(shop_day(**tables)).given}


def contacts(share: Share) -> list[str]:
    return share.frames["FollowUps"]["follow_up_id"].tolist()


def test_people_on_duty_get_their_own_rows_and_the_others_the_reason() -> None:
    result = hand_out(shop_day())
    assert [file.name for file in result.files] == [
        "2026-03-03 0900 K01 赵一.xlsx",
        "2026-03-03 0900 K02 钱二.xlsx",
    ]
    assert result.headline.zh == "做好 2 份日报表：日报 3 行，要联系 3 次。"
    assert result.headline.en == "Made 2 daily sheets: 3 rows of the log, 3 contacts to make."
    assert texts(result.notes) == ["没有发：孙三（K03）（今天不当班）。"]
    assert texts(result.notes, "en") == ["No sheet: 孙三 (K03) (not on duty today)."]
    assert result.tables == {}
    assert result.details == {
        "sheets": {
            "K01": {"DailyLog": 2, "FollowUps": 2, "Scores": 1},
            "K02": {"DailyLog": 1, "FollowUps": 1, "Scores": 1},
        },
        "without": {"K03": "今天不当班"},
        "in_nobodys": 0,
    }


def test_a_contact_goes_to_whom_the_supervisor_assigned_else_the_stand_in_else_the_owner() -> None:
    rows = [
        contact(1, 0, "K01", assigned="K02"),
        contact(2, 1, "K09"),  # has left: somebody on duty who serves tmall stands in
        contact(3, 2, "K02", stand_in="K01"),  # the owner is back
    ]
    given = shares(FollowUps=rows)
    assert {agent: contacts(share) for agent, share in given.items()} == {
        "K01": ["F000002"],
        "K02": ["F000001", "F000003"],
    }


def test_contacts_of_today_are_those_due_overdue_or_escalated() -> None:
    rows = [
        contact(1, 0, "K01", due_by=at("2026-03-01 20:00")),  # overdue
        contact(2, 0, "K01", due_by=at("2026-02-25 20:00")),  # escalated
        contact(3, 0, "K01"),
        contact(4, 0, "K01", due_from=at("2026-03-04"), due_by=at("2026-03-05")),
        contact(5, 0, "K01", done_at=at("2026-03-03 08:30"), result="solved"),
        contact(6, 0, "K01", state="closed"),
        contact(7, 0, "K01", waiting_until=at("2026-03-06")),
    ]
    assert contacts(shares(FollowUps=rows)["K01"]) == ["F000002", "F000001", "F000003"]


def test_yesterdays_log_goes_along_as_long_as_it_lacks_something() -> None:
    rows = [
        log("2026-03-03", "K01", "tmall"),
        log("2026-03-02", "K01", "tmall", **FILLED | {"reviews": None}),
        log("2026-03-02", "K01", "jd", **FILLED),
        log("2026-03-01", "K01", "tmall"),
    ]
    given = shares(DailyLog=rows)["K01"].frames["DailyLog"]
    assert given[["date", "platform"]].to_numpy().tolist() == [
        [at("2026-03-03"), "tmall"],
        [at("2026-03-02"), "tmall"],
    ]


def test_the_self_score_is_the_months_or_last_months_while_it_is_missing() -> None:
    scores = [
        {"month": "2026-03", "agent_id": "K01", "self_score": 90.0},
        {"month": "2026-02", "agent_id": "K01"},
        {"month": "2026-02", "agent_id": "K02", "self_score": 80.0},
        {"month": "2026-01", "agent_id": "K02"},
    ]
    given = shares(Scores=scores)
    assert given["K01"].frames["Scores"]["month"].tolist() == ["2026-03", "2026-02"]
    assert given["K02"].frames["Scores"].empty


def test_who_is_not_rostered_gets_a_sheet_only_with_somebody_to_contact() -> None:
    boss = {"agent_id": "M01", "name": "李主管", "platforms": "tmall", "rostered": False}
    other = boss | {"agent_id": "M02", "name": "周店长"}
    gone = STAFF[0] | {"agent_id": "K08", "name": "离职者", "left": at("2026-03-02")}
    result = hand_out(
        shop_day(Staff=[*STAFF, boss, other, gone], FollowUps=[contact(1, 0, "M01"), contact(2, 1, "K01")])
    )
    assert [file.name.split()[2] for file in result.files] == ["K01", "K02", "M01"]
    assert texts(result.notes) == [
        "没有发：孙三（K03）（今天不当班）。",
        "没有发：周店长（M02）（没有要联系的客户）。",
    ]


def test_what_is_in_nobodys_sheet_is_told() -> None:
    """孙三 rests and nobody on duty serves pdd; one contact has been typed by hand without a number."""
    rows = [
        contact(1, 3, "K03"),
        contact(2, 3, "K03", assigned="K03"),
        contact(3, 3, None),  # type: ignore[arg-type]
        contact(4, 0, "K01", follow_up_id=None),
    ]
    result = hand_out(shop_day(FollowUps=rows))
    assert texts(result.notes)[1:] == [
        "有 1 次联系不在任何人的表里（没有责任客服）：请主管在“指定客服”里指定。",
        "有 2 次联系不在任何人的表里（孙三（K03））：请主管在“指定客服”里指定。",
        "手工登记的 1 次联系还没有编号，没有发：点“更新回访”，再发一次。",
    ]
    assert texts(result.notes, "en")[1:3] == [
        "1 contact in no sheet (nobody's): let the supervisor fill 'Assigned'.",
        "2 contacts in no sheet (孙三 (K03)): let the supervisor fill 'Assigned'.",
    ]
    assert result.details["in_nobodys"] == 3


def test_calls_without_a_number_are_counted() -> None:
    """Letters and messages need none."""
    rows = [contact(1, 0, "K01"), contact(2, 1, "K01", channel="message"), contact(3, 2, "K02")]
    customers = [{"platform": "jd", "account": "买家丙", "phone": "13900000003"}]
    notes = texts(hand_out(shop_day(FollowUps=rows, Customers=customers)).notes)
    assert notes[1:] == ["1 次电话没有能打的号码：请补“客户档案”的电话，或改用在线消息。"]


def test_who_has_no_row_of_today_is_told_to_prepare_the_day() -> None:
    result = hand_out(shop_day(DailyLog=[], FollowUps=[contact(1, 0, "K01")]))
    assert [file.name.split()[2] for file in result.files] == ["K01"]
    assert texts(result.notes) == [
        "没有发：钱二（K02）（没有日报行，也没有要联系的客户）。",
        "没有发：孙三（K03）（今天不当班）。",
        "赵一（K01） 今天还没有日报行：先点“准备当天”，再发一次。",
    ]


def test_a_register_of_yesterday_is_told() -> None:
    old = at("2026-03-02 08:00")
    result = hand_out(shop_day(FollowUps=[contact(1, 0, "K01", as_of=old)]))
    assert texts(result.notes)[-1].startswith("今天还没有更新回访")
    finished = contact(2, 0, "K01", as_of=old, state="closed")
    assert len(hand_out(shop_day(FollowUps=[contact(1, 0, "K01"), finished])).notes) == 1


def test_with_nobody_on_duty_it_says_what_to_do_first() -> None:
    result = hand_out(shop_day(Roster=roster(K01="休休休"), FollowUps=[]))
    assert result.files == ()
    assert result.headline.zh.startswith("没有人可发")


def test_a_file_that_stands_in_the_folder_is_kept() -> None:
    """An agent may have filled it meanwhile."""
    asked = shop_day()
    one, two = hand_out(asked).files
    result = hand_out(replace(asked, files=(File(one.name, b"filled"),)))
    assert [file.name for file in result.files] == [two.name]
    assert texts(result.notes)[1:] == ["已经有了，没有覆盖：2026-03-03 0900 K01 赵一.xlsx。"]
    assert result.headline.zh == "做好 1 份日报表：日报 1 行，要联系 1 次。"
    again = hand_out(replace(asked, files=(one, two)))
    assert (again.files, again.headline.zh) == ((), "没有做新的日报表：都已经有了。")


def test_a_later_file_has_another_name_and_the_earlier_ones_are_told() -> None:
    asked = shop_day()
    morning = hand_out(asked).files
    yesterdays = File("2026-03-02 0900 K01 赵一.xlsx", b"")
    noon = replace(asked, today=dt.datetime(2026, 3, 3, 12, 5), files=(*morning, yesterdays))
    result = hand_out(noon)
    assert [file.name for file in result.files] == [
        "2026-03-03 1205 K01 赵一.xlsx",
        "2026-03-03 1205 K02 钱二.xlsx",
    ]
    assert texts(result.notes)[1:] == [
        "文件夹里还有今天早些时候发的 2 份：填过的先“收日报表”，以后都用新的。"
    ]


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ('2026 K/1 张:三*?"<>|\\', "2026 K_1 张_三_______"),
        ("2026 K01 名字. .", "2026 K01 名字"),
        ("2026 K01 a\tb", "2026 K01 a_b"),
        ("字" * 90, "字" * 60),
    ],
)
def test_names_of_files_are_such_as_windows_takes(text: str, stem: str) -> None:
    assert free_stem(text, set()) == stem


def test_two_agents_never_share_a_file() -> None:
    taken: set[str] = set()
    stems = [free_stem(text, taken) for text in ("K/1 甲", "K:1 甲", "k_1 甲")]
    assert stems == ["K_1 甲", "K_1 甲 (2)", "k_1 甲 (3)"]
