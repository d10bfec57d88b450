"""The demo's first rows: the documents' shop, complete, and the same in both languages."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from csbook.demo.customers import EXPORTED, export_of_orders
from csbook.demo.rows import Rows, demo_rows
from csbook.demo.shop import DEMO_MONTH, SUN_HAORAN, filled, shifted, today_of
from csbook.problems import Language
from csbook.schema.checks import cross_checks
from csbook.schema.defaults import default_rows
from csbook.schema.workbook import TABLES

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@pytest.fixture(scope="module")
def rows() -> Rows:
    return demo_rows("zh", DEMO_MONTH)


def counted(records: list[dict[str, Any]], name: str) -> dict[Any, int]:
    return pd.Series([record[name] for record in records]).value_counts().to_dict()


def test_nine_agents_stand_in_three_groups_and_a_supervisor_is_not_rostered(rows: Rows) -> None:
    rostered = [row for row in rows["Staff"] if row["rostered"]]
    assert counted(rostered, "group") == {"京东": 3, "天猫": 3, "拼多多": 3}
    assert [row["role"] for row in rows["Staff"] if not row["rostered"]] == ["supervisor"]


def test_the_jd_group_serves_vip_too(rows: Rows) -> None:
    assert {row["platforms"] for row in rows["Staff"] if row["group"] == "京东"} == {"jd,vip"}


def test_each_group_has_somebody_for_complaints_and_one_has_a_limit_of_evenings(rows: Rows) -> None:
    agents = [row for row in rows["Staff"] if row["rostered"]]
    assert {row["group"] for row in agents} == {row["group"] for row in agents if row["complaints"]}
    assert [(row["agent_id"], row["shift_limits"]) for row in agents if row["shift_limits"]] == [
        ("K09", "晚=10")
    ]


def test_nobody_rests_on_the_sales_day(rows: Rows) -> None:
    assert [row["date"].day for row in rows["Holidays"] if row["kind"] == "sales"] == [11]


def test_one_is_on_probation_through_the_month_and_one_joined_in_the_middle_of_the_year(rows: Rows) -> None:
    month_end = pd.Timestamp(2026, 11, 30)
    on_probation = [r for r in rows["Staff"] if r["probation_until"] and r["probation_until"] >= month_end]
    joined = [
        r
        for r in rows["Staff"]
        if r["rostered"] and dt.date(2026, 3, 1) < r["hired"].date() < dt.date(2026, 9, 1)
    ]
    assert len(on_probation) == 1
    assert len(joined) == 1


def test_everybody_in_the_archive_has_a_number_of_their_own_that_is_clearly_made_up(rows: Rows) -> None:
    phones = [row["phone"] for row in rows["Customers"]]
    assert phones == [f"199000000{n:02}" for n in range(1, 61)]


def test_one_order_in_twelve_is_unpaid_and_these_are_of_many_ages(rows: Rows) -> None:
    unpaid = [row for row in rows["Orders"] if row["paid"] is None]
    assert len(rows["Orders"]) == 320
    assert len(unpaid) == 26
    ages = [today_of(DEMO_MONTH) - row["created"] for row in unpaid]
    assert min(ages) < dt.timedelta(hours=12)
    assert max(ages) > dt.timedelta(days=8)


def test_no_order_lies_in_the_future_or_before_two_weeks(rows: Rows) -> None:
    today = today_of(DEMO_MONTH)
    for row in rows["Orders"]:
        assert today - dt.timedelta(days=15) < row["created"] < today
        assert row["paid"] is None or row["created"] <= row["paid"] < today


def test_refunds_never_exceed_what_was_paid(rows: Rows) -> None:
    refunded = [row for row in rows["Orders"] if row["refund"] is not None]
    assert 5 <= len(refunded) <= 40
    assert all(0 < row["refund"] <= row["paid_amount"] for row in refunded)


def test_there_are_twenty_cases_of_all_eight_kinds_with_three_classes_of_complaint(rows: Rows) -> None:
    cases = rows["AfterSales"]
    assert len(cases) == 20
    assert set(counted(cases, "kind")) == set(TABLES["AfterSales"]["kind"].choices)  # type: ignore[attr-defined]
    classes = [case["complaint_class"] for case in cases if case["complaint_class"]]
    assert sorted(classes) == ["general", "repeated", "serious"]


def test_cases_are_opened_solved_and_closed_in_that_order_while_the_shop_is_open(rows: Rows) -> None:
    for case in rows["AfterSales"]:
        moments = [case[name] for name in ("opened", "solution_found", "closed") if case[name] is not None]
        assert moments == sorted(moments), case["case_id"]
        assert all(9 <= moment.hour < 24 for moment in moments), case["case_id"]
        assert moments[-1] < today_of(DEMO_MONTH)


def test_each_case_is_about_an_order_of_its_customer_paid_before(rows: Rows) -> None:
    orders = {(row["platform"], row["order_id"]): row for row in rows["Orders"]}
    for case in rows["AfterSales"]:
        order = orders[case["platform"], case["order_id"]]
        assert order["customer"] == case["customer"]
        assert order["paid"] < case["opened"]


def test_enquiries_are_made_before_now_while_the_shop_is_open(rows: Rows) -> None:
    today = today_of(DEMO_MONTH)
    asked = [row["asked_at"] for row in rows["Enquiries"]]
    assert all(today - dt.timedelta(days=4) < moment < today for moment in asked)
    assert all(8 <= moment.hour < 23 for moment in asked)


def test_each_review_is_of_a_paid_order_and_explained_after_it_was_written(rows: Rows) -> None:
    orders = {(row["platform"], row["order_id"]): row for row in rows["Orders"]}
    for review in rows["Reviews"]:
        order = orders[review["platform"], review["order_id"]]
        assert (order["customer"], order["paid"] < review["reviewed_at"]) == (review["customer"], True)
        if review["explained_at"] is not None:
            assert review["reviewed_at"] < review["explained_at"] < today_of(DEMO_MONTH)
    poor = [review for review in rows["Reviews"] if review["stars"] <= 3]
    assert [review["explained_at"] is None for review in poor] == [False, True, True]


def test_the_campaign_begins_in_two_weeks(rows: Rows) -> None:
    (campaign,) = rows["Campaigns"]
    assert (campaign["starts"].date() - today_of(DEMO_MONTH).date()).days == 13


def test_compensation_above_the_agents_authority_names_its_approval(rows: Rows) -> None:
    found = {case["compensation"]: case["approved"] for case in rows["AfterSales"] if case["compensation"]}
    assert found == {10: None, 30: "approved", 60: "pending"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_export_is_made_up_and_its_numbers_show_it(language: Language) -> None:
    text = export_of_orders(language).data.decode("gb18030")
    assert text.count("\n") == 1 + len(EXPORTED)
    assert all(order.phone.startswith("1990000") for order in EXPORTED)
    assert len({order.phone for order in EXPORTED}) == len(EXPORTED)


def test_the_buyers_of_the_english_export_are_called_in_english() -> None:
    headers, *lines = export_of_orders("en").data.decode("gb18030").splitlines()
    assert headers.startswith("订单编号"), "the platform's own headers stay"
    assert all(line.isascii() for line in lines)


def test_archives_are_missing_late_and_in_time(rows: Rows) -> None:
    today = pd.Timestamp(today_of(DEMO_MONTH).date())
    missing = [row for row in rows["Customers"] if row["archived"] is None]
    due = [row for row in missing if (today - row["first_visit"]).days <= 2]
    late = [
        r
        for r in rows["Customers"]
        if r["archived"] is not None and (r["archived"] - r["first_visit"]).days > 2
    ]
    assert len(rows["Customers"]) == 60
    assert (len(due), len(missing) - len(due), len(late)) == (3, 3, 2)


def test_the_first_ranking_has_a_first_and_a_last(rows: Rows) -> None:
    scores = pd.DataFrame(rows["Scores"])
    assert scores["month"].unique().tolist() == ["2026-08"]
    assert set(scores["standing"]) == {"ranked"}
    (last,) = scores.dropna(subset=["deduction"]).to_dict("records")
    assert (last["agent_id"], last["rank"], last["last_streak"]) == (SUN_HAORAN, 8, 1)  # the ninth came later


def test_earlier_scores_are_weighted_as_the_settings_say(rows: Rows) -> None:
    for row in rows["Scores"]:
        shares = {"performance_proposed": 0.6, "ability": 0.1, "cooperation": 0.15, "service": 0.15}
        manager = sum(share * row[name] for name, share in shares.items())
        assert row["manager_score"] == pytest.approx(manager, abs=0.0051)
        weighted = 0.3 * row["self_score"] + 0.7 * row["manager_score"]
        assert row["weighted"] == pytest.approx(weighted, abs=0.0051)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_in_the_first_rows_has_to_be_corrected(language: Language) -> None:
    rows = {**default_rows(language, DEMO_MONTH), **demo_rows(language, DEMO_MONTH)}
    frames = {name: filled(TABLES[name], records) for name, records in rows.items()}
    assert cross_checks(frames) == []


def test_the_draws_are_the_same_in_both_languages() -> None:
    zh, en = (demo_rows(language, DEMO_MONTH) for language in LANGUAGES)
    for table, name in (
        ("Orders", "total"),
        ("Orders", "order_id"),
        ("AfterSales", "opened"),
        ("Scores", "rank"),
    ):
        assert [r[name] for r in zh[table]] == [r[name] for r in en[table]]


def test_the_english_edition_holds_no_chinese() -> None:
    rows = demo_rows("en", DEMO_MONTH)
    for table in rows.keys() - {"Settings"}:  # its defaults are not the demo's
        for record in rows[table]:
            texts = [value for value in record.values() if isinstance(value, str)]
            assert all(text.isascii() for text in texts), (table, texts)


def test_two_draws_of_one_seed_are_equal_and_another_seed_differs() -> None:
    assert demo_rows("zh", DEMO_MONTH, 7) == demo_rows("zh", DEMO_MONTH, 7)
    assert demo_rows("zh", DEMO_MONTH, 7)["Orders"] != demo_rows("zh", DEMO_MONTH, 8)["Orders"]


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        (-1, dt.date(2025, 12, 1)),
        (0, dt.date(2026, 1, 1)),
        (11, dt.date(2026, 12, 1)),
        (-13, dt.date(2024, 12, 1)),
    ],
)
def test_months_are_counted_across_the_year(months: int, expected: dt.date) -> None:
    assert shifted(dt.date(2026, 1, 31), months) == expected
