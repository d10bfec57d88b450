"""The rows that 考核指标 starts with."""

from __future__ import annotations

import pytest

from csbook.problems import Language
from csbook.schema.choices import MEASURE
from csbook.schema.default_measures import default_measures
from csbook.schema.workbook import TABLES
from csbook.scorecard.points import chosen, read_yardsticks


@pytest.mark.parametrize("role", ["presale", "aftersale", "both"])
def test_each_roles_weights_add_to_100(role: str) -> None:
    yardsticks, problems = read_yardsticks(default_measures("zh"))
    assert problems == []
    assert sum(y.weight for y in chosen(yardsticks, role, "tmall").values()) == 100


def test_every_measure_has_a_row_and_every_key_is_there_once() -> None:
    rows = default_measures("zh")
    assert set(rows["measure"]) == set(MEASURE)
    assert not rows.duplicated(["measure", "role", "platform"]).any()


def test_pre_sale_is_measured_by_orders_and_after_sale_by_cases() -> None:
    yardsticks, _ = read_yardsticks(default_measures("zh"))
    counted = {
        role: {m for m, y in chosen(yardsticks, role, None).items() if y.weight}
        for role in ("presale", "aftersale")
    }
    assert "conversion" in counted["presale"] - counted["aftersale"]
    assert "cases_closed" in counted["aftersale"] - counted["presale"]
    assert "loss" not in counted["presale"]  # with conversion it would count twice


@pytest.mark.parametrize(("language", "ours"), [("zh", "本软件默认"), ("en", "our defaults")])
def test_every_row_says_that_its_numbers_are_ours(language: Language, ours: str) -> None:
    assert default_measures(language)["source"].str.contains(ours).all()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_row_says_what_it_is_of_and_from_where(language: Language) -> None:
    rows = default_measures(language)
    assert rows[["definition", "window", "unit"]].notna().all(axis=None)
    shares = rows[(rows["unit"] == "%")]
    assert shares["definition"].str.contains("÷" if language == "zh" else "/").all()


def test_only_the_target_of_satisfaction_is_the_documents() -> None:
    rows = default_measures("zh")
    assert rows.loc[rows["target"].notna(), "measure"].unique().tolist() == ["satisfaction"]
    assert set(rows["target"].dropna()) == {95}


def test_what_the_documents_do_not_name_says_so() -> None:
    rows = default_measures("zh")
    ours = rows.loc[rows["source"].str.startswith("制度没有这一项"), "measure"]
    assert set(ours) == {
        "first_response", "within_30_seconds", "within_3_minutes", "answered_share", "invitations",
    }  # fmt: skip


def test_what_cannot_be_scored_everywhere_is_off() -> None:
    rows = default_measures("zh")
    assert set(rows.loc[~rows["active"], "measure"]) == {"loss", "order_amount", "order_value", "invitations"}


def test_lower_is_better_for_times_losses_and_complaints() -> None:
    rows = default_measures("zh")
    assert set(rows.loc[rows["direction"] == "lower", "measure"]) == {
        "response_seconds", "first_response", "loss", "refund_share", "complaint_share", "abnormal_share",
    }  # fmt: skip


def test_the_rows_fit_their_columns() -> None:
    rows = default_measures("zh")
    table = TABLES["Measures"]
    assert list(rows.columns) == table.names
    for column in table.columns:
        for value in rows[column.name].dropna().tolist():
            assert column.parse(column.render(value, "zh")) == value
