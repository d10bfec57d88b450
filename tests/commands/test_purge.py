"""Old customers lose what says who they are, everywhere and for good; everybody else stays as they were."""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import xlwings

from csbook.books.excel_book import ExcelBook
from csbook.books.file_book import FileBook
from csbook.books.frames import read_table
from csbook.books.saving import side_folder
from csbook.commands.handler import Request, Result
from csbook.commands.load import load
from csbook.commands.outcome import Outcome
from csbook.commands.purge import DayToCome, NoDay, purge
from csbook.commands.run import run
from csbook.commands.snapshots import SnapshotStore
from csbook.commands.undo import NothingToUndo, undo
from csbook.masking import pseudonym
from csbook.panel import panel_values
from csbook.schema.workbook import TABLES
from tests.commands.daily_shop import request, texts
from tests.open_shop import PANEL_ROWS
from tests.workbooks import every_table, parts_of, put, type_rows

NOON = dt.datetime(2026, 11, 22, 12)
BEFORE = dt.date(2025, 1, 1)
OLD = {"name": "王小明明", "phone": "13811112222", "address": "杭州市文三路 1 号", "wishes": "周末别打电话"}


def at(text: str) -> pd.Timestamp:
    return pd.Timestamp(text)


def customer(account: str, **more: Any) -> dict[str, Any]:
    return {"platform": "tmall", "account": account, "first_visit": at("2024-02-01")} | more


def order(number: str, account: str | None, created: str, **more: Any) -> dict[str, Any]:
    return {
        "platform": "tmall",
        "order_id": number,
        "customer": account,
        "created": at(created),
        "total": Decimal("80.00"),
        "region": "浙江省杭州市",
    } | more


def follow_up(number: str, account: str, due_by: str, **more: Any) -> dict[str, Any]:
    return {
        "follow_up_id": number,
        "platform": "tmall",
        "customer": account,
        "source": f"customer:tmall:{account}",
        "due_by": at(due_by),
        "state": "done",
        "note": "打 13811112222 找王小明明",
    } | more


def case(number: str, who: str | None, opened: str, **more: Any) -> dict[str, Any]:
    return {
        "case_id": number,
        "kind": "damage",
        "platform": "tmall",
        "customer": who,
        "opened": at(opened),
        "closed": at(opened),
        "note": "寄到文三路",
    } | more


def asked(before: dt.date | None = BEFORE, *, confirm: str | None = None, **tables: Any) -> Result:
    """What comes of it with this confirmation; without one, with the number that is shown first."""
    whole = request("2026-11-22 12:00", **tables)
    first = purge(replaced(whole, before))
    return purge(replaced(whole, before, first.details["confirms"] if confirm is None else confirm))


def replaced(whole: Request, before: dt.date | None, confirm: object = None) -> Request:
    said = {} if confirm is None else {"confirm": str(confirm)}
    return replace(whole, parameters={"before": before} | said)


def test_only_those_without_any_contact_since_the_day_go() -> None:
    result = asked(
        Customers=[
            customer("old", **OLD),
            customer("visits", first_visit=at("2025-01-01")),
            customer("serves", next_service=at("2026-01-05")),
            customer("orders"),
            customer("asks"),
            customer("is called"),
            customer("complains"),
            customer("praises"),
        ],
        Orders=[
            order("1", "old", "2024-03-01"),
            order("2", "orders", "2025-06-01"),
            order("3", "praises", "2024-06-01"),
        ],
        Enquiries=[{"platform": "tmall", "customer": "asks", "asked_at": at("2025-01-01 00:00")}],
        FollowUps=[
            follow_up("F1", "old", "2024-04-01"),
            follow_up("F2", "is called", "2024-04-01", done_at=at("2025-02-01")),
        ],
        AfterSales=[case("A1", "complains", "2024-05-01", closed=at("2025-03-01"))],
        Reviews=[{"platform": "tmall", "order_id": "3", "reviewed_at": at("2025-07-01"), "stars": 5}],
    )
    assert result.details["customers"] == 1
    assert result.tables["Customers"]["account"].tolist() == ["已清除-00001"]
    assert result.tables["Customers"].index.tolist() == [5]
    assert set(result.tables) == {"Customers", "Orders", "FollowUps"}


def test_a_day_belongs_to_those_who_stay_and_the_day_before_to_those_who_go() -> None:
    visits = [customer("a", first_visit=at("2024-12-31")), customer("b", first_visit=at("2025-01-01"))]
    assert asked(Customers=visits).tables["Customers"].index.tolist() == [5]


