"""Commands write only csbook's own columns: what a user added to the workbook survives all of them.

Each command runs on a workbook that a shop has used for a month and made its own. Two judges look at
it: the round-trip checker in the shared folder, and the cells themselves, read without csbook.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from openxml_audit import FileFormat

from csbook.books.file_book import FileBook
from csbook.commands.handler import File
from csbook.commands.load import load
from csbook.commands.outcome import Outcome
from csbook.commands.registry import BY_NAME
from csbook.commands.run import run
from csbook.commands.snapshots import SnapshotStore
from csbook.commands.undo import undo
from csbook.schema.columns import Filler
from csbook.schema.workbook import TABLES
from tests.additions import OWN_SHEET, OWN_TABLE, Additions
from tests.packages import Package
from tests.sheets.shop import filled
from tests.validating import findings
from tests.workbooks import put, type_rows

EVENING = dt.datetime(2026, 11, 21, 20)
MORNING = dt.datetime(2026, 11, 22, 9)
TOLD: Mapping[str, Mapping[str, Any]] = {
    "build-roster": {"month": dt.date(2026, 12, 1), "seconds": 20.0},
    "explain-roster": {"seconds": 20.0},
    "repair-roster": {"agent": "K02", "first": dt.date(2026, 11, 24), "seconds": 20.0},
    "import": {"platform": "tmall"},
    "customer-history": {"customer": "买家2"},
    "purge": {"before": dt.date(2025, 1, 1), "confirm": "1"},
    "leave-shop": {"agent": "K02", "date": dt.date(2026, 11, 24)},
    "reopen-month": {"reason": "K03 少算一单"},
    "export": {"what": "pay"},
}
EXPORT = File(
    "订单.csv",
    "订单编号,买家会员名,订单创建时间,订单付款时间,总金额,买家实际支付金额,收货人姓名,联系手机,收货地址\n"
    "90001,新买家,2026-11-20 10:00:00,2026-11-20 10:05:00,99.00,99.00,某人,13800000000,某地\n".encode(),
)
# On whose behalf a step writes columns that people fill: what files say, what is removed, handed over.
ON_BEHALF: Mapping[str, set[str]] = {
    "import": {*BY_NAME["import"].writes},
    "collect": {*BY_NAME["collect"].writes},
    "purge": {*BY_NAME["purge"].writes},
    "leave-shop": {"FollowUps"},
}
LOCKING = dt.datetime(2026, 12, 5, 9)
MOMENTS: Mapping[str, dt.datetime] = {
    "close-month": dt.datetime(2026, 11, 30, 20),
    "lock-month": LOCKING,
    "verify-month": LOCKING,
    "reopen-month": LOCKING,
}
# Step -> the step that leaves the workbook as this one needs it.
FOLLOWS: Mapping[str, str] = {
    "explain-pay": "score",
    "lock-month": "score",
    "verify-month": "lock-month",
    "reopen-month": "lock-month",
    "export": "lock-month",
}
Runs = Callable[[str], tuple[Path, Path, Outcome]]
COMMANDS = tuple(BY_NAME)
STEPS = (*COMMANDS, "load", "undo")

# Table -> header and first cells of the column that a user added at its right end.
OWN_COLUMNS: Mapping[str, tuple[str, tuple[str | float, ...]]] = {
    "Roster": ("组长意见", ("带新人", "=不是公式", "0012")),
    "DailyLog": ("心情", (5, 3.5, "累")),
    "FollowUps": ("加倍", (0, 0, 0)),
    "Staff": ("生日", ("3 月 1 日", "", "腊月初八")),
}
COLOURED = (("Roster", "2"), ("DailyLog", "接待人数"), ("FollowUps", "状态"), ("Scores", "接待人数"))
OWN_NAME = "我的人数"
# A person's cell that csbook fills when it makes the row, never again: the day of the notice.
PROPOSED = {("Plans", "通报日期")}
# Rows as the supervisor would type them: the leave that repair-roster is told of, the items of a plan.
PROPOSED_ROWS = {"Requests", "Plan"}
OWN_FORMULA = "FollowUps[[#This Row],[超时天数]]*2"


def do(path: Path, name: str, moment: dt.datetime, **parameters: Any) -> Outcome:
    """Run a command; the folder of its files is beside the workbook."""
    sheets = sheets_folder(path).glob("*.xlsx")
    given = {"import": (EXPORT,), "collect": tuple(File(p.name, p.read_bytes()) for p in sheets)}
    return run(
        name,
        FileBook(path),
        moment,
        now=moment,
        user="测试",
        parameters=parameters,
        store=SnapshotStore.beside(path),
        files=given.get(name, ()),
        folder={"hand-out": sheets_folder(path), "export": exports_folder(path)}.get(name),
    )


def sheets_folder(path: Path) -> Path:
    return path.parent / "日报表"


def exports_folder(path: Path) -> Path:
    return path.parent / "导出"


def hand_out_and_fill(path: Path) -> None:
    """Every agent gets a sheet; the first contact of each is made, as the agents write there."""
    do(path, "hand-out", MORNING)
    for sheet in sheets_folder(path).glob("*.xlsx"):
        file = filled(File(sheet.name, sheet.read_bytes()), {("FollowUps", 0, "note"): "说好了"})
        sheet.write_bytes(file.data)


def lived_in(path: Path) -> None:
    """A day of the shop up to the evening: roster, log, orders, a case, first scores and commission."""
    orders = [
        {
            "platform": "jd",
            "order_id": f"00{number}",
            "customer": f"买家{number}",
            "agent_id": f"K0{number % 3 + 1}",
            "created": EVENING - dt.timedelta(hours=20 * number),
            "paid": None if number % 2 else EVENING - dt.timedelta(hours=20 * number - 1),
            "total": 600,
        }
        for number in range(12)
    ]
    case = {"case_id": "S1", "kind": "refund", "platform": "jd", "opened": EVENING, "owner": "K02"}
    customer = {"platform": "jd", "account": "买家2", "first_visit": dt.date(2026, 11, 20), "owner": "K01"}
    long_gone = {
        "platform": "jd",
        "account": "旧买家",
        "phone": "13800000000",
        "first_visit": dt.date(2024, 1, 5),
        "archived": dt.date(2024, 1, 6),
    }
    late = {"date": dt.date(2026, 11, 20), "agent_id": "K03", "kind": "discipline", "what": "当班玩游戏"}
    swap = {
        "agent_id": "K01",
        "kind": "swap",
        "from_date": dt.date(2026, 11, 27),
        "with_agent": "K02",
        "state": "pending",
    }
    entries = {
        "Orders": orders,
        "AfterSales": [case],
        "Customers": [customer, long_gone],
        "Requests": [swap],
        "Conduct": [late],
    }
    for table, typed in entries.items():
        type_rows(path, table, typed)
    do(path, "build-roster", EVENING, seconds=20.0)
    do(path, "prepare-day", EVENING)
    do(path, "update-followups", EVENING)
    do(path, "score", EVENING)
    scores = {"month": "2026-11", "self_score": 90, "ability": 80, "cooperation": 80, "service": 80}
    own = scores | {"override_reason": "单量按现场记录"}
    given = [own | {"agent_id": f"K0{n}", "performance": 70 + n} for n in (1, 2, 3)]
    type_rows(path, "Scores", given)
    sold = [{"month": "2026-11", "agent_id": f"K0{n}", "commission": 100 * n} for n in (1, 2, 3)]
    type_rows(path, "Pay", sold)


def made_own(path: Path) -> None:
    """What the shop's people added in Excel."""
    shop = Additions(path)
    for table, (header, values) in OWN_COLUMNS.items():
        shop.column(table, header, values, OWN_FORMULA if table == "FollowUps" else "")
    for table, header in COLOURED:
        shop.colour(table, header)
    shop.comment("Roster", "1", "和钱二换过")
    shop.comment("FollowUps", "最迟时间", "客户下午才在")
    shop.conditional_format("FollowUps", "加倍")
    shop.validation("Staff", "生日", "春,夏,秋,冬")
    shop.name(OWN_NAME, "COUNTA(Staff[工号])")
    _, first_day = shop.address("Roster", "1")
    shop.own_sheet((f"={OWN_NAME}", f"=排班!{first_day}", "=ROWS(FollowUps[编号])"))
    shop.save()


