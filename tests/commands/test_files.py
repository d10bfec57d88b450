"""Files that commands are given and make: found where people put them, written with the workbook or not."""

from __future__ import annotations

import datetime as dt
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from csbook.books.file_book import FileBook
from csbook.books.saving import InUse
from csbook.commands import files as framework
from csbook.commands import registry
from csbook.commands.command import Command
from csbook.commands.file_refusals import (
    FilesNotPut,
    FilesNotWritten,
    FileTooLarge,
    NoFiles,
    NotTaken,
    Unreadable,
)
from csbook.commands.files import ASIDE, LEFT_BEHIND, FileWork, written
from csbook.commands.handler import File, Request, Result
from csbook.commands.outcome import Outcome
from csbook.commands.run import run
from csbook.commands.snapshots import SnapshotStore
from csbook.problems import CsbookError, FileMissing, Language, OpenElsewhere, Words
from tests.workbooks import SHOWS_THE_PRESS, every_table, rows

NOON = dt.datetime(2026, 11, 22, 12)
TAKING, GIVING = registry.command("import"), registry.command("hand-out")
Handled = Callable[[Callable[[Request], Result]], None]


def put(folder: Path, **contents: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in contents.items():
        (folder / name.replace("_", ".")).write_text(text)


def work(
    here: Path,
    *named: str,
    folder: str | None = None,
    command: Command = TAKING,
    language: Language = "zh",
) -> FileWork:
    """With the workbook in `here/shop`."""
    (here / "shop").mkdir(exist_ok=True)
    return FileWork.of(command, [Path(name) for name in named], folder, here, here / "shop", language)


def names(found: FileWork) -> list[str]:
    return [file.name for file in found.files]


def test_named_files_are_read_whatever_their_ending_in_the_order_given(tmp_path: Path) -> None:
    put(tmp_path, b_csv="2", a_txt="1")
    found = work(tmp_path, "b.csv", "a.txt")
    assert found == FileWork((File("b.csv", b"2"), File("a.txt", b"1")))


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    put(tmp_path, a_csv="1", b_csv="2")
    assert names(work(tmp_path, "a.csv", "./a.csv", ".")) == ["a.csv", "b.csv"]


def test_a_folder_stands_for_its_files_with_a_known_ending_by_name(tmp_path: Path) -> None:
    put(tmp_path / "out", b_XLSX="", a_csv="", c_xls="", notes_txt="", d_pdf="")
    put(tmp_path / "out" / "deeper", e_csv="")
    (tmp_path / "out" / "folder.csv").mkdir()
    for lock in ("~$b.xlsx", ".~lock.b.xlsx#", ".hidden.csv"):
        (tmp_path / "out" / lock).touch()
    for found in (work(tmp_path, "out"), work(tmp_path, folder="out")):
        assert names(found) == ["a.csv", "b.XLSX", "c.xls"]


def test_the_folder_said_may_be_one_file(tmp_path: Path) -> None:
    put(tmp_path, a_txt="1")
    assert work(tmp_path, folder="a.txt").files == (File("a.txt", b"1"),)


def test_files_named_and_the_folder_said_are_both_read(tmp_path: Path) -> None:
    put(tmp_path, a_csv="")
    put(tmp_path / "out", b_csv="")
    assert names(work(tmp_path, "a.csv", folder="out")) == ["a.csv", "b.csv"]


@pytest.mark.parametrize(("language", "usual"), [("zh", "导入"), ("en", "imports")])
def test_nothing_said_means_the_usual_folder_beside_the_workbook(
    tmp_path: Path, language: Language, usual: str
) -> None:
    put(tmp_path / "shop" / usual, a_csv="")
    assert names(work(tmp_path, language=language)) == ["a.csv"]


def test_files_named_keep_the_usual_folder_out(tmp_path: Path) -> None:
    put(tmp_path, a_csv="")
    put(tmp_path / "shop" / "导入", b_csv="")
    assert names(work(tmp_path, "a.csv")) == ["a.csv"]


@pytest.mark.parametrize("said", ["usual", "folder", "named"])
def test_a_folder_without_a_file_to_read_is_refused(tmp_path: Path, said: str) -> None:
    put(tmp_path / "shop" / "导入", notes_txt="")
    put(tmp_path / "out", notes_txt="")
    with pytest.raises(NoFiles) as refused:
        work(tmp_path, *["out"] * (said == "named"), folder="out" if said == "folder" else None)
    folder = tmp_path / ("shop/导入" if said == "usual" else "out")
    assert refused.value.exit_code == 3
    assert refused.value.words == Words(
        f"文件夹 {folder} 里没有可读的文件（.csv .xlsx .xls .xlsm）。"
        "要读的是平台后台导出的订单、询单或客服数据，文件名不限，如“订单.csv”。",
        f"Folder {folder} holds no file to read (.csv .xlsx .xls .xlsm). Looked for: orders, enquiries or "
        "service figures as exported from a platform's back office, under any name, such as 'orders.csv'.",
    )


def test_a_folder_that_is_not_there_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoFiles) as refused:
        work(tmp_path)
    assert f"没有文件夹 {tmp_path / 'shop' / '导入'}。请建立它并放入要读的文件" in refused.value.words.zh
    with pytest.raises(NoFiles):
        work(tmp_path, folder="nowhere")


