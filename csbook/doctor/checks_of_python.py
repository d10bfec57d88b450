"""Whether a button finds its Python, and the Python what it needs.

Source: excel-facts part 4, checks 4, 5, 7, 8, 10, 15, 17 and 20; part 1 for what is read in xlwings.
"""

from __future__ import annotations

import datetime as dt
import math
import ntpath
from collections import Counter
from collections.abc import Iterator
from typing import Final

import csbook
from csbook.books.cell_xml import address
from csbook.books.sheet_xml import SheetXml
from csbook.books.vba_project import has_macros
from csbook.books.without_macros import way_back
from csbook.conf_keys import KEEP_PYTHON
from csbook.doctor.case import Case
from csbook.doctor.finding import Verdict, fail, not_applicable, ok, warn
from csbook.doctor.sources import module_version
from csbook.problems import Words

CONNECT: Final = Words(
    "运行 csbook install 工作簿，把本机的 Python 写进去。",
    "Run csbook install BOOK, which writes this computer's Python into it.",
)
STORE_ALIAS: Final = "windowsapps"
SLOW_START: Final = 10.0
"""Seconds from the click to the first line of csbook's own work; two are usual."""
MANY_CELLS: Final = 4_000_000
"""More than a register of 100,000 rows has."""
CHINA: Final = dt.timedelta(hours=8)
GBK: Final = 936


def interpreter(case: Case) -> Verdict:
    """4: the workbook names a Python by its whole path, and it is there."""
    found = case.interpreter
    if case.named and (twice := repeated_keys(case)):
        return fail(
            Words(f"xlwings.conf 里 {twice} 写了两次。", f"Sheet xlwings.conf holds {twice} twice."), CONNECT
        )
    if not found:
        return fail(Words("工作簿没有连接 Python。", "The workbook is connected to no Python."), CONNECT)
    if STORE_ALIAS in found.lower():
        return fail(
            Words(
                f"{found} 是应用商店的占位程序。",
                f"{found} is the Store's placeholder, which starts no Python for Excel.",
            ),
            Words(
                "从 python.org 安装 Python，重装 csbook，再运行 csbook install 工作簿。",
                "Install Python from python.org, csbook into it, then run csbook install BOOK.",
            ),
        )
    if case.is_of_another_system:
        return not_applicable(
            f"工作簿连接的是 Windows 电脑：{found}", f"Connected to a Windows computer: {found}"
        )
    return own_interpreter(case, found)


def own_interpreter(case: Case, found: str) -> Verdict:
    """The same for a path of this computer."""
    if case.is_on_network:
        return warn(
            Words(
                f"按钮启动网络上的 {found}，没有去查看它。",
                f"Buttons start {found} on the network, which was not looked at.",
            ),
            CONNECT,
        )
    if not case.machine.is_file(found):
        return fail(Words(f"找不到 {found}。", f"There is no {found}."), CONNECT)
    if not case.is_this_python:
        return warn(
            Words(
                f"按钮启动 {found}，这里运行的是 {case.machine.python}。",
                f"Buttons start {found}; this is {case.machine.python}.",
            ),
            CONNECT,
        )
    return ok(found, found)


def repeated_keys(case: Case) -> str:
    """A key that stands twice: xlwings' dictionary of them stops there with an error."""
    counts = Counter(key for key, _ in case.book.conf)
    return next((key for key, count in counts.items() if count > 1), "")


