"""A small shop's workbook as each earlier version made it: sheets, tables, columns, rules and settings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lxml import etree
from openpyxl.utils.cell import coordinate_to_tuple

from csbook.former_drawings import DRAWN_SHEETS
from csbook.problems import Language
from csbook.renewing import FOLLOW_UP_RULES_OF_VERSION_2, MEASURES_SINCE_VERSION_3
from csbook.renewing_scores import MONTH_OF_REPORT, PURPOSE_OF_REPORT
from csbook.schema.choices import FORMER_ROSTER_RULE, ROSTER_RULE
from csbook.schema.defaults import default_rows
from csbook.schema.panel import PANEL_KINDS
from csbook.schema.workbook import TABLES, sheet_title
from csbook.schema.workbook import WORKBOOK as SHEETS
from csbook.template import build_workbook
from tests.books.made_files import members
from tests.commands.around_version_7 import around_version_7, texts_and_styles_of_version_7
from tests.commands.older_workbooks import (
    MAIN,
    WORKBOOK,
    cut_columns,
    cut_sheet,
    cut_table,
    delete_columns,
    older,
    related,
    repack,
    table_part,
    written,
)
from tests.workbooks import MONTH, put, sheet_part, small_shop_rows

PANEL_OF_VERSION_6 = 20
SINCE_VERSION_5 = {"LockParts": ("typed",)}
PANEL_OF_VERSION_5 = 19
SINCE_VERSION_4 = {
    "Scores": ("key", "place", "order"),
    "Commissions": ("key",),
    "Trends": ("conversion_target", "response_seconds_target", "satisfaction_target"),
    "FollowUps": ("first_owner",),
    "AfterSales": ("first_owner",),
}
SETTINGS_SINCE_VERSION_4 = ("log_sales",)
SHEETS_SINCE_VERSION_4 = ("ReportChoice", "Terms")
OTHER_FORMULAS_OF_VERSION_4 = {
    "Scores": ("manager_score", "weighted", "rank", "bonus", "deduction"),
    "Commissions": ("computed",),
    "Pay": ("score", "grade", "rank", "commission_due", "bonus", "deduction", "discipline"),
}
SINCE_VERSION_3 = {
    "DailyLog": ("on_time", "spot_check"),
    "Scores": (
        "platform", "standing", "tie_order", "first_response", "within_30_seconds", "within_3_minutes",
        "invitations", "log_in_time", "log_true", "service_proposed", "self_proposed", "performance_used",
        "service_used", *SINCE_VERSION_4["Scores"],
    ),
    "Pay": (
        "days_due", "holidays_worked", "overtime_hours", "lieu_hours", "grade", "commission_reason",
        "commission_due", "discipline", "wage", "warning",
    ),
    "Report": ("span", "period", "countermeasure", "final_measure"),
    "Plan": ("measure", "actual", "attainment", "done"),
    "Measures": ("bands", "target", "window"),
    **{table: SINCE_VERSION_4[table] for table in ("FollowUps", "AfterSales")},
}  # fmt: skip


def together(*since: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The columns that came in with several versions, the earliest first, by table."""
    found: dict[str, tuple[str, ...]] = {}
    for columns in since:
        for table, names in columns.items():
            found[table] = (*found.get(table, ()), *names)
    return found


SHEETS_OF_VERSION_4 = (
    "ScoreDetail", "CardChoice", "Trends", "Commissions", "PayExplained", "CommissionRules", "Locks",
)  # fmt: skip
SHEETS_SINCE_VERSION_3 = tuple(
    sheet.tables[0].name
    for sheet in SHEETS
    if sheet.tables[0].name in (*SHEETS_OF_VERSION_4, *SHEETS_SINCE_VERSION_4)
)
"""By their first tables, in the order of the workbook."""
TABLES_SINCE_VERSION_3 = ("ReportFigures", "Grades")
SETTINGS_SINCE_VERSION_3 = (
    "newcomer_days", "away_share", "wide_gap", "self_by", "manager_by", "lock_on", "hr_by", "log_by",
    "commission_source", "commission_method", "commission_floor", "commission_cap", "minimum_wage",
    *SETTINGS_SINCE_VERSION_4,
)  # fmt: skip
PANEL_OF_VERSION_3 = 16
FIGURES_OF_VERSION_3 = {
    "Scores": ("rank", "bonus", "deduction"), "Pay": ("score", "rank", "bonus", "deduction"),
}  # fmt: skip
"""Plain figures there, formulas since."""
OTHER_FORMULAS_OF_VERSION_3 = {"Scores": ("manager_score", "weighted"), "Pay": ("total",)}
FORMER_FORMULA = "1+1"


