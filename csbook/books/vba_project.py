"""The VBA project inside a workbook: its modules read, and some of them replaced.

pyOpenVBA works on the project; the workbook around it is spliced like any other change, so that every
other part keeps its bytes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyopenvba import ExcelFile
from pyopenvba.exceptions import PyOpenVBAError
from pyopenvba.vba import VBAModuleKind

from csbook.books.added_parts import relationships_of
from csbook.books.file_content import FileContent
from csbook.books.package import Package
from csbook.problems import Words, WorkbookUnusable

PROJECT_KIND: Final = "vbaProject"
SIGNATURES: Final = ("vbaProjectSignature", "vbaProjectSignatureAgile", "vbaProjectSignatureV3")


class NoMacros(WorkbookUnusable):
    def __init__(self, name: str) -> None:
        super().__init__(
            Words(
                f"{name} 里没有宏：存成了 .xlsx，或被别的程序去掉了。请从备份恢复，或用 csbook new 新建。",
                f"{name} holds no macros: it was saved as .xlsx or by a program that drops them. "
                "Restore a backup, or make a workbook with csbook new.",
            )
        )


class MacrosLocked(WorkbookUnusable):
    def __init__(self, name: str) -> None:
        super().__init__(
            Words(
                f"{name} 的 VBA 工程设有密码。请在 VBA 编辑器（Alt+F11）的工程属性里取消密码再试。",
                f"The VBA project of {name} has a password. Take it off in the project's properties in the "
                "VBA editor (Alt+F11), then try again.",
            )
        )


class MacrosDamaged(WorkbookUnusable):
    def __init__(self, name: str) -> None:
        super().__init__(
            Words(
                f"{name} 的宏已损坏。旁边 .csbook 文件夹里有备份就从备份恢复，没有就用 csbook new 新建一个。",
                f"The macros of {name} are damaged. Restore the backup in the folder .csbook beside it; "
                "where there is none, make a new workbook with csbook new.",
            )
        )


@dataclass(frozen=True)
class Module:
    """A module's source; `is_class`: it is a class module."""

    source: str
    is_class: bool = False


def has_macros(content: FileContent) -> bool:
    return bool(content.package.related(content.package.workbook, PROJECT_KIND))


def is_signed(content: FileContent) -> bool:
    return any(_signatures(content.package, part) for part in _projects(content.package))


def modules(content: FileContent) -> dict[str, str]:
    """Every module's source by its name; none where the workbook has no macros. Raises `MacrosDamaged`."""
    if not has_macros(content):
        return {}
    with _opened(content) as file:
        found: dict[str, str] = file.vba_modules()
    return found


def with_modules(content: FileContent, wanted: Mapping[str, Module]) -> bytes:
    """The file with these modules in place of those of the same names, or added. A signature of the
    macros, which is none any more, goes.

    Raises `NoMacros`, `MacrosLocked` and `MacrosDamaged`.
    """
    if not has_macros(content):
        raise NoMacros(content.package.archive.name)
    with _opened(content) as file:
        project = file.vba_project()
        if project.protection is not None and project.protection.has_password:
            raise MacrosLocked(content.package.archive.name)
        present = {name.casefold() for name in project.module_names()}
        for name, module in wanted.items():
            if name.casefold() in present:
                file.set_module(name, module.source)
            else:
                kind = VBAModuleKind.other if module.is_class else VBAModuleKind.standard
                project.add_module(name, module.source, kind=kind)
        with tempfile.TemporaryDirectory() as folder:
            saved = Path(folder) / "saved.xlsm"
            file.save(str(saved), allow_invalidate_signature=True)
            new = FileContent(saved.read_bytes(), content.package.archive.name).package
    draft = content.package.draft()
    (part,) = _projects(draft)
    draft.put(part, new.part(_projects(new)[0]))
    _drop_signatures(draft, part)
    return draft.built()


def _projects(package: Package) -> list[str]:
    return package.related(package.workbook, PROJECT_KIND)


def _signatures(package: Package, project: str) -> list[str]:
    return [part for kind in SIGNATURES for part in package.related(project, kind)]


def _drop_signatures(draft: Package, project: str) -> None:
    signatures = _signatures(draft, project)
    for part in signatures:
        draft.remove(part)
    if signatures:
        draft.remove(relationships_of(project))


@contextmanager
def _opened(content: FileContent) -> Iterator[ExcelFile]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "macros.xlsm"
        path.write_bytes(content.raw)
        try:
            with ExcelFile(str(path)) as file:
                yield file
        except PyOpenVBAError as error:
            raise MacrosDamaged(content.package.archive.name) from error
