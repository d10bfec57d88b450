"""The words around the tables that version 7 had in the place of today's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final
from xml.sax.saxutils import escape

from csbook.drawing.figures import STATES, many
from csbook.drawing.formulas import text_of
from csbook.drawing.validation import FILLED_BY, sentence
from csbook.problems import Language, Words
from csbook.schema.choices import CHANNEL, FORMER_CHANNEL
from csbook.schema.setting_scores import SCORE_CHECK
from csbook.schema.settings import SETTINGS
from csbook.schema.setup import SETTINGS_TABLE
from csbook.schema.workbook import TABLES, WORKBOOK

IN_A_LIST: Final = {"zh": " / {} / ", "en": " / {} / "}
LATE: Final = re.compile(r'&amp;" +"&amp;"(?:迟办|Late) "&amp;TEXT\(SUBTOTAL\(109,[^)]*\),"#,##0"\)')
FORMER_HELP: Final = {
    ("FollowUps", "channel"): Words("用电话、旺旺还是短信", "By phone, Wangwang or message"),
    ("FollowUpSummary", "week"): Words("这一周的星期一", "The Monday of the week"),
    ("FollowUpSummary", "open"): Words("还没办，或没办就关闭了的", "Not done, or closed undone after it"),
}
FORMER_SHARES: Final = Words(SCORE_CHECK.zh, "with the other shares it must add to 100 %")
FORMER_PURPOSES: Final = {
    "roster_answers": Words(
        "为什么排不出、哪里缺人、哪些意愿没满足，以及照办要付出什么。",
        "Why there is no roster, where people are missing, which wishes were refused, and the price of each.",
    ),
    "follow_ups": Words(
        "每次该联系的客户一行；状态由日期推出，客服只填右边几列；自己约的新加一行。",
        "One row per contact owed; the state follows from the dates, agents fill the columns on the right, "
        "or add a row of their own.",
    ),
    "summary": Words(
        "当月每周、每人、每条规则应办多少、按时多少；跨月的一周只算当月的几天。满意率是 4 分和 5 分的比例。"
        "未办包括过了最迟时间没办、后来才关闭的；最迟时间前就不用办的（已付款等）不算应办。",
        "The month's promises by week, agent and rule; a week over its edge has the month's days only. "
        "Satisfaction is the share of 4 and 5. Open counts what was closed undone after its deadline, too; "
        "what fell away before its deadline (paid, ...) was not promised.",
    ),
    "measures": Words(
        "每项指标从最差到最好按直线计 0 到 100 分，或按分档计；没有数据的指标不计，其余权重按比例放大。",
        "Each measure scores 0 to 100 on a line from worst to best, or by bands; one without data drops out, "
        "and the others weigh more.",
    ),
    "import_maps": Words(
        "自己添加的导出表：表头对应哪一列。自带的见 csbook import --profiles。",
        "Exports you add yourself: which header is which column; csbook knows others by itself.",
    ),
}


def words_of_version_7(sheet: str, language: Language) -> str:
    """A sheet with the words of version 7 in messages and above its tables."""
    title = SETTINGS_TABLE.header("value", language)
    sheet = re.sub(
        rf'<dataValidation [^>]*promptTitle="{title}"[^>]*>', partial(unexplained, language), sheet
    )
    for now, former in in_sheets(language):
        sheet = sheet.replace(now, former)
    return LATE.sub("", sheet)


def unexplained(language: Language, rule: re.Match[str]) -> str:
    """A setting's rule that does not say what the setting is for."""
    text = rule[0]
    for setting in SETTINGS:
        text = text.replace(attribute("\n" + sentence(setting.help)(language)) + '"', '"')
    return text


def in_sheets(language: Language) -> Iterator[tuple[str, str]]:
    """Texts of today and what stood there, as a sheet's part has them."""
    for table in TABLES.values():
        for column in table.columns:
            if column.help is not None:
                held = FORMER_SHARES if column.help == SCORE_CHECK else column.help
                former = FORMER_HELP.get((table.name, column.name), held)
                now = "\n" + sentence(column.help)(language)
                yield attribute(now) + '"', attribute("\n" + former(language)) + '"'
    listed = IN_A_LIST[language]
    yield listed.format(CHANNEL["wangwang"](language)), listed.format(FORMER_CHANNEL["wangwang"](language))
    if language == "en":
        for name, (column_name, *codes) in STATES.items():
            for text in (text_of(TABLES[name][column_name], code, "en") for code in codes):
                yield f'"{many(text)} "&amp;COUNTIF', f'"{text} "&amp;COUNTIF'


def attribute(text: str) -> str:
    return escape(text, {'"': "&quot;", "\n": "&#xA;"})


def strings_of_version_7(strings: str, language: Language) -> str:
    """The shared strings with the subtitles of version 7, and who fills what without a word before it."""
    for sheet in WORKBOOK:
        former = FORMER_PURPOSES.get(sheet.name)
        if former is not None:
            now, before = (escape(words(language)) for words in (sheet.purpose, former))
            strings = strings.replace(f">{now}<", f">{before}<")
    said = FILLED_BY(language)
    return re.sub(rf"<r><rPr>(?:(?!</r>).)*<t[^>]*>{said}</t></r>", "", strings) if said else strings
