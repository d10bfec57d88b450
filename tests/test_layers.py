"""Who may import whom: the picture in docs/architecture.md, held true."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "csbook"
DOMAIN = ("roster", "followups", "archive", "scorecard", "imports", "reports")
SHARED = {"problems", "workdays", "money", "masking"}
CONTENT = ("schema", "books", "commands")
RENEWING = ("deleted_data", "former_drawings", "former_furniture", "redrawing", "renewing", "renewing_scores")
ALLOWED: dict[str, set[str]] = {
    **{name: SHARED | {name} for name in DOMAIN},
    "problems": set(),
    "workdays": {"problems"},
    "money": {"problems"},
    "masking": {"problems"},
    "workplace": set(),
    "memory": set(),
    "schema": SHARED | {"schema"},
    "books": SHARED | {"conf_keys", "workplace", "schema", "books"},
    "drawing": SHARED | {"schema", "drawing"},
    "template": SHARED | {"conf_keys", "schema", "drawing", "commands", "template"},
    "sheets": SHARED | {"schema", "books", "drawing", "sheets"},
    "commands": SHARED | {"workplace", "schema", "books", "sheets", "commands", *DOMAIN},
    "rendering": SHARED | {"workplace", "schema", "books", "commands", "rendering"},
    "doctor": SHARED | {"conf_keys", "schema", "books", "template", "doctor"},
    "installing": SHARED | {"conf_keys", "books", "commands", "template", "doctor", "installing"},
    "making": SHARED | {"books", "template", "demo"},
    "demo": SHARED | {"schema", "books", "commands", "making", "demo"},
    "upgrading": SHARED | {*CONTENT, "drawing", "template", *RENEWING},
    **{name: SHARED | {*CONTENT, "template", *RENEWING} for name in RENEWING},
    "panel": SHARED | {*CONTENT},
    "pressing": SHARED | {*CONTENT, "rendering"},
    "message_room": SHARED | {*CONTENT, "panel"},
    **dict.fromkeys(("conf_keys", "faults", "first_words", "live_wps", "message_box", "progress"), SHARED),
    **dict.fromkeys(("stop_button", "stop_window"), SHARED),
}
ENTRIES = ("__init__", "__main__", "button", "entry", "excel")
"""They, and the command line's own modules, may import everything."""
ONLY_IN: dict[str, tuple[str, ...]] = {
    "xlwings": ("books/excel_", "excel.py", "rendering/excel_app.py", "template/vba.py", "live_wps.py"),
    "pulp": ("roster/",),
    "highspy": ("roster/",),
    "xlsxwriter": ("drawing/", "template/", "sheets/", "commands/export_files.py"),
    "python_calamine": ("books/", "imports/", "sheets/"),
    "zipfile": ("books/", "template/"),
    "lxml": ("books/", "template/"),
    "typer": ("cli",),
    "pypdfium2": ("rendering/",),
    "PIL": ("rendering/",),
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


def wrong_imports(path: Path) -> Iterator[str]:
    place = path.relative_to(PACKAGE)
    allowed = ALLOWED.get(place.parts[0].removesuffix(".py"))
    for name in imports(path):
        pieces = name.split(".")
        ours = allowed is not None and pieces[0] == "csbook" and len(pieces) > 1
        where = ONLY_IN.get(pieces[0])
        if (ours and pieces[1] not in allowed) or (where and not place.as_posix().startswith(where)):
            yield f"{place} imports {name}"


def test_imports_point_one_way() -> None:
    assert [wrong for path in modules() for wrong in wrong_imports(path)] == []


def test_every_part_has_its_place_in_the_picture() -> None:
    parts = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in modules()}
    assert {part for part in parts - {*ENTRIES} if not part.startswith("cli")} == ALLOWED.keys()


def test_files_are_short_enough_to_read() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert [f"{path.relative_to(PACKAGE)}: {n}" for path, n in lengths.items() if n > 400] == []
