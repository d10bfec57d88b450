"""Who may import whom: the picture in docs/architecture.md, held true."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "csbook"
DOMAIN = ("roster", "followups", "archive", "scorecard", "imports")
SHARED = {"problems", "workdays", "money", "masking"}
ALLOWED: dict[str, set[str]] = {
    **{name: SHARED | {name} for name in DOMAIN},
    "problems": set(),
    "workdays": {"problems"},
    "money": {"problems"},
    "masking": {"problems"},
    "schema": SHARED | {"schema"},
    "books": SHARED | {"schema", "books"},
    "drawing": SHARED | {"schema", "drawing"},
    "template": SHARED | {"schema", "drawing", "commands", "template"},
    "sheets": SHARED | {"schema", "books", "drawing", "sheets"},
    "commands": SHARED | {"schema", "books", "sheets", "commands", *DOMAIN},
}
ONLY_IN: dict[str, tuple[str, ...]] = {
    "xlwings": ("books/excel_", "excel.py", "template/vba.py"),
    "pulp": ("roster/",),
    "highspy": ("roster/",),
    "xlsxwriter": ("drawing/", "template/", "sheets/"),
    "python_calamine": ("books/", "imports/", "sheets/"),
    "zipfile": ("books/", "template/"),
    "lxml": ("books/", "template/"),
    "typer": ("cli",),
}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"relative import in {path}"
            yield node.module or ""


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_one_way(path: Path) -> None:
    place = path.relative_to(PACKAGE)
    part = place.parts[0].removesuffix(".py")
    allowed = ALLOWED.get(part)
    for name in imports(path):
        pieces = name.split(".")
        if allowed is not None and pieces[0] == "csbook" and len(pieces) > 1:
            assert pieces[1] in allowed, f"{place} imports {name}"
        where = ONLY_IN.get(pieces[0])
        assert where is None or place.as_posix().startswith(where), f"{place} imports {name}"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_file_is_short_enough_to_read(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