def versions(case: Case) -> Verdict:
    """5: the VBA module, the Python package and, for the UDF server, the DLLs are of one version."""
    if not has_macros(case.book.content):
        return fail(Words("文件里没有宏。", "The file has no macros."), way_back(case.book.path))
    source = case.book.modules.get("xlwings")
    if source is None:
        return fail(
            Words("工作簿里没有 xlwings 的宏。", "The workbook lacks the macros of xlwings."), CONNECT
        )
    inside = module_version(source)
    if not inside:
        return fail(
            Words("这是模板：按钮还没有连接程序。", "This is the template: its buttons are not connected."),
            CONNECT,
        )
    if inside != case.machine.xlwings:
        return fail(
            Words(
                f"宏是 xlwings {inside}，已安装的是 {case.machine.xlwings}。",
                f"Its macros are of xlwings {inside}, installed is {case.machine.xlwings}.",
            ),
            CONNECT,
        )
    if case.machine.windows is not None and case.book.is_on(KEEP_PYTHON) and not case.is_on_network:
        missing = [name for name in libraries(inside) if not library_is_there(case, name)]
        if missing:
            return fail(
                Words(f"python.exe 旁边缺少 {missing[0]}。", f"{missing[0]} is not beside python.exe."),
                Words(
                    "重新安装 xlwings：python -m pip install --force-reinstall xlwings。",
                    "Install xlwings again: python -m pip install --force-reinstall xlwings.",
                ),
            )
    return ok(f"宏与程序都是 xlwings {inside}。", f"Macros and package are xlwings {inside}.")


def libraries(version: str) -> tuple[str, str]:
    return f"xlwings64-{version}.dll", f"xlwings32-{version}.dll"


def library_is_there(case: Case, name: str) -> bool:
    """Beside python.exe or, for a virtual environment, one folder up."""
    folder = ntpath.dirname(case.interpreter)
    return any(case.machine.is_file(ntpath.join(f, name)) for f in (folder, ntpath.dirname(folder)))


def python_starts(case: Case) -> Verdict:
    """7: the workbook's Python, started as a button starts it, imports csbook and ends well."""
    start = case.start
    remedy = Words(
        "用这个 Python 运行 -m pip install --upgrade csbook；conda 环境请改用普通的 Python；"
        "仍不行就看杀毒软件的记录。",
        "With this Python run -m pip install --upgrade csbook; use an ordinary Python in place of conda's; "
        "if that does not help, look into the antivirus program's records.",
    )
    if start.exit_code:
        said = start.said or f"exit {start.exit_code}"
        return fail(Words(f"Python 启动后报错：{said}", f"Python starts and fails: {said}"), remedy)
    if start.csbook != csbook.__version__ or start.xlwings != case.machine.xlwings:
        return warn(
            Words(
                f"按钮用的是 csbook {start.csbook}、xlwings {start.xlwings}，与这里不同。",
                f"Buttons run csbook {start.csbook}, xlwings {start.xlwings}: not those here.",
            ),
            CONNECT,
        )
    if case.named and case.named.is_on("DEBUG UDFS"):
        return warn(
            Words("xlwings.conf 里 DEBUG UDFS 开着。", "DEBUG UDFS is on in sheet xlwings.conf."),
            Words("把它改为 FALSE。", "Set it to FALSE."),
        )
    return ok(
        f"能启动：csbook {start.csbook}，xlwings {start.xlwings}。",
        f"Starts: csbook {start.csbook}, xlwings {start.xlwings}.",
    )


def encodings(case: Case) -> Verdict:
    """10: what Python prints can be read: by xlwings' error box, and by whoever reads a command's output."""
    if case.machine.windows is not None and case.windows.code_page == GBK:
        if case.machine.environment("PYTHONUTF8") == "1":
            return warn(
                Words(
                    "PYTHONUTF8=1，而 Excel 的报错框按 GBK 读，会显示乱码。",
                    "PYTHONUTF8=1, but the error box in Excel reads GBK: it would show gibberish.",
                ),
                Words(
                    "删掉系统环境变量 PYTHONUTF8；csbook 自己的提示不受影响。",
                    "Delete the variable PYTHONUTF8; csbook's own messages are not concerned.",
                ),
            )
        return ok("代码页 936（GBK），一致。", "Code page 936 (GBK) throughout.")
    if not prints_chinese(case.machine.output_encoding):
        return warn(
            Words(
                f"输出编码是 {case.machine.output_encoding}，印不出中文。",
                f"Output is encoded as {case.machine.output_encoding}, which has no Chinese.",
            ),
            Words("先设环境变量 PYTHONUTF8=1 再运行。", "Set the variable PYTHONUTF8=1 first."),
        )
    return ok(
        f"输出编码 {case.machine.output_encoding}，能显示中文。",
        f"Output is encoded as {case.machine.output_encoding}: Chinese shows.",
    )


