"""Files for a month that is locked: its scores and pay stand, what they rest on may come late and is told."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from csbook.commands.lock_contents import TYPED
from csbook.commands.outcome import DONE, PROBLEMS_FOUND, Outcome
from csbook.schema.columns import Filler
from csbook.schema.workbook import TABLES
from csbook.template import build_workbook
from tests.commands.test_load_scores import OCTOBER, column, first_rows, loaded
from tests.workbooks import MONTH, every_table, put, type_rows


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("locked") / "店.xlsm"
    rows = first_rows("zh")
    november = {"month": "2026-11", "agent_id": "K01", "name": "K01"}
    rows["Scores"] = [*rows["Scores"], november]
    rows["Pay"] = [*rows["Pay"], november | {"state": "provisional"}]
    build_workbook(path, language="zh", month=MONTH, rows=rows)
    type_rows(path, "Locks", [{"month": OCTOBER, "version": 1}])
    put(path, "Locks", 0, "state", "已锁定")
    return path


@pytest.fixture
def month(original: Path, tmp_path: Path) -> Path:
    """October scored and locked, with a row of November beside it."""
    return Path(shutil.copy(original, tmp_path))


def said(outcome: Outcome) -> str:
    return "\n".join(outcome.notes)


@pytest.mark.parametrize(
    ("table", "header", "line", "column", "found"),
    [
        ("Pay", "month,agent_id,commission", "2026-10,K01,9999", "提成", "9999.00"),
        ("Pay", "month,agent_id,lieu_hours", "2026-10,K01,3", "调休工时", "3"),
        ("Scores", "month,agent_id,self_score", "2026-10,K01,99", "自评", "99.0"),
        ("Scores", "month,agent_id,ability", "2026-10,K01,", "工作能力", ""),
    ],
)
def test_what_a_lock_holds_fast_is_not_loaded(
    month: Path, table: str, header: str, line: str, column: str, found: str
) -> None:
    before = every_table(month)
    outcome = loaded(month, table, header, line)
    (problem,) = outcome.problems
    assert (outcome.exit_code, problem.row, problem.column) == (PROBLEMS_FOUND, 2, column)
    assert (problem.found or "").rstrip("0").rstrip(".") == found.rstrip("0").rstrip(".")
    assert problem.expected == (
        "锁定时的数：2026-10 已锁定，要改先解锁并写理由（“解锁月份”，csbook reopen-month --month 2026-10）"
    )
    assert every_table(month) == before


def test_one_held_line_keeps_the_whole_file_out(month: Path) -> None:
    outcome = loaded(month, "Scores", "month,agent_id,self_score", "2026-11,K01,80", "2026-10,K02,1")
    assert [p.row for p in outcome.problems] == [3]
    assert column(month, "Scores", "self_score")[0:2] == [90.0, None]


def test_hr_fills_wage_and_note_after_the_lock_and_figures_that_stand_may_stand_in_the_file(
    month: Path,
) -> None:
    outcome = loaded(
        month, "Pay", "month,agent_id,commission,wage,note", "2026-10,K01,,5000,已发", "2026-11,K01,70,,"
    )
    assert (outcome.exit_code, said(outcome)) == (DONE, "")
    assert column(month, "Pay", "wage")[:2] == [Decimal(5000), None]
    assert column(month, "Pay", "commission")[:2] == [None, Decimal(70)]


def test_a_reopened_month_takes_them(month: Path) -> None:
    put(month, "Locks", 0, "state", "已解锁")
    assert loaded(month, "Pay", "month,agent_id,commission", "2026-10,K01,80").exit_code == DONE
    assert column(month, "Pay", "commission")[0] == Decimal(80)


def test_whatever_people_type_into_scores_and_pay_is_held_but_for_hr_s_own_columns() -> None:
    free = {
        name: {c.name for c in TABLES[name].columns if c.by is not Filler.CSBOOK} - {*held, *TABLES[name].key}
        for name, held in TYPED.items()
    }
    assert free == {"Scores": set(), "Pay": {"wage", "note"}}


@pytest.mark.parametrize(
    ("table", "header", "line", "sheet"),
    [
        ("Quality", "date,agent_id,method,step,score", "2026-10-12,K01,聊天记录,开头语,60", "质检"),
        ("DailyLog", "date,agent_id,platform,sales", "2026-10-12,K01,京东,88.80", "客服日报"),
        ("Conduct", "date,agent_id,kind,what", "2026-10-09,K01,表扬,好评", "奖惩登记"),
    ],
)
def test_what_a_locked_month_rests_on_is_loaded_and_told(
    month: Path, table: str, header: str, line: str, sheet: str
) -> None:
    outcome = loaded(month, table, header, line)
    assert outcome.exit_code == DONE
    assert said(outcome) == (
        f"2026-10 已锁定，“{sheet}”是它的依据：锁定的评分和工资没有变，“核对锁定”会列出不同。"
        "要算进去，先“解锁月份”，再“月度评分”、“锁定月份”。"
    )
    assert said(loaded(month, table, header, line)) == "", "nothing changed"
    assert said(loaded(month, table, header, line.replace("2026-10", "2026-11"))) == ""
