"""Workbooks built once for all tests of the template."""

from __future__ import annotations

from pathlib import Path

import pytest

from csbook.problems import Language
from csbook.template import build_workbook
from tests.template.demo_rows import MONTH, demo_rows

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@pytest.fixture(scope="session")
def empty_books(tmp_path_factory: pytest.TempPathFactory) -> dict[Language, Path]:
    """A workbook as it comes, without a month, in each language."""
    folder = tmp_path_factory.mktemp("empty")
    paths = {language: folder / f"{language}.xlsm" for language in LANGUAGES}
    for language, path in paths.items():
        build_workbook(path, language=language, month=None)
    return paths


@pytest.fixture(scope="session")
def filled_books(tmp_path_factory: pytest.TempPathFactory) -> dict[Language, Path]:
    """A workbook of November 2026 with the rows of `demo_rows`, in each language."""
    folder = tmp_path_factory.mktemp("filled")
    paths = {language: folder / f"{language}.xlsm" for language in LANGUAGES}
    for language, path in paths.items():
        build_workbook(path, language=language, month=MONTH, rows=demo_rows(language))
    return paths