def test_whoever_has_an_open_contact_or_case_stays_and_is_counted() -> None:
    result = asked(
        Customers=[customer("owed"), customer("waits"), customer("done")],
        FollowUps=[
            follow_up("F1", "owed", "2024-04-01", state="escalated"),
            follow_up("F2", "done", "2024-04-01", state="overdue", done_at=at("2024-04-02")),
        ],
        AfterSales=[case("A1", "waits", "2024-05-01", closed=None)],
    )
    assert result.tables["Customers"].index.tolist() == [7]
    assert result.details["kept_open"] == 2
    assert any("另有 2 位" in note for note in texts(result.notes))


def test_whoever_stays_only_for_a_campaign_that_nobody_announced_is_counted_apart() -> None:
    announced = {"source": "campaign:H1:tmall:called", "state": "cancelled"}
    result = asked(
        Customers=[customer("called"), customer("told"), customer("owed")],
        FollowUps=[
            follow_up("F1", "called", "2026-06-04", **announced),
            follow_up("F2", "told", "2026-06-04", source="campaign:H1:tmall:told", done_at=at("2026-06-04")),
            follow_up("F3", "owed", "2024-04-01", state="escalated"),
        ],
    )
    assert result.tables == {}
    assert (result.details["kept_campaign"], result.details["kept_open"]) == (1, 1)
    assert any("1 位只因没有打的活动通知才保留" in note for note in texts(result.notes))


def test_whoever_has_no_date_at_all_stays_and_is_counted() -> None:
    result = asked(Customers=[customer("unknown", first_visit=None, name="无名")])
    assert (result.tables, result.details["undated"]) == ({}, 1)
    assert not any("请再运行一次" in note for note in texts(result.notes))


def test_a_pseudonym_is_nobody_whose_visit_could_be_entered() -> None:
    name = pseudonym(1, "zh")
    assert asked(Customers=[customer(name, first_visit=None)]).details["undated"] == 0


def test_the_account_becomes_the_same_pseudonym_everywhere_so_that_counts_stay() -> None:
    result = asked(
        Customers=[customer("nick", **OLD)],
        Orders=[order("1", "nick", "2024-03-01"), order("2", "nick", "2024-04-01")],
        Enquiries=[{"platform": "tmall", "customer": "nick", "asked_at": at("2024-02-01"), "note": "要红的"}],
        FollowUps=[
            follow_up("F1", "nick", "2024-04-01", source="customer:tmall:nick:2024-05-01"),
            follow_up("F2", "nick", "2024-04-01", source="order:tmall:1"),
            follow_up("F3", "nick", "2024-04-01", source="campaign:M618:tmall:nick"),
        ],
        AfterSales=[case("A1", "nick", "2024-05-01")],
        Reviews=[
            {
                "platform": "tmall",
                "order_id": "2",
                "reviewed_at": at("2024-07-01"),
                "stars": 1,
                "content": "我是王小明明",
                "explanation": "王小明明您好",
            }
        ],
    )
    alias = "已清除-00001"
    for name in ("Orders", "Enquiries", "FollowUps", "AfterSales"):
        assert set(result.tables[name]["customer"]) == {alias}, name
    assert result.tables["Orders"]["region"].isna().all()
    assert result.tables["FollowUps"]["source"].tolist() == [
        f"customer:tmall:{alias}:2024-05-01",
        "order:tmall:1",
        f"campaign:M618:tmall:{alias}",
    ]
    review = result.tables["Reviews"].iloc[0]
    assert pd.isna(review["customer"])
    assert pd.isna(review["content"])
    assert review["explanation"] == "已清除"  # an explained review stays one
    left = result.tables["Customers"].iloc[0]
    assert left.drop("account").isna().all()
    assert "amount" not in left.index


def test_a_name_or_number_in_place_of_the_account_is_looked_up() -> None:
    result = asked(
        Customers=[customer("nick", **OLD), customer("jd nick", platform="jd")],
        Orders=[order("1", "nick", "2026-03-01")],
        AfterSales=[
            case("A1", "王小明明", "2024-05-01"),
            case("A2", "13811112222", "2024-05-01"),
            case("A3", None, "2024-05-01", order_id="1"),
            case("A4", "王小明明", "2024-05-01", platform="jd"),
        ],
    )
    assert result.tables["AfterSales"]["customer"].tolist() == ["已清除-00002"]
    assert result.tables["AfterSales"].index.tolist() == [8]
    assert result.tables["Customers"]["account"].tolist() == ["已清除-00001"]


def test_a_name_that_two_customers_have_is_nobodys() -> None:
    result = asked(
        Customers=[customer("a", name="李明"), customer("b", name="李明", first_visit=at("2026-01-01"))],
        AfterSales=[case("A1", "李明", "2024-05-01")],
    )
    assert result.tables["AfterSales"]["customer"].tolist() == ["已清除-00002"]


