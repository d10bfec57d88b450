"""Excel itself: how many run, whether one waits, what WPS and old caches do to it.

Source: excel-facts part 4, checks 11, 12, 19 and its last line; part 3 for WPS.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from csbook.doctor.case import Case
from csbook.doctor.finding import NotKnown, Verdict, fail, ok, warn
from csbook.doctor.ports import Excel
from csbook.problems import Words

OF_WPS: Final = ("wps", "kingsoft", "et.exe", "ksolaunch")
CHOICE: Final = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\FileExts\.xlsm\UserChoice"
REPAIR_WPS: Final = Words(
    "在 WPS 的“配置工具 > 高级 > 兼容设置”里取消与 Microsoft Office 兼容，再修复安装 Office；"
    "或用 csbook install --launchers 的命令。",
    "In WPS's configuration tool, Advanced, Compatibility, take off compatibility with Microsoft Office and "
    "repair Office; or use the launchers of csbook install --launchers.",
)


def excels(case: Case) -> tuple[Excel, ...]:
    found = case.windows.office.excels
    if found is None:
        raise NotKnown(Words("查不到正在运行的程序", "the running programs are not told"))
    return found


def warn_where(is_wrong: bool, found: Words, remedy: Words, otherwise: Verdict) -> Verdict:
    return warn(found, remedy) if is_wrong else otherwise


def several(case: Case) -> Verdict:
    """11: a second Excel may hold a workbook of the same name."""
    count = sum(excel.has_window for excel in excels(case))
    return warn_where(
        count > 1,
        Words(f"同时开着 {count} 个 Excel。", f"{count} Excels are open at once."),
        Words(
            "按钮认得自己的窗口；但同名工作簿只开一个，多余的 Excel 请关闭。",
            "Buttons know their own window; but open one workbook of a name only, and close the rest.",
        ),
        ok("最多开着一个 Excel。", "One Excel at most is open."),
    )


def busy(case: Case) -> Verdict:
    """12: while a cell is edited or a dialog is open, Excel rejects every call."""
    ready = case.windows.office.is_ready
    if ready is None and any(excel.has_window for excel in excels(case)):
        return warn(
            Words("Excel 开着，但没有回答。", "Excel is open and does not answer."),
            Words(
                "多半在编辑单元格或开着对话框：按 Enter 或关闭对话框，再查一次；"
                "刚打开的 Excel，先点一下别的窗口。",
                "Mostly a cell is being edited or a dialog open: press Enter or close it, and look again. An "
                "Excel that was just opened answers once another window was clicked.",
            ),
        )
    if ready is False:
        return warn(
            Words(
                "Excel 正在编辑单元格，或开着对话框。", "In Excel a cell is being edited or a dialog open."
            ),
            Words(
                "先按 Enter（或关闭对话框），再点按钮。", "Press Enter, or close the dialog, then the button."
            ),
        )
    return ok("Excel 没有在等待输入。", "No Excel is waiting for input.")


def left_behind(case: Case) -> Verdict:
    """19: an Excel without a window holds files and answers in another's place."""
    pids = ", ".join(str(excel.pid) for excel in excels(case) if not excel.has_window)
    return warn_where(
        bool(pids),
        Words(f"有看不见的 Excel 进程：{pids}。", f"Excel runs without a window: process {pids}."),
        Words(
            "保存并关闭 Excel 后，在任务管理器里结束这些进程；重启电脑也行。",
            "Save and close Excel, then end these in Task Manager; restarting the computer does it too.",
        ),
        ok("没有残留的 Excel。", "No Excel was left behind."),
    )


def wps(case: Case) -> Verdict:
    """21: WPS can register itself in the place of Excel."""
    registry = case.windows.registry
    identity = str(registry.values(r"HKCR\Excel.Application\CLSID").get("", ""))
    if not identity:
        return warn(
            Words("这台电脑没有登记 Excel。", "No Excel is registered on this computer."),
            Words(
                "没有 Excel 就用 csbook install 工作簿 --launchers 的命令。",
                "Without Excel use the launchers of csbook install BOOK --launchers.",
            ),
        )
    for branch in (r"HKCR\CLSID", r"HKCR\Wow6432Node\CLSID"):
        server = str(registry.values(rf"{branch}\{identity}\LocalServer32").get("", ""))
        if any(part in server.lower() for part in OF_WPS):
            return fail(
                Words(f"WPS 占用了 Excel 的登记：{server}", f"WPS answers in Excel's place: {server}"),
                REPAIR_WPS,
            )
    program = str(registry.values(CHOICE).get("ProgId", ""))
    if program.lower().startswith(("et.", "ket.", "wps.")):
        return warn(
            Words("双击 .xlsm 会用 WPS 打开。", "A double click opens .xlsm files in WPS."),
            Words(
                "右键工作簿 > 打开方式 > Excel，勾选“始终”。",
                "Right-click the workbook > Open with > Excel, and tick Always.",
            ),
        )
    return ok("Excel 的登记正常。", "Excel is registered as it should be.")


def com_cache(case: Case) -> Verdict:
    """22: pywin32 keeps wrappers in %TEMP%\\gen_py; one cut short breaks every call."""
    folder = Path(case.machine.environment("TEMP") or "?") / "gen_py"
    versions = [folder / name for name in case.machine.names_in(folder)]
    modules = [path / name for path in versions for name in case.machine.names_in(path)]
    broken = [path for path in modules if path.suffix == ".py" and path.stat().st_size == 0]
    packages = [path for path in modules if not path.suffix and path.name != "__pycache__"]
    broken += [path for path in packages if "__init__.py" not in case.machine.names_in(path)]
    if broken:
        return fail(
            Words(f"缓存损坏：{broken[0]}", f"The cache is damaged: {broken[0]}"),
            Words(f"关闭 Excel，删除文件夹 {folder}。", f"Close Excel and delete the folder {folder}."),
        )
    return ok("没有损坏的缓存。", "No damaged cache.")
