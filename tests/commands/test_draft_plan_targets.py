"""`draft-plan`: which targets it proposes, and the times of the weeks."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from csbook.commands.draft_plan import draft_plan
from csbook.commands.handler import Result
from csbook.problems import Language
from tests.commands.drafts import again, asked, log, measures, roster, times
from tests.followups.shop import frame

SEPTEMBER, OCTOBER = log("K01", "2026-09-10", 50), log("K01", "2026-10-10", 40)


def conversion(result: Result) -> tuple[float, str]:
    rows = result.tables["Plan"].query("measure == 'conversion'")
    ((target, note),) = rows[["target", "note"]].to_numpy().tolist()
    return target, note


def before(target: float, note: str | None) -> dict[str, Any]:
    cells = {"month": "2026-10", "part": "target", "item": "咨询转化率", "measure": "conversion"}
    return {**cells, "target": target, "note": note}


def test_what_csbook_proposed_is_not_last_month_s_plan() -> None:
    own = before(40.0, "最近三个月里最好的一个月：40")
    found = conversion(draft_plan(asked(DailyLog=[SEPTEMBER, OCTOBER], Plan=[own])))
    assert found == (50, "最近三个月里最好的一个月：50")


@pytest.mark.parametrize("note", ["最近三个月里最好的一个月：40", "主管定的", None])
def test_what_a_person_changed_is_last_month_s_plan(note: str | None) -> None:
    changed = before(45.0, note)
    found = conversion(draft_plan(asked(DailyLog=[SEPTEMBER, OCTOBER], Plan=[changed])))
    assert found == (45, "上月计划的目标：45")


def test_what_a_person_set_once_goes_on() -> None:
    taken_over = before(45.0, "上月计划的目标：45")
    found = conversion(draft_plan(asked(DailyLog=[SEPTEMBER, OCTOBER], Plan=[taken_over])))
    assert found == (45, "上月计划的目标：45")


def test_the_teams_target_has_a_name_of_its_own_beside_a_persons_of_the_same_measure() -> None:
    first = draft_plan(asked(DailyLog=[SEPTEMBER, OCTOBER])).tables["Plan"].query("measure == 'conversion'")
    [title] = first["item"]
    person = {**before(30.0, None), "month": first["month"].item(), "item": title, "agent_id": "K01"}
    found = draft_plan(asked(DailyLog=[SEPTEMBER, OCTOBER], Plan=[person])).tables["Plan"]
    assert found.query("measure == 'conversion'")["item"].tolist() == [f"{title}（团队）"]


def test_drafted_items_and_notes_begin_like_sentences_in_english_and_former_ones_are_known() -> None:
    english = replace(asked(DailyLog=[SEPTEMBER, OCTOBER]), language="en")
    rows = draft_plan(english).tables["Plan"]
    assert all(text[0].isupper() for text in [*rows["item"], *rows["note"].dropna()])
    own = before(40.0, "the best of the last three months: 40")  # as earlier versions wrote it
    found = conversion(draft_plan(replace(asked(DailyLog=[SEPTEMBER, OCTOBER], Plan=[own]), language="en")))
    assert found == (50, "The best of the last three months: 50")


@pytest.mark.parametrize(("language", "called"), [("zh", "咨询转化率（%）"), ("en", "Conversion (%)")])
def test_a_target_is_called_as_its_measure_with_the_unit_of_its_figure(
    language: Language, called: str
) -> None:
    request = replace(asked(DailyLog=[SEPTEMBER, OCTOBER]), language=language)
    rows = draft_plan(request).tables["Plan"].query("measure == 'conversion'")
    assert rows["item"].tolist() == [called]


def test_two_months_drafted_one_after_the_other_follow_the_figures() -> None:
    asking = asked(DailyLog=[SEPTEMBER, OCTOBER, log("K01", "2026-11-10", 55)])
    december = replace(again(draft_plan(asking), asking), month=dt.date(2026, 12, 1))
    assert conversion(draft_plan(december)) == (55, "最近三个月里最好的一个月：55")


def test_one_person_s_sum_is_no_target_for_the_team() -> None:
    ruler = measures(measure="order_amount", active=True, worst=0.0, best=9000.0, target=10000.0)
    logs = [log(who, "2026-10-10", 40, order_amount=Decimal(7000)) for who in ("K01", "K02")]
    asking = asked(DailyLog=logs)
    rows = draft_plan(replace(asking, tables={**asking.tables, "Measures": ruler})).tables["Plan"]
    assert rows.query("measure == 'order_amount'")["target"].tolist() == [14000]


@pytest.mark.parametrize("shifts", [[], [{"code": "白"}, {"code": "晚"}]])
@pytest.mark.parametrize("days", [{}, {"d03": "白"}])
def test_shifts_without_times_give_no_time_and_no_error(
    shifts: list[dict[str, Any]], days: dict[str, str]
) -> None:
    result = draft_plan(asked(Shifts=shifts, **roster(**days)))
    assert times(result, "training") == []
    assert ("“班次”" in result.notes[0].zh) == bool(days)
    assert ("还没有排班" in result.notes[0].zh) != bool(days)


def test_a_row_put_in_between_moves_nobody_s_time() -> None:
    first = asked(**roster(d03="白", d10="白", d17="白"))
    drafted = again(draft_plan(first), first)
    plan = drafted.tables["Plan"]
    at = plan.index[plan["item"].str.startswith("第 1 周培训")][0] + 1
    own = frame("Plan", {"month": "2026-11", "part": "training", "item": "新人带教"})
    more = pd.concat([plan.iloc[:at], own, plan.iloc[at:]], ignore_index=True)
    rows = draft_plan(replace(drafted, tables={**drafted.tables, "Plan": more})).tables["Plan"]
    trainings = rows[rows["part"] == "training"].set_index("item")["proposed_time"]
    assert [f"{when:%m-%d}" for when in trainings.filter(like="周培训").dropna()] == [
        "11-03",
        "11-10",
        "11-17",
    ]
    assert pd.isna(trainings["新人带教"])
