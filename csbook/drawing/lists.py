"""The hidden sheet `lists`: the drop-downs' texts, and the names that formulas use.

Names of the workbook:

* `list_<name>`: the texts of a drop-down; `list_yes_no`, and `list_shift_cells` (rest, leave and the
  codes of 班次 as they stand now);
* `ref_<Table>_<column>`: a column that other tables refer to;
* `csbook_month`: the first day of the month that the roster was built for, before that of the
  settings' month, or "" where there is none; `csbook_month_text`: the same as the month columns hold
  it; `csbook_roster_state`: how far that month's roster is; `csbook_day_type`: today's day type;
* `csbook_running_month`, `csbook_running_month_text`: the month whose days are shown: `csbook_month`, or
  the last one with daily logs while that has none (the next roster is made before its month begins);
* `csbook_ranked_month`: the last month with a ranking; `csbook_to_date`: whether the running month has
  proposed scores and no ranking yet; `csbook_standing_month`: the month whose order is shown, that one
  or the last ranked; `csbook_card_month`: the first day of the last month that 三月对比 shows, as typed
  there, else the last ranked, else the last with 评分明细;
* `csbook_closed_month`: the last month that was closed; `csbook_open_since`: the first day after it;
* `csbook_shift_codes`, `csbook_shift_kinds`, `csbook_holiday_dates`, `csbook_holiday_kinds`,
  `csbook_changes_sheet`, `csbook_changes_cell`: columns for conditional formats, which Excel lets
  refer to other sheets through names only;
* `csbook_schema`, `csbook_language`: what the document properties say, for readers without them.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from xlsxwriter.utility import xl_col_to_name

from csbook.drawing.formulas import in_language
from csbook.drawing.shown_months import first_day, write_shown_months
from csbook.problems import Language, Words
from csbook.schema.cells import EXCEL_EPOCH
from csbook.schema.columns import DAY_CELLS, YES_NO, Choice, Ref
from csbook.schema.panel import PANEL_KINDS
from csbook.schema.settings import SETTING_WORDS
from csbook.schema.workbook import SCHEMA_VERSION, TABLES

LISTS_SHEET: Final = "lists"
SHIFT_CODES_SHOWN: Final = 20
STUB_MESSAGE: Final = Words(
    "这个工作簿是模板，按钮还没有连到程序。请用命令 csbook new 新建一个工作簿。",
    "This workbook is the template; its buttons are not connected to the program. "
    "Make a workbook with the command csbook new.",
)
MESSAGE_CELL: Final = (0, 0)  # A1: what the stub module tells
MONTH_CELL: Final = (2, 0)  # A3: the first day of the settings' month
MONTH_TEXT_CELL: Final = (3, 0)  # A4: the same as text, 2026-11
DAY_TYPE_CELL: Final = (4, 0)  # A5: whether today is a weekday or a day off, as 班次与人数 says it
STATE_CELL: Final = (6, 0)  # A7: how far the roster of that month is; A6, A8 to A15: shown_months.py
FIRST_LIST_COLUMN: Final = 2

COLUMN_NAMES: Final = {
    "csbook_shift_codes": "{Shifts.code}",
    "csbook_shift_kinds": "{Shifts.kind}",
    "csbook_holiday_dates": "{Holidays.date}",
    "csbook_holiday_kinds": "{Holidays.kind}",
    "csbook_changes_sheet": "{Changes.sheet}",
    "csbook_changes_cell": "{Changes.cell}",
}


def list_name(name: str) -> str:
    return f"list_{name}"


def reference_name(column: Ref) -> str:
    return f"ref_{column.table}_{column.column}"


def choice_lists(language: Language) -> dict[str, list[str]]:
    """The texts of every drop-down by its name; several columns may share one list."""
    lists = {"yes_no": [word(language) for word in YES_NO]}
    columns = [column for table in TABLES.values() for column in table.columns]
    for column in (*columns, *PANEL_KINDS.values()):
        if isinstance(column, Choice):
            texts = [word(language) for word in column.choices.values()]
            assert lists.setdefault(column.list_name, texts) == texts, column.list_name
    return lists


def references() -> dict[str, Ref]:
    """The columns that others refer to, by the name that stands for them."""
    found = {}
    for table in TABLES.values():
        for column in table.columns:
            if isinstance(column, Ref):
                found[reference_name(column)] = column
    return found


def write_lists(book: Any, language: Language, month: dt.date | None, shift_codes: list[str]) -> None:
    """The sheet `lists` and all names. `month` and `shift_codes` are the values that the formulas have
    in the workbook as it is built."""
    sheet = book.add_worksheet(LISTS_SHEET)
    sheet.very_hidden()
    sheet.write_string(*MESSAGE_CELL, STUB_MESSAGE(language))
    write_month(book, sheet, language, month)
    write_shown_months(book, sheet, LISTS_SHEET, language, month)
    column = FIRST_LIST_COLUMN
    for name, texts in choice_lists(language).items():
        sheet.write_column(1, column, texts)
        book.define_name(list_name(name), f"={area(column, 2, len(texts) + 1)}")
        column += 1
    write_shift_cells(book, sheet, column, language, shift_codes)
    for name, ref in references().items():
        book.define_name(name, f"={ref.table}[{TABLES[ref.table].header(ref.column, language)}]")
    for name, formula in COLUMN_NAMES.items():
        book.define_name(name, "=" + in_language(formula, language))
    book.define_name("csbook_schema", f"={SCHEMA_VERSION}")
    book.define_name("csbook_language", f'="{language}"')


def write_month(book: Any, sheet: Any, language: Language, month: dt.date | None) -> None:
    serial = "" if month is None else (month - EXCEL_EPOCH.date()).days
    sheet.write_formula(*MONTH_CELL, month_formula(language), None, serial)
    book.define_name("csbook_month", f"={LISTS_SHEET}!$A$3")
    text = '=IF(A3="","",YEAR(A3)&"-"&TEXT(MONTH(A3),"00"))'
    sheet.write_formula(*MONTH_TEXT_CELL, text, None, "" if month is None else f"{month:%Y-%m}")
    book.define_name("csbook_month_text", f"={LISTS_SHEET}!$A$4")
    state = '=IFERROR(INDEX({RosterStates.state},MATCH(A4,{RosterStates.month},0))&"","")'
    sheet.write_formula(*STATE_CELL, in_language(state, language), None, "")
    book.define_name("csbook_roster_state", f"={LISTS_SHEET}!$A$7")
    sheet.write_formula(*DAY_TYPE_CELL, day_type_formula(language), None, "")
    book.define_name("csbook_day_type", f"={LISTS_SHEET}!$A$5")


def day_type_formula(language: Language) -> str:
    """Today's day type: 节假日 first, then the day of the week."""
    known = "COUNTIFS({Holidays.date},TODAY(),{Holidays.kind},{Holidays.kind=%s})>0"
    weekend = f"AND(WEEKDAY(TODAY(),2)>5,NOT({known % 'workday'}))"
    off = f"OR({known % 'holiday'},{weekend})"
    return in_language(f"=IF({off},{{Cover.day_type=weekend}},{{Cover.day_type=weekday}})", language)