def prints_chinese(encoding: str) -> bool:
    try:
        "客服".encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def dates(case: Case) -> Verdict:
    """15: moments are those of China's clock, as the workbook stores them."""
    offset = case.machine.utc_offset
    hours = offset.total_seconds() / 3600
    if offset != CHINA:
        return warn(
            Words(
                f"这台电脑的时区是 UTC{hours:+g}，不是中国时间。",
                f"This computer's zone is UTC{hours:+g}, not China's.",
            ),
            Words(
                "“今天”和超时按电脑时钟算：请把时区设为北京，或运行时用 --today。",
                "Today and what is overdue go by its clock: set the zone to Beijing, or give --today.",
            ),
        )
    return ok("时区是 UTC+8。", "The zone is UTC+8.")


def speed(case: Case) -> Verdict:
    """17: whether stray cells make a sheet large, how long Python takes to start, and how often it does."""
    wide = next((sheet for sheet in worksheets(case) if math.prod(sheet.covered_area()) > MANY_CELLS), None)
    if wide is not None:
        last = address(*wide.covered_area())
        return warn(
            Words(f"工作表“{wide.name}”一直延伸到 {last}。", f"Sheet '{wide.name}' reaches to {last}."),
            Words(
                "按 Ctrl+End 看看最后一格，删除多余的行和列，再保存。",
                "Press Ctrl+End to see the last cell, delete rows and columns that are not needed, and save.",
            ),
        )
    start = case.start
    if start.seconds > SLOW_START:
        return warn(
            Words(
                f"启动 Python 用了 {start.seconds:.0f} 秒，通常 2 秒左右。",
                f"Python took {start.seconds:.0f} s to start; about 2 are usual.",
            ),
            Words(
                "多半是杀毒软件逐个扫描，或 Python 装在网络盘：请 IT 排除 Python 的文件夹。",
                "Mostly an antivirus program that reads every file, or a Python on a network disk: ask IT to "
                "exclude its folder.",
            ),
        )
    started = Words(f"启动 Python 用 {start.seconds:.1f} 秒", f"Python starts in {start.seconds:.1f} s")
    took = started + when_it_starts(case)
    return ok(took.zh, took.en)


def when_it_starts(case: Case) -> Words:
    """Whether one Python takes all clicks, which Excel on Windows alone can do."""
    if case.machine.windows is None or not case.named:
        return Words("。", ".")
    if case.named.is_on(KEEP_PYTHON):
        return Words(
            "，一次就够：点过按钮后常驻，关闭 Excel 才结束。",
            ", once: it stays from the first click until Excel is closed.",
        )
    return Words(
        "，每次点击都启动；想让它常驻：csbook install 工作簿 --keep-python。",
        ", at every click; to keep it: csbook install BOOK --keep-python.",
    )


def worksheets(case: Case) -> Iterator[SheetXml]:
    if case.named:
        content = case.named.content
        yield from (content.sheet(s.name) for s in content.package.sheets if s.kind == "worksheet")


def mac_script(case: Case) -> Verdict:
    """20: the AppleScript through which Excel on a Mac starts Python, of the installed version."""
    folder = case.machine.home / "Library/Application Scripts/com.microsoft.Excel"
    wanted = f"xlwings-{case.machine.xlwings}.applescript"
    there = [name for name in case.machine.names_in(folder) if name.endswith(".applescript")]
    if wanted not in there:
        older = [name for name in there if name.startswith("xlwings-")]
        found = Words(f"缺少 {wanted}", f"{wanted} is missing")
        if older:
            found += Words(f"，只有 {older[-1]}", f"; there is {older[-1]}")
        return fail(
            found + Words("。", "."),
            Words("运行 xlwings runpython install。", "Run xlwings runpython install."),
        )
    return ok(
        "脚本已装好；若提示 -1743，请在“隐私与安全性 > 自动化”里允许 Excel。",
        "The script is there; on error -1743 allow Excel under Privacy & Security > Automation.",
    )
