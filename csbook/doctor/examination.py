"""All checks in their order, and what they come to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from csbook.books.restoring import what_and_remedy
from csbook.doctor import (
    checks_of_book,
    checks_of_excel,
    checks_of_place,
    checks_of_policy,
    checks_of_python,
    checks_of_search,
    checks_of_version,
)
from csbook.doctor.case import Case
from csbook.doctor.finding import Finding, NotKnown, State, Verdict, fail, not_applicable
from csbook.doctor.ports import System
from csbook.problems import CsbookError, Language, NotAWorkbook, Words, counted, same

Examine = Callable[[Case], Verdict]

SIGNS: Final = {
    State.OK: "✓",
    State.WARN: "!",
    State.FAIL: "✗",
    State.NOT_APPLICABLE: "–",
    State.UNKNOWN: "?",
}
PLAIN_SIGNS: Final = {**SIGNS, State.OK: "+", State.FAIL: "x", State.NOT_APPLICABLE: "-"}
"""For an output that has no ticks, as GBK has none."""
SYSTEM_NAMES: Final[dict[System, str]] = {"windows": "Windows", "mac": "Mac", "linux": "Linux"}


WORKBOOK: Final = 27
"""The check that tells of a workbook that cannot be read at all."""
NOT_READ: Final = Verdict(
    State.UNKNOWN,
    Words(f"工作簿读不了，见第 {WORKBOOK} 项。", f"The workbook cannot be read: see check {WORKBOOK}."),
)


def cannot_be_read(error: NotAWorkbook) -> Verdict:
    """That the workbook cannot be read, and what to do."""
    what, remedy = what_and_remedy(error)
    return fail(Words("工作簿读不了：", "The workbook cannot be read: ") + what, remedy)


@dataclass(frozen=True)
class Check:
    """One check. `only_on`: the system that knows it; `of_book`: it looks at a workbook."""

    number: int
    name: Words
    examine: Examine
    only_on: System | None = None
    of_book: bool = False

    def finding(self, case: Case) -> Finding:
        """What comes of it; what cannot be looked up is `unknown`, never an error."""
        verdict = self._verdict(case)
        return Finding(self.number, self.name, verdict.state, verdict.found, verdict.remedy)

    def _verdict(self, case: Case) -> Verdict:
        if self.only_on not in (None, case.machine.system):
            system = SYSTEM_NAMES[self.only_on]
            return not_applicable(f"只在 {system} 上检查。", f"Looked at on {system} only.")
        if self.of_book and case.named is None:
            return self._without_workbook(case.unusable)
        try:
            return self.examine(case)
        except NotKnown as unknown:
            return Verdict(State.UNKNOWN, unknown.why + Words("。", "."))
        except CsbookError as error:
            return Verdict(State.UNKNOWN, error.words)
        except (OSError, ImportError) as error:
            return Verdict(State.UNKNOWN, Words("无法检查：", "Cannot be looked at: ") + same(error))

    def _without_workbook(self, unusable: NotAWorkbook | None) -> Verdict:
        """What is said where none is named, or the one that is cannot be read."""
        if unusable is None:
            return not_applicable(
                "请指定工作簿：csbook doctor 工作簿.xlsm。", "Name a workbook: csbook doctor BOOK.xlsm."
            )
        return cannot_be_read(unusable) if self.number == WORKBOOK else NOT_READ


CHECKS: Final = (
    Check(1, Words("网络标记", "Mark of the web"), checks_of_policy.mark_of_the_web, "windows", of_book=True),
    Check(2, Words("启动程序的限制", "Starting programs"), checks_of_policy.child_processes, "windows"),
    Check(3, Words("杀毒软件与宏", "Antivirus and macros"), checks_of_policy.antivirus, of_book=True),
    Check(4, Words("Python 位置", "Where Python is"), checks_of_python.interpreter),
    Check(5, Words("xlwings 版本", "Version of xlwings"), checks_of_python.versions, of_book=True),
    Check(
        6, Words("Office 来源与权限", "Kind of Office and rights"), checks_of_policy.store_office, "windows"
    ),
    Check(7, Words("启动 Python", "Starting Python"), checks_of_python.python_starts),
    Check(8, Words("搜索路径与网盘", "Search path and cloud"), checks_of_search.search_path, of_book=True),
    Check(9, Words("路径字符", "Signs in paths"), checks_of_place.characters, of_book=True),
    Check(10, Words("文字编码", "Encoding of texts"), checks_of_python.encodings),
    Check(11, Words("多个 Excel", "Several Excels"), checks_of_excel.several, "windows"),
    Check(12, Words("Excel 正忙", "Excel busy"), checks_of_excel.busy, "windows"),
    Check(13, Words("工作表保护", "Protected sheets"), checks_of_book.protection, of_book=True),
    Check(14, Words("合并单元格", "Merged cells"), checks_of_book.merged_cells, of_book=True),
    Check(15, Words("时区", "Time zone"), checks_of_python.dates),
    Check(16, Words("号码变数字", "Ids turned into numbers"), checks_of_book.numbers_for_texts, of_book=True),
    Check(17, Words("速度", "Speed"), checks_of_python.speed),
    Check(18, Words("占用与只读", "Locked or read-only"), checks_of_place.locked, of_book=True),
    Check(19, Words("残留的 Excel", "Excel left behind"), checks_of_excel.left_behind, "windows"),
    Check(20, Words("Mac 脚本", "Script on a Mac"), checks_of_python.mac_script, "mac"),
    Check(21, Words("WPS 占用登记", "WPS in Excel's place"), checks_of_excel.wps, "windows"),
    Check(22, Words("gen_py 缓存", "Cache gen_py"), checks_of_excel.com_cache, "windows"),
    Check(23, Words("多人与自动保存", "Shared or AutoSaved"), checks_of_place.together, of_book=True),
    Check(24, Words("U 盘", "Sticks and FAT disks"), checks_of_place.disk, of_book=True),
    Check(
        25, Words("受保护的视图", "Protected View"), checks_of_policy.protected_view, "windows", of_book=True
    ),
    Check(26, Words("宏设置", "Macro settings"), checks_of_policy.macro_settings, "windows"),
    Check(27, Words("工作簿版本", "Workbook's version"), checks_of_version.version, of_book=True),
    Check(28, Words("按钮与宏", "Buttons and macros"), checks_of_book.buttons, of_book=True),
    Check(29, Words("由谁保存", "Last saved by"), checks_of_book.last_writer, of_book=True),
)
"""Numbers 1 to 20 are those of the twenty recurring problems; they stay what they are."""


@dataclass(frozen=True)
class Examination:
    """What all checks found. `about`: the programs and the system with their versions."""

    findings: tuple[Finding, ...]
    about: str

    @property
    def exit_code(self) -> int:
        """1 where something fails."""
        return int(self._count(State.FAIL) > 0)

    @property
    def headline(self) -> Words:
        failed, warned, unknown = map(self._count, (State.FAIL, State.WARN, State.UNKNOWN))
        skipped = self._count(State.NOT_APPLICABLE)
        looked = len(self.findings) - skipped
        return Words(
            f"查了 {looked} 项：要处理 {failed}，要留意 {warned}，查不到 {unknown}；不适用 {skipped} 项。",
            f"{counted(looked, 'check')}: {failed} to mend, {warned} to look at, {unknown} not known; "
            f"{skipped} do not apply.",
        )

    def as_json(self, language: Language) -> dict[str, Any]:
        """For the `details` of the command line's object."""
        return {"about": self.about, "findings": [finding.as_json(language) for finding in self.findings]}

    def text(self, language: Language, encoding: str = "utf-8") -> str:
        """One line for each check, the remedy below, and a summary. `encoding` is that of the output."""
        signs = SIGNS if can_show(SIGNS.values(), encoding) else PLAIN_SIGNS
        lines = [self.about]
        for f in self.findings:
            between = "：" if language == "zh" else ": "
            lines.append(f"{signs[f.state]} {f.number:>2} {f.name(language)}{between}{f.found(language)}")
            if remedy := f.remedy(language):
                lines.append(f"     → {remedy}" if can_show("→", encoding) else f"     > {remedy}")
        return "\n".join([*lines, self.headline(language)])

    def _count(self, state: State) -> int:
        return sum(finding.state is state for finding in self.findings)


def examine(case: Case, checks: Sequence[Check] = CHECKS) -> Examination:
    return Examination(tuple(check.finding(case) for check in checks), case.machine.about)


def can_show(signs: Iterable[str], encoding: str) -> bool:
    try:
        "".join(signs).encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
