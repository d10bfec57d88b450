"""Excel in LibreOffice's place, against a stand-in: what is asked of it, and that it always ends."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import xlwings

from csbook.books.file_book import FileBook
from csbook.rendering import excel_app, office
from csbook.rendering.closed import pdf_of
from csbook.rendering.refusals import NotRendered
from tests.rendering.test_closed import made


class App:
    """An Excel that notes what it is told; `fails` at printing where a test says so."""

    made: list[App]
    fails = False

    def __init__(self, **how: Any) -> None:
        self.said: list[Any] = [("started", how)]
        self.display_alerts = True
        self.api = SimpleNamespace(AutomationSecurity=1)
        self.books = SimpleNamespace(open=self.open)
        App.made.append(self)

    def open(self, path: str, **how: Any) -> Any:
        self.said.append(("opened", FileBook(path).hidden_sheets(), how))
        return SimpleNamespace(to_pdf=self.print)

    def print(self, target: str) -> None:
        if App.fails:
            raise OSError("no printer")
        Path(target).write_bytes(b"%PDF of Excel")

    def calculate(self) -> None:
        self.said.append("calculated")

    def quit(self) -> None:
        self.said.append("ended")


@pytest.fixture
def excel(monkeypatch: pytest.MonkeyPatch) -> type[App]:
    """A computer with Excel and without LibreOffice."""
    monkeypatch.setattr(App, "made", [], raising=False)
    monkeypatch.setattr(App, "fails", False)
    monkeypatch.setattr(xlwings, "App", App)
    monkeypatch.setattr(office, "found", lambda: None)
    monkeypatch.setattr(excel_app, "is_installed", lambda: True)
    return App


def test_a_copy_is_printed_out_of_sight_without_questions(excel: type[App], tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert pdf_of(made(path).content, ["排班"]) == b"%PDF of Excel"
    [app] = excel.made
    assert app.display_alerts is False
    assert app.said == [
        ("started", {"visible": False, "add_book": False}),
        ("opened", {"首页", "设置"}, {"update_links": False, "read_only": True}),
        "calculated",
        "ended",
    ]


def test_an_excel_that_refuses_is_ended_and_named(
    excel: type[App], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(App, "fails", True)
    with pytest.raises(NotRendered) as refused:
        pdf_of(made(tmp_path / "a.xlsx").content, ["排班"])
    assert refused.value.words.en.startswith("Excel made no PDF: it refused to print.")
    assert excel.made[0].said[-1] == "ended"
