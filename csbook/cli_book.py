"""The commands about a whole workbook: made, shown, filled from files, upgraded, taken back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Final

import typer

from csbook.cli_call import LANGUAGES, call, finish, opened
from csbook.cli_commands import Command
from csbook.cli_help import Help, helped
from csbook.cli_live import BookIfClosed, LiveOption, chosen
from csbook.cli_show import commands_text, show_table, show_tables
from csbook.cli_values import BookArgument, JsonOption, first_of_month
from csbook.first_words import own_language
from csbook.problems import Words
from csbook.workplace import user_name

PATH: Final = Words("路径", "path")
TABLE: Final = Words("表格", "table")
LangOption = Annotated[str, typer.Option(), Help(Words("zh 中文，en 英文。", "zh or en."))]


def register(app: typer.Typer) -> None:
    app.command(cls=Command)(commands)
    app.command(cls=Command)(show)
    app.command(cls=Command)(load)
    app.command(cls=Command)(undo)
    app.command(cls=Command)(new)
    app.command("demo", cls=Command)(demo_command)
    app.command("build-template", cls=Command)(build_template_command)
    app.command(cls=Command)(upgrade)
    app.command("show-settings", cls=Command)(show_settings)


@helped(Words("列出 `csbook run` 能运行的命令。", "List the commands that `csbook run` knows."))
def commands() -> None:
    typer.echo(commands_text(own_language()))


@helped(
    Words(
        "显示一张表格的各行；不写表格时，列出每张表格的列、表头、类别和谁填。",
        "Print a table's rows, or every table with its columns, headers, kinds and fillers.",
    )
)
def show(
    book: BookArgument,
    table: Annotated[
        str | None,
        typer.Argument(),
        Help(
            Words(
                "表格的名称，如 Staff 或 员工；不写就列出全部表格的列。",
                "A table's name, e.g. Staff or 员工; all tables' columns without it.",
            ),
            TABLE,
        ),
    ] = None,
    format: Annotated[  # noqa: A002 - the option's name
        str, typer.Option(), Help(Words("table、csv 或 json。", "table, csv or json."))
    ] = "table",
) -> None:
    workbook = opened(book, writable=False)
    if table is None:
        show_tables(workbook, format)
    else:
        show_table(workbook, table, format)


@helped(
    Words(
        "把一个 CSV 文件载入由人填写的列：要么全部载入，要么什么都不写。",
        "Load a CSV file into the columns that people fill: all of it, or nothing.",
    )
)
def load(
    book: BookArgument,
    table: Annotated[
        str,
        typer.Argument(),
        Help(
            Words(
                "表格的名称，中文或英文，如 员工 或 Staff。",
                "The table's name in English or Chinese, e.g. Staff or 员工.",
            ),
            TABLE,
        ),
    ],
    file: Annotated[
        Path,
        typer.Argument(),
        Help(
            Words("CSV 文件，第一行是表头。", "A CSV file with headers in its first row."),
            Words("文件", "file"),
        ),
    ],
    json: JsonOption = False,
) -> None:
    from csbook.commands.load import load as load_file
    from csbook.commands.load import table_named
    from csbook.commands.snapshots import SnapshotStore

    workbook = opened(book)
    outcome = load_file(
        workbook,
        table_named(table),
        file,
        now=dt.datetime.now(),
        user=user_name(),
        store=SnapshotStore.beside(book),
    )
    finish(outcome, as_json=json)


@helped(Words("撤销最近一个命令所做的改动。", "Take back what the last command changed."))
def undo(
    book: BookIfClosed = None,
    listed: Annotated[
        bool,
        typer.Option("--list"),
        Help(Words("只列出可以撤销的，最近的在前。", "Only list what can be taken back, the latest first.")),
    ] = False,
    live: LiveOption = None,
    json: JsonOption = False,
) -> None:
    from csbook.commands.snapshots import SnapshotStore
    from csbook.commands.undo import undo as undo_last
    from csbook.commands.undo_words import list_as_json, list_words

    workbook, book = chosen(book, live, writable=not listed)
    store = SnapshotStore.beside(book)
    if listed:
        typer.echo(list_as_json(store) if json else list_words(store)(call.language))
        return
    finish(undo_last(workbook, store, now=dt.datetime.now(), user=user_name()), as_json=json)


@helped(Words("新建一个工作簿。", "Make a new workbook."))
def new(
    path: Annotated[
        Path,
        typer.Argument(),
        Help(Words("要新建的工作簿（.xlsm）。", "The workbook to make (.xlsm)."), PATH),
    ],
    lang: LangOption = "zh",
    month: Annotated[
        str | None,
        typer.Option(),
        Help(
            Words(
                "从哪个月开始，如 2026-11；默认是本月。",
                "The month to begin with, e.g. 2026-11; this one by default.",
            )
        ),
    ] = None,
    demo: Annotated[
        bool,
        typer.Option("--demo"),
        Help(Words("带上虚构的店铺和一个月的数据。", "With a made-up shop and month.")),
    ] = False,
) -> None:
    from csbook.making import language_named, make_workbook

    call.book_language = LANGUAGES.get(lang)
    start = first_of_month(month) if month else dt.date.today().replace(day=1)
    made = make_workbook(path, lang, start, with_demo=demo)
    typer.echo(made(language_named(lang)))


@helped(
    Words(
        "写出一个演示工作簿：用各个命令走完虚构的一个月，最后总结。",
        "Write a demo workbook with a made-up month, live it with the commands and sum up.",
    )
)
def demo_command(
    path: Annotated[
        Path, typer.Argument(), Help(Words("工作簿写到哪里。", "Where to write the workbook."), PATH)
    ] = Path("客服台账-演示.xlsm"),
    lang: LangOption = "zh",
    replace: Annotated[
        bool,
        typer.Option("--replace"),
        Help(Words("替换以前的演示工作簿。", "Replace an earlier demo workbook.")),
    ] = False,
) -> None:
    from csbook.demo.tour import tour
    from csbook.progress import Steps

    call.book_language = LANGUAGES.get(lang)
    with Steps(call.language) as steps:
        summary = tour(path, lang, replace=replace, user=user_name(), progress=steps.tell)
    typer.echo(summary(call.language))


@helped(Words("按表格定义生成 workbook_template.xlsm。", "Build workbook_template.xlsm from the schema."))
def build_template_command(
    path: Annotated[Path, typer.Argument(), Help(Words("写到哪里。", "Where to write it."), PATH)] = Path(
        "workbook_template.xlsm"
    ),
) -> None:
    from csbook.template import build_template

    build_template(path)
    typer.echo(Words(f"已生成 {path}。", f"Built {path}.")(own_language()))


@helped(
    Words(
        "把旧版本的工作簿升级到这一版：补上缺的，重画系统自己的工作表，修好坏掉的公式；人填的都保留。",
        "Bring an earlier version's workbook up to this one: what it lacks is added, csbook's own sheets are "
        "drawn anew, broken formulas mended; what people typed stays.",
    )
)
def upgrade(book: BookArgument, json: JsonOption = False) -> None:
    from csbook.commands.snapshots import SnapshotStore
    from csbook.upgrading import upgrade as upgrade_book

    store = SnapshotStore.beside(book)
    finish(upgrade_book(opened(book), now=dt.datetime.now(), user=user_name(), store=store), as_json=json)


@helped(
    Words(
        "显示设一次就好的工作表（设置、员工、班次、规则、记录），或把它们隐藏。",
        "Show the sheets that are set once (settings, staff, shifts, rules, records), or hide them.",
    )
)
def show_settings(
    book: BookIfClosed = None,
    hide: Annotated[bool, typer.Option("--hide"), Help(Words("重新隐藏。", "Hide them again."))] = False,
    live: LiveOption = None,
) -> None:
    from csbook.commands.settings_sheets import show_settings_sheets

    workbook, _ = chosen(book, live)
    typer.echo(show_settings_sheets(workbook, visible=not hide)(call.language))