def test_a_named_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    put(tmp_path, a_csv="")
    with pytest.raises(FileMissing) as refused:
        work(tmp_path, "a.csv", "b.csv")
    assert refused.value.exit_code == 3


def test_a_file_larger_than_any_export_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, small_csv="1234", large_csv="12345")
    monkeypatch.setattr(framework, "LARGEST", 4)
    assert names(work(tmp_path, "small.csv")) == ["small.csv"]
    with pytest.raises(FileTooLarge, match=r"large\.csv") as refused:
        work(tmp_path, "large.csv")
    assert refused.value.exit_code == 3


def test_what_the_system_does_not_let_be_read_is_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for said in ({"folder": "长" * 300}, {"command": GIVING, "folder": "长" * 300}):
        with pytest.raises(Unreadable) as refused:
            work(tmp_path, **said)  # type: ignore[arg-type]
        assert refused.value.exit_code == 3
        assert "长" * 300 in refused.value.words.zh
    put(tmp_path, a_csv="")

    def locked(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", locked)
    with pytest.raises(Unreadable, match=r"a\.csv cannot be read \(Permission denied\)"):
        work(tmp_path, "a.csv")


def test_a_command_that_takes_no_files_refuses_them(tmp_path: Path) -> None:
    put(tmp_path, a_csv="")
    for name in ("check", "hand-out"):
        with pytest.raises(NotTaken) as refused:
            work(tmp_path, "a.csv", command=registry.command(name))
        assert (refused.value.exit_code, refused.value.words.zh) == (2, f"{name} 不读文件，多写了 a.csv。")


def test_a_command_without_files_has_no_folder_either(tmp_path: Path) -> None:
    assert work(tmp_path, command=registry.command("check")) == FileWork()


def test_files_that_a_command_makes_go_into_the_folder_said_or_the_usual_one(tmp_path: Path) -> None:
    assert work(tmp_path, command=GIVING) == FileWork(folder=tmp_path / "shop" / "日报表")
    assert work(tmp_path, command=GIVING, folder="out") == FileWork(folder=tmp_path / "out")
    assert work(tmp_path, command=GIVING, folder=str(tmp_path / "x")).folder == tmp_path / "x"


def test_a_command_that_makes_files_is_given_those_that_stand_there(tmp_path: Path) -> None:
    put(tmp_path / "out", a_xlsx="1", b_txt="2")
    both = replace(GIVING, takes=(".xlsx",))
    assert work(tmp_path, command=both, folder="out").files == (File("a.xlsx", b"1"),)
    assert work(tmp_path, command=replace(GIVING, takes=()), folder="out").files == ()


# Writing


def test_files_are_there_once_the_block_is_done_and_not_before(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "sheets"
    with written(folder, [File("a.xlsx", b"1"), File("b.xlsx", b"2")]):
        assert not (folder / "a.xlsx").exists()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"a.xlsx": b"1", "b.xlsx": b"2"}


def test_a_block_that_fails_leaves_none_of_them_and_the_earlier_ones_as_they_were(tmp_path: Path) -> None:
    put(tmp_path, a_xlsx="old")
    with pytest.raises(OpenElsewhere), written(tmp_path, [File("a.xlsx", b"1"), File("b.xlsx", b"2")]):
        raise OpenElsewhere("book.xlsm")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a.xlsx": "old"}


def test_an_earlier_file_of_the_name_is_replaced(tmp_path: Path) -> None:
    put(tmp_path, a_xlsx="old", c_xlsx="other")
    with written(tmp_path, [File("a.xlsx", b"new")]):
        assert (tmp_path / "a.xlsx").read_text() == "old"
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "a.xlsx": "new",
        "c.xlsx": "other",
    }


