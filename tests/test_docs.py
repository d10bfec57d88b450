"""The generated pages are true, and the hand-written ones name what exists."""

from __future__ import annotations

import re
import runpy
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from csbook.commands.export_files import CHANGED
from csbook.commands.registry import COMMANDS, GROUPS
from csbook.followups.calling import DEAD_NUMBER
from csbook.masking import REMOVED
from csbook.problems import Language, Words
from csbook.schema.columns import DAY_CELLS, YES_NO, Choice, Choices, Column, Formula
from csbook.schema.default_roster_rules import OURS
from csbook.schema.defaults import ALL_GROUPS
from csbook.schema.setting_list import SETTINGS
from csbook.schema.workbook import WORKBOOK
from csbook.stop_button import BUTTON as STOP_BUTTON
from csbook.template.ribbon import TAB, buttons

ROOT = Path(__file__).resolve().parents[1]
PAGES = runpy.run_path(str(ROOT / "docs" / "generate.py"))["PAGES"]
READMES: Final = ("README.md", "README.zh-CN.md")
NO_GUIDES: Final = (*PAGES, "architecture.md", "glossary.md")  # in both languages, or about the code
GUIDES: Final = sorted(path for path in (ROOT / "docs").glob("*.md") if path.name not in NO_GUIDES)
CHINESE: Final = [path for path in (*GUIDES, *map(ROOT.joinpath, READMES)) if ".zh-CN" in path.name]
ENGLISH: Final = [path for path in (*GUIDES, *map(ROOT.joinpath, READMES)) if path not in CHINESE]

EMPHASISED: Final = {
    # what a page warns of
    *("anew from each 1 January", "Fines are off by default", "The law"),
    *("每年 1 月 1 日重新数起", "罚款默认关闭", "法律提示"),
    # what an item of a list is about
    *("Sets", "Whom", "Counting", "Steps", "Chains", "Once more", "Old events"),
    *("适用谁", "怎么数", "分步", "接续", "再次回访", "旧事"),
    *("The answered share", "The response time", "On a line", "By bands", "Rounding", "What drops out"),
    *("响应时长", "按直线", "按分档", "先四舍五入", "不计的"),
    *(".xlsx", ".csv"),
    # promises of the front page
    *("The roster is checked twice", "Text stays text"),
    *("网店客服团队的全部日常，装在一个 Excel 工作簿里", "排班查两遍", "工作簿里文本就是文本"),
}
"""Bold words that name nothing in the workbook; those that end with a full stop or a colon need no entry."""

QUOTED: Final = {
    # what the documents say
    *("最短时间内", "多次未解决为重复，情节严重为恶性", "投诉率下降 35%", "提成中扣 100 元"),
    # what stands in a cell, a file or a message
    *(
        "考虑开除，由主管决定",
        "奖励 100.00 → 500.00",
        "平台可能还会改",
        "交易关闭",
        "客服每日（含店铺名）",
        "很好",
        "350",
        "√",
        "-",
        "--",
    ),
    # columns of the platforms' own reports
    *("成功退款金额", "去退销售额", "客服询单支付额", "促成下单商品金额"),
    # buttons of other programs
    *("数据 → 从文本/CSV", "打开文件时重新计算", "总是"),
    # words that a page explains
    *("高", "中", "低", "最好", "最差", "数值×权重"),
}
"""What Chinese pages quote beside names; English ones have 'names' and "what is said"."""

TITLES: Final = {
    *("个人信息保护法", "工资支付暂行规定", "标准工时制"),  # of laws
    *("客户反馈时效", "问题解决率"),  # words of the documents
}
"""Chinese in brackets that is no name in the workbook."""

COLUMNS_IN_CHINESE: Final = ("列", "in Chinese", "recognised by", "Header", "Weight header")
"""Columns of English pages with the Chinese edition's names, or with headers of the platforms' exports."""

HAN: Final = r"[\u4e00-\u9fff]"
CODE: Final = re.compile(r"^ {4,}(?:csbook|\.venv/bin/csbook) .*$|`[^`\n]*`", re.MULTILINE)
BOLD: Final = re.compile(r"\*\*([^*]+)\*\*")
SINGLE: Final = re.compile(r"(?<!\w)'((?:[^'|]|(?<=\w)'(?=\w))+?)'(?!\w)")
DOUBLE: Final = re.compile(r"“([^”]+)”")
BRACKETS: Final = re.compile(rf"(?P<before>[^()|]*)\((?P<chinese>{HAN}[^();:,]*)")