def load_staff(path: Path) -> Outcome:
    file = path.with_suffix(".csv")
    file.write_text(
        "工号,姓名,平台组,接待平台,岗位,备注\nK02,钱二,京东组,京东,售前,改\nK09,新人,京东组,京东,售前,\n"
    )
    return load(
        FileBook(path), TABLES["Staff"], file, now=MORNING, user="测试", store=SnapshotStore.beside(path)
    )


def undo_last(path: Path) -> Outcome:
    return undo(FileBook(path), SnapshotStore.beside(path), now=MORNING, user="测试")


def taken(path: Path, step: str) -> Outcome:
    """Do one step; `undo` takes back what it finds."""
    if step == "load":
        return load_staff(path)
    if step == "undo":
        return undo_last(path)
    return do(path, step, MOMENTS.get(step, MORNING), **TOLD.get(step, {}))


@pytest.fixture(scope="module", params=STEPS)
def step(request: pytest.FixtureRequest) -> str:
    """Of module scope, so that the tests of one step come one after another and read its workbook once."""
    return str(request.param)


@pytest.fixture(scope="module")
def original(small_shop_originals: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("own") / "客服台账.xlsm"
    shutil.copy(small_shop_originals("zh"), path)
    lived_in(path)
    shutil.rmtree(path.parent / ".csbook")
    made_own(path)
    return path


@pytest.fixture(scope="module")
def runs(original: Path, tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """Step -> the workbook before it, after it, and what it said; each done once, on a copy of its own."""
    done: dict[str, tuple[Path, Path, Outcome]] = {}

    def of(step: str) -> tuple[Path, Path, Outcome]:
        if step not in done:
            folder = tmp_path_factory.mktemp(step)
            before = of(FOLLOWS[step])[1] if step in FOLLOWS else original
            after = Path(shutil.copy(before, folder / original.name))
            if step == "undo":
                assert do(after, "update-followups", MORNING).exit_code == 0
            if step == "collect":
                hand_out_and_fill(after)
            if step == "check":
                put(after, "Quality", 0, "score", "许多")
            if step in ("undo", "collect", "check"):
                before = Path(shutil.copy(after, folder / "before.xlsm"))
            done[step] = before, after, taken(after, step)
        return done[step]

    return of


@lru_cache(maxsize=3)
def package(path: Path) -> Package:
    """The parts and cells of a workbook that is not written to any more; most steps begin with the same."""
    return Package(path)


@lru_cache(maxsize=3)
def errors(path: Path) -> list[str]:
    return findings(path, FileFormat.OFFICE_2016)


def may_write(step: str) -> set[str]:
    """The tables that a step may change."""
    if step in BY_NAME:
        return {*BY_NAME[step].writes, "Journal", "Changes"}
    if step == "load":
        return {"Staff", "Journal"}
    return {*BY_NAME["update-followups"].writes, "Journal", "Changes"}


def sheets_of(package: Package, tables: set[str]) -> set[str]:
    return {package.tables[name].sheet for name in tables}


def changed_cells(before: Package, after: Package) -> Iterator[tuple[str, int, int]]:
    """Sheet, row and column of every cell that does not hold what it held."""
    for title in before.sheets:
        old, new = before.cells(title), after.cells(title)
        for row, column in sorted(old.keys() | new.keys()):
            one, other = old.get((row, column)), new.get((row, column))
            if (one.content if one else ("", None, None)) != (other.content if other else ("", None, None)):
                yield title, row, column


def table_and_header(package: Package, title: str, row: int, column: int) -> tuple[str, str] | None:
    """The table and header of a body cell."""
    for name, table in package.tables.items():
        inside = table.top < row <= table.bottom and 0 <= column - table.left < len(table.headers)
        if table.sheet == title and inside:
            return name, table.headers[column - table.left]
    return None


def own_headers(step: str, table: str) -> set[str]:
    """The headers of the columns that a step may change in a table."""
    fillers = {*Filler} if table in ON_BEHALF.get(step, ()) else {Filler.CSBOOK, Filler.SHARED}
    if (step, table) == ("load", "Staff"):
        fillers = {Filler.SUPERVISOR}
    return {column.zh for column in TABLES[table].columns if column.by in fillers}


@pytest.fixture(scope="module")
def judge(shared: Path) -> ModuleType:
    sys.path.insert(0, str(shared / "roundtrip"))
    try:
        import check_roundtrip
    finally:
        sys.path.pop(0)
    return check_roundtrip


def test_the_step_does_its_work(step: str, runs: Runs) -> None:
    before, after, outcome = runs(step)
    assert outcome.exit_code == (1 if step == "check" else 0), outcome.text()
    touched = {
        (table_and_header(package(after), *cell) or ("nowhere",))[0]
        for cell in changed_cells(package(before), package(after))
    }
    main = {
        "build-roster": {"Roster", "RosterBase", "RosterHistory"},
        "explain-roster": {"RosterAnswers"},
        "who-is-missing": {"Today"},
        "check-roster": {"RosterCheck"},
        "repair-roster": {"Roster", "RosterBase", "Requests"},  # nobody is told of a draft
        "swap": {"Requests"},
        "publish-roster": {"Published", "RosterStates"},
        "close-month": {"RosterHistory", "RosterStates"},
        "suggest-cover": set(),  # one day of the log is too little
        "prepare-day": {"DailyLog", "Today"},
        "import": {"Orders", "Customers"},
        "update-followups": {"FollowUps", "Today"},
        "hand-over": {"HandOver"},
        "summarise-followups": {"FollowUpSummary"},
        "customer-history": {"CustomerHistory"},
        "review-conduct": {"Conduct"},
        "hand-out": {"Journal"},
        "collect": {"FollowUps"},
        "purge": {"Customers"},
        "leave-shop": {"Staff", "Roster", "RosterBase"},
        "score": {"Scores", "ScoreDetail", "Pay", "Plans"},
        "explain-pay": {"PayExplained"},
        "lock-month": {"Pay", "Locks", "LockParts"},
        "verify-month": {"Journal"},
        "reopen-month": {"Pay", "Locks"},
        "export": {"Journal"},
        "report": {"Report", "ReportFigures"},
        "draft-plan": {"Plan"},
        "check": {"Problems"},
        "load": {"Staff"},
        "undo": {"FollowUps", "Today"},
    }
    assert touched >= main[step]


def test_the_judge_finds_nothing_lost(step: str, runs: Runs, judge: ModuleType) -> None:
    before, after, _ = runs(step)
    sheets = sheets_of(package(before), may_write(step))
    losses, _, _ = judge.compare(str(before), str(after), sheets)
    # Formulas are written with the value that follows from the new cells around them; rows whose height
    # nobody gave fit the texts that are written (test_styles_formats_and_row_heights_stay).
    expected = [loss for loss in losses if loss[0] == "CELL:cached value changed" or is_fitted_row(loss)]
    assert [loss for loss in losses if loss not in expected] == []


def is_fitted_row(loss: tuple[str, ...]) -> bool:
    return loss[0] == "ROW-ATTR-LOST" and loss[2].startswith("row@htx")


def test_every_other_part_is_the_same_to_the_byte(step: str, runs: Runs) -> None:
    before, after = map(package, runs(step)[:2])
    calculation = "xl/calcChain.xml"
    assert [n for n in after.parts if n != calculation] == [n for n in before.parts if n != calculation]
    tables = may_write(step)
    may_differ = {before.sheets[title] for title in sheets_of(before, tables)}
    may_differ |= {before.tables[name].part for name in tables}
    may_differ |= {"xl/sharedStrings.xml", "xl/workbook.xml", calculation}
    differ = {name for name, data in after.parts.items() if before.parts.get(name) != data}
    assert differ <= may_differ
    if step != "purge":  # which takes texts out
        assert after.strings[: len(before.strings)] == before.strings
    one, other = (re.sub(rb"<calcPr [^>]*/>", b"", p.parts["xl/workbook.xml"]) for p in (before, after))
    assert one == other


def test_only_csbooks_own_columns_change(step: str, runs: Runs) -> None:
    before, after = map(package, runs(step)[:2])
    allowed = {(table, header) for table in may_write(step) for header in own_headers(step, table)}
    for sheet, row, column in changed_cells(before, after):
        # A table that undo makes shorter again had its cells where they are.
        found = table_and_header(after, sheet, row, column) or table_and_header(before, sheet, row, column)
        is_new = (row, 1) not in before.cells(sheet) or before.cells(sheet)[row, 1].value is None
        if is_new and (found in PROPOSED or (found and found[0] in PROPOSED_ROWS)):
            continue
        assert found in allowed, (sheet, row, column)


def test_styles_formats_and_row_heights_stay(step: str, runs: Runs) -> None:
    before, after = map(package, runs(step)[:2])
    for title in before.sheets:
        old, new = before.cells(title), after.cells(title)
        assert {at: new[at].style for at in old if at in new} == {
            at: old[at].style for at in old if at in new
        }
        assert not [at for at in old.keys() - new.keys() if old[at].style != "0"]
        around, rows = before.around_cells(title)
        around_after, rows_after = after.around_cells(title)
        assert around == around_after
        for number, attributes in rows.items():
            assert without_height(rows_after[number]) == without_height(attributes), (title, number)
            if b"customHeight" in attributes:  # all others fit the texts that are written
                assert height(rows_after[number]) >= height(attributes), (title, number)


def height(attributes: bytes) -> float:
    found = re.search(rb' ht="([\d.]+)"', attributes)
    return float(found[1]) if found else 0.0


def without_height(attributes: bytes) -> bytes:
    return re.sub(rb' ht="[\d.]+"', b"", attributes)


def test_the_users_columns_stay_in_their_tables(step: str, runs: Runs) -> None:
    before, after = map(package, runs(step)[:2])
    for name, (header, values) in OWN_COLUMNS.items():
        table = after.tables[name]
        assert table.headers == before.tables[name].headers
        assert table.headers[-1] == header
        column, cells = table.left + len(table.headers) - 1, after.cells(table.sheet)
        kept = [cells[table.top + n, column].value for n in range(1, len(values) + 1)]
        assert kept == [str(value) for value in values]
        ranges = (re.sub(rb'ref="[^"]*"', b"", p.parts[table.part]) for p in (before, after))
        assert len(set(ranges)) == 1
        if name == "FollowUps":
            assert cells[table.top + 1, column].formula == (OWN_FORMULA, ())


def test_the_validator_finds_no_error(step: str, runs: Runs) -> None:
    before, after, _ = runs(step)
    assert errors(before) + errors(after) == []


def test_after_all_of_them_the_workbook_opens_and_the_users_formulas_calculate(
    original: Path, tmp_path: Path, calculated: Callable[[Path], Callable[[str, str], Any]]
) -> None:
    path = Path(shutil.copy(original, tmp_path))
    last = ("close-month", "build-roster")  # of the next month
    for step in (*(name for name in COMMANDS if name not in last), "load", *last):
        if step == "collect":
            hand_out_and_fill(path)
        assert taken(path, step).exit_code == 0, step
    read = calculated(path)
    assert read(OWN_SHEET, "B1") == 4.0
    assert read(OWN_SHEET, "B2") in ("白", "半", "晚", "休")
    assert read(OWN_SHEET, "B3") == len(FileBook(path).grid(FileBook(path).places()["FollowUps"]))
    assert read(OWN_SHEET, "E2") == 299.0
    assert OWN_TABLE in FileBook(path).places()


def test_the_judges_see_a_loss(original: Path, tmp_path: Path, judge: ModuleType) -> None:
    """A cell of the user's changed by hand is found by both."""
    path = Path(shutil.copy(original, tmp_path))
    spoilt = Additions(path)
    spoilt.cell("xl/worksheets/sheet1user.xml", "B1").find("{*}v").text = "7"
    spoilt.save()
    assert judge.compare(str(original), str(path), {"排班"})[0]
    assert list(changed_cells(Package(original), Package(path))) == [(OWN_SHEET, 1, 2)]
