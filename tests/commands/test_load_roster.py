"""Files of roster and rules: what can be no shift, rule or measure is refused, totals follow, ticks stay."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from csbook.books.file_book import FileBook
from csbook.commands.load import load, table_named
from csbook.commands.outcome import Changed, Outcome
from csbook.commands.rostering.roster_totals import stale_totals
from csbook.commands.run import run
from csbook.commands.snapshots import SnapshotStore
from csbook.commands.undo import undo
from csbook.schema.workbook import TABLES
from tests.workbooks import put, rows, type_rows

NOW = dt.datetime(2026, 11, 1, 9)
SHIFTS = "班次,名称,种类,上班,下班,无薪休息（分）"
RULES = "规则,启用,强度,参数,权重"
MEASURES = "指标,岗位,平台,启用,最差（0 分）,最好（100 分）,权重,方向"
TOTALS = ["hours", "evenings", "rests"]


def loaded(shop: Path, table: str, *lines: str, store: SnapshotStore | None = None) -> Outcome:
    file = shop.with_name("file.csv")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load(FileBook(shop), table_named(table), file, now=NOW, user="测试", store=store)


def build(shop: Path) -> None:
    outcome = run("build-roster", FileBook(shop), NOW, now=NOW, user="", parameters={"seconds": 20.0})
    assert outcome.exit_code == 0, outcome.text()


def told(outcome: Outcome) -> list[tuple[int | None, str, str]]:
    return [(p.row, p.column, p.found) for p in outcome.problems if p.severity == "error"]


@pytest.mark.parametrize(
    ("table", "header", "line", "column", "found"),
    [
        ("班次", SHIFTS, "新,新班,晚班,17:00,17:00,", "下班", "17:00"),
        ("班次", SHIFTS, "新,新班,半白班,10:00,15:30,330", "无薪休息（分）", "330"),
        ("班次", SHIFTS, "新,新班,半白班,10:00,15:30,400", "无薪休息（分）", "400"),
        ("班次", SHIFTS, "新,新班,半白班,10:00,15:30,-1", "无薪休息（分）", "-1"),
        ("班次", SHIFTS, "新,新班,半白班,,15:30,", "上班", ""),
        ("班次", "班次,下班", "白,9:00", "下班", "9:00"),
        ("人数要求", "日子,平台组,班次,最少人数,缺人权重", "工作日,京东组,白,1,-1", "缺人权重", "-1"),
        ("排班规则", RULES, "最多连续上班天数,是,必须,0,100", "参数", "0"),
        ("排班规则", RULES, "每月休息天数,是,必须,40,200", "参数", "40"),
        ("排班规则", RULES, "每月休息天数,是,必须,4.5,200", "参数", "4.5"),
        ("排班规则", RULES, "员工意愿,是,尽量,3,20", "参数", "3"),
        ("排班规则", RULES, "员工意愿,是,尽量,,-5", "权重", "-5"),
        ("排班规则", RULES, "工时均衡,是,必须,,2", "强度", "必须"),
        ("考核指标", MEASURES, "平均响应时长,全部岗位,全部平台,是,60,60,10,越低越好", "最好（100 分）", "60"),
        ("考核指标", MEASURES, "平均响应时长,全部岗位,全部平台,是,15,60,10,越低越好", "最好（100 分）", "60"),
        ("员工", "工号,各班次上限", "K01,夜=8", "各班次上限", "夜=8"),
        ("员工", "工号,月最多工时,月最少工时", "K01,100,120", "月最少工时", "120"),
        ("设置", "项目,取值", "自评占比,1.2", "取值", "1.2"),
    ],
)
def test_what_no_roster_can_use_is_refused_once_with_its_cell(
    shop: Path, table: str, header: str, line: str, column: str, found: str
) -> None:
    before = shop.read_bytes()
    outcome = loaded(shop, table, header, line)
    assert outcome.exit_code == 1, outcome.text()
    assert told(outcome) == [(2, expected_label(table, column), found)]
    assert "有 1 处需要改正" in outcome.headline
    assert shop.read_bytes() == before


def expected_label(table: str, column: str) -> str:
    return f"{column}（{table}）" if column == "班次" else column


def test_two_columns_of_one_name_on_a_sheet_are_told_apart(shop: Path, english_shop: Path) -> None:
    outcome = loaded(shop, "人数要求", "日子,平台组,班次,最少人数", "工作日,京东组,夜,1")
    assert [p.column for p in outcome.problems] == ["班次（人数要求）"]
    outcome = loaded(english_shop, "Shifts", "Shift,Kind,Start,End", "toolong,evening,17:00,23:00")
    assert [p.column for p in outcome.problems] == ["Shift (Shifts)"]
    assert "'Shift (Shifts)'" in outcome.text()


def test_a_partial_file_is_checked_with_what_the_sheet_holds(shop: Path) -> None:
    put(shop, "Staff", 0, "most_hours", 100)
    assert told(loaded(shop, "员工", "工号,月最少工时", "K01,120", "K02,120")) == [(2, "月最少工时", "120")]


def test_what_was_wrong_before_in_another_column_stands_in_no_file_s_way(shop: Path) -> None:
    put(shop, "Staff", 0, "shift_limits", "夜=8")
    assert loaded(shop, "员工", "工号,备注", "K01,班长").exit_code == 0
    assert told(loaded(shop, "员工", "工号,各班次上限", "K01,夜=8")) == [(2, "各班次上限", "夜=8")]


def test_a_shift_s_code_that_cannot_be_read_makes_no_other_row_wrong(shop: Path) -> None:
    row, _ = put(shop, "Shifts", 0, "code", "白班很长很长的班")
    type_rows(shop, "Roster", [{"agent_id": "K01", "d01": "白班很长很长的班"}])
    for offset in range(len(rows(shop, "Cover"))):
        if rows(shop, "Cover")["shift"].iloc[offset] == "白":
            put(shop, "Cover", offset, "shift", "白班很长很长的班")
    outcome = run("build-roster", FileBook(shop), NOW, now=NOW, user="")
    assert [(p.sheet, p.row, p.column) for p in outcome.problems] == [("班次与人数", row, "班次（班次）")]


def test_the_totals_follow_the_loaded_cells_in_old_rows_and_new_ones(shop: Path) -> None:
    build(shop)
    typed = [f"{code}" for code in ("白", "半", "晚", "休", "假", "白@京东组", "")]
    header = "工号," + ",".join(str(day) for day in range(1, 31))
    days = ",".join((typed * 5)[:30])
    outcome = loaded(shop, "排班", header, f"K02,{days}", f"K03,{','.join(['休'] * 30)}")
    assert outcome.changed == {"Roster": Changed(added=0, changed=2)}
    grid = rows(shop, "Roster").set_index("agent_id")
    # Four rounds of seven days and two days more: 10 白 of 8.5 h, 5 半 of 5.5 h less one, 4 晚 of 6 h.
    assert grid.loc["K02", TOTALS].tolist() == [
        (5 + 4) * 8.5 + 5 * 5.5 + 4 * 6.0, 4, 4
    ]  # fmt: skip
    assert grid.loc["K03", TOTALS].tolist() == [0, 0, 30]
    assert stale_totals({name: rows(shop, name) for name in ("Roster", "Shifts")}).empty


def test_a_new_row_of_the_roster_has_its_totals(shop: Path) -> None:
    outcome = loaded(shop, "排班", "工号,1,2,3", "K02,白,晚,休")
    assert outcome.changed == {"Roster": Changed(added=1, changed=0)}
    assert rows(shop, "Roster").set_index("agent_id").loc["K02", TOTALS].tolist() == [14.5, 1, 1]


def test_stale_totals_of_rows_that_the_file_does_not_name_are_put_right_too(shop: Path) -> None:
    build(shop)
    right = rows(shop, "Roster").set_index("agent_id")[TOTALS]
    put(shop, "Roster", 0, "d01", None)
    outcome = loaded(
        shop, "排班", "工号,1", f"K03,{rows(shop, 'Roster')['d01'].iloc[2].replace('rest', '休')}"
    )
    assert outcome.changed == {"Roster": Changed(added=0, changed=0)}
    now = rows(shop, "Roster").set_index("agent_id")[TOTALS]
    assert (right.loc["K01"] != now.loc["K01"]).any()
    assert now.loc[["K02", "K03"]].equals(right.loc[["K02", "K03"]])


def test_other_hours_of_a_shift_change_its_figures_and_everybody_s_totals(shop: Path) -> None:
    build(shop)
    before = rows(shop, "Roster").set_index("agent_id")
    loaded(shop, "班次", "班次,无薪休息（分）", "白,60")
    shifts = rows(shop, "Shifts").set_index("code")
    assert shifts["paid_hours"].to_dict() == {"白": 7.5, "半": 5.5, "晚": 6.0}
    after = rows(shop, "Roster").set_index("agent_id")
    days = (before.loc[:, "d01":"d31"] == "白").sum(axis=1)
    assert (before["hours"] - after["hours"]).tolist() == days.tolist()
    loaded(shop, "班次", SHIFTS, "夜,夜班,晚班,22:00,6:00,30")
    night = rows(shop, "Shifts").set_index("code").loc["夜"]
    assert (night["paid_hours"], night["is_evening"]) == (7.5, 1)


def test_undo_puts_the_totals_back_and_names_the_tables(shop: Path) -> None:
    build(shop)
    before = {name: rows(shop, name) for name in ("Roster", "Shifts")}
    store = SnapshotStore.beside(shop)
    loaded(shop, "排班", "工号,1,2", "K01,休,休", "K02,休,休", store=store)
    outcome = undo(FileBook(shop), store, now=NOW, user="")
    assert outcome.headline.endswith("恢复了“排班”。")
    assert rows(shop, "Roster").equals(before["Roster"])
    loaded(shop, "班次", "班次,无薪休息（分）", "白,60", store=store)
    outcome = undo(FileBook(shop), store, now=NOW, user="")
    assert outcome.headline.endswith("恢复了“班次”、“排班”。")
    assert {name: rows(shop, name).to_csv() for name in before} == {n: f.to_csv() for n, f in before.items()}


@pytest.fixture
def changed(shop: Path) -> Path:
    """A published roster of which two cells were changed since, so that two people are to be told."""
    build(shop)
    publish(shop)
    for offset, day in ((0, "d10"), (1, "d11")):
        other = "半" if rows(shop, "Roster")[day].iloc[offset] != "半" else "晚"
        put(shop, "Roster", offset, day, other)
    publish(shop)
    return shop


def publish(shop: Path) -> None:
    outcome = run("publish-roster", FileBook(shop), NOW, now=NOW, user="")
    assert outcome.exit_code == 0, outcome.text()


def test_who_was_told_can_be_loaded(changed: Path) -> None:
    before = rows(changed, "Notices")
    assert before[["agent_id", "date"]].to_numpy().tolist() == [
        ["K01", pd.Timestamp(2026, 11, 10)], ["K02", pd.Timestamp(2026, 11, 11)]
    ]  # fmt: skip
    outcome = loaded(changed, "调班通知", "工号,日期,已通知", "K02,2026-11-11,是")
    assert outcome.changed == {"Notices": Changed(added=0, changed=1)}
    after = rows(changed, "Notices")
    assert after["told"].fillna(False).tolist() == [False, True]
    assert after.drop(columns="told").equals(before.drop(columns="told"))


def test_a_notice_that_there_is_not_cannot_be_loaded(changed: Path) -> None:
    before = changed.read_bytes()
    outcome = loaded(changed, "Notices", "工号,日期,已通知", "K02,2026-11-12,是")
    assert told(outcome) == [(2, "工号", "K02 / 2026-11-12")]
    assert "表里已有的工号、日期" in outcome.problems[0].expected
    assert changed.read_bytes() == before


def test_every_table_with_a_formula_of_the_roster_is_known_to_the_totals() -> None:
    """A formula column more in these tables needs its value here."""
    for table, known in (("Roster", TOTALS), ("Shifts", ["paid_hours", "is_evening"])):
        assert [c.name for c in TABLES[table].columns if type(c).__name__ == "Formula"] == known


def test_the_sign_of_a_chinese_keyboard_is_read_as_at(shop: Path) -> None:
    staff = {"agent_id": "K04", "name": "李四", "group": "天猫组", "platforms": "tmall", "role": "both"}
    type_rows(shop, "Staff", [staff])
    outcome = loaded(shop, "排班", "工号,1,2", "K02,白＠天猫组,半 ＠ 天猫组")
    assert outcome.exit_code == 0, outcome.text()
    assert rows(shop, "Roster").set_index("agent_id").loc["K02", ["d01", "d02"]].tolist() == [
        "白@天猫组",
        "半@天猫组",
    ]


@pytest.mark.parametrize(
    ("table", "header", "line", "column"),
    [
        ("排班", "工号,1", "K02,白＠火星", "1"),
        ("请假与调班", "工号,类型,开始日期,班次", "K02,固定班次,2026-11-03,白@火星", "班次"),
    ],
)
def test_help_in_a_group_that_there_is_not_is_refused(
    shop: Path, table: str, header: str, line: str, column: str
) -> None:
    outcome = loaded(shop, table, header, line)
    assert outcome.exit_code == 1
    assert told(outcome) == [(2, column, "白@火星")]
    assert outcome.problems[0].expected == "@ 后面是员工表中的平台组：京东组"
