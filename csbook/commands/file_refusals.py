"""What is said of files and folders that cannot be read or written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from csbook.problems import CsbookError, FileMissing, Words, WrongUse


class FilesUnusable(CsbookError):
    """A file or folder that cannot be used."""

    exit_code = 3


class GivenFileMissing(FileMissing):
    """A file that a command is to read is not there."""

    exit_code = FilesUnusable.exit_code


class NoFiles(FilesUnusable):
    """A folder holds no file to work on, or does not exist."""

    def __init__(self, folder: Path, endings: Sequence[str], wanted: Words | None = None) -> None:
        kinds = " ".join(endings)
        if folder.is_dir():
            said = Words(
                f"文件夹 {folder} 里没有可读的文件（{kinds}）。",
                f"Folder {folder} holds no file to read ({kinds}).",
            )
        else:
            said = Words(
                f"没有文件夹 {folder}。请建立它并放入要读的文件（{kinds}），或写明是哪个文件。",
                f"There is no folder {folder}. Make it and put the files to read there ({kinds}), or name "
                "the files.",
            )
        super().__init__(said + put_there(wanted) if wanted else said)


def put_there(wanted: Words) -> Words:
    """Which files a command is looking for."""
    return Words(f"要读的是{wanted.zh}。", f" Looked for: {wanted.en}.")


def replaced(names: Sequence[str]) -> Words:
    """That files which stood there gave way to the new ones."""
    return Words(
        f"替换了原有的 {'、'.join(names)}。", f"This replaced {', '.join(names)}, which stood there."
    )


class FileTooLarge(FilesUnusable):
    def __init__(self, name: str, most: int) -> None:
        super().__init__(
            Words(
                f"{name} 超过 {most} MB，不像平台导出的文件。",
                f"{name} is larger than {most} MB: no export is.",
            )
        )


class NotTaken(WrongUse):
    def __init__(self, command: str, path: Path) -> None:
        super().__init__(
            Words(f"{command} 不读文件，多写了 {path}。", f"{command} takes no files, not {path}.")
        )


class WrongEnding(WrongUse):
    """A file to be made that is named with an ending that is not made."""

    def __init__(self, path: Path, endings: Sequence[str]) -> None:
        zh, en = " 或 ".join(endings), " or ".join(endings)
        super().__init__(
            Words(
                f"不能写成 {path.name}：文件名要以 {zh} 结尾，或写明一个文件夹。",
                f"{path.name} cannot be made: its name must end in {en}, or name a folder.",
            )
        )


class Unreadable(FilesUnusable):
    def __init__(self, error: OSError) -> None:
        super().__init__(
            Words(
                f"无法读取 {error.filename}（{error.strerror}）。请关闭打开它的程序，或检查路径和权限。",
                f"{error.filename} cannot be read ({error.strerror}). Close the program that has it open, "
                "or check the path and the rights.",
            )
        )


class FilesNotWritten(FilesUnusable):
    """The folder takes no files; seen before the workbook is saved."""

    def __init__(self, folder: Path, error: OSError) -> None:
        super().__init__(
            Words(
                f"无法写入文件夹 {folder}（{error.strerror}），什么都没有改。"
                "请检查权限和磁盘空间，或换一个文件夹。",
                f"Folder {folder} cannot be written to ({error.strerror}); nothing was changed. Check the "
                "rights and the disk space, or choose another folder.",
            )
        )


class FilesNotPut(FilesUnusable):
    """Files that could not take their places after the workbook was saved."""

    def __init__(self, folder: Path, names: Sequence[str], error: OSError) -> None:
        listed = Words("、".join(names), ", ".join(names))
        super().__init__(
            Words("工作簿已经保存，但没有写成 ", "The workbook is saved, but these were not written: ")
            + listed
            + Words(
                f"（{folder}，{error.strerror}）。请关闭这些文件后再运行一次。",
                f" ({folder}, {error.strerror}). Close them and run again.",
            )
        )