def names() -> Iterator[Words]:
    """Whatever has a name in a workbook or on the ribbon, in both languages."""
    yield from (TAB, *GROUPS.values(), *(button.label for button in buttons()), STOP_BUTTON)
    yield from (command.usual_folder for command in COMMANDS if command.usual_folder)
    yield from (*DAY_CELLS.values(), *YES_NO, ALL_GROUPS, CHANGED, DEAD_NUMBER, REMOVED, OURS)
    for sheet in WORKBOOK:
        yield sheet.title
        for table in sheet.tables:
            yield table.title
            for column in table.columns:
                yield Words(column.zh, column.en)
                yield from choices(column)
    for setting in SETTINGS:
        yield setting.words
        yield from choices(setting.kind)


def choices(column: Column) -> Iterator[Words]:
    kind = column.result if isinstance(column, Formula) else column
    if isinstance(kind, (Choice, Choices)):
        yield from kind.choices.values()


NAMES: Final = frozenset(names())


def language_of(page: Path) -> Language:
    return "zh" if page in CHINESE else "en"


def prose(page: Path) -> str:
    return CODE.sub("", page.read_text(encoding="utf-8"))


def on_one_line(text: str, language: Language = "en") -> str:
    return re.sub(r"\s*\n\s*", "" if language == "zh" else " ", text)


def page_id(page: Path) -> str:
    return page.name


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_what_the_code_says(name: str) -> None:
    """Renew with `make docs`."""
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == PAGES[name]()


@pytest.mark.parametrize("readme", READMES)
def test_the_readmes_name_every_command_and_button(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    for command in COMMANDS:
        assert command.name in text
    for button in buttons():
        cells = (button.label.zh,) if readme in map(page_id, CHINESE) else (button.label.en, button.label.zh)
        assert f"\n| {' | '.join(cells)} | `csbook " in text


@pytest.mark.parametrize("readme", READMES)
def test_the_links_of_the_readmes_lead_somewhere(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize("page", [*ENGLISH, *CHINESE], ids=page_id)
def test_what_is_bold_is_a_name_in_the_pages_language(page: Path) -> None:
    language = language_of(page)
    known = {name(language) for name in NAMES} | EMPHASISED
    bold = {on_one_line(text, language) for text in BOLD.findall(prose(page))}
    assert {text for text in bold if not text.endswith((".", ":", "。", "："))} <= known


@pytest.mark.parametrize("page", [*ENGLISH, *CHINESE], ids=page_id)
def test_what_is_quoted_is_a_name_in_the_pages_language(page: Path) -> None:
    language = language_of(page)
    quotes, others = (DOUBLE, QUOTED) if language == "zh" else (SINGLE, set())
    quoted = {on_one_line(text, language) for text in quotes.findall(prose(page))}
    assert quoted <= {name(language) for name in NAMES} | others


def test_every_word_that_is_excepted_stands_on_a_page() -> None:
    everything = "\n".join(page.read_text(encoding="utf-8") for page in (*ENGLISH, *CHINESE))
    marked = {f"**{text}**" for text in EMPHASISED} | {f"“{text}”" for text in QUOTED} | TITLES
    assert {text for text in marked if text not in everything} == set()


@pytest.mark.parametrize("page", ENGLISH, ids=page_id)
def test_an_english_page_has_chinese_only_in_brackets_behind_the_english_name(page: Path) -> None:
    text = re.sub(r"\[[^\]]*\]\([^)]*\.zh-CN\.md\)|《[^》]*》", "", without_chinese_columns(prose(page)))
    mentions = [(on_one_line(m["before"]), on_one_line(m["chinese"])) for m in BRACKETS.finditer(text)]
    assert [chinese for before, chinese in mentions if not ends_with_a_name_of(chinese, before)] == []
    assert [zh for zh, times in Counter(zh for _, zh in mentions).items() if times > 1] == []
    assert re.findall(HAN, BRACKETS.sub(r"\g<before>", text)) == []


def ends_with_a_name_of(chinese: str, before: str) -> bool:
    known = tuple(name.en.casefold() for name in NAMES if name.zh == chinese)
    return before.strip("*\"' ").casefold().endswith(known) or chinese in TITLES


def without_chinese_columns(text: str) -> str:
    """The page's tables without cells under `COLUMNS_IN_CHINESE`."""
    lines, header = [], []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        header = (header or cells) if cells else []
        kept = [c for c, title in zip(cells, header, strict=True) if title not in COLUMNS_IN_CHINESE]
        lines.append(f"| {' | '.join(kept)} |" if cells else line)
    return "\n".join(lines)
