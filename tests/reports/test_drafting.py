"""The report's lines: what is weak, what to do about it, and the goals on the way."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from csbook.problems import Words, same
from csbook.reports.advice import BY_PARTY, COUNTER, PART_OF
from csbook.reports.drafting import Facts, Line, Reading, Tally, drafted
from csbook.reports.planning import drafted as drafted_plan
from csbook.reports.planning import proposed_targets, weeks_of
from csbook.reports.words import told_apart
from csbook.schema.choices import MEASURE, RESPONSIBLE

PERCENT, SECONDS = same("%"), Words("秒", "s")
MONTHS = [Words("12 月", "December"), Words("1 月", "January")]
QUIET = dict.fromkeys(
    [
        *("receptions", "promised", "late_contacts", "open_contacts", "unassigned_contacts"),
        *("cases", "overdue_cases", "poor_reviews"),
    ],
    Tally(0),
)


def reading(measure: str, now: str, **more: Any) -> Reading:
    cells: dict[str, Any] = {
        "before": None,
        "target": None,
        "points": None,
        "well_scored": None,
        "lower_is_better": False,
        **more,
    }
    return Reading(MEASURE[measure], PERCENT, Decimal(now), **cells)


def lines(readings: dict[str, Reading], **more: Any) -> list[Line]:
    tallies = QUIET | more.pop("tallies", {})
    return drafted(Facts(readings, tallies, **more), MONTHS)


def points(found: list[Line], part: str) -> list[str]:
    return [line.point.zh for line in found if line.part == part]


def test_every_measure_has_a_part_and_a_counter_measure() -> None:
    assert set(PART_OF) == set(COUNTER) == set(MEASURE)


def test_a_missed_target_is_a_point_with_its_figures_and_who_stands_out() -> None:
    low = reading(
        "conversion",
        "31.25",
        before=Decimal(35),
        target=Decimal(50),
        points=Decimal(28),
        best=("王芳", Decimal(48)),
        least=("李娜", Decimal(22)),
    )
    found = lines({"conversion": low})
    assert points(found, "presale") == [
        "咨询转化率 31.25%（上期 35%，目标 50%），比上期差；最好 王芳 48%，最差 李娜 22%。"
    ]
    assert [line.countermeasure for line in found if line.part == "presale"] == [COUNTER["conversion"]]
    assert "主要问题：咨询转化率。" in points(found, "overall")


def test_english_lines_and_counter_measures_begin_with_a_capital() -> None:
    weak = {measure: reading(measure, "10", points=Decimal(20)) for measure in MEASURE}
    said = [line.point.en for line in lines(weak)]
    advised = [words.en for words in (*COUNTER.values(), *BY_PARTY.values())]
    assert [text for text in (*said, *advised) if text[0].islower()] == []


def test_in_english_the_far_end_is_the_lowest_or_of_what_falls_the_highest() -> None:
    ends: dict[str, Any] = {
        "best": ("Wang", Decimal(10)),
        "least": ("Li", Decimal(30)),
        "points": Decimal(20),
    }
    rises = lines({"conversion": reading("conversion", "20", **ends)})
    falls = lines({"loss": reading("loss", "20", lower_is_better=True, **ends)})
    for found, end in ((rises, "lowest"), (falls, "highest")):
        [said] = [line.point.en for line in found if line.part == "presale"]
        assert said.endswith(f"; best Wang 10%, {end} Li 30%.")


def test_of_what_falls_a_target_above_the_figure_is_met() -> None:
    slow = Reading(
        MEASURE["response_seconds"], SECONDS, Decimal(25), None, Decimal(30), Decimal(80), None,
        lower_is_better=True,
    )  # fmt: skip
    assert points(lines({"response_seconds": slow}), "presale") == []


def test_the_weakest_comes_first() -> None:
    found = lines(
        {
            "paid_share": reading("paid_share", "70", points=Decimal(40)),
            "conversion": reading("conversion", "25", points=Decimal(10)),
        }
    )
    assert points(found, "overall")[1] == "主要问题：咨询转化率、付款比例。"


def test_the_three_furthest_from_their_targets_are_named_and_the_others_counted() -> None:
    """Relative to the target: 0.9 % of complaints for 0.5 is further off than 60 % paid for 80."""
    targets = {"paid_share": "80", "conversion": "62", "loss": "59", "satisfaction": "61"}
    rises = {measure: reading(measure, "58", target=Decimal(aim)) for measure, aim in targets.items()}
    few = reading("complaint_share", "0.9", target=Decimal("0.5"), lower_is_better=True)
    found = lines({**rises, "complaint_share": few})
    assert points(found, "overall")[1] == "主要问题：投诉比重、付款比例、咨询转化率；另有 2 项没达到。"
    assert [line.point.en for line in found][1] == (
        "Main problems: complaint share, paid share, conversion; 2 more are weak."
    )


def test_goals_go_to_the_target_in_equal_steps() -> None:
    low = reading("conversion", "30", target=Decimal(50), points=Decimal(20))
    assert points(lines({"conversion": low}), "goals") == [
        "12 月：咨询转化率 40%。",
        "1 月：咨询转化率 50%。",
    ]


def test_a_month_with_a_plan_has_the_plan_s_goals_and_the_draft_goes_on_from_there() -> None:
    low = reading("conversion", "30", target=Decimal(50), points=Decimal(20))
    own = {"conversion": low, "loss": reading("loss", "40", target=Decimal(20), lower_is_better=True)}
    plans = [{"conversion": Decimal("40.5")}, {}]
    found = lines(own, plans=plans)
    assert points(found, "goals") == [
        "12 月（按月计划）：咨询转化率 40.5%；草拟：客户流失率 30%。",
        "1 月：客户流失率 20%，咨询转化率 50%。",
    ]
    assert next(line.point.en for line in found if line.part == "goals") == (
        "December (by its plan): conversion 40.5%; drafted: loss rate 30%."
    )
    beyond = lines({"conversion": low}, plans=[{"conversion": Decimal(55)}, {}])
    assert points(beyond, "goals") == ["12 月（按月计划）：咨询转化率 55%。", "1 月：咨询转化率 55%。"]


def test_without_a_target_the_goal_is_what_scores_well_and_never_below_the_present() -> None:
    low = reading("conversion", "40", target=Decimal(35), points=Decimal(50), well_scored=Decimal(52))
    assert points(lines({"conversion": low}), "goals")[-1] == "1 月：咨询转化率 52%。"


def test_nothing_weak_keeps_what_there_is() -> None:
    found = lines({"conversion": reading("conversion", "55", points=Decimal(88))})
    assert points(found, "goals") == ["保持现有水平。"]
    assert "各项指标没有明显问题。" in points(found, "overall")


def test_after_sales_name_parties_and_products_most_first() -> None:
    found = lines(
        {},
        tallies={"cases": Tally(9, 4), "overdue_cases": Tally(2)},
        parties={"product": (RESPONSIBLE["product"], 2), "courier": (RESPONSIBLE["courier"], 6)},
        products=[("茶杯", 3), ("台灯", 1)],
    )
    assert points(found, "aftersale") == [
        "超过处理期限的售后 2 件。",
        "投诉按责任方：快递问题 6 件、产品问题 2 件。",
        "投诉最多的商品：茶杯 3 次、台灯 1 次。",
    ]
    assert "售后 9（上期 4）" in points(found, "overall")[0]


def test_a_target_is_the_standing_one_else_last_month_s_else_the_best_of_the_last_months() -> None:
    titles = {name: MEASURE[name] for name in ("satisfaction", "conversion", "response_seconds", "loss")}
    months = [
        {"conversion": Decimal(40), "response_seconds": Decimal(30), "satisfaction": Decimal(99)},
        {"conversion": Decimal(44), "response_seconds": Decimal(25)},
    ]
    standing, lower = {"satisfaction": Decimal(95)}, frozenset({"response_seconds"})
    found = proposed_targets(titles, standing, {"loss": Decimal(50)}, months, lower)
    assert {item.measure: item.target for item in found} == {
        "satisfaction": 95,
        "conversion": 44,
        "response_seconds": 25,
        "loss": 50,
    }


def test_the_plan_has_its_four_parts_with_a_training_and_a_meeting_each_week() -> None:
    items = drafted_plan([[], []], [])
    assert [item.part for item in items] == ["daily"] * 3 + ["training", "meeting"] * 2
    assert [item.item.zh for item in items if item.part == "training"] == [
        "第 1 周培训：产品知识",
        "第 2 周培训：销售技巧",
    ]


def test_follow_ups_are_told_without_zeros() -> None:
    late = lines({}, tallies={"late_contacts": Tally(2)})
    waiting = lines({}, tallies={"open_contacts": Tally(3)})
    both = lines({}, tallies={"late_contacts": Tally(2), "open_contacts": Tally(3)})
    assert [points(found, "overall")[-1] for found in (late, waiting, both)] == [
        "回访：迟办 2 次。",
        "回访：到期未办 3 次。",
        "回访：迟办 2 次，到期未办 3 次。",
    ]


def test_each_count_of_contacts_says_what_it_counts() -> None:
    counts = {"promised": Tally(130), "late_contacts": Tally(19), "open_contacts": Tally(21)}
    found = lines({}, tallies=counts)
    assert "到期回访 130" in points(found, "overall")[0]
    english = [line.point.en for line in found]
    assert "130 contacts due" in english[0]
    assert "Follow-ups: 19 done late, 21 not done." in english


def test_contacts_of_nobody_are_told_beside_the_late_ones() -> None:
    nobodys = lines({}, tallies={"late_contacts": Tally(2), "unassigned_contacts": Tally(5)})
    in_time = lines({}, tallies={"unassigned_contacts": Tally(5)})
    assert points(nobodys, "overall")[-1] == "回访：迟办 2 次，没有负责人的 5 次不算进及时率。"
    assert not any("回访：" in point for point in points(in_time, "overall"))


def test_without_months_there_are_no_goals() -> None:
    weak = {"conversion": reading("conversion", "30", target=Decimal(50))}
    assert points(drafted(Facts(weak, QUIET), ()), "goals") == []


def test_the_text_of_a_training_names_its_week_and_others_take_the_weeks_left() -> None:
    texts = ["第 1 周培训：产品知识", "新人带教", "Training 3: disputes", "第4周例会", "开门红", "多一次"]
    assert weeks_of(texts, 5) == [1, 2, 3, 4, 5, None]


def test_a_number_stands_behind_a_name_that_several_have() -> None:
    assert told_apart({"K01": "王芳", "K02": "李娜", "K03": "王芳"}) == {
        "K01": "王芳 K01",
        "K02": "李娜",
        "K03": "王芳 K03",
    }
