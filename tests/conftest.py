"""What every test may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def shared_folder() -> Path | None:
    """The folder with public data, benchmark instances and workbooks of others, where there is one."""
    folder = Path(os.environ.get("CSBOOK_SHARED", ROOT.parent / "shared"))
    return folder if folder.is_dir() else None


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = shared_folder()
    if folder is None:
        pytest.skip("needs the folder ../shared (or CSBOOK_SHARED) with the public data, which is not here")
    return folder
