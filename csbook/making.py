"""`new`: a workbook made from the schema, connected to this Python."""

from __future__ import annotations

import contextlib
import datetime as dt
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from csbook.books.saving import NotSaved
from csbook.problems import FileExists, Language, Words, WrongUse, same
from csbook.template import build_workbook
from csbook.workdays import PlanNotPublished, calendar_rows

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
ENDING: Final = ".xlsm"


class WrongEnding(WrongUse):
    def __init__(self, name: str) -> None:
        super().__init__(
            Words(
                f"{name} 的扩展名要用 {ENDING}，否则 Excel 不让按钮运行。",
                f"{name}: name it with the ending {ENDING}, or Excel will not let its buttons run.",
            )
        )


class UnknownLanguage(WrongUse):
    def __init__(self, lang: str) -> None:
        super().__init__(
            Words(
                f"没有语言 {lang}。--lang 填 zh（中文）或 en（英文）。",
                f"There is no language {lang}. Use --lang zh (Chinese) or en (English).",
            )
        )


class FolderMissing(WrongUse):
    def __init__(self, folder: Path) -> None:
        super().__init__(
            Words(
                f"没有文件夹 {folder}。请先建好，或换一个位置。",
                f"There is no folder {folder}. Make it first, or choose another place.",
            )
        )


def make_workbook(path: Path, lang: str, month: dt.date, *, with_demo: bool = False) -> Words:
    """Write a new workbook that begins with `month` (its first day), and say what comes next.

    `with_demo` adds the made-up shop with its staff, requests, customers, orders, cases and plan, as
    they stand on the 22nd of the month; no command has run on them. Raises `FileExists`, `WrongEnding`,
    `UnknownLanguage`, `FolderMissing`, `NotSaved`; then nothing was written.
    """
    language = language_named(lang)
    ensure_free(path)
    rows: Rows | None = None
    if with_demo:
        from csbook.demo.rows import demo_rows

        rows = demo_rows(language, month)
    with beside(path) as draft:
        build(draft, language, month, rows)
        draft.replace(path)
    return said(path, month, with_demo=with_demo)


def holidays_said(year: int) -> Words:
    """A hint where 节假日 begins empty because the year's plan is not known."""
    try:
        calendar_rows(year)
    except PlanNotPublished:
        return Words(
            f"{year} 年的放假安排还没有，请按国务院通知填“节假日”。",
            f" The holidays of {year} are not known yet: fill sheet 'Holidays' once they are published.",
        )
    return same("")


def language_named(lang: str) -> Language:
    if lang == "zh":
        return "zh"
    if lang == "en":
        return "en"
    raise UnknownLanguage(lang)


def ensure_free(path: Path, *, replace: bool = False) -> None:
    """Raise unless a workbook can be made at `path`."""
    if path.suffix.lower() != ENDING:
        raise WrongEnding(path.name)
    if not path.parent.is_dir():
        raise FolderMissing(path.parent)
    if path.exists() and not (replace and path.is_file()):
        raise FileExists(path)


@contextlib.contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A path of the same name in a folder of its own beside `path`, gone afterwards: what is made
    there can take the place of `path` in one step."""
    try:
        with tempfile.TemporaryDirectory(prefix=".csbook-", dir=path.parent) as folder:
            yield Path(folder) / path.name
    except OSError as error:
        raise NotSaved(path.name, error, is_new=not path.exists()) from error


def build(path: Path, language: Language, month: dt.date, rows: Rows | None) -> None:
    """The workbook with its buttons connected to the Python that runs now."""
    build_workbook(
        path, language=language, month=month, rows=rows, real_xlwings=True, interpreter=sys.executable
    )


def said(path: Path, month: dt.date, *, with_demo: bool) -> Words:
    made = Words(f"已新建 {path}（{month:%Y-%m}）。", f"Made {path} ({month:%Y-%m}).")
    made += holidays_said(month.year)
    if with_demo:
        return made + Words(
            "里面是虚构的店铺。下一步：打开后点“生成排班”。",
            " It holds a made-up shop. Next: open it and press 'Build roster'.",
        )
    return made + Words(
        "下一步：打开后点“显示设置”，填“员工”，核对“班次与人数”，再点“生成排班”。",
        " Next: open it, press 'Show settings', fill 'Staff', look over 'Shifts and cover', "
        "then press 'Build roster'.",
    )
