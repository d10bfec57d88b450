"""The command line as people and scripts use it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from csbook import cli
from csbook.commands.outcome import Outcome
from csbook.commands.routines import BUTTONS
from csbook.entry import main
from csbook.problems import CsbookError, Words
from tests.workbooks import put, rows, type_rows

TODAY = ("--today", "2026-11-22T09:00")


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(cli.app, [str(a) for a in arguments])


def process(*arguments: object, lang: str = "zh_CN.UTF-8") -> subprocess.CompletedProcess[str]:
    """The real thing: a process with its exit code and what it prints."""
    return subprocess.run(
        [sys.executable, "-m", "csbook", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "LANG": lang, "LC_ALL": lang, "PYTHONUTF8": "1"},
    )


@pytest.fixture
def within(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """As `process`, from the same beginning, but in this process, which has imported everything already."""

    def ended(*arguments: object, lang: str = "zh_CN.UTF-8") -> subprocess.CompletedProcess[str]:
        monkeypatch.setattr(sys, "argv", ["csbook", *map(str, arguments)])
        for name in ("LANG", "LC_ALL"):
            monkeypatch.setenv(name, lang)
        with pytest.raises(SystemExit) as stopped:
            main()
        out, err = capsys.readouterr()
        assert isinstance(stopped.value.code, int)
        return subprocess.CompletedProcess(sys.argv, stopped.value.code, out, err)

    return ended


def test_help_is_plain_and_names_every_subcommand() -> None:
    result = process("--help")
    assert result.returncode == 0
    names = [command.name for command in BUTTONS]
    for name in [
        *names,
        "run",
        "show",
        "load",
        "undo",
        "new",
        "demo",
        "build-template",
        "upgrade",
        "show-settings",
    ]:
        assert name in result.stdout
    assert "╭" not in result.stdout


def test_help_starts_without_pandas_or_solver() -> None:
    code = (
        "import sys, csbook.cli; print([m for m in ('pandas', 'pulp', 'lxml', 'rich') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_commands_lists_every_button_with_its_options() -> None:
    result = process("commands")
    for command in BUTTONS:
        assert command.name in result.stdout
        assert command.label.zh in result.stdout
        for parameter in command.parameters:
            assert f"[{parameter.shown.zh}]" in result.stdout


def test_a_command_prints_what_it_did_in_the_workbook_s_language(shop: Path) -> None:
    result = process("run", "check", shop, *TODAY, lang="C.UTF-8")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "全部检查完毕，没有要改的地方。\n"


def test_a_command_needs_no_run_before_its_name(shop: Path) -> None:
    for arguments in (("run", "check"), ("check",)):
        told = json.loads(invoke(*arguments, shop, *TODAY, "--json").stdout)
        assert (told["command"], told["exit_code"]) == ("check", 0)


def given(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> dict[str, object]:
    """What the command line hands to `run` of the commands."""
    kept: dict[str, object] = {}

    def told(command: str, *_: object, parameters: dict[str, object], **__: object) -> Outcome:
        kept.update(command=command, **parameters)
        return Outcome(command, "zh", 0, "")

    monkeypatch.setattr("csbook.commands.run.run", told)
    assert invoke(*arguments).exit_code == 0
    return kept


def test_options_reach_the_command_as_days_texts_and_flags(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = ("--first", "2026-11-24", "--last", "2026-11-26")
    expected = {"agent": "李四", "first": dt.date(2026, 11, 24), "last": dt.date(2026, 11, 26)}
    for start in (("repair-roster",), ("run", "repair-roster")):
        found = given(monkeypatch, *start, shop, "--agent", "李四", *days)
        assert found == {"command": "repair-roster", **expected}
    left = given(monkeypatch, "repair-roster", shop, "--agent", "K01", "--first", "2026-11-24", "--leaves")
    assert left["leaves"] is True
    assert given(monkeypatch, "suggest-cover", shop, "--method", "erlang")["method"] == "erlang"
    month = given(monkeypatch, "close-month", shop, "--month", "2026-10")
    assert month == {"command": "close-month", "month": dt.date(2026, 10, 1)}


@pytest.mark.parametrize("typed", ["0", "-5", "abc", "", "nan", "1e400"])
def test_a_limit_that_is_no_number_of_seconds_is_refused(shop: Path, typed: str) -> None:
    for start in (("build-roster",), ("run", "build-roster")):
        result = invoke(*start, shop, "--seconds", typed)
        assert isinstance(result.exception, CsbookError), result.output
        assert result.exception.exit_code == 2
        assert result.exception.words == Words(
            f"--seconds 要填不小于 1 的数字，不是 {typed}。",
            f"--seconds takes a number of at least 1, not {typed}.",
        )


def test_seconds_reach_the_command_as_a_number(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert given(monkeypatch, "build-roster", shop, "--seconds", "2.5")["seconds"] == 2.5


def test_help_tells_the_exit_codes() -> None:
    assert "退出码：0 做完；1 有单元格或行要改；2 用法不对；" in process("--help").stdout
    said = " ".join(process("--help", lang="en_US.UTF-8").stdout.split())
    assert "Exit codes: 0 done; 1 cells or rows to correct; 2 wrong use;" in said
    assert "not for that month (closed, published, locked or not, or another one is shown)" in said
    assert "130 broken off by Ctrl-C, nothing written." in said


def test_help_of_load_says_that_chinese_names_will_do() -> None:
    assert "表格的名称，中文或英文，如 员工 或 Staff。" in process("load", "--help").stdout
    english = process("load", "--help", lang="en_US.UTF-8").stdout
    assert "in English or Chinese, e.g. Staff or 员工." in " ".join(english.split())


def test_what_is_to_look_at_has_another_sign_than_what_is_to_correct(shop: Path) -> None:
    put(shop, "Staff", 2, "name", "赵一")
    result = invoke("check", shop, *TODAY)
    assert result.exit_code == 0
    assert [line[:3] for line in result.stdout.splitlines() if "赵一" in line] == ["  ▲"]
    put(shop, "Staff", 2, "hired", "昨天")
    told = invoke("check", shop, *TODAY).stdout.splitlines()
    assert [line[:3] for line in told if "昨天" in line or "赵一" in line] == ["  ✗", "  ▲"]


def test_english_counts_one_cell_and_two_cells(english_shop: Path, tmp_path: Path) -> None:
    header, good = "agent_id,name,group,platforms,role,hired\n", "K04,A,G,jd,both,"
    for lines, said in (
        (f"{header}{good}soon\n", "s.csv: 1 cell to correct;"),
        (f"{header}{good}soon\nK05,B,G,jd,both,never\n", "s.csv: 2 cells to correct;"),
        (f"{header}{good}\n", "1 row added, 0 changed."),
    ):
        assert said in invoke("load", english_shop, "Staff", write_csv(tmp_path / "s.csv", lines)).stdout


REFUSED_OPTIONS = (
    (("build-roster", "--month", "2026-13"), "看不懂月份", "is no month"),
    (("build-roster", "--today", "tomorrow"), "看不懂时间", "is no moment"),
    (("suggest-cover", "--method", "dice"), "只能是 history 或 erlang", "must be history or erlang"),
    (("build-roster", "--seconds", "soon"), "要填不小于 1 的数字", "takes a number of at least 1"),
    (("repair-roster", "--first", "24.11."), "看不懂日期", "is no day"),
    (("run", "prepare-day", "--replace"), "不接受 --replace", "does not take --replace"),
    (("show", "--format", "xml"), "只能是 table、csv 或 json", "must be table, csv or json"),
    (("run", "nothing"), "没有命令 nothing", "There is no command nothing"),
    (("score-all",), "没有命令 score-all。是不是 score？", "no command score-all. Did you mean score?"),
    (("show", "Nothing"), "没有表格 Nothing", "There is no table Nothing"),
)


def test_what_is_wrong_in_an_option_is_said_in_the_workbook_s_language(
    shop: Path, english_shop: Path, within: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    """The first by processes too."""
    for started, options in ((process, REFUSED_OPTIONS[:1]), (within, REFUSED_OPTIONS)):
        for arguments, zh, en in options:
            words = 2 if arguments[0] == "run" else 1
            for book, lang, said in ((shop, "en_US.UTF-8", zh), (english_shop, "zh_CN.UTF-8", en)):
                result = started(*arguments[:words], book, *arguments[words:], lang=lang)
                assert (result.returncode, result.stdout) == (2, ""), arguments
                assert said in result.stderr, arguments


def test_what_is_wrong_in_new_is_said_in_the_language_asked_for(tmp_path: Path) -> None:
    for lang, system, said in (("zh", "en_US.UTF-8", "看不懂月份"), ("en", "zh_CN.UTF-8", "is no month")):
        book = tmp_path / "new.xlsm"
        result = process("new", book, "--lang", lang, "--month", "2026-13", lang=system)
        assert (result.returncode, book.exists()) == (2, False)
        assert said in result.stderr


def test_the_demo_sums_up_in_the_language_of_the_workbook_it_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("csbook.demo.tour.tour", lambda *_, **__: Words("总结", "summary"))
    for lang, system, said in (("zh", "en_US.UTF-8", "总结"), ("en", "zh_CN.UTF-8", "summary")):
        monkeypatch.setenv("CSBOOK_LANG", system)
        assert invoke("demo", tmp_path / "demo.xlsm", "--lang", lang).stdout.strip() == said


def test_an_error_is_one_sentence_in_the_system_s_language_and_an_exit_code(tmp_path: Path) -> None:
    missing = tmp_path / "没有.xlsm"
    for lang, words in (("zh_CN.UTF-8", "找不到文件"), ("en_US.UTF-8", "There is no file")):
        result = process("run", "check", missing, lang=lang)
        assert result.returncode == 2
        assert result.stdout == ""
        assert result.stderr.startswith(words)
        assert "Traceback" not in result.stderr


def test_a_fault_of_ours_names_a_log_and_ends_with_70(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("our fault")

    monkeypatch.setattr("csbook.commands.check.check", broken)
    monkeypatch.setattr(sys, "argv", ["csbook", "run", "check", str(shop)])
    said: list[str] = []
    monkeypatch.setattr(cli.typer, "echo", lambda text, **_: said.append(text))
    before = shop.read_bytes()
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert stopped.value.code == 70
    found = re.search(r"/[^ 。;]+\.log|[A-Z]:[^ 。;]+\.log", said[0])
    assert found
    log = Path(found[0])
    assert "our fault" in log.read_text(encoding="utf-8")
    log.unlink()
    assert shop.read_bytes() == before


def test_an_error_after_opening_is_said_in_the_workbook_s_language(shop: Path, english_shop: Path) -> None:
    for book, lang, words in (
        (shop, "en_US.UTF-8", "没有可以撤销的"),
        (english_shop, "zh_CN.UTF-8", "There is nothing to undo"),
    ):
        result = process("undo", book, lang=lang)
        assert (result.returncode, result.stdout) == (2, "")
        assert result.stderr.startswith(words)


def test_a_file_that_is_no_workbook_is_refused_in_the_system_s_language(tmp_path: Path) -> None:
    file = write_csv(tmp_path / "表.xlsm", "a,b\n")
    for lang, words in (("zh_CN.UTF-8", "不是可用的工作簿"), ("en_US.UTF-8", "is not a workbook")):
        result = process("undo", file, lang=lang)
        assert result.returncode == 3
        assert words in result.stderr


def test_new_and_show_settings_answer_in_the_workbook_s_language(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsm"
    made = process("new", book, "--lang", "en", "--month", "2026-11")
    assert made.stdout.startswith("Made ")
    assert "sheets of settings and records shown." in process("show-settings", book).stdout


def test_json_tells_an_error_as_one_object_too(shop: Path, tmp_path: Path) -> None:
    not_csbook = write_csv(tmp_path / "表.xlsm", "a,b\n")
    for arguments, code, command, words in (
        (("run", "dance", shop), 2, "dance", "dance"),
        (("undo", shop), 2, "undo", "没有可以撤销的"),
        (("upgrade", not_csbook), 3, "upgrade", "不是可用的工作簿"),
    ):
        result = process(*arguments, "--json")
        assert (result.returncode, result.stderr) == (code, "")
        told = json.loads(result.stdout)
        assert words in told.pop("headline")
        assert told == {
            "command": command, "exit_code": code, "notes": [], "problems": [], "changed": {}, "details": {},
            "next_step": None,
        }  # fmt: skip


def test_json_tells_a_fault_of_ours_with_its_log(
    shop: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("our fault")

    monkeypatch.setattr("csbook.commands.check.check", broken)
    monkeypatch.setattr(sys, "argv", ["csbook", "run", "--json", "check", str(shop)])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert stopped.value.code == 70
    told = json.loads(capsys.readouterr().out)
    assert list(told) == list(Outcome("check", "zh", 70, "").as_json())
    assert (told["command"], told["exit_code"]) == ("check", 70)
    log = Path(told["details"]["log"])
    assert str(log) in told["headline"]
    assert "our fault" in log.read_text(encoding="utf-8")
    log.unlink()


KEYS = ("command", "exit_code", "headline", "notes", "problems", "changed", "details")


def test_json_is_one_object_with_everything(shop: Path) -> None:
    result = invoke("run", "build-roster", shop, *TODAY, "--json", "--seconds", 20)
    outcome = json.loads(result.stdout)
    assert result.exit_code == outcome["exit_code"] == 0
    assert list(outcome) == [*KEYS, "next_step"]
    assert outcome["changed"]["Roster"] == {"added": 3, "changed": 0}
    assert {"cost", "bound", "gap", "status", "unmet", "refused"} <= set(outcome["details"])


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "dance", "BOOK"),
        ("run", "check", "BOOK", "--month", "2026-11"),
        ("run", "prepare-day", "BOOK", "--replace"),
        ("run", "check", "BOOK", "--today", "tomorrow"),
        ("run", "score", "BOOK", "--month", "2026-13"),
        ("run", "score", "BOOK", "--month", "1999-12"),
        ("run", "score", "BOOK", "--month", "2101-01"),
        ("score", "BOOK", "--month", "2026-13"),
        ("repair-roster", "BOOK", "--agent", "K01", "--first", "24.11.2026"),
        ("repair-roster", "BOOK", "--agent", "K01", "--first", "1999-11-24"),
        ("run", "build-roster", "BOOK", "--leaves"),
        ("run", "score", "BOOK", "--agent", "K01"),
        ("suggest-cover", "BOOK", "--method", "dice"),
        ("run", "check", "BOOK", "--today", "0026-11-22"),
        ("run", "check", "BOOK", "--today", "2101-01-01"),
        ("new", "early.xlsm", "--month", "1999-12"),
        ("show", "BOOK", "Nothing"),
        ("show", "BOOK", "--format", "xml"),
        ("undo", "BOOK"),
        ("load", "BOOK", "Nothing", "BOOK"),
        ("new", "BOOK"),
        ("new", "here.xlsx"),
        ("new", "fr.xlsm", "--lang", "fr"),
    ],
    ids=" ".join,
)
def test_wrong_use_is_worded_and_ends_with_2(shop: Path, arguments: tuple[str, ...], tmp_path: Path) -> None:
    before = shop.read_bytes()
    result = invoke(*(str(shop) if a == "BOOK" else a for a in arguments))
    assert isinstance(result.exception, CsbookError), result.output
    assert result.exception.exit_code == 2
    assert result.exception.words.zh != result.exception.words.en
    assert shop.read_bytes() == before


def test_show_without_a_table_lists_every_column_with_its_filler(shop: Path) -> None:
    listed = json.loads(invoke("show", shop, "--format", "json").stdout)
    assert {"table": "Staff", "sheet": "员工", "column": "agent_id", "header": "工号", "kind": "text",
            "filled_by": "supervisor", "key": True} in listed  # fmt: skip
    assert len({row["table"] for row in listed}) == 65


def test_show_gives_codes_iso_dates_and_null(shop: Path) -> None:
    type_rows(shop, "Requests", [{"agent_id": "K02", "kind": "leave", "from_date": None}])
    listed = json.loads(invoke("show", shop, "Staff", "--format", "json").stdout)
    assert listed[0]["platforms"] == "jd,vip"
    assert listed[0]["role"] == "both"
    assert listed[0]["left"] is None
    shifts = json.loads(invoke("show", shop, "shifts", "--format", "json").stdout)
    assert [(s["code"], s["kind"], s["start"], s["end"]) for s in shifts] == [
        ("白", "day", "9:00", "17:30"), ("半", "half", "10:00", "15:30"), ("晚", "evening", "17:00", "23:00")
    ]  # fmt: skip
    holidays = json.loads(invoke("show", shop, "Holidays", "--format", "json").stdout)
    assert {"date": "2026-10-01", "kind": "holiday"}.items() <= next(
        h for h in holidays if h["date"] == "2026-10-01"
    ).items()


def test_show_as_csv_can_be_read_by_any_csv_reader_and_is_raw(shop: Path) -> None:
    type_rows(shop, "Customers", [{"platform": "jd", "account": "=1+1", "name": '甲,"乙"\n丙'}])
    found = list(csv.DictReader(io.StringIO(invoke("show", shop, "Customers", "--format", "csv").stdout)))
    assert (found[0]["account"], found[0]["name"]) == ("=1+1", '甲,"乙"\n丙')


def test_show_as_table_has_the_sheet_s_headers(shop: Path) -> None:
    shown = invoke("show", shop, "Staff").stdout
    assert "可支援的组" in shown
    assert "赵一" in shown


def write_csv(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_load_takes_inside_names_and_headers_in_common_encodings(
    shop: Path, tmp_path: Path, encoding: str
) -> None:
    file = write_csv(
        tmp_path / "s.csv",
        "工号,姓名,group,接待平台,岗位,Hired\n007,周七,拼多多组,拼多多,售前,2026/3/1\n",
        encoding,
    )
    result = invoke("load", shop, "Staff", file, "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["changed"] == {"Staff": {"added": 1, "changed": 0}}
    last = rows(shop, "Staff").iloc[-1]
    assert (last["agent_id"], last["platforms"], last["role"], f"{last['hired']:%Y-%m-%d}") == (
        "007", "pdd", "presale", "2026-03-01"
    )  # fmt: skip


def test_load_updates_by_key_and_twice_changes_nothing(shop: Path, tmp_path: Path) -> None:
    file = write_csv(
        tmp_path / "s.csv", "agent_id,name,group,platforms,role,note\nK02,钱二,京东组,jd,both,班长\n"
    )
    assert (
        json.loads(invoke("load", shop, "Staff", file, "--json").stdout)["changed"]["Staff"]["changed"] == 1
    )
    assert rows(shop, "Staff").set_index("agent_id").loc["K02", "note"] == "班长"
    again = json.loads(invoke("load", shop, "Staff", file, "--json").stdout)
    assert again["changed"]["Staff"] == {"added": 0, "changed": 0}


def test_load_is_all_or_nothing_and_names_file_lines(shop: Path, tmp_path: Path) -> None:
    file = write_csv(
        tmp_path / "s.csv",
        "agent_id,name,group,platforms,role,hired\nK04,好,京东组,jd,both,2026-01-01\nK05,坏,京东组,京冬,both,昨天\nK05,坏,京东组,jd,both,\n",
    )
    before = shop.read_bytes()
    result = invoke("load", shop, "Staff", file, "--json")
    assert result.exit_code == 1
    found = [(p["sheet"], p["row"], p["column"], p["found"]) for p in json.loads(result.stdout)["problems"]]
    assert found == [
        ("s.csv", 3, "入职日期", "昨天"),
        ("s.csv", 3, "接待平台", "京冬"),
        ("s.csv", 4, "工号", "K05"),
        ("s.csv", 4, "姓名", "坏"),  # only a warning, told with the rest
    ]
    assert shop.read_bytes() == before


def test_load_checks_against_the_workbook_as_for_typed_cells(shop: Path, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "l.csv", "date,agent_id,platform,receptions\n2026-11-02,K99,jd,5\n")
    result = invoke("load", shop, "DailyLog", file, "--json")
    assert [(p["row"], p["found"]) for p in json.loads(result.stdout)["problems"]] == [(2, "K99")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("agent_id,salary\nK01,5\n", "salary"),
        ("name\n赵一\n", "工号"),
        ("agent_id,工号\nK01,K01\n", "工号"),
        ('agent_id,name\n"K01,赵\n', "s.csv"),
        ("", "s.csv"),
    ],
)
def test_load_refuses_a_file_it_cannot_match(shop: Path, tmp_path: Path, text: str, words: str) -> None:
    result = invoke("load", shop, "Staff", write_csv(tmp_path / "s.csv", text))
    assert isinstance(result.exception, CsbookError)
    assert result.exception.exit_code == 2
    assert words in result.exception.words.zh


def test_load_refuses_tables_that_csbook_fills_by_their_titles(shop: Path, tmp_path: Path) -> None:
    for table, zh, en in (("RosterCheck", "排班检查", "Roster check"), ("Journal", "操作记录", "Journal")):
        result = invoke("load", shop, table, write_csv(tmp_path / "n.csv", "name\n赵一\n"))
        assert isinstance(result.exception, CsbookError)
        assert result.exception.words == Words(
            f"“{zh}”由系统填写，不能载入。", f"'{en}' is filled by csbook; nothing to load."
        )


def test_load_can_be_undone(shop: Path, tmp_path: Path) -> None:
    before = rows(shop, "Staff")
    invoke(
        "load",
        shop,
        "Staff",
        write_csv(tmp_path / "s.csv", "agent_id,name,group,platforms,role\nK09,新,京东组,jd,both\n"),
    )
    assert len(rows(shop, "Staff")) == 4
    assert invoke("undo", shop).exit_code == 0
    assert rows(shop, "Staff").equals(before)