def test_old_rows_that_name_nobody_lose_their_texts() -> None:
    result = asked(AfterSales=[case("A1", None, "2024-05-01"), case("A2", None, "2026-05-01")])
    assert result.tables["AfterSales"].index.tolist() == [5]
    assert (result.details["customers"], result.details["nameless"]) == (0, 1)
    assert "没有账号的旧记录 1 行" in result.headline("zh")


def test_pseudonyms_are_numbered_on_and_kept() -> None:
    result = asked(
        Customers=[customer("已清除-00007", phone="13811112222"), customer("nick", name="王小明明")]
    )
    assert result.tables["Customers"]["account"].tolist() == ["已清除-00007", "已清除-00008"]


@pytest.mark.parametrize("confirm", ["", "是", "2"])
def test_without_the_number_shown_first_it_is_only_said_how_many(confirm: str) -> None:
    result = asked(
        confirm=confirm, Customers=[customer("nick", **OLD)], Orders=[order("1", "nick", "2024-03-01")]
    )
    assert result.tables == {}
    assert not result.forgets
    assert result.headline("zh") == "2025-01-01 以后没有往来的客户 1 位，可以清除个人资料。"
    said = texts(result.notes)
    assert said[0].startswith("客户档案 1 行：清空客户姓名、电话、")
    assert said[1] == "订单 1 行：清空收货地址，买家账号换成代号。"
    assert said[-1].endswith("还没有清除任何内容。核对后，操作面板“确认清除”填 1（--confirm 1）再运行一次。")
    assert ("“确认清除”写的是" in said[-1]) == bool(confirm)
    assert result.details["rows"] == {"Customers": 1, "Orders": 1}


@pytest.mark.parametrize(("before", "error"), [(None, NoDay), (dt.date(2026, 11, 23), DayToCome)])
def test_the_day_must_be_given_and_have_passed(before: dt.date | None, error: type[Exception]) -> None:
    with pytest.raises(error):
        asked(before)


# In a real file


def run_purge(path: Path, confirm: str = "1") -> Outcome:
    return run(
        "purge",
        FileBook(path),
        NOON,
        now=NOON,
        user="测试",
        store=SnapshotStore.beside(path),
        parameters={"before": BEFORE, "confirm": confirm},
    )


@pytest.fixture
def old_shop(shop: Path) -> Path:
    """A workbook with one old and one new customer, snapshots and a backup beside it."""
    old, new = "老顾客账号", "新顾客账号"
    type_rows(
        shop, "Customers", [customer(old, **OLD), customer(new, name="赵新新", first_visit=at("2026-01-01"))]
    )
    type_rows(shop, "Orders", [order("1", old, "2024-03-01"), order("2", new, "2026-03-01")])
    type_rows(shop, "Enquiries", [{"platform": "tmall", "customer": old, "asked_at": at("2024-02-01")}])
    cases = [case("A1", old, "2024-05-01"), case("A2", new, "2026-05-01", note="已补发")]
    type_rows(shop, "AfterSales", cases)
    review = {"platform": "tmall", "order_id": "1", "reviewed_at": at("2024-07-01"), "stars": 4}
    type_rows(shop, "Reviews", [review | {"content": "王小明明很满意"}])
    more = shop.parent / "档案.csv"
    more.write_text(f"平台,买家账号,地址,客户希望\n天猫,{old},文三路 2 号,周末别打电话\n", encoding="utf-8")
    store = SnapshotStore.beside(shop)
    load(FileBook(shop), TABLES["Customers"], more, now=NOON, user="测试", store=store)
    return shop


SECRETS = ("13811112222", "王小明明", "老顾客账号", "文三路", "周末别打电话")


def places_of(text: str, shop: Path) -> list[str]:
    """The parts of the workbook, of its backup, and the snapshots that hold a text."""
    beside = side_folder(shop)
    packages = [shop, *beside.glob("backup.*")]
    found = [
        f"{path.name}/{name}"
        for path in packages
        for name, data in parts_of(path).items()
        if text.encode() in data
    ]
    kept = [path for path in beside.rglob("*") if path.is_file() and not path.name.startswith("backup")]
    for path in kept:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        found += [path.name] if text.encode() in data else []
    return found


def test_nothing_of_the_old_customer_is_left_in_the_file_its_backup_or_its_snapshots(old_shop: Path) -> None:
    for secret in SECRETS:
        kept = places_of(secret, old_shop)
        assert any(place.startswith(old_shop.name) for place in kept), secret
        assert any(place.startswith("backup") for place in kept), secret
    assert "000001.json.gz" in places_of("文三路", old_shop)
    outcome = run_purge(old_shop)
    assert outcome.exit_code == 0
    assert {secret: places_of(secret, old_shop) for secret in SECRETS} == {s: [] for s in SECRETS}
    assert places_of("赵新新", old_shop)