def new_measures() -> int:
    """How many rows of 考核指标 come in with an upgrade."""
    return sum(row["measure"] in MEASURES_SINCE_VERSION_3 for row in default_rows("zh", None)["Measures"])


def panel_since(rows: int) -> int:
    """How many parameters came in since the panel had so many."""
    return len(PANEL_KINDS) - rows


def version_7(path: Path, language: Language, rows: dict[str, list[dict[str, Any]]] | None = None) -> None:
    """A small shop's workbook with what stood around the tables in version 7, with `rows` by table beside its
    first ones. The sheets that csbook draws are those of now."""
    first = {**default_rows(language, MONTH), **small_shop_rows(language)}
    build_workbook(path, language=language, month=MONTH, rows={**first, **(rows or {})})
    drawn = {sheet_part(path, sheet.title(language)) for sheet in SHEETS if sheet.name in DRAWN_SHEETS}
    parts = members(path.read_bytes())
    edited = {
        name: around_version_7(data.decode(), language).encode()
        for name, data in parts.items()
        if name.startswith("xl/worksheets/sheet") and name not in drawn
    }
    repack(path, {**edited, **texts_and_styles_of_version_7(parts, language)})
    older(path, 7)


def version_6(path: Path, language: Language) -> None:
    """A small shop's workbook with the parameters of version 6."""
    first = {**default_rows(language, MONTH), **small_shop_rows(language)}
    first["Panel"] = first["Panel"][:PANEL_OF_VERSION_6]
    build_workbook(path, language=language, month=MONTH, rows=first)
    older(path, 6)


def version_5(path: Path, language: Language) -> None:
    """A small shop's workbook as version 5 made it."""
    first = {**default_rows(language, MONTH), **small_shop_rows(language)}
    first["Panel"] = first["Panel"][:PANEL_OF_VERSION_5]
    build_workbook(path, language=language, month=MONTH, rows=first)
    for table, names in SINCE_VERSION_5.items():
        cut_columns(path, table, len(names))
    older(path, 5)


def version_4(path: Path, language: Language, rows: dict[str, list[dict[str, Any]]] | None = None) -> None:
    """A small shop's workbook as version 4 made it: formulas look for settings and rules of now."""
    first = {**default_rows(language, MONTH), **small_shop_rows(language)}
    first["Settings"] = [row for row in first["Settings"] if row["name"] not in SETTINGS_SINCE_VERSION_4]
    build_workbook(path, language=language, month=MONTH, rows={**first, **(rows or {})})
    for table in SHEETS_SINCE_VERSION_4:
        cut_sheet(path, sheet_title(table, language))
    cut_columns(path, "Commissions", len(SINCE_VERSION_4["Commissions"]))  # another table stands beside it
    others = {table: names for table, names in SINCE_VERSION_4.items() if table != "Commissions"}
    delete_columns(path, others, language)
    for table, names in OTHER_FORMULAS_OF_VERSION_4.items():
        former_formulas(path, table, set(), {TABLES[table].header(name, language) for name in names})
    older(path, 4)


def version_3(path: Path, language: Language, rows: dict[str, list[dict[str, Any]]] | None = None) -> None:
    """A small shop's workbook as version 3 made it, with `rows` by table beside its first ones."""
    first = rows_of_version_3(language, MONTH)
    build_workbook(path, language=language, month=MONTH, rows={**first, **(rows or {})})
    cut_what_version_4_added(path, language)
    older(path, 3)


def rows_of_version_3(language: Language, month: dt.date) -> dict[str, list[dict[str, Any]]]:
    rows = {**default_rows(language, month), **small_shop_rows(language)}
    rows["Panel"] = rows["Panel"][:PANEL_OF_VERSION_3]
    rows["Settings"] = [row for row in rows["Settings"] if row["name"] not in SETTINGS_SINCE_VERSION_3]
    rows["Measures"] = [
        row | {"source": "3"} for row in rows["Measures"] if row["measure"] not in MEASURES_SINCE_VERSION_3
    ]
    return rows