def test_a_new_file_has_the_rights_that_new_files_have(tmp_path: Path) -> None:
    put(tmp_path, usual_txt="")
    with written(tmp_path, [File("a.xlsx", b"1")]):
        pass
    usual, made = ((tmp_path / name).stat().st_mode for name in ("usual.txt", "a.xlsx"))
    assert stat.S_IMODE(made) == stat.S_IMODE(usual)


def test_a_file_that_is_open_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    put(tmp_path, b_xlsx="open")
    (tmp_path / "~$b.xlsx").touch()
    with pytest.raises(InUse), written(tmp_path, [File("a.xlsx", b"1"), File("b.xlsx", b"2")]):
        pytest.fail("the block was reached")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.xlsx", "~$b.xlsx"]


@pytest.mark.parametrize("obstacle", ["file", "folder"])
def test_a_folder_that_takes_no_files_is_refused_before_anything_is_written(
    tmp_path: Path, obstacle: str
) -> None:
    folder = tmp_path / "out"
    if obstacle == "file":
        folder.touch()
    else:
        (folder / "a.xlsx").mkdir(parents=True)
    with pytest.raises(FilesNotWritten) as refused, written(folder, [File("a.xlsx", b"1")]):
        pytest.fail("the block was reached")
    assert refused.value.exit_code == 3
    assert f"无法写入文件夹 {folder}" in refused.value.words.zh


def test_a_file_that_is_opened_meanwhile_is_named_and_the_others_are_written(tmp_path: Path) -> None:
    made = [File("a.xlsx", b"1"), File("b.xlsx", b"2")]
    with pytest.raises(FilesNotPut) as told, written(tmp_path, made):
        (tmp_path / "a.xlsx" / "in the way").mkdir(parents=True)
    assert told.value.words.zh.startswith("工作簿已经保存，但没有写成 a.xlsx（")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]


def test_what_a_killed_run_left_is_removed_and_what_another_run_writes_now_is_not(tmp_path: Path) -> None:
    left, fresh = tmp_path / f"{ASIDE}left", tmp_path / f"{ASIDE}fresh"
    for path in (left, fresh):
        path.write_text("13800000000")
    long_ago = fresh.stat().st_mtime - LEFT_BEHIND - 60
    os.utime(left, (long_ago, long_ago))
    with written(tmp_path, [File("a.xlsx", b"1")]):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == [fresh.name, "a.xlsx"]


