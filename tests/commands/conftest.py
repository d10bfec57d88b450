"""What tests of commands may ask for."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from csbook.books.file_book import FileBook
from csbook.commands.outcome import Outcome
from csbook.commands.run import run
from csbook.problems import Language
from tests.sharing import made_once

# The validator takes half a second to import.
if TYPE_CHECKING:
    from tests.commands.upgrades import New, Old

BUILT = dt.datetime(2026, 10, 25, 9)
Cut = tuple[Path, Path, Outcome]


@pytest.fixture
def copy(small_shop_originals: Callable[[str], Path], tmp_path: Path) -> Callable[[Language], Path]:
    """Language -> a small shop's workbook that the test may write to."""

    def copied(language: Language) -> Path:
        path = tmp_path / f"{language}.xlsm"
        path.write_bytes(small_shop_originals(language).read_bytes())
        return path

    return copied


@pytest.fixture(scope="session")
def november_originals(
    small_shop_originals: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A folder with `built.xlsm`, whose November was built, and `published.xlsm`, where it was published as
    well, both on 25 October at nine by 测试; copy them, never write to them."""

    def make(folder: Path) -> None:
        path = Path(shutil.copy(small_shop_originals("zh"), folder / "客服台账.xlsm"))
        for name, step in (("built", "build-roster"), ("published", "publish-roster")):
            assert run(step, FileBook(path), BUILT, now=BUILT, user="测试", parameters={}).exit_code == 0
            shutil.copy(path, folder / f"{name}.xlsm")

    return made_once(tmp_path_factory, "november", make)


@pytest.fixture
def built(november_originals: Path, tmp_path: Path) -> Path:
    """The small shop's workbook with a roster built for November 2026."""
    return Path(shutil.copy(november_originals / "built.xlsm", tmp_path / "客服台账.xlsm"))


@pytest.fixture
def published(november_originals: Path, tmp_path: Path) -> Path:
    """The small shop's workbook with a roster published for November 2026."""
    return Path(shutil.copy(november_originals / "published.xlsm", tmp_path / "客服台账.xlsm"))


@pytest.fixture(scope="session", autouse=True)
def new_workbooks_built_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """`upgrade` takes what is missing from a new workbook, which language and month alone decide: a third of
    its time, and the same to the byte each time (tests/template/test_build.py)."""
    from csbook import upgrading

    build = upgrading.build_workbook

    def build_once(path: Path, *, language: Language, month: dt.date) -> None:
        def make(folder: Path) -> None:
            build(folder / "new.xlsm", language=language, month=month)

        made = made_once(tmp_path_factory, f"new_{language}_{month}", make)
        path.write_bytes((made / "new.xlsm").read_bytes())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(upgrading, "build_workbook", build_once)
        yield


@pytest.fixture(scope="session")
def much_cut(
    small_shop_originals: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Language], Cut]:
    """Language -> a small shop's workbook with much cut out, the same upgraded, and what was said; copy them,
    never write to them."""
    from tests.commands.older_workbooks import cut_much, upgraded

    folder = tmp_path_factory.mktemp("much_cut")

    @cache
    def made(language: Language) -> Cut:
        cut, new = folder / f"{language}_cut.xlsm", folder / f"{language}.xlsm"
        shutil.copy(small_shop_originals(language), cut)
        cut_much(cut, language)
        shutil.copy(cut, new)
        return cut, new, upgraded(new)

    return made


@pytest.fixture(scope="module")
def originals(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Old:
    """Language -> a workbook as the module's `make_old` makes it; copy it, never write to it."""
    from tests.commands.upgrades import made_by

    return made_by(request.module.make_old, tmp_path_factory.mktemp("old"))


@pytest.fixture(scope="module")
def new(originals: Old, tmp_path_factory: pytest.TempPathFactory) -> New:
    """Language -> the same upgraded, and what was said; copy it, never write to it."""
    from tests.commands.upgrades import upgraded_once

    return upgraded_once(originals, tmp_path_factory.mktemp("upgraded"))


@pytest.fixture
def old_in(originals: Old, tmp_path: Path) -> Old:
    """Language -> a workbook of an earlier version that the test may write to."""
    return lambda language: Path(shutil.copy(originals(language), tmp_path / "旧.xlsm"))


@pytest.fixture
def old(old_in: Old) -> Path:
    """The same in Chinese."""
    return old_in("zh")
