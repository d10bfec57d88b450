"""The VBA project: csbook's one callback module, and the module `xlwings` or its stub."""

from __future__ import annotations

from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from pyopenvba import ExcelFile
from pyopenvba.vba import VBAModuleKind

from csbook.problems import Words, WorkbookUnusable

CALLBACK_MODULE: Final = "csbook"
XLWINGS_MODULE: Final = "xlwings"


class XlwingsModuleMissing(WorkbookUnusable):
    def __init__(self, name: str) -> None:
        super().__init__(
            Words(
                f"已安装的 xlwings 里找不到 {name}。请重新安装 xlwings。",
                f"The installed xlwings has no {name}. Install xlwings again.",
            )
        )


def macro_source(name: str) -> str:
    """The text of a file of `macros/`: inside the installed package, or beside it in a checkout."""
    shipped = files("csbook").joinpath("macros", name)
    if shipped.is_file():
        return shipped.read_text(encoding="utf-8")
    return (Path(__file__).resolve().parents[2] / "macros" / name).read_text(encoding="utf-8")


def xlwings_file(*parts: str) -> str:
    """The text of a file of the installed xlwings, found without importing it."""
    spec = find_spec("xlwings")
    folder = Path(spec.origin).parent if spec is not None and spec.origin is not None else Path()
    path = folder.joinpath(*parts)
    if not path.is_file():
        raise XlwingsModuleMissing(parts[-1])
    return path.read_text(encoding="utf-8")


def add_vba_project(source: Path, target: Path, *, real_xlwings: bool) -> None:
    """Copy the workbook `source` to `target` with a VBA project in it.

    `real_xlwings` puts in the VBA module and the Dictionary class of the installed xlwings, so that
    both versions are the same; else a stub says that the workbook is not connected.
    """
    with ExcelFile(str(source)) as file:
        project = file.add_vba_project()
        project.add_module(CALLBACK_MODULE, macro_source("csbook.bas"))
        if real_xlwings:
            project.add_module(XLWINGS_MODULE, xlwings_file("xlwings.bas"))
            dictionary = xlwings_file("addin", "Dictionary.cls")
            project.add_module("Dictionary", dictionary, kind=VBAModuleKind.other)
        else:
            project.add_module(XLWINGS_MODULE, macro_source("xlwings_stub.bas"))
        file.save(str(target))
