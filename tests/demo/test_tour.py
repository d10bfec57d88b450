"""`demo`: the whole month lived through on the closed file, by the commands that everybody runs."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import pandas as pd
import pytest

from csbook.books.file_book import FileBook
from csbook.books.frames import read_table
from csbook.commands.handler import silent
from csbook.commands.run import language_of, run
from csbook.commands.snapshots import SnapshotStore
from csbook.commands.undo import undo
from csbook.demo.customers import ASKED_BEFORE_ORDERING, ASKED_HOURS, EXPORTED, export_of_orders
from csbook.demo.rows import demo_rows
from csbook.demo.shop import AGENTS, DEMO_MONTH, PDD, SUN_HAORAN, WU_SIQI
from csbook.demo.tour import EARLIEST, ENOUGH_SECONDS, FINAL, SCORED, TODAY, TOLD, Story, tour
from csbook.making import build
from csbook.problems import FileExists, Words
from csbook.schema.workbook import TABLES
from tests.sharing import made_once
from tests.template.cut_texts import cut_texts
from tests.workbooks import part_with, parts_of, sheet_part

pytestmark = pytest.mark.long
NOW = dt.datetime(2026, 11, 22, 9, 30)
EARLIER = b"somebody's"
SHOP, SAID = "shop", "said.json"
STRINGS = "xl/sharedStrings.xml"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Words]:
    """A demo that took the place of an earlier file with a snapshot."""

    def make(folder: Path) -> None:
        path = folder / SHOP / "演示.xlsm"
        path.parent.mkdir()
        path.write_bytes(EARLIER)
        store = SnapshotStore.beside(path)
        store.folder.mkdir(parents=True)
        (store.folder / "000099.json.gz").write_bytes(EARLIER)
        said = tour(path, "zh", replace=True, user="tester")
        (folder / SAID).write_text(json.dumps(asdict(said)), "utf-8")

    folder = made_once(tmp_path_factory, "demo", make)
    return folder / SHOP / "演示.xlsm", Words(**json.loads((folder / SAID).read_text("utf-8")))


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Words]:
    path = tmp_path_factory.mktemp("demo") / "demo.xlsm"
    return path, tour(path, "en", user="tester")


@pytest.mark.parametrize("edition", ["demo", pytest.param("english", marks=pytest.mark.minutes)])
def test_no_text_is_cut_off_in_either_edition(edition: str, request: pytest.FixtureRequest) -> None:
    path, _ = request.getfixturevalue(edition)
    assert list(cut_texts(path)) == []


def frames(path: Path) -> dict[str, pd.DataFrame]:
    book = FileBook(path)
    return {name: read_table(book, table, language_of(book)).frame for name, table in TABLES.items()}


@pytest.fixture(scope="module")
def tables(demo: tuple[Path, Words]) -> dict[str, pd.DataFrame]:
    return frames(demo[0])


def assert_equal(
    one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame], *, but: tuple[str, ...]
) -> None:
    for name in TABLES:
        if name not in but:
            pd.testing.assert_frame_equal(one[name], other[name], obj=name)


@pytest.mark.minutes
def test_two_demos_are_equal_but_for_when_they_ran(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    tour(tmp_path / "演示.xlsm", "zh", user="tester")
    again = frames(tmp_path / "演示.xlsm")
    assert_equal(tables, again, but=("Journal",))
    measured = ["at", "message"]  # a roster's message tells how long it took
    pd.testing.assert_frame_equal(
        tables["Journal"].drop(columns=measured), again["Journal"].drop(columns=measured)
    )


def test_the_roster_is_complete_for_everybody(tables: dict[str, pd.DataFrame]) -> None:
    roster = tables["Roster"]
    assert sorted(roster["agent_id"]) == [person.agent_id for person in AGENTS]
    days = [f"d{n:02d}" for n in range(1, 31)]
    assert roster[days].notna().all(axis=None)
    assert roster["d31"].isna().all()  # November has thirty days
    assert (roster[days].isin(["rest", "leave"]).sum(axis=1) >= 4).all()  # domain A1.6


def test_every_group_has_its_minimum_on_every_day(
    demo: tuple[Path, Words], tables: dict[str, pd.DataFrame]
) -> None:
    for group, people in tables["Roster"].groupby("group"):
        for day in (f"d{n:02d}" for n in range(1, 31)):
            on_duty = people[day].str.partition("@")[0].tolist()
            assert {"白", "晚"} <= set(on_duty), (group, day)
    assert "每班都够最少人数" in demo[1].zh


def test_approved_leave_and_the_pinned_shift_stand_in_the_roster(tables: dict[str, pd.DataFrame]) -> None:
    roster = tables["Roster"].set_index("agent_id")
    assert roster.loc["K02", ["d12", "d13"]].tolist() == ["leave", "leave"]
    assert roster.at["K04", "d11"] == "白"
    assert "leave" not in roster.loc[SUN_HAORAN, ["d26", "d27"]].tolist()  # asked for, not approved


def test_the_month_before_went_into_the_history(tables: dict[str, pd.DataFrame]) -> None:
    whole = tables["RosterHistory"]
    assert whole["date"].min() == pd.Timestamp(2026, 9, 1)
    history = whole[whole["date"] >= pd.Timestamp(2026, 10, 1)]
    assert len(history) == 31 * len(AGENTS)
    assert history["date"].max() == pd.Timestamp(2026, 10, 31)
    assert history["shift"].notna().all()


def test_the_log_has_rows_for_those_on_duty_only(tables: dict[str, pd.DataFrame]) -> None:
    roster = tables["Roster"].set_index("agent_id")
    log = tables["DailyLog"]
    november = log[log["date"] >= pd.Timestamp(2026, 11, 1)]
    for agent, day in zip(november["agent_id"], november["date"], strict=True):
        assert roster.at[agent, f"d{day.day:02d}"] not in ("rest", "leave")
    assert november["date"].max() == pd.Timestamp(2026, 11, 22)


def test_yesterday_is_filled_but_for_two_rows_and_today_not_yet(tables: dict[str, pd.DataFrame]) -> None:
    log = tables["DailyLog"].set_index("date")["receptions"]
    assert log[: pd.Timestamp(2026, 11, 20)].notna().all()
    assert log[pd.Timestamp(2026, 11, 21)].isna().sum() == 2
    assert log[pd.Timestamp(2026, 11, 22)].isna().all()


def test_follow_ups_are_planned_due_overdue_done_and_escalated(tables: dict[str, pd.DataFrame]) -> None:
    states = Counter(tables["FollowUps"]["state"])
    assert {"planned", "due", "overdue", "done", "escalated"} <= set(states)
    assert states["done"] > states["due"] > states["overdue"] + states["escalated"]


def test_cases_and_archives_are_late_here_and_there(tables: dict[str, pd.DataFrame]) -> None:
    cases = tables["AfterSales"]
    assert cases.loc[cases["state"] == "overdue", "kind"].tolist() == ["rights", "return"]  # 24 and 72 hours
    assert Counter(tables["Customers"]["archive_state"])["overdue"] == 3


def test_the_export_of_the_morning_became_orders_and_customers(tables: dict[str, pd.DataFrame]) -> None:
    orders = tables["Orders"].set_index("order_id")
    accounts = [order.account.zh for order in EXPORTED]
    assert orders.loc[[order.order_id for order in EXPORTED], "customer"].tolist() == accounts
    phones = tables["Customers"].set_index("account")["phone"]
    assert phones[accounts].tolist() == [order.phone for order in EXPORTED]
    assert "error" not in set(tables["Problems"]["severity"])


def test_who_asked_and_did_not_buy_is_contacted(tables: dict[str, pd.DataFrame]) -> None:
    states = Counter(tables["Enquiries"]["state"])
    assert states == {"open": len(ASKED_HOURS), "ordered": ASKED_BEFORE_ORDERING}
    assert len(tables["FollowUps"].query("rule_id == 'E1'")) > 0


def test_regulars_are_told_of_the_campaign_these_days(tables: dict[str, pd.DataFrame]) -> None:
    told = tables["FollowUps"].query("rule_id == 'M1'")
    assert len(told) > 0
    assert set(told["state"]) & {"due", "done"}


def test_poor_reviews_go_to_one_person_and_are_on_todays_list(tables: dict[str, pd.DataFrame]) -> None:
    reviews = tables["Reviews"]
    poor = reviews[reviews["stars"] <= 3]
    assert set(poor["handler"]) == {WU_SIQI}
    assert reviews["state"].value_counts().to_dict() == {"explained": 4, "open": 2}
    assert set(tables["Today"]["kind"]) >= {"follow_up", "case", "review", "approval", "log"}


def test_compensation_above_the_authority_waits_for_the_supervisor(tables: dict[str, pd.DataFrame]) -> None:
    cases = tables["AfterSales"]
    assert cases.loc[cases["approved"] == "pending", "compensation"].tolist() == [60]
    assert cases.loc[cases["approved"] == "pending", "attention"].notna().all()


def test_breaches_are_counted_and_nobody_is_fined(tables: dict[str, pd.DataFrame]) -> None:
    conduct = tables["Conduct"].query("kind == 'discipline'")
    assert sorted(conduct["step"]) == [1, 2]
    assert conduct["amount"].isna().all()


def test_the_month_is_summed_up_and_the_evening_handed_over(tables: dict[str, pd.DataFrame]) -> None:
    assert tables["FollowUpSummary"]["promised"].sum() > 100
    assert tables["ProductComplaints"]["complaints"].sum() == 3
    assert set(tables["HandOver"]["kind"]) == {"follow_up", "case"}


def test_the_last_has_been_last_for_three_months_and_pays_from_commission(
    tables: dict[str, pd.DataFrame],
) -> None:
    scores = tables["Scores"]
    month = scores[scores["month"] == SCORED].set_index("agent_id")
    assert month["rank"].dropna().sort_values().tolist() == [1, 2, 3, 4, 5, 6, 7, 8]
    assert month["rank"].isna().sum() == 1  # on probation
    assert month.at[SUN_HAORAN, "rank"] == 8
    assert month.at[SUN_HAORAN, "last_streak"] == 3
    assert month.at[SUN_HAORAN, "deduction"] == 100
    assert month["bonus"].dropna().tolist() == [100]
    pay = of_month(tables["Pay"], SCORED).set_index("agent_id")
    assert pay.at[SUN_HAORAN, "total"] == pay.at[SUN_HAORAN, "commission_due"] - 100


def of_month(rows: pd.DataFrame, month: str) -> pd.DataFrame:
    return rows[rows["month"] == month]


def test_one_of_two_plans_is_handed_in(tables: dict[str, pd.DataFrame]) -> None:
    plans = of_month(tables["Plans"], SCORED).set_index("rank")["state"]
    assert plans.to_dict() == {7: "handed_in", 8: "owed"}
    assert set(tables["Plans"].query("month < @SCORED")["state"]) == {"handed_in"}


def test_two_months_are_locked_and_one_is_under_way(tables: dict[str, pd.DataFrame]) -> None:
    assert tables["Locks"][["month", "state"]].to_numpy().tolist() == [
        ["2026-09", "locked"], ["2026-10", "locked"]
    ]  # fmt: skip
    states = tables["Pay"].groupby("month")["state"].unique()
    assert [list(found) for found in states] == [["locked"], ["locked"], ["provisional"]]
    assert of_month(tables["Scores"], "2026-11")["rank"].isna().all()
    months = set(tables["ScoreDetail"].dropna(subset=["points"])["month"])
    assert months == {"2026-09", "2026-10", "2026-11"}


def test_commission_follows_rules_a_late_refund_and_one_agreement(tables: dict[str, pd.DataFrame]) -> None:
    """1 % up to 20,000 and 1.5 % beyond; one refund of an order paid in September comes off in October."""
    taken = of_month(tables["RefundsTaken"], SCORED)
    assert taken[["kind", "amount"]].to_numpy().tolist() == [["earlier", 899]]
    commissions = of_month(tables["Commissions"], SCORED).set_index("agent_id")
    late = commissions.loc[taken["agent_id"].item()]
    assert late["base"] == late["sales"] - 899
    assert abs(float(late["computed"]) - (200 + 0.015 * (float(late["base"]) - 20000))) <= 0.005
    pay = of_month(tables["Pay"], SCORED)
    (agreed,) = pay.dropna(subset=["commission"]).to_dict("records")
    assert agreed["commission_due"] == agreed["commission"] == 300
    assert agreed["commission_reason"]
    assert pay["wage"].notna().all()


def test_one_persons_pay_is_explained(tables: dict[str, pd.DataFrame]) -> None:
    explained = tables["PayExplained"]
    assert set(explained["agent_id"]) == {SUN_HAORAN}
    assert {"measure", "score", "rank", "commission", "deduction", "total"} <= set(explained["item"])


def test_targets_are_compared_with_what_was_reached(tables: dict[str, pd.DataFrame]) -> None:
    targets = tables["Plan"].query("part == 'target'")
    assert len(targets) == 23  # five typed each month, eight drafted
    assert targets[["actual", "attainment"]].notna().all(axis=None)


def test_the_drafted_targets_are_the_best_of_the_months_before(tables: dict[str, pd.DataFrame]) -> None:
    """September converted 40.5 %, October 39.98; of the log September was fuller, of refunds it had fewer."""
    drafted = tables["Plan"].query("part == 'target' and agent_id.isna()").set_index("measure")
    said = drafted.loc[["conversion", "refund_share", "log_complete"], ["target", "note"]]
    best = "最近三个月里最好的一个月："
    assert said.to_numpy().tolist() == [[40.5, best + "40.5"], [5.01, best + "5.01"], [77.31, best + "77.31"]]


def test_every_command_of_the_tour_went_through(tables: dict[str, pd.DataFrame]) -> None:
    journal = tables["Journal"]
    assert set(journal["outcome"]) == {"done"}
    drafts = {"draft-plan", "report"}
    before = {"build-roster", "check-roster", "publish-roster", "lock-month", *drafts}
    assert {*before, *FINAL} == set(journal["command"])
    assert journal["command"].tail(len(FINAL)).tolist() == list(FINAL)
    assert set(journal["user"]) == {"tester"}


def test_nothing_has_to_be_corrected(tables: dict[str, pd.DataFrame]) -> None:
    assert "error" not in set(tables["Problems"]["severity"])


def test_the_summary_is_short_and_names_who_and_what(demo: tuple[Path, Words]) -> None:
    path, said = demo
    for text in (said.zh, said.en):
        assert len(text.splitlines()) <= 20
        assert str(path) in text
        assert "孙浩然" in text
    assert "连续 3 个月末位" in said.zh
    assert "生成排班" in said.zh


def test_a_month_settles_in_english_as_in_chinese(tables: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    """The month whose roster is not searched for; all three: `test_the_english_demo_lives...`."""
    path = tmp_path / "demo.xlsm"
    build(path, "en", DEMO_MONTH, demo_rows("en", DEMO_MONTH))
    story = Story(path, "en", "tester", silent)
    story.earliest_month()
    story.settled(EARLIEST, dt.datetime(2026, 10, 2, 10))
    assert story.frame("Locks")["state"].tolist() == ["locked"]
    month = f"{EARLIEST:%Y-%m}"
    for table, name in (("Scores", "weighted"), ("Pay", "total")):
        own, other = (
            of_month(rows, month).set_index("agent_id") for rows in (story.frame(table), tables[table])
        )
        assert own[name].notna().sum() > 5
        pd.testing.assert_series_equal(own[name], other[name])


@pytest.mark.minutes
def test_the_english_demo_lives_through_the_same_month(
    english: tuple[Path, Words], tables: dict[str, pd.DataFrame]
) -> None:
    path, said = english
    own = frames(path)
    assert "last for 3 months running" in said.en
    for name in ("Customers", "Orders"):
        texts = own[name].select_dtypes("str")
        assert all(text.isascii() for column in texts for text in texts[column].dropna())
    assert Counter(own["FollowUps"]["state"]) == Counter(tables["FollowUps"]["state"])
    pd.testing.assert_series_equal(own["Scores"]["weighted"], tables["Scores"]["weighted"])
    pd.testing.assert_series_equal(own["Pay"]["total"], tables["Pay"]["total"])
    assert own["Roster"]["group"].tail(1).tolist() == [PDD.en]


@pytest.mark.parametrize("name", FINAL)
def test_a_second_run_at_the_same_moment_changes_nothing_but_the_journal_and_colours(
    demo: tuple[Path, Words], tables: dict[str, pd.DataFrame], tmp_path: Path, name: str
) -> None:
    path = tmp_path / "again.xlsm"
    shutil.copy2(demo[0], path)
    journal = FileBook(path).places()["Journal"].sheet
    told, files = TOLD.get(name, {}), (export_of_orders("zh"),) if name == "import" else ()
    outcome = run(name, FileBook(path), TODAY, now=NOW, user="tester", parameters=told, files=files)
    assert outcome.exit_code == 0
    assert outcome.changed == {}
    before, after = parts_of(demo[0]), parts_of(path)
    differ = {part for part in before.keys() | after.keys() if before.get(part) != after.get(part)}
    of_the_journal = {sheet_part(path, journal), part_with(path, 'displayName="Journal"', "xl/tables/")}
    book = FileBook(path)
    of_the_colours = sheet_part(path, book.places()["Changes"].sheet)
    assert differ <= {*of_the_journal, of_the_colours, STRINGS}
    for table in ("RosterBase", "Published", "RosterStates"):  # on the same sheet
        pd.testing.assert_frame_equal(read_table(book, TABLES[table], "zh").frame, tables[table])
    assert texts(after)[: len(texts(before))] == texts(before)
    assert len(read_table(book, TABLES["Journal"], "zh").frame) == len(tables["Journal"]) + 1


def texts(parts: Mapping[str, bytes]) -> list[bytes]:
    """The shared texts; cells name them by their number."""
    return re.findall(rb"<si>.*?</si>|<si/>", parts[STRINGS], re.DOTALL)


def test_the_roster_built_again_is_the_same(
    demo: tuple[Path, Words], tables: dict[str, pd.DataFrame], tmp_path: Path
) -> None:
    path = tmp_path / "again.xlsm"
    shutil.copy2(demo[0], path)
    built = dt.datetime(2026, 10, 27, 10)
    parameters = {"seconds": ENOUGH_SECONDS, "replace": True}
    outcome = run("build-roster", FileBook(path), built, now=NOW, user="tester", parameters=parameters)
    assert outcome.exit_code == 0
    again = frames(path)
    states = again["RosterStates"].set_index("month")["state"].to_dict()
    assert states == {"2026-09": "closed", "2026-10": "closed", "2026-11": "draft"}  # it was published
    assert_equal(tables, again, but=("Journal", "RosterStates"))


def test_the_demo_can_be_undone_step_by_step(demo: tuple[Path, Words], tmp_path: Path) -> None:
    path = tmp_path / demo[0].name
    shutil.copy2(demo[0], path)
    shutil.copytree(demo[0].parent / ".csbook", tmp_path / ".csbook")
    store = SnapshotStore.beside(path)
    assert len(store.files()) >= 2
    for _ in store.files():
        assert undo(FileBook(path), store, now=NOW, user="tester").exit_code == 0
    assert len(frames(path)["DailyLog"].query("date == '2026-11-22'")) == 0


def test_only_the_workbook_and_its_side_folder_are_left(demo: tuple[Path, Words]) -> None:
    assert sorted(file.name for file in demo[0].parent.iterdir()) == [".csbook", demo[0].name]


def test_an_earlier_file_is_replaced_only_when_told(tmp_path: Path) -> None:
    path = tmp_path / "demo.xlsm"
    path.write_bytes(EARLIER)
    with pytest.raises(FileExists):
        tour(path, "zh")
    assert path.read_bytes() == EARLIER
    assert [file.name for file in tmp_path.iterdir()] == ["demo.xlsm"]


def test_a_replaced_file_is_kept_as_the_backup_and_its_snapshots_are_not(demo: tuple[Path, Words]) -> None:
    replaced = demo[0]
    side = replaced.parent / ".csbook" / replaced.name
    assert (side / "backup.xlsm").read_bytes() == EARLIER
    assert "000099.json.gz" not in [file.name for file in SnapshotStore.beside(replaced).files()]
