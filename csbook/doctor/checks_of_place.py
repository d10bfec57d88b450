"""Where the workbook lies and whether it can be saved there.

Source: excel-facts part 4, checks 9, 18 and its last line; part 1 for what xlwings does with paths.
"""

from __future__ import annotations

from typing import Final

from csbook.books.saving import ensure_writable
from csbook.doctor.case import Case
from csbook.doctor.checks_of_search import in_cloud
from csbook.doctor.finding import Verdict, fail, ok, warn
from csbook.problems import OpenElsewhere, ReadOnlyFile, Words, same

TROUBLESOME: Final = ";%='&^!$|`\"[]#"
"""Characters that xlwings, the command window, Excel or a web address takes for something else."""
CUT_ON_MAC: Final = " \t()<>;&|'\"$`\\"
"""What a shell takes for something else: the AppleScript of xlwings puts Python's path there unquoted."""
LONGEST_PATH: Final = 218
"""Characters of a workbook's path that Excel opens (Microsoft, "Excel specifications and limits")."""
FAT: Final = ("fat", "fat16", "fat32", "vfat", "msdos", "exfat")


def characters(case: Case) -> Verdict:
    """9: blanks and Chinese are well; some signs are not."""
    path = str(case.book.path)
    if unquoted := unquoted_on_mac(case):
        return unquoted
    for text, what in (
        (path, Words("工作簿路径", "The workbook's path")),
        (case.interpreter, Words("Python 路径", "Python's path")),
    ):
        signs = "".join(dict.fromkeys(sign for sign in text if sign in TROUBLESOME))
        if signs:
            return warn(
                what + Words(f"里有 {signs} ：{text}", f" holds {signs} : {text}"),
                Words(
                    "改名，或移到没有这些符号的文件夹；中文和空格可以用。",
                    "Rename it, or move it to a folder without them; Chinese and blanks are well.",
                ),
            )
    if len(path) > LONGEST_PATH:
        return fail(
            Words(
                f"路径有 {len(path)} 个字符，Excel 最多 {LONGEST_PATH} 个。",
                f"The path has {len(path)} characters; Excel opens {LONGEST_PATH} at most.",
            ),
            Words("移到更短的路径，如 D:\\客服。", "Move it to a shorter path, such as D:\\shop."),
        )
    return ok("路径里没有会出问题的符号。", "No sign in the paths that makes trouble.")


def unquoted_on_mac(case: Case) -> Verdict | None:
    found = case.interpreter
    cut = next((sign for sign in found if sign in CUT_ON_MAC), "")
    if case.machine.system != "mac" or not cut:
        return None
    blank = Words("空格", "a blank") if cut.isspace() else same(cut)
    return fail(
        Words("Python 路径里有", "Python's path holds ")
        + blank
        + Words(f"，Mac 上的 Excel 启动不了它：{found}", f", so Excel on a Mac cannot start it: {found}"),
        Words(
            "把 Python 的虚拟环境建在没有空格和符号的路径里，装上 csbook，再用它运行 install 工作簿。",
            "Make a virtual environment of Python in a path without blanks and signs, install csbook into "
            "it, then run its csbook install BOOK.",
        ),
    )


def locked(case: Case) -> Verdict:
    """18: whether commands on the closed file could save it now."""
    path = case.book.path
    if not case.machine.may_write_in(path.parent):
        return fail(
            Words(f"文件夹 {path.parent} 不能写入。", f"The folder {path.parent} may not be written to."),
            Words(
                "移到自己能写的文件夹，或请 IT 给权限。",
                "Move it to a folder of yours, or ask IT for the right.",
            ),
        )
    try:
        ensure_writable(path)
    except ReadOnlyFile as error:
        return fail(Words("文件是只读的。", "The file is read-only."), error.words)
    except OpenElsewhere as error:
        return warn(
            Words(
                "工作簿正打开着：按钮能用；命令行的命令在它关闭以前都会拒绝（代码 4）。",
                "The workbook is open: buttons work, commands refuse until it is closed (exit code 4).",
            ),
            error.words,
        )
    return ok("没有被占用，可以保存。", "Free, and can be saved.")


def together(case: Case) -> Verdict:
    """23: cloud folders and shares, where several people, or AutoSave, write the same file."""
    volume_is_remote = case.machine.volume(case.book.path.parent).remote
    if in_cloud(case):
        return warn(
            Words(
                "网盘文件夹：自动保存会与命令同时写文件。",
                "A cloud folder: AutoSave writes while csbook does.",
            ),
            Words(
                "运行命令前关闭工作簿并等同步完成；在 Excel 里关掉“自动保存”，一次只由一个人用按钮。",
                "Close it and let it sync before a command; in Excel turn AutoSave off, and let one person "
                "at a time use the buttons.",
            ),
        )
    if volume_is_remote or str(case.book.path).startswith("\\\\"):
        return warn(
            Words("工作簿在共享盘上。", "The workbook lies on a share."),
            Words(
                "后打开的人只能只读；客服填写请用“发日报表/收日报表”。",
                "Who opens it second can only read; let agents fill daily sheets (Hand out, Collect).",
            ),
        )
    return ok("本机文件夹，只有一个人写。", "A local folder with one writer.")


def disk(case: Case) -> Verdict:
    """24: FAT disks know no rights and save in no single step; sticks are pulled out."""
    volume = case.machine.volume(case.book.path.parent)
    if volume.removable or volume.kind in FAT:
        return warn(
            Words(
                f"工作簿在 U 盘或 {volume.kind.upper()} 磁盘上。",
                f"The workbook lies on a stick or a {volume.kind.upper()} disk.",
            ),
            Words(
                "复制到电脑硬盘上使用，U 盘只作备份。",
                "Copy it to the computer's own disk and work there; keep the stick for backups.",
            ),
        )
    return ok(f"磁盘格式 {volume.kind.upper()}。", f"The disk is {volume.kind.upper()}.")