def test_everybody_else_and_every_other_cell_stay(old_shop: Path) -> None:
    before = every_table(old_shop)
    run_purge(old_shop)
    after = every_table(old_shop)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"Customers", "Orders", "Enquiries", "AfterSales", "Reviews"}
    for name in changed:
        if name in ("Customers", "Orders", "AfterSales"):
            [theirs] = [line for line in after[name].splitlines() if "新顾客账号" in line]
            assert theirs in before[name].splitlines()


def test_a_second_purge_changes_nothing(old_shop: Path) -> None:
    run_purge(old_shop)
    once = every_table(old_shop)
    outcome = run_purge(old_shop, "0")
    assert every_table(old_shop) == once
    assert outcome.changed == {}
    assert "没有可清除的资料" in outcome.headline


def test_what_confirmed_a_purge_is_emptied_and_confirms_no_other(old_shop: Path) -> None:
    put(old_shop, "Panel", PANEL_ROWS["confirm"], "value", 1)
    put(old_shop, "Panel", PANEL_ROWS["before"], "value", "2025-01-01")
    told = panel_values(FileBook(old_shop), "zh", "purge")
    assert told == {"before": BEFORE, "confirm": "1"}
    run_purge(old_shop, told["confirm"])
    assert panel_values(FileBook(old_shop), "zh", "purge") == {"before": BEFORE}


def test_a_second_purge_removes_the_copies_that_a_broken_off_one_left(old_shop: Path) -> None:
    store = SnapshotStore.beside(old_shop)
    [kept] = [file.read_bytes() for file in store.files()]
    run_purge(old_shop)
    (store.folder / "000001.json.gz").write_bytes(kept)
    (store.folder / "000002.draft").write_bytes(kept)
    (store.folder / "message.txt").write_text("王小明明", encoding="utf-8")
    run_purge(old_shop, "0")
    assert [file.name for file in store.folder.iterdir()] == ["cleared.json"]


def test_the_open_workbook_is_purged_like_the_closed_one(
    old_shop: Path, open_shop: Callable[[Path], xlwings.Book]
) -> None:
    book = ExcelBook(open_shop(old_shop))
    store = SnapshotStore.beside(old_shop)
    parameters = {"before": BEFORE, "confirm": "1"}
    outcome = run("purge", book, NOON, now=NOON, user="测试", store=store, parameters=parameters)
    assert outcome.details["customers"] == 1
    left = read_table(book, TABLES["Customers"], "zh").frame
    assert left["account"].tolist() == ["已清除-00001", "新顾客账号"]
    assert left["name"].isna().tolist() == [True, False]
    assert store.files() == []
    assert not list(side_folder(old_shop).glob("backup.*"))


def test_it_cannot_be_taken_back_and_undo_says_why(old_shop: Path) -> None:
    run_purge(old_shop)
    with pytest.raises(NothingToUndo) as error:
        undo(FileBook(old_shop), SnapshotStore.beside(old_shop), now=NOON, user="测试")
    assert "清除客户资料" in error.value.words.zh
    assert "2026-11-22 12:00" in error.value.words.en


def test_what_is_done_afterwards_can_be_taken_back_again(old_shop: Path) -> None:
    run_purge(old_shop)
    put(old_shop, "Staff", 1, "hired", "去年")
    once, store = every_table(old_shop), SnapshotStore.beside(old_shop)
    run("check", FileBook(old_shop), NOON, now=NOON, user="测试", store=store)
    assert every_table(old_shop) != once
    undo(FileBook(old_shop), store, now=NOON, user="测试")
    assert every_table(old_shop) == once
    with pytest.raises(NothingToUndo, match="Purge customers"):
        undo(FileBook(old_shop), store, now=NOON, user="测试")


def test_asking_first_writes_nothing_but_the_journal(old_shop: Path) -> None:
    before, kept = every_table(old_shop), SnapshotStore.beside(old_shop).files()
    outcome = run_purge(old_shop, "")
    assert every_table(old_shop) == before
    assert SnapshotStore.beside(old_shop).files() == kept
    assert outcome.details["customers"] == 1


def test_a_refused_save_leaves_snapshots_and_backup(old_shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    kept = SnapshotStore.beside(old_shop).files()
    before = old_shop.read_bytes()
    monkeypatch.setattr("csbook.books.saving.os.fsync", full)
    with pytest.raises(Exception, match="cannot be saved"):
        run_purge(old_shop)
    assert old_shop.read_bytes() == before
    assert SnapshotStore.beside(old_shop).files() == kept