def cut_what_version_4_added(path: Path, language: Language) -> None:
    for table in SHEETS_SINCE_VERSION_3:
        cut_sheet(path, sheet_title(table, language))
    for table in TABLES_SINCE_VERSION_3:
        cut_table(path, table)
    month_of_report(path, language)
    columns = {**SINCE_VERSION_3, "Report": ("span", "countermeasure", "final_measure")}
    delete_columns(path, columns, language)
    for table in ("Scores", "Pay"):
        headers = {name: TABLES[table].header(name, language) for name in TABLES[table].names}
        plain = {headers[name] for name in FIGURES_OF_VERSION_3[table]}
        other = {headers[name] for name in OTHER_FORMULAS_OF_VERSION_3[table]}
        former_formulas(path, table, plain, other)


def month_of_report(path: Path, language: Language) -> None:
    """月报 as it was: hidden, for a month that stands in the column of what is the period now."""
    parts = members(path.read_bytes())
    part, title = table_part(parts, "Report"), sheet_title("Report", language)
    header, former = TABLES["Report"].header("period", language), MONTH_OF_REPORT(language)
    names = {TABLES["Report"].purpose(language): PURPOSE_OF_REPORT(language)}
    sheet = next(n for n in parts if n.startswith("xl/worksheets/sheet") and part in related(parts, n))
    strings = etree.fromstring(parts["xl/sharedStrings.xml"])
    cells = etree.fromstring(parts[sheet])
    for cell in cells.iter(f"{MAIN}c"):
        shown = text_of(cell, strings)
        if shown == header or shown in names:
            inline(cell, former if shown == header else names[shown])
    book = parts[WORKBOOK].decode().replace(f'name="{title}"', f'name="{title}" state="hidden"')
    table = parts[part].decode().replace(f'name="{header}"', f'name="{former}"')
    repack(path, {part: table.encode(), sheet: written(cells), WORKBOOK: book.encode()})


def text_of(cell: etree._Element, strings: etree._Element) -> str | None:
    if cell.get("t") != "s":
        return None
    return "".join(strings[int(cell.findtext(f"{MAIN}v"))].itertext())


