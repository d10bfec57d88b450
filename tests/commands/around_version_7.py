"""What stood around the tables in version 7, put in the place of what stands there now."""

from __future__ import annotations

import re

from csbook.problems import Language
from csbook.schema.choices import PLAN_STATE
from csbook.schema.help_scores import HELP_SCORES
from tests.commands.words_of_version_7 import strings_of_version_7, words_of_version_7

UNBROKEN_IN_VERSION_7 = (
    rb'(<xf numFmtId="(?!0")[^>]*><alignment horizontal="center" vertical="center") wrapText="1"'
)
AROUND_VERSION_7 = (
    (
        r"<formula1>(?:36526|18264)</formula1><formula2>(?:73415|2958465)(?:\.\d+)?<",
        r"<formula1>1</formula1><formula2>109574<",
    ),
    (r'(?<= error=")(?:2000 到 2100 年|1950 年以后)的(?=日期)', ""),
    (r"(?<=\d), of (?:the years 2000 to 2100|1950 or later)(?=\")", ""),
    (r'(?<=width=")4\.5703125', "4.42578125"),
)
STATES_OF_VERSION_7 = {
    "zh": "待提交、已逾期、已提交、逾期提交，由日期推出",
    "en": "Owed, overdue, handed in or late, from the dates",
}


def around_version_7(sheet: str, language: Language) -> str:
    """A sheet with the limits of dates, the widths of days and the words on plans as they were."""
    former, now = STATES_OF_VERSION_7[language], HELP_SCORES["Plans"]["state"](language)
    sheet = words_of_version_7(sheet, language)
    no_more = f'&amp;"      "&amp;"{PLAN_STATE["not_owed"](language)} "&amp;COUNTIF'
    at = sheet.find(no_more)
    if at >= 0:
        sheet = sheet[:at] + sheet[sheet.index("</f>", at) :]
    for pattern, text in AROUND_VERSION_7:
        sheet = re.sub(pattern, text, sheet)
    return sheet.replace(now, former)


def texts_and_styles_of_version_7(parts: dict[str, bytes], language: Language) -> dict[str, bytes]:
    """The parts in which the roster had another label, and its days did not break their texts."""
    strings, styles = "xl/sharedStrings.xml", "xl/styles.xml"
    return {
        strings: strings_of_version_7(parts[strings].decode(), language)
        .replace("<t>Per day<", "<t>People a day<")
        .encode(),
        styles: re.sub(UNBROKEN_IN_VERSION_7, rb"\1", parts[styles]),
    }