@pytest.mark.parametrize("name", ["../a.xlsx", "sub/a.xlsx", "/a.xlsx"])
def test_a_name_with_a_folder_in_it_is_our_fault(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a file's name"), written(tmp_path / "out", [File(name, b"1")]):
        pytest.fail("the block was reached")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


# The one path


@pytest.fixture
def handled(monkeypatch: pytest.MonkeyPatch) -> Handled:
    def use(handler: Callable[[Request], Result]) -> None:
        monkeypatch.setattr(registry.Command, "load", lambda self: handler)

    return use


def making(request: Request) -> Result:
    """Two files, and a row of the journal."""
    made = (File("a.xlsx", b"1"), File("b.xlsx", b"2"))
    return Result(Words("做好了", "made"), files=made)


def run_on(path: Path, name: str, **more: object) -> Outcome:
    book = FileBook(path)
    store = SnapshotStore.beside(path)
    return run(name, book, NOON, now=NOON, user="测试", store=store, **more)  # type: ignore[arg-type]


def test_a_handler_finds_its_files_in_the_request(shop: Path, handled: Handled) -> None:
    given = (File("a.csv", b"1"),)
    seen: list[tuple[File, ...]] = []

    def looking(request: Request) -> Result:
        seen.append(request.files)
        return Result(Words("好", "fine"))

    handled(looking)
    run_on(shop, "import", files=given)
    assert seen == [given]


def test_what_a_handler_makes_is_written_and_told(shop: Path, handled: Handled) -> None:
    handled(making)
    folder = shop.parent / "日报表"
    outcome = run_on(shop, "hand-out", folder=folder)
    assert sorted(path.name for path in folder.iterdir()) == ["a.xlsx", "b.xlsx"]
    assert outcome.notes == (f"2 个文件写入 {folder}。",)
    assert outcome.details == {"folder": str(folder), "files": ["a.xlsx", "b.xlsx"]}
    assert rows(shop, "Journal")["command"].tolist() == ["hand-out"]


def test_a_save_that_fails_leaves_no_file(shop: Path, handled: Handled) -> None:
    handled(making)
    folder = shop.parent / "日报表"
    book = FileBook(shop)
    shop.write_bytes(shop.read_bytes() + b" ")  # somebody saved it meanwhile
    with pytest.raises(CsbookError) as refused:
        run("hand-out", book, NOON, now=NOON, user="", folder=folder)
    assert refused.value.exit_code == 4
    assert list(folder.iterdir()) == []


def test_files_that_cannot_be_written_leave_the_workbook_as_it_was(shop: Path, handled: Handled) -> None:
    handled(making)
    folder = shop.parent / "日报表"
    folder.touch()
    before = shop.read_bytes()
    with pytest.raises(FilesNotWritten):
        run_on(shop, "hand-out", folder=folder)
    assert shop.read_bytes() == before


def test_a_problem_that_stops_the_command_leaves_no_file(shop: Path, handled: Handled) -> None:
    from csbook.problems import Problem

    def finding(request: Request) -> Result:
        problem = Problem("Staff", 6, "group", "京东组", Words("另一个组", "another group"))
        return replace(making(request), problems=(problem,))

    handled(finding)
    folder = shop.parent / "日报表"
    assert run_on(shop, "hand-out", folder=folder).exit_code == 1
    assert not folder.exists()


def test_columns_that_people_fill_are_written_in_the_tables_that_a_handler_names_only(
    shop: Path, handled: Handled
) -> None:
    """`typed`: what files gave on people's behalf."""
    order = {"platform": "jd", "order_id": "1", "customer": "甲", "created": pd.Timestamp(NOON)}
    person = {"platform": "jd", "account": "甲", "name": "一位"}

    def filling(request: Request) -> Result:
        frames = {"Enquiries": pd.DataFrame([{"platform": "jd", "customer": "甲", "asked_at": NOON}])}
        return Result(
            Words("好", "fine"),
            {**frames, "Orders": pd.DataFrame([order]), "Customers": pd.DataFrame([person])},
            typed=frozenset({"Orders", "Customers", "Enquiries"}),
        )

    def changing(typed: frozenset[str]) -> Callable[[Request], Result]:
        def change(request: Request) -> Result:
            return Result(
                Words("好", "fine"), {"Customers": pd.DataFrame([{**person, "name": "两位"}])}, typed=typed
            )

        return change

    handled(filling)
    run_on(shop, "import")
    once = every_table(shop, but=SHOWS_THE_PRESS)
    assert rows(shop, "Customers")["name"].tolist() == ["一位"]
    run_on(shop, "import")
    assert every_table(shop, but=SHOWS_THE_PRESS) == once
    handled(changing(frozenset()))
    run_on(shop, "import")
    assert rows(shop, "Customers")["name"].tolist() == ["一位"]
    handled(changing(frozenset({"Customers"})))
    run_on(shop, "import")
    assert rows(shop, "Customers")["name"].tolist() == ["两位"]
