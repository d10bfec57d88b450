"""The VBA project, the ribbon part and the settings of xlwings inside the workbook."""

from __future__ import annotations

import re
import sys
import warnings
import zipfile
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from csbook.commands.registry import GROUPS
from csbook.commands.routines import BUTTONS, ROUTINES
from csbook.problems import Language
from csbook.template import build_workbook
from csbook.template.ribbon import EXTRA_BUTTONS, NAMESPACE, custom_ui
from csbook.template.vba import XlwingsModuleMissing, macro_source, xlwings_file
from tests.conftest import ROOT

both_languages = pytest.mark.parametrize("language", ["zh", "en"])
OWN_MODULES = ("csbook.bas", "xlwings_stub.bas")


def modules(path: Path) -> dict[str, str]:
    """Every VBA module's source by its name, as oletools finds it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # oletools calls pyparsing by names that it gave up
        from oletools.olevba import VBA_Parser

        parser = VBA_Parser(str(path))
        try:
            return {name.rpartition(".")[0]: source for _, _, name, source in parser.extract_macros()}
        finally:
            parser.close()


def lines(source: str) -> list[str]:
    return [line.rstrip() for line in source.splitlines()]


def ribbon(path: Path) -> etree._Element:
    with zipfile.ZipFile(path) as package:
        return etree.fromstring(package.read("customUI/customUI.xml"))


def test_the_template_holds_our_modules_and_one_for_each_sheet(empty_books: dict[Language, Path]) -> None:
    found = modules(empty_books["zh"])
    sheets = len(openpyxl.load_workbook(empty_books["zh"], read_only=True).sheetnames)
    assert lines(found["csbook"]) == lines(macro_source("csbook.bas"))
    assert lines(found["xlwings"]) == lines(macro_source("xlwings_stub.bas"))
    assert sum(name.startswith("Sheet") for name in found) == sheets
    assert "ThisWorkbook" in found


@pytest.mark.parametrize("name", OWN_MODULES)
def test_our_vba_is_plain_ascii_without_declare_and_const(name: str) -> None:
    source = macro_source(name)
    assert source.isascii()
    assert not re.search(r"\bDeclare\b|#Const|#If", source, re.I)
    assert "Option Explicit" in source


def test_a_new_workbook_carries_the_installed_xlwings(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsm"
    build_workbook(path, language="zh", month=None, real_xlwings=True, interpreter=sys.executable)
    found = modules(path)
    assert lines(found["xlwings"]) == lines(xlwings_file("xlwings.bas"))
    assert "Private dict_pDictionary As Object" in found["Dictionary"]


def test_a_file_that_xlwings_lacks_is_named() -> None:
    with pytest.raises(XlwingsModuleMissing) as stopped:
        xlwings_file("addin", "NoSuch.cls")
    assert "NoSuch.cls" in stopped.value.words("zh")


@pytest.mark.parametrize(
    ("platform", "key"),
    [("win32", "INTERPRETER_WIN"), ("linux", "INTERPRETER_WIN"), ("darwin", "INTERPRETER_MAC")],
)
def test_the_interpreter_stands_under_the_systems_own_key(
    platform: str, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    path = tmp_path / "new.xlsm"
    build_workbook(path, language="en", month=None, interpreter="/opt/my python/bin/python")
    conf = {row[0]: row[1] or None for row in openpyxl.load_workbook(path)["xlwings.conf"].values}
    expected = {"INTERPRETER_WIN": None, "INTERPRETER_MAC": None, "ADD_WORKBOOK_TO_PYTHONPATH": "FALSE"}
    assert conf.items() >= (expected | {key: "/opt/my python/bin/python"}).items()


def test_the_sheet_answers_every_key_that_xlwings_would_look_for_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsm"
    build_workbook(path, language="en", month=None)
    keys = [row[0] for row in openpyxl.load_workbook(path)["xlwings.conf"].values]
    assert len(keys) == len(set(keys))
    assert set(keys) == set(re.findall(r'GetConfig\("([^"]+)"', xlwings_file("xlwings.bas")))


@both_languages
def test_every_command_has_a_button_in_its_group(
    language: Language, empty_books: dict[Language, Path]
) -> None:
    root = ribbon(empty_books[language])
    groups = root.findall(f".//{{{NAMESPACE}}}group")
    labels = [group.get("label") for group in groups]
    assert labels == [GROUPS[group](language) for group in GROUPS]
    shown = {
        button.get("tag"): (group.get("label"), button.get("label"), button.get("supertip"))
        for group in groups
        for button in group
    }
    for command in BUTTONS:
        expected = (GROUPS[command.group](language), command.label(language), command.help(language))
        assert shown[command.name] == expected
    assert {button.tag for button in EXTRA_BUTTONS} <= set(shown)
    first = [button.get("tag") for button in groups[0]]
    assert first == [routine.name for routine in ROUTINES], "the buttons of every day stand in front"


def test_buttons_have_ids_of_their_own_and_call_the_one_callback(empty_books: dict[Language, Path]) -> None:
    found = ribbon(empty_books["zh"]).findall(f".//{{{NAMESPACE}}}button")
    ids = [button.get("id") for button in found]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"csbook_[a-z_]+", name) for name in ids)
    assert {button.get("onAction") for button in found} == {"csbook_Run"}
    assert all(len(button.get("supertip")) <= 1024 for button in found)


def test_the_checked_in_ribbon_is_what_the_registry_makes() -> None:
    kept = (ROOT / "macros" / "customUI.xml").read_text(encoding="utf-8")
    assert kept == custom_ui("zh"), "run: csbook build-template"


def test_the_package_names_the_ribbon_once_and_is_a_macro_workbook(empty_books: dict[Language, Path]) -> None:
    with zipfile.ZipFile(empty_books["zh"]) as package:
        relations = package.read("_rels/.rels").decode()
        types = package.read("[Content_Types].xml").decode()
    assert relations.count("2006/relationships/ui/extensibility") == 1
    assert "application/vnd.ms-excel.sheet.macroEnabled.main+xml" in types
    assert "sheet.main+xml" not in types.replace("macroEnabled.main+xml", "")
