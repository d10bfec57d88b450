"""What tests of PDFs and pictures may ask for."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageDraw

from csbook.rendering import office


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "program" in getattr(item, "fixturenames", ()):
            item.add_marker("libreoffice")


@pytest.fixture
def program() -> Path:
    """LibreOffice; skips where there is none, fails with CI=true."""
    found = office.found()
    if found is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("needs LibreOffice")
    return found


@pytest.fixture
def paper() -> Callable[[int], bytes]:
    """Number of pages -> a PDF with a black square on each."""

    def drawn(pages: int) -> bytes:
        sheets = [Image.new("RGB", (400, 300), "white") for _ in range(pages)]
        for number, sheet in enumerate(sheets, 1):
            ImageDraw.Draw(sheet).rectangle((50, 50, 50 + 20 * number, 100), fill="black")
        stream = io.BytesIO()
        sheets[0].save(stream, "PDF", save_all=True, append_images=sheets[1:])
        return stream.getvalue()

    return drawn


def texts(pdf: bytes) -> list[str]:
    """The text of each page."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]