def inline(cell: etree._Element, text: str) -> None:
    for child in list(cell):
        cell.remove(child)
    cell.set("t", "inlineStr")
    etree.SubElement(etree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t").text = text


def former_formulas(path: Path, table: str, plain: set[str], other: set[str]) -> None:
    """Columns (by header) without their formulas, their values kept, and columns with another formula."""
    parts = members(path.read_bytes())
    part = table_part(parts, table)
    sheet = next(n for n in parts if n.startswith("xl/worksheets/sheet") and part in related(parts, n))
    tree, cells = etree.fromstring(parts[part]), etree.fromstring(parts[sheet])
    left = coordinates(tree.get("ref").split(":")[0])[0]
    at = {}
    for number, column in enumerate(tree.find(f"{MAIN}tableColumns"), left):
        formula = column.find(f"{MAIN}calculatedColumnFormula")
        if (header := column.get("name")) in plain:
            column.remove(formula)
        elif header in other:
            formula.text = FORMER_FORMULA
        at[number] = header
    for cell in cells.iter(f"{MAIN}c"):
        header, formula = at.get(coordinates(cell.get("r"))[0]), cell.find(f"{MAIN}f")
        if formula is None:
            continue
        if header in plain:
            cell.remove(formula)
        elif header in other:
            formula.text = FORMER_FORMULA
    repack(path, {part: written(tree), sheet: written(cells)})


def coordinates(address: str) -> tuple[int, int]:
    row, column = coordinate_to_tuple(address)
    return column, row


SINCE_VERSION_2 = {
    "Customers": ("virtual_until",),
    "FollowUps": ("last_attempt", "retry_from"),
    "AfterSales": ("approved", "callbacks", "proposed_class", "attention"),
    "Conduct": ("remark",),
    "ImportMaps": ("platform", "target", "counted", "recognises"),
}
SHEETS_SINCE_VERSION_2 = (
    "HandOver", "CustomerHistory", "Enquiries", "Reviews", "FollowUpSummary", "Campaigns", "CaseLimits",
)  # fmt: skip
SETTINGS_SINCE_VERSION_2 = (
    "discipline", "first_fine", "second_fine", "retry_hours", "backlog_days", "follow_up_set",
    "handover_time", "regular_amount", "virtual_days", "compensation_authority", "repeat_callbacks",
    "poor_stars", "review_handler",
)  # fmt: skip
PANEL_OF_VERSION_2 = 9
PANEL_OF_VERSION_1 = 4
RULES_OFF_IN_VERSION_2 = ("M1", "V1", "V1H", "V2", "V3", "V4", "V5", "V6", "V7", "V8", "V9", "V10")
SINCE_VERSION_1 = {
    "Staff": ("temporary", "most_hours", "least_hours", "most_weekends", "longest_stretch", "shift_limits"),
    "Requests": ("with_agent", "with_date", "answer", "carried_out"),
}
RULES_OF_VERSION_1 = (
    "rest_days", "no_day_after_evening", "long_break", "longest_stretch", "cover_minimum", "cover_preferred",
    "wishes", "equal_hours", "near_hours", "fair_evenings", "fair_weekends",
)  # fmt: skip
SETTINGS_SINCE_VERSION_1 = ("handling_seconds", "chats_at_once", "answer_seconds", "answer_share")
SHEETS_SINCE_VERSION_1 = ("LateWatch", "Notices", "RosterCheck", "RosterAnswers")


def version_2(path: Path, language: Language, month: dt.date | None = None) -> None:
    """A small shop's workbook as version 2 made it: its sheets, tables, columns, rules and settings."""
    rows = rows_of_version_2(language, month or MONTH)
    build_workbook(path, language=language, month=month or MONTH, rows=rows)
    cut_what_version_3_added(path, language)
    older(path, 2)


def version_1(path: Path, language: Language, month: dt.date | None = None) -> None:
    """A small shop's workbook as version 1 made it: its sheets, tables, columns, rules and their names."""
    rows = rows_of_version_2(language, month or MONTH)
    rows["Panel"] = rows["Panel"][:PANEL_OF_VERSION_1]
    rules = {row["rule"]: row for row in rows["RosterRules"]}
    rows["RosterRules"] = [rules[code] | {"meaning": "1"} for code in RULES_OF_VERSION_1]
    rows["Settings"] = [row for row in rows["Settings"] if row["name"] not in SETTINGS_SINCE_VERSION_1]
    build_workbook(path, language=language, month=month or MONTH, rows=rows)
    cut_what_version_3_added(path, language)
    for table in SHEETS_SINCE_VERSION_1:
        cut_sheet(path, sheet_title(table, language))
    for table in ("RosterStates", "Published"):
        cut_table(path, table)
    cut_columns(path, "Cover", 2)
    delete_columns(path, SINCE_VERSION_1, language)
    for offset, code in enumerate(RULES_OF_VERSION_1):
        named = FORMER_ROSTER_RULE.get(code, ROSTER_RULE[code])
        put(path, "RosterRules", offset, "rule", named(language), language)
    older(path, 1)


def rows_of_version_2(language: Language, month: dt.date) -> dict[str, list[dict[str, Any]]]:
    rows = rows_of_version_3(language, month)
    rows["Panel"] = rows["Panel"][:PANEL_OF_VERSION_2]
    rows["Settings"] = [row for row in rows["Settings"] if row["name"] not in SETTINGS_SINCE_VERSION_2]
    rows["FollowUpRules"] = [
        row | {"active": row["rule_id"] not in RULES_OFF_IN_VERSION_2, "source": "2"}
        for row in rows["FollowUpRules"]
        if row["rule_id"] in FOLLOW_UP_RULES_OF_VERSION_2
    ]
    return rows


def cut_what_version_3_added(path: Path, language: Language) -> None:
    """Of the columns that version 2 had and version 3 no longer has (in ImportMaps) none is made."""
    cut_what_version_4_added(path, language)
    for table in SHEETS_SINCE_VERSION_2:
        cut_sheet(path, sheet_title(table, language))
    delete_columns(path, SINCE_VERSION_2, language)
