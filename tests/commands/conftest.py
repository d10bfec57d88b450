"""What tests of commands may ask for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from csbook.problems import Language


@pytest.fixture
def copy(small_shop_originals: Callable[[str], Path], tmp_path: Path) -> Callable[[Language], Path]:
    """Language -> a small shop's workbook that the test may write to."""

    def copied(language: Language) -> Path:
        path = tmp_path / f"{language}.xlsm"
        path.write_bytes(small_shop_originals(language).read_bytes())
        return path

    return copied
