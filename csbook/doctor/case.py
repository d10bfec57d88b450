"""What is examined: the computer, and the workbook where one is named. Everything is looked up once."""

from __future__ import annotations

import ntpath
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from csbook.books.conf_sheet import Conf, has_conf, read_conf
from csbook.books.file_content import FileContent
from csbook.conf_keys import own_interpreter_key
from csbook.doctor.finding import NotKnown
from csbook.doctor.ports import Machine, Start, Windows
from csbook.problems import Language, NotAWorkbook, Words

OF_WINDOWS: Final = re.compile(r"[A-Za-z]:[\\/]|\\\\")
ON_NETWORK: Final = re.compile(r"[\\/]{2}")
TRUE: Final = ("TRUE", "1", "YES")


@dataclass(frozen=True)
class BookFacts:
    """The workbook to look at. `path` is absolute."""

    path: Path
    content: FileContent
    language: Language

    @cached_property
    def conf(self) -> Conf:
        """What 'xlwings.conf' says; nothing where the sheet is missing."""
        return read_conf(self.content) if has_conf(self.content) else []

    @cached_property
    def modules(self) -> dict[str, str]:
        """The macros' sources by the modules' names."""
        from csbook.books.vba_project import modules

        return modules(self.content)

    def setting(self, key: str, default: str = "") -> str:
        """A value of 'xlwings.conf'."""
        return dict(reversed(self.conf)).get(key, default)

    def is_on(self, key: str, default: str = "FALSE") -> bool:
        return self.setting(key, default).upper() in TRUE


@dataclass(frozen=True)
class Case:
    """The computer with, or without, a workbook; `unusable`: why the one that was named cannot be read."""

    machine: Machine
    named: BookFacts | None = None
    unusable: NotAWorkbook | None = None

    @property
    def book(self) -> BookFacts:
        """For the checks that are asked only where a workbook is named."""
        assert self.named is not None
        return self.named

    @property
    def windows(self) -> Windows:
        """For the checks that are asked on Windows only."""
        assert self.machine.windows is not None
        return self.machine.windows

    @property
    def key(self) -> str:
        """The key of 'xlwings.conf' under which this system's Python stands."""
        return own_interpreter_key(on_mac=self.machine.system == "mac")

    @property
    def interpreter(self) -> str:
        """The Python that the workbook's buttons start; without a workbook the one that runs now."""
        return self.named.setting(self.key) if self.named else self.machine.python

    @property
    def is_of_another_system(self) -> bool:
        """Whether the workbook was connected on Windows, and this is not Windows."""
        return self.machine.windows is None and OF_WINDOWS.match(self.interpreter) is not None

    @property
    def is_this_python(self) -> bool:
        """Whether the buttons start the Python that runs now."""
        own, named = self.machine.python, self.interpreter
        return named == own or (
            self.machine.windows is not None and ntpath.normcase(named) == ntpath.normcase(own)
        )

    @property
    def is_on_network(self) -> bool:
        """Whether that Python lies on another computer, which a mere look would send this person's name
        and password's hash to: a workbook out of a mail can name any."""
        return ON_NETWORK.match(self.interpreter) is not None and not self.is_this_python

    @cached_property
    def start(self) -> Start:
        """What came of starting that Python. Raises `NotKnown` where it is another than the one that runs
        now: whoever wrote the workbook may have named any program."""
        if self.is_of_another_system or not self.interpreter:
            raise NotKnown(
                Words("没有可以启动的 Python，见第 4 项", "there is no Python to start: see check 4")
            )
        if not self.is_this_python:
            raise NotKnown(
                Words(
                    f"工作簿指定的是别的程序，没有启动它：{self.interpreter}（见第 4 项）",
                    f"the workbook names another program, which was not started: {self.interpreter} "
                    "(see check 4)",
                )
            )
        return self.machine.start(self.machine.python)