def month_formula(language: Language) -> str:
    """The first day of the roster's month, else of the settings'; a month may be text or a date."""
    name = SETTING_WORDS["month"](language)
    built = in_language("INDEX({RosterBase.month},1)", language)
    value = in_language(f'INDEX({{Settings.value}},MATCH("{name}",{{Settings.name}},0))', language)
    return f'=IF({built}<>"",{first_day(built)},{first_day(value)})'


def write_shift_cells(book: Any, sheet: Any, column: int, language: Language, shift_codes: list[str]) -> None:
    """Rest, leave, then the shifts' codes as formulas; the name ends at the last code."""
    fixed = [word(language) for word in DAY_CELLS.values()]
    sheet.write_column(1, column, fixed)
    for n in range(SHIFT_CODES_SHOWN):
        formula = in_language(f'=IFERROR(INDEX({{Shifts.code}},{n + 1})&"","")', language)
        shown = shift_codes[n] if n < len(shift_codes) else ""
        sheet.write_formula(1 + len(fixed) + n, column, formula, None, shown)
    whole = area(column, 2, 1 + len(fixed) + SHIFT_CODES_SHOWN)
    first = f"{LISTS_SHEET}!${xl_col_to_name(column)}$2"
    book.define_name(list_name("shift_cells"), f'={first}:INDEX({whole},COUNTIF({whole},"?*"))')


def area(column: int, first: int, last: int) -> str:
    letter = xl_col_to_name(column)
    return f"{LISTS_SHEET}!${letter}${first}:${letter}${last}"
