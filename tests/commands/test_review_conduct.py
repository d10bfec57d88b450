"""`review-conduct` on frames and on a workbook."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from csbook.commands.outcome import Changed
from csbook.commands.review_conduct import review_conduct
from tests.commands.daily_shop import request, run_on, texts
from tests.followups.shop import at
from tests.workbooks import SHOWS_THE_PRESS, every_table, put, rows, type_rows

TODAY = "2026-03-20 08:00"


def breach(day: int, agent: str = "K01", **cells: Any) -> dict[str, Any]:
    row = {"date": at(f"2026-03-{day:02d}"), "agent_id": agent, "kind": "discipline", "what": "上班玩游戏"}
    return row | cells


def test_the_headline_counts_breaches_and_praise() -> None:
    praise = breach(3, kind="praise", what="客户感谢")
    result = review_conduct(request(TODAY, Conduct=[breach(1), breach(2), praise, breach(21)]))
    assert result.headline.zh == "违规 2 条，表扬 1 条。"
    assert result.headline.en == "2 breaches, 1 commendation."
    assert result.notes == ()


def test_the_third_breach_names_the_person() -> None:
    result = review_conduct(request(TODAY, Conduct=[breach(day) for day in (1, 2, 3, 4)]))
    assert texts(result.notes) == [
        "赵一（K01）2026 年已有 3 次违规：制度为考虑开除，由主管决定，请先问律师。"
    ]
    assert result.details == {"breaches": 4, "praise": 0, "dismissal_considered": 1}


def test_fines_are_off_unless_the_settings_switch_them_on() -> None:
    conduct = [breach(1), breach(2)]
    off = review_conduct(request(TODAY, Conduct=conduct)).tables["Conduct"]
    assert off["amount"].tolist() == [None, None]
    on = review_conduct(request(TODAY, settings={"discipline": "是", "second_fine": 25}, Conduct=conduct))
    assert on.tables["Conduct"]["amount"].tolist() == [Decimal("10.00"), Decimal("25.00")]
    assert texts(on.notes)[0].startswith("违规罚款已启用：2008 年")


def test_in_a_workbook_steps_appear_and_a_second_run_changes_nothing(shop: Path) -> None:
    typed = [
        {"date": at(day), "agent_id": "K01", "kind": "discipline", "what": "上班玩游戏"}
        for day in ("2026-11-20", "2026-11-10", "2026-11-15")
    ]
    type_rows(shop, "Conduct", typed)
    assert run_on(shop, "review-conduct").changed == {"Conduct": Changed(added=0, changed=3)}
    assert rows(shop, "Conduct")["step"].tolist() == [3, 1, 2]
    before = every_table(shop, but=SHOWS_THE_PRESS)
    assert not run_on(shop, "review-conduct").changed
    assert every_table(shop, but=SHOWS_THE_PRESS) == before


def test_in_a_workbook_switching_fines_on_and_off_follows_the_settings(shop: Path) -> None:
    type_rows(
        shop,
        "Conduct",
        [{"date": at("2026-11-20"), "agent_id": "K01", "kind": "discipline", "what": "上班玩游戏"}],
    )
    row = rows(shop, "Settings")["name"].tolist().index("discipline")
    put(shop, "Settings", row, "value", "是")
    run_on(shop, "review-conduct")
    assert rows(shop, "Conduct")["amount"].tolist() == [Decimal("10.00")]
    put(shop, "Settings", row, "value", "否")
    run_on(shop, "review-conduct")
    assert pd.isna(rows(shop, "Conduct")["amount"]).all()
    assert rows(shop, "Conduct")["remark"].str.contains("未启用").all()
